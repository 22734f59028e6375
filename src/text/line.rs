//! Lines: what LF ends.

use crate::document::Span;

/// The lines of `text`, each with its LF; the last may have none. The spans cover the text.
///
/// A CR before the LF stays in the line; the input layer has removed those of text files.
pub fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start = span.end;
        span
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cover_the_text_with_or_without_a_last_line_end() {
        for text in ["", "a", "a\n", "a\n\nb", "\n", "å\r\nb\n"] {
            let parts: Vec<&str> = lines(text).map(|span| span.of(text)).collect();
            assert_eq!(parts.concat(), text);
            assert!(parts.iter().all(|line| line.matches('\n').count() <= 1));
        }
    }
}
