//! `--per document`: a row for each document, written as soon as the document is counted.

use std::sync::Arc;

use super::Options;
use super::languages::{LANGUAGE, Languages};
use super::measure_columns::MeasureColumns;
use super::needs::Needs;
use super::record::Record;
use super::totals::Table;
use super::unit::Unit;
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx};

/// Writes a row for each document.
#[derive(Debug)]
pub(super) struct DocumentTable {
    fields: DocumentColumns,
    table: TableIdx,
}

impl DocumentTable {
    /// What the wanted columns need.
    pub(super) fn needs(options: &Options) -> Needs {
        MeasureColumns::of_one(options).needs()
    }

    /// Opens the table for documents with these fields.
    pub(super) fn open(
        options: &Options,
        mut fields: Vec<Arc<str>>,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        if options.languages() == Languages::Guessed && !fields.iter().any(|field| **field == *LANGUAGE) {
            fields.push(LANGUAGE.into());
        }
        let (fields, measures) = (DocumentColumns::new(fields), MeasureColumns::of_one(options));
        let [id, source, title, _] = DocumentColumns::base();
        let base = [id, source, title];
        let mut own: Vec<Column> = base.iter().cloned().chain(measures.columns()).collect();
        let field_columns = fields.beside(&mut own, Unit::Document.name(), diagnostics);
        let measured = own.split_off(base.len());
        let identity: Vec<Column> = own.into_iter().chain(field_columns).collect();
        measures.check_names(&identity)?;
        let columns: Vec<Column> = identity.into_iter().chain(measured).collect();
        let table = output.table(Unit::Document.name(), &columns)?;
        Ok(Self { fields, table })
    }
}

impl Table for DocumentTable {
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        let title = record.title.as_deref().map_or(Cell::Empty, Cell::text);
        let mut cells: Vec<Cell<'_>> = vec![Cell::text(&record.id), Cell::text(&record.source), title];
        cells.extend(self.fields.field_cells(&record.fields));
        cells.extend(record.measures.iter().cloned());
        output.row(self.table, &cells)
    }
}
