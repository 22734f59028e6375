//! The table of segments, and the manifest beside it: what is asked of a run over a corpus, and the run.

use super::by::{By, NoBoundary, cut_page};
use super::manifest::{MANIFEST_COLUMNS, MANIFEST_UNIT, Manifest};
use super::rows::{self, Pieces};
use super::segment::{Cut, SegmentWarning, on_one_line};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::{Document, Span};
use crate::error::{Error, InputError, Place, Problem};
use crate::input::{Corpus, Job};
use crate::table::{Column, DocumentColumns, Output, Part, Selection, TableIdx, TextLook};

/// Rows of a document of up to so many bytes are made ready on the worker thread that cut it; those of a longer one are written
/// one by one, so that it is not held a second time.
const MOST_PREPARED_BYTES: usize = 4 << 20;

/// Nor are rows made ready that have more bytes: a text of short lines has many times as many as itself.
const MOST_ROW_BYTES: usize = 8 << 20;

/// What one row is.
pub const UNIT: &str = "segment";

/// The columns that every table of segments has. The fields of the documents' records follow.
pub const COLUMNS: [Column; 8] = [
    Column::text("id", "the document's id, #, and the number of the segment in it, counted from 1")
        .holding(Part::Id)
        .main()
        .looking(TextLook::Name),
    Column::text("source", "where the document's bytes came from; - is standard input")
        .holding(Part::Source)
        .minor()
        .looking(TextLook::Name),
    Column::text("title", "the segment's heading, on one line").holding(Part::Title).main(),
    Column::text("text", "the segment's text without title and marker, white space around it removed")
        .holding(Part::Text)
        .main(),
    Column::text("marker", "what marks the segment's boundary: the line that ends an entry, a separator, a match"),
    Column::text("page_title", "the page's own heading, else the document's title").holding(Part::Found),
    Column::integer("start", "first byte of the segment in the document's source; segments cover it without gaps"),
    Column::integer("end", "one past the last byte of the segment in the document's source"),
];

/// How to split.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The boundary to cut at.
    pub by: By,
    /// What is written of the segments.
    pub tables: Tables,
    /// The columns that will be shown. Documents are looked through for their fields only if one of these may be a field's.
    pub columns: Selection,
}

impl Options {
    /// Whether the output shows fields of the documents' records.
    fn shows_fields(&self, corpus: &Corpus) -> bool {
        let columns: Vec<Column> = COLUMNS.into_iter().chain(self.by.columns()).collect();
        let is_ours = |name: &str| {
            let gives_way = |column: &&Column| column.part.is_some() && corpus.may_have_field(name);
            columns.iter().find(|column| column.name == name).is_some_and(|column| !gives_way(&column))
        };
        self.tables != Tables::Manifest && (self.columns.is_all() || !self.columns.wanted().all(is_ours))
    }
}

/// What is written of segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// [`UNIT`]: titles, texts and markers, to be read.
    #[default]
    Segments,
    /// [`MANIFEST_UNIT`]: places, hashes and bytes, to be put together again.
    Manifest,
    /// Both.
    Both,
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
    let shows_fields = options.shows_fields(corpus);
    let fields = if shows_fields { corpus.document_columns(job)? } else { DocumentColumns::new(Vec::new()) };
    let tables = OpenTables::new(options, &fields, job.diagnostics, output)?;
    let preparer = tables.segments.and_then(|table| output.preparer(table));
    let mut summary = Summary::default();
    corpus.run(
        job,
        || (),
        |(), document| {
            let found = tables.pieces(&document, &options.by).map(|pieces| {
                let manifest = tables.manifest.zip(pieces.cut()).map(|(_, cut)| Manifest::of(&document, cut));
                let preparer = preparer.as_deref().filter(|_| document.text.len() <= MOST_PREPARED_BYTES);
                let rows = preparer.and_then(|preparer| {
                    rows::prepared(preparer, &options.by, &fields, &document, &pieces, MOST_ROW_BYTES)
                });
                (pieces, manifest, rows)
            });
            (document, found)
        },
        |(document, found)| match found {
            Ok((pieces, manifest, rows)) => {
                if let Some(cut) = pieces.cut() {
                    report(job, &document, cut);
                }
                summary.n_documents += 1;
                match (tables.segments, rows) {
                    (Some(table), Some(rows)) => {
                        summary.n_segments += rows.n_rows;
                        output.prepared(table, rows)?;
                    }
                    (Some(table), None) => rows::for_each(&options.by, &fields, &document, &pieces, |cells| {
                        summary.n_segments += 1;
                        output.row(table, cells)
                    })?,
                    (None, _) => summary.n_segments += pieces.cut().map_or(0, |cut| cut.segments.len() as u64),
                }
                match (tables.manifest, manifest, pieces.cut()) {
                    (Some(table), Some(manifest), Some(cut)) => manifest.write(output, table, &document, cut),
                    _ => Ok(()),
                }
            }
            Err(missing) => {
                summary.n_failed += 1;
                let problem = match missing {
                    NoBoundary::Missing(_) => Problem::NoBoundary(missing.to_string()),
                    NoBoundary::TooMany { limit } => Problem::TooManySegments { limit },
                    NoBoundary::Unfit { .. } => Problem::Unfit(missing.to_string()),
                };
                job.diagnostics.report(InputError::new(document.id, problem).into());
                Ok(())
            }
        },
    )?;
    Ok(summary)
}

