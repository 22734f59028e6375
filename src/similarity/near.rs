//! The search for near-duplicates: bands propose, exact sets decide.
//!
//! Pairs of documents that agree in a band are compared. A *crowd*, a bucket of more than [`CROWD`] documents (pages made
//! from one template, say), would cost the square of its size. Crowds that share documents are thrown together and
//! searched by an exact join, which compares only what can be near. So no pair is lost to a crowd; but where only
//! clusters are wanted ([`Wanted::Links`]), of the pairs within a crowd only enough to connect them are looked for.

use std::collections::HashMap;

use rayon::prelude::*;

use super::buckets::for_each_bucket;
use super::loaded::{Sets, n_loadable_pairs};
use super::{Components, Documents, Overlap, Run, ShingleSet, Threshold, Wanted, join};

/// Buckets of more documents than this are crowds.
pub const CROWD: usize = 256;

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
    /// How many documents were members of crowds.
    pub n_crowded: u64,
}

/// Where the entries of bands are.
pub trait Bands: Sync {
    /// What may go wrong.
    type Error: Send;

    /// How many bands there are.
    fn n_bands(&self) -> usize;

    /// The sorted runs of one band.
    ///
    /// # Errors
    ///
    /// If they cannot be had.
    fn runs(&self, band: usize) -> Result<Vec<Run<'_, Self::Error>>, Self::Error>;
}

/// The pairs of documents that agree in a band of `bands` and reach `threshold`, among those that `is_wanted` says yes to.
///
/// Memory: one band for each thread, the candidates of a few bands, at most 64 MiB of sets (more where two sets are
/// larger, and all sets of those crowds that hang together), and the pairs found.
///
/// # Errors
///
/// The first error of `bands` or `documents`.
pub fn near_pairs<D: Documents>(
    bands: &impl Bands<Error = D::Error>,
    is_wanted: impl Fn(u32) -> bool + Sync,
    threshold: Threshold,
    wanted: Wanted,
    documents: &D,
) -> Result<NearPairs, D::Error> {
    let mut search = Search { threshold, documents, waiting: Vec::new(), crowds: Crowds::default(), pairs: Vec::new() };
    let n_at_once = rayon::current_num_threads().max(1);
    let all_bands: Vec<usize> = (0..bands.n_bands()).collect();
    for some in all_bands.chunks(n_at_once) {
        let proposals: Vec<Proposals> =
            some.par_iter().map(|&band| Proposals::of(bands.runs(band)?, &is_wanted)).collect::<Result<_, _>>()?;
        proposals.into_iter().for_each(|proposals| search.take(proposals));
        if search.waiting.len() >= MAX_WAITING {
            search.settle_waiting()?;
        }
    }
    search.verify_waiting()?;
    search.join_crowds(wanted)?;
    search.pairs.par_sort_unstable();
    search.pairs.dedup();
    let n_crowded = search.crowds.members.len() as u64;
    Ok(NearPairs { pairs: search.pairs, n_crowded })
}

/// What one band proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Pairs to be compared: the first document in the upper half of a number, the later in the lower.
    pub pairs: Vec<u64>,
    /// Buckets of more than [`CROWD`] documents, which ascend.
    pub crowds: Vec<Vec<u32>>,
}

impl Proposals {
    /// What a band proposes whose entries are in `runs`, among the documents that `is_wanted` says yes to.
    ///
    /// # Errors
    ///
    /// The first error of a run.
    pub fn of<E>(runs: Vec<Run<'_, E>>, is_wanted: impl Fn(u32) -> bool) -> Result<Self, E> {
        let mut proposals = Self::default();
        for_each_bucket(runs, is_wanted, |bucket| {
            if bucket.len() > CROWD {
                proposals.crowds.push(bucket.to_vec());
                return Ok(());
            }
            for (idx, &a) in bucket.iter().enumerate() {
                proposals.pairs.extend(bucket[idx + 1..].iter().map(|&b| u64::from(a) << 32 | u64::from(b)));
            }
            Ok(())
        })?;
        Ok(proposals)
    }
}

/// A search in progress.
struct Search<'s, D> {
    threshold: Threshold,
    documents: &'s D,
    /// The documents of each candidate pair in one number, so that sorting is quick.
    waiting: Vec<u64>,
    crowds: Crowds,
    pairs: Vec<NearPair>,
}

