//! One step of a verb.

use super::error::WorkerError;
use super::incoming::Incoming;
use super::rows::{Columns, Rows};

/// One step of a verb, fed with the batches of one partition.
pub(super) trait Stage {
    /// The columns of the rows that it makes.
    fn columns(&self) -> Columns;

    /// Takes a batch.
    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError>;

    /// Makes the rows that need all batches.
    fn finish(self: Box<Self>, _rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        Ok(())
    }
}
