//! Parquet files: row groups, a batch of rows at a time.
//!
//! Types are those that the file's own schema tells; what other programs left beside it about theirs is not needed. Texts are
//! read as views, so that one that a dictionary holds once is in memory once.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, TimeUnit};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::errors::ParquetError;
use parquet::schema::types::SchemaDescriptor;

use super::arrow_json::{Shape, UUID_EXTENSION};
use super::batch_table::{BatchTable, Batches};
use super::options::InputOptions;
use super::parquet_pages::{check_group, schema_depth};
use super::reader::{Fault, MOST_LEVELS};
use super::table::{MOST_PIECE_BYTES, MOST_PIECE_ROWS, TablePieces, most_held_bytes};
use crate::panics::{self, Panicked};

/// What every Parquet file begins and ends with.
pub(super) const MAGIC: &[u8; 4] = b"PAR1";

/// What a file ends with whose schema is encrypted.
const ENCRYPTED_MAGIC: &[u8; 4] = b"PARE";

/// About what a value takes in memory, besides the bytes of texts.
const VALUE_BYTES: u64 = 8;

/// A Parquet file, row group by row group.
struct RowGroups {
    file: File,
    metadata: ArrowReaderMetadata,
    max_page_bytes: u64,
    /// The next row group.
    next_group: usize,
    group: Option<Group>,
}

/// The row group at hand.
struct Group {
    reader: ParquetRecordBatchReader,
    n_rows_left: u64,
}

/// The rows of a Parquet file.
///
/// # Errors
///
/// A fault if it is none, cut off, encrypted, or of types that are not read.
pub(super) fn open(mut file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    check_ends(&mut file)?;
    check_depth(&mut file)?;
    let metadata =
        guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new().with_skip_arrow_metadata(true)))?;
    let descriptor = metadata.parquet_schema();
    if n_levels(descriptor) > MOST_LEVELS {
        return Err(Fault::TooDeep { limit: MOST_LEVELS });
    }
    if let Some(column) = descriptor.columns().iter().find(|column| column.converted_type() == ConvertedType::INTERVAL)
    {
        // The crate would leave their months out.
        let path = column.path().string();
        return Err(damaged(&format!("its column {path:?} holds intervals, which are not read; write them as text")));
    }
    let mut leaves = Leaves { descriptor, next: 0 };
    let mapped = leaves.fields(metadata.schema().fields(), Marks::Without);
    let mut leaves = Leaves { descriptor, next: 0 };
    let shown = leaves.fields(metadata.schema().fields(), Marks::WithUuids);
    let shape = Shape::new(shown, options.max_document_bytes)?;
    let asked = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(mapped)));
    let metadata = guarded(|| ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), asked))?;
    let max_page_bytes = most_held_bytes(options.max_document_bytes);
    let groups = RowGroups { file, metadata, max_page_bytes, next_group: 0, group: None };
    Ok(Box::new(BatchTable::new(groups, shape)))
}

impl Batches for RowGroups {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, Fault> {
        loop {
            let Some(group) = &mut self.group else {
                if self.next_group == self.metadata.metadata().num_row_groups() {
                    return Ok(None);
                }
                self.group = Some(self.open_group(self.next_group)?);
                self.next_group += 1;
                continue;
            };
            let batch = guarded(|| group.reader.next().transpose().map_err(ParquetError::from))?;
            let n_left = group.n_rows_left;
            let Some(batch) = batch else {
                if n_left > 0 {
                    return Err(self.short_group(n_left));
                }
                self.group = None;
                continue;
            };
            let n_left = n_left.checked_sub(batch.num_rows() as u64);
            group.n_rows_left = n_left.ok_or_else(|| damaged("a row group has more rows than it says"))?;
            return Ok(Some(batch));
        }
    }
}

impl RowGroups {
    fn open_group(&self, idx: usize) -> Result<Group, Fault> {
        let about = self.metadata.metadata().row_group(idx);
        check_group(
            &mut self.file.try_clone().map_err(ParquetError::from).map_err(|error| damaged(&plain(&error)))?,
            about,
            self.max_page_bytes,
        )?;
        let n_rows = u64::try_from(about.num_rows()).map_err(|_| damaged("a row group has less than no rows"))?;
        let n_bytes = u64::try_from(about.total_byte_size()).unwrap_or(0);
        // Values in lists may be far more than rows, and take next to nothing in the file.
        let n_values = about.columns().iter().map(|column| u64::try_from(column.num_values()).unwrap_or(0));
        let n_value_bytes = n_values.fold(0, u64::saturating_add).saturating_mul(VALUE_BYTES);
        let row_bytes = n_bytes.max(n_value_bytes) / n_rows.max(1);
        // A batch of as many rows as make a piece; the views of more would keep more pages in memory.
        let batch_rows = (MOST_PIECE_BYTES as u64 / row_bytes.max(1)).clamp(1, MOST_PIECE_ROWS as u64) as usize;
        let reader = guarded(|| {
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.try_clone()?, self.metadata.clone())
                .with_row_groups(vec![idx])
                .with_batch_size(batch_rows)
                .build()
        })?;
        Ok(Group { reader, n_rows_left: n_rows })
    }

    fn short_group(&self, n_missing: u64) -> Fault {
        damaged(&format!("row group {} has {n_missing} rows less than it says", self.next_group))
    }
}

