//! Horizontal bars, one line each: of bins, of groups, of months.

use unicode_width::UnicodeWidthStr;

use super::{GROWING, MIN_WIDTH};
use crate::render::{Breaks, grouped, printable, shortened};

/// One line of a bar chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What is counted or measured.
    pub label: String,
    /// How much there is of it; no bar if it is not above zero.
    pub value: f64,
    /// What stands behind the bar, usually the value.
    pub text: String,
}

impl Bar {
    /// A bar of a whole number.
    pub fn of_count(label: String, count: u64) -> Self {
        Self { label, value: count as f64, text: grouped(count) }
    }
}

/// The bars, each with its label before and its value behind it; the longest fills what is left of `width`.
///
/// Labels take a third of the width at most, and are shortened; what a terminal would act on is shown instead.
pub fn bars(bars: &[Bar], width: usize) -> String {
    let width = width.max(MIN_WIDTH);
    let labels: Vec<String> =
        bars.iter().map(|bar| shortened(&printable(&bar.label, Breaks::Shown), width / 3).into_owned()).collect();
    let label_width = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let text_width = bars.iter().map(|bar| bar.text.width()).max().unwrap_or(0);
    let n_cells = width.saturating_sub(label_width + text_width + 2).max(1);
    let max = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let mut picture = String::new();
    for (bar, label) in bars.iter().zip(labels) {
        let n_eighths = steps(bar.value, max, 8 * n_cells);
        picture.push_str(&label);
        picture.push_str(&" ".repeat(label_width - label.width() + 1));
        picture.extend(std::iter::repeat_n(GROWING[8], n_eighths / 8));
        picture.extend(Some(n_eighths % 8).filter(|&rest| rest > 0).map(|rest| GROWING[rest]));
        picture.push_str(if n_eighths > 0 { " " } else { "" });
        picture.push_str(&bar.text);
        picture.truncate(picture.trim_end_matches(' ').len());
        picture.push('\n');
    }
    picture
}

/// `value * n_steps / max`, rounded up, so that what is not nothing can be seen.
fn steps(value: f64, max: f64, n_steps: usize) -> usize {
    if max > 0.0 && value > 0.0 { ((value / max * n_steps as f64).ceil() as usize).min(n_steps) } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bar(label: &str, value: u64) -> Bar {
        Bar::of_count(label.to_owned(), value)
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let expected = "\
a    ███████████████████████████████ 1,000
bcd  ███████████████▌ 500
漢   ▏ 1
none 0
";
        assert_eq!(bars(&[bar("a", 1_000), bar("bcd", 500), bar("漢", 1), bar("none", 0)], 42), expected);
    }

    #[test]
    fn a_bar_is_empty_where_there_is_nothing_to_draw() {
        let of_real =
            |label: &str, value: f64, text: &str| Bar { label: label.to_owned(), value, text: text.to_owned() };
        let expected = "\
a █████████████████████████████████ 0.75
b ███████████ 0.25
c -1.5
d
";
        let all =
            [of_real("a", 0.75, "0.75"), of_real("b", 0.25, "0.25"), of_real("c", -1.5, "-1.5"), of_real("d", 0.0, "")];
        assert_eq!(bars(&all, 40), expected);
    }

    #[test]
    fn no_bars_are_no_picture() {
        assert_eq!(bars(&[], 80), "");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be(values in prop::collection::vec((".{0,40}", any::<u64>()), 0..6), width in 45_usize..120) {
            let all: Vec<Bar> = values.iter().map(|(label, value)| bar(label, *value)).collect();
            let picture = bars(&all, width);
            prop_assert_eq!(picture.lines().count(), all.len());
            prop_assert!(picture.lines().all(|line| line.width() <= width), "{}", picture);
        }
    }
}
