//! Measures of a row that have no value, and the note that says why.

use crate::measure::Undefined;
use crate::table::{Cell, Column};

/// The column that says why cells are empty.
pub(super) const NOTE: Column = Column::text("note", "why measures of this row are empty");

/// The measures of one row that have no value, by reason.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    by_reason: Vec<(Undefined, Vec<&'static str>)>,
}

impl Gaps {
    /// The cell of a measure; if it has no value, the reason is kept.
    pub(super) fn cell(&mut self, name: &'static str, value: Result<f64, Undefined>) -> Cell<'static> {
        match value {
            Ok(value) => Cell::real(Some(value)),
            Err(reason) => {
                match self.by_reason.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, names)) => names.push(name),
                    None => self.by_reason.push((reason, vec![name])),
                }
                Cell::Empty
            }
        }
    }

    /// `juilland_d, gries_dp: fewer than 2 parts; ...`, or nothing.
    pub(super) fn note(self) -> Cell<'static> {
        let reasons = self.by_reason.iter().map(|(reason, names)| format!("{}: {reason}", names.join(", ")));
        let note = reasons.collect::<Vec<_>>().join("; ");
        if note.is_empty() { Cell::Empty } else { Cell::text(note) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
