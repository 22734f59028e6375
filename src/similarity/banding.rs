//! How a sketch is cut into bands, chosen from the threshold.
//!
//! With b bands of r rows each, two sets of Jaccard s agree in at least one band with probability 1 − (1 − s^r)^b, the
//! S-curve of locality-sensitive hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4).

use super::threshold::Threshold;

/// Rows of a sketch: its bins, and so its values.
pub const N_ROWS: usize = 128;

/// The share of pairs exactly at the threshold that the bands shall propose; pairs above it fare better.
pub const RECALL: f64 = 0.9999;

/// The S-curve takes rows for independent, which those of small sets are not. Bands are chosen as if this were the
/// recall; what is left of it then is at least [`RECALL`], as tests show by counting.
const RECALL_OF_INDEPENDENT_ROWS: f64 = 0.999_999;

/// A number of bands and of rows in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Banding {
    /// Bands; two documents that agree in one of them are compared.
    pub n_bands: usize,
    /// Rows, that is MinHash values, in a band.
    pub n_rows: usize,
}

impl Banding {
    /// The most selective cut of a sketch that proposes pairs at `threshold` with a probability of [`RECALL`] or more.
    pub fn for_threshold(threshold: Threshold) -> Self {
        let with_rows = |n_rows| Self { n_bands: N_ROWS / n_rows, n_rows };
        let is_enough = |cut: &Self| cut.expected_recall(threshold.value()) >= RECALL_OF_INDEPENDENT_ROWS;
        (1..=N_ROWS / 8).rev().map(with_rows).find(is_enough).unwrap_or_else(|| with_rows(1))
    }

    /// The probability that two sets of the given Jaccard agree in at least one band, if rows are independent:
    /// 1 − (1 − s^r)^b.
    pub fn expected_recall(self, jaccard: f64) -> f64 {
        1.0 - (1.0 - jaccard.powi(self.n_rows as i32)).powi(self.n_bands as i32)
    }
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
        check(0.1, 128, 1);
        check(0.5, 64, 2);
        check(0.7, 42, 3);
        check(0.8, 32, 4);
        check(0.9, 21, 6);
        check(0.95, 14, 9);
        check(1.0, 8, 16);
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
        for hundredths in 15..=100 {
            let threshold = Threshold::new(f64::from(hundredths) / 100.0).unwrap();
            let banding = Banding::for_threshold(threshold);
            assert!(banding.expected_recall(threshold.value()) >= RECALL, "{banding:?} at {threshold:?}");
        }
    }
}
