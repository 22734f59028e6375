//! The old corpus, set aside on disk so that each new document can look up its partner.

use std::collections::HashMap;
use std::path::Path;

use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace, Spooled};

/// The documents of the old corpus by id. In memory are the ids and some 60 bytes for each.
#[derive(Debug)]
pub(super) struct Shelf {
    spooled: Spooled,
    /// Where the documents with an id lie, in order of occurrence.
    places: HashMap<String, Vec<SpoolPlace>>,
    n_documents: usize,
}

impl Shelf {
    /// Reads `corpus` and sets its documents aside in a file in `directory`.
    pub(super) fn fill(corpus: &Corpus, directory: &Path, job: &Job<'_>) -> Result<Self, Error> {
        let mut spool = Spool::create(directory)?;
        let mut places: HashMap<String, Vec<SpoolPlace>> = HashMap::new();
        let mut n_documents = 0;
        corpus.run(
            job,
            || (),
            |(), document| document,
            |document| {
                let place = spool.push(&document)?;
                places.entry(document.id).or_default().push(place);
                n_documents += 1;
                Ok(())
            },
        )?;
        Ok(Self { spooled: spool.finish()?, places, n_documents })
    }

    /// How many documents there are.
    pub(super) fn n_documents(&self) -> usize {
        self.n_documents
    }

    /// Where the documents called `id` lie, in order of occurrence.
    pub(super) fn places(&self, id: &str) -> &[SpoolPlace] {
        self.places.get(id).map_or(&[], Vec::as_slice)
    }

    /// All ids and places, in no particular order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[SpoolPlace])> {
        self.places.iter().map(|(id, places)| (id.as_str(), places.as_slice()))
    }

    /// Reads a document back.
    pub(super) fn read(&self, place: SpoolPlace) -> Result<Document, Error> {
        self.spooled.read(place)
    }
}
