//! Segments that are a stretch of the text and nothing else: paragraphs, sentences, lines.
//!
//! A text may have one for every second byte, and a hundred and fifty bytes would be held for each. So they are made again
//! whenever they are asked for, which takes less time than to write them.

use super::segment::Segment;
use crate::document::Span;
use crate::text::{Language, for_each_sentence, lines, paragraphs};

/// What plain segments are cut at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Paragraph,
    Sentence,
    Line,
}

impl Plain {
    /// Hands `take` the segments of `text` in order. What no item claims (a ruler between two sentences) stays with the item
    /// before it, so that nothing is lost. Cost: that of finding the items.
    pub(super) fn for_each(self, text: &str, mut take: impl FnMut(Segment)) {
        // The next start says where a segment ends; the first one begins at the beginning.
        let mut open = None;
        let mut found = |start: usize| match open.replace(start) {
            Some(before) => take(Segment::plain(text, Span::new(before, start))),
            None => open = Some(0),
        };
        match self {
            Self::Paragraph => paragraphs(text).for_each(|span| found(span.start)),
            Self::Sentence => for_each_sentence(text, Language::Any, |sentence| found(sentence.start)),
            Self::Line => {
                lines(text).filter(|span| !span.of(text).trim().is_empty()).for_each(|span| found(span.start));
            }
        }
        if let Some(start) = open.or_else(|| (!text.trim().is_empty()).then_some(0)) {
            take(Segment::plain(text, Span::new(start, text.len())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(plain: Plain, text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        plain.for_each(text, |segment| found.push(segment.span.of(text).to_owned()));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn segments_go_to_the_next_item_and_the_first_begins_at_the_beginning() {
        check(Plain::Line, "\na\n\nb", &["\na\n\n", "b"]);
        check(Plain::Paragraph, "a\nb\n\n\nc\n", &["a\nb\n\n\n", "c\n"]);
        check(Plain::Sentence, " One. Two.", &[" One. ", "Two."]);
        check(Plain::Sentence, "***", &["***"]);
        for plain in [Plain::Line, Plain::Paragraph, Plain::Sentence] {
            check(plain, " \n", &[]);
        }
    }
}
