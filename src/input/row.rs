//! Rows straight from records: cells that borrow from the bytes that were read.
//!
//! Where a verb only hands documents on, as `export` does with tables, it need not have them made. A row has the cells that
//! the document would have given, which a test checks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::options::{InputOptions, Texts};
use super::record::{Record, RecordSource, Role, Value};
use super::text_field;
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::error::Problem;
use crate::table::{Cell, Column, DocumentColumns};

/// The columns of rows about documents: those of `id`, `source`, `title` and `text` that say something, then fields.
#[derive(Clone, Debug)]
pub struct RowShape {
    /// For each of the four, its place if it is shown.
    base: [Option<usize>; 4],
    fields: DocumentColumns,
    columns: Vec<Column>,
    places: HashMap<Arc<str>, usize>,
    n_cells: usize,
}

/// What becomes of a value.
#[derive(Clone, Copy, Debug)]
enum Target {
    Id,
    Source,
    Title,
    Text,
    Field(usize),
    /// No column was declared for it.
    Nowhere,
}

const ID: usize = 0;
const SOURCE: usize = 1;
const TITLE: usize = 2;
const TEXT: usize = 3;

impl RowShape {
    /// The columns of [`DocumentColumns::base`] with these names, then those of the fields.
    pub fn new(base_names: &[&str], fields: DocumentColumns, diagnostics: &dyn Diagnostics) -> Self {
        let mut n_base = 0;
        let base = DocumentColumns::base().map(|column| {
            let place = base_names.contains(&&*column.name).then_some(n_base);
            n_base += usize::from(place.is_some());
            place
        });
        let fields = fields.showing(base_names);
        let columns = fields.handed_on(&[], diagnostics);
        let places = fields.names().enumerate().map(|(idx, name)| (name.into(), n_base + idx)).collect();
        let n_cells = columns.len();
        Self { base, fields, columns, places, n_cells }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The cells of a document.
    pub(super) fn cells<'d>(&self, document: &'d Document) -> Vec<Cell<'d>> {
        self.fields.row(document, [])
    }

    fn target(&self, role: &Role) -> Target {
        match role {
            Role::Id => Target::Id,
            Role::Source => Target::Source,
            Role::Title => Target::Title,
            Role::Text => Target::Text,
            Role::Field(name) => self.places.get(name).map_or(Target::Nowhere, |&place| Target::Field(place)),
        }
    }
}

/// Makes rows of the records of one block.
pub(super) struct RowMaker<'t> {
    shape: &'t RowShape,
    source: RecordSource<'t>,
    options: &'t InputOptions,
    /// For each role, as far as roles have been seen.
    targets: Vec<Target>,
    cells: Vec<Cell<'t>>,
}

impl<'t> RowMaker<'t> {
    pub(super) fn new(shape: &'t RowShape, source: RecordSource<'t>, options: &'t InputOptions) -> Self {
        Self { shape, source, options, targets: Vec::new(), cells: Vec::new() }
    }

    /// The cells of a record.
    ///
    /// # Errors
    ///
    /// As [`Record::into_document`].
    pub(super) fn row(&mut self, record: &mut Record<'t, '_>) -> Result<&[Cell<'t>], Problem> {
        let new_roles = record.roles.iter().skip(self.targets.len());
        self.targets.extend(new_roles.map(|role| self.shape.target(role)));
        self.cells.clear();
        self.cells.resize(self.shape.n_cells, Cell::Empty);
        let (mut has_text, mut has_id) = (false, false);
        let source = self.source;
        self.set(SOURCE, || Cell::text(source.shown));
        self.set(TEXT, || Cell::text(""));
        for (role_idx, value) in record.values.drain(..) {
            match self.targets[role_idx] {
                Target::Field(place) => self.cells[place] = field_cell(value),
                Target::Text => {
                    let text = value.into_text()?;
                    self.set(TEXT, || Cell::Text(text));
                    has_text = true;
                }
                Target::Title => {
                    let title = value.into_plain();
                    self.set(TITLE, || if title.is_empty() { Cell::Empty } else { Cell::Text(title) });
                }
                Target::Id => has_id |= self.set_unless_empty(ID, value.into_plain()),
                Target::Source => _ = self.set_unless_empty(SOURCE, value.into_plain()),
                Target::Nowhere => {}
            }
        }
        if !has_text && self.options.texts == Texts::Required {
            let found = self.shape.fields.names().map(str::to_owned).collect();
            return Err(text_field::missing(source.text_name, found));
        }
        if !has_id {
            self.set(ID, || Cell::text(source.id_of(record.number)));
        }
        Ok(&self.cells)
    }

