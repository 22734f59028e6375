//! Folding: named text changes made before texts are compared or words are counted.
//!
//! A [`Folding`] is a list of [`Step`]s. Each step first looks whether it can change the text at all, which costs next
//! to nothing for ASCII and little for the commonest letters, so that most words are never copied.

mod comparison;
mod lowercase;
mod marks;
mod normal_form;

use super::ignorable::without_ignorable;
use std::borrow::Cow;

pub use comparison::normalize_into;
pub(super) use lowercase::lowercase;
pub use lowercase::lowercase_into;
pub use marks::with_round_s;

/// One change of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Each character to lower case, by Unicode's full mapping (SpecialCasing.txt) without context and locale: "Σ" is
    /// always "σ".
    Lowercase,
    /// Canonical composition, UAX #15: "e" and a combining acute accent are "é".
    Nfc,
    /// Compatibility composition, UAX #15: also "ﬁ" is "fi", "２" is "2", "①" is "1".
    Nfkc,
    /// Accents and vowel points fall away, letters stay: "é" is "e", "ё" is "е". They are the combining characters of the
    /// canonical classes 10 to 36 and 200 to 240 after canonical decomposition; composed again afterwards.
    StripAccents,
    /// Typographic apostrophes and single quotes are the apostrophe of ASCII: "don’t" is "don't".
    StraightenApostrophes,
    /// Soft hyphens, joiners and other characters of no width within words fall away.
    DropInvisible,
    /// The long s of older prints is a round one: "ſaid" is "said".
    LongS,
}

impl Step {
    /// All of them, in the order that is best for most uses.
    pub const ALL: [Self; 7] = [
        Self::DropInvisible,
        Self::StraightenApostrophes,
        Self::LongS,
        Self::Nfc,
        Self::Nfkc,
        Self::Lowercase,
        Self::StripAccents,
    ];

    /// The name that options and definitions use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lowercase => "lowercase",
            Self::Nfc => "nfc",
            Self::Nfkc => "nfkc",
            Self::StripAccents => "strip-accents",
            Self::StraightenApostrophes => "straighten-apostrophes",
            Self::DropInvisible => "drop-invisible",
            Self::LongS => "long-s",
        }
    }

    /// The step called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Whether a look at the bytes, or at a property of the characters, shows that the step leaves `text` as it is.
    ///
    /// False means that it may change it. Cost: O(length), most of it on whole vectors.
    fn leaves(self, text: &str) -> bool {
        match self {
            Self::Lowercase => lowercase::is_lowercase(text),
            Self::Nfc => normal_form::is_nfc(text),
            Self::Nfkc => normal_form::is_nfkc(text),
            Self::StripAccents => text.is_ascii(),
            Self::StraightenApostrophes => text.is_ascii() || !text.contains(marks::is_apostrophe),
            Self::DropInvisible => text.is_ascii() || !text.contains(marks::is_invisible),
            Self::LongS => text.is_ascii() || !text.contains(|c| with_round_s(c) != c),
        }
    }

    fn apply_into(self, text: &str, out: &mut String) {
        match self {
            Self::Lowercase => lowercase_into(text, out),
            Self::Nfc => normal_form::nfc_into(text, out),
            Self::Nfkc => normal_form::nfkc_into(text, out),
            Self::StripAccents => normal_form::without_accents_into(text, out),
            Self::StraightenApostrophes => {
                out.extend(text.chars().map(|c| if marks::is_apostrophe(c) { '\'' } else { c }));
            }
            Self::DropInvisible => out.extend(text.chars().filter(|&c| !marks::is_invisible(c))),
            Self::LongS => out.extend(text.chars().map(with_round_s)),
        }
    }
}

/// Steps, done one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Folding {
    steps: Vec<Step>,
}

/// Space for the results of steps, kept between texts.
#[derive(Clone, Debug, Default)]
pub struct FoldBuffers {
    last: String,
    next: String,
}

impl Folding {
    /// The folding that does `steps` in their order.
    pub fn new(steps: impl Into<Vec<Step>>) -> Self {
        Self { steps: steps.into() }
    }

