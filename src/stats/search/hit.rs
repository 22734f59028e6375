//! One place that was found, with the words around it.

use super::context::Context;
use crate::document::{Offsets, Span};

/// A hit with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::stats) struct Hit {
    /// First byte in the source.
    pub(in crate::stats) start: u64,
    /// One past the last byte in the source.
    pub(in crate::stats) end: u64,
    /// The token that the hit begins in or before, counted from one.
    pub(in crate::stats) position: u64,
    /// The label, if terms were looked for.
    pub(in crate::stats) label_idx: Option<u32>,
    pub(in crate::stats) left: String,
    pub(in crate::stats) hit: String,
    pub(in crate::stats) right: String,
}

impl Hit {
    /// The hit in a document that has so much more in front of this part.
    pub(super) fn shifted(self, n_tokens: u64, n_bytes: u64) -> Self {
        let Self { start, end, position, .. } = self;
        Self { start: start + n_bytes, end: end + n_bytes, position: position + n_tokens, ..self }
    }
}

/// The hits at these ascending spans of `text`, each with `n_context` words on both sides.
///
/// Cost: the words of the text are found once, and only if there is a hit.
pub(super) fn hits(text: &str, matches: &[(Span, Option<u32>)], n_context: usize, offsets: &Offsets) -> Vec<Hit> {
    if matches.is_empty() {
        return Vec::new();
    }
    let context = Context::new(text, n_context);
    let hit = |&(span, label_idx): &(Span, Option<u32>)| Hit {
        start: offsets.to_source(span.start),
        end: offsets.to_source(span.end),
        position: context.position(span),
        label_idx,
        left: context.left(span),
        hit: one_line(span.of(text)),
        right: context.right(span),
    };
    matches.iter().map(hit).collect()
}

/// The text in one line: each run of white space is one space, and there is none at the ends.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_knows_its_bytes_in_the_source_and_its_token() {
        let text = "one\ntwo three";
        let offsets = Offsets { lead: 3, crlf_at: vec![3] };
        let found = hits(text, &[(Span::new(4, 7), Some(1))], 1, &offsets);
        let expected = Hit {
            start: 8,
            end: 11,
            position: 2,
            label_idx: Some(1),
            left: "one".to_owned(),
            hit: "two".to_owned(),
            right: "three".to_owned(),
        };
        assert_eq!(found, std::slice::from_ref(&expected));
        let shifted = expected.shifted(10, 100);
        assert_eq!((shifted.start, shifted.end, shifted.position), (108, 111, 12));
    }

    #[test]
    fn a_hit_across_lines_is_shown_in_one() {
        assert_eq!(one_line(" river \n\t watch "), "river watch");
    }
}
