//! The tables of all units that are asked for: opened before anything is counted, written while and after.

use std::sync::Arc;

use super::counted::Counted;
use super::counts::{Distinct, Numbers};
use super::needs::Needs;
use super::record::Record;
use super::reference::{Against, Reference};
use super::task::Task;
use super::unit::{Table, Totals};
use super::{Options, Summary};
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::input::Job;
use crate::table::Output;

/// One table for each unit.
pub(super) struct Tables<'o> {
    tables: Vec<Box<dyn Table + 'o>>,
    needs: Needs,
    options: &'o Options,
}

impl<'o> Tables<'o> {
    /// Opens them for documents with these fields.
    pub(super) fn open(
        task: &'o Task<'o>,
        fields: &[Arc<str>],
        reference: Option<Against<'_>>,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        let mut tables = Vec::with_capacity(task.units.len());
        for unit in &task.units {
            tables.push(unit.open(task.options, fields, reference, diagnostics, output)?);
        }
        task.options.describe(&task.units, output);
        Ok(Self { tables, needs: task.plan.needs, options: task.options })
    }

    /// Takes what there is to tell of the next document.
    pub(super) fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        self.tables.iter_mut().try_for_each(|table| table.record(record, output))
    }

    /// Writes the rows about all documents.
    pub(super) fn finish(
        &mut self,
        counted: &Counted,
        reference: Option<&Reference>,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<Summary, Error> {
        let Counted { counts, tally, spellings, groups, sightings, unreadable } = counted;
        output.setting("corpus_documents", &counts.documents.to_string());
        if self.needs.contains(Needs::TOKENS) {
            output.setting("corpus_tokens", &counts.tokens.to_string());
        }
        if let Some(reference) = reference {
            reference.describe(self.options, output);
        }
        let distinct = Distinct::of(&tally.vocabulary, self.needs.with_spectrum());
        let totals = Totals {
            numbers: Numbers { counts: counts.clone(), distinct, sequences: Vec::new() },
            vocabulary: &tally.vocabulary,
            contexts: &tally.contexts,
            spellings,
            groups,
            sightings,
            unreadable,
            reference,
            job,
        };
        self.tables.iter_mut().try_for_each(|table| table.finish(&totals, output))?;
        Ok(Summary { n_documents: counts.documents, n_tokens: counts.tokens })
    }
}
