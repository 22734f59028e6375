//! Keys under which likely variants of a spelling meet.
//!
//! `plain` forgets case, diacritics, punctuation and spaces; `single` also doubled letters, and takes z for s; the
//! skeleton keeps the consonants alone, those as one that transliterations interchange. All are O(length).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Shorter skeletons are shared by too many words.
pub(super) const MIN_CONSONANTS: usize = 3;

/// The keys of one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    /// Letters without case and diacritics.
    pub(super) plain: String,
    /// `plain` with z as s and each doubled letter once.
    pub(super) single: String,
    /// The consonants, by class.
    pub(super) skeleton: String,
}

impl Keys {
    /// The keys of `spelling`.
    pub(super) fn of(spelling: &str) -> Self {
        let letters = spelling.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase);
        let plain: String = letters.filter(|c| c.is_alphanumeric()).collect();
        let mut single = String::with_capacity(plain.len());
        for c in plain.chars() {
            let c = if c == 'z' { 's' } else { c };
            if !single.ends_with(c) {
                single.push(c);
            }
        }
        let skeleton = skeleton(&plain);
        Self { plain, single, skeleton }
    }

    /// The skeleton, and each that lacks one of its consonants; none if it is too short.
    ///
    /// Two skeletons that differ by one inserted, deleted, replaced or swapped consonant share one of these (the
    /// deletion neighborhood of Mor and Fraenkel 1982, as in SymSpell). Cost: quadratic in the skeleton's length,
    /// which is about ten.
    pub(super) fn neighborhood(&self) -> Vec<String> {
        let places: Vec<(usize, char)> = self.skeleton.char_indices().collect();
        if places.len() < MIN_CONSONANTS {
            return Vec::new();
        }
        let without = |&(at, c): &(usize, char)| {
            let (before, after) = (&self.skeleton[..at], &self.skeleton[at + c.len_utf8()..]);
            format!("{before}{after}")
        };
        let mut all: Vec<String> = places.iter().map(without).chain([self.skeleton.clone()]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The consonants of plain letters, each as the first of its class, and an initial vowel as `a`.
///
/// Classes are those that transliterations into Latin and common slips interchange: k, q, c, kh, ck; s, z; v, w; f, ph;
/// g, gh; t, th; d, dh; j, dj, zh; x for sh and ch. Neighbors of one class count once.
fn skeleton(plain: &str) -> String {
    let mut skeleton = String::with_capacity(plain.len());
    let mut letters = plain.chars().peekable();
    let mut last = None;
    while let Some(c) = letters.next() {
        let (class, n_letters) = class(c, letters.peek().copied());
        if n_letters == 2 {
            letters.next();
        }
        let kept = if is_vowel(class) { last.is_none().then_some('a') } else { Some(class) };
        skeleton.extend(kept.filter(|&class| last != Some(class)));
        last = Some(class);
    }
    skeleton
}

/// The class of a letter or of two that stand for one sound, and how many they are.
fn class(c: char, next: Option<char>) -> (char, usize) {
    match (c, next) {
        ('k', Some('h')) | ('c', Some('k')) => ('k', 2),
        ('g', Some('h')) => ('g', 2),
        ('p', Some('h')) => ('f', 2),
        ('t', Some('h')) => ('t', 2),
        ('d', Some('h')) => ('d', 2),
        ('c' | 's', Some('h')) => ('x', 2),
        ('d', Some('j')) | ('z', Some('h')) => ('j', 2),
        ('c' | 'q', _) => ('k', 1),
        ('z', _) => ('s', 1),
        ('w', _) => ('v', 1),
        _ => (c, 1),
    }
}

/// The vowels of the alphabets that have letters for them: Latin, Greek, Cyrillic. Diacritics are gone already.
pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'æ' | 'œ' | 'ø' | 'ı')
        || matches!(c, 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω')
        || matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'є')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(spelling: &str, plain: &str, single: &str, skeleton: &str) {
        let expected = Keys { plain: plain.to_owned(), single: single.to_owned(), skeleton: skeleton.to_owned() };
        assert_eq!(Keys::of(spelling), expected);
    }

    #[test]
    fn keys_forget_step_by_step() {
        check("River-Watch", "riverwatch", "riverwatch", "rvrvtx");
        check("L.R.W.S.", "lrws", "lrws", "lrvs");
        check("Rhône", "rhone", "rhone", "rhn");
        check("Organizzation", "organizzation", "organisation", "argnstn");
        check("Qazvīn", "qazvin", "qasvin", "ksvn");
        check("Khazwin", "khazwin", "khaswin", "ksvn");
        check("Пётр", "петр", "петр", "птр");
    }

    #[test]
    fn skeletons_that_are_too_short_have_no_neighborhood() {
        assert!(Keys::of("Io").neighborhood().is_empty());
        assert_eq!(Keys::of("Lindle").neighborhood(), ["ldl", "lnd", "lndl", "lnl", "ndl"]);
    }

    proptest! {
        #[test]
        fn one_changed_consonant_leaves_a_shared_key(before in "[bdfglmn]{3,6}", at in 0_usize..6, new in "[bdfglmn]?") {
            let mut after = before.clone();
            let at = at.min(before.len() - 1);
            after.replace_range(at..=at, &new);
            let (one, other) = (Keys::of(&before), Keys::of(&after));
            prop_assume!(one.skeleton == before && other.skeleton == after && after.len() >= MIN_CONSONANTS);
            let keys = one.neighborhood();
            prop_assert!(other.neighborhood().iter().any(|key| keys.contains(key)));
        }
    }
}
