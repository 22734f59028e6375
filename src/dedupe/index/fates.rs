//! What became of each document seen, in a few numbers that are all in memory during a run.
//!
//! Clusters are a forest (Tarjan 1975): each document knows one that comes before it in its cluster, the first one
//! knows itself. When clusters grow together, the number of a single document changes, however many belong to it.

use std::collections::BTreeSet;

use super::directory::Key;
use super::sealed::damaged;
use super::store::{Changes, Store};
use super::tables::FATES;
use crate::error::IndexProblem;

/// Fates that are written together. A block that is not the last is full.
const BLOCK_FATES: usize = 512;
const FATE_BYTES: usize = 30;

/// What became of one document. Documents are numbered in the order in which they were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fate {
    /// Of its id, source and text.
    pub(super) name: u128,
    /// The first document with the same text or normalized text.
    pub(super) representative: u32,
    /// One of its cluster that comes before it; itself, if it is the first.
    pub(super) parent: u32,
    /// For the first of a cluster: the document that contains it and stays; itself, if there is none.
    pub(super) outer: u32,
    /// How many winnowed fingerprints it has.
    pub(super) n_passage_keys: u16,
}

/// The fates of all documents.
#[derive(Debug, Default)]
pub(super) struct Fates {
    all: Vec<Fate>,
    changed_blocks: BTreeSet<usize>,
}

impl Fates {
    pub(super) fn load(store: &Store) -> Result<Self, IndexProblem> {
        let mut all = Vec::new();
        for key in store.keys(block_key(0)..=block_key(usize::MAX)) {
            let block = store.get(key)?.ok_or_else(damaged)?;
            all.extend(block.as_chunks().0.iter().map(decode));
        }
        let is_known = |number: u32| (number as usize) < all.len();
        let are_known = all.iter().all(|f| is_known(f.representative) && is_known(f.parent) && is_known(f.outer));
        if are_known { Ok(Self { all, changed_blocks: BTreeSet::new() }) } else { Err(damaged()) }
    }

    pub(super) fn len(&self) -> u32 {
        self.all.len() as u32
    }

    pub(super) fn get(&self, document: u32) -> &Fate {
        &self.all[document as usize]
    }

    /// The first document of the cluster.
    pub(super) fn leader(&self, mut document: u32) -> u32 {
        // Parents come before their children, so this ends even in a file that lies.
        while self.get(document).parent < document {
            document = self.get(document).parent;
        }
        document
    }

    pub(super) fn is_leader(&self, document: u32) -> bool {
        self.get(document).parent == document
    }

    /// Whether no other document is kept for this one.
    pub(super) fn is_kept(&self, document: u32) -> bool {
        self.is_leader(document) && self.get(document).outer == document
    }

    /// Sets the fate of a document, the next one or an earlier one.
    pub(super) fn set(&mut self, document: u32, fate: Fate) {
        let idx = document as usize;
        match self.all.get_mut(idx) {
            Some(known) if *known == fate => return,
            Some(known) => *known = fate,
            None => self.all.push(fate),
        }
        self.changed_blocks.insert(idx / BLOCK_FATES);
    }

    /// Writes what has changed.
    pub(super) fn save(&self, store: &Store, changes: &mut Changes) -> Result<(), IndexProblem> {
        for &block in &self.changed_blocks {
            let fates = self.all.iter().skip(block * BLOCK_FATES).take(BLOCK_FATES);
            let bytes: Vec<u8> = fates.flat_map(encode).collect();
            store.put(changes, block_key(block), &bytes)?;
        }
        Ok(())
    }
}

fn block_key(block: usize) -> Key {
    // Documents are numbered by 32 bits, so their blocks are.
    Key { table: FATES, number: u32::try_from(block).unwrap_or(u32::MAX), place: 0 }
}

fn encode(fate: &Fate) -> [u8; FATE_BYTES] {
    let mut bytes = [0; FATE_BYTES];
    bytes[..16].copy_from_slice(&fate.name.to_le_bytes());
    bytes[16..20].copy_from_slice(&fate.representative.to_le_bytes());
    bytes[20..24].copy_from_slice(&fate.parent.to_le_bytes());
    bytes[24..28].copy_from_slice(&fate.outer.to_le_bytes());
    bytes[28..].copy_from_slice(&fate.n_passage_keys.to_le_bytes());
    bytes
}

fn decode(bytes: &[u8; FATE_BYTES]) -> Fate {
    let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let mut name = [0; 16];
    name.copy_from_slice(&bytes[..16]);
    Fate {
        name: u128::from_le_bytes(name),
        representative: number(16),
        parent: number(20),
        outer: number(24),
        n_passage_keys: u16::from_le_bytes([bytes[28], bytes[29]]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(number: u32, parent: u32) -> Fate {
        Fate { name: 1 << 100 | 7, representative: parent, parent, outer: number, n_passage_keys: 300 }
    }

    #[test]
    fn fates_come_back_and_clusters_lead_to_their_first() {
        let mut store = Store::create(tempfile::tempfile().unwrap()).unwrap();
        let mut fates = Fates::default();
        for n in 0..1_500 {
            fates.set(n, fate(n, if n % 3 == 0 { n } else { n - 1 }));
        }
        let mut changes = store.changes();
        fates.save(&store, &mut changes).unwrap();
        store.commit(changes).unwrap();
        let loaded = Fates::load(&store).unwrap();
        assert_eq!(loaded.all, fates.all);
        assert_eq!([0, 1, 2, 149].map(|n| loaded.leader(n)), [0, 0, 0, 147]);
        assert!(loaded.is_kept(3) && !loaded.is_kept(4));
    }

    #[test]
    fn only_what_changes_is_written() {
        let mut fates = Fates { all: (0..1_500).map(|n| fate(n, n)).collect(), ..Fates::default() };
        fates.set(700, fate(700, 700));
        assert!(fates.changed_blocks.is_empty());
        fates.set(700, fate(700, 3));
        assert_eq!(fates.changed_blocks, [1].into());
    }
}
