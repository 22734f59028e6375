//! What is kept in memory of one document's content.

use xxhash_rust::xxh3::xxh3_128;

use super::options::{Options, Relation};
use crate::similarity::{Banding, Shingler, Sketcher};
use crate::text;

/// Fixed hashes of a document's text and of what it is compared by.
#[derive(Debug)]
pub(super) struct Fingerprint {
    /// Of the bytes.
    pub(super) exact: u128,
    /// Whether the text has any word.
    pub(super) has_words: bool,
    /// Of the normalised text; zero if the text has no words, or nobody asks.
    pub(super) normalized: u128,
    /// At least the size of the shingle set: shingles with their repeats, or a guess where nobody asks for them.
    pub(super) n_shingles: u32,
    /// One key a band; none if the text has no words, or nobody asks.
    pub(super) band_keys: Vec<u32>,
}

/// Takes fingerprints, reusing its memory.
#[derive(Debug)]
pub(super) struct Fingerprinter {
    depth: Depth,
    shingler: Shingler,
    sketcher: Sketcher,
    normalized: String,
    shingles: Vec<u64>,
}

/// How far into a text one must look, so that no work is done that no relation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Bytes,
    Words,
    Shingles,
}

impl Fingerprinter {
    pub(super) fn new(options: &Options) -> Self {
        let depth = if options.relations.contains(Relation::Near) {
            Depth::Shingles
        } else if options.relations.go_beyond_bytes() {
            Depth::Words
        } else {
            Depth::Bytes
        };
        Self {
            depth,
            shingler: Shingler::new(options.shingle_words),
            sketcher: Sketcher::new(Banding::for_threshold(options.threshold)),
            normalized: String::new(),
            shingles: Vec::new(),
        }
    }

    pub(super) fn of(&mut self, text: &str) -> Fingerprint {
        let exact = xxh3_128(text.as_bytes());
        // A word and the space behind it take two bytes or more.
        let n_shingles = u32::try_from(text.len() / 2 + 1).unwrap_or(u32::MAX);
        let mut fingerprint = Fingerprint { exact, has_words: false, normalized: 0, n_shingles, band_keys: Vec::new() };
        if self.depth == Depth::Bytes && text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            // It has words then, and normalising would only say so slowly.
            fingerprint.has_words = true;
            return fingerprint;
        }
        self.normalized.clear();
        text::normalize_into(text, &mut self.normalized);
        fingerprint.has_words = text::words(&self.normalized).next().is_some();
        if !fingerprint.has_words || self.depth == Depth::Bytes {
            return fingerprint;
        }
        fingerprint.normalized = xxh3_128(self.normalized.as_bytes());
        if self.depth == Depth::Shingles {
            self.shingler.shingles_into(&self.normalized, &mut self.shingles);
            fingerprint.n_shingles = u32::try_from(self.shingles.len()).unwrap_or(u32::MAX);
            fingerprint.band_keys = self.sketcher.band_keys(&self.shingles);
        }
        fingerprint
    }
}
