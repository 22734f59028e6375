//! The search for documents that are contained in others: teasers, excerpts, articles that got a header.
//!
//! Such a pair may resemble each other little, so that sketches do not find it. Documents that share enough winnowed
//! fingerprints are compared on their sets of shingles; containment is |A ∩ B| / |A|, A being the smaller set (Broder
//! 1997). Fingerprints in more than [`MAX_FREQUENCY`] documents are passages that everyone repeats; they propose
//! nothing, because pairs are as many as the square of their frequency, and their number is told.

use rayon::prelude::*;

use super::buckets::for_each_bucket;
use super::loaded::{Sets, n_loadable_pairs};
use super::tally::Tally;
use super::{Aside, Documents, Overlap, Run, Threshold};

/// In how many documents a fingerprint may be to propose pairs.
pub const MAX_FREQUENCY: usize = 256;

/// Of the fingerprints of the document that has fewer, one in so many must be shared. A passage in common may have few.
pub const FEWEST_SHARED: u32 = 4;

/// A document and another one that has most of its shingles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainedPair {
    /// The document with the smaller set; of two equally large ones, the later.
    pub inner: u32,
    /// The other one.
    pub outer: u32,
    /// What their sets share, those of `inner` first.
    pub overlap: Overlap,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainedPairs {
    /// The pairs, ascending, each once.
    pub pairs: Vec<ContainedPair>,
    /// How many fingerprints were too frequent to propose pairs.
    pub n_frequent: u64,
}

/// The pairs whose containment reaches `threshold`, among the documents that `is_wanted` says yes to.
///
/// `runs` have fingerprints as keys; `n_fingerprints` tells how many different ones a document has. Memory: 32 MiB of
/// pairs that share a fingerprint, all others being set aside, and the sets being compared.
///
/// # Errors
///
/// The first error of a run, of `documents` or of `aside`.
pub fn contained_pairs<D: Documents>(
    runs: Vec<Run<'_, D::Error>>,
    is_wanted: impl Fn(u32) -> bool,
    n_fingerprints: impl Fn(u32) -> u32 + Sync,
    threshold: Threshold,
    documents: &D,
    aside: &mut impl Aside<Error = D::Error>,
) -> Result<ContainedPairs, D::Error> {
    let mut tally = Tally::new(aside);
    let mut n_frequent = 0;
    for_each_bucket(runs, is_wanted, |bucket| {
        if bucket.len() > MAX_FREQUENCY {
            n_frequent += 1;
            return Ok(());
        }
        tally.add_pairs_of(bucket)
    })?;
    let is_enough = |a, b, n_shared: u32| n_shared >= least_shared(n_fingerprints(a), n_fingerprints(b));
    let candidates = tally.pairs(is_enough)?;
    let mut pairs = verified(&candidates, threshold, documents)?;
    pairs.par_sort_unstable();
    Ok(ContainedPairs { pairs, n_frequent })
}

/// How many fingerprints two documents must share to be compared that have so many each.
pub fn least_shared(n_a: u32, n_b: u32) -> u32 {
    n_a.min(n_b).div_ceil(FEWEST_SHARED)
}

fn verified<D: Documents>(
    candidates: &[(u32, u32)],
    threshold: Threshold,
    documents: &D,
) -> Result<Vec<ContainedPair>, D::Error> {
    let mut pairs = Vec::new();
    let mut rest = candidates;
    while !rest.is_empty() {
        let (block, later) = rest.split_at(n_loadable_pairs(rest, documents));
        let sets = Sets::load(block, documents)?;
        let contained = |&(a, b): &(u32, u32)| {
            let (inner, outer) = if sets.get(a).len() < sets.get(b).len() { (a, b) } else { (b, a) };
            let Some(overlap) = Overlap::containing(threshold, sets.get(inner), sets.get(outer)) else {
                return Ok(None);
            };
            let is_accepted = documents.is_accepted(inner, outer, overlap)?;
            Ok(is_accepted.then_some(ContainedPair { inner, outer, overlap }))
        };
        let found = block.par_iter().filter_map(|pair| contained(pair).transpose());
        pairs.extend(found.collect::<Result<Vec<_>, _>>()?);
        rest = later;
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tally::tests::InMemory;
    use super::*;
    use crate::similarity::{ShingleSet, entry, winnowed_into};

    struct Texts(Vec<Vec<u64>>);

    impl Documents for Texts {
        type Error = Infallible;

        fn n_shingles(&self, document: u32) -> u32 {
            self.0[document as usize].len() as u32
        }

        fn shingle_set(&self, document: u32) -> Result<ShingleSet, Infallible> {
            Ok(ShingleSet::from_hashes(&self.0[document as usize]))
        }
    }

    fn shingles(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        numbers.map(|n| (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect()
    }

    fn search(texts: Vec<Vec<u64>>) -> ContainedPairs {
        let texts = Texts(texts);
        let (mut entries, mut n_fingerprints, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for (document, shingles) in (0..).zip(&texts.0) {
            winnowed_into(shingles, &mut keys);
            n_fingerprints.push(keys.len() as u32);
            entries.extend(keys.iter().map(|&key| entry(key, document)));
        }
        entries.sort_unstable();
        let run: Run<'_, Infallible> = Box::new(entries.into_iter().map(Ok));
        let (n_fingerprints, mut aside) = (|d| n_fingerprints[d as usize], InMemory::default());
        contained_pairs(vec![run], |_| true, n_fingerprints, Threshold::default(), &texts, &mut aside).unwrap()
    }

    fn places(found: &ContainedPairs) -> Vec<(u32, u32)> {
        found.pairs.iter().map(|pair| (pair.inner, pair.outer)).collect()
    }

    #[test]
    fn a_teaser_is_found_in_its_article_and_nowhere_else() {
        let article = |n: u64| shingles(n * 1_000..n * 1_000 + 400);
        let teaser = shingles((2_100..2_120).chain([900_000, 900_001, 900_002]));
        let half = shingles((1_000..1_020).chain(800_000..800_020));
        let found = search(vec![article(1), teaser, article(2), article(3), half]);
        assert_eq!(places(&found), [(1, 2)]);
        assert_eq!(found.pairs[0].overlap, Overlap { n_shared: 20, n_a: 23, n_b: 400 });
    }

    #[test]
    fn of_equal_sets_the_later_is_the_contained_one() {
        assert_eq!(places(&search(vec![shingles(0..50), shingles(0..50)])), [(1, 0)]);
    }

    #[test]
    fn what_everyone_repeats_proposes_nothing_and_is_counted() {
        let page = |own: u64| shingles((0..30).chain(own * 1_000..own * 1_000 + 30));
        let found = search((1..=300).map(page).collect());
        assert!(found.pairs.is_empty());
        assert!(found.n_frequent > 0);
    }
}
