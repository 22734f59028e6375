//! N-grams of one document that come again: what the filter of Gopher looks at, as datatrove 0.10 counts it.

use hashbrown::HashMap;

use crate::measure::quality::{QualityCounts, REPEATED_LENGTHS, TOP_LENGTHS};

/// Adds the n-grams of all `words` of a document, in order.
///
/// Cost: a look-up for each word and each length of n-grams, and the memory of the text for as long as it takes.
pub(super) fn count<'w>(words: impl Iterator<Item = &'w str>, counts: &mut QualityCounts) {
    let (mut spaced, mut joined) = (Row::default(), Row::default());
    for word in words {
        spaced.push(word, " ");
        joined.push(word, "");
    }
    for (sum, n) in counts.top_ngram_characters.iter_mut().zip(TOP_LENGTHS) {
        *sum += top(&spaced, n);
    }
    for (sum, n) in counts.repeated_ngram_characters.iter_mut().zip(REPEATED_LENGTHS) {
        *sum += repeated(&joined, n);
    }
}

/// Words one behind the other in one text.
#[derive(Debug, Default)]
struct Row {
    text: String,
    /// Where each word begins and ends.
    words: Vec<(usize, usize)>,
}

impl Row {
    fn push(&mut self, word: &str, separator: &str) {
        if !self.words.is_empty() {
            self.text.push_str(separator);
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.words.push((start, self.text.len()));
    }

    /// The n-gram that begins with a word, with what is between its words.
    fn ngram(&self, first: usize, n: usize) -> Option<&str> {
        let (last, start) = (self.words.get(first + n - 1)?, self.words.get(first)?);
        Some(&self.text[start.0..last.1])
    }
}

/// The characters of all occurrences of the most frequent n-gram, overlapping ones too; of the first of several.
fn top(row: &Row, n: usize) -> u64 {
    let mut occurrences: HashMap<&str, u64> = HashMap::new();
    let ngrams = || (0..).map_while(|first| row.ngram(first, n));
    let most = ngrams().fold(0, |most, ngram| {
        let count = occurrences.entry(ngram).or_default();
        *count += 1;
        most.max(*count)
    });
    let top = ngrams().find(|ngram| occurrences.get(ngram) == Some(&most));
    top.map_or(0, |ngram| most * n_characters(ngram))
}

/// The characters of n-grams that an earlier one equals, read from the left without overlap. N-grams whose words are the
/// same without the spaces are equal here.
fn repeated(row: &Row, n: usize) -> u64 {
    let (mut known, mut n_repeated, mut first) = (hashbrown::HashSet::new(), 0, 0);
    while let Some(ngram) = row.ngram(first, n) {
        let is_new = known.insert(ngram);
        first += if is_new { 1 } else { n };
        n_repeated += if is_new { 0 } else { n_characters(ngram) };
    }
    n_repeated
}

fn n_characters(text: &str) -> u64 {
    text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters in the most frequent 2-gram, and in 5-grams that come again.
    #[track_caller]
    fn check(text: &str, top: u64, repeated: u64) {
        let mut counts = QualityCounts::default();
        count(text.split(' ').filter(|word| !word.is_empty()), &mut counts);
        assert_eq!((counts.top_ngram_characters[0], counts.repeated_ngram_characters[0]), (top, repeated), "{text:?}");
    }

    #[test]
    fn occurrences_may_overlap_and_repetitions_may_not() {
        check("a b a b a b", 9, 0);
        check("a a a a", 9, 0);
        check("a b c d e a b c d e a b c d e", 9, 10);
        check("x a b c d e y a b c d e", 6, 5);
        check("a a a a a a a a a a a", 30, 10);
    }

    #[test]
    fn of_equally_frequent_ngrams_the_first_counts() {
        check("one two six", 7, 0);
        check("a be a be see", 8, 0);
    }

    #[test]
    fn short_texts_have_no_ngrams() {
        check("", 0, 0);
        check("one", 0, 0);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        check("да да да", 10, 0);
        check("ab c d e f a bc d e f", 6, 6);
    }
}
