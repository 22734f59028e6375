//! Lexical diversity: how many different words a text uses.

use std::num::NonZero;

use super::sliding_window::WindowTypes;
use crate::measure::ratio::ratio;

/// Type-token ratio, `V / N`, in 0 to 1 (Johnson 1944, "Studies in language behavior: I", Psychological Monographs
/// 56(2)). It falls as texts grow, so compare texts of equal length only.
pub fn type_token_ratio(n_types: u64, n_tokens: u64) -> Option<f64> {
    ratio(n_types, n_tokens)
}

/// Moving-average type-token ratio: the mean of `V / W` over all windows of `W` consecutive tokens, in 0 to 1
/// (Covington and McFall 2010, "Cutting the Gordian knot", Journal of Quantitative Linguistics 17(2)). Texts of
/// different lengths can be compared. `None` without a window.
pub fn moving_average_type_token_ratio(windows: WindowTypes, window: NonZero<usize>) -> Option<f64> {
    // One division rounds once, so the value equals that of any implementation that counts exactly.
    let n_tokens = u128::from(windows.n_windows) * window.get() as u128;
    (n_tokens > 0).then(|| windows.n_types as f64 / n_tokens as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moving_average_is_over_windows() {
        let window = NonZero::new(4).unwrap();
        let windows = WindowTypes { n_windows: 2, n_types: 6 };
        assert_eq!(moving_average_type_token_ratio(windows, window), Some(0.75));
        assert_eq!(moving_average_type_token_ratio(WindowTypes::default(), window), None);
    }

    #[test]
    fn no_tokens_have_no_ratio() {
        assert_eq!(type_token_ratio(0, 0), None);
        assert_eq!(type_token_ratio(1, 2), Some(0.5));
    }
}
