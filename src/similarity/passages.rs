//! Passages that two texts share: runs of the same words, whatever their case and punctuation.

use std::collections::BTreeMap;
use std::num::NonZero;

use super::{WordHasher, shingles_into};
use crate::document::Span;
use crate::text;

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
    let mut taken = Apart::default();
    let passages = runs.into_iter().map(|(n_words, at)| Passage { n_words, span: a.span(at, n_words) });
    passages.filter(|passage| taken.take(passage.span)).collect()
}

/// Spans without overlaps, by their starts.
#[derive(Default)]
struct Apart(BTreeMap<usize, usize>);

impl Apart {
    /// Takes `span` unless it overlaps one that is there. `true` if it was taken.
    fn take(&mut self, span: Span) -> bool {
        // Those that are there do not overlap, so the last that begins before the end is the last to reach into the span.
        let is_apart = self.0.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start);
        if is_apart {
            self.0.insert(span.start, span.end);
        }
        is_apart
    }
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
        words.part_pieces(text);
        words
    }

    /// Gives the words of a piece places of their own where they are those of the text as it stands. A script that does not
    /// part words has whole sentences in one piece. Where normalizing changed the number of words, all keep the piece.
    fn part_pieces(&mut self, text: &str) {
        for of_piece in self.spans.chunk_by_mut(|a, b| a == b).filter(|words| words.len() > 1) {
            let piece = of_piece[0];
            let parts: Vec<Span> = text::words(piece.of(text))
                .map(|(at, word)| Span::new(at, at + word.len()).shifted(piece.start))
                .collect();
            if parts.len() == of_piece.len() {
                of_piece.copy_from_slice(&parts);
            }
        }
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
    use proptest::prelude::*;

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
    fn passages_of_scripts_that_do_not_part_words_are_apart() {
        check("河水很冷甲乙丙丁", "丙丁甲乙丙河水很冷", &[(4, "河水很冷"), (3, "甲乙丙")]);
        check("その日は雨でした。", "その日は雪でした", &[(4, "その日は"), (3, "でした")]);
    }

    proptest! {
        #[test]
        fn passages_never_overlap_whatever_the_script(
            parts in prop::collection::vec(prop::sample::select(vec![
                "河", "水", "冷", "さ", "む", "い", "カ゛", "ﾃﾞ", "ก", "ำ", "ไม่", "မ", "ក", "ສ", "서울", "a", "b", "ﬁ", "½", "'", "é",
                "e\u{301}", " ", "。", "\u{200d}", "İ", "ß", "1", ".",
            ]), 2..120),
            cut in 0_usize..120,
            n_words in 1_usize..5,
        ) {
            let a = parts.concat();
            let (first, last) = parts.split_at(cut.min(parts.len()));
            let b = [last, first].concat().concat();
            let mut passages = shared_passages(&a, &b, NonZero::new(n_words).unwrap());
            passages.sort_by_key(|passage| passage.span);
            prop_assert!(passages.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{passages:?}");
            prop_assert!(passages.iter().all(|passage| a.get(passage.span.start..passage.span.end).is_some()));
        }
    }

    #[test]
    fn a_great_many_passages_are_told_apart_in_time() {
        let words =
            |gap: &str| (0..60_000).map(|n| format!("w{n} {}", if n % 3 == 0 { gap } else { "" })).collect::<String>();
        assert_eq!(shared_passages(&words("x "), &words("y "), NonZero::new(3).unwrap()).len(), 19_999);
    }

    #[test]
    fn a_text_that_repeats_itself_without_end_is_done_in_time() {
        let text = "so ".repeat(20_000);
        assert_eq!(shared_passages(&text, &text, NonZero::new(5).unwrap())[0].n_words, 20_000);
    }
}
