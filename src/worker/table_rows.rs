//! The table of a verb as rows of record batches.

use super::WorkerError;
use super::rows::{Rows, Value};
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx};

/// Takes the rows of one table. Numbers that have no place in 64 bits with a sign are refused.
pub(super) struct TableRows<'r, 'w> {
    rows: &'r mut Rows<'w>,
}

impl<'r, 'w> TableRows<'r, 'w> {
    /// Hands them on to `rows`, which have the columns of the table.
    pub(super) fn new(rows: &'r mut Rows<'w>) -> Self {
        Self { rows }
    }
}

impl Output for TableRows<'_, '_> {
    fn table(&mut self, _unit: &str, _columns: &[Column]) -> Result<TableIdx, Error> {
        Ok(0)
    }

    fn row(&mut self, _table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let values: Vec<Value<'_>> = cells.iter().map(value).collect::<Result<_, _>>()?;
        self.rows.push(&values).map_err(WorkerError::into_write_error)
    }
}

fn value<'c>(cell: &'c Cell<'_>) -> Result<Value<'c>, Error> {
    Ok(match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) | Cell::Json(text) => Value::Text(text),
        Cell::Integer(number) => {
            let number = i64::try_from(*number);
            Value::Integer(number.map_err(|_| too_large())?)
        }
        Cell::Real(number) => Value::Real(*number),
    })
}

fn too_large() -> Error {
    let why = "a number is too large for a column of 64 bits";
    WorkerError::of_rendering(std::io::Error::other(why)).into_write_error()
}
