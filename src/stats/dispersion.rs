//! How evenly a word is spread over the documents, or over groups of them: further columns of rows about words.

use std::collections::HashMap;

use super::grouping::Grouping;
use super::note::{Gaps, NOTE};
use super::options::{Dispersion, Options};
use super::totals::Totals;
use crate::measure::dispersion::{DISPERSION_MEASURES, OfSpread, PartFrequency, PartSizes, Spread};
use crate::measure::{Measure, Undefined};
use crate::table::{Cell, Column, Kind};
use crate::vocabulary::{Posting, Postings, TypeId};

/// The one measure that is a whole number.
const RANGE: &str = "range";

/// The measures of dispersion that are wanted.
#[derive(Debug)]
pub(super) struct DispersionColumns<'o> {
    options: &'o Options,
    measures: Vec<&'static Measure<OfSpread>>,
}

/// The measures of one corpus.
#[derive(Debug)]
pub(super) struct CorpusDispersion<'d> {
    columns: &'d DispersionColumns<'d>,
    parts: PostedParts,
    by_type: Vec<Vec<Posting>>,
}

/// The documents or groups that postings are about, in the order of their sizes.
#[derive(Debug)]
pub(super) struct PostedParts {
    sizes: Vec<u64>,
    parts: PartSizes,
}

impl<'o> DispersionColumns<'o> {
    /// All measures, if the options show them or may name one; else none.
    pub(super) fn new(options: &'o Options) -> Self {
        let all = DISPERSION_MEASURES.iter().flat_map(|family| family.iter());
        let has_any = options.dispersion == Dispersion::Shown || !options.columns.is_all();
        Self { options, measures: all.filter(|_| has_any).collect() }
    }

    /// The columns, with a note behind them.
    pub(super) fn columns(&self) -> Vec<Column> {
        let columns = self.measures.iter().map(|measure| {
            let definition = format!("over {}, {}", self.options.parts.describe(), measure.describe());
            let kind = if measure.name == RANGE { Kind::Integer } else { Kind::Real };
            Column::of(measure.name, kind, definition)
        });
        columns.chain(self.note()).collect()
    }

    /// Whether any of the measures is wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.measures.iter().any(|measure| self.options.columns.wants(measure.name))
    }

    /// The groups that are parts, if any of the measures is wanted.
    pub(super) fn grouping(&self) -> Option<&'o Grouping> {
        self.options.parts.grouping().filter(|_| self.is_wanted())
    }

    /// Gets ready for the words of a corpus.
    pub(super) fn of<'d>(&'d self, totals: &Totals<'_>) -> CorpusDispersion<'d>
    where
        'o: 'd,
    {
        let of_groups = self.grouping().map(|grouping| postings_of_groups(grouping, totals));
        let postings = of_groups.as_ref().or(totals.contexts.postings());
        let by_type = postings.map(|postings| postings.by_type(totals.vocabulary.n_types())).unwrap_or_default();
        let parts = postings.map_or_else(|| PostedParts::of(&Postings::default()), PostedParts::of);
        CorpusDispersion { columns: self, parts, by_type }
    }

    fn note(&self) -> Option<Column> {
        (!self.measures.is_empty()).then_some(NOTE)
    }
}

/// The types of each group as if it were one document. Cost: a look-up for each type of each group.
fn postings_of_groups(grouping: &Grouping, totals: &Totals<'_>) -> Postings {
    let ids: HashMap<&str, TypeId> = totals.vocabulary.iter().map(|(word, _)| word).zip(0..).collect();
    let mut postings = Postings::default();
    for (n_tokens, types) in totals.groups.vocabularies(grouping) {
        postings.push_document(n_tokens);
        for (word, frequency) in types.iter() {
            // Every type of a group is one of the corpus.
            if let Some(&id) = ids.get(word) {
                postings.push(id, Posting { n_document_tokens: n_tokens, frequency: frequency.n_tokens });
            }
        }
    }
    postings
}

impl CorpusDispersion<'_> {
    /// The cells for [`DispersionColumns::columns`]; those that are not wanted are empty.
    pub(super) fn cells(&self, id: TypeId) -> Vec<Cell<'static>> {
        let DispersionColumns { options, measures } = self.columns;
        let spread = self.by_type.get(id as usize).map(|postings| self.parts.spread(postings));
        let mut gaps = Gaps::default();
        let mut cells: Vec<Cell<'static>> = Vec::with_capacity(measures.len() + 1);
        for measure in measures {
            let wanted = spread.as_ref().filter(|_| options.columns.wants(measure.name));
            cells.push(match wanted {
                None => Cell::Empty,
                Some(Ok(spread)) if measure.name == RANGE => Cell::Integer(spread.range()),
                Some(Ok(spread)) => gaps.cell(measure.name, (measure.compute)(spread)),
                Some(Err(reason)) => gaps.cell(measure.name, Err(*reason)),
            });
        }
        cells.extend(self.columns.note().map(|_| gaps.note()));
        cells
    }
}

impl PostedParts {
    /// The parts that these postings have.
    pub(super) fn of(postings: &Postings) -> Self {
        let sizes = postings.sizes();
        Self { parts: PartSizes::new(sizes.clone()), sizes }
    }

    /// The postings of a word as frequencies in parts: each takes the next part of its size. They are in the order of
    /// [`Postings::by_type`], so that sums of real numbers are the same whoever counted what.
    pub(super) fn spread(&self, postings: &[Posting]) -> Result<Spread, Undefined> {
        let (mut next, mut last_size) = (0, None);
        let part = |posting: &Posting| {
            let size = posting.n_document_tokens;
            if last_size != Some(size) {
                (next, last_size) = (self.sizes.partition_point(|&known| known < size), Some(size));
            }
            next += 1;
            // The postings of 4 billion documents do not fit in memory, so the number does fit.
            PartFrequency { part: u32::try_from(next - 1).unwrap_or(u32::MAX), frequency: posting.frequency }
        };
        Spread::new(&self.parts, &postings.iter().map(part).collect::<Vec<_>>())
    }
}
