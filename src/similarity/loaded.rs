//! Shingle sets in memory, a bounded number at a time.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Overlap, ShingleSet};

/// Shingles in memory at a time: 256 MiB of them. A pair is always loaded whole.
const MAX_LOADED: u64 = 32 << 20;

/// How the shingle set of a document is loaded.
pub type SetLoader<'l, E> = dyn Fn(u32) -> Result<ShingleSet, E> + Sync + 'l;

/// What the sets of each of these pairs share, in their order. Memory: the sets being compared, 256 MiB of them
/// at a time (or two sets, if these are larger). `n_shingles` bounds the size of a document's set.
///
/// # Errors
///
/// The first error of `load`.
pub fn overlaps<E: Send>(
    pairs: &[(u32, u32)],
    n_shingles: impl Fn(u32) -> u32,
    load: &SetLoader<'_, E>,
) -> Result<Vec<Overlap>, E> {
    let mut overlaps = Vec::with_capacity(pairs.len());
    let mut rest = pairs;
    while !rest.is_empty() {
        let (block, later) = rest.split_at(n_loadable_pairs(rest, &n_shingles));
        let sets = Sets::load(block, load)?;
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
    pub(super) fn load<E: Send>(pairs: &[(u32, u32)], load: &SetLoader<'_, E>) -> Result<Self, E> {
        let mut members: Vec<u32> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        members.par_sort_unstable();
        members.dedup();
        let sets = members.par_iter().map(|&member| load(member)).collect::<Result<_, E>>()?;
        Ok(Self { members, sets })
    }

    /// The set of a member.
    pub(super) fn get(&self, member: u32) -> &ShingleSet {
        let idx = self.members.binary_search(&member).expect("every member of the pairs was loaded");
        &self.sets[idx]
    }
}

/// How many pairs from the front may be loaded at a time, one at least.
pub(super) fn n_loadable_pairs(pairs: &[(u32, u32)], n_shingles: impl Fn(u32) -> u32) -> usize {
    let mut known = HashSet::new();
    n_loadable(pairs.iter().map(|&(a, b)| {
        let mut news = |member| if known.insert(member) { u64::from(n_shingles(member)) } else { 0 };
        news(a) + news(b)
    }))
}

/// How many documents of these sizes from the front may be loaded at a time, one at least.
pub(super) fn n_loadable(n_shingles: impl Iterator<Item = u64>) -> usize {
    let mut n_loaded = 0;
    let fits = |&n: &u64| {
        n_loaded += n;
        n_loaded <= MAX_LOADED
    };
    n_shingles.take_while(fits).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlaps_come_in_the_order_of_their_pairs() {
        let sets = [0..10, 5..10, 5..25].map(|numbers| ShingleSet::from_hashes(numbers.collect()));
        let load = |document: u32| Ok::<_, ()>(sets[document as usize].clone());
        let found = overlaps(&[(2, 1), (0, 2), (1, 1)], |document| sets[document as usize].len(), &load);
        let of = |a: usize, b: usize| Overlap::of(&sets[a], &sets[b]);
        assert_eq!(found, Ok(vec![of(2, 1), of(0, 2), of(1, 1)]));
    }

    #[test]
    fn loads_are_cut_at_the_bound_but_never_to_nothing() {
        assert_eq!(n_loadable([MAX_LOADED + 1, 1].into_iter()), 1);
        assert_eq!(n_loadable([MAX_LOADED - 1, 1, 1].into_iter()), 2);
        assert_eq!(n_loadable_pairs(&[(0, 1), (0, 2), (0, 3)], |_| (MAX_LOADED / 3) as u32), 2);
    }
}
