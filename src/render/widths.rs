//! How wide the columns of a table become in a terminal of a given width.

use crate::table::TextLook;

/// Blanks between two columns.
pub(super) const GAP: usize = 2;

/// A text column narrower than this says nothing.
pub(super) const NARROWEST: usize = 8;

/// Nor should one be narrower than this that could be left out.
pub(super) const NARROWEST_OF_FEWER: usize = 16;

/// A column that is to be fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The width that it would like to have.
    pub(super) width: usize,
    /// The look of its texts; `None` for numbers.
    pub(super) text: Option<TextLook>,
}

impl Wanted {
    /// The part that a text gets of what texts share: of a concordance the hit is cut last, and the id first.
    fn weight(self) -> usize {
        match self.text {
            None => 0,
            Some(TextLook::Plain | TextLook::Name) => 2,
            Some(TextLook::Before | TextLook::After) => 3,
            Some(TextLook::Hit) => 4,
        }
    }
}

/// The width of each column, given what it would like to have, or `None` if there are too many columns.
///
/// Numbers always get what they need, since half a number is a wrong one. Texts share the rest by their weights: those that
/// want less than their share get it, the others share what is left, but none less than `narrowest`.
pub(super) fn fitted(wanted: &[Wanted], total: usize, narrowest: usize) -> Option<Vec<usize>> {
    let gaps = GAP * wanted.len().saturating_sub(1);
    let numbers: usize = wanted.iter().filter(|column| column.text.is_none()).map(|column| column.width).sum();
    let mut rest = total.checked_sub(gaps + numbers)?;
    let mut texts: Vec<usize> = (0..wanted.len()).filter(|&idx| wanted[idx].text.is_some()).collect();
    texts.sort_by(|&a, &b| {
        let (a, b) = (wanted[a], wanted[b]);
        (a.width * b.weight()).cmp(&(b.width * a.weight()))
    });
    let mut weights: usize = texts.iter().map(|&idx| wanted[idx].weight()).sum();
    let mut widths: Vec<usize> = wanted.iter().map(|column| column.width).collect();
    for idx in texts {
        let Wanted { width, .. } = wanted[idx];
        let share = rest * wanted[idx].weight() / weights;
        if share < width.min(narrowest) {
            return None;
        }
        widths[idx] = width.min(share);
        rest -= widths[idx];
        weights -= wanted[idx].weight();
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(wanted: &[Wanted], total: usize, expected: Option<&[usize]>) {
        assert_eq!(fitted(wanted, total, NARROWEST).as_deref(), expected);
    }

    fn text(width: usize) -> Wanted {
        Wanted { width, text: Some(TextLook::Plain) }
    }

    fn number(width: usize) -> Wanted {
        Wanted { width, text: None }
    }

    #[test]
    fn texts_give_way_and_numbers_do_not() {
        check(&[text(10), number(5)], 80, Some(&[10, 5]));
        check(&[text(100), number(5)], 40, Some(&[33, 5]));
        check(&[text(9), text(100), text(100)], 43, Some(&[9, 15, 15]));
    }

    #[test]
    fn the_words_around_a_hit_get_more_than_the_id() {
        let context = |look| Wanted { width: 100, text: Some(look) };
        let line = [text(100), context(TextLook::Before), text(5), context(TextLook::After)];
        check(&line, 51, Some(&[10, 15, 5, 15]));
    }

    #[test]
    fn too_many_columns_do_not_fit() {
        check(&[text(20); 10], 80, None);
        check(&[number(20), number(70)], 80, None);
    }

    proptest! {
        #[test]
        fn what_fits_fits(wanted in prop::collection::vec(0_usize..100, 1..8), total in 0_usize..200) {
            let wanted: Vec<Wanted> = wanted.into_iter().map(text).collect();
            if let Some(widths) = fitted(&wanted, total, NARROWEST) {
                prop_assert!(widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= total);
            }
        }
    }
}
