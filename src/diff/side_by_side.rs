//! Line changes in two columns: the old document to the left, the new one to the right.
//!
//! Between them a sign says what a pair of lines is: `|` changed, `<` removed, `>` added, `{` moved away, `}` moved here,
//! a blank for the same. Lines that are too long are wrapped. Widths are those of a terminal, where a Chinese character
//! takes two columns and a combining mark none.

use std::io;

use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, group_diff_ops};
use unicode_segmentation::UnicodeSegmentation;

use super::emphasis::{ChangedWords, Placement, cut};
use super::lines::{LineChanges, without_end};
use super::mark::{Mark, Paint};
use super::parts::Parts;
use super::unified::Names;
use super::wrapping::{width_at, wrapped};
use crate::document::Span;

/// What the columns look like.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Columns of the screen for both sides together.
    pub width: usize,
    /// Unchanged lines around changes.
    pub n_context: usize,
}

/// A column narrower than this is no column.
const NARROWEST: usize = 8;

/// Hands `changes` in two columns to `paint`, in pieces; nothing if nothing changed.
///
/// # Errors
///
/// What `paint` returns.
pub fn paint_side_by_side(
    changes: &LineChanges<'_>,
    names: Names<'_>,
    columns: Columns,
    paint: &mut Paint<'_>,
) -> io::Result<()> {
    if !changes.differs() {
        return Ok(());
    }
    let number_width = (changes.old.len().max(changes.new.len()).max(1).ilog10() + 1) as usize;
    let signs_width = 2 * (number_width + 1) + 3;
    let width = (columns.width.saturating_sub(signs_width) / 2).max(NARROWEST);
    let mut rows = Rows { changes, number_width, width, paint };
    let name = |text| Half { text, ..Half::unnumbered(Mark::Name) };
    rows.row(Some(&name(names.old)), " ", Some(&name(names.new)))?;
    // Twice the context must still be a number.
    for hunk in group_diff_ops(changes.alignment.runs.clone(), columns.n_context.min(usize::MAX / 4)) {
        (rows.paint)(Mark::Hunk, &format!("{}\n", UnifiedHunkHeader::new(&hunk)))?;
        hunk.iter().try_for_each(|run| rows.run(run))?;
    }
    Ok(())
}

struct Rows<'r, 't> {
    changes: &'r LineChanges<'t>,
    number_width: usize,
    /// Of a side's text.
    width: usize,
    paint: &'r mut Paint<'r>,
}

/// One side of a row before it is wrapped.
struct Half<'h> {
    number: Option<usize>,
    text: &'h str,
    /// Where the text begins in the block that `changed` counts in.
    start: usize,
    changed: &'h [Span],
    line: Mark,
    word: Mark,
}

impl<'h> Half<'h> {
    fn unnumbered(mark: Mark) -> Self {
        Self { number: None, text: "", start: 0, changed: &[], line: mark, word: mark }
    }

    /// Whether there is nothing to show at all.
    fn is_blank(&self) -> bool {
        self.number.is_none() && self.text.is_empty()
    }

    fn of(parts: &Parts<'h>, idx: usize, block_start: usize, changed: &'h [Span], line: Mark, word: Mark) -> Self {
        let text = parts.get(idx);
        let start = parts.start_of(idx) - block_start;
        Self { number: Some(idx + 1), text: without_end(text), start, changed, line, word }
    }
}

impl Rows<'_, '_> {
    fn run(&mut self, run: &DiffOp) -> io::Result<()> {
        let changes = self.changes;
        let (old, new) = (run.old_range(), run.new_range());
        if let DiffOp::Equal { .. } = run {
            for (old_idx, new_idx) in old.zip(new) {
                let same = |parts, idx| Half::of(parts, idx, 0, &[], Mark::Unchanged, Mark::Unchanged);
                self.row(Some(&same(&changes.old, old_idx)), " ", Some(&same(&changes.new, new_idx)))?;
            }
            return Ok(());
        }
        let (old_block, new_block) = (changes.old.span(old.clone()), changes.new.span(new.clone()));
        let words = match run {
            DiffOp::Replace { .. } => ChangedWords::between(
                old_block.of(changes.old.text()),
                new_block.of(changes.new.text()),
                changes.deadline,
            ),
            _ => ChangedWords::default(),
        };
        let (mut removed, mut added) = (old.peekable(), new.peekable());
        loop {
            // What moved stands alone, so that the others are beside each other.
            while let Some(idx) = removed.next_if(|&idx| changes.moves.new_of(idx).is_some()) {
                let half = Half::of(&changes.old, idx, old_block.start, &[], Mark::MovedAway, Mark::MovedAway);
                self.changed_row(Some(&half), "{", None)?;
            }
            while let Some(idx) = added.next_if(|&idx| changes.moves.old_of(idx).is_some()) {
                let half = Half::of(&changes.new, idx, new_block.start, &[], Mark::MovedHere, Mark::MovedHere);
                self.changed_row(None, "}", Some(&half))?;
            }
            let old = removed
                .next()
                .map(|idx| Half::of(&changes.old, idx, old_block.start, &words.old, Mark::Removed, Mark::RemovedWord));
            let new = added
                .next()
                .map(|idx| Half::of(&changes.new, idx, new_block.start, &words.new, Mark::Added, Mark::AddedWord));
            let sign = match (&old, &new) {
                (None, None) => return Ok(()),
                (Some(_), Some(_)) => "|",
                (Some(_), None) => "<",
                (None, Some(_)) => ">",
            };
            self.changed_row(old.as_ref(), sign, new.as_ref())?;
        }
    }

