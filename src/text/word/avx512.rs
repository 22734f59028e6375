//! The planes of a block by AVX-512 with VBMI: all 64 bytes at a time, with lookups of 64 and 128 entries.
#![expect(unsafe_code, reason = "vector loads take pointers, and only the running processor knows what it can")]

use std::arch::x86_64::*;

use super::block::{BLOCK, Planes, below, n_whole};
use super::page::Page;
use super::property::kind;
use super::segmenter::{Segmenter, Sink};
use super::vector::{ASCII_KINDS, KNOWN_KINDS, Prefix};

/// Proof that the processor has what [`advance`](Avx512::advance) is compiled for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512(());

impl Avx512 {
    /// The proof, if the processor has the features. The standard library asks it once.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        let has_all = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
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

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2,lzcnt,popcnt")]
fn advance(segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
    segmenter.advance(text, until, sink, |block| ascii_planes(block), |block| planes(block));
}

/// The planes of a block, if all its characters are ASCII.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn ascii_planes(block: &[u8; BLOCK]) -> Option<Planes> {
    let bytes = load(block);
    if _mm512_movepi8_mask(bytes) != 0 {
        return None;
    }
    let (ascii, _) = ASCII_KINDS.as_chunks();
    let kinds = _mm512_permutex2var_epi8(load(&ascii[0]), bytes, load(&ascii[1]));
    let plane = |kind: u8| _mm512_test_epi8_mask(kinds, splat(kind));
    Some(Planes {
        letter: plane(kind::LETTER),
        numeric: plane(kind::NUMERIC),
        mid_letter: plane(kind::MID_LETTER),
        mid_number: plane(kind::MID_NUMBER),
        special: plane(kind::SPECIAL),
        ..Planes::default()
    })
}

/// The planes of a block.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn planes(block: &[u8; BLOCK]) -> Planes {
    let bytes = load(block);
    let non_ascii = _mm512_movepi8_mask(bytes);
    let (ascii, _) = ASCII_KINDS.as_chunks();
    let [low, high] = [load(&ascii[0]), load(&ascii[1])];
    let mut kinds = _mm512_maskz_permutex2var_epi8(!non_ascii, low, bytes, high);
    let mut lead = 0;
    if non_ascii != 0 {
        lead = _mm512_cmpge_epu8_mask(bytes, splat(0xC0));
        kinds = with_characters(kinds, block, bytes, lead);
        kinds = spread(kinds, non_ascii & !lead);
    }
    let plane = |kind: u8| _mm512_test_epi8_mask(kinds, splat(kind));
    Planes {
        letter: plane(kind::LETTER),
        numeric: plane(kind::NUMERIC),
        lone: plane(kind::LONE),
        extend: plane(kind::EXTEND),
        mid_letter: plane(kind::MID_LETTER),
        mid_number: plane(kind::MID_NUMBER),
        special: plane(kind::SPECIAL),
        second: plane(kind::SECOND),
        non_ascii,
        lead,
    }
}

/// `kinds` with those of the characters of several bytes at their first bytes.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn with_characters(kinds: __m512i, block: &[u8; BLOCK], bytes: __m512i, lead: u64) -> __m512i {
    let second = ahead(bytes, 1);
    let is_hexagram = equal(bytes, 0xE4) & equal(second, 0xB7);
    let by_lead = _mm512_maskz_permutexvar_epi8(lead & !is_hexagram, bytes, load(&KNOWN_KINDS));
    let mut kinds = _mm512_or_si512(kinds, by_lead);
    let known = _mm512_test_epi8_mask(by_lead, by_lead);
    // The place on its page of a character that ends with a byte and the next one; lookups ignore the highest bit.
    let place = _mm512_ternarylogic_epi64::<SELECT>(splat(0x40), _mm512_slli_epi16::<6>(bytes), second);
    let like = |bytes, wanted: u8, bits: u8| equal(_mm512_and_si512(bytes, splat(bits)), wanted & bits);
    // Latin-1, most of Arabic, and general punctuation: many texts have a few of these in some blocks. To look them up
    // in all costs less than branches that are often foreseen wrongly.
    let latin = like(bytes, 0xC2, 0xFE);
    let arabic = like(bytes, 0xD8, 0xFE);
    let punctuation = equal(bytes, 0xE2) & like(second, 0x80, 0xFE);
    kinds = with_page(kinds, latin, Page::of_two(0xC2).0, place);
    kinds = with_page(kinds, arabic, Page::of_two(0xD8).0, place);
    kinds = with_page(kinds, punctuation, Page::of_three(0xE2, 0x80).0, ahead(place, 1));
    let mut unknown = lead & !(known | latin | arabic | punctuation) & below(n_whole(block));
    while unknown != 0 {
        let Prefix { page, bytes: prefix, same_bits, length } = Prefix::at(block, unknown.trailing_zeros());
        let (same, place) = match length {
            2 => (like(bytes, prefix[0], same_bits), place),
            3 => (equal(bytes, prefix[0]) & like(second, prefix[1], same_bits), ahead(place, 1)),
            _ => {
                let same = equal(bytes, prefix[0]) & equal(second, prefix[1]);
                (same & like(ahead(bytes, 2), prefix[2], same_bits), ahead(place, 2))
            }
        };
        kinds = with_page(kinds, same, page, place);
        unknown &= !same;
    }
    kinds
}

/// The bytes `n` further on; behind the block those from its start.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn ahead(bytes: __m512i, n: u8) -> __m512i {
    _mm512_permutexvar_epi8(_mm512_add_epi8(load(&PLACES), splat(n)), bytes)
}

/// `kinds` with those of the `same` characters, which are at places on `page`.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn with_page(kinds: __m512i, same: u64, page: &Page, places: __m512i) -> __m512i {
    let [low, high] = load_page(page);
    _mm512_mask_mov_epi8(kinds, same, _mm512_permutex2var_epi8(low, places, high))
}

/// The truth table of: the second where the first has ones, else the third.
const SELECT: i32 = 0b1100_1010;

/// `kinds` with those of first bytes on all bytes of their characters.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn spread(kinds: __m512i, continuation: u64) -> __m512i {
    let from = |n: u8| _mm512_sub_epi8(load(&PLACES), splat(n));
    let kinds = _mm512_mask_permutexvar_epi8(kinds, continuation, from(1), kinds);
    _mm512_mask_permutexvar_epi8(kinds, continuation & continuation << 1, from(2), kinds)
}

/// The number of each byte.
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut n = 0;
    while n < 64 {
        places[n] = n as u8;
        n += 1;
    }
    places
};

/// Which bytes are `wanted`.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn equal(bytes: __m512i, wanted: u8) -> u64 {
    _mm512_cmpeq_epi8_mask(bytes, splat(wanted))
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn splat(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8; 64]) -> __m512i {
    // SAFETY: the pointer is to 64 bytes that may be read, and the load asks for no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn load_page(page: &Page) -> [__m512i; 2] {
    let start: *const __m512i = std::ptr::from_ref(page).cast();
    // SAFETY: a page is 128 bytes without gaps, twice 64, and the loads ask for no alignment.
    unsafe { [_mm512_loadu_si512(start), _mm512_loadu_si512(start.add(1))] }
}
