//! The corpus after one pass: fingerprints in memory, documents in a spool.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::fingerprint::{Fingerprint, Fingerprinter, LOOSE_SHINGLE_WORDS};
use super::keep::Keep;
use super::keys::Keys;
use super::options::{Facts, Options};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::{Document, Fields};
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace, SpoolRecord, Spooled};
use crate::similarity::{
    Documents, Overlap, ShingleSet, Threshold, WordHasher, aligned_share, differ_in_facts_only, shingles_into,
};
use crate::table::DocumentColumns;

/// What is known of the documents, which are numbered in input order, those of the reference before the others.
#[derive(Debug)]
pub(super) struct Gathered {
    spooled: Spooled,
    readers: Mutex<Vec<Reader>>,
    known: Known,
    n_reference: u32,
    shingle_words: NonZero<usize>,
    facts: Facts,
    /// By what candidates are found.
    pub(super) keys: Keys,
    /// The columns of whole documents.
    pub(super) columns: DocumentColumns,
}

/// Memory for reading a document back, used again and again.
#[derive(Debug, Default)]
struct Reader {
    text: Vec<u8>,
    other_text: Vec<u8>,
    hasher: WordHasher,
    words: Vec<u64>,
    shingles: Vec<u64>,
}

/// What is in memory of each document.
#[derive(Debug, Default)]
struct Known {
    places: Vec<SpoolPlace>,
    ids: Vec<u64>,
    exact: Vec<u128>,
    normalized: Vec<u128>,
    n_words: Vec<u32>,
    /// How many winnowed fingerprints it has; no more than these matter.
    n_passage_keys: Vec<u16>,
    /// Less for a document that is rather kept; empty if all are alike.
    ranks: Vec<u64>,
}

impl Gathered {
    /// Reads the corpora once, the reference first.
    pub(super) fn read(
        corpus: &Corpus,
        reference: Option<&Corpus>,
        options: &Options,
        job: &Job<'_>,
    ) -> Result<Self, Error> {
        let mut gathering = Gathering {
            spool: Spool::create(&options.spool_directory)?,
            fields: FieldNames::default(),
            known: Known::default(),
            keys: Keys::new(options),
            keep: &options.keep,
        };
        if let Some(reference) = reference {
            gathering.read(reference, options, job)?;
            // Its fields are no columns, because none of its documents is put out.
            gathering.fields = FieldNames::default();
        }
        let n_reference = gathering.known.places.len() as u32;
        gathering.read(corpus, options, job)?;
        let Gathering { spool, fields, known, keys, .. } = gathering;
        let columns = DocumentColumns::new(fields.in_order);
        let Options { shingle_words, facts, .. } = *options;
        let (spooled, readers) = (spool.finish()?, Mutex::default());
        Ok(Self { spooled, readers, known, n_reference, shingle_words, facts, keys, columns })
    }

    pub(super) fn n_documents(&self) -> u32 {
        // `Gathering::push` refuses more.
        self.known.places.len() as u32
    }

    /// Whether the document belongs to the reference corpus: it is kept, and never put out.
    pub(super) fn is_reference(&self, document: u32) -> bool {
        document < self.n_reference
    }

    /// Less for a document that is rather kept.
    pub(super) fn priority(&self, document: u32) -> impl Ord + use<> {
        let rank = self.known.ranks.get(document as usize).copied().unwrap_or(0);
        (!self.is_reference(document), rank, document)
    }

    /// Hashes of the texts.
    pub(super) fn exact(&self) -> &[u128] {
        &self.known.exact
    }

    /// Hashes of the normalised words, zero for documents without words, or if nobody asks.
    pub(super) fn normalized(&self) -> &[u128] {
        &self.known.normalized
    }

    /// How many words the document has.
    pub(super) fn n_words(&self, document: u32) -> u32 {
        self.known.n_words[document as usize]
    }

