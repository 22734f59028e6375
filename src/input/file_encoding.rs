//! The encoding of a file, by the best evidence there is; see [`Evidence`](super::encoding::Evidence).

use super::encoding::{Detected, Encoding, Reach, by_word, proven};
use super::mailbox;
use crate::error::Problem;

/// Tells the encoding of a file that has or begins with `bytes`. A file of mails says it in their headers.
///
/// # Errors
///
/// [`Problem::Binary`] and [`Problem::Encoding`].
pub(super) fn detect(bytes: &[u8], told: Option<Encoding>, reach: Reach) -> Result<Detected, Problem> {
    let detected = proven(bytes, told, reach)?;
    Ok(detected.unwrap_or_else(|| by_word(bytes, mailbox::charset_of_all(bytes).as_deref(), reach)))
}
