//! Passages that two texts share: runs of the same words, whatever their case and punctuation.

use std::num::NonZero;

use super::{WordHasher, shingles_into};
use crate::document::Span;

/// Of a shingle that a text repeats, so many places are tried; a text that says one thing a thousand times would
/// otherwise cost the square of that.
const MAX_PLACES: usize = 8;

/// A run of words of the first text that the second one has as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// How many words it has.
    pub n_words: usize,
    /// Its place in the first text.
    pub span: Span,
}

/// The runs of `n_words` words or more that `a` shares with `b` and that cannot be made longer at either end, the longest
/// first, no two of them overlapping in `a`. Cost: linear in both texts, and in what they share.
pub fn shared_passages(a: &str, b: &str, n_words: NonZero<usize>) -> Vec<Passage> {
    let (a, b) = (Words::of(a), Words::of(b));
    let n_words = NonZero::new(n_words.get().min(a.hashes.len()).min(b.hashes.len())).unwrap_or(NonZero::<usize>::MIN);
    let mut places: Vec<(u64, usize)> = a.shingles(n_words).into_iter().zip(0..).collect();
    places.sort_unstable();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at_b, shingle) in b.shingles(n_words).into_iter().enumerate() {
        let first = places.partition_point(|place| place.0 < shingle);
        let equal = places[first..].iter().take_while(|place| place.0 == shingle).take(MAX_PLACES);
        for &(_, at_a) in equal {
            let goes_on_before = at_a > 0 && at_b > 0 && a.hashes[at_a - 1] == b.hashes[at_b - 1];
            if !goes_on_before {
                let pairs = a.hashes[at_a..].iter().zip(&b.hashes[at_b..]);
                runs.push((pairs.take_while(|(a, b)| a == b).count(), at_a));
            }
        }
    }
    runs.sort_unstable_by_key(|&(n_words, at)| (usize::MAX - n_words, at));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (n_words, at) in runs {
        if taken.iter().all(|&(n_taken, start)| at + n_words <= start || start + n_taken <= at) {
            taken.push((n_words, at));
        }
    }
    taken.into_iter().map(|(n_words, at)| Passage { n_words, span: a.span(at, n_words) }).collect()
}

struct Words {
    hashes: Vec<u64>,
    spans: Vec<Span>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self { hashes: Vec::new(), spans: Vec::new() };
        WordHasher::default().for_each(text, |span, hash| {
            words.hashes.push(hash);
            words.spans.push(span);
        });
        words
    }

    fn shingles(&self, n_words: NonZero<usize>) -> Vec<u64> {
        let mut shingles = Vec::new();
        shingles_into(&self.hashes, n_words, &mut shingles);
        shingles
    }

    fn span(&self, at: usize, n_words: usize) -> Span {
        Span::new(self.spans[at].start, self.spans[at + n_words - 1].end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: &[(usize, &str)]) {
        let passages = shared_passages(a, b, NonZero::new(3).unwrap());
        let found: Vec<_> = passages.iter().map(|passage| (passage.n_words, passage.span.of(a))).collect();
        assert_eq!(found, expected, "{a:?} in {b:?}");
    }

    #[test]
    fn passages_are_the_longest_runs_of_the_same_words() {
        check("One two, THREE four! five", "zero one two three four", &[(4, "One two, THREE four")]);
        check("a b c x d e f g", "d e f g y a b c", &[(4, "d e f g"), (3, "a b c")]);
        check("a b x c d", "a b y c d", &[]);
        check("two words", "Two words", &[(2, "two words")]);
        check("", "a b c", &[]);
        check("a b c", "…", &[]);
    }

    #[test]
    fn a_run_at_many_places_is_taken_where_it_is_longest() {
        check("x a b c y a b c d z", "a b c d", &[(4, "a b c d"), (3, "a b c")]);
    }

    #[test]
    fn a_text_that_repeats_itself_without_end_is_done_in_time() {
        let text = "so ".repeat(20_000);
        assert_eq!(shared_passages(&text, &text, NonZero::new(5).unwrap())[0].n_words, 20_000);
    }
}
