//! What bytes tell, by AVX2: 32 bytes at a time, with two lookups of 16 entries each.
//!
//! A byte has a property if the entries for its low and its high half share the property's bit. This is the only file
//! of the crate with unsafe code: loads through pointers, and calls that need the processor's features.
#![expect(unsafe_code, reason = "vector loads take pointers, and only the running processor knows what it can")]

use std::arch::x86_64::*;

use super::block::{BLOCK, ByteMasks};
use super::segmenter::{Segmenter, Sink};

/// Proof that the processor has what [`advance`](Avx2::advance) is compiled for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx2(());

impl Avx2 {
    /// The proof, if the processor has the features. The standard library asks it once.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        let has_all = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt");
        has_all.then_some(Self(()))
    }

    /// [`Segmenter::advance`] for this processor.
    #[inline]
    pub(super) fn advance(self, segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
        // SAFETY: `self` can only come from `detect`, which has checked every feature that the function is compiled for.
        unsafe { advance(segmenter, text, until, sink) }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn advance(segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
    segmenter.advance(text, until, sink, |block| classify(block));
}

/// What the bytes of a block tell.
#[target_feature(enable = "avx2")]
#[inline]
fn classify(block: &[u8; BLOCK]) -> ByteMasks {
    let (halves, _) = block.as_chunks::<32>();
    let halves = [load(&halves[0]), load(&halves[1])];
    let kinds = halves.map(|half| look_up(half, ASCII_LOW, ASCII_HIGH));
    let non_ascii = high_bits(halves);
    let mut masks = ByteMasks {
        letter: any(kinds, UPPER_ROWS | LOWER_ROWS),
        digit: any(kinds, DIGIT),
        underscore: any(kinds, UNDERSCORE),
        mid_letter: any(kinds, STOP | COLON),
        mid_number: any(kinds, STOP | COMMA | SEMICOLON),
        non_ascii,
        ..ByteMasks::default()
    };
    if non_ascii != 0 {
        let kinds = halves.map(|half| look_up(half, LEAD_LOW, LEAD_HIGH));
        masks.lead = any(kinds, LEAD);
        masks.letter_of_two = any(kinds, LETTER_OF_C | LETTER_OF_D);
        masks.letter_of_three = any(kinds, HANGUL);
        // Of the characters that begin with E4, those with B7 are the hexagrams, which are no letters.
        masks.lone_of_three = any(kinds, HAN) | any(kinds, HAN_OR_HEXAGRAM) & !(equal(halves, 0xB7) >> 1);
        if any(kinds, MIXED).count_ones() >= MIXED_WORTH_LOOKING {
            masks.letter_of_two |= letters_of_mixed(halves);
        }
    }
    masks
}

/// First bytes of letters of two bytes in Latin-1, Greek and Arabic, where some characters are no letters.
#[target_feature(enable = "avx2")]
#[inline]
fn letters_of_mixed(halves: [__m256i; 2]) -> u64 {
    let kinds = halves.map(|half| look_up(half, LAST_LOW, LAST_HIGH));
    let next = |wanted| any(kinds, wanted) >> 1;
    let latin = equal(halves, 0xC3) & !next(TIMES);
    let greek = equal(halves, 0xCE) & next(LAST_8E_TO_BF) & !next(LAST_A2) | equal(halves, 0xCF) & !next(LAST_B6);
    let arabic = equal(halves, 0xD8) & next(LAST_A0_TO_BF) | equal(halves, 0xD9) & next(LAST_80_TO_8A);
    latin | greek | arabic
}

// Kinds of ASCII characters. The rows are those of the code chart: `4_` and `6_`, `5_` and `7_`.
const UPPER_ROWS: u8 = 1;
const LOWER_ROWS: u8 = 2;
const DIGIT: u8 = 4;
const UNDERSCORE: u8 = 8;
/// `'` and `.`, which share a row.
const STOP: u8 = 16;
const COLON: u8 = 32;
const COMMA: u8 = 64;
const SEMICOLON: u8 = 128;

const ASCII_HIGH: [u8; 16] = {
    let mut kinds = [0; 16];
    kinds[2] = STOP | COMMA;
    kinds[3] = DIGIT | COLON | SEMICOLON;
    kinds[4] = UPPER_ROWS;
    kinds[5] = LOWER_ROWS | UNDERSCORE;
    kinds[6] = UPPER_ROWS;
    kinds[7] = LOWER_ROWS;
    kinds
};

const ASCII_LOW: [u8; 16] = {
    let mut kinds = [0; 16];
    let mut low = 0;
    while low < 16 {
        kinds[low] |= if low >= 1 { UPPER_ROWS } else { 0 };
        kinds[low] |= if low <= 0xA { LOWER_ROWS } else { 0 };
        kinds[low] |= if low <= 9 { DIGIT } else { 0 };
        low += 1;
    }
    kinds[0x7] |= STOP;
    kinds[0xA] |= COLON;
    kinds[0xB] |= SEMICOLON;
    kinds[0xC] |= COMMA;
    kinds[0xE] |= STOP;
    kinds[0xF] |= UNDERSCORE;
    kinds
};

// Kinds of first bytes of longer characters.
const LEAD: u8 = 1;
/// C4 to CA: Latin and IPA.
const LETTER_OF_C: u8 = 2;
/// D0, D1, D3 and DA: Cyrillic and Arabic.
const LETTER_OF_D: u8 = 4;
/// EB and EC: Hangul syllables.
const HANGUL: u8 = 8;
/// E5 to E9: ideographs.
const HAN: u8 = 16;
/// E4.
const HAN_OR_HEXAGRAM: u8 = 32;
/// C3, CE, CF, D8 and D9: letters for the most part.
const MIXED: u8 = 64;

/// From this many `MIXED` bytes on a closer look at all of them is cheaper than one lookup for each.
const MIXED_WORTH_LOOKING: u32 = 4;

const LEAD_HIGH: [u8; 16] = {
    let mut kinds = [0; 16];
    kinds[0xC] = LEAD | LETTER_OF_C | MIXED;
    kinds[0xD] = LEAD | LETTER_OF_D | MIXED;
    kinds[0xE] = LEAD | HANGUL | HAN | HAN_OR_HEXAGRAM;
    kinds[0xF] = LEAD;
    kinds
};

// D3 is all letters, DE and DF have few; to look at them as `MIXED` does no harm, since nothing there asks for them.
const LEAD_LOW: [u8; 16] = [
    LEAD | LETTER_OF_D,
    LEAD | LETTER_OF_D,
    LEAD,
    LEAD | LETTER_OF_D | MIXED,
    LEAD | LETTER_OF_C | HAN_OR_HEXAGRAM,
    LEAD | LETTER_OF_C | HAN,
    LEAD | LETTER_OF_C | HAN,
    LEAD | LETTER_OF_C | HAN,
    LEAD | LETTER_OF_C | HAN | MIXED,
    LEAD | LETTER_OF_C | HAN | MIXED,
    LEAD | LETTER_OF_C | LETTER_OF_D,
    LEAD | HANGUL,
    LEAD | HANGUL,
    LEAD,
    LEAD | MIXED,
    LEAD | MIXED,
];

// Kinds of last bytes of characters of two bytes.
/// 97 and B7: after C3 the signs of multiplication and division.
const TIMES: u8 = 1;
/// 80 to 8A: after D9 the letters before the vowel signs.
const LAST_80_TO_8A: u8 = 2;
/// A0 to BF: after D8 the letters past signs and marks.
const LAST_A0_TO_BF: u8 = 4;
const LAST_8E_OR_8F: u8 = 8;
const LAST_90_TO_BF: u8 = 16;
/// After CE the letters past signs and gaps, together with a last gap at A2.
const LAST_8E_TO_BF: u8 = LAST_8E_OR_8F | LAST_90_TO_BF;
const LAST_A2: u8 = 32;
/// After CF a mathematical sign.
const LAST_B6: u8 = 64;

const LAST_HIGH: [u8; 16] = {
    let mut kinds = [0; 16];
    kinds[0x8] = LAST_80_TO_8A | LAST_8E_OR_8F;
    kinds[0x9] = TIMES | LAST_90_TO_BF;
    kinds[0xA] = LAST_A0_TO_BF | LAST_90_TO_BF | LAST_A2;
    kinds[0xB] = TIMES | LAST_A0_TO_BF | LAST_90_TO_BF | LAST_B6;
    kinds
};

const LAST_LOW: [u8; 16] = {
    let mut kinds = [LAST_A0_TO_BF | LAST_90_TO_BF; 16];
    let mut low = 0;
    while low <= 0xA {
        kinds[low] |= LAST_80_TO_8A;
        low += 1;
    }
    kinds[0x2] |= LAST_A2;
    kinds[0x6] |= LAST_B6;
    kinds[0x7] |= TIMES;
    kinds[0xE] |= LAST_8E_OR_8F;
    kinds[0xF] |= LAST_8E_OR_8F;
    kinds
};

/// For each byte the kinds that both its halves allow.
#[target_feature(enable = "avx2")]
#[inline]
fn look_up(bytes: __m256i, low: [u8; 16], high: [u8; 16]) -> __m256i {
    let half = _mm256_set1_epi8(0x0F);
    let by_low = _mm256_shuffle_epi8(twice(low), _mm256_and_si256(bytes, half));
    let by_high = _mm256_shuffle_epi8(twice(high), _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
    _mm256_and_si256(by_low, by_high)
}

/// One bit for each byte: whether it is of one of `wanted` kinds.
#[target_feature(enable = "avx2")]
#[inline]
fn any(kinds: [__m256i; 2], wanted: u8) -> u64 {
    let wanted = _mm256_set1_epi8(wanted.cast_signed());
    !high_bits(kinds.map(|half| _mm256_cmpeq_epi8(_mm256_and_si256(half, wanted), _mm256_setzero_si256())))
}

/// One bit for each byte: whether it is `wanted`.
#[target_feature(enable = "avx2")]
#[inline]
fn equal(bytes: [__m256i; 2], wanted: u8) -> u64 {
    let wanted = _mm256_set1_epi8(wanted.cast_signed());
    high_bits(bytes.map(|half| _mm256_cmpeq_epi8(half, wanted)))
}

/// The highest bit of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn high_bits(bytes: [__m256i; 2]) -> u64 {
    let [low, high] = bytes.map(|half| u64::from(_mm256_movemask_epi8(half).cast_unsigned()));
    low | high << 32
}

#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: the pointer is to 32 bytes that may be read, and the load asks for no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn twice(bytes: [u8; 16]) -> __m256i {
    // SAFETY: the pointer is to 16 bytes that may be read, and the load asks for no alignment.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}
