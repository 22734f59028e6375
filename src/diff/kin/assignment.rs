//! Who belongs to whom, one to one.

use crate::similarity::{Overlap, Threshold};

/// Partners of members, by number.
pub(super) struct Assignment {
    partners: Vec<Option<Partner>>,
}

#[derive(Clone, Copy)]
struct Partner {
    number: u32,
    /// What the member shares with it, the member's shingles first; unknown of equal texts.
    overlap: Option<Overlap>,
}

/// A pair that may be assigned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) old: u32,
    pub(super) new: u32,
    /// More for a better pair.
    pub(super) score: f64,
    /// What they share, the old document's shingles first.
    pub(super) overlap: Overlap,
}

impl Assignment {
    /// Nobody has a partner.
    pub(super) fn new(n_members: u32) -> Self {
        Self { partners: vec![None; n_members as usize] }
    }

    pub(super) fn has_partner(&self, number: u32) -> bool {
        self.partners[number as usize].is_some()
    }

    /// Whether the text of the member is part of others of which more is known than that they are equal.
    pub(super) fn is_equal_to_partner(&self, number: u32) -> bool {
        self.partners[number as usize].is_some_and(|partner| partner.overlap.is_none())
    }

    /// Pairs two equal members, if both are without a partner.
    pub(super) fn pair_equal(&mut self, old: u32, new: u32) {
        self.pair(old, new, None);
    }

    /// Pairs the best candidates first; of equally good ones those with the least ids, whichever side has which, so
    /// that the pairs are the same if the sides are swapped.
    pub(super) fn pair_best<'m>(&mut self, mut candidates: Vec<Candidate>, id: impl Fn(u32) -> &'m str) {
        let ids = |candidate: &Candidate| {
            let (old, new) = (id(candidate.old), id(candidate.new));
            (old.min(new), old.max(new), candidate.old, candidate.new)
        };
        candidates.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| ids(a).cmp(&ids(b))));
        candidates.iter().for_each(|candidate| self.pair(candidate.old, candidate.new, Some(candidate.overlap)));
    }

    fn pair(&mut self, old: u32, new: u32, overlap: Option<Overlap>) {
        if !self.has_partner(old) && !self.has_partner(new) {
            self.partners[old as usize] = Some(Partner { number: new, overlap });
            self.partners[new as usize] = Some(Partner { number: old, overlap: overlap.map(Overlap::turned) });
        }
    }

    /// All pairs, by the number of the old member.
    pub(super) fn pairs(&self, n_old: u32) -> impl Iterator<Item = (u32, u32)> {
        let olds = (0..n_old).zip(&self.partners);
        olds.filter_map(|(old, partner)| Some((old, partner.as_ref()?.number)))
    }

    /// Whether `whole` has most shingles of its partner `part`.
    pub(super) fn contains(&self, whole: u32, part: u32) -> bool {
        let overlap = self.partners[part as usize].filter(|partner| partner.number == whole).and_then(|p| p.overlap);
        overlap.is_some_and(|overlap| Threshold::default().is_reached_by(overlap.n_shared.into(), overlap.n_a.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(candidates: &[(u32, u32, f64)], expected: &[(u32, u32)]) {
        let mut assignment = Assignment::new(8);
        let overlap = Overlap { n_shared: 1, n_a: 1, n_b: 1 };
        let candidate = |&(old, new, score)| Candidate { old, new, score, overlap };
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
        assignment.pair_best(candidates.iter().map(candidate).collect(), |number| ids[number as usize]);
        assert_eq!(assignment.pairs(4).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_best_pair_goes_first_and_nobody_has_two_partners() {
        check(&[(0, 4, 0.6), (0, 5, 0.9), (1, 5, 0.8)], &[(0, 5)]);
        check(&[(0, 4, 0.6), (0, 5, 0.9), (1, 5, 0.95)], &[(0, 4), (1, 5)]);
    }

    #[test]
    fn of_equally_good_pairs_those_with_the_least_ids_win() {
        check(&[(1, 4, 0.7), (0, 5, 0.7), (0, 4, 0.7), (1, 5, 0.7)], &[(0, 4), (1, 5)]);
    }
}
