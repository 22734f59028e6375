//! How many of some numbers lie in each of a few bins with round borders.

/// About how many bins of equal width there are.
const N_BINS: u64 = 30;

/// From this many times the median on, the largest value would leave nearly all others in the first bin.
const LONG_TAIL: u64 = 15;

/// Numbers from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// The least number of the bin.
    pub first: u64,
    /// The largest number of the bin.
    pub last: u64,
    /// How many of the values are in it.
    pub n_values: u64,
}

/// The bins of `values`, from 0 to the largest: 1, 2 or 5 times a power of ten wide; if the largest value is more than 15
/// times the median, with borders at 1, 2, 5, 10, 20, 50 and so on. Cost: a sort.
pub fn bins(mut values: Vec<u64>) -> Vec<Bin> {
    values.sort_unstable();
    let Some(&max) = values.last() else { return Vec::new() };
    let median = values[values.len() / 2];
    let borders = if max / LONG_TAIL > median { growing_borders(max) } else { even_borders(max) };
    let mut n_before = 0;
    let bin = |border: &[u64]| {
        let n_through = values.partition_point(|&value| value < border[1]);
        let n_values = (n_through - std::mem::replace(&mut n_before, n_through)) as u64;
        Bin { first: border[0], last: border[1] - 1, n_values }
    };
    borders.windows(2).map(bin).collect()
}

/// The borders of bins of one width, from 0 to the first one above `max`.
fn even_borders(max: u64) -> Vec<u64> {
    let width = round_numbers().find(|width| max / width < N_BINS).unwrap_or(u64::MAX);
    (0..=max / width + 1).map(|idx| width.saturating_mul(idx)).collect()
}

/// The borders of bins that grow, from 0 to the first one above `max`.
fn growing_borders(max: u64) -> Vec<u64> {
    let mut borders = vec![0];
    borders.extend(round_numbers().take_while(|&border| border <= max));
    borders.push(round_numbers().find(|&border| border > max).unwrap_or(u64::MAX));
    borders
}

/// 1, 2, 5, 10, 20, 50 and so on, as far as they are numbers.
fn round_numbers() -> impl Iterator<Item = u64> {
    let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
    powers.flat_map(|power| [1, 2, 5].into_iter().filter_map(move |n| power.checked_mul(n)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bins_of_numbers_of_a_size_have_one_width() {
        let found: Vec<(u64, u64, u64)> =
            bins(vec![3, 12, 12, 29]).iter().map(|b| (b.first, b.last, b.n_values)).collect();
        assert_eq!((found.len(), found[3], found[12], found[29]), (30, (3, 3, 1), (12, 12, 2), (29, 29, 1)));
        let wide = bins(vec![100, 290]);
        assert_eq!((wide.len(), wide[10].first, wide[29]), (30, 100, Bin { first: 290, last: 299, n_values: 1 }));
    }

    #[test]
    fn bins_of_a_long_tail_grow() {
        let found = bins(vec![0, 3, 4, 900]);
        let borders: Vec<u64> = found.iter().map(|bin| bin.first).collect();
        assert_eq!(borders, [0, 1, 2, 5, 10, 20, 50, 100, 200, 500]);
        assert_eq!(found[2], Bin { first: 2, last: 4, n_values: 2 });
    }

    #[test]
    fn no_numbers_are_no_bins() {
        assert_eq!(bins(Vec::new()), []);
        assert_eq!(bins(vec![0, 0]), [Bin { first: 0, last: 0, n_values: 2 }]);
    }

    proptest! {
        #[test]
        fn every_number_is_in_the_one_bin_that_holds_it(values in prop::collection::vec(0_u64..100_000, 1..60)) {
            let found = bins(values.clone());
            prop_assert_eq!(found.iter().map(|bin| bin.n_values).sum::<u64>(), values.len() as u64);
            for bin in &found {
                let n_values = values.iter().filter(|value| (bin.first..=bin.last).contains(value)).count() as u64;
                prop_assert_eq!(bin.n_values, n_values);
            }
        }
    }
}
