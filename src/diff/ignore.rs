//! What a comparison of lines or words overlooks: case, white space, punctuation, the kind of quotation marks, the long s.
//!
//! Nothing is taken out of the texts. Each line or word has a *form* in which it is compared, and two with the same form
//! are the same; what is shown is the text as it is written. Choices add up.

use std::borrow::Cow;

use super::segments::segments;
use crate::choice::choices;
use crate::document::Span;
use crate::text::{self, is_punctuation, lowercase_into, with_round_s};

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    /// Lines, with their line ends.
    #[default]
    Lines,
    /// Words and punctuation marks. White space does not matter: a paragraph that was only wrapped anew is the same.
    Words,
}

/// A kind of difference that can be overlooked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ignorable {
    /// Upper and lower case, by Unicode's full mapping to lower case without the locale's tailoring.
    Case,
    /// How much white space there is, and that at the ends of lines, line ends included; not whether there is any.
    Space,
    /// Marks outside words (general category P); each counts as white space, of which the amount does not matter then.
    /// Marks inside words stay: `3.5` is not `35`, and `don't` is not `dont`.
    Punctuation,
    /// Which quotation marks are used: “ „ « ‟ 「 are `"`; ‘ ‚ ‹ ’ 『, the modifier letter ʼ and the backquote are `'`.
    Quotes,
    /// The long s of older prints: ſ is `s`.
    LongS,
}

choices!(Ignorable {
    Case = "case": "Upper and lower case",
    Space = "space": "How much white space there is, and line ends",
    Punctuation = "punctuation": "Marks outside words",
    Quotes = "quotes": "Which quotation marks are used",
    LongS = "long-s": "The long s of older prints",
});

/// A set of [`Ignorable`] differences. The default is to overlook nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// A bit for each place in [`Ignorable::ALL`].
    bits: u8,
}

impl Ignore {
    /// Everything counts.
    pub const NOTHING: Self = Self { bits: 0 };

    /// Overlooks all of `what`.
    pub fn of(what: &[Ignorable]) -> Self {
        Self { bits: what.iter().fold(0, |bits, &ignorable| bits | bit(ignorable)) }
    }

    /// Whether everything counts.
    pub fn is_nothing(self) -> bool {
        self == Self::NOTHING
    }

    /// Whether `what` is overlooked.
    pub fn ignores(self, what: Ignorable) -> bool {
        self.bits & bit(what) != 0
    }

    /// The names in their order, as "case, quotes", or "nothing": for settings and definitions.
    pub fn describe(self) -> String {
        let names: Vec<&str> = Ignorable::ALL.into_iter().filter(|&i| self.ignores(i)).map(Ignorable::name).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }

