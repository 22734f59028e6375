//! The least resemblance at which two documents count as near-duplicates.

use crate::error::OptionProblem;

/// A checked threshold between [`Threshold::MIN`] and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Threshold {
    value: f64,
}

impl Threshold {
    /// The least threshold. Below it nearly every pair of a corpus shares enough to be looked at, so that a search by
    /// sketches saves nothing.
    pub const MIN: f64 = 0.1;

    /// One half.
    pub const HALF: Self = Self { value: 0.5 };

    /// The threshold `value`.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Threshold`] if `value` does not lie between [`Self::MIN`] and 1.
    pub fn new(value: f64) -> Result<Self, OptionProblem> {
        if !(Self::MIN..=1.0).contains(&value) {
            return Err(OptionProblem::Threshold { value, least: Self::MIN });
        }
        Ok(Self { value })
    }

    /// The threshold as a number.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Whether `part / whole` is at least the threshold. A `whole` of zero never is.
    ///
    /// Rounding does not decide: an IEEE 754 division gives the double nearest to the true quotient, and a threshold
    /// like 0.8 is the double nearest to 4/5, so a quotient of exactly four fifths is that very number. Sets of 32-bit
    /// sizes are too small for any other quotient to round to it as well, if the threshold has six decimals or fewer.
    pub fn is_reached_by(self, part: u64, whole: u64) -> bool {
        whole > 0 && part as f64 / whole as f64 >= self.value
    }
}

impl Default for Threshold {
    /// 0.8, which most near-duplicate tools use for word 5-grams.
    fn default() -> Self {
        Self { value: 0.8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_equal_to_the_threshold_reaches_it_and_one_less_does_not() {
        for (value, part, whole) in [(0.8, 4, 5), (0.7, 7, 10), (0.1, 1, 10), (0.55, 11, 20), (2.0 / 3.0, 2, 3)] {
            let threshold = Threshold::new(value).unwrap();
            for times in [1, 3, 7, 1_000, 99_999_999] {
                assert!(threshold.is_reached_by(part * times, whole * times), "{part}/{whole} at {value}");
                assert!(!threshold.is_reached_by(part * times - 1, whole * times), "just below {value}");
            }
        }
    }

    #[test]
    fn nothing_of_nothing_reaches_no_threshold() {
        assert!(!Threshold::new(0.1).unwrap().is_reached_by(0, 0));
    }

    #[test]
    fn values_outside_the_range_are_refused() {
        for value in [f64::NAN, f64::INFINITY, -0.5, 0.0, 0.099, 1.000_001] {
            assert!(Threshold::new(value).is_err(), "{value}");
        }
        assert_eq!(Threshold::new(0.8).unwrap(), Threshold::default());
    }
}
