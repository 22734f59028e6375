//! A document seen, as the index holds it: the text whole, since the file may be gone when it must be compared again.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use redb::{Error, ReadOnlyTable, ReadTransaction, TableDefinition, TableError};

use super::super::cluster_rows::DATE_FIELD;
use super::sealed::{damaged, sealed, unsealed};
use crate::document::{Document, FieldValue};

/// By number, the documents.
pub(super) const DOCUMENTS: TableDefinition<u32, &[u8]> = TableDefinition::new("documents");

/// The first level is several times as fast as the usual one, and its output a tenth longer.
const LEVEL: Compression = Compression::fast();

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
pub(super) fn encode(document: &Document, text: Text) -> Result<Vec<u8>, Error> {
    let date = document.fields.get(DATE_FIELD).map(FieldValue::as_text).filter(|date| !date.is_empty());
    let holder = if let Text::Of(holder) = text { Some(holder) } else { None };
    let head = (&document.id, &document.source, &document.title, date, holder);
    let head = serde_json::to_vec(&head).map_err(|error| Error::Io(error.into()))?;
    let mut bytes = (head.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(&head);
    if text == Text::Own {
        let mut encoder = DeflateEncoder::new(bytes, LEVEL);
        encoder.write_all(document.text.as_bytes())?;
        bytes = encoder.finish()?;
    }
    Ok(sealed(&bytes))
}

/// The documents as they were when reading began.
pub(super) struct Documents {
    table: Option<ReadOnlyTable<u32, &'static [u8]>>,
}

impl Documents {
    pub(super) fn of(reading: &ReadTransaction) -> Result<Self, Error> {
        match reading.open_table(DOCUMENTS) {
            Ok(table) => Ok(Self { table: Some(table) }),
            Err(TableError::TableDoesNotExist(_)) => Ok(Self { table: None }),
            Err(error) => Err(error.into()),
        }
    }

    /// The document with this number; of its fields it has the date.
    pub(super) fn read(&self, number: u32) -> Result<Document, Error> {
        let (mut document, text) = self.part(number)?;
        if let Text::Of(holder) = text {
            document.text = self.part(holder)?.0.text;
        }
        Ok(document)
    }

    fn part(&self, number: u32) -> Result<(Document, Text), Error> {
        let table = self.table.as_ref().ok_or_else(damaged)?;
        let value = table.get(number)?.ok_or_else(damaged)?;
        let (n_head, rest) = unsealed(value.value())?.split_first_chunk().ok_or_else(damaged)?;
        let n_head = usize::try_from(u64::from_le_bytes(*n_head)).map_err(|_| damaged())?;
        let (head, body) = rest.split_at_checked(n_head).ok_or_else(damaged)?;
        let (id, source, title, date, holder): Head = serde_json::from_slice(head).map_err(|_| damaged())?;
        let mut text = String::new();
        if holder.is_none() {
            DeflateDecoder::new(body).read_to_string(&mut text)?;
        }
        let fields = date.map(|date| (DATE_FIELD.into(), FieldValue::Text(date))).into_iter().collect();
        let document = Document { id, source, title, text, fields, ..Document::default() };
        Ok((document, holder.map_or(Text::Own, Text::Of)))
    }
}

#[cfg(test)]
mod tests {
    use redb::{Database, ReadableDatabase, backends::InMemoryBackend};

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
        let database = Database::builder().create_with_backend(InMemoryBackend::new()).unwrap();
        let writing = database.begin_write().unwrap();
        let mut table = writing.open_table(DOCUMENTS).unwrap();
        table.insert(0, &*encode(&first, Text::Own).unwrap()).unwrap();
        let encoded = encode(&copy, Text::Of(0)).unwrap();
        assert!(encoded.len() < 80);
        table.insert(1, &*encoded).unwrap();
        drop(table);
        writing.commit().unwrap();
        let documents = Documents::of(&database.begin_read().unwrap()).unwrap();
        assert_eq!(documents.read(0).unwrap(), first);
        assert_eq!(documents.read(1).unwrap(), copy);
        assert!(documents.read(2).is_err());
    }
}
