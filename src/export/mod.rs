//! Any corpus as rows: one row per document, with all that is known about it.
//!
//! Which columns are shown, in which format, and whether cells are guarded is decided behind the [`Output`]. Formats that
//! are made of documents rather than rows are here: vertical text, TEI, the document-term matrix.

mod documents;
mod markup;
mod tei;
mod term_matrix;
mod vertical;

use std::collections::HashMap;

use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::{Cell, Column, Output, PreparedRows, RowBatch, TableIdx, place_of};

pub use documents::{DocumentFormat, write_documents};
pub use term_matrix::write_term_matrix;

/// How to export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which table a document's row goes to.
    pub tables: Tables,
}

/// Which table a document's row goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// All documents go to one table, `document`.
    #[default]
    One,
    /// Documents with the same value in the column of this name share a table, which is called by that value.
    PerValueOf(String),
}

/// Sends one row per document to `output`, in input order: `id`, `source`, `title`, `text`, then every field of the
/// corpus's records. A table without texts keeps the columns it has. Holds the documents in flight, and for [`Tables::PerValueOf`] each value once.
///
/// # Errors
///
/// [`Error::UnknownColumn`] for a [`Tables::PerValueOf`] that the corpus does not have, and whatever corpus and output
/// return.
pub fn export(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<(), Error> {
    let shape = corpus.row_shape(job)?;
    let columns = shape.columns();
    let mut tables = OpenTables::new(&options.tables, columns, output)?;
    if let OpenTables::One(table) = tables
        && let Some(preparer) = output.preparer(table)
    {
        let row = |rows: &mut PreparedRows, cells: &[Cell<'_>]| preparer.row(cells, rows);
        return corpus.run_rows(&shape, job, row, |rows| output.prepared(table, rows));
    }
    let row = |rows: &mut RowBatch, cells: &[Cell<'_>]| rows.push(cells);
    corpus.run_rows(&shape, job, row, |rows| {
        rows.try_for_each(|cells| {
            let table = tables.table_of(cells, columns, output)?;
            output.row(table, cells)
        })
    })
}

/// The tables opened so far.
enum OpenTables {
    One(TableIdx),
    PerValue { column_idx: usize, by_value: HashMap<String, TableIdx> },
}

impl OpenTables {
    fn new(tables: &Tables, columns: &[Column], output: &mut dyn Output) -> Result<Self, Error> {
        match tables {
            Tables::One => Ok(Self::One(output.table("document", columns)?)),
            Tables::PerValueOf(name) => {
                let place = place_of(columns, name);
                let column_idx = place.ok_or_else(|| Error::UnknownColumn {
                    name: name.clone(),
                    known: columns.iter().map(|column| column.name.to_string()).collect(),
                })?;
                Ok(Self::PerValue { column_idx, by_value: HashMap::new() })
            }
        }
    }

    fn table_of(&mut self, cells: &[Cell<'_>], columns: &[Column], output: &mut dyn Output) -> Result<TableIdx, Error> {
        match self {
            Self::One(table) => Ok(*table),
            Self::PerValue { column_idx, by_value } => {
                let value = match &cells[*column_idx] {
                    Cell::Text(text) | Cell::Json(text) => text.as_ref(),
                    Cell::Empty | Cell::Integer(_) | Cell::Real(_) => "",
                };
                if let Some(table) = by_value.get(value) {
                    return Ok(*table);
                }
                let table = output.table(value, columns)?;
                by_value.insert(value.to_owned(), table);
                Ok(table)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::diagnostics;
    use crate::document::{Document, FieldValue, Fields};
    use crate::pool::Pool;
    use crate::table::Collected;

    fn document(id: &str, city: Option<&str>) -> Document {
        let city = city.map(|city| ("city".into(), FieldValue::Text(city.to_owned())));
        let fields = city.into_iter().collect::<Fields>();
        Document { id: id.to_owned(), text: format!("text of {id}"), fields, ..Document::default() }
    }

    fn exported(options: &Options) -> Result<Collected, Error> {
        let documents = vec![document("1", Some("Oslo")), document("2", Some("Bergen")), document("3", None)];
        let corpus = Corpus::from_documents(documents.into_iter().chain([document("4", Some("Oslo"))]).collect());
        let pool = Pool::new(NonZero::new(1)).expect("one thread is there");
        let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
        let mut output = Collected::default();
        export(&corpus, options, &job, &mut output).map(|()| output)
    }

    #[test]
    fn every_document_is_a_row_with_its_fields() {
        let output = exported(&Options::default()).expect("no limits here");
        let table = &output.tables[0];
        let names: Vec<_> = table.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["id", "source", "title", "text", "city"]);
        assert_eq!(table.column("text"), ["text of 1", "text of 2", "text of 3", "text of 4"]);
        assert_eq!(table.column("city"), ["Oslo", "Bergen", "", "Oslo"]);
    }

    #[test]
    fn each_value_has_its_table_in_order_of_appearance() {
        let output = exported(&Options { tables: Tables::PerValueOf("city".to_owned()) }).expect("there is a city");
        let tables: Vec<_> = output.tables.iter().map(|table| (table.unit.as_str(), table.column("id"))).collect();
        let expected = [("Oslo", vec!["1", "4"]), ("Bergen", vec!["2"]), ("", vec!["3"])];
        assert_eq!(tables, expected.map(|(unit, ids)| (unit, ids.into_iter().map(str::to_owned).collect())));
    }

    #[test]
    fn an_unknown_column_is_named_with_those_there_are() {
        let error = exported(&Options { tables: Tables::PerValueOf("town".to_owned()) }).expect_err("no such column");
        assert!(matches!(error, Error::UnknownColumn { name, known } if name == "town" && known.len() == 5));
    }
}
