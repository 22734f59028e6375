//! Dates and times as ISO 8601 writes them, from the numbers that tables store.
//!
//! Dates are those of the proleptic Gregorian calendar. Years outside of 0 to 9999 get a sign, as the standard asks for.

use std::io::Write as _;

use crate::text::civil;

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// How many ticks a second has, and with how many decimals a part of one is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ticks {
    /// Whole seconds.
    Seconds,
    /// Thousandths.
    Millis,
    /// Millionths.
    Micros,
    /// Billionths.
    Nanos,
}

impl Ticks {
    /// The number of ticks in a second.
    pub(super) fn per_second(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
            Self::Nanos => 1_000_000_000,
        }
    }

    fn n_decimals(self) -> usize {
        match self {
            Self::Seconds => 0,
            Self::Millis => 3,
            Self::Micros => 6,
            Self::Nanos => 9,
        }
    }
}

/// Appends the date that is so many days after 1970-01-01.
pub(super) fn push_date(days: i64, out: &mut Vec<u8>) {
    let (year, month, day) = civil(days);
    // Writing to a vector cannot fail, here and below.
    _ = if (0..=9_999).contains(&year) {
        write!(out, "{year:04}-{month:02}-{day:02}")
    } else {
        write!(out, "{year:+05}-{month:02}-{day:02}")
    };
}

/// Appends the time of day that is so many ticks after midnight; a part of a second is left out if it is zero.
pub(super) fn push_time(ticks: i64, unit: Ticks, out: &mut Vec<u8>) {
    let (seconds, part) = (ticks.div_euclid(unit.per_second()), ticks.rem_euclid(unit.per_second()));
    _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if part != 0 {
        _ = write!(out, ".{part:0width$}", width = unit.n_decimals());
    }
}

/// Appends the moment that is so many ticks after 1970-01-01T00:00:00.
pub(super) fn push_moment(ticks: i64, unit: Ticks, out: &mut Vec<u8>) {
    let day_ticks = DAY_SECONDS * unit.per_second();
    push_date(ticks.div_euclid(day_ticks), out);
    out.push(b'T');
    push_time(ticks.rem_euclid(day_ticks), unit, out);
}

/// Appends a length of time in seconds: `PT90S`, `-PT0.5S`.
pub(super) fn push_seconds(ticks: i64, unit: Ticks, out: &mut Vec<u8>) {
    let (sign, size) = (if ticks < 0 { "-" } else { "" }, ticks.unsigned_abs());
    let per_second = unit.per_second().unsigned_abs();
    _ = write!(out, "{sign}PT{}", size / per_second);
    let part = size % per_second;
    if part != 0 {
        _ = write!(out, ".{part:0width$}", width = unit.n_decimals());
    }
    out.push(b'S');
}

/// Appends a length of time of months, days and nanoseconds, each with its own sign: `P1M-2DT0.5S`.
pub(super) fn push_interval(months: i64, days: i64, nanos: i64, out: &mut Vec<u8>) {
    out.push(b'P');
    for (number, letter) in [(months, 'M'), (days, 'D')] {
        if number != 0 {
            _ = write!(out, "{number}{letter}");
        }
    }
    if nanos != 0 || months == 0 && days == 0 {
        let (sign, size) = (if nanos < 0 { "-" } else { "" }, nanos.unsigned_abs());
        _ = write!(out, "T{sign}{}", size / 1_000_000_000);
        if !size.is_multiple_of(1_000_000_000) {
            _ = write!(out, ".{:09}", size % 1_000_000_000);
        }
        out.push(b'S');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn days_are_dates_of_the_gregorian_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (19_782, "2024-02-29"),
            (2_932_896, "9999-12-31"),
            (2_932_897, "+10000-01-01"),
            (-719_528, "0000-01-01"),
            (-719_529, "-0001-12-31"),
        ] {
            assert_eq!(written(|out| push_date(days, out)), expected);
        }
    }

    #[test]
    fn moments_before_the_epoch_and_parts_of_seconds_are_written() {
        assert_eq!(written(|out| push_moment(-1, Ticks::Millis, out)), "1969-12-31T23:59:59.999");
        assert_eq!(written(|out| push_moment(1_500_000, Ticks::Micros, out)), "1970-01-01T00:00:01.500000");
        assert_eq!(written(|out| push_moment(i64::MAX, Ticks::Nanos, out)), "2262-04-11T23:47:16.854775807");
        assert!(written(|out| push_moment(i64::MIN, Ticks::Seconds, out)).starts_with('-'));
        assert_eq!(written(|out| push_time(3_600, Ticks::Seconds, out)), "01:00:00");
    }

    #[test]
    fn lengths_of_time_have_signs() {
        assert_eq!(written(|out| push_seconds(-1_500, Ticks::Millis, out)), "-PT1.500S");
        assert_eq!(written(|out| push_seconds(90, Ticks::Seconds, out)), "PT90S");
        assert_eq!(written(|out| push_interval(1, -2, 500_000_000, out)), "P1M-2DT0.500000000S");
        assert_eq!(written(|out| push_interval(0, 0, 0, out)), "PT0S");
    }
}
