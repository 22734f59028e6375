//! Numbers as text: exact for files, rounded and grouped for the eye.

/// Reals from this size on, or smaller than [`SMALLEST_PLAIN`], are written with an exponent.
const LARGEST_PLAIN: f64 = 1e16;
const SMALLEST_PLAIN: f64 = 1e-7;

/// The shortest text that reads back as exactly `value`, which must be finite.
///
/// Plain decimals between 1e-7 and 1e16, where nobody wants an exponent; beyond, `1e300`, which every spreadsheet and
/// JSON reader takes.
pub fn shortest(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (SMALLEST_PLAIN..LARGEST_PLAIN).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A whole number with its digits in groups of three: `1,234,567`.
pub fn grouped(value: u64) -> String {
    group_digits(&value.to_string())
}

/// A real number with about four digits that count, grouped: `0.0312`, `4.218`, `65.12`, `1,234.5`.
///
/// Below 0.0001 it gets an exponent, since zeros would be all that is left of it.
pub fn rounded(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    let n_decimals = match size {
        _ if !(1e-4..LARGEST_PLAIN).contains(&size) => return format!("{value:.2e}"),
        _ if size < 1.0 => 4,
        _ if size < 10.0 => 3,
        _ if size < 100.0 => 2,
        _ => 1,
    };
    let text = format!("{size:.n_decimals$}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}.{decimals}", group_digits(whole))
}

fn group_digits(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_numbers_are_grouped_by_three() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (value, expected) in cases {
            assert_eq!(grouped(value), expected);
        }
    }

    #[test]
    fn reals_are_rounded_to_what_counts() {
        let cases = [
            (0.0, "0"),
            (0.031_24, "0.0312"),
            (4.218_4, "4.218"),
            (65.123, "65.12"),
            (1_234.54, "1,234.5"),
            (-1_234.54, "-1,234.5"),
            (0.000_012_3, "1.23e-5"),
        ];
        for (value, expected) in cases {
            assert_eq!(rounded(value), expected);
        }
    }

    #[test]
    fn common_reals_have_no_exponent_in_files() {
        let cases = [(0.1, "0.1"), (1e15, "1000000000000000"), (0.000_01, "0.00001"), (1e300, "1e300")];
        for (value, expected) in cases {
            assert_eq!(shortest(value), expected);
        }
    }

    proptest! {
        #[test]
        fn reals_read_back_exactly(value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO) {
            prop_assert_eq!(shortest(value).parse::<f64>().expect("a number"), value);
        }
    }
}
