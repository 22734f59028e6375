//! The columns that every row about a document carries: who it is, and its record's own fields.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Cell, Column, Kind, Part, TextLook};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::{Document, FieldValue, Fields};

const ID: Column = Column::text("id", "the document's id: its relative path, or the id of its record")
    .holding(Part::Id)
    .main()
    .looking(TextLook::Name);
const SOURCE: Column = Column::text("source", "where the document's bytes came from; - is standard input")
    .holding(Part::Source)
    .minor()
    .looking(TextLook::Name);
const TITLE: Column =
    Column::text("title", "the document's heading, where the input names one").holding(Part::Title).main();
const TEXT: Column = Column::text("text", "the document's text").holding(Part::Text).main();

/// The names that id, title and text have in the records of the input, where the user named their fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartNames {
    /// The field with the id, if it is not `id`.
    pub id: Option<String>,
    /// The field with the title, if it is not `title`.
    pub title: Option<String>,
    /// The field with the text, if it is not `text`.
    pub text: Option<String>,
}

impl PartNames {
    fn of(&self, column: &Column) -> Cow<'static, str> {
        let named = match column.part {
            Some(Part::Id) => &self.id,
            Some(Part::Title) => &self.title,
            Some(Part::Text) => &self.text,
            _ => &None,
        };
        named.clone().map_or_else(|| column.name.clone(), Cow::Owned)
    }
}

/// The columns of whole documents: `id`, `source`, `title`, `text`, then the fields of their records.
///
/// The one place where their names are decided. A field that the user gave keeps its name: a column that says what a field may
/// say as well (one that holds a [`Part`]) gets the name of what its row is before its own, such as `segment_date`. Beside a
/// column that says something else, such as a measure, the field gets a `_2` behind it, so that nothing is lost; a field that a
/// reader found gets one beside all columns.
#[derive(Clone, Debug)]
pub struct DocumentColumns {
    fields: Vec<Arc<str>>,
    parts: PartNames,
    /// Which of [`Self::base`] are columns of documents that are handed on.
    shown: [bool; 4],
    /// Fields that a reader found and named itself, such as the date of a web page.
    found: HashSet<Arc<str>>,
}

impl DocumentColumns {
    /// Columns for documents that have (some of) these fields.
    pub fn new(fields: Vec<Arc<str>>) -> Self {
        Self { fields, parts: PartNames::default(), shown: [true; 4], found: HashSet::new() }
    }

    /// With the names that the user gave for id, title and text.
    #[must_use]
    pub fn with_parts(self, parts: PartNames) -> Self {
        Self { parts, ..self }
    }

    /// Of which a reader found these fields itself.
    #[must_use]
    pub fn with_found(self, found: impl IntoIterator<Item = Arc<str>>) -> Self {
        Self { found: found.into_iter().collect(), ..self }
    }

    /// Of which only these of [`Self::base`] are columns of documents that are handed on.
    #[must_use]
    pub fn showing(self, base_names: &[&str]) -> Self {
        Self { shown: Self::base().map(|column| base_names.contains(&&*column.name)), ..self }
    }

