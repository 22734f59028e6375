//! What makes two tokens the same type.

use super::short_word::ShortWord;
use crate::choice::UnknownName;
use crate::error::OptionProblem;
use crate::text::{FoldBuffers, Folding, Step};

/// Which steps a word goes through before it is looked up.
///
/// A set: the steps are always done in the order of [`Step::ALL`], so that a result does not depend on how they were
/// named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// A bit for each place in [`Step::ALL`].
    steps: u8,
}

impl Default for Fold {
    fn default() -> Self {
        Self::LOWERCASE
    }
}

impl Fold {
    /// Words stay as they are written.
    pub const NONE: Self = Self { steps: 0 };

    /// Unicode's full mapping to lower case, without the locale's tailoring: "The" and "the" are one type.
    pub const LOWERCASE: Self = Self { steps: bit(Step::Lowercase) };

    /// Reads the names of steps: `case` for lower case, any other as [`Step::name`]; `none` alone for no step.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] for a name that is no step's, and for `none` beside another.
    pub fn parse<S: AsRef<str>>(names: &[S]) -> Result<Self, OptionProblem> {
        let mut fold = Self::NONE;
        for name in names.iter().map(AsRef::as_ref) {
            let step = match name {
                "none" if names.len() == 1 => return Ok(fold),
                "none" => return Err(OptionProblem::FoldsNoneAndMore),
                "case" => Step::Lowercase,
                _ => Step::from_name(name).ok_or_else(|| unknown(name))?,
            };
            fold.steps |= bit(step);
        }
        Ok(fold)
    }

    /// What is done to a word, as a participle for definitions.
    pub fn describe(self) -> String {
        match self {
            Self::NONE => "as written".to_owned(),
            Self::LOWERCASE => "folded to lower case".to_owned(),
            _ => format!("folded by {}", self.folding().describe()),
        }
    }

    fn folding(self) -> Folding {
        Folding::new(Step::ALL.into_iter().filter(|&step| self.steps & bit(step) != 0).collect::<Vec<_>>())
    }
}

const fn bit(step: Step) -> u8 {
    1 << step as u8
}

fn unknown(name: &str) -> OptionProblem {
    let known = ["none", "case"].into_iter().chain(Step::ALL.into_iter().map(Step::name)).collect();
    OptionProblem::FoldStep(UnknownName { name: name.to_owned(), known })
}

/// Folds one word after the other into one buffer.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    folding: Folding,
    /// Whether lower case is one of the steps.
    lowers: bool,
    buffers: FoldBuffers,
    /// Short words that are not ASCII with what they fold to, each at a place that its bytes tell. An empty word, which
    /// folds to an empty word, fills a place that is vacant.
    recent: Vec<(ShortWord, ShortWord)>,
}

impl Folder {
    /// A folder of the given kind.
    pub fn new(fold: Fold) -> Self {
        let lowers = fold.steps & bit(Step::Lowercase) != 0;
        Self { folding: fold.folding(), lowers, ..Self::default() }
    }

    /// The folded word, if it is short again; `text` is the same word as `word`. Cost: O(1) for ASCII and for words that
    /// come again soon.
    #[inline]
    pub fn fold_short(&mut self, word: ShortWord, text: &str) -> Option<ShortWord> {
        if self.folding.steps().is_empty() {
            return Some(word);
        }
        // Only a change of case alters ASCII.
        let ascii = if self.lowers { word.ascii_lowercase() } else { Some(word).filter(|word| word.is_ascii()) };
        if ascii.is_some() { ascii } else { self.fold_other(word, text) }
    }

