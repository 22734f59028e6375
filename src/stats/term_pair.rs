//! `--per term-pair`: which labels of a table of terms occur together, in documents and in paragraphs.
//!
//! Memory: one entry for each pair of labels that share a document.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Options;
use super::needs::Needs;
use super::search::{Terms, Together};
use super::term::asked_terms;
use super::unit::{Sighted, Table, Totals, Unit};
use crate::error::Error;
use crate::measure::ratio;
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 8] = [
    Column::text("label_a", "the label whose first row comes first in the table of terms"),
    Column::text("label_b", "the other label"),
    Column::integer("documents", "documents that have both"),
    Column::integer("paragraphs", "paragraphs that have both"),
    Column::integer(
        "frequency",
        "occurrences paired off within paragraphs, each in one pair at most: sum over paragraphs of min(f_a, f_b)",
    ),
    Column::integer("documents_a", "documents that have label_a"),
    Column::integer("documents_b", "documents that have label_b"),
    Column::real(
        "jaccard",
        "documents / (documents_a + documents_b - documents): share of the documents with either that have both (Jaccard \
         1901)",
    ),
];

/// Writes a row for each two labels that share a document.
#[derive(Debug)]
pub(super) struct TermPairTable<'o> {
    terms: &'o Terms,
    /// Documents of each label.
    n_documents: Vec<u64>,
    pairs: BTreeMap<(u32, u32), Pair>,
    table: TableIdx,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    n_documents: u64,
    together: Together,
}

impl<'o> TermPairTable<'o> {
    /// Nothing beside the terms themselves.
    pub(super) fn needs() -> Needs {
        Needs::NONE
    }

    /// Opens the table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are no terms, and what `output` returns.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let terms = asked_terms(options, Unit::TermPair)?;
        let table = output.table(Unit::TermPair.name(), &COLUMNS)?;
        Ok(Self { terms, n_documents: vec![0; terms.labels().len()], pairs: BTreeMap::new(), table })
    }
}

impl Table for TermPairTable<'_> {
    fn found(&mut self, sighted: &Sighted<'_>, _: &mut dyn Output) -> Result<(), Error> {
        let labels: Vec<u32> = sighted.terms.labels(self.terms).into_keys().collect();
        for (idx, &a) in labels.iter().enumerate() {
            self.n_documents[a as usize] += 1;
            for &b in &labels[idx + 1..] {
                self.pairs.entry((a, b)).or_default().n_documents += 1;
            }
        }
        for (&labels, &together) in &sighted.terms.pairs {
            self.pairs.entry(labels).or_default().together += together;
        }
        Ok(())
    }

    /// The pair with most documents first, then by paragraphs, then in the order of the labels.
    fn finish(&mut self, _: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let mut pairs: Vec<((u32, u32), Pair)> = std::mem::take(&mut self.pairs).into_iter().collect();
        pairs.sort_by_key(|(_, pair)| Reverse((pair.n_documents, pair.together.n_paragraphs)));
        for ((a, b), pair) in pairs {
            let (a, b) = (a as usize, b as usize);
            let n_either = self.n_documents[a] + self.n_documents[b] - pair.n_documents;
            let cells = [
                Cell::text(&self.terms.labels()[a]),
                Cell::text(&self.terms.labels()[b]),
                Cell::Integer(pair.n_documents),
                Cell::Integer(pair.together.n_paragraphs),
                Cell::Integer(pair.together.n_pairs),
                Cell::Integer(self.n_documents[a]),
                Cell::Integer(self.n_documents[b]),
                Cell::real(ratio(pair.n_documents, n_either)),
            ];
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}
