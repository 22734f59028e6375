//! What can go wrong: [`Error`] ends the run, [`InputError`] costs one input and the others go on.
//!
//! Both say what is wrong; which flag helps is for the command line to say.

mod option_problem;

use std::io;
use std::path::PathBuf;

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

/// What can be wrong with a file that is read beside the documents; each is the end of a sentence that names it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SideFileProblem {
    /// The system refused to open it.
    #[error("{0}")]
    Open(#[source] io::Error),
    /// Reading failed on the way.
    #[error("{0}")]
    Read(#[source] io::Error),
    /// It is neither a regular file nor, where the user named it, anything else that can be read.
    #[error("it is {0}, not a regular file")]
    Special(&'static str),
    /// It is longer than such files may be.
    #[error("it is longer than {}, the most that may be read", in_units(*limit_bytes))]
    TooLong {
        /// The limit.
        limit_bytes: u64,
    },
    /// The bytes are no text.
    #[error("line {line} is not valid UTF-8")]
    NotUtf8 {
        /// The first line that is not, counted from one.
        line: u64,
    },
}

impl From<SideFileProblem> for io::Error {
    fn from(problem: SideFileProblem) -> Self {
        match problem {
            SideFileProblem::Open(error) | SideFileProblem::Read(error) => error,
            other => Self::other(other.to_string()),
        }
    }
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

/// So many byte sequences, with the verb that goes with them.
fn sequences(n_sequences: u64) -> String {
    if n_sequences == 1 { "1 byte sequence is ".to_owned() } else { format!("{n_sequences} byte sequences are ") }
}

/// A number of bytes for reading: in the largest unit of 1024 that it has one of, with one decimal.
fn in_units(n_bytes: u64) -> String {
    let units = [(0x4000_0000_u32, "GiB"), (0x10_0000, "MiB"), (0x400, "KiB")];
    let Some((unit, name)) = units.into_iter().find(|&(unit, _)| n_bytes >= u64::from(unit)) else {
        return format!("{n_bytes} bytes");
    };
    format!("{:.1} {name}", n_bytes as f64 / f64::from(unit))
}

/// One input, or one record of it, that could not be used. The run goes on without it.
#[derive(Debug, thiserror::Error)]
#[error("{problem}{}", place.map(|p| format!(" (at {p})")).unwrap_or_default())]
pub struct InputError {
    /// The input as a person would write it: a path, `-`, or a document id.
    pub path: String,
    /// Where in the input, if known.
    pub place: Option<Place>,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

impl InputError {
    /// An error about an input as a whole.
    pub fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), place: None, problem }
    }

    /// An error at a place in an input.
    pub fn at(path: impl Into<String>, place: Place, problem: Problem) -> Self {
        Self { path: path.into(), place: Some(place), problem }
    }
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A byte offset, zero-based.
    Byte(u64),
    /// A line, counted from one.
    Line(u64),
    /// A record, counted from one.
    Record(u64),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Line(number) => write!(f, "line {number}"),
            Self::Record(number) => write!(f, "record {number}"),
        }
    }
}

