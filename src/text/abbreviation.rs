//! Abbreviations, and the words that tell whether a sentence ends behind one.
//!
//! The lists are the files of `abbreviations/`, one for each language, words parted by white space under the heading of
//! what they do. An asterisk behind a word says that it is an ordinary word, or another abbreviation, in another
//! language; [`Language::Any`] leaves it out.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::language::Language;

/// What is known of a word, by the language's lists. Nothing holds for most words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// An abbreviation behind which no sentence ends: a title, "i.e.".
    pub(super) is_always_within: bool,
    /// An abbreviation if a number follows: "No. 5".
    pub(super) precedes_numbers: bool,
    /// An abbreviation behind which a sentence may end: "Inc.".
    pub(super) may_end: bool,
    /// An abbreviation that closes a list, so that a sentence ends behind it wherever a capital follows: "etc.".
    pub(super) closes_lists: bool,
    /// A word that begins sentences, and is seldom written with a capital otherwise: "The".
    pub(super) begins_sentences: bool,
    /// A word that an ordinal number stands before: "3. Juni".
    pub(super) follows_ordinals: bool,
}

/// The lists of a language.
pub(super) struct Abbreviations {
    roles: HashMap<String, Role>,
}

impl Abbreviations {
    /// The lists for `language`; those of [`Language::Any`] are the union of all.
    pub(super) fn of(language: Language) -> &'static Self {
        static ALL: LazyLock<Vec<(Language, Abbreviations)>> =
            LazyLock::new(|| Language::ALL.map(|language| (language, Abbreviations::read(language))).into());
        let found = ALL.iter().find(|(known, _)| *known == language);
        &found.unwrap_or(&ALL[0]).1
    }

    /// What is known of `word`, which has no full stop at its end. Cost: one look-up.
    pub(super) fn role(&self, word: &str) -> Role {
        self.roles.get(word).copied().unwrap_or_default()
    }

    fn read(language: Language) -> Self {
        let mut lists = Self { roles: HashMap::new() };
        for (of, text) in LISTS {
            if language == Language::Any || language == *of {
                lists.add(text, language);
            }
        }
        lists
    }

    fn add(&mut self, text: &str, language: Language) {
        let mut role = Role::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                role = Role::under_heading(line);
                continue;
            }
            for word in line.split_whitespace() {
                let is_ambiguous = word.ends_with('*');
                if is_ambiguous && language == Language::Any {
                    continue;
                }
                let word = word.trim_end_matches('*');
                for spelling in [word.to_owned(), capitalized(word)] {
                    let known = self.roles.entry(spelling).or_default();
                    *known = known.or(role);
                }
            }
        }
    }
}

impl Role {
    /// The role of the words below a heading; a test shows that there are no other headings.
    fn under_heading(heading: &str) -> Self {
        let none = Self::default();
        match heading {
            "[always]" => Self { is_always_within: true, ..none },
            "[before numbers]" => Self { precedes_numbers: true, ..none },
            "[sometimes]" => Self { may_end: true, ..none },
            "[closing lists]" => Self { closes_lists: true, ..none },
            "[starters]" => Self { begins_sentences: true, ..none },
            "[after ordinals]" => Self { follows_ordinals: true, ..none },
            _ => none,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            is_always_within: self.is_always_within || other.is_always_within,
            precedes_numbers: self.precedes_numbers || other.precedes_numbers,
            may_end: self.may_end || other.may_end,
            closes_lists: self.closes_lists || other.closes_lists,
            begins_sentences: self.begins_sentences || other.begins_sentences,
            follows_ordinals: self.follows_ordinals || other.follows_ordinals,
        }
    }
}

/// The word as it is written at the beginning of a sentence.
fn capitalized(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

const LISTS: &[(Language, &str)] = &[
    (Language::Arabic, include_str!("abbreviations/ar.txt")),
    (Language::Chinese, include_str!("abbreviations/zh.txt")),
    (Language::English, include_str!("abbreviations/en.txt")),
    (Language::French, include_str!("abbreviations/fr.txt")),
    (Language::German, include_str!("abbreviations/de.txt")),
    (Language::Italian, include_str!("abbreviations/it.txt")),
    (Language::Japanese, include_str!("abbreviations/ja.txt")),
    (Language::Persian, include_str!("abbreviations/fa.txt")),
    (Language::Russian, include_str!("abbreviations/ru.txt")),
    (Language::Spanish, include_str!("abbreviations/es.txt")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_list_and_every_heading_a_role() {
        for language in Language::ALL {
            assert!(!Abbreviations::of(language).roles.is_empty(), "{language:?}");
            assert_eq!(LISTS.iter().filter(|(of, _)| *of == language).count(), usize::from(language != Language::Any));
        }
        for (language, text) in LISTS {
            for heading in text.lines().filter(|line| line.starts_with('[')) {
                assert_ne!(Role::under_heading(heading), Role::default(), "{language:?}: {heading}");
            }
        }
    }

    #[test]
    fn the_union_leaves_out_what_is_ambiguous_and_joins_the_rest() {
        let any = Abbreviations::of(Language::Any);
        assert!(Abbreviations::of(Language::German).role("mind").is_always_within);
        assert_eq!(any.role("mind"), Role::default());
        assert!(
            any.role("Mr").is_always_within && any.role("bzw").is_always_within && any.role("Bzw").is_always_within
        );
        assert!(any.role("The").begins_sentences && any.role("Juni").follows_ordinals);
    }

    #[test]
    fn the_lists_hold_no_full_stop_at_an_end() {
        for (language, text) in LISTS {
            let wrong = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
            let wrong: Vec<&str> = wrong.filter(|word| word.trim_end_matches('*').ends_with('.')).collect();
            assert!(wrong.is_empty(), "{language:?}: {wrong:?}");
        }
    }
}
