//! All pairs of sets that reach a threshold, exactly and without a look at each pair.
//!
//! Members of the sets are put in one order, the rarest first. Two sets of sizes m ≤ n whose Jaccard reaches t share
//! at least ⌈t n⌉ members, so that the larger one has one of them among its first n − ⌈t n⌉ + 1, and the smaller one
//! among its first m − ⌈2 t m / (1 + t)⌉ + 1 (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and
//! Srikant 2007; Xiao et al. 2008). Only pairs that meet there are compared. Nothing is lost, and what sets have in
//! common with all others, a template's text, brings no two of them together unless it suffices to.
//!
//! It may suffice, and whoever asks refuse the pairs all the same, because pages of one template differ in their facts.
//! Then every page would be compared with every other. If the first sets are refused most of what they are near, members
//! that more than one set in twenty has are taken for the template's, and no longer bring sets together: what is not
//! refused has some of the facts in common.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Components, Overlap, ShingleSet, Threshold};

/// What is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every pair.
    Pairs,
    /// Enough pairs to connect all sets that pairs connect; where very many sets are alike, far fewer than all.
    Links,
}

/// With how many sets all others are compared first where links suffice.
const N_LEADERS: usize = 8;

/// How often the first sets must be refused at least, to be a template's pages.
const MIN_REFUSED: usize = 256;

/// A member of a template is in more sets than one in so many, and in more than this number.
const TEMPLATE_SHARE: usize = 20;
const MIN_TEMPLATE_FREQUENCY: usize = 16;

/// Sets that are probed at a time.
const MAX_BATCH: usize = 1 << 12;

/// The pairs of places in `sets` that reach the threshold, the lesser place first, ascending. Where links suffice,
/// `linked` says which places are connected already, and learns of the new ones. Memory: about as much as the sets, and
/// the pairs.
///
/// # Errors
///
/// The first error of `is_accepted`, which has the last word on each pair.
pub fn join<E: Send>(
    sets: &[ShingleSet],
    threshold: Threshold,
    wanted: Wanted,
    linked: &mut Components,
    is_accepted: impl Fn(usize, usize, Overlap) -> Result<bool, E> + Sync,
) -> Result<Vec<(u32, u32, Overlap)>, E> {
    let mut join = Join { sets, threshold, wanted, linked, is_accepted, max_frequency: usize::MAX, found: Vec::new() };
    join.look_at_leaders()?;
    join.probe_all()?;
    let mut found = join.found;
    found.par_sort_unstable();
    found.dedup();
    Ok(found)
}

struct Join<'j, F> {
    sets: &'j [ShingleSet],
    threshold: Threshold,
    wanted: Wanted,
    linked: &'j mut Components,
    is_accepted: F,
    /// In how many sets a member may be that brings sets together.
    max_frequency: usize,
    found: Vec<(u32, u32, Overlap)>,
}

/// What came of a comparison.
enum Compared {
    Far,
    /// Near, and not accepted.
    Refused,
    Near((u32, u32, Overlap)),
}

