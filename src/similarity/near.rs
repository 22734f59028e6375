//! The search for near-duplicates: bands propose, exact sets decide.
//!
//! Every pair of documents that agrees in a band is compared once, in the first band where it agrees. A *crowd*, a
//! bucket of more than [`CROWD`] documents (pages made from one template, say), would cost the square of its size.
//! There each document is compared with the bucket's leaders only: the first document, the first that is near none of
//! the leaders so far, and so on up to [`MAX_LEADERS`]. Clusters come out the same unless two documents of a crowd hang
//! together in it alone and by neither leader; of the pairs within a crowd only those with leaders are reported.

use std::collections::HashSet;

use rayon::prelude::*;

use super::loaded::{Sets, n_loadable, n_loadable_pairs};
use super::{BandKeys, Components, Overlap, SetLoader, ShingleSet, Threshold};

/// Buckets of more documents than this are crowds.
pub const CROWD: usize = 256;

/// With how many documents of a crowd the others are compared.
pub const MAX_LEADERS: usize = 64;

/// Pairs that may wait to be verified: 64 MiB of them.
const MAX_WAITING: usize = 8 << 20;

/// Two documents whose sets reach the threshold, the first before the second in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearPair {
    /// The first document.
    pub a: u32,
    /// The second document.
    pub b: u32,
    /// What their sets share.
    pub overlap: Overlap,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NearPairs {
    /// The pairs, ascending, each once.
    pub pairs: Vec<NearPair>,
    /// How many buckets were crowds.
    pub n_crowds: u64,
}

/// All pairs of documents in `keys` that agree in a band and reach `threshold`, but for pairs inside crowds.
///
/// Memory: the sets being compared, at most 256 MiB of them (or two sets, if these are larger), and the pairs found.
///
/// # Errors
///
/// The first error of `load`.
pub fn near_pairs<E: Send>(keys: &BandKeys, threshold: Threshold, load: &SetLoader<'_, E>) -> Result<NearPairs, E> {
    let mut search = Search {
        keys,
        threshold,
        load,
        linked: Components::new(keys.len() as u32),
        waiting: Vec::new(),
        crowded: vec![HashSet::new(); keys.n_bands()],
        found: NearPairs::default(),
    };
    for band in 0..keys.n_bands() {
        search.band(band)?;
    }
    search.verify_waiting()?;
    search.found.pairs.par_sort_unstable();
    search.found.pairs.dedup();
    Ok(search.found)
}

/// A search in progress. Its pairs are pairs of rows of `keys`.
struct Search<'k, E> {
    keys: &'k BandKeys,
    threshold: Threshold,
    load: &'k SetLoader<'k, E>,
    /// What the crowds so far, and the pairs verified so far, link.
    linked: Components,
    waiting: Vec<(u32, u32)>,
    /// The keys of crowds, by band.
    crowded: Vec<HashSet<u32>>,
    found: NearPairs,
}

