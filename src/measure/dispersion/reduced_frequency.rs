//! Average reduced frequency: dispersion from positions, without parts.

use crate::measure::undefined::{Undefined, at_least};

/// Average reduced frequency, `sum min(d_i, N / f) / (N / f)`, where d_i are the distances from each of the f
/// occurrences to the next, the last going on to the first around the end (Savicky and Hlavacova 2002, "Measures of
/// word commonness", Journal of Quantitative Linguistics 9(3)). It is f for a word at equal distances, and near 1 for
/// one whose occurrences are all together.
///
/// `positions` are ascending token numbers below `n_tokens`. Cost: linear in the occurrences.
///
/// # Errors
///
/// If there are no occurrences, or positions are not ascending and below `n_tokens`.
pub fn average_reduced_frequency(positions: &[u64], n_tokens: u64) -> Result<f64, Undefined> {
    let (Some(&first), Some(&last)) = (positions.first(), positions.last()) else {
        at_least(0, 1, "occurrences")?;
        return Ok(0.0);
    };
    let is_ascending = positions.is_sorted_by(|left, right| left < right);
    if !is_ascending || last >= n_tokens {
        return Err(Undefined::Because("positions that are not in order"));
    }
    let mean_distance = n_tokens as f64 / positions.len() as f64;
    let around = first + (n_tokens - last);
    let distances = positions.windows(2).map(|pair| pair[1] - pair[0]).chain([around]);
    Ok(distances.map(|distance| (distance as f64).min(mean_distance)).sum::<f64>() / mean_distance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::golden;

    #[test]
    fn values_equal_those_of_the_definition() {
        for row in golden::rows(include_str!("../golden/reduced_frequency.tsv")) {
            let [n_tokens, positions, expected] = row[..] else { panic!("{row:?}") };
            let found = average_reduced_frequency(&golden::integers(positions), golden::integers(n_tokens)[0]);
            golden::assert_close(found.unwrap(), golden::number(expected), positions);
        }
    }

    #[test]
    fn equal_distances_give_the_frequency_itself() {
        assert_eq!(average_reduced_frequency(&[0, 5, 10, 15], 20), Ok(4.0));
        assert_eq!(average_reduced_frequency(&[7], 20), Ok(1.0));
        assert_eq!(average_reduced_frequency(&[], 20).unwrap_err().to_string(), "no occurrences");
        assert!(average_reduced_frequency(&[3, 3], 20).is_err());
        assert!(average_reduced_frequency(&[3, 20], 20).is_err());
    }

    proptest! {
        #[test]
        fn it_lies_between_one_and_the_frequency(
            positions in proptest::collection::btree_set(0_u64..1_000_000_000_000, 1..20),
        ) {
            let positions: Vec<u64> = positions.into_iter().collect();
            let found = average_reduced_frequency(&positions, 1_000_000_000_000).unwrap();
            prop_assert!(found >= 1.0 - 1e-12 && found <= positions.len() as f64 + 1e-12);
        }
    }
}
