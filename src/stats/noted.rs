//! Measures as the last columns of a row, with a note on those that have no value.

use super::gaps::Gaps;
use super::note::NOTE;
use crate::measure::{Measure, Undefined};
use crate::table::{Cell, Column, Kind};

/// Measures of one family, in the order of their columns.
#[derive(Debug)]
pub(super) struct Noted<F: 'static> {
    measures: Vec<&'static Measure<F>>,
}

impl<F> Noted<F> {
    /// The measures of `families` with these names.
    pub(super) fn of(families: &'static [&'static [Measure<F>]], names: &[&str]) -> Self {
        let find = |name: &&str| families.iter().find_map(|family| Measure::find(family, name));
        Self { measures: names.iter().filter_map(find).collect() }
    }

    /// Their columns, then the one of the note.
    pub(super) fn columns(&self) -> Vec<Column> {
        let column = |measure: &&Measure<F>| Column::of(measure.name, Kind::Real, measure.describe());
        self.measures.iter().map(column).chain([NOTE]).collect()
    }

    /// Their values, then the note.
    pub(super) fn cells(&self, value: impl Fn(&F) -> Result<f64, Undefined>) -> Vec<Cell<'static>> {
        let mut gaps = Gaps::default();
        let of_measure = |measure: &&'static Measure<F>| gaps.cell(measure.name, value(&measure.compute));
        let mut cells: Vec<Cell<'static>> = self.measures.iter().map(of_measure).collect();
        cells.push(gaps.note());
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Compute = fn() -> Result<f64, Undefined>;

    const fn measure(name: &'static str, compute: Compute) -> Measure<Compute> {
        Measure { name, definition: "d", formula: "f", unit: "u", reference: "r", compute }
    }

    const FAMILY: &[Measure<Compute>] = &[
        measure("a", || Err(Undefined::Because("no a"))),
        measure("b", || Ok(0.5)),
        measure("c", || Err(Undefined::Because("no a"))),
    ];

    #[test]
    fn what_is_not_defined_is_empty_and_the_note_says_why() {
        let noted = Noted::of(&[FAMILY], &["c", "b", "a"]);
        let names: Vec<_> = noted.columns().into_iter().map(|column| column.name).collect();
        assert_eq!(names, ["c", "b", "a", "note"]);
        let cells = noted.cells(|compute| compute());
        assert_eq!(cells, [Cell::Empty, Cell::Real(0.5), Cell::Empty, Cell::text("c, a: no a")]);
    }
}
