//! Two texts compared word by word, whatever their lines.
//!
//! Lines that occur once in either text tell which stretches are the same beyond doubt; words are looked for in the
//! others only.

use std::io;
use std::ops::Range;

use similar::DiffOp;

use super::aligned_lines::AlignedLines;
use super::alignment::Alignment;
use super::deadline::Completeness;
use super::ignore::Ignore;
use super::mark::{Mark, Paint};
use super::matching::Gaps;
use super::moves::{Changed, Moves};
use super::options::TextOptions;
use super::parts::Parts;
use super::text_summary::TextSummary;

/// What compares two texts by words.
#[derive(Clone, Debug)]
pub struct WordChanges<'t> {
    pub(super) stretches: Vec<Stretch<'t>>,
    /// By numbers of words that go on from one changed stretch to the next, with one left out between them.
    pub(super) moves: Moves,
    pub(super) ignore: Ignore,
    completeness: Completeness,
}

/// A stretch of both texts.
#[derive(Clone, Debug)]
pub(super) enum Stretch<'t> {
    /// The lines of both are the same; white space and the like may not be.
    Same {
        old: &'t str,
        new: &'t str,
    },
    Changed(Changes<'t>),
}

/// The words of a stretch that is not the same.
#[derive(Clone, Debug)]
pub(super) struct Changes<'t> {
    pub(super) old: Parts<'t>,
    pub(super) new: Parts<'t>,
    pub(super) alignment: Alignment,
    /// The number of the first word on each side, as moves count.
    pub(super) old_start: usize,
    pub(super) new_start: usize,
}

/// Whether moved words are told from those that are gone or new.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    Marked,
    Unmarked,
}

/// Compares two texts by words and punctuation marks; white space does not count.
///
/// Words are UAX #29 word segments. Cost: one pass over the lines; words are found where lines differ.
pub fn compare_words<'t>(old: &'t str, new: &'t str, options: &TextOptions) -> WordChanges<'t> {
    let aligned = AlignedLines::of(old, new, Gaps::Left, options);
    let AlignedLines { old: old_lines, new: new_lines, alignment: lines } = aligned;
    let mut changes = WordChanges {
        stretches: Vec::new(),
        moves: Moves::default(),
        ignore: options.ignore,
        completeness: lines.completeness,
    };
    let (mut old_start, mut new_start) = (0, 0);
    let (mut removed, mut added) = (Changed::default(), Changed::default());
    for run in &lines.runs {
        let old = old_lines.span(run.old_range()).of(old);
        let new = new_lines.span(run.new_range()).of(new);
        if let DiffOp::Equal { .. } = run {
            changes.stretches.push(Stretch::Same { old, new });
            continue;
        }
        let (old, new) = (Parts::words(old).ignoring(options.ignore), Parts::words(new).ignoring(options.ignore));
        let alignment = Alignment::of_words(&old, &new, options.deadline);
        changes.completeness = changes.completeness.max(alignment.completeness);
        if changes.completeness == Completeness::Whole {
            for change in alignment.changes() {
                change.old_range().for_each(|idx| removed.push(old_start + idx, old.form(idx)));
                change.new_range().for_each(|idx| added.push(new_start + idx, new.form(idx)));
            }
        }
        let ends = (old_start + old.len() + 1, new_start + new.len() + 1);
        changes.stretches.push(Stretch::Changed(Changes { old, new, alignment, old_start, new_start }));
        (old_start, new_start) = ends;
    }
    if !changes.differs() {
        // The lines alone were cut short, and the words have shown that it did not matter.
        changes.completeness = Completeness::Whole;
    }
    // What a comparison calls removed that was cut short may still be there, so that it cannot be said to have moved.
    if changes.completeness == Completeness::Whole {
        changes.moves = Moves::find(&removed, &added, options.n_least_moved);
    }
    changes
}

