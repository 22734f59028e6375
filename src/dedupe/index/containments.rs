//! Which of the first documents of clusters contain others, all in memory during a run.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Key;
use super::sealed::damaged;
use super::store::{Changes, Store};
use super::tables::CONTAINED;
use crate::error::IndexProblem;
use crate::similarity::{ContainedPair, Overlap};

/// Pairs whose inner documents have the same number but for these bits are written together.
const BLOCK_BITS: u32 = 10;
const PAIR_BYTES: usize = 20;

/// The containments known, by inner and outer document.
#[derive(Debug, Default)]
pub(super) struct Containments {
    pairs: BTreeMap<(u32, u32), Overlap>,
    changed_blocks: BTreeSet<u32>,
}

impl Containments {
    /// Those of a store that knows so many documents.
    pub(super) fn load(store: &Store, n_documents: u32) -> Result<Self, IndexProblem> {
        let mut pairs = BTreeMap::new();
        for key in store.keys(block_key(0)..=block_key(u32::MAX)) {
            let block = store.get(key)?.ok_or_else(damaged)?;
            pairs.extend(block.as_chunks().0.iter().map(decode));
        }
        let are_known = pairs.keys().all(|&(inner, outer)| inner.max(outer) < n_documents);
        if are_known { Ok(Self { pairs, changed_blocks: BTreeSet::new() }) } else { Err(damaged()) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = ContainedPair> + '_ {
        self.pairs.iter().map(|(&(inner, outer), &overlap)| ContainedPair { inner, outer, overlap })
    }

    pub(super) fn remove(&mut self, inner: u32, outer: u32) {
        if self.pairs.remove(&(inner, outer)).is_some() {
            self.changed_blocks.insert(inner >> BLOCK_BITS);
        }
    }

    pub(super) fn insert(&mut self, pair: ContainedPair) {
        if self.pairs.insert((pair.inner, pair.outer), pair.overlap) != Some(pair.overlap) {
            self.changed_blocks.insert(pair.inner >> BLOCK_BITS);
        }
    }

    /// Writes what has changed.
    pub(super) fn save(&self, store: &Store, changes: &mut Changes) -> Result<(), IndexProblem> {
        for &block in &self.changed_blocks {
            let first = block << BLOCK_BITS;
            let last = first | ((1 << BLOCK_BITS) - 1);
            let pairs = self.pairs.range((first, 0)..=(last, u32::MAX));
            let bytes: Vec<u8> = pairs.flat_map(|(&pair, overlap)| encode(pair, overlap)).collect();
            store.put(changes, block_key(block), &bytes)?;
        }
        Ok(())
    }
}

fn block_key(block: u32) -> Key {
    Key { table: CONTAINED, number: block, place: 0 }
}

fn encode((inner, outer): (u32, u32), overlap: &Overlap) -> [u8; PAIR_BYTES] {
    let mut bytes = [0; PAIR_BYTES];
    let numbers = [inner, outer, overlap.n_shared, overlap.n_a, overlap.n_b];
    bytes.as_chunks_mut().0.iter_mut().zip(numbers).for_each(|(part, number)| *part = number.to_le_bytes());
    bytes
}

fn decode(bytes: &[u8; PAIR_BYTES]) -> ((u32, u32), Overlap) {
    let number = |idx: usize| u32::from_le_bytes(bytes.as_chunks().0[idx]);
    ((number(0), number(1)), Overlap { n_shared: number(2), n_a: number(3), n_b: number(4) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_and_only_what_changes_is_written() {
        let pair = |inner: u32| ContainedPair {
            inner,
            outer: inner / 2,
            overlap: Overlap { n_shared: 40, n_a: 41, n_b: 300 + inner },
        };
        let mut store = Store::create(tempfile::tempfile().unwrap()).unwrap();
        let mut known = Containments::default();
        (0..5_000).step_by(7).for_each(|inner| known.insert(pair(inner)));
        let mut changes = store.changes();
        known.save(&store, &mut changes).unwrap();
        store.commit(changes).unwrap();
        let mut loaded = Containments::load(&store, 5_000).unwrap();
        assert!(loaded.iter().eq((0..5_000).step_by(7).map(pair)));
        assert!(Containments::load(&store, 4_000).is_err());
        loaded.insert(pair(700));
        assert!(loaded.changed_blocks.is_empty());
        loaded.remove(2_100, 1_050);
        assert_eq!(loaded.changed_blocks, [2].into());
    }
}
