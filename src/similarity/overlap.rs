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
        Self { n_shared: merged(a.hashes(), b.hashes(), 0).unwrap_or(0), n_a: a.len(), n_b: b.len() }
    }

    /// Like [`Self::of`], but `None` if the resemblance is below `threshold`. Sets whose sizes alone rule it out cost
    /// nothing, and those that differ much are not read to the end.
    pub fn reaching(threshold: Threshold, a: &ShingleSet, b: &ShingleSet) -> Option<Self> {
        let (n_both, t) = (f64::from(a.len()) + f64::from(b.len()), threshold.value());
        Self::sharing(n_both * t / (1.0 + t), a, b).filter(|overlap| overlap.reaches(threshold))
    }

    /// Like [`Self::of`], but `None` if the containment of `a` in `b` is below `threshold`, found as early.
    pub fn containing(threshold: Threshold, a: &ShingleSet, b: &ShingleSet) -> Option<Self> {
        Self::sharing(f64::from(a.len()) * threshold.value(), a, b)
            .filter(|overlap| threshold.is_reached_by(overlap.n_shared.into(), overlap.n_a.into()))
    }

    /// `None` if the sets certainly share fewer than about `least`; one less is asked for, since that is rounded.
    fn sharing(least: f64, a: &ShingleSet, b: &ShingleSet) -> Option<Self> {
        let n_shared = merged(a.hashes(), b.hashes(), (least as usize).saturating_sub(1))?;
        Some(Self { n_shared, n_a: a.len(), n_b: b.len() })
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

/// Steps of a merge after which it is asked whether enough can be shared still.
const STEPS: usize = 64;

/// How many numbers two ascending sequences share; `None` if fewer than `least`, as soon as that is certain.
///
/// The branches of a textbook merge are unpredictable on hashes; comparisons as numbers are not, and run twice as fast.
fn merged(mut a: &[u64], mut b: &[u64], least: usize) -> Option<u32> {
    let mut n = 0;
    while n + a.len().min(b.len()) >= least {
        let (mut i, mut j) = (0, 0);
        for _ in 0..STEPS {
            let (Some(x), Some(y)) = (a.get(i), b.get(j)) else { return (n >= least).then_some(n as u32) };
            n += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        (a, b) = (&a[i..], &b[j..]);
    }
    None
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
