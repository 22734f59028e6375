//! Two texts compared line by line.

use similar::DiffOp;

use super::alignment::{Alignment, Completeness, Deadline};
use super::parts::Parts;
use crate::error::Error;
use crate::table::{Cell, Column, Output};

/// What compares two texts by lines. Shown by [`paint_unified`](super::paint_unified) and
/// [`write_unified`](super::write_unified).
#[derive(Clone, Debug)]
pub struct LineChanges<'t> {
    pub(super) old: Parts<'t>,
    pub(super) new: Parts<'t>,
    pub(super) alignment: Alignment,
    pub(super) deadline: Deadline,
}

/// Compares two texts by lines. A line includes its line end, so `a` and `a` with a line end differ.
///
/// Cost: one comparison of bytes if they are equal; see [`Options::timeout`](super::Options::timeout) otherwise.
pub fn compare_lines<'t>(old: &'t str, new: &'t str, deadline: Deadline) -> LineChanges<'t> {
    // Equal texts need no lines: with none on either side nothing is changed and nothing is shown.
    let (old, new) = if old == new { ("", "") } else { (old, new) };
    let (old, new) = (Parts::lines(old), Parts::lines(new));
    let alignment = Alignment::of_lines(&old, &new, deadline);
    LineChanges { old, new, alignment, deadline }
}

impl LineChanges<'_> {
    /// Whether the texts differ.
    pub fn differs(&self) -> bool {
        self.alignment.differs()
    }

    /// Whether there was time for the best alignment.
    pub fn completeness(&self) -> Completeness {
        self.alignment.completeness
    }

    /// Sends one row for each removed and each added line, in the order of a unified diff.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("line", &line_columns())?;
        for run in self.alignment.runs.iter().filter(|run| !matches!(run, DiffOp::Equal { .. })) {
            for idx in run.old_range() {
                let number = Cell::Integer(idx as u64 + 1);
                output.row(table, &[Cell::text("removed"), number, Cell::Empty, text_cell(self.old.get(idx))])?;
            }
            for idx in run.new_range() {
                let number = Cell::Integer(idx as u64 + 1);
                output.row(table, &[Cell::text("added"), Cell::Empty, number, text_cell(self.new.get(idx))])?;
            }
        }
        Ok(())
    }
}

/// The columns of the table with unit `line`.
pub fn line_columns() -> [Column; 4] {
    [
        Column::text("change", "removed: a line of the old document only; added: of the new one only"),
        Column::integer("old_line", "number of the line in the old document, from 1"),
        Column::integer("new_line", "number of the line in the new document, from 1"),
        Column::text("text", "the line without its line end"),
    ]
}

fn text_cell(line: &str) -> Cell<'_> {
    Cell::text(line.strip_suffix('\n').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::table::Collected;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[[&str; 4]]) {
        let changes = compare_lines(old, new, Deadline::after(Duration::from_secs(60)));
        let mut output = Collected::default();
        changes.write_rows(&mut output).unwrap();
        let table = &output.tables[0];
        let columns = ["change", "old_line", "new_line", "text"].map(|name| table.column(name));
        let rows: Vec<[&str; 4]> =
            (0..table.rows.len()).map(|i| [0, 1, 2, 3].map(|c| columns[c][i].as_str())).collect();
        assert_eq!(rows, expected);
        assert_eq!(changes.differs(), !expected.is_empty());
    }

    #[test]
    fn only_changed_lines_become_rows_numbered_on_their_own_side() {
        check("a\nb\n", "a\nb\n", &[]);
        check(
            "a\nb\nc\n",
            "a\nx\ny\nc\n",
            &[["removed", "2", "", "b"], ["added", "", "2", "x"], ["added", "", "3", "y"]],
        );
    }

    #[test]
    fn a_missing_last_line_end_is_a_change() {
        check("a\n", "a", &[["removed", "1", "", "a"], ["added", "", "1", "a"]]);
        check("", "\n", &[["added", "", "1", ""]]);
    }
}
