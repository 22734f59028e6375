//! Acronyms and the names that they may stand for.
//!
//! After Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", but
//! stricter: every letter must be the initial of a word.

use super::name::without_possessive;
use crate::document::Span;

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// Whether `word` is an acronym: 2 to 6 letters, at least two of them capitals and the first one too.
///
/// `LRWS`, `L.R.W.S` and `MeK` are; `McAdam` and `WATCHES` are not.
pub(super) fn is_acronym(word: &str) -> bool {
    let letters = || word.chars().filter(|&c| c != '.');
    let n_capitals = letters().filter(|c| c.is_uppercase()).count();
    let n_letters = letters().count();
    let is_written_so = letters().all(char::is_alphabetic) && word.starts_with(char::is_uppercase);
    is_written_so && LETTERS.contains(&n_letters) && n_capitals >= 2 && 2 * n_capitals > n_letters
}

/// The letters of an acronym as they are compared.
pub(super) fn letters(acronym: &str) -> String {
    acronym.chars().filter(|&c| c != '.').flat_map(char::to_lowercase).collect()
}

/// The initials of a name in lower case: of its capitalized words, and of all its words if that is more.
pub(super) fn initials(name: &str) -> Vec<String> {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect();
    let of = |words: &mut dyn Iterator<Item = &&str>| -> String {
        words.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
    };
    let capitals = of(&mut words.iter().filter(|word| word.starts_with(char::is_uppercase)));
    let all = of(&mut words.iter());
    if all == capitals { vec![all] } else { vec![capitals, all] }
}

/// The acronym of the name at `span`: in brackets behind it, or before brackets around it.
pub(super) fn acronym_beside(text: &str, span: Span) -> Option<&str> {
    let behind = || {
        let rest = text[span.end..].trim_start_matches(' ').strip_prefix('(')?;
        rest.split([')', ',', ';', ' ']).next()
    };
    let before = || {
        text[span.end..].starts_with(')').then_some(())?;
        let rest = text[..span.start].strip_suffix('(')?.trim_end_matches(' ');
        rest.rsplit(|c: char| !c.is_alphabetic() && c != '.').next()
    };
    let name = span.of(text);
    let explains = |acronym: &&str| is_acronym(acronym) && initials(name).contains(&letters(acronym));
    let found = behind().map(without_possessive).filter(explains).or_else(|| before().filter(explains))?;
    Some(found.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_short_and_mostly_capitals() {
        for word in ["LRWS", "L.R.W.S", "MeK", "UK"] {
            assert!(is_acronym(word), "{word}");
        }
        for word in ["Lrws", "McAdam", "WATCHES", "A", "A4", "eBay", "mill"] {
            assert!(!is_acronym(word), "{word}");
        }
    }

    #[test]
    fn initials_come_with_and_without_the_small_words() {
        assert_eq!(initials("Lindle River-Watch Society"), ["lrws"]);
        assert_eq!(initials("Watch of the Lindle"), ["wl", "wotl"]);
        assert_eq!(initials("Bund-e Nahr"), ["bn", "ben"]);
    }

    #[track_caller]
    fn check(text: &str, name: &str, expected: Option<&str>) {
        let start = text.find(name).unwrap();
        assert_eq!(acronym_beside(text, Span::new(start, start + name.len())), expected, "{text}");
    }

    #[test]
    fn brackets_explain_an_acronym_whose_letters_are_the_initials() {
        check("the River Watch (RW) met", "River Watch", Some("RW"));
        check("the River Watch (R.W.) met", "River Watch", Some("R.W"));
        check("an RW (River Watch) met", "River Watch", Some("RW"));
        check("the River Watch (WR) met", "River Watch", None);
        check("the River Watch (founded) met", "River Watch", None);
        check("the River Watch met", "River Watch", None);
    }
}
