//! Arrow batches, as the file or the stream of Arrow's interprocess format: Feather, and what Hugging Face keeps data sets in.
//!
//! A file is a stream between a mark and a list of places, and is read as one. The crate takes places and lengths from a
//! message as they are, so all of them are held against what has come before anything is decoded.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{RecordBatchDecoder, read_dictionary};
use arrow_ipc::{Message, MessageHeader, MetadataVersion, root_as_message};
use arrow_schema::{ArrowError, Schema, SchemaRef};

use super::arrow_json::Shape;
use super::batch_table::{BatchTable, Batches};
use super::options::InputOptions;
use super::reader::Fault;
use super::table::{TablePieces, most_held_bytes};
use crate::panics::{self, Panicked};

/// What the file of Arrow batches begins and ends with.
pub(super) const MAGIC: &[u8; 6] = b"ARROW1";

/// What stands before the length of a message, and so at the beginning of a stream.
pub(super) const CONTINUATION: [u8; 4] = [0xff; 4];

/// What a Feather file of the first version, which is no Arrow, begins with.
const OLD_FEATHER_MAGIC: &[u8; 4] = b"FEA1";

/// The bytes before the first message of a file: the mark and two that fill it up.
const MARK_BYTES: u64 = 8;

/// So much room is made for a message before its bytes come.
const MAX_EXPECTED_BYTES: u64 = 64 << 20;

/// A batch of so many rows may have next to no bytes: all may be nulls.
const MOST_ROWS_WITHOUT_BYTES: i64 = 1 << 20;

/// A file or a stream of messages, some of which are batches.
struct Messages {
    reader: BufReader<File>,
    is_file: bool,
    schema: SchemaRef,
    dictionaries: HashMap<i64, ArrayRef>,
    max_batch_bytes: u64,
}

/// The rows of an Arrow file or stream.
///
/// # Errors
///
/// A fault if it is none, or of types that are not read.
pub(super) fn open(file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let mut reader = BufReader::with_capacity(256 << 10, file);
    let is_file = skip_mark(&mut reader)?;
    let max_batch_bytes = most_held_bytes(options.max_document_bytes);
    let Some((head, _)) = message(&mut reader, max_batch_bytes)? else { return Err(damaged("it has no schema")) };
    let schema = guarded(|| {
        let schema = root_as_message(&head).ok().and_then(|message| message.header_as_schema());
        try_fb_to_schema(schema.ok_or_else(|| ArrowError::IpcError("its first message is no schema".to_owned()))?)
    })?;
    let shape = Shape::new(schema.fields().clone(), options.max_document_bytes)?;
    // What else a schema says is of no use here.
    let schema = Arc::new(Schema::new(schema.fields().clone()));
    let messages = Messages { reader, is_file, schema, dictionaries: HashMap::new(), max_batch_bytes };
    Ok(Box::new(BatchTable::new(messages, shape)))
}

impl Batches for Messages {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, Fault> {
        while let Some((head, body)) = message(&mut self.reader, self.max_batch_bytes)? {
            let read = root_as_message(&head).map_err(|_| damaged("a message is not what it says"))?;
            match read.header_type() {
                MessageHeader::RecordBatch => {
                    let batch = batch_of(&read, &body, self.max_batch_bytes)?;
                    return decoded(&self.schema, &self.dictionaries, batch, &body, read.version()).map(Some);
                }
                MessageHeader::DictionaryBatch => {
                    let dictionary =
                        read.header_as_dictionary_batch().ok_or_else(|| damaged("a dictionary is none"))?;
                    let values = dictionary.data().ok_or_else(|| damaged("a dictionary is empty"))?;
                    check(&values, &body, self.max_batch_bytes)?;
                    let (schema, dictionaries) = (&self.schema, &mut self.dictionaries);
                    guarded(|| read_dictionary(&body, dictionary, schema, dictionaries, &read.version()))?;
                }
                _ => return Err(damaged("a message is neither a batch nor a dictionary")),
            }
        }
        if self.is_file {
            check_end(&mut self.reader)?;
        }
        Ok(None)
    }
}

/// Goes behind the mark of a file, which a stream has not.
fn skip_mark(reader: &mut BufReader<File>) -> Result<bool, Fault> {
    let mut mark = [0; MARK_BYTES as usize];
    let n_read = reader.by_ref().take(MARK_BYTES).read(&mut mark).map_err(unread)?;
    if mark.starts_with(OLD_FEATHER_MAGIC) {
        return Err(Fault::NoText(
            "is a Feather file of version 1, which no program writes any more; save it anew with pyarrow",
        ));
    }
    let is_file = mark.starts_with(MAGIC);
    if !is_file {
        if n_read < 4 || !mark.starts_with(&CONTINUATION) {
            return Err(Fault::Malformed("it is neither a file nor a stream of Arrow batches".to_owned()));
        }
        reader.seek(SeekFrom::Start(0)).map_err(unread)?;
    }
    Ok(is_file)
}

/// Holds the end of a file against the mark that stands there.
fn check_end(reader: &mut BufReader<File>) -> Result<(), Fault> {
    let mut mark = [0; MAGIC.len()];
    reader.seek(SeekFrom::End(-(MAGIC.len() as i64))).and_then(|_| reader.read_exact(&mut mark)).map_err(unread)?;
    if mark == *MAGIC { Ok(()) } else { Err(cut_off()) }
}

