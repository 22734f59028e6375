//! Where the messages of a mailbox begin.
//!
//! In the format mbox (RFC 4155) a line that begins with `From `, says when a message came and stands at the beginning
//! or behind a blank line opens a message; lines of a body that begin so have a `>` in front.

use super::head::Header;
use crate::document::Span;
use crate::text::lines;

/// The lines of `text` that open a message, with a header below them, so that a sentence that begins with this word does
/// not count. Cost: one pass over the text.
pub(in crate::split) fn openings(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut is_behind_blank = true;
    let mut all = lines(text).peekable();
    while let Some(line) = all.next() {
        let said = line.of(text);
        if is_behind_blank && is_opening(said) && all.peek().is_some_and(|next| begins_head(next.of(text))) {
            found.push(line);
        }
        is_behind_blank = said.trim().is_empty();
    }
    found
}

/// Whether the line has the sign of a message, and a year in its date.
fn is_opening(line: &str) -> bool {
    line.starts_with("From ") && line.as_bytes().windows(4).any(|year| year.iter().all(u8::is_ascii_digit))
}

/// Whether a line stands on top of a message: a header, or the opening of a mailbox that this one was made of.
fn begins_head(line: &str) -> bool {
    line.starts_with(">From ") || Header::of(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let starts: Vec<usize> = openings(text).iter().map(|line| line.start).collect();
        assert_eq!(starts, expected, "{text:?}");
    }

    #[test]
    fn a_message_begins_with_its_sign_a_year_and_a_header() {
        check("From a Mon May  6 10:00:00 2024\nSubject: x\n\ny\n\nFrom b 2024\n>From a 2023\nTo: b\n\nz\n", &[0, 47]);
        check("From a 2024\nSubject: x\n\ny\nFrom b 2024\nSubject: no blank line above\n", &[0]);
    }

    #[test]
    fn sentences_that_begin_so_open_nothing() {
        check("From here on it rained.\nNote: a lot.\n", &[]);
        check("From 1984 on it rained.\nhttp://rain.example\n", &[]);
        check("From 1984 on it rained.\n", &[]);
        check(">From a 2024\nSubject: x\n", &[]);
    }
}
