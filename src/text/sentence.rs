//! Sentences: UAX #29 sentence segments, looked for inside paragraphs.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::paragraph::paragraphs;
use crate::document::Span;

/// The sentences of `text` that hold a letter or a number, without the white space around them.
///
/// UAX #29 ends a sentence at every line end, which would cut hard-wrapped prose into lines. So a line end inside a
/// paragraph counts as a space, and only a blank line ends a sentence by itself.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        let unwrapped = unwrap_lines(paragraph.of(text));
        for (start, sentence) in unwrapped.split_sentence_bound_indices() {
            if sentence.chars().any(char::is_alphanumeric) {
                let lead = sentence.len() - sentence.trim_start().len();
                let start = start + lead;
                found.push(Span::new(start, start + sentence.trim().len()).shifted(paragraph.start));
            }
        }
    }
    found
}

/// The same bytes with line ends turned into spaces, so that offsets stay.
fn unwrap_lines(paragraph: &str) -> Cow<'_, str> {
    if paragraph.contains(['\n', '\r']) {
        Cow::Owned(paragraph.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(paragraph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_end_inside_a_paragraph_ends_no_sentence_and_a_blank_line_does() {
        check("One is\nwrapped. Two!\n\nA heading\n\nThree?", &["One is\nwrapped.", "Two!", "A heading", "Three?"]);
    }

    #[test]
    fn segments_without_letters_or_numbers_are_no_sentences() {
        check("… \n\n* * *\n\nEnd.", &["End."]);
    }
}
