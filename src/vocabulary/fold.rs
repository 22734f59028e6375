//! What makes two tokens the same type.

use crate::text::lowercase_into;

/// How a word is changed before it is looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// Unicode's full mapping to lower case, without the locale's tailoring: "The" and "the" are one type.
    #[default]
    LowerCase,
    /// Words stay as they are written.
    None,
}

impl Fold {
    /// What is done to a word, as a participle for definitions.
    pub fn describe(self) -> &'static str {
        match self {
            Self::LowerCase => "folded to lower case",
            Self::None => "as written",
        }
    }
}

/// Folds one word after the other into one buffer.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    fold: Fold,
    buffer: String,
}

impl Folder {
    /// A folder of the given kind.
    pub fn new(fold: Fold) -> Self {
        Self { fold, buffer: String::new() }
    }

    /// The folded word. It is copied only if folding may change it. Cost: O(length of the word).
    pub fn fold<'a>(&'a mut self, word: &'a str) -> &'a str {
        if self.fold == Fold::None || word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            return word;
        }
        self.buffer.clear();
        lowercase_into(word, &mut self.buffer);
        &self.buffer
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(fold: Fold, word: &str, expected: &str) {
        let mut folder = Folder::new(fold);
        folder.fold("Left OVER from before");
        assert_eq!(folder.fold(word), expected);
    }

    #[test]
    fn lower_case_folds_every_script_and_none_folds_nothing() {
        check(Fold::LowerCase, "Fox's", "fox's");
        check(Fold::LowerCase, "fox", "fox");
        check(Fold::LowerCase, "ÅNGSTRÖM", "ångström");
        check(Fold::LowerCase, "Ящик", "ящик");
        check(Fold::LowerCase, "", "");
        check(Fold::None, "Fox's", "Fox's");
    }

    proptest! {
        #[test]
        fn folding_equals_the_mapping_of_each_character(word in "\\PC{0,20}|[ -~]{0,20}") {
            let expected: String = word.chars().flat_map(char::to_lowercase).collect();
            let mut folder = Folder::new(Fold::LowerCase);
            prop_assert_eq!(folder.fold(&word), expected);
        }
    }
}
