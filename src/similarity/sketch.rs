//! MinHash sketches by one permutation, condensed to one key a band.
//!
//! The highest bits of a shingle's hash choose one of [`N_ROWS`] bins, and each bin keeps the least of what falls into it
//! (Li, Owen and Zhang 2012, "One permutation hashing"). An empty bin borrows from the nearest one that is not, by the
//! exclusive or of their numbers. Row k so belongs to the shingle nearest to a fixed number, by exclusive or, and two sets
//! agree in it with a probability equal to their Jaccard, as with a permutation for each row (Broder 1997), at the cost of
//! one step for each shingle instead of [`N_ROWS`].
//!
//! Rows are not independent. Bins that are full draw without replacement, which makes rows agree more evenly than
//! independent ones. Sets smaller than the sketch fill neighboring rows, which share a band, with one shingle; such a
//! band agrees with a higher probability than the S-curve says. Both propose more pairs, never fewer in the mean.
//! Sets of a handful of members are served by [`push_small_keys`](super::push_small_keys) besides.
//! Only the bands' keys leave this module: a document costs four bytes a band.

use super::banding::{Banding, N_ROWS};

/// How far the bits that choose a bin stand from the right.
const BIN_SHIFT: u32 = u64::BITS - N_ROWS.ilog2();

const EMPTY: u32 = u32::MAX;

/// Makes band keys.
#[derive(Clone, Copy, Debug)]
pub struct Sketcher {
    banding: Banding,
}

impl Sketcher {
    /// Sketches for `banding`, the same in every run.
    pub fn new(banding: Banding) -> Self {
        Self { banding }
    }

    /// Appends the key of each band for the document with these shingles; repeats make no difference.
    ///
    /// Two documents agree in a band if all rows agree; different rows give the same key with probability 2^-32, which
    /// costs a comparison in vain. Cost: a shift and a minimum for each shingle, some steps for each row.
    pub fn push_band_keys(self, shingles: &[u64], keys: &mut Vec<u32>) {
        let rows = filled(&bins(shingles));
        let bands = rows.chunks_exact(self.banding.n_rows).take(self.banding.n_bands);
        keys.extend(bands.map(|rows| {
            let key = rows.iter().fold(0, |key, &row| scrambled(key ^ u64::from(row)));
            (key >> 32) as u32
        }));
    }
}

/// How many bins the shingles fill; at most as many as there are different ones.
pub(super) fn n_bins(shingles: &[u64]) -> usize {
    let filled = shingles.iter().fold(0_u128, |filled, shingle| filled | 1 << (shingle >> BIN_SHIFT));
    filled.count_ones() as usize
}

/// The least value in each bin.
fn bins(shingles: &[u64]) -> [u32; N_ROWS] {
    let mut bins = [EMPTY; N_ROWS];
    for &shingle in shingles {
        let bin = &mut bins[(shingle >> BIN_SHIFT) as usize];
        // One less than all bits, so that a full bin never looks empty.
        *bin = (*bin).min(((shingle >> (BIN_SHIFT - u32::BITS)) as u32).min(EMPTY - 1));
    }
    bins
}

/// Each bin's own value, or that of the nearest bin that has one, mixed with the distance.
fn filled(bins: &[u32; N_ROWS]) -> [u32; N_ROWS] {
    let mut rows = *bins;
    if bins.iter().all(|&value| value == EMPTY) {
        return rows;
    }
    for (bin, row) in rows.iter_mut().enumerate().filter(|(_, row)| **row == EMPTY) {
        let lender = (1..N_ROWS).find(|distance| bins[bin ^ distance] != EMPTY);
        let distance = lender.unwrap_or(0);
        *row = bins[bin ^ distance].wrapping_add((distance as u32).wrapping_mul(0x9e37_79b9));
    }
    rows
}

/// The output function of splitmix64 (Steele, Lea and Flood 2014), after a step of its counter.
#[inline]
fn scrambled(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{SMALL, Threshold};

    fn keys(banding: Banding, shingles: impl Iterator<Item = u64>) -> Vec<u32> {
        let mut keys = Vec::new();
        Sketcher::new(banding).push_band_keys(&shingles.map(scrambled).collect::<Vec<_>>(), &mut keys);
        keys
    }

    /// Two sets with `n_shared` common members and `n_own` of each one's own, different for every `pair`.
    fn pair_keys(banding: Banding, pair: u64, n_shared: u64, n_own: u64) -> (Vec<u32>, Vec<u32>) {
        let base = pair << 32;
        let a = keys(banding, base..base + n_shared + n_own);
        (a, keys(banding, base + n_own..base + n_shared + 2 * n_own))
    }

    #[test]
    fn order_and_repeats_make_no_difference() {
        let banding = Banding { n_bands: 7, n_rows: 3 };
        let forth = keys(banding, 0..100);
        assert_eq!(forth.len(), 7);
        assert_eq!(forth, keys(banding, (0..100).rev().chain(20..50)));
        assert_ne!(forth, keys(banding, 0..99999));
    }

    /// Rows agree as often as Jaccard says, within five standard errors of the mean of many pairs.
    #[track_caller]
    fn check_mean(n_shared: u64, n_own: u64) {
        const N_PAIRS: u64 = 500;
        let rows = Banding { n_bands: N_ROWS, n_rows: 1 };
        let jaccard = n_shared as f64 / (n_shared + 2 * n_own) as f64;
        let agreements: Vec<f64> = (0..N_PAIRS)
            .map(|pair| {
                let (a, b) = pair_keys(rows, pair, n_shared, n_own);
                a.iter().zip(&b).filter(|(x, y)| x == y).count() as f64 / N_ROWS as f64
            })
            .collect();
        let mean = agreements.iter().sum::<f64>() / N_PAIRS as f64;
        let variance = agreements.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (N_PAIRS - 1) as f64;
        let error = (variance / N_PAIRS as f64).sqrt();
        assert!((mean - jaccard).abs() < 5.0 * error, "mean {mean} for {jaccard}, standard error {error}");
    }

    #[test]
    fn rows_agree_as_often_as_jaccard_says() {
        for (n_shared, n_own) in [(4, 1), (8, 1), (20, 5), (100, 100), (1_000, 100), (30, 30)] {
            check_mean(n_shared, n_own);
        }
    }

    /// Pairs exactly at the threshold are hardest to propose. Of ten thousand, a recall of .9999 misses one; four is
    /// three standard deviations more.
    #[track_caller]
    fn check_recall(jaccard: (u64, u64), size: u64) {
        const N_PAIRS: u64 = 10_000;
        let (shared, union) = jaccard;
        let times = size.div_ceil(union);
        let (n_shared, n_own) = (shared * times * 2, (union - shared) * times);
        let threshold = Threshold::new(shared as f64 / union as f64).unwrap();
        let banding = Banding::for_threshold(threshold);
        let is_missed = |pair: &u64| {
            let (a, b) = pair_keys(banding, *pair, n_shared, n_own);
            a.iter().zip(&b).all(|(x, y)| x != y)
        };
        let n_missed = (0..N_PAIRS).filter(is_missed).count();
        assert!(n_missed <= 4, "{n_missed} of {N_PAIRS} pairs of {size} shingles at {jaccard:?}");
    }

    #[test]
    fn pairs_of_any_size_at_any_threshold_are_proposed() {
        for jaccard in [(1, 2), (4, 5), (19, 20)] {
            for size in [SMALL.into(), 15, 30, 60] {
                check_recall(jaccard, size);
            }
        }
    }
}
