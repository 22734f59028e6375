//! The text of a file with the line ends and the byte order mark that the file has.

use std::borrow::Cow;

use crate::document::Document;

/// A byte order mark in UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of `document` as its file has it, as far as that is known: with CR LF where they were and with its byte order
/// mark. A patch made of it applies to the file.
///
/// Cost: nothing for files with LF alone, else a copy.
pub fn source_text(document: &Document) -> Cow<'_, str> {
    let offsets = &document.facts.offsets;
    let has_mark = offsets.lead == BYTE_ORDER_MARK.len_utf8() as u64;
    if !has_mark && offsets.crlf_at.is_empty() {
        return Cow::Borrowed(&document.text);
    }
    let mut text = String::with_capacity(document.text.len() + offsets.crlf_at.len() + BYTE_ORDER_MARK.len_utf8());
    text.extend(has_mark.then_some(BYTE_ORDER_MARK));
    let mut rest = document.text.as_str();
    let mut done = 0;
    for &at in &offsets.crlf_at {
        let Some((before, after)) = usize::try_from(at - done).ok().and_then(|at| rest.split_at_checked(at)) else {
            break;
        };
        text.push_str(before);
        text.push('\r');
        (rest, done) = (after, at);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Facts, Offsets};

    #[test]
    fn line_ends_and_the_mark_are_those_of_the_file() {
        let text = |lead, crlf_at: &[u64]| {
            let offsets = Offsets { lead, crlf_at: crlf_at.to_vec(), ..Offsets::default() };
            let facts = Facts { offsets, ..Facts::default() };
            source_text(&Document { text: "one\ntwo\n\nthree".to_owned(), facts, ..Document::default() }).into_owned()
        };
        assert_eq!(text(0, &[]), "one\ntwo\n\nthree");
        assert_eq!(text(0, &[3, 8]), "one\r\ntwo\n\r\nthree");
        assert_eq!(text(3, &[7]), "\u{feff}one\ntwo\r\n\nthree");
    }
}
