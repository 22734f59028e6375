//! Buckets: documents with an equal key, out of sorted runs that may lie in memory or on disk.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Entries of [`BandKeys::sorted`](super::BandKeys::sorted), ascending.
pub type Run<'r, E> = Box<dyn Iterator<Item = Result<u64, E>> + 'r>;

/// Calls `take` with each set of two or more documents that `runs` have under one key; documents ascend, each once.
/// Documents that `is_wanted` says no to are left out. Cost: a step of a heap for each entry, if there are several runs.
///
/// # Errors
///
/// The first error of a run or of `take`.
pub fn for_each_bucket<E>(
    mut runs: Vec<Run<'_, E>>,
    is_wanted: impl Fn(u32) -> bool,
    mut take: impl FnMut(&[u32]) -> Result<(), E>,
) -> Result<(), E> {
    let mut heads = BinaryHeap::with_capacity(runs.len());
    for (idx, run) in runs.iter_mut().enumerate() {
        if let Some(entry) = run.next() {
            heads.push(Reverse((entry?, idx)));
        }
    }
    let (mut key, mut bucket) = (0, Vec::new());
    let mut close = |bucket: &mut Vec<u32>| {
        let taken = if bucket.len() > 1 { take(bucket) } else { Ok(()) };
        bucket.clear();
        taken
    };
    while let Some(Reverse((mut entry, idx))) = heads.pop() {
        let next_head = heads.peek().map_or(u64::MAX, |Reverse((entry, _))| *entry);
        // A run is drawn from as long as it is the least, without the heap.
        loop {
            let (entry_key, document) = ((entry >> 32) as u32, entry as u32);
            if entry_key != key {
                close(&mut bucket)?;
                key = entry_key;
            }
            if is_wanted(document) && bucket.last() != Some(&document) {
                bucket.push(document);
            }
            match runs[idx].next() {
                Some(next) => entry = next?,
                None => break,
            }
            if entry > next_head {
                heads.push(Reverse((entry, idx)));
                break;
            }
        }
    }
    close(&mut bucket)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::similarity::band_keys::entry;

    fn buckets(runs: &[Vec<u64>], is_wanted: impl Fn(u32) -> bool) -> Vec<Vec<u32>> {
        let runs = runs.iter().map(|run| Box::new(run.iter().copied().map(Ok::<_, ()>)) as Run<'_, ()>).collect();
        let mut buckets = Vec::new();
        let take = |bucket: &[u32]| {
            buckets.push(bucket.to_vec());
            Ok(())
        };
        for_each_bucket(runs, is_wanted, take).unwrap();
        buckets
    }

    #[test]
    fn equal_keys_make_a_bucket_across_runs() {
        let runs = [vec![entry(0, 1), entry(5, 1), entry(5, 4)], vec![entry(0, 7), entry(5, 3), entry(9, 9)], vec![]];
        assert_eq!(buckets(&runs, |_| true), [vec![1, 7], vec![1, 3, 4]]);
        assert_eq!(buckets(&runs, |document| document != 1), [vec![3, 4]]);
    }

    #[test]
    fn an_error_of_a_run_comes_through() {
        let run: Run<'_, &str> = Box::new([Ok(1), Err("gone")].into_iter());
        assert_eq!(for_each_bucket(vec![run], |_| true, |_| Ok(())), Err("gone"));
    }

    proptest! {
        #[test]
        fn how_entries_are_cut_into_runs_makes_no_difference(entries: Vec<(u8, u8)>, n_runs in 1usize..5) {
            let entry = |&(key, document): &(u8, u8)| entry(u32::from(key % 8), u32::from(document));
            let mut all: Vec<u64> = entries.iter().map(entry).collect();
            let mut runs = vec![Vec::new(); n_runs];
            all.iter().enumerate().for_each(|(idx, &entry)| runs[idx % n_runs].push(entry));
            all.sort_unstable();
            runs.iter_mut().for_each(|run| run.sort_unstable());
            prop_assert_eq!(buckets(&runs, |_| true), buckets(&[all], |_| true));
        }
    }
}
