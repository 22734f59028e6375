//! Measures without a value: their cells are empty, and the last column of the row says why.

use crate::measure::{Measure, Undefined};
use crate::table::{Cell, Column, Kind};

/// The last column of tables whose measures may be undefined.
pub(super) const NOTE: Column = Column::text("note", "why measures of this row are empty");

/// Each reason once, with the columns it holds for: `ttr, mattr: no tokens; mean_sentence_length: no sentences`.
///
/// `gaps` are the reason and the name of each empty column, in the order of the columns.
pub(super) fn note<R: PartialEq + ToString>(mut gaps: Vec<(R, &str)>) -> Cell<'static> {
    let mut reasons: Vec<String> = Vec::new();
    while !gaps.is_empty() {
        let (reason, first) = gaps.remove(0);
        let others = gaps.extract_if(.., |gap| gap.0 == reason).map(|(_, name)| name);
        let names: Vec<&str> = [first].into_iter().chain(others).collect();
        reasons.push(format!("{}: {}", names.join(", "), reason.to_string()));
    }
    if reasons.is_empty() { Cell::Empty } else { Cell::text(reasons.join("; ")) }
}

/// The measures of one row that have no value, in the order of the columns.
#[derive(Debug, Default)]
pub(super) struct Gaps(Vec<(Undefined, &'static str)>);

impl Gaps {
    /// The cell of a measure; if it has no value, the reason is kept.
    pub(super) fn cell(&mut self, name: &'static str, value: Result<f64, Undefined>) -> Cell<'static> {
        match value {
            Ok(value) => Cell::real(Some(value)),
            Err(reason) => {
                self.0.push((reason, name));
                Cell::Empty
            }
        }
    }

    /// The cell of [`NOTE`].
    pub(super) fn note(self) -> Cell<'static> {
        note(self.0)
    }
}

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

    #[test]
    fn a_reason_is_told_once_for_all_its_columns() {
        assert_eq!(note::<&str>(vec![]), Cell::Empty);
        let gaps = vec![("no tokens", "ttr"), ("no sentences", "length"), ("no tokens", "mattr")];
        assert_eq!(note(gaps), Cell::text("ttr, mattr: no tokens; length: no sentences"));
    }

    #[test]
    fn measures_without_a_value_are_named_by_reason() {
        let mut gaps = Gaps::default();
        assert_eq!(gaps.cell("a", Ok(0.5)), Cell::Real(0.5));
        for (name, reason) in [("b", "no parts"), ("c", "no tokens"), ("d", "no parts")] {
            assert_eq!(gaps.cell(name, Err(Undefined::Because(reason))), Cell::Empty);
        }
        assert_eq!(gaps.note(), Cell::text("b, d: no parts; c: no tokens"));
        assert_eq!(Gaps::default().note(), Cell::Empty);
    }

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
