//! The bytes of one regular file as they are, for what is compared with documents and is none.

use std::path::Path;

use super::bytes::read_limited;
use super::source::open_regular;
use crate::error::Problem;

/// Reads all of the file at `path` into `buffer` and gives back what was read; nothing is decompressed or decoded.
///
/// # Errors
///
/// [`Problem::Open`], [`Problem::Special`] and [`Problem::Read`], and [`Problem::TooLong`] for more than `limit_bytes`.
pub fn read_file<'b>(path: &Path, limit_bytes: u64, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Problem> {
    let (mut file, metadata) = open_regular(path)?;
    read_limited(&mut file, metadata.len(), limit_bytes, buffer)
}
