//! Numbers and booleans among the values of JSON records, for formats that have types for them.
//!
//! A number is taken for one only if nothing of it is lost: the integer fits 64 bits with a sign, the real number is
//! written with as many digits as a double keeps. Whatever else a record holds stays the text that it is.

use super::Cell;

/// A JSON value that is a number or a boolean, exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// `true` or `false`.
    Boolean(bool),
    /// A number without fraction and exponent.
    Integer(i64),
    /// Any other number, always finite.
    Real(f64),
}

/// Significant decimal digits that a double keeps at most.
const MOST_DIGITS: usize = 17;

/// Integers up to here, and their negatives, are doubles without loss.
const MOST_EXACT: u64 = 1 << 53;

impl Scalar {
    /// The value that `json` writes; `None` if it is something else, or a number that would lose digits.
    pub fn of_json(json: &str) -> Option<Self> {
        match json {
            "true" => return Some(Self::Boolean(true)),
            "false" => return Some(Self::Boolean(false)),
            _ if !json.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => return None,
            _ => {}
        }
        if json.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
            return json.parse().ok().map(Self::Integer);
        }
        let value: f64 = json.parse().ok()?;
        keeps_digits(json, value).then_some(Self::Real(value))
    }
}

/// Whether `value`, written with as many digits as `json` has, is the number that `json` writes.
fn keeps_digits(json: &str, value: f64) -> bool {
    let Some(written) = significant(json) else { return false };
    let n_digits = written.0.len();
    value.is_finite() && n_digits <= MOST_DIGITS && {
        let again = format!("{value:.*e}", n_digits.saturating_sub(1));
        // Between two doubles that are as near, the shortest form and one of so many digits may end differently.
        [again, format!("{value:e}")].iter().any(|text| significant(text).as_ref() == Some(&written))
    }
}

/// The digits of a number from the first to the last that is not zero, and the power of ten of the first one.
fn significant(number: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) =
        mantissa.trim_start_matches('-').split_once('.').unwrap_or((mantissa.trim_start_matches('-'), ""));
    let digits = format!("{whole}{fraction}");
    let n_zeros = digits.len() - digits.trim_start_matches('0').len();
    let first_power = exponent.checked_add(whole.len() as i64)?.checked_sub(n_zeros as i64 + 1)?;
    let digits = digits.trim_matches('0').to_owned();
    Some(if digits.is_empty() { (digits, 0) } else { (digits, first_power) })
}

/// The kinds of values that a column of records' fields has had so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Texts, and whatever else is no scalar.
    pub texts: bool,
    /// Booleans.
    pub booleans: bool,
    /// Integers.
    pub integers: bool,
    /// Integers that a double may not hold.
    pub large_integers: bool,
    /// Real numbers.
    pub reals: bool,
}

impl Seen {
    /// Takes note of one more cell. Empty ones are of every kind.
    pub fn add(&mut self, cell: &Cell<'_>) {
        match scalar(cell) {
            _ if *cell == Cell::Empty => {}
            None => self.texts = true,
            Some(Scalar::Boolean(_)) => self.booleans = true,
            Some(Scalar::Real(_)) => self.reals = true,
            Some(Scalar::Integer(value)) => {
                self.integers = true;
                self.large_integers |= value.unsigned_abs() > MOST_EXACT;
            }
        }
    }
}

/// The number or boolean that a cell holds, if it is one exactly.
pub fn scalar(cell: &Cell<'_>) -> Option<Scalar> {
    match cell {
        Cell::Empty | Cell::Text(_) => None,
        Cell::Integer(value) => i64::try_from(*value).ok().map(Scalar::Integer),
        Cell::Real(value) => Some(Scalar::Real(*value)),
        Cell::Json(json) => Scalar::of_json(json),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<Scalar>) {
        assert_eq!(Scalar::of_json(json), expected, "{json}");
    }

    #[test]
    fn numbers_and_booleans_are_what_they_write() {
        check("200", Some(Scalar::Integer(200)));
        check("-9223372036854775808", Some(Scalar::Integer(i64::MIN)));
        check("10.25", Some(Scalar::Real(10.25)));
        check("1.50", Some(Scalar::Real(1.5)));
        check("1e3", Some(Scalar::Real(1000.0)));
        check("0.0", Some(Scalar::Real(0.0)));
        check("0.10000000000000001", Some(Scalar::Real(0.1)));
        check("5e-324", Some(Scalar::Real(5e-324)));
        check("true", Some(Scalar::Boolean(true)));
        check("false", Some(Scalar::Boolean(false)));
    }

    #[test]
    fn what_would_lose_digits_and_what_is_no_scalar_stays_text() {
        for json in [
            "9223372036854775808",
            "123456789012345678901234567890",
            "0.1000000000000000000001",
            "3.14159265358979323846",
            "1e400",
            "1e-400",
            "0.30000000000000001",
            "null",
            "[1]",
            "{\"a\":1}",
            "infinity",
            "-",
            "",
        ] {
            check(json, None);
        }
    }

    #[test]
    fn the_kinds_of_a_column_are_added_up() {
        let mut seen = Seen::default();
        for cell in
            [Cell::Empty, Cell::Json("7".into()), Cell::Json("9007199254740993".into()), Cell::Json("0.5".into())]
        {
            seen.add(&cell);
        }
        assert_eq!(seen, Seen { integers: true, large_integers: true, reals: true, ..Seen::default() });
        seen.add(&Cell::text("7"));
        assert!(seen.texts);
    }

    #[test]
    fn a_number_half_way_between_two_of_its_length_is_a_number() {
        // It is 2027394534539573.25, of which programs write one digit behind the point.
        let value = -8_109_578_138_158_293.0 / 4.0;
        for json in ["-2.0273945345395733e15", "-2027394534539573.3", "-2.0273945345395732e15"] {
            assert_eq!(Scalar::of_json(json), Some(Scalar::Real(value)), "{json}");
        }
    }

    proptest! {
        #[test]
        fn every_double_is_read_as_itself_from_its_shortest_and_its_longest_form(bits: u64) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                for json in [format!("{value:e}"), format!("{value:.16e}")] {
                    prop_assert_eq!(Scalar::of_json(&json), Some(Scalar::Real(value)), "{}", json);
                }
            }
        }
    }
}
