//! Patterns for names of files: how long they may be.

use crate::error::PatternProblem;

/// The longest pattern. No path that an operating system opens is longer, and alternatives `{a,{b,c}}` nest, which the crate
/// follows by calls.
pub(crate) const LONGEST_PATTERN_BYTES: usize = 4_096;

/// Refuses a pattern that is too long, with the reason.
pub(crate) fn refuse_long(pattern: &[u8]) -> Result<(), PatternProblem> {
    if pattern.len() > LONGEST_PATTERN_BYTES {
        return Err(PatternProblem::TooLong { limit: LONGEST_PATTERN_BYTES });
    }
    Ok(())
}
