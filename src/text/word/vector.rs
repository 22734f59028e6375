//! What the kernels with vectors share.
//!
//! ASCII characters, and those whose first byte tells all, are looked up by that byte. The rest have their property on a
//! [`Page`] of 128. A text in one script needs few pages, so a kernel takes the first character that is not known, looks
//! up all characters of the block that share its [`Prefix`], and goes on until none is left: one or two rounds in most
//! blocks.

use super::block::BLOCK;
use super::page::{Page, Width};
use super::property::kind;

/// The page of a character, and how to tell which other characters are on it.
#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) page: &'static Page,
    /// The first bytes of the character: as many of these as there are before the last one.
    pub(super) bytes: [u8; 3],
    /// The bits in which the byte before the last one of all characters on the page is the same. All bytes before that
    /// one are the same.
    pub(super) same_bits: u8,
    /// Bytes of each character: 2 to 4.
    pub(super) length: usize,
}

impl Prefix {
    /// That of the character of several bytes that begins at `at` and ends in the block.
    #[inline(always)]
    pub(super) fn at(block: &[u8; BLOCK], at: u32) -> Self {
        // The block has these bytes; masked indices spare a check that cannot fail.
        let bytes = [0, 1, 2].map(|n| block[(at as usize + n) & (BLOCK - 1)]);
        let ((page, width), length) = match bytes {
            [lead @ ..0xE0, ..] => (Page::of_two(lead), 2),
            [lead @ ..0xF0, middle, _] => (Page::of_three(lead, middle), 3),
            [lead, second, third] => (Page::of_four(lead, [second, third]), 4),
        };
        let same_bits = if width == Width::Wide { 0xF0 } else { 0xFE };
        Self { page, bytes, same_bits, length }
    }
}

/// The bits of an ASCII character's property, as [`Planes`] has them.
pub(super) const fn ascii_kind(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' => kind::LETTER,
        b'0'..=b'9' => kind::NUMERIC,
        b'_' => kind::NUMERIC | kind::SPECIAL,
        b'.' | b'\'' => kind::MID_LETTER | kind::MID_NUMBER,
        b':' => kind::MID_LETTER,
        b',' | b';' => kind::MID_NUMBER,
        _ => 0,
    }
}

/// The bits that all characters have that begin with `lead`, or 0 where they differ. Two exceptions are the kernels'
/// to make: the hexagrams, which begin with E4 B7 among ideographs, and the signs of multiplication and division, C3 97
/// and C3 B7 among letters.
///
/// These are Latin, IPA, Cyrillic, half of Arabic, most Hangul syllables, and ideographs: those that many texts have
/// many of, or on many pages.
pub(super) const fn known_kind(lead: u8) -> u8 {
    match lead {
        0xC3..=0xCA | 0xD0 | 0xD1 | 0xD3 | 0xDA | 0xEB | 0xEC => kind::LETTER,
        0xE4..=0xE9 => kind::LONE,
        _ => 0,
    }
}

/// [`ascii_kind`] of each byte.
pub(super) const ASCII_KINDS: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = ascii_kind(byte);
        byte += 1;
    }
    kinds
};

/// [`known_kind`] of each byte from C0 on.
pub(super) const KNOWN_KINDS: [u8; 64] = {
    let mut kinds = [0; 64];
    let mut n = 0;
    while n < 64 {
        kinds[n as usize] = known_kind(0xC0 | n);
        n += 1;
    }
    kinds
};
