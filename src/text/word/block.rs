//! A block of 64 bytes as bit masks: bit `n` of a mask says something of byte `n`.
//!
//! What a single byte tells is found for all bytes at once, by the code that knows the processor. The rest are
//! characters of several bytes that only the table knows; they are looked up one by one, without a branch that depends
//! on what they are, save for letters, which are the most frequent.

use super::property::Property;

/// The bytes of a block.
pub(super) const BLOCK: usize = 64;

/// What single bytes tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByteMasks {
    /// ASCII letters.
    pub(super) letter: u64,
    /// ASCII digits.
    pub(super) digit: u64,
    /// `_`.
    pub(super) underscore: u64,
    /// `.`, `:` and `'`, which join letters.
    pub(super) mid_letter: u64,
    /// `.`, `,`, `;` and `'`, which join digits.
    pub(super) mid_number: u64,
    /// All bytes of characters that are not ASCII.
    pub(super) non_ascii: u64,
    /// First bytes of characters that are not ASCII.
    pub(super) lead: u64,
    /// First bytes of characters of two bytes that are a `Letter`; a kernel may leave out any.
    pub(super) letter_of_two: u64,
    /// First bytes of characters of three bytes that are a `Letter`; a kernel may leave out any.
    pub(super) letter_of_three: u64,
    /// First bytes of characters of three bytes that are `Lone`; a kernel may leave out any.
    pub(super) lone_of_three: u64,
}

/// What is known of the characters of a block. Unless said otherwise, all bytes of a character have its bit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Masks {
    pub(super) letter: u64,
    pub(super) numeric: u64,
    pub(super) katakana: u64,
    pub(super) lone: u64,
    pub(super) hebrew: u64,
    pub(super) extend_num_let: u64,
    /// Everything that attaches to the character before it.
    pub(super) extend: u64,
    /// Of `extend`, what counts as a letter.
    pub(super) extend_letter: u64,
    /// Of `extend`, U+200D.
    pub(super) joiner: u64,
    pub(super) pictograph: u64,
    /// First bytes of what may join letters.
    pub(super) mid_letter: u64,
    /// First bytes of what may join numbers.
    pub(super) mid_number: u64,
    /// First bytes of characters that only the rules know how to handle.
    pub(super) rare: u64,
    /// Bytes that are not the first of their character.
    pub(super) continuation: u64,
    /// First bytes of characters of two bytes, of those that were looked up.
    pub(super) of_two: u64,
    /// First bytes of characters of three bytes, of those that were looked up.
    pub(super) of_three: u64,
    /// How many bytes belong to characters that end in the block.
    pub(super) n_whole: u32,
}

/// The number of masks that the lookups fill, one a property; the last is for all that are not common.
const N_MARKS: usize = Property::LAST_COMMON as usize + 2;
const RARE: usize = N_MARKS - 1;

impl Masks {
    /// The masks of a block of ASCII characters alone.
    #[inline(always)]
    pub(super) fn of_ascii(bytes: &ByteMasks) -> Self {
        Self {
            letter: bytes.letter,
            numeric: bytes.digit,
            extend_num_let: bytes.underscore,
            mid_letter: bytes.mid_letter,
            mid_number: bytes.mid_number,
            n_whole: BLOCK as u32,
            ..Self::default()
        }
    }

    /// The masks of any block that begins with the first byte of a character.
    #[inline(always)]
    pub(super) fn of(block: &[u8; BLOCK], bytes: &ByteMasks) -> Self {
        let n_whole = n_whole(block, bytes.lead);
        let lead = bytes.lead & below(n_whole);
        let (two, three) = (bytes.letter_of_two & lead, bytes.letter_of_three & lead);
        let lone = bytes.lone_of_three & lead;
        let mut letter = bytes.letter | two | two << 1 | three | three << 1 | three << 2;
        let mut marks = [0; N_MARKS];
        marks[Property::Lone as usize] = lone | lone << 1 | lone << 2;
        let (mut of_two, mut of_three) = (0, 0);
        let mut unknown = lead & !(two | three | lone);
        while unknown != 0 {
            let at = unknown.trailing_zeros();
            unknown &= unknown - 1;
            let (property, length) = lookup(block, at as usize);
            let all_bytes = ((1 << length) - 1) << at;
            of_two |= u64::from(length == 2) << at;
            of_three |= u64::from(length == 3) << at;
            if property == Property::Letter {
                letter |= all_bytes;
            } else {
                marks[(property as usize).min(RARE)] |= all_bytes;
            }
        }
        let of = |property: Property| marks[property as usize];
        let mid_of_both = of(Property::MidNumLet);
        Self {
            letter,
            numeric: bytes.digit | of(Property::Numeric),
            katakana: of(Property::Katakana),
            lone: of(Property::Lone),
            hebrew: of(Property::Hebrew),
            extend_num_let: bytes.underscore | of(Property::ExtendNumLet),
            extend: of(Property::Extend) | of(Property::ExtendLetter) | of(Property::Joiner),
            extend_letter: of(Property::ExtendLetter),
            joiner: of(Property::Joiner),
            pictograph: of(Property::Pictograph),
            mid_letter: bytes.mid_letter | lead & (of(Property::MidLetter) | mid_of_both),
            mid_number: bytes.mid_number | lead & (of(Property::MidNum) | mid_of_both),
            rare: lead & marks[RARE],
            continuation: bytes.non_ascii & !bytes.lead,
            of_two,
            of_three,
            n_whole,
        }
    }
}

/// The lowest `n` bits; `n` is at most 64.
#[inline(always)]
pub(super) fn below(n: u32) -> u64 {
    if n >= BLOCK as u32 { u64::MAX } else { (1 << n) - 1 }
}

/// The bytes of the block's characters without the last one, if it goes on in the next block.
#[inline(always)]
fn n_whole(block: &[u8; BLOCK], lead: u64) -> u32 {
    let last = 63 - (lead | 1).leading_zeros();
    let length = match block[last as usize & 63] {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if last + length > BLOCK as u32 { last } else { BLOCK as u32 }
}

/// The property of the character of several bytes that begins at `at` and ends in the block, and its length.
#[inline(always)]
fn lookup(block: &[u8; BLOCK], at: usize) -> (Property, u32) {
    // The block has these bytes; masked indices spare a check that cannot fail.
    let byte = |n: usize| block[(at + n) & (BLOCK - 1)];
    let lead = byte(0);
    if lead < 0xE0 {
        (Property::of_two(lead, byte(1)), 2)
    } else if lead < 0xF0 {
        (Property::of_three(lead, byte(1), byte(2)), 3)
    } else {
        (Property::of_four(lead, [byte(1), byte(2), byte(3)]), 4)
    }
}
