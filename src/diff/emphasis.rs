//! Which words changed inside lines that were replaced by others.

use similar::DiffOp;

use super::alignment::Alignment;
use super::deadline::Deadline;
use super::parts::Parts;
use crate::document::Span;

/// Whether changed words are marked inside changed lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// Lines are removed or added as wholes.
    Lines,
    /// The words that changed have marks of their own.
    Words,
}

/// In blocks with more bytes than this on both sides together nothing is marked: nobody reads a change of that length word by word.
const MOST_MARKED_BYTES: usize = 1 << 20;

/// The bytes that changed in a block of removed lines and in the added lines that took its place.
#[derive(Debug, Default)]
pub(super) struct ChangedWords {
    pub(super) old: Vec<Span>,
    pub(super) new: Vec<Span>,
}

impl ChangedWords {
    /// Compares the words of two blocks as wholes, so that a word that only moved to the next line has no mark.
    ///
    /// Blocks of which less than a third is common are unlike texts; in those nothing is marked, since marking nearly
    /// everything shows nothing.
    pub(super) fn between(old: &str, new: &str, deadline: Deadline) -> Self {
        if old.len() + new.len() > MOST_MARKED_BYTES {
            return Self::default();
        }
        let (old, new) = (Parts::words(old), Parts::words(new));
        let runs = Alignment::of_words(&old, &new, deadline).runs;
        let n_common: usize = runs.iter().filter(|run| is_equal(run)).map(|run| run.old_range().len()).sum();
        if 2 * n_common * 3 < old.len() + new.len() {
            return Self::default();
        }
        let changed = || runs.iter().filter(|run| !is_equal(run));
        let spans = |spans: Vec<Span>| spans.into_iter().filter(|span| !span.is_empty()).collect();
        Self {
            old: spans(changed().map(|run| old.span(run.old_range())).collect()),
            new: spans(changed().map(|run| new.span(run.new_range())).collect()),
        }
    }
}

/// Cuts `line`, a range of a block, at the ends of `spans`; says of each piece whether it lies in one of them.
pub(super) fn cut(line: Span, spans: &[Span]) -> Vec<(Placement, Span)> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let first = spans.partition_point(|span| span.end <= line.start);
    for span in spans[first..].iter().take_while(|span| span.start < line.end) {
        let inner = Span::new(span.start.max(line.start), span.end.min(line.end));
        pieces.push((Placement::Outside, Span::new(at, inner.start)));
        pieces.push((Placement::Inside, inner));
        at = inner.end;
    }
    pieces.push((Placement::Outside, Span::new(at, line.end)));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

/// Where a piece lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// In a changed span.
    Inside,
    /// Between changed spans.
    Outside,
}

fn is_equal(run: &DiffOp) -> bool {
    matches!(run, DiffOp::Equal { .. })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected_old: &[&str], expected_new: &[&str]) {
        let changed = ChangedWords::between(old, new, Deadline::after(Duration::from_secs(60)));
        assert_eq!(changed.old.iter().map(|span| span.of(old)).collect::<Vec<_>>(), expected_old);
        assert_eq!(changed.new.iter().map(|span| span.of(new)).collect::<Vec<_>>(), expected_new);
    }

    #[test]
    fn words_that_changed_are_found_across_line_ends() {
        check("one two three\nfour five\n", "one two\nthree 4 five\n", &["four"], &["4"]);
        check("one two\n", "one big, bad two\n", &[], &["big, bad"]);
    }

    #[test]
    fn nothing_is_marked_in_blocks_that_have_little_in_common() {
        check("one two three four\n", "five six seven four eight\n", &[], &[]);
    }

    #[test]
    fn nothing_is_marked_in_blocks_that_nobody_reads_word_by_word() {
        let block = "one two three four\n".repeat(MOST_MARKED_BYTES / 38 + 1);
        check(&block, &block.replacen("two", "2", 1), &[], &[]);
    }

    #[test]
    fn a_line_is_cut_at_spans_that_begin_before_and_end_after_it() {
        use Placement::{Inside, Outside};
        let spans = [Span::new(0, 5), Span::new(7, 8), Span::new(9, 20)];
        let pieces = [(Inside, 4, 5), (Outside, 5, 7), (Inside, 7, 8), (Outside, 8, 9), (Inside, 9, 12)];
        assert_eq!(cut(Span::new(4, 12), &spans), pieces.map(|(place, start, end)| (place, Span::new(start, end))));
        assert_eq!(cut(Span::new(3, 3), &spans), []);
        assert_eq!(cut(Span::new(3, 6), &[]), [(Outside, Span::new(3, 6))]);
    }
}
