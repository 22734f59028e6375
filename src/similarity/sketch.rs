//! MinHash sketches, condensed to one key a band.
//!
//! A row of the sketch is the least value that a fixed pseudo-random permutation gives to any shingle; two sets agree
//! in it with a probability equal to their Jaccard (Broder 1997). Only the bands' keys leave this module: a document
//! costs four bytes a band, not four bytes a row.

use super::Banding;

/// The permutations are evaluated in groups of this many, whose state fits the registers of any processor that has
/// vector instructions at all; the compiler makes vector code of the plain loop.
const LANES: usize = 8;

/// Makes band keys, reusing its memory.
#[derive(Debug)]
pub struct Sketcher {
    banding: Banding,
    permutations: Vec<Permutations>,
    rows: Vec<i32>,
}

/// Bijections x ↦ a·x + b of the 32-bit numbers, a odd.
#[derive(Clone, Copy, Debug)]
struct Permutations {
    factors: [i32; LANES],
    summands: [i32; LANES],
}

impl Sketcher {
    /// Sketches for `banding`. The permutations are the same in every run.
    pub fn new(banding: Banding) -> Self {
        let n_groups = banding.n_hashes().div_ceil(LANES) as u64;
        Self { banding, permutations: (0..n_groups).map(Permutations::fixed).collect(), rows: Vec::new() }
    }

    /// The key of each band for the document with these shingles; repeats make no difference.
    ///
    /// Two documents agree in a band if all rows agree; different rows give the same key with probability 2^-32, which
    /// costs a comparison in vain. Cost: a multiplication, an addition and a minimum for each shingle and row.
    pub fn band_keys(&mut self, shingles: &[u64]) -> Vec<u32> {
        self.rows.clear();
        self.rows.extend(self.permutations.iter().flat_map(|group| group.least(shingles)));
        self.rows.chunks_exact(self.banding.n_rows).take(self.banding.n_bands).map(key).collect()
    }
}

impl Permutations {
    fn fixed(group: u64) -> Self {
        let number = |lane: usize, salt: u64| scrambled(group * 2 * LANES as u64 + 2 * lane as u64 + salt) as i32;
        Self {
            factors: std::array::from_fn(|lane| number(lane, 0) | 1),
            summands: std::array::from_fn(|lane| number(lane, 1)),
        }
    }

    /// Signed numbers, because the oldest vector instructions of x86-64 compare only those.
    fn least(&self, shingles: &[u64]) -> [i32; LANES] {
        let mut least = [i32::MAX; LANES];
        for &shingle in shingles {
            for ((least, factor), summand) in least.iter_mut().zip(self.factors).zip(self.summands) {
                *least = (*least).min((shingle as i32).wrapping_mul(factor).wrapping_add(summand));
            }
        }
        least
    }
}

fn key(rows: &[i32]) -> u32 {
    (rows.iter().fold(0, |key, &row| scrambled(key ^ u64::from(row as u32))) >> 32) as u32
}

/// The output function of splitmix64 (Steele, Lea and Flood 2014), after a step of its counter.
fn scrambled(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(banding: Banding, shingles: impl Iterator<Item = u64>) -> Vec<u32> {
        Sketcher::new(banding).band_keys(&shingles.map(scrambled).collect::<Vec<_>>())
    }

    #[test]
    fn order_and_repeats_make_no_difference() {
        let banding = Banding { n_bands: 7, n_rows: 3 };
        let forth = keys(banding, 0..100);
        assert_eq!(forth.len(), 7);
        assert_eq!(forth, keys(banding, (0..100).rev().chain(20..50)));
        assert_ne!(forth, keys(banding, 0..99999));
    }

    /// Agreement in 96 rows of 200 pairs: the mean is within four standard errors of Jaccard, and the variance between
    /// pairs is that of independent rows, which the S-curve takes for granted.
    #[track_caller]
    fn check(n_shared: u64, n_own: u64) {
        const N_PAIRS: u64 = 200;
        let banding = Banding { n_bands: 96, n_rows: 1 };
        let jaccard = n_shared as f64 / (n_shared + 2 * n_own) as f64;
        let agreements: Vec<f64> = (0..N_PAIRS)
            .map(|pair| {
                let base = pair << 32;
                let a = keys(banding, base..base + n_shared + n_own);
                let b = keys(banding, base + n_own..base + n_shared + 2 * n_own);
                a.iter().zip(&b).filter(|(x, y)| x == y).count() as f64 / 96.0
            })
            .collect();
        let mean = agreements.iter().sum::<f64>() / N_PAIRS as f64;
        let variance = agreements.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (N_PAIRS - 1) as f64;
        let independent = jaccard * (1.0 - jaccard) / 96.0;
        assert!((mean - jaccard).abs() < 4.0 * (independent / N_PAIRS as f64).sqrt(), "mean {mean} for {jaccard}");
        assert!((0.65..1.5).contains(&(variance / independent)), "variance ratio {}", variance / independent);
    }

    #[test]
    fn rows_agree_as_often_as_jaccard_says_and_independently() {
        check(4, 1);
        check(8, 1);
        check(20, 5);
        check(100, 100);
    }
}
