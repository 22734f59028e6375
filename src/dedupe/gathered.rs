//! The corpus after one pass: fingerprints in memory, documents in a spool.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::band_runs::NearKeys;
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::options::Options;
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace, Spooled};
use crate::similarity::{Banding, Documents, ShingleSet, WordHasher};
use crate::table::DocumentColumns;

/// What is known of the documents, which are numbered in input order.
#[derive(Debug)]
pub(super) struct Gathered {
    spooled: Spooled,
    places: Vec<SpoolPlace>,
    ids: Vec<u64>,
    /// Hashes of the texts.
    pub(super) exact: Vec<u128>,
    /// Hashes of the normalised words, zero for documents without words, or if nobody asks.
    pub(super) normalized: Vec<u128>,
    n_words: Vec<u32>,
    shingle_words: NonZero<usize>,
    /// For documents with words, if near-duplicates are asked for.
    pub(super) near_keys: NearKeys,
    /// The columns of whole documents.
    pub(super) columns: DocumentColumns,
}

impl Gathered {
    /// Reads the corpus once.
    pub(super) fn from_corpus(corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<Self, Error> {
        let mut spool = Spool::create(&options.spool_directory)?;
        let mut fields = FieldNames::default();
        let mut gathering = Gathering::new(options);
        corpus.run(
            job,
            || Fingerprinter::new(options),
            |fingerprinter, document| (fingerprinter.of(&document.text), document),
            |(fingerprint, document)| {
                fields.see(&document);
                gathering.push(&document, &fingerprint, spool.push(&document)?)
            },
        )?;
        Ok(gathering.finish(spool.finish()?, DocumentColumns::new(fields.in_order)))
    }

    pub(super) fn n_documents(&self) -> u32 {
        // `Gathering::push` refuses more.
        self.places.len() as u32
    }

    /// Whether the document has any word.
    pub(super) fn has_words(&self, document: u32) -> bool {
        self.n_words[document as usize] > 0
    }

    /// The whole document.
    pub(super) fn document(&self, document: u32) -> Result<Document, Error> {
        self.spooled.read(self.places[document as usize])
    }

    /// The document's text alone, which costs less.
    pub(super) fn text(&self, document: u32) -> Result<String, Error> {
        self.spooled.read_text(self.places[document as usize])
    }

    /// The document's words, as hashes.
    pub(super) fn words(&self, document: u32) -> Result<Vec<u64>, Error> {
        let mut words = Vec::new();
        WordHasher::default().hashes_into(&self.text(document)?, &mut words);
        Ok(words)
    }

    /// Says so, once, if documents share an id.
    pub(super) fn warn_of_repeated_ids(&self, diagnostics: &dyn Diagnostics) -> Result<(), Error> {
        let mut by_id: Vec<(u64, u32)> = self.ids.iter().copied().zip(0..).collect();
        by_id.sort_unstable();
        let mut alike: Vec<(u32, u32)> =
            by_id.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[1].1, pair[0].1)).collect();
        alike.sort_unstable();
        for (later, earlier) in alike {
            let (later, earlier) = (self.document(later)?, self.document(earlier)?);
            if later.id == earlier.id {
                let message = format!("several documents have the id {:?}; rows cannot tell them apart", later.id);
                diagnostics.report(Finding::warning(later.source, message));
                break;
            }
        }
        Ok(())
    }
}

impl Documents for Gathered {
    type Error = Error;

    fn n_shingles(&self, document: u32) -> u32 {
        // A text of fewer words than a shingle has one shingle.
        let n_words = self.n_words[document as usize];
        let n_fewer = u32::try_from(self.shingle_words.get() - 1).unwrap_or(u32::MAX);
        n_words.saturating_sub(n_fewer).max(n_words.min(1))
    }

    fn shingle_set(&self, document: u32) -> Result<ShingleSet, Error> {
        Ok(ShingleSet::of_text(&self.text(document)?, self.shingle_words))
    }
}

/// Everything of [`Gathered`] that grows during the pass.
struct Gathering {
    places: Vec<SpoolPlace>,
    ids: Vec<u64>,
    exact: Vec<u128>,
    normalized: Vec<u128>,
    n_words: Vec<u32>,
    shingle_words: NonZero<usize>,
    near_keys: NearKeys,
}

impl Gathering {
    fn new(options: &Options) -> Self {
        let n_bands = Banding::for_threshold(options.threshold).n_bands;
        Self {
            places: Vec::new(),
            ids: Vec::new(),
            exact: Vec::new(),
            normalized: Vec::new(),
            n_words: Vec::new(),
            shingle_words: options.shingle_words,
            near_keys: NearKeys::new(n_bands, options.memory_bytes, &options.spool_directory),
        }
    }

    fn push(&mut self, document: &Document, fingerprint: &Fingerprint, place: SpoolPlace) -> Result<(), Error> {
        let number = u32::try_from(self.places.len())
            .ok()
            .filter(|&number| number < u32::MAX)
            .ok_or_else(|| Error::option("input", "more documents than 32 bits can number"))?;
        self.places.push(place);
        self.ids.push(xxh3_64(document.id.as_bytes()));
        self.exact.push(fingerprint.exact);
        self.normalized.push(fingerprint.normalized);
        self.n_words.push(fingerprint.n_words);
        self.near_keys.push(number, &fingerprint.band_keys, &fingerprint.small_keys)
    }

    fn finish(self, spooled: Spooled, columns: DocumentColumns) -> Gathered {
        let Self { places, ids, exact, normalized, n_words, shingle_words, near_keys } = self;
        Gathered { spooled, places, ids, exact, normalized, n_words, shingle_words, near_keys, columns }
    }
}

/// The names of the documents' fields, in order of first appearance.
#[derive(Debug, Default)]
struct FieldNames {
    in_order: Vec<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl FieldNames {
    fn see(&mut self, document: &Document) {
        for (name, _) in document.fields.iter() {
            if !self.known.contains(name) {
                self.known.insert(Arc::clone(name));
                self.in_order.push(Arc::clone(name));
            }
        }
    }
}
