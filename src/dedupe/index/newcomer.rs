//! A document of this run, and the keys under which an index is asked for others like it.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::super::fingerprint::Fingerprint;
use crate::document::Document;
use crate::input::SpoolPlace;

/// The bands of an index that every document may have a key in; those of sketches follow.
pub(super) const NAME: u16 = 0;
pub(super) const EXACT: u16 = 1;
pub(super) const NORMALIZED: u16 = 2;
pub(super) const SMALL: u16 = 3;
pub(super) const PASSAGE: u16 = 4;
const FIRST_OF_SKETCHES: u16 = 5;

/// What is known of a document that was read before the ones it may resemble.
#[derive(Debug)]
pub(in super::super) struct Newcomer {
    /// Where the document is set aside.
    pub(in super::super) place: SpoolPlace,
    /// The hash of its id.
    pub(in super::super) id: u64,
    /// What of its content was taken.
    pub(in super::super) fingerprint: Fingerprint,
    /// A hash of id, source and text: a document that has them all is taken for the same one.
    pub(super) name: u128,
}

impl Newcomer {
    pub(in super::super) fn new(document: &Document, place: SpoolPlace, fingerprint: Fingerprint) -> Self {
        let mut name = (document.id.len() as u64).to_le_bytes().to_vec();
        name.extend_from_slice(document.id.as_bytes());
        name.extend_from_slice(document.source.as_bytes());
        name.extend_from_slice(&fingerprint.exact.to_le_bytes());
        Self { place, id: xxh3_64(document.id.as_bytes()), name: xxh3_128(&name), fingerprint }
    }

    /// The key of its name.
    pub(super) fn name_key(&self) -> u32 {
        upper(self.name)
    }

    /// The key of its text.
    pub(super) fn exact_key(&self) -> u32 {
        upper(self.fingerprint.exact)
    }

    /// The keys of its words, with their bands.
    pub(super) fn for_each_word_key(&self, mut take: impl FnMut(u16, u32)) {
        let fingerprint = &self.fingerprint;
        if fingerprint.normalized != 0 {
            take(NORMALIZED, upper(fingerprint.normalized));
        }
        fingerprint.small_keys.iter().for_each(|&key| take(SMALL, key));
        fingerprint.passage_keys.iter().for_each(|&key| take(PASSAGE, key));
        let sketches = fingerprint.band_keys.iter().chain(&fingerprint.loose_keys);
        (FIRST_OF_SKETCHES..).zip(sketches).for_each(|(band, &key)| take(band, key));
    }
}

fn upper(hash: u128) -> u32 {
    (hash >> 96) as u32
}
