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
