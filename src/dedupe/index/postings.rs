//! Which documents have a key: sorted entries in segments, one added by each run.
//!
//! New keys fall everywhere among the old ones. Put in their places they would change nearly every page of the store; so
//! they make a segment of their own, which is merged with those before it that are no more than twice its size
//! (a log-structured merge, O'Neil and others 1996). Each entry is rewritten as often as the index doubles, and a lookup
//! goes through as many segments. A segment lies in blocks, and only blocks that may have a wanted key are read.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, binary_heap::PeekMut};

use super::directory::Key;
use super::sealed::damaged;
use super::store::{Changes, Store};
use super::tables::{POSTINGS, SEGMENTS};
use crate::error::IndexProblem;
use crate::similarity::entry;

/// Entries in a block.
const BLOCK_ENTRIES: usize = 2_000;

/// A segment is merged with the one before it if that has at most so many times its entries.
const MERGED_RATIO: u64 = 2;

/// The postings of a store.
pub(super) struct Postings<'s> {
    store: &'s Store,
    segments: Vec<Segment>,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    number: u32,
    n_entries: u64,
    /// One more than its last band.
    n_bands: u16,
}

impl<'s> Postings<'s> {
    pub(super) fn of(store: &'s Store) -> Result<Self, IndexProblem> {
        let segments = store.keys(segment_key(0)..=segment_key(u32::MAX)).map(|key| {
            let bytes = store.get(key)?.ok_or_else(damaged)?;
            Segment::decode(key.number, &bytes).ok_or_else(damaged)
        });
        Ok(Self { store, segments: segments.collect::<Result<_, _>>()? })
    }

    /// The entries of one band that have one of `keys`, ascending. `keys` ascend, each once.
    pub(super) fn entries(&self, band: u16, keys: &[u32]) -> Result<Vec<u64>, IndexProblem> {
        let mut found = Vec::new();
        for segment in &self.segments {
            self.push_entries(*segment, band, keys, &mut found)?;
        }
        found.sort_unstable();
        Ok(found)
    }

    fn push_entries(
        &self,
        segment: Segment,
        band: u16,
        mut keys: &[u32],
        found: &mut Vec<u64>,
    ) -> Result<(), IndexProblem> {
        let places: Vec<Key> = self.blocks(segment, band).collect();
        for (idx, &place) in places.iter().enumerate() {
            // What may be in this block are the keys from its first entry to that of the next one.
            let next = places.get(idx + 1).map_or(u32::MAX, |next| upper(next.place));
            keys = &keys[keys.partition_point(|&key| key < upper(place.place))..];
            let own = &keys[..keys.partition_point(|&key| key <= next)];
            if own.is_empty() {
                continue;
            }
            let mut rest = &self.block(place)?[..];
            for &key in own {
                rest = &rest[rest.partition_point(|&there| there < entry(key, 0))..];
                found.extend(rest.iter().take_while(|&&there| upper(there) == key));
            }
        }
        Ok(())
    }

    /// The blocks of one band, by their first entries.
    fn blocks(&self, segment: Segment, band: u16) -> impl Iterator<Item = Key> + use<'s> {
        self.store.keys(block_key(segment.number, band, 0)..=block_key(segment.number, band, u64::MAX))
    }

    fn block(&self, place: Key) -> Result<Vec<u64>, IndexProblem> {
        let bytes = self.store.get(place)?.ok_or_else(damaged)?;
        Ok(bytes.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number)).collect())
    }

    /// All entries of one band of a segment, ascending.
    fn all_entries(&self, segment: Segment, band: u16) -> Entries<'_> {
        Box::new(self.blocks(segment, band).flat_map(|place| match self.block(place) {
            Ok(entries) => entries.into_iter().map(Ok).collect(),
            Err(problem) => vec![Err(problem)],
        }))
    }
}

impl Segment {
    fn encode(self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.n_entries.to_le_bytes());
        bytes[8..].copy_from_slice(&self.n_bands.to_le_bytes());
        bytes
    }

    fn decode(number: u32, bytes: &[u8]) -> Option<Self> {
        let (n_entries, rest) = bytes.split_first_chunk()?;
        let n_bands = u16::from_le_bytes(*rest.first_chunk()?).min(u16::MAX - POSTINGS);
        Some(Self { number, n_entries: u64::from_le_bytes(*n_entries), n_bands })
    }
}

type Entries<'e> = Box<dyn Iterator<Item = Result<u64, IndexProblem>> + 'e>;

