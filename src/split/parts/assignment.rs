//! Which part each document gets: pure functions on hashes, groups and weights, in whole numbers.

use std::collections::HashMap;

/// What counts of one document. Its text does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Decides the order; the same for a document wherever it stands.
    pub(super) hash: u64,
    /// Its number in what is to be balanced: 1, or its bytes.
    pub(super) weight: u64,
    /// Documents of one stratum should be in all parts alike.
    pub(super) stratum: u64,
    /// Documents of one group go to the same part; `None` stands alone.
    pub(super) group: Option<u64>,
}

/// Documents that go to one part, with what is to be balanced of them together.
#[derive(Clone, Debug, Default)]
struct Group {
    weight: u64,
    stratum: u64,
    hash: u64,
    members: Vec<usize>,
}

/// Meets the shares as nearly as whole groups can, and in each stratum too.
///
/// Groups come in the order of weight (the heaviest first), stratum and hash, and each goes to the part that is most behind
/// its share of all that has come so far. So no part is ever ahead of its share by as much as the group that it got
/// last, and neighbors in this order, which are of one stratum, are dealt out in turn. Where every document stands alone
/// and the shares come out even, they are met exactly; else no part has one document more than its share rounded up.
/// Cost: a sort, and one look at each part for each group.
pub(super) fn by_shares(candidates: &[Candidate], shares: &[u64], sum: u64) -> Vec<usize> {
    let mut groups = groups(candidates);
    groups.sort_by_key(|group| (std::cmp::Reverse(group.weight), group.stratum, group.hash));
    let mut parts = vec![0; candidates.len()];
    let mut given = vec![0_u64; shares.len()];
    let mut n_so_far = 0;
    for group in &groups {
        n_so_far += group.weight;
        let behind =
            |idx: usize| i128::from(n_so_far) * i128::from(shares[idx]) - i128::from(sum) * i128::from(given[idx]);
        // A part without a share gets nothing; of parts that are equally behind the first is taken.
        let open = (0..shares.len()).filter(|&idx| shares[idx] > 0);
        let part = open.max_by_key(|&idx| (behind(idx), std::cmp::Reverse(idx))).unwrap_or(0);
        given[part] += group.weight;
        group.members.iter().for_each(|&member| parts[member] = part);
    }
    parts
}

/// Balances `n_shards` by weight: the heaviest group that is left goes to the lightest shard (Graham 1969, "Bounds on
/// multiprocessing timing anomalies": the heaviest shard is at most 4/3 of what could be).
///
/// Cost: a sort, and one look at each shard for each group.
pub(super) fn by_weight(candidates: &[Candidate], n_shards: usize) -> Vec<usize> {
    let mut groups = groups(candidates);
    groups.sort_by_key(|group| (std::cmp::Reverse(group.weight), group.hash));
    let mut shards = vec![0; candidates.len()];
    let mut lightest =
        std::collections::BinaryHeap::from_iter((0..n_shards).map(|idx| std::cmp::Reverse((0_u64, idx))));
    for group in &groups {
        let Some(std::cmp::Reverse((weight, shard))) = lightest.pop() else { break };
        group.members.iter().for_each(|&member| shards[member] = shard);
        lightest.push(std::cmp::Reverse((weight + group.weight, shard)));
    }
    shards
}

/// The groups in the order of their first members. The stratum of a group is the one that most of its documents are of.
fn groups(candidates: &[Candidate]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_value: HashMap<u64, usize> = HashMap::new();
    for (idx, candidate) in candidates.iter().enumerate() {
        let next = groups.len();
        let place = candidate.group.map_or(next, |value| *by_value.entry(value).or_insert(next));
        if place == next {
            groups.push(Group { hash: candidate.hash, ..Group::default() });
        }
        let group = &mut groups[place];
        group.weight += candidate.weight;
        group.hash = group.hash.min(candidate.hash);
        group.members.push(idx);
    }
    for group in &mut groups {
        group.stratum = commonest(group.members.iter().map(|&idx| candidates[idx].stratum));
    }
    groups
}

fn commonest(strata: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = strata.collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0]))).map_or(0, |run| run[0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alone(hash: u64, stratum: u64) -> Candidate {
        Candidate { hash, weight: 1, stratum, group: None }
    }

    fn counts(parts: &[usize], n_parts: usize) -> Vec<usize> {
        (0..n_parts).map(|part| parts.iter().filter(|&&p| p == part).count()).collect()
    }

    #[test]
    fn shares_that_come_out_even_are_met_exactly() {
        let candidates: Vec<Candidate> = (0..100).map(|n| alone(n * 7919 % 101, n % 5)).collect();
        let parts = by_shares(&candidates, &[80, 10, 10], 100);
        assert_eq!(counts(&parts, 3), [80, 10, 10]);
        for stratum in 0..5 {
            let own = candidates.iter().zip(&parts).filter(|(c, _)| c.stratum == stratum).map(|(_, &part)| part);
            assert_eq!(counts(&own.collect::<Vec<_>>(), 3), [16, 2, 2], "stratum {stratum}");
        }
    }

    #[test]
    fn shards_are_balanced_by_weight() {
        let weights = [9, 1, 5, 5, 3, 3, 4];
        let candidates: Vec<Candidate> =
            weights.iter().enumerate().map(|(n, &weight)| Candidate { weight, ..alone(n as u64, 0) }).collect();
        let shards = by_weight(&candidates, 3);
        let weight_of = |shard| shards.iter().zip(weights).filter(|(s, _)| **s == shard).map(|(_, w)| w).sum::<u64>();
        assert_eq!([weight_of(0), weight_of(1), weight_of(2)], [10, 9, 11]);
    }

    proptest! {
        #[test]
        fn groups_stay_together_and_no_part_is_ahead_by_more_than_a_group(
            documents in prop::collection::vec((any::<u64>(), 0_u64..4, prop::option::of(0_u64..6)), 0..80),
            shares in prop::collection::vec(1_u64..90, 1..5),
        ) {
            let candidate = |(hash, stratum, group)| Candidate { hash, weight: 1, stratum, group };
            let candidates: Vec<Candidate> = documents.into_iter().map(candidate).collect();
            let sum: u64 = shares.iter().sum();
            let parts = by_shares(&candidates, &shares, sum);
            for shards in [&parts, &by_weight(&candidates, shares.len())] {
                for (a, part_of_a) in candidates.iter().zip(shards) {
                    for (b, part_of_b) in candidates.iter().zip(shards) {
                        prop_assert!(a.group.is_none() || a.group != b.group || part_of_a == part_of_b);
                    }
                }
            }
            let largest = groups(&candidates).iter().map(|group| group.weight).max().unwrap_or(0);
            for (share, n) in shares.iter().zip(counts(&parts, shares.len())) {
                let n = n as u64;
                prop_assert!(n * sum < candidates.len() as u64 * share + largest.max(1) * sum);
            }
        }

        #[test]
        fn the_order_of_documents_does_not_matter(hashes in prop::collection::hash_set(any::<u64>(), 0..60)) {
            let forth: Vec<Candidate> = hashes.iter().map(|&hash| alone(hash, hash % 3)).collect();
            let back: Vec<Candidate> = forth.iter().rev().copied().collect();
            let mut parts_of_back = by_shares(&back, &[7, 2, 1], 10);
            parts_of_back.reverse();
            prop_assert_eq!(by_shares(&forth, &[7, 2, 1], 10), parts_of_back);
        }
    }
}
