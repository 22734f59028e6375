//! The columns that every row about one or more documents has: the measures, then a note.

use super::Options;
use super::counts::Numbers;
use super::measures::{MEASURES, Measure, Missing, Scope};
use super::needs::Needs;
use super::note::{NOTE, note};
use crate::table::{Cell, Column};

/// The measures of a table, of which some may not be wanted.
#[derive(Debug)]
pub(super) struct MeasureColumns<'o> {
    options: &'o Options,
    measures: Vec<&'static Measure>,
}

impl<'o> MeasureColumns<'o> {
    /// All measures for rows about one document.
    pub(super) fn of_one(options: &'o Options) -> Self {
        let measures = MEASURES.iter().filter(|measure| measure.scope == Scope::Any).collect();
        Self { options, measures }
    }

    /// All measures for rows about several documents.
    pub(super) fn of_several(options: &'o Options) -> Self {
        Self { options, measures: MEASURES.iter().collect() }
    }

    /// The columns, with the options' values in their definitions.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.measures.iter().map(|measure| self.column(measure)).chain([NOTE]).collect()
    }

    /// What the wanted measures need.
    pub(super) fn needs(&self) -> Needs {
        self.measures.iter().filter(|measure| self.wants(measure)).map(|measure| measure.needs).collect()
    }

    /// The cells for [`Self::columns`]; those that are not wanted are empty.
    pub(super) fn cells(&self, numbers: &Numbers) -> Vec<Cell<'static>> {
        let mut gaps: Vec<(String, &str)> = Vec::new();
        let mut cells: Vec<Cell<'static>> = Vec::with_capacity(self.measures.len() + 1);
        for measure in &self.measures {
            let value =
                if self.wants(measure) { (measure.value)(numbers, self.options.window) } else { Ok(Cell::Empty) };
            cells.push(value.unwrap_or_else(|missing| {
                gaps.push((self.reason(missing, numbers), &measure.column.name));
                Cell::Empty
            }));
        }
        cells.push(note(gaps));
        cells
    }

    fn wants(&self, measure: &Measure) -> bool {
        self.options.columns.wants(&measure.column.name)
    }

    fn column(&self, measure: &Measure) -> Column {
        let definition = measure
            .column
            .definition
            .replace("{window}", &self.options.window.to_string())
            .replace("{fold}", self.options.fold.describe());
        Column { definition: definition.into(), ..measure.column.clone() }
    }

    fn reason(&self, missing: Missing, numbers: &Numbers) -> String {
        missing.reason(numbers.counts.documents, self.options.window)
    }
}
