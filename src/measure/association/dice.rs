//! Dice's coefficient, which needs frequencies only and no table.
//!
//! Within spans of several words, two words may come together more often than the rarer one occurs: a word can have the
//! same collocate on both sides. Such counts make no two-by-two table of words, but have a coefficient.

use super::contingency::NEVER_TOGETHER;
use crate::measure::undefined::Undefined;

/// Dice coefficient of two frequencies and the joint one, `2 f_12 / (f_1 + f_2)` (Dice 1945). Cost: O(1).
///
/// # Errors
///
/// If neither word occurs.
pub fn dice(together: u64, first: u64, second: u64) -> Result<f64, Undefined> {
    let either = first as f64 + second as f64;
    if either == 0.0 { Err(Undefined::Because("neither word occurs")) } else { Ok(2.0 * together as f64 / either) }
}

/// logDice of two frequencies and the joint one, `14 + log2(2 f_12 / (f_1 + f_2))` (Rychly 2008). Cost: O(1).
///
/// # Errors
///
/// If the two words never come together.
pub fn log_dice(together: u64, first: u64, second: u64) -> Result<f64, Undefined> {
    if together == 0 { Err(NEVER_TOGETHER) } else { Ok(14.0 + dice(together, first, second)?.log2()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_joint_occurrences_than_words_have_a_coefficient() {
        assert_eq!((dice(3, 2, 10), log_dice(3, 2, 10)), (Ok(0.5), Ok(13.0)));
    }

    #[test]
    fn words_that_do_not_occur_or_never_meet_have_none() {
        assert_eq!(dice(0, 0, 0), Err(Undefined::Because("neither word occurs")));
        assert_eq!(log_dice(0, 1, 1), Err(NEVER_TOGETHER));
        assert_eq!(dice(0, 1, 1), Ok(0.0));
    }
}
