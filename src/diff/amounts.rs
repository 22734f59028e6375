//! How much two texts differ, in words and lines.

use similar::DiffOp;

use super::alignment::Alignment;
use super::deadline::{Completeness, Deadline};
use super::ignore::Granularity;
use super::parts::Parts;
use crate::text;

/// How much two texts differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Words: UAX #29 word segments that hold a letter or a number, as every verb counts them.
    pub words: Counts,
    /// Lines, if lines were compared.
    pub lines: Option<Counts>,
    /// Whether there was time for the best alignment. If not, what is common is a lower bound.
    pub completeness: Completeness,
}

/// How many parts two texts have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Parts of the old text.
    pub n_old: u64,
    /// Parts of the new text.
    pub n_new: u64,
    /// Parts that correspond: they are the same and stand in the same order in both.
    pub n_common: u64,
}

impl Amounts {
    /// 2 c / (m + n) for c common words among m old and n new ones, from 0 to 1; 1 if neither text has a word.
    ///
    /// This is the ratio of Ratcliff and Metzener (Dr. Dobb's Journal, July 1988), over words instead of characters
    /// and with the common words of a diff instead of recursive longest blocks.
    pub fn similarity(&self) -> f64 {
        match self.words.n_old + self.words.n_new {
            0 => 1.0,
            n_words => 2.0 * self.words.n_common as f64 / n_words as f64,
        }
    }
}

impl Counts {
    /// Parts of the new text without a counterpart in the old one.
    pub fn n_added(&self) -> u64 {
        self.n_new - self.n_common
    }

    /// Parts of the old text without a counterpart in the new one.
    pub fn n_removed(&self) -> u64 {
        self.n_old - self.n_common
    }

    /// Counts texts of which one is empty or that are equal: nothing needs to be aligned.
    fn without_alignment(old: &str, new: &str, count: impl Fn(&str) -> u64) -> Option<Self> {
        if old == new {
            let n = count(old);
            return Some(Self { n_old: n, n_new: n, n_common: n });
        }
        let is_alone = old.is_empty() || new.is_empty();
        is_alone.then(|| Self { n_old: count(old), n_new: count(new), n_common: 0 })
    }

    /// Counts the parts that `counts` holds of, by run of the alignment.
    fn of(alignment: &Alignment, old: &Parts<'_>, new: &Parts<'_>, counts: impl Fn(&str) -> bool) -> Self {
        let mut all = Self::default();
        for run in &alignment.runs {
            let n_old = run.old_range().filter(|&idx| counts(old.get(idx))).count() as u64;
            all.n_old += n_old;
            all.n_new += run.new_range().filter(|&idx| counts(new.get(idx))).count() as u64;
            if let DiffOp::Equal { .. } = run {
                all.n_common += n_old;
            }
        }
        all
    }
}

/// Measures how much two texts differ. A text that is missing is an empty one.
///
/// Punctuation takes part in the alignment of words but is not counted. Cost: linear for equal texts and for one alone,
/// else that of one alignment of words, and one of lines unless only words are compared.
pub fn amounts(old: &str, new: &str, granularity: Granularity, deadline: Deadline) -> Amounts {
    // Lines go first: their alignment is quick, and words that use the time up must not spoil it.
    let lines = (granularity == Granularity::Lines).then(|| line_counts(old, new, deadline));
    let (words, completeness) = word_counts(old, new, deadline);
    Amounts {
        words,
        lines: lines.map(|(counts, _)| counts),
        completeness: lines.map_or(completeness, |(_, lines)| lines.max(completeness)),
    }
}

fn word_counts(old: &str, new: &str, deadline: Deadline) -> (Counts, Completeness) {
    if let Some(counts) = Counts::without_alignment(old, new, |text| text::n_words(text) as u64) {
        return (counts, Completeness::Whole);
    }
    let (old, new) = (Parts::words(old), Parts::words(new));
    let alignment = Alignment::of_words(&old, &new, deadline);
    let is_word = |segment: &str| segment.chars().any(char::is_alphanumeric);
    (Counts::of(&alignment, &old, &new, is_word), alignment.completeness)
}

fn line_counts(old: &str, new: &str, deadline: Deadline) -> (Counts, Completeness) {
    if let Some(counts) = Counts::without_alignment(old, new, |text| text::lines(text).count() as u64) {
        return (counts, Completeness::Whole);
    }
    let (old, new) = (Parts::lines(old), Parts::lines(new));
    let alignment = Alignment::of_lines(&old, &new, deadline);
    (Counts::of(&alignment, &old, &new, |_| true), alignment.completeness)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn measured(old: &str, new: &str) -> Amounts {
        amounts(old, new, Granularity::Lines, Deadline::after(Duration::from_secs(60)))
    }

    #[track_caller]
    fn check(old: &str, new: &str, words: [u64; 3], lines: [u64; 2], similarity: f64) {
        let found = measured(old, new);
        assert_eq!([found.words.n_old, found.words.n_new, found.words.n_common], words);
        assert_eq!(found.lines.map(|lines| [lines.n_added(), lines.n_removed()]), Some(lines));
        assert_eq!(found.similarity(), similarity);
    }

    #[test]
    fn amounts_count_words_without_punctuation_and_lines() {
        check("one two.\nthree\n", "one 2.\nthree\n", [3, 3, 2], [1, 1], 2.0 / 3.0);
        check("", "one two\n", [0, 2, 0], [1, 0], 0.0);
        check("one", "", [1, 0, 0], [0, 1], 0.0);
        check("one\n", "one\n", [1, 1, 1], [0, 0], 1.0);
    }

    #[test]
    fn texts_that_differ_in_white_space_and_punctuation_alone_have_similarity_one() {
        check("one two\n", "one\ntwo!\n", [2, 2, 2], [2, 1], 1.0);
        check("", "...\n", [0, 0, 0], [1, 0], 1.0);
    }

    #[test]
    fn lines_are_not_compared_where_words_are_asked_for() {
        let found = amounts("a\n", "b\n", Granularity::Words, Deadline::after(Duration::from_secs(60)));
        assert_eq!((found.lines, found.words.n_added(), found.words.n_removed()), (None, 1, 1));
    }

    proptest! {
        #[test]
        fn counts_agree_with_those_of_other_verbs(old in "[a1' .,\n\u{301}漢]{0,40}", new in "[a1' .,\n\u{301}漢]{0,40}") {
            let found = measured(&old, &new);
            prop_assert_eq!(found.words.n_old, text::n_words(&old) as u64);
            prop_assert_eq!(found.words.n_new, text::n_words(&new) as u64);
            prop_assert!(found.words.n_common <= found.words.n_old.min(found.words.n_new));
        }
    }
}
