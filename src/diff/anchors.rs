//! Anchors: parts that occur once in either text, in the same order. They cut a long comparison into short ones.
//!
//! This is the idea of patience diff (B. Cohen, 2003): what is rare on both sides belongs together, whatever blank lines
//! and rules could be matched instead.

/// A run of equal parts: where it begins in the old and in the new middle, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EqualRun {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) len: usize,
}

/// The longest sequence of pairs `(old, new)`, increasing on both sides, of numbers that occur once on each.
///
/// All numbers of `old` are below `n_distinct`. Cost: linear, and O(a log a) for a such numbers.
pub(super) fn anchors(old: &[u32], new: &[u32], n_distinct: usize) -> Vec<(usize, usize)> {
    let in_old = only_places(old, n_distinct);
    let in_new = only_places(new, n_distinct);
    let pairs = new.iter().enumerate().filter_map(|(new_idx, &id)| {
        let old_idx = *in_old.get(id as usize)?;
        let is_anchor = old_idx < MANY && in_new[id as usize] < MANY;
        is_anchor.then_some((old_idx as usize, new_idx))
    });
    longest_increasing(&pairs.collect::<Vec<_>>())
}

/// No place, and more than one.
const NONE: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;

/// Where each number occurs if it does so once.
fn only_places(ids: &[u32], n_distinct: usize) -> Vec<u32> {
    let mut places = vec![NONE; n_distinct];
    for (idx, &id) in ids.iter().enumerate() {
        if let Some(place) = places.get_mut(id as usize) {
            // A place too far to be told is as good as many: no anchor.
            *place = if *place == NONE { u32::try_from(idx).unwrap_or(MANY).min(MANY) } else { MANY };
        }
    }
    places
}

/// A longest subsequence of `pairs`, which increase on the new side, that increases on the old side as well (Fredman,
/// Discrete Mathematics 11, 1975). Cost: linear if nothing moved, O(n log n) otherwise.
fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // `tails[n]` is the pair with the smallest old side that ends an increasing sequence of n + 1 pairs.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<usize> = Vec::with_capacity(pairs.len());
    for (idx, pair) in pairs.iter().enumerate() {
        let is_last = tails.last().is_none_or(|&tail| pairs[tail].0 < pair.0);
        let n = if is_last { tails.len() } else { tails.partition_point(|&tail| pairs[tail].0 < pair.0) };
        before.push(n.checked_sub(1).map_or(usize::MAX, |n| tails[n]));
        if n == tails.len() {
            tails.push(idx);
        } else {
            tails[n] = idx;
        }
    }
    let last = tails.last().copied();
    let mut chain: Vec<_> = std::iter::successors(last, |&idx| Some(before[idx]).filter(|&idx| idx != usize::MAX))
        .map(|idx| pairs[idx])
        .collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn anchors_occur_once_on_each_side_and_keep_their_order() {
        assert_eq!(anchors(&[0, 1, 0, 2, 3], &[2, 0, 1, 3, u32::MAX], 4), [(1, 2), (4, 3)]);
        assert_eq!(anchors(&[0, 0], &[0], 1), []);
        assert_eq!(anchors(&[], &[u32::MAX], 0), []);
    }

    proptest! {
        #[test]
        fn the_sequence_is_as_long_as_the_table_of_all_says(olds in Just((0..9).collect::<Vec<usize>>()).prop_shuffle()) {
            let pairs: Vec<(usize, usize)> = olds.iter().copied().zip(0..).collect();
            let found = longest_increasing(&pairs);
            prop_assert!(found.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            let mut longest = vec![1; pairs.len()];
            for end in 0..pairs.len() {
                for start in 0..end {
                    if olds[start] < olds[end] {
                        longest[end] = longest[end].max(longest[start] + 1);
                    }
                }
            }
            prop_assert_eq!(Some(found.len()), longest.into_iter().max());
        }
    }
}
