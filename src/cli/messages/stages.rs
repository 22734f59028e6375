//! Messages of a stage that runs for an engine, which shows them as the reason of its failed task.

use textmill::error::Error;
use textmill::worker::WorkerError;

use super::{Message, Weight, of_error, options};

/// What ended a stage.
pub(crate) fn of_worker(operation: &str, error: &WorkerError) -> Message {
    let message = match error {
        WorkerError::Verb(Error::Option(problem)) => options::of_parameter(problem),
        WorkerError::Verb(error) => of_error(error),
        _ => Message::new(Weight::Failure, "", error.to_string()),
    };
    let hint = match error {
        WorkerError::Input(_) => Some("this is for engines; the Python package textmill calls it"),
        WorkerError::CutShort => Some("what sends the stream ended early; its own log says why"),
        WorkerError::Differs { what: "version", .. } => Some("install the same version of textmill on all machines"),
        WorkerError::Differs { .. } => Some("sign the documents anew"),
        _ => None,
    };
    let path = format!("worker {operation}");
    Message { path, ..message }.hint_if_any(hint.map(str::to_owned))
}
