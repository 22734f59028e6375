//! Where a finding goes that does not end the run.
//!
//! The library never prints. It hands findings, in input order, to whoever called it.

use std::sync::Mutex;

use crate::error::InputError;

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
    /// Detail for those who ask for it.
    Note {
        /// The input it is about, empty if it is about the whole run.
        path: String,
        /// What happened, lower case, without full stop.
        message: String,
    },
}

impl Finding {
    /// A [`Finding::Warning`] in one call.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Warning { path: path.into(), message: message.into() }
    }

    /// A [`Finding::Note`] in one call.
    pub fn note(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Note { path: path.into(), message: message.into() }
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
        Finding::UnknownField { path, option, name, .. } => format!("warning: {path}: {option}: no field {name:?}"),
        Finding::Ignored { path, n_files, n_folders, .. } => {
            format!("note: {path}: {n_files} files and {n_folders} folders ignored")
        }
        Finding::Note { path, message } => format!("note: {path}: {message}"),
    }
}

impl Diagnostics for Collected {
    fn report(&self, finding: Finding) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(finding);
    }
}
