//! What is counted: the partial results of documents and of the corpus. Integers only, so that they merge exactly.

use std::io;
use std::ops::AddAssign;

use super::characters::Characters;
use super::lengths::Lengths;
use super::needs::WithSpectrum;
use super::quality::Quality;
use super::reading::Reading;
use crate::error::PartialProblem;
use crate::measure::diversity::Spectrum;
use crate::measure::{Undefined, WindowTypes};
use crate::partial::{Reader, Stored, Writer};
use crate::vocabulary::Vocabulary;

/// Counts that add up over the parts of a document and over documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) documents: u64,
    pub(super) bytes: u64,
    pub(super) characters: u64,
    pub(super) lines: u64,
    pub(super) crlf_lines: u64,
    pub(super) paragraphs: u64,
    pub(super) sentences: u64,
    pub(super) tokens: u64,
    /// Characters of all tokens together.
    pub(super) token_characters: u64,
    pub(super) windows: WindowTypes,
    pub(super) kinds: Characters,
    pub(super) lengths: Lengths,
    pub(super) reading: Reading,
    pub(super) quality: Quality,
}

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.characters += other.characters;
        self.lines += other.lines;
        self.crlf_lines += other.crlf_lines;
        self.paragraphs += other.paragraphs;
        self.sentences += other.sentences;
        self.tokens += other.tokens;
        self.token_characters += other.token_characters;
        self.windows += other.windows;
        self.kinds += other.kinds;
        self.lengths += &other.lengths;
        self.reading += other.reading;
        self.quality += &other.quality;
    }
}

impl Counts {
    /// The plain numbers, in an order that stays.
    fn numbers_mut(&mut self) -> [&mut u64; 17] {
        let Characters { graphemes, punctuation, letters, upper_case, digits, white_space } = &mut self.kinds;
        let WindowTypes { n_windows, n_types } = &mut self.windows;
        [
            &mut self.documents,
            &mut self.bytes,
            &mut self.characters,
            &mut self.lines,
            &mut self.crlf_lines,
            &mut self.paragraphs,
            &mut self.sentences,
            &mut self.tokens,
            &mut self.token_characters,
            n_windows,
            n_types,
            graphemes,
            punctuation,
            letters,
            upper_case,
            digits,
            white_space,
        ]
    }
}

impl Stored for Counts {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.numbers(self.clone().numbers_mut().map(|number| *number))?;
        self.lengths.write(to)?;
        self.reading.write(to)?;
        self.quality.write(to)
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        from.numbers(self.numbers_mut())?;
        self.lengths.read(from)?;
        self.reading.read(from)?;
        self.quality.read(from)
    }
}

/// Counts of distinct words, which do not add up: they come from a vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Distinct {
    pub(super) types: u64,
    /// Types with one token.
    pub(super) hapax: u64,
    /// Empty unless a measure needs it.
    pub(super) spectrum: Spectrum,
}

impl Distinct {
    /// The types of a vocabulary. Cost: O(types), and their sort for a spectrum.
    pub(super) fn of(vocabulary: &Vocabulary, with: WithSpectrum) -> Self {
        let frequencies = vocabulary.iter().map(|(_, frequency)| frequency.n_tokens);
        Self {
            types: vocabulary.n_types() as u64,
            hapax: vocabulary.n_hapax() as u64,
            spectrum: match with {
                WithSpectrum::Yes => Spectrum::of_frequencies(frequencies),
                WithSpectrum::No => Spectrum::default(),
            },
        }
    }
}

/// All that the measures of one row are made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    pub(super) counts: Counts,
    pub(super) distinct: Distinct,
    /// The wanted measures of the order of tokens, by their place among all such measures. They belong to one document
    /// and are never merged, so a row about several has none.
    pub(super) sequences: Vec<Option<Result<f64, Undefined>>>,
}
