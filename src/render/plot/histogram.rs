//! How many of some numbers lie in each of a few bins of equal width.

use super::{Bar, bars};
use crate::render::grouped;

/// About how many bins a picture has.
const N_BINS: u64 = 15;

/// Bars for the numbers of `values` in bins from 0 on. A bin is 1, 2 or 5 times a power of ten wide, so that its
/// borders are round; the last one holds the largest value. Cost: linear in the values and the bins.
pub fn histogram(values: &[u64], width: usize) -> String {
    let Some(&max) = values.iter().max() else { return String::new() };
    let bin_width = round_bin_width(max);
    let mut counts = vec![0_u64; usize::try_from(max / bin_width).map_or(0, |last| last + 1)];
    for value in values {
        // No value is above the largest, which has the last bin.
        counts[(value / bin_width) as usize] += 1;
    }
    let bin = |(idx, &value): (usize, &u64)| Bar::of_count(bin_label(idx as u64, bin_width), value);
    bars(&right_aligned(counts.iter().enumerate().map(bin).collect()), width)
}

/// The narrowest round width with which `max` lies among the first bins.
fn round_bin_width(max: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        let fitting = [1, 2, 5].into_iter().map(|n| power.saturating_mul(n)).find(|width| max / width < N_BINS);
        match fitting {
            Some(width) => return width,
            None => power = power.saturating_mul(10),
        }
    }
}

fn bin_label(idx: u64, bin_width: u64) -> String {
    let first = idx * bin_width;
    if bin_width == 1 {
        grouped(first)
    } else {
        format!("{}–{}", grouped(first), grouped(first.saturating_add(bin_width - 1)))
    }
}

fn right_aligned(mut bars: Vec<Bar>) -> Vec<Bar> {
    let widest = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
    bars.iter_mut().for_each(|bar| bar.label = format!("{:>widest$}", bar.label));
    bars
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bins_have_round_borders() {
        let cases = [
            (0, 1),
            (14, 1),
            (15, 2),
            (29, 2),
            (30, 5),
            (74, 5),
            (75, 10),
            (1_000, 100),
            (u64::MAX, 2_000_000_000_000_000_000),
        ];
        for (max, expected) in cases {
            assert_eq!(round_bin_width(max), expected, "{max}");
        }
    }

    #[test]
    fn every_bin_up_to_the_largest_value_has_its_line() {
        let expected = "\
0 ████████████████████████████████████ 2
1 0
2 ██████████████████ 1
";
        assert_eq!(histogram(&[0, 2, 0], 40), expected);
        let picture = histogram(&[5, 99, 250], 40);
        let first: Vec<&str> = picture.lines().map(|line| line.split('█').next().unwrap()).collect();
        assert_eq!((first.len(), first[0], first[12]), (13, "   0–19 ", "240–259 "));
        assert_eq!(histogram(&[], 40), "");
    }

    proptest! {
        #[test]
        fn every_value_is_in_one_bin(values in prop::collection::vec(0_u64..3_000, 1..50)) {
            let picture = histogram(&values, 80);
            let counts = picture.lines().map(|line| line.rsplit(' ').next().unwrap().parse::<usize>().unwrap());
            prop_assert_eq!(counts.sum::<usize>(), values.len());
            prop_assert!(picture.lines().count() <= N_BINS as usize);
        }
    }
}
