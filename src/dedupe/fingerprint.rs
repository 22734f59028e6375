//! What is kept of one document's content.

use xxhash_rust::xxh3::xxh3_128;

use super::options::{Options, Relation};
use crate::similarity::{Banding, Sketcher, WordHasher, push_small_keys, sequence_hash, shingles_into};

/// Fixed hashes of a document's text and of what it is compared by.
#[derive(Debug)]
pub(super) struct Fingerprint {
    /// Of the bytes.
    pub(super) exact: u128,
    /// Of the normalised words; zero if there are none, or nobody asks.
    pub(super) normalized: u128,
    /// How many words the text has; where nobody asks for them, at least as many as it has, and zero only if it has none.
    pub(super) n_words: u32,
    /// One key a band; none if the text has no words, or nobody asks.
    pub(super) band_keys: Vec<u32>,
    /// Further keys, if the text has few words.
    pub(super) small_keys: Vec<u32>,
}

/// Takes fingerprints, reusing its memory.
#[derive(Debug)]
pub(super) struct Fingerprinter<'o> {
    options: &'o Options,
    hasher: WordHasher,
    sketcher: Sketcher,
    words: Vec<u64>,
    shingles: Vec<u64>,
}

impl<'o> Fingerprinter<'o> {
    pub(super) fn new(options: &'o Options) -> Self {
        Self {
            options,
            hasher: WordHasher::default(),
            sketcher: Sketcher::new(Banding::for_threshold(options.threshold)),
            words: Vec::new(),
            shingles: Vec::new(),
        }
    }

    pub(super) fn of(&mut self, text: &str) -> Fingerprint {
        let exact = xxh3_128(text.as_bytes());
        let mut fingerprint =
            Fingerprint { exact, normalized: 0, n_words: 0, band_keys: Vec::new(), small_keys: Vec::new() };
        if !self.options.relations.go_beyond_bytes() && text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            // It has words then, no more than it has bytes, and to count them would be all work in vain.
            fingerprint.n_words = u32::try_from(text.len()).unwrap_or(u32::MAX);
            return fingerprint;
        }
        self.hasher.hashes_into(text, &mut self.words);
        fingerprint.n_words = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if self.words.is_empty() || !self.options.relations.go_beyond_bytes() {
            return fingerprint;
        }
        fingerprint.normalized = sequence_hash(&self.words);
        if self.options.relations.contains(Relation::Near) {
            shingles_into(&self.words, self.options.shingle_words, &mut self.shingles);
            self.sketcher.push_band_keys(&self.shingles, &mut fingerprint.band_keys);
            push_small_keys(&self.shingles, self.options.threshold, &mut fingerprint.small_keys);
        }
        fingerprint
    }
}
