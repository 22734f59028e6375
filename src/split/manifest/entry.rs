//! The rows of a manifest, read back.
//!
//! A manifest is outside text. What it names is opened as far as it may be: a segment's file lies below the manifest's own folder, and is a
//! regular file that no link leads to; what it says of places fits a text in memory; and all of it together is as long as one
//! document may be.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use crate::document::{Document, FieldValue};
use crate::error::{Error, InputError, Problem};
use crate::input::{Corpus, Job, read_file_below};

/// The files of segments: where they are, and how long one may be.
#[derive(Clone, Copy, Debug)]
pub struct SegmentFolder<'f> {
    /// The folder of the manifest.
    pub path: &'f Path,
    /// The most bytes of a segment, and of a source.
    pub most_bytes: u64,
}

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
    /// What the segment's file below `folder` has now.
    pub(super) fn content<'b>(&self, folder: SegmentFolder<'_>, buffer: &'b mut Vec<u8>) -> Content<'b> {
        let Some(file) = &self.file else { return Content::Nowhere };
        let n_bytes = (self.end - self.start) as u64;
        if n_bytes > folder.most_bytes {
            return Content::Refused(Problem::TooLong { limit_bytes: folder.most_bytes });
        }
        match read_file_below(folder.path, Path::new(file), n_bytes, buffer) {
            Ok(bytes) if xxh3_128(bytes) == self.hash => Content::Same(bytes),
            // More bytes than the segment has.
            Ok(_) | Err(Problem::TooLong { .. }) => Content::Changed,
            Err(Problem::Open(error)) if is_absence(error.kind()) => Content::Missing,
            Err(problem) => Content::Refused(problem),
        }
    }
}

fn is_absence(kind: std::io::ErrorKind) -> bool {
    matches!(kind, std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// What has become of the file of a segment.
#[derive(Debug)]
pub(super) enum Content<'b> {
    /// The segment went to no file.
    Nowhere,
    /// It is not there.
    Missing,
    /// It has other bytes.
    Changed,
    /// It is none that a manifest may name, or it cannot be read.
    Refused(Problem),
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
pub struct Listing {
    pub(super) documents: Vec<Listed>,
    by_id: HashMap<(String, String), usize>,
    by_name: HashMap<(String, String), usize>,
    /// What the rows take in memory, about.
    n_bytes: u64,
}

/// What a row takes in memory beside its texts, about.
const ROW_BYTES: u64 = 200;

impl Listing {
    /// Reads the rows of the manifest at `path`, which is `manifest`; what is none of its rows is reported.
    ///
    /// # Errors
    ///
    /// [`Error::TooLong`] if all rows have more than `most_bytes` bytes, and whatever reading the corpus returns.
    pub fn read(manifest: &Corpus, path: &Path, most_bytes: u64, job: &Job<'_>) -> Result<Self, Error> {
        let mut listing = Self::default();
        let sink = |row: Document| {
            if let Err(error) = listing.push(&row) {
                job.diagnostics.report(error.into());
            }
            if listing.n_bytes > most_bytes {
                return Err(Error::TooLong { path: path.to_owned(), limit_bytes: most_bytes });
            }
            Ok(())
        };
        manifest.run(job, || (), |(), row| row, sink)?;
        Ok(listing)
    }

    /// The sources, each once, as the manifest names them; [`path_shown_as`](crate::input::path_shown_as) makes paths of them.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.documents.iter().map(|listed| listed.source.as_str()).filter(move |source| seen.insert(*source))
    }

    /// The files of segments below `folder`, whether they are there or not, to make sure that no output is one of them.
    pub fn files(&self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        let files = self.documents.iter().flat_map(|listed| &listed.entries).filter_map(|entry| entry.file.as_deref());
        files.map(|file| folder.join(file))
    }

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// If the row is none of a manifest.
    fn push(&mut self, row: &Document) -> Result<(), InputError> {
        let n_bytes = row.id.len() + row.source.len() + row.fields.get("file").map_or(0, |file| file.as_text().len());
        self.n_bytes += ROW_BYTES + n_bytes as u64;
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
        // A text in memory is at most half the address space, and so is what is said of one.
        let number = text(name).and_then(|text| text.parse::<usize>().ok()).filter(|&at| isize::try_from(at).is_ok());
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
