//! Documents of two corpora that belong together by their content, whatever they are called.
//!
//! First equal texts are paired, then near ones by their Jaccard coefficient, then those that contain each other; each
//! document once, the best pair first. What is left of one side and contained in a document that has another partner
//! was merged into it, or split off from it. Sketches and fingerprints propose, exact shingle sets decide, as for
//! duplicates; nothing looks at all pairs.

mod assignment;
mod contained;
mod equal;
mod members;
mod near;

use super::change::Change;
use crate::error::Error;
use crate::input::PairsAside;
use crate::similarity::Threshold;

use assignment::Assignment;
pub(super) use members::{Members, Standing};

/// Two documents that belong together, by their numbers among the [`Members`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinship {
    pub(super) old: u32,
    pub(super) new: u32,
    pub(super) change: Change,
}

/// Finds all kinships of free members. Every free member is in at most one that is moved or renamed, or in one or more
/// that are merged or split; the order is that of numbers.
///
/// Runs in the rayon pool that it is called in. Pairs that share fingerprints go to `aside` if they are many. Memory: some six hundred bytes a member, and what is compared.
///
/// # Errors
///
/// If a document cannot be read back.
pub(super) fn find(members: &mut Members<'_>, near: Threshold, aside: &mut PairsAside) -> Result<Vec<Kinship>, Error> {
    if !members.any_free() {
        return Ok(Vec::new());
    }
    let keys = members.take_prints(near)?;
    let mut assignment = Assignment::new(members.len());
    if members.has_free_of_both() {
        equal::assign(members, &mut assignment)?;
        near::assign(members, &keys, near, &mut assignment)?;
    }
    let parts = contained::assign(members, &keys, &mut assignment, aside)?;
    Ok(kinships(members, &assignment, &parts))
}

/// Pairs and parts together. A pair whose document has further parts is one of them, if it is a part itself.
fn kinships(members: &Members<'_>, assignment: &Assignment, parts: &contained::Parts) -> Vec<Kinship> {
    let pairs = assignment.pairs(members.n_old()).map(|(old, new)| {
        let change = if parts.are_of(new) && assignment.contains(new, old) {
            Change::Merged
        } else if parts.are_of(old) && assignment.contains(old, new) {
            Change::Split
        } else {
            Change::of_ids(members.id(old), members.id(new))
        };
        Kinship { old, new, change }
    });
    let merged = parts.iter().map(|(part, whole)| {
        if members.is_old(part) {
            Kinship { old: part, new: whole, change: Change::Merged }
        } else {
            Kinship { old: whole, new: part, change: Change::Split }
        }
    });
    let mut kinships: Vec<Kinship> = pairs.chain(merged).collect();
    kinships.sort_unstable_by_key(|kinship| (kinship.old, kinship.new));
    kinships
}

#[cfg(test)]
mod tests;
