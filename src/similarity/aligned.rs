//! How much of two texts can be laid side by side, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The share of words that stand in the same order in both texts: 2 M / (m + n), m and n being the texts' numbers of
/// words and M that of those matched by a shortest edit script (Ratcliff and Obershelp's ratio, with Myers' alignment of
/// 1986). `a` and `b` are the hashes of the words; `None` if neither has any.
///
/// Cost: O((m + n) d), d being the number of words that differ.
pub fn aligned_share(a: &[u64], b: &[u64]) -> Option<f64> {
    let n_words = a.len() + b.len();
    let operations = capture_diff_slices(Algorithm::Myers, a, b);
    let matched = operations.iter().map(|operation| if let DiffOp::Equal { len, .. } = operation { *len } else { 0 });
    (n_words > 0).then(|| 2.0 * matched.sum::<usize>() as f64 / n_words as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_counts_words_in_the_same_order() {
        assert_eq!(aligned_share(&[], &[]), None);
        assert_eq!(aligned_share(&[1, 2, 3], &[1, 2, 3]), Some(1.0));
        assert_eq!(aligned_share(&[1, 2, 3, 4], &[1, 9, 3, 4]), Some(0.75));
        assert_eq!(aligned_share(&[1, 2], &[2, 1]), Some(0.5));
        assert_eq!(aligned_share(&[1], &[2]), Some(0.0));
    }
}
