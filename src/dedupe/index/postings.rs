//! Which documents have a key: sorted entries in segments, one added by each run.
//!
//! New keys fall everywhere among the old ones. Put in their places they would change nearly every page of the store; so
//! they make a segment of their own, which is merged with those before it that are no more than twice its size
//! (a log-structured merge, O'Neil and others 1996). Each entry is rewritten as often as the index doubles, and a lookup
//! goes through as many segments. A segment lies in blocks, and only blocks that may have a wanted key are read.

use std::collections::BTreeMap;

use redb::{Error, ReadOnlyTable, ReadTransaction, ReadableTable, TableDefinition, TableError, WriteTransaction};

use super::sealed::{sealed, unsealed};
use crate::similarity::entry;

/// By segment, band and first entry.
const BLOCKS: TableDefinition<(u32, u16, u64), &[u8]> = TableDefinition::new("postings");
/// By segment, how many entries it has.
const SEGMENTS: TableDefinition<u32, u64> = TableDefinition::new("segments");

type BlockTable = ReadOnlyTable<(u32, u16, u64), &'static [u8]>;

/// Entries in a block: with what the store adds they fill four pages.
const BLOCK_ENTRIES: usize = 2_000;

/// A segment is merged with the one before it if that has at most so many times its entries.
const MERGED_RATIO: u64 = 2;

/// The postings as they were when reading began.
pub(super) struct Postings {
    blocks: Option<BlockTable>,
    segments: Vec<u32>,
}

impl Postings {
    pub(super) fn of(reading: &ReadTransaction) -> Result<Self, Error> {
        let segments = match reading.open_table(SEGMENTS) {
            Ok(table) => table.iter()?.map(|row| Ok(row?.0.value())).collect::<Result<_, Error>>()?,
            Err(TableError::TableDoesNotExist(_)) => return Ok(Self { blocks: None, segments: Vec::new() }),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { blocks: Some(reading.open_table(BLOCKS)?), segments })
    }

    /// The entries of one band that have one of `keys`, ascending. `keys` ascend, each once.
    pub(super) fn entries(&self, band: u16, keys: &[u32]) -> Result<Vec<u64>, Error> {
        let mut found = Vec::new();
        if let Some(blocks) = &self.blocks {
            for &segment in &self.segments {
                Cursor { blocks, segment, band, entries: Vec::new() }.push_entries(keys, &mut found)?;
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// A place in one band of a segment, that only moves forward.
struct Cursor<'b> {
    blocks: &'b BlockTable,
    segment: u32,
    band: u16,
    /// Of the block it stands in.
    entries: Vec<u64>,
}

impl Cursor<'_> {
    fn push_entries(&mut self, keys: &[u32], found: &mut Vec<u64>) -> Result<(), Error> {
        for &key in keys {
            let (mut first, last) = (entry(key, 0), entry(key, u32::MAX));
            if self.entries.last().is_none_or(|&end| end < first) && !self.seek(first)? {
                return Ok(());
            }
            loop {
                let start = self.entries.partition_point(|&entry| entry < first);
                let own = self.entries[start..].iter().take_while(|&&entry| entry <= last);
                found.extend(own);
                let Some(&end) = self.entries.last().filter(|&&end| end < last) else { break };
                first = first.max(end + 1);
                // The key may go on in the next block.
                if !self.advance(end, last)? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Goes to the block in which `wanted` would be, or the first one behind it; says whether there is one.
    fn seek(&mut self, wanted: u64) -> Result<bool, Error> {
        let (start, end) = ((self.segment, self.band, 0), (self.segment, self.band, u64::MAX));
        let here = (self.segment, self.band, wanted);
        let before = self.blocks.range(start..=here)?.next_back();
        let Some(row) = before.or_else(|| self.blocks.range(here..=end).ok()?.next()) else { return Ok(false) };
        decode(row?.1.value(), &mut self.entries)?;
        Ok(true)
    }

    /// Goes to the next block, if it begins at `last` or before.
    fn advance(&mut self, end: u64, last: u64) -> Result<bool, Error> {
        let next = (self.segment, self.band, end + 1)..=(self.segment, self.band, last);
        let Some(row) = self.blocks.range(next)?.next() else { return Ok(false) };
        decode(row?.1.value(), &mut self.entries)?;
        Ok(true)
    }
}

/// Adds a segment with these entries by band, in any order, and merges it with those that it has grown up to.
pub(super) fn add(writing: &WriteTransaction, mut bands: BTreeMap<u16, Vec<u64>>) -> Result<(), Error> {
    let mut segments = writing.open_table(SEGMENTS)?;
    let mut blocks = writing.open_table(BLOCKS)?;
    let old: Vec<(u32, u64)> =
        segments.iter()?.map(|row| row.map(|row| (row.0.value(), row.1.value()))).collect::<Result<_, _>>()?;
    let number = old.last().map_or(0, |&(last, _)| last + 1);
    let mut n_entries: u64 = bands.values().map(|entries| entries.len() as u64).sum();
    if n_entries == 0 {
        return Ok(());
    }
    for &(segment, n_old) in old.iter().rev() {
        if n_old > MERGED_RATIO * n_entries {
            break;
        }
        n_entries += n_old;
        segments.remove(segment)?;
        let all = (segment, 0, 0)..=(segment, u16::MAX, u64::MAX);
        for row in blocks.extract_from_if(all, |_, _| true)? {
            let (place, block) = row?;
            let mut entries = Vec::new();
            decode(block.value(), &mut entries)?;
            bands.entry(place.value().1).or_default().append(&mut entries);
        }
    }
    for (&band, entries) in &mut bands {
        entries.sort_unstable();
        for block in entries.chunks(BLOCK_ENTRIES) {
            let bytes: Vec<u8> = block.iter().flat_map(|entry| entry.to_le_bytes()).collect();
            blocks.insert((number, band, block[0]), &*sealed(&bytes))?;
        }
    }
    segments.insert(number, n_entries)?;
    Ok(())
}

fn decode(block: &[u8], entries: &mut Vec<u64>) -> Result<(), Error> {
    let (numbers, _) = unsealed(block)?.as_chunks();
    entries.clear();
    entries.extend(numbers.iter().map(|number| u64::from_le_bytes(*number)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use redb::{Database, ReadableDatabase, backends::InMemoryBackend};

    use super::*;

    fn found(parts: &[Vec<(u8, u16)>], copies: u32, keys: &[u32]) -> Vec<u64> {
        let database = Database::builder().create_with_backend(InMemoryBackend::new()).unwrap();
        for part in parts {
            let writing = database.begin_write().unwrap();
            let entries = part.iter().flat_map(|&(key, document)| {
                (0..copies).map(move |copy| entry(key.into(), u32::from(document) * copies + copy))
            });
            add(&writing, [(0, vec![entry(7, 7)]), (1, entries.collect())].into()).unwrap();
            writing.commit().unwrap();
        }
        Postings::of(&database.begin_read().unwrap()).unwrap().entries(1, keys).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

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