impl<E: Send, F: Fn(usize, usize, Overlap) -> Result<bool, E> + Sync> Join<'_, F> {
    /// Compares all with some of the first sets. Where links suffice, this leaves few of a template's pages to look at.
    /// Elsewhere it only shows whether there is a template whose pages are refused.
    fn look_at_leaders(&mut self) -> Result<(), E> {
        let (mut n_refused, mut n_near, mut start) = (0, 0, 0);
        for _ in 0..N_LEADERS {
            let firsts = self.firsts();
            let largest = most_frequent(&firsts);
            let Some(leader) = (start..firsts.len()).find(|&idx| firsts[idx] != largest) else { break };
            start = leader + 1;
            let others = (0..firsts.len()).into_par_iter().filter(|&idx| firsts[idx] != firsts[leader]);
            let compared: Vec<Compared> = others.map(|idx| self.compared(leader, idx)).collect::<Result<_, E>>()?;
            for compared in compared {
                match compared {
                    Compared::Far => {}
                    Compared::Refused => n_refused += 1,
                    Compared::Near(pair) => {
                        n_near += 1;
                        if self.wanted == Wanted::Links {
                            self.accept([pair]);
                        }
                    }
                }
            }
        }
        if n_refused >= MIN_REFUSED && n_refused > n_near {
            self.max_frequency = MIN_TEMPLATE_FREQUENCY.max(self.sets.len() / TEMPLATE_SHARE);
        }
        Ok(())
    }

    fn probe_all(&mut self) -> Result<(), E> {
        let order = Order::of(self.sets);
        let mut by_size: Vec<u32> = (0..self.sets.len() as u32).collect();
        by_size.par_sort_by_key(|&place| self.sets[place as usize].len());
        let index = Index::of(self.sets, &by_size, &order, self.threshold);
        let (mut start, mut batch) = (0, 16);
        while start < by_size.len() {
            let end = by_size.len().min(start + batch);
            let firsts = if self.wanted == Wanted::Links { self.firsts() } else { Vec::new() };
            if !firsts.is_empty() && firsts.iter().all(|&first| first == firsts[0]) {
                break;
            }
            let near: Vec<_> = (start..end)
                .into_par_iter()
                .map(|rank| self.probe(rank, &by_size, &order, &index, &firsts))
                .collect::<Result<Vec<_>, E>>()?;
            self.accept(near.into_iter().flatten());
            start = end;
            batch = MAX_BATCH.min(2 * batch);
        }
        Ok(())
    }

    /// The smaller sets that the set of this rank is near. Where links suffice, one for each component.
    fn probe(
        &self,
        rank: usize,
        by_size: &[u32],
        order: &Order,
        index: &Index,
        firsts: &[u32],
    ) -> Result<Vec<(u32, u32, Overlap)>, E> {
        let place = by_size[rank] as usize;
        let set = &self.sets[place];
        let mut met: Vec<u32> = Vec::new();
        for member in order.prefix(set, prefix_of_larger(set.len(), self.threshold), self.max_frequency) {
            let postings = index.postings(member);
            let is_open = |&other: &u32| firsts.is_empty() || firsts[by_size[other as usize] as usize] != firsts[place];
            met.extend(postings.iter().copied().take_while(|&other| (other as usize) < rank).filter(is_open));
        }
        met.sort_unstable();
        met.dedup();
        let mut near = Vec::new();
        let mut known: Vec<u32> = firsts.get(place).copied().into_iter().collect();
        for other in met.into_iter().rev() {
            let other = by_size[other as usize] as usize;
            if firsts.get(other).is_some_and(|first| known.contains(first)) {
                continue;
            }
            if let Compared::Near(pair) = self.compared(place, other)? {
                near.push(pair);
                known.extend(firsts.get(other));
            }
        }
        Ok(near)
    }

    fn compared(&self, a: usize, b: usize) -> Result<Compared, E> {
        let (a, b) = (a.min(b), a.max(b));
        let Some(overlap) = Overlap::reaching(self.threshold, &self.sets[a], &self.sets[b]) else {
            return Ok(Compared::Far);
        };
        let is_accepted = (self.is_accepted)(a, b, overlap)?;
        Ok(if is_accepted { Compared::Near((a as u32, b as u32, overlap)) } else { Compared::Refused })
    }

    fn accept(&mut self, near: impl IntoIterator<Item = (u32, u32, Overlap)>) {
        for pair in near {
            self.linked.join(pair.0, pair.1);
            self.found.push(pair);
        }
    }

    fn firsts(&mut self) -> Vec<u32> {
        (0..self.sets.len() as u32).map(|place| self.linked.first(place)).collect()
    }
}

/// How many members of the larger of two sets, of this size, are looked at.
fn prefix_of_larger(size: u32, threshold: Threshold) -> usize {
    prefix(size, threshold.value())
}

/// How many members of the smaller of two sets, of this size, are looked at.
fn prefix_of_smaller(size: u32, threshold: Threshold) -> usize {
    prefix(size, 2.0 * threshold.value() / (1.0 + threshold.value()))
}