impl<'t> WordChanges<'t> {
    /// Whether the texts have different words.
    pub fn differs(&self) -> bool {
        self.changed_stretches().any(|stretch| stretch.alignment.differs())
    }

    /// Whether there was time for the best alignment.
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }

    /// How many words changed, and how many of them moved.
    pub fn summary(&self) -> TextSummary {
        TextSummary::of(self.changed_stretches().map(|stretch| &stretch.alignment), &self.moves)
    }

    /// Hands the new text with the removed words in their places to `paint`, in pieces that are
    /// [`Mark::Unchanged`], [`Mark::Removed`], [`Mark::Added`], [`Mark::MovedAway`] or [`Mark::MovedHere`].
    ///
    /// White space is that of the new text, and of the old one around words that were removed.
    ///
    /// # Errors
    ///
    /// What `paint` returns.
    pub fn paint(&self, paint: &mut Paint<'_>) -> io::Result<()> {
        self.paint_stretches(Moved::Marked, paint)
    }

    /// Writes the new text with `[-removed-]` and `{+added+}` words in it, as `wdiff` and `git diff --word-diff` do.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    pub fn write_inline(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.paint_stretches(Moved::Unmarked, &mut |mark, text| match mark {
            Mark::Removed => write!(out, "[-{text}-]"),
            Mark::Added => write!(out, "{{+{text}+}}"),
            _ => out.write_all(text.as_bytes()),
        })
    }

    /// The stretches that are not the same, in order.
    pub(super) fn changed_stretches(&self) -> impl Iterator<Item = &Changes<'t>> {
        self.stretches.iter().filter_map(|stretch| match stretch {
            Stretch::Same { .. } => None,
            Stretch::Changed(changes) => Some(changes),
        })
    }

    fn paint_stretches(&self, moved: Moved, paint: &mut Paint<'_>) -> io::Result<()> {
        let mut paint = |mark, text: &str| if text.is_empty() { Ok(()) } else { paint(mark, text) };
        let none = Moves::default();
        let moves = if moved == Moved::Marked { &self.moves } else { &none };
        for stretch in &self.stretches {
            match stretch {
                Stretch::Same { new, .. } => paint(Mark::Unchanged, new)?,
                Stretch::Changed(changes) => changes.paint(moves, &mut paint)?,
            }
        }
        Ok(())
    }
}

impl Changes<'_> {
    fn paint(&self, moves: &Moves, paint: &mut Paint<'_>) -> io::Result<()> {
        let mut after_removed = "";
        for run in &self.alignment.runs {
            let (old, new) = (run.old_range(), run.new_range());
            let gap_before = gap(&self.new, new.start);
            if let DiffOp::Delete { .. } = run {
                paint(Mark::Unchanged, gap(&self.old, old.start))?;
                self.paint_removed(old.clone(), moves, paint)?;
                after_removed = gap(&self.old, old.end);
                continue;
            }
            paint(Mark::Unchanged, if gap_before.is_empty() { after_removed } else { gap_before })?;
            after_removed = "";
            if let DiffOp::Equal { .. } = run {
                paint(Mark::Unchanged, self.new.span(new).of(self.new.text()))?;
            } else {
                self.paint_removed(old, moves, paint)?;
                self.paint_added(new, moves, paint)?;
            }
        }
        let at_end = gap(&self.new, self.new.len());
        paint(Mark::Unchanged, if at_end.is_empty() { after_removed } else { at_end })
    }

    fn paint_removed(&self, range: Range<usize>, moves: &Moves, paint: &mut Paint<'_>) -> io::Result<()> {
        paint_runs(
            &self.old,
            range,
            |idx| moves.new_of(self.old_start + idx).is_some(),
            |is_moved, text| paint(if is_moved { Mark::MovedAway } else { Mark::Removed }, text),
        )
    }

    fn paint_added(&self, range: Range<usize>, moves: &Moves, paint: &mut Paint<'_>) -> io::Result<()> {
        paint_runs(
            &self.new,
            range,
            |idx| moves.old_of(self.new_start + idx).is_some(),
            |is_moved, text| paint(if is_moved { Mark::MovedHere } else { Mark::Added }, text),
        )
    }
}

