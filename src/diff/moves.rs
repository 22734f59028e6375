//! Moved blocks: runs of parts that were removed at one place and added, the same and in the same order, at another.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashMap;

/// A block that has fewer letters and numbers than this is nothing that anybody moved; git asks for as many.
const LEAST_LETTERS: usize = 20;

/// A part that was removed at more places than this begins no block, though it may be within one.
const MOST_PLACES: usize = 64;

/// Parts that are looked at altogether before no more blocks are searched. It bounds the time by the texts alone.
const MOST_STEPS: usize = 1 << 26;

/// The changed parts of one text, in order: the number of each, and the form in which it is compared.
#[derive(Debug, Default)]
pub(super) struct Changed<'t> {
    numbers: Vec<usize>,
    forms: Vec<Cow<'t, str>>,
}

impl<'t> Changed<'t> {
    /// Adds a part. Parts with numbers that follow on each other stand side by side.
    pub(super) fn push(&mut self, number: usize, form: Cow<'t, str>) {
        self.numbers.push(number);
        self.forms.push(form);
    }

    /// Whether the part behind the one at `idx` stands beside it.
    fn goes_on(&self, idx: usize) -> bool {
        self.numbers.get(idx + 1) == Some(&(self.numbers[idx] + 1))
    }
}

/// A block: the numbers of its parts in the old text and in the new one, as many of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// The moved blocks of a comparison.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// In the order of the new text.
    by_new: Vec<Move>,
    /// Their places in the order of the old text.
    by_old: Vec<usize>,
}

impl Moves {
    /// Finds the blocks of at least `n_least` parts and 20 letters or numbers. No part is in two of them; none at all are
    /// found for `n_least` 0.
    ///
    /// Each added part that no block has yet begins the longest one that goes on in either direction. Cost: linear for
    /// texts of many different parts, and bounded for all.
    pub(super) fn find(removed: &Changed<'_>, added: &Changed<'_>, n_least: usize) -> Self {
        if n_least == 0 || removed.numbers.len() < n_least || added.numbers.len() < n_least {
            return Self::default();
        }
        let mut search = Search::new(removed, added);
        let mut by_new = Vec::new();
        let mut at = 0;
        while at < added.numbers.len() && search.n_steps < MOST_STEPS {
            let block = search.longest(at).filter(|block| block.n_parts >= n_least && search.has_letters(block));
            at = match block {
                Some(block) => {
                    by_new.push(search.take(&block));
                    block.new + block.n_parts
                }
                None => at + 1,
            };
        }
        let mut by_old: Vec<usize> = (0..by_new.len()).collect();
        by_old.sort_unstable_by_key(|&idx| by_new[idx].old.start);
        Self { by_new, by_old }
    }

    /// Where the old part with this number stands now.
    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        let before = self.by_old.partition_point(|&idx| self.by_new[idx].old.start <= old).checked_sub(1)?;
        let block = &self.by_new[self.by_old[before]];
        block.old.contains(&old).then(|| block.new.start + (old - block.old.start))
    }

    /// Where the new part with this number stood before.
    pub(super) fn old_of(&self, new: usize) -> Option<usize> {
        let before = self.by_new.partition_point(|block| block.new.start <= new).checked_sub(1)?;
        let block = &self.by_new[before];
        block.new.contains(&new).then(|| block.old.start + (new - block.new.start))
    }

    /// The blocks that touch `old` or `new`, in the order of the new text.
    pub(super) fn touching(&self, old: &Range<usize>, new: &Range<usize>) -> impl Iterator<Item = &Move> {
        let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        self.by_new.iter().filter(move |block| overlaps(&block.old, old) || overlaps(&block.new, new))
    }

    /// How many blocks there are.
    pub(super) fn n_blocks(&self) -> usize {
        self.by_new.len()
    }

    /// How many parts are in blocks.
    pub(super) fn n_parts(&self) -> usize {
        self.by_new.iter().map(|block| block.new.len()).sum()
    }
}

/// A block by places among the changed parts.
struct Block {
    old: usize,
    new: usize,
    n_parts: usize,
}

struct Search<'c, 't> {
    removed: &'c Changed<'t>,
    added: &'c Changed<'t>,
    /// Where each form was removed.
    places: HashMap<&'c str, Vec<usize>>,
    is_taken: Vec<bool>,
    /// Added parts before this are done with.
    new_end: usize,
    n_steps: usize,
}

impl<'c, 't> Search<'c, 't> {
    fn new(removed: &'c Changed<'t>, added: &'c Changed<'t>) -> Self {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::with_capacity(removed.forms.len());
        for (idx, form) in removed.forms.iter().enumerate() {
            let places = places.entry(form.as_ref()).or_default();
            if places.len() <= MOST_PLACES {
                places.push(idx);
            }
        }
        let is_taken = vec![false; removed.forms.len()];
        Self { removed, added, places, is_taken, new_end: 0, n_steps: 0 }
    }

