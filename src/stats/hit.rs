//! `--per hit`: a concordance. A row for each place that was found, with the words around it (keyword in context).
//!
//! In the order of the corpus the hits of a document are held until it is complete, then written. Sorted, every hit is
//! held until the last document: about 200 bytes and its context each.

use super::Options;
use super::needs::Needs;
use super::record::Record;
use super::search::Hit;
use super::unit::{Table, Totals, Unit};
use crate::choice::choices;
use crate::error::{Error, OptionProblem};
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx, TextLook};
use crate::text::{lowercase_into, words};

const LABEL: Column = Column::text("label", "the label of the term that was found").main();
const COLUMNS: [Column; 7] = [
    Column::integer("position", "number of the token that the hit begins in or before, counted from 1 in the document"),
    Column::integer("start", "first byte of the hit in the document's source"),
    Column::integer("end", "one past the last byte of the hit in the document's source"),
    Column::text("left", "up to {context} tokens before the hit, in one line, with what stands between them")
        .main()
        .looking(TextLook::Before),
    Column::text("hit", "what was found, in one line").main().looking(TextLook::Hit),
    Column::text("right", "up to {context} tokens after the hit, in one line, with what stands between them")
        .main()
        .looking(TextLook::After),
    Column::integer("corpus_position", "position, plus the tokens of all documents before this one"),
];

/// The order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HitOrder {
    /// As in the corpus.
    #[default]
    Corpus,
    /// By the word before the hit, then the one before that, and so on.
    Left,
    /// By the hit itself, then as [`Self::Right`].
    Hit,
    /// By the word after the hit, then the next one, and so on.
    Right,
}

choices!(HitOrder {
    Corpus = "none": "As in the corpus",
    Left = "left": "By the word before, then the one before that",
    Hit = "hit": "By what was found",
    Right = "right": "By the word after, then the next one",
});

/// Writes a row for each hit.
#[derive(Debug)]
pub(super) struct HitTable<'o> {
    options: &'o Options,
    has_labels: bool,
    n_tokens_before: u64,
    /// Empty in the order of the corpus.
    kept: Vec<KeptHit>,
    table: TableIdx,
}

/// A hit that waits to be sorted.
#[derive(Debug)]
struct KeptHit {
    id: String,
    source: String,
    n_tokens_before: u64,
    hit: Hit,
}

impl<'o> HitTable<'o> {
    /// The tokens of each document, to number those of the corpus.
    pub(super) fn needs() -> Needs {
        Needs::TOKENS
    }

    /// Opens the table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there is nothing to look for, and what `output` returns.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        if options.pattern.is_none() && options.terms.is_none() {
            return Err(OptionProblem::NothingToFind.into());
        }
        let has_labels = options.pattern.is_none();
        let [id, source, _, _] = DocumentColumns::base();
        let mut columns = vec![id, source];
        columns.extend(has_labels.then_some(LABEL));
        columns.extend(COLUMNS.map(|column| Column {
            definition: column.definition.replace("{context}", &options.n_context.to_string()).into(),
            ..column
        }));
        let table = output.table(Unit::Hit.name(), &columns)?;
        Ok(Self { options, has_labels, n_tokens_before: 0, kept: Vec::new(), table })
    }

    fn write(
        &self,
        (id, source): (&str, &str),
        n_tokens_before: u64,
        hit: &Hit,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let mut cells = vec![Cell::text(id), Cell::text(source)];
        if self.has_labels {
            cells.push(self.label(hit).map_or(Cell::Empty, Cell::text));
        }
        cells.extend([
            Cell::Integer(hit.position),
            Cell::Integer(hit.start),
            Cell::Integer(hit.end),
            Cell::text(&hit.left),
            Cell::text(&hit.hit),
            Cell::text(&hit.right),
            Cell::Integer(n_tokens_before + hit.position),
        ]);
        output.row(self.table, &cells)
    }

    fn label(&self, hit: &Hit) -> Option<&'o str> {
        let labels = self.options.terms.as_ref()?.labels();
        labels.get(hit.label_idx? as usize).map(String::as_str)
    }
}

impl Table for HitTable<'_> {
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        let (id, source) = (&record.id, &record.source);
        for hit in &record.hits {
            if self.options.hit_order == HitOrder::Corpus {
                self.write((id, source), self.n_tokens_before, hit, output)?;
            } else {
                self.kept.push(KeptHit {
                    id: id.clone(),
                    source: source.clone(),
                    n_tokens_before: self.n_tokens_before,
                    hit: hit.clone(),
                });
            }
        }
        self.n_tokens_before += record.n_tokens;
        Ok(())
    }

    fn finish(&mut self, _: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let mut kept = std::mem::take(&mut self.kept);
        // Hits that sort alike keep the order of the corpus.
        kept.sort_by_cached_key(|kept| sort_key(&kept.hit, self.options.hit_order));
        kept.iter().try_for_each(|kept| self.write((&kept.id, &kept.source), kept.n_tokens_before, &kept.hit, output))
    }
}

/// The words to sort by, in lower case, the one that matters most first.
fn sort_key(hit: &Hit, order: HitOrder) -> Vec<String> {
    let folded = |text: &str| {
        let mut folded = String::new();
        lowercase_into(text, &mut folded);
        folded
    };
    let words_of = |text: &str| -> Vec<String> { words(text).map(|(_, word)| folded(word)).collect() };
    match order {
        HitOrder::Corpus => Vec::new(),
        HitOrder::Left => words_of(&hit.left).into_iter().rev().collect(),
        HitOrder::Hit => std::iter::once(folded(&hit.hit)).chain(words_of(&hit.right)).collect(),
        HitOrder::Right => words_of(&hit.right),
    }
}
