//! The walk over a text: block after block by masks, and by the rules where the masks do not suffice.

use super::block::{BLOCK, ByteMasks};
use super::property::Property;
use super::resolve::{Carry, Resolved, resolve};
use super::rules;
use crate::document::Span;

/// Takes the words of a text in order.
pub(super) trait Sink {
    /// A word by itself.
    fn word(&mut self, word: Span);

    /// The words that end in one block: `first` and `starts` are the beginnings, as many as `ends` has bits or one
    /// more. Bits count from the byte `base` of the text.
    fn block(&mut self, base: usize, first: Option<usize>, starts: u64, ends: u64);
}

/// Where the walk has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Segmenter {
    /// First byte that is not done with.
    at: usize,
    /// The last boundary that the rules found; 0 at first.
    boundary: usize,
    /// Where the word begins that goes on at `at`.
    open: Option<usize>,
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
    /// `classify` says what the bytes of a block tell. Costs one pass; what the rules are asked about is looked at
    /// once more.
    #[inline(always)]
    pub(super) fn advance(
        &mut self,
        text: &[u8],
        until: usize,
        sink: &mut impl Sink,
        classify: impl Fn(&[u8; BLOCK]) -> ByteMasks,
    ) {
        let until = until.min(text.len());
        while self.at < until {
            if let Some(block) = text.get(self.at..).and_then(|rest| rest.first_chunk()) {
                self.block(text, block, sink, &classify);
            } else {
                // Blanks after the text end every word and join nothing.
                let mut block = [b' '; BLOCK];
                let rest = &text[self.at..];
                block[..rest.len()].copy_from_slice(rest);
                self.block(text, &block, sink, &classify);
            }
        }
        if self.at >= text.len() {
            let last = self.open.take().filter(|_| !self.is_hollow);
            if let Some(start) = last {
                sink.word(Span::new(start, text.len()));
            }
        }
    }

    #[inline(always)]
    fn block(
        &mut self,
        text: &[u8],
        block: &[u8; BLOCK],
        sink: &mut impl Sink,
        classify: impl Fn(&[u8; BLOCK]) -> ByteMasks,
    ) {
        let found = resolve(block, &classify(block), &self.carry);
        if found.trouble != 0 {
            self.by_rules(text, self.at + found.trouble.trailing_zeros() as usize, sink);
            return;
        }
        let (starts, ends) = if found.maybe_hollow != 0 || self.is_hollow {
            self.without_hollow(text, &found)
        } else {
            (found.starts, found.ends)
        };
        sink.block(self.at, self.open, starts, ends);
        if !found.carry.is_in_word() {
            self.open = None;
        } else if found.starts != 0 {
            self.open = Some(self.at + found.starts.ilog2() as usize);
        }
        self.at += found.n_done as usize;
        self.carry = found.carry;
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
        let mut start = self.open.unwrap_or_else(|| self.boundary_before(text));
        while start <= trouble {
            let segment = rules::segment(text, start);
            if segment.is_word {
                sink.word(Span::new(start, segment.end));
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

/// The character that ends before `end`, which is not 0: where it begins, and its property.
fn last_character(text: &[u8], end: usize) -> (usize, Property) {
    let is_continuation = |at: usize| text[at] & 0xC0 == 0x80;
    let start = (0..end).rev().find(|&at| !is_continuation(at)).unwrap_or(0);
    (start, Property::of(text, start).0)
}
