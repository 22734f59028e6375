//! A table of the page on its way: the columns of a verb that it shows, and where its rows wait for their place.

use std::io;

use tempfile::SpooledTempFile;
use textmill::error::Error;
use textmill::render::report::{Aside, Block, Comparison, DataTable};
use textmill::table::{Cell, Column, Rank};

/// Rows of a table stay in memory up to so many bytes, and wait in an unnamed temporary file beyond.
const MAX_BYTES_IN_MEMORY: usize = 4 << 20;

/// A table with some of the columns that rows come with.
pub(super) struct Sheet {
    table: DataTable,
    places: Vec<usize>,
}

impl Sheet {
    /// A table of the columns that say something on a page, the main ones first.
    pub(super) fn new(caption: &str, columns: &[Column]) -> Self {
        let mut places: Vec<usize> = (0..columns.len()).filter(|&place| columns[place].rank != Rank::Minor).collect();
        places.sort_by_key(|&place| columns[place].rank);
        let shown = places.iter().map(|&place| columns[place].clone()).collect();
        Self { table: DataTable::new(caption, shown, aside()), places }
    }

    /// The same, with rows that open to comparisons.
    pub(super) fn comparing(self) -> Self {
        Self { table: self.table.comparing(aside()), ..self }
    }

    /// Takes a row of the verb.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if it cannot be set aside.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.compared_row(cells, &[])
    }

    /// Takes a row that opens to these comparisons.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if it cannot be set aside.
    pub(super) fn compared_row(&mut self, cells: &[Cell<'_>], comparisons: &[Comparison]) -> Result<(), Error> {
        let shown: Vec<Cell<'_>> = self.places.iter().map(|&place| cells[place].clone()).collect();
        self.table.compared_row(&shown, comparisons).map_err(failed)
    }

    /// How many rows it took.
    pub(super) fn n_rows(&self) -> u64 {
        self.table.n_rows()
    }

    /// The table for its section.
    pub(super) fn into_block(self) -> Block {
        Block::Table(Box::new(self.table))
    }
}

/// The whole number in a cell, zero if there is none.
pub(super) fn integer_at(cells: &[Cell<'_>], place: Option<usize>) -> u64 {
    match place.and_then(|place| cells.get(place)) {
        Some(Cell::Integer(value)) => *value,
        _ => 0,
    }
}

/// The text in a cell, empty if there is none.
pub(super) fn text_at<'c>(cells: &'c [Cell<'_>], place: Option<usize>) -> &'c str {
    match place.and_then(|place| cells.get(place)) {
        Some(Cell::Text(text) | Cell::Json(text)) => text,
        _ => "",
    }
}

fn aside() -> Box<dyn Aside> {
    Box::new(SpooledTempFile::new(MAX_BYTES_IN_MEMORY))
}

fn failed(source: io::Error) -> Error {
    Error::Spool { directory: std::env::temp_dir(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_their_interest() {
        let [id, bytes, title, tokens] = ["id", "bytes", "title", "tokens"].map(|name| Column::text(name, ""));
        let columns = [title, id.main(), bytes.minor(), tokens.main()];
        assert_eq!(Sheet::new("", &columns).places, [1, 3, 0]);
    }
}