/// Adds a segment with the entries that `new` has by band, ascending, and merges it with those that it has grown up to.
/// Memory: the new entries of one band.
pub(super) fn add(
    store: &Store,
    changes: &mut Changes,
    n_bands: u16,
    new: impl Fn(u16) -> Vec<u64>,
) -> Result<(), IndexProblem> {
    let postings = Postings::of(store)?;
    let n_entries: u64 = (0..n_bands).map(|band| new(band).len() as u64).sum();
    if n_entries == 0 {
        return Ok(());
    }
    let number = postings.segments.last().map_or(0, |last| last.number + 1);
    let mut whole = Segment { number, n_entries, n_bands };
    let mut grown = Vec::new();
    for &segment in postings.segments.iter().rev() {
        if segment.n_entries > MERGED_RATIO * whole.n_entries {
            break;
        }
        whole.n_entries += segment.n_entries;
        whole.n_bands = whole.n_bands.max(segment.n_bands);
        changes.remove(segment_key(segment.number));
        grown.push(segment);
    }
    for band in 0..whole.n_bands {
        let own: Entries<'_> = Box::new(new(band).into_iter().map(Ok));
        let parts = grown.iter().map(|&segment| postings.all_entries(segment, band)).chain([own]).collect();
        put_merged(store, changes, |first| block_key(number, band, first), parts)?;
        let old = grown.iter().flat_map(|&segment| postings.blocks(segment, band));
        old.for_each(|place| changes.remove(place));
    }
    store.put(changes, segment_key(number), &whole.encode())
}

/// Writes ascending entries as one sequence, in blocks that have a key by their first entry.
fn put_merged(
    store: &Store,
    changes: &mut Changes,
    key: impl Fn(u64) -> Key,
    mut parts: Vec<Entries<'_>>,
) -> Result<(), IndexProblem> {
    let mut heads = BinaryHeap::with_capacity(parts.len());
    for (idx, part) in parts.iter_mut().enumerate() {
        if let Some(entry) = part.next() {
            heads.push(Reverse((entry?, idx)));
        }
    }
    let mut block = Vec::with_capacity(BLOCK_ENTRIES);
    while let Some(mut head) = heads.peek_mut() {
        let Reverse((entry, idx)) = *head;
        block.push(entry);
        match parts[idx].next() {
            Some(next) => *head = Reverse((next?, idx)),
            None => _ = PeekMut::pop(head),
        }
        if block.len() == BLOCK_ENTRIES {
            store.put(changes, key(block[0]), &encode(&block))?;
            block.clear();
        }
    }
    block.first().map_or(Ok(()), |&first| store.put(changes, key(first), &encode(&block)))
}

fn encode(entries: &[u64]) -> Vec<u8> {
    entries.iter().flat_map(|entry| entry.to_le_bytes()).collect()
}

fn segment_key(segment: u32) -> Key {
    Key { table: SEGMENTS, number: segment, place: 0 }
}

fn block_key(segment: u32, band: u16, first: u64) -> Key {
    Key { table: POSTINGS + band, number: segment, place: first }
}

fn upper(entry: u64) -> u32 {
    (entry >> u32::BITS) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    fn found(parts: &[Vec<(u8, u16)>], copies: u32, keys: &[u32]) -> Vec<u64> {
        let mut store = Store::create(tempfile::tempfile().unwrap()).unwrap();
        for part in parts {
            let mut changes = store.changes();
            let entries = |band| {
                let entries = part.iter().flat_map(|&(key, document)| {
                    (0..copies).map(move |copy| entry(key.into(), u32::from(document) * copies + copy))
                });
                let entries: BTreeSet<u64> = entries.collect();
                if band == 0 { vec![entry(7, 7)] } else { entries.into_iter().collect() }
            };
            add(&store, &mut changes, 2, entries).unwrap();
            store.commit(changes).unwrap();
        }
        Postings::of(&store).unwrap().entries(1, keys).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 8))]

        #[test]
        fn lookups_find_what_was_added_however_it_came(
            parts in prop::collection::vec(prop::collection::vec((0u8..20, 0u16..50), 0..40), 0..6),
            copies in prop::sample::select(vec![1, 300]),
            keys in prop::collection::btree_set(0u32..25, 0..8),
        ) {
            let keys: Vec<u32> = keys.into_iter().collect();
            let mut expected: Vec<u64> = parts
                .concat()
                .into_iter()
                .filter(|&(key, _)| keys.contains(&key.into()))
                .flat_map(|(key, document)| {
                    (0..copies).map(move |copy| entry(key.into(), u32::from(document) * copies + copy))
                })
                .collect();
            expected.sort_unstable();
            let mut found = found(&parts, copies, &keys);
            found.dedup();
            expected.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
