//! The process: how it ends, what it keeps quiet about, and its share of the machine's memory.

use std::hint::black_box;
use std::{fs, panic};

use textmill::panics::CAUGHT_CRATES;

/// What the shell learns. A signal ends the program by itself, so that the shell sees 130 for an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// Done, or the reader of the output has gone away.
    Done = 0,
    /// The question asked has the answer yes: documents differ, duplicates exist.
    Yes = 1,
    /// Something failed, any input that could not be read included.
    Failed = 2,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}

/// Keeps the panics quiet that the library catches and returns as errors; others are printed as before. Call it once.
pub(crate) fn silence_caught_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_caught =
            info.location().is_some_and(|place| CAUGHT_CRATES.iter().any(|name| place.file().contains(name)));
        if !is_caught {
            usual(info);
        }
    }));
}

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

/// Bytes of memory in all; `None` where the system does not tell in a file.
pub(crate) fn machine_memory_bytes() -> Option<u64> {
    total(&fs::read_to_string("/proc/meminfo").ok()?)
}

/// Reads the line `MemTotal:  16316412 kB`.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_its_line() {
        assert_eq!(total("Foo: 1 kB\nMemTotal:       16316412 kB\nMemFree: 5 kB\n"), Some(16_316_412 * 1024));
        assert_eq!(total("MemTotal: many"), None);
        assert_eq!(total(""), None);
    }
}
