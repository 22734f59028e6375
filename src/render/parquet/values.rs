//! The values of one column of a row group.

use std::io;
use std::iter;
use std::mem;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedRowGroupWriter;

use super::super::shortest;
use crate::table::{Cell, Scalar, scalar};

/// The type of all values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueType {
    Text,
    Boolean,
    Integer,
    Real,
}

/// The values of one column of the row group that is being filled.
pub(super) struct Values {
    name: String,
    /// 1 for a value, 0 for a null.
    levels: Vec<i16>,
    typed: Typed,
}

enum Typed {
    /// Texts one after the other, with the end of each.
    Text {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Boolean(Vec<bool>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
}

impl Values {
    /// No values of a column.
    pub(super) fn new(name: &str, value_type: ValueType) -> Self {
        let typed = match value_type {
            ValueType::Text => Typed::Text { bytes: Vec::new(), ends: Vec::new() },
            ValueType::Boolean => Typed::Boolean(Vec::new()),
            ValueType::Integer => Typed::Integer(Vec::new()),
            ValueType::Real => Typed::Real(Vec::new()),
        };
        Self { name: name.to_owned(), levels: Vec::new(), typed }
    }

    /// Takes a cell; returns about how many bytes it takes.
    ///
    /// # Errors
    ///
    /// If it is no value of the column's type.
    pub(super) fn push(&mut self, cell: &Cell<'_>) -> io::Result<usize> {
        self.levels.push(i16::from(*cell != Cell::Empty));
        match (&mut self.typed, scalar(cell)) {
            _ if *cell == Cell::Empty => return Ok(mem::size_of::<i16>()),
            (Typed::Text { bytes, ends }, _) => {
                let n_before = bytes.len();
                push_text(cell, bytes);
                ends.push(bytes.len());
                return Ok(bytes.len() - n_before + mem::size_of::<usize>());
            }
            (Typed::Boolean(values), Some(Scalar::Boolean(value))) => values.push(value),
            (Typed::Integer(values), Some(Scalar::Integer(value))) => values.push(value),
            (Typed::Integer(values), Some(Scalar::Real(value)))
                if value == value.trunc() && value.abs() < 2_f64.powi(63) =>
            {
                values.push(value as i64);
            }
            (Typed::Real(values), Some(Scalar::Real(value))) => values.push(value),
            (Typed::Real(values), Some(Scalar::Integer(value))) => values.push(value as f64),
            _ => return Err(self.misfit(cell)),
        }
        Ok(mem::size_of::<u64>())
    }

    fn misfit(&self, cell: &Cell<'_>) -> io::Error {
        let mut value = Vec::new();
        push_text(cell, &mut value);
        let value = String::from_utf8_lossy(&value);
        io::Error::other(format!("{value} does not fit the numbers of the column {:?}", self.name))
    }

    /// Writes the column of a row group and begins the next.
    ///
    /// # Errors
    ///
    /// What the crate returns.
    pub(super) fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<(), ParquetError> {
        let levels = mem::take(&mut self.levels);
        match &mut self.typed {
            Typed::Boolean(values) => write_column::<BoolType>(group, &mem::take(values), &levels),
            Typed::Integer(values) => write_column::<Int64Type>(group, &mem::take(values), &levels),
            Typed::Real(values) => write_column::<DoubleType>(group, &mem::take(values), &levels),
            Typed::Text { bytes, ends } => {
                let all = ByteArray::from(mem::take(bytes));
                let ends = mem::take(ends);
                let starts = iter::once(0).chain(ends.iter().copied());
                let texts: Vec<_> = starts.zip(&ends).map(|(start, end)| all.slice(start, end - start)).collect();
                write_column::<ByteArrayType>(group, &texts, &levels)
            }
        }
    }
}

fn push_text(cell: &Cell<'_>, bytes: &mut Vec<u8>) {
    match cell {
        Cell::Text(text) | Cell::Json(text) => bytes.extend_from_slice(text.as_bytes()),
        Cell::Integer(value) => bytes.extend_from_slice(value.to_string().as_bytes()),
        Cell::Real(value) => bytes.extend_from_slice(shortest(*value).as_bytes()),
        Cell::Empty => {}
    }
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: &[i16],
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, Some(levels), None)?;
    column.close()
}