    /// A row, and behind it what is to be said about a missing line end.
    fn changed_row(&mut self, old: Option<&Half<'_>>, sign: &str, new: Option<&Half<'_>>) -> io::Result<()> {
        let is_unended = |half: Option<&Half<'_>>, parts: &Parts<'_>| {
            half.is_some_and(|half| half.number == Some(parts.len()) && !parts.text().ends_with('\n'))
        };
        let unended = [is_unended(old, &self.changes.old), is_unended(new, &self.changes.new)];
        self.row(old, sign, new)?;
        if unended[0] != unended[1] {
            let remark = Half { text: "\\ No newline at end of file", ..Half::unnumbered(Mark::Remark) };
            let (old, new) = if unended[0] { (Some(&remark), None) } else { (None, Some(&remark)) };
            self.row(old, " ", new)?;
        }
        Ok(())
    }

    fn row(&mut self, old: Option<&Half<'_>>, sign: &str, new: Option<&Half<'_>>) -> io::Result<()> {
        let pieces = |half: Option<&Half<'_>>| half.map_or(Vec::new(), |half| wrapped(half.text, self.width));
        let (old_pieces, new_pieces) = (pieces(old), pieces(new));
        for n in 0..old_pieces.len().max(new_pieces.len()) {
            // One sign a line is enough, however many pieces it has.
            let sign = if n == 0 { sign } else { " " };
            let used = self.half(old, &old_pieces, n)?;
            let right = new.filter(|half| n < new_pieces.len() && !half.is_blank());
            if right.is_some() || sign != " " {
                let gap = " ".repeat(self.width + self.number_width + 1 - used);
                (self.paint)(Mark::Unchanged, &format!("{gap} {sign}"))?;
            }
            if right.is_some() {
                (self.paint)(Mark::Unchanged, " ")?;
                self.half(right, &new_pieces, n)?;
            }
            (self.paint)(Mark::Unchanged, "\n")?;
        }
        Ok(())
    }

    /// Paints the `n`-th piece of a half; returns how many columns it took.
    fn half(&mut self, half: Option<&Half<'_>>, pieces: &[Span], n: usize) -> io::Result<usize> {
        let (Some(half), Some(&piece)) = (half, pieces.get(n)) else { return Ok(0) };
        let number = half.number.filter(|_| n == 0).map_or(String::new(), |number| number.to_string());
        let number = format!("{number:>0$}", self.number_width);
        // White space at which a line is broken is not shown, nor is any behind the number of a line without text.
        let is_last = n + 1 == pieces.len();
        let shown = if is_last { piece.of(half.text) } else { piece.of(half.text).trim_end() };
        if shown.is_empty() {
            (self.paint)(Mark::Hunk, &number)?;
            return Ok(self.number_width);
        }
        (self.paint)(Mark::Hunk, &format!("{number} "))?;
        let piece = Span::new(piece.start, piece.start + shown.len());
        let mut used = 0;
        for (placement, span) in cut(piece.shifted(half.start), half.changed) {
            let mark = if placement == Placement::Inside { half.word } else { half.line };
            let text = &half.text[span.start - half.start..span.end - half.start];
            let (shown, width) = without_tabs(text, used);
            (self.paint)(mark, &shown)?;
            used += width;
        }
        Ok(self.number_width + 1 + used)
    }
}

/// The text with blanks for tabs, and how wide it is if it begins in column `used`.
fn without_tabs(text: &str, used: usize) -> (String, usize) {
    let mut shown = String::with_capacity(text.len());
    let mut at = used;
    for cluster in text.graphemes(true) {
        let width = width_at(cluster, at);
        if cluster == "\t" {
            shown.extend(std::iter::repeat_n(' ', width));
        } else {
            shown.push_str(cluster);
        }
        at += width;
    }
    (shown, at - used)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::deadline::Deadline;
    use super::super::lines::compare_lines;
    use super::super::options::TextOptions;
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, width: usize, expected: &[&str]) {
        let options = TextOptions::until(Deadline::after(Duration::from_secs(60)));
        let mut shown = String::new();
        let names = Names::new("old", "new");
        paint_side_by_side(
            &compare_lines(old, new, &options),
            names,
            Columns { width, n_context: 1 },
            &mut |_, text| {
                shown.push_str(text);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_stand_beside_each_other_with_a_sign_between() {
        check("same\n", "same\n", 40, &[]);
        check(
            "a\nb\nold text\nc\n",
            "a\nb\nnew text\nmore\nc\n",
            31,
            &[
                "  old              new",
                "@@ -2,3 +2,4 @@",
                "2 b              2 b",
                "3 old text     | 3 new text",
                "               > 4 more",
                "4 c              5 c",
            ],
        );
        check(
            "a\nb\n",
            "b\n",
            31,
            &["  old              new", "@@ -1,2 +1 @@", "1 a            <", "2 b              1 b"],
        );
    }

    #[test]
    fn long_lines_are_wrapped_and_wide_characters_keep_the_columns() {
        check(
            "one two three four\n漢字仮名漢字仮\n",
            "one two\n漢字\n",
            31,
            &[
                "  old              new",
                "@@ -1,2 +1,2 @@",
                "1 one two      | 1 one two",
                "  three four",
                "2 漢字仮名漢字 | 2 漢字",
                "  仮",
            ],
        );
    }

    #[test]
    fn moved_lines_and_missing_line_ends_are_told() {
        check(
            "A line of twenty letters.\nx\ny\nz",
            "x\ny\nA line of twenty letters.\nz\n",
            63,
            &[
                "  old                              new",
                "@@ -1,4 +1,4 @@",
                "1 A line of twenty letters.    {",
                "2 x                              1 x",
                "3 y                              2 y",
                "                               } 3 A line of twenty letters.",
                "4 z                            | 4 z",
                "  \\ No newline at end of file",
            ],
        );
    }
}
