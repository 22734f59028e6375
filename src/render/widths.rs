//! How wide the columns of a table become in a terminal of a given width.

use crate::table::Kind;

/// Blanks between two columns.
pub(super) const GAP: usize = 2;

/// A text column narrower than this says nothing.
const NARROWEST_TEXT: usize = 8;

/// The width of each column, given what it would like to have, or `None` if there are too many columns.
///
/// Numbers always get what they need, since half a number is a wrong one. Texts share the rest: those that want less
/// than an equal share get it, the others share what is left.
pub(super) fn fitted(wanted: &[usize], kinds: &[Kind], total: usize) -> Option<Vec<usize>> {
    let gaps = GAP * wanted.len().saturating_sub(1);
    let is_text = |idx: usize| !kinds[idx].is_number();
    let numbers: usize = (0..wanted.len()).filter(|&idx| !is_text(idx)).map(|idx| wanted[idx]).sum();
    let mut rest = total.checked_sub(gaps + numbers)?;
    let mut texts: Vec<usize> = (0..wanted.len()).filter(|&idx| is_text(idx)).collect();
    texts.sort_by_key(|&idx| wanted[idx]);
    let mut widths = wanted.to_vec();
    for (n_done, &idx) in texts.iter().enumerate() {
        let share = rest / (texts.len() - n_done);
        if share < wanted[idx].min(NARROWEST_TEXT) {
            return None;
        }
        widths[idx] = wanted[idx].min(share);
        rest -= widths[idx];
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(wanted: &[usize], kinds: &[Kind], total: usize, expected: Option<&[usize]>) {
        assert_eq!(fitted(wanted, kinds, total).as_deref(), expected);
    }

    #[test]
    fn texts_give_way_and_numbers_do_not() {
        use Kind::{Integer, Text};
        check(&[10, 5], &[Text, Integer], 80, Some(&[10, 5]));
        check(&[100, 5], &[Text, Integer], 40, Some(&[33, 5]));
        check(&[9, 100, 100], &[Text, Text, Text], 43, Some(&[9, 15, 15]));
    }

    #[test]
    fn too_many_columns_do_not_fit() {
        use Kind::{Integer, Text};
        check(&[20; 10], &[Text; 10], 80, None);
        check(&[20, 70], &[Integer, Integer], 80, None);
    }

    proptest! {
        #[test]
        fn what_fits_fits(wanted in prop::collection::vec(0_usize..100, 1..8), total in 0_usize..200) {
            let kinds = vec![Kind::Text; wanted.len()];
            if let Some(widths) = fitted(&wanted, &kinds, total) {
                prop_assert!(widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= total);
            }
        }
    }
}
