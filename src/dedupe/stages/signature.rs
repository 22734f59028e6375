//! What a document is looked for by: the stage that sees every text.

use super::super::fingerprint::Fingerprinter;
use super::super::options::Options;

/// Fixed hashes of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Of the normalized words, or of the bytes where there are no words or nothing beyond bytes is asked for.
    pub content: u128,
    /// One key for each band of the sketch.
    pub band_keys: Vec<u32>,
    /// Further keys, if the text has few words.
    pub small_keys: Vec<u32>,
    /// Winnowed fingerprints, if the text has enough words.
    pub passage_keys: Vec<u32>,
    /// How many of these count, where documents are compared by how many they share.
    pub n_passage_keys: u16,
}

impl Signature {
    /// The keys that near documents share: the number of the band in the upper half, that of small sets after all others.
    pub fn near_keys(band_keys: &[u32], small_keys: &[u32]) -> impl Iterator<Item = u64> {
        let of_small = (band_keys.len() as u64) << u32::BITS;
        let bands = (0..).zip(band_keys).map(|(band, &key)| band << u32::BITS | u64::from(key));
        bands.chain(small_keys.iter().map(move |&key| of_small | u64::from(key)))
    }
}

/// Takes signatures, reusing its memory.
#[derive(Debug)]
pub struct Signer<'o> {
    fingerprinter: Fingerprinter<'o>,
}

impl<'o> Signer<'o> {
    /// Signatures for the relations and thresholds of `options`.
    pub fn new(options: &'o Options) -> Self {
        Self { fingerprinter: Fingerprinter::new(options) }
    }

    /// The signature of a text. Cost: that of one pass of [`dedupe`](super::super::dedupe).
    pub fn sign(&mut self, text: &str) -> Signature {
        let fingerprint = self.fingerprinter.of(text);
        let n_passage_keys = fingerprint.n_passage_keys();
        Signature {
            content: if fingerprint.normalized == 0 { fingerprint.exact } else { fingerprint.normalized },
            band_keys: fingerprint.band_keys,
            small_keys: fingerprint.small_keys,
            passage_keys: fingerprint.passage_keys,
            n_passage_keys,
        }
    }
}