    /// How many winnowed fingerprints the document has.
    pub(super) fn n_passage_keys(&self, document: u32) -> u32 {
        self.known.n_passage_keys[document as usize].into()
    }

    /// The whole document.
    pub(super) fn document(&self, document: u32) -> Result<Document, Error> {
        self.spooled.read(self.known.places[document as usize])
    }

    /// The document but for its text, which is left empty. This costs less.
    pub(super) fn head(&self, document: u32) -> Result<Document, Error> {
        self.spooled.read_head(self.known.places[document as usize])
    }

    /// The document's text alone, which costs less than all of it.
    pub(super) fn text(&self, document: u32) -> Result<String, Error> {
        self.with_reader(|reader| {
            Ok(self.spooled.read_text(self.known.places[document as usize], &mut reader.text)?.to_owned())
        })
    }

    /// The document's words, as hashes.
    pub(super) fn words(&self, document: u32) -> Result<Vec<u64>, Error> {
        let mut words = Vec::with_capacity(self.n_words(document) as usize);
        self.with_reader(|reader| {
            let Reader { text, hasher, .. } = reader;
            let text = self.spooled.read_text(self.known.places[document as usize], text)?;
            hasher.hashes_into(text, &mut words);
            Ok(())
        })?;
        Ok(words)
    }

    /// The set of the document's shingles of so many words.
    fn shingles(&self, document: u32, n_words: NonZero<usize>) -> Result<ShingleSet, Error> {
        self.with_reader(|reader| {
            let Reader { text, hasher, words, shingles, .. } = reader;
            let text = self.spooled.read_text(self.known.places[document as usize], text)?;
            hasher.hashes_into(text, words);
            shingles_into(words, n_words, shingles);
            Ok(ShingleSet::from_hashes(shingles))
        })
    }

    /// Documents are read back by many threads, each of which borrows what it needs for a moment.
    fn with_reader<T>(&self, read: impl FnOnce(&mut Reader) -> Result<T, Error>) -> Result<T, Error> {
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reader = idle().pop().unwrap_or_default();
        let result = read(&mut reader);
        idle().push(reader);
        result
    }

    /// Says so, once, if documents share an id.
    pub(super) fn warn_of_repeated_ids(&self, diagnostics: &dyn Diagnostics) -> Result<(), Error> {
        let ids = self.known.ids.iter().copied().zip(0..).skip(self.n_reference as usize);
        let mut by_id: Vec<(u64, u32)> = ids.collect();
        by_id.sort_unstable();
        let mut alike: Vec<(u32, u32)> =
            by_id.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[1].1, pair[0].1)).collect();
        alike.sort_unstable();
        for (later, earlier) in alike {
            let (later, earlier) = (self.head(later)?, self.head(earlier)?);
            if later.id == earlier.id {
                let message = format!("several documents have the id {:?}; rows cannot tell them apart", later.id);
                diagnostics.report(Finding::warning(later.source, message));
                break;
            }
        }
        Ok(())
    }

    /// The documents as the search for similar ones sees them.
    pub(super) fn loose(&self, alignment: Threshold) -> Loose<'_> {
        Loose { gathered: self, alignment }
    }

    /// Whether pages of one template are told apart, and these two are such pages.
    fn are_of_one_template(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        if self.facts == Facts::MayDiffer || !overlap.may_be_substitution() {
            return Ok(false);
        }
        self.with_reader(|reader| {
            let Reader { text, other_text, .. } = reader;
            let a = self.spooled.read_text(self.known.places[a as usize], text)?;
            let b = self.spooled.read_text(self.known.places[b as usize], other_text)?;
            Ok(differ_in_facts_only(a, b))
        })
    }
}

fn n_shingles(n_words: u32, shingle_words: NonZero<usize>) -> u32 {
    // A text of fewer words than a shingle has one shingle.
    let n_fewer = u32::try_from(shingle_words.get() - 1).unwrap_or(u32::MAX);
    n_words.saturating_sub(n_fewer).max(n_words.min(1))
}

impl Documents for Gathered {
    type Error = Error;

