//! How evenly a word is spread over the documents: further columns of rows about words.

use super::Options;
use super::gaps::Gaps;
use super::note::NOTE;
use super::unit::Totals;
use crate::measure::dispersion::{DISPERSION_MEASURES, OfSpread, PartFrequency, PartSizes, Spread};
use crate::measure::{Measure, Undefined};
use crate::table::{Cell, Column, Kind};
use crate::vocabulary::{Posting, TypeId};

/// The one measure that is a whole number.
const RANGE: &str = "range";

/// Whether rows about words have columns of dispersion.
///
/// They cost memory for each type of each document, so they are not there unless asked for. Columns that are asked for
/// by name are there in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dispersion {
    /// They are not.
    #[default]
    Hidden,
    /// They are.
    Shown,
}

/// The measures of dispersion that are wanted, each with the parts of the corpus being its documents.
#[derive(Debug)]
pub(super) struct DispersionColumns<'o> {
    options: &'o Options,
    measures: Vec<&'static Measure<OfSpread>>,
}

/// The measures of one corpus.
#[derive(Debug)]
pub(super) struct CorpusDispersion<'d> {
    columns: &'d DispersionColumns<'d>,
    sizes: Vec<u64>,
    parts: PartSizes,
    by_type: Vec<Vec<Posting>>,
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
            let definition = format!("over documents, {}", measure.describe());
            let kind = if measure.name == RANGE { Kind::Integer } else { Kind::Real };
            Column { name: measure.name.into(), kind, definition: definition.into() }
        });
        columns.chain(self.note()).collect()
    }

    /// Whether any of the measures is wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.measures.iter().any(|measure| self.options.columns.wants(measure.name))
    }

    /// Gets ready for the words of a corpus.
    pub(super) fn of<'d>(&'d self, totals: &Totals<'_>) -> CorpusDispersion<'d>
    where
        'o: 'd,
    {
        let postings = totals.contexts.postings();
        let sizes = postings.map(|postings| postings.sizes()).unwrap_or_default();
        let by_type = postings.map(|postings| postings.by_type(totals.vocabulary.n_types())).unwrap_or_default();
        CorpusDispersion { columns: self, parts: PartSizes::new(sizes.clone()), sizes, by_type }
    }

    fn note(&self) -> Option<Column> {
        (!self.measures.is_empty()).then_some(NOTE)
    }
}

impl CorpusDispersion<'_> {
    /// The cells for [`DispersionColumns::columns`]; those that are not wanted are empty.
    pub(super) fn cells(&self, id: TypeId) -> Vec<Cell<'static>> {
        let DispersionColumns { options, measures } = self.columns;
        let spread = self.by_type.get(id as usize).map(|postings| self.spread(postings));
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

    /// The postings as frequencies in parts: each takes the next document of its size.
    fn spread(&self, postings: &[Posting]) -> Result<Spread, Undefined> {
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
