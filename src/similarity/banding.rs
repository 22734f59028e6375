//! How a MinHash sketch is cut into bands, chosen from the threshold.
//!
//! With b bands of r rows each, two sets of Jaccard s agree in at least one band with probability 1 − (1 − s^r)^b, the
//! S-curve of locality-sensitive hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4).

use super::Threshold;

/// The least share of pairs exactly at the threshold that the bands must propose; pairs above it fare better.
pub const RECALL: f64 = 0.9999;

/// The most rows in all, unless one row a band needs more. More rows propose fewer pairs in vain, yet each costs a
/// multiplication per shingle, and looking at a pair exactly costs only as much as a merge.
const MAX_HASHES: usize = 96;

/// A number of bands and of rows in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Banding {
    /// Bands; two documents that agree in one of them are compared.
    pub n_bands: usize,
    /// Rows, that is MinHash values, in a band.
    pub n_rows: usize,
}

impl Banding {
    /// The most selective cut that proposes pairs at `threshold` with probability [`RECALL`] and needs at most 96
    /// hashes; below a threshold of about 0.1 none would, and one row a band is taken.
    pub fn for_threshold(threshold: Threshold) -> Self {
        let with_rows = |n_rows| Self { n_bands: n_bands_needed(threshold, n_rows), n_rows };
        (2..=16).rev().map(with_rows).find(|banding| banding.n_hashes() <= MAX_HASHES).unwrap_or_else(|| with_rows(1))
    }

    /// The probability that two sets of the given Jaccard agree in at least one band: 1 − (1 − s^r)^b.
    pub fn expected_recall(self, jaccard: f64) -> f64 {
        1.0 - (1.0 - jaccard.powi(self.n_rows as i32)).powi(self.n_bands as i32)
    }

    /// How many MinHash values a sketch has.
    pub fn n_hashes(self) -> usize {
        self.n_bands * self.n_rows
    }
}

/// The least number of bands of `n_rows` rows that reaches [`RECALL`]. Counted up, not solved for, so that rounding
/// cannot leave it one short; [`Threshold::MIN`] bounds the count.
fn n_bands_needed(threshold: Threshold, n_rows: usize) -> usize {
    let reaches = |&n_bands: &usize| Banding { n_bands, n_rows }.expected_recall(threshold.value()) >= RECALL;
    (1..=MAX_HASHES).find(reaches).unwrap_or(MAX_HASHES + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(threshold: f64, n_bands: usize, n_rows: usize) {
        assert_eq!(Banding::for_threshold(Threshold::new(threshold).unwrap()), Banding { n_bands, n_rows });
    }

    #[test]
    fn bands_and_rows_follow_from_the_threshold() {
        check(0.1, 88, 1);
        check(0.5, 33, 2);
        check(0.7, 22, 3);
        check(0.8, 18, 4);
        check(0.9, 13, 6);
        check(0.95, 10, 9);
        check(1.0, 1, 16);
    }

    #[test]
    fn recall_is_what_the_s_curve_says() {
        let banding = Banding { n_bands: 2, n_rows: 3 };
        assert_eq!(banding.expected_recall(0.0), 0.0);
        assert_eq!(banding.expected_recall(0.5), 1.0 - (1.0f64 - 0.125).powi(2));
        assert_eq!(banding.expected_recall(1.0), 1.0);
    }

    #[test]
    fn recall_at_every_threshold_is_as_promised() {
        for hundredths in 10..=100 {
            let threshold = Threshold::new(f64::from(hundredths) / 100.0).unwrap();
            let banding = Banding::for_threshold(threshold);
            assert!(banding.expected_recall(threshold.value()) >= RECALL, "{banding:?} at {threshold:?}");
            assert!(banding.n_hashes() <= MAX_HASHES, "{banding:?} at {threshold:?}");
        }
    }
}
