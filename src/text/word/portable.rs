//! What bytes tell, for any processor: eight bytes at a time in the lanes of a 64-bit number.

use super::block::{BLOCK, ByteMasks};

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const UNDERSCORE: u8 = 4;
const MID_LETTER: u8 = 8;
const MID_NUMBER: u8 = 16;
const NON_ASCII: u8 = 32;
const LEAD: u8 = 64;

/// What each byte tells, one bit for a mask.
static TELLS: [u8; 256] = {
    let mut tells = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        tells[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b'.' | b'\'' => MID_LETTER | MID_NUMBER,
            b':' => MID_LETTER,
            b',' | b';' => MID_NUMBER,
            0x80..0xC0 => NON_ASCII,
            0xC0.. => NON_ASCII | LEAD,
            _ => 0,
        };
        byte += 1;
    }
    tells
};

/// What the bytes of a block tell.
#[inline(always)]
pub(super) fn classify(block: &[u8; BLOCK]) -> ByteMasks {
    let mut masks = ByteMasks::default();
    for (n, bytes) in block.chunks_exact(8).enumerate() {
        let tells = bytes.iter().rev().fold(0, |lanes, &byte| lanes << 8 | u64::from(TELLS[usize::from(byte)]));
        let put = |tell: u8| gather(tells, tell) << (8 * n);
        masks.letter |= put(LETTER);
        masks.digit |= put(DIGIT);
        masks.underscore |= put(UNDERSCORE);
        masks.mid_letter |= put(MID_LETTER);
        masks.mid_number |= put(MID_NUMBER);
        masks.non_ascii |= put(NON_ASCII);
        masks.lead |= put(LEAD);
    }
    masks
}

/// One bit for each of the eight bytes of `lanes`: whether it has the bit `tell`.
///
/// The factor moves the low bit of byte `n` to bit `56 + n`; no two of its products meet there.
#[inline(always)]
fn gather(lanes: u64, tell: u8) -> u64 {
    let low_bits = lanes >> tell.trailing_zeros() & 0x0101_0101_0101_0101;
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
