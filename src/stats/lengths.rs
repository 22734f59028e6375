//! How long words, sentences, paragraphs and documents are.

use std::io;
use std::ops::AddAssign;

use super::needs::Needs;
use crate::document::Span;
use crate::error::PartialProblem;
use crate::measure::summary::Histogram;
use crate::partial::{Reader, Stored, Writer};
use crate::text::{Language, for_each_sentence, paragraphs};

/// Lengths by what has them. A border between the parts of a long text ends a sentence and a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    /// In characters.
    pub(super) words: Histogram,
    /// In tokens, as those below.
    pub(super) sentences: Histogram,
    pub(super) paragraphs: Histogram,
    pub(super) documents: Histogram,
}

impl AddAssign<&Self> for Lengths {
    fn add_assign(&mut self, other: &Self) {
        self.words.merge(&other.words);
        self.sentences.merge(&other.sentences);
        self.paragraphs.merge(&other.paragraphs);
        self.documents.merge(&other.documents);
    }
}

impl Lengths {
    /// Adds the sentences and paragraphs of `text` that are needed. `starts` are where its tokens begin, ascending; a
    /// token belongs to the sentence in which it begins.
    ///
    /// Cost: a binary search in the tokens for each sentence and paragraph.
    pub(super) fn add_blocks(&mut self, text: &str, starts: &[usize], language: Language, needs: Needs) {
        let n_tokens = |span: Span| {
            let below = |at: usize| starts.partition_point(|&start| start < at);
            (below(span.end) - below(span.start)) as u64
        };
        if needs.contains(Needs::SENTENCE_LENGTHS) {
            for_each_sentence(text, language, |sentence| self.sentences.add(n_tokens(sentence)));
        }
        if needs.contains(Needs::PARAGRAPH_LENGTHS) {
            paragraphs(text).for_each(|paragraph| self.paragraphs.add(n_tokens(paragraph)));
        }
    }
}

impl Stored for Lengths {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for lengths in [&self.words, &self.sentences, &self.paragraphs, &self.documents] {
            to.number(lengths.iter().count() as u64)?;
            lengths.iter().try_for_each(|(length, times)| to.numbers([length, times]))?;
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        for lengths in [&mut self.words, &mut self.sentences, &mut self.paragraphs, &mut self.documents] {
            for _ in 0..from.number()? {
                lengths.add_times(from.number()?, from.number()?);
            }
        }
        Ok(())
    }
}

/// Lengths below this are counted in a plain table before they go into the histogram.
const SHORT: usize = 64;

/// Counts the lengths of the words of one text after the other.
#[derive(Clone, Debug)]
pub(super) struct WordLengths {
    short: [u64; SHORT],
    long: Histogram,
}

impl Default for WordLengths {
    fn default() -> Self {
        Self { short: [0; SHORT], long: Histogram::default() }
    }
}

impl WordLengths {
    /// Adds a word. Cost: next to nothing for a word of usual length.
    pub(super) fn add(&mut self, n_characters: u64) {
        match self.short.get_mut(n_characters as usize) {
            Some(count) => *count += 1,
            None => self.long.add(n_characters),
        }
    }

    /// All that was added since the last time.
    pub(super) fn take(&mut self) -> Histogram {
        let mut all = std::mem::take(&mut self.long);
        for (length, count) in (0..).zip(&mut self.short) {
            all.add_times(length, std::mem::take(count));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_are_counted_once() {
        let mut lengths = WordLengths::default();
        for length in [3, 63, 64, 3, 100_000] {
            lengths.add(length);
        }
        assert_eq!(lengths.take().iter().collect::<Vec<_>>(), [(3, 2), (63, 1), (64, 1), (100_000, 1)]);
        assert!(lengths.take().is_empty());
    }

    #[test]
    fn sentences_and_paragraphs_have_the_tokens_that_begin_in_them() {
        let (text, starts) = ("One two. Three!\n\n* Four *\n", [0, 4, 9, 19]);
        let mut lengths = Lengths::default();
        let needs = Needs::SENTENCE_LENGTHS | Needs::PARAGRAPH_LENGTHS;
        lengths.add_blocks(text, &starts, Language::Any, needs);
        assert_eq!(lengths.sentences.iter().collect::<Vec<_>>(), [(1, 2), (2, 1)]);
        assert_eq!(lengths.paragraphs.iter().collect::<Vec<_>>(), [(1, 1), (3, 1)]);
        let mut none = Lengths::default();
        none.add_blocks(text, &starts, Language::Any, Needs::TOKENS);
        assert_eq!(none, Lengths::default());
    }
}
