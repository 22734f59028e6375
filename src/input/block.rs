//! Blocks of bytes in memory that is used again.
//!
//! Memory that has just been used is still in the processor's cache, and need not be cleared once more before a file is
//! read into it.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

/// A longer buffer is given back to the system: it held one long document, and the next will hardly be as long.
const MAX_KEPT_BYTES: usize = 4 << 20;

/// Buffers that no one uses. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Spares(Arc<Mutex<Vec<Vec<u8>>>>);

impl Spares {
    /// A buffer of any length whose bytes mean nothing.
    fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, buffer: Vec<u8>) {
        if buffer.len() <= MAX_KEPT_BYTES {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}

/// Bytes of an input. When it is dropped, on whatever thread, its memory goes back to the spares that it is from.
#[derive(Debug)]
pub(super) struct Block {
    /// The bytes, then others that mean nothing.
    buffer: Vec<u8>,
    n_bytes: usize,
    spares: Spares,
}

impl Block {
    /// An empty block.
    pub(super) fn new(spares: Spares) -> Self {
        Self { buffer: spares.take(), n_bytes: 0, spares }
    }

    /// Room behind the bytes: at least one byte, at most `n_wanted`. Long room is made bit by bit, since an input may
    /// be shorter than it is allowed to be.
    pub(super) fn room(&mut self, n_wanted: usize) -> &mut [u8] {
        let end = self.n_bytes.saturating_add(n_wanted);
        if self.n_bytes == self.buffer.len() {
            let n_more = self.buffer.len().clamp(MIN_BYTES, MAX_GROWTH_BYTES);
            let n_bytes = end.min(self.buffer.len().saturating_add(n_more));
            // Not as vectors grow by themselves, which would be to twice the length.
            self.buffer.reserve_exact(n_bytes - self.buffer.len());
            self.buffer.resize(n_bytes, 0);
        }
        let end = end.min(self.buffer.len());
        &mut self.buffer[self.n_bytes..end]
    }

    /// Takes the first `n_bytes` of the room as further bytes.
    pub(super) fn filled(&mut self, n_bytes: usize) {
        self.n_bytes += n_bytes;
    }

    /// Appends `bytes`.
    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = self.room(bytes.len());
            let n_bytes = room.len();
            room.copy_from_slice(&bytes[..n_bytes]);
            self.filled(n_bytes);
            bytes = &bytes[n_bytes..];
        }
    }

    /// The bytes alone, in memory that does not go back to the spares.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.buffer);
        bytes.truncate(self.n_bytes);
        bytes
    }

    /// Takes the first `n_bytes` out; the others stay. Cost: a copy of the others.
    pub(super) fn split_off_front(&mut self, n_bytes: usize) -> Self {
        let mut rest = Self::new(self.spares.clone());
        rest.push(&self[n_bytes..]);
        self.n_bytes = n_bytes;
        std::mem::replace(self, rest)
    }
}

/// The least room that is made.
const MIN_BYTES: usize = 64 << 10;

/// The most room that is made at a time, so that a long input does not take twice its length. The system moves long buffers
/// without copying them.
const MAX_GROWTH_BYTES: usize = 16 << 20;

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.buffer[..self.n_bytes]
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.spares.give_back(std::mem::take(&mut self.buffer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_and_what_stays_are_the_bytes_whatever_was_there_before() {
        let spares = Spares::default();
        for text in ["the first text", "second", ""] {
            let mut block = Block::new(spares.clone());
            block.push(text.as_bytes());
            let front = block.split_off_front(text.len() / 2);
            assert_eq!([&*front, &*block].concat(), text.as_bytes());
        }
    }

    #[test]
    fn memory_is_used_again_unless_there_is_very_much_of_it() {
        let spares = Spares::default();
        let n_spare = || spares.0.lock().unwrap().len();
        let mut block = Block::new(spares.clone());
        block.push(b"some");
        drop(block.split_off_front(2));
        assert_eq!(n_spare(), 1);
        drop(block.split_off_front(1));
        assert_eq!(n_spare(), 1, "a block of two takes the spare and leaves its own");
        block.push(&vec![0; MAX_KEPT_BYTES + 1]);
        drop(block);
        assert_eq!(n_spare(), 1);
    }

    #[test]
    fn room_grows_with_what_is_in_it_and_not_with_what_may_come() {
        let mut block = Block::new(Spares::default());
        let mut n_bytes = 0;
        while n_bytes < 5 * MAX_GROWTH_BYTES {
            let n_room = block.room(usize::MAX).len();
            assert!(n_room > 0 && n_room <= n_bytes.clamp(MIN_BYTES, MAX_GROWTH_BYTES), "{n_room} behind {n_bytes}");
            block.filled(n_room);
            n_bytes += n_room;
        }
        assert_eq!(block.room(3).len(), 3);
        assert_eq!(block.into_bytes().len(), n_bytes);
    }
}
