//! Syllables of words, as far as spelling shows them; readability formulas count them.
//!
//! English spelling needs learned corrections, see `english`. In German, French, Spanish, Italian and Russian the vowel
//! letters tell, by the rules in `vowels`. For other languages there is no rule, and so no number.

mod english;
mod vowels;

use super::language::Language;

/// How many syllables `word` has in `language`, at least 1; none for a language without a rule.
///
/// A word is one as `words` gives it, composed (NFC), in any case. Digits and letters of foreign scripts show no
/// syllable, so that a number has 1. Mean absolute error in English: 0.05 syllables per word of the CMU Pronouncing
/// Dictionary, as `scripts/score-syllables` shows. Cost: a few nanoseconds per letter, no memory.
pub fn syllables(word: &str, language: Language) -> Option<usize> {
    let count = match language {
        Language::English => english::count,
        Language::French => vowels::count_french,
        Language::German => vowels::count_german,
        Language::Italian => vowels::count_italian,
        Language::Russian => vowels::count_russian,
        Language::Spanish => vowels::count_spanish,
        _ => return None,
    };
    Some(count(word).max(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(language: Language, cases: &[(&str, usize)]) {
        for &(word, expected) in cases {
            assert_eq!(syllables(word, language), Some(expected), "{word}");
        }
    }

    #[test]
    fn english_words_have_the_syllables_that_are_spoken() {
        check(Language::English, &[("the", 1), ("Make", 1), ("makes", 1), ("wanted", 2), ("walked", 1), ("table", 2)]);
        check(Language::English, &[("created", 3), ("people", 2), ("science", 2), ("business", 2), ("nation", 2)]);
        check(Language::English, &[("readability", 5), ("beautiful", 3), ("queue", 1), ("area", 3), ("idea", 3)]);
        check(Language::English, &[("don't", 1), ("didn’t", 2), ("she'll", 1), ("church's", 2), ("O'Neill", 2)]);
        check(Language::English, &[("café", 2), ("naïve", 2), ("well-known", 2), ("1990", 1), ("дом", 1), ("hmm", 1)]);
    }

    #[test]
    fn german_words_have_a_syllable_for_each_vowel_or_diphthong() {
        check(
            Language::German,
            &[("Haus", 1), ("Bäume", 2), ("Freude", 2), ("Theater", 3), ("Nation", 3), ("Quelle", 2)],
        );
        check(Language::German, &[("Bauern", 2), ("See", 1), ("Straße", 2), ("Yoga", 2), ("Typ", 1), ("lesen", 2)]);
    }

    #[test]
    fn french_words_end_in_mute_vowels() {
        check(Language::French, &[("maison", 2), ("table", 1), ("tables", 1), ("le", 1), ("année", 2), ("théâtre", 2)]);
        check(Language::French, &[("payer", 2), ("eau", 1), ("naïf", 2), ("que", 1), ("créer", 2), ("aujourd’hui", 3)]);
    }

    #[test]
    fn spanish_and_italian_join_weak_vowels_to_strong_ones() {
        check(
            Language::Spanish,
            &[("casa", 2), ("ciudad", 2), ("día", 2), ("teatro", 3), ("que", 1), ("rey", 1), ("y", 1)],
        );
        check(Language::Spanish, &[("pingüino", 3), ("leer", 2), ("país", 2), ("continuáis", 3), ("playa", 2)]);
        check(
            Language::Italian,
            &[("casa", 2), ("mio", 2), ("più", 1), ("qui", 1), ("teatro", 3), ("figlio", 2), ("città", 2)],
        );
    }

    #[test]
    fn russian_words_have_a_syllable_for_each_vowel() {
        check(Language::Russian, &[("дом", 1), ("Ящик", 2), ("читаю", 3), ("ёлка", 2), ("в", 1), ("армия", 3)]);
    }

    #[test]
    fn a_language_without_a_rule_has_no_number() {
        for language in [Language::Any, Language::Arabic, Language::Chinese, Language::Japanese, Language::Persian] {
            assert_eq!(syllables("word", language), None);
        }
    }

    proptest! {
        #[test]
        fn every_word_has_at_least_one_syllable_and_at_most_two_per_letter(word in "[a-zA-Z'’é-]{1,12}|\\PC{1,8}") {
            for language in Language::ALL {
                if let Some(n) = syllables(&word, language) {
                    prop_assert!(n >= 1 && n <= 2 * word.chars().count(), "{language:?} {n}");
                }
            }
        }
    }
}
