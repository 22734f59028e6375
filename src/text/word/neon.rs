//! The planes of a block by NEON, which every 64-bit Arm has: 16 bytes at a time, with lookups of 64 entries.
#![expect(unsafe_code, reason = "vector loads take pointers, and only the running processor knows what it can")]

use std::arch::aarch64::*;
use std::arch::is_aarch64_feature_detected;
use std::array;

use super::block::{BLOCK, Planes, below, n_whole};
use super::page::Page;
use super::property::kind;
use super::segmenter::{Segmenter, Sink};
use super::vector::{ASCII_KINDS, KNOWN_KINDS, Prefix};

/// Proof that the processor has what [`advance`](Neon::advance) is compiled for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neon(());

impl Neon {
    /// The proof, if the processor has the feature, as all that run Linux, macOS or Windows have.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        is_aarch64_feature_detected!("neon").then_some(Self(()))
    }

    /// [`Segmenter::advance`] for this processor.
    #[inline]
    pub(super) fn advance(self, segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
        // SAFETY: `self` can only come from `detect`, which has checked the feature that the function is compiled for.
        unsafe { advance(segmenter, text, until, sink) }
    }

    /// The planes of a block, to be compared with those of other kernels.
    #[cfg(test)]
    pub(super) fn planes(self, block: &[u8; BLOCK]) -> Planes {
        // SAFETY: as for `advance`.
        unsafe { planes(block) }
    }
}

#[target_feature(enable = "neon")]
fn advance(segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
    let ascii = |block: &[u8; BLOCK]| block.is_ascii().then(|| planes(block));
    segmenter.advance(text, until, sink, ascii, |block| planes(block));
}

/// The quarters of a block.
type Quarters = [uint8x16_t; 4];

/// The planes of a block.
#[target_feature(enable = "neon")]
#[inline]
fn planes(block: &[u8; BLOCK]) -> Planes {
    let bytes = load(block);
    let mut kinds = each(|n| look_up(&ASCII_KINDS, bytes[n]));
    let non_ascii = bits(at_least(bytes, 0x80));
    let mut lead = 0;
    if non_ascii != 0 {
        let first_bytes = at_least(bytes, 0xC0);
        lead = bits(first_bytes);
        let continuation = each(|n| vbicq_u8(vcgeq_u8(bytes[n], splat(0x80)), first_bytes[n]));
        kinds = spread(with_characters(kinds, block, bytes, lead), continuation);
    }
    let plane = |kind: u8| bits(each(|n| vtstq_u8(kinds[n], splat(kind))));
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
#[target_feature(enable = "neon")]
#[inline]
fn with_characters(kinds: Quarters, block: &[u8; BLOCK], bytes: Quarters, lead: u64) -> Quarters {
    let second = ahead::<1>(bytes);
    let is_hexagram = both(equal(bytes, 0xE4), equal(second, 0xB7));
    let is_sign = both(equal(bytes, 0xC3), equal(both(second, [splat(0xDF); 4]), 0x97));
    let known_kinds = load(&KNOWN_KINDS);
    let by_lead = each(|n| {
        // Other bytes than first ones have no entry.
        let kinds = vqtbl4q_u8(four(known_kinds), vsubq_u8(bytes[n], splat(0xC0)));
        vbicq_u8(kinds, vorrq_u8(is_hexagram[n], is_sign[n]))
    });
    let known = bits(at_least(by_lead, 1));
    let mut kinds = each(|n| vorrq_u8(kinds[n], by_lead[n]));
    let mut unknown = lead & !known & below(n_whole(block));
    // The place on its page of a character that ends with a byte and the next one.
    let place = each(|n| vandq_u8(vsliq_n_u8::<6>(second[n], bytes[n]), splat(0x7F)));
    while unknown != 0 {
        let Prefix { page, bytes: prefix, same_bits, length } = Prefix::at(block, unknown.trailing_zeros());
        let like = |bytes: Quarters, wanted: u8| equal(both(bytes, [splat(same_bits); 4]), wanted & same_bits);
        let (same, place) = match length {
            2 => (like(bytes, prefix[0]), place),
            3 => (both(equal(bytes, prefix[0]), like(second, prefix[1])), ahead::<1>(place)),
            _ => {
                let same = both(equal(bytes, prefix[0]), equal(second, prefix[1]));
                (both(same, like(ahead::<2>(bytes), prefix[2])), ahead::<2>(place))
            }
        };
        let table = page_bytes(page);
        kinds = each(|n| vbslq_u8(same[n], look_up(table, place[n]), kinds[n]));
        unknown &= !bits(same);
    }
    kinds
}

/// `kinds` with those of first bytes on all bytes of their characters.
#[target_feature(enable = "neon")]
#[inline]
fn spread(kinds: Quarters, continuation: Quarters) -> Quarters {
    let either = |a: Quarters, b: Quarters| each(|n| vorrq_u8(a[n], b[n]));
    // The places behind are 16 without the number of bytes.
    let kinds = either(kinds, both(behind::<15>(kinds), continuation));
    let second = both(continuation, behind::<15>(continuation));
    either(kinds, both(behind::<14>(kinds), second))
}

/// The bytes `N` further on; behind the block zero.
#[target_feature(enable = "neon")]
#[inline]
fn ahead<const N: i32>(bytes: Quarters) -> Quarters {
    let next = [bytes[1], bytes[2], bytes[3], splat(0)];
    each(|n| vextq_u8::<N>(bytes[n], next[n]))
}

/// The bytes 16 - `REST` further back; before the block zero.
#[target_feature(enable = "neon")]
#[inline]
fn behind<const REST: i32>(bytes: Quarters) -> Quarters {
    let before = [splat(0), bytes[0], bytes[1], bytes[2]];
    each(|n| vextq_u8::<REST>(before[n], bytes[n]))
}

/// The entries of `table` at `places`; zero from 128 on.
#[target_feature(enable = "neon")]
#[inline]
fn look_up(table: &[u8; 128], places: uint8x16_t) -> uint8x16_t {
    let (halves, _) = table.as_chunks();
    let in_low = vqtbl4q_u8(four(load(&halves[0])), places);
    vqtbx4q_u8(in_low, four(load(&halves[1])), vsubq_u8(places, splat(64)))
}

/// One bit for each byte, of bytes that are all ones or all zeros.
#[target_feature(enable = "neon")]
#[inline]
fn bits(bytes: Quarters) -> u64 {
    const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    // SAFETY: the pointer is to 16 bytes that may be read, and the load asks for no alignment.
    let weights = unsafe { vld1q_u8(WEIGHTS.as_ptr()) };
    let weighed = each(|n| vandq_u8(bytes[n], weights));
    let pairs = vpaddq_u8(vpaddq_u8(weighed[0], weighed[1]), vpaddq_u8(weighed[2], weighed[3]));
    vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)))
}

