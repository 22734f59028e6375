//! Text quality: how much of a text is n-grams that come again.

use crate::measure::undefined::{Undefined, quotient};

/// Counts of the n-grams of a text, for one n.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NgramRepetition {
    /// Characters of the whole text.
    pub n_characters: u64,
    /// Occurrences of the most frequent n-gram.
    pub n_top: u64,
    /// Characters of the most frequent n-gram, blanks between words included.
    pub top_length: u64,
    /// Characters of n-grams that an earlier n-gram equals, read from the left without overlap, blanks not included.
    pub n_repeated_characters: u64,
}

/// The share of the text that its most frequent n-gram makes up, `occurrences * length / characters`, usually for n
/// from 2 to 4 (Rae et al. 2021, table A1). Overlapping occurrences all count, so it may exceed 1. Cost: O(1).
///
/// # Errors
///
/// If the text is empty.
pub fn top_ngram_ratio(counts: NgramRepetition) -> Result<f64, Undefined> {
    quotient(counts.n_top.saturating_mul(counts.top_length), counts.n_characters, "characters")
}

/// The share of the text in n-grams that came before, `repeated characters / characters`, usually for n from 5 to 10
/// (Rae et al. 2021, table A1). Cost: O(1).
///
/// # Errors
///
/// If the text is empty.
pub fn repeated_ngram_ratio(counts: NgramRepetition) -> Result<f64, Undefined> {
    quotient(counts.n_repeated_characters, counts.n_characters, "characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_characters_of_the_text() {
        // "a b a b a b": "a b" three times, and read in pairs twice again.
        let counts = NgramRepetition { n_characters: 11, n_top: 3, top_length: 3, n_repeated_characters: 4 };
        assert_eq!((top_ngram_ratio(counts), repeated_ngram_ratio(counts)), (Ok(9.0 / 11.0), Ok(4.0 / 11.0)));
        assert_eq!(top_ngram_ratio(NgramRepetition::default()).unwrap_err().to_string(), "no characters");
        assert!(repeated_ngram_ratio(NgramRepetition::default()).is_err());
    }
}
