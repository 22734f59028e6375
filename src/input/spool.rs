//! Documents set aside on disk, to be read again in any order.
//!
//! What must be looked at twice (candidates to verify, the kept documents of a pipe) goes through an unnamed temporary
//! file instead of memory, so that standard input and files are treated alike and a file that changes meanwhile
//! cannot make two passes disagree. The file vanishes with the process, however that ends. Whoever has memory to spare
//! keeps the first documents there, which for a small corpus are all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::document::{Document, FieldValue, Fields};
use crate::error::Error;

const BUFFER_BYTES: usize = 1 << 20;

/// How much of a record its head usually takes; a guess, to save growing.
const HEAD_BYTES: usize = 128;

/// Takes documents; see [`Spooled`] for reading them back.
#[derive(Debug)]
pub struct Spool {
    /// The first documents.
    kept: Vec<u8>,
    max_kept_bytes: usize,
    /// Those behind them.
    file: BufWriter<File>,
    directory: PathBuf,
    n_bytes: u64,
    /// Room for the head of the next document.
    head: Vec<u8>,
}

/// The documents of a finished [`Spool`]. Many threads may read at once.
#[derive(Debug)]
pub struct Spooled {
    kept: Vec<u8>,
    file: File,
    directory: PathBuf,
}

/// Where a document lies in its spool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpoolPlace {
    offset: u64,
    /// All but the text, which comes last.
    n_head_bytes: u32,
    n_text_bytes: u32,
}

/// A document as the bytes that a spool keeps of it. Any thread can make one; only one thread can write.
#[derive(Clone, Debug, Default)]
pub struct SpoolRecord {
    /// All but the text.
    head: Vec<u8>,
    text: String,
}

impl SpoolRecord {
    /// The record of `document`, whose text is taken out. Its [`facts`](Document::facts) and [`extent`](Document::extent) are
    /// not kept.
    pub fn of(document: &mut Document) -> Self {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        encode_head(document, &mut head);
        Self { head, text: std::mem::take(&mut document.text) }
    }
}

impl Spool {
    /// An empty spool with its file in `directory`.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if no file can be made there.
    pub fn create(directory: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(directory).map_err(|source| failed(directory, source))?;
        Ok(Self {
            kept: Vec::new(),
            max_kept_bytes: 0,
            file: BufWriter::with_capacity(BUFFER_BYTES, file),
            directory: directory.to_owned(),
            n_bytes: 0,
            head: Vec::with_capacity(HEAD_BYTES),
        })
    }

    /// The same spool, which keeps documents in memory as long as they take no more than `max_bytes`.
    pub fn keeping(self, max_bytes: usize) -> Self {
        Self { max_kept_bytes: max_bytes, ..self }
    }

    /// Sets `document` aside. Its [`facts`](Document::facts) and [`extent`](Document::extent) are not kept.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot grow.
    pub fn push(&mut self, document: &Document) -> Result<SpoolPlace, Error> {
        let mut head = std::mem::take(&mut self.head);
        head.clear();
        encode_head(document, &mut head);
        let place = self.push_parts(&head, &document.text);
        self.head = head;
        place
    }

    /// Sets the document aside that `record` was made of.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot grow.
    pub fn push_record(&mut self, record: &SpoolRecord) -> Result<SpoolPlace, Error> {
        self.push_parts(&record.head, &record.text)
    }

    fn push_parts(&mut self, head: &[u8], text: &str) -> Result<SpoolPlace, Error> {
        let n_bytes = u32::try_from(head.len() + text.len())
            .map_err(|_| failed(&self.directory, io::Error::other("a document of more than 4 GiB")))?;
        let parts = [head, text.as_bytes()];
        // Once a document is in the file, all later ones are behind it.
        let is_first = self.n_bytes == self.kept.len() as u64;
        if is_first && self.kept.len() + n_bytes as usize <= self.max_kept_bytes {
            parts.into_iter().for_each(|part| self.kept.extend_from_slice(part));
        } else {
            let mut written = parts.into_iter().map(|part| self.file.write_all(part));
            written.try_for_each(|part| part).map_err(|source| failed(&self.directory, source))?;
        }
        // The head is no longer than the whole, so it fits too.
        let n_head_bytes = head.len() as u32;
        let place = SpoolPlace { offset: self.n_bytes, n_head_bytes, n_text_bytes: n_bytes - n_head_bytes };
        self.n_bytes += u64::from(n_bytes);
        Ok(place)
    }

    /// Ends writing.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the last bytes cannot be written.
    pub fn finish(self) -> Result<Spooled, Error> {
        let Self { kept, file, directory, .. } = self;
        let file = file.into_inner().map_err(|error| failed(&directory, error.into_error()))?;
        Ok(Spooled { kept, file, directory })
    }
}

impl Spooled {
    /// Reads one document back.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot be read.
    pub fn read(&self, place: SpoolPlace) -> Result<Document, Error> {
        let mut record = Vec::new();
        self.fill(place.offset, place.n_head_bytes as usize + place.n_text_bytes as usize, &mut record)?;
        let (head, text) = record.split_at(place.n_head_bytes as usize);
        let text = simdutf8::basic::from_utf8(text).map_err(|_| self.was_changed())?;
        let document = decode_head(head).ok_or_else(|| self.was_changed())?;
        Ok(Document { text: text.to_owned(), ..document })
    }

    /// Reads all of one document but its text, which is left empty. This costs less than all of it.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot be read.
    pub fn read_head(&self, place: SpoolPlace) -> Result<Document, Error> {
        let mut head = Vec::new();
        self.fill(place.offset, place.n_head_bytes as usize, &mut head)?;
        decode_head(&head).ok_or_else(|| self.was_changed())
    }