/// The reason why files of a known format are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// They hold no text, so a folder of texts may have them without a word.
    NoText,
    /// They may hold text: what a user can do to have it read.
    Documents(&'static str),
    /// This build is without the feature that reads them.
    Feature(&'static str),
}

impl Unread {
    /// What a user can do with such a file.
    pub fn advice(self) -> String {
        match self {
            Self::NoText => "no: there is no text in it".to_owned(),
            Self::Documents(advice) => advice.to_owned(),
            Self::Feature(feature) => format!("a build with the feature `{feature}` reads it"),
        }
    }
}

/// What can be wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The file cannot be opened or listed.
    #[error("cannot be opened: {0}")]
    Open(#[source] io::Error),
    /// Reading or decompressing failed on the way.
    #[error("cannot be read to the end: {0}")]
    Read(#[source] io::Error),
    /// A directory entry that is neither a file nor a folder.
    #[error("is {0}, not a regular file")]
    Special(&'static str),
    /// Rules for what is left out of a folder that cannot be applied.
    #[error("its rules cannot be applied, so nothing below its folder is read: {0}")]
    IgnoreRules(#[source] SideFileProblem),
    /// A path that may name files below a folder only, and leads out of it.
    #[error("leads out of its folder")]
    Outside,
    /// A format that is known and has no reader.
    #[error("is {about}, which is not read{}", if *unread == Unread::NoText { ": there is no text in it" } else { "" })]
    Unread {
        /// The format, with its article.
        about: &'static str,
        /// The reason.
        unread: Unread,
    },
    /// Bytes that are not what their format asks for; the end of a sentence.
    #[error("{0}")]
    Malformed(String),
    /// A file that is whole and has no text; the end of a sentence.
    #[error("{0}")]
    NoText(&'static str),
    /// An attribute of tokens is asked for, and the format has none.
    #[error("is {about}, which has no annotated tokens")]
    NoTokens {
        /// The format, with its article.
        about: &'static str,
    },
    /// Another format than the one that the user asked for.
    #[error("is {about}, not {asked}")]
    OtherFormat {
        /// The format that the first bytes prove.
        about: &'static str,
        /// The name of the format that was asked for.
        asked: &'static str,
    },
    /// The bytes are no text.
    #[error("looks like binary data, not text")]
    Binary,
    /// An encoding that cannot be read.
    #[error("is in {0}, which is not supported")]
    Encoding(&'static str),
    /// Bytes that mean nothing in the encoding, and losses are forbidden.
    #[error("{}not valid {encoding}", sequences(*n_sequences))]
    Undecodable {
        /// How many sequences of bytes were wrong.
        n_sequences: u64,
        /// The encoding in use.
        encoding: &'static str,
    },
    /// A compression that this build cannot undo.
    #[error("is compressed with {0}, which this build does not read")]
    Compression(&'static str),
    /// Markup that would take too long to understand.
    #[error("has markup nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A tag with more attributes than anybody writes.
    #[error("has a tag with more than {limit} attributes")]
    TooManyAttributes {
        /// The limit.
        limit: usize,
    },
    /// Markup that would take too much memory.
    #[error("has markup with more than {limit} elements and texts")]
    TooManyNodes {
        /// The limit.
        limit: usize,
    },
    /// Markup that would take too long to repair.
    #[error("has markup that takes too long to repair: elements stay open or end in the wrong order")]
    Tangled,
    /// A line of JSON Lines that is no JSON object.
    #[error("is no JSON object: {0}")]
    Json(String),
    /// A CSV record that cannot be used.
    #[error("is no usable CSV record: {0}")]
    Csv(String),
    /// Front matter that cannot be parsed.
    #[error("front matter cannot be parsed: {0}")]
    FrontMatter(String),
    /// A record without the field that should hold the text.
    #[error("has no field {wanted:?} to take the text from")]
    NoTextField {
        /// The field asked for.
        wanted: String,
        /// The fields there are.
        found: Vec<String>,
        /// Those of them that may hold the text by their names.
        likely: Vec<String>,
    },
    /// A document or record longer than the reader may hold.
    #[error("is longer than {limit_bytes} bytes, the most that one document may have here")]
    TooLong {
        /// The limit.
        limit_bytes: u64,
    },
    /// A document with more words than can be compared.
    #[error("has more than {limit} words, the most that one document may have where documents are compared")]
    TooManyWords {
        /// The limit.
        limit: u64,
    },
    /// No record boundary was found where one was asked for.
    #[error("{0}")]
    NoBoundary(String),
    /// A text would be cut into more segments than can be held.
    #[error("is cut into more than {limit} segments")]
    TooManySegments {
        /// The limit.
        limit: usize,
    },
    /// What was found when the input was read elsewhere.
    #[error("{what}")]
    Elsewhere {
        /// What is wrong, without its place.
        what: String,
        /// What all problems of its kind have in common, if every record or file may have it.
        predicate: Option<String>,
    },
    /// A page is not of the kind that a rule describes.
    #[error("{0}")]
    Unfit(String),
    /// Files that a manifest names and that are not read.
    #[error("{0}")]
    Refused(String),
    /// A source cannot be put together from the segments that it was split into.
    #[error("cannot be put together again: {0}")]
    Unbuilt(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_memory_are_said_in_the_largest_unit() {
        let cases =
            [(1, "1 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (3 << 19, "1.5 MiB"), (5 << 30, "5.0 GiB")];
        for (n_bytes, expected) in cases {
            assert_eq!(in_units(n_bytes), expected);
        }
    }
}
