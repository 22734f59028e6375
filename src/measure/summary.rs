//! How lengths are distributed: mean, deviation, percentiles.

use std::collections::BTreeMap;

use super::definition::Measure;
use super::undefined::{Undefined, at_least};

/// Whole numbers (lengths of words, sentences, documents), counted by value. It merges in any order to the same
/// histogram, and everything computed from it is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// How often each value was added.
    counts: BTreeMap<u64, u64>,
    n: u64,
}

/// A measure of a histogram.
pub type OfHistogram = fn(&Histogram) -> Result<f64, Undefined>;

impl Histogram {
    /// Adds a value. Cost: logarithmic in the number of different values.
    pub fn add(&mut self, value: u64) {
        self.add_times(value, 1);
    }

    /// Adds a value several times.
    pub fn add_times(&mut self, value: u64, times: u64) {
        if times > 0 {
            *self.counts.entry(value).or_default() += times;
            self.n += times;
        }
    }

    /// Adds all values of another histogram.
    pub fn merge(&mut self, other: &Self) {
        other.iter().for_each(|(value, times)| self.add_times(value, times));
    }

    /// How many values there are.
    pub fn len(&self) -> u64 {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Values with how often each was added, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.counts.iter().map(|(&value, &times)| (value, times))
    }

    /// The percentile between 0 and 100, by linear interpolation between the two nearest values: the value at place
    /// `(n - 1) percent / 100`, counted from zero (definition 7 of Hyndman and Fan 1996, "Sample quantiles in
    /// statistical packages", The American Statistician 50(4)). Cost: linear in the number of different values.
    ///
    /// # Errors
    ///
    /// If there are no values, or the percentage is not from 0 to 100.
    pub fn percentile(&self, percent: f64) -> Result<f64, Undefined> {
        at_least(self.n, 1, "values")?;
        if !(0.0..=100.0).contains(&percent) {
            return Err(Undefined::Because("no percentage from 0 to 100"));
        }
        let place = (self.n - 1) as f64 * (percent / 100.0);
        let below = place.floor();
        let (low, high) = (self.at(below as u64), self.at(place.ceil() as u64));
        Ok(low + (high - low) * (place - below))
    }

    /// The value at a place of all values in ascending order.
    fn at(&self, place: u64) -> f64 {
        let mut n_before = 0;
        for (&value, &times) in &self.counts {
            n_before += times;
            if place < n_before {
                return value as f64;
            }
        }
        self.counts.last_key_value().map_or(0.0, |(&value, _)| value as f64)
    }

    fn mean(&self) -> Result<f64, Undefined> {
        at_least(self.n, 1, "values")?;
        let sum: u128 = self.iter().map(|(value, times)| u128::from(value) * u128::from(times)).sum();
        Ok(sum as f64 / self.n as f64)
    }

    /// The sum of squared distances from the mean.
    fn squares(&self) -> Result<f64, Undefined> {
        let mean = self.mean()?;
        Ok(self.iter().map(|(value, times)| (value as f64 - mean).powi(2) * times as f64).sum())
    }
}

/// The measures of a histogram. Cost of each: linear in the number of different values.
pub const SUMMARY_MEASURES: &[&[Measure<OfHistogram>]] = &[SUMMARY];

const SUMMARY: &[Measure<OfHistogram>] = &[
    Measure {
        name: "mean",
        definition: "arithmetic mean",
        formula: "sum x / n",
        unit: "that of the values",
        reference: "Fisher 1925",
        compute: Histogram::mean,
    },
    Measure {
        name: "sd",
        definition: "standard deviation of the values themselves (population)",
        formula: "sqrt(sum (x - mean)^2 / n)",
        unit: "that of the values",
        reference: "Pearson 1894",
        compute: |h| Ok((h.squares()? / h.len() as f64).sqrt()),
    },
    Measure {
        name: "sd_sample",
        definition: "standard deviation estimated for a larger population (sample)",
        formula: "sqrt(sum (x - mean)^2 / (n - 1))",
        unit: "that of the values",
        reference: "Fisher 1925",
        compute: |h| {
            at_least(h.len(), 2, "values")?;
            Ok((h.squares()? / (h.len() - 1) as f64).sqrt())
        },
    },
    Measure {
        name: "min",
        definition: "smallest value",
        formula: "min x",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(0.0),
    },
    Measure {
        name: "p25",
        definition: "lower quartile, interpolated linearly (definition 7)",
        formula: "x at place (n - 1) / 4",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(25.0),
    },
    Measure {
        name: "median",
        definition: "median: the middle value, or the mean of the two middle ones",
        formula: "x at place (n - 1) / 2",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(50.0),
    },
    Measure {
        name: "p75",
        definition: "upper quartile, interpolated linearly (definition 7)",
        formula: "x at place 3 (n - 1) / 4",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(75.0),
    },
    Measure {
        name: "p95",
        definition: "95th percentile, interpolated linearly (definition 7)",
        formula: "x at place 0.95 (n - 1)",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(95.0),
    },
    Measure {
        name: "max",
        definition: "largest value",
        formula: "max x",
        unit: "that of the values",
        reference: "Hyndman & Fan 1996",
        compute: |h| h.percentile(100.0),
    },
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::golden;

    fn histogram(values: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        values.iter().for_each(|&value| histogram.add(value));
        histogram
    }

    #[test]
    fn values_equal_those_of_the_reference() {
        golden::check(include_str!("golden/summary.tsv"), SUMMARY_MEASURES, |compute, case| {
            compute(&histogram(&golden::integers(case)))
        });
    }

    #[test]
    fn no_values_have_no_summary() {
        for measure in SUMMARY {
            let reason = (measure.compute)(&Histogram::default()).unwrap_err().to_string();
            assert!(["no values", "fewer than 2 values"].contains(&reason.as_str()), "{reason}");
        }
        let sample = Measure::find(SUMMARY, "sd_sample").unwrap();
        assert_eq!((sample.compute)(&histogram(&[4])).unwrap_err().to_string(), "fewer than 2 values");
        assert!(histogram(&[4]).percentile(100.1).is_err() && histogram(&[4]).percentile(f64::NAN).is_err());
    }

    #[test]
    fn sums_of_huge_values_do_not_overflow() {
        let mut huge = Histogram::default();
        huge.add_times(u64::MAX, 1_000_000_000_000);
        for measure in SUMMARY {
            assert!((measure.compute)(&huge).unwrap().is_finite(), "{}", measure.name);
        }
    }

    proptest! {
        #[test]
        fn merged_histograms_are_that_of_all_values(
            left in proptest::collection::vec(0_u64..9, 0..20),
            right in proptest::collection::vec(0_u64..9, 0..20),
        ) {
            let mut merged = histogram(&right);
            merged.merge(&histogram(&left));
            prop_assert_eq!(merged, histogram(&[left, right].concat()));
        }

        #[test]
        fn percentiles_ascend_between_the_extremes(values in proptest::collection::vec(0_u64..100, 1..20)) {
            let found: Vec<f64> = (0..=100).map(|p| histogram(&values).percentile(f64::from(p)).unwrap()).collect();
            prop_assert!(found.is_sorted());
            prop_assert_eq!(found[0], *values.iter().min().unwrap() as f64);
            prop_assert_eq!(found[100], *values.iter().max().unwrap() as f64);
        }
    }
}
