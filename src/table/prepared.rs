//! Rows made ready by worker threads.
//!
//! What becomes of a row on its way to a file mostly depends on that row alone. Then every worker can do it for the rows
//! that it read, and what is left for the end is to put the bytes one after the other.

use super::{Cell, Misfit};

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
