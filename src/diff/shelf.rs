//! One corpus, set aside on disk so that its documents can be read again in any order.

use std::path::Path;
use std::sync::Arc;

use super::key::Key;
use crate::document::Document;
use crate::error::{Error, OptionProblem};
use crate::input::{Spool, SpoolPlace, Spooled};

/// The documents of one side. In memory are their names and some hundred bytes for each.
#[derive(Debug)]
pub(super) struct Shelf {
    spooled: Spooled,
    pub(super) entries: Vec<Entry>,
}

/// What is in memory of a document.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// By what it is paired.
    pub(super) key: Arc<str>,
    pub(super) origin: Origin,
    /// The number of its record, zero if it is all of its source.
    pub(super) record_number: u64,
}

/// Where a document comes from, and where it lies.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) id: Arc<str>,
    pub(super) source: Arc<str>,
    /// Nothing lies anywhere of documents that are the same, or that are no texts.
    pub(super) place: Option<SpoolPlace>,
}

/// Takes the documents of one side.
#[derive(Debug)]
pub(super) struct Shelving {
    spool: Spool,
    entries: Vec<Entry>,
    /// The first document, as long as it is the only one: a comparison of two needs no disk.
    only: Option<Document>,
    /// A field of the key that the first document without it lacks, as long as every document lacks one.
    lacking: Option<String>,
}

impl Origin {
    /// Of a document that is not set aside.
    pub(super) fn named(id: &str, source: &str) -> Self {
        Self { id: id.into(), source: source.into(), place: None }
    }
}

impl Entry {
    /// The place of the document in its source, for people.
    pub(super) fn shown_place(&self) -> String {
        match self.record_number {
            0 => self.origin.source.to_string(),
            number => format!("{}#{number}", self.origin.source),
        }
    }
}

impl Shelving {
    /// No documents yet; they will lie in a file in `directory`.
    pub(super) fn new(directory: &Path) -> Result<Self, Error> {
        Ok(Self { spool: Spool::create(directory)?, entries: Vec::new(), only: None, lacking: None })
    }

    /// Adds a document that waits for a partner.
    pub(super) fn push(&mut self, document: Document, key: &Key) -> Result<(), Error> {
        if self.entries.is_empty() && self.only.is_none() {
            self.only = Some(document);
            return Ok(());
        }
        if let Some(first) = self.only.take() {
            self.enter(&first, key)?;
        }
        self.enter(&document, key)
    }

    /// Sets a document aside that has a partner already.
    pub(super) fn set_aside(&mut self, document: &Document) -> Result<Origin, Error> {
        let place = Some(self.spool.push(document)?);
        // The records of one source come one after the other, and share its name.
        let source = match self.entries.last() {
            Some(last) if *last.origin.source == *document.source => Arc::clone(&last.origin.source),
            _ => document.source.as_str().into(),
        };
        Ok(Origin { id: document.id.as_str().into(), source, place })
    }

    fn enter(&mut self, document: &Document, key: &Key) -> Result<(), Error> {
        let lacking = key.missing(document);
        if self.entries.is_empty() {
            self.lacking = lacking.map(str::to_owned);
        } else if lacking.is_none() {
            self.lacking = None;
        }
        let origin = self.set_aside(document)?;
        let key = if *key == Key::Id { Arc::clone(&origin.id) } else { key.of(document).into() };
        self.entries.push(Entry { key, origin, record_number: document.facts.record_number });
        Ok(())
    }

    /// How many documents wait for a partner.
    pub(super) fn n_documents(&self) -> usize {
        self.entries.len() + usize::from(self.only.is_some())
    }

    /// The first document, if it is the only one.
    pub(super) fn take_only(&mut self) -> Option<Document> {
        self.only.take()
    }

    /// Ends taking.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if not a single document has the fields of the key.
    pub(super) fn finish(mut self, key: &Key) -> Result<Shelf, Error> {
        if let Some(only) = self.only.take() {
            self.enter(&only, key)?;
        }
        if let Some(name) = &self.lacking {
            return Err(OptionProblem::Key(name.to_string()).into());
        }
        Ok(Shelf { spooled: self.spool.finish()?, entries: self.entries })
    }
}

impl Shelf {
    /// Reads a document back; one that does not lie anywhere is empty.
    pub(super) fn read(&self, origin: &Origin) -> Result<Document, Error> {
        origin.place.map_or_else(|| Ok(Document::default()), |place| self.spooled.read(place))
    }

    /// Reads only its text back, into memory that is used again.
    pub(super) fn read_text<'b>(&'b self, origin: &Origin, buffer: &'b mut Vec<u8>) -> Result<&'b str, Error> {
        origin.place.map_or(Ok(""), |place| self.spooled.read_text(place, buffer))
    }
}
