//! The walk over a text: block after block by masks, and by the rules where the masks do not suffice.

use super::block::{BLOCK, Planes, below};
use super::property::Property;
use super::resolve::{Carry, Resolved, resolve};
use super::{Repertoire, rules};
use crate::document::Span;

/// Takes the words of a text in order.
pub(super) trait Sink {
    /// A word by itself.
    fn word(&mut self, word: Span, repertoire: Repertoire);

    /// The words that end in one block.
    fn block(&mut self, block: &BlockWords);
}

/// The words that end in one block. Bits count from the byte `base` of the text.
pub(super) struct BlockWords {
    pub(super) base: usize,
    /// The word that goes on from before the block; it comes before those of `starts`.
    pub(super) open: Option<Open>,
    /// First bytes of words.
    pub(super) starts: u64,
    /// Bytes before which a word ends: as many as there are words before, or one less.
    pub(super) ends: u64,
    /// Bytes of characters that are not ASCII.
    pub(super) non_ascii: u64,
}

/// A word of which the end is not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) start: usize,
    /// What it is made of so far.
    pub(super) repertoire: Repertoire,
}

/// Where the walk has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Segmenter {
    /// First byte that is not done with.
    at: usize,
    /// The last boundary that the rules found; 0 at first.
    boundary: usize,
    /// The word that goes on at `at`.
    open: Option<Open>,
    /// Whether what goes on holds no letter or number.
    is_hollow: bool,
    carry: Carry,
}

impl Segmenter {
    /// First byte that is not done with.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether all of `text` is done with.
    pub(super) fn is_done(&self, text: &[u8]) -> bool {
        self.at >= text.len() && self.open.is_none()
    }

    /// Walks on through `text` to `until` or a little further, and gives the words that end there to `sink`.
    ///
    /// `planes` gives those of a block. Costs one pass; what the rules are asked about is looked at
    /// once more.
    #[inline(always)]
    pub(super) fn advance(
        &mut self,
        text: &[u8],
        until: usize,
        sink: &mut impl Sink,
        planes: impl Fn(&[u8; BLOCK]) -> Planes,
    ) {
        let until = until.min(text.len());
        while self.at < until {
            let rest = &text[self.at..];
            let padded;
            let block = match rest.first_chunk() {
                Some(block) => block,
                None => {
                    padded = padded_with_blanks(rest);
                    &padded
                }
            };
            self.block(text, block, sink, &planes);
        }
        if self.at >= text.len() {
            let last = self.open.take().filter(|_| !self.is_hollow);
            if let Some(Open { start, repertoire }) = last {
                sink.word(Span::new(start, text.len()), repertoire);
            }
        }
    }

    #[inline(always)]
    fn block(
        &mut self,
        text: &[u8],
        block: &[u8; BLOCK],
        sink: &mut impl Sink,
        planes: impl Fn(&[u8; BLOCK]) -> Planes,
    ) {
        let planes = planes(block);
        let found = resolve(block, &planes, &self.carry);
        if found.trouble != 0 {
            self.by_rules(text, self.at + found.trouble.trailing_zeros() as usize, sink);
            return;
        }
        let (starts, ends) = if found.maybe_hollow != 0 || self.is_hollow {
            self.without_hollow(text, &found)
        } else {
            (found.starts, found.ends)
        };
        sink.block(&BlockWords { base: self.at, open: self.open, starts, ends, non_ascii: planes.non_ascii });
        self.open = self.open_after(&found, planes.non_ascii);
        self.at += found.n_done as usize;
        self.carry = found.carry;
    }

    /// The word that goes on behind the block of which `found` tells.
    ///
    /// Whether one does is anyone's guess, so the answer is worked out before that is asked.
    #[inline(always)]
    fn open_after(&self, found: &Resolved, non_ascii: u64) -> Option<Open> {
        let non_ascii = non_ascii & below(found.n_done);
        let open = if found.starts != 0 {
            let bit = found.starts.ilog2();
            Open { start: self.at + bit as usize, repertoire: Repertoire::of_ascii(non_ascii >> bit == 0) }
        } else {
            let open = self.open?;
            Open { repertoire: if non_ascii == 0 { open.repertoire } else { Repertoire::Unicode }, ..open }
        };
        found.carry.is_in_word().then_some(open)
    }

    /// The starts and ends of a block without the runs of `_` and its like that hold no letter or number.
    #[cold]
    fn without_hollow(&mut self, text: &[u8], found: &Resolved) -> (u64, u64) {
        let Resolved { mut starts, mut ends, mut maybe_hollow, .. } = *found;
        if self.is_hollow && ends != 0 {
            ends &= ends - 1;
            self.open = None;
            self.is_hollow = false;
        }
        while maybe_hollow != 0 {
            let start = maybe_hollow & maybe_hollow.wrapping_neg();
            maybe_hollow ^= start;
            if !rules::segment(text, self.at + start.trailing_zeros() as usize).is_word {
                let later_ends = ends & !(start | (start - 1));
                self.is_hollow = later_ends == 0;
                ends ^= later_ends & later_ends.wrapping_neg();
                starts ^= start;
            }
        }
        (starts, ends)
    }

    /// Finds the words by the rules, from the boundary before what is not decided up to one past `trouble`.
    #[cold]
    #[inline(never)]
    fn by_rules(&mut self, text: &[u8], trouble: usize, sink: &mut impl Sink) {
        let mut start = self.open.map_or_else(|| self.boundary_before(text), |open| open.start);
        while start <= trouble {
            let segment = rules::segment(text, start);
            if segment.is_word {
                let is_ascii = text[start..segment.end].is_ascii();
                sink.word(Span::new(start, segment.end), Repertoire::of_ascii(is_ascii));
            }
            start = segment.end;
        }
        *self = Self { at: start, boundary: start, ..Self::default() };
    }

    /// A boundary at or before `at`, after all words that are found, where no word goes on at `at`.
    ///
    /// The blocks since the last boundary that the rules found had nothing rare. So what is before `at` is one character
    /// with what attaches to it, or a run of blanks.
    fn boundary_before(&self, text: &[u8]) -> usize {
        let before = |at: usize| (at > self.boundary).then(|| last_character(text, at));
        let mut start = self.at;
        while let Some((at, property)) = before(start) {
            if property.is_newline() {
                return start;
            }
            start = at;
            if !property.attaches() {
                break;
            }
        }
        while Property::of(text, start).0 == Property::Space {
            match before(start) {
                Some((at, Property::Space)) => start = at,
                _ => break,
            }
        }
        start
    }
}

/// The rest of a text as a block. Blanks after a text end every word and join nothing.
#[cold]
fn padded_with_blanks(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// The character that ends before `end`, which is not 0: where it begins, and its property.
fn last_character(text: &[u8], end: usize) -> (usize, Property) {
    let is_continuation = |at: usize| text[at] & 0xC0 == 0x80;
    let start = (0..end).rev().find(|&at| !is_continuation(at)).unwrap_or(0);
    (start, Property::of(text, start).0)
}
