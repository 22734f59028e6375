//! One place that was found, with the tokens around it.

use crate::document::{Document, Forms, Span};
use crate::text::Tokenization;

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

/// The hits at these ascending spans of the document's text, each with `n_context` tokens on both sides. Where the text is made of
/// lemmas or parts of speech, a hit is shown by the forms of its tokens, among the forms around them.
///
/// Cost: the tokens of the text are found once, and only if there is a hit.
pub(super) fn hits(
    document: &Document,
    matches: &[(Span, Option<u32>)],
    tokens: &Tokenization,
    n_context: usize,
) -> Vec<Hit> {
    if matches.is_empty() {
        return Vec::new();
    }
    let (text, offsets) = (&document.text, &document.facts.offsets);
    let counted = Context::new(text, found(tokens, text, document.given_spans()), n_context);
    let forms = document.given.as_deref().and_then(|given| given.forms.as_ref());
    let shown = forms.map(|forms| Context::new(&forms.text, found(tokens, &forms.text, &distinct(forms)), n_context));
    let hit = |&(span, label_idx): &(Span, Option<u32>)| {
        let (text, context, place) = match (forms, &shown) {
            (Some(forms), Some(shown)) => (&forms.text, shown, place(document.given_spans(), forms, span)?),
            _ => (text, &counted, span),
        };
        Some(Hit {
            start: offsets.to_source(place.start),
            end: offsets.to_source(place.end),
            position: counted.position(span),
            label_idx,
            left: context.left(place),
            hit: one_line(place.of(text)),
            right: context.right(place),
        })
    };
    matches.iter().filter_map(hit).collect()
}

fn found(tokens: &Tokenization, text: &str, given: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    tokens.for_each(text, given, |span| found.push(span));
    found
}

/// The tokens of a text of forms, of which several words may be one.
fn distinct(forms: &Forms) -> Vec<Span> {
    let mut spans: Vec<Span> = forms.spans.iter().copied().filter(|span| !span.is_empty()).collect();
    spans.dedup();
    spans
}

/// The place of a hit among the forms: that of the tokens which have a part of it, if there are any.
fn place(tokens: &[Span], forms: &Forms, hit: Span) -> Option<Span> {
    let first = tokens.partition_point(|token| token.end <= hit.start);
    let last = tokens.partition_point(|token| token.start < hit.end);
    let of_hit = forms.spans.get(first..last)?;
    Some(Span::new(of_hit.first()?.start, of_hit.last()?.end))
}

/// The tokens of one text, to take from around hits.
#[derive(Debug)]
struct Context<'t> {
    text: &'t str,
    tokens: Vec<Span>,
    n_tokens: usize,
}

impl<'t> Context<'t> {
    /// Shows `n_tokens` of the tokens of `text` on each side of a hit.
    fn new(text: &'t str, tokens: Vec<Span>, n_tokens: usize) -> Self {
        Self { text, tokens, n_tokens }
    }

    /// The number, from one, of the first token that ends after the hit begins. Cost: a binary search.
    fn position(&self, hit: Span) -> u64 {
        self.tokens.partition_point(|token| token.end <= hit.start) as u64 + 1
    }

    /// The text from the n-th token before the hit up to it, in one line, with what stands between the tokens.
    fn left(&self, hit: Span) -> String {
        let n_before = self.tokens.partition_point(|token| token.start < hit.start);
        let first = n_before - n_before.min(self.n_tokens);
        match self.tokens[first..n_before].first() {
            Some(token) => one_line(&self.text[token.start..hit.start]),
            None => String::new(),
        }
    }

    /// The text from behind the hit to the end of the n-th token after it, in one line.
    fn right(&self, hit: Span) -> String {
        let first = self.tokens.partition_point(|token| token.end <= hit.end);
        let last = self.tokens.len().min(first.saturating_add(self.n_tokens));
        match self.tokens[first..last].last() {
            Some(token) => one_line(&self.text[hit.end..token.end]),
            None => String::new(),
        }
    }
}

