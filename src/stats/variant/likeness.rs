//! Whether one spelling is likely a variant of another, more frequent one, and why.
//!
//! The thresholds were chosen on digests of transliterated names: they let through what a reader would look at twice,
//! and hold back inflected forms, which differ at the end of the word.

use super::skeleton::{Keys, MIN_CONSONANTS, is_vowel};

/// A spelling with fewer letters must be much rarer than what it is taken for, and ordinary words are left alone.
const MIN_LETTERS: usize = 7;

/// "Much rarer": the other is at least so many times as frequent.
const MUCH_RARER: u64 = 4;

/// The fewest letters for one letter that changes the consonants, and for two.
const MIN_LETTERS_ONE_EDIT: usize = 5;
const MIN_LETTERS_TWO_EDITS: usize = 10;

/// How many letters, for each one that may differ where the consonants are the same.
const LETTERS_PER_EDIT: usize = 4;

/// A spelling with what is compared of it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) frequency: u64,
    /// Whether it is capitalized wherever it occurs.
    pub(super) is_name: bool,
    pub(super) keys: Keys,
}

/// Why a spelling is taken for another, the best reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Case,
    Diacritics,
    Punctuation,
    DoubledLetter,
    SameConsonants,
    FewLetters,
}

impl Reason {
    /// The words before "as" and the other spelling.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Case => "same but for case as",
            Self::Diacritics => "same but for diacritics as",
            Self::Punctuation => "same but for hyphens, points or spaces as",
            Self::DoubledLetter => "same but for doubled letters or s and z as",
            Self::SameConsonants => "same consonants as",
            Self::FewLetters => "few letters differ from",
        }
    }
}

/// How and how far `rare` differs from `frequent`, if it is likely a variant.
///
/// Cost: the product of their lengths, if it comes to comparing letters.
pub(super) fn likeness(rare: &Candidate, frequent: &Candidate) -> Option<(Reason, u64)> {
    let reason = reason(rare, frequent)?;
    Some((reason, strsim::osa_distance(&rare.keys.plain, &frequent.keys.plain) as u64))
}

fn reason(rare: &Candidate, frequent: &Candidate) -> Option<Reason> {
    if rare.keys.plain == frequent.keys.plain {
        // "we'll" is no variant of "well", while "Ba'ath" is one of "Baath".
        let is_contraction = !rare.is_name && [rare, frequent].iter().any(|one| one.text.contains(['\'', '’']));
        return (!is_contraction).then(|| reason_of_same_letters(&rare.text, &frequent.text));
    }
    let n_letters = |candidate: &Candidate| candidate.keys.plain.chars().count();
    let shorter = n_letters(rare).min(n_letters(frequent));
    let is_much_rarer = rare.frequency.saturating_mul(MUCH_RARER) <= frequent.frequency;
    let is_long_or_rare = shorter >= MIN_LETTERS || (rare.is_name && is_much_rarer);
    if rare.is_name != frequent.is_name {
        return None;
    }
    if rare.keys.single == frequent.keys.single {
        return is_long_or_rare.then_some(Reason::DoubledLetter);
    }
    if !rare.is_name || ends_differently(&rare.keys.plain, &frequent.keys.plain) {
        return None;
    }
    // A doubled letter is no further slip.
    let distance = strsim::osa_distance(&rare.keys.single, &frequent.keys.single);
    let n_consonants = rare.keys.skeleton.chars().count();
    if rare.keys.skeleton == frequent.keys.skeleton {
        let max_distance = (shorter / LETTERS_PER_EDIT).max(1);
        let is_like = n_consonants >= MIN_CONSONANTS && distance <= max_distance && is_long_or_rare;
        return is_like.then_some(Reason::SameConsonants);
    }
    let max_distance = match shorter {
        MIN_LETTERS_TWO_EDITS.. => 2,
        MIN_LETTERS_ONE_EDIT.. => 1,
        _ => 0,
    };
    let first = |candidate: &Candidate| candidate.keys.skeleton.chars().next();
    (distance <= max_distance && is_much_rarer && first(rare) == first(frequent)).then_some(Reason::FewLetters)
}