/// One too many costs a comparison, one too few a pair; hence the hair.
fn prefix(size: u32, share: f64) -> usize {
    let n_shared = (f64::from(size) * share - 1e-6).ceil().max(1.0) as usize;
    (size as usize + 1).saturating_sub(n_shared)
}

fn most_frequent(firsts: &[u32]) -> u32 {
    let mut sizes = HashMap::new();
    firsts.iter().for_each(|&first| *sizes.entry(first).or_insert(0_u32) += 1);
    // Of a corpus of strangers none is the largest, and the first may lead.
    let largest =
        sizes.into_iter().filter(|(_, size)| *size > 1).max_by_key(|&(first, size)| (size, std::cmp::Reverse(first)));
    largest.map_or(u32::MAX, |(first, _)| first)
}

/// How many sets have each member that more than one has.
struct Order {
    frequencies: HashMap<u64, u32>,
}

impl Order {
    fn of(sets: &[ShingleSet]) -> Self {
        let mut all: Vec<u64> = sets.iter().flat_map(|set| set.hashes()).copied().collect();
        all.par_sort_unstable();
        let frequent = all.chunk_by(|a, b| a == b).filter(|members| members.len() > 1);
        Self { frequencies: frequent.map(|members| (members[0], members.len() as u32)).collect() }
    }

    /// Of the first `n` members of a set those that more than one set has, and no more than `max_frequency`.
    fn prefix(&self, set: &ShingleSet, n: usize, max_frequency: usize) -> Vec<u64> {
        let frequency = |member: &u64| self.frequencies.get(member).copied().unwrap_or(1);
        let mut members: Vec<(u32, u64)> = set.hashes().iter().map(|member| (frequency(member), *member)).collect();
        if n < members.len() {
            members.select_nth_unstable(n);
            members.truncate(n);
        }
        let is_wanted = |&(frequency, _): &(u32, u64)| frequency > 1 && frequency as usize <= max_frequency;
        members.into_iter().filter(is_wanted).map(|(_, member)| member).collect()
    }
}

/// Which sets have a member among their first ones, by their ranks, ascending.
struct Index {
    places: HashMap<u64, (u32, u32)>,
    ranks: Vec<u32>,
}

impl Index {
    fn of(sets: &[ShingleSet], by_size: &[u32], order: &Order, threshold: Threshold) -> Self {
        let prefix = |(rank, &place): (usize, &u32)| {
            let set = &sets[place as usize];
            let members = order.prefix(set, prefix_of_smaller(set.len(), threshold), usize::MAX);
            members.into_iter().map(|member| (member, rank as u32)).collect::<Vec<_>>()
        };
        let mut postings: Vec<(u64, u32)> = by_size.par_iter().enumerate().flat_map_iter(prefix).collect();
        postings.par_sort_unstable();
        let mut places = HashMap::new();
        let mut start = 0;
        for chunk in postings.chunk_by(|a, b| a.0 == b.0) {
            places.insert(chunk[0].0, (start, start + chunk.len() as u32));
            start += chunk.len() as u32;
        }
        Self { places, ranks: postings.into_iter().map(|(_, rank)| rank).collect() }
    }

