//! The stage of `split`.

use super::documents::documents;
use super::incoming::Incoming;
use super::rows::{Columns, Rows};
use super::stage::Stage;
use super::table_rows::TableRows;
use super::{Parameters, WorkerError};
use crate::diagnostics::{Diagnostics, Finding};
use crate::input::{Corpus, Job};
use crate::split::{self, Options};
use crate::table::Collected;

/// `split`: documents to the rows of their segments. A document in which no boundary is found has none, and costs the
/// others nothing: an engine sees by `source` which ones those are.
pub(super) struct SplitStage<'p> {
    options: &'p Options,
    job: &'p Job<'p>,
    columns: Columns,
}

impl<'p> SplitStage<'p> {
    /// The columns are those that the table of no documents has.
    pub(super) fn new(parameters: &'p Parameters, job: &'p Job<'p>) -> Result<Self, WorkerError> {
        let options = &parameters.split;
        let mut output = Collected::default();
        split::split(&Corpus::from_documents(Vec::new()), options, job, &mut output)?;
        let columns = output.tables.first().map_or_else(|| Columns::of(&[]), |table| Columns::of_table(&table.columns));
        Ok(Self { options, job, columns })
    }
}

impl Stage for SplitStage<'_> {
    fn columns(&self) -> Columns {
        self.columns.clone()
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let mut documents = documents(batch)?;
        // Rows of segments have the columns that they have without fields, whatever the batch.
        documents.iter_mut().for_each(|document| document.fields = Default::default());
        let job = Job { diagnostics: &Unheard, ..*self.job };
        split::split(&Corpus::from_documents(documents), self.options, &job, &mut TableRows::new(rows))?;
        Ok(())
    }
}

/// Nobody listens where an engine runs a stage, and a finding is no reason to fail its task.
pub(super) struct Unheard;

impl Diagnostics for Unheard {
    fn report(&self, _finding: Finding) {}
}