/// Refuses what does not end as a Parquet file does, before its bytes are taken for lengths.
fn check_ends(file: &mut File) -> Result<(), Fault> {
    let mut ends = [[0; 4]; 2];
    let read = |file: &mut File, place: SeekFrom, end: &mut [u8; 4]| {
        file.seek(place)?;
        file.read_exact(end)
    };
    let [first, last] = &mut ends;
    let is_read = read(file, SeekFrom::Start(0), first).and_then(|()| read(file, SeekFrom::End(-4), last));
    match is_read.map(|()| ends) {
        Ok([_, last]) if last == *ENCRYPTED_MAGIC => {
            Err(Fault::NoText("is an encrypted Parquet file; decrypt it with the program and the keys that wrote it"))
        }
        Ok([first, last]) if first == *MAGIC && last == *MAGIC => Ok(()),
        Ok([first, _]) if first == *MAGIC => {
            Err(Fault::Malformed("it is cut off: a Parquet file ends with PAR1".to_owned()))
        }
        Ok(_) => Err(Fault::Malformed("it is no Parquet file: one begins and ends with PAR1".to_owned())),
        Err(error)
            if error.kind() == std::io::ErrorKind::UnexpectedEof
                || error.kind() == std::io::ErrorKind::InvalidInput =>
        {
            Err(Fault::Malformed("it is too short for a Parquet file".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Refuses a schema that nests too deep.
fn check_depth(file: &mut File) -> Result<(), Fault> {
    let mut footer = Vec::new();
    let mut length = [0; 4];
    let read = file.seek(SeekFrom::End(-8)).and_then(|at| {
        file.read_exact(&mut length)?;
        // A longer one leads to before the file, which the crate says.
        let n_bytes = u64::from(u32::from_le_bytes(length)).min(at);
        file.seek(SeekFrom::Start(at - n_bytes))?;
        file.by_ref().take(n_bytes).read_to_end(&mut footer)
    });
    read.map_err(|error| damaged(&error.to_string()))?;
    match schema_depth(&footer) {
        None => Err(damaged("it has no schema")),
        Some(depth) if depth > MOST_LEVELS => Err(Fault::TooDeep { limit: MOST_LEVELS }),
        Some(_) => Ok(()),
    }
}

/// Does something with the crate, which panics at some damage: a length that no allocation has, a level without a place.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Fault> {
    match panics::caught(work) {
        Ok(done) => done.map_err(|error| damaged(&plain(&error))),
        Err(Panicked) => Err(damaged("its pages are not what they say")),
    }
}

/// What the crate says, without its name for the kind of error.
fn plain(error: &ParquetError) -> String {
    let told = error.to_string();
    let told = ["Parquet error: ", "EOF: ", "Arrow: ", "NYI: ", "External: "]
        .into_iter()
        .fold(told.as_str(), |told, kind| told.strip_prefix(kind).unwrap_or(told));
    told.to_owned()
}

fn damaged(what: &str) -> Fault {
    Fault::Malformed(format!("it cannot be read as Parquet: {what}"))
}

fn n_levels(descriptor: &SchemaDescriptor) -> usize {
    descriptor.columns().iter().map(|column| column.path().parts().len()).max().unwrap_or(0)
}

/// Which marks of ours fields carry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Without,
    WithUuids,
}

/// Goes through the fields of a schema beside the columns of the file, which are its leaves in order.
struct Leaves<'d> {
    descriptor: &'d SchemaDescriptor,
    next: usize,
}

impl Leaves<'_> {
    fn fields(&mut self, fields: &Fields, marks: Marks) -> Fields {
        fields.iter().map(|field| self.field(field, marks)).collect()
    }

    fn field(&mut self, field: &FieldRef, marks: Marks) -> FieldRef {
        let data_type = match field.data_type() {
            DataType::Struct(fields) => DataType::Struct(self.fields(fields, marks)),
            DataType::List(item) => DataType::List(self.field(item, marks)),
            DataType::LargeList(item) => DataType::LargeList(self.field(item, marks)),
            DataType::FixedSizeList(item, n_items) => DataType::FixedSizeList(self.field(item, marks), *n_items),
            DataType::Map(entries, is_sorted) => DataType::Map(self.field(entries, marks), *is_sorted),
            leaf => return self.leaf(field, leaf, marks),
        };
        Arc::new(field.as_ref().clone().with_data_type(data_type))
    }

    fn leaf(&mut self, field: &Field, data_type: &DataType, marks: Marks) -> FieldRef {
        let column = (self.next < self.descriptor.num_columns()).then(|| self.descriptor.column(self.next));
        self.next += 1;
        let physical = column.as_ref().map(|column| column.physical_type());
        let is_uuid = column.is_some_and(|column| column.logical_type_ref() == Some(&LogicalType::Uuid));
        let data_type = match data_type {
            DataType::Utf8 => DataType::Utf8View,
            DataType::Binary => DataType::BinaryView,
            // Days and nanoseconds in 96 bits; 64 bits of nanoseconds would end in 2262, which these do not.
            DataType::Timestamp(TimeUnit::Nanosecond, zone) if physical == Some(Physical::INT96) => {
                DataType::Timestamp(TimeUnit::Microsecond, zone.clone())
            }
            other => other.clone(),
        };
        let mut field = field.clone().with_data_type(data_type);
        if is_uuid && marks == Marks::WithUuids {
            field.metadata_mut().insert(UUID_EXTENSION.0.to_owned(), UUID_EXTENSION.1.to_owned());
        }
        Arc::new(field)
    }
}

#[cfg(test)]
mod tests;
