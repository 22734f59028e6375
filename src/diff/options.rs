//! What a comparison can be told.

use std::path::PathBuf;
use std::time::Duration;

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
    /// How long the comparison of two documents may take. After that a valid alignment is made up quickly, which may
    /// call more changed than need be; that depends on the machine, so it is said.
    pub timeout: Duration,
    /// Where the old corpus is set aside while the new one is read.
    pub spool_directory: PathBuf,
    /// Whether rows of documents have the changes themselves.
    pub changes: Changes,
}

/// Whether rows of documents have the changes themselves, in a last column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// They say how much has changed.
    #[default]
    LeftOut,
    /// The pieces of a unified difference with so many unchanged lines around each change, or of the running text if
    /// words are compared; some kilobytes at most. They are set aside on disk until the rows are written.
    Shown {
        /// Unchanged lines around a change.
        n_context: usize,
    },
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
            timeout: DEFAULT_TIMEOUT,
            spool_directory: std::env::temp_dir(),
            changes: Changes::default(),
        }
    }
}
