//! Sorting of hashes, whose upper bits are spread evenly.
//!
//! Numbers are first distributed by their upper bits into parts of a few, which needs no comparison, and the parts are
//! sorted then: each fits the nearest cache, and most are so short that they are sorted by insertion. Numbers that are not spread
//! evenly come out the same, only later.

/// How many numbers a part has in the mean.
const PART: usize = 4;

/// The most parts: what is written to so many places at once stays in the cache.
const MAX_PARTS: usize = 1 << 11;

/// The numbers in ascending order. Cost: linear if the upper bits are spread evenly and there are not too many numbers,
/// else that of a comparison sort.
pub(super) fn sorted(numbers: &[u64]) -> Vec<u64> {
    let n_parts = (numbers.len() / PART).next_power_of_two().min(MAX_PARTS);
    if n_parts < 2 {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        return sorted;
    }
    let shift = u64::BITS - n_parts.ilog2();
    let part = |number: u64| (number >> shift) as usize;
    // Where the next number of each part belongs; when all are placed, where the part ends.
    let mut places = [0; MAX_PARTS];
    let places = &mut places[..n_parts];
    numbers.iter().for_each(|&number| places[part(number)] += 1);
    let mut start = 0;
    for place in places.iter_mut() {
        (*place, start) = (start, start + *place);
    }
    let mut sorted = vec![0; numbers.len()];
    for &number in numbers {
        let place = &mut places[part(number)];
        sorted[*place] = number;
        *place += 1;
    }
    let mut start = 0;
    for &mut end in places {
        sorted[start..end].sort_unstable();
        start = end;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(numbers: &[u64]) {
        let mut expected = numbers.to_vec();
        expected.sort_unstable();
        assert_eq!(sorted(numbers), expected);
    }

    #[test]
    fn any_number_of_numbers_is_sorted() {
        for n in [0, 1, 2, 7, 8, 9, 100, 1_000, 50_000] {
            check(&(1..=n).map(|number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn numbers_that_crowd_together_are_sorted_too() {
        check(&(0..5_000).rev().collect::<Vec<_>>());
        check(&[u64::MAX; 300]);
    }

    proptest! {
        #[test]
        fn order_is_that_of_a_comparison_sort(numbers: Vec<u64>, small: Vec<u8>) {
            check(&numbers);
            check(&small.into_iter().map(u64::from).chain(numbers).collect::<Vec<_>>());
        }
    }
}
