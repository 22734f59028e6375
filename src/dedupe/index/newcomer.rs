//! A document of this run, and the keys under which an index is asked for others like it.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::super::fingerprint::Fingerprint;
use crate::document::Document;
use crate::input::SpoolPlace;
use crate::similarity::entry;

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

    /// Appends its keys in one band, of which there may be none.
    pub(super) fn push_keys(&self, band: u16, keys: &mut Vec<u32>) {
        let fingerprint = &self.fingerprint;
        match band {
            NAME => keys.push(upper(self.name)),
            EXACT => keys.push(upper(fingerprint.exact)),
            NORMALIZED => keys.extend((fingerprint.normalized != 0).then(|| upper(fingerprint.normalized))),
            SMALL => keys.extend_from_slice(&fingerprint.small_keys),
            PASSAGE => keys.extend_from_slice(&fingerprint.passage_keys),
            sketch => {
                let idx = usize::from(sketch - FIRST_OF_SKETCHES);
                let (near, loose) = (&fingerprint.band_keys, &fingerprint.loose_keys);
                keys.extend(near.get(idx).or_else(|| loose.get(idx - near.len())));
            }
        }
    }

    /// One more than its last band.
    pub(super) fn n_bands(&self) -> u16 {
        let n_sketches = self.fingerprint.band_keys.len() + self.fingerprint.loose_keys.len();
        FIRST_OF_SKETCHES + n_sketches as u16
    }
}

/// The entries of one band: each of these documents with each of its keys, ascending.
pub(super) fn entries<'n>(band: u16, newcomers: impl Iterator<Item = (u32, &'n Newcomer)>) -> Vec<u64> {
    let (mut entries, mut keys) = (Vec::new(), Vec::new());
    for (number, newcomer) in newcomers {
        keys.clear();
        newcomer.push_keys(band, &mut keys);
        entries.extend(keys.iter().map(|&key| entry(key, number)));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn upper(hash: u128) -> u32 {
    (hash >> 96) as u32
}
