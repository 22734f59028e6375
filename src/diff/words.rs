//! Two texts compared word by word, whatever their lines.

use std::io;

use similar::DiffOp;

use super::alignment::{Alignment, Completeness, Deadline};
use super::mark::{Mark, Paint};
use super::parts::{Parts, same_words};
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx};

/// What compares two texts by words.
#[derive(Clone, Debug)]
pub struct WordChanges<'t> {
    old: Parts<'t>,
    new: Parts<'t>,
    alignment: Alignment,
}

/// Compares two texts by words and punctuation marks; white space does not count.
///
/// Words are UAX #29 word segments. Texts with the same words share no work beyond finding that out.
pub fn compare_words<'t>(old: &'t str, new: &'t str, deadline: Deadline) -> WordChanges<'t> {
    let old = if same_words(old, new) { new } else { old };
    let (old, new) = (Parts::words(old), Parts::words(new));
    let alignment = Alignment::of_words(&old, &new, deadline);
    WordChanges { old, new, alignment }
}

impl WordChanges<'_> {
    /// Whether the texts have different words.
    pub fn differs(&self) -> bool {
        self.alignment.differs()
    }

    /// Whether there was time for the best alignment.
    pub fn completeness(&self) -> Completeness {
        self.alignment.completeness
    }

    /// Hands the new text with the removed words in their places to `paint`, in pieces that are
    /// [`Mark::Unchanged`], [`Mark::Removed`] or [`Mark::Added`].
    ///
    /// White space is that of the new text, and of the old one around words that were removed.
    ///
    /// # Errors
    ///
    /// What `paint` returns.
    pub fn paint(&self, paint: &mut Paint<'_>) -> io::Result<()> {
        let mut paint = |mark, text: &str| if text.is_empty() { Ok(()) } else { paint(mark, text) };
        let mut after_removed = "";
        for run in &self.alignment.runs {
            let (old, new) = (run.old_range(), run.new_range());
            let gap = &self.new.text()[self.new.end_before(new.start)..self.new.start_of(new.start)];
            if let DiffOp::Delete { .. } = run {
                paint(Mark::Unchanged, self.old_gap(old.start))?;
                paint(Mark::Removed, self.old.span(old.clone()).of(self.old.text()))?;
                after_removed = self.old_gap(old.end);
                continue;
            }
            paint(Mark::Unchanged, if gap.is_empty() { after_removed } else { gap })?;
            after_removed = "";
            paint(Mark::Removed, self.removed_by(run))?;
            let mark = if let DiffOp::Equal { .. } = run { Mark::Unchanged } else { Mark::Added };
            paint(mark, self.new.span(new).of(self.new.text()))?;
        }
        paint(Mark::Unchanged, &self.new.text()[self.new.end_before(self.new.len())..])
    }

    /// Writes the new text with `[-removed-]` and `{+added+}` words in it, as `wdiff` and `git diff --word-diff` do.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    pub fn write_inline(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.paint(&mut |mark, text| match mark {
            Mark::Removed => write!(out, "[-{text}-]"),
            Mark::Added => write!(out, "{{+{text}+}}"),
            _ => out.write_all(text.as_bytes()),
        })
    }

    /// Sends one row for each removed and each added word.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("word", &word_columns())?;
        for run in self.alignment.runs.iter().filter(|run| !matches!(run, DiffOp::Equal { .. })) {
            self.write_run(run, output, table)?;
        }
        Ok(())
    }

    fn write_run(&self, run: &DiffOp, output: &mut dyn Output, table: TableIdx) -> Result<(), Error> {
        for idx in run.old_range() {
            let number = Cell::Integer(idx as u64 + 1);
            output.row(table, &[Cell::text("removed"), number, Cell::Empty, Cell::text(self.old.get(idx))])?;
        }
        for idx in run.new_range() {
            let number = Cell::Integer(idx as u64 + 1);
            output.row(table, &[Cell::text("added"), Cell::Empty, number, Cell::text(self.new.get(idx))])?;
        }
        Ok(())
    }

    /// The white space before the old word numbered `idx`.
    fn old_gap(&self, idx: usize) -> &str {
        &self.old.text()[self.old.end_before(idx)..self.old.start_of(idx)]
    }

    fn removed_by(&self, run: &DiffOp) -> &str {
        match run {
            DiffOp::Replace { .. } => self.old.span(run.old_range()).of(self.old.text()),
            _ => "",
        }
    }
}

/// The columns of the table with unit `word`.
pub fn word_columns() -> [Column; 4] {
    [
        Column::text("change", "removed: a word of the old document only; added: of the new one only"),
        Column::integer(
            "old_position",
            "number of the word in the old document, from 1, punctuation marks counted as words",
        ),
        Column::integer(
            "new_position",
            "number of the word in the new document, from 1, punctuation marks counted as words",
        ),
        Column::text("text", "the word or punctuation mark (UAX #29 word segments without white space)"),
    ]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::table::Collected;

    fn compared<'t>(old: &'t str, new: &'t str) -> WordChanges<'t> {
        compare_words(old, new, Deadline::after(Duration::from_secs(60)))
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let changes = compared(old, new);
        let mut inline = Vec::new();
        changes.write_inline(&mut inline).unwrap();
        assert_eq!(String::from_utf8(inline).unwrap(), expected);
        assert_eq!(changes.differs(), expected != new);
    }

    #[test]
    fn changed_words_stand_in_the_running_text() {
        check("a quick fox\n", "a slow fox\n", "a [-quick-]{+slow+} fox\n");
        check("end (note).\n", "end.\n", "end [-(note)-].\n");
        check("really one", "one", "[-really-] one");
        check("one", "one two\n", "one {+two+}\n");
        check("one two", "", "[-one two-]");
        check("", "one\ntwo", "{+one\ntwo+}");
        check("Yes.", "Yes!", "Yes[-.-]{+!+}");
    }

    #[test]
    fn a_paragraph_that_was_wrapped_anew_is_the_same() {
        check("one two three\nfour\n", "one two\nthree   four", "one two\nthree   four");
        check("", "", "");
    }

    #[test]
    fn each_changed_word_is_a_row_numbered_on_its_own_side() {
        let mut output = Collected::default();
        compared("a b, c", "a b d e").write_rows(&mut output).unwrap();
        let table = &output.tables[0];
        assert_eq!(table.column("change"), ["removed", "removed", "added", "added"]);
        assert_eq!(table.column("old_position"), ["3", "4", "", ""]);
        assert_eq!(table.column("new_position"), ["", "", "3", "4"]);
        assert_eq!(table.column("text"), [",", "c", "d", "e"]);
    }

    fn without_space(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn each_side_can_be_read_off_the_pieces(old in "[ab .\n\u{301}]{0,30}", new in "[ab .\n\u{301}]{0,30}") {
            let (mut left, mut right) = (String::new(), String::new());
            compared(&old, &new).paint(&mut |mark, text| {
                if mark != Mark::Added { left.push_str(text) }
                if mark != Mark::Removed { right.push_str(text) }
                Ok(())
            }).unwrap();
            prop_assert_eq!(without_space(&left), without_space(&old));
            prop_assert_eq!(without_space(&right), without_space(&new));
        }
    }
}
