//! The corpus after one pass: fingerprints in memory, documents in a spool.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::fingerprint::{Fingerprint, Fingerprinter, LEAST_LOOSE_JACCARD, LOOSE_SHINGLE_WORDS};
use super::index::{Index, Newcomer, Seen};
use super::keep::{DateSeen, DatesSeen, Keep};
use super::keys::Keys;
use super::options::{Facts, Options};
use super::partial::{Partials, Signed};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::{Document, Fields};
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace, SpoolRecord, Spooled};
use crate::similarity::{Documents, Overlap, ShingleSet, Threshold, WordHasher, aligned_share, shingles_in_place};
use crate::table::{DocumentColumns, PartNames};

/// Documents that are kept in memory instead of on disk: all of a small corpus.
const MAX_KEPT_BYTES: usize = 64 << 20;

/// So many bytes or words are kept for the next document.
const MAX_BUFFERED: usize = 4 << 20;

/// What is known of the documents, which are numbered in input order, those of the reference before the others.
#[derive(Debug)]
pub(super) struct Gathered {
    spooled: Spooled,
    readers: Mutex<Vec<Reader>>,
    known: Known,
    n_reference: u32,
    /// What an index knows of the documents before the new ones; empty without one.
    seen: Seen,
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
}

/// Gives a long buffer back to the system: each thread would hold one that ever read a long document.
fn free_if_long<T>(buffer: &mut Vec<T>) {
    if buffer.capacity() > MAX_BUFFERED {
        *buffer = Vec::new();
    }
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
        let (mut gathering, n_reference) = Gathering::behind(reference, options, job)?;
        gathering.parts = corpus.part_names();
        gathering.read(corpus, options, job)?;
        gathering.check_keep(job)?;
        gathering.finish(n_reference, Seen::default(), options)
    }

    /// Reads the reference, then the documents that others have read and signed, in the order of the whole corpus.
    pub(super) fn read_partials(
        mut partials: Partials<'_>,
        reference: Option<&Corpus>,
        options: &Options,
        job: &Job<'_>,
    ) -> Result<Self, Error> {
        let (mut gathering, n_reference) = Gathering::behind(reference, options, job)?;
        gathering.parts = partials.part_names();
        while let Some(Signed { document, fingerprint, .. }) = partials.next()? {
            gathering.push(Arrival::of(document, fingerprint, &options.keep))?;
        }
        partials.tell(job.diagnostics);
        gathering.check_keep(job)?;
        gathering.finish(n_reference, Seen::default(), options)
    }

    /// Reads the corpus once, and the documents of the index that it has to do with. They are numbered before the
    /// others.
    pub(super) fn read_beside(corpus: &Corpus, index: &Index, options: &Options, job: &Job<'_>) -> Result<Self, Error> {
        let mut gathering = Gathering::new(options)?;
        gathering.parts = corpus.part_names();
        let newcomers = gathering.read_newcomers(corpus, options, job)?;
        let seen = gathering.add_seen(newcomers, index, options)?;
        gathering.finish(0, seen, options)
    }

    pub(super) fn n_documents(&self) -> u32 {
        // `Gathering::push` refuses more.
        self.known.places.len() as u32
    }

    /// Whether the document is not put out, because it belongs to the reference corpus or was seen by an earlier run
    /// and is as it was then.
    pub(super) fn is_reference(&self, document: u32) -> bool {
        self.is_fixed(document) || self.seen.is_hidden(document)
    }

    /// Whether the document belongs to the reference corpus: it is kept.
    pub(super) fn is_fixed(&self, document: u32) -> bool {
        document < self.n_reference
    }

    /// Whether the document belongs to the corpus of this run.
    pub(super) fn is_input(&self, document: u32) -> bool {
        !self.is_fixed(document) && self.seen.is_input(document)
    }

    /// How many documents come before the new ones.
    pub(super) fn n_before(&self) -> u32 {
        self.n_reference + self.seen.numbers().len() as u32
    }

    /// Less for a document that is rather kept.
    pub(super) fn priority(&self, document: u32) -> impl Ord + use<> {
        let rank = self.known.ranks.get(document as usize).copied().unwrap_or(0);
        (!self.is_fixed(document), rank, document)
    }

    /// Hashes of the texts.
    pub(super) fn exact(&self) -> &[u128] {
        &self.known.exact
    }

    /// Hashes of the normalized words; zero for documents without words, and for all documents if no relation needs them.
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
            let Reader { text, hasher, words, .. } = reader;
            hasher.hashes_into(self.spooled.read_text(self.known.places[document as usize], text)?, words);
            free_if_long(text);
            shingles_in_place(words, n_words);
            // Those of a long text become the set themselves, so that there are never two of each.
            Ok(if words.len() > MAX_BUFFERED {
                ShingleSet::from_owned(mem::take(words))
            } else {
                ShingleSet::from_hashes(words)
            })
        })
    }

    /// Documents are read back by many threads, each of which borrows what it needs for a moment.
    fn with_reader<T>(&self, read: impl FnOnce(&mut Reader) -> Result<T, Error>) -> Result<T, Error> {
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reader = idle().pop().unwrap_or_default();
        let result = read(&mut reader);
        free_if_long(&mut reader.text);
        free_if_long(&mut reader.other_text);
        free_if_long(&mut reader.words);
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

    /// What an index knows of the documents before the new ones.
    pub(super) fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Puts out the documents seen by earlier runs that have another fate now.
    pub(super) fn show_changed(&mut self, is_kept: impl Fn(u32) -> bool) {
        self.seen.show_changed(is_kept);
    }

    /// Says so if documents that an earlier run put out are given up now, or the other way round.
    pub(super) fn warn_of_changed(
        &self,
        kept: impl Fn(u32) -> u32,
        diagnostics: &dyn Diagnostics,
    ) -> Result<(), Error> {
        let (given_up, kept_again) = self.seen.changed();
        if let Some(&first) = given_up.first() {
            let (document, other) = (self.document(first)?, self.document(kept(first))?);
            let n_given_up = given_up.len();
            let message = format!(
                "was kept by an earlier run, and is given up for {:?} now; such documents: {n_given_up}",
                other.id
            );
            diagnostics.report(Finding::warning(document.id, message));
        }
        if let Some(&first) = kept_again.first() {
            let n_kept = kept_again.len();
            let message = format!("was given up by an earlier run, and is kept now; such documents: {n_kept}");
            diagnostics.report(Finding::warning(self.document(first)?.id, message));
        }
        Ok(())
    }

    /// The documents as the search for similar ones sees them.
    pub(super) fn loose(&self, alignment: Threshold) -> Loose<'_> {
        Loose { gathered: self, alignment }
    }

    /// Whether pages of one template are told apart, and these two are such pages.
    pub(super) fn are_of_one_template(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        self.with_reader(|reader| {
            let Reader { text, other_text, .. } = reader;
            self.facts.tell_apart(overlap, || {
                let a = self.spooled.read_text(self.known.places[a as usize], text)?;
                let b = self.spooled.read_text(self.known.places[b as usize], other_text)?;
                Ok((a, b))
            })
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

    fn is_open(&self, a: u32, b: u32) -> bool {
        a.max(b) >= self.n_before()
    }

    fn is_accepted(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        Ok(self.is_open(a, b) && !self.are_of_one_template(a, b, overlap)?)
    }
}

/// The documents in shorter shingles; a pair counts if enough of its words can be aligned.
pub(super) struct Loose<'g> {
    gathered: &'g Gathered,
    alignment: Threshold,
}

impl Loose<'_> {
    /// Whether two documents are similar, as the search would find.
    pub(super) fn are_similar(&self, a: u32, b: u32) -> Result<bool, Error> {
        let (of_a, of_b) = (self.shingle_set(a)?, self.shingle_set(b)?);
        let is_loose = Overlap::reaching(Threshold::new(LEAST_LOOSE_JACCARD)?, &of_a, &of_b).is_some();
        Ok(is_loose && self.are_aligned(a, b)?)
    }

    fn are_aligned(&self, a: u32, b: u32) -> Result<bool, Error> {
        let share = aligned_share(&self.gathered.words(a)?, &self.gathered.words(b)?);
        Ok(share.is_some_and(|share| share >= self.alignment.value()))
    }
}

