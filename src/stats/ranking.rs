//! The order of rows, and the ranks in it.

use std::cmp::Ordering;
use std::num::NonZero;

use rayon::slice::ParallelSliceMut;

use crate::input::Job;
use crate::text::StopList;
use crate::vocabulary::{TypeId, Vocabulary};

/// The first `top` of `items` in an order that has no ties, so that threads make no difference.
///
/// Cost: O(items), and a sort of those that are given back.
pub(super) fn first_in_order<T: Send>(
    mut items: Vec<T>,
    top: Option<NonZero<usize>>,
    job: &Job<'_>,
    compare: impl Fn(&T, &T) -> Ordering + Sync,
) -> Vec<T> {
    if let Some(top) = top.map(NonZero::get).filter(|&top| top < items.len()) {
        items.select_nth_unstable_by(top, &compare);
        items.truncate(top);
    }
    job.pool.workers().install(|| items.par_sort_unstable_by(&compare));
    items
}

/// The place of each type among all types in the order of code points, by its number.
///
/// Sequences of types compare by it without a look at their words.
pub(super) fn alphabetical_places(vocabulary: &Vocabulary, job: &Job<'_>) -> Vec<u32> {
    let ids: Vec<TypeId> = (0..vocabulary.n_types() as TypeId).collect();
    let ids = first_in_order(ids, None, job, |&a, &b| vocabulary.compare(a, b));
    let mut places = vec![0; ids.len()];
    for (place, id) in (0..).zip(ids) {
        places[id as usize] = place;
    }
    places
}

/// Whether a type is on the stop list, by its number. Each type is looked up once.
pub(super) fn stopped_types(vocabulary: &Vocabulary, stop: &StopList) -> impl Fn(TypeId) -> bool + use<> {
    let words = vocabulary.iter().filter(|_| !stop.is_empty());
    let is_stopped: Vec<bool> = words.map(|(word, _)| stop.contains(word)).collect();
    move |id| is_stopped.get(id as usize).is_some_and(|&is_stopped| is_stopped)
}

/// Gives ranks to falling frequencies: 1 + the number of greater ones; equal frequencies share a rank.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ranks {
    n_before: u64,
    rank: u64,
    last_frequency: Option<u64>,
}

impl Ranks {
    /// The rank of the next frequency.
    pub(super) fn next(&mut self, frequency: u64) -> u64 {
        if self.last_frequency != Some(frequency) {
            (self.rank, self.last_frequency) = (self.n_before + 1, Some(frequency));
        }
        self.n_before += 1;
        self.rank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Collected;
    use crate::pool::Pool;

    #[test]
    fn the_first_of_an_order_are_those_of_the_whole_order() {
        let (pool, diagnostics) = (Pool::new(NonZero::new(2)).unwrap(), Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let items = vec![5, 3, 9, 1, 7];
        for (top, expected) in
            [(None, &[1, 3, 5, 7, 9][..]), (NonZero::new(2), &[1, 3]), (NonZero::new(8), &[1, 3, 5, 7, 9])]
        {
            assert_eq!(first_in_order(items.clone(), top, &job, i32::cmp), expected);
        }
    }

    #[test]
    fn equal_frequencies_share_a_rank() {
        let mut ranks = Ranks::default();
        assert_eq!([9, 4, 4, 1].map(|frequency| ranks.next(frequency)), [1, 2, 2, 4]);
    }
}