/// Paints the words of `range` with what lies between them, in runs of words that moved and of words that did not.
fn paint_runs(
    words: &Parts<'_>,
    range: Range<usize>,
    is_moved: impl Fn(usize) -> bool,
    mut paint: impl FnMut(bool, &str) -> io::Result<()>,
) -> io::Result<()> {
    let mut start = range.start;
    while start < range.end {
        let first = is_moved(start);
        let end = (start..range.end).find(|&idx| is_moved(idx) != first).unwrap_or(range.end);
        let to = if end < range.end { words.start_of(end) } else { words.end_before(end) };
        paint(first, &words.text()[words.start_of(start)..to])?;
        start = end;
    }
    Ok(())
}

/// What lies between the word numbered `idx` and the one before.
fn gap<'t>(words: &Parts<'t>, idx: usize) -> &'t str {
    &words.text()[words.end_before(idx)..words.start_of(idx)]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::deadline::Deadline;
    use super::super::ignore::Ignorable;
    use super::*;

    fn compared<'t>(old: &'t str, new: &'t str) -> WordChanges<'t> {
        compare_words(old, new, &TextOptions::until(Deadline::after(Duration::from_secs(60))))
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
    fn unchanged_lines_are_shown_around_changed_ones() {
        check("a\nold words\nb\ngone\nc\n", "a\nnew words\nb\nc\n", "a\n[-old-]{+new+} words\nb\n[-gone-]\nc\n");
    }

    #[test]
    fn moved_words_have_marks_of_their_own() {
        let options = TextOptions::until(Deadline::after(Duration::from_secs(60)));
        let (old, new) = (
            "Some lighthouses were beautiful.\nHere stay all of these many words.\n",
            "Here stay all of these many words. z\nSome lighthouses were beautiful.\n",
        );
        let mut marked = Vec::new();
        compare_words(old, new, &options)
            .paint(&mut |mark, text| {
                marked.push((mark, text.to_owned()));
                Ok(())
            })
            .unwrap();
        let of = |wanted| {
            marked.iter().filter(|(mark, _)| *mark == wanted).map(|(_, text)| text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(Mark::MovedAway).concat().trim(), of(Mark::MovedHere).concat().trim());
        assert_eq!((of(Mark::Removed).len(), of(Mark::Added)), (0, vec!["z"]));
    }

    #[test]
    fn what_is_overlooked_is_shown_as_it_is_now() {
        let ignore = Ignore::of(&[Ignorable::Case, Ignorable::Punctuation]);
        let options = TextOptions { ignore, ..TextOptions::until(Deadline::after(Duration::from_secs(60))) };
        let changes = compare_words("One, two (three).\n", "one two: THREE four\n", &options);
        let mut inline = Vec::new();
        changes.write_inline(&mut inline).unwrap();
        assert_eq!(String::from_utf8(inline).unwrap(), "one two: THREE {+four+}\n");
        assert!(!compare_words("One, two\n", "one\ntwo!", &options).differs());
    }

    fn without_space(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn each_side_can_be_read_off_the_pieces(old in "[ab .\n\u{301}]{0,30}", new in "[ab .\n\u{301}]{0,30}") {
            let (mut left, mut right) = (String::new(), String::new());
            compared(&old, &new).paint(&mut |mark, text| {
                if !matches!(mark, Mark::Added | Mark::MovedHere) { left.push_str(text) }
                if !matches!(mark, Mark::Removed | Mark::MovedAway) { right.push_str(text) }
                Ok(())
            }).unwrap();
            prop_assert_eq!(without_space(&left), without_space(&old));
            prop_assert_eq!(without_space(&right), without_space(&new));
        }
    }
}
