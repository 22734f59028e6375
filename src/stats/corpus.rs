//! `--per corpus`: one row about all documents together.

use super::Options;
use super::measure_columns::MeasureColumns;
use super::needs::Needs;
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::Error;
use crate::table::{Column, Output, TableIdx};

/// Writes the one row.
#[derive(Debug)]
pub(super) struct CorpusTable<'o> {
    measures: MeasureColumns<'o>,
    table: TableIdx,
}

impl<'o> CorpusTable<'o> {
    /// What the wanted columns need. The types of a corpus are not the sum of its documents' types.
    pub(super) fn needs(options: &Options) -> Needs {
        let needs = MeasureColumns::of_several(options).needs();
        if needs.contains(Needs::TYPES) { needs | Needs::VOCABULARY } else { needs }
    }

    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let measures = MeasureColumns::of_several(options);
        measures.check_names(&[])?;
        // A single row is a list, which has room for all of them.
        let columns: Vec<Column> = measures.columns().into_iter().map(Column::main).collect();
        let table = output.table(Unit::Corpus.name(), &columns)?;
        Ok(Self { measures, table })
    }
}

impl Table for CorpusTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        output.row(self.table, &self.measures.cells(&totals.numbers))
    }
}
