//! What the sieve lets through: the paragraphs and stretches of text in which passages are looked for.
//!
//! A stretch is a run of words of one paragraph, each in a window that may be in many documents, as long as it goes on.
//! Each different paragraph or stretch is in memory once, however many documents have it.

use std::num::NonZero;
use std::ops::Range;

use rayon::prelude::*;

use super::sequences::Sequences;
use super::sieve::{Sieve, paragraph_key, windows_into};
use super::wording::Wording;
use crate::error::Error;
use crate::vocabulary::Interner;

/// Documents that are looked at together before what they have is taken in, in order.
const BATCH: usize = 256;

/// About how many bytes a word of a different stretch takes, once all suffixes are sorted.
const WORD_BYTES: u64 = 50;

/// What may be taken in however little is allowed.
const LEAST_BYTES: u64 = 64 << 20;

/// Candidates of one kind, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) sequences: Sequences,
    /// Ascending.
    pub(super) places: Vec<Place>,
}

/// Where a sequence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which of the documents looked at.
    pub(super) document: u32,
    /// Its first word, counted from the beginning of the document.
    pub(super) word: u32,
    /// Its paragraph in the document.
    pub(super) paragraph: u32,
    /// Its number.
    pub(super) sequence: u32,
}

/// All candidates.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) paragraphs: Candidates,
    pub(super) stretches: Candidates,
    words: Interner,
}

/// What one document has.
#[derive(Default)]
struct OfDocument {
    text: String,
    wording: Wording,
    /// Paragraphs, as numbers.
    paragraphs: Vec<u32>,
    /// The paragraph of each stretch, and its words.
    stretches: Vec<(u32, Range<usize>)>,
}

impl Material {
    /// Looks at `n_documents` documents.
    ///
    /// # Errors
    ///
    /// The first error of `text`, and [`Error::Memory`] if what is taken in will need more than `max_bytes`.
    pub(super) fn gather(
        n_documents: u32,
        text: impl Fn(u32) -> Result<String, Error> + Sync,
        sieve: &Sieve,
        min_words: NonZero<usize>,
        max_bytes: u64,
    ) -> Result<Self, Error> {
        let mut material = Self::default();
        for start in (0..n_documents).step_by(BATCH) {
            let batch = start..n_documents.min(start.saturating_add(BATCH as u32));
            let found: Vec<OfDocument> = batch
                .clone()
                .into_par_iter()
                .map(|d| Ok(candidates(text(d)?, sieve, min_words)))
                .collect::<Result<_, Error>>()?;
            for (document, found) in batch.zip(found) {
                material.take_in(document, &found)?;
            }
            let n_words = material.paragraphs.sequences.n_words() + material.stretches.sequences.n_words();
            if WORD_BYTES * n_words > max_bytes.max(LEAST_BYTES) {
                return Err(Error::Memory {
                    what: "the passages that documents have in common",
                    limit_bytes: max_bytes,
                });
            }
        }
        Ok(material)
    }

    /// How many different words there are.
    pub(super) fn n_words(&self) -> u32 {
        self.words.len() as u32
    }

    fn take_in(&mut self, document: u32, found: &OfDocument) -> Result<(), Error> {
        let OfDocument { text, wording, paragraphs, stretches } = found;
        let whole = paragraphs.iter().map(|&number| (number, wording.paragraphs[number as usize].words.clone()));
        let of_kind = [(&mut self.paragraphs, whole.collect::<Vec<_>>()), (&mut self.stretches, stretches.clone())];
        let mut sequence = Vec::new();
        for (candidates, places) in of_kind {
            for (paragraph, words) in places {
                sequence.clear();
                let word = words.start as u32;
                wording.for_each_form(text, words, |form| sequence.push(self.words.intern(form)));
                let sequence = candidates.sequences.intern(&sequence)?;
                candidates.places.push(Place { document, word, paragraph, sequence });
            }
        }
        Ok(())
    }
}

fn candidates(text: String, sieve: &Sieve, min_words: NonZero<usize>) -> OfDocument {
    let wording = Wording::of(&text);
    let (mut paragraphs, mut windows) = (Vec::new(), Vec::new());
    let mut stretches: Vec<(u32, Range<usize>)> = Vec::new();
    for (number, paragraph) in (0..).zip(&wording.paragraphs) {
        let words = &wording.hashes[paragraph.words.clone()];
        if paragraph_key(words).is_some_and(|key| sieve.passes(key)) {
            paragraphs.push(number);
        }
        windows_into(words, min_words, &mut windows);
        let may_be_reused = |&(_, &key): &(usize, &u64)| sieve.passes(key);
        for (start, _) in (paragraph.words.start..).zip(&windows).filter(may_be_reused) {
            let end = start + min_words.get();
            match stretches.last_mut() {
                // Windows that overlap or follow each other are of one stretch, or a word might be taken twice.
                Some((of_paragraph, words)) if *of_paragraph == number && start <= words.end => words.end = end,
                _ => stretches.push((number, start..end)),
            }
        }
    }
    OfDocument { text, wording, paragraphs, stretches }
}
