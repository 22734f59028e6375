//! Tables kept in memory, for tests and for callers that want the rows as values.

use super::{Cell, Column, Output, TableIdx};
use crate::error::Error;

/// An [`Output`] that keeps every row.
#[derive(Debug, Default)]
pub struct Collected {
    /// Unit, columns and rows of each table, in order of opening.
    pub tables: Vec<CollectedTable>,
    /// Names and values of the settings, in order of arrival.
    pub settings: Vec<(String, String)>,
}

/// One table of a [`Collected`] output.
#[derive(Debug)]
pub struct CollectedTable {
    /// What one row is.
    pub unit: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order of arrival.
    pub rows: Vec<Vec<Cell<'static>>>,
}

impl CollectedTable {
    /// The values of the column called `name` as plain text, an empty string for an empty cell.
    ///
    /// # Panics
    ///
    /// If there is no such column: this is for callers that declared it themselves.
    pub fn column(&self, name: &str) -> Vec<String> {
        let idx = self.columns.iter().position(|c| c.name == name);
        let idx = idx.unwrap_or_else(|| panic!("no column {name} among {:?}", self.columns));
        self.rows.iter().map(|row| plain(&row[idx])).collect()
    }
}

impl Output for Collected {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.tables.push(CollectedTable { unit: unit.to_owned(), columns: columns.to_vec(), rows: Vec::new() });
        Ok(self.tables.len() - 1)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.tables[table].rows.push(cells.iter().map(Cell::owned).collect());
        Ok(())
    }
}

fn plain(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Json(text) => text.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(value) => value.to_string(),
    }
}
