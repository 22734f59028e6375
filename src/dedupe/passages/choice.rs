//! Which of the runs that overlap in a stretch are passages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::num::NonZero;
use std::ops::Range;

use super::repeats::Run;

/// Runs of `min_words` words or more that do not overlap, ascending: again and again the one that explains most words of
/// the corpus, its words times its documents, as far as it reaches into none that was chosen before; of equal ones the
/// first. `runs` has the longest run at each word.
///
/// So a notice that a thousand pages have is one passage, and the two words that some of these pages happen to have
/// behind it are none; and a story that three pages have around the notice is two.
///
/// Cost: O(n log n), and once more log n for each time that a run is cut short by a chosen one.
pub(super) fn chosen(runs: &[Option<Run>], min_words: NonZero<usize>) -> Vec<Range<u32>> {
    let n_documents = |at: u32| runs[at as usize].map_or(0, |run| run.n_documents);
    let entry = |at: u32, end: u32| (u64::from(end - at) * u64::from(n_documents(at)), Reverse(at), end);
    let mut best: BinaryHeap<_> =
        (0..).zip(runs).filter_map(|(at, run)| run.map(|run| entry(at, at + run.n_words))).collect();
    // The ends of the chosen ones by their beginnings.
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    while let Some((_, Reverse(at), end)) = best.pop() {
        if taken.range(..=at).next_back().is_some_and(|(_, &taken_end)| taken_end > at) {
            continue;
        }
        let free_end = taken.range(at..).next().map_or(end, |(&start, _)| start.min(end));
        if ((free_end - at) as usize) < min_words.get() {
            continue;
        }
        if free_end < end {
            best.push(entry(at, free_end));
        } else {
            taken.insert(at, end);
        }
    }
    taken.into_iter().map(|(start, end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A case is for each word the length of its longest run, and its documents.
    #[track_caller]
    fn check(runs: &[(u32, u32)], expected: &[Range<u32>]) {
        let runs: Vec<Option<Run>> =
            runs.iter().map(|&(n_words, n_documents)| (n_words > 0).then_some(Run { n_words, n_documents })).collect();
        assert_eq!(chosen(&runs, const { NonZero::new(3).unwrap() }), expected);
    }

    #[test]
    fn of_runs_that_overlap_the_one_that_explains_most_is_taken() {
        check(&[(5, 10), (4, 10), (3, 11), (4, 3), (3, 3), (0, 0), (0, 0)], std::slice::from_ref(&(0..5)));
        check(&[], &[]);
    }

    #[test]
    fn what_is_around_a_chosen_run_counts_if_it_is_long_enough() {
        let around: Vec<(u32, u32)> = (0..10)
            .map(|at| match at {
                3 => (4, 100),
                8.. => (0, 0),
                _ => (10 - at, 2),
            })
            .collect();
        check(&around, &[0..3, 3..7, 7..10]);
    }
}
