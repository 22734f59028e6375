//! Rows on their way out, as batches of a bounded size.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::WorkerError;
use crate::table::{self, Column};

/// Rows of a batch at most: an engine turns a batch into its own rows at once.
const MAX_ROWS: usize = 1 << 13;

/// Bytes of values of a batch at most, if it has more than one row.
const MAX_BYTES: usize = 1 << 20;

/// The columns of rows, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns(Vec<(Cow<'static, str>, Kind)>);

impl Columns {
    /// These columns.
    pub(super) fn of(columns: &[(&'static str, Kind)]) -> Self {
        Self(columns.iter().map(|&(name, kind)| (name.into(), kind)).collect())
    }

    /// The columns of a verb's table.
    pub(super) fn of_table(columns: &[Column]) -> Self {
        Self(columns.iter().map(|column| (column.name.clone(), column.kind.into())).collect())
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Bytes,
    /// 64 bits with a sign, the only whole numbers that every engine has.
    Integer,
    Real,
    Flag,
}

impl From<table::Kind> for Kind {
    fn from(kind: table::Kind) -> Self {
        match kind {
            table::Kind::Text | table::Kind::Any => Self::Text,
            table::Kind::Integer => Self::Integer,
            table::Kind::Real => Self::Real,
        }
    }
}

/// A value of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'v> {
    Text(&'v str),
    Bytes(&'v [u8]),
    Integer(i64),
    Real(f64),
    Flag(bool),
    Null,
}

/// Takes rows and writes them.
pub(super) struct Rows<'w> {
    schema: SchemaRef,
    builders: Vec<Builder>,
    n_rows: usize,
    n_bytes: usize,
    writer: StreamWriter<Box<dyn Write + 'w>>,
}

enum Builder {
    Text(StringBuilder),
    Bytes(BinaryBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
}

impl<'w> Rows<'w> {
    /// Rows of these columns.
    pub(super) fn new(columns: &Columns, output: impl Write + 'w) -> Result<Self, WorkerError> {
        let Columns(columns) = columns;
        let fields = columns.iter().map(|(name, kind)| Field::new(&**name, data_type(*kind), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let output: Box<dyn Write + 'w> = Box::new(output);
        let writer = StreamWriter::try_new(output, &schema).map_err(WorkerError::Output)?;
        let builders = columns.iter().map(|(_, kind)| Builder::new(*kind)).collect();
        Ok(Self { schema, builders, n_rows: 0, n_bytes: 0, writer })
    }

    /// Adds a row, a value for each column.
    pub(super) fn push(&mut self, values: &[Value<'_>]) -> Result<(), WorkerError> {
        debug_assert_eq!(values.len(), self.builders.len(), "a value for each column");
        for (builder, &value) in self.builders.iter_mut().zip(values) {
            self.n_bytes += builder.push(value);
        }
        self.n_rows += 1;
        if self.n_rows >= MAX_ROWS || self.n_bytes >= MAX_BYTES { self.write() } else { Ok(()) }
    }

    /// Writes what is left, and the end of the stream.
    pub(super) fn end(mut self) -> Result<(), WorkerError> {
        if self.n_rows > 0 {
            self.write()?;
        }
        self.writer.finish().map_err(WorkerError::Output)?;
        let flushed = self.writer.get_mut().flush();
        flushed.map_err(|error| WorkerError::Output(ArrowError::IoError(error.to_string(), error)))
    }

    fn write(&mut self) -> Result<(), WorkerError> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        (self.n_rows, self.n_bytes) = (0, 0);
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(WorkerError::Output)?;
        self.writer.write(&batch).map_err(WorkerError::Output)
    }
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Bytes => Self::Bytes(BinaryBuilder::new()),
            Kind::Integer => Self::Integer(Int64Builder::new()),
            Kind::Real => Self::Real(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    /// Adds a value and says how many bytes it takes. A value of another kind is a null, and the mistake of a stage.
    fn push(&mut self, value: Value<'_>) -> usize {
        match (self, value) {
            (Self::Text(builder), Value::Text(text)) => {
                builder.append_value(text);
                text.len()
            }
            (Self::Bytes(builder), Value::Bytes(bytes)) => {
                builder.append_value(bytes);
                bytes.len()
            }
            (Self::Integer(builder), Value::Integer(number)) => {
                builder.append_value(number);
                size_of::<i64>()
            }
            (Self::Real(builder), Value::Real(number)) => {
                builder.append_value(number);
                size_of::<f64>()
            }
            (Self::Flag(builder), Value::Flag(flag)) => {
                builder.append_value(flag);
                1
            }
            (builder, value) => {
                debug_assert!(matches!(value, Value::Null), "{value:?} in a column of another kind");
                builder.push_null();
                0
            }
        }
    }

    fn push_null(&mut self) {
        match self {
            Self::Text(builder) => builder.append_null(),
            Self::Bytes(builder) => builder.append_null(),
            Self::Integer(builder) => builder.append_null(),
            Self::Real(builder) => builder.append_null(),
            Self::Flag(builder) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Bytes(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Real(builder) => Arc::new(builder.finish()),
            Self::Flag(builder) => Arc::new(builder.finish()),
        }
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Bytes => DataType::Binary,
        Kind::Integer => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Flag => DataType::Boolean,
    }
}
