//! Names in a text: two to five capitalized words in a row, perhaps with short words in lower case between them.
//!
//! Names are found without a dictionary, so a headline in capitals has many, and languages that capitalise every noun
//! have more. Scripts without capitals have none.

use crate::document::Span;
use crate::text::words;

/// The most capitalized words of a name.
const MAX_CAPITALS: usize = 5;

/// Words in lower case that names have between capitalized ones, in a few languages.
const LINKERS: [&str; 28] = [
    "al", "and", "as", "da", "de", "del", "della", "den", "der", "des", "di", "do", "du", "e", "el", "es", "et", "for",
    "i", "la", "le", "of", "the", "und", "van", "von", "y", "zu",
];

const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// Letters of one that a hyphen joins, whatever it is: the "e" of "Tahrik-e Jadid".
const MAX_LINKER_LETTERS: usize = 3;
const MAX_LINKERS: usize = 2;

/// A word of the text, as far as names are concerned.
#[derive(Clone, Copy, Debug)]
struct Word {
    span: Span,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Capital,
    Linker,
    Other,
}

/// A word without the ending of a possessive.
pub(super) fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].into_iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Hands every name in `text` to `each`: of a run of capitalized words every part of two to five.
///
/// Cost: linear in the text, with at most four names for each capitalized word.
pub(super) fn names(text: &str, mut each: impl FnMut(Span)) {
    let mut run: Vec<Word> = Vec::new();
    for (start, word) in words(text) {
        let word = Word { span: Span::new(start, start + word.len()), kind: kind(text, start, word) };
        let goes_on = run.last().is_some_and(|last| is_joined(&text[last.span.end..start]));
        if !goes_on || word.kind == Kind::Other {
            names_of_run(text, &run, &mut each);
            run.clear();
        }
        if word.kind != Kind::Other {
            run.push(word);
        }
    }
    names_of_run(text, &run, &mut each);
}

fn names_of_run(text: &str, run: &[Word], each: &mut impl FnMut(Span)) {
    for (first_idx, first) in run.iter().enumerate().filter(|(_, word)| word.kind == Kind::Capital) {
        let (mut n_capitals, mut n_linkers) = (1, 0);
        for word in &run[first_idx + 1..] {
            if word.kind == Kind::Linker {
                n_linkers += 1;
                if n_linkers > MAX_LINKERS {
                    break;
                }
                continue;
            }
            (n_capitals, n_linkers) = (n_capitals + 1, 0);
            if n_capitals > MAX_CAPITALS {
                break;
            }
            let last = without_possessive(word.span.of(text));
            each(Span::new(first.span.start, word.span.start + last.len()));
        }
    }
}

fn kind(text: &str, start: usize, word: &str) -> Kind {
    let Some(first) = word.chars().next() else { return Kind::Other };
    let has_hyphen = || text[..start].ends_with(HYPHENS) || text[start + word.len()..].starts_with(HYPHENS);
    match first {
        _ if word.chars().any(char::is_numeric) => Kind::Other,
        _ if first.is_uppercase() => Kind::Capital,
        _ if LINKERS.contains(&word) => Kind::Linker,
        _ if first.is_lowercase() && word.chars().count() <= MAX_LINKER_LETTERS && has_hyphen() => Kind::Linker,
        _ => Kind::Other,
    }
}

/// Whether the text between two words keeps them in one name: white space without a blank line, or a hyphen.
fn is_joined(between: &str) -> bool {
    let is_hyphen = HYPHENS.iter().any(|hyphen| between.chars().eq([*hyphen]));
    let is_space = || !between.is_empty() && between.chars().all(char::is_whitespace);
    is_hyphen || (is_space() && between.matches('\n').count() < 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        names(text, |span| found.push(span.of(text)));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_are_capitalized_words_in_a_row() {
        check("the River Watch met", &["River Watch"]);
        check(
            "A River Watch Society",
            &[
                "A River",
                "A River Watch",
                "A River Watch Society",
                "River Watch",
                "River Watch Society",
                "Watch Society",
            ],
        );
        check("the River, Watch\n\nSociety 2 Mill", &[]);
        check("one River\nWatch’s hut", &["River\nWatch"]);
    }

    #[test]
    fn short_words_may_stand_between_and_not_at_the_ends() {
        check("Watch of the Lindle and", &["Watch of the Lindle"]);
        check("Watch for of the Lindle", &[]);
        check("Watch met the Lindle", &[]);
        check("Bund-e Nahr", &["Bund-e Nahr"]);
        check("People’s Mill’s", &["People’s Mill"]);
    }

    #[test]
    fn long_runs_give_names_of_at_most_five_words() {
        let text = "A B C D E F G";
        let mut longest = 0;
        names(text, |span| longest = longest.max(span.of(text).split(' ').count()));
        assert_eq!(longest, MAX_CAPITALS);
    }
}
