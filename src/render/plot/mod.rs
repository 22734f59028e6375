//! Pictures of numbers in plain characters: pure functions from numbers and a width to lines of text.
//!
//! Bars and densities are drawn in eighths of a character cell, which every font for terminals has. No color, no
//! cursor: a picture can be kept in a file.

mod barcode;
mod bars;
mod histogram;
mod zipf;

pub use barcode::{Barcode, barcode};
pub use bars::{Bar, bars};
pub use histogram::histogram;
pub use zipf::zipf;

/// Narrower pictures show nothing; they are drawn this wide all the same.
pub const MIN_WIDTH: usize = 40;

/// Blocks that fill a cell from below, by eighths.
const RISING: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Blocks that fill a cell from the left, by eighths.
const GROWING: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// `value * n_steps / max`, rounded up, so that what is not nothing can be seen.
fn steps(value: u64, max: u64, n_steps: usize) -> usize {
    if max == 0 {
        return 0;
    }
    let steps = (u128::from(value) * n_steps as u128).div_ceil(u128::from(max));
    usize::try_from(steps).unwrap_or(n_steps).min(n_steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_zero_has_a_step_and_the_largest_has_all() {
        for (value, max, expected) in [(0, 9, 0), (1, 1_000, 1), (1_000, 1_000, 16), (500, 1_000, 8), (3, 0, 0)] {
            assert_eq!(steps(value, max, 16), expected);
        }
        assert_eq!(steps(u64::MAX, u64::MAX, 16), 16);
    }
}
