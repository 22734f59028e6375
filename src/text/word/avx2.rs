//! The planes of a block by AVX2: 32 bytes at a time, with lookups of 16 entries each.
#![expect(unsafe_code, reason = "vector loads take pointers, and only the running processor knows what it can")]

use std::arch::x86_64::*;

use super::block::{BLOCK, Planes, below, n_whole};
use super::page::Page;
use super::property::kind;
use super::segmenter::{Segmenter, Sink};
use super::vector::{Prefix, ascii_kind, known_kind};

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

    /// The planes of a block, to be compared with those of other kernels.
    #[cfg(test)]
    pub(super) fn planes(self, block: &[u8; BLOCK]) -> Planes {
        // SAFETY: as for `advance`.
        unsafe { planes(block) }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn advance(segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
    segmenter.advance(text, until, sink, |block| ascii_planes(block), |block| planes(block));
}

/// The planes of a block, if all its characters are ASCII.
#[target_feature(enable = "avx2")]
#[inline]
fn ascii_planes(block: &[u8; BLOCK]) -> Option<Planes> {
    let (halves, _) = block.as_chunks::<32>();
    let bytes = [load(&halves[0]), load(&halves[1])];
    if high_bits(bytes) != 0 {
        return None;
    }
    let kinds = [ascii_kinds(bytes[0]), ascii_kinds(bytes[1])];
    Some(Planes {
        letter: plane::<7>(kinds),
        numeric: plane::<6>(kinds),
        mid_letter: plane::<3>(kinds),
        mid_number: plane::<2>(kinds),
        special: plane::<1>(kinds),
        ..Planes::default()
    })
}

/// The two halves of a block.
type Halves = [__m256i; 2];

/// The planes of a block.
#[target_feature(enable = "avx2")]
#[inline]
fn planes(block: &[u8; BLOCK]) -> Planes {
    let (halves, _) = block.as_chunks::<32>();
    let bytes = [load(&halves[0]), load(&halves[1])];
    let non_ascii = high_bits(bytes);
    let mut kinds = [ascii_kinds(bytes[0]), ascii_kinds(bytes[1])];
    let mut planes = Planes { non_ascii, ..Planes::default() };
    if non_ascii != 0 {
        let below_c0 = splat(0xC0);
        let continuation = [_mm256_cmpgt_epi8(below_c0, bytes[0]), _mm256_cmpgt_epi8(below_c0, bytes[1])];
        planes.lead = non_ascii & !high_bits(continuation);
        kinds = with_characters(kinds, block, bytes, planes.lead);
        kinds = spread(kinds, continuation);
        planes.lone = plane::<5>(kinds);
        planes.extend = plane::<4>(kinds);
        planes.second = plane::<0>(kinds);
    }
    planes.letter = plane::<7>(kinds);
    planes.numeric = plane::<6>(kinds);
    planes.mid_letter = plane::<3>(kinds);
    planes.mid_number = plane::<2>(kinds);
    planes.special = plane::<1>(kinds);
    planes
}

/// The mask of the bit that is `LEFT` places below the highest.
#[target_feature(enable = "avx2")]
#[inline]
fn plane<const LEFT: i32>(kinds: Halves) -> u64 {
    high_bits([_mm256_slli_epi16::<LEFT>(kinds[0]), _mm256_slli_epi16::<LEFT>(kinds[1])])
}

/// The bits of ASCII characters; none for other bytes.
#[target_feature(enable = "avx2")]
#[inline]
fn ascii_kinds(bytes: __m256i) -> __m256i {
    let group = look_up(bytes, GROUPS_BY_LOW, GROUPS_BY_HIGH);
    let by_low = _mm256_shuffle_epi8(twice(&KINDS_OF_LOW_GROUPS), low_half(group));
    let by_high = _mm256_shuffle_epi8(twice(&KINDS_OF_HIGH_GROUPS), high_half(group));
    _mm256_or_si256(by_low, by_high)
}

/// `kinds` with those of the characters of several bytes at their first bytes.
#[target_feature(enable = "avx2")]
#[inline]
fn with_characters(kinds: Halves, block: &[u8; BLOCK], bytes: Halves, lead: u64) -> Halves {
    let second = ahead::<1>(bytes);
    let is_hexagram = both(equal(bytes, 0xE4), equal(second, 0xB7));
    let is_sign = both(equal(bytes, 0xC3), equal(both(second, [splat(0xDF); 2]), 0x97));
    let is_other = either(is_hexagram, is_sign);
    let groups = |n: usize| _mm256_andnot_si256(is_other[n], look_up(bytes[n], KNOWN_BY_LOW, KNOWN_BY_HIGH));
    let groups = [groups(0), groups(1)];
    let known = !high_bits(equal(groups, 0));
    let kinds_of = |n: usize| _mm256_or_si256(kinds[n], known_kinds(groups[n]));
    let mut kinds = [kinds_of(0), kinds_of(1)];
    let mut unknown = lead & !known & below(n_whole(block));
    while unknown != 0 {
        let Prefix { page, bytes: prefix, same_bits, length } = Prefix::at(block, unknown.trailing_zeros());
        let like = |bytes: Halves, wanted: u8| equal(both(bytes, [splat(same_bits); 2]), wanted & same_bits);
        let (same, before_last, last) = match length {
            2 => (like(bytes, prefix[0]), bytes, second),
            3 => (both(equal(bytes, prefix[0]), like(second, prefix[1])), second, ahead::<2>(bytes)),
            _ => {
                let third = ahead::<2>(bytes);
                let same = both(equal(bytes, prefix[0]), equal(second, prefix[1]));
                (both(same, like(third, prefix[2])), third, ahead::<3>(bytes))
            }
        };
        let parts = load_page(page);
        let replaced = |n: usize| {
            let found = look_up_page(&parts, before_last[n], last[n]);
            _mm256_blendv_epi8(kinds[n], found, same[n])
        };
        kinds = [replaced(0), replaced(1)];
        unknown &= !high_bits(same);
    }
    kinds
}

/// The bits of all characters with first bytes of the groups.
#[target_feature(enable = "avx2")]
#[inline]
fn known_kinds(groups: __m256i) -> __m256i {
    let letters = _mm256_and_si256(groups, splat(LETTER_OF_C | LETTER_OF_D | LETTER_OF_E));
    let lone = _mm256_and_si256(groups, splat(LONE_OF_E));
    _mm256_or_si256(_mm256_min_epu8(letters, splat(kind::LETTER)), lone)
}

/// The bits of characters on a page, of which there are eight parts, by their last two bytes.
#[target_feature(enable = "avx2")]
#[inline]
fn look_up_page(parts: &[__m256i; 8], before_last: __m256i, last: __m256i) -> __m256i {
    let low = low_half(last);
    // The selection looks at the highest bit of each byte: here bits 4 and 5 of `last`, then bit 0 of `before_last`.
    let by_4 = _mm256_slli_epi16::<3>(last);
    let by_5 = _mm256_slli_epi16::<2>(last);
    let by_0 = _mm256_slli_epi16::<7>(before_last);
    let of = |n: usize| _mm256_shuffle_epi8(parts[n], low);
    let two = |n: usize| _mm256_blendv_epi8(of(n), of(n + 1), by_4);
    let four = |n: usize| _mm256_blendv_epi8(two(n), two(n + 2), by_5);
    _mm256_blendv_epi8(four(0), four(4), by_0)
}

/// `kinds` with those of first bytes on all bytes of their characters.
#[target_feature(enable = "avx2")]
#[inline]
fn spread(kinds: Halves, continuation: Halves) -> Halves {
    let kinds = either(kinds, both(behind::<1, 15>(kinds), continuation));
    let second = both(continuation, behind::<1, 15>(continuation));
    either(kinds, both(behind::<2, 14>(kinds), second))
}

/// The bytes `N` further on; behind the block zero.
#[target_feature(enable = "avx2")]
#[inline]
fn ahead<const N: i32>([low, high]: Halves) -> Halves {
    let middle = _mm256_permute2x128_si256::<0x21>(low, high);
    let end = _mm256_permute2x128_si256::<0x81>(high, high);
    [_mm256_alignr_epi8::<N>(middle, low), _mm256_alignr_epi8::<N>(end, high)]
}

/// The bytes `N` further back; before the block zero. `REST` is 16 without `N`.
#[target_feature(enable = "avx2")]
#[inline]
fn behind<const N: i32, const REST: i32>([low, high]: Halves) -> Halves {
    const { assert!(N + REST == 16) };
    let start = _mm256_permute2x128_si256::<0x08>(low, low);
    let middle = _mm256_permute2x128_si256::<0x21>(low, high);
    [_mm256_alignr_epi8::<REST>(low, start), _mm256_alignr_epi8::<REST>(high, middle)]
}

// Groups of ASCII characters, of which each is in one at most. The rows are those of the code chart: `4_` and `6_`,
// `5_` and `7_`.
const UPPER_ROWS: u8 = 1;
const LOWER_ROWS: u8 = 2;
const DIGIT: u8 = 4;
const UNDERSCORE: u8 = 8;
/// `'` and `.`, which share a row.
const STOP: u8 = 16;
const COLON: u8 = 32;
const COMMA: u8 = 64;
const SEMICOLON: u8 = 128;

const GROUPS_BY_HIGH: [u8; 16] = {
    let mut groups = [0; 16];
    groups[2] = STOP | COMMA;
    groups[3] = DIGIT | COLON | SEMICOLON;
    groups[4] = UPPER_ROWS;
    groups[5] = LOWER_ROWS | UNDERSCORE;
    groups[6] = UPPER_ROWS;
    groups[7] = LOWER_ROWS;
    groups
};

const GROUPS_BY_LOW: [u8; 16] = {
    let mut groups = [0; 16];
    let mut low = 0;
    while low < 16 {
        groups[low] |= if low >= 1 { UPPER_ROWS } else { 0 };
        groups[low] |= if low <= 0xA { LOWER_ROWS } else { 0 };
        groups[low] |= if low <= 9 { DIGIT } else { 0 };
        low += 1;
    }
    groups[0x7] |= STOP;
    groups[0xA] |= COLON;
    groups[0xB] |= SEMICOLON;
    groups[0xC] |= COMMA;
    groups[0xE] |= STOP;
    groups[0xF] |= UNDERSCORE;
    groups
};

const KINDS_OF_LOW_GROUPS: [u8; 16] = {
    let mut kinds = [0; 16];
    kinds[UPPER_ROWS as usize] = ascii_kind(b'A');
    kinds[LOWER_ROWS as usize] = ascii_kind(b'Z');
    kinds[DIGIT as usize] = ascii_kind(b'0');
    kinds[UNDERSCORE as usize] = ascii_kind(b'_');
    kinds
};

const KINDS_OF_HIGH_GROUPS: [u8; 16] = {
    let mut kinds = [0; 16];
    kinds[STOP as usize >> 4] = ascii_kind(b'.');
    kinds[COLON as usize >> 4] = ascii_kind(b':');
    kinds[COMMA as usize >> 4] = ascii_kind(b',');
    kinds[SEMICOLON as usize >> 4] = ascii_kind(b';');
    kinds
};

// Groups of first bytes that `known_kind` knows, by the high half of the byte.
const LETTER_OF_C: u8 = 1;
const LETTER_OF_D: u8 = 2;
const LONE_OF_E: u8 = kind::LONE;
const LETTER_OF_E: u8 = 8;

const KNOWN_BY_HIGH: [u8; 16] = {
    let mut groups = [0; 16];
    groups[0xC] = LETTER_OF_C;
    groups[0xD] = LETTER_OF_D;
    groups[0xE] = LONE_OF_E | LETTER_OF_E;
    groups
};

const KNOWN_BY_LOW: [u8; 16] = {
    let mut groups = [0; 16];
    let mut low = 0_u8;
    while low < 16 {
        let [c, d, e] = [known_kind(0xC0 | low), known_kind(0xD0 | low), known_kind(0xE0 | low)];
        groups[low as usize] |= if c == kind::LETTER { LETTER_OF_C } else { 0 };
        groups[low as usize] |= if d == kind::LETTER { LETTER_OF_D } else { 0 };
        groups[low as usize] |= if e == kind::LETTER { LETTER_OF_E } else { 0 };
        groups[low as usize] |= if e == kind::LONE { LONE_OF_E } else { 0 };
        low += 1;
    }
    groups
};

/// For each byte the groups that both its halves allow.
#[target_feature(enable = "avx2")]
#[inline]
fn look_up(bytes: __m256i, low: [u8; 16], high: [u8; 16]) -> __m256i {
    let by_low = _mm256_shuffle_epi8(twice(&low), low_half(bytes));
    let by_high = _mm256_shuffle_epi8(twice(&high), high_half(bytes));
    _mm256_and_si256(by_low, by_high)
}

/// The lower four bits of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn low_half(bytes: __m256i) -> __m256i {
    _mm256_and_si256(bytes, splat(0x0F))
}