impl<D: Documents> Search<'_, D> {
    fn take(&mut self, proposals: Proposals) {
        self.waiting.extend(proposals.pairs);
        proposals.crowds.iter().for_each(|crowd| self.crowds.add(crowd));
    }

    /// Makes room: a pair is proposed by many bands, and what is left then is verified.
    fn settle_waiting(&mut self) -> Result<(), D::Error> {
        self.waiting.par_sort_unstable();
        self.waiting.dedup();
        if self.waiting.len() >= MAX_WAITING / 2 { self.verify_waiting() } else { Ok(()) }
    }

    fn verify_waiting(&mut self) -> Result<(), D::Error> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.par_sort_unstable();
        waiting.dedup();
        let pairs = waiting.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32));
        let waiting: Vec<(u32, u32)> = pairs.filter(|&(a, b)| self.documents.is_open(a, b)).collect();
        let mut rest = &waiting[..];
        while !rest.is_empty() {
            let (block, later) = rest.split_at(n_loadable_pairs(rest, self.documents));
            let sets = Sets::load(block, self.documents)?;
            let near = block.par_iter().filter_map(|&(a, b)| {
                let overlap = Overlap::reaching(self.threshold, sets.get(a), sets.get(b))?;
                let is_accepted = self.documents.is_accepted(a, b, overlap);
                is_accepted.map(|accepted| accepted.then_some(NearPair { a, b, overlap })).transpose()
            });
            let near: Vec<NearPair> = near.collect::<Result<_, _>>()?;
            self.pairs.extend(near);
            rest = later;
        }
        Ok(())
    }

    fn join_crowds(&mut self, wanted: Wanted) -> Result<(), D::Error> {
        for members in self.crowds.joined() {
            let sets: Vec<ShingleSet> =
                members.par_iter().map(|&member| self.documents.shingle_set(member)).collect::<Result<_, _>>()?;
            let places: HashMap<u32, u32> = members.iter().copied().zip(0..).collect();
            let mut linked = Components::new(members.len() as u32);
            for pair in &self.pairs {
                if let (Some(&a), Some(&b)) = (places.get(&pair.a), places.get(&pair.b)) {
                    linked.join(a, b);
                }
            }
            let is_accepted = |a: usize, b: usize, overlap| self.documents.is_accepted(members[a], members[b], overlap);
            let found = join(&sets, self.threshold, wanted, &mut linked, is_accepted)?;
            let named = |(a, b, overlap)| NearPair { a: members[a as usize], b: members[b as usize], overlap };
            self.pairs.extend(found.into_iter().map(named));
        }
        Ok(())
    }
}

/// Crowds, and which of them share documents.
#[derive(Default)]
struct Crowds {
    /// The place of each member.
    members: HashMap<u32, u32>,
    links: Vec<(u32, u32)>,
}

impl Crowds {
    fn add(&mut self, crowd: &[u32]) {
        let mut first = None;
        for &member in crowd {
            let n_members = self.members.len() as u32;
            let place = *self.members.entry(member).or_insert(n_members);
            self.links.push((*first.get_or_insert(place), place));
        }
    }

    /// The members of crowds that hang together, ascending.
    fn joined(&self) -> Vec<Vec<u32>> {
        let mut components = Components::new(self.members.len() as u32);
        self.links.iter().for_each(|&(a, b)| components.join(a, b));
        let mut by_first: Vec<(u32, u32)> =
            self.members.iter().map(|(&member, &place)| (components.first(place), member)).collect();
        by_first.sort_unstable();
        let mut joined: Vec<Vec<u32>> = by_first
            .chunk_by(|a, b| a.0 == b.0)
            .map(|crowd| crowd.iter().map(|&(_, member)| member).collect())
            .collect();
        joined.sort_unstable();
        joined
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::similarity::{BandKeys, Banding, Sketcher};

    fn threshold(value: f64) -> Threshold {
        Threshold::new(value).unwrap()
    }

    /// Hashes of `numbers`, as far from each other as those of real shingles.
    fn set(numbers: impl Iterator<Item = u64>) -> ShingleSet {
        ShingleSet::from_hashes(&numbers.map(|n| xxhash_rust::xxh3::xxh3_64(&n.to_le_bytes())).collect::<Vec<_>>())
    }

    struct InMemory {
        sets: Vec<ShingleSet>,
        keys: BandKeys,
        n_loads: AtomicUsize,
    }

    impl InMemory {
        fn new(sets: Vec<ShingleSet>, threshold: Threshold) -> Self {
            let banding = Banding::for_threshold(threshold);
            let mut keys = BandKeys::new(banding.n_bands);
            for (document, set) in (0..).zip(&sets) {
                let mut row = Vec::new();
                Sketcher::new(banding).push_band_keys(set.hashes(), &mut row);
                keys.push(document, &row);
            }
            Self { sets, keys, n_loads: AtomicUsize::new(0) }
        }

        fn search(&self, value: f64, wanted: Wanted) -> NearPairs {
            near_pairs(self, |_| true, threshold(value), wanted, self).unwrap()
        }
    }

    impl Documents for InMemory {
        type Error = ();

        fn n_shingles(&self, document: u32) -> u32 {
            self.sets[document as usize].len()
        }

        fn shingle_set(&self, document: u32) -> Result<ShingleSet, ()> {
            self.n_loads.fetch_add(1, Ordering::Relaxed);
            Ok(self.sets[document as usize].clone())
        }
    }

    impl Bands for InMemory {
        type Error = ();

        fn n_bands(&self) -> usize {
            self.keys.n_bands()
        }

        fn runs(&self, band: usize) -> Result<Vec<Run<'_, ()>>, ()> {
            Ok(vec![Box::new(self.keys.sorted(band).into_iter().map(Ok))])
        }
    }

