//! Fisher's exact test of a two-by-two table.
//!
//! Given the margins, O11 = k has the hypergeometric probability `C(R1, k) C(R2, C1 - k) / C(N, C1)`. A tail is
//! summed from its largest term until further terms no longer count, which takes a few standard deviations of terms
//! and so at most about the square root of N.

use super::contingency::{Contingency, OfContingency};
use crate::measure::binomial::log_binomial;
use crate::measure::definition::Measure;

/// The measures.
pub(super) const FISHER: &[Measure<OfContingency>] = &[
    Measure {
        name: "fisher_p",
        definition: "Fisher's exact test for attraction: the probability of O11 or more by chance",
        formula: "sum over k >= O11 of C(R1, k) C(R2, C1 - k) / C(N, C1)",
        unit: "0 to 1",
        reference: "Fisher 1934; Pedersen 1996",
        compute: |t| Ok(Margins::of(t).at_least(t.counts().0)),
    },
    Measure {
        name: "fisher_p_less",
        definition: "Fisher's exact test for repulsion: the probability of O11 or less by chance",
        formula: "sum over k <= O11 of C(R1, k) C(R2, C1 - k) / C(N, C1)",
        unit: "0 to 1",
        reference: "Fisher 1934",
        compute: |t| Ok(Margins::of(t).at_most(t.counts().0)),
    },
    Measure {
        name: "fisher_p_two_sided",
        definition: "Fisher's exact test for either: the probability of tables that are no likelier than this one",
        formula: "sum of C(R1, k) C(R2, C1 - k) / C(N, C1) over k no likelier than O11",
        unit: "0 to 1",
        reference: "Fisher 1934",
        compute: |t| Ok(Margins::of(t).no_likelier_than(t.counts().0)),
    },
];

/// The distribution of O11 under fixed margins.
#[derive(Clone, Copy, Debug)]
struct Margins {
    r1: u64,
    r2: u64,
    c1: u64,
    /// The smallest and the largest O11 that the margins allow.
    least: u64,
    most: u64,
}

/// Terms below this part of a sum cannot change it.
const NEGLIGIBLE: f64 = 1e-18;

/// Tables whose probabilities differ by less than this are equally likely.
const EQUAL: f64 = 1e-12;

impl Margins {
    fn of(table: &Contingency) -> Self {
        let (_, r1, c1, n) = table.counts();
        let r2 = n - r1;
        Self { r1, r2, c1, least: c1.saturating_sub(r2), most: r1.min(c1) }
    }

    /// The likeliest O11, or one beside it.
    fn mode(&self) -> u64 {
        let product = (u128::from(self.r1) + 1) * (u128::from(self.c1) + 1);
        let mode = product / (u128::from(self.r1) + u128::from(self.r2) + 2);
        u64::try_from(mode).map_or(self.most, |mode| mode.clamp(self.least, self.most))
    }

    fn log_probability(&self, k: u64) -> f64 {
        let n = self.r1 as f64 + self.r2 as f64;
        let (p, q) = (self.c1 as f64 / n, (n - self.c1 as f64) / n);
        if q == 0.0 {
            return 0.0;
        }
        log_binomial(k, self.r1, p, q) + log_binomial(self.c1 - k, self.r2, p, q)
            - log_binomial(self.c1, self.r1 + self.r2, p, q)
    }

    /// `P(k + 1) / P(k)`.
    fn step_up(&self, k: u64) -> f64 {
        let from_first = (self.r1 - k) as f64 / (k + 1) as f64;
        // R2 - C1 + k + 1, which cannot be negative for an allowed k.
        let others = (self.r2 + k + 1 - self.c1) as f64;
        from_first * ((self.c1 - k) as f64 / others)
    }

    /// Sums from `k`, which is beyond the mode, upward.
    fn upper_tail(&self, k: u64) -> f64 {
        let (mut sum, mut term) = (1.0, 1.0);
        for k in k..self.most {
            term *= self.step_up(k);
            sum += term;
            if term < NEGLIGIBLE * sum {
                break;
            }
        }
        (self.log_probability(k) + f64::ln(sum)).exp().min(1.0)
    }

