//! Which work the asked columns need, so that nothing else is done.

use std::ops::BitOr;

/// A set of kinds of work on a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs(u32);

impl Needs {
    /// Nothing but what the input layer knows.
    pub(super) const NONE: Self = Self(0);
    /// Counting characters.
    pub(super) const CHARACTERS: Self = Self(1);
    /// Counting lines.
    pub(super) const LINES: Self = Self(1 << 1);
    /// Finding paragraphs.
    pub(super) const PARAGRAPHS: Self = Self(1 << 2);
    /// Finding sentences.
    pub(super) const SENTENCES: Self = Self(1 << 3);
    /// Counting tokens.
    pub(super) const TOKENS: Self = Self(1 << 4);
    /// Counting the characters of tokens.
    pub(super) const TOKEN_CHARACTERS: Self = Self(1 << 5).or(Self::TOKENS);
    /// Counting the types of each document.
    pub(super) const TYPES: Self = Self(1 << 6).or(Self::TOKENS);
    /// Sliding a window over each document.
    pub(super) const WINDOWS: Self = Self(1 << 7).or(Self::TOKENS);
    /// Handing on the types of each document.
    pub(super) const DOCUMENT_TYPES: Self = Self(1 << 15).or(Self::TYPES);
    /// Keeping the types of the whole corpus. Each document's types are what it is made of.
    pub(super) const VOCABULARY: Self = Self(1 << 8).or(Self::TYPES);

    /// Counting n-grams.
    pub(super) const NGRAMS: Self = Self(1 << 9).or(Self::VOCABULARY);
    /// Counting which words stand near which.
    pub(super) const COLLOCATIONS: Self = Self(1 << 10).or(Self::VOCABULARY);
    /// Keeping which documents have which types.
    pub(super) const POSTINGS: Self = Self(1 << 11).or(Self::VOCABULARY);
    /// Counting graphemes.
    pub(super) const GRAPHEMES: Self = Self(1 << 16);
    /// Counting punctuation.
    pub(super) const PUNCTUATION: Self = Self(1 << 17);
    /// Counting letters, digits and the like.
    pub(super) const CHARACTER_KINDS: Self = Self(1 << 18);
    /// Making the frequency spectrum of the types.
    pub(super) const SPECTRUM: Self = Self(1 << 19).or(Self::TYPES);
    /// Keeping the order of each document's tokens.
    pub(super) const ORDER: Self = Self(1 << 12).or(Self::TOKENS);
    /// Computing measures of that order.
    pub(super) const SEQUENCES: Self = Self(1 << 20).or(Self::ORDER);
    /// Counting words by length.
    pub(super) const WORD_LENGTHS: Self = Self(1 << 21).or(Self::TOKEN_CHARACTERS);
    /// Counting sentences by length.
    pub(super) const SENTENCE_LENGTHS: Self = Self(1 << 22).or(Self::TOKENS);
    /// Counting paragraphs by length.
    pub(super) const PARAGRAPH_LENGTHS: Self = Self(1 << 23).or(Self::TOKENS);
    /// Counting documents by length.
    pub(super) const DOCUMENT_LENGTHS: Self = Self(1 << 30).or(Self::TOKENS);
    /// Counting letters of words for readability.
    pub(super) const READING: Self = Self(1 << 24).or(Self::TOKENS).or(Self::SENTENCES);
    /// Counting syllables of words.
    pub(super) const SYLLABLES: Self = Self(1 << 25).or(Self::READING);
    /// Counting characters for text quality.
    pub(super) const QUALITY_CHARACTERS: Self = Self(1 << 26);
    /// Counting lines for text quality.
    pub(super) const QUALITY_LINES: Self = Self(1 << 27);
    /// Counting n-grams that come again for text quality.
    pub(super) const QUALITY_NGRAMS: Self = Self(1 << 13).or(Self::ORDER).or(Self::QUALITY_CHARACTERS);
    /// Counting lines and paragraphs that come again, as Gopher's filter has them.
    pub(super) const QUALITY_PASSAGES: Self = Self(1 << 14).or(Self::QUALITY_LINES).or(Self::QUALITY_CHARACTERS);
    /// Counting paragraphs and sentences for text quality.
    pub(super) const QUALITY_BLOCKS: Self = Self(1 << 28);
    /// Looking at words for text quality, which relates them to lines and characters too.
    pub(super) const QUALITY_WORDS: Self =
        Self(1 << 29).or(Self::TYPES).or(Self::QUALITY_LINES).or(Self::QUALITY_CHARACTERS);

    /// The set as a number, for a file.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// The set that [`Self::bits`] gave.
    pub(super) fn of_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Both.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the frequency spectrum must be made.
    pub(super) fn with_spectrum(self) -> WithSpectrum {
        if self.contains(Self::SPECTRUM) { WithSpectrum::Yes } else { WithSpectrum::No }
    }

    /// Whether any of `others` is needed.
    pub(super) fn contains_any(self, others: &[Self]) -> bool {
        others.iter().any(|&other| self.contains(other))
    }

    /// Whether all of `other` is needed.
    pub(super) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Whether the frequency spectrum is made, which costs a sort of the frequencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WithSpectrum {
    Yes,
    No,
}

impl BitOr for Needs {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl FromIterator<Needs> for Needs {
    fn from_iter<I: IntoIterator<Item = Self>>(needs: I) -> Self {
        needs.into_iter().fold(Self::NONE, Self::or)
    }
}