    /// Reads the text of one document back into `buffer`, whose memory is used again.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot be read.
    pub fn read_text<'b>(&'b self, place: SpoolPlace, buffer: &'b mut Vec<u8>) -> Result<&'b str, Error> {
        let (offset, n_bytes) = (place.offset + u64::from(place.n_head_bytes), place.n_text_bytes as usize);
        let text = match self.kept(offset, n_bytes) {
            Some(text) => text,
            None => {
                self.fill(offset, n_bytes, buffer)?;
                buffer
            }
        };
        simdutf8::basic::from_utf8(text).map_err(|_| self.was_changed())
    }

    fn fill(&self, offset: u64, n_bytes: usize, buffer: &mut Vec<u8>) -> Result<(), Error> {
        if let Some(kept) = self.kept(offset, n_bytes) {
            buffer.clear();
            buffer.extend_from_slice(kept);
            return Ok(());
        }
        // Bytes that are there already need not be cleared, because all are read anew.
        buffer.resize(n_bytes, 0);
        let offset = offset.saturating_sub(self.kept.len() as u64);
        read_exact_at(&self.file, buffer, offset).map_err(|source| failed(&self.directory, source))
    }

    fn kept(&self, offset: u64, n_bytes: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset).ok().filter(|&start| start < self.kept.len())?;
        self.kept.get(start..start.checked_add(n_bytes)?)
    }

    fn was_changed(&self) -> Error {
        failed(&self.directory, io::Error::other("the file was changed from outside"))
    }
}

pub(super) fn failed(directory: &Path, source: io::Error) -> Error {
    Error::Spool { directory: directory.to_owned(), source }
}

#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
pub(super) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    let mut n_done = 0;
    while n_done < buffer.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut buffer[n_done..], offset + n_done as u64)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => n_done += n,
        }
    }
    Ok(())
}

const NO_TITLE: u8 = 0;
const TITLE: u8 = 1;
const TEXT_FIELD: u8 = 0;
const JSON_FIELD: u8 = 1;

fn encode_head(document: &Document, out: &mut Vec<u8>) {
    put(out, &document.id);
    put(out, &document.source);
    match &document.title {
        Some(title) => {
            out.push(TITLE);
            put(out, title);
        }
        None => out.push(NO_TITLE),
    }
    for (name, value) in document.fields.iter() {
        let (tag, value) = match value {
            FieldValue::Text(text) => (TEXT_FIELD, text),
            FieldValue::Json(json) => (JSON_FIELD, json),
        };
        put(out, name);
        out.push(tag);
        put(out, value);
    }
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u64).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// `None` if the bytes are not what [`encode_head`] wrote.
fn decode_head(mut head: &[u8]) -> Option<Document> {
    let rest = &mut head;
    let id = take(rest)?;
    let source = take(rest)?;
    let title = if take_tag(rest)? == TITLE { Some(take(rest)?) } else { None };
    let mut fields = Fields::default();
    while !rest.is_empty() {
        let name: Arc<str> = take(rest)?.into();
        let value = if take_tag(rest)? == JSON_FIELD { FieldValue::Json } else { FieldValue::Text };
        fields.set(name, value(take(rest)?));
    }
    Some(Document { id, source, title, fields, ..Document::default() })
}

fn take(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(take_bytes(rest)?.to_vec()).ok()
}

fn take_bytes<'r>(rest: &mut &'r [u8]) -> Option<&'r [u8]> {
    let (head, tail) = rest.split_first_chunk::<8>()?;
    let (bytes, tail) = tail.split_at_checked(usize::try_from(u64::from_le_bytes(*head)).ok()?)?;
    *rest = tail;
    Some(bytes)
}

fn take_tag(rest: &mut &[u8]) -> Option<u8> {
    let (tag, tail) = rest.split_first()?;
    *rest = tail;
    Some(*tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, title: Option<&str>) -> Document {
        Document {
            id: id.to_owned(),
            source: "a.jsonl".to_owned(),
            title: title.map(str::to_owned),
            text: format!("text of {id}\n"),
            fields: [
                ("date".into(), FieldValue::Text(String::new())),
                ("tags".into(), FieldValue::Json("[1, 2]".to_owned())),
            ]
            .into_iter()
            .collect(),
            ..Document::default()
        }
    }

    #[test]
    fn documents_come_back_whole_in_any_order() {
        // In the file, two in memory, all in memory.
        [0, 150, 10_000].into_iter().for_each(check_documents);
    }

    fn check_documents(max_kept_bytes: usize) {
        let documents = [document("a", None), document("", Some("")), document("ü", Some("Title"))];
        let mut spool = Spool::create(&std::env::temp_dir()).unwrap().keeping(max_kept_bytes);
        let mut places: Vec<SpoolPlace> = documents.iter().map(|d| spool.push(d).unwrap()).collect();
        places[1] = spool.push_record(&SpoolRecord::of(&mut documents[1].clone())).unwrap();
        let spooled = spool.finish().unwrap();
        let mut buffer = b"left over".to_vec();
        for (place, document) in places.iter().zip(&documents).rev() {
            assert_eq!(spooled.read(*place).unwrap(), *document);
            assert_eq!(spooled.read_text(*place, &mut buffer).unwrap(), document.text);
            assert_eq!(spooled.read_head(*place).unwrap(), Document { text: String::new(), ..document.clone() });
        }
    }

    #[test]
    fn bytes_that_are_no_record_are_refused() {
        let mut head = Vec::new();
        encode_head(&document("a", Some("b")), &mut head);
        for n in 1..head.len() {
            let _ = decode_head(&head[..n]);
        }
        assert_eq!(decode_head(&[1, 2, 3]), None);
        assert_eq!(decode_head(&u64::MAX.to_le_bytes()), None);
    }
}
