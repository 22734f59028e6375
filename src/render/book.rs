//! Formats that hold all tables of a run in one file.
//!
//! A library opens such a file by its name, or seeks in it, so a stream will not do. Whoever wants a book hands over the
//! path of an empty file that nobody else knows, and puts it in place when the book is finished.

use std::io;

use crate::table::{Cell, Column, TableIdx};

/// Writes all tables of a run into one file.
pub trait Book {
    /// Opens the next table, whose rows are `unit`s. Rows of several tables may come in turns.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the format cannot hold such a table.
    fn table(&mut self, unit: &str, columns: &[Column]) -> io::Result<TableIdx>;

    /// Takes one row: as many cells as its table has columns.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the format cannot hold such a cell.
    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Completes the file. Comes last.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
