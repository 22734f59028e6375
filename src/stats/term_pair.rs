//! `--per term-pair`: which labels of a table of terms occur together, in documents and in paragraphs.

use std::cmp::Reverse;

use super::Options;
use super::needs::Needs;
use super::note::Noted;
use super::search::Terms;
use super::sightings::PairTotal;
use super::term::asked_terms;
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::Error;
use crate::measure::association::{ASSOCIATION_MEASURES, Contingency, OfContingency};
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 7] = [
    Column::text("label_a", "the label whose first row comes first in the table of terms").main(),
    Column::text("label_b", "the other label").main(),
    Column::integer("documents", "documents that have both").main(),
    Column::integer("paragraphs", "paragraphs that have both").main(),
    Column::integer(
        "frequency",
        "occurrences paired off within paragraphs, each in one pair at most: sum over paragraphs of min(f_a, f_b)",
    )
    .main(),
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
    table: TableIdx,
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
        Ok(Self { terms, association, table })
    }
}

impl Table for TermPairTable<'_> {
    /// The pair with most documents first, then by paragraphs, then in the order of the labels.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let Some(found) = &totals.sightings.pairs else { return Ok(()) };
        let mut pairs: Vec<((u32, u32), PairTotal)> =
            found.pairs.iter().map(|(&labels, &pair)| (labels, pair)).collect();
        pairs.sort_by_key(|(_, pair)| Reverse((pair.n_documents, pair.together.n_paragraphs)));
        for ((a, b), pair) in pairs {
            let (a, b) = (a as usize, b as usize);
            let documents = (pair.n_documents, found.n_documents[a], found.n_documents[b]);
            let contingency = Contingency::new(documents.0, documents.1, documents.2, totals.numbers.counts.documents);
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