    fn postings(&self, member: u64) -> &[u32] {
        self.places.get(&member).map_or(&[], |&(start, end)| &self.ranks[start as usize..end as usize])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets(windows: &[(u8, u8)]) -> Vec<ShingleSet> {
        let window = |&(start, len): &(u8, u8)| {
            let members = u64::from(start)..u64::from(start) + 1 + u64::from(len);
            ShingleSet::from_hashes(&members.map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect::<Vec<_>>())
        };
        windows.iter().map(window).collect()
    }

    fn joined(sets: &[ShingleSet], threshold: Threshold, wanted: Wanted) -> (Vec<(u32, u32, Overlap)>, Vec<u32>) {
        let mut linked = Components::new(sets.len() as u32);
        let found = join(sets, threshold, wanted, &mut linked, |_, _, _| Ok::<_, ()>(true)).unwrap();
        (found, linked.into_firsts())
    }

    fn all_pairs(sets: &[ShingleSet], threshold: Threshold) -> Vec<(u32, u32, Overlap)> {
        let places = (0..sets.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let overlaps = places.map(|(a, b)| (a as u32, b as u32, Overlap::of(&sets[a], &sets[b])));
        let mut pairs: Vec<_> = overlaps.filter(|(_, _, overlap)| overlap.reaches(threshold)).collect();
        pairs.sort_unstable();
        pairs
    }

    proptest! {
        #[test]
        fn the_join_finds_what_a_look_at_all_pairs_finds(
            windows in prop::collection::vec((0u8..60, 0u8..60), 0..60),
            hundredths in 10u8..=100,
        ) {
            let (sets, threshold) = (sets(&windows), Threshold::new(f64::from(hundredths) / 100.0).unwrap());
            let expected = all_pairs(&sets, threshold);
            let (pairs, firsts) = joined(&sets, threshold, Wanted::Pairs);
            prop_assert_eq!(&pairs, &expected);
            let (links, linked_firsts) = joined(&sets, threshold, Wanted::Links);
            prop_assert_eq!(linked_firsts, firsts);
            prop_assert!(links.iter().all(|link| expected.contains(link)));
        }
    }

    #[test]
    fn pages_of_one_template_are_linked_by_about_one_pair_each() {
        let page = |own: u64| (0..200).chain([1_000 + own]).map(|n| n * 0x9e37_79b9).collect::<Vec<u64>>();
        let sets: Vec<ShingleSet> = (0..2_000).map(|own| ShingleSet::from_hashes(&page(own))).collect();
        let (links, firsts) = joined(&sets, Threshold::default(), Wanted::Links);
        assert!(firsts.iter().all(|&first| first == 0));
        assert_eq!(links.len(), 1_999);
    }

    #[test]
    fn pages_that_differ_more_than_their_template_agrees_are_not_even_compared() {
        let page = |own: u64| {
            (0..80).chain(1_000 * (own + 1)..1_000 * (own + 1) + 20).map(|n| n * 0x9e37_79b9).collect::<Vec<u64>>()
        };
        let sets: Vec<ShingleSet> = (0..500).map(|own| ShingleSet::from_hashes(&page(own))).collect();
        let (order, threshold) = (Order::of(&sets), Threshold::default());
        let by_size: Vec<u32> = (0..500).collect();
        assert!(Index::of(&sets, &by_size, &order, threshold).ranks.is_empty());
        assert_eq!(joined(&sets, threshold, Wanted::Pairs).0, []);
    }

    #[test]
    fn pages_of_a_template_that_are_refused_are_not_all_compared() {
        const N: u64 = 1_000;
        // The last page has the facts of the one before it, in part.
        let own = |page: u64| 10_000 * page..10_000 * page + 6;
        let page = |n: u64| (0..100).chain(own(n.min(N - 1)).skip(usize::from(n == N)));
        let sets: Vec<ShingleSet> =
            (1..=N).map(|n| ShingleSet::from_hashes(&page(n).map(|m| m * 0x9e37_79b9).collect::<Vec<_>>())).collect();
        let n_asked = std::sync::atomic::AtomicUsize::new(0);
        let is_accepted = |_, _, overlap: Overlap| {
            n_asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, ()>(overlap.n_shared > 100)
        };
        for wanted in [Wanted::Pairs, Wanted::Links] {
            let mut linked = Components::new(N as u32);
            let found = join(&sets, Threshold::default(), wanted, &mut linked, is_accepted).unwrap();
            assert_eq!(found.iter().map(|&(a, b, _)| (a, b)).collect::<Vec<_>>(), [(N as u32 - 2, N as u32 - 1)]);
        }
        assert!(n_asked.into_inner() as u64 <= 2 * (N_LEADERS as u64 + 1) * N);
    }

    #[test]
    fn who_accepts_no_pair_gets_none() {
        let sets = sets(&[(1, 9), (1, 9)]);
        let mut linked = Components::new(2);
        let found = join(&sets, Threshold::default(), Wanted::Links, &mut linked, |_, _, _| Ok::<_, ()>(false));
        assert_eq!((found, linked.into_firsts()), (Ok(vec![]), vec![0, 1]));
    }
}
