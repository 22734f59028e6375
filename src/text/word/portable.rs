//! What bytes tell, for any processor: eight bytes at a time in the lanes of a 64-bit number.

use super::block::{BLOCK, ByteMasks};

/// What the bytes of a block tell.
#[inline(always)]
pub(super) fn classify(block: &[u8; BLOCK]) -> ByteMasks {
    let mut masks = ByteMasks::default();
    let (words, _) = block.as_chunks();
    for (n, &word) in words.iter().enumerate() {
        let lanes = Lanes::new(word);
        let put = |lanes: u64| gather(lanes) << (8 * n);
        let stop = lanes.equal(b'.') | lanes.equal(b'\'');
        masks.letter |= put(lanes.letter());
        masks.digit |= put(lanes.between(b'0', b'9'));
        masks.underscore |= put(lanes.equal(b'_'));
        masks.mid_letter |= put(stop | lanes.equal(b':'));
        masks.mid_number |= put(stop | lanes.equal(b',') | lanes.equal(b';'));
        masks.non_ascii |= put(lanes.high);
        masks.lead |= put(lanes.high & lanes.low << 1);
    }
    masks
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_the_masks_of_its_kind_at_its_place() {
        for byte in 0..=255u8 {
            for at in 0..BLOCK {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let bit = |is_so: bool| u64::from(is_so) << at;
                let expected = ByteMasks {
                    letter: bit(byte.is_ascii_alphabetic()),
                    digit: bit(byte.is_ascii_digit()),
                    underscore: bit(byte == b'_'),
                    mid_letter: bit(b".:'".contains(&byte)),
                    mid_number: bit(b".,;'".contains(&byte)),
                    non_ascii: bit(byte >= 0x80),
                    lead: bit(byte >= 0xC0),
                    ..ByteMasks::default()
                };
                assert_eq!(classify(&block), expected);
            }
        }
    }
}