impl Documents for Loose<'_> {
    type Error = Error;

    fn n_shingles(&self, document: u32) -> u32 {
        n_shingles(self.gathered.n_words(document), LOOSE_SHINGLE_WORDS)
    }

    fn shingle_set(&self, document: u32) -> Result<ShingleSet, Error> {
        self.gathered.shingles(document, LOOSE_SHINGLE_WORDS)
    }

    fn is_open(&self, a: u32, b: u32) -> bool {
        self.gathered.is_open(a, b)
    }

    fn is_accepted(&self, a: u32, b: u32, overlap: Overlap) -> Result<bool, Error> {
        Ok(self.gathered.is_accepted(a, b, overlap)? && self.are_aligned(a, b)?)
    }
}

/// Everything of [`Gathered`] that grows during the pass.
struct Gathering<'o> {
    spool: Spool,
    fields: FieldNames,
    /// The names that id, title and text have in the input.
    parts: PartNames,
    known: Known,
    keys: Keys,
    keep: &'o Keep,
    dates: DatesSeen,
}

impl<'o> Gathering<'o> {
    fn new(options: &'o Options) -> Result<Self, Error> {
        Ok(Self {
            spool: Spool::create(&options.spool_directory)?.keeping(max_kept_bytes(options)),
            fields: FieldNames::default(),
            parts: PartNames::default(),
            known: Known::default(),
            keys: Keys::new(options),
            keep: &options.keep,
            dates: DatesSeen::default(),
        })
    }

