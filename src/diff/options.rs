//! What a comparison can be told.

use std::path::PathBuf;
use std::time::Duration;

use super::ignore::Ignore;

/// How long the comparison of two documents may take unless told otherwise.
///
/// Two unlike texts of some megabytes take a second or two, so this is met only by input made to be slow.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Unchanged lines shown around a change unless told otherwise, as `diff -u` and `git diff` do.
pub const DEFAULT_CONTEXT_LINES: usize = 3;

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

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    /// Lines, with their line ends.
    #[default]
    Lines,
    /// Words and punctuation marks. White space does not matter: a paragraph that was only wrapped anew is the same.
    Words,
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
