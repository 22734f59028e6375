//! What a comparison can be told.

use std::path::PathBuf;
use std::time::Duration;

use super::deadline::Deadline;
use super::ignore::{Granularity, Ignore};

/// How long the comparison of two documents may take unless told otherwise.
///
/// Two unlike texts of some megabytes take a second or two, so this is met only by input made to be slow.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Unchanged lines shown around a change unless told otherwise, as `diff -u` and `git diff` do.
pub const DEFAULT_CONTEXT_LINES: usize = 3;

/// Words in a row that count as moved unless told otherwise. For lines and sentences one is enough.
pub const DEFAULT_MOVED_WORDS: usize = 5;

/// How two documents are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What is compared.
    pub granularity: Granularity,
    /// Which differences are overlooked.
    pub ignore: Ignore,
    /// How long the comparison of two documents may take. After that a valid alignment is made up quickly, which may
    /// call more changed than need be; that depends on the machine, so it is said.
    pub timeout: Duration,
    /// Where the old corpus is set aside while the new one is read.
    pub spool_directory: PathBuf,
}

/// How two texts are compared that are shown.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Which differences are overlooked.
    pub ignore: Ignore,
    /// The fewest lines, words or sentences in a row that count as moved; 0 for none at all.
    pub n_least_moved: usize,
    /// The moment after which no better alignment is looked for.
    pub deadline: Deadline,
}

impl TextOptions {
    /// The usual ones: nothing is overlooked, and one line is enough to have moved.
    pub fn until(deadline: Deadline) -> Self {
        Self { ignore: Ignore::NOTHING, n_least_moved: 1, deadline }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            granularity: Granularity::default(),
            ignore: Ignore::NOTHING,
            timeout: DEFAULT_TIMEOUT,
            spool_directory: std::env::temp_dir(),
        }
    }
}
