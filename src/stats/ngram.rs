//! `--per ngram`: sequences of words, the most frequent of each length first.

use super::Options;
use super::ranking::{Ranks, alphabetical_places, first_in_order, stopped_types};
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::Error;
use crate::measure::per_million;
use crate::table::{Cell, Column, Output, RowsOf, TableIdx};
use crate::vocabulary::{Frequency, NgramId, Ngrams, TypeId};

const COLUMNS: [Column; 6] = [
    Column::text("ngram", "consecutive words {within}, {fold}, with a space between them; punctuation is no word"),
    Column::integer("n", "number of words").grouping(RowsOf::Group),
    Column::integer("frequency", "occurrences of the n-gram in the corpus"),
    Column::integer("document_frequency", "documents that have the n-gram"),
    Column::real("per_million", "relative frequency: frequency * 1,000,000 / tokens of the corpus"),
    Column::integer(
        "rank",
        "1 + number of n-grams of this length with a row that are more frequent; equal frequencies share a rank",
    ),
];

/// Writes a row for each n-gram.
#[derive(Debug)]
pub(super) struct NgramTable<'o> {
    options: &'o Options,
    table: TableIdx,
}

impl<'o> NgramTable<'o> {
    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let mut columns = COLUMNS;
        let definition = columns[0].definition.replace("{fold}", &options.fold.describe());
        columns[0].definition = definition.replace("{within}", options.within.describe()).into();
        let table = output.table(Unit::Ngram.name(), &columns)?;
        Ok(Self { options, table })
    }

    /// The n-grams to show, by falling frequency, then word by word by code points. `places` orders the words.
    ///
    /// An n-gram that begins or ends with a word of the stop list is not shown; inside, "state of the art" may have one.
    fn ordered(&self, ngrams: &Ngrams, places: &[u32], totals: &Totals<'_>) -> Vec<NgramId> {
        let Options { min_frequency, stop, top, .. } = self.options;
        let is_stopped = stopped_types(totals.vocabulary, stop);
        let is_shown = |(types, frequency): (&[TypeId], Frequency)| {
            let mut ends = types.first().into_iter().chain(types.last());
            frequency.n_tokens >= *min_frequency && !ends.any(|&id| is_stopped(id))
        };
        let shown = (0..).zip(ngrams.iter()).filter(|(_, ngram)| is_shown(*ngram)).map(|(id, _)| id);
        let places_of = |id: NgramId| ngrams.types(id).iter().map(|&word| places[word as usize]);
        first_in_order(shown.collect(), *top, totals.job, |&a, &b| {
            let by_frequency = ngrams.frequency(b).n_tokens.cmp(&ngrams.frequency(a).n_tokens);
            by_frequency.then_with(|| places_of(a).cmp(places_of(b)))
        })
    }
}

impl Table for NgramTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_tokens = totals.numbers.counts.tokens;
        let places = alphabetical_places(totals.vocabulary, totals.job);
        let mut text = String::new();
        for ngrams in totals.contexts.ngrams() {
            let mut ranks = Ranks::default();
            for id in self.ordered(ngrams, &places, totals) {
                let frequency = ngrams.frequency(id);
                text.clear();
                for &word in ngrams.types(id) {
                    text.push_str(if text.is_empty() { "" } else { " " });
                    text.push_str(totals.vocabulary.word(word));
                }
                let cells = [
                    Cell::text(&*text),
                    Cell::Integer(ngrams.n().get() as u64),
                    Cell::Integer(frequency.n_tokens),
                    Cell::Integer(frequency.n_documents),
                    Cell::real(per_million(frequency.n_tokens, n_tokens)),
                    Cell::Integer(ranks.next(frequency.n_tokens)),
                ];
                output.row(self.table, &cells)?;
            }
        }
        Ok(())
    }
}
