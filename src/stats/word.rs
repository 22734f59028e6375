//! `--per word`: the vocabulary of the corpus, the most frequent words first.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Options;
use super::dispersion::DispersionColumns;
use super::grouping::Grouping;
use super::needs::Needs;
use super::ranking::{Ranks, first_in_order};
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::{Error, OptionProblem};
use crate::measure::per_million;
use crate::table::{Cell, Column, Output, TableIdx};
use crate::vocabulary::TypeId;

const COLUMNS: [Column; 5] = [
    Column::text("word", "the type: a distinct token, {fold}"),
    Column::integer("frequency", "tokens of the type in the corpus"),
    Column::integer("document_frequency", "documents that have a token of the type"),
    Column::real("per_million", "relative frequency: frequency * 1,000,000 / tokens of the corpus"),
    Column::integer("rank", "1 + number of types with a row that are more frequent; equal frequencies share a rank"),
];

/// Writes a row for each type.
#[derive(Debug)]
pub(super) struct WordTable<'o> {
    options: &'o Options,
    dispersion: DispersionColumns<'o>,
    table: TableIdx,
}

impl<'o> WordTable<'o> {
    /// The vocabulary, whatever columns are wanted, and the postings if it takes them.
    pub(super) fn needs(options: &Options) -> Needs {
        let dispersion = DispersionColumns::new(options);
        match (dispersion.is_wanted(), dispersion.grouping()) {
            (false, _) => Needs::VOCABULARY,
            (true, None) => Needs::POSTINGS,
            (true, Some(_)) => Needs::VOCABULARY | Needs::DOCUMENT_TYPES,
        }
    }

    /// The groups of documents over which words are spread, if they are.
    pub(super) fn parts(options: &Options) -> Option<&Grouping> {
        DispersionColumns::new(options).grouping()
    }

    /// Opens the table for documents with these fields.
    pub(super) fn open(options: &'o Options, fields: &[Arc<str>], output: &mut dyn Output) -> Result<Self, Error> {
        let dispersion = DispersionColumns::new(options);
        if let Some(Error::UnknownUnit { name, fields, .. }) =
            dispersion.grouping().and_then(|grouping| grouping.check(&[], fields).err())
        {
            return Err(OptionProblem::PartsField { name, known: fields }.into());
        }
        let mut columns = COLUMNS.to_vec();
        columns[0].definition = columns[0].definition.replace("{fold}", &options.fold.describe()).into();
        columns.extend(dispersion.columns());
        let table = output.table(Unit::Word.name(), &columns)?;
        Ok(Self { options, dispersion, table })
    }

    /// The types to show, by falling frequency, then by code points. Frequencies and the starts of the words are kept beside
    /// the numbers, since nearly all comparisons end with them.
    fn ordered(&self, totals: &Totals<'_>) -> Vec<(u64, TypeId)> {
        let Options { min_frequency, stop, top, .. } = self.options;
        let vocabulary = totals.vocabulary;
        let shown = vocabulary.ids().filter_map(|id| {
            let n_tokens = vocabulary.frequency(id).n_tokens;
            let is_shown = n_tokens >= *min_frequency && (stop.is_empty() || !stop.contains(vocabulary.word(id)));
            is_shown.then(|| (Reverse(n_tokens), vocabulary.prefix(id), id))
        });
        let ordered = first_in_order(shown.collect(), *top, totals.job, |a: &Shown, b: &Shown| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| vocabulary.compare(a.2, b.2))
        });
        ordered.into_iter().map(|(Reverse(n_tokens), _, id)| (n_tokens, id)).collect()
    }
}

/// A type with what it is sorted by.
type Shown = (Reverse<u64>, [u64; 2], TypeId);

impl Table for WordTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_tokens = totals.numbers.counts.tokens;
        let dispersion = self.dispersion.of(totals);
        let mut ranks = Ranks::default();
        for (frequency, id) in self.ordered(totals) {
            let mut cells = vec![
                Cell::text(totals.vocabulary.word(id)),
                Cell::Integer(frequency),
                Cell::Integer(totals.vocabulary.frequency(id).n_documents),
                Cell::real(per_million(frequency, n_tokens)),
                Cell::Integer(ranks.next(frequency)),
            ];
            cells.extend(dispersion.cells(id));
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}
