//! Texts that are part of others under other names: teasers, and documents that were merged or split.

use super::super::corpora_options::MIN_CONTAINED_WORDS;
use super::assignment::{Assignment, Candidate};
use super::members::{Keys, Members};
use crate::error::Error;
use crate::input::PairsAside;
use crate::similarity::{ContainedPair, Documents, Overlap, Run, ShingleSet, Threshold, contained_pairs};

/// Free members that are part of a member of the other side which has another partner.
pub(super) struct Parts {
    /// The part and the whole, by the part.
    found: Vec<(u32, u32)>,
    /// Whether there are parts of a member.
    has_parts: Vec<bool>,
}

/// Pairs free members of which one contains the other, most first; then finds the wholes of those that are left. Of
/// several wholes the one that has most of the part wins, then the one with the least number.
pub(super) fn assign(
    members: &Members<'_>,
    keys: &Keys,
    assignment: &mut Assignment,
    aside: &mut PairsAside,
) -> Result<Parts, Error> {
    let parts = Partial { members, assignment };
    // The whole of what was merged has changed, so that members with an equal partner are none.
    let is_wanted = |number: u32| !assignment.is_equal_to_partner(number);
    let runs: Vec<Run<'_, Error>> = vec![Box::new(keys.passages.ascending(0).map(Ok))];
    let n_fingerprints = |number: u32| members.n_passage_keys(number);
    let found = contained_pairs(runs, is_wanted, n_fingerprints, Threshold::default(), &parts, aside)?.pairs;
    let mut pairs: Vec<ContainedPair> =
        found.iter().flat_map(either_way).filter(|pair| parts.may_be(pair.inner)).collect();
    pairs.sort_by(|a, b| containment(b).total_cmp(&containment(a)).then(a.cmp(b)));

    let is_free = |number: u32| members.is_free(number) && !assignment.has_partner(number);
    let both_free = pairs.iter().filter(|pair| is_free(pair.inner) && is_free(pair.outer));
    let candidates: Vec<Candidate> = both_free.map(|pair| candidate(members, pair)).collect();
    assignment.pair_best(candidates, |number| members.id(number));

    let (mut found, mut has_parts) = (Vec::new(), vec![false; members.len() as usize]);
    let mut has_whole = vec![false; members.len() as usize];
    for pair in &pairs {
        let is_left = !assignment.has_partner(pair.inner) && !has_whole[pair.inner as usize];
        let is_whole = !members.is_free(pair.outer) || assignment.has_partner(pair.outer);
        if is_left && is_whole {
            has_whole[pair.inner as usize] = true;
            has_parts[pair.outer as usize] = true;
            found.push((pair.inner, pair.outer));
        }
    }
    found.sort_unstable();
    Ok(Parts { found, has_parts })
}

impl Parts {
    /// Each part with its whole.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.found.iter().copied()
    }

    /// Whether some are parts of this member.
    pub(super) fn are_of(&self, number: u32) -> bool {
        self.has_parts[number as usize]
    }
}

/// Of two equally large texts each is a part of the other.
fn either_way(pair: &ContainedPair) -> impl Iterator<Item = ContainedPair> + use<> {
    let turned = ContainedPair { inner: pair.outer, outer: pair.inner, overlap: pair.overlap.turned() };
    let is_either = pair.overlap.n_a == pair.overlap.n_b;
    [*pair].into_iter().chain(is_either.then_some(turned))
}

fn containment(pair: &ContainedPair) -> f64 {
    pair.overlap.containment_a_in_b().unwrap_or(0.0)
}

fn candidate(members: &Members<'_>, pair: &ContainedPair) -> Candidate {
    let &ContainedPair { inner, outer, overlap } = pair;
    let score = containment(pair);
    if members.is_old(inner) {
        Candidate { old: inner, new: outer, score, overlap }
    } else {
        Candidate { old: outer, new: inner, score, overlap: overlap.turned() }
    }
}

/// The members as the search for containment sees them.
struct Partial<'m, 's> {
    members: &'m Members<'s>,
    assignment: &'m Assignment,
}

impl Partial<'_, '_> {
    /// Whether the member looks for a whole.
    fn may_be(&self, number: u32) -> bool {
        self.members.is_free(number)
            && !self.assignment.has_partner(number)
            && u64::from(self.members.n_words(number)) >= MIN_CONTAINED_WORDS
    }
}

impl Documents for Partial<'_, '_> {
    type Error = Error;

    fn n_shingles(&self, number: u32) -> u32 {
        self.members.n_shingles(number)
    }

    fn shingle_set(&self, number: u32) -> Result<ShingleSet, Error> {
        self.members.shingle_set(number)
    }

    fn is_accepted(&self, inner: u32, outer: u32, overlap: Overlap) -> Result<bool, Error> {
        let is_part = self.may_be(inner) || overlap.n_a == overlap.n_b && self.may_be(outer);
        let may_be_part = is_part && self.members.is_old(inner) != self.members.is_old(outer);
        Ok(may_be_part && !self.members.are_of_one_template(inner, outer, overlap)?)
    }
}
