//! The parts of two texts as numbers, so that comparing two of them costs nothing.
//!
//! Parts with the same form have the same number. Those that only the new text has share one number, since nothing will
//! ever match them.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use super::parts::Parts;

/// The number of all parts that only the new text has.
pub(super) const NEW_ONLY: u32 = u32::MAX;

/// The middles of two texts as numbers: what lies between the parts at the start and at the end that are the same.
#[derive(Debug, Default)]
pub(super) struct Ids {
    pub(super) old: Vec<u32>,
    pub(super) new: Vec<u32>,
    /// All numbers of `old` are below this.
    pub(super) n_distinct: usize,
    /// How many parts at the start are the same.
    pub(super) n_prefix: usize,
    /// How many parts at the end, behind the middle, are the same.
    pub(super) n_suffix: usize,
}

/// What is done about the parts between those at the ends that are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Middle {
    /// They get numbers.
    Numbered,
    /// They get none, as if there were none.
    Left,
}

impl Ids {
    /// Numbers the parts of two texts. Cost: linear; each part of the middle is hashed once, and compared with the part
    /// that had its number first.
    pub(super) fn of(old: &Parts<'_>, new: &Parts<'_>, middle: Middle) -> Self {
        let most = old.len().min(new.len());
        let n_prefix = (0..most).take_while(|&idx| old.form(idx) == new.form(idx)).count();
        let is_same_from_end = |back: &usize| old.form(old.len() - back) == new.form(new.len() - back);
        let n_suffix = (1..=most - n_prefix).take_while(is_same_from_end).count();
        let mut ids = Self { n_prefix, n_suffix, ..Self::default() };
        if middle == Middle::Left {
            return ids;
        }
        let old_middle = n_prefix..old.len() - n_suffix;
        let new_middle = n_prefix..new.len() - n_suffix;
        if old_middle.is_empty() || new_middle.is_empty() {
            ids.old = vec![0; old_middle.len()];
            ids.n_distinct = usize::from(!old_middle.is_empty());
            ids.new = vec![NEW_ONLY; new_middle.len()];
            return ids;
        }
        let mut numbers = Numbers { parts: old, n_given: 0, table: HashTable::new(), hasher: <_>::default() };
        numbers.table.reserve(old_middle.len(), |entry| entry.hash);
        ids.old = old_middle.map(|idx| numbers.assign(idx)).collect();
        ids.new = new_middle.map(|idx| numbers.find(&new.form(idx))).collect();
        ids.n_distinct = numbers.n_given as usize;
        ids
    }

    /// How many parts of the middle can have a counterpart at most: for each number, as often as the rarer side has it.
    pub(super) fn most_common(&self) -> usize {
        let mut n_left = vec![0_u32; self.n_distinct];
        self.old.iter().for_each(|&id| n_left[id as usize] += 1);
        let has_partner = |id: &&u32| {
            let n_left = n_left.get_mut(**id as usize);
            n_left.filter(|n| **n > 0).map(|n| *n -= 1).is_some()
        };
        self.new.iter().filter(has_partner).count()
    }
}

/// Gives out numbers. Hashes are keyed per table, since the texts may be made to collide.
struct Numbers<'p, 't> {
    parts: &'p Parts<'t>,
    n_given: u32,
    table: HashTable<Entry>,
    hasher: DefaultHashBuilder,
}

struct Entry {
    hash: u64,
    id: u32,
    /// The part that had the number first; it stands here, so that finding it costs no further look into memory.
    first: u32,
}

impl Numbers<'_, '_> {
    fn assign(&mut self, idx: usize) -> u32 {
        let form = self.parts.form(idx);
        let hash = self.hasher.hash_one(form.as_bytes());
        let parts = self.parts;
        let is_same = |entry: &Entry| entry.hash == hash && parts.form(entry.first as usize) == form;
        if let Some(entry) = self.table.find(hash, is_same) {
            return entry.id;
        }
        let id = self.n_given;
        self.n_given += 1;
        // A part too far to be told is never found again, so that it has no counterpart: valid, if not the best.
        if let Ok(first) = u32::try_from(idx) {
            self.table.insert_unique(hash, Entry { hash, id, first }, |entry| entry.hash);
        }
        id
    }

    fn find(&self, form: &str) -> u32 {
        let hash = self.hasher.hash_one(form.as_bytes());
        let is_same = |entry: &Entry| entry.hash == hash && self.parts.form(entry.first as usize) == form;
        self.table.find(hash, is_same).map_or(NEW_ONLY, |entry| entry.id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ignore::{Ignorable, Ignore};
    use super::*;

    #[test]
    fn parts_with_the_same_form_have_the_same_number() {
        let ignore = Ignore::of(&[Ignorable::Case]);
        let [old, new] = ["x\na\nB\na\n", "X\nb\nA\nc\nd\n"].map(|text| Parts::lines(text).ignoring(ignore));
        let ids = Ids::of(&old, &new, Middle::Numbered);
        assert_eq!((ids.n_prefix, ids.n_suffix), (1, 0));
        assert_eq!((ids.old.as_slice(), ids.new.as_slice()), (&[0, 1, 0][..], &[1, 0, NEW_ONLY, NEW_ONLY][..]));
        assert_eq!(ids.most_common(), 2);
    }

    #[test]
    fn equal_ends_are_not_counted_twice() {
        let ids = Ids::of(&Parts::lines("a\na\n"), &Parts::lines("a\na\na\n"), Middle::Numbered);
        assert_eq!((ids.n_prefix, ids.n_suffix, ids.new.len()), (2, 0, 1));
    }
}
