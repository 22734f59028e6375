//! Names of rows for a target that makes a file of each. They are taken before columns are chosen.

use std::borrow::Cow;

use textmill::error::Error;
use textmill::table::{Cell, Column, Output, Part, PreparedRows, Preparer, Selected, TableIdx};

use super::target::Target;

/// Suffixes that an id need not have, since files of texts have one anyway.
const SUFFIXES: [&str; 4] = [".txt", ".md", ".html", ".htm"];

/// An [`Output`] that names rows by their ids, for a target that makes a file of each; for others it passes everything on.
pub(crate) struct NamedRows {
    inner: Selected<Target>,
    tables: Vec<NamedTable>,
}

/// Names of the rows of a table.
struct NamedTable {
    unit: String,
    id_idx: Option<usize>,
    /// Number of rows without an id so far.
    n_nameless: u64,
}

impl NamedRows {
    /// Names the rows that go to `inner`.
    pub(crate) fn new(inner: Selected<Target>) -> Self {
        Self { inner, tables: Vec::new() }
    }

    /// Gives back the output behind.
    pub(crate) fn into_inner(self) -> Selected<Target> {
        self.inner
    }
}

impl Output for NamedRows {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let table = self.inner.table(unit, columns)?;
        if self.inner.inner_mut().text_files().is_some() {
            let id_idx = columns.iter().position(|column| column.holds(Part::Id));
            self.tables.push(NamedTable { unit: unit.to_owned(), id_idx, n_nameless: 0 });
        }
        Ok(table)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if let (Some(named), Some(files)) = (self.tables.get_mut(table), self.inner.inner_mut().text_files()) {
            files.name_next(named.name(cells));
        }
        self.inner.row(table, cells)
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        self.inner.preparer(table)
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

impl NamedTable {
    /// The id of a row without the suffix that its file gets; of a row without an id the table's name and a number.
    fn name(&mut self, cells: &[Cell<'_>]) -> String {
        let id: Cow<'_, str> = match self.id_idx.and_then(|idx| cells.get(idx)) {
            Some(Cell::Text(id) | Cell::Json(id)) => Cow::Borrowed(id.as_ref()),
            Some(Cell::Integer(id)) => id.to_string().into(),
            Some(Cell::Real(id)) => id.to_string().into(),
            Some(Cell::Empty) | None => "".into(),
        };
        if id.is_empty() {
            self.n_nameless += 1;
            return format!("{}-{:04}", self.unit, self.n_nameless);
        }
        SUFFIXES.iter().find_map(|suffix| id.strip_suffix(suffix)).unwrap_or(&id).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_called_by_its_id_or_by_its_table_and_a_number() {
        let mut table = NamedTable { unit: "passage".to_owned(), id_idx: Some(0), n_nameless: 0 };
        let cells = [Cell::text("a/b.txt"), Cell::text("c.csv#2"), Cell::Integer(7), Cell::Empty, Cell::text("")];
        let names: Vec<String> = cells.into_iter().map(|cell| table.name(&[cell])).collect();
        assert_eq!(names, ["a/b", "c.csv#2", "7", "passage-0001", "passage-0002"]);
        table.id_idx = None;
        assert_eq!(table.name(&[Cell::text("x")]), "passage-0003");
    }
}