    /// The folded word. It is copied only if folding changes it. Cost: O(length of the word).
    pub fn fold<'a>(&'a mut self, word: &'a str) -> &'a str {
        // No step changes lower-case ASCII, which most words are.
        if self.folding.steps().is_empty() || word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            return word;
        }
        self.folding.fold(word, &mut self.buffers)
    }

    fn fold_other(&mut self, word: ShortWord, text: &str) -> Option<ShortWord> {
        if self.recent.is_empty() {
            self.recent.resize(1 << RECENT_BITS, (ShortWord::default(), ShortWord::default()));
        }
        let number = word.to_number();
        let mixed = (number as u64 ^ (number >> 64) as u64).wrapping_mul(SPREAD);
        let place = (mixed >> (u64::BITS - RECENT_BITS)) as usize;
        let (known, folded) = self.recent[place];
        if known == word {
            return Some(folded);
        }
        let folded = ShortWord::whole(self.folding.fold(text, &mut self.buffers))?;
        self.recent[place] = (word, folded);
        Some(folded)
    }
}

/// How many recent words are remembered, as a power of two: as many as fit beside the rest of a core's own cache.
const RECENT_BITS: u32 = 12;

/// An odd number with its bits well mixed (Knuth's multiplicative hash with the golden ratio).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(names: &[&str], word: &str, expected: &str) {
        let mut folder = Folder::new(Fold::parse(names).unwrap());
        folder.fold("Left OVER from before");
        assert_eq!(folder.fold(word), expected);
    }

    #[test]
    fn lower_case_folds_every_script_and_none_folds_nothing() {
        check(&["case"], "Fox's", "fox's");
        check(&["case"], "fox", "fox");
        check(&["case"], "ÅNGSTRÖM", "ångström");
        check(&["case"], "Ящик", "ящик");
        check(&["case"], "", "");
        check(&["none"], "Fox's", "Fox's");
    }

    #[test]
    fn steps_add_up_in_one_order_however_they_are_named() {
        check(&["case", "nfkc"], "ＡＢ", "ab");
        check(&["nfc"], "E\u{301}", "É");
        check(&["straighten-apostrophes", "strip-accents"], "L’Été", "L'Ete");
        assert_eq!(Fold::parse(&["case", "nfkc"]).unwrap(), Fold::parse(&["nfkc", "lowercase"]).unwrap());
        assert_eq!(Fold::parse(&["case", "nfkc"]).unwrap().describe(), "folded by nfkc, lowercase");
        assert_eq!(Fold::parse(&["case"]).unwrap(), Fold::default());
    }

    #[test]
    fn names_that_are_no_steps_are_told() {
        let told = |names: &[&str]| Fold::parse(names).unwrap_err().to_string();
        assert!(told(&["upper"]).starts_with("\"upper\" is none of none, case, "));
        assert_eq!(told(&["case", "none"]), "none stands alone");
    }

    proptest! {
        #[test]
        fn short_words_fold_like_others(
            words in proptest::collection::vec("[ -~é]{0,12}|\\PC{0,4}|[ÉİＡ’ﬁ]{0,3}", 1..20),
            steps in 0..1_u8 << Step::ALL.len(),
        ) {
            let mut folder = Folder::new(Fold { steps });
            // Twice, so that words are met again.
            for word in words.iter().chain(&words) {
                let folded = ShortWord::whole(folder.fold(word));
                if let Some(short) = ShortWord::whole(word) {
                    prop_assert_eq!(folder.fold_short(short, word), folded);
                }
            }
        }

        #[test]
        fn folding_equals_the_mapping_of_each_character(word in "\\PC{0,20}|[ -~]{0,20}") {
            let expected: String = word.chars().flat_map(char::to_lowercase).collect();
            let mut folder = Folder::new(Fold::LOWERCASE);
            prop_assert_eq!(folder.fold(&word), expected);
        }

        #[test]
        fn no_step_changes_lower_case_ascii(word in "[\u{0}-@\\[-\u{7f}]{0,20}") {
            let names: Vec<&str> = Step::ALL.iter().map(|step| step.name()).collect();
            let folding = Fold::parse(&names).unwrap().folding();
            prop_assert_eq!(folding.folded(&word), &*word);
        }
    }
}