    /// The names of the fields, as the records have them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|name| &**name)
    }

    /// `id`, `source`, `title` and `text`.
    pub fn base() -> [Column; 4] {
        [ID, SOURCE, TITLE, TEXT]
    }

    /// The same, called as the fields that the user named for them. A name is given once: one that the user gave to another
    /// part gets `document_` in front.
    pub fn named_base(&self) -> [Column; 4] {
        let mut columns = Self::base();
        let named = Self::base().map(|column| self.parts.of(&column) != column.name);
        let mut taken: HashSet<Cow<'static, str>> = HashSet::new();
        for is_named in [true, false] {
            for (column, _) in columns.iter_mut().zip(named).filter(|(_, named)| *named == is_named) {
                let name = self.parts.of(column);
                let is_taken = !taken.insert(name.clone());
                column.name = if is_taken { format!("document_{}", column.name).into() } else { name };
            }
        }
        columns
    }

    /// The columns of documents that are handed on: [`Self::named_base`], `further`, and the fields.
    pub fn handed_on(&self, further: &[Column], diagnostics: &dyn Diagnostics) -> Vec<Column> {
        let mut columns: Vec<Column> = self.shown(self.named_base()).chain(further.iter().cloned()).collect();
        let fields = self.beside(&mut columns, "document", diagnostics);
        columns.into_iter().chain(fields).collect()
    }

    /// The cells for [`Self::handed_on`], with those for its further columns.
    pub fn row<'d>(&self, document: &'d Document, further: impl IntoIterator<Item = Cell<'d>>) -> Vec<Cell<'d>> {
        let base = [
            Cell::text(&document.id),
            Cell::text(&document.source),
            document.title.as_deref().map_or(Cell::Empty, Cell::text),
            Cell::text(&document.text),
        ];
        self.shown(base).chain(further).chain(self.field_cells(&document.fields)).collect()
    }

    /// Those of four that are shown.
    fn shown<T>(&self, four: [T; 4]) -> impl Iterator<Item = T> + use<T> {
        four.into_iter().zip(self.shown).filter_map(|(one, is_shown)| is_shown.then_some(one))
    }

    /// The columns of the fields, beside `own` columns of rows that are one `unit` each. Those of `own` that give way are
    /// renamed, and every name that changes is reported.
    pub fn beside(&self, own: &mut [Column], unit: &str, diagnostics: &dyn Diagnostics) -> Vec<Column> {
        let given: HashSet<&str> = self.names().filter(|name| !self.found.contains(*name)).collect();
        let mut taken: HashSet<String> = self.names().map(str::to_owned).collect();
        taken.extend(own.iter().map(|column| column.name.clone().into_owned()));
        let mut kept: HashSet<String> = HashSet::new();
        for column in own.iter_mut() {
            if column.part.is_some() && given.contains(&*column.name) {
                let name = free(&format!("{unit}_{}", column.name), &mut taken);
                let message = format!(
                    "the column {} is called {name}, because the documents have a field {}",
                    column.name, column.name
                );
                diagnostics.report(Finding::note("", message));
                column.name = Cow::Owned(name);
            } else {
                kept.insert(column.name.clone().into_owned());
            }
        }
        let named = |field: &Arc<str>| {
            let name = if kept.contains(&**field) { free(field, &mut taken) } else { (**field).to_owned() };
            if name != **field {
                let message = format!("the field {field} is called {name}, because {field} is a column of the table");
                diagnostics.report(Finding::note("", message));
            }
            Column::of(name, Kind::Any, "a field of the document's record, as it was read").holding(Part::Field)
        };
        self.fields.iter().map(named).collect()
    }

    /// The cells for [`Self::beside`].
    pub fn field_cells<'d>(&self, fields: &'d Fields) -> impl Iterator<Item = Cell<'d>> {
        self.fields.iter().map(|name| fields.get(name).map_or(Cell::Empty, field_cell))
    }
}

/// The name, or the first of it with a number behind that is not taken.
fn free(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    loop {
        if let Some(name) = names.next().filter(|name| taken.insert(name.clone())) {
            return name;
        }
    }
}

