//! The stage of `export`: documents to the lines of a file.
//!
//! The engine writes the lines, not the stage: it knows how to reach the storage, and its commit protocol sees to it that a
//! task that is run twice, or given up half way, leaves nothing behind.

use super::documents::{documents, field_names};
use super::error::WorkerError;
use super::incoming::Incoming;
use super::parameters::{Lines, Parameters};
use super::rows::{Columns, Kind, Rows, Value};
use super::split_stage::Unheard;
use super::stage::Stage;
use crate::document::Document;
use crate::export::DocumentFormat;
use crate::render::{Guarding, Header, Layout, Renderer, RowFormat};
use crate::table::{Cell, DocumentColumns};
use crate::text::guard;

/// `export`: documents to rows of `value`, each some lines without the last line end. Put one below the other, those of a
/// partition are the bytes of a file as `textmill export` writes it.
pub(super) struct ExportStage {
    lines: Lines,
    writer: Option<FileWriter>,
}

enum FileWriter {
    Table(TableWriter),
    Documents(DocumentFormat),
}

struct TableWriter {
    renderer: Box<dyn Renderer>,
    fields: DocumentColumns,
    /// Whether a spreadsheet may read it, so that cells that it would run as formulas are guarded.
    is_guarded: bool,
}

impl ExportStage {
    pub(super) fn new(parameters: &Parameters) -> Self {
        Self { lines: parameters.lines, writer: None }
    }
}

impl Stage for ExportStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("value", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(FileWriter::begin(self.lines, batch, rows)?),
        };
        documents(batch)?.iter().try_for_each(|document| writer.document(document, rows))
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        match self.writer {
            Some(FileWriter::Documents(format)) => push(format.foot(), rows),
            Some(FileWriter::Table(table)) => table.finish(rows),
            None => Ok(()),
        }
    }
}

impl FileWriter {
    /// Begins a file for documents like those of a batch.
    fn begin(lines: Lines, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<Self, WorkerError> {
        match lines {
            Lines::Table(format, header) => TableWriter::begin(format, header, batch, rows).map(Self::Table),
            Lines::Documents(format) => {
                push(format.head(), rows)?;
                Ok(Self::Documents(format))
            }
        }
    }

    fn document(&mut self, document: &Document, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        match self {
            Self::Documents(format) => push(&format.element(document), rows),
            Self::Table(table) => table.document(document, rows),
        }
    }
}

impl TableWriter {
    fn begin(
        format: RowFormat,
        header: Header,
        batch: &Incoming<'_>,
        rows: &mut Rows<'_>,
    ) -> Result<Self, WorkerError> {
        let (fields, is_guarded) = (DocumentColumns::new(field_names(batch)), format != RowFormat::JSONL);
        let mut columns = fields.handed_on(&[], &Unheard);
        if is_guarded {
            columns.iter_mut().for_each(|column| column.name = guard(&column.name).into_owned().into());
        }
        let guarding = if is_guarded { Guarding::Marked } else { Guarding::None };
        let (mut renderer, mut bytes) = (format.renderer(Layout { header, guarding, ..Layout::default() }), Vec::new());
        renderer.header(&columns, &mut bytes).map_err(WorkerError::of_rendering)?;
        push(&String::from_utf8_lossy(&bytes), rows)?;
        Ok(Self { renderer, fields, is_guarded })
    }

    fn document(&mut self, document: &Document, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let cells = self.fields.row(document, []);
        let guarded: Vec<Cell<'_>>;
        let cells = if self.is_guarded {
            guarded = cells.iter().map(guarded_cell).collect();
            &guarded
        } else {
            &cells
        };
        let mut bytes = Vec::new();
        self.renderer.row(cells, &mut bytes).map_err(WorkerError::of_rendering)?;
        push(&String::from_utf8_lossy(&bytes), rows)
    }

    /// Hands on what the renderer held back.
    fn finish(mut self, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let mut bytes = Vec::new();
        self.renderer.finish(&mut bytes).map_err(WorkerError::of_rendering)?;
        push(&String::from_utf8_lossy(&bytes), rows)
    }
}

fn guarded_cell<'c>(cell: &'c Cell<'_>) -> Cell<'c> {
    match cell {
        Cell::Text(text) => Cell::Text(guard(text)),
        Cell::Json(json) => Cell::Json(guard(json)),
        other => other.borrowed(),
    }
}

/// Hands on lines; the engine ends the last of them.
fn push(lines: &str, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
    match lines.strip_suffix('\n').unwrap_or(lines) {
        "" => Ok(()),
        lines => rows.push(&[Value::Text(lines)]),
    }
}
