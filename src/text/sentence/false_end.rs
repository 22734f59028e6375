//! False ends: places where UAX #29 ends a sentence and a reader does not.
//!
//! The annex knows no words, so that "Dr. Smith" ends a sentence for it. Looked at here are the word before the mark
//! and the word behind it; what is known of words comes from the language's [`Abbreviations`].

use super::bounds::{Bound, Cause};
use super::class::Class;
use crate::text::abbreviation::{Abbreviations, Role};
use crate::text::language::Language;

/// The rules of one language.
pub(super) struct FalseEnds {
    abbreviations: &'static Abbreviations,
    ordinals: Ordinals,
}

/// Where a number with a full stop is an ordinal, "3.", and no end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ordinals {
    /// Before the words that the lists name.
    BeforeKnownWords,
    /// Before all words but those that begin sentences.
    BeforeMostWords,
}

/// A place in a text where UAX #29 ends a sentence.
struct Place<'t> {
    /// The sentence from its beginning to the mark.
    sentence: &'t str,
    mark: &'t str,
    /// Quotes and brackets behind the mark.
    closers: &'t str,
    /// Whether white space follows.
    gap: Gap,
    next: Next<'t>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
}

/// What follows the white space behind a mark.
struct Next<'t> {
    /// Quotes and brackets before the word.
    openers: &'t str,
    /// The first letters, with an apostrophe that is in or behind them; empty if something else follows.
    word: &'t str,
    /// All from there on.
    rest: &'t str,
}

impl FalseEnds {
    pub(super) fn of(language: Language) -> Self {
        let ordinals = match language {
            Language::German => Ordinals::BeforeMostWords,
            _ => Ordinals::BeforeKnownWords,
        };
        Self { abbreviations: Abbreviations::of(language), ordinals }
    }

    /// Whether the sentence of `text` that began at `start` goes on behind `bound`. Cost: O(length of the words beside the
    /// mark), not of the sentence.
    pub(super) fn contains(&self, text: &str, start: usize, bound: Bound) -> bool {
        let Cause::Terminator { start: mark, end, closed_at } = bound.cause else { return false };
        if bound.at == text.len() {
            return false;
        }
        let place = Place {
            sentence: &text[start..mark],
            mark: &text[mark..end],
            closers: &text[end..closed_at],
            gap: if bound.at == closed_at { Gap::None } else { Gap::Space },
            next: Next::at(&text[bound.at..]),
        };
        match place.mark {
            "." => self.is_within(&place),
            "!" | "?" => place.is_tight() || (place.next.is_lower_case() && !place.is_without_capitals()),
            "…" => place.gap == Gap::None && place.closers.is_empty(),
            _ => false,
        }
    }

    /// Whether a full stop is one of an abbreviation, an initial or a number.
    fn is_within(&self, place: &Place<'_>) -> bool {
        let word = last_word(place.sentence);
        if word.is_empty() {
            // A full stop after another one is an ellipsis, and one after a space belongs to the next word: ".NET".
            return place.gap == Gap::None && place.closers.is_empty();
        }
        if place.is_tight() {
            return true;
        }
        if place.closers.contains(is_quote) {
            return false;
        }
        let is_alone = place.sentence.strip_prefix(is_bracket).unwrap_or(place.sentence) == word;
        if is_alone && is_label(word) {
            return true;
        }
        let role = self.role_before(place.sentence, word);
        if role.is_always_within {
            return true;
        }
        if role.closes_lists && place.next.begins_with_capital() {
            return false;
        }
        if word.chars().all(char::is_numeric) {
            return self.is_ordinal(word, &place.next);
        }
        if role.precedes_numbers && place.next.begins_with_number() {
            return true;
        }
        let is_abbreviation =
            role.may_end || role.closes_lists || is_initial(word) || has_inner_stop(word) || self.is_regnal(word);
        is_abbreviation && !self.begins_sentence(&place.next)
    }

    /// Whether `word`, a number, is read as an ordinal before `next`.
    fn is_ordinal(&self, word: &str, next: &Next<'_>) -> bool {
        word.chars().count() <= MAX_ORDINAL_LENGTH
            && match self.ordinals {
                Ordinals::BeforeKnownWords => self.role_of(next).follows_ordinals,
                Ordinals::BeforeMostWords => !next.word.is_empty() && !self.begins_sentence(next),
            }
    }

    /// Whether `word` is a Roman numeral that is written with a full stop: "Ludwig XIV."
    fn is_regnal(&self, word: &str) -> bool {
        self.ordinals == Ordinals::BeforeMostWords && word.chars().all(|c| "IVXLC".contains(c))
    }