fn field_cell(value: &FieldValue) -> Cell<'_> {
    match value {
        FieldValue::Text(text) => Cell::text(text),
        FieldValue::Json(json) if json == "null" => Cell::Empty,
        FieldValue::Json(json) => Cell::Json(Cow::Borrowed(json)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Collected;

    fn names(fields: &[&str], own: &[Column]) -> (Vec<String>, Vec<String>) {
        let columns = DocumentColumns::new(fields.iter().map(|&name| name.into()).collect());
        let columns = columns.with_found(["link".into()]);
        let mut own = own.to_vec();
        let fields = columns.beside(&mut own, "segment", &Collected::default());
        let names = |columns: Vec<Column>| columns.into_iter().map(|column| column.name.into_owned()).collect();
        (names(own), names(fields))
    }

    #[test]
    fn a_field_keeps_its_name_beside_what_a_verb_finds_of_the_same_kind() {
        let date = Column::text("date", "").holding(Part::Found);
        let own = [ID, date, Column::integer("start", "")];
        assert_eq!(names(&[], &own).0, ["id", "date", "start"]);
        let (own, fields) = names(&["date", "id", "x"], &own);
        assert_eq!(
            (own, fields),
            (
                ["segment_id", "segment_date", "start"].map(String::from).into(),
                ["date", "id", "x"].map(String::from).into()
            )
        );
    }

    #[test]
    fn a_result_keeps_its_name_and_the_field_gets_a_number() {
        let (own, fields) = names(&["start", "start_2"], &[ID, Column::integer("start", "")]);
        assert_eq!(
            (own, fields),
            (["id", "start"].map(String::from).into(), ["start_3", "start_2"].map(String::from).into())
        );
    }

    #[test]
    fn a_field_that_a_reader_found_gives_way() {
        let (own, fields) = names(&["link"], &[Column::text("link", "").holding(Part::Found)]);
        assert_eq!((own, fields), (vec!["link".to_owned()], vec!["link_2".to_owned()]));
    }

    #[test]
    fn a_column_that_gives_way_takes_the_name_of_no_other_field() {
        let (own, fields) = names(&["date", "segment_date"], &[Column::text("date", "").holding(Part::Found)]);
        assert_eq!(
            (own, fields),
            (["segment_date_2"].map(String::from).into(), ["date", "segment_date"].map(String::from).into())
        );
    }

    #[test]
    fn no_two_parts_have_one_name() {
        for (id, title, text, expected) in [
            (None, None, Some("source"), ["id", "document_source", "title", "source"]),
            (Some("title"), None, Some("source"), ["title", "document_source", "document_title", "source"]),
            (Some("u"), Some("u"), None, ["u", "source", "document_title", "text"]),
        ] {
            let name = |name: Option<&str>| name.map(str::to_owned);
            let parts = PartNames { id: name(id), title: name(title), text: name(text) };
            let columns = DocumentColumns::new(Vec::new()).with_parts(parts).named_base();
            assert_eq!(columns.map(|column| column.name), expected);
        }
    }

    #[test]
    fn a_row_has_the_cells_of_its_columns_in_their_order() {
        let fields = [("b", "B"), ("part", "F")].map(|(name, value)| (name.into(), FieldValue::Text(value.to_owned())));
        let (id, text) = ("I".to_owned(), "T".to_owned());
        let document = Document { id, text, fields: fields.into_iter().collect(), ..Document::default() };
        let all =
            [("id", "I"), ("source", ""), ("title", "-"), ("text", "T"), ("part", "P"), ("part_2", "F"), ("b", "B")];
        for (base, expected) in [(&["id", "source", "title", "text"][..], &all[..]), (&["text"], &all[3..])] {
            let columns = DocumentColumns::new(vec!["part".into(), "b".into()]).showing(base);
            let names = columns.handed_on(&[Column::text("part", "")], &Collected::default());
            let names: Vec<&str> = names.iter().map(|column| &*column.name).collect();
            let cell = |value: &'static str| if value == "-" { Cell::Empty } else { Cell::text(value) };
            let (expected_names, expected): (Vec<&str>, Vec<Cell<'_>>) =
                expected.iter().map(|&(name, value)| (name, cell(value))).unzip();
            assert_eq!((names, columns.row(&document, [Cell::text("P")])), (expected_names, expected));
        }
    }

    #[test]
    fn documents_that_are_handed_on_have_the_names_of_their_input() {
        let parts = PartNames { text: Some("body".to_owned()), ..PartNames::default() };
        let columns = DocumentColumns::new(vec!["text".into()]).with_parts(parts).handed_on(&[], &Collected::default());
        let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["id", "source", "title", "body", "text"]);
        let texts: Vec<bool> = columns.iter().map(|column| column.holds(Part::Text)).collect();
        assert_eq!(texts, [false, false, false, true, false]);
    }
}
