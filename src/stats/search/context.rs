//! The words around a place in a text.

use super::hit::one_line;
use crate::document::Span;
use crate::text::words;

/// The words of one text, to take from around hits.
#[derive(Debug)]
pub(super) struct Context<'t> {
    text: &'t str,
    words: Vec<Span>,
    n_words: usize,
}

impl<'t> Context<'t> {
    /// Finds the words of `text`, to show `n_words` of them on each side. Cost: linear in the text.
    pub(super) fn new(text: &'t str, n_words: usize) -> Self {
        let words = words(text).map(|(start, word)| Span::new(start, start + word.len())).collect();
        Self { text, words, n_words }
    }

    /// The number, from one, of the first token that ends after the hit begins. Cost: a binary search.
    pub(super) fn position(&self, hit: Span) -> u64 {
        self.words.partition_point(|word| word.end <= hit.start) as u64 + 1
    }

    /// The text from the n-th word before the hit up to it, in one line, with the punctuation between the words.
    pub(super) fn left(&self, hit: Span) -> String {
        let n_before = self.words.partition_point(|word| word.start < hit.start);
        let first = n_before - n_before.min(self.n_words);
        match self.words[first..n_before].first() {
            Some(word) => one_line(&self.text[word.start..hit.start]),
            None => String::new(),
        }
    }

    /// The text from behind the hit to the end of the n-th word after it, in one line.
    pub(super) fn right(&self, hit: Span) -> String {
        let first = self.words.partition_point(|word| word.end <= hit.end);
        let last = self.words.len().min(first.saturating_add(self.n_words));
        match self.words[first..last].last() {
            Some(word) => one_line(&self.text[hit.end..word.end]),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, hit: &str, n_words: usize, expected: (&str, &str, u64)) {
        let start = text.find(hit).unwrap();
        let (context, hit) = (Context::new(text, n_words), Span::new(start, start + hit.len()));
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
