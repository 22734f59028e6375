//! The stages of `stats`: `partial`, `merge` and `finish`.

use super::incoming::Incoming;
use super::rows::{Columns, Kind, Rows, Value};
use super::stage::Stage;
use super::table_rows::TableRows;
use super::{Parameters, WorkerError};
use crate::document::Document;
use crate::error::{Error, PartialProblem};
use crate::input::{Corpus, Job};
use crate::stats::{self, Options, Partial};
use crate::table::Collected;

/// What a partial result is called in messages.
const NAME: &str = "a partition";

/// `partial`: documents to one partial result of all of them.
pub(super) struct PartialStage<'p> {
    options: &'p Options,
    job: &'p Job<'p>,
    merged: Merged,
}

/// `merge`: partial results to one.
pub(super) struct MergeStage<'p> {
    options: &'p Options,
    merged: Merged,
}

/// `finish`: partial results to the rows of the table that one run over all their documents writes.
pub(super) struct FinishStage<'p> {
    options: &'p Options,
    job: &'p Job<'p>,
    columns: Columns,
    merged: Merged,
}

/// All partial results so far, if there were any.
#[derive(Default)]
struct Merged(Option<Partial>);

impl Merged {
    fn add(&mut self, partial: Partial) -> Result<(), WorkerError> {
        self.0 = Some(match self.0.take() {
            Some(merged) => merged.merge(partial).map_err(of_partition)?,
            None => partial,
        });
        Ok(())
    }

    fn read(&mut self, batch: &Incoming<'_>, options: &Options) -> Result<(), WorkerError> {
        let partials = batch.bytes("partial")?;
        (0..batch.n_rows()).try_for_each(|row| self.add(Partial::read(NAME, &mut partials.get(row)?, options)?))
    }

    fn write(self, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let Some(partial) = self.0 else { return Ok(()) };
        let mut bytes = Vec::new();
        partial.write(&mut bytes).map_err(|error| of_partition(PartialProblem::Failed(error)))?;
        rows.push(&[Value::Bytes(&bytes)])
    }
}

impl<'p> PartialStage<'p> {
    pub(super) fn new(parameters: &'p Parameters, job: &'p Job<'p>) -> Self {
        Self { options: &parameters.stats, job, merged: Merged::default() }
    }
}

impl Stage for PartialStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(&[("partial", Kind::Bytes)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (ids, texts) = (batch.texts_if_any("id")?, batch.texts("text")?);
        let document = |row| {
            let id = ids.as_ref().map_or(Ok(""), |ids| ids.get(row))?.to_owned();
            Ok(Document { id, text: texts.get_any(row).unwrap_or_default().to_owned(), ..Document::default() })
        };
        let documents = (0..batch.n_rows()).map(document).collect::<Result<_, WorkerError>>()?;
        self.merged.add(Partial::count(&Corpus::from_documents(documents), self.options, self.job)?)
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.merged.write(rows)
    }
}

impl<'p> MergeStage<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Self {
        Self { options: &parameters.stats, merged: Merged::default() }
    }
}

impl Stage for MergeStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(&[("partial", Kind::Bytes)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.merged.read(batch, self.options)
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.merged.write(rows)
    }
}

impl<'p> FinishStage<'p> {
    /// The columns are those that the table of no documents has.
    pub(super) fn new(parameters: &'p Parameters, job: &'p Job<'p>) -> Result<Self, WorkerError> {
        let options = &parameters.stats;
        let mut output = Collected::default();
        stats::stats(&Corpus::from_documents(Vec::new()), options, job, &mut output)?;
        let columns = output.tables.first().map_or_else(|| Columns::of(&[]), |table| Columns::of_table(&table.columns));
        Ok(Self { options, job, columns, merged: Merged::default() })
    }
}

impl Stage for FinishStage<'_> {
    fn columns(&self) -> Columns {
        self.columns.clone()
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.merged.read(batch, self.options)
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let Self { options, job, merged: Merged(partial), .. } = *self;
        // Without documents there are no partial results, and yet a row of a corpus that has none.
        let partial = match partial {
            Some(partial) => partial,
            None => Partial::count(&Corpus::from_documents(Vec::new()), options, job)?,
        };
        stats::finish(partial, options, job, &mut TableRows::new(rows))?;
        Ok(())
    }
}

fn of_partition(problem: PartialProblem) -> WorkerError {
    Error::Partial { name: NAME.to_owned(), problem }.into()
}
