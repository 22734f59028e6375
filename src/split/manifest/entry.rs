//! The rows of a manifest, read back.

use std::collections::HashMap;
use std::path::{Component, Path};

use xxhash_rust::xxh3::xxh3_128;

use crate::document::{Document, FieldValue};
use crate::error::{InputError, Problem};
use crate::input::read_file;

/// What a manifest says of one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) start: usize,
    pub(super) fresh: usize,
    pub(super) end: usize,
    pub(super) hash: u128,
    /// The file that the segment went to, below the folder of the manifest.
    pub(super) file: Option<String>,
    /// Whether the numbers are those of the source's bytes, and not of the text that was read from it.
    pub(super) is_of_bytes: bool,
}

impl Entry {
    /// What the segment's file below `folder` has now. The name is outside text, so it may not lead out of the folder.
    pub(super) fn content<'b>(&self, folder: &Path, buffer: &'b mut Vec<u8>) -> Content<'b> {
        let Some(file) = &self.file else { return Content::Nowhere };
        let stays = Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
        let read = if stays { read_file(&folder.join(file), u64::MAX, buffer).ok() } else { None };
        match read {
            None => Content::Missing,
            Some(bytes) if xxh3_128(bytes) == self.hash => Content::Same(bytes),
            Some(_) => Content::Changed,
        }
    }
}

/// What has become of the file of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content<'b> {
    /// The segment went to no file.
    Nowhere,
    /// It is not there.
    Missing,
    /// It has other bytes.
    Changed,
    /// It has the bytes of the segment.
    Same(&'b [u8]),
}

/// The segments of one document, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// The document's id.
    pub(super) id: String,
    pub(super) source: String,
    pub(super) entries: Vec<Entry>,
}

/// All rows of a manifest by document, in the order of the manifest.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) documents: Vec<Listed>,
    by_id: HashMap<(String, String), usize>,
    by_name: HashMap<(String, String), usize>,
}

impl Listing {
    /// Takes one row.
    ///
    /// # Errors
    ///
    /// If the row is none of a manifest.
    pub(super) fn push(&mut self, row: &Document) -> Result<(), InputError> {
        let entry = entry(row)
            .map_err(|what| InputError::new(&row.id, Problem::Csv(format!("a row of a manifest has {what}"))))?;
        let id = row.id.rsplit_once('#').map_or(row.id.as_str(), |(id, _)| id);
        let key = (row.source.clone(), id.to_owned());
        let next = self.documents.len();
        let idx = *self.by_id.entry(key).or_insert(next);
        if idx == next {
            self.by_name.entry((row.source.clone(), name_of(id).to_owned())).or_insert(next);
            let (id, source) = (id.to_owned(), row.source.clone());
            self.documents.push(Listed { id, source, entries: Vec::new() });
        }
        self.documents[idx].entries.push(entry);
        Ok(())
    }

    /// Which of the documents this one is. Its id may be that of another folder above it, so the last part of the id counts
    /// where no id is the same.
    pub(super) fn find(&self, document: &Document) -> Option<usize> {
        let key = (document.source.clone(), document.id.clone());
        let by_name = || self.by_name.get(&(document.source.clone(), name_of(&document.id).to_owned()));
        self.by_id.get(&key).or_else(by_name).copied()
    }
}

fn name_of(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Reads a row; says what is wrong with it otherwise.
fn entry(row: &Document) -> Result<Entry, String> {
    let text = |name: &str| row.fields.get(name).map(FieldValue::as_text).filter(|text| !text.is_empty());
    let number = |name: &str| {
        let number = text(name).and_then(|text| text.parse::<usize>().ok());
        number.ok_or_else(|| format!("a number in the column {name:?}"))
    };
    let hash = text("xxh3_128").and_then(|text| u128::from_str_radix(text, 16).ok());
    let (start, fresh, end) = (number("start")?, number("fresh")?, number("end")?);
    if start > fresh || fresh > end {
        return Err("start, fresh and end in ascending order".to_owned());
    }
    Ok(Entry {
        id: row.id.clone(),
        start,
        fresh,
        end,
        hash: hash.ok_or_else(|| "a hash in the column \"xxh3_128\"".to_owned())?,
        file: text("file").map(str::to_owned),
        is_of_bytes: text("basis") == Some("bytes"),
    })
}
