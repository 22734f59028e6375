//! A text cut into the parts that are compared: lines, words or sentences.

use std::borrow::Cow;
use std::ops::Range;

use super::ignore::{Granularity, Ignorable, Ignore};
use super::line_places::LinePlaces;
use super::segments::segments;
use crate::document::Span;
use crate::text;

/// The parts of a text, in order. They do not overlap.
#[derive(Clone, Debug)]
pub(super) struct Parts<'t> {
    text: &'t str,
    places: Places,
    kind: Kind,
    ignore: Ignore,
}

/// Where the parts are.
#[derive(Clone, Debug)]
enum Places {
    /// Each by itself.
    Spans(Vec<Span>),
    /// Lines, which lie end to end, by marks at some of them.
    Marks(LinePlaces),
}

/// What the parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Word,
    Sentence,
}

impl<'t> Parts<'t> {
    /// The lines of `text`, each with its LF. Only LF ends a line, as for `patch`.
    pub(super) fn lines(text: &'t str) -> Self {
        Self { text, places: Places::Spans(text::lines(text).collect()), kind: Kind::Line, ignore: Ignore::NOTHING }
    }

    /// The same, of a text that was walked through.
    pub(super) fn walked_lines(text: &'t str, lines: LinePlaces) -> Self {
        Self { text, places: Places::Marks(lines), kind: Kind::Line, ignore: Ignore::NOTHING }
    }

    /// The words and punctuation marks of `text`: its UAX #29 word segments but for white space.
    ///
    /// Punctuation counts here, so that a difference is never overlooked; it does not where words are counted.
    pub(super) fn words(text: &'t str) -> Self {
        Self { text, places: Places::Spans(segments(text)), kind: Kind::Word, ignore: Ignore::NOTHING }
    }

    /// The sentences of `text` that hold a letter or a number, by the segmenter of every verb.
    pub(super) fn sentences(text: &'t str) -> Self {
        Self { text, places: Places::Spans(text::sentences(text)), kind: Kind::Sentence, ignore: Ignore::NOTHING }
    }

    /// The same parts, compared without the differences that `ignore` overlooks. Words without any form are left out,
    /// as if they were white space.
    pub(super) fn ignoring(mut self, ignore: Ignore) -> Self {
        self.ignore = ignore;
        if let Places::Spans(spans) = &mut self.places
            && self.kind == Kind::Word
            && ignore.ignores(Ignorable::Punctuation)
        {
            let text = self.text;
            spans.retain(|span| !ignore.word(span.of(text)).is_empty());
        }
        self
    }

    /// The form in which the part numbered `idx` is compared.
    #[inline(always)]
    pub(super) fn form(&self, idx: usize) -> Cow<'t, str> {
        if self.ignore.is_nothing() && self.kind != Kind::Sentence {
            return Cow::Borrowed(self.get(idx));
        }
        self.other_form(idx)
    }

    fn other_form(&self, idx: usize) -> Cow<'t, str> {
        let part = self.get(idx);
        match self.kind {
            Kind::Line => self.ignore.line(part),
            Kind::Word => self.ignore.word(part),
            // Sentences are compared by their words.
            Kind::Sentence => self.ignore.text(part, Granularity::Words),
        }
    }

    /// The text as a whole.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Hands the numbers and forms of the parts in `range` to `take`. Of many parts that is faster than one by one.
    pub(super) fn for_each_form(&self, range: Range<usize>, mut take: impl FnMut(usize, Cow<'t, str>)) {
        match &self.places {
            Places::Spans(_) => range.for_each(|idx| take(idx, self.form(idx))),
            Places::Marks(_) => self.lines_of(range).for_each(|(idx, line)| take(idx, Cow::Borrowed(line))),
        }
    }

    /// The lines in `range` with their numbers, if the parts are lines. Of many lines that is faster than one by one.
    pub(super) fn lines_of(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'t str)> {
        let block = self.span(range.clone()).of(self.text);
        range.zip(text::lines(block).map(move |line| line.of(block)))
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        match &self.places {
            Places::Spans(spans) => spans.len(),
            Places::Marks(lines) => lines.n_lines(),
        }
    }

    /// The part numbered `idx`.
    #[inline]
    pub(super) fn get(&self, idx: usize) -> &'t str {
        match &self.places {
            Places::Spans(spans) => spans[idx].of(self.text),
            Places::Marks(_) => self.span(idx..idx + 1).of(self.text),
        }
    }

    /// The parts themselves.
    #[cfg(test)]
    pub(super) fn strings(&self) -> Vec<&'t str> {
        (0..self.len()).map(|idx| self.get(idx)).collect()
    }

    /// The bytes from the first to the last part of `range`. An empty range is an empty span where it lies.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match &self.places {
            _ if range.is_empty() => {
                let at = self.end_before(range.start);
                Span::new(at, at)
            }
            Places::Spans(spans) => Span::new(spans[range.start].start, spans[range.end - 1].end),
            Places::Marks(lines) => lines.span(self.text, range),
        }
    }

    /// Where the part before the one numbered `idx` ends.
    pub(super) fn end_before(&self, idx: usize) -> usize {
        match &self.places {
            Places::Spans(spans) => idx.checked_sub(1).map_or(0, |before| spans[before].end),
            Places::Marks(_) => self.start_of(idx),
        }
    }

    /// Where the part numbered `idx` begins, or the text ends.
    pub(super) fn start_of(&self, idx: usize) -> usize {
        match &self.places {
            Places::Spans(spans) => spans.get(idx).map_or(self.text.len(), |span| span.start),
            Places::Marks(lines) => lines.start_of(self.text, idx),
        }
    }
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
}
