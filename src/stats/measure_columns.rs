//! The columns that every row about one or more documents has: the measures, then a note.

use super::Options;
use super::counts::Numbers;
use super::measures::{Measure, Scope, Shown};
use super::needs::Needs;
use super::note::{NOTE, note};
use super::sequences::Sequences;
use crate::error::Error;
use crate::measure::diversity::SequenceOptions;
use crate::table::{Cell, Column, Rank};

/// The measures of a table, of which some may not be wanted.
#[derive(Debug)]
pub(super) struct MeasureColumns<'o> {
    options: &'o Options,
    about: About,
    /// Those that are shown always, or named, or of a family that is asked for.
    measures: Vec<Measure>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    OneDocument,
    SeveralDocuments,
}

impl<'o> MeasureColumns<'o> {
    /// The measures for rows about one document.
    pub(super) fn of_one(options: &'o Options) -> Self {
        Self::new(options, About::OneDocument)
    }

    /// The measures for rows about several documents.
    pub(super) fn of_several(options: &'o Options) -> Self {
        Self::new(options, About::SeveralDocuments)
    }

    fn new(options: &'o Options, about: About) -> Self {
        let mut measures = Measure::all();
        measures.retain(|measure| is_fit(measure, about) && is_asked(measure, options));
        Self { options, about, measures }
    }

    /// The columns, with the options' values in their definitions.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.measures.iter().map(|measure| self.column(measure)).chain([NOTE]).collect()
    }

    /// Shows that every column that the user named is one of these or of `others`; if not, tells all that there could
    /// be, while the table has only those that were asked for.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`] for the first other name.
    pub(super) fn check_names(&self, others: &[Column]) -> Result<(), Error> {
        let others = others.iter().map(|column| column.name.to_string());
        let measures = Measure::all().into_iter().filter(|measure| is_fit(measure, self.about));
        let known: Vec<String> =
            others.chain(measures.map(|measure| measure.name.into_owned())).chain([NOTE.name.into_owned()]).collect();
        match self.options.columns.names().find(|name| known.iter().all(|known| known != name)) {
            Some(name) => Err(Error::UnknownColumn { option: "columns", name: name.to_owned(), known }),
            None => Ok(()),
        }
    }

    /// What the wanted measures need.
    pub(super) fn needs(&self) -> Needs {
        let computed = self.measures.iter().filter(|measure| self.wants(measure) && self.can_have(measure));
        computed.map(|measure| measure.needs).collect()
    }

    /// The wanted measures of the order of tokens.
    pub(super) fn sequences(&self) -> Sequences {
        let wanted = Sequences::wanted(|name| {
            self.measures.iter().any(|m| m.name == *name && m.scope == Scope::One && self.wants(m) && self.can_have(m))
        });
        wanted.ending_at(self.options.mtld_threshold)
    }

    /// The cells for [`Self::columns`]; those that are not wanted are empty.
    pub(super) fn cells(&self, numbers: &Numbers) -> Vec<Cell<'static>> {
        let mut gaps: Vec<(String, &str)> = Vec::new();
        let mut cells: Vec<Cell<'static>> = Vec::with_capacity(self.measures.len() + 1);
        for measure in &self.measures {
            let value = if self.wants(measure) { measure.cell(numbers, self.options.window) } else { Ok(Cell::Empty) };
            cells.push(value.unwrap_or_else(|reason| {
                gaps.push((reason, &measure.name));
                Cell::Empty
            }));
        }
        cells.push(note(gaps));
        cells
    }

    fn wants(&self, measure: &Measure) -> bool {
        self.options.columns.wants(&measure.name)
    }

    /// Whether the rows can have a value at all.
    fn can_have(&self, measure: &Measure) -> bool {
        self.about == About::OneDocument || measure.scope != Scope::One
    }

    fn column(&self, measure: &Measure) -> Column {
        let sequence = SequenceOptions { window: self.options.window, threshold: self.options.mtld_threshold };
        let definition = sequence
            .fill_in(&measure.describe())
            .replace("{fold}", &self.options.fold.describe())
            .replace("{tokens}", &self.options.tokens.describe());
        let rank = match measure.shown {
            Shown::Always(rank) if !self.options.families.contains(&measure.family) => rank,
            // What is asked for is wanted on the screen as well.
            Shown::Always(_) | Shown::OnDemand => Rank::Main,
        };
        Column { rank, ..Column::of(measure.name.clone(), measure.kind, definition) }
    }
}

/// Whether a measure says something of such rows.
fn is_fit(measure: &Measure, about: About) -> bool {
    about == About::SeveralDocuments || measure.scope != Scope::Several
}

/// Whether a measure is a column.
fn is_asked(measure: &Measure, options: &Options) -> bool {
    let is_named = !options.columns.is_all() && options.columns.wants(&measure.name);
    matches!(measure.shown, Shown::Always(_)) || is_named || options.families.contains(&measure.family)
}
