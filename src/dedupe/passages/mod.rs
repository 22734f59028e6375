//! Passages that many documents have: notices, headers and footers, teasers, sentences used again and again.
//!
//! # What a passage is
//!
//! - A *paragraph* whose words are those of a paragraph in at least [`PassageOptions::min_documents`] documents. A short
//!   one, of less than [`PassageOptions::min_words`] words, must be everyone's: in half of all documents, or in so many that its
//!   words times its documents are as many as those of the least run. So a footer of two words goes, and a heading or an
//!   answer of one word that three texts happen to have stays.
//! - A *run* of at least [`PassageOptions::min_words`] words of other paragraphs that stand so, within one paragraph, in
//!   at least as many documents. A run is as long as it can be: it goes on as long as half of the documents that have its
//!   first words, the least number of them, have the next word too. Of runs that overlap in a text the one that explains
//!   most words of the corpus is taken, its words times its documents; the others as far as they are still long enough.
//! - A *head*: a line with a page number, such as `THE WHALE 213` or `- 17 -`, that stands at least three times, in one document
//!   or in several, whatever the numbers ([`heads`]). It is no part of the text around it, so it counts for itself alone.
//!
//! Words are those by which documents are compared: case, white space and punctuation make no difference, and where a
//! script does not part words, characters are words.
//!
//! # How they are found
//!
//! Documents are read three times: twice to count windows of `min_words` words and paragraphs in tables that overlook
//! none ([`sieve`]), and once to take in what may be reused, each different stretch once, word by word ([`material`]).
//! From there on nothing is hashed: the tree of all suffixes of these stretches tells in how many documents each run is
//! ([`repeats`]). Time is linear in the corpus but for the sort of what is reused; memory is the tables, up to the bound,
//! and about fifty bytes for each word of each different stretch, up to the bound as well: a search that needs more ends
//! with an error that says so. Heads are counted by their wording, in one further reading, or two if there are any.

mod choice;
mod cuts;
mod heads;
mod material;
mod options;
mod passage_rows;
mod repeats;
mod sequences;
mod sieve;
mod stripped_rows;
mod suffixes;
mod wording;

use std::ops::Range;

use rayon::prelude::*;

use crate::document::Span;
use crate::error::Error;

use choice::chosen;
use cuts::{Chosen, Cut, cuts};
use heads::{HeadPlace, Heads};
use material::{Candidates, Material, Place};
use repeats::{Least, Repeats, Spread};
use sequences::Sequences;
use sieve::{N_TABLES, Sieve};
use wording::Wording;

pub use options::{PassageOptions, Strip};
pub(super) use passage_rows::write as write_passages;
pub(super) use stripped_rows::{Stripped, write as write_stripped};

/// A passage that many documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passage {
    kind: Kind,
    n_words: u32,
    spread: Spread,
    /// Places that are its own, and not those of a passage that it overlaps with.
    n_own_places: u64,
    /// The first of its own places: the document and the first word there.
    first: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Paragraph,
    Run,
    Head,
}

/// By what tables are sized.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub(super) n_words_at_most: u64,
    pub(super) memory_bytes: u64,
}

/// The passages of some documents, the most widespread first, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Reused {
    passages: Vec<Passage>,
    /// By document, ascending.
    chosen: Vec<(u32, Chosen)>,
    /// By place, ascending; of each the number of its passage.
    heads: Vec<HeadPlace>,
    /// Words of all documents.
    n_words: u64,
}

impl Reused {
    /// The passages of `n_documents` documents, which `text` loads.
    ///
    /// # Errors
    ///
    /// The first error of `text`, [`Error::Option`] if more is reused than 32 bits can count, and [`Error::Memory`] if
    /// it is more than fits the bound.
    pub(super) fn find(
        n_documents: u32,
        text: impl Fn(u32) -> Result<String, Error> + Sync,
        options: &PassageOptions,
        sizes: Sizes,
    ) -> Result<Self, Error> {
        let (sieve, n_words) = sieved(n_documents, &text, options, sizes)?;
        let material = Material::gather(n_documents, &text, &sieve, options.min_words, sizes.memory_bytes)?;
        drop(sieve);
        let mut reused = Self { n_words, ..Self::default() };
        let whole = reused.take_paragraphs(&material.paragraphs, n_documents, options);
        let least = Least { documents: options.min_documents, words: options.min_words };
        let repeats = Repeats::of(&material.stretches, material.n_words(), n_documents, least);
        reused.take_runs(&material.stretches, &whole, &repeats, options)?;
        drop(material);
        reused.take_heads(Heads::find(n_documents, &text)?, &text)?;
        reused.put_in_order();
        Ok(reused)
    }