    /// Sums from `k`, which is before the mode, downward.
    fn lower_tail(&self, k: u64) -> f64 {
        let (mut sum, mut term) = (1.0, 1.0);
        for k in (self.least..k).rev() {
            term /= self.step_up(k);
            sum += term;
            if term < NEGLIGIBLE * sum {
                break;
            }
        }
        (self.log_probability(k) + f64::ln(sum)).exp().min(1.0)
    }

    fn at_least(&self, k: u64) -> f64 {
        if k == self.least {
            1.0
        } else if k > self.mode() {
            self.upper_tail(k)
        } else {
            1.0 - self.lower_tail(k - 1)
        }
    }

    fn at_most(&self, k: u64) -> f64 {
        if k == self.most {
            1.0
        } else if k < self.mode() {
            self.lower_tail(k)
        } else {
            1.0 - self.upper_tail(k + 1)
        }
    }

    fn no_likelier_than(&self, k: u64) -> f64 {
        let limit = self.log_probability(k) + EQUAL;
        let mode = self.mode();
        let is_likelier = |k: u64| self.log_probability(k) > limit;
        let both = if k > mode {
            // The last k below the mode that is no likelier.
            let first_likelier = partition_point(self.least, mode, |other| !is_likelier(other));
            let lower = if first_likelier > self.least { self.lower_tail(first_likelier - 1) } else { 0.0 };
            self.upper_tail(k) + lower
        } else {
            let first_unlikelier = partition_point(mode.max(k + 1), self.most + 1, is_likelier);
            let upper = if first_unlikelier <= self.most { self.upper_tail(first_unlikelier) } else { 0.0 };
            if k == mode { self.at_most(k) + upper } else { self.lower_tail(k) + upper }
        };
        both.min(1.0)
    }
}

/// The first number from `start` to `end` that `is_before` does not hold for, if it holds for those before it.
fn partition_point(start: u64, end: u64, is_before: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (start, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choose(n: u64, k: u64) -> f64 {
        (0..k).map(|i| (n - i) as f64 / (k - i) as f64).product()
    }

    proptest! {
        #[test]
        fn tails_are_sums_of_probabilities(
            o11 in 0_u64..12,
            o12 in 0_u64..12,
            o21 in 0_u64..12,
            o22 in 0_u64..12,
        ) {
            prop_assume!(o11 + o12 > 0 && o11 + o21 > 0);
            let table = Contingency::of_cells(o11, o12, o21, o22).unwrap();
            let margins = Margins::of(&table);
            let probability = |k| {
                choose(margins.r1, k) * choose(margins.r2, margins.c1 - k)
                    / choose(margins.r1 + margins.r2, margins.c1)
            };
            let sum = |is_in: &dyn Fn(u64) -> bool| -> f64 {
                (margins.least..=margins.most).filter(|&k| is_in(k)).map(probability).sum()
            };
            let close = |found: f64, expected: f64| (found - expected).abs() < 1e-11;
            prop_assert!(close(margins.at_least(o11), sum(&|k| k >= o11)));
            prop_assert!(close(margins.at_most(o11), sum(&|k| k <= o11)));
            let limit = probability(o11) * (1.0 + 1e-10);
            prop_assert!(close(margins.no_likelier_than(o11), sum(&|k| probability(k) <= limit)));
        }
    }

    #[test]
    fn huge_tables_take_no_longer() {
        let billion = 1_000_000_000;
        let table = Contingency::new(billion / 2, billion, billion, 4 * billion).unwrap();
        let margins = Margins::of(&table);
        assert_eq!((margins.at_least(billion / 2), margins.at_most(billion / 2)), (0.0, 1.0));
        let middle = margins.at_least(billion / 4);
        assert!((middle - 0.5).abs() < 1e-3, "{middle}");
    }
}
