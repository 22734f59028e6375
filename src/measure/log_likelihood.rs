//! The log-likelihood ratio of observed and expected frequencies.

/// G2, `2 sum O ln(O / E)`, from each O with its difference from E, where the differences add up to zero (Dunning
/// 1993, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19(1)).
///
/// As they do, it is also `2 sum (O ln(O / E) - O + E)`, of which no term is below zero, so that large terms of
/// opposite signs do not take the digits from each other.
pub(super) fn log_likelihood(cells: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    2.0 * cells.into_iter().map(|(observed, difference)| deviance(observed, difference)).sum::<f64>()
}

/// `x ln(x / mean) + mean - x` where `difference` is `x - mean` and the mean is above zero (the bd0 of Loader 2000).
/// Zero for what is expected, and accurate near it. Cost: O(1).
pub(super) fn deviance(x: f64, difference: f64) -> f64 {
    let mean = x - difference;
    if x == 0.0 {
        return mean;
    }
    let v = difference / (x + mean);
    if v.abs() >= 0.1 {
        return x * (x / mean).ln() - difference;
    }
    // x ln(x / mean) is 2 x artanh(v), whose first term is 2 x v.
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    for odd in (3..).step_by(2) {
        power *= v * v;
        let next = sum + power / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_has_no_likelihood_ratio() {
        assert_eq!(log_likelihood([(3.0, 0.0), (5.0, 0.0)]), 0.0);
        let third = 10.0 / 3.0;
        let found = log_likelihood([(5.0, third), (0.0, -third)]);
        assert!((found - 10.0 * 3_f64.ln()).abs() < 1e-14, "{found}");
    }

    #[test]
    fn near_and_far_values_join() {
        for ratio in [0.8, 0.82, 1.2, 1.23] {
            let (x, mean) = (1000.0 * ratio, 1000.0);
            let expected = x * f64::ln(x / mean) + mean - x;
            assert!((deviance(x, x - mean) / expected - 1.0).abs() < 1e-12, "{ratio}");
        }
        assert!((deviance(1e9 + 1.0, 1.0) / (0.5 / 1e9) - 1.0).abs() < 1e-8);
    }
}
