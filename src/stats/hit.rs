//! `--per hit`: a concordance. A row for each place that was found, with the words around it (keyword in context).
//!
//! The hits of a document are held until it is complete, then written.

use super::Options;
use super::needs::Needs;
use super::record::Record;
use super::search::Hit;
use super::unit::{Table, Totals, Unit};
use crate::error::{Error, OptionProblem};
use crate::table::{Cell, CellOrder, Column, DocumentColumns, Output, TableIdx};

const LABEL: Column = Column::text("label", "the label of the term that was found");
const COLUMNS: [Column; 7] = [
    Column::integer("position", "number of the token that the hit begins in or before, counted from 1 in the document"),
    Column::integer("start", "first byte of the hit in the document's source"),
    Column::integer("end", "one past the last byte of the hit in the document's source"),
    Column::text("left", "up to {context} tokens before the hit, in one line, with what stands between them")
        .ordered(CellOrder::WordsFromEnd),
    Column::text("hit", "what was found, in one line").ordered(CellOrder::Words),
    Column::text("right", "up to {context} tokens after the hit, in one line, with what stands between them")
        .ordered(CellOrder::Words),
    Column::integer("corpus_position", "position, plus the tokens of all documents before this one"),
];

/// Writes a row for each hit.
#[derive(Debug)]
pub(super) struct HitTable<'o> {
    options: &'o Options,
    has_labels: bool,
    n_tokens_before: u64,
    table: TableIdx,
}

impl<'o> HitTable<'o> {
    /// The tokens of each document, to number those of the corpus.
    pub(super) fn needs() -> Needs {
        Needs::TOKENS
    }

    /// Opens the table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there is nothing to look for, and what `output` returns.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        if options.pattern.is_none() && options.terms.is_none() {
            return Err(OptionProblem::NothingToFind.into());
        }
        let has_labels = options.pattern.is_none();
        let [id, source, _, _] = DocumentColumns::base();
        let mut columns = vec![id, source];
        columns.extend(has_labels.then_some(LABEL));
        columns.extend(COLUMNS.map(|column| Column {
            definition: column.definition.replace("{context}", &options.n_context.to_string()).into(),
            ..column
        }));
        let table = output.table(Unit::Hit.name(), &columns)?;
        Ok(Self { options, has_labels, n_tokens_before: 0, table })
    }

    fn write(
        &self,
        (id, source): (&str, &str),
        n_tokens_before: u64,
        hit: &Hit,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let mut cells = vec![Cell::text(id), Cell::text(source)];
        if self.has_labels {
            cells.push(self.label(hit).map_or(Cell::Empty, Cell::text));
        }
        cells.extend([
            Cell::Integer(hit.position),
            Cell::Integer(hit.start),
            Cell::Integer(hit.end),
            Cell::text(&hit.left),
            Cell::text(&hit.hit),
            Cell::text(&hit.right),
            Cell::Integer(n_tokens_before + hit.position),
        ]);
        output.row(self.table, &cells)
    }

    fn label(&self, hit: &Hit) -> Option<&'o str> {
        let labels = self.options.terms.as_ref()?.labels();
        labels.get(hit.label_idx? as usize).map(String::as_str)
    }
}

impl Table for HitTable<'_> {
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        let (id, source) = (&record.id, &record.source);
        for hit in &record.hits {
            self.write((id, source), self.n_tokens_before, hit, output)?;
        }
        self.n_tokens_before += record.n_tokens;
        Ok(())
    }

    fn finish(&mut self, _: &Totals<'_>, _: &mut dyn Output) -> Result<(), Error> {
        Ok(())
    }
}
