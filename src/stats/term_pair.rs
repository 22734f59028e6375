//! `--per term-pair`: which labels of a table of terms occur together, in documents and in paragraphs.
//!
//! Memory: one entry for each pair of labels that share a document.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Options;
use super::needs::Needs;
use super::noted::Noted;
use super::search::{Terms, Together};
use super::term::asked_terms;
use super::unit::{Sighted, Table, Totals, Unit};
use crate::error::Error;
use crate::measure::association::{ASSOCIATION_MEASURES, Contingency, OfContingency};
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 7] = [
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
];

/// How strongly the documents with one label are those with the other. The table of each pair counts documents.
const ASSOCIATION: [&str; 3] = ["jaccard", "npmi", "g2"];

/// Writes a row for each two labels that share a document.
#[derive(Debug)]
pub(super) struct TermPairTable<'o> {
    terms: &'o Terms,
    association: Noted<OfContingency>,
    n_all_documents: u64,
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
        let terms = asked_terms(options, &Unit::TermPair)?;
        let association = Noted::of(ASSOCIATION_MEASURES, &ASSOCIATION);
        let columns: Vec<Column> = COLUMNS.into_iter().chain(association.columns()).collect();
        let table = output.table(Unit::TermPair.name(), &columns)?;
        let n_documents = vec![0; terms.labels().len()];
        Ok(Self { terms, association, n_all_documents: 0, n_documents, pairs: BTreeMap::new(), table })
    }
}

impl Table for TermPairTable<'_> {
    fn found(&mut self, sighted: &Sighted<'_>, _: &mut dyn Output) -> Result<(), Error> {
        self.n_all_documents += 1;
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
            let documents = (pair.n_documents, self.n_documents[a], self.n_documents[b]);
            let contingency = Contingency::new(documents.0, documents.1, documents.2, self.n_all_documents);
            let mut cells = vec![
                Cell::text(&self.terms.labels()[a]),
                Cell::text(&self.terms.labels()[b]),
                Cell::Integer(documents.0),
                Cell::Integer(pair.together.n_paragraphs),
                Cell::Integer(pair.together.n_pairs),
                Cell::Integer(documents.1),
                Cell::Integer(documents.2),
            ];
            cells.extend(self.association.cells(|measure| measure(&contingency?)));
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}
