//! A hint for the memory allocator of the GNU C library.

use std::hint::black_box;

/// More than a block of the pipeline has. What is larger, as the vocabulary of a corpus, should go back to the system:
/// it grows by moving, and what it leaves behind would stay as gaps, which had a fifth of all memory.
const LARGE_BLOCK_BYTES: usize = 2 << 20;

/// Makes blocks that threads hand to each other cheap.
///
/// The allocator gives a large block back to the system as soon as it is freed, and the system clears each page of the
/// next one again. After it has seen a block of some size freed, it keeps blocks up to this size, and twice as much of
/// freed memory in all. The block here is never touched, so it costs two system calls; for other allocators it means
/// nothing.
pub(crate) fn keep_freed_blocks() {
    drop(black_box(Vec::<u8>::with_capacity(LARGE_BLOCK_BYTES)));
}
