//! Why a stage cannot be run to its end.

use std::io;

use arrow_schema::ArrowError;

use crate::error::Error;

/// A failure that costs the partition; the engine is to fail its task with it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// What comes in is no stream of record batches, or damaged.
    #[error("standard input is no stream of Arrow record batches: {0}")]
    Input(#[source] ArrowError),
    /// What comes in ends before its end marker.
    #[error("standard input ends before the end marker of its stream of Arrow record batches")]
    CutShort,
    /// Rows could not be written.
    #[error("cannot write record batches to standard output: {0}")]
    Output(#[source] ArrowError),
    /// A column is missing.
    #[error("there is no column {name:?} among {}", found.join(", "))]
    NoColumn {
        /// The name of the column.
        name: String,
        /// The columns there are.
        found: Vec<String>,
    },
    /// A column holds something else.
    #[error("the column {name:?} is {found}, and {wanted} is needed")]
    Kind {
        /// The name of the column.
        name: String,
        /// What it holds.
        found: String,
        /// What it should hold.
        wanted: &'static str,
    },
    /// A value that a stage cannot do without is missing or cannot be.
    #[error("the column {name:?} has {what} in row {row_number} of a batch")]
    Value {
        /// The name of the column.
        name: String,
        /// What is there instead.
        what: &'static str,
        /// The row of the batch, from one.
        row_number: usize,
    },
    /// The parameters cannot be used.
    #[error("the parameters in the metadata of the schema cannot be used: {0}")]
    Parameters(String),
    /// Sender and worker do not speak of the same thing.
    #[error("was asked with {what} {asked}, and has {own}")]
    Differs {
        /// What differs.
        what: &'static str,
        /// What the sender has.
        asked: String,
        /// What the worker has.
        own: String,
    },
    /// A verb failed.
    #[error(transparent)]
    Verb(#[from] Error),
}

impl WorkerError {
    /// Whether the reader of our rows has gone away, which is a normal end.
    pub fn is_closed_pipe(&self) -> bool {
        match self {
            Self::Output(ArrowError::IoError(_, error)) => error.kind() == io::ErrorKind::BrokenPipe,
            Self::Verb(error) => error.is_closed_pipe(),
            _ => false,
        }
    }

    /// Lines could not be rendered.
    pub(super) fn of_rendering(error: io::Error) -> Self {
        Self::Output(ArrowError::IoError(error.to_string(), error))
    }

    /// The same as an error of writing rows, for a verb that writes them.
    pub(super) fn into_write_error(self) -> Error {
        let source = match self {
            Self::Verb(error) => return error,
            Self::Output(ArrowError::IoError(_, source)) => source,
            other => io::Error::other(other.to_string()),
        };
        Error::Write { target: "standard output".to_owned(), source }
    }
}
