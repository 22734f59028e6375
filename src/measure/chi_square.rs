//! Pearson's chi-square of a two-by-two table, and the probability of such a value by chance.

use std::f64::consts::PI;

use super::association::Contingency;

/// `N (|O11 O22 - O12 O21| - N yates)^2 / (R1 R2 C1 C2)`, where `yates` is 0, or 1/2 for the correction for continuity
/// (Pearson 1900; Yates 1934). A correction that exceeds the difference gives zero.
///
/// No row or column may be empty.
pub(super) fn pearson(table: &Contingency, yates: f64) -> f64 {
    let [o11, o12, o21, o22] = table.cells().map(|cell| cell as f64);
    let n = o11 + o12 + o21 + o22;
    let difference = (table.determinant().abs() - n * yates).max(0.0);
    // Quotients alternate with products, so that counts of 1e12 do not overflow.
    let [r1, r2, c1, c2] = [o11 + o12, o21 + o22, o11 + o21, o12 + o22];
    difference / r1 / c1 * (difference / r2 / c2) * n
}

/// The probability that a chi-square variable with one degree of freedom is at least `statistic`, which is
/// `erfc(sqrt(statistic / 2))`.
///
/// Relative error below 1e-13 up to 1400; from about 1490 on the result is 0, as nothing so small can be held.
/// Statistics below zero, which only rounding can make, have the probability 1. Cost: some fifty multiplications.
pub fn p_value(statistic: f64) -> f64 {
    if statistic <= 0.0 {
        return 1.0;
    }
    // z = statistic / 2 is the square of the argument of erfc; it is exact where its root is not.
    let z = statistic / 2.0;
    if z < 3.0 { 1.0 - error_function(z) } else { (-z).exp() * scaled_complement(z) }
}

/// `erf(sqrt(z))` by the series `2 / sqrt(pi) e^-z sqrt(z) sum (2 z)^k / (1 3 5 ... (2 k + 1))` of positive terms
/// (Abramowitz and Stegun 1964, 7.1.6).
fn error_function(z: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for odd in (3..).step_by(2) {
        term *= 2.0 * z / f64::from(odd);
        sum += term;
        if term < f64::EPSILON * 0.01 * sum {
            break;
        }
    }
    2.0 * (z / PI).sqrt() * (-z).exp() * sum
}

/// `e^z erfc(sqrt(z))` by its continued fraction (Abramowitz and Stegun 1964, 7.1.14), evaluated from its end.
fn scaled_complement(z: f64) -> f64 {
    // At z = 3, the least it is used for, 100 levels are exact to the last digit.
    let x = z.sqrt();
    let mut fraction = 0.0;
    for level in (1..=100_u8).rev() {
        // 1 / (x + 1/2 / (x + 2/2 / (x + 3/2 / ...)))
        fraction = f64::from(level) / 2.0 / (x + fraction);
    }
    1.0 / (PI.sqrt() * (x + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(statistic: f64, expected: f64) {
        let found = p_value(statistic);
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} for {statistic}");
    }

    /// Expected values by arithmetic with 50 digits.
    #[test]
    fn probabilities_are_exact_from_one_to_the_smallest() {
        check(1e-12, 0.999_999_202_115_439_2);
        check(0.5, 0.479_500_122_186_953_5);
        check(3.841_458_820_694_124, 0.05);
        check(5.999_999, 0.014_305_886_544_127_56);
        check(6.000_001, 0.014_305_870_326_736_448);
        check(100.0, 1.523_970_604_832_105e-23);
        check(1400.0, 2.101_014_516_264_217_5e-306);
    }

    #[test]
    fn there_is_no_probability_outside_zero_to_one() {
        assert_eq!([-1.0, 0.0, 1e9].map(p_value), [1.0, 1.0, 0.0]);
    }

    #[test]
    fn the_correction_for_continuity_lowers_the_statistic_to_zero_at_most() {
        let table = Contingency::of_cells(3, 2, 2, 3).unwrap();
        assert!((pearson(&table, 0.0) - 0.4).abs() < 1e-15);
        assert_eq!(pearson(&table, 0.5), 0.0);
    }
}
