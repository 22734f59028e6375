//! Where a finding goes that does not end the run.
//!
//! The library never prints. It hands findings, in input order, to whoever called it.

use std::sync::Mutex;

use crate::error::{InputError, Place, Problem};

/// Something worth telling that does not end the run.
#[derive(Debug)]
pub enum Finding {
    /// An input or record that could not be used; it counts as a failure.
    Failed(InputError),
    /// Something that was done otherwise than the user may think; not a failure.
    Warning {
        /// The input it is about, empty if it is about the whole run.
        path: String,
        /// What happened, lower case, without full stop.
        message: String,
    },
    /// A warning of a kind that one run may have very many of.
    Repeated {
        /// The kind.
        kind: Kind,
        /// The input it is about.
        path: String,
        /// The record in it, if it is about one.
        place: Option<Place>,
        /// What happened, lower case, without full stop.
        message: String,
    },
    /// What documents have in common that were counted while they were read, on several machines perhaps; not a failure.
    Counted {
        /// The kind.
        kind: Kind,
        /// What each of them has, as in `2 documents have …`.
        what: String,
        /// The documents.
        documents: Examples,
    },
    /// A field that the user named and that no record has; not a failure.
    UnknownField {
        /// The input, empty if there are several.
        path: String,
        /// The option that names the field.
        option: &'static str,
        /// The name asked for.
        name: String,
        /// Fields that records have.
        known: Vec<String>,
    },
    /// Files and folders that rules of `.ignore` and `.gitignore` files leave out of a folder; not a failure.
    Ignored {
        /// The folder that was walked.
        path: String,
        /// How many files.
        n_files: u64,
        /// How many folders, whose files nobody has counted.
        n_folders: u64,
        /// The files with the rules, in order.
        rules: Vec<String>,
    },
    /// What came of the run, in one line.
    Summary {
        /// What was done, lower case, without full stop.
        message: String,
    },
    /// Detail for those who ask for it.
    Note {
        /// The input it is about, empty if it is about the whole run.
        path: String,
        /// What happened, lower case, without full stop.
        message: String,
    },
}

/// Kinds of findings that every record or file of a corpus may have, so that all of one kind are reported together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A record or table without the field that holds the text.
    NoTextField,
    /// The text is taken from a field that the user did not name.
    GuessedTextField,
    /// A record that is no JSON object.
    NoObject,
    /// A record of CSV that cannot be read without losing a cell.
    NoCsvRecord,
    /// A record of CSV with fewer cells than the header.
    ShortRecord,
    /// A record that has two values of one name.
    RepeatedName,
    /// An input that is whole and has no text, for this reason.
    NoText(&'static str),
    /// A document without a single character beside white space.
    Empty,
    /// A document with control characters, which no text has.
    ControlCharacters,
    /// A text with underscores around words for emphasis.
    Emphasis,
    /// An encoding that nothing tells.
    GuessedEncoding,
    /// An encoding that the input names and is not in.
    WrongEncoding,
    /// Bytes that mean nothing in their encoding.
    Undecodable,
    /// Characters that were written as two surrogates.
    JoinedHalves,
    /// A file of a folder that is no text.
    PassedOver,
    /// A mail of which there are attachments alone.
    NoTextPart,
    /// A value that is no date, or none that is exact enough.
    NoDate,
    /// A date that the calendar does not have.
    ImpossibleDate,
    /// A date that may be either of two days.
    AmbiguousDate,
}

/// Number of records, inputs or documents with a finding of one kind, and the first of them by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    n: u64,
    first: Vec<String>,
}

impl Examples {
    /// So many are named.
    pub const MOST: usize = 3;

    /// So many, of which these are the first.
    pub fn new(n: u64, first: impl IntoIterator<Item = String>) -> Self {
        Self { n, first: first.into_iter().take(Self::MOST).collect() }
    }

    /// Counts one more.
    pub fn add(&mut self, name: &str) {
        self.n += 1;
        if self.first.len() < Self::MOST {
            self.first.push(name.to_owned());
        }
    }

    /// Number of all.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// `true` if each of them is named.
    pub fn are_all(&self) -> bool {
        self.n == self.first.len() as u64
    }
}

/// `a, b` or `a, b, c, …`.
impl std::fmt::Display for Examples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.first.join(", "))?;
        f.write_str(if self.are_all() { "" } else { ", …" })
    }
}