/// The upper four bits of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn high_half(bytes: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), splat(0x0F))
}

/// Ones in each byte that is `wanted`.
#[target_feature(enable = "avx2")]
#[inline]
fn equal(bytes: Halves, wanted: u8) -> Halves {
    [_mm256_cmpeq_epi8(bytes[0], splat(wanted)), _mm256_cmpeq_epi8(bytes[1], splat(wanted))]
}

#[target_feature(enable = "avx2")]
#[inline]
fn both(a: Halves, b: Halves) -> Halves {
    [_mm256_and_si256(a[0], b[0]), _mm256_and_si256(a[1], b[1])]
}

#[target_feature(enable = "avx2")]
#[inline]
fn either(a: Halves, b: Halves) -> Halves {
    [_mm256_or_si256(a[0], b[0]), _mm256_or_si256(a[1], b[1])]
}

/// The highest bit of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn high_bits(bytes: Halves) -> u64 {
    let bits = |half: __m256i| u64::from(_mm256_movemask_epi8(half).cast_unsigned());
    bits(bytes[0]) | bits(bytes[1]) << 32
}

#[target_feature(enable = "avx2")]
#[inline]
fn splat(byte: u8) -> __m256i {
    _mm256_set1_epi8(byte.cast_signed())
}

#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: the pointer is to 32 bytes that may be read, and the load asks for no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn twice(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: the pointer is to 16 bytes that may be read, and the load asks for no alignment.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

/// The parts of 16 bytes of a page, each twice.
#[target_feature(enable = "avx2")]
#[inline]
fn load_page(page: &Page) -> [__m256i; 8] {
    let start: *const __m128i = std::ptr::from_ref(page).cast();
    let part = |n: usize| {
        // SAFETY: a page is 128 bytes without gaps, eight times 16, and the load asks for no alignment.
        _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(start.add(n)) })
    };
    [part(0), part(1), part(2), part(3), part(4), part(5), part(6), part(7)]
}
