//! The rules of words on 64 bytes at once: where words begin and end, from masks of properties, by shifts and sums.
//!
//! A word is a run of bytes of characters that join each other, so its start is a bit of the run without one before
//! it. Three things part or lengthen runs: characters between letters or numbers (rules WB6, WB7, WB11, WB12) join
//! what is beside them; characters that attach (WB4) take over the property before them, which one addition per
//! property carries along a whole run of them; Katakana and lone characters part from their neighbors.
//!
//! What this leaves to the rules is in [`Resolved::trouble`]: rare properties, and rare neighbors of common ones.

use super::block::{BLOCK, Masks, Planes, below};
use super::portable;

/// What the next block must know of the character before it: a bit for each question.
///
/// One number and not a field for each: it stays in a register from block to block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Carry(u64);

/// The places of the bits of a [`Carry`].
mod carried {
    pub(super) const LETTER: u32 = 0;
    pub(super) const NUMERIC: u32 = 1;
    pub(super) const WORD: u32 = 2;
    pub(super) const EXTEND_NUM_LET: u32 = 3;
    /// The word that goes on holds no letter or number so far.
    pub(super) const HOLLOW: u32 = 4;
    // From here on, what no plain block has.
    pub(super) const KATAKANA: u32 = 5;
    pub(super) const LONE: u32 = 6;
    pub(super) const HEBREW: u32 = 7;
    pub(super) const JOINER: u32 = 8;
}

impl Carry {
    /// Whether a word goes on, or would if a character followed that joins it.
    #[inline(always)]
    pub(super) fn is_in_word(self) -> bool {
        self.bit(carried::WORD) != 0
    }

    /// Whether what goes on holds no letter or number.
    #[inline(always)]
    pub(super) fn is_hollow(self) -> bool {
        self.bit(carried::HOLLOW) != 0
    }

    /// The same, where what goes on holds no letter or number.
    pub(super) fn hollow(self) -> Self {
        Self(self.0 | 1 << carried::HOLLOW)
    }

    /// Whether the character before is of those that [`Planes::is_plain`] allows.
    #[inline(always)]
    fn is_plain(self) -> bool {
        self.0 >> carried::KATAKANA == 0
    }

    /// What plain blocks ask about.
    #[inline(always)]
    fn plain(self) -> Self {
        Self(self.0 & (1 << carried::LETTER | 1 << carried::NUMERIC | 1 << carried::WORD))
    }

    /// The answer at `place`, as bit 0.
    #[inline(always)]
    fn bit(self, place: u32) -> u64 {
        self.0 >> place & 1
    }
}

/// The words of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    /// First bytes of words.
    pub(super) starts: u64,
    /// Bytes before which a word ends.
    pub(super) ends: u64,
    /// Of `starts`, those of runs that may hold no letter or number.
    pub(super) maybe_hollow: u64,
    /// Bytes of the block that are done with; the next block begins there.
    pub(super) n_done: u32,
    /// First bytes of characters that keep the block from being right: nothing of it may be used unless this is 0.
    pub(super) trouble: u64,
    /// For the next block.
    pub(super) carry: Carry,
}

/// The words of a block that follows `carry`.
///
/// Most blocks need only some of the rules. The masks of the others are set to 0 here, so that the compiler leaves out
/// what there is nothing for.
#[inline(always)]
pub(super) fn resolve(block: &[u8; BLOCK], planes: &Planes, carry: Carry) -> Resolved {
    if planes.is_plain() && carry.is_plain() {
        let carry = carry.plain();
        if planes.non_ascii == 0 {
            return words_of(&Masks::of_ascii(planes), carry, 0);
        }
        let Masks { lone, katakana, hebrew, extend, extend_letter, joiner, pictograph, rare, .. } = Masks::default();
        let plain = Masks {
            lone,
            katakana,
            hebrew,
            extend,
            extend_letter,
            joiner,
            pictograph,
            rare,
            ..Masks::of(block, planes)
        };
        return words_of(&plain, carry, 0);
    }
    let masks = Masks::of(block, planes);
    let quotes = if masks.hebrew | carry.bit(carried::HEBREW) == 0 { 0 } else { portable::quotes(block) };
    if masks.extend == 0 {
        words_of(&Masks { extend: 0, extend_letter: 0, joiner: 0, ..masks }, carry, quotes)
    } else {
        words_of(&masks, carry, quotes)
    }
}

/// The words of a block of ASCII characters that follows `carry`, if shifts alone can tell all of them: nothing unusual
/// is before the block, its last character does not depend on the next one, and every word has a letter or a number.
#[inline(always)]
pub(super) fn resolve_ascii(planes: &Planes, carry: Carry) -> Option<Resolved> {
    if !carry.is_plain() || carry.is_hollow() || (planes.mid_letter | planes.mid_number) >> (BLOCK - 1) != 0 {
        return None;
    }
    let found = words_of(&Masks::of_ascii(planes), carry.plain(), 0);
    (found.maybe_hollow == 0).then_some(Resolved { n_done: BLOCK as u32, trouble: 0, ..found })
}

