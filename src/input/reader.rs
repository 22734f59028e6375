//! What the reader of a format takes and hands over.
//!
//! A reader is a function from bytes or text. It hands over the documents of an input one by one, with what a user should hear
//! about them, and says why it cannot go on. It opens nothing, knows no path, and prints nothing; who calls it adds ids,
//! sources and places.

use std::io;

use crate::diagnostics::Kind;
use crate::document::{Fields, GivenTokens};
use crate::error::{InputError, Place, Problem};

/// A block of whole documents.
pub(super) struct MarkedBlock<'t> {
    /// Context from before the block, as [`Cut::head`](super::cut::Cut::head) has it.
    pub(super) head: &'t str,
    /// The block.
    pub(super) text: &'t str,
    /// The number of its first document.
    pub(super) first_number: u64,
    /// The number of its first line.
    pub(super) first_line: u64,
    /// The file ends with it.
    pub(super) is_last: bool,
}

impl<'t> MarkedBlock<'t> {
    /// A whole file.
    pub(super) fn whole(text: &'t str) -> Self {
        Self { head: "", text, first_number: 1, first_line: 1, is_last: true }
    }

    /// `true` if the file has nothing else.
    pub(super) fn is_whole(&self) -> bool {
        self.is_last && self.first_number == 1
    }

    /// Its lines with their numbers; behind a line end at the end of the file stands an empty one.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &'t str)> {
        (self.first_line..).zip(self.text.split('\n'))
    }
}

/// What a reader hands over.
#[derive(Debug)]
pub(super) enum Reading {
    /// The next document.
    Document(Parsed),
    /// Something that a user should hear, as a sentence that goes on behind the name of the file.
    Warning(String),
    /// The same, of a kind that every record or file of a corpus may have.
    Repeated(Kind, String),
    /// Something that a user may want to know.
    Note(String),
}

/// A document as its format has it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    /// The document's own id; without one it is called by its place in the input.
    pub(super) id: Option<String>,
    /// Its title.
    pub(super) title: Option<String>,
    /// Its text, lines ended by LF alone.
    pub(super) text: String,
    /// Everything else that is known about it, in the format's own order.
    pub(super) fields: Fields,
    /// Its tokens, if the format gives them and they are asked for.
    pub(super) given: Option<Box<GivenTokens>>,
}

/// The reason why a reader cannot go on. The documents that it handed over stay.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// The bytes are not what the format asks for: what is wrong, as the end of a sentence that names the file.
    Malformed(String),
    /// As [`Fault::Malformed`], and the line where, counted from one.
    MalformedAt(u64, String),
    /// The input is whole, and there is nothing to read in it: what it is and what to do, behind the name of the file.
    NoText(&'static str),
    /// The input is whole, and a user must say how to read it: what it is and what to do, behind the name of the file.
    Unread(String),
    /// What it expands to is longer than a document may be.
    TooLong { limit_bytes: u64 },
    /// It nests deeper than a reader follows.
    TooDeep { limit: usize },
}

impl From<Problem> for Fault {
    /// The problem of a page inside of something else.
    fn from(problem: Problem) -> Self {
        Self::Malformed(problem.to_string())
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Malformed(format!("it cannot be read: {error}"))
    }
}

impl Fault {
    /// What is wrong with the bytes.
    pub(super) fn malformed(what: impl Into<String>) -> Self {
        Self::Malformed(what.into())
    }

    /// The error about the input that is shown so.
    pub(super) fn about(self, shown: &str) -> InputError {
        let (problem, place) = self.into_problem();
        InputError { path: shown.to_owned(), place, problem }
    }

    /// The problem that a user is told, and its place.
    fn into_problem(self) -> (Problem, Option<Place>) {
        match self {
            Self::Malformed(message) => (Problem::Malformed(message), None),
            Self::MalformedAt(line, message) => (Problem::Malformed(message), Some(Place::Line(line))),
            Self::Unread(message) => (Problem::Malformed(message), None),
            Self::NoText(message) => (Problem::NoText(message), None),
            Self::TooLong { limit_bytes } => (Problem::TooLong { limit_bytes }, None),
            Self::TooDeep { limit } => (Problem::TooDeep { limit }, None),
        }
    }
}

/// The deepest nesting that any reader follows.
pub(super) const MOST_LEVELS: usize = 256;
