//! The words by which texts are compared, as fixed hashes.
//!
//! A text is cut into pieces at every ASCII byte that is no letter, digit or apostrophe. A piece of ASCII alone is one
//! word: lower-cased, without its apostrophes. Any other piece is brought into its normalized form
//! ([`text::normalize_into`]) and cut into words by UAX #29, so that scripts which do not part words give one word
//! a character and n-grams of words are n-grams of characters there. Case, white space, punctuation, quotes and
//! compatibility forms thus make no difference.
//!
//! Most pieces are plain ASCII. They are found eight bytes at a time, by arithmetic on whole numbers that any processor
//! has, and hashed where they stand.

use unicode_normalization::{IsNormalized, is_nfkc_quick};

use crate::document::Span;
use crate::text;

/// Finds and hashes words, reusing its memory.
#[derive(Clone, Debug, Default)]
pub struct WordHasher {
    folded: String,
    normalized: String,
}

/// About as many bytes a word takes with the blank after it; a guess, to save growing.
const USUAL_WORD_BYTES: usize = 5;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// What the bytes of a block are, a bit each.
struct Masks {
    /// Letters, digits, apostrophes, and all that is not ASCII.
    piece: u64,
    /// Apostrophes and all that is not ASCII.
    odd: u64,
}

impl WordHasher {
    /// Replaces `out` by the hashes of the words of `text`, in order.
    ///
    /// Equal words have equal hashes on every machine and in every version; two different ones collide with a
    /// probability of about 2^-64. Cost: some nanoseconds a word, and more for each that is not plain ASCII.
    pub fn hashes_into(&mut self, text: &str, out: &mut Vec<u64>) {
        out.clear();
        out.reserve(text.len() / USUAL_WORD_BYTES);
        self.for_each(text, |_, hash| out.push(hash));
    }

    /// Calls `take` with each word's hash and its place: the piece of `text` that it comes from, which words of one
    /// piece share.
    pub fn for_each(&mut self, text: &str, mut take: impl FnMut(Span, u64)) {
        let bytes = text.as_bytes();
        // Where the piece began that goes on in this block, and whether it has been odd so far.
        let (mut open, mut is_odd) = (None, false);
        let mut base = 0;
        while base <= bytes.len() {
            let masks = masks_at(bytes, base);
            let before = masks.piece << 1 | u64::from(open.is_some());
            let (mut starts, mut ends) = (masks.piece & !before, before & !masks.piece);
            while ends != 0 {
                let end_bit = ends.trailing_zeros();
                ends &= ends - 1;
                let start = open.take().unwrap_or_else(|| base + starts.trailing_zeros() as usize);
                if start >= base {
                    starts &= starts - 1;
                }
                let inside = ((1 << end_bit) - 1) & (u64::MAX << start.saturating_sub(base));
                let end = base + end_bit as usize;
                if masks.odd & inside == 0 && !is_odd {
                    take(Span::new(start, end), plain_hash(bytes, start, end - start));
                } else {
                    self.odd_piece(text, Span::new(start, end), &mut take);
                    is_odd = false;
                }
            }
            if starts != 0 {
                let bit = starts.trailing_zeros();
                open = Some(base + bit as usize);
                is_odd = masks.odd >> bit != 0;
            } else if open.is_some() {
                is_odd |= masks.odd != 0;
            }
            base += BLOCK;
        }
    }

    /// The words of a piece that has an apostrophe or is not ASCII.
    #[cold]
    #[inline(never)]
    fn odd_piece(&mut self, text: &str, piece: Span, take: &mut impl FnMut(Span, u64)) {
        let part = piece.of(text);
        self.normalized.clear();
        if part.is_ascii() {
            self.normalized.extend(part.chars().filter(|&c| c != '\'').map(|c| c.to_ascii_lowercase()));
        } else {
            self.normalize(part);
        }
        if self.normalized.is_ascii() {
            let words = self.normalized.split(' ').filter(|word| !word.is_empty());
            words.for_each(|word| take(piece, word_hash(word)));
        } else {
            text::for_each_word(&self.normalized, |word| take(piece, word_hash(word.of(&self.normalized))));
        }
    }

