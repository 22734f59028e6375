//! What costs one input while the others go on, and what can be wrong with a file beside them.

use std::io;

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

/// So many byte sequences, with the verb that goes with them.
fn sequences(n_sequences: u64) -> String {
    if n_sequences == 1 { "1 byte sequence is ".to_owned() } else { format!("{n_sequences} byte sequences are ") }
}

/// A number of bytes for reading: in the largest unit of 1024 that it has one of, with one decimal.
pub(super) fn in_units(n_bytes: u64) -> String {
    let units = [(0x4000_0000_u32, "GiB"), (0x10_0000, "MiB"), (0x400, "KiB")];
    let Some((unit, name)) = units.into_iter().find(|&(unit, _)| n_bytes >= u64::from(unit)) else {
        return format!("{n_bytes} bytes");
    };
    format!("{:.1} {name}", n_bytes as f64 / f64::from(unit))
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
