//! What can go wrong: [`Error`] ends the run, [`InputError`] costs one input and the others go on.
//!
//! Both say what is wrong; which flag helps is for the command line to say.

mod input_error;
mod option_problem;

use std::io;
use std::path::PathBuf;

use input_error::in_units;
pub use input_error::{InputError, Place, Problem, SideFileProblem, Unread};
pub use option_problem::{
    IndexConflict, OptionProblem, PatternError, PatternProblem, PatternRole, TermsProblem, WordListProblem,
};

/// A failure that ends the run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An option cannot be used as given.
    #[error(transparent)]
    Option(#[from] OptionProblem),
    /// An output of the caller refuses rows, in its own words.
    #[error(transparent)]
    Output(Box<dyn std::error::Error + Send + Sync>),
    /// There is more of something than can be numbered.
    #[error("more {what} than 32 bits can number")]
    TooMany {
        /// The thing, in the plural.
        what: &'static str,
    },
    /// A column was asked for that does not exist.
    #[error("{option}: there is no column {name:?}")]
    UnknownColumn {
        /// The option that names it.
        option: &'static str,
        /// The name asked for.
        name: String,
        /// The names there are, in order.
        known: Vec<String>,
    },
    /// A field was named that no document has.
    #[error("{option}: no document has a field {name:?}")]
    UnknownField {
        /// The option that names it.
        option: &'static str,
        /// The name asked for.
        name: String,
        /// The fields that documents have.
        known: Vec<String>,
    },
    /// Something that rows should be about is neither a unit nor a field of any document.
    #[error("{name:?} is neither a unit nor a field of the documents")]
    UnknownUnit {
        /// The name asked for.
        name: String,
        /// The names of the units.
        units: Vec<String>,
        /// The fields that documents have, in order.
        fields: Vec<String>,
    },
    /// A path given by the user cannot be used as an input at all.
    #[error("{}: {source}", path.display())]
    Path {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Results could not be written.
    #[error("cannot write {target}: {source}")]
    Write {
        /// What was being written: a path, or "standard output".
        target: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder is left as it is, though the system would let it be written.
    #[error("{target}: {problem}")]
    Target {
        /// The path that was to be written; empty for a target that keeps nothing, such as standard output.
        target: String,
        /// The reason.
        problem: TargetProblem,
    },
    /// A file that is read at once is longer than it may be.
    #[error("is longer than the {} that it may have", in_units(*limit_bytes))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit_bytes: u64,
    },
    /// What must be held at once takes more memory than is allowed.
    #[error("{what} take more than the {} of memory allowed", in_units(*limit_bytes))]
    Memory {
        /// What takes it, in the plural.
        what: &'static str,
        /// The limit.
        limit_bytes: u64,
    },
    /// A temporary file for intermediate results failed.
    #[error("cannot use a temporary file in {}: {source}", directory.display())]
    Spool {
        /// The directory of the temporary file.
        directory: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A partial result cannot be used.
    #[error("{name}: {problem}")]
    Partial {
        /// The path of its file, or what it is called.
        name: String,
        /// What is wrong.
        problem: PartialProblem,
    },
    /// An index of documents seen cannot be used.
    #[error("{}: {problem}", path.display())]
    Index {
        /// The file of the index.
        path: PathBuf,
        /// What is wrong.
        problem: IndexProblem,
    },
}

/// Reasons for which a run does not write its output.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetProblem {
    /// The run reads it.
    #[error("is both an input and the output")]
    IsInput,
    /// The run writes something else to the same place.
    #[error("is the place of two outputs")]
    IsOutput,
    /// It lies in a folder that the run reads, so that the next run would read it as well.
    #[error("lies in the folder {}, which is read", .0.display())]
    InInputFolder(PathBuf),
    /// It would be made of a file that the record of the run does not list, which is the target here.
    #[error("would be read, and the record does not list it among the inputs")]
    UnlistedInput,
    /// There is nothing to write, for this reason.
    #[error("{0}")]
    NoContent(String),
}

/// What can be wrong with a partial result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PartialProblem {
    /// The bytes are something else.
    #[error("is no partial result of textmill")]
    Foreign,
    /// It was written by another verb than the one that reads it.
    #[error("is a partial result of textmill {0}")]
    OfVerb(String),
    /// The end is missing.
    #[error("is cut short: its end is missing")]
    CutShort,
    /// The bytes have changed since they were written.
    #[error("is damaged: {0}")]
    Damaged(&'static str),
    /// It was made with another value of an option than is asked for, or than the others.
    #[error("was made with {option} {stored:?}, not {asked:?}")]
    Differs {
        /// The option.
        option: String,
        /// What it was made with.
        stored: String,
        /// What is asked for, or what others were made with.
        asked: String,
    },
    /// It was made by another version than this one, or than the others.
    #[error("was made with {of} {stored:?}, not {asked:?}")]
    OtherVersion {
        /// What has the version: `textmill` or `unicode`.
        of: String,
        /// The version it was made with.
        stored: String,
        /// The version of this program, or of the others.
        asked: String,
    },
    /// Rows of a unit are asked for that was not counted.
    #[error("has no counts for {unit}, only for {}", counted.join(", "))]
    LacksUnit {
        /// The unit asked for.
        unit: String,
        /// The units that were counted.
        counted: Vec<String>,
    },
    /// Groups are asked for that were not counted.
    #[error("has no counts for groups by {0}")]
    LacksGroups(String),
    /// Columns are asked for that were not counted.
    #[error("has no counts for all columns that are asked for")]
    LacksColumns,
    /// It has documents that another one has as well.
    #[error("has {0}, and so has another one: documents would count twice")]
    Repeated(String),
    /// Its shards were counted without the order of day and month, which their dates prove together.
    #[error("leaves the dates of {n_documents} documents open, although others prove that the {first} comes first")]
    DateOrder {
        /// Number of documents whose date depends on it.
        n_documents: u64,
        /// `day` or `month`.
        first: &'static str,
    },
    /// It does not belong with the others.
    #[error("{0}")]
    Apart(String),
    /// The system refused to read it.
    #[error("cannot be read: {0}")]
    Failed(#[source] io::Error),
}

/// What can be wrong with an index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexProblem {
    /// Another process has it open.
    #[error("is in use by another process")]
    Busy,
    /// The file is something else.
    #[error("is no index")]
    Foreign,
    /// The file was an index, and its bytes have changed since.
    #[error("is damaged: {0}")]
    Damaged(String),
    /// It was made with another value of an option than is asked for.
    #[error("was made with {option} {stored}, and {asked} is asked for")]
    Differs {
        /// The option.
        option: String,
        /// What the index was made with.
        stored: String,
        /// What is asked for.
        asked: String,
    },
    /// It was made by a version with another form of it.
    #[error("was made with {of} {stored}, and {asked} is asked for")]
    OtherVersion {
        /// What is of another form.
        of: String,
        /// The one that the index has.
        stored: String,
        /// The one that this version makes.
        asked: String,
    },
    /// The system refused to read or write it.
    #[error("cannot be used: {0}")]
    Failed(#[source] io::Error),
}

impl Error {
    /// An [`Error::UnknownColumn`] in one call.
    pub fn unknown_column<'k>(option: &'static str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        Self::UnknownColumn { option, name: name.to_owned(), known: known.into_iter().map(str::to_owned).collect() }
    }

    /// Whether the reader of our output has gone away, which is a normal end.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}