    /// The words of a document that belong to passages, ascending.
    fn chosen_in(&self, document: u32) -> impl Iterator<Item = &Chosen> {
        let start = self.chosen.partition_point(|(other, _)| *other < document);
        self.chosen[start..].iter().take_while(move |(other, _)| *other == document).map(|(_, chosen)| chosen)
    }

    /// What is to be cut out of a document with this text, ascending.
    fn cuts(&self, document: u32, text: &str) -> Vec<Cut> {
        let chosen: Vec<Chosen> = self.chosen_in(document).cloned().collect();
        let mut cuts =
            if chosen.is_empty() { Vec::new() } else { cuts(text, &Wording::of(text).narrow(text), &chosen) };
        let start = self.heads.partition_point(|place| place.document < document);
        let of_document = self.heads[start..].iter().take_while(|place| place.document == document);
        let heads =
            of_document.map(|&HeadPlace { span, head, .. }| Cut { span: whole_line(text, span), passage: head });
        // A line that another passage holds goes with that.
        let free: Vec<Cut> = heads.filter(|head| cuts.iter().all(|cut| !cut.overlaps(head))).collect();
        cuts.extend(free);
        cuts.sort_unstable_by_key(|cut| cut.span);
        cuts
    }

    /// Takes the paragraphs that are in enough documents; returns where they stand, document and paragraph, ascending.
    fn take_paragraphs(
        &mut self,
        paragraphs: &Candidates,
        n_documents: u32,
        options: &PassageOptions,
    ) -> Vec<(u32, u32)> {
        let mut places: Vec<Place> = paragraphs.places.clone();
        places.sort_unstable_by_key(|place| (place.sequence, *place));
        let mut whole = Vec::new();
        for places in places.chunk_by(|a, b| a.sequence == b.sequence) {
            let spread = Spread {
                n_documents: places.chunk_by(|a, b| a.document == b.document).count() as u32,
                n_places: places.len() as u64,
            };
            let n_words = paragraphs.sequences.get(places[0].sequence).len() as u32;
            if spread.n_documents < options.min_documents_of(n_words, n_documents) {
                continue;
            }
            let passage = self.add(Kind::Paragraph, n_words, spread, places[0]);
            for place in places {
                whole.push((place.document, place.paragraph));
                self.choose(passage, *place, 0..n_words);
            }
        }
        whole.sort_unstable();
        whole
    }

    /// Takes runs of stretches that are not in whole paragraphs.
    fn take_runs(
        &mut self,
        stretches: &Candidates,
        whole: &[(u32, u32)],
        repeats: &Repeats,
        options: &PassageOptions,
    ) -> Result<(), Error> {
        let is_free = |place: &&Place| whole.binary_search(&(place.document, place.paragraph)).is_err();
        let mut places: Vec<Place> = stretches.places.iter().filter(is_free).copied().collect();
        places.sort_unstable_by_key(|place| (place.sequence, *place));
        let places: Vec<&[Place]> = places.chunk_by(|a, b| a.sequence == b.sequence).collect();
        let runs: Vec<Vec<Range<u32>>> = places
            .par_iter()
            .map(|places| {
                let stretch = places[0].sequence;
                let n_words = stretches.sequences.get(stretch).len() as u32;
                let longest: Vec<_> = (0..n_words).map(|at| repeats.run(stretch, at)).collect();
                chosen(&longest, options.min_words)
            })
            .collect();
        let first_run = self.passages.len();
        let mut sequences = Sequences::default();
        for (places, runs) in places.iter().zip(runs) {
            let stretch = places[0].sequence;
            for run in runs {
                let words = &stretches.sequences.get(stretch)[run.start as usize..run.end as usize];
                let passage = first_run + sequences.intern(words)? as usize;
                let first = Place { word: places[0].word + run.start, ..places[0] };
                if passage == self.passages.len() {
                    let spread = repeats.spread(stretch, run.start, words.len() as u32);
                    self.add(Kind::Run, words.len() as u32, spread, first);
                }
                let passage = passage as u32;
                places.iter().for_each(|place| self.choose(passage, *place, run.clone()));
            }
        }
        Ok(())
    }

