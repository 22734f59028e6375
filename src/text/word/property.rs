//! What the rules of words need to know of a character.

/// The `Word_Break` property of a character, divided further where the rules or the count of words need it: by
/// `Extended_Pictographic` (rule WB3c), and by whether the character is a letter or number by itself.
///
/// The numbers are sets of the bits in [`kind`], which is what the block kernel reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Property {
    /// No rule names it, and it is no letter or number.
    Other = 0,
    /// `ALetter`.
    Letter = kind::LETTER,
    Numeric = kind::NUMERIC,
    Katakana = kind::LONE | kind::SPECIAL,
    /// A letter or number that no rule joins to another: ideographs, Hiragana, Thai, superscripts.
    Lone = kind::LONE,
    /// `Hebrew_Letter`.
    Hebrew = kind::LETTER | kind::SECOND,
    ExtendNumLet = kind::NUMERIC | kind::SPECIAL,
    /// `Extend` or `Format`, which the rules treat alike.
    Extend = kind::EXTEND,
    /// `Extend` that counts as a letter, such as the vowel signs of Devanagari.
    ExtendLetter = kind::EXTEND | kind::SECOND,
    /// U+200D.
    Joiner = kind::EXTEND | kind::SPECIAL,
    MidLetter = kind::MID_LETTER,
    MidNum = kind::MID_NUMBER,
    MidNumLet = kind::MID_LETTER | kind::MID_NUMBER,
    /// `Extended_Pictographic` without another property.
    Pictograph = kind::SECOND,
    /// `WSegSpace`.
    Space = kind::SPECIAL,
    RegionalIndicator = kind::RARE,
    /// `ALetter` that is `Extended_Pictographic` as well.
    LetterPictograph = kind::RARE + 1,
    /// `ALetter` that is no letter, such as an Armenian emphasis mark.
    LetterSign = kind::RARE + 2,
    /// `Numeric` that is no number, such as the Arabic decimal separator.
    NumericSign = kind::RARE + 3,
    /// `Katakana` that is no letter, such as the voiced sound mark.
    KatakanaSign = kind::RARE + 4,
    SingleQuote = kind::RARE + 5,
    DoubleQuote = kind::RARE + 6,
    CarriageReturn = kind::RARE + 7,
    LineFeed = kind::RARE + 8,
    Newline = kind::RARE + 9,
}

/// Bits of properties. Each can be asked for by itself, and all of a block's in one operation.
pub(super) mod kind {
    /// Joins letters and numbers; together with [`SECOND`] Hebrew.
    pub(crate) const LETTER: u8 = 1;
    /// Joins letters and numbers; together with [`SPECIAL`] `ExtendNumLet`.
    pub(crate) const NUMERIC: u8 = 2;
    /// A word by itself; together with [`SPECIAL`] Katakana.
    pub(crate) const LONE: u8 = 4;
    /// Attaches to the character before it; together with [`SECOND`] a letter, with [`SPECIAL`] the joiner.
    pub(crate) const EXTEND: u8 = 8;
    /// May join letters.
    pub(crate) const MID_LETTER: u8 = 16;
    /// May join numbers.
    pub(crate) const MID_NUMBER: u8 = 32;
    /// Tells two kinds apart; by itself a blank.
    pub(crate) const SPECIAL: u8 = 64;
    /// Tells two kinds apart; by itself a pictograph.
    pub(crate) const SECOND: u8 = 128;
    /// What blocks leave to the rules. The lower bits number such properties, and mean nothing else.
    pub(crate) const RARE: u8 = SPECIAL | SECOND;
}

use Property::*;

impl Property {
    /// Rule WB4: whether it belongs to the character before it.
    #[inline]
    pub(super) fn attaches(self) -> bool {
        matches!(self, Extend | ExtendLetter | Joiner)
    }

    /// `AHLetter` of the rules.
    #[inline]
    pub(super) fn is_letter(self) -> bool {
        matches!(self, Letter | Hebrew | LetterPictograph | LetterSign)
    }

    /// `Numeric` of the rules.
    #[inline]
    pub(super) fn is_numeric(self) -> bool {
        matches!(self, Numeric | NumericSign)
    }

    /// `Katakana` of the rules.
    #[inline]
    pub(super) fn is_katakana(self) -> bool {
        matches!(self, Katakana | KatakanaSign)
    }

    /// `Extended_Pictographic` of the rules.
    #[inline]
    pub(super) fn is_pictograph(self) -> bool {
        matches!(self, Pictograph | LetterPictograph)
    }

    /// Whether rules WB3a and WB3b part it from everything around it.
    #[inline]
    pub(super) fn is_newline(self) -> bool {
        matches!(self, CarriageReturn | LineFeed | Newline)
    }

    /// Whether a segment that holds it is a word: `Alphabetic`, or a number by its general category.
    #[inline]
    pub(super) fn is_alphanumeric(self) -> bool {
        matches!(self, Letter | Numeric | Katakana | Lone | Hebrew | ExtendLetter | LetterPictograph)
    }
}
