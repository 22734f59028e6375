//! One file of blobs by key, whole after any crash, and for one process at a time.
//!
//! A run writes its blobs where none lies that counts, then a directory of all blobs, and at last the one byte that says
//! which directory counts (shadow paging, Lorie 1977, "Physical integrity in a large segmented database"). A run that is
//! cut short has changed nothing that counts, and what it has written is overwritten by the next one.
//!
//! | bytes | what |
//! |---|---|
//! | from 0 | what the file is |
//! | 16 | which head counts |
//! | from 512, from 1024 | the heads: where the directory lies |
//! | from 4096 | blobs and directories, with gaps between them |
//!
//! All of it has checksums (XXH3), which are compared whenever something is read. So nothing is taken from a damaged file
//! but what was written, and no number of it is believed that could ask for memory without end.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::{Range, RangeInclusive};
use std::sync::{Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::directory::{Extent, Key, decode_directory, encode_directory};
use super::sealed::{damaged, sealed, unsealed};
use crate::error::IndexProblem;

const MAGIC: &[u8; 16] = b"textmill index\r\n";
const MARK_AT: u64 = 16;
/// Far from each other, so that no flipped bit makes one out of the other.
const MARKS: [u8; 2] = [0x55, 0xaa];
/// In sectors of their own, so that no write that is cut short touches both.
const HEADS_AT: [u64; 2] = [512, 1024];
/// A checksum and an extent.
const HEAD_BYTES: u64 = 32;
const FIRST_BLOB_AT: u64 = 4096;

/// An open store, as it is on disk.
#[derive(Debug)]
pub(super) struct Store {
    file: Mutex<File>,
    head_idx: usize,
    directory: Extent,
    blobs: BTreeMap<Key, Extent>,
}

/// What will be in the store once it is committed.
#[derive(Debug)]
pub(super) struct Changes {
    blobs: BTreeMap<Key, Extent>,
    /// Where nothing lies that counts, the first one last. The least one at the front has no end.
    gaps: Vec<Range<u64>>,
}

impl Store {
    /// Makes an empty store of an empty file.
    pub(super) fn create(file: File) -> Result<Self, IndexProblem> {
        let blobs = BTreeMap::new();
        let mut store = Self { file: Mutex::new(file), head_idx: 1, directory: Extent::default(), blobs };
        store.write(0, MAGIC)?;
        store.file().set_len(FIRST_BLOB_AT).map_err(IndexProblem::Failed)?;
        let changes = store.changes();
        store.commit(changes)?;
        Ok(store)
    }

    /// Opens a store, which nobody else can until it is dropped.
    pub(super) fn open(file: File) -> Result<Self, IndexProblem> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(IndexProblem::Busy),
            Err(TryLockError::Error(error)) => return Err(IndexProblem::Failed(error)),
        }
        let n_bytes = file.metadata().map_err(IndexProblem::Failed)?.len();
        let mut store =
            Self { file: Mutex::new(file), head_idx: 0, directory: Extent::default(), blobs: BTreeMap::new() };
        let magic_bytes = n_bytes.min(MAGIC.len() as u64);
        if store.read(0, magic_bytes)? != MAGIC {
            return Err(IndexProblem::Foreign);
        }
        if n_bytes < FIRST_BLOB_AT {
            return Err(cut_off());
        }
        let mark = store.read(MARK_AT, 1)?;
        store.head_idx = MARKS.iter().position(|known| mark == [*known]).ok_or_else(damaged)?;
        let head = store.read(HEADS_AT[store.head_idx], HEAD_BYTES)?;
        store.directory = Extent::decode(unsealed(&head, 0)?)?;
        Self::refuse_cut_off([&store.directory], n_bytes)?;
        store.blobs = decode_directory(&store.extent(store.directory)?)?;
        Self::refuse_cut_off(store.blobs.values(), n_bytes)?;
        Ok(store)
    }

    /// A blob, if there is one by this key.
    pub(super) fn get(&self, key: Key) -> Result<Option<Vec<u8>>, IndexProblem> {
        self.blobs.get(&key).map(|&extent| self.extent(extent)).transpose()
    }

    /// Some bytes of a blob, unchecked.
    pub(super) fn part(&self, key: Key, bytes: Range<u64>) -> Result<Vec<u8>, IndexProblem> {
        let extent = self.blobs.get(&key).filter(|extent| bytes.end <= extent.n_bytes).ok_or_else(damaged)?;
        self.read(extent.at + bytes.start, bytes.end.checked_sub(bytes.start).ok_or_else(damaged)?)
    }

    /// The keys between these, ascending.
    pub(super) fn keys(&self, keys: RangeInclusive<Key>) -> impl DoubleEndedIterator<Item = Key> + '_ {
        self.blobs.range(keys).map(|(&key, _)| key)
    }

    /// Begins to change the store.
    pub(super) fn changes(&self) -> Changes {
        let mut taken: Vec<Range<u64>> =
            self.blobs.values().chain([&self.directory]).filter_map(Extent::range).collect();
        taken.sort_unstable_by_key(|range| range.start);
        let mut gaps = Vec::new();
        let mut end = FIRST_BLOB_AT;
        for range in taken {
            if range.start > end {
                gaps.push(end..range.start);
            }
            end = end.max(range.end);
        }
        gaps.push(end..u64::MAX);
        gaps.reverse();
        Changes { blobs: self.blobs.clone(), gaps }
    }

    /// Sets a blob, in place of the one by this key if there is one.
    pub(super) fn put(&self, changes: &mut Changes, key: Key, bytes: &[u8]) -> Result<(), IndexProblem> {
        let extent = self.add(changes, bytes)?;
        changes.blobs.insert(key, extent);
        Ok(())
    }

    /// Makes the changes count, on disk for good.
    pub(super) fn commit(&mut self, mut changes: Changes) -> Result<(), IndexProblem> {
        let directory = encode_directory(&changes.blobs);
        let directory = self.add(&mut changes, &directory)?;
        let head_idx = 1 - self.head_idx;
        self.write(HEADS_AT[head_idx], &sealed(&directory.encode(), 0))?;
        self.sync()?;
        self.write(MARK_AT, &[MARKS[head_idx]])?;
        self.sync()?;
        (self.head_idx, self.directory, self.blobs) = (head_idx, directory, changes.blobs);
        Ok(())
    }

    /// A copy that is not whole is the damage that happens.
    fn refuse_cut_off<'e>(extents: impl IntoIterator<Item = &'e Extent>, n_bytes: u64) -> Result<(), IndexProblem> {
        let is_whole = extents.into_iter().all(|extent| extent.range().is_some_and(|range| range.end <= n_bytes));
        if is_whole { Ok(()) } else { Err(cut_off()) }
    }

    fn add(&self, changes: &mut Changes, bytes: &[u8]) -> Result<Extent, IndexProblem> {
        let n_bytes = bytes.len() as u64;
        let extent = Extent { at: changes.allocate(n_bytes), n_bytes, sum: xxh3_64(bytes) };
        self.write(extent.at, bytes)?;
        Ok(extent)
    }

    fn extent(&self, extent: Extent) -> Result<Vec<u8>, IndexProblem> {
        let bytes = self.read(extent.at, extent.n_bytes)?;
        if xxh3_64(&bytes) == extent.sum { Ok(bytes) } else { Err(damaged()) }
    }

    fn read(&self, at: u64, n_bytes: u64) -> Result<Vec<u8>, IndexProblem> {
        let mut bytes = vec![0; usize::try_from(n_bytes).map_err(|_| damaged())?];
        let mut file = self.file();
        let done = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes));
        done.map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof { cut_off() } else { IndexProblem::Failed(error) }
        })?;
        Ok(bytes)
    }

    fn write(&self, at: u64, bytes: &[u8]) -> Result<(), IndexProblem> {
        let mut file = self.file();
        file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(bytes)).map_err(IndexProblem::Failed)
    }

    fn sync(&self) -> Result<(), IndexProblem> {
        self.file().sync_data().map_err(IndexProblem::Failed)
    }

    /// A panic while the file was locked leaves nothing behind but its position, which is set each time.
    fn file(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changes {
    /// Forgets a blob. Its place is not used before the next changes.
    pub(super) fn remove(&mut self, key: Key) {
        self.blobs.remove(&key);
    }

    /// The first gap that is not behind and large enough. What is left out of others is left to the next changes, so that
    /// many blobs in many gaps take no time.
    fn allocate(&mut self, n_bytes: u64) -> u64 {
        while self.gaps.len() > 1 && self.gaps.last().is_some_and(|gap| gap.end - gap.start < n_bytes) {
            self.gaps.pop();
        }
        let Some(gap) = self.gaps.last_mut() else { return FIRST_BLOB_AT };
        gap.start += n_bytes;
        gap.start - n_bytes
    }
}

fn cut_off() -> IndexProblem {
    IndexProblem::Damaged("its end is missing".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    fn key(number: u32) -> Key {
        Key { table: 1, number, place: 0 }
    }

    fn open(path: &Path) -> Result<Store, IndexProblem> {
        Store::open(File::options().read(true).write(true).open(path).unwrap())
    }

    type Contents = Vec<(u32, Vec<u8>)>;

    fn contents(store: &Store) -> Result<Contents, IndexProblem> {
        let keys: Vec<Key> = store.keys(key(0)..=key(u32::MAX)).collect();
        keys.into_iter().map(|key| Ok((key.number, store.get(key)?.ok_or_else(damaged)?))).collect()
    }

    /// The bytes of a file before and after a second round of changes, and what was in it.
    fn two_states(path: &Path) -> [(Vec<u8>, Contents); 2] {
        let mut store = Store::create(File::create_new(path).unwrap()).unwrap();
        drop(std::mem::replace(&mut store, open(path).unwrap()));
        [vec![(1, 700), (2, 1), (3, 5_000)], vec![(2, 900), (4, 60), (5, 0)]].map(|blobs| {
            let mut changes = store.changes();
            changes.remove(key(1));
            for (number, n_bytes) in blobs {
                store.put(&mut changes, key(number), &vec![number as u8; n_bytes]).unwrap();
            }
            store.commit(changes).unwrap();
            (fs::read(path).unwrap(), contents(&store).unwrap())
        })
    }

    #[test]
    fn blobs_come_back_and_places_are_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let [_, (_, last)] = two_states(&path);
        let sizes: Vec<(u32, usize)> = last.iter().map(|(number, bytes)| (*number, bytes.len())).collect();
        assert_eq!(sizes, [(2, 900), (3, 5_000), (4, 60), (5, 0)]);
        let mut store = open(&path).unwrap();
        assert_eq!(contents(&store).unwrap(), last);
        assert_eq!(store.get(key(1)).unwrap(), None);
        let n_bytes = fs::metadata(&path).unwrap().len();
        for round in 0..50 {
            let mut changes = store.changes();
            store.put(&mut changes, key(3), &vec![round; 5_000]).unwrap();
            store.commit(changes).unwrap();
        }
        assert!(fs::metadata(&path).unwrap().len() < n_bytes + 3 * 5_000);
    }

    #[test]
    fn one_process_at_a_time_has_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        two_states(&path);
        let first = open(&path).unwrap();
        assert!(matches!(open(&path), Err(IndexProblem::Busy)));
        drop(first);
        assert!(open(&path).is_ok());
    }

    #[test]
    fn after_any_flipped_bit_it_has_what_was_written_or_says_that_it_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let [_, (bytes, expected)] = two_states(&path);
        let mut n_refused = 0;
        for at in (0..bytes.len()).filter(|at| at % 7 == 0 || *at < 2_000 && at % 3 == 0) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(&path, &flipped).unwrap();
            match open(&path).and_then(|store| contents(&store)) {
                Ok(found) => assert_eq!(found, expected, "at {at}"),
                Err(IndexProblem::Damaged(_) | IndexProblem::Foreign) => n_refused += 1,
                Err(other) => panic!("at {at}: {other}"),
            }
        }
        assert!(n_refused > 100);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

        #[test]
        fn whatever_of_a_change_reached_the_disk_before_the_last_byte_the_old_state_counts(kept: Vec<bool>) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store");
            let [(old, expected), (new, _)] = two_states(&path);
            let mut torn = new.clone();
            torn[..old.len()].copy_from_slice(&old);
            let blocks = torn.chunks_mut(64).zip(new.chunks(64)).zip(kept.iter().cycle());
            blocks.filter(|(_, kept)| **kept).for_each(|((block, new), _)| block.copy_from_slice(new));
            torn[MARK_AT as usize] = old[MARK_AT as usize];
            fs::write(&path, &torn).unwrap();
            prop_assert_eq!(contents(&open(&path).unwrap()).unwrap(), expected);
        }

        #[test]
        fn no_bytes_make_it_panic(at in 0usize..6_000, noise: Vec<u8>, n_bytes in 0usize..8_000) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store");
            let [_, (mut bytes, expected)] = two_states(&path);
            bytes.iter_mut().skip(at).zip(noise).for_each(|(byte, noise)| *byte = noise);
            bytes.truncate(n_bytes.max(1));
            fs::write(&path, &bytes).unwrap();
            if let Ok(found) = open(&path).and_then(|store| contents(&store)) {
                prop_assert_eq!(found, expected);
            }
        }
    }
}
