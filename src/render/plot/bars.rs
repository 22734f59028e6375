//! Horizontal bars, one line each: of bins, of groups, of months.

use unicode_width::UnicodeWidthStr;

use super::{GROWING, MIN_WIDTH, steps};
use crate::render::{Breaks, grouped, printable, shortened};

/// One line of a bar chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How much there is of it.
    pub value: u64,
}

/// The bars, each with its label before and its value behind it; the longest fills what is left of `width`.
///
/// Labels take a third of the width at most, and are shortened; what a terminal would act on is shown instead.
pub fn bars(bars: &[Bar], width: usize) -> String {
    let width = width.max(MIN_WIDTH);
    let labels: Vec<String> =
        bars.iter().map(|bar| shortened(&printable(&bar.label, Breaks::Shown), width / 3).into_owned()).collect();
    let values: Vec<String> = bars.iter().map(|bar| grouped(bar.value)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
    let (label_width, value_width) = (widest(&labels), widest(&values));
    let n_cells = width.saturating_sub(label_width + value_width + 2).max(1);
    let max = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let mut picture = String::new();
    for ((bar, label), value) in bars.iter().zip(labels).zip(values) {
        let n_eighths = steps(bar.value, max, 8 * n_cells);
        picture.push_str(&label);
        picture.push_str(&" ".repeat(label_width - label.width() + 1));
        picture.extend(std::iter::repeat_n(GROWING[8], n_eighths / 8));
        picture.extend(Some(n_eighths % 8).filter(|&rest| rest > 0).map(|rest| GROWING[rest]));
        picture.push_str(if n_eighths > 0 { " " } else { "" });
        picture.push_str(&value);
        picture.push('\n');
    }
    picture
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bar(label: &str, value: u64) -> Bar {
        Bar { label: label.to_owned(), value }
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
