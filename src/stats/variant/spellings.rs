//! The words and names of a corpus as they are written, with their frequencies: the partial result that merges.
//!
//! Memory: every distinct spelling once for each thread, about 60 bytes and its text. Of scripts with capitals there are
//! some three times as many spellings as types.

use std::collections::HashMap;
use std::io;

use super::super::stored::{read_words, write_words};
use super::acronym::{acronym_beside, is_acronym};
use super::name::{names, without_possessive};
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer};
use crate::text::words;
use crate::vocabulary::{Frequency, Vocabulary};

/// Longer runs of letters are no words that anyone misspells.
const MAX_LETTERS: usize = 60;

/// A short word that begins a name and also occurs in lower case only began the sentence.
const MAX_ARTICLE_LETTERS: usize = 3;

/// Separates name and acronym, which hold no control character.
const SEPARATOR: char = '\u{1f}';

/// Words and names with their frequencies.
#[derive(Clone, Debug, Default)]
pub(in crate::stats) struct Spellings {
    words: Vocabulary,
    names: Vocabulary,
    /// Names with the acronym that stands beside them in brackets, or that they explain in brackets.
    explained: Vocabulary,
    /// Acronyms that are written with a slash between them, as alternatives are.
    alternatives: Vocabulary,
}

impl Spellings {
    /// Counts the words and names of `text`. Cost: linear in the text.
    pub(in crate::stats) fn read(&mut self, text: &str) {
        let mut before: Option<(&str, usize)> = None;
        for (start, word) in words(text) {
            let (word, end) = (without_possessive(word), start + word.len());
            if word.len() <= MAX_LETTERS && !word.chars().any(char::is_numeric) {
                count(&mut self.words, word);
            }
            if let Some((before, last_end)) = before
                && text[last_end..start] == *"/"
                && is_acronym(before)
                && is_acronym(word)
            {
                count(&mut self.alternatives, &format!("{before}{SEPARATOR}{word}"));
            }
            before = Some((word, end));
        }
        let mut line = String::new();
        names(text, |span| {
            if span.len() > 2 * MAX_LETTERS {
                return;
            }
            line.clear();
            for word in span.of(text).split_whitespace() {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            count(&mut self.names, &line);
            if let Some(acronym) = acronym_beside(text, span) {
                line.push(SEPARATOR);
                line.push_str(acronym);
                count(&mut self.explained, &line);
            }
        });
    }

    /// All spellings together; any order gives the same frequencies.
    pub(in crate::stats) fn merged(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::default(), |a, b| Self {
            words: a.words.merged(b.words),
            names: a.names.merged(b.names),
            explained: a.explained.merged(b.explained),
            alternatives: a.alternatives.merged(b.alternatives),
        })
    }

    /// How much memory they take.
    pub(in crate::stats) fn n_bytes(&self) -> u64 {
        let Self { words, names, explained, alternatives } = self;
        [words, names, explained, alternatives].into_iter().map(Vocabulary::n_bytes).sum()
    }

    /// The words with their frequencies, by code points. A capitalized form of a word that also occurs in lower case
    /// stands at the beginning of a sentence or in a headline, and counts as that word; an acronym that is more frequent
    /// than the word stays an acronym.
    pub(super) fn words(&self) -> Vec<(String, u64)> {
        let mut counted = Vocabulary::default();
        let in_lower_case = self.in_lower_case();
        for (word, frequency) in self.words.iter() {
            let lower = word.to_lowercase();
            let n_lower = in_lower_case.get(&*lower).copied().unwrap_or(0);
            let is_ordinary = n_lower > 0 && (!is_acronym(word) || n_lower >= frequency.n_tokens);
            let id = counted.intern(if is_ordinary { &lower } else { word });
            counted.add(id, frequency);
        }
        sorted(&counted)
    }

