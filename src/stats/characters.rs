//! Characters by kind.

use std::ops::AddAssign;

use super::needs::Needs;
use crate::text::{n_graphemes, n_punctuation};

/// How many characters of each kind a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters {
    pub(super) graphemes: u64,
    /// General category P.
    pub(super) punctuation: u64,
    /// Property Alphabetic.
    pub(super) letters: u64,
    /// Property Uppercase.
    pub(super) upper_case: u64,
    /// Numbers of any script: general category N.
    pub(super) digits: u64,
    /// Property `White_Space`.
    pub(super) white_space: u64,
}

impl Characters {
    /// Counts what is needed. A cut at a line end changes none of it. Cost: a pass over the text for each kind of need.
    pub(super) fn of(text: &str, needs: Needs) -> Self {
        let mut found = Self::default();
        if needs.contains(Needs::GRAPHEMES) {
            found.graphemes = n_graphemes(text) as u64;
        }
        if needs.contains(Needs::PUNCTUATION) {
            found.punctuation = n_punctuation(text) as u64;
        }
        if needs.contains(Needs::CHARACTER_KINDS) {
            for c in text.chars() {
                found.letters += u64::from(c.is_alphabetic());
                found.upper_case += u64::from(c.is_uppercase());
                found.digits += u64::from(c.is_numeric());
                found.white_space += u64::from(c.is_whitespace());
            }
        }
        found
    }
}

impl AddAssign for Characters {
    fn add_assign(&mut self, other: Self) {
        self.graphemes += other.graphemes;
        self.punctuation += other.punctuation;
        self.letters += other.letters;
        self.upper_case += other.upper_case;
        self.digits += other.digits;
        self.white_space += other.white_space;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_by_kind_if_the_kind_is_needed() {
        let text = "Cafe\u{301} №٣½, “ÉTÉ”!\n";
        let all = Needs::GRAPHEMES | Needs::PUNCTUATION | Needs::CHARACTER_KINDS;
        let expected =
            Characters { graphemes: 17, punctuation: 4, letters: 7, upper_case: 4, digits: 2, white_space: 3 };
        assert_eq!(Characters::of(text, all), expected);
        assert_eq!(Characters::of(text, Needs::GRAPHEMES), Characters { graphemes: 17, ..Characters::default() });
        assert_eq!(Characters::of(text, Needs::CHARACTERS), Characters::default());
    }
}
