//! The planes of a block, for any processor: eight bytes at a time in the lanes of a 64-bit number.

use super::block::{BLOCK, Planes, below, n_whole};
use super::property::{Property, kind};

/// The planes of a block.
#[inline(always)]
pub(super) fn planes(block: &[u8; BLOCK]) -> Planes {
    let mut planes = Planes::default();
    let (words, _) = block.as_chunks();
    for (n, &word) in words.iter().enumerate() {
        let lanes = Lanes::new(word);
        let put = |lanes: u64| gather(lanes) << (8 * n);
        let stop = lanes.equal(b'.') | lanes.equal(b'\'');
        let underscore = lanes.equal(b'_');
        planes.letter |= put(lanes.letter());
        planes.numeric |= put(lanes.between(b'0', b'9') | underscore);
        planes.mid_letter |= put(stop | lanes.equal(b':'));
        planes.mid_number |= put(stop | lanes.equal(b',') | lanes.equal(b';'));
        planes.special |= put(underscore);
        planes.non_ascii |= put(lanes.high);
        planes.lead |= put(lanes.high & lanes.low << 1);
    }
    if planes.non_ascii != 0 {
        characters(block, &mut planes);
    }
    planes
}

/// `'` and `"`, which blocks without Hebrew need not know.
#[inline]
pub(super) fn quotes(block: &[u8; BLOCK]) -> u64 {
    let mut quotes = 0;
    let (words, _) = block.as_chunks();
    for (n, &word) in words.iter().enumerate() {
        let lanes = Lanes::new(word);
        quotes |= gather(lanes.equal(b'\'') | lanes.equal(b'"')) << (8 * n);
    }
    quotes
}

/// Looks up one by one the characters that are not ASCII.
#[inline(always)]
fn characters(block: &[u8; BLOCK], planes: &mut Planes) {
    let mut kinds = [0_u8; BLOCK];
    let mut lead = planes.lead & below(n_whole(block));
    while lead != 0 {
        let at = lead.trailing_zeros() as usize;
        lead &= lead - 1;
        let (property, length) = Property::of(block, at);
        for kind in &mut kinds[at..(at + length).min(BLOCK)] {
            *kind = property as u8;
        }
    }
    let (words, _) = kinds.as_chunks();
    for (n, &word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(word);
        let plane = |kind: u8| gather(word << kind.leading_zeros()) << (8 * n);
        planes.letter |= plane(kind::LETTER);
        planes.numeric |= plane(kind::NUMERIC);
        planes.lone |= plane(kind::LONE);
        planes.extend |= plane(kind::EXTEND);
        planes.mid_letter |= plane(kind::MID_LETTER);
        planes.mid_number |= plane(kind::MID_NUMBER);
        planes.special |= plane(kind::SPECIAL);
        planes.second |= plane(kind::SECOND);
    }
}

/// The highest bit of each lane.
const HIGH: u64 = repeat(0x80);

/// Eight bytes. The answers to questions about them are in the highest bits of the lanes; the other bits mean nothing.
#[derive(Clone, Copy)]
struct Lanes {
    /// The lower seven bits of the bytes.
    low: u64,
    /// The highest bits of the bytes.
    high: u64,
}

impl Lanes {
    #[inline(always)]
    fn new(bytes: [u8; 8]) -> Self {
        let lanes = u64::from_le_bytes(bytes);
        Self { low: lanes & !HIGH, high: lanes & HIGH }
    }

    /// Which bytes are ASCII letters.
    #[inline(always)]
    fn letter(self) -> u64 {
        let lower_case = Self { low: self.low | repeat(0x20), ..self };
        lower_case.between(b'a', b'z')
    }

    /// Which bytes are ASCII and `first` to `last`.
    ///
    /// Sums of two numbers below 0x80 stay in their lane, and reach its highest bit from 0x80 on.
    #[inline(always)]
    fn between(self, first: u8, last: u8) -> u64 {
        let from_first = self.low + repeat(0x80 - first);
        let past_last = self.low + repeat(0x7F - last);
        from_first & !past_last & !self.high
    }

    /// Which bytes are `byte`, which is ASCII.
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        let differs = (self.low ^ repeat(byte)) + repeat(0x7F);
        !differs & !self.high
    }
}

#[inline(always)]
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bits of the lanes, as one byte.
///
/// The factor moves the low bit of byte `n` to bit `56 + n`; no two of its products meet there.
#[inline(always)]
fn gather(lanes: u64) -> u64 {
    let low_bits = (lanes & HIGH) >> 7;
    low_bits.wrapping_mul(0x0102_0408_1020_4080) >> 56
}