impl Finding {
    /// Its kind, if it is one of a kind that every record or file may have.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Failed(error) => Kind::of_problem(&error.problem),
            Self::Repeated { kind, .. } => Some(*kind),
            _ => None,
        }
    }

    /// What all findings of its kind have in common, if every record or file may have one: the end of a sentence.
    pub fn predicate(&self) -> Option<&str> {
        match self {
            Self::Failed(InputError { problem: Problem::Elsewhere { predicate, .. }, .. }) => predicate.as_deref(),
            _ => self.kind().map(Kind::predicate),
        }
    }

    /// A [`Finding::Repeated`] about an input as a whole.
    pub fn repeated(kind: Kind, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Repeated { kind, path: path.into(), place: None, message: message.into() }
    }

    /// A [`Finding::Repeated`] about a record.
    pub fn repeated_at(kind: Kind, path: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self::Repeated { kind, path: path.into(), place: Some(place), message: message.into() }
    }

    /// A [`Finding::Warning`] in one call.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Warning { path: path.into(), message: message.into() }
    }

    /// A [`Finding::Summary`] in one call.
    pub fn summary(message: impl Into<String>) -> Self {
        Self::Summary { message: message.into() }
    }

    /// A [`Finding::Note`] in one call.
    pub fn note(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Note { path: path.into(), message: message.into() }
    }
}

impl Kind {
    /// What all findings of the kind have in common: the end of a sentence about the record or input.
    pub fn predicate(self) -> &'static str {
        match self {
            Self::NoTextField => "has no field for the text",
            Self::GuessedTextField => "has its text in a field that was guessed",
            Self::NoObject => "is no JSON object",
            Self::NoCsvRecord => "is no usable CSV record",
            Self::ShortRecord => "has fewer cells than the header",
            Self::RepeatedName => "has a name twice",
            Self::NoText(why) => why,
            Self::Empty => "has no text",
            Self::ControlCharacters => "has control characters",
            Self::Emphasis => "has words between underscores",
            Self::GuessedEncoding => "is in an encoding that was guessed",
            Self::WrongEncoding => "names an encoding that it is not in",
            Self::Undecodable => "has byte sequences that mean nothing in its encoding",
            Self::JoinedHalves => "has characters written as two halves (CESU-8), which were joined",
            Self::PassedOver => "was passed over, since it looks like binary data",
            Self::NoTextPart => "is a mail without a text part",
            Self::NoDate => "has a value that is no date",
            Self::ImpossibleDate => "has a date that the calendar does not have",
            Self::AmbiguousDate => "has a date in which either number may be the day",
        }
    }

    fn of_problem(problem: &Problem) -> Option<Self> {
        match problem {
            Problem::NoTextField { .. } => Some(Self::NoTextField),
            Problem::Json(_) => Some(Self::NoObject),
            Problem::Csv(_) => Some(Self::NoCsvRecord),
            Problem::NoText(why) => Some(Self::NoText(why)),
            Problem::Undecodable { .. } => Some(Self::Undecodable),
            _ => None,
        }
    }
}

impl From<InputError> for Finding {
    fn from(error: InputError) -> Self {
        Self::Failed(error)
    }
}

/// Takes findings and progress. Called from the thread that started the run.
pub trait Diagnostics: Sync {
    /// Takes one finding. Findings come in input order, whatever the number of threads.
    fn report(&self, finding: Finding);

    /// Says that a pass over inputs of `n_bytes` begins; `None` if nobody knows how many there are, as of a pipe.
    fn expect(&self, n_bytes: Option<u64>) {
        let _ = n_bytes;
    }

    /// Says that `n_bytes` more of the input have been worked on.
    fn advance(&self, n_bytes: u64) {
        let _ = n_bytes;
    }
}

/// Collects findings, for tests and for callers who want to look at them afterwards.
#[derive(Debug, Default)]
pub struct Collected(Mutex<Vec<Finding>>);

impl Collected {
    /// All findings so far, as `error: path: message`, `warning: …` or `note: …`.
    pub fn lines(&self) -> Vec<String> {
        let findings = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        findings.iter().map(line).collect()
    }
}

fn line(finding: &Finding) -> String {
    match finding {
        Finding::Failed(error) => format!("error: {}: {error}", error.path),
        Finding::Warning { path, message } => format!("warning: {path}: {message}"),
        Finding::Repeated { path, message, .. } => format!("warning: {path}: {message}"),
        Finding::Counted { what, documents, .. } => {
            format!("warning: {} documents have {what}: {documents}", documents.n())
        }
        Finding::UnknownField { path, option, name, .. } => format!("warning: {path}: {option}: no field {name:?}"),
        Finding::Ignored { path, n_files, n_folders, .. } => {
            format!("note: {path}: {n_files} files and {n_folders} folders ignored")
        }
        Finding::Summary { message } => format!("summary: {message}"),
        Finding::Note { path, message } => format!("note: {path}: {message}"),
    }
}

impl Diagnostics for Collected {
    fn report(&self, finding: Finding) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(finding);
    }
}
