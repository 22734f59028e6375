//! Values that flags take: names that the library gives, and numbers in the ranges in which they make sense.

use std::num::NonZero;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use textmill::choice::{Choice, named};
use textmill::similarity::Threshold;

/// Reads the names of all values.
pub(crate) fn choice<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    PossibleValuesParser::new(listed(|_: &C| true)).try_map(|name| named(&name, |_| true))
}

/// The names that a flag offers, for help, errors and completions.
pub(crate) fn listed<C: Choice>(is_offered: fn(&C) -> bool) -> impl Iterator<Item = PossibleValue> {
    let offered = C::CHOICES.iter().filter(move |(value, ..)| is_offered(value));
    offered.map(|(_, name, about)| {
        let former = C::FORMER.iter().filter(|(_, current)| current == name);
        let value = PossibleValue::new(*name).aliases(former.map(|(former, _)| *former));
        if about.is_empty() { value } else { value.help(*about) }
    })
}

/// The most that any count may be: more than any input has of anything, and sums of a few of them still fit.
pub(crate) const ANY: usize = 1 << 48;

/// The most threads. More have never done more at once.
pub(crate) const MOST_THREADS: usize = textmill::pool::MOST_THREADS;

/// Reads a whole number from `LEAST` to `MOST`.
pub(crate) fn whole<const LEAST: usize, const MOST: usize>(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or_else(|| match MOST {
        ANY => format!("a whole number from {LEAST} on is needed"),
        _ => format!("a whole number from {LEAST} to {MOST} is needed"),
    })
}

/// Reads a whole number from 1 to `MOST`.
pub(crate) fn positive<const MOST: usize>(text: &str) -> Result<NonZero<usize>, String> {
    whole::<1, MOST>(text).and_then(|number| NonZero::new(number).ok_or_else(|| "zero is too few".to_owned()))
}

/// Reads a time in seconds, a year at most.
pub(crate) fn seconds(text: &str) -> Result<u64, String> {
    whole::<0, 31_536_000>(text).map(|number| number as u64)
}

/// Reads a number with a point in it.
fn decimal(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "a number such as 0.8 is needed".to_owned())
}

/// Reads the least likeness of two documents.
pub(crate) fn threshold(text: &str) -> Result<Threshold, String> {
    let number = decimal(text)?;
    Threshold::new(number).map_err(|problem| {
        let share = number / 100.0;
        let meant = Threshold::new(share).map(|_| format!("; did you mean {share}?")).unwrap_or_default();
        format!("{problem}{meant}")
    })
}

/// Reads `1048576`, `64K`, `64M`, `2G`, with or without `B` or `iB`; a K is 1024.
pub(crate) fn n_bytes(text: &str) -> Result<u64, String> {
    let upper = text.to_ascii_uppercase();
    let number = upper.trim_end_matches("IB").trim_end_matches('B');
    let (digits, shift) = match number.as_bytes().last() {
        Some(b'K') => (&number[..number.len() - 1], 10),
        Some(b'M') => (&number[..number.len() - 1], 20),
        Some(b'G') => (&number[..number.len() - 1], 30),
        _ => (number, 0),
    };
    let size = digits.trim().parse::<u64>().ok().and_then(|n| n.checked_mul(1 << shift)).filter(|&n| n > 0);
    size.ok_or_else(|| "a size is a number with K, M or G behind it, such as 64M".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units_of_1024() {
        let cases = [("512", Some(512)), ("64K", Some(65_536)), ("1MiB", Some(1 << 20)), ("2gb", Some(2 << 30))];
        let refused = [("", None), ("0", None), ("-1", None), ("12X", None), ("99999999999G", None)];
        for (text, expected) in cases.into_iter().chain(refused) {
            assert_eq!(n_bytes(text).ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_is_within_its_range_or_the_range_is_named() {
        assert_eq!(whole::<0, 9>("9"), Ok(9));
        for text in ["10", "-1", "", "1.0", "nine", "18446744073709551616"] {
            assert_eq!(whole::<0, 9>(text).unwrap_err(), "a whole number from 0 to 9 is needed", "{text:?}");
        }
        assert_eq!(positive::<ANY>("0").unwrap_err(), "a whole number from 1 on is needed");
        assert_eq!(positive::<ANY>("281474976710656").map(NonZero::get), Ok(ANY));
        assert!(positive::<ANY>("18446744073709551615").is_err());
    }

    #[test]
    fn a_decimal_is_finite() {
        assert_eq!(decimal("0.8"), Ok(0.8));
        for text in ["NaN", "inf", "-inf", "1e999", "", "1,5"] {
            assert!(decimal(text).is_err(), "{text:?}");
        }
    }
}
