//! The words of two corpora, side by side.

use std::cmp::Ordering;

use rayon::slice::ParallelSliceMut;

use crate::measure::keyness::{Comparison, KEYNESS_MEASURES};
use crate::measure::{Undefined, p_value};
use crate::vocabulary::{Frequency, Vocabulary};

/// A word with its frequencies in both corpora, of which one may be zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct ComparedWord<'v> {
    pub(super) word: &'v str,
    pub(super) target: Frequency,
    pub(super) reference: Frequency,
    pub(super) comparison: Result<Comparison, Undefined>,
    /// By Rayson and Garside; below zero if it is not defined.
    g2: f64,
}

/// In which of the two corpora a word is relatively more frequent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Positive,
    Negative,
    None,
}

impl<'v> ComparedWord<'v> {
    /// Every word of either corpus that has at least `min_frequency` tokens in one of them: by falling G2, then by code
    /// points. `n_tokens` are the sizes of the corpora. Cost: sorting both vocabularies.
    pub(super) fn all(
        target: &'v Vocabulary,
        reference: &'v Vocabulary,
        n_tokens: [u64; 2],
        min_frequency: u64,
    ) -> Vec<Self> {
        let mut words = Vec::with_capacity(target.n_types().max(reference.n_types()));
        let is_frequent = |[a, b]: [Frequency; 2]| a.n_tokens.max(b.n_tokens) >= min_frequency;
        for_each_word(target, reference, |word, frequencies| {
            if is_frequent(frequencies) {
                words.push(Self::new(word, frequencies, n_tokens));
            }
        });
        words.par_sort_unstable_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.word.cmp(b.word)));
        words
    }

    /// The probability of its G2 by chance, if that is defined.
    pub(super) fn probability(&self) -> Option<f64> {
        (self.g2 >= 0.0).then(|| p_value(self.g2))
    }

    /// Where the word is relatively more frequent; `None` if a corpus is empty.
    pub(super) fn direction(&self, n_tokens: [u64; 2]) -> Option<Direction> {
        self.comparison.ok()?;
        let of_target = u128::from(self.target.n_tokens) * u128::from(n_tokens[1]);
        let of_reference = u128::from(self.reference.n_tokens) * u128::from(n_tokens[0]);
        Some(match of_target.cmp(&of_reference) {
            Ordering::Greater => Direction::Positive,
            Ordering::Less => Direction::Negative,
            Ordering::Equal => Direction::None,
        })
    }

    fn new(word: &'v str, [target, reference]: [Frequency; 2], [c, d]: [u64; 2]) -> Self {
        let comparison = Comparison::new(target.n_tokens, reference.n_tokens, c, d);
        let g2 = comparison.and_then(|comparison| g2(&comparison)).unwrap_or(-1.0);
        Self { word, target, reference, comparison, g2 }
    }
}

impl Direction {
    /// The name, as keywords are called (Scott 1997).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::None => "none",
        }
    }
}

/// The measure by which words are ordered and tested.
fn g2(comparison: &Comparison) -> Result<f64, Undefined> {
    let mut measures = KEYNESS_MEASURES.iter().flat_map(|family| family.iter());
    let g2 = measures.find(|measure| measure.name == "g2").ok_or(Undefined::Because("there is no such measure"))?;
    (g2.compute)(comparison)
}

/// Goes through the words of two vocabularies together, in code point order.
fn for_each_word<'v>(left: &'v Vocabulary, right: &'v Vocabulary, mut each: impl FnMut(&'v str, [Frequency; 2])) {
    let (left, right) = (in_order(left), in_order(right));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((left, _)), Some((right, _))) => left.cmp(right),
        };
        let from_left = if order.is_le() { left.next() } else { None };
        let from_right = if order.is_ge() { right.next() } else { None };
        if let Some((word, _)) = from_left.or(from_right) {
            let frequency = |side: Option<(&str, Frequency)>| side.map(|(_, frequency)| frequency).unwrap_or_default();
            each(word, [frequency(from_left), frequency(from_right)]);
        }
    }
}

fn in_order(vocabulary: &Vocabulary) -> Vec<(&str, Frequency)> {
    let mut words: Vec<_> = vocabulary.iter().collect();
    words.par_sort_unstable_by_key(|(word, _)| *word);
    words
}
