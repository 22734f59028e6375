//! Which documents of two corpora have the same key.

use std::cmp::Ordering;

use super::key::Key;
use super::shelf::{Entry, Shelf};
use crate::diagnostics::Finding;
use crate::input::Job;

/// How many keys that occur more than once are named.
const MOST_NAMED: usize = 5;

/// The documents of two shelves, by their numbers there, joined by key. Those with the same key are paired in the order
/// of their corpus; the last number of each is its occurrence, from zero.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The numbers of both.
    pub(super) pairs: Vec<(u32, u32, u32)>,
    /// The numbers of those that have no partner, old and new.
    pub(super) unpaired: [Vec<(u32, u32)>; 2],
}

impl Joined {
    /// Cost: a sort of each side. All come in the order of their keys, whatever the order of the corpora.
    pub(super) fn of(olds: &Shelf, news: &Shelf) -> Self {
        let (old_order, new_order) = (by_key(&olds.entries), by_key(&news.entries));
        let (mut old_rest, mut new_rest) = (old_order.iter().peekable(), new_order.iter().peekable());
        let mut joined = Self::default();
        let (mut last_key, mut occurrence): (Option<&str>, u32) = (None, 0);
        loop {
            let old_key = old_rest.peek().map(|&&number| key_of(olds, number));
            let new_key = new_rest.peek().map(|&&number| key_of(news, number));
            let order = match (old_key, new_key) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.cmp(new),
            };
            let key = if order.is_le() { old_key } else { new_key };
            occurrence = if key == last_key { occurrence + 1 } else { 0 };
            last_key = key;
            let old = old_rest.next_if(|_| order.is_le());
            let new = new_rest.next_if(|_| order.is_ge());
            match (old, new) {
                (Some(&old), Some(&new)) => joined.pairs.push((old, new, occurrence)),
                (Some(&old), None) => joined.unpaired[0].push((old, occurrence)),
                (None, Some(&new)) => joined.unpaired[1].push((new, occurrence)),
                (None, None) => break,
            }
        }
        joined
    }

    /// Says which keys occur more than once on a side, and where.
    pub(super) fn report(&self, olds: &Shelf, news: &Shelf, key: &Key, job: &Job<'_>) {
        let what = if *key == Key::Id { "id" } else { "key" };
        let (mut n_repeated, mut named) = (0_u64, Vec::new());
        for shelf in [olds, news] {
            let order = by_key(&shelf.entries);
            let entry = |number: u32| &shelf.entries[number as usize];
            for alike in order.chunk_by(|&a, &b| entry(a).key == entry(b).key).filter(|alike| alike.len() > 1) {
                n_repeated += 1;
                if named.len() < MOST_NAMED {
                    let (first, second) = (entry(alike[0]), entry(alike[1]));
                    let [first_place, second_place] = [first, second].map(Entry::shown_place);
                    let shown = key.shown(&first.key);
                    let message = format!("has the same {what} as {first_place}: {shown:?}; they are paired in order");
                    named.push(Finding::warning(second_place, message));
                }
            }
        }
        named.into_iter().for_each(|finding| job.diagnostics.report(finding));
        if n_repeated > MOST_NAMED as u64 {
            let message = format!("{what}s that occur more than once on a side: {n_repeated}");
            job.diagnostics.report(Finding::warning("", message));
        }
    }
}

fn key_of(shelf: &Shelf, number: u32) -> &str {
    &shelf.entries[number as usize].key
}

/// The numbers of entries by their keys, then in the order of the corpus.
fn by_key(entries: &[Entry]) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..entries.len() as u32).collect();
    numbers.sort_by(|&a, &b| entries[a as usize].key.cmp(&entries[b as usize].key));
    numbers
}
