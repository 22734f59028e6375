//! What was found of the terms of a table in all documents: a partial result that merges in any order.
//!
//! Memory: 24 bytes for each label of each document, and 8 for each document; for pairs one entry for each two labels
//! that share a document.

use std::collections::BTreeMap;
use std::io;

use super::Options;
use super::search::{TermCounts, Terms, Together};
use super::stored::{read_postings, write_postings};
use super::unit::Unit;
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer};
use crate::vocabulary::{Posting, Postings};

/// The terms of the documents so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Sightings {
    /// If labels are rows.
    pub(super) terms: Option<TermTotals>,
    /// If pairs of labels are.
    pub(super) pairs: Option<PairTotals>,
}

/// How often labels occur in which documents.
#[derive(Clone, Debug, Default)]
pub(super) struct TermTotals {
    /// By place of the label.
    pub(super) postings: Postings,
    /// Frequencies by row of the table of terms.
    pub(super) rows: Vec<u64>,
    n_labels: usize,
}

/// Which labels occur together.
#[derive(Clone, Debug, Default)]
pub(super) struct PairTotals {
    /// Documents of each label.
    pub(super) n_documents: Vec<u64>,
    pub(super) pairs: BTreeMap<(u32, u32), PairTotal>,
}

/// Two labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PairTotal {
    pub(super) n_documents: u64,
    pub(super) together: Together,
}

impl Sightings {
    /// Nothing found yet of what `units` ask for.
    pub(super) fn new(units: &[Unit], options: &Options) -> Self {
        let asked = |unit: &Unit| options.terms.as_ref().filter(|_| units.contains(unit));
        let terms = asked(&Unit::Term).map(|terms| TermTotals {
            postings: Postings::default(),
            rows: vec![0; terms.n_rows()],
            n_labels: terms.labels().len(),
        });
        let pairs = asked(&Unit::TermPair)
            .map(|terms| PairTotals { n_documents: vec![0; terms.labels().len()], pairs: BTreeMap::new() });
        Self { terms, pairs }
    }

    /// Adds a document of `n_tokens` tokens.
    pub(super) fn add(&mut self, found: &TermCounts, n_tokens: u64, terms: &Terms) {
        if let Some(totals) = &mut self.terms {
            totals.postings.push_document(n_tokens);
            for (label_idx, frequency) in found.labels(terms) {
                totals.postings.push(label_idx, Posting { n_document_tokens: n_tokens, frequency });
            }
            found.rows.iter().for_each(|(&row, n)| totals.rows[row as usize] += n);
        }
        if let Some(totals) = &mut self.pairs {
            totals.add(found, terms);
        }
    }

    /// Adds what was found in other documents.
    pub(super) fn absorb(&mut self, other: &Self) {
        if let (Some(known), Some(more)) = (&mut self.terms, &other.terms) {
            let same: Vec<u32> = (0..known.n_labels as u32).collect();
            known.postings.absorb(&more.postings, &same);
            known.rows.iter_mut().zip(&more.rows).for_each(|(sum, more)| *sum += more);
        }
        if let (Some(known), Some(more)) = (&mut self.pairs, &other.pairs) {
            known.n_documents.iter_mut().zip(&more.n_documents).for_each(|(sum, more)| *sum += more);
            for (&labels, pair) in &more.pairs {
                let sum = known.pairs.entry(labels).or_default();
                sum.n_documents += pair.n_documents;
                sum.together += pair.together;
            }
        }
    }

    /// How much memory the postings take.
    pub(super) fn n_bytes(&self) -> u64 {
        self.terms.as_ref().map_or(0, |totals| totals.postings.n_bytes())
    }
}

impl TermTotals {
    /// For each label the documents that have it.
    pub(super) fn by_label(&self) -> Vec<Vec<Posting>> {
        self.postings.by_type(self.n_labels)
    }
}

impl PairTotals {
    fn add(&mut self, found: &TermCounts, terms: &Terms) {
        let labels: Vec<u32> = found.labels(terms).into_keys().collect();
        for (idx, &a) in labels.iter().enumerate() {
            self.n_documents[a as usize] += 1;
            for &b in &labels[idx + 1..] {
                self.pairs.entry((a, b)).or_default().n_documents += 1;
            }
        }
        for (&labels, &together) in &found.pairs {
            self.pairs.entry(labels).or_default().together += together;
        }
    }
}

impl Stored for Sightings {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        if let Some(totals) = &self.terms {
            let places: Vec<u64> = (0..totals.n_labels as u64).collect();
            write_postings(&totals.postings, &places, to)?;
            to.numbers(totals.rows.iter().copied())?;
        }
        if let Some(totals) = &self.pairs {
            to.numbers(totals.n_documents.iter().copied())?;
            to.number(totals.pairs.len() as u64)?;
            for (&(a, b), PairTotal { n_documents, together }) in &totals.pairs {
                to.numbers([u64::from(a), u64::from(b), *n_documents, together.n_paragraphs, together.n_pairs])?;
            }
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        if let Some(totals) = &mut self.terms {
            read_postings(&mut totals.postings, totals.n_labels, from)?;
            from.numbers(&mut totals.rows)?;
        }
        if let Some(totals) = &mut self.pairs {
            from.numbers(&mut totals.n_documents)?;
            for _ in 0..from.number()? {
                let n_labels = totals.n_documents.len();
                let labels = (from.place(n_labels)? as u32, from.place(n_labels)? as u32);
                let n_documents = from.number()?;
                let together = Together { n_paragraphs: from.number()?, n_pairs: from.number()? };
                totals.pairs.insert(labels, PairTotal { n_documents, together });
            }
        }
        Ok(())
    }
}
