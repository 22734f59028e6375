//! The walk over a text: block after block by masks, and by the rules where the masks do not suffice.

use super::block::{BLOCK, Planes};
use super::property::Property;
use super::resolve::{Carry, Resolved, resolve, resolve_ascii};
use super::rules;
use crate::document::Span;

/// Takes the words of a text in order.
pub(super) trait Sink {
    /// A word by itself.
    fn word(&mut self, word: Span);

    /// The words that end in one block.
    fn block(&mut self, block: &BlockWords);
}

/// The words that end in one block. Bits count from the byte `base` of the text.
pub(super) struct BlockWords {
    pub(super) base: usize,
    /// Where the word begins that goes on from before the block; it comes before those of `starts`.
    pub(super) open: Option<usize>,
    /// First bytes of words.
    pub(super) starts: u64,
    /// Bytes before which a word ends: as many as there are words before, or one less.
    pub(super) ends: u64,
}

/// Where the walk has come to.
///
/// Each step takes it and gives back the next by value: a walk that keeps it in registers is faster by half than one
/// that waits in each block for what it has just written to memory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Segmenter {
    /// First byte that is not done with.
    at: usize,
    /// The last boundary that the rules found; 0 at first.
    boundary: usize,
    /// Where the word begins that goes on at `at`, if `carry` says that one does.
    open: usize,
    carry: Carry,
}

impl Segmenter {
    /// First byte that is not done with.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether all of `text` is done with.
    pub(super) fn is_done(&self, text: &[u8]) -> bool {
        self.at >= text.len() && !self.carry.is_in_word()
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
        ascii: impl Fn(&[u8; BLOCK]) -> Option<Planes>,
        planes: impl Fn(&[u8; BLOCK]) -> Planes,
    ) {
        let until = until.min(text.len());
        let mut here = *self;
        while here.at < until {
            here = here.after_ascii(text, until, sink, &ascii);
            if here.at >= until {
                break;
            }
            let rest = &text[here.at..];
            let padded;
            let block = match rest.first_chunk() {
                Some(block) => block,
                None => {
                    padded = padded_with_blanks(rest);
                    &padded
                }
            };
            here = here.after_block(text, block, sink, &planes);
        }
        if here.at >= text.len() {
            if let Some(start) = here.open().filter(|_| !here.carry.is_hollow()) {
                sink.word(Span::new(start, text.len()));
            }
            here.carry = Carry::default();
        }
        *self = here;
    }

    /// Where the word begins that goes on at `at`, if one does.
    #[inline(always)]
    fn open(&self) -> Option<usize> {
        self.carry.is_in_word().then_some(self.open)
    }

    /// Walks on over blocks of nothing but ASCII that no rule has to be asked about.
    ///
    /// A loop of its own, in which the compiler keeps in registers what the many other cases would push out of them.
    #[inline(always)]
    fn after_ascii(
        mut self,
        text: &[u8],
        until: usize,
        sink: &mut impl Sink,
        ascii: impl Fn(&[u8; BLOCK]) -> Option<Planes>,
    ) -> Self {
        while self.at < until {
            let Some(block) = text[self.at..].first_chunk() else { break };
            let Some(found) = ascii(block).and_then(|planes| resolve_ascii(&planes, self.carry)) else { break };
            sink.block(&BlockWords { base: self.at, open: self.open(), starts: found.starts, ends: found.ends });
            if found.starts != 0 {
                self.open = self.at + found.starts.ilog2() as usize;
            }
            self.at += BLOCK;
            self.carry = found.carry;
        }
        self
    }

    #[inline(always)]
    fn after_block(
        self,
        text: &[u8],
        block: &[u8; BLOCK],
        sink: &mut impl Sink,
        planes: impl Fn(&[u8; BLOCK]) -> Planes,
    ) -> Self {
        let found = resolve(block, &planes(block), self.carry);
        if found.trouble != 0 {
            return self.after_rules(text, self.at + found.trouble.trailing_zeros() as usize, sink);
        }
        let next = Self {
            at: self.at + found.n_done as usize,
            // Whether a word goes on is anyone's guess, so it is not asked here.
            open: if found.starts == 0 { self.open } else { self.at + found.starts.ilog2() as usize },
            carry: found.carry,
            ..self
        };
        if found.maybe_hollow != 0 || self.carry.is_hollow() {
            let (words, carry) = self.without_hollow(text, &found);
            sink.block(&words);
            return Self { carry, ..next };
        }
        sink.block(&BlockWords { base: self.at, open: self.open(), starts: found.starts, ends: found.ends });
        next
    }

    /// The words of a block without the runs of `_` and its like that hold no letter or number, and what the next block
    /// must know of that.
    #[cold]
    #[inline(never)]
    fn without_hollow(self, text: &[u8], found: &Resolved) -> (BlockWords, Carry) {
        let Resolved { mut starts, mut ends, mut maybe_hollow, .. } = *found;
        let (mut open, mut is_hollow) = (self.open(), self.carry.is_hollow());
        if is_hollow && ends != 0 {
            ends &= ends - 1;
            open = None;
            is_hollow = false;
        }
        while maybe_hollow != 0 {
            let start = maybe_hollow & maybe_hollow.wrapping_neg();
            maybe_hollow ^= start;
            if !rules::segment(text, self.at + start.trailing_zeros() as usize).is_word {
                let later_ends = ends & !(start | (start - 1));
                is_hollow = later_ends == 0;
                ends ^= later_ends & later_ends.wrapping_neg();
                starts ^= start;
            }
        }
        let carry = if is_hollow { found.carry.hollow() } else { found.carry };
        (BlockWords { base: self.at, open, starts, ends }, carry)
    }

    /// Finds the words by the rules, from the boundary before what is not decided up to one past `trouble`.
    #[cold]
    #[inline(never)]
    fn after_rules(self, text: &[u8], trouble: usize, sink: &mut impl Sink) -> Self {
        let mut start = self.open().unwrap_or_else(|| self.boundary_before(text));
        while start <= trouble {
            let segment = rules::segment(text, start);
            if segment.is_word {
                sink.word(Span::new(start, segment.end));
            }
            start = segment.end;
        }
        Self { at: start, boundary: start, ..Self::default() }
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
