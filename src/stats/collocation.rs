//! `--per collocation`: words that stand near other words more often than chance would have it.
//!
//! The tokens of the corpus make a two-by-two table for each pair: a token is in the span of the node or not, and it is
//! the collocate or not. A token in several spans of the same node is in the span once. So what chance expects takes the
//! width of the span into account, with the tokens that really lie in spans and not a multiple of the node's frequency
//! (Evert 2008, "Corpora and collocations": surface co-occurrence). Adjacent pairs, span 0,1, have the table of bigrams.

use std::collections::{BTreeMap, HashMap};

use super::Options;
use super::note::{Gaps, NOTE};
use super::ranking::{alphabetical_places, first_in_order, stopped_types};
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::diagnostics::Finding;
use crate::error::Error;
use crate::measure::association::{ASSOCIATION_MEASURES, Contingency, OfContingency, dice, log_dice};
use crate::measure::{Measure, Undefined};
use crate::table::{Cell, Column, Output, Rank, RowsOf, TableIdx};
use crate::vocabulary::{CollocationSpan, Cooccurrences, TypeId};

/// The measures that a table has unless others are named, with their importance there.
const USUAL: [(&str, Rank); 11] = [
    ("pmi", Rank::Further),
    ("npmi", Rank::Further),
    ("mi3", Rank::Further),
    ("t_score", Rank::Further),
    ("z_score", Rank::Further),
    ("g2", Rank::Main),
    ("chi2", Rank::Further),
    ("dice", Rank::Further),
    ("log_dice", Rank::Main),
    ("delta_p_21", Rank::Further),
    ("delta_p_12", Rank::Further),
];

/// The usual least number of joint occurrences.
const USUAL_MIN_FREQUENCY: u64 = 5;

/// Writes a row for each pair.
#[derive(Debug)]
pub(super) struct CollocationTable<'o> {
    options: &'o Options,
    measures: Vec<&'static Measure<OfContingency>>,
    table: TableIdx,
}

/// What one row is about.
#[derive(Clone, Copy, Debug)]
struct Pair {
    node: TypeId,
    collocate: TypeId,
    frequency: u64,
    node_frequency: u64,
    collocate_frequency: u64,
    span_tokens: u64,
}

impl<'o> CollocationTable<'o> {
    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let all = ASSOCIATION_MEASURES.iter().flat_map(|family| family.iter());
        let has = |name| !options.columns.is_all() || usual_rank(name).is_some();
        let measures: Vec<_> = all.filter(|measure| has(measure.name)).collect();
        let columns = columns(options, &measures);
        let table = output.table(Unit::Collocation.name(), &columns)?;
        Ok(Self { options, measures, table })
    }

    /// The pairs to show, by falling logDice, then word by word by code points.
    fn ordered(&self, found: &Cooccurrences, totals: &Totals<'_>) -> Vec<Pair> {
        let Options { collocation, stop, top, .. } = self.options;
        let is_stopped = stopped_types(totals.vocabulary, stop);
        let mut span_tokens: BTreeMap<TypeId, u64> = BTreeMap::new();
        found.iter().for_each(|(node, _, frequency)| *span_tokens.entry(node).or_default() += frequency);
        let is_hidden = |node, collocate| is_stopped(collocate) || collocation.nodes.is_empty() && is_stopped(node);
        let open = || found.iter().filter(|&(node, collocate, _)| !is_hidden(node, collocate));
        let highest = open().map(|(.., frequency)| frequency).max().unwrap_or_default();
        let min_frequency = self.min_frequency(highest, totals);
        let shown = open().filter(|&(.., frequency)| frequency >= min_frequency);
        let n_tokens = |id| totals.vocabulary.frequency(id).n_tokens;
        let pairs = shown.map(|(node, collocate, frequency)| {
            let span_tokens = span_tokens.get(&node).copied().unwrap_or_default();
            let (node_frequency, collocate_frequency) = (n_tokens(node), n_tokens(collocate));
            let pair = Pair { node, collocate, frequency, node_frequency, collocate_frequency, span_tokens };
            // Every pair here occurs, so its logDice is a number.
            (pair, pair.log_dice().unwrap_or(f64::NEG_INFINITY))
        });
        let places = alphabetical_places(totals.vocabulary, totals.job);
        let place = |id: TypeId| places[id as usize];
        let names_nodes = !collocation.nodes.is_empty();
        let top_of_pairs = top.filter(|_| !names_nodes);
        let mut ordered = first_in_order(pairs.collect(), top_of_pairs, totals.job, |(a, a_value), (b, b_value)| {
            let by_words = || (place(a.node), place(a.collocate)).cmp(&(place(b.node), place(b.collocate)));
            b_value.total_cmp(a_value).then_with(by_words)
        });
        if let Some(top) = top.filter(|_| names_nodes) {
            let mut n_of_nodes: HashMap<TypeId, usize> = HashMap::new();
            ordered.retain(|(pair, _)| {
                let n = n_of_nodes.entry(pair.node).or_default();
                *n += 1;
                *n <= top.get()
            });
        }
        ordered.into_iter().map(|(pair, _)| pair).collect()
    }

    /// The least joint frequency of a pair that is shown, where the most frequent one has `highest`.
    fn min_frequency(&self, highest: u64, totals: &Totals<'_>) -> u64 {
        let asked = self.options.collocation.min_frequency;
        let least = asked.unwrap_or(USUAL_MIN_FREQUENCY);
        if highest >= least {
            return least;
        }
        let then = if asked.is_none() && highest > 0 { ", so that all pairs are shown" } else { "" };
        let message = format!("no two words occur together {least} times{then}");
        totals.job.diagnostics.report(Finding::note("", message));
        asked.unwrap_or(1)
    }

    fn cells<'v>(&self, pair: &Pair, totals: &Totals<'v>) -> Vec<Cell<'v>> {
        let table = pair.table(totals.numbers.counts.tokens);
        let mut gaps = Gaps::default();
        let mut cells = vec![
            Cell::text(totals.vocabulary.word(pair.node)),
            Cell::text(totals.vocabulary.word(pair.collocate)),
            Cell::Integer(pair.frequency),
            Cell::Integer(pair.node_frequency),
            Cell::Integer(pair.collocate_frequency),
            Cell::Integer(pair.span_tokens),
            gaps.cell("expected", table.map(|table| table.expected())),
        ];
        cells.extend(self.measures.iter().map(|measure| {
            if self.options.columns.wants(measure.name) {
                gaps.cell(measure.name, pair.value(measure, table))
            } else {
                Cell::Empty
            }
        }));
        cells.push(gaps.note());
        cells
    }

    fn warn_of_missing_nodes(&self, totals: &Totals<'_>) {
        let collocation = &self.options.collocation;
        for (node, pattern) in collocation.nodes.iter().zip(collocation.patterns(self.options.fold)) {
            if !totals.vocabulary.iter().any(|(word, _)| pattern.matches(word)) {
                let message = format!("no word of the corpus matches the node {node:?}");
                totals.job.diagnostics.report(Finding::warning("", message));
            }
        }
    }
}