    /// Normalizes `part`. Where it is in compatibility composition already, which a glance shows, and stays so in lower
    /// case, the long way is spared.
    fn normalize(&mut self, part: &str) {
        self.folded.clear();
        text::lowercase_into(part, &mut self.folded);
        let is_composed = |text: &str| is_nfkc_quick(text.chars()) == IsNormalized::Yes;
        if !is_composed(part) || !is_composed(&self.folded) || !self.folded.chars().all(char::is_alphanumeric) {
            text::normalize_into(part, &mut self.normalized);
        } else {
            self.normalized.push_str(&self.folded);
        }
    }
}

/// A fixed hash of a sequence of words, by their hashes: equal for equal sequences on every machine.
///
/// Whoever must be sure compares the sequences as well. Cost: a multiplication a word.
pub fn sequence_hash(words: &[u64]) -> u128 {
    let start = (FIRST ^ words.len() as u64, SECOND ^ words.len() as u64);
    let (pairs, rest) = words.as_chunks::<2>();
    // A last word without another one stands beside a zero; the length tells it from a pair with a zero.
    let last = rest.first().map(|&word| [word, 0]);
    let (high, low) = pairs.iter().chain(&last).fold(start, |(high, low), &[a, b]| {
        (folded_product(high ^ a, b ^ FIRST), folded_product(low ^ b.rotate_left(32), a ^ SECOND))
    });
    u128::from(high) << 64 | u128::from(low)
}

/// The hash of one normalized word.
#[inline]
pub(super) fn word_hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((block, later)) = rest.split_first_chunk::<16>().filter(|(_, later)| !later.is_empty()) {
        let (low, high) = halves(block);
        hash = folded_product(hash ^ low ^ FIRST, high ^ SECOND);
        rest = later;
    }
    let mut block = [0; 16];
    block[..rest.len()].copy_from_slice(rest);
    let (low, high) = halves(&block);
    folded_product(hash ^ low ^ FIRST, high ^ SECOND)
}

/// Every byte of an eight-byte number.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH << 7;
/// Turns capital ASCII letters into small ones, and leaves digits alone.
const SMALL: u128 = (EACH as u128) << 5 | (EACH as u128) << 69;

const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xd6e8_feb8_6659_fd93;

/// [`word_hash`] of ASCII letters and digits in lower case, without a copy.
#[inline]
fn plain_hash(bytes: &[u8], start: usize, length: usize) -> u64 {
    let block = bytes.get(start..).and_then(|rest| rest.first_chunk::<16>());
    let Some(block) = block.filter(|_| length <= 16) else { return long_hash(&bytes[start..start + length]) };
    // No piece is empty, so the shift is less than the width.
    let letters = (u128::from_le_bytes(*block) | SMALL) & (u128::MAX >> (u128::BITS - 8 * length as u32));
    folded_product(length as u64 ^ letters as u64 ^ FIRST, (letters >> 64) as u64 ^ SECOND)
}

