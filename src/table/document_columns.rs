//! The columns that every row about a document carries: who it is, and its record's own fields.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Cell, Column, Kind};
use crate::document::{Document, FieldValue, Fields};

const ID: Column = Column::text("id", "the document's id: its relative path, or the id of its record");
const SOURCE: Column = Column::text("source", "where the document's bytes came from; - is standard input");
const TITLE: Column = Column::text("title", "the document's heading, where the input names one");
const TEXT: Column = Column::text("text", "the document's text");

/// The columns of whole documents: `id`, `source`, `title`, `text`, then the fields of their records.
///
/// A field whose name is taken by another column of the table gets a `_2` behind it, so that nothing is lost.
#[derive(Clone, Debug)]
pub struct DocumentColumns {
    fields: Vec<Arc<str>>,
}

impl DocumentColumns {
    /// Columns for documents that have (some of) these fields.
    pub fn new(fields: Vec<Arc<str>>) -> Self {
        Self { fields }
    }

    /// The names of the fields, as the records have them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|name| &**name)
    }

    /// `id`, `source`, `title` and `text`.
    pub fn base() -> [Column; 4] {
        [ID, SOURCE, TITLE, TEXT]
    }

    /// The cells for [`Self::base`].
    pub fn base_cells(document: &Document) -> [Cell<'_>; 4] {
        [
            Cell::text(&document.id),
            Cell::text(&document.source),
            document.title.as_deref().map_or(Cell::Empty, Cell::text),
            Cell::text(&document.text),
        ]
    }

    /// The columns of the fields, named so that they clash with none of `others`.
    pub fn field_columns(&self, others: &[Column]) -> Vec<Column> {
        let mut taken: HashSet<Cow<'static, str>> = others.iter().map(|c| c.name.clone()).collect();
        self.fields.iter().map(|field| field_column(field, &mut taken)).collect()
    }

    /// The cells for [`Self::field_columns`].
    pub fn field_cells<'d>(&self, fields: &'d Fields) -> impl Iterator<Item = Cell<'d>> {
        self.fields.iter().map(|name| fields.get(name).map_or(Cell::Empty, field_cell))
    }
}

fn field_column(field: &str, taken: &mut HashSet<Cow<'static, str>>) -> Column {
    let mut name = field.to_owned();
    let mut number = 2;
    while !taken.insert(Cow::Owned(name.clone())) {
        name = format!("{field}_{number}");
        number += 1;
    }
    Column {
        name: Cow::Owned(name),
        kind: Kind::Any,
        definition: Cow::Borrowed("a field of the document's record, as it was read"),
    }
}

fn field_cell(value: &FieldValue) -> Cell<'_> {
    match value {
        FieldValue::Text(text) => Cell::text(text),
        FieldValue::Json(json) if json == "null" => Cell::Empty,
        FieldValue::Json(json) => Cell::Json(Cow::Borrowed(json)),
    }
}
