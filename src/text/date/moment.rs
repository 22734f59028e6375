//! A moment as exactly as a text names it, and the one reader of such texts.

use std::fmt;

use super::calendar::days_since_epoch;
use super::clock::{self, Clock};
use super::{Date, numbers, words};
use crate::document::{DateOrder, Document, FieldValue};

/// Longer texts are no dates. The longest that programs write has a zone spelled out.
const MAX_BYTES: usize = 100;
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

/// The reason why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// It has the form of none.
    #[error("is no date")]
    NoDate,
    /// It has the form of one, and there is none like it: the 31st of April, or 25 o'clock.
    #[error("is no day or time of the calendar")]
    Impossible,
    /// It may be two, and nobody said whether the day or the month comes first.
    #[error("may be two dates: day or month first")]
    Ambiguous,
}

impl Moment {
    /// Reads a moment: ISO 8601 (`2024-03-05T10:00:00+01:00`, `20240305`, `2024-03`, `2024`, `2024-W10-2`, `2024-065`,
    /// also with `/` or `.`), day before month with dots (`5.3.2024`), `2024年3月5日`, the words of RFC 2822, of Twitter
    /// and of programs (`Tue, 05 Mar 2024 10:00:00 +0100`, `Tue Mar 05 10:00:00 +0000 2024`), months by their names in
    /// eleven languages (`March 5th, 2024`, `5 de marzo de 2024`), and seconds or milliseconds since 1970 (10 or 13
    /// digits). `5/3/2024` is read if `order` says how, or if only one reading is possible.
    ///
    /// What follows a date and is no time is not looked at. Cost: O(length).
    ///
    /// # Errors
    ///
    /// [`DateFault`], if it is none of these.
    pub fn parse(text: &str, order: DateOrder) -> Result<Self, DateFault> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_BYTES {
            return Err(DateFault::NoDate);
        }
        if let Some(moment) = numbers::run_of_digits(text) {
            return moment;
        }
        let moment = match numbers::read(text, order)? {
            Some((date, rest)) => {
                let (clock, offset) = clock::behind_date(rest)?;
                Self { date, clock, offset }
            }
            None => words::read(text)?.ok_or(DateFault::NoDate)?,
        };
        if moment.date.is_possible() { Ok(moment) } else { Err(DateFault::Impossible) }
    }

    /// The moment that a field of a document names; `None` if there is no such field, or it is empty.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn of_field(document: &Document, field: &str) -> Option<Result<Self, DateFault>> {
        let value = document.fields.get(field).map(FieldValue::as_text).filter(|value| !value.trim().is_empty())?;
        Some(Self::parse(value, document.facts.date_order))
    }

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

#[cfg(test)]
mod tests;