    /// The form of a line, with or without its line end. Cost: O(length); nothing is copied if nothing is overlooked.
    pub fn line(self, line: &str) -> Cow<'_, str> {
        if self.is_nothing() {
            return Cow::Borrowed(line);
        }
        let mut form = String::with_capacity(line.len());
        self.line_into(line, &mut form);
        Cow::Owned(form)
    }

    /// The form of a word or punctuation mark. An empty one is not compared at all. Cost: O(length).
    pub fn word(self, word: &str) -> Cow<'_, str> {
        if self.ignores(Ignorable::Punctuation) && word.chars().all(is_punctuation) {
            return Cow::Borrowed("");
        }
        let changes_case = self.ignores(Ignorable::Case) && word.chars().any(|c| !c.is_lowercase());
        let changes_quotes = self.ignores(Ignorable::Quotes) && word.chars().any(|c| quote(c) != c);
        let changes_s = self.ignores(Ignorable::LongS) && word.chars().any(|c| with_round_s(c) != c);
        if !changes_case && !changes_quotes && !changes_s {
            return Cow::Borrowed(word);
        }
        let mut form = String::with_capacity(word.len());
        self.characters_into(word, &mut form);
        Cow::Owned(form)
    }

    /// The form of a whole text: two texts have the same one exactly if they are compared as the same.
    ///
    /// It is for fingerprints and whole-document checks, not for reading. By words each stands on a line of its own.
    /// Cost: O(length); nothing is copied if lines are compared and nothing is overlooked.
    pub fn text(self, text: &str, granularity: Granularity) -> Cow<'_, str> {
        if self.is_nothing() && granularity == Granularity::Lines {
            return Cow::Borrowed(text);
        }
        let mut form = String::with_capacity(text.len());
        match granularity {
            Granularity::Lines => {
                for line in text::lines(text) {
                    self.line_into(line.of(text), &mut form);
                    // Where line ends are white space, they must still part lines.
                    if self.collapses_space() {
                        form.push('\n');
                    }
                }
            }
            Granularity::Words => {
                for word in segments(text) {
                    let word = self.word(word.of(text));
                    if !word.is_empty() {
                        form.push_str(&word);
                        form.push('\n');
                    }
                }
            }
        }
        Cow::Owned(form)
    }

    /// Whether two texts are the same. Their bytes are compared first; after that, O(length) and up to twice the memory.
    pub fn is_same(self, old: &str, new: &str, granularity: Granularity) -> bool {
        let same_bytes = old == new;
        let only_bytes_count = self.is_nothing() && granularity == Granularity::Lines;
        same_bytes || !only_bytes_count && self.text(old, granularity) == self.text(new, granularity)
    }

    fn collapses_space(self) -> bool {
        self.ignores(Ignorable::Space) || self.ignores(Ignorable::Punctuation)
    }

    fn line_into(self, line: &str, out: &mut String) {
        if self.ignores(Ignorable::Punctuation) {
            let start = out.len();
            let mut end = 0;
            for (at, word) in text::words(line) {
                self.gap_into(Span::new(end, at).of(line), start, out);
                self.characters_into(word, out);
                end = at + word.len();
            }
            self.gap_into(&line[end..], start, out);
            out.truncate(start + out[start..].trim_end().len());
        } else if self.ignores(Ignorable::Space) {
            for (idx, part) in line.split_whitespace().enumerate() {
                if idx > 0 {
                    out.push(' ');
                }
                self.characters_into(part, out);
            }
        } else {
            self.characters_into(line, out);
        }
    }

    /// What is left of the characters between two words if punctuation is overlooked; `start` is where the line begins.
    fn gap_into(self, gap: &str, start: usize, out: &mut String) {
        for c in gap.chars() {
            if !c.is_whitespace() && !is_punctuation(c) {
                self.characters_into(c.encode_utf8(&mut [0; 4]), out);
            } else if out.len() > start && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }

    fn characters_into(self, text: &str, out: &mut String) {
        let (quotes, long_s) = (self.ignores(Ignorable::Quotes), self.ignores(Ignorable::LongS));
        let form = |c: char| {
            let c = if quotes { quote(c) } else { c };
            if long_s { with_round_s(c) } else { c }
        };
        match (self.ignores(Ignorable::Case), quotes || long_s) {
            (false, false) => out.push_str(text),
            (true, false) => lowercase_into(text, out),
            (false, true) => out.extend(text.chars().map(form)),
            (true, true) => out.extend(text.chars().flat_map(char::to_lowercase).map(form)),
        }
    }
}

const fn bit(ignorable: Ignorable) -> u8 {
    1 << ignorable as u8
}

