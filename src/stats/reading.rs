//! What formulas of readability count, and in which language.

use std::io;
use std::ops::AddAssign;

use crate::error::PartialProblem;
use crate::measure::Undefined;
use crate::measure::readability::{Formula, TextCounts};
use crate::partial::{Reader, Stored, Writer, damaged};
use crate::text::{Language, syllables};

/// Counts for readability with the language that they were made in. Words and sentences are counted elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) counts: TextCounts,
    pub(super) spoken: Spoken,
}

/// The language of one or more documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Spoken {
    /// There are no documents yet.
    #[default]
    Nothing,
    /// All in this language; `None` if it is not known.
    One(Option<LanguageCode>),
    /// Not all in the same language.
    Several,
}

/// A code of ISO 639-1, or of three letters for a language that has none there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LanguageCode {
    /// Lower-case ASCII letters, then zeros.
    letters: [u8; 3],
}

impl LanguageCode {
    /// The language that a tag of BCP 47 names, as `en-GB`; `None` if it names none.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        let known = Language::from_tag(tag).filter(|&language| language != Language::Any);
        let code = known.map_or_else(|| first_part(tag), |language| language.code());
        let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_code || code.eq_ignore_ascii_case("und") {
            return None;
        }
        let mut letters = [0; 3];
        letters.iter_mut().zip(code.bytes()).for_each(|(letter, byte)| *letter = byte.to_ascii_lowercase());
        Some(Self { letters })
    }

    /// The code.
    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(&self.letters).unwrap_or_default().trim_end_matches('\0')
    }

    /// The language as far as rules are known for it.
    pub(super) fn language(&self) -> Language {
        Language::from_tag(self.as_str()).unwrap_or_default()
    }
}

/// A tag without region, script and the like.
fn first_part(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

impl Spoken {
    /// The language of all of these and all of those.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (left, right) if left == right => left,
            _ => Self::Several,
        }
    }
}

impl Reading {
    /// Adds a word. Syllables are counted only where there is a rule for them.
    pub(super) fn add_word(&mut self, word: &str, with: WithSyllables) {
        let n_letters = word.chars().filter(|c| c.is_alphanumeric()).count() as u64;
        self.counts.n_letters += n_letters;
        self.counts.n_long_words += u64::from(n_letters > 6);
        if let Some(n_syllables) = with.0.and_then(|language| syllables(word, language)) {
            self.counts.n_syllables += n_syllables as u64;
            self.counts.n_polysyllables += u64::from(n_syllables >= 3);
            self.counts.n_monosyllables += u64::from(n_syllables == 1);
        }
    }

    /// The value of a formula, if it holds for the language.
    pub(super) fn value(&self, formula: &Formula, n_words: u64, n_sentences: u64) -> Result<f64, Undefined> {
        let counts = TextCounts { n_words, n_sentences, ..self.counts };
        match self.spoken {
            Spoken::Nothing => Err(Undefined::Because("no documents")),
            Spoken::Several => Err(Undefined::Because("no one language for all documents")),
            Spoken::One(None) => Err(Undefined::Because("the language is not known")),
            Spoken::One(Some(code)) => formula.value(&counts, code.as_str()),
        }
    }

    /// All syllables, if there is a rule for them.
    pub(super) fn n_syllables(&self) -> Result<u64, Undefined> {
        match self.spoken {
            Spoken::Nothing => Ok(0),
            Spoken::Several => Err(Undefined::Because("no one language for all documents")),
            Spoken::One(None) => Err(Undefined::Because("the language is not known")),
            Spoken::One(Some(code)) if syllables("", code.language()).is_none() => {
                Err(Undefined::Because("no rule for syllables of the language"))
            }
            Spoken::One(Some(_)) => Ok(self.counts.n_syllables),
        }
    }
}

impl AddAssign for Reading {
    fn add_assign(&mut self, other: Self) {
        self.spoken = self.spoken.and(other.spoken);
        self.counts.n_letters += other.counts.n_letters;
        self.counts.n_long_words += other.counts.n_long_words;
        self.counts.n_syllables += other.counts.n_syllables;
        self.counts.n_polysyllables += other.counts.n_polysyllables;
        self.counts.n_monosyllables += other.counts.n_monosyllables;
    }
}

impl Stored for Reading {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let TextCounts { n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables, .. } = self.counts;
        to.numbers([n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables])?;
        match &self.spoken {
            Spoken::Nothing => to.text("-"),
            Spoken::Several => to.text("*"),
            Spoken::One(code) => to.text(code.as_ref().map_or("", LanguageCode::as_str)),
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        let TextCounts { n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables, .. } =
            &mut self.counts;
        from.numbers([n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables])?;
        self.spoken = match &*from.text()? {
            "-" => Spoken::Nothing,
            "*" => Spoken::Several,
            "" => Spoken::One(None),
            code => Spoken::One(Some(LanguageCode::of_tag(code).ok_or_else(|| damaged("a language has no code"))?)),
        };
        Ok(())
    }
}

/// The language by whose rules syllables are counted, if they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WithSyllables(pub(super) Option<Language>);

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(tags: &[&str]) -> Spoken {
        let one = |tag: &&str| Spoken::One(LanguageCode::of_tag(tag));
        tags.iter().map(one).fold(Spoken::Nothing, Spoken::and)
    }

    #[test]
    fn documents_share_a_language_or_are_in_several() {
        assert_eq!(spoken(&[]), Spoken::Nothing);
        assert_eq!(spoken(&["en", "en-GB", "ENG"]), Spoken::One(LanguageCode::of_tag("en")));
        assert_eq!(spoken(&["en", "", "en"]), Spoken::Several);
        assert_eq!(spoken(&["", "und", "English"]), Spoken::One(None));
        assert_eq!(spoken(&["sv", "da"]), Spoken::Several);
        assert_eq!(LanguageCode::of_tag("SV_se").unwrap().as_str(), "sv");
    }

    #[test]
    fn letters_are_counted_in_any_language_and_syllables_where_there_is_a_rule() {
        let mut reading = Reading::default();
        for word in ["readability", "it's", "well-known"] {
            reading.add_word(word, WithSyllables(Some(Language::English)));
        }
        let expected = TextCounts {
            n_letters: 23,
            n_long_words: 2,
            n_syllables: 8,
            n_polysyllables: 1,
            n_monosyllables: 1,
            ..TextCounts::default()
        };
        assert_eq!(reading.counts, expected);
        let mut persian = Reading { spoken: spoken(&["fa"]), ..Reading::default() };
        persian.add_word("کتاب", WithSyllables(Some(Language::Persian)));
        assert_eq!((persian.counts.n_letters, persian.counts.n_syllables), (4, 0));
        assert_eq!(persian.n_syllables().unwrap_err().to_string(), "no rule for syllables of the language");
    }
}
