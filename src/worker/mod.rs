//! The stages of the verbs as filters of record batches, for an engine that has the documents on many machines.
//!
//! An engine (Spark through `mapInArrow`, say) hands each of its partitions to a program: rows come in as a stream of Arrow
//! record batches, rows go out as another. What is done with them is done by the library functions that the verbs call on
//! one machine. The engine is asked to do three things only: hand a partition over, bring rows with an equal key together,
//! join by an equal key. Nothing here relies on the order of rows or partitions, and whatever is done twice gives the same.
//!
//! What a stage is to do stands in the metadata of the incoming schema ([`Parameters`]), with the version of who sends it;
//! another version is refused. Text may come as any of Arrow's three kinds of it; a null text is an empty one, a null id is
//! refused. Columns that a stage does not know are left out.

mod batches;
mod components;
mod cutting;
mod document_stages;
mod documents;
mod error;
mod export_stage;
mod incoming;
mod operation;
mod pair_stages;
mod parameters;
mod rows;
mod split_stage;
mod stage;
mod stats_stages;
mod table_rows;
mod text_stages;

use std::io::{BufReader, BufWriter, Read, Write};

use crate::input::Job;
use batches::Batches;
use incoming::Incoming;
use rows::Rows;

pub use error::WorkerError;
pub use operation::Operation;
pub use parameters::{METADATA_KEY, Parameters, SearchFor};

/// Reads a stream of record batches to its end and writes another one.
///
/// Memory: a batch for stages that look at a row at a time, else what [`dedupe::stages`](crate::dedupe::stages) and
/// [`stats::Partial`](crate::stats::Partial) say.
///
/// # Errors
///
/// [`WorkerError`] if a stream is none, a column is missing, or the parameters do not fit; what was written so far is to be
/// thrown away.
pub fn work(operation: Operation, job: &Job<'_>, input: impl Read, output: impl Write) -> Result<(), WorkerError> {
    let mut batches = Batches::open(BufReader::new(input))?;
    let schema = batches.schema();
    let parameters = Parameters::of(schema.metadata().get(METADATA_KEY).map(String::as_str))?;
    let mut stage = operation.stage(&parameters, job)?;
    let mut rows = Rows::new(&stage.columns(), BufWriter::new(output))?;
    while let Some(batch) = batches.next()? {
        stage.take(&Incoming::new(&batch, &schema), &mut rows)?;
    }
    stage.finish(&mut rows)?;
    rows.end()
}

#[cfg(test)]
mod tests;
