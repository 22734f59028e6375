//! Patterns for names of files: how long they may be.

/// The longest pattern. No path that an operating system opens is longer, and alternatives `{a,{b,c}}` nest, which the crate
/// follows by calls.
pub(crate) const LONGEST_PATTERN_BYTES: usize = 4_096;

/// Refuses a pattern that is too long, with the reason.
pub(crate) fn refuse_long(pattern: &[u8]) -> Result<(), String> {
    if pattern.len() > LONGEST_PATTERN_BYTES {
        return Err(format!("the pattern is longer than {LONGEST_PATTERN_BYTES} bytes"));
    }
    Ok(())
}