    /// The names with their frequencies, by code points, without those that begin with a short word such as "The".
    pub(super) fn names(&self) -> Vec<(String, u64)> {
        let in_lower_case = self.in_lower_case();
        let begins_a_sentence = |name: &str| {
            let first = name.split(' ').next().unwrap_or("");
            first.chars().count() <= MAX_ARTICLE_LETTERS && in_lower_case.contains_key(&*first.to_lowercase())
        };
        sorted(&self.names).into_iter().filter(|(name, _)| !begins_a_sentence(name)).collect()
    }

    /// Names and the acronyms that stand beside them, the most frequent pair first.
    pub(super) fn explained(&self) -> Vec<(String, String)> {
        pairs(&self.explained)
    }

    /// Acronyms with a slash between them, the most frequent pair first.
    pub(super) fn alternatives(&self) -> Vec<(String, String)> {
        pairs(&self.alternatives)
    }

    /// The words that occur without a capital.
    fn in_lower_case(&self) -> HashMap<&str, u64> {
        let words = self.words.iter().filter(|(word, _)| !word.contains(char::is_uppercase));
        words.map(|(word, frequency)| (word, frequency.n_tokens)).collect()
    }
}

impl Stored for Spellings {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let Self { words, names, explained, alternatives } = self;
        [words, names, explained, alternatives].into_iter().try_for_each(|counted| write_words(counted, to).map(|_| ()))
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        let Self { words, names, explained, alternatives } = self;
        for counted in [words, names, explained, alternatives] {
            *counted = read_words(from)?;
        }
        Ok(())
    }
}

fn count(vocabulary: &mut Vocabulary, spelling: &str) {
    let id = vocabulary.intern(spelling);
    vocabulary.add(id, Frequency { n_tokens: 1, n_documents: 0 });
}

fn sorted(vocabulary: &Vocabulary) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> = vocabulary.iter().map(|(word, f)| (word.to_owned(), f.n_tokens)).collect();
    all.sort_unstable();
    all
}

/// Counted pairs, the most frequent first, then by code points.
fn pairs(vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let mut counted = sorted(vocabulary);
    counted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let split = |(pair, _): (String, u64)| pair.split_once(SEPARATOR).map(|(a, b)| (a.to_owned(), b.to_owned()));
    counted.into_iter().filter_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Spellings {
        let mut spellings = Spellings::default();
        spellings.read(text);
        spellings
    }

    fn frequencies(found: &[(String, u64)]) -> Vec<(&str, u64)> {
        found.iter().map(|(word, n)| (word.as_str(), *n)).collect()
    }

    #[test]
    fn capitals_at_the_beginning_of_a_sentence_are_no_other_word() {
        let spellings = read("Mills turn. The mills of Lindle. THE LRWS’s LRWS is the LRWS. 2nd");
        let expected = [("LRWS", 3), ("Lindle", 1), ("is", 1), ("mills", 2), ("of", 1), ("the", 3), ("turn", 1)];
        assert_eq!(frequencies(&spellings.words()), expected);
    }

    #[test]
    fn names_are_counted_in_one_line_and_not_with_an_article() {
        let spellings = read("The River\nWatch met the River Watch");
        assert_eq!(frequencies(&spellings.names()), [("River Watch", 2)]);
    }

    #[test]
    fn acronyms_around_a_slash_are_alternatives() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let spellings = read("LMW/LWS/XY, LWS/XY and/or LMW / LWS");
        assert_eq!(spellings.alternatives(), [pair("LWS", "XY"), pair("LMW", "LWS")]);
    }

    #[test]
    fn any_order_of_merging_gives_the_same_spellings() {
        let texts = ["River Watch (RW)", "the River Watch", "the mill"];
        let merged = |order: [usize; 3]| Spellings::merged(order.into_iter().map(|idx| read(texts[idx])));
        let (one, other) = (merged([0, 1, 2]), merged([2, 0, 1]));
        assert_eq!((one.words(), one.names(), one.explained()), (other.words(), other.names(), other.explained()));
        assert_eq!(one.explained(), [("River Watch".to_owned(), "RW".to_owned())]);
    }
}
