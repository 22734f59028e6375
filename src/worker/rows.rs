//! Rows on their way out, as batches of a bounded size.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::WorkerError;

/// Rows of a batch at most: an engine turns a batch into its own rows at once.
const MAX_ROWS: usize = 1 << 13;

/// Bytes of values of a batch at most, if it has more than one row.
const MAX_BYTES: usize = 1 << 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Bytes,
    /// 64 bits with a sign, the only whole numbers that every engine has.
    Integer,
    Flag,
}

/// A value of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'v> {
    Text(&'v str),
    Bytes(&'v [u8]),
    Integer(i64),
    Flag(bool),
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
    Flag(BooleanBuilder),
}

impl<'w> Rows<'w> {
    /// Rows of these columns.
    pub(super) fn new(columns: &[(&str, Kind)], output: impl Write + 'w) -> Result<Self, WorkerError> {
        let field = |&(name, kind): &(&str, Kind)| Field::new(name, data_type(kind), true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let output: Box<dyn Write + 'w> = Box::new(output);
        let writer = StreamWriter::try_new(output, &schema).map_err(WorkerError::Output)?;
        let builders = columns.iter().map(|&(_, kind)| Builder::new(kind)).collect();
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
            (Self::Flag(builder), Value::Flag(flag)) => {
                builder.append_value(flag);
                1
            }
            (builder, value) => {
                debug_assert!(false, "{value:?} in a column of another kind");
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
            Self::Flag(builder) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Bytes(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Flag(builder) => Arc::new(builder.finish()),
        }
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Bytes => DataType::Binary,
        Kind::Integer => DataType::Int64,
        Kind::Flag => DataType::Boolean,
    }
}