/// The text in one line: each run of white space is one space, and there is none at the ends.
fn one_line(text: &str) -> String {
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
    use crate::document::{Facts, GivenTokens, Offsets};
    use crate::text::words;

    #[test]
    fn a_hit_among_lemmas_is_shown_by_its_forms() {
        let span = |start, end| Span::new(start, end);
        // "au" is two words.
        let forms = Forms {
            text: "Va au-delà, va !".to_owned(),
            spans: vec![span(0, 2), span(3, 5), span(3, 5), span(5, 6), span(6, 11), span(11, 12), span(13, 15)],
        };
        let text = "aller à le - delà , aller";
        let mut at = 0;
        let spans = text.split(' ').map(|lemma| {
            let start = at;
            at += lemma.len() + 1;
            span(start, start + lemma.len())
        });
        let given = Some(Box::new(GivenTokens { spans: spans.collect(), forms: Some(forms) }));
        let document = Document { text: text.to_owned(), given, ..Document::default() };
        let shown = |pattern: &str, tokens: &Tokenization| -> Vec<String> {
            let matches: Vec<_> =
                text.match_indices(pattern).map(|(at, found)| (span(at, at + found.len()), None)).collect();
            let hits = hits(&document, &matches, tokens, 1);
            hits.iter().map(|hit| format!("{} {}|{}|{}", hit.position, hit.left, hit.hit, hit.right)).collect()
        };
        let given = Tokenization::Given;
        assert_eq!(shown("aller", &given), ["1 |Va|au", "7 ,|va|"]);
        assert_eq!(shown("aller", &Tokenization::Uax29), ["1 |Va|au", "5 delà,|va|"]);
        assert_eq!(shown("le", &given), ["1 |Va|au", "3 Va|au|-", "7 ,|va|"]);
        assert_eq!(shown("à le", &given), ["2 Va|au|-"]);
        assert_eq!(shown("e - d", &given), ["3 Va|au-delà|,"]);
        assert_eq!(shown(" ", &given), Vec::<String>::new());
    }

    #[test]
    fn a_hit_knows_its_bytes_in_the_source_and_its_token() {
        let offsets = Offsets { lead: 3, crlf_at: vec![3], ..Offsets::default() };
        let facts = Facts { offsets, ..Facts::default() };
        let document = Document { text: "one\ntwo three".to_owned(), facts, ..Document::default() };
        let found = hits(&document, &[(Span::new(4, 7), Some(1))], &Tokenization::Uax29, 1);
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

    #[track_caller]
    fn check(text: &str, hit: &str, n_tokens: usize, expected: (&str, &str, u64)) {
        let start = text.find(hit).unwrap();
        let tokens = words(text).map(|(start, word)| Span::new(start, start + word.len())).collect();
        let (context, hit) = (Context::new(text, tokens, n_tokens), Span::new(start, start + hit.len()));
        let found = (context.left(hit), context.right(hit), context.position(hit));
        assert_eq!((found.0.as_str(), found.1.as_str(), found.2), expected);
    }

    #[test]
    fn context_is_words_with_what_stands_between_them() {
        let text = "“We measure, rain\nor shine,” the report says.";
        check(text, "rain", 2, ("We measure,", "or shine", 3));
        check(text, "or", 9, ("We measure, rain", "shine,” the report says", 4));
        check(text, "We", 1, ("", "measure", 1));
        check(text, "says", 3, ("shine,” the report", "", 8));
        check(text, "shine", 0, ("", "", 5));
    }

    #[test]
    fn a_hit_inside_a_word_leaves_the_rest_of_it_as_context() {
        check("the riverwatch society", "watch", 2, ("the river", "society", 2));
        check("the riverwatch society", "river", 1, ("the", "watch", 2));
    }

    #[test]
    fn a_hit_that_begins_between_words_has_the_position_of_the_next_one() {
        check("one — two", "—", 1, ("one", "two", 2));
        check("one two …", "…", 1, ("two", "", 3));
    }
}