/// The quotation mark of ASCII that `c` stands for: those of Unicode's Quotation_Mark, the backquote and the modifier
/// letter apostrophe. Anything else stands for itself.
fn quote(c: char) -> char {
    match c {
        '`' | '\u{2bc}' | '\u{2018}'..='\u{201b}' | '\u{2039}' | '\u{203a}' | '\u{300e}' | '\u{300f}' => '\'',
        '\u{fe43}' | '\u{fe44}' | '\u{ff07}' => '\'',
        '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2e42}' | '\u{300c}' | '\u{300d}' => '"',
        '\u{301d}'..='\u{301f}' | '\u{fe41}' | '\u{fe42}' | '\u{ff02}' | '\u{ff62}' | '\u{ff63}' => '"',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Ignorable::{Case, LongS, Punctuation, Quotes, Space};
    use super::*;

    #[track_caller]
    fn same(what: &[Ignorable], old: &str, new: &str) {
        let ignore = Ignore::of(what);
        assert_eq!(ignore.line(old), ignore.line(new));
        assert_ne!(old, new);
    }

    #[track_caller]
    fn differ(what: &[Ignorable], old: &str, new: &str) {
        assert_ne!(Ignore::of(what).line(old), Ignore::of(what).line(new));
    }

    #[test]
    fn each_choice_overlooks_what_its_name_says_and_no_more() {
        same(&[Case], "Étude OF ÀΣ\n", "étude of àσ\n");
        differ(&[Case], "a\n", "a");
        same(&[Space], " one  two\t\r\n", "one two");
        differ(&[Space], "onetwo", "one two");
        same(&[Quotes], "“Well,” ‘he’ «said» 「い」", "\"Well,\" 'he' \"said\" \"い\"");
        same(&[Quotes], "don’t", "don't");
        differ(&[Quotes], "(a)", "\"a\"");
        same(&[LongS], "Congreſs", "Congress");
        differ(&[LongS], "Congreſs", "congress");
        same(&[Punctuation], "Well, he said: “yes” - really!\n", "Well he said yes... (really)");
        same(&[Punctuation], "他来了。", "他来了");
        differ(&[Punctuation], "3.5", "35");
        differ(&[Punctuation], "don't", "dont");
        differ(&[Punctuation], "1 + 1", "1 1");
        differ(&[Punctuation], "a,b", "ab");
        same(&[Case, Quotes, Punctuation, Space], "  Don’t — STOP!\n", "don't stop");
    }

    #[test]
    fn words_that_are_overlooked_have_no_form() {
        assert_eq!(Ignore::of(&[Punctuation]).word("…"), "");
        assert_eq!(Ignore::of(&[Punctuation, Case]).word("It's"), "it's");
        assert_eq!(Ignore::of(&[Quotes]).word("”"), "\"");
        assert_eq!(Ignore::of(&[LongS, Case]).word("Hauſe"), "hause");
        assert_eq!(Ignore::NOTHING.word("…"), "…");
    }

    #[test]
    fn texts_are_the_same_by_lines_or_by_words() {
        let is_same =
            |what: &[Ignorable], old: &str, new: &str, granularity| Ignore::of(what).is_same(old, new, granularity);
        assert!(is_same(&[], "a b\nc", "a\nb c\n", Granularity::Words));
        assert!(!is_same(&[], "a b\n", "a b", Granularity::Lines));
        assert!(is_same(&[Space], "a  b\nc", "a b \nc\n", Granularity::Lines));
        assert!(!is_same(&[Space], "a b\nc", "a\nb c\n", Granularity::Lines));
        assert!(is_same(&[Case, Punctuation], "A, b.", "a\nB", Granularity::Words));
        assert!(!is_same(&[Case, Punctuation], "A, b.", "a c", Granularity::Words));
    }

    #[test]
    fn choices_are_described_in_one_order() {
        assert_eq!(Ignore::of(&[Quotes, Case]).describe(), "case, quotes");
        assert_eq!(Ignore::NOTHING.describe(), "nothing");
    }

    fn choices() -> impl Strategy<Value = Vec<Ignorable>> {
        proptest::sample::subsequence(Ignorable::ALL.to_vec(), 0..=5)
    }

    proptest! {
        #[test]
        fn the_form_of_a_form_is_itself(what in choices(), line in "[aB’“.,3+é \t]{0,20}") {
            let ignore = Ignore::of(&what);
            let form = ignore.line(&line).into_owned();
            prop_assert_eq!(ignore.line(&form), &*form);
        }

        #[test]
        fn to_overlook_more_never_makes_a_difference(what in choices(), old in "[aA’'. ]{0,8}", new in "[aA’'. ]{0,8}") {
            let all = Ignore::of(&Ignorable::ALL);
            if Ignore::of(&what).line(&old) == Ignore::of(&what).line(&new) {
                prop_assert_eq!(all.line(&old), all.line(&new));
            }
        }
    }
}
