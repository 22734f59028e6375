//! The bytes of a whole input, into buffers that a worker keeps.

use std::io::{self, Read};

use super::compression::Compression;
use super::source::Source;
use crate::error::Problem;

/// Buffers that are reused from file to file, so that reading many small files allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    raw: Vec<u8>,
    n_raw: usize,
    unpacked: Vec<u8>,
}

/// The room for a file of which the length was not asked.
const LEAST_EXPECTED_BYTES: u64 = 16 << 10;

/// The most that a buffer keeps for the next file.
const MAX_KEPT_BYTES: usize = 16 << 20;

impl Buffers {
    /// Reads all of `source`, undoing a compression that its first bytes tell.
    ///
    /// # Errors
    ///
    /// Whatever opening and reading say, and [`Problem::TooLong`] for more than `limit_bytes`, compressed or not.
    pub(super) fn read(&mut self, source: &Source, limit_bytes: u64) -> Result<&[u8], Problem> {
        self.fill(source, limit_bytes)?;
        self.content(source, limit_bytes)
    }

    /// Reads all of `source` as it lies on disk.
    ///
    /// # Errors
    ///
    /// Whatever opening and reading say, and [`Problem::TooLong`] for more than `limit_bytes`.
    pub(super) fn fill(&mut self, source: &Source, limit_bytes: u64) -> Result<(), Problem> {
        self.n_raw = 0;
        let mut reader = source.open()?;
        let expected_bytes = source.n_bytes.max(LEAST_EXPECTED_BYTES);
        self.n_raw = read_limited(&mut reader, expected_bytes, limit_bytes, &mut self.raw)?.len();
        Ok(())
    }

    /// What [`Self::fill`] has read.
    pub(super) fn raw(&self) -> &[u8] {
        &self.raw[..self.n_raw]
    }

    /// The same without the compression that its first bytes tell.
    ///
    /// # Errors
    ///
    /// What unpacking says, and [`Problem::TooLong`] for more than `limit_bytes`.
    pub(super) fn content(&mut self, source: &Source, limit_bytes: u64) -> Result<&[u8], Problem> {
        let raw = &self.raw[..self.n_raw];
        let Some(compression) = Compression::of(raw) else { return Ok(raw) };
        let mut unpacked = compression.reader(raw)?;
        read_limited(&mut unpacked, source.n_bytes, limit_bytes, &mut self.unpacked)
    }

    /// Gives back the memory of an uncommonly large file.
    pub(super) fn give_up_large(&mut self) {
        if self.raw.len().max(self.unpacked.len()) > MAX_KEPT_BYTES {
            *self = Self::default();
        }
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
