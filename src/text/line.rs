//! Lines: what LF ends.

use crate::document::Span;

/// The lines of `text`, each with its LF; the last may have none. The spans cover the text.
///
/// A CR before the LF stays in the line; the input layer has removed those of text files.
pub fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    let last_end = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain(last_end).map(move |end| {
        let span = Span::new(start, end);
        start = end;
        span
    })
}

/// `text` on one line: its words with single spaces between them. Cost: one pass.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// How many lines `text` has. Cost: one pass that looks at whole vectors of bytes.
pub fn n_lines(text: &str) -> usize {
    let n_ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    n_ends + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_on_one_line_has_single_spaces_between_its_words() {
        let texts = ["", " \n", "a", "  a\tb\r\n\u{a0} c "];
        assert_eq!(texts.map(on_one_line), ["", "", "a", "a b c"]);
    }

    #[test]
    fn lines_cover_the_text_with_or_without_a_last_line_end() {
        for text in ["", "a", "a\n", "a\n\nb", "\n", "å\r\nb\n"] {
            let parts: Vec<&str> = lines(text).map(|span| span.of(text)).collect();
            assert_eq!(parts.concat(), text);
            assert_eq!(parts.len(), n_lines(text));
            assert!(parts.iter().all(|line| line.matches('\n').count() <= 1));
        }
    }
}
