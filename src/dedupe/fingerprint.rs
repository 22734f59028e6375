//! What is kept of one document's content.

use std::num::NonZero;

use xxhash_rust::xxh3::xxh3_128;

use super::options::{Options, Relation};
use crate::similarity::{
    Banding, Sketcher, WordHasher, push_small_keys, sequence_hash, shingles_in_place, shingles_into, winnowed_into,
};

/// From how many words on a document can be contained in another one. Below, any common phrase would do.
pub(super) const MIN_CONTAINED_WORDS: u32 = 20;

/// Words in a shingle of the search for similar documents. Of three-word shingles three quarters survive a change of
/// every tenth word, of five-word ones little more than half.
pub(super) const LOOSE_SHINGLE_WORDS: NonZero<usize> = const { NonZero::new(3).expect("three is not zero") };

/// The least Jaccard coefficient of such shingles at which documents are aligned. If every fifth word has changed it is about
/// a third.
pub(super) const LEAST_LOOSE_JACCARD: f64 = 0.3;

/// The bands of the search for similar documents. With two rows, what any two texts of a language share would propose
/// too many pairs; with three, a pair with every tenth word changed is proposed with a probability of .9998.
pub(super) const LOOSE_BANDING: Banding = Banding { n_bands: 42, n_rows: 3 };

/// What a buffer keeps for the next document. A long one would be held by each thread that ever saw a long document.
const MAX_KEPT_WORDS: usize = 1 << 20;

/// Fixed hashes of a document's text and of what it is compared by. What nobody asks for is empty or zero.
#[derive(Debug, Default)]
pub(super) struct Fingerprint {
    /// Of the bytes.
    pub(super) exact: u128,
    /// Of the normalized words; zero if there are none.
    pub(super) normalized: u128,
    /// How many words the text has; where nobody asks for them, at least as many as it has, and zero only if it has none.
    pub(super) n_words: u32,
    /// One key a band.
    pub(super) band_keys: Vec<u32>,
    /// Further keys, if the text has few words.
    pub(super) small_keys: Vec<u32>,
    /// Winnowed fingerprints, if the text has enough words.
    pub(super) passage_keys: Vec<u32>,
    /// One key a band of [`LOOSE_BANDING`].
    pub(super) loose_keys: Vec<u32>,
}

impl Fingerprint {
    /// How many winnowed fingerprints there are; of a very long text fewer, which are enough to find it by.
    pub(super) fn n_passage_keys(&self) -> u16 {
        u16::try_from(self.passage_keys.len()).unwrap_or(u16::MAX)
    }
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
        let fingerprint = self.taken(text);
        for buffer in [&mut self.words, &mut self.shingles] {
            if buffer.capacity() > MAX_KEPT_WORDS {
                *buffer = Vec::new();
            }
        }
        fingerprint
    }

    fn taken(&mut self, text: &str) -> Fingerprint {
        let mut fingerprint = Fingerprint { exact: xxh3_128(text.as_bytes()), ..Fingerprint::default() };
        let relations = self.options.relations;
        if !relations.go_beyond_bytes() && text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            // It has words then, no more than it has bytes, and to count them would be all work in vain.
            fingerprint.n_words = u32::try_from(text.len()).unwrap_or(u32::MAX);
            return fingerprint;
        }
        self.hasher.hashes_into(text, &mut self.words);
        fingerprint.n_words = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if self.words.is_empty() || !relations.go_beyond_bytes() {
            return fingerprint;
        }
        fingerprint.normalized = sequence_hash(&self.words);
        let (is_near, is_contained) = (relations.contains(Relation::Near), relations.contains(Relation::Contained));
        let is_similar = relations.contains(Relation::Similar);
        if is_similar {
            shingles_into(&self.words, self.options.shingle_words, &mut self.shingles);
        } else if is_near || is_contained {
            // Nobody needs the words any more, so their shingles take no memory beside them.
            shingles_in_place(&mut self.words, self.options.shingle_words);
            std::mem::swap(&mut self.words, &mut self.shingles);
        }
        if is_near {
            self.sketcher.push_band_keys(&self.shingles, &mut fingerprint.band_keys);
            push_small_keys(&self.shingles, self.options.threshold, &mut fingerprint.small_keys);
        }
        if is_contained && fingerprint.n_words >= MIN_CONTAINED_WORDS {
            winnowed_into(&self.shingles, &mut fingerprint.passage_keys);
        }
        if is_similar {
            shingles_into(&self.words, LOOSE_SHINGLE_WORDS, &mut self.shingles);
            Sketcher::new(LOOSE_BANDING).push_band_keys(&self.shingles, &mut fingerprint.loose_keys);
        }
        fingerprint
    }
}
