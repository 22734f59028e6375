//! How many types each window of consecutive tokens holds.

use std::num::NonZero;
use std::ops::AddAssign;

/// The windows of one or more texts, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WindowTypes {
    /// Number of windows.
    pub n_windows: u64,
    /// Types of each window, summed over the windows.
    pub n_types: u64,
}

impl AddAssign for WindowTypes {
    fn add_assign(&mut self, other: Self) {
        self.n_windows += other.n_windows;
        self.n_types += other.n_types;
    }
}

/// Slides a window over token numbers, with one reused table.
#[derive(Clone, Debug, Default)]
pub struct SlidingWindow {
    /// Tokens in the window by type; zero between calls.
    counts: Vec<usize>,
}

impl SlidingWindow {
    /// Counts the types in every window of `window` consecutive tokens. A text of `N` tokens has `N - window + 1`
    /// windows, one that is shorter than the window has none.
    ///
    /// All tokens are below `n_types`. Cost: O(tokens), whatever the window: each token enters once and leaves once.
    pub fn slide(&mut self, tokens: &[u32], window: NonZero<usize>, n_types: usize) -> WindowTypes {
        if tokens.len() < window.get() {
            return WindowTypes::default();
        }
        if self.counts.len() < n_types {
            self.counts.resize(n_types, 0);
        }
        let (first, rest) = tokens.split_at(window.get());
        let mut n_types = first.iter().map(|&token| self.enter(token)).sum();
        let mut sum = WindowTypes { n_windows: 1, n_types };
        for (&entering, &leaving) in rest.iter().zip(tokens) {
            n_types += self.enter(entering);
            n_types -= self.leave(leaving);
            sum += WindowTypes { n_windows: 1, n_types };
        }
        for &token in &tokens[rest.len()..] {
            self.leave(token);
        }
        sum
    }

    /// 1 if the window did not have the type yet.
    fn enter(&mut self, token: u32) -> u64 {
        let count = &mut self.counts[token as usize];
        *count += 1;
        u64::from(*count == 1)
    }

    /// 1 if the window has the type no longer.
    fn leave(&mut self, token: u32) -> u64 {
        let count = &mut self.counts[token as usize];
        *count -= 1;
        u64::from(*count == 0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn by_definition(tokens: &[u32], window: NonZero<usize>) -> WindowTypes {
        let mut sum = WindowTypes::default();
        for tokens in tokens.windows(window.get()) {
            sum += WindowTypes { n_windows: 1, n_types: tokens.iter().collect::<HashSet<_>>().len() as u64 };
        }
        sum
    }

    proptest! {
        #[test]
        fn sliding_equals_the_definition_text_after_text(
            texts in proptest::collection::vec(proptest::collection::vec(0_u32..6, 0..40), 1..4),
            window in 1_usize..9,
        ) {
            let window = NonZero::new(window).unwrap();
            let mut sliding = SlidingWindow::default();
            for tokens in &texts {
                prop_assert_eq!(sliding.slide(tokens, window, 6), by_definition(tokens, window));
            }
        }
    }
}