    fn all_pairs(sets: &[ShingleSet], threshold: Threshold) -> Vec<NearPair> {
        let pairs = (0..sets.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let near = pairs.map(|(a, b)| NearPair { a: a as u32, b: b as u32, overlap: Overlap::of(&sets[a], &sets[b]) });
        let mut near: Vec<NearPair> = near.filter(|pair| pair.overlap.reaches(threshold)).collect();
        near.sort_unstable();
        near
    }

    #[track_caller]
    fn check(value: f64) {
        // Windows of many lengths and places over the same numbers: every Jaccard from 0 to 1 occurs.
        let windows = (0..170u64).map(|i| (i * 37 % 70, 5 + i * 7 % 91));
        let sets: Vec<ShingleSet> = windows.map(|(start, len)| set(start..start + len)).collect();
        let expected = all_pairs(&sets, threshold(value));
        assert!(expected.len() > 30, "the case must have pairs to find");
        let found = InMemory::new(sets, threshold(value)).search(value, Wanted::Pairs);
        assert_eq!(found, NearPairs { pairs: expected, n_crowded: 0 }, "at {value}");
    }

    #[test]
    fn the_search_finds_what_a_look_at_all_pairs_finds() {
        [0.1, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9].into_iter().for_each(check);
    }

    #[test]
    fn a_crowd_costs_each_member_one_look() {
        const N: u64 = 1_000;
        let documents = InMemory::new((0..N).map(|own| set((0..200).chain([1_000 + own]))).collect(), threshold(0.8));
        let found = documents.search(0.8, Wanted::Links);
        assert_eq!(found.pairs.len() as u64, N - 1);
        assert!(found.pairs.iter().all(|pair| pair.a == 0), "the first document leads");
        assert_eq!(found.n_crowded, N);
        assert_eq!(documents.n_loads.into_inner() as u64, N);
    }

    #[test]
    fn where_pairs_are_wanted_a_crowd_has_all_of_them() {
        let documents = InMemory::new((0..300).map(|own| set((0..50).chain([1_000 + own]))).collect(), threshold(0.8));
        assert_eq!(documents.search(0.8, Wanted::Pairs).pairs.len(), 300 * 299 / 2);
    }

    #[test]
    fn a_pair_in_a_crowd_of_strangers_is_found() {
        // One shingle in twenty is the same: enough for a bucket at a low threshold, too little to be near.
        let mut sets: Vec<ShingleSet> = (0..300u64).map(|own| set((0..1).chain(own * 19 + 1..own * 19 + 20))).collect();
        sets.push(set((0..1).chain(299 * 19 + 1..299 * 19 + 19)));
        let documents = InMemory::new(sets, threshold(0.1));
        let found = documents.search(0.1, Wanted::Links);
        assert_eq!(found.pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), [(299, 300)]);
        assert!(found.n_crowded > 0);
    }

    #[test]
    fn crowds_that_share_documents_are_one() {
        let mut crowds = Crowds::default();
        for crowd in [&[4, 9][..], &[1, 2], &[2, 7], &[5, 9]] {
            crowds.add(crowd);
        }
        assert_eq!(crowds.joined(), [vec![1, 2, 7], vec![4, 5, 9]]);
    }
}