impl Table for CollocationTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        self.warn_of_missing_nodes(totals);
        let Some(found) = totals.contexts.cooccurrences() else { return Ok(()) };
        let pairs = self.ordered(found, totals);
        pairs.iter().try_for_each(|pair| output.row(self.table, &self.cells(pair, totals)))
    }
}

impl Pair {
    /// The table of a corpus of `n_tokens` tokens: those in the span of the node, and those that are the collocate.
    fn table(&self, n_tokens: u64) -> Result<Contingency, Undefined> {
        Contingency::new(self.frequency, self.span_tokens, self.collocate_frequency, n_tokens)
    }

    fn value(&self, measure: &Measure<OfContingency>, table: Result<Contingency, Undefined>) -> Result<f64, Undefined> {
        match measure.name {
            "dice" => dice(self.frequency, self.node_frequency, self.collocate_frequency),
            "log_dice" => self.log_dice(),
            _ => table.and_then(|table| (measure.compute)(&table)),
        }
    }

    fn log_dice(&self) -> Result<f64, Undefined> {
        log_dice(self.frequency, self.node_frequency, self.collocate_frequency)
    }
}

fn columns(options: &Options, measures: &[&'static Measure<OfContingency>]) -> Vec<Column> {
    let CollocationSpan { left, right } = options.collocation.span;
    let (fold, within) = (&options.fold.describe(), options.within.describe());
    let joint = format!(
        "O11: tokens of the collocate with the node {right} tokens before them or less, or {left} tokens after them or \
         less, {within}; each counts once for a node"
    );
    let mut columns = vec![
        Column::text("node", "the word whose neighbors are counted, {fold}"),
        Column::text("collocate", "the word that stands near it, {fold}").main(),
        Column { definition: joint.into(), ..Column::integer("frequency", "").main() },
        Column::integer("node_frequency", "tokens of the node in the corpus"),
        Column::integer("collocate_frequency", "C1: tokens of the collocate in the corpus"),
        Column::integer("span_tokens", "R1: tokens of any word in the span of the node, each counted once"),
        Column::real(
            "expected",
            "E11, the frequency by chance: span_tokens * collocate_frequency / N, where N is the tokens of the corpus; \
             so the width of the span is in it",
        )
        .main(),
    ];
    columns[..2].iter_mut().for_each(|column| column.definition = column.definition.replace("{fold}", fold).into());
    if !options.collocation.nodes.is_empty() {
        columns[0].rows_of = Some(RowsOf::Group);
    }
    // The collocates of one word need not be called those of that word in each row.
    if !matches!(&options.collocation.nodes[..], [node] if !node.contains(['*', '?'])) {
        columns[0].rank = Rank::Main;
    }
    columns.extend(measures.iter().map(|measure| column(measure)));
    columns.push(NOTE);
    columns
}

fn column(measure: &Measure<OfContingency>) -> Column {
    let definition = match measure.name {
        "dice" | "log_dice" => format!(
            "{}; here of the words' frequencies: R1 = node_frequency, whatever the span, so it may pass its limit",
            measure.describe()
        ),
        _ => format!("{}; word 1 stands for the span of the node, word 2 is the collocate", measure.describe()),
    };
    let rank = usual_rank(measure.name).unwrap_or_default();
    Column { definition: definition.into(), rank, ..Column::real(measure.name, "") }
}

fn usual_rank(name: &str) -> Option<Rank> {
    USUAL.iter().find(|(usual, _)| *usual == name).map(|(_, rank)| *rank)
}
