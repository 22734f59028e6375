//! Measures of a row that have no value.

use super::note::note;
use crate::measure::Undefined;
use crate::table::Cell;

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

    /// The cell of [`NOTE`](super::note::NOTE).
    pub(super) fn note(self) -> Cell<'static> {
        note(self.0)
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
