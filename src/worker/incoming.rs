//! The columns of a batch that comes in, whichever of Arrow's kinds they are.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};

use super::WorkerError;
use crate::document::FieldValue;
use crate::render::shortest;

/// What columns can be asked to hold.
const TEXT: &str = "text";
const BINARY: &str = "binary";
const WHOLE: &str = "a whole number";
const FIELD: &str = "text, a number or a truth value";

/// A batch.
pub(super) struct Incoming<'b> {
    batch: &'b RecordBatch,
    /// Also of the columns that were not decoded, since no stage knows their kinds.
    schema: &'b SchemaRef,
}

/// A column of values of one kind.
pub(super) struct Column<'b, T: ?Sized> {
    name: &'b str,
    array: &'b ArrayRef,
    value: fn(&'b ArrayRef, usize) -> &'b T,
}

/// A column of whole numbers.
pub(super) struct Integers<'b> {
    name: &'b str,
    array: &'b ArrayRef,
    value: fn(&ArrayRef, usize) -> i64,
}

/// A column of what a field of a document can be.
pub(super) enum FieldColumn<'b> {
    Texts(Column<'b, str>),
    Integers(Integers<'b>),
    Reals(&'b ArrayRef),
    Flags(&'b ArrayRef),
}

impl<'b> Incoming<'b> {
    pub(super) fn new(batch: &'b RecordBatch, schema: &'b SchemaRef) -> Self {
        Self { batch, schema }
    }

    pub(super) fn n_rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The texts of a column.
    pub(super) fn texts(&self, name: &'b str) -> Result<Column<'b, str>, WorkerError> {
        let array = self.column(name, TEXT)?;
        let value: fn(&'b ArrayRef, usize) -> &'b str = match array.data_type() {
            DataType::Utf8 => |array, row| array.as_string::<i32>().value(row),
            DataType::LargeUtf8 => |array, row| array.as_string::<i64>().value(row),
            DataType::Utf8View => |array, row| array.as_string_view().value(row),
            other => return Err(misfit(name, other, TEXT)),
        };
        Ok(Column { name, array, value })
    }

    /// The texts of a column that need not be there.
    pub(super) fn texts_if_any(&self, name: &'b str) -> Result<Option<Column<'b, str>>, WorkerError> {
        self.schema.column_with_name(name).map(|_| self.texts(name)).transpose()
    }

    /// The byte sequences of a column.
    pub(super) fn bytes(&self, name: &'b str) -> Result<Column<'b, [u8]>, WorkerError> {
        let array = self.column(name, BINARY)?;
        let value: fn(&'b ArrayRef, usize) -> &'b [u8] = match array.data_type() {
            DataType::Binary => |array, row| array.as_binary::<i32>().value(row),
            DataType::LargeBinary => |array, row| array.as_binary::<i64>().value(row),
            DataType::BinaryView => |array, row| array.as_binary_view().value(row),
            other => return Err(misfit(name, other, BINARY)),
        };
        Ok(Column { name, array, value })
    }

    /// The whole numbers of a column.
    pub(super) fn integers(&self, name: &'b str) -> Result<Integers<'b>, WorkerError> {
        let array = self.column(name, WHOLE)?;
        let value: fn(&ArrayRef, usize) -> i64 = match array.data_type() {
            DataType::Int64 => |array, row| array.as_primitive::<Int64Type>().value(row),
            DataType::Int32 => |array, row| array.as_primitive::<Int32Type>().value(row).into(),
            other => return Err(misfit(name, other, WHOLE)),
        };
        Ok(Integers { name, array, value })
    }

    /// The values of a field.
    pub(super) fn field(&self, name: &'b str) -> Result<FieldColumn<'b>, WorkerError> {
        let array = self.column(name, FIELD)?;
        match array.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => self.texts(name).map(FieldColumn::Texts),
            DataType::Int64 | DataType::Int32 => self.integers(name).map(FieldColumn::Integers),
            DataType::Float64 => Ok(FieldColumn::Reals(array)),
            DataType::Boolean => Ok(FieldColumn::Flags(array)),
            other => Err(misfit(name, other, FIELD)),
        }
    }

    /// The names of all columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &'b str> {
        self.schema.fields().iter().map(|field| field.name().as_str())
    }

    fn column(&self, name: &str, wanted: &'static str) -> Result<&'b ArrayRef, WorkerError> {
        self.batch.column_by_name(name).ok_or_else(|| match self.schema.column_with_name(name) {
            Some((_, field)) => misfit(name, field.data_type(), wanted),
            None => WorkerError::NoColumn { name: name.to_owned(), found: self.names().map(str::to_owned).collect() },
        })
    }
}

impl<'b, T: ?Sized> Column<'b, T> {
    /// The value of a row; a null is refused.
    pub(super) fn get(&self, row: usize) -> Result<&'b T, WorkerError> {
        self.get_any(row).ok_or_else(|| self.refused(row, "no value"))
    }

    /// The value of a row, if it has one.
    pub(super) fn get_any(&self, row: usize) -> Option<&'b T> {
        (!self.array.is_null(row)).then(|| (self.value)(self.array, row))
    }

    fn refused(&self, row: usize, what: &'static str) -> WorkerError {
        WorkerError::Value { name: self.name.to_owned(), what, row_number: row + 1 }
    }
}

impl Column<'_, [u8]> {
    /// The 32-bit keys of a row, each four bytes, the least first.
    pub(super) fn keys_into(&self, row: usize, keys: &mut Vec<u32>) -> Result<(), WorkerError> {
        let (whole, rest) = self.get(row)?.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(self.refused(row, "a part of a key"));
        }
        keys.clear();
        keys.extend(whole.iter().map(|&key| u32::from_le_bytes(key)));
        Ok(())
    }

    /// The 128-bit number of a row.
    pub(super) fn number(&self, row: usize) -> Result<u128, WorkerError> {
        let bytes = self.get(row)?.try_into().map_err(|_| self.refused(row, "other than sixteen bytes"))?;
        Ok(u128::from_be_bytes(bytes))
    }
}

impl Integers<'_> {
    /// The number of a row; a null is refused.
    pub(super) fn get(&self, row: usize) -> Result<i64, WorkerError> {
        if self.array.is_null(row) {
            return Err(self.refused(row, "no value"));
        }
        Ok((self.value)(self.array, row))
    }

    /// The number of a row that is a count.
    pub(super) fn count(&self, row: usize) -> Result<u32, WorkerError> {
        u32::try_from(self.get(row)?).map_err(|_| self.refused(row, "what is no count"))
    }

    fn refused(&self, row: usize, what: &'static str) -> WorkerError {
        WorkerError::Value { name: self.name.to_owned(), what, row_number: row + 1 }
    }
}

impl FieldColumn<'_> {
    /// The value of a row, if it has one. A real that is no number has none.
    pub(super) fn get(&self, row: usize) -> Option<FieldValue> {
        let array = match self {
            Self::Texts(texts) => return texts.get_any(row).map(|text| FieldValue::Text(text.to_owned())),
            Self::Integers(integers) => integers.array,
            Self::Reals(array) | Self::Flags(array) => array,
        };
        if array.is_null(row) {
            return None;
        }
        let json = match self {
            Self::Texts(_) => None,
            Self::Integers(integers) => Some((integers.value)(array, row).to_string()),
            Self::Reals(_) => {
                Some(array.as_primitive::<Float64Type>().value(row)).filter(|r| r.is_finite()).map(shortest)
            }
            Self::Flags(_) => Some(array.as_boolean().value(row).to_string()),
        };
        json.map(FieldValue::Json)
    }
}

fn misfit(name: &str, found: &DataType, wanted: &'static str) -> WorkerError {
    WorkerError::Kind { name: name.to_owned(), found: found.to_string(), wanted }
}