/// The tables that the options ask for.
struct OpenTables {
    segments: Option<TableIdx>,
    manifest: Option<TableIdx>,
}

impl OpenTables {
    fn new(
        options: &Options,
        fields: &DocumentColumns,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        let mut columns = COLUMNS.to_vec();
        columns.extend(options.by.columns());
        let field_columns = fields.beside(&mut columns, UNIT, diagnostics);
        columns.extend(field_columns);
        let segments = match options.tables {
            Tables::Segments | Tables::Both => Some(output.table(UNIT, &columns)?),
            Tables::Manifest => None,
        };
        let manifest = match options.tables {
            Tables::Manifest | Tables::Both => Some(output.table(MANIFEST_UNIT, &MANIFEST_COLUMNS)?),
            Tables::Segments => None,
        };
        Ok(Self { segments, manifest })
    }

    /// The segments of a document. A manifest has to know more of each than a row.
    fn pieces(&self, document: &Document, by: &By) -> Result<Pieces, NoBoundary> {
        match by.plain().filter(|_| self.manifest.is_none()) {
            Some(plain) => Ok(Pieces::Plain(plain)),
            None => cut_page(&document.text, document.markup(), by).map(|cut| Pieces::Cut(Box::new(cut))),
        }
    }
}

fn report(job: &Job<'_>, document: &Document, cut: &Cut) {
    if let Some(layout) = &cut.layout {
        job.diagnostics.report(Finding::note(&document.id, layout.to_string()));
    }
    let n_bytes = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let places = [
        (n_bytes(&cut.lead), "before the first entry"),
        (n_bytes(&cut.outside), "between the segments"),
        (cut.tail.map_or(0, Span::len), "after the last entry"),
    ];
    for (n_bytes, place) in places {
        if n_bytes > 0 {
            let message = format!("{n_bytes} bytes {place} are in no segment's text");
            job.diagnostics.report(Finding::warning(&document.id, message));
        }
    }
    for SegmentWarning { number, kind, message } in &cut.warnings {
        let place = Place::Record(*number);
        job.diagnostics.report(Finding::repeated_at(*kind, &document.id, place, message));
    }
    if let Some(opening) = cut.unclosed {
        let opening = on_one_line(opening.of(&document.text)).into_owned();
        let message = format!("nothing closes the last segment, which {opening:?} opens; it goes to the end");
        job.diagnostics.report(Finding::warning(&document.id, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldValue;

    #[test]
    fn documents_are_looked_through_for_fields_only_if_one_may_be_shown() {
        #[track_caller]
        fn check(columns: &[&str], by: By, tables: Tables, expected: bool) {
            let items: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
            let columns = Selection::parse(&items).unwrap();
            let fields = [("date".into(), FieldValue::Text("2024".to_owned()))].into_iter().collect();
            let dated = Document { id: "a".to_owned(), text: "x".to_owned(), fields, ..Document::default() };
            let options = Options { by, tables, columns };
            assert_eq!(options.shows_fields(&Corpus::from_documents(Vec::new())), expected, "{items:?}");
            let is_dated = expected || (items.contains(&"date".to_owned()) && tables == Tables::Segments);
            assert_eq!(options.shows_fields(&Corpus::from_documents(vec![dated])), is_dated, "{items:?}");
        }
        check(&[], By::Line, Tables::Segments, true);
        check(&["id", "text=what"], By::Line, Tables::Both, false);
        check(&["id", "lang"], By::Line, Tables::Segments, true);
        check(&["date"], By::Entry, Tables::Segments, false);
        check(&["date"], By::Line, Tables::Segments, true);
        check(&[], By::Line, Tables::Manifest, false);
    }
}
