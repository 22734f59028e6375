//! The bytes of a whole input, into buffers that a worker keeps.

use std::io::{self, Read};

use super::compression::Compression;
use super::source::Source;
use crate::error::Problem;

/// Buffers that are reused from file to file, so that reading many small files allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    raw: Vec<u8>,
    unpacked: Vec<u8>,
}

impl Buffers {
    /// Reads all of `source`, undoing a compression that its first bytes tell.
    ///
    /// # Errors
    ///
    /// Whatever opening and reading say, and [`Problem::TooLong`] for more than `limit_bytes`, compressed or not.
    pub(super) fn read(&mut self, source: &Source, limit_bytes: u64) -> Result<&[u8], Problem> {
        let mut reader = source.open()?;
        read_limited(&mut reader, source.n_bytes, limit_bytes, &mut self.raw)?;
        let Some(compression) = Compression::of(&self.raw) else { return Ok(&self.raw) };
        let mut unpacked = compression.reader(self.raw.as_slice())?;
        read_limited(&mut unpacked, source.n_bytes, limit_bytes, &mut self.unpacked)?;
        drop(unpacked);
        Ok(&self.unpacked)
    }
}

/// Reads to the end of `reader` into `buffer`; `expected_bytes` makes room for what will probably come.
pub(super) fn read_limited(
    reader: &mut dyn Read,
    expected_bytes: u64,
    limit_bytes: u64,
    buffer: &mut Vec<u8>,
) -> Result<(), Problem> {
    buffer.clear();
    // One byte more than expected, so that the end shows without a second allocation.
    buffer.reserve(usize::try_from(expected_bytes.min(limit_bytes)).unwrap_or(0) + 1);
    let limit = limit_bytes.saturating_add(1);
    io::Read::take(reader, limit).read_to_end(buffer).map_err(Problem::Read)?;
    if buffer.len() as u64 > limit_bytes {
        return Err(Problem::TooLong { limit_bytes });
    }
    Ok(())
}
