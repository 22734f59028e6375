//! A moment as exactly as a text names it.

use std::fmt;

use super::calendar::{Date, days_since_epoch};
use super::clock::Clock;

const SECONDS_A_DAY: i64 = 86_400;

/// A year, a month, a day, or a time of a day, where the text says so with its distance from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub(super) date: Date,
    pub(super) clock: Option<Clock>,
    /// Minutes east of UTC.
    pub(super) offset: Option<i16>,
}

/// How exact a moment is, from the least on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
    /// A minute.
    Minute,
    /// A second or a part of one.
    Second,
}

impl Moment {
    /// The moment that lies so many seconds, and further nanoseconds, behind the beginning of 1970 by UTC.
    pub(super) fn of_epoch(seconds: i64, nanosecond: u32) -> Option<Self> {
        let date = Date::of_days_since_epoch(seconds.div_euclid(SECONDS_A_DAY))?;
        let clock = Clock::of_second(seconds.rem_euclid(SECONDS_A_DAY), nanosecond);
        Some(Self { date, clock: Some(clock), offset: Some(0) })
    }

    /// The day, or the month or the year, where the clock stood that the text was written by.
    pub fn date(self) -> Date {
        self.date
    }

    /// The exactness of the moment.
    pub fn precision(self) -> Precision {
        match (self.date.month, self.date.day, self.clock) {
            (None, ..) => Precision::Year,
            (_, None, _) => Precision::Month,
            (.., None) => Precision::Day,
            (.., Some(clock)) if clock.second.is_none() => Precision::Minute,
            _ => Precision::Second,
        }
    }

    /// Minutes east of UTC, if the text says so.
    pub fn offset(self) -> Option<i16> {
        self.offset
    }

    /// Seconds from the beginning of 1970 by UTC to the beginning of the moment. Without an offset it is taken for UTC.
    pub fn instant(self) -> i64 {
        let (month, day) = (self.date.month.unwrap_or(1), self.date.day.unwrap_or(1));
        let days = i64::from(days_since_epoch(self.date.year, month, day));
        let seconds = self.clock.map_or(0, |clock| clock.second_of_day());
        days * SECONDS_A_DAY + seconds - i64::from(self.offset.unwrap_or(0)) * 60
    }

    /// A number that grows with time by milliseconds, of equals the less exact first: a year stands before its months
    /// and those before their days.
    pub fn rank(self) -> u64 {
        let milliseconds =
            self.instant() * 1000 + i64::from(self.clock.map_or(0, |clock| clock.nanosecond) / 1_000_000);
        // A day before the first of year 1, which an offset may lead to.
        let from_start = milliseconds + 62_135_683_200_000;
        u64::try_from(from_start).unwrap_or(0) * 8 + self.precision() as u64
    }
}

impl fmt::Display for Moment {
    /// As ISO 8601 has it, as exactly as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(clock) = self.clock {
            write!(f, "T{clock}")?;
        }
        match self.offset.filter(|_| self.clock.is_some()) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.unsigned_abs() / 60, offset.unsigned_abs() % 60)
            }
        }
    }
}
