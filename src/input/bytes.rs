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
        let raw = read_limited(&mut reader, source.n_bytes, limit_bytes, &mut self.raw)?;
        let Some(compression) = Compression::of(raw) else { return Ok(raw) };
        let mut unpacked = compression.reader(raw)?;
        read_limited(&mut unpacked, source.n_bytes, limit_bytes, &mut self.unpacked)
    }
}

/// Reads to the end of `reader` into `buffer` and gives back what was read; `expected_bytes` makes room for what will
/// probably come.
///
/// The buffer's bytes are made once, when it grows, and overwritten by what is read later.
pub(super) fn read_limited<'b>(
    reader: &mut dyn Read,
    expected_bytes: u64,
    limit_bytes: u64,
    buffer: &'b mut Vec<u8>,
) -> Result<&'b [u8], Problem> {
    // One byte more than expected, so that the end shows without a longer buffer, and one more than allowed, so that
    // too much shows.
    let most = usize::try_from(limit_bytes.saturating_add(1)).unwrap_or(usize::MAX);
    let expected = usize::try_from(expected_bytes.saturating_add(1)).unwrap_or(usize::MAX).min(most);
    if buffer.len() < expected {
        buffer.resize(expected, 0);
    }
    let mut n_read = 0;
    loop {
        if n_read as u64 > limit_bytes {
            return Err(Problem::TooLong { limit_bytes });
        }
        if n_read == buffer.len() {
            buffer.resize((buffer.len() * 2).min(most), 0);
        }
        let end = buffer.len().min(most);
        match reader.read(&mut buffer[n_read..end]) {
            Ok(0) => return Ok(&buffer[..n_read]),
            Ok(n) => n_read += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Problem::Read(error)),
        }
    }
}
