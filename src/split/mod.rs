//! `split`: documents into segments.
//!
//! The pure part is [`cut`]: a text and a [`By`] give a [`Cut`]. [`split`] runs it over a corpus and sends one row for
//! each segment. A document without the boundary asked for is a failed input, never one silent segment.

mod by;
mod entry;
mod pattern;
mod rule;
mod segment;
mod size;

#[cfg(test)]
mod tests;

use crate::diagnostics::Finding;
use crate::document::{Document, Span};
use crate::error::{Error, InputError, Problem};
use crate::input::{Corpus, Job};
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx};

pub use by::{By, NoBoundary, cut, cut_page};
pub use entry::{Boundary, Doubt, Evidence, Layout, Side, explain};
pub use rule::{Learned, Rule, learn};
pub use segment::{Cut, Quoting, Segment};

/// What one row is.
pub const UNIT: &str = "segment";

/// The columns that every table of segments has. The fields of the documents' records follow.
pub const COLUMNS: [Column; 8] = [
    Column::text("id", "the document's id, #, and the number of the segment in it, counted from 1"),
    Column::text("source", "where the document's bytes came from; - is standard input"),
    Column::text("title", "the segment's heading, on one line"),
    Column::text("text", "the segment's text without title and marker, white space around it removed"),
    Column::text("marker", "what marks the segment's boundary: the line that ends an entry, a separator, a match"),
    Column::text("page_title", "the page's own heading, else the document's title"),
    Column::integer("start", "first byte of the segment in the document's source; segments cover it without gaps"),
    Column::integer("end", "one past the last byte of the segment in the document's source"),
];

/// How to split.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The boundary to cut at.
    pub by: By,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were split, empty ones included.
    pub n_documents: u64,
    /// Rows written.
    pub n_segments: u64,
    /// Documents in which no boundary was found.
    pub n_failed: u64,
}

/// Splits every document of `corpus` and sends one row for each segment to `output`, in input order.
///
/// Documents are cut on the worker threads and held only until their rows are written. A document without a boundary
/// is reported as failed and the others go on; what stands around the entries of a page and is in no segment's cells is
/// reported as a warning.
///
/// # Errors
///
/// Whatever `output` or reading the corpus returns.
pub fn split(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    let fields = DocumentColumns::new(corpus.field_names(job)?);
    let further = options.by.columns();
    let mut columns: Vec<Column> = COLUMNS.iter().chain(&further).cloned().collect();
    columns.extend(fields.field_columns(&columns));
    let table = output.table(UNIT, &columns)?;
    let mut summary = Summary::default();
    corpus.run(
        job,
        || (),
        |(), document| {
            let found = cut_page(&document.text, document.markup(), &options.by);
            (document, found)
        },
        |(document, found)| match found {
            Ok(cut) => {
                report(job, &document, &cut);
                summary.n_documents += 1;
                summary.n_segments += cut.segments.len() as u64;
                write(output, table, &fields, &document, &cut, further.len())
            }
            Err(missing) => {
                summary.n_failed += 1;
                let problem = match missing {
                    NoBoundary::Missing(_) => Problem::NoBoundary(missing.to_string()),
                    NoBoundary::Unfit { .. } => Problem::Unfit(missing.to_string()),
                };
                job.diagnostics.report(InputError::new(document.id, problem).into());
                Ok(())
            }
        },
    )?;
    Ok(summary)
}

fn report(job: &Job<'_>, document: &Document, cut: &Cut) {
    if let Some(layout) = &cut.layout {
        job.diagnostics.report(Finding::note(&document.id, layout.to_string()));
    }
    let n_lead_bytes: usize = cut.lead.iter().map(|span| span.len()).sum();
    let n_tail_bytes = cut.tail.map_or(0, Span::len);
    for (n_bytes, place) in [(n_lead_bytes, "before the first entry"), (n_tail_bytes, "after the last entry")] {
        if n_bytes > 0 {
            let message = format!("{n_bytes} bytes {place} are in no segment's text");
            job.diagnostics.report(Finding::warning(&document.id, message));
        }
    }
}

fn write(
    output: &mut dyn Output,
    table: TableIdx,
    fields: &DocumentColumns,
    document: &Document,
    cut: &Cut,
    n_further: usize,
) -> Result<(), Error> {
    let text = document.text.as_str();
    let page_title = cut.page_title_of(text).or_else(|| document.title.as_deref().map(Into::into));
    let mut cells: Vec<Cell<'_>> = Vec::new();
    for (idx, segment) in cut.segments.iter().enumerate() {
        cells.clear();
        cells.extend([
            Cell::text(format!("{}#{}", document.id, idx + 1)),
            Cell::text(&document.source),
            segment.title_of(text).map_or(Cell::Empty, Cell::Text),
            Cell::Text(segment.text_of(text)),
            segment.marker.map_or(Cell::Empty, |marker| Cell::text(marker.of(text))),
            page_title.clone().map_or(Cell::Empty, Cell::Text),
            Cell::Integer(document.facts.offsets.to_source(segment.span.start)),
            Cell::Integer(document.facts.offsets.to_source(segment.span.end)),
        ]);
        let further = segment.further.iter().map(|value| value.as_deref().map_or(Cell::Empty, Cell::text));
        cells.extend(further.chain(std::iter::repeat(Cell::Empty)).take(n_further));
        cells.extend(fields.field_cells(&document.fields));
        output.row(table, &cells)?;
    }
    Ok(())
}