    /// The documents of a reference, which come before others, and how many they are.
    fn behind(reference: Option<&Corpus>, options: &'o Options, job: &Job<'_>) -> Result<(Self, u32), Error> {
        let mut gathering = Self::new(options)?;
        if let Some(reference) = reference {
            gathering.read(reference, options, job)?;
            // Its fields are no columns, because none of its documents is put out.
            gathering.fields = FieldNames::default();
            // Its documents are kept whatever their dates.
            gathering.dates = DatesSeen::default();
        }
        let n_reference = gathering.known.places.len() as u32;
        Ok((gathering, n_reference))
    }

    /// Refuses a choice by dates that nobody has. Beside an index a day without dates is no mistake.
    fn check_keep(&mut self, job: &Job<'_>) -> Result<(), Error> {
        self.dates.settle(self.keep, &mut self.known.ranks, job.diagnostics);
        self.keep.check(&self.fields.in_order, &self.known.ranks)
    }

    fn finish(self, n_reference: u32, seen: Seen, options: &Options) -> Result<Gathered, Error> {
        let Self { spool, fields, parts, known, keys, .. } = self;
        let columns = DocumentColumns::new(fields.in_order).with_parts(parts);
        let Options { shingle_words, facts, .. } = *options;
        let (spooled, readers) = (spool.finish()?, Mutex::default());
        Ok(Gathered { spooled, readers, known, n_reference, seen, shingle_words, facts, keys, columns })
    }