fn reason_of_same_letters(a: &str, b: &str) -> Reason {
    let marks_only = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    if a.to_lowercase() == b.to_lowercase() {
        Reason::Case
    } else if marks_only(&a.to_lowercase()) == marks_only(&b.to_lowercase()) {
        Reason::Punctuation
    } else {
        Reason::Diacritics
    }
}

/// Whether two spellings differ up to the end, as "report" and "reported" do: forms of one word, or other words.
///
/// Two last letters that are swapped ("theatre", "theater"), or one that is written in two ways ("Khalk", "Khalq"), are
/// no other ending.
fn ends_differently(a: &str, b: &str) -> bool {
    let same_start: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (rest_a, rest_b) = (&a[same_start..], &b[same_start..]);
    let (mut last_a, mut last_b) = (rest_a.chars().rev(), rest_b.chars().rev());
    match (last_a.next(), last_b.next()) {
        (Some(a), Some(b)) if a == b => false,
        (Some(a), Some(b)) => !(is_swap(rest_a, rest_b) || is_same_sound(a, b) && last_a.eq(last_b)),
        _ => true,
    }
}

fn is_swap(a: &str, b: &str) -> bool {
    a.chars().count() == 2 && a.chars().rev().eq(b.chars())
}

fn is_same_sound(a: char, b: char) -> bool {
    let same_class = |c: char| Keys::of(&c.to_string()).skeleton;
    matches!((a, b), ('i', 'y') | ('y', 'i')) || (!is_vowel(a) && !is_vowel(b) && same_class(a) == same_class(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(text: &str, frequency: u64) -> Candidate {
        let is_name = text.starts_with(char::is_uppercase);
        Candidate { text: text.to_owned(), frequency, is_name, keys: Keys::of(text) }
    }

    /// A rare spelling beside one that is ten times as frequent.
    #[track_caller]
    fn check(rare: &str, frequent: &str, expected: Option<(Reason, u64)>) {
        assert_eq!(likeness(&candidate(rare, 1), &candidate(frequent, 10)), expected, "{rare}, {frequent}");
    }

    #[test]
    fn variants_are_known_by_their_best_reason() {
        check("Lrws", "LRWS", Some((Reason::Case, 0)));
        check("Łódz", "Łódź", Some((Reason::Diacritics, 0)));
        check("River-Watch", "Riverwatch", Some((Reason::Punctuation, 0)));
        check("traveler", "traveller", Some((Reason::DoubledLetter, 1)));
        check("organise", "organize", Some((Reason::DoubledLetter, 1)));
        check("Lindel", "Lindle", Some((Reason::SameConsonants, 1)));
        check("Ba’ath", "Baath", Some((Reason::Punctuation, 0)));
        check("Qazween", "Kazvin", None);
        check("Ghazali", "Gazali", Some((Reason::SameConsonants, 1)));
        check("Brakwatter", "Brackwater", Some((Reason::SameConsonants, 2)));
        check("Morandeel", "Merandil", Some((Reason::SameConsonants, 3)));
        check("Quillhafen", "Quillhaven", Some((Reason::FewLetters, 1)));
    }

    #[test]
    fn other_words_are_no_variants() {
        check("reports", "report", None);
        check("Lindler", "Lindle", None);
        check("Maria", "Mario", None);
        check("Minister", "Ministry", None);
        check("farm", "form", None);
        check("desert", "dessert", None);
        check("Water", "Wader", Some((Reason::FewLetters, 1)));
        check("Mill", "Mull", None);
        check("Lords", "Words", None);
        check("we’ll", "well", None);
    }

    #[test]
    fn endings_that_sound_alike_are_the_same() {
        check("Theater", "Theatre", Some((Reason::SameConsonants, 1)));
        check("Nahrak", "Nahraq", Some((Reason::SameConsonants, 1)));
        check("Gazaly", "Gazali", Some((Reason::SameConsonants, 1)));
    }

    #[test]
    fn short_names_must_be_much_rarer() {
        let is_like = |n| likeness(&candidate("Lindel", n), &candidate("Lindle", 10)).is_some();
        assert!(is_like(2));
        assert!(!is_like(3));
    }

    proptest! {
        #[test]
        fn likeness_depends_on_frequency_and_not_on_the_order_of_asking(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            let (one, other) = (candidate(&a, 5), candidate(&b, 5));
            prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
        }
    }
}
