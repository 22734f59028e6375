//! What readability formulas count.

use crate::measure::undefined::{Undefined, at_least};

/// Counts of a text. Only words, sentences and letters can be had in every language; the others may be left at zero
/// if no formula that [`Needs`] them is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextCounts {
    /// W, words.
    pub n_words: u64,
    /// S, sentences.
    pub n_sentences: u64,
    /// L, letters and digits in words.
    pub n_letters: u64,
    /// Words of more than six letters.
    pub n_long_words: u64,
    /// Sy, syllables.
    pub n_syllables: u64,
    /// Words of three syllables or more.
    pub n_polysyllables: u64,
    /// Words of one syllable.
    pub n_monosyllables: u64,
}

/// What a formula counts beside words and sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Letters, in all or by word.
    Letters,
    /// Syllables, in all or by word.
    Syllables,
}

impl TextCounts {
    /// Words per sentence.
    pub(super) fn words_per_sentence(&self) -> Result<f64, Undefined> {
        self.check()?;
        Ok(self.n_words as f64 / self.n_sentences as f64)
    }

    /// A count per word.
    pub(super) fn per_word(&self, count: u64) -> Result<f64, Undefined> {
        self.check()?;
        Ok(count as f64 / self.n_words as f64)
    }

    /// A count per sentence.
    pub(super) fn per_sentence(&self, count: u64) -> Result<f64, Undefined> {
        self.check()?;
        Ok(count as f64 / self.n_sentences as f64)
    }

    fn check(&self) -> Result<(), Undefined> {
        at_least(self.n_words, 1, "words")?;
        at_least(self.n_sentences, 1, "sentences")
    }
}
