//! The words and punctuation marks of a text: its UAX #29 word segments but for white space.
//!
//! Words are found by the kernel of [`crate::text`]. Only what lies between them is looked at one character at a time,
//! and that is ASCII as a rule.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::Span;
use crate::text;

/// The segments of `text` that are no white space, in order. They do not overlap.
///
/// Punctuation is among them, so that a difference is never overlooked. Cost: that of finding words, and some
/// nanoseconds for each mark.
pub(super) fn segments(text: &str) -> Vec<Span> {
    // Words of prose have some five letters, and something behind them.
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut end = 0;
    text::for_each_word(text, |word| {
        marks_into(text, Span::new(end, word.start), &mut found);
        found.push(word);
        end = word.end;
    });
    marks_into(text, Span::new(end, text.len()), &mut found);
    found
}

/// The marks of `gap`, which has a word or an end of the text on either side.
#[inline]
fn marks_into(text: &str, gap: Span, found: &mut Vec<Span>) {
    let bytes = &text.as_bytes()[gap.start..gap.end];
    if matches!(bytes, [] | [b' ' | b'\n']) {
        return;
    }
    if !bytes.is_ascii() || bytes.contains(&b'_') {
        return other_marks_into(text, gap, found);
    }
    // Each of the other ASCII characters is a segment by itself, or white space.
    let marks = bytes.iter().enumerate().filter(|(_, byte)| !is_ascii_white_space(**byte));
    found.extend(marks.map(|(at, _)| Span::new(gap.start + at, gap.start + at + 1)));
}

/// The rules see a gap as they see it within its text, since it begins and ends at boundaries.
#[cold]
fn other_marks_into(text: &str, gap: Span, found: &mut Vec<Span>) {
    let segments = gap.of(text).split_word_bound_indices().filter(|(_, segment)| !segment.trim().is_empty());
    found.extend(segments.map(|(at, segment)| Span::new(at, at + segment.len()).shifted(gap.start)));
}

/// White space as [`str::trim`] sees it, which has the vertical tab as well.
fn is_ascii_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn segments_are_words_and_marks_without_white_space() {
        let text = " It's\n3.5 km, 👩‍👧. ___ (…) ";
        let found: Vec<&str> = segments(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["It's", "3.5", "km", ",", "👩‍👧", ".", "___", "(", "…", ")"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

        #[test]
        fn segments_are_those_of_the_annex(text in "([ab1'._,\"\u{5d0}漢カ\u{301}\u{200d}\u{1f1e6}👩\r\n\u{b}\u{85}\u{3000}  -]|\\PC){0,24}") {
            let bounds = text.split_word_bound_indices().filter(|(_, segment)| !segment.trim().is_empty());
            let expected: Vec<Span> = bounds.map(|(at, segment)| Span::new(at, at + segment.len())).collect();
            prop_assert_eq!(segments(&text), expected);
        }
    }
}