    fn n_shingles(&self, document: u32) -> u32 {
        n_shingles(self.n_words(document), self.shingle_words)
    }

    fn shingle_set(&self, document: u32) -> Result<ShingleSet, Error> {
        self.shingles(document, self.shingle_words)
    }

    fn is_accepted(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        let is_news = !self.is_reference(a) || !self.is_reference(b);
        Ok(is_news && !self.are_of_one_template(a, b, overlap)?)
    }
}

/// The documents in shorter shingles; a pair counts if enough of its words can be aligned.
pub(super) struct Loose<'g> {
    gathered: &'g Gathered,
    alignment: Threshold,
}

impl Documents for Loose<'_> {
    type Error = Error;

    fn n_shingles(&self, document: u32) -> u32 {
        n_shingles(self.gathered.n_words(document), LOOSE_SHINGLE_WORDS)
    }

    fn shingle_set(&self, document: u32) -> Result<ShingleSet, Error> {
        self.gathered.shingles(document, LOOSE_SHINGLE_WORDS)
    }

    fn is_accepted(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        if !self.gathered.is_accepted(a, b, overlap)? {
            return Ok(false);
        }
        let share = aligned_share(&self.gathered.words(a)?, &self.gathered.words(b)?);
        Ok(share.is_some_and(|share| share >= self.alignment.value()))
    }
}

/// Everything of [`Gathered`] that grows during the pass.
struct Gathering<'o> {
    spool: Spool,
    fields: FieldNames,
    known: Known,
    keys: Keys,
    keep: &'o Keep,
}

impl Gathering<'_> {
    fn read(&mut self, corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<(), Error> {
        let keep = self.keep;
        corpus.run(
            job,
            || Fingerprinter::new(options),
            |fingerprinter, document| Arrival::of(document, fingerprinter, keep),
            |arrival| self.push(&arrival),
        )?;
        Ok(())
    }

    fn push(&mut self, arrival: &Arrival) -> Result<(), Error> {
        let known = &mut self.known;
        let number = u32::try_from(known.places.len())
            .ok()
            .filter(|&number| number < u32::MAX)
            .ok_or_else(|| Error::option("input", "more documents than 32 bits can number"))?;
        self.fields.see(&arrival.fields);
        let fingerprint = &arrival.fingerprint;
        known.places.push(self.spool.push_record(&arrival.record)?);
        known.ids.push(arrival.id);
        known.exact.push(fingerprint.exact);
        known.normalized.push(fingerprint.normalized);
        known.n_words.push(fingerprint.n_words);
        known.n_passage_keys.push(u16::try_from(fingerprint.passage_keys.len()).unwrap_or(u16::MAX));
        known.ranks.extend(arrival.rank);
        self.keys.push(number, fingerprint)
    }
}

/// What a worker makes of a document, so that little is left to do for the one thread that puts all in order.
struct Arrival {
    record: SpoolRecord,
    fingerprint: Fingerprint,
    fields: Fields,
    /// A hash of the id.
    id: u64,
    /// Less for a document that is rather kept, if any is.
    rank: Option<u64>,
}

impl Arrival {
    fn of(document: Document, fingerprinter: &mut Fingerprinter<'_>, keep: &Keep) -> Self {
        Self {
            record: SpoolRecord::of(&document),
            fingerprint: fingerprinter.of(&document.text),
            id: xxh3_64(document.id.as_bytes()),
            rank: (!matches!(keep, Keep::First)).then(|| keep.rank(&document)),
            fields: document.fields,
        }
    }
}

/// The names of the documents' fields, in order of first appearance.
#[derive(Debug, Default)]
struct FieldNames {
    in_order: Vec<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl FieldNames {
    fn see(&mut self, fields: &Fields) {
        for (name, _) in fields.iter() {
            if !self.known.contains(name) {
                self.known.insert(Arc::clone(name));
                self.in_order.push(Arc::clone(name));
            }
        }
    }
}
