//! Cutting into segments of a bounded number of tokens.

use std::num::NonZero;

use crate::text::{paragraphs, sentences, words};

/// Where segments of at most `n_tokens` tokens begin.
///
/// Each segment takes as much as fits up to the end of a paragraph; if not even the first paragraph fits, up to the end
/// of a sentence; if not even the first sentence fits, as many words as are allowed. Tokens are the words of
/// [`words`], so a word is never cut, however long. Cost: one segmentation of the text by each of the three
/// boundaries, and a binary search in them for each segment.
pub(super) fn starts(text: &str, n_tokens: NonZero<usize>) -> Vec<usize> {
    let words: Vec<(usize, usize)> = words(text).map(|(start, word)| (start, start + word.len())).collect();
    if words.len() <= n_tokens.get() {
        return if text.trim().is_empty() { Vec::new() } else { vec![0] };
    }
    let paragraphs: Vec<usize> = paragraphs(text).map(|span| span.start).collect();
    let mut sentences: Vec<usize> = sentences(text).into_iter().map(|span| span.start).collect();
    // The two kinds of boundary have rules of their own; a sentence that begins inside a word would cut it.
    sentences.retain(|&start| {
        let n_before = words.partition_point(|word| word.0 < start);
        n_before == 0 || words[n_before - 1].1 <= start
    });
    let mut starts = vec![0];
    let mut first_word = 0;
    while words.len() - first_word > n_tokens.get() {
        let limit = word_boundary(text, words[first_word + n_tokens.get() - 1].1, words[first_word + n_tokens.get()].0);
        let from = words[first_word].0;
        let at = last_between(&paragraphs, from, limit).or_else(|| last_between(&sentences, from, limit));
        let at = at.unwrap_or(limit);
        starts.push(at);
        first_word = words.partition_point(|&(start, _)| start < at);
    }
    starts
}

/// The cut between a word that ends at `end` and the next at `start`: behind the white space between them, so that
/// closing punctuation stays with the one and opening punctuation with the other.
fn word_boundary(text: &str, end: usize, start: usize) -> usize {
    let between = &text[end..start];
    let kept = between.trim_end_matches(|c: char| !c.is_whitespace());
    if kept.is_empty() { start } else { end + kept.len() }
}

/// The last of the ascending `places` that lies behind `from` and not behind `limit`.
fn last_between(places: &[usize], from: usize, limit: usize) -> Option<usize> {
    let n = places.partition_point(|&place| place <= limit);
    places[..n].last().copied().filter(|&place| place > from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n_tokens: usize, expected: &[&str]) {
        let text = expected.concat();
        let starts = starts(&text, NonZero::new(n_tokens).unwrap());
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let found: Vec<&str> = starts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_segment_ends_with_a_paragraph_if_one_fits_else_with_a_sentence_else_with_a_word() {
        check(5, &["One two.\n\nThree four.\n\n", "Five six seven.\n"]);
        check(5, &["One two. Three four. ", "Five six seven.\n\n", "Eight nine ten."]);
        check(2, &["one two, ", "(three four) ", "“five"]);
        check(9, &["all of it"]);
    }

    #[test]
    fn a_word_is_never_cut() {
        let long = "x".repeat(10_000);
        check(1, &["a ", &format!("{long} "), "b"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_between_words() {
        check(3, &["日本語", "の文章", "です"]);
    }
}
