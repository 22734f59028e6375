//! One row for each title, text or field that differs.

use rayon::prelude::*;

use super::change::Change;
use super::corpora::Pairs;
use super::document_row::{Measured, Row};
use super::field_changes::field_changes;
use super::ignore::Ignore;
use crate::document::Document;
use crate::error::Error;
use crate::input::Job;
use crate::table::{Cell, Column, Output, TableIdx, TextLook};

/// Pairs that are read back at a time.
const BATCH: usize = 256;

/// The columns of the table with unit `field`.
fn columns() -> [Column; 5] {
    [
        Column::text("id", "the document's id, or its key if others were named; of a pair that of the new document")
            .looking(TextLook::Name),
        Column::text("change", "what became of the document, as in rows per document"),
        Column::text(
            "field",
            "the field that differs, title and text among them; empty if the document has no partner",
        ),
        Column::text("old", "its old value"),
        Column::text("new", "its new value"),
    ]
}

impl Pairs {
    /// Sends one row for each title, text or field that differs, ordered by id; one row in all for a document without a
    /// partner.
    ///
    /// # Errors
    ///
    /// What `output` returns, and [`Error::Spool`].
    pub fn write_field_rows(&self, ignore: Ignore, job: &Job<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("field", &columns())?;
        let rows: Vec<&Row> = self.paired.rows.iter().filter(|row| row.change != Change::Same).collect();
        for batch in rows.chunks(BATCH) {
            let read = || batch.par_iter().map(|row| self.documents(row)).collect::<Result<Vec<_>, Error>>();
            let documents = job.pool.workers().install(read)?;
            for (row, (old, new)) in batch.iter().zip(&documents) {
                write(row, old, new, ignore, table, output)?;
            }
        }
        Ok(())
    }

    /// The two documents of a row read back; empty ones if it has but one.
    pub(super) fn documents(&self, row: &Row) -> Result<(Document, Document), Error> {
        let (Some(old), Some(new)) = (&row.old, &row.new) else { return Ok(Default::default()) };
        Ok((self.paired.olds.read(old)?, self.paired.news.read(new)?))
    }
}

fn write(
    row: &Row,
    old: &Document,
    new: &Document,
    ignore: Ignore,
    table: TableIdx,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let mut send = |field: Cell<'_>, old: Cell<'_>, new: Cell<'_>| {
        output.row(table, &[Cell::text(row.id()), Cell::text(row.change.name()), field, old, new])
    };
    let value = |value: &str| if value.is_empty() { Cell::Empty } else { Cell::text(value.to_owned()) };
    if row.old.is_none() || row.new.is_none() || row.is_without_text() {
        return send(Cell::Empty, Cell::Empty, Cell::Empty);
    }
    for change in field_changes(old, new, ignore) {
        send(Cell::text(change.name), value(change.old), value(change.new))?;
    }
    if let Measured::Pair(..) = row.measured {
        send(Cell::text("text"), value(&old.text), value(&new.text))?;
    }
    Ok(())
}