    /// The longest block through the added part at `new`; the first in the old text of several.
    fn longest(&mut self, new: usize) -> Option<Block> {
        let places = self.places.get(self.added.forms[new].as_ref()).filter(|places| places.len() <= MOST_PLACES)?;
        let mut longest: Option<Block> = None;
        for &old in places.iter().filter(|&&old| !self.is_taken[old]) {
            let n_before = self.n_before(old, new);
            let n_parts = n_before + self.n_from(old, new);
            self.n_steps += n_parts;
            if longest.as_ref().is_none_or(|block| block.n_parts < n_parts) {
                longest = Some(Block { old: old - n_before, new: new - n_before, n_parts });
            }
        }
        longest
    }

    /// How many parts of the block stand before the given ones.
    fn n_before(&self, old: usize, new: usize) -> usize {
        let most = old.min(new - self.new_end);
        let goes_on = |n: &usize| {
            let (old, new) = (old - n, new - n);
            self.removed.goes_on(old)
                && self.added.goes_on(new)
                && !self.is_taken[old]
                && self.removed.forms[old] == self.added.forms[new]
        };
        (1..=most).take_while(goes_on).count()
    }

    /// How many parts the block has from the given ones on.
    fn n_from(&self, old: usize, new: usize) -> usize {
        let most = (self.removed.forms.len() - old).min(self.added.forms.len() - new);
        let goes_on = |n: &usize| {
            let (old, new) = (old + n, new + n);
            let is_beside = self.removed.goes_on(old - 1) && self.added.goes_on(new - 1);
            is_beside && !self.is_taken[old] && self.removed.forms[old] == self.added.forms[new]
        };
        1 + (1..most).take_while(goes_on).count()
    }

    fn has_letters(&self, block: &Block) -> bool {
        let forms = &self.added.forms[block.new..block.new + block.n_parts];
        let letters = forms.iter().flat_map(|form| form.chars()).filter(|c| c.is_alphanumeric());
        letters.take(LEAST_LETTERS).count() == LEAST_LETTERS
    }

    fn take(&mut self, block: &Block) -> Move {
        self.is_taken[block.old..block.old + block.n_parts].fill(true);
        self.new_end = block.new + block.n_parts;
        let (old, new) = (self.removed.numbers[block.old], self.added.numbers[block.new]);
        Move { old: old..old + block.n_parts, new: new..new + block.n_parts }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONG: &str = "a sentence that is long enough";

    fn changed<'t>(parts: &[(usize, &'t str)]) -> Changed<'t> {
        let mut changed = Changed::default();
        parts.iter().for_each(|&(number, form)| changed.push(number, Cow::Borrowed(form)));
        changed
    }

    #[track_caller]
    fn check(removed: &[(usize, &str)], added: &[(usize, &str)], n_least: usize, expected: &[Move]) {
        assert_eq!(Moves::find(&changed(removed), &changed(added), n_least).by_new, expected);
    }

    #[test]
    fn a_block_is_as_long_as_both_texts_go_on() {
        let removed = [(3, "x"), (4, LONG), (5, "y"), (9, "z")];
        check(&removed, &[(0, "x"), (1, LONG), (2, "y"), (3, "z")], 1, &[Move { old: 3..6, new: 0..3 }]);
        check(&removed, &[(0, "x"), (1, LONG), (3, "y")], 1, &[Move { old: 3..5, new: 0..2 }]);
        check(&removed, &[(0, "x"), (1, LONG), (3, "y")], 3, &[]);
        check(&removed, &[(1, LONG)], 0, &[]);
    }

    #[test]
    fn what_hardly_has_letters_did_not_move_and_no_part_moves_twice() {
        check(&[(0, "x"), (1, "")], &[(7, "x"), (8, "")], 1, &[]);
        check(&[(0, LONG)], &[(5, LONG), (9, LONG)], 1, &[Move { old: 0..1, new: 5..6 }]);
    }

    #[test]
    fn either_place_of_a_block_leads_to_the_other() {
        let moves = Moves::find(&changed(&[(2, LONG), (8, "b"), (9, LONG)]), &changed(&[(0, LONG), (1, LONG)]), 1);
        assert_eq!((moves.n_blocks(), moves.n_parts()), (2, 2));
        for (old, new) in [(2, 0), (9, 1)] {
            assert_eq!((moves.new_of(old), moves.old_of(new)), (Some(new), Some(old)));
        }
        assert_eq!((moves.new_of(8), moves.old_of(2)), (None, None));
        assert_eq!(moves.touching(&(9..10), &(5..6)).count(), 1);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_block_are_the_same_on_both_sides(
            removed in "[ab]{0,40}", added in "[abc]{0,40}", n_least in 0_usize..4
        ) {
            let parts = |text: &str| -> Vec<(usize, String)> {
                text.chars().map(|c| c.to_string().repeat(7)).enumerate().collect()
            };
            let (old, new) = (parts(&removed), parts(&added));
            let borrowed = |parts: &[(usize, String)]| {
                let mut changed = Changed::default();
                parts.iter().for_each(|(number, form)| changed.push(*number, Cow::Owned(form.clone())));
                changed
            };
            let moves = Moves::find(&borrowed(&old), &borrowed(&new), n_least);
            let mut seen = std::collections::HashSet::new();
            for block in &moves.by_new {
                prop_assert!(block.new.len() >= n_least);
                for (a, b) in block.old.clone().zip(block.new.clone()) {
                    prop_assert_eq!(&old[a].1, &new[b].1);
                    prop_assert!(seen.insert(a));
                }
            }
        }
    }
}
