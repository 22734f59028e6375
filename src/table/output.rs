//! Where rows go, one by one or made ready by worker threads.
//!
//! What becomes of a row on its way to a file mostly depends on that row alone. Then every worker can do it for the rows
//! that it read, and what is left for the end is to put the bytes one after the other.

use super::column::{Cell, Column};
use crate::error::Error;

/// Names one of the tables of an [`Output`].
pub type TableIdx = usize;

/// Where rows go.
///
/// A verb opens its tables, then sends rows to them in the order in which they shall appear.
pub trait Output {
    /// Opens a table. `unit` says what one row is ("document", "word"); it is unique within a run.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`] if the user asked for a column that the table does not have, and [`Error::Write`].
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error>;

    /// Takes a choice that the numbers depend on, such as how words are folded, for outputs that show their definitions.
    fn setting(&mut self, name: &str, value: &str) {
        let _ = (name, value);
    }

    /// Takes one row: as many cells as the table has columns.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it cannot be written.
    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error>;

    /// What makes rows of `table` ready on worker threads; `None` if it takes them one by one only.
    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let _ = table;
        None
    }

    /// Takes rows that its preparer for `table` made ready. They stand for as many calls of [`row`](Self::row), in order.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if they cannot be written.
    ///
    /// # Panics
    ///
    /// If the output has no preparer.
    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        unreachable!("{} rows of table {table} made ready by nobody", rows.n_rows)
    }
}

/// Makes rows of one table ready, on any thread, before it is known which rows come before them.
pub trait Preparer: Send + Sync {
    /// Takes one row, and adds to `rows` what becomes of it.
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows);
}

/// Rows that a [`Preparer`] made ready, in their order.
#[derive(Debug, Default)]
pub struct PreparedRows {
    /// What they are in the output.
    pub bytes: Vec<u8>,
    /// How many there are.
    pub n_rows: u64,
    /// How many of their cells were guarded against being run as formulas.
    pub n_guarded: u64,
    /// Cells that are too long for what the output is for.
    pub long_cells: Option<LongCells>,
    /// Cells that were not what they should be, one entry for each column, rows counted among these.
    pub misfits: Vec<Misfit>,
}

/// How many cells are too long, and where the first of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongCells {
    /// How many there are.
    pub n_cells: u64,
    /// The row of the first, counted from 1 among the rows it is told with.
    pub first_row: u64,
    /// The place of its column, counted from 0.
    pub first_column_idx: usize,
}

impl PreparedRows {
    /// Counts a cell that is too long in the row that comes next.
    pub fn add_long_cell(&mut self, column_idx: usize) {
        let first_row = self.n_rows + 1;
        let none = LongCells { n_cells: 0, first_row, first_column_idx: column_idx };
        self.long_cells.get_or_insert(none).n_cells += 1;
    }
}

/// Cells of a column that could not be taken for what it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The name of the column.
    pub column: String,
    /// What it shall be: integer or real.
    pub wanted: &'static str,
    /// How many cells there are.
    pub n_cells: u64,
    /// The first of them.
    pub first: String,
    /// The row of the first, counted from 1 without the header.
    pub first_row: u64,
}
