//! Near texts under other names.

use rayon::prelude::*;

use super::assignment::{Assignment, Candidate};
use super::members::{Keys, Members};
use crate::error::Error;
use crate::similarity::{Run, Threshold, for_each_bucket, overlaps};

/// What a name in common is worth, as a share of shingles in common.
const SAME_NAME: f64 = 0.1;

/// In a bucket with more pairs than this, each old document is compared with few new ones only.
const MAX_BUCKET_PAIRS: usize = 1 << 12;

/// With how many: those whose names come next to its own.
const N_NEIGHBORS: usize = 16;

/// Pairs that may wait to be verified: 32 MiB of them.
const MAX_WAITING: usize = 4 << 20;

/// Pairs free members whose Jaccard coefficient is at least `near`, the best first; a tenth is added to it if they have
/// the same name. Pages of one template are no kin.
pub(super) fn assign(
    members: &Members<'_>,
    keys: &Keys,
    near: Threshold,
    assignment: &mut Assignment,
) -> Result<(), Error> {
    let by_name = ByName::of(members);
    let is_open = |number: u32| members.is_free(number) && !assignment.has_partner(number);
    let n_bands = keys.bands.n_bands();
    let bands: Vec<usize> = (0..=n_bands).collect();
    let (mut waiting, mut candidates) = (Vec::new(), Vec::new());
    for some in bands.chunks(rayon::current_num_threads().max(1)) {
        let proposals = some.par_iter().map(|&band| {
            let run = if band < n_bands { keys.bands.sorted(band) } else { keys.small.sorted(0) };
            let mut proposed = Vec::new();
            let runs: Vec<Run<'_, Error>> = vec![Box::new(run.into_iter().map(Ok))];
            for_each_bucket(runs, is_open, |bucket| {
                by_name.propose(bucket, &mut proposed);
                Ok(())
            })?;
            Ok(proposed)
        });
        waiting.extend(proposals.collect::<Result<Vec<_>, Error>>()?.concat());
        waiting.par_sort_unstable();
        waiting.dedup();
        if waiting.len() >= MAX_WAITING {
            candidates.extend(verified(members, &std::mem::take(&mut waiting), near)?);
        }
    }
    candidates.extend(verified(members, &waiting, near)?);
    assignment.pair_best(candidates, |number| members.id(number));
    Ok(())
}

/// The members in the order of their names.
struct ByName {
    ranks: Vec<u32>,
    n_old: u32,
}

impl ByName {
    fn of(members: &Members<'_>) -> Self {
        let mut numbers: Vec<u32> = (0..members.len()).collect();
        numbers.par_sort_unstable_by_key(|&number| (members.name(number), members.id(number), number));
        let mut ranks = vec![0; numbers.len()];
        (0..).zip(numbers).for_each(|(rank, number)| ranks[number as usize] = rank);
        Self { ranks, n_old: members.n_old() }
    }

    /// The pairs to compare of a bucket: all if they are few, those with similar names if they are many. Cost: never
    /// quadratic in the bucket.
    fn propose(&self, bucket: &[u32], proposed: &mut Vec<(u32, u32)>) {
        let (olds, news) = bucket.split_at(bucket.partition_point(|&number| number < self.n_old));
        if olds.len() * news.len() <= MAX_BUCKET_PAIRS {
            proposed.extend(olds.iter().flat_map(|&old| news.iter().map(move |&new| (old, new))));
            return;
        }
        let rank = |number: u32| self.ranks[number as usize];
        let mut news = news.to_vec();
        news.sort_unstable_by_key(|&new| rank(new));
        for &old in olds {
            let place = news.partition_point(|&new| rank(new) < rank(old));
            let last = (place + N_NEIGHBORS / 2).min(news.len());
            let first = last.saturating_sub(N_NEIGHBORS);
            proposed.extend(news[first..last].iter().map(|&new| (old, new)));
        }
    }
}

/// The pairs that reach the threshold.
fn verified(members: &Members<'_>, pairs: &[(u32, u32)], near: Threshold) -> Result<Vec<Candidate>, Error> {
    let overlaps = overlaps(pairs, members)?;
    let found = pairs.par_iter().zip(overlaps).filter(|(_, overlap)| overlap.reaches(near));
    let candidates = found.map(|(&(old, new), overlap)| {
        if members.are_of_one_template(old, new, overlap)? {
            return Ok(None);
        }
        let bonus = if members.name(old) == members.name(new) { SAME_NAME } else { 0.0 };
        let score = overlap.jaccard().unwrap_or(0.0) + bonus;
        Ok(Some(Candidate { old, new, score, overlap }))
    });
    candidates.filter_map(Result::transpose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(n_old: u32, n_new: u32) -> Vec<(u32, u32)> {
        let ranks = (0..n_old).map(|rank| 2 * rank).chain((0..n_new).map(|rank| 2 * rank + 1)).collect();
        let mut proposed = Vec::new();
        ByName { ranks, n_old }.propose(&(0..n_old + n_new).collect::<Vec<_>>(), &mut proposed);
        proposed
    }

    #[test]
    fn every_pair_of_a_small_bucket_is_compared_and_few_of_a_large_one() {
        assert_eq!(proposed(2, 2), [(0, 2), (0, 3), (1, 2), (1, 3)]);
        assert_eq!(proposed(3, 0), []);
        assert!(proposed(1000, 1000).len() <= 1000 * N_NEIGHBORS);
    }

    #[test]
    fn in_a_large_bucket_those_with_the_next_names_are_compared() {
        let of_large = proposed(1000, 1000);
        assert!((0..1000).all(|n| of_large.contains(&(n, 1000 + n))), "the one of the next name is missing");
    }
}
