//! Winnowed fingerprints: few shingles of a text, chosen so that long shared passages share one.
//!
//! Of each [`WINDOW`] consecutive shingles the least is chosen (Schleimer, Wilkerson and Aiken 2003, "Winnowing: local
//! algorithms for document fingerprinting"). Two texts that share a passage of n + [`WINDOW`] − 1 words, n being the
//! words of a shingle, choose the same shingle in it: seventeen words for five-word shingles. About two in
//! [`WINDOW`] + 1 shingles are chosen.

/// Of how many consecutive shingles one at least is chosen.
pub const WINDOW: usize = 13;

/// Replaces `out` by the fingerprints of a text, each once, ascending: the upper halves of chosen shingles. `shingles`
/// are in text order. A text of fewer shingles than a window has one fingerprint. Cost: a comparison a shingle, and a
/// look at a whole window for each fingerprint.
pub fn winnowed_into(shingles: &[u64], out: &mut Vec<u32>) {
    out.clear();
    let mut chosen = None;
    for window in 0..(shingles.len() + 1).saturating_sub(WINDOW).max(shingles.len().min(1)) {
        let last = (window + WINDOW).min(shingles.len()) - 1;
        let least = match chosen {
            // What came in may be the least; of equal ones the last is taken, which keeps them few.
            Some(least) if least >= window => {
                if shingles[last] <= shingles[least] {
                    last
                } else {
                    least
                }
            }
            _ => (window..=last).rev().min_by_key(|&idx| shingles[idx]).unwrap_or(last),
        };
        if chosen != Some(least) {
            out.push((shingles[least] >> u32::BITS) as u32);
            chosen = Some(least);
        }
    }
    out.sort_unstable();
    out.dedup();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn winnowed(shingles: &[u64]) -> Vec<u32> {
        let mut out = Vec::new();
        winnowed_into(shingles, &mut out);
        out
    }

    fn scattered(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        numbers.map(|n| xxhash_rust::xxh3::xxh3_64(&n.to_le_bytes())).collect()
    }

    #[test]
    fn every_text_with_a_shingle_has_a_fingerprint() {
        assert!(winnowed(&[]).is_empty());
        assert_eq!(winnowed(&[9 << 32, 3 << 32]), [3]);
        assert_eq!(winnowed(&[5 << 32; 100]), [5]);
    }

    #[test]
    fn about_two_of_a_window_and_one_are_chosen() {
        let n = winnowed(&scattered(1..14_000)).len();
        assert!((1_900..2_100).contains(&n), "{n}");
    }

    proptest! {
        #[test]
        fn a_shared_passage_of_a_window_shares_a_fingerprint(start in 0u64..1_000, before in 0u64..40, after in 0u64..40) {
            let shared = start..start + WINDOW as u64;
            let a = scattered((5_000..5_000 + before).chain(shared.clone()).chain(6_000..6_000 + after));
            let b = scattered((7_000..7_000 + after).chain(shared).chain(8_000..8_000 + before));
            let fingerprints = winnowed(&b);
            prop_assert!(winnowed(&a).iter().any(|fingerprint| fingerprints.contains(fingerprint)));
        }
    }
}