    fn set(&mut self, base_idx: usize, cell: impl FnOnce() -> Cell<'t>) {
        if let Some(place) = self.shape.base[base_idx] {
            self.cells[place] = cell();
        }
    }

    fn set_unless_empty(&mut self, base_idx: usize, value: Cow<'t, str>) -> bool {
        let says_something = !value.is_empty();
        if says_something {
            self.set(base_idx, || Cell::Text(value));
        }
        says_something
    }
}

fn field_cell(value: Value<'_>) -> Cell<'_> {
    match value {
        Value::Text(text) => Cell::Text(text),
        Value::Json("null") => Cell::Empty,
        Value::Json(json) => Cell::Json(Cow::Borrowed(json)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::line_count::LineCount;
    use super::super::record::Counted;
    use super::*;
    use crate::diagnostics::Collected;
    use crate::input::csv_table::{self, Header};
    use crate::input::jsonl;

    /// Every record as a row, made at once and by way of its document: it or what is wrong with it.
    fn rows(text: &str, base_names: &[&str]) -> [Vec<Result<Vec<Cell<'static>>, String>>; 2] {
        let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        let (counted, lines) = (Counted::Lines, LineCount::NONE);
        let source = RecordSource { id: "a", shown: "in/a", text_name: "text", first_number: 1, counted, lines };
        // One of the fields is that of no record, and records have others.
        let shape = RowShape::new(
            base_names,
            DocumentColumns::new(["b", "other", "c"].map(Arc::from).to_vec()),
            &Collected::default(),
        );
        let owned = |cells: &[Cell<'_>]| cells.iter().map(Cell::owned).collect::<Vec<_>>();
        let (mut at_once, mut by_document) = (Vec::new(), Vec::new());
        let mut maker = RowMaker::new(&shape, source, &options);
        for_each_record(text, source, &options, |mut record| {
            at_once.push(maker.row(&mut record).map(owned).map_err(|problem| problem.to_string()));
        });
        for_each_record(text, source, &options, |record| {
            let document = record.into_document(source, &options);
            by_document.push(document.map(|d| owned(&shape.cells(&d))).map_err(|problem| problem.to_string()));
        });
        [at_once, by_document]
    }

    /// Hands on the records of a text that is JSON Lines if it begins like an object, and CSV otherwise.
    fn for_each_record<'t>(
        text: &'t str,
        source: RecordSource<'_>,
        options: &InputOptions,
        mut each: impl FnMut(Record<'t, '_>),
    ) {
        let take = |record: Result<Record<'t, '_>, _>| {
            if let Ok(record) = record {
                each(record);
            }
        };
        if text.starts_with('{') {
            _ = jsonl::records(text, source, options, jsonl::Damage::Report, take);
            return;
        }
        let (header, n_bytes) = Header::read(text.as_bytes(), true, b',', options).expect("a text is not required");
        csv_table::records(&text[n_bytes..], &header, source, options, take);
    }

    #[test]
    fn a_record_without_id_and_source_gets_those_of_its_place() {
        let [at_once, _] = rows("{\"b\":1}\n\n{\"id\":7,\"source\":\"s\",\"text\":\"t\"}\n", &["id", "source", "text"]);
        let row = |id, source, text, b| {
            vec![Cell::text(id), Cell::text(source), Cell::text(text), b, Cell::Empty, Cell::Empty]
        };
        let first = row("a#1", "in/a", "", Cell::Json("1".into()));
        assert_eq!(at_once, [Ok(first), Ok(row("7", "s", "t", Cell::Empty))]);
    }

    proptest! {
        #[test]
        fn a_row_has_the_cells_of_the_document_of_its_record(
            text in r#"(\{("(id|source|title|text|b|c|d)":(""|"x"|"\\u00e9\\n"|7|null|\[1\]),){0,5}"b":"y"\}\n){0,4}|(id|b),(text|c),(title|source|d)\n((x|"y""z"|"")?,(é|"a\n")?,(t)?\n){0,4}"#,
            base_names in prop::sample::subsequence(vec!["id", "source", "title", "text"], 0..=4),
        ) {
            let [at_once, by_document] = rows(&text, &base_names);
            prop_assert_eq!(at_once, by_document);
        }
    }
}
