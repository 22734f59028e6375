//! Documents set aside on disk, to be read again in any order.
//!
//! What must be looked at twice (candidates to verify, the kept documents of a pipe) goes through an unnamed temporary
//! file instead of memory, so that standard input and files are treated alike and a file that changes meanwhile
//! cannot make two passes disagree. The file vanishes with the process, however that ends.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::document::{Document, FieldValue, Fields};
use crate::error::Error;

const BUFFER_BYTES: usize = 1 << 20;

/// Takes documents; see [`Spooled`] for reading them back.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<File>,
    directory: PathBuf,
    n_bytes: u64,
    record: Vec<u8>,
}

/// The documents of a finished [`Spool`]. Many threads may read at once.
#[derive(Debug)]
pub struct Spooled {
    file: File,
    directory: PathBuf,
}

/// Where a document lies in its spool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpoolPlace {
    offset: u64,
    n_bytes: u32,
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
            file: BufWriter::with_capacity(BUFFER_BYTES, file),
            directory: directory.to_owned(),
            n_bytes: 0,
            record: Vec::new(),
        })
    }

    /// Sets `document` aside. Its [`facts`](Document::facts) and [`extent`](Document::extent) are not kept.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot grow.
    pub fn push(&mut self, document: &Document) -> Result<SpoolPlace, Error> {
        self.record.clear();
        encode(document, &mut self.record);
        let n_bytes = u32::try_from(self.record.len())
            .map_err(|_| failed(&self.directory, io::Error::other("a document of more than 4 GiB")))?;
        self.file.write_all(&self.record).map_err(|source| failed(&self.directory, source))?;
        let place = SpoolPlace { offset: self.n_bytes, n_bytes };
        self.n_bytes += u64::from(n_bytes);
        Ok(place)
    }

    /// Ends writing.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the last bytes cannot be written.
    pub fn finish(self) -> Result<Spooled, Error> {
        let Self { file, directory, .. } = self;
        let file = file.into_inner().map_err(|error| failed(&directory, error.into_error()))?;
        Ok(Spooled { file, directory })
    }
}

impl Spooled {
    /// Reads one document back.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot be read.
    pub fn read(&self, place: SpoolPlace) -> Result<Document, Error> {
        let record = self.record(place)?;
        decode(&record).ok_or_else(|| self.was_changed())
    }

    /// Reads the text of one document back, which costs less than all of it.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot be read.
    pub fn read_text(&self, place: SpoolPlace) -> Result<String, Error> {
        let record = self.record(place)?;
        decode_text(&record).ok_or_else(|| self.was_changed())
    }

    fn record(&self, place: SpoolPlace) -> Result<Vec<u8>, Error> {
        let mut record = vec![0; place.n_bytes as usize];
        read_exact_at(&self.file, &mut record, place.offset).map_err(|source| failed(&self.directory, source))?;
        Ok(record)
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

fn encode(document: &Document, out: &mut Vec<u8>) {
    put(out, &document.id);
    put(out, &document.source);
    match &document.title {
        Some(title) => {
            out.push(TITLE);
            put(out, title);
        }
        None => out.push(NO_TITLE),
    }
    put(out, &document.text);
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

/// `None` if the bytes are not what [`encode`] wrote.
fn decode(mut record: &[u8]) -> Option<Document> {
    let rest = &mut record;
    let id = take(rest)?;
    let source = take(rest)?;
    let title = if take_tag(rest)? == TITLE { Some(take(rest)?) } else { None };
    let text = take(rest)?;
    let mut fields = Fields::default();
    while !rest.is_empty() {
        let name: Arc<str> = take(rest)?.into();
        let value = if take_tag(rest)? == JSON_FIELD { FieldValue::Json } else { FieldValue::Text };
        fields.set(name, value(take(rest)?));
    }
    Some(Document { id, source, title, text, fields, ..Document::default() })
}

/// The text alone; `None` if the bytes are not what [`encode`] wrote.
fn decode_text(mut record: &[u8]) -> Option<String> {
    let rest = &mut record;
    take_bytes(rest)?;
    take_bytes(rest)?;
    if take_tag(rest)? == TITLE {
        take_bytes(rest)?;
    }
    take(rest)
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
        let documents = [document("a", None), document("", Some("")), document("ü", Some("Title"))];
        let mut spool = Spool::create(&std::env::temp_dir()).unwrap();
        let places: Vec<SpoolPlace> = documents.iter().map(|d| spool.push(d).unwrap()).collect();
        let spooled = spool.finish().unwrap();
        for (place, document) in places.iter().zip(&documents).rev() {
            assert_eq!(spooled.read(*place).unwrap(), *document);
            assert_eq!(spooled.read_text(*place).unwrap(), document.text);
        }
    }

    #[test]
    fn bytes_that_are_no_record_are_refused() {
        let mut record = Vec::new();
        encode(&document("a", Some("b")), &mut record);
        for n in 1..record.len() {
            let _ = decode(&record[..n]);
        }
        assert_eq!(decode(&[1, 2, 3]), None);
        assert_eq!(decode(&u64::MAX.to_le_bytes()), None);
    }
}
