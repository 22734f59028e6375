//! Logarithms of binomial probabilities, accurate for large numbers.

use std::f64::consts::TAU;

use crate::measure::log_likelihood::deviance;

/// `ln(C(n, k) p^k q^(n - k))` for `p + q = 1`, by Loader's saddle-point expansion (Loader 2000, "Fast and accurate
/// computation of binomial probabilities").
///
/// The logarithms of factorials of millions are so large that their differences lose half of the digits. Here only
/// small numbers are added. Relative error of the probability about 1e-13. Cost: O(1).
pub(super) fn log_binomial(k: u64, n: u64, p: f64, q: f64) -> f64 {
    let (k_real, n_real, rest) = (k as f64, n as f64, (n - k) as f64);
    if k == 0 {
        return n_real * (-p).ln_1p();
    }
    if k == n {
        return n_real * (-q).ln_1p();
    }
    let corrections = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    let deviances = deviance(k_real, k_real - n_real * p) + deviance(rest, rest - n_real * q);
    corrections - deviances - 0.5 * (TAU * k_real * (rest / n_real)).ln()
}

/// `ln n! - ln(sqrt(2 pi n) (n / e)^n)`.
fn stirling_error(n: u64) -> f64 {
    if n < 16 {
        let factorial = (1..=n).product::<u64>() as f64;
        let n = n as f64;
        // Of 0 it is used by no one.
        return factorial.ln() - (n + 0.5) * n.ln() + n - 0.5 * TAU.ln();
    }
    let n = n as f64;
    let square = n * n;
    let series = 1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - series / square) / square) / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_equal_the_definition() {
        for (k, n, choose) in [(0, 5, 1.0), (1, 5, 5.0), (2, 5, 10.0), (5, 5, 1.0), (10, 20, 184_756.0)] {
            let (p, q) = (0.3_f64, 0.7_f64);
            let expected = choose * p.powi(k) * q.powi(n - k);
            let found = log_binomial(k as u64, n as u64, p, q).exp();
            assert!((found / expected - 1.0).abs() < 1e-14, "{found} for {k} of {n}");
        }
    }

    #[test]
    fn the_error_of_stirling_joins_its_series() {
        let exact = (1..=16_u64).product::<u64>() as f64;
        let expected = exact.ln() - 16.5 * 16_f64.ln() + 16.0 - 0.5 * TAU.ln();
        assert!((stirling_error(16) - expected).abs() < 1e-14);
    }
}
