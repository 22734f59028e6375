//! A text cut into the parts that are compared: lines or words.

use std::ops::Range;

use super::segments::segments;
use crate::document::Span;
use crate::text;

/// The parts of a text, in order. They do not overlap.
#[derive(Clone, Debug)]
pub(super) struct Parts<'t> {
    text: &'t str,
    spans: Vec<Span>,
}

impl<'t> Parts<'t> {
    /// The lines of `text`, each with its LF. Only LF ends a line, as for `patch`.
    pub(super) fn lines(text: &'t str) -> Self {
        Self { text, spans: text::lines(text).collect() }
    }

    /// The words and punctuation marks of `text`: its UAX #29 word segments but for white space.
    ///
    /// Punctuation counts here, so that a difference is never overlooked; it does not where words are counted.
    pub(super) fn words(text: &'t str) -> Self {
        Self { text, spans: segments(text) }
    }

    /// The text as a whole.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The part numbered `idx`.
    pub(super) fn get(&self, idx: usize) -> &'t str {
        self.spans[idx].of(self.text)
    }

    /// The parts themselves.
    pub(super) fn strings(&self) -> Vec<&'t str> {
        self.spans.iter().map(|span| span.of(self.text)).collect()
    }

    /// The bytes from the first to the last part of `range`. An empty range is an empty span where it lies.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.end_before(range.start);
            return Span::new(at, at);
        }
        Span::new(self.spans[range.start].start, self.spans[range.end - 1].end)
    }

    /// Where the part before the one numbered `idx` ends.
    pub(super) fn end_before(&self, idx: usize) -> usize {
        idx.checked_sub(1).map_or(0, |before| self.spans[before].end)
    }

    /// Where the part numbered `idx` begins, or the text ends.
    pub(super) fn start_of(&self, idx: usize) -> usize {
        self.spans.get(idx).map_or(self.text.len(), |span| span.start)
    }
}

/// Whether two texts have the same words and punctuation marks in the same order. Cost: linear, nothing is kept.
pub(super) fn same_words(old: &str, new: &str) -> bool {
    segments(old).into_iter().map(|span| span.of(old)).eq(segments(new).into_iter().map(|span| span.of(new)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_word_segments_and_punctuation_without_white_space() {
        let parts = Parts::words(" It's\n3.5 km, 👩‍👧.");
        assert_eq!(parts.strings(), ["It's", "3.5", "km", ",", "👩‍👧", "."]);
        assert_eq!(parts.span(1..3).of(parts.text()), "3.5 km");
    }

    #[test]
    fn lines_end_at_lf_alone() {
        assert_eq!(Parts::lines("a\rb\r\nc\u{2028}d\n\ne").strings(), ["a\rb\r\n", "c\u{2028}d\n", "\n", "e"]);
    }

    #[test]
    fn words_are_the_same_however_they_are_wrapped() {
        assert!(same_words("one two\nthree", " one\n\ntwo three\n"));
        assert!(!same_words("one two.", "one two!"));
        assert!(!same_words("one two", "one"));
        assert!(!same_words("one two", "onetwo"));
    }
}
