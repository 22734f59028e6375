//! The tokens around a place in a text.

use super::hit::one_line;
use crate::document::Span;

/// The tokens of one text, to take from around hits.
#[derive(Debug)]
pub(super) struct Context<'t> {
    text: &'t str,
    tokens: Vec<Span>,
    n_tokens: usize,
}

impl<'t> Context<'t> {
    /// Shows `n_tokens` of the tokens of `text` on each side of a hit.
    pub(super) fn new(text: &'t str, tokens: Vec<Span>, n_tokens: usize) -> Self {
        Self { text, tokens, n_tokens }
    }

    /// The number, from one, of the first token that ends after the hit begins. Cost: a binary search.
    pub(super) fn position(&self, hit: Span) -> u64 {
        self.tokens.partition_point(|token| token.end <= hit.start) as u64 + 1
    }

    /// The text from the n-th token before the hit up to it, in one line, with what stands between the tokens.
    pub(super) fn left(&self, hit: Span) -> String {
        let n_before = self.tokens.partition_point(|token| token.start < hit.start);
        let first = n_before - n_before.min(self.n_tokens);
        match self.tokens[first..n_before].first() {
            Some(token) => one_line(&self.text[token.start..hit.start]),
            None => String::new(),
        }
    }

    /// The text from behind the hit to the end of the n-th token after it, in one line.
    pub(super) fn right(&self, hit: Span) -> String {
        let first = self.tokens.partition_point(|token| token.end <= hit.end);
        let last = self.tokens.len().min(first.saturating_add(self.n_tokens));
        match self.tokens[first..last].last() {
            Some(token) => one_line(&self.text[hit.end..token.end]),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

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
