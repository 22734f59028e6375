//! Normal forms of UAX #15, with a look at the bytes first: most text is in them already.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// Whether `text` is in NFC for sure. Where that needs more than a look at each character, the answer is no.
pub(super) fn is_nfc(text: &str) -> bool {
    // Below U+0300 nothing composes with what stands before it; nor do letters of Cyrillic up to U+047F, and the
    // ideographs from U+4000 on.
    let is_safe = |byte: u8| (byte < 0xcc) | (byte == 0xd0) | (byte == 0xd1) | (0xe4..=0xe9).contains(&byte);
    text.bytes().all(is_safe) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether `text` is in NFKC for sure. Where that needs more than a look at each character, the answer is no.
pub(super) fn is_nfkc(text: &str) -> bool {
    // As for NFC, without the blocks of Latin that hold ligatures, fractions and the like.
    let is_safe =
        |byte: u8| (byte < 0xc2) | (byte == 0xc3) | (byte == 0xd0) | (byte == 0xd1) | (0xe4..=0xe9).contains(&byte);
    text.bytes().all(is_safe) || is_nfkc_quick(text.chars()) == IsNormalized::Yes
}

pub(super) fn nfc_into(text: &str, out: &mut String) {
    out.extend(text.nfc());
}

pub(super) fn nfkc_into(text: &str, out: &mut String) {
    out.extend(text.nfkc());
}

/// Appends `text` without its accents and vowel points, composed.
pub(super) fn without_accents_into(text: &str, out: &mut String) {
    out.extend(text.nfd().filter(|&c| !is_accent(c)).nfc());
}

/// Whether `c` is a mark beside a letter that can do without it: the points of Hebrew and Arabic have the fixed classes
/// 10 to 36, accents the classes by position. Signs that change a letter's vowel in the scripts of India and Southeast
/// Asia, and the voicing marks of Japanese, are in other classes.
fn is_accent(c: char) -> bool {
    matches!(canonical_combining_class(c), 10..=36 | 200..=240)
}