    /// Takes running heads.
    fn take_heads(&mut self, heads: Heads, text: &impl Fn(u32) -> Result<String, Error>) -> Result<(), Error> {
        let first_head = self.passages.len() as u32;
        for spread in &heads.spreads {
            self.passages.push(Passage {
                kind: Kind::Head,
                n_words: 0,
                spread: *spread,
                n_own_places: 0,
                first: (0, 0),
            });
        }
        for place in heads.places {
            let passage = &mut self.passages[(first_head + place.head) as usize];
            if passage.n_own_places == 0 {
                passage.first = (place.document, place.span.start as u32);
                passage.n_words = Wording::of(place.span.of(&text(place.document)?)).hashes.len() as u32;
            }
            passage.n_own_places += 1;
            self.heads.push(HeadPlace { head: first_head + place.head, ..place });
        }
        Ok(())
    }

    fn add(&mut self, kind: Kind, n_words: u32, spread: Spread, first: Place) -> u32 {
        let first = (first.document, first.word);
        self.passages.push(Passage { kind, n_words, spread, n_own_places: 0, first });
        self.passages.len() as u32 - 1
    }

    /// Gives words of a place, counted from its beginning, to a passage.
    fn choose(&mut self, passage: u32, place: Place, words: Range<u32>) {
        let known = &mut self.passages[passage as usize];
        known.n_own_places += 1;
        known.first = known.first.min((place.document, place.word + words.start));
        let words = (place.word + words.start) as usize..(place.word + words.end) as usize;
        self.chosen.push((place.document, Chosen { paragraph: place.paragraph, words, passage }));
    }

    /// Numbers passages by what they are, and no longer by how they were found.
    fn put_in_order(&mut self) {
        let mut order: Vec<u32> = (0..self.passages.len() as u32).collect();
        order.sort_unstable_by_key(|&idx| {
            let Passage { kind, n_words, spread, first, .. } = self.passages[idx as usize];
            (u32::MAX - spread.n_documents, u64::MAX - spread.n_places, u32::MAX - n_words, first, kind)
        });
        let mut numbers = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&idx, number)| numbers[idx as usize] = number);
        self.passages = order.iter().map(|&idx| self.passages[idx as usize]).collect();
        self.chosen.iter_mut().for_each(|(_, chosen)| chosen.passage = numbers[chosen.passage as usize]);
        self.heads.iter_mut().for_each(|place| place.head = numbers[place.head as usize]);
        self.chosen.par_sort_unstable_by_key(|(document, chosen)| (*document, chosen.words.start));
    }
}

/// What is cut with a line that goes: one that stands between blank lines takes those behind it along.
fn whole_line(text: &str, line: Span) -> Span {
    let is_alone = text[..line.start].ends_with("\n\n") || line.start == 0;
    let n_blank = text[line.end..].len() - text[line.end..].trim_start_matches('\n').len();
    Span::new(line.start, line.end + if is_alone { n_blank } else { 0 })
}

/// A sieve that has counted all documents, and how many words they have.
fn sieved(
    n_documents: u32,
    text: &(impl Fn(u32) -> Result<String, Error> + Sync),
    options: &PassageOptions,
    sizes: Sizes,
) -> Result<(Sieve, u64), Error> {
    let mut sieve = Sieve::new(options.min_documents);
    let mut n_words = 0;
    for _ in 0..N_TABLES {
        let table = sieve.next_table(sizes.n_words_at_most, sizes.memory_bytes / N_TABLES as u64);
        let count = |document| {
            let wording = Wording::of(&text(document)?);
            table.count(&wording, options.min_words);
            Ok::<u64, Error>(wording.hashes.len() as u64)
        };
        n_words = (0..n_documents).into_par_iter().map(count).try_reduce(|| 0, |a, b| Ok(a + b))?;
        let table = table.finish();
        sieve = sieve.with(table);
    }
    Ok((sieve, n_words))
}

#[cfg(test)]
mod tests;
