//! `--per term`: how often each label of a table of terms occurs, under whatever spelling.
//!
//! What is counted of documents merges in any order ([`Sightings`](super::sightings::Sightings)).

use std::cmp::Reverse;

use super::Options;
use super::dispersion::PostedParts;
use super::needs::Needs;
use super::note::Noted;
use super::search::Terms;
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::{Error, OptionProblem};
use crate::measure::dispersion::{DISPERSION_MEASURES, OfSpread};
use crate::measure::per_million;
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 5] = [
    Column::text("label", "the label that all spellings of a term are counted under").main(),
    Column::integer(
        "frequency",
        "occurrences of the label's spellings at the borders of words; where spellings overlap the longest counts",
    )
    .main(),
    Column::real("per_million", "relative frequency: frequency * 1,000,000 / tokens of the corpus").main(),
    Column::integer("document_frequency", "documents that have an occurrence (range, Oakes 1998)").main(),
    Column::text("variants", "the spellings that occur, each with its frequency, the most frequent first").main(),
];

/// How evenly a label is spread over the documents.
const DISPERSION: [&str; 3] = ["gries_dp", "gries_dp_norm", "juilland_d"];

/// Writes a row for each label.
#[derive(Debug)]
pub(super) struct TermTable<'o> {
    terms: &'o Terms,
    dispersion: Noted<OfSpread>,
    table: TableIdx,
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
        Ok(Self { terms, dispersion, table })
    }

    /// `MKO 12, PMOI 3`: the spellings of a label that occur, by row of the table.
    fn variants(&self, label_idx: usize, n_tokens: &[u64]) -> String {
        let of_label = |&row: &usize| self.terms.label_idx(row as u32) as usize == label_idx && n_tokens[row] > 0;
        let mut rows: Vec<usize> = (0..n_tokens.len()).filter(of_label).collect();
        rows.sort_by_key(|&row| Reverse(n_tokens[row]));
        let variants =
            rows.into_iter().map(|row| format!("{} {}", self.terms.spelling(row as u32).as_str(), n_tokens[row]));
        variants.collect::<Vec<_>>().join(", ")
    }
}

impl Table for TermTable<'_> {
    /// The most frequent label first; of equal ones that of the earlier row.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let Some(found) = &totals.sightings.terms else { return Ok(()) };
        let (parts, by_label) = (PostedParts::of(&found.postings), found.by_label());
        let frequency = |idx: usize| by_label[idx].iter().map(|posting| posting.frequency).sum::<u64>();
        let mut order: Vec<(u64, usize)> = (0..by_label.len()).map(|idx| (frequency(idx), idx)).collect();
        order.sort_by_key(|(n_tokens, _)| Reverse(*n_tokens));
        for (n_tokens, idx) in order {
            let mut cells = vec![
                Cell::text(&self.terms.labels()[idx]),
                Cell::Integer(n_tokens),
                Cell::real(per_million(n_tokens, totals.numbers.counts.tokens)),
                Cell::Integer(by_label[idx].len() as u64),
                Cell::text(self.variants(idx, &found.rows)),
            ];
            let spread = parts.spread(&by_label[idx]);
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
    options.terms.as_ref().ok_or_else(|| OptionProblem::NoTerms { unit: unit.name().to_owned() }.into())
}
