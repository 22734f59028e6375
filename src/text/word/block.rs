//! A block of 64 bytes as bit masks: bit `n` of a mask says something of byte `n`.
//!
//! A kernel gives [`Planes`]: one mask for each bit of the characters' properties. This is all that depends on the
//! processor.

/// The bytes of a block.
pub(super) const BLOCK: usize = 64;

/// The bits of the properties of a block's characters, under their names in [`kind`](super::property::kind). All bytes of a character have its
/// bits; characters that do not end in the block may have none.
///
/// ASCII characters that the rules alone tell apart have simpler properties here: blanks and control characters have no
/// bit, `'` and `"` those of their part in rules WB6, WB7, WB11 and WB12.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Planes {
    pub(super) letter: u64,
    pub(super) numeric: u64,
    pub(super) lone: u64,
    pub(super) extend: u64,
    pub(super) mid_letter: u64,
    pub(super) mid_number: u64,
    pub(super) special: u64,
    pub(super) second: u64,
    /// Bytes of characters that are not ASCII.
    pub(super) non_ascii: u64,
    /// First bytes of characters that are not ASCII.
    pub(super) lead: u64,
}

impl Planes {
    /// Whether all letters and numbers of the block join, and nothing attaches to them: Latin, Cyrillic, Greek, Korean
    /// and Arabic without its vowel signs.
    #[inline(always)]
    pub(super) fn is_plain(&self) -> bool {
        self.lone | self.extend | self.second == 0
    }
}

/// What the rules ask about the characters of a block. Unless said otherwise, all bytes of a character have its bit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Masks {
    pub(super) letter: u64,
    pub(super) numeric: u64,
    pub(super) katakana: u64,
    pub(super) lone: u64,
    /// Of `letter`, those of Hebrew.
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
    /// Characters that only the rules know how to handle.
    pub(super) rare: u64,
    /// Bytes that are not the first of their character.
    pub(super) continuation: u64,
    /// First bytes of characters of two bytes.
    pub(super) of_two: u64,
    /// First bytes of characters of three bytes or more.
    pub(super) of_three: u64,
    /// How many bytes belong to characters that end in the block.
    pub(super) n_whole: u32,
}

impl Masks {
    /// The masks of a block of ASCII characters alone.
    #[inline(always)]
    pub(super) fn of_ascii(planes: &Planes) -> Self {
        Self {
            letter: planes.letter,
            numeric: planes.numeric & !planes.special,
            extend_num_let: planes.special,
            mid_letter: planes.mid_letter,
            mid_number: planes.mid_number,
            n_whole: BLOCK as u32,
            ..Self::default()
        }
    }

    /// The masks of any block that begins with the first byte of a character.
    #[inline(always)]
    pub(super) fn of(block: &[u8; BLOCK], planes: &Planes) -> Self {
        let Planes { letter, numeric, lone, extend, special, second, lead, .. } = *planes;
        let continuation = planes.non_ascii & !lead;
        let rare = special & second;
        Self {
            letter,
            numeric: numeric & !special,
            katakana: lone & special,
            lone: lone & !special,
            hebrew: letter & second,
            extend_num_let: numeric & special,
            extend,
            extend_letter: extend & second,
            joiner: extend & special,
            pictograph: second & !(letter | extend),
            mid_letter: planes.mid_letter & !continuation,
            mid_number: planes.mid_number & !continuation,
            rare,
            continuation,
            of_two: lead & !(continuation >> 2),
            of_three: lead & continuation >> 2,
            n_whole: n_whole(block),
        }
    }
}

/// The lowest `n` bits; `n` is 1 to 64.
#[inline(always)]
pub(super) fn below(n: u32) -> u64 {
    u64::MAX >> ((BLOCK as u32 - n) & 63)
}

/// The bytes of the block's characters without the last one, if it goes on in the next block.
#[inline(always)]
pub(super) fn n_whole(block: &[u8; BLOCK]) -> u32 {
    let is_cut = |at: usize, first_lead: u8| u64::from(block[at] >= first_lead) << at;
    (is_cut(61, 0xF0) | is_cut(62, 0xE0) | is_cut(63, 0xC0)).trailing_zeros()
}