/// A property of characters, with the bit of the character before the block, and lengthened by what attaches.
#[derive(Clone, Copy)]
struct Run {
    all: u64,
    before: u64,
}

impl Run {
    /// Bytes that follow the run's bytes.
    #[inline(always)]
    fn after(self) -> u64 {
        self.all << 1 | self.before
    }
}

/// Lengthens `mask` by the characters of `extend` that follow it or the character before the block.
///
/// The first bits of the runs of `extend` that follow are added to `extend`: a sum carries through each such run and
/// clears it, and leaves the others as they are.
#[inline(always)]
fn lengthen(mask: u64, before: u64, extend: u64) -> Run {
    let seeds = extend & (mask << 1 | before);
    Run { all: mask | extend & !extend.wrapping_add(seeds), before }
}

#[inline(always)]
fn words_of(m: &Masks, carry: Carry, quotes: u64) -> Resolved {
    let letter = lengthen(m.letter, carry.bit(carried::LETTER), m.extend);
    let numeric = lengthen(m.numeric, carry.bit(carried::NUMERIC), m.extend);
    let extend_num_let = lengthen(m.extend_num_let, carry.bit(carried::EXTEND_NUM_LET), m.extend);
    let katakana = lengthen(m.katakana, carry.bit(carried::KATAKANA), m.extend);
    let lone = lengthen(m.lone, carry.bit(carried::LONE), m.extend);
    let hebrew = lengthen(m.hebrew, carry.bit(carried::HEBREW), m.extend);

    let mid_letter = m.mid_letter & letter.after();
    let mid_number = m.mid_number & numeric.after();
    let joining = mid_letter & m.before_of(m.letter) | mid_number & m.before_of(m.numeric);
    let mid = joining | (joining & (m.of_two | m.of_three)) << 1 | (joining & m.of_three) << 2;

    let own = letter.all | numeric.all | extend_num_let.all | katakana.all | lone.all;
    let word = lengthen(own | mid, carry.bit(carried::WORD), m.extend);
    let chain_after = letter.after() | numeric.after();
    let parted =
        m.lone | lone.after() & !m.extend | m.katakana & chain_after | (m.letter | m.numeric) & katakana.after();
    let parted = parted & !m.continuation;
    let starts = word.all & (!word.after() | parted);
    let ends = word.after() & (!word.all | parted);

    // An attached letter makes a word of what is none; a mark between a mid and what follows hides that from the
    // shifts; U+200D joins a pictograph; quotes join Hebrew letters.
    let trouble = m.rare
        | m.extend_letter & !word.all
        | (mid_letter | mid_number) & m.before_of(m.extend)
        | m.pictograph & (m.joiner << 1 | carry.bit(carried::JOINER)) & !m.continuation
        | quotes & hebrew.after();
    let n_done = m.n_done();
    let done = below(n_done);
    let at_end = |mask: u64, place: u32| (mask >> ((n_done - 1) & 63) & 1) << place;
    let common = at_end(letter.all, carried::LETTER) | at_end(numeric.all, carried::NUMERIC);
    let attached = at_end(extend_num_let.all, carried::EXTEND_NUM_LET) | at_end(m.joiner, carried::JOINER);
    let alone = at_end(katakana.all, carried::KATAKANA) | at_end(lone.all, carried::LONE);
    let rest = at_end(hebrew.all, carried::HEBREW) | at_end(word.all, carried::WORD);
    Resolved {
        starts: starts & done,
        ends: ends & done,
        maybe_hollow: starts & done & m.extend_num_let,
        n_done,
        trouble: trouble & done,
        carry: Carry(common | attached | alone | rest),
    }
}

impl Masks {
    /// First bytes of characters whose next character is in `mask`.
    #[inline(always)]
    fn before_of(&self, mask: u64) -> u64 {
        let longer = self.of_two | self.of_three;
        mask >> 1 & !longer | mask >> 2 & self.of_two | mask >> 3 & self.of_three
    }

    /// How far the block can be decided: not the last character if it depends on the one after it.
    ///
    /// A block that is all decided must not wait for its masks to tell where the next one begins, so this asks by a
    /// branch, which the processor foresees.
    #[inline(always)]
    fn n_done(&self) -> u32 {
        let last = self.last();
        let depends = (self.mid_letter | self.mid_number) & last;
        if depends == 0 { self.n_whole } else { n_before(last) }
    }

    /// The first byte of the last character that ends in the block.
    #[inline(always)]
    fn last(&self) -> u64 {
        let first_bytes = !self.continuation & below(self.n_whole);
        1 << (63 - (first_bytes | 1).leading_zeros())
    }
}

/// The bytes before `bit`.
#[cold]
#[inline(never)]
fn n_before(bit: u64) -> u32 {
    bit.trailing_zeros()
}
