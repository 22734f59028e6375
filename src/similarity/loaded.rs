//! Shingle sets in memory, a bounded number at a time.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Overlap, ShingleSet};

/// Shingles in memory at a time: 64 MiB of them. A pair is always loaded whole.
const MAX_LOADED: u64 = 8 << 20;

/// What a search asks of the documents it searches.
pub trait Documents: Sync {
    /// What may go wrong with a document.
    type Error: Send;

    /// At least the size of a document's shingle set.
    fn n_shingles(&self, document: u32) -> u32;

    /// The shingles of a document.
    ///
    /// # Errors
    ///
    /// If the document cannot be had.
    fn shingle_set(&self, document: u32) -> Result<ShingleSet, Self::Error>;

    /// Whether a pair is worth a look, which costs more than this question.
    fn is_open(&self, _a: u32, _b: u32) -> bool {
        true
    }

    /// Whether a pair that resembles enough counts as such; asked once for each.
    ///
    /// # Errors
    ///
    /// If a document cannot be had.
    fn is_accepted(&self, _a: u32, _b: u32, _overlap: Overlap) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// What the sets of each of these pairs share, in their order. Memory: the sets being compared, 64 MiB of them at a time
/// (or two sets, if these are larger).
///
/// # Errors
///
/// The first error of loading.
pub fn overlaps<D: Documents>(pairs: &[(u32, u32)], documents: &D) -> Result<Vec<Overlap>, D::Error> {
    let mut overlaps = Vec::with_capacity(pairs.len());
    let mut rest = pairs;
    while !rest.is_empty() {
        let (block, later) = rest.split_at(n_loadable_pairs(rest, documents));
        let sets = Sets::load(block, documents)?;
        overlaps.par_extend(block.par_iter().map(|&(a, b)| Overlap::of(sets.get(a), sets.get(b))));
        rest = later;
    }
    Ok(overlaps)
}

/// The sets of some documents.
pub(super) struct Sets {
    members: Vec<u32>,
    sets: Vec<ShingleSet>,
}

impl Sets {
    /// Loads the members of `pairs` in parallel, each once.
    pub(super) fn load<D: Documents>(pairs: &[(u32, u32)], documents: &D) -> Result<Self, D::Error> {
        let mut members: Vec<u32> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        members.par_sort_unstable();
        members.dedup();
        let sets = members.par_iter().map(|&member| documents.shingle_set(member)).collect::<Result<_, _>>()?;
        Ok(Self { members, sets })
    }

    /// The set of a member.
    pub(super) fn get(&self, member: u32) -> &ShingleSet {
        let idx = self.members.binary_search(&member).expect("every member of the pairs was loaded");
        &self.sets[idx]
    }
}

/// How many pairs from the front may be loaded at a time, one at least.
pub(super) fn n_loadable_pairs(pairs: &[(u32, u32)], documents: &impl Documents) -> usize {
    let mut known = HashSet::new();
    let mut n_loaded = 0;
    let fits = |&&(a, b): &&(u32, u32)| {
        for member in [a, b] {
            if known.insert(member) {
                n_loaded += u64::from(documents.n_shingles(member));
            }
        }
        n_loaded <= MAX_LOADED
    };
    pairs.iter().take_while(fits).count().max(1).min(pairs.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Windows(u32);

    impl Documents for Windows {
        type Error = ();

        fn n_shingles(&self, _: u32) -> u32 {
            self.0
        }

        fn shingle_set(&self, document: u32) -> Result<ShingleSet, ()> {
            Ok(ShingleSet::from_hashes(&(u64::from(document)..10 + 5 * u64::from(document)).collect::<Vec<_>>()))
        }
    }

    #[test]
    fn overlaps_come_in_the_order_of_their_pairs() {
        let set = |document| Windows(1).shingle_set(document).unwrap();
        let of = |a, b| Overlap::of(&set(a), &set(b));
        assert_eq!(overlaps(&[(2, 1), (0, 2), (1, 1)], &Windows(20)), Ok(vec![of(2, 1), of(0, 2), of(1, 1)]));
        assert_eq!(overlaps(&[(2, 1), (0, 2)], &Windows(u32::MAX)), Ok(vec![of(2, 1), of(0, 2)]));
    }

    #[test]
    fn loads_are_cut_at_the_bound_but_never_to_nothing() {
        let third = Windows((MAX_LOADED / 3) as u32);
        assert_eq!(n_loadable_pairs(&[(0, 1), (0, 2), (0, 3)], &third), 2);
        assert_eq!(n_loadable_pairs(&[(0, 1), (0, 2), (0, 3)], &Windows(u32::MAX)), 1);
        assert_eq!(n_loadable_pairs(&[], &third), 0);
    }
}
