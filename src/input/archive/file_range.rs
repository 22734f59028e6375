//! A part of a file, read without moving the place at which others read the same file.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Deref;

/// The bytes of a file from one offset to another.
#[derive(Debug)]
pub(super) struct FileRange<F> {
    file: F,
    at: u64,
    end: u64,
}

impl<F: Deref<Target = File>> FileRange<F> {
    /// The `n_bytes` bytes from `start` on.
    pub(super) fn new(file: F, start: u64, n_bytes: u64) -> Self {
        Self { file, at: start, end: start.saturating_add(n_bytes) }
    }
}

impl<F: Deref<Target = File>> Read for FileRange<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let n_wanted = n_left.min(buffer.len());
        let room = buffer.get_mut(..n_wanted).unwrap_or_default();
        if room.is_empty() {
            return Ok(0);
        }
        let n_read = read_at(&self.file, room, self.at)?;
        if n_read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within it"));
        }
        self.at += n_read as u64;
        Ok(n_read)
    }
}

/// Up to `n_bytes` bytes at `offset`, fewer at the end of the file.
pub(super) fn bytes_at(file: &File, offset: u64, n_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; n_bytes];
    let mut n_done = 0;
    while let Some(room) = bytes.get_mut(n_done..).filter(|room| !room.is_empty()) {
        match read_at(file, room, offset + n_done as u64) {
            Ok(0) => break,
            Ok(n_read) => n_done += n_read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(n_done);
    Ok(bytes)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
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
