//! The log ratio that the frequencies are sure of: a bound instead of an estimate.

use super::comparison::{Comparison, OfComparison};
use crate::measure::binomial::log_binomial;
use crate::measure::definition::Measure;

/// The chance that the true ratio is beyond the bound: that of one end of an interval of 99.9 %.
const TAIL: f64 = 0.0005;

/// More steps than any approximation below takes.
const MAX_STEPS: u32 = 100_000;

/// The measures.
pub(super) const CONSERVATIVE: &[Measure<OfComparison>] = &[Measure {
    name: "log_ratio_conservative",
    definition: "the end nearer to 0 of the interval of 99.9 % for the log ratio, without correction for the number of \
                 words; 0 if the interval has 0 in it, so that rare words do not come first",
    formula: "log2((d / c) x / (1 - x)) where I_x(a, b + 1) = 0.0005, if a / c >= b / d; otherwise the same with the \
              corpora exchanged, below 0",
    unit: "doublings, above 0 if more frequent in the target",
    reference: "Evert 2022, Poisson",
    compute: |k| Ok(conservative_log_ratio(k)),
}];

/// The conservative log ratio (Evert 2022, "Measuring keyness"). Cost: some Newton steps for a word that differs, each
/// of some ten steps of a continued fraction, some thousand where a word comes millions of times.
fn conservative_log_ratio(comparison: &Comparison) -> f64 {
    let (target, reference) = comparison.sides();
    if comparison.is_overused() {
        lower_bound(target, reference)
    } else {
        // From zero, so that no zero has a minus.
        0.0 - lower_bound(reference, target)
    }
}

/// The least log ratio of one side, `(occurrences, tokens)`, over the other, or 0 if that is below 0.
fn lower_bound((a, c): (u64, u64), (b, d): (u64, u64)) -> f64 {
    if a == 0 {
        return 0.0;
    }
    // The share of the word's occurrences that are on the first side, as the logarithm of its odds; by chance c to d.
    let by_chance = (c as f64 / d as f64).ln();
    let mut log_odds = by_chance;
    // The logarithm of the tail is concave, so Newton's steps go up to its root and never beyond.
    for _ in 0..MAX_STEPS {
        let (log_tail, slope) = tail(a, b, log_odds);
        let step = (TAIL.ln() - log_tail) / slope;
        if step <= 1e-14 * log_odds.abs().max(1e-3) {
            break;
        }
        log_odds += step;
    }
    (log_odds - by_chance) / std::f64::consts::LN_2
}

/// `ln I_x(a, b + 1)` at the odds `x / (1 - x)`: the chance of a or more out of a + b occurrences on the first side. And
/// its slope over the logarithm of the odds.
fn tail(a: u64, b: u64, log_odds: f64) -> (f64, f64) {
    let (p, q) = (1.0 / (1.0 + (-log_odds).exp()), 1.0 / (1.0 + log_odds.exp()));
    let fraction = continued_fraction(a as f64, b as f64 + 1.0, p);
    (log_binomial(a, a + b, p, q) + q.ln() + fraction.ln(), a as f64 / fraction)
}

/// `I_x(a, b)` over `x^a (1 - x)^b / (a B(a, b))`, by its continued fraction (Abramowitz and Stegun 1964, 26.5.8) after
/// Lentz; for x below `a / (a + b)` or near it. Cost: O(sqrt(a + b)) at worst, where x is at that border.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = lower;
    for m in 1..MAX_STEPS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for term in [even, odd] {
            lower = 1.0 / away_from_zero(1.0 + term * lower);
            upper = away_from_zero(1.0 + term / upper);
            factor = lower * upper;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(a: u64, b: u64, c: u64, d: u64) -> f64 {
        conservative_log_ratio(&Comparison::new(a, b, c, d).unwrap())
    }

    #[test]
    fn the_tail_is_that_of_the_binomial_distribution() {
        for (a, b, p) in [(3_u64, 4_u64, 0.2_f64), (1, 0, 0.01), (7, 2, 0.5), (1, 9, 0.05)] {
            let n = a + b;
            let expected: f64 = (a..=n).map(|k| log_binomial(k, n, p, 1.0 - p).exp()).sum();
            let found = tail(a, b, (p / (1.0 - p)).ln()).0.exp();
            assert!((found / expected - 1.0).abs() < 1e-12, "{found}, not {expected}");
        }
    }

    #[test]
    fn what_chance_may_do_is_no_difference() {
        assert_eq!([of(3, 0, 1_000, 1_000), of(50, 50, 500, 500), of(0, 2, 10, 10)], [0.0, 0.0, 0.0]);
        assert!(of(3, 0, 1_000, 1_000_000) > 0.0 && of(0, 50, 500, 500) < 0.0);
        assert!(of(0, 2, 10, 10).is_sign_positive(), "no minus before a zero");
    }

    #[test]
    fn large_corpora_take_no_longer_than_one_can_wait() {
        let found = of(30_000_000, 20_000_000, 1 << 40, 1 << 40);
        assert!((found - 1.5_f64.log2()).abs() < 0.01, "{found}");
    }

    proptest! {
        #[test]
        fn it_is_nearer_to_zero_than_the_log_ratio_and_turns_with_the_corpora(a in 1_u64..500, b in 1_u64..500) {
            let (c, d) = (1_000, 3_000);
            let (found, log_ratio) = (of(a, b, c, d), (a as f64 / c as f64 / (b as f64 / d as f64)).log2());
            prop_assert!(found.abs() <= log_ratio.abs() && found * log_ratio >= 0.0, "{found} {log_ratio}");
            prop_assert!((found + of(b, a, d, c)).abs() <= 1e-12);
        }
    }
}
