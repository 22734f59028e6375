//! What two shingle sets share, in whole numbers.

use super::{ShingleSet, Threshold};

/// The sizes of two sets and of their intersection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap {
    /// Shingles in both.
    pub n_shared: u32,
    /// Shingles in the first.
    pub n_a: u32,
    /// Shingles in the second.
    pub n_b: u32,
}

impl Overlap {
    /// Counts what `a` and `b` share. Cost: one merge, linear in both sizes.
    pub fn of(a: &ShingleSet, b: &ShingleSet) -> Self {
        Self { n_shared: n_shared(a.hashes(), b.hashes()), n_a: a.len(), n_b: b.len() }
    }

    /// Like [`Self::of`], but `None` if the resemblance is below `threshold`. Sets whose sizes alone rule it out cost
    /// nothing.
    pub fn reaching(threshold: Threshold, a: &ShingleSet, b: &ShingleSet) -> Option<Self> {
        let best = Self { n_shared: a.len().min(b.len()), n_a: a.len(), n_b: b.len() };
        best.reaches(threshold).then(|| Self::of(a, b)).filter(|overlap| overlap.reaches(threshold))
    }

    /// Resemblance, or Jaccard's coefficient: |A ∩ B| / |A ∪ B| (Jaccard 1901; Broder 1997). `None` for two empty sets.
    pub fn jaccard(self) -> Option<f64> {
        ratio(self.n_shared.into(), self.n_union())
    }

    /// Containment of the first in the second: |A ∩ B| / |A| (Broder 1997). `None` if the first is empty.
    pub fn containment_a_in_b(self) -> Option<f64> {
        ratio(self.n_shared.into(), self.n_a.into())
    }

    /// Containment of the second in the first: |A ∩ B| / |B| (Broder 1997). `None` if the second is empty.
    pub fn containment_b_in_a(self) -> Option<f64> {
        ratio(self.n_shared.into(), self.n_b.into())
    }

    /// The same with the second set first.
    pub fn turned(self) -> Self {
        Self { n_a: self.n_b, n_b: self.n_a, ..self }
    }

    /// Whether the sets may differ by words in place of others, and by nothing else: each has members of its own, at
    /// least two, and about as many as the other. A word taken out or put in leaves about as many, too.
    pub fn may_be_substitution(self) -> bool {
        let (own_a, own_b) = (self.n_a - self.n_shared, self.n_b - self.n_shared);
        own_a.min(own_b) >= 2 && own_a.max(own_b) <= 3 * own_a.min(own_b)
    }

    /// Whether the resemblance is at least `threshold`.
    pub fn reaches(self, threshold: Threshold) -> bool {
        threshold.is_reached_by(self.n_shared.into(), self.n_union())
    }

    fn n_union(self) -> u64 {
        u64::from(self.n_a) + u64::from(self.n_b) - u64::from(self.n_shared)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The branches of a textbook merge are unpredictable on hashes; comparisons as numbers are not, and run twice as fast.
fn n_shared(a: &[u64], b: &[u64]) -> u32 {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        n += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(hashes: &[u64]) -> ShingleSet {
        ShingleSet::from_hashes(hashes)
    }

    #[test]
    fn known_sets_have_known_measures() {
        let overlap = Overlap::of(&set(&[1, 2, 3, 4]), &set(&[3, 4, 5]));
        assert_eq!(overlap, Overlap { n_shared: 2, n_a: 4, n_b: 3 });
        assert_eq!(overlap.jaccard(), Some(0.4));
        assert_eq!(overlap.containment_a_in_b(), Some(0.5));
        assert_eq!(overlap.containment_b_in_a(), Some(2.0 / 3.0));
    }

    #[test]
    fn empty_sets_have_no_measure_and_reach_nothing() {
        let overlap = Overlap::of(&set(&[]), &set(&[]));
        assert_eq!((overlap.jaccard(), overlap.containment_a_in_b(), overlap.containment_b_in_a()), (None, None, None));
        assert_eq!(Overlap::reaching(Threshold::default(), &set(&[]), &set(&[])), None);
    }

    #[test]
    fn four_shingles_of_five_reach_four_fifths() {
        let (a, b, c) = (set(&[1, 2, 3, 4]), set(&[1, 2, 3, 4, 5]), set(&[1, 2, 3, 5, 6]));
        assert_eq!(Overlap::reaching(Threshold::default(), &a, &b), Some(Overlap { n_shared: 4, n_a: 4, n_b: 5 }));
        assert_eq!(Overlap::reaching(Threshold::default(), &b, &c), None);
    }

    proptest::proptest! {
        #[test]
        fn the_merge_counts_what_a_search_counts(a: Vec<u8>, b: Vec<u8>) {
            let (a, b) = (set(&a.iter().map(|&x| x.into()).collect::<Vec<_>>()), set(&b.iter().map(|&x| x.into()).collect::<Vec<_>>()));
            let n_shared = a.hashes().iter().filter(|hash| b.hashes().contains(hash)).count();
            proptest::prop_assert_eq!(Overlap::of(&a, &b).n_shared as usize, n_shared);
        }
    }
}
