//! Words too common to tell anything: articles, pronouns, prepositions and the like.
//!
//! The lists of languages are short and closed: function words and forms of auxiliary verbs, no adverbs of time or
//! degree, no nouns. They were written for this project and lie in `stop_words/`.

use std::collections::HashSet;

use super::fold::lowercase_into;

const LISTS: &[(&str, &str)] = &[
    ("ar", include_str!("stop_words/ar.txt")),
    ("de", include_str!("stop_words/de.txt")),
    ("en", include_str!("stop_words/en.txt")),
    ("es", include_str!("stop_words/es.txt")),
    ("fa", include_str!("stop_words/fa.txt")),
    ("fr", include_str!("stop_words/fr.txt")),
    ("ru", include_str!("stop_words/ru.txt")),
];

/// A set of words to leave out, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StopList {
    words: HashSet<String>,
}

impl StopList {
    /// The list of a language by its code of ISO 639-1, if there is one.
    pub fn of_language(code: &str) -> Option<Self> {
        let (_, list) = LISTS.iter().find(|(known, _)| *known == code)?;
        Some(Self::parse(list))
    }

    /// The codes of the languages that have a list.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LISTS.iter().map(|(code, _)| *code)
    }

    /// Reads words parted by white space. A `#` at the beginning of a line makes it a comment.
    pub fn parse(list: &str) -> Self {
        let lines = list.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim_start().starts_with('#'));
        Self { words: lines.flat_map(str::split_whitespace).map(folded).collect() }
    }

    /// Adds the words of another list.
    pub fn extend(&mut self, other: Self) {
        self.words.extend(other.words);
    }

    /// Whether the word is on the list, whatever its case and the form of its apostrophe.
    pub fn contains(&self, word: &str) -> bool {
        !self.words.is_empty() && self.words.contains(&folded(word))
    }

    /// How many words are on the list.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether no word is on the list.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    lowercase_into(word, &mut folded);
    if folded.contains('\u{2019}') { folded.replace('\u{2019}', "'") } else { folded }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case_and_apostrophe() {
        let list = StopList::parse("\u{feff}# comment\nthe Don't\n  # another\nна");
        for word in ["the", "THE", "don't", "Don\u{2019}t", "НА"] {
            assert!(list.contains(word), "{word}");
        }
        assert!(!list.contains("comment") && !list.contains("mill"));
        assert!(StopList::parse("# nothing").is_empty());
    }

    #[test]
    fn lists_add_up() {
        let mut list = StopList::parse("a");
        list.extend(StopList::parse("b"));
        assert!(list.contains("a") && list.contains("b"));
    }

    #[test]
    fn every_language_has_a_list_of_single_words_in_lower_case_without_repetition() {
        for (code, text) in LISTS {
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            let listed: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
            assert!((40..=250).contains(&listed.len()), "{code} has {} words", listed.len());
            assert_eq!(StopList::of_language(code).unwrap().words.len(), listed.len(), "{code} repeats a word");
            for word in listed {
                assert_eq!(words(word).map(|(_, found)| found).collect::<Vec<_>>(), [word], "{code}");
                assert_eq!(folded(word), word, "{code}");
            }
        }
        assert_eq!(StopList::of_language("tlh"), None);
    }
}
