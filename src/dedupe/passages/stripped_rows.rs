//! One row for each kept document, without the passages that many have, and a record of what was cut.

use std::fmt::Write;

use super::cuts::{Cut, remains};
use super::options::Strip;
use super::{Reused, passage_rows};
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::error::Error;
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx};

const CUT: Column = Column::text(
    "cut",
    "what was cut out of the text, a JSON array of objects: passage is the passage's number, start and end are bytes of \
     the text as it was; empty if nothing was cut",
);

const CUT_COLUMNS: [Column; 5] = [
    Column::text("id", "the document's id"),
    Column::integer("passage", "the passage's number"),
    Column::integer("start", "the first byte that was cut, in the text as it was"),
    Column::integer("end", "past the last byte that was cut"),
    Column::text("text", "what was cut, byte for byte; put back at these places it gives the text as it was"),
];

/// How much was cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stripped {
    /// Places where something was cut.
    pub(crate) n_cuts: u64,
    /// Documents of which something was cut.
    pub(crate) n_documents: u64,
    /// Documents of which no word is left that is not white space.
    pub(crate) n_emptied: u64,
}

/// Writes documents, `n_documents` of them, which `document` loads.
pub(crate) fn write(
    reused: &Reused,
    n_documents: u32,
    document: impl Fn(u32) -> Result<Document, Error>,
    fields: &DocumentColumns,
    strip: Strip,
    diagnostics: &dyn Diagnostics,
    output: &mut dyn Output,
) -> Result<Stripped, Error> {
    let columns = fields.handed_on(&[CUT], diagnostics);
    let table = output.table("document", &columns)?;
    let mut cut_table = None;
    if strip == Strip::PassagesWithTables {
        passage_rows::write(reused, &document, output)?;
        cut_table = Some(output.table("cut", &CUT_COLUMNS)?);
    }
    let mut stripped = Stripped::default();
    for number in 0..n_documents {
        let mut document = document(number)?;
        let cuts = reused.cuts(number, &document.text);
        if let Some(table) = cut_table {
            write_cuts(&document, &cuts, table, output)?;
        }
        if !cuts.is_empty() {
            document.text = remains(&document.text, &cuts);
            stripped.n_documents += 1;
            stripped.n_cuts += cuts.len() as u64;
            stripped.n_emptied += u64::from(document.text.trim().is_empty());
        }
        output.row(table, &fields.row(&document, [cut_cell(&cuts)]))?;
    }
    Ok(stripped)
}

fn write_cuts(document: &Document, cuts: &[Cut], table: TableIdx, output: &mut dyn Output) -> Result<(), Error> {
    cuts.iter().try_for_each(|cut| {
        output.row(
            table,
            &[
                Cell::text(&document.id),
                Cell::Integer(u64::from(cut.passage) + 1),
                Cell::Integer(cut.span.start as u64),
                Cell::Integer(cut.span.end as u64),
                Cell::text(cut.span.of(&document.text)),
            ],
        )
    })
}

fn cut_cell(cuts: &[Cut]) -> Cell<'static> {
    if cuts.is_empty() {
        return Cell::Empty;
    }
    let mut json = String::from("[");
    for (idx, Cut { span, passage }) in cuts.iter().enumerate() {
        let comma = if idx > 0 { "," } else { "" };
        let number = u64::from(*passage) + 1;
        // A string takes all that is written to it.
        let _ = write!(json, "{comma}{{\"passage\":{number},\"start\":{},\"end\":{}}}", span.start, span.end);
    }
    json.push(']');
    Cell::Json(json.into())
}