    /// The steps in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What is done, for definitions of outputs: the names in their order, as "nfc, lowercase", or "none".
    pub fn describe(&self) -> String {
        let names: Vec<&str> = self.steps.iter().map(|step| step.name()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    }

    /// The folded text, also without soft hyphens and other hints for line breaks, which are no part of a word; with no step
    /// at all the text stays as it is. It is copied only if folding changes it, and memory is taken only if the buffers are too small.
    ///
    /// Cost: O(length of the text) for each step.
    pub fn fold<'t>(&self, text: &'t str, buffers: &'t mut FoldBuffers) -> &'t str {
        let mut is_copied = false;
        if let (false, Cow::Owned(visible)) = (self.steps.is_empty(), without_ignorable(text)) {
            buffers.last = visible;
            is_copied = true;
        }
        for step in &self.steps {
            let current = if is_copied { buffers.last.as_str() } else { text };
            if step.leaves(current) {
                continue;
            }
            buffers.next.clear();
            step.apply_into(current, &mut buffers.next);
            std::mem::swap(&mut buffers.last, &mut buffers.next);
            is_copied = true;
        }
        if is_copied { &buffers.last } else { text }
    }

    /// The folded text, for a caller that folds a few of them. Cost: as [`Folding::fold`], and memory if it is changed.
    pub fn folded<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut buffers = FoldBuffers::default();
        let is_left = || matches!(without_ignorable(text), Cow::Borrowed(_));
        if self.steps.is_empty() || self.steps.iter().all(|step| step.leaves(text)) && is_left() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.fold(text, &mut buffers).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[track_caller]
    fn check(steps: &[Step], text: &str, expected: &str) {
        assert_eq!(Folding::new(steps).folded(text), expected);
    }

    #[test]
    fn each_step_does_what_its_name_says() {
        check(&[Step::Lowercase], "ÀΣ İ ДОМ", "àσ i\u{307} дом");
        check(&[Step::Nfc], "e\u{301} ﬁ", "é ﬁ");
        check(&[Step::Nfkc], "e\u{301} ﬁ ２", "é fi 2");
        check(&[Step::StripAccents], "Été ёлка Ångström مُحَمَّد", "Ete елка Angstrom محمد");
        check(&[Step::StraightenApostrophes], "don’t ‘so’ “no”", "don't 'so' “no”");
        check(&[Step::DropInvisible], "co\u{ad}op\u{200b} می\u{200c}رود", "coop میرود");
        check(&[Step::LongS], "Houſe of Congreſs, baſte, baﬅe", "House of Congress, baste, baﬆe");
        check(&[Step::LongS, Step::Nfkc], "baﬅe", "baste");
        check(&[Step::Lowercase], "Donau\u{ad}Dampf می\u{200c}رود", "donaudampf می\u{200c}رود");
        check(&[], "As İt\u{ad} is", "As İt\u{ad} is");
    }

    #[test]
    fn vowel_signs_that_are_letters_of_their_script_are_no_accents() {
        for text in ["हिन्दी", "ภาษาไทย", "が", "தமிழ்", "한국어"] {
            check(&[Step::StripAccents], text, text);
        }
    }

    #[test]
    fn steps_are_done_in_their_order_and_described_so() {
        let folding = Folding::new([Step::Nfkc, Step::Lowercase]);
        assert_eq!(folding.folded("㎏ ＡＢ"), "kg ab");
        assert_eq!(folding.describe(), "nfkc, lowercase");
        assert_eq!(Folding::default().describe(), "none");
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.name()), Some(step));
        }
        assert_eq!(Step::from_name("NFC"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

        #[test]
        fn quick_looks_change_no_result(text in "([a-cA-Zé-öÀ-ÖЀ-џ]|[\u{370}-\u{3ff}\u{300}-\u{345}\u{1e00}-\u{1eff}]|[一-三가-각]|\\PC|.){0,12}") {
            let text = without_ignorable(&text);
            let slow_lower: String = text.chars().flat_map(char::to_lowercase).collect();
            prop_assert_eq!(Folding::new([Step::Lowercase]).folded(&text), slow_lower);
            prop_assert_eq!(Folding::new([Step::Nfc]).folded(&text), text.nfc().collect::<String>());
            prop_assert_eq!(Folding::new([Step::Nfkc]).folded(&text), text.nfkc().collect::<String>());
        }

        #[test]
        fn buffers_keep_nothing_of_the_text_before(texts in proptest::collection::vec("[a-bA-Bé’\u{ad}\u{301}]{0,6}", 1..4)) {
            let folding = Folding::new(Step::ALL);
            let mut buffers = FoldBuffers::default();
            for text in &texts {
                prop_assert_eq!(folding.fold(text, &mut buffers), folding.folded(text));
            }
        }
    }
}
