//! `--per word`: the vocabulary of the corpus, the most frequent words first.

use rayon::slice::ParallelSliceMut;

use super::Options;
use super::needs::Needs;
use super::unit::{Table, Totals, Unit};
use crate::error::Error;
use crate::measure::per_million;
use crate::table::{Cell, Column, Output, TableIdx};
use crate::vocabulary::Frequency;

const COLUMNS: [Column; 5] = [
    Column::text("word", "the type: a distinct token, {fold}"),
    Column::integer("frequency", "tokens of the type in the corpus"),
    Column::integer("document_frequency", "documents that have a token of the type"),
    Column::real("per_million", "relative frequency: frequency * 1,000,000 / tokens of the corpus"),
    Column::integer("rank", "1 + number of types that are more frequent; equal frequencies share a rank"),
];

/// Writes a row for each type.
#[derive(Debug)]
pub(super) struct WordTable<'o> {
    options: &'o Options,
    table: TableIdx,
}

impl<'o> WordTable<'o> {
    /// The vocabulary, whatever columns are wanted.
    pub(super) fn needs() -> Needs {
        Needs::VOCABULARY
    }

    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let mut columns = COLUMNS;
        columns[0].definition = columns[0].definition.replace("{fold}", &options.fold.describe()).into();
        let table = output.table(Unit::Word.name(), &columns)?;
        Ok(Self { options, table })
    }

    /// The types to show, by falling frequency, then by code points. UTF-8 bytes sort like code points.
    fn ordered<'v>(&self, totals: &Totals<'v>) -> Vec<(&'v str, Frequency)> {
        let is_frequent = |frequency: &Frequency| frequency.n_tokens >= self.options.min_frequency;
        let mut words: Vec<_> = totals.vocabulary.iter().filter(|(_, frequency)| is_frequent(frequency)).collect();
        totals.job.pool.workers().install(|| {
            words.par_sort_unstable_by(|(a, a_frequency), (b, b_frequency)| {
                b_frequency.n_tokens.cmp(&a_frequency.n_tokens).then_with(|| a.cmp(b))
            });
        });
        words.truncate(self.options.top.map_or(usize::MAX, std::num::NonZero::get));
        words
    }
}

impl Table for WordTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_tokens = totals.numbers.counts.tokens;
        let (mut rank, mut last_frequency) = (0, 0);
        for (n_before, (word, frequency)) in (0_u64..).zip(self.ordered(totals)) {
            if frequency.n_tokens != last_frequency {
                (rank, last_frequency) = (n_before + 1, frequency.n_tokens);
            }
            let cells = [
                Cell::text(word),
                Cell::Integer(frequency.n_tokens),
                Cell::Integer(frequency.n_documents),
                Cell::real(per_million(frequency.n_tokens, n_tokens)),
                Cell::Integer(rank),
            ];
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}