impl<E: Send> Search<'_, E> {
    fn band(&mut self, band: usize) -> Result<(), E> {
        for bucket in self.keys.buckets(band) {
            if bucket.len() > CROWD {
                self.crowded[band].insert(self.keys.keys(bucket[0])[band]);
                self.found.n_crowds += 1;
                // What waits may link much of the crowd, which saves loading it.
                self.verify_waiting()?;
                self.crowd(&bucket)?;
                continue;
            }
            for (idx, &a) in bucket.iter().enumerate() {
                for &b in &bucket[idx + 1..] {
                    if !self.met_before(band, a, b) {
                        self.waiting.push((a, b));
                    }
                }
            }
            if self.waiting.len() >= MAX_WAITING {
                self.verify_waiting()?;
            }
        }
        Ok(())
    }

    /// Whether an earlier band has proposed the pair. A crowd proposes only some of its pairs, so it does not count.
    fn met_before(&self, band: usize, a: u32, b: u32) -> bool {
        let both = self.keys.keys(a).iter().zip(self.keys.keys(b)).zip(&self.crowded);
        both.take(band).any(|((a, b), crowded)| a == b && !crowded.contains(a))
    }

    fn verify_waiting(&mut self) -> Result<(), E> {
        let mut waiting = std::mem::take(&mut self.waiting);
        // Neighbours in the list share documents then, so that each is loaded few times.
        waiting.par_sort_unstable();
        let mut rest = &waiting[..];
        while !rest.is_empty() {
            let (block, later) = rest.split_at(n_loadable_pairs(rest, |row| self.keys.n_shingles(row)));
            let sets = Sets::load(block, &|row| (self.load)(self.keys.document(row)))?;
            let reaching =
                |&(a, b): &(u32, u32)| Some((a, b, Overlap::reaching(self.threshold, sets.get(a), sets.get(b))?));
            let near: Vec<(u32, u32, Overlap)> = block.par_iter().filter_map(reaching).collect();
            near.into_iter().for_each(|(a, b, overlap)| self.link(a, b, overlap));
            rest = later;
        }
        waiting.clear();
        self.waiting = waiting;
        Ok(())
    }

    /// Compares the members of a crowd with its leaders. Of those that are linked already only the first is loaded, so
    /// that a template costs its first band one look at each page, and later bands next to nothing.
    fn crowd(&mut self, bucket: &[u32]) -> Result<(), E> {
        let mut known = HashSet::new();
        let heads: Vec<u32> = bucket.iter().copied().filter(|&row| known.insert(self.linked.first(row))).collect();
        let mut leaders: Vec<(u32, ShingleSet)> = Vec::new();
        let mut rest = &heads[..];
        while !rest.is_empty() {
            let n_shingles = rest.iter().map(|&row| u64::from(self.keys.n_shingles(row)));
            let (block, later) = rest.split_at(n_loadable(n_shingles));
            rest = later;
            let load = |&row: &u32| Ok((row, (self.load)(self.keys.document(row))?));
            let mut open: Vec<(u32, ShingleSet)> = block.par_iter().map(load).collect::<Result<_, E>>()?;
            for idx in 0..MAX_LEADERS {
                if idx == leaders.len() {
                    if open.is_empty() {
                        break;
                    }
                    leaders.push(open.remove(0));
                }
                open = self.follow(&leaders[idx], open);
            }
        }
        Ok(())
    }

    /// Links those of `open` that are near the leader, and gives back the others.
    fn follow(&mut self, leader: &(u32, ShingleSet), open: Vec<(u32, ShingleSet)>) -> Vec<(u32, ShingleSet)> {
        let threshold = self.threshold;
        let overlaps: Vec<Option<Overlap>> =
            open.par_iter().map(|(_, set)| Overlap::reaching(threshold, &leader.1, set)).collect();
        let mut rest = Vec::new();
        for ((row, set), overlap) in open.into_iter().zip(overlaps) {
            match overlap {
                Some(overlap) => self.link(leader.0, row, overlap),
                None => rest.push((row, set)),
            }
        }
        rest
    }

    fn link(&mut self, a: u32, b: u32, overlap: Overlap) {
        self.linked.join(a, b);
        let (a, b) = (self.keys.document(a), self.keys.document(b));
        self.found.pairs.push(NearPair { a, b, overlap });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::similarity::{Banding, Sketcher};

    fn threshold(value: f64) -> Threshold {
        Threshold::new(value).unwrap()
    }

    /// Hashes of `numbers`, as far from each other as those of real shingles.
    fn set(numbers: impl Iterator<Item = u64>) -> ShingleSet {
        ShingleSet::from_hashes(numbers.map(|n| xxhash_rust::xxh3::xxh3_64(&n.to_le_bytes())).collect())
    }

    fn keys_of(sets: &[ShingleSet], threshold: Threshold) -> BandKeys {
        let banding = Banding::for_threshold(threshold);
        let mut sketcher = Sketcher::new(banding);
        let mut keys = BandKeys::new(banding.n_bands);
        for (document, set) in (0..).zip(sets) {
            keys.push(document, set.len(), &sketcher.band_keys(set.hashes()));
        }
        keys
    }

    /// What the search finds, and how many sets it loads.
    fn search(sets: &[ShingleSet], threshold: Threshold) -> (NearPairs, usize) {
        let n_loads = AtomicUsize::new(0);
        let load = |document: u32| {
            n_loads.fetch_add(1, Ordering::Relaxed);
            Ok::<_, ()>(sets[document as usize].clone())
        };
        let found = near_pairs(&keys_of(sets, threshold), threshold, &load).unwrap();
        (found, n_loads.into_inner())
    }

    fn all_pairs(sets: &[ShingleSet], threshold: Threshold) -> Vec<NearPair> {
        let mut pairs = Vec::new();
        for b in 0..sets.len() {
            for a in 0..b {
                let overlap = Overlap::of(&sets[a], &sets[b]);
                if overlap.reaches(threshold) {
                    pairs.push(NearPair { a: a as u32, b: b as u32, overlap });
                }
            }
        }
        pairs.sort_unstable();
        pairs
    }

    #[track_caller]
    fn check(value: f64) {
        // Windows of many lengths and places over the same numbers: every Jaccard from 0 to 1 occurs.
        let windows = (0..170u64).map(|i| (i * 37 % 70, 5 + i * 7 % 91));
        let sets: Vec<ShingleSet> = windows.map(|(start, len)| set(start..start + len)).collect();
        let expected = all_pairs(&sets, threshold(value));
        assert!(expected.len() > 30, "the case must have pairs to find");
        assert_eq!(search(&sets, threshold(value)).0, NearPairs { pairs: expected, n_crowds: 0 }, "at {value}");
    }

    #[test]
    fn the_search_finds_what_a_look_at_all_pairs_finds() {
        [0.1, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9].into_iter().for_each(check);
    }

    #[test]
    fn a_crowd_costs_each_member_one_look() {
        const N: u64 = 1_000;
        let sets: Vec<ShingleSet> = (0..N).map(|own| set((0..200).chain([1_000 + own]))).collect();
        let (found, n_loads) = search(&sets, threshold(0.8));
        assert_eq!(found.pairs.len() as u64, N - 1);
        assert!(found.pairs.iter().all(|pair| pair.a == 0), "the first document leads");
        assert!(found.n_crowds > 0);
        // Once in the first crowd, and little more: what it links, later bands do not look at again.
        assert!((n_loads as u64) < 2 * N, "{n_loads} loads of {N} sets");
    }

    #[test]
    fn a_crowd_of_strangers_is_bounded_and_links_nothing_wrongly() {
        // One shingle in twenty is the same: enough for a bucket at a low threshold, too little to be near.
        let sets: Vec<ShingleSet> = (0..300u64).map(|own| set((0..1).chain(own * 19 + 1..own * 19 + 20))).collect();
        let (found, n_loads) = search(&sets, threshold(0.1));
        assert!(found.pairs.is_empty());
        assert!(found.n_crowds < 88 && n_loads < 88 * 300, "{} crowds, {n_loads} loads", found.n_crowds);
    }

    #[test]
    fn an_error_of_loading_comes_through() {
        let sets = [set(0..10), set(0..10)];
        let keys = keys_of(&sets, Threshold::default());
        assert_eq!(near_pairs(&keys, Threshold::default(), &|_| Err("gone")), Err("gone"));
    }
}
