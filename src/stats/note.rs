//! The column that says why others are empty.

use crate::table::{Cell, Column};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_once_for_all_its_columns() {
        assert_eq!(note::<&str>(vec![]), Cell::Empty);
        let gaps = vec![("no tokens", "ttr"), ("no sentences", "length"), ("no tokens", "mattr")];
        assert_eq!(note(gaps), Cell::text("ttr, mattr: no tokens; length: no sentences"));
    }
}
