//! Zipf's curve: frequency over rank, both on logarithmic axes.

use super::{MIN_WIDTH, RISING};
use crate::render::grouped;

/// Lines of the picture without its axis.
const N_LINES: usize = 12;

/// The curve of `frequencies`, which fall: the column of a rank is as high as the logarithm of its frequency. A straight
/// fall is what Zipf's law says. Cost: linear in the frequencies.
///
/// A column stands for the ranks between its place on the logarithmic axis and the next, and shows the first of them.
pub fn zipf(frequencies: &[u64], width: usize) -> String {
    let Some(&max) = frequencies.first() else { return String::new() };
    let margin = grouped(max).chars().count();
    let n_columns = width.max(MIN_WIDTH).saturating_sub(margin + 2).max(1);
    let heights: Vec<usize> = (0..n_columns).map(|column| height(frequencies, column, n_columns, max)).collect();
    let mut picture = String::new();
    for line in (0..N_LINES).rev() {
        let label = match line {
            _ if line == N_LINES - 1 => grouped(max),
            0 => "1".to_owned(),
            _ => String::new(),
        };
        let cells = heights.iter().map(|height| RISING[height.saturating_sub(8 * line).min(8)]);
        let row: String = format!("{label:>margin$} │").chars().chain(cells).collect();
        picture.push_str(row.trim_end());
        picture.push('\n');
    }
    picture.push_str(&axis(margin, n_columns, frequencies.len()));
    picture
}

/// Eighths of a line that a column is high. The rarest word is one eighth high, so that it can be seen.
fn height(frequencies: &[u64], column: usize, n_columns: usize, max: u64) -> usize {
    let last_rank = frequencies.len() as f64;
    let share = if n_columns > 1 { column as f64 / (n_columns - 1) as f64 } else { 0.0 };
    let rank = last_rank.powf(share).round() as usize;
    let frequency = frequencies[rank.clamp(1, frequencies.len()) - 1];
    let n_eighths = 8 * N_LINES;
    match (frequency, max) {
        (0, _) => 0,
        (_, 1) => 1,
        _ => 1 + ((frequency as f64).ln() / (max as f64).ln() * (n_eighths - 1) as f64).round() as usize,
    }
}

/// The axis of ranks, with the first and the last one below it.
fn axis(margin: usize, n_columns: usize, n_ranks: usize) -> String {
    let last = format!("rank {}", grouped(n_ranks as u64));
    let gap = n_columns.saturating_sub(1);
    format!("{:>margin$} └{}\n{:>margin$}  1{last:>gap$}\n", "", "─".repeat(n_columns), "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn a_perfect_zipf_curve_falls_straight() {
        let frequencies: Vec<u64> = (1..=1_000).map(|rank| 1_000 / rank).collect();
        let heights: Vec<usize> = (0..40).map(|column| height(&frequencies, column, 40, 1_000)).collect();
        assert_eq!((heights[0], heights[39]), (8 * N_LINES, 1));
        let (most, least) = (heights.windows(2).map(|pair| pair[0] - pair[1]).max(), 8 * N_LINES / 40);
        assert!(heights.is_sorted_by(|a, b| a >= b));
        assert!(most.unwrap() <= 12 * least, "{heights:?}");
    }

    #[test]
    fn the_axes_say_what_they_reach() {
        let picture = zipf(&[1_200, 30, 2, 1], 44);
        assert!(picture.starts_with("1,200 │█"), "{picture}");
        assert!(picture.ends_with("  1                              rank 4\n"), "{picture}");
        assert_eq!(zipf(&[], 80), "");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be(mut frequencies in prop::collection::vec(1_u64.., 1..30), width in 40_usize..100) {
            frequencies.sort_unstable_by(|a, b| b.cmp(a));
            let picture = zipf(&frequencies, width);
            prop_assert_eq!(picture.lines().count(), N_LINES + 2);
            prop_assert!(picture.lines().all(|line| line.width() <= width), "{}", picture);
        }
    }
}
