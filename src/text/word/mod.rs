//! Words: UAX #29 word segments that hold a letter or a number, at the speed of reading.
//!
//! The text is walked over in blocks of 64 bytes. A kernel turns a block into bit masks of its characters' properties
//! (`block` says which), `resolve` turns these into the starts and ends of words by shifts and sums, and `rules` decides
//! the rare rest one character at a time. `property`, `page` and the generated `property_ranges` hold the Unicode
//! data.
//!
//! Only the kernels depend on the processor: `avx512`, `avx2` and `neon`, which share `vector`, and `portable` for all
//! others. Tests hold all of them to the same masks and words.
//!
//! The words are those of UAX #29 section 4 without tailoring, to the byte, also where that is odd: a blank before a
//! combining letter is part of its word.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod block;
#[cfg(target_arch = "aarch64")]
mod neon;
mod page;
mod portable;
mod property;
mod property_ranges;
mod resolve;
mod rules;
mod segmenter;
#[cfg(test)]
mod tests;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod vector;

use self::block::BLOCK;
use self::segmenter::{BlockWords, Segmenter, Sink};
use crate::document::Span;

pub(super) use self::property_ranges::UNICODE_VERSION;

/// Bytes of a text that [`words`] looks at before it gives out the words in them.
const BATCH_BYTES: usize = 4096;

/// The words of `text` with their byte offsets, after UAX #29 section 4 without tailoring.
///
/// Words that are not asked for are not looked for, up to a few thousand bytes.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Words { text, kernel: Kernel::best(), segmenter: Segmenter::default(), batch: Vec::new(), n_given: 0 }
}

/// Calls `take` with the byte range of each word of `text` in order. Faster than [`words`] where every word is wanted.
pub fn for_each_word(text: &str, take: impl FnMut(Span)) {
    Kernel::best().advance(&mut Segmenter::default(), text.as_bytes(), text.len(), &mut Each(take));
}

/// How many words `text` has. Faster than asking for each.
pub fn n_words(text: &str) -> usize {
    let mut count = Count(0);
    Kernel::best().advance(&mut Segmenter::default(), text.as_bytes(), text.len(), &mut count);
    count.0
}

/// Code for a kind of processor.
#[derive(Clone, Copy, Debug)]
enum Kernel {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
    #[cfg(target_arch = "aarch64")]
    Neon(neon::Neon),
}

impl Kernel {
    /// The fastest that the processor can run.
    #[inline]
    fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx512) = avx512::Avx512::detect() {
            return Self::Avx512(avx512);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = avx2::Avx2::detect() {
            return Self::Avx2(avx2);
        }
        #[cfg(target_arch = "aarch64")]
        if let Some(neon) = neon::Neon::detect() {
            return Self::Neon(neon);
        }
        Self::Portable
    }

    fn advance(self, segmenter: &mut Segmenter, text: &[u8], until: usize, sink: &mut impl Sink) {
        match self {
            Self::Portable => {
                let ascii = |block: &[u8; BLOCK]| block.is_ascii().then(|| portable::planes(block));
                segmenter.advance(text, until, sink, ascii, portable::planes);
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(avx2) => avx2.advance(segmenter, text, until, sink),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(avx512) => avx512.advance(segmenter, text, until, sink),
            #[cfg(target_arch = "aarch64")]
            Self::Neon(neon) => neon.advance(segmenter, text, until, sink),
        }
    }
}

/// Counts words.
struct Count(usize);

impl Sink for Count {
    #[inline(always)]
    fn word(&mut self, _: Span) {
        self.0 += 1;
    }

    #[inline(always)]
    fn block(&mut self, block: &BlockWords) {
        self.0 += block.ends.count_ones() as usize;
    }
}

/// Gives each word to a function.
struct Each<F>(F);

impl<F: FnMut(Span)> Sink for Each<F> {
    #[inline(always)]
    fn word(&mut self, word: Span) {
        (self.0)(word);
    }

    #[inline(always)]
    fn block(&mut self, block: &BlockWords) {
        let BlockWords { base, mut open, mut starts, mut ends } = *block;
        while ends != 0 {
            let end = base + ends.trailing_zeros() as usize;
            ends &= ends - 1;
            let start = open.take().unwrap_or_else(|| {
                let start = base + starts.trailing_zeros() as usize;
                starts &= starts.wrapping_sub(1);
                start
            });
            (self.0)(Span::new(start, end));
        }
    }
}

/// Finds words when they are asked for, a batch at a time.
struct Words<'t> {
    text: &'t str,
    kernel: Kernel,
    segmenter: Segmenter,
    batch: Vec<Span>,
    n_given: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(span) = self.batch.get(self.n_given) {
                self.n_given += 1;
                return Some((span.start, span.of(self.text)));
            }
            if !self.refill() {
                return None;
            }
        }
    }

    fn count(self) -> usize {
        let mut count = Count(self.batch.len() - self.n_given);
        let mut segmenter = self.segmenter;
        self.kernel.advance(&mut segmenter, self.text.as_bytes(), self.text.len(), &mut count);
        count.0
    }
}

impl Words<'_> {
    /// Looks for the next batch; false at the end of the text.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) -> bool {
        let text = self.text.as_bytes();
        if self.segmenter.is_done(text) {
            return false;
        }
        self.batch.clear();
        self.n_given = 0;
        let batch = &mut self.batch;
        let until = self.segmenter.at() + BATCH_BYTES;
        self.kernel.advance(&mut self.segmenter, text, until, &mut Each(|word| batch.push(word)));
        true
    }
}