fn batch_of<'m>(message: &Message<'m>, body: &Buffer, max_bytes: u64) -> Result<arrow_ipc::RecordBatch<'m>, Fault> {
    let batch = message.header_as_record_batch().ok_or_else(|| damaged("a batch is none"))?;
    check(&batch, body, max_bytes)?;
    Ok(batch)
}

fn decoded(
    schema: &SchemaRef,
    dictionaries: &HashMap<i64, ArrayRef>,
    batch: arrow_ipc::RecordBatch<'_>,
    body: &Buffer,
    version: MetadataVersion,
) -> Result<RecordBatch, Fault> {
    guarded(|| {
        RecordBatchDecoder::try_new(body, batch, Arc::clone(schema), dictionaries, &version)?.read_record_batch()
    })
}

/// Holds the numbers in the head of a batch against its body, and against what it may expand to.
fn check(batch: &arrow_ipc::RecordBatch<'_>, body: &Buffer, max_bytes: u64) -> Result<(), Fault> {
    let mut n_bytes = body.len() as u64;
    let is_packed = batch.compression().is_some();
    for buffer in batch.buffers().into_iter().flatten() {
        let place = usize::try_from(buffer.offset()).ok().zip(usize::try_from(buffer.length()).ok());
        let bytes = place.and_then(|(start, length)| body.get(start..start.checked_add(length)?));
        let bytes = bytes.ok_or_else(|| damaged("a buffer of a batch lies outside of it"))?;
        if is_packed && !bytes.is_empty() {
            let unpacked = bytes.first_chunk().map(|length| i64::from_le_bytes(*length));
            let unpacked = unpacked.ok_or_else(|| damaged("a packed buffer has no length"))?;
            // A length of -1 stands for bytes that are not packed.
            n_bytes = n_bytes.saturating_add(u64::try_from(unpacked).unwrap_or(0));
        }
    }
    if n_bytes > max_bytes {
        return Err(Fault::TooLong { limit_bytes: max_bytes });
    }
    // The least that a row of any column takes is a bit, unless all are nulls.
    let most_rows = (n_bytes as i64).saturating_mul(8).max(MOST_ROWS_WITHOUT_BYTES);
    let is_plausible = |n_rows: i64| (0..=most_rows).contains(&n_rows);
    let mut nodes = batch.nodes().into_iter().flatten();
    if !is_plausible(batch.length()) || !nodes.all(|node| is_plausible(node.length()) && node.null_count() >= 0) {
        return Err(damaged("a batch has more rows than bytes, or less than none"));
    }
    Ok(())
}

/// The head and the body of the next message; `None` at the end marker.
fn message(reader: &mut impl Read, max_bytes: u64) -> Result<Option<(Vec<u8>, Buffer)>, Fault> {
    let mut length = [0; 4];
    reader.read_exact(&mut length).map_err(unread)?;
    if length == CONTINUATION {
        reader.read_exact(&mut length).map_err(unread)?;
    }
    let n_head_bytes = u32::from_le_bytes(length);
    if n_head_bytes == 0 {
        return Ok(None);
    }
    let head = bytes(reader, u64::from(n_head_bytes), max_bytes)?;
    let n_body_bytes = root_as_message(&head).ok().and_then(|message| u64::try_from(message.bodyLength()).ok());
    let n_body_bytes = n_body_bytes.ok_or_else(|| damaged("a message is not what it says"))?;
    let body = bytes(reader, n_body_bytes, max_bytes)?;
    Ok(Some((head, Buffer::from_vec(body))))
}

/// The next bytes. Room grows with what comes, not with what is announced.
fn bytes(reader: &mut impl Read, n_bytes: u64, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::with_capacity(n_bytes.min(MAX_EXPECTED_BYTES).min(max_bytes) as usize);
    let n_read = reader.take(n_bytes.min(max_bytes.saturating_add(1))).read_to_end(&mut bytes).map_err(unread)?;
    match n_read as u64 {
        n_read if n_read > max_bytes => Err(Fault::TooLong { limit_bytes: max_bytes }),
        n_read if n_read == n_bytes => Ok(bytes),
        _ => Err(cut_off()),
    }
}

/// Does something with the crate, which asserts what a damaged message may not keep.
fn guarded<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, Fault> {
    match panics::caught(work) {
        Ok(done) => done.map_err(|error| damaged(&plain(&error))),
        Err(Panicked) => Err(damaged("a batch is not what it says")),
    }
}

/// What the crate says, without its name for the kind of error.
fn plain(error: &ArrowError) -> String {
    let told = error.to_string();
    let kinds = ["Ipc error: ", "Parser error: ", "Invalid argument error: ", "Schema error: "];
    kinds.into_iter().find_map(|kind| told.strip_prefix(kind)).unwrap_or(&told).to_owned()
}

fn unread(error: std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::UnexpectedEof => cut_off(),
        _ => error.into(),
    }
}

fn cut_off() -> Fault {
    Fault::Malformed("it is cut off: it ends before the mark of its end".to_owned())
}

fn damaged(what: &str) -> Fault {
    Fault::Malformed(format!("it cannot be read as Arrow: {what}"))
}

#[cfg(test)]
mod tests;
