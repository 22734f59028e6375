//! What the rules of words need to know of a character, looked up in two steps.
//!
//! UTF-8 keeps the last six bits of a code point in its last byte, so the table is cut into blocks of 64 code points:
//! the bytes before the last one choose the block, the last one the entry. Blocks of one property are kept once, which leaves
//! 67 KB, of which a text in one script touches a few hundred bytes. The compiler builds both steps from the list that `scripts/unicode-tables` writes.

use super::property_ranges::CHANGES;

/// The `Word_Break` property of a character, divided further where the rules or the count of words need it: by
/// `Extended_Pictographic` (rule WB3c), and by whether the character is a letter or number by itself.
///
/// Up to [`Property::LAST_COMMON`] the block kernel knows what to do; all later ones it leaves to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Property {
    /// No rule names it, and it is no letter or number.
    Other,
    /// `ALetter`.
    Letter,
    Numeric,
    Katakana,
    /// A letter or number that no rule joins to another: ideographs, Hiragana, Thai, superscripts.
    Lone,
    /// `Hebrew_Letter`.
    Hebrew,
    ExtendNumLet,
    /// `Extend` or `Format`, which the rules treat alike.
    Extend,
    /// `Extend` that counts as a letter, such as the vowel signs of Devanagari.
    ExtendLetter,
    /// U+200D.
    Joiner,
    MidLetter,
    MidNum,
    MidNumLet,
    /// `Extended_Pictographic` without another property.
    Pictograph,
    /// `WSegSpace`.
    Space,
    RegionalIndicator,
    /// `ALetter` that is `Extended_Pictographic` as well.
    LetterPictograph,
    /// `ALetter` that is no letter, such as an Armenian emphasis mark.
    LetterSign,
    /// `Numeric` that is no number, such as the Arabic decimal separator.
    NumericSign,
    /// `Katakana` that is no letter, such as the voiced sound mark.
    KatakanaSign,
    SingleQuote,
    DoubleQuote,
    CarriageReturn,
    LineFeed,
    Newline,
}

use Property::*;

impl Property {
    /// The last property, in the order of the numbers, of those that blocks handle by themselves.
    pub(super) const LAST_COMMON: Self = Space;

    /// The property of the character that begins at `at`, and its length in bytes.
    ///
    /// Bytes that are not UTF-8 have the property of some other character; they do not occur in a `str`.
    #[inline]
    pub(super) fn of(text: &[u8], at: usize) -> (Self, usize) {
        let byte = |n: usize| text.get(at + n).copied().unwrap_or(0);
        let lead = byte(0);
        match lead {
            0..0x80 => (Self::of_ascii(lead), 1),
            0x80..0xE0 => (Self::of_two(lead, byte(1)), 2),
            0xE0..0xF0 => (Self::of_three(lead, byte(1), byte(2)), 3),
            0xF0.. => (Self::of_four(lead, [byte(1), byte(2), byte(3)]), 4),
        }
    }

    /// The property of an ASCII character.
    #[inline(always)]
    pub(super) fn of_ascii(byte: u8) -> Self {
        entry(usize::from(byte >> 6), byte)
    }

    /// The property of a character of two bytes.
    #[inline(always)]
    pub(super) fn of_two(lead: u8, last: u8) -> Self {
        entry(usize::from(lead & 0x1F), last)
    }

    /// The property of a character of three bytes.
    #[inline(always)]
    pub(super) fn of_three(lead: u8, middle: u8, last: u8) -> Self {
        entry(usize::from(lead & 0xF) << 6 | usize::from(middle & 0x3F), last)
    }

    /// The property of a character of four bytes.
    #[inline(always)]
    pub(super) fn of_four(lead: u8, [second, third, last]: [u8; 3]) -> Self {
        let block = usize::from(lead & 7) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F);
        entry(block.min(N_BLOCK_IDX - 1), last)
    }

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

#[inline(always)]
fn entry(block: usize, last: u8) -> Property {
    let block = TABLE.block_idx[block];
    TABLE.blocks[usize::from(block) & (MAX_BLOCKS - 1)][usize::from(last & 0x3F)]
}

/// Blocks up to U+10FFFF.
const N_BLOCK_IDX: usize = 0x11_0000 / 64;
/// Enough for the different blocks that there are, and a power of two, so that a masked index needs no check.
const MAX_BLOCKS: usize = 512;
/// How many properties there are.
const N_PROPERTIES: usize = Newline as usize + 1;

struct Table {
    block_idx: [u16; N_BLOCK_IDX],
    blocks: [[Property; 64]; MAX_BLOCKS],
}

static TABLE: Table = build();

const fn build() -> Table {
    let mut table = Table { block_idx: [0; N_BLOCK_IDX], blocks: [[Other; 64]; MAX_BLOCKS] };
    // Blocks of one property alone come first, each at the number of its property. Hardly two of the rest are equal.
    let mut n = 0;
    while n < CHANGES.len() {
        table.blocks[CHANGES[n].1 as usize] = [CHANGES[n].1; 64];
        n += 1;
    }
    let mut n_blocks = N_PROPERTIES;
    let mut change = 0;
    let mut block = 0;
    while block < N_BLOCK_IDX {
        let first = 64 * block as u32;
        change = change_at(first, change);
        if change_at(first + 63, change) == change {
            table.block_idx[block] = CHANGES[change].1 as u16;
        } else {
            table.blocks[n_blocks] = expand(first, change);
            table.block_idx[block] = n_blocks as u16;
            n_blocks += 1;
        }
        block += 1;
    }
    table
}

/// The last change at or before `code_point`, looked for from the change `from` on.
const fn change_at(code_point: u32, from: usize) -> usize {
    let mut change = from;
    while change + 1 < CHANGES.len() && CHANGES[change + 1].0 <= code_point {
        change += 1;
    }
    change
}

/// The properties of 64 code points, of which `change` is the last change at or before the first.
const fn expand(first: u32, mut change: usize) -> [Property; 64] {
    let mut entries = [Other; 64];
    let mut n = 0;
    while n < entries.len() {
        change = change_at(first + n as u32, change);
        entries[n] = CHANGES[change].1;
        n += 1;
    }
    entries
}
