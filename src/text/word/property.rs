//! What the rules of words need to know of a character, looked up in two steps.
//!
//! The table is cut into pages of 128 code points: in UTF-8 the bytes before the last one choose the page but for one
//! bit, which chooses the entry together with the last six. Pages of one property are kept once, which leaves 81 KB, of
//! which a text in one script touches a few hundred bytes. The compiler builds both steps from the list that
//! `scripts/unicode-tables` writes.

use super::property_ranges::CHANGES;

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

    #[inline(always)]
    fn of_ascii(byte: u8) -> Self {
        page(0).0.0[usize::from(byte)]
    }

    #[inline(always)]
    fn of_two(lead: u8, last: u8) -> Self {
        Page::of_two(lead).0.of(lead, last)
    }

    #[inline(always)]
    fn of_three(lead: u8, middle: u8, last: u8) -> Self {
        Page::of_three(lead, middle).0.of(middle, last)
    }

    #[inline(always)]
    fn of_four(lead: u8, [second, third, last]: [u8; 3]) -> Self {
        Page::of_four(lead, [second, third]).0.of(third, last)
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

/// The properties of 128 characters: those that differ only in their last byte and in the lowest bit of the byte before.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Page([Property; Page::CHARACTERS]);

/// How many pages beside it are equal to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// Perhaps none.
    Single,
    /// All of the same 1024 code points, which are those that differ in the four lowest bits of the byte before the last.
    Wide,
}

impl Page {
    /// How many there are on each.
    pub(super) const CHARACTERS: usize = 128;

    /// The characters of two bytes that begin with `lead`.
    #[inline(always)]
    pub(super) fn of_two(lead: u8) -> (&'static Self, Width) {
        page(usize::from(lead & 0x1F) >> 1)
    }

    /// The characters of three bytes that begin with `lead` and `middle`.
    #[inline(always)]
    pub(super) fn of_three(lead: u8, middle: u8) -> (&'static Self, Width) {
        page(usize::from(lead & 0xF) << 5 | usize::from(middle & 0x3F) >> 1)
    }

    /// The characters of four bytes that begin with `lead` and two more.
    #[inline(always)]
    pub(super) fn of_four(lead: u8, [second, third]: [u8; 2]) -> (&'static Self, Width) {
        let number = usize::from(lead & 7) << 11 | usize::from(second & 0x3F) << 5 | usize::from(third & 0x3F) >> 1;
        page(number.min(N_PAGES - 1))
    }

    /// The property of the character that ends with these two bytes.
    #[inline(always)]
    fn of(&self, before_last: u8, last: u8) -> Property {
        self.0[usize::from(before_last & 1) << 6 | usize::from(last & 0x3F)]
    }
}

// Vectors load pages as bytes.
const _: () = assert!(size_of::<Page>() == Page::CHARACTERS);

#[inline(always)]
fn page(number: usize) -> (&'static Page, Width) {
    let at = TABLE.page_idx[number];
    let width = if at & WIDE == 0 { Width::Single } else { Width::Wide };
    (&TABLE.pages[usize::from(at) & (MAX_DIFFERENT - 1)], width)
}

/// Pages up to U+10FFFF.
const N_PAGES: usize = 0x11_0000 / Page::CHARACTERS;
/// Pages that may be [`Width::Wide`] together.
const PAGES_OF_WIDE: usize = 1024 / Page::CHARACTERS;
/// Enough for the different pages that there are, and a power of two, so that a masked index needs no check.
const MAX_DIFFERENT: usize = 512;
/// The bit of a page's index that says that it is [`Width::Wide`].
const WIDE: u16 = 1 << 15;
/// Marks a property that no page is all of so far.
const NONE: u16 = u16::MAX;

struct Table {
    page_idx: [u16; N_PAGES],
    pages: [Page; MAX_DIFFERENT],
}

static TABLE: Table = build();

const fn build() -> Table {
    let mut table = Table { page_idx: [0; N_PAGES], pages: [Page([Other; Page::CHARACTERS]); MAX_DIFFERENT] };
    // Pages of one property alone are kept once. Hardly two of the rest are equal.
    let mut all_of = [NONE; 256];
    let mut n_different = 0;
    let mut change = 0;
    let mut number = 0;
    while number < N_PAGES {
        let first = (Page::CHARACTERS * number) as u32;
        change = change_at(first, change);
        let property = CHANGES[change].1;
        let is_all_one = change_at(first + Page::CHARACTERS as u32 - 1, change) == change;
        if is_all_one && all_of[property as usize] != NONE {
            table.page_idx[number] = all_of[property as usize];
        } else {
            if is_all_one {
                all_of[property as usize] = n_different;
            }
            table.pages[n_different as usize] = Page(expand(first, change));
            table.page_idx[number] = n_different;
            n_different += 1;
        }
        number += 1;
    }
    mark_wide(&mut table.page_idx);
    table
}

const fn mark_wide(page_idx: &mut [u16; N_PAGES]) {
    let mut number = 0;
    while number < N_PAGES {
        let first = number - number % PAGES_OF_WIDE;
        let mut is_wide = true;
        let mut other = first;
        while other < first + PAGES_OF_WIDE {
            is_wide &= page_idx[other] & !WIDE == page_idx[first] & !WIDE;
            other += 1;
        }
        page_idx[number] |= if is_wide { WIDE } else { 0 };
        number += 1;
    }
}

/// The last change at or before `code_point`, looked for from the change `from` on.
const fn change_at(code_point: u32, from: usize) -> usize {
    let mut change = from;
    while change + 1 < CHANGES.len() && CHANGES[change + 1].0 <= code_point {
        change += 1;
    }
    change
}

/// The properties of the code points of a page, of which `change` is the last change at or before the first.
const fn expand(first: u32, mut change: usize) -> [Property; Page::CHARACTERS] {
    let mut entries = [Other; Page::CHARACTERS];
    let mut n = 0;
    while n < entries.len() {
        change = change_at(first + n as u32, change);
        entries[n] = CHANGES[change].1;
        n += 1;
    }
    entries
}
