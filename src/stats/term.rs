//! `--per term`: how often each label of a table of terms occurs, under whatever spelling.
//!
//! The counts of documents come in the order of the corpus, on one thread, so the rows do not depend on the number
//! of threads. Memory: a few bytes for each document that has a label, and for each document its size.

use super::Options;
use super::needs::Needs;
use super::search::Terms;
use super::unit::{Sighted, Table, Totals, Unit};
use crate::error::Error;
use crate::measure::per_million;
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 5] = [
    Column::text("label", "the label that all spellings of a term are counted under"),
    Column::integer(
        "frequency",
        "occurrences of the label's spellings at the borders of words; where spellings overlap the longest counts",
    ),
    Column::real("per_million", "relative frequency: frequency * 1,000,000 / tokens of the corpus"),
    Column::integer("document_frequency", "documents that have an occurrence (range, Oakes 1998)"),
    Column::text("variants", "the spellings that occur, each with its frequency, the most frequent first"),
];

/// Writes a row for each label.
#[derive(Debug)]
pub(super) struct TermTable<'o> {
    terms: &'o Terms,
    labels: Vec<Label>,
    /// Frequencies by row of the table of terms.
    rows: Vec<u64>,
    table: TableIdx,
}

#[derive(Clone, Debug, Default)]
struct Label {
    n_tokens: u64,
    n_documents: u64,
}

impl<'o> TermTable<'o> {
    /// The tokens of the corpus, for relative frequencies.
    pub(super) fn needs() -> Needs {
        Needs::TOKENS
    }

    /// Opens the table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are no terms, and what `output` returns.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let terms = asked_terms(options, Unit::Term)?;
        let table = output.table(Unit::Term.name(), &COLUMNS)?;
        Ok(Self { terms, labels: vec![Label::default(); terms.labels().len()], rows: vec![0; terms.n_rows()], table })
    }

    /// `MKO 12, PMOI 3`: the spellings of a label that occur.
    fn variants(&self, label_idx: usize) -> String {
        let of_label = |&row: &usize| self.terms.label_idx(row as u32) as usize == label_idx && self.rows[row] > 0;
        let mut rows: Vec<usize> = (0..self.rows.len()).filter(of_label).collect();
        rows.sort_by_key(|&row| std::cmp::Reverse(self.rows[row]));
        let variants =
            rows.into_iter().map(|row| format!("{} {}", self.terms.spelling(row as u32).as_str(), self.rows[row]));
        variants.collect::<Vec<_>>().join(", ")
    }
}

impl Table for TermTable<'_> {
    fn found(&mut self, sighted: &Sighted<'_>, _: &mut dyn Output) -> Result<(), Error> {
        for (label_idx, n_tokens) in sighted.terms.labels(self.terms) {
            let label = &mut self.labels[label_idx as usize];
            label.n_tokens += n_tokens;
            label.n_documents += 1;
        }
        for (&row, n_tokens) in &sighted.terms.rows {
            self.rows[row as usize] += n_tokens;
        }
        Ok(())
    }

    /// The most frequent label first; of equal ones that of the earlier row.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_tokens = totals.numbers.counts.tokens;
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by_key(|&idx| std::cmp::Reverse(self.labels[idx].n_tokens));
        for idx in order {
            let label = &self.labels[idx];
            let cells = [
                Cell::text(&self.terms.labels()[idx]),
                Cell::Integer(label.n_tokens),
                Cell::real(per_million(label.n_tokens, n_tokens)),
                Cell::Integer(label.n_documents),
                Cell::text(self.variants(idx)),
            ];
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}

/// The terms to count.
///
/// # Errors
///
/// [`Error::Option`] if there are none.
pub(super) fn asked_terms(options: &Options, unit: Unit) -> Result<&Terms, Error> {
    options.terms.as_ref().ok_or_else(|| Error::option(format!("per {}", unit.name()), "needs a table of terms"))
}
