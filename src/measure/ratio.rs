//! Quotients of counts.

/// `part / whole`; also the mean of `whole` numbers whose sum is `part`. `None` if there is nothing to divide by.
///
/// Counts above 2^53 are rounded to the nearest double.
pub fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Relative frequency: occurrences per million tokens, `frequency * 1,000,000 / n_tokens`.
pub fn per_million(frequency: u64, n_tokens: u64) -> Option<f64> {
    (n_tokens > 0).then(|| frequency as f64 * 1e6 / n_tokens as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(ratio(3, 4), Some(0.75));
        assert_eq!(ratio(0, 0), None);
        assert_eq!(per_million(3, 12), Some(250_000.0));
        assert_eq!(per_million(0, 0), None);
    }
}