#[target_feature(enable = "neon")]
#[inline]
fn each(of: impl FnMut(usize) -> uint8x16_t) -> Quarters {
    array::from_fn(of)
}

#[target_feature(enable = "neon")]
#[inline]
fn equal(bytes: Quarters, wanted: u8) -> Quarters {
    each(|n| vceqq_u8(bytes[n], splat(wanted)))
}

#[target_feature(enable = "neon")]
#[inline]
fn at_least(bytes: Quarters, first: u8) -> Quarters {
    each(|n| vcgeq_u8(bytes[n], splat(first)))
}

#[target_feature(enable = "neon")]
#[inline]
fn both(a: Quarters, b: Quarters) -> Quarters {
    each(|n| vandq_u8(a[n], b[n]))
}

#[target_feature(enable = "neon")]
#[inline]
fn four([a, b, c, d]: Quarters) -> uint8x16x4_t {
    uint8x16x4_t(a, b, c, d)
}

#[target_feature(enable = "neon")]
#[inline]
fn splat(byte: u8) -> uint8x16_t {
    vdupq_n_u8(byte)
}

#[target_feature(enable = "neon")]
#[inline]
fn load(bytes: &[u8; 64]) -> Quarters {
    // SAFETY: the pointer is to 64 bytes that may be read, and the load asks for no alignment.
    let uint8x16x4_t(a, b, c, d) = unsafe { vld1q_u8_x4(bytes.as_ptr()) };
    [a, b, c, d]
}

#[target_feature(enable = "neon")]
#[inline]
fn page_bytes(page: &Page) -> &[u8; Page::CHARACTERS] {
    // SAFETY: a page is 128 bytes without gaps, and any byte is a `u8`.
    unsafe { &*std::ptr::from_ref(page).cast() }
}
