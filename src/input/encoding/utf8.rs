//! UTF-8, whole, damaged, or as old databases wrote it: characters beyond the first 65,536 as two halves of three
//! bytes.

use std::borrow::Cow;
use std::str::Utf8Error;

use super::decoded::{Decoded, Reach};

/// Bytes of a character that is written as two surrogates.
const PAIR_BYTES: usize = 6;

/// The numbers of good sequences beyond ASCII and of bad ones. One that the end of a head cuts off is neither.
pub(super) fn counted(bytes: &[u8], reach: Reach) -> (usize, usize) {
    let (mut n_good, mut n_bad) = (0, 0);
    for piece in pieces(bytes) {
        match piece {
            Piece::Text(text) => n_good += text.chars().filter(|c| !c.is_ascii()).count(),
            Piece::Pair(_) => n_good += 1,
            Piece::Bad { bytes, is_last } => {
                n_bad += usize::from(!(is_last && reach == Reach::Head && is_beginning(bytes)));
            }
        }
    }
    (n_good, n_bad)
}

/// UTF-8 with a few bad bytes is damaged UTF-8, not another encoding: it has at least two good sequences beyond ASCII
/// for each bad one. In other encodings good ones are chance, and bad ones the rule.
pub(super) fn is_mostly(bytes: &[u8], reach: Reach) -> bool {
    if valid(bytes).is_ok() {
        return true;
    }
    let (n_good, n_bad) = counted(bytes, reach);
    n_good >= GOOD_FOR_BAD * n_bad
}

/// So many good sequences outweigh a bad one.
pub(super) const GOOD_FOR_BAD: usize = 2;

/// As the standard library's, and much faster where the bytes are valid.
pub(super) fn valid(bytes: &[u8]) -> Result<&str, Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes))
}

/// Decodes all of `bytes`; they are borrowed if they are valid.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let error = match valid(bytes) {
        Ok(text) => return Decoded { text: Cow::Borrowed(text), n_lost: 0, first_lost_at: None, n_joined: 0 },
        Err(error) => error,
    };
    let mut text = String::with_capacity(bytes.len());
    let (mut n_lost, mut n_joined, mut first_lost_at) = (0, 0, None);
    let mut at = error.valid_up_to();
    for (idx, piece) in pieces(bytes).enumerate() {
        match piece {
            Piece::Text(valid) => {
                text.push_str(valid);
                at = if idx == 0 { valid.len() } else { at + valid.len() };
            }
            Piece::Pair(c) => {
                text.push(c);
                n_joined += 1;
                at += PAIR_BYTES;
            }
            Piece::Bad { bytes, .. } => {
                text.push(char::REPLACEMENT_CHARACTER);
                n_lost += 1;
                first_lost_at = first_lost_at.or(Some(at as u64));
                at += bytes.len();
            }
        }
    }
    Decoded { text: Cow::Owned(text), n_lost, first_lost_at, n_joined }
}

/// The places of U+FFFD that stand for bad sequences in what [`decode`] makes of `bytes`.
pub(super) fn lost_at(bytes: &[u8]) -> Vec<usize> {
    let (mut at, mut lost_at) = (0, Vec::new());
    for piece in pieces(bytes) {
        at += match piece {
            Piece::Text(text) => text.len(),
            Piece::Pair(c) => c.len_utf8(),
            Piece::Bad { .. } => {
                lost_at.push(at);
                char::REPLACEMENT_CHARACTER.len_utf8()
            }
        };
    }
    lost_at
}

/// A part of bytes that should be UTF-8.
enum Piece<'b> {
    Text(&'b str),
    /// A character that is written as two surrogates.
    Pair(char),
    Bad {
        bytes: &'b [u8],
        is_last: bool,
    },
}

/// The parts of `bytes`, in order.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let chunk = rest.utf8_chunks().next()?;
        if !chunk.valid().is_empty() {
            rest = rest.get(chunk.valid().len()..)?;
            return Some(Piece::Text(chunk.valid()));
        }
        if let Some(c) = pair(rest) {
            rest = rest.get(PAIR_BYTES..)?;
            return Some(Piece::Pair(c));
        }
        let (bytes, behind) = rest.split_at_checked(chunk.invalid().len())?;
        rest = behind;
        Some(Piece::Bad { bytes, is_last: behind.is_empty() })
    })
}

/// The character whose two surrogates the bytes begin with, each written as UTF-8 writes a character of three bytes.
fn pair(bytes: &[u8]) -> Option<char> {
    let &[0xed, high @ 0xa0..=0xaf, high_end @ 0x80..=0xbf, 0xed, low @ 0xb0..=0xbf, low_end @ 0x80..=0xbf, ..] = bytes
    else {
        return None;
    };
    let half = |first: u8, second: u8| u32::from(first & 0x0f) << 6 | u32::from(second & 0x3f);
    char::from_u32(0x1_0000 + (half(high, high_end) << 10 | half(low & 0x0f, low_end)))
}

/// Whether bytes may be the beginning of a longer character.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As databases with a limit of three bytes a character write it.
    fn in_halves(text: &str) -> Vec<u8> {
        let unit_bytes = |unit: u16| match unit {
            0..0x80 => vec![unit as u8],
            0x80..0x800 => vec![0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8],
            _ => vec![0xe0 | (unit >> 12) as u8, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8],
        };
        text.encode_utf16().flat_map(unit_bytes).collect()
    }

    #[test]
    fn a_character_in_two_halves_is_joined_and_counted() {
        let text = "a 😀 é 𐍈";
        let bytes = in_halves(text);
        let decoded = decode(&bytes);
        assert_eq!((&*decoded.text, decoded.n_lost, decoded.n_joined), (text, 0, 2));
        assert!(is_mostly(&bytes, Reach::All));
    }

    #[test]
    fn a_lone_half_is_lost() {
        let decoded = decode(b"ab\xed\xa0\xbdc");
        assert_eq!((&*decoded.text, decoded.first_lost_at), ("ab\u{fffd}\u{fffd}\u{fffd}c", Some(2)));
    }

    #[test]
    fn losses_are_those_of_the_standard_library() {
        for bytes in [&b"a\xff\xfeb\xc3"[..], b"\xe2\x82", b"x\xf0\x9f\x98", b"\xc3\xa9\xc3(\xc3\xa9", b"\x80"] {
            let decoded = decode(bytes);
            assert_eq!(decoded.text, String::from_utf8_lossy(bytes));
            let n_bad = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64;
            assert_eq!(decoded.n_lost, n_bad);
            let places: Vec<usize> =
                decoded.text.match_indices(char::REPLACEMENT_CHARACTER).map(|(at, _)| at).collect();
            assert_eq!(lost_at(bytes), places);
            assert_eq!(decoded.first_lost_at, Some(std::str::from_utf8(bytes).unwrap_err().valid_up_to() as u64));
        }
    }

    #[test]
    fn two_good_sequences_outweigh_a_bad_one() {
        assert!(is_mostly("éé".as_bytes(), Reach::All));
        assert!(is_mostly(b"\xc3\xa9 \xc3\xa9 \xff", Reach::All));
        assert!(!is_mostly(b"\xc3\xa9 \xff", Reach::All));
        assert!(!is_mostly(b"caf\xe9", Reach::All));
        assert!(is_mostly(b"caf\xc3", Reach::Head));
    }
}
