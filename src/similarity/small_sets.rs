//! Keys for small sets, which a sketch serves badly.
//!
//! Where two sets have only a handful of members, one bin of a sketch may decide about all bands. Their first members
//! in the order of hashes do better: if the Jaccard of two sets reaches t, they share one of the first n − ⌈t n⌉ + 1 of
//! each (prefix filtering, see [`join`](super::join)). So no pair is missed whose smaller set has at most [`SMALL`]
//! members.

use super::Threshold;
use super::sketch::n_bins;

/// Up to how many members a set is small.
pub const SMALL: u32 = 8;

/// Appends the keys of the document with these shingles, if a small set can be near it; repeats make no difference.
pub fn push_small_keys(shingles: &[u64], threshold: Threshold, keys: &mut Vec<u32>) {
    let largest = (f64::from(SMALL) / threshold.value()).ceil() as usize;
    // A long text is seldom small: its beginning shows that, and it is not sorted to find out.
    let beginning = &shingles[..shingles.len().min(8 * largest)];
    if shingles.len() > largest && n_bins(beginning) > largest {
        return;
    }
    let mut members = Vec::with_capacity(largest + 1);
    for &shingle in shingles {
        // There are few, so that it takes no more to look at each than to sort, and a long text needs no copy.
        if let Err(place) = members.binary_search(&shingle) {
            members.insert(place, shingle);
        }
        if members.len() > largest {
            return;
        }
    }
    let n_shared = (members.len() as f64 * threshold.value() - 1e-6).ceil().max(1.0) as usize;
    let prefix = (members.len() + 1).saturating_sub(n_shared);
    keys.extend(members[..prefix].iter().map(|member| (member >> u32::BITS) as u32));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::similarity::{Overlap, ShingleSet};

    fn keys(set: &ShingleSet, threshold: Threshold) -> Vec<u32> {
        let mut keys = Vec::new();
        push_small_keys(set.hashes(), threshold, &mut keys);
        keys
    }

    #[test]
    fn a_word_repeated_without_end_is_small_and_a_book_is_not() {
        let threshold = Threshold::default();
        let mut found = Vec::new();
        push_small_keys(&[7 << 32; 10_000], threshold, &mut found);
        assert_eq!(found, [7]);
        let many: Vec<u64> = (1..10_000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        push_small_keys(&many, threshold, &mut found);
        assert_eq!(found.len(), 1);
    }

    proptest! {
        #[test]
        fn no_pair_with_a_small_set_is_missed(
            shared in prop::collection::vec(any::<u64>(), 0..12),
            own in prop::collection::vec(any::<u64>(), 0..8),
            others in prop::collection::vec(any::<u64>(), 0..80),
            hundredths in 10u8..=100,
        ) {
            let threshold = Threshold::new(f64::from(hundredths) / 100.0).unwrap();
            let a = ShingleSet::from_hashes(&shared.iter().chain(&own).copied().collect::<Vec<_>>());
            let b = ShingleSet::from_hashes(&shared.iter().chain(&others).copied().collect::<Vec<_>>());
            if a.len().min(b.len()) <= SMALL && Overlap::of(&a, &b).reaches(threshold) {
                let b_keys = keys(&b, threshold);
                prop_assert!(keys(&a, threshold).iter().any(|key| b_keys.contains(key)));
            }
        }
    }
}
