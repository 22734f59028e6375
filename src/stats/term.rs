//! `--per term`: how often each label of a table of terms occurs, under whatever spelling.
//!
//! The counts of documents come in the order of the corpus, on one thread, so the rows do not depend on the number
//! of threads. Memory: a few bytes for each document that has a label, and for each document its size.

use std::cmp::Reverse;

use super::Options;
use super::needs::Needs;
use super::noted::Noted;
use super::search::Terms;
use super::unit::{Sighted, Table, Totals, Unit};
use crate::error::Error;
use crate::measure::dispersion::{DISPERSION_MEASURES, OfSpread, PartFrequency, PartSizes, Spread};
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

/// How evenly a label is spread over the documents.
const DISPERSION: [&str; 3] = ["gries_dp", "gries_dp_norm", "juilland_d"];

/// Writes a row for each label.
#[derive(Debug)]
pub(super) struct TermTable<'o> {
    terms: &'o Terms,
    dispersion: Noted<OfSpread>,
    /// Tokens of each document.
    sizes: Vec<u64>,
    labels: Vec<Label>,
    /// Frequencies by row of the table of terms.
    rows: Vec<u64>,
    table: TableIdx,
}

#[derive(Clone, Debug, Default)]
struct Label {
    n_tokens: u64,
    /// The documents that have it.
    parts: Vec<PartFrequency>,
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
        let terms = asked_terms(options, &Unit::Term)?;
        let dispersion = Noted::of(DISPERSION_MEASURES, &DISPERSION);
        let columns: Vec<Column> = COLUMNS.into_iter().chain(dispersion.columns()).collect();
        let table = output.table(Unit::Term.name(), &columns)?;
        let (labels, rows) = (vec![Label::default(); terms.labels().len()], vec![0; terms.n_rows()]);
        Ok(Self { terms, dispersion, sizes: Vec::new(), labels, rows, table })
    }

    /// `MKO 12, PMOI 3`: the spellings of a label that occur.
    fn variants(&self, label_idx: usize) -> String {
        let of_label = |&row: &usize| self.terms.label_idx(row as u32) as usize == label_idx && self.rows[row] > 0;
        let mut rows: Vec<usize> = (0..self.rows.len()).filter(of_label).collect();
        rows.sort_by_key(|&row| Reverse(self.rows[row]));
        let variants =
            rows.into_iter().map(|row| format!("{} {}", self.terms.spelling(row as u32).as_str(), self.rows[row]));
        variants.collect::<Vec<_>>().join(", ")
    }
}

impl Table for TermTable<'_> {
    fn found(&mut self, sighted: &Sighted<'_>, _: &mut dyn Output) -> Result<(), Error> {
        // More than 4 billion documents would not fit in memory; the last ones would count as one part then.
        let part = u32::try_from(self.sizes.len()).unwrap_or(u32::MAX);
        self.sizes.push(sighted.n_tokens);
        for (label_idx, frequency) in sighted.terms.labels(self.terms) {
            let label = &mut self.labels[label_idx as usize];
            label.n_tokens += frequency;
            label.parts.push(PartFrequency { part, frequency });
        }
        for (&row, n_tokens) in &sighted.terms.rows {
            self.rows[row as usize] += n_tokens;
        }
        Ok(())
    }

    /// The most frequent label first; of equal ones that of the earlier row.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_tokens = totals.numbers.counts.tokens;
        let sizes = PartSizes::new(std::mem::take(&mut self.sizes));
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by_key(|&idx| Reverse(self.labels[idx].n_tokens));
        for idx in order {
            let label = &self.labels[idx];
            let mut cells = vec![
                Cell::text(&self.terms.labels()[idx]),
                Cell::Integer(label.n_tokens),
                Cell::real(per_million(label.n_tokens, n_tokens)),
                Cell::Integer(label.parts.len() as u64),
                Cell::text(self.variants(idx)),
            ];
            let spread = Spread::new(&sizes, &label.parts);
            cells.extend(self.dispersion.cells(|measure| measure(spread.as_ref().map_err(|reason| *reason)?)));
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
pub(super) fn asked_terms<'o>(options: &'o Options, unit: &Unit) -> Result<&'o Terms, Error> {
    options.terms.as_ref().ok_or_else(|| Error::option("per", format!("{} needs a table of terms", unit.name())))
}