    /// The role of `word`, the last of `sentence`, together with the abbreviation before it where both are written apart:
    /// "z. B.", "и т. д."
    fn role_before(&self, sentence: &str, word: &str) -> Role {
        let before = sentence[..sentence.len() - word.len()].trim_end();
        let first = before.strip_suffix('.').map_or("", last_word);
        if is_short(word) && is_short(first) {
            let joined = self.abbreviations.role(&format!("{first}.{word}"));
            if joined != Role::default() {
                return joined;
            }
        }
        self.abbreviations.role(word)
    }

    fn begins_sentence(&self, next: &Next<'_>) -> bool {
        let is_initial = next.rest[next.word.len()..].starts_with('.');
        next.openers.contains(is_quote) || (self.role_of(next).begins_sentences && !is_initial)
    }

    /// The role of the next word, or of the part of it that is elided before a vowel: "L’" of "L’eau".
    fn role_of(&self, next: &Next<'_>) -> Role {
        let role = self.abbreviations.role(next.word);
        match next.word.split_once(['’', '\'']) {
            Some((elided, _)) if role == Role::default() => self.abbreviations.role(&format!("{elided}’")),
            _ => role,
        }
    }
}

impl Place<'_> {
    /// Whether who wrote the sentence begins sentences without a capital, so that a small letter tells nothing. What is
    /// quoted goes on behind its mark all the same.
    fn is_without_capitals(&self) -> bool {
        let first = self.sentence.chars().find(|c| c.is_alphabetic());
        first.is_some_and(char::is_lowercase) && !self.closers.contains(is_quote)
    }

    /// Whether neither space nor a quote or bracket parts the mark from a next word, in a script that has spaces.
    fn is_tight(&self) -> bool {
        if self.gap == Gap::Space || self.closers.ends_with(is_closing) {
            return false;
        }
        // Chinese, Japanese and others without spaces: what a lone letter or a number ends is a label or a name.
        let is_spaceless = self.next.word.chars().next().is_some_and(|c| Class::of(c) == Class::OLetter);
        let word = last_word(self.sentence);
        !is_spaceless || (self.mark == "." && (is_initial(word) || word.chars().all(|c| c.is_ascii_digit())))
    }
}

impl<'t> Next<'t> {
    fn at(text: &'t str) -> Self {
        let rest = text.trim_start_matches(|c| Class::of(c) == Class::Close);
        let word_end = rest.find(|c: char| !c.is_alphabetic() && !matches!(c, '’' | '\'')).unwrap_or(rest.len());
        Self { openers: &text[..text.len() - rest.len()], word: &rest[..word_end], rest }
    }

    fn is_lower_case(&self) -> bool {
        self.word.starts_with(char::is_lowercase)
    }

    fn begins_with_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase) && !self.rest[self.word.len()..].starts_with('.')
    }

    fn begins_with_number(&self) -> bool {
        let is_roman = self.word.len() > 1 && self.word.chars().all(|c| "IVXLC".contains(c));
        self.rest.starts_with(char::is_numeric) || is_roman
    }
}

/// How many digits an ordinal number may have; years have more, and end sentences.
const MAX_ORDINAL_LENGTH: usize = 3;

/// How many characters an abbreviation may have. It bounds the search for the beginning of the word.
const MAX_WORD_LENGTH: usize = 16;

/// Whether `word` has one or two letters, as the parts of abbreviations of several words have.
fn is_short(word: &str) -> bool {
    matches!(word.len(), 1..=4) && word.chars().count() <= 2 && word.chars().all(char::is_alphabetic)
}

/// The letters, digits and inner marks at the end of `sentence`; empty if a mark is the last of them.
fn last_word(sentence: &str) -> &str {
    let is_inner = |c: char| matches!(c, '.' | '-' | '’' | '\'') || Class::of(c) == Class::Extend;
    if sentence.ends_with(['.', '…']) {
        return "";
    }
    let word = sentence.char_indices().rev().take_while(|&(_, c)| c.is_alphanumeric() || is_inner(c));
    let start = word.take(MAX_WORD_LENGTH + 1).last().map_or(sentence.len(), |(at, _)| at);
    sentence[start..].trim_start_matches(is_inner)
}

/// Whether a sentence that holds nothing but `word` is the number or letter of what follows: "1.", "b.", "2.1."
fn is_label(word: &str) -> bool {
    let is_number = word.split('.').all(|part| part.len() <= 3 && part.chars().all(char::is_numeric));
    is_number || word.chars().count() == 1
}

/// Whether `word` is one letter, as an abbreviated name is. Han characters are words of their own.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars().filter(|&c| Class::of(c) != Class::Extend);
    let is_letter =
        |c: char| c.is_alphabetic() && !matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..);
    letters.next().is_some_and(is_letter) && letters.next().is_none()
}

/// Whether `word` has single letters with full stops, as "U.S", "z.B" and "J.-C" do.
fn has_inner_stop(word: &str) -> bool {
    word.contains('.')
        && word.split(['.', '-']).all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '（')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}') || is_quote(c)
}
