//! Two texts compared line by line.

use super::aligned_lines::AlignedLines;
use super::alignment::Alignment;
use super::deadline::{Completeness, Deadline};
use super::matching::Gaps;
use super::moves::{Changed, Moves};
use super::options::TextOptions;
use super::parts::Parts;
use super::text_summary::TextSummary;
use crate::error::Error;
use crate::table::{Cell, Column, Output};

/// What compares two texts by lines. Shown by [`paint_unified`](super::paint_unified),
/// [`write_unified`](super::write_unified) and [`paint_side_by_side`](super::paint_side_by_side).
#[derive(Clone, Debug)]
pub struct LineChanges<'t> {
    pub(super) old: Parts<'t>,
    pub(super) new: Parts<'t>,
    pub(super) alignment: Alignment,
    /// By indices of lines.
    pub(super) moves: Moves,
    pub(super) deadline: Deadline,
}

/// Compares two texts by lines. A line includes its line end, so `a` and `a` with a line end differ.
///
/// Cost: one comparison of bytes if they are equal; see [`Options::timeout`](super::Options::timeout) otherwise.
pub fn compare_lines<'t>(old: &'t str, new: &'t str, options: &TextOptions) -> LineChanges<'t> {
    // Equal texts need no lines: with none on either side nothing is changed and nothing is shown.
    let (old, new) = if old == new { ("", "") } else { (old, new) };
    let AlignedLines { old, new, alignment } = AlignedLines::of(old, new, Gaps::Compared, options);
    let moves = moved_lines(&old, &new, &alignment, options);
    LineChanges { old, new, alignment, moves, deadline: options.deadline }
}

/// The blocks of lines that moved; none if the alignment was cut short, since what it calls removed may still be there.
fn moved_lines(old: &Parts<'_>, new: &Parts<'_>, alignment: &Alignment, options: &TextOptions) -> Moves {
    if alignment.completeness == Completeness::CutShort {
        return Moves::default();
    }
    let (mut removed, mut added) = (Changed::default(), Changed::default());
    for run in alignment.changes() {
        old.for_each_form(run.old_range(), |idx, form| removed.push(idx, form));
        new.for_each_form(run.new_range(), |idx, form| added.push(idx, form));
    }
    Moves::find(&removed, &added, options.n_least_moved)
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

    /// How many lines changed, and how many of them moved.
    pub fn summary(&self) -> TextSummary {
        TextSummary::of([&self.alignment], &self.moves)
    }

    /// Sends one row for each removed and each added line, in the order of a unified diff.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("line", &line_columns())?;
        for run in self.alignment.changes() {
            for (idx, line) in self.old.lines_of(run.old_range()) {
                let (number, moved_to) = (number(idx), moved(self.moves.new_of(idx)));
                let text = text_cell(line);
                output.row(table, &[Cell::text("removed"), number, Cell::Empty, moved_to, Cell::Empty, text])?;
            }
            for (idx, line) in self.new.lines_of(run.new_range()) {
                let (number, moved_from) = (number(idx), moved(self.moves.old_of(idx)));
                let text = text_cell(line);
                output.row(table, &[Cell::text("added"), Cell::Empty, number, Cell::Empty, moved_from, text])?;
            }
        }
        Ok(())
    }
}

/// The columns of the table with unit `line`.
pub fn line_columns() -> [Column; 6] {
    [
        Column::text("change", "removed: a line of the old document only; added: of the new one only").main(),
        Column::integer("old_line", "number of the line in the old document, from 1").main(),
        Column::integer("new_line", "number of the line in the new document, from 1").main(),
        Column::integer("moved_to", "number of the line in the new document to which a removed line moved"),
        Column::integer("moved_from", "number of the line in the old document from which an added line moved"),
        Column::text("text", "the line without its line end").main(),
    ]
}

/// A line without LF or CR LF.
pub(super) fn without_end(line: &str) -> &str {
    let text = line.strip_suffix('\n').unwrap_or(line);
    if text.len() < line.len() { text.strip_suffix('\r').unwrap_or(text) } else { line }
}

fn number(idx: usize) -> Cell<'static> {
    Cell::Integer(idx as u64 + 1)
}

fn moved(idx: Option<usize>) -> Cell<'static> {
    idx.map_or(Cell::Empty, number)
}

fn text_cell(line: &str) -> Cell<'_> {
    Cell::text(without_end(line))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::ignore::{Ignorable, Ignore};
    use super::*;
    use crate::table::Collected;

    fn compared<'t>(old: &'t str, new: &'t str) -> LineChanges<'t> {
        compare_lines(old, new, &TextOptions::until(Deadline::after(Duration::from_secs(60))))
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[[&str; 4]]) {
        let changes = compared(old, new);
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

    #[test]
    fn moved_lines_name_their_other_place() {
        let (first, second) = ("The first of two paragraphs.\n", "The second of two paragraphs.\n");
        let (old, new) = (format!("{first}x\ny\n{second}"), format!("x\ny\n{second}{first}"));
        let changes = compared(&old, &new);
        let mut output = Collected::default();
        changes.write_rows(&mut output).unwrap();
        let table = &output.tables[0];
        assert_eq!(table.column("change"), ["removed", "added"]);
        assert_eq!(
            (table.column("moved_to"), table.column("moved_from")),
            (vec!["4".to_owned(), String::new()], vec![String::new(), "1".to_owned()])
        );
        assert_eq!(changes.summary(), TextSummary { n_removed: 1, n_added: 1, n_moved: 1, n_moved_blocks: 1 });
    }

    #[test]
    fn what_is_overlooked_makes_no_row() {
        let ignore = Ignore::of(&[Ignorable::Case, Ignorable::Space]);
        let options = TextOptions { ignore, ..TextOptions::until(Deadline::after(Duration::from_secs(60))) };
        assert!(!compare_lines("A  b\nc\n", "a b\nC", &options).differs());
        assert!(compare_lines("A  b\nc\n", "ab\nC", &options).differs());
    }
}
