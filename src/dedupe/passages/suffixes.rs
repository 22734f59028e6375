//! All suffixes of a sequence in order, and what neighbors share.

use rayon::prelude::*;

/// Where the suffixes of `symbols` begin, in ascending order. The last symbol must occur once, and so must every other
/// one that a common prefix is not to go across.
///
/// By prefix doubling with groups (Manber and Myers 1993; Larsson and Sadakane 2007): suffixes that are equal in their
/// first 2^k symbols are told apart by the ranks of what follows these. Cost: O(n log n) for each doubling, of which
/// there are about log2 of the longest repeat; only suffixes that are not yet told apart are sorted again.
pub(super) fn suffix_order(symbols: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..symbols.len() as u32).collect();
    let mut ranks = vec![0; symbols.len()];
    let all = 0..symbols.len();
    let mut open = vec![all];
    let mut n_equal = 0;
    while !open.is_empty() {
        // What a group is sorted by: the symbol itself at first, then the rank of what comes after the equal ones.
        let later_rank = |at: u32| match n_equal {
            0 => symbols[at as usize],
            n => ranks[at as usize + n],
        };
        let mut next = Vec::new();
        let mut new_ranks = Vec::new();
        for group in open {
            let members = &mut order[group.clone()];
            members.par_sort_unstable_by_key(|&at| later_rank(at));
            let mut start = group.start;
            for equal in members.chunk_by(|&a, &b| later_rank(a) == later_rank(b)) {
                new_ranks.extend(equal.iter().map(|&at| (at, start as u32)));
                if equal.len() > 1 {
                    next.push(start..start + equal.len());
                }
                start += equal.len();
            }
        }
        new_ranks.into_iter().for_each(|(at, rank)| ranks[at as usize] = rank);
        open = next;
        n_equal = (2 * n_equal).max(1);
    }
    order
}

/// How many symbols each suffix shares with the one before it in `order`, zero for the first.
///
/// By the algorithm of Kasai, Lee, Arimura, Arikawa and Park (2001). Cost: O(n).
pub(super) fn shared_prefixes(symbols: &[u32], order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0_u32; order.len()];
    order.iter().zip(0..).for_each(|(&at, rank)| ranks[at as usize] = rank);
    let mut shared = vec![0; order.len()];
    let mut n_shared = 0_usize;
    for (at, &rank) in ranks.iter().enumerate() {
        let Some(before) = (rank as usize).checked_sub(1).map(|before| order[before] as usize) else {
            n_shared = 0;
            continue;
        };
        let (a, b) = (&symbols[at + n_shared..], &symbols[before + n_shared..]);
        n_shared += a.iter().zip(b).take_while(|(a, b)| a == b).count();
        shared[rank as usize] = n_shared as u32;
        n_shared = n_shared.saturating_sub(1);
    }
    shared
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sequence_that_repeats_itself_without_end_is_sorted_in_time() {
        let mut symbols = vec![7; 100_000];
        symbols.push(9);
        assert!(suffix_order(&symbols).into_iter().eq(0..=100_000));
    }

    #[test]
    fn nothing_has_no_suffixes() {
        assert!(suffix_order(&[]).is_empty() && shared_prefixes(&[], &[]).is_empty());
    }

    proptest! {
        #[test]
        fn suffixes_are_in_order_and_share_what_they_share(mut symbols in proptest::collection::vec(0u32..3, 0..200)) {
            symbols.push(3);
            let order = suffix_order(&symbols);
            let suffix = |at: u32| &symbols[at as usize..];
            prop_assert!(order.windows(2).all(|pair| suffix(pair[0]) < suffix(pair[1])));
            let shared = shared_prefixes(&symbols, &order);
            for (pair, n_shared) in order.windows(2).zip(&shared[1..]) {
                let n = suffix(pair[0]).iter().zip(suffix(pair[1])).take_while(|(a, b)| a == b).count();
                prop_assert_eq!(n as u32, *n_shared);
            }
        }
    }
}
