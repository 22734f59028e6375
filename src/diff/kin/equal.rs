//! Equal texts under other names.

use rayon::prelude::*;

use super::assignment::Assignment;
use super::members::Members;
use crate::error::Error;

/// Pairs free members with equal texts: those of the same name first, the rest in the order of ids. Texts without words
/// are nobody's kin. Cost: a sort, and one look at each pair, however many texts are equal.
pub(super) fn assign(members: &Members<'_>, assignment: &mut Assignment) -> Result<(), Error> {
    let mut by_form: Vec<(u128, u32)> = (0..members.len())
        .filter(|&number| members.is_free(number) && members.n_words(number) > 0)
        .map(|number| (members.form(number), number))
        .collect();
    by_form.par_sort_unstable();
    let mut proposed = Vec::new();
    for alike in by_form.chunk_by(|a, b| a.0 == b.0) {
        let (olds, news) = alike.split_at(alike.partition_point(|&(_, number)| members.is_old(number)));
        if !olds.is_empty() && !news.is_empty() {
            let numbers = |side: &[(u128, u32)]| side.iter().map(|&(_, number)| number).collect();
            propose(members, numbers(olds), numbers(news), &mut proposed);
        }
    }
    // A hash proposes and never decides.
    let equal = proposed.into_par_iter().map(|(old, new)| Ok((old, new, members.are_equal(old, new)?)));
    for (old, new, are_equal) in equal.collect::<Result<Vec<_>, Error>>()? {
        if are_equal {
            assignment.pair_equal(old, new);
        }
    }
    Ok(())
}

fn propose(members: &Members<'_>, mut olds: Vec<u32>, mut news: Vec<u32>, proposed: &mut Vec<(u32, u32)>) {
    let by_name = |number: &u32| (members.name(*number), *number);
    olds.sort_unstable_by_key(by_name);
    news.sort_unstable_by_key(by_name);
    let (mut old_rest, mut new_rest) = (Vec::new(), Vec::new());
    let (mut olds, mut news) = (olds.into_iter().peekable(), news.into_iter().peekable());
    while let (Some(&old), Some(&new)) = (olds.peek(), news.peek()) {
        let order = members.name(old).cmp(members.name(new));
        match (order.is_le().then(|| olds.next()).flatten(), order.is_ge().then(|| news.next()).flatten()) {
            (Some(old), Some(new)) => proposed.push((old, new)),
            (old, new) => {
                old_rest.extend(old);
                new_rest.extend(new);
            }
        }
    }
    old_rest.extend(olds);
    new_rest.extend(news);
    old_rest.sort_unstable();
    new_rest.sort_unstable();
    proposed.extend(old_rest.into_iter().zip(new_rest));
}
