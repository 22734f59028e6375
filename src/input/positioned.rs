//! Bytes that are read at any place, without moving the place at which others read them: a file, or what is in memory.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

/// Bytes that are read by their offsets.
pub(super) trait Positioned {
    /// Fills `buffer`, or the beginning of it, with the bytes from `offset` on; 0 at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// The number of all bytes.
    fn n_bytes(&self) -> io::Result<u64>;
}

impl Positioned for File {
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buffer, offset)
    }

    fn n_bytes(&self) -> io::Result<u64> {
        self.metadata().map(|metadata| metadata.len())
    }
}

impl Positioned for [u8] {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        self.get(start..).unwrap_or_default().read(buffer)
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

impl<P: Positioned + ?Sized> Positioned for &P {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        (**self).read_at(buffer, offset)
    }

    fn n_bytes(&self) -> io::Result<u64> {
        (**self).n_bytes()
    }
}

impl<P: Positioned + ?Sized> Positioned for Arc<P> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        (**self).read_at(buffer, offset)
    }

    fn n_bytes(&self) -> io::Result<u64> {
        (**self).n_bytes()
    }
}

/// The bytes from one offset to another.
#[derive(Debug)]
pub(super) struct ByteRange<P> {
    source: P,
    at: u64,
    end: u64,
}

impl<P: Positioned> ByteRange<P> {
    /// The `n_bytes` bytes from `start` on.
    pub(super) fn new(source: P, start: u64, n_bytes: u64) -> Self {
        Self { source, at: start, end: start.saturating_add(n_bytes) }
    }
}

impl<P: Positioned> Read for ByteRange<P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let n_wanted = n_left.min(buffer.len());
        let room = buffer.get_mut(..n_wanted).unwrap_or_default();
        if room.is_empty() {
            return Ok(0);
        }
        let n_read = self.source.read_at(room, self.at)?;
        if n_read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within it"));
        }
        self.at += n_read as u64;
        Ok(n_read)
    }
}

/// Up to `n_bytes` bytes at `offset`, fewer at the end.
pub(super) fn bytes_at(source: &impl Positioned, offset: u64, n_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; n_bytes];
    let mut n_done = 0;
    while let Some(room) = bytes.get_mut(n_done..).filter(|room| !room.is_empty()) {
        match source.read_at(room, offset.saturating_add(n_done as u64)) {
            Ok(0) => break,
            Ok(n_read) => n_done += n_read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(n_done);
    Ok(bytes)
}

/// The number of two bytes at `at`, little end first; 0 behind the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

/// The number of four bytes at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// The number of eight bytes at `at`.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