/// Words of more than sixteen letters, and the last ones of a text.
#[cold]
#[inline(never)]
fn long_hash(word: &[u8]) -> u64 {
    let mut lower = String::with_capacity(word.len());
    lower.extend(word.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
    word_hash(&lower)
}

#[inline]
fn halves(block: &[u8; 16]) -> (u64, u64) {
    let number = u128::from_le_bytes(*block);
    (number as u64, (number >> 64) as u64)
}

/// The mixing step of wyhash (Wang Yi 2019): both halves of a product, one folded over the other.
#[inline]
fn folded_product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The masks of the block that begins at `base`; what lies past the end of the text is no piece.
#[inline]
fn masks_at(bytes: &[u8], base: usize) -> Masks {
    if let Some(block) = bytes.get(base..).and_then(|rest| rest.first_chunk::<BLOCK>()) {
        return masks(block);
    }
    let mut block = [0; BLOCK];
    let rest = &bytes[base..];
    block[..rest.len()].copy_from_slice(rest);
    masks(&block)
}

#[inline]
fn masks(block: &[u8; BLOCK]) -> Masks {
    let (numbers, _) = block.as_chunks::<8>();
    let marks: [(u64, u64); BLOCK / 8] = std::array::from_fn(|idx| marks(u64::from_le_bytes(numbers[idx])));
    let side_by_side =
        |mark: fn(&(u64, u64)) -> u64| marks.iter().rev().fold(0, |mask, marks| mask << 8 | gathered(mark(marks)));
    // Most blocks have nothing odd, which one look at all of them shows.
    let has_odd = marks.iter().fold(0, |any, &(_, odd)| any | odd) != 0;
    Masks { piece: side_by_side(|marks| marks.0), odd: if has_odd { side_by_side(|marks| marks.1) } else { 0 } }
}

/// The highest bit of each byte says whether it belongs to a piece, and whether it is odd. No sum carries over to the
/// next byte, because none of the seven-bit summands reaches 256.
#[inline]
fn marks(number: u64) -> (u64, u64) {
    let above = number & HIGH;
    let ascii = number ^ above;
    let at_least = |n: u64, least: u8| n + EACH * u64::from(0x80 - least);
    let small = ascii | SMALL as u64;
    let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
    let digit = at_least(ascii, b'0') & !at_least(ascii, b'9' + 1);
    let apostrophe = !at_least(ascii ^ (EACH * u64::from(b'\'')), 1);
    let odd = (apostrophe | above) & HIGH;
    ((letter | digit) & HIGH | odd, odd)
}

/// The highest bits of the eight bytes, side by side.
#[inline]
fn gathered(marks: u64) -> u64 {
    (marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        let mut hashes = Vec::new();
        WordHasher::default().hashes_into(text, &mut hashes);
        hashes
    }

    /// The words by the long way: normalize all, then cut.
    fn expected(text: &str) -> Vec<u64> {
        let mut normalized = String::new();
        text::normalize_into(text, &mut normalized);
        text::words(&normalized).map(|(_, word)| word_hash(word)).collect()
    }

    #[test]
    fn words_are_those_of_the_normalized_text() {
        let long = "antidisestablishmentarianism".repeat(7);
        let texts = [
            "",
            "One two  THREE, 4x4 don't stop.",
            "'tis rock 'n' roll ''",
            "“Don’t” said É. Noël—ﬁne ２０\u{a0}km x² …",
            "ΌΣΟΣ Straße İstanbul co\u{ad}operate",
            "春眠不覺曉 處處聞啼鳥 カタカナ ひらがな ภาษาไทย",
            &long,
            &format!("{} {long}’s é{long}", "word ".repeat(40)),
        ];
        for text in texts {
            assert_eq!(hashes(text), expected(text), "{text:?}");
        }
    }

    #[test]
    fn each_byte_is_told_apart() {
        for byte in 0..=u8::MAX {
            let is_ascii_word = byte.is_ascii_alphanumeric();
            let is_odd = byte == b'\'' || byte >= 0x80;
            for place in 0..8 {
                let (piece, odd) = marks(u64::from(byte) << (8 * place));
                let bit = 0x80 << (8 * place);
                assert_eq!((piece & bit != 0, odd & bit != 0), (is_ascii_word || is_odd, is_odd), "{byte:#x}");
            }
        }
    }

    #[test]
    fn words_know_their_pieces() {
        let text = "An “odd” piece, 中文!";
        let mut pieces = Vec::new();
        WordHasher::default().for_each(text, |span, _| pieces.push(span.of(text)));
        assert_eq!(pieces, ["An", "“odd”", "piece", "中文", "中文"]);
    }

    #[test]
    fn hashes_are_the_same_in_every_version() {
        assert_eq!(hashes("mill École"), [17_141_338_360_319_042_763, 9_551_967_637_575_501_632]);
    }

    proptest! {
        #[test]
        fn any_text_has_the_words_of_its_normalized_form(text in "([a-zA-Z0-9']|[ -~]|[à-ÿА-я’“”…中文あア]| ){0,150}") {
            prop_assert_eq!(hashes(&text), expected(&text));
        }
    }
}
