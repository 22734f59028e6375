//! The properties of characters, looked up in two steps.
//!
//! The table is cut into pages of 128 code points: in UTF-8 the bytes before the last one choose the page but for one
//! bit, which chooses the entry together with the last six. Pages of one property are kept once, which leaves 81 KB, of
//! which a text in one script touches a few hundred bytes. The compiler builds both steps from the list that
//! `scripts/unicode-tables` writes.

use super::property::Property::{self, Other};
use super::property_ranges::CHANGES;

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
