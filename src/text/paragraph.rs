//! Paragraphs: runs of lines without a blank line between them.

use super::line::lines;
use crate::document::Span;

/// The paragraphs of `text`: maximal runs of lines that hold more than white space, without the last line end.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Span> {
    let mut lines = lines(text);
    std::iter::from_fn(move || {
        let first = lines.by_ref().find(|line| !is_blank(line.of(text)))?;
        let last = lines.by_ref().take_while(|line| !is_blank(line.of(text))).last().unwrap_or(first);
        let end = first.start + text[first.start..last.end].trim_end().len();
        Some(Span::new(first.start, end))
    })
}

fn is_blank(line: &str) -> bool {
    // Nearly every line shows by its first byte that it is none.
    let is_text = line.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    !is_text && line.trim_start().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(text).map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_separate_paragraphs_whatever_white_space_they_hold() {
        check("", &[]);
        check(" \n\t\n", &[]);
        check("one", &["one"]);
        check("one\ntwo\n\nthree\n", &["one\ntwo", "three"]);
        check("\n\n  one \n \u{a0}\ntwo", &["  one", "two"]);
    }
}
