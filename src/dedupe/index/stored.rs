//! A document seen, as the index holds it: the text whole, since the file may be gone when it must be compared again.

use std::io::{self, Read, Write};

use super::directory::Key;
use super::sealed::{damaged, sealed, unsealed};
use super::store::{Changes, Store};
use super::tables::DOCUMENTS;
use crate::document::{Document, FieldValue};
use crate::error::IndexProblem;
use crate::panics::{self, Panicked};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

/// The first level is several times as fast as the usual one, and its output a tenth longer.
const LEVEL: Compression = Compression::fast();

/// The field that says when a document ran.
const DATE_FIELD: &str = "date";

/// When the document ran, if it says so: the only one of its fields that clusters show, and that an index keeps.
pub(in super::super) fn date_of(document: &Document) -> Option<&str> {
    document.fields.get(DATE_FIELD).map(FieldValue::as_text).filter(|date| !date.is_empty())
}

/// Where the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// With the document.
    Own,
    /// With the first document that has the same.
    Of(u32),
}

/// Id, source, title and date; and which document has the text, if it is another one.
type Head = (String, String, Option<String>, Option<String>, Option<u32>);

/// The document as a value of the store.
pub(super) fn encode(document: &Document, text: Text) -> io::Result<Vec<u8>> {
    let holder = if let Text::Of(holder) = text { Some(holder) } else { None };
    let head = (&document.id, &document.source, &document.title, date_of(document), holder);
    let head = serde_json::to_vec(&head)?;
    let mut bytes = (head.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(&head);
    if text == Text::Own {
        let deflated = panics::caught(|| {
            let mut encoder = DeflateEncoder::new(bytes, LEVEL);
            encoder.write_all(document.text.as_bytes())?;
            encoder.finish()
        });
        bytes = deflated.map_err(|Panicked| io::Error::from(io::ErrorKind::OutOfMemory))??;
    }
    Ok(bytes)
}

/// Writes documents, the first of which has this number: a table of where each ends, and then all of them, each sealed
/// for its number.
pub(super) fn put(store: &Store, changes: &mut Changes, first: u32, documents: &[Vec<u8>]) -> Result<(), IndexProblem> {
    let values: Vec<Vec<u8>> =
        (first..).zip(documents).map(|(number, value)| sealed(value, u64::from(number))).collect();
    let table_bytes = table_bytes(values.len() as u64);
    let ends = values.iter().scan(table_bytes, |end, value| {
        *end += value.len() as u64;
        Some(end.to_le_bytes())
    });
    let mut blob = sealed(&ends.flatten().collect::<Vec<u8>>(), u64::from(first));
    values.iter().for_each(|value| blob.extend_from_slice(value));
    store.put(changes, Key { table: DOCUMENTS, number: first, place: values.len() as u64 }, &blob)
}

/// Reads documents, which is quicker in their order.
pub(super) struct Documents<'s> {
    store: &'s Store,
    /// The blob that was read from last, and where its documents end.
    block: Option<(Key, Vec<u64>)>,
}

impl<'s> Documents<'s> {
    pub(super) fn of(store: &'s Store) -> Self {
        Self { store, block: None }
    }

    /// The document with this number; of its fields it has the date.
    pub(super) fn read(&mut self, number: u32) -> Result<Document, IndexProblem> {
        let (mut document, text) = self.read_part(number)?;
        if let Text::Of(holder) = text {
            document.text = self.read_part(holder)?.0.text;
        }
        Ok(document)
    }

    fn read_part(&mut self, number: u32) -> Result<(Document, Text), IndexProblem> {
        let sealed = self.sealed(number)?;
        let (n_head, rest) = unsealed(&sealed, number.into())?.split_first_chunk().ok_or_else(damaged)?;
        let n_head = usize::try_from(u64::from_le_bytes(*n_head)).map_err(|_| damaged())?;
        let (head, body) = rest.split_at_checked(n_head).ok_or_else(damaged)?;
        let (id, source, title, date, holder): Head = serde_json::from_slice(head).map_err(|_| damaged())?;
        let mut text = String::new();
        if holder.is_none() {
            DeflateDecoder::new(body).read_to_string(&mut text).map_err(|_| damaged())?;
        }
        let fields = date.map(|date| (DATE_FIELD.into(), FieldValue::Text(date))).into_iter().collect();
        let document = Document { id, source, title, text, fields, ..Document::default() };
        Ok((document, holder.map_or(Text::Own, Text::Of)))
    }

    fn sealed(&mut self, number: u32) -> Result<Vec<u8>, IndexProblem> {
        let key = |number, place| Key { table: DOCUMENTS, number, place };
        let place = self.store.keys(key(0, 0)..=key(number, u64::MAX)).next_back().ok_or_else(damaged)?;
        let (_, ends) = match self.block.take().filter(|(known, _)| *known == place) {
            Some(block) => self.block.insert(block),
            None => self.block.insert((place, ends(self.store, place)?)),
        };
        let idx = (number - place.number) as usize;
        let end = *ends.get(idx).ok_or_else(damaged)?;
        let start = if idx == 0 { table_bytes(place.place) } else { ends[idx - 1] };
        self.store.part(place, start..end)
    }
}

/// Where each document of a blob ends.
fn ends(store: &Store, place: Key) -> Result<Vec<u64>, IndexProblem> {
    let table = store.part(place, 0..table_bytes(place.place))?;
    let ends = unsealed(&table, place.number.into())?.as_chunks().0;
    Ok(ends.iter().map(|end| u64::from_le_bytes(*end)).collect())
}

/// A checksum, and a number for each document.
fn table_bytes(n_documents: u64) -> u64 {
    (size_of::<u64>() as u64).saturating_mul(n_documents.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_with_their_date_and_copies_with_their_text() {
        let fields = [("date".into(), FieldValue::Text("2024-03-05".to_owned()))].into_iter().collect();
        let first = Document {
            id: "ü".to_owned(),
            source: "a/b.txt".to_owned(),
            title: Some("Title".to_owned()),
            text: "some text\n".repeat(50),
            fields,
            ..Document::default()
        };
        let copy = Document { id: "copy".to_owned(), title: None, ..first.clone() };
        let mut store = Store::create(tempfile::tempfile().unwrap()).unwrap();
        let mut changes = store.changes();
        let encoded = encode(&copy, Text::Of(0)).unwrap();
        assert!(encoded.len() < 80);
        put(&store, &mut changes, 0, &[encode(&first, Text::Own).unwrap()]).unwrap();
        put(&store, &mut changes, 1, &[encoded, encode(&first, Text::Own).unwrap()]).unwrap();
        store.commit(changes).unwrap();
        let mut documents = Documents::of(&store);
        for (number, expected) in [(0, &first), (1, &copy), (2, &first), (0, &first)] {
            assert_eq!(documents.read(number).unwrap(), *expected);
        }
        assert!(documents.read(3).is_err());
    }
}
