//! The record batches of a stream, each checked before anything is made of it.
//!
//! The reader of arrow-ipc takes the places of buffers from a message as they are and panics where they lie outside of it,
//! and to it a stream that is cut between two messages is whole. So messages are read here, places and lengths are held
//! against what has come, and only columns of the kinds that stages know are decoded, with the crate's own validation of
//! offsets and UTF-8. A stream ends with its end marker or is an error.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::RecordBatchDecoder;
use arrow_ipc::{MessageHeader, MetadataVersion, root_as_message};
use arrow_schema::{ArrowError, DataType, SchemaRef};

use super::WorkerError;
use crate::panics::{self, Panicked};

/// Stands before the length of a message.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// So much room is made for a message before its bytes come.
const MAX_EXPECTED_BYTES: usize = 64 << 20;

/// A stream whose schema has been read.
pub(super) struct Batches<R> {
    reader: R,
    schema: SchemaRef,
    /// The columns that can be decoded, by their places in the schema.
    known: Vec<usize>,
}

impl<R: Read> Batches<R> {
    /// Reads the schema.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Input`] if there is none.
    pub(super) fn open(mut reader: R) -> Result<Self, WorkerError> {
        let first = match message(&mut reader) {
            Err(WorkerError::CutShort) => None,
            read => read?,
        };
        let (head, _) = first.ok_or_else(|| damaged("it has no schema"))?;
        let schema = root_as_message(&head).ok().and_then(|message| message.header_as_schema());
        let schema = try_fb_to_schema(schema.ok_or_else(|| damaged("its first message is no schema"))?);
        let schema = Arc::new(schema.map_err(WorkerError::Input)?);
        let known = (0..schema.fields().len()).filter(|&idx| is_known(schema.field(idx).data_type())).collect();
        Ok(Self { reader, schema, known })
    }

    /// The schema, with the columns that are not decoded.
    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// The next batch, without the columns of kinds that no stage knows.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Input`] and [`WorkerError::CutShort`].
    pub(super) fn next(&mut self) -> Result<Option<RecordBatch>, WorkerError> {
        loop {
            let Some((head, body)) = message(&mut self.reader)? else { return Ok(None) };
            let read = root_as_message(&head).map_err(|_| damaged("a message cannot be read"))?;
            match read.header_type() {
                MessageHeader::RecordBatch => {
                    let batch = read.header_as_record_batch().ok_or_else(|| damaged("a batch cannot be read"))?;
                    check(&batch, body.len())?;
                    return self.decoded(batch, &body, read.version()).map(Some);
                }
                // Dictionaries belong to columns that are not decoded.
                MessageHeader::DictionaryBatch => {}
                _ => return Err(damaged("a message is neither a batch nor a dictionary")),
            }
        }
    }

    fn decoded(
        &self,
        batch: arrow_ipc::RecordBatch<'_>,
        body: &Buffer,
        version: MetadataVersion,
    ) -> Result<RecordBatch, WorkerError> {
        let dictionaries = std::collections::HashMap::new();
        // The crate asserts that the length of a buffer is that of whole numbers. The engine wants to hear why its task
        // failed, so this is an error as well.
        let decoded = panics::caught(|| {
            RecordBatchDecoder::try_new(body, batch, self.schema(), &dictionaries, &version)?
                .with_projection(Some(&self.known))
                .read_record_batch()
        });
        decoded.map_err(|Panicked| damaged("a batch cannot be decoded"))?.map_err(WorkerError::Input)
    }
}

/// `true` for columns without parts and without a dictionary.
fn is_known(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::Int32
            | DataType::Int64
            | DataType::Float64
            | DataType::Boolean
    )
}

/// Whether the numbers in the head of a batch are about the `n_bytes` of its body.
fn check(batch: &arrow_ipc::RecordBatch<'_>, n_bytes: usize) -> Result<(), WorkerError> {
    let n_bytes = n_bytes as i64;
    let is_within = |offset: i64, length: i64| {
        offset >= 0 && length >= 0 && offset.checked_add(length).is_some_and(|end| end <= n_bytes)
    };
    if !batch.buffers().into_iter().flatten().all(|buffer| is_within(buffer.offset(), buffer.length())) {
        return Err(damaged("a buffer of a batch lies outside of it"));
    }
    let n_rows = batch.length();
    // The least that a row of any column can take is a bit.
    let mut nodes = batch.nodes().into_iter().flatten();
    if n_rows < 0 || n_rows / 8 > n_bytes || nodes.any(|node| node.null_count() < 0 || node.length() < 0) {
        return Err(damaged("a batch has more rows than bytes, or less than none"));
    }
    Ok(())
}

/// The head and the body of the next message; `None` at the end marker.
fn message(reader: &mut impl Read) -> Result<Option<(Vec<u8>, Buffer)>, WorkerError> {
    let mut length = [0; 4];
    read_exact(reader, &mut length)?;
    if length == CONTINUATION {
        read_exact(reader, &mut length)?;
    }
    let n_head_bytes = u32::from_le_bytes(length);
    if n_head_bytes == 0 {
        return Ok(None);
    }
    let head = bytes(reader, u64::from(n_head_bytes))?;
    let n_body_bytes = root_as_message(&head).ok().and_then(|message| u64::try_from(message.bodyLength()).ok());
    let body = bytes(reader, n_body_bytes.ok_or_else(|| damaged("a message cannot be read"))?)?;
    Ok(Some((head, Buffer::from_vec(body))))
}

/// The next bytes. Room grows with what comes, not with what is announced.
fn bytes(reader: &mut impl Read, n_bytes: u64) -> Result<Vec<u8>, WorkerError> {
    let n_expected = usize::try_from(n_bytes).unwrap_or(usize::MAX).min(MAX_EXPECTED_BYTES);
    let mut bytes = Vec::with_capacity(n_expected);
    let n_read = reader.take(n_bytes).read_to_end(&mut bytes).map_err(|error| WorkerError::Input(error.into()))?;
    if n_read as u64 == n_bytes { Ok(bytes) } else { Err(WorkerError::CutShort) }
}

fn read_exact(reader: &mut impl Read, bytes: &mut [u8]) -> Result<(), WorkerError> {
    reader.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => WorkerError::CutShort,
        _ => WorkerError::Input(error.into()),
    })
}

fn damaged(what: &str) -> WorkerError {
    WorkerError::Input(ArrowError::IpcError(what.to_owned()))
}

#[cfg(test)]
mod tests;