    fn read(&mut self, corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<(), Error> {
        let keep = self.keep;
        corpus.fields_without_documents().iter().for_each(|name| self.fields.see_name(name));
        corpus.run(
            job,
            || Fingerprinter::new(options),
            |fingerprinter, document| {
                let fingerprint = fingerprinter.of(&document.text);
                Arrival::of(document, fingerprint, keep)
            },
            |arrival| self.push(arrival),
        )?;
        Ok(())
    }

    /// Sets the documents aside, and gives out what they are looked for by.
    fn read_newcomers(&mut self, corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<Vec<Newcomer>, Error> {
        let mut newcomers = Vec::new();
        corpus.run(
            job,
            || Fingerprinter::new(options),
            |fingerprinter, document| (fingerprinter.of(&document.text), document),
            |(fingerprint, document)| {
                self.fields.see(&document.fields);
                let place = self.spool.push(&document)?;
                newcomers.push(Newcomer::new(&document, place, fingerprint));
                Ok(())
            },
        )?;
        Ok(newcomers)
    }

    /// Numbers the documents that the index has for these, then these.
    fn add_seen(&mut self, newcomers: Vec<Newcomer>, index: &Index, options: &Options) -> Result<Seen, Error> {
        let neighborhood = index.neighborhood(&newcomers)?;
        let mut again: HashMap<u32, Newcomer> = HashMap::new();
        let mut new = Vec::new();
        for (newcomer, known_as) in newcomers.into_iter().zip(&neighborhood.known_as) {
            match known_as {
                Some(number) => _ = again.insert(*number, newcomer),
                None => new.push(newcomer),
            }
        }
        let (mut fingerprinter, mut read) = (Fingerprinter::new(options), index.documents());
        for number in &neighborhood.members {
            if let Some(known) = again.get(number) {
                self.number(known.place, known.id, None, &known.fingerprint, &neighborhood.frequent)?;
                continue;
            }
            let document = read(*number)?;
            let fingerprint = fingerprinter.of(&document.text);
            let place = self.spool.push(&document)?;
            let id = xxh3_64(document.id.as_bytes());
            self.number(place, id, None, &fingerprint, &neighborhood.frequent)?;
        }
        for newcomer in &new {
            self.number(newcomer.place, newcomer.id, None, &newcomer.fingerprint, &neighborhood.frequent)?;
        }
        let is_input = |number: &u32| again.contains_key(number);
        Ok(Seen::new(index, &neighborhood, is_input, new))
    }

    fn push(&mut self, arrival: Arrival) -> Result<(), Error> {
        self.fields.see(&arrival.fields);
        let place = self.spool.push_record(&arrival.record)?;
        let number = self.number(place, arrival.id, arrival.rank, &arrival.fingerprint, &HashSet::new())?;
        if let (Some(rank), Some(date)) = (arrival.rank, arrival.date) {
            self.dates.add(number, rank, date);
        }
        Ok(())
    }

    /// Numbers a document that was set aside. Fingerprints that are `frequent` elsewhere propose nothing here.
    fn number(
        &mut self,
        place: SpoolPlace,
        id: u64,
        rank: Option<u64>,
        fingerprint: &Fingerprint,
        frequent: &HashSet<u32>,
    ) -> Result<u32, Error> {
        let known = &mut self.known;
        let number = u32::try_from(known.places.len())
            .ok()
            .filter(|&number| number < u32::MAX)
            .ok_or_else(|| Error::TooMany { what: "documents" })?;
        known.places.push(place);
        known.ids.push(id);
        known.exact.push(fingerprint.exact);
        known.normalized.push(fingerprint.normalized);
        known.n_words.push(fingerprint.n_words);
        known.n_passage_keys.push(fingerprint.n_passage_keys());
        known.ranks.extend(rank);
        self.keys.push(number, fingerprint, frequent)?;
        Ok(number)
    }
}

fn max_kept_bytes(options: &Options) -> usize {
    MAX_KEPT_BYTES.min(usize::try_from(options.memory_bytes / 8).unwrap_or(usize::MAX))
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
    date: Option<DateSeen>,
}

impl Arrival {
    fn of(mut document: Document, fingerprint: Fingerprint, keep: &Keep) -> Self {
        let id = xxh3_64(document.id.as_bytes());
        let (rank, date) = ((!matches!(keep, Keep::First)).then(|| keep.rank(&document)), keep.date_seen(&document));
        Self { record: SpoolRecord::of(&mut document), fingerprint, fields: document.fields, id, rank, date }
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
        fields.iter().for_each(|(name, _)| self.see_name(name));
    }

    fn see_name(&mut self, name: &Arc<str>) {
        if !self.known.contains(name) {
            self.known.insert(Arc::clone(name));
            self.in_order.push(Arc::clone(name));
        }
    }
}
