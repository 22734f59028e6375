//! Dates and moments as records and front matter write them.
//!
//! Forms that mean different days in different countries, such as 03/04/2024, are read only by an order that the user
//! names or that other dates beside it give away.

mod calendar;
mod clock;
mod find;
mod moment;
mod months;
mod numbers;
mod order;
mod words;

use std::fmt;

use crate::document::DateOrder;

pub use self::calendar::civil;
use self::calendar::{days_in, days_since_epoch};
pub use self::moment::{DateFault, Moment, Precision};
pub use self::order::{OrderEvidence, in_each_order};

/// A day, a month or a year of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// The date of [`Moment::parse`] without an order of days and months: what may be two dates is none.
    ///
    /// `None` if it is no date, or no day of the calendar. Cost: O(length).
    pub fn parse(text: &str) -> Option<Self> {
        Moment::parse(text, DateOrder::Unknown).ok().map(Moment::date)
    }

    /// The date of these numbers: without a day, or with one that there is not, a month; without a month a year.
    pub fn of_numbers(year: u32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let small = |number: Option<u32>| number.and_then(|number| u8::try_from(number).ok());
        let year = u16::try_from(year).ok().filter(|year| *year <= 9_999)?;
        let (month, day) = (small(month), small(day));
        let whole = Self { year, month, day: month.and(day) };
        let dates = [whole, Self { day: None, ..whole }, Self { year, month: None, day: None }];
        dates.into_iter().find(|date| date.is_possible())
    }

    /// `2020s`: the ten years that begin with one that ends in 0.
    pub fn decade(self) -> String {
        format!("{:03}0s", self.year / 10)
    }

    /// `2024-Q1`, if the month is known.
    pub fn quarter(self) -> Option<String> {
        Some(format!("{:04}-Q{}", self.year, self.month?.div_ceil(3)))
    }

    /// `2024`.
    pub fn year(self) -> String {
        format!("{:04}", self.year)
    }

    /// `2024-03`, if the month is known.
    pub fn month(self) -> Option<String> {
        Some(format!("{:04}-{:02}", self.year, self.month?))
    }

    /// `2024-03-05`, if the day is known.
    pub fn day(self) -> Option<String> {
        Some(format!("{:04}-{:02}-{:02}", self.year, self.month?, self.day?))
    }

    /// `2024-W10`, if the day is known: the week by ISO 8601, which begins on Monday and belongs to the year that has
    /// its Thursday. The year may differ from that of the day.
    pub fn week(self) -> Option<String> {
        let days = days_since_epoch(self.year, self.month?, self.day?);
        // Day 0 was a Thursday.
        let thursday = days - (days + 3).rem_euclid(7) + 3;
        let year = [self.year + 1, self.year, self.year - 1]
            .into_iter()
            .find(|&year| days_since_epoch(year, 1, 1) <= thursday)?;
        Some(format!("{year:04}-W{:02}", (thursday - days_since_epoch(year, 1, 1)) / 7 + 1))
    }

    /// The day that is `days` days behind 1970-01-01.
    fn of_days_since_epoch(days: i64) -> Option<Self> {
        let (year, month, day) = civil(days);
        Some(Self { year: u16::try_from(year).ok()?, month: Some(month), day: Some(day) })
    }

    fn is_possible(self) -> bool {
        let is_month = |month| (1..=12).contains(&month);
        match (self.month, self.day) {
            (None, _) => self.year > 0,
            (Some(month), None) => self.year > 0 && is_month(month),
            (Some(month), Some(day)) => {
                self.year > 0 && is_month(month) && (1..=days_in(self.year, month)).contains(&day)
            }
        }
    }
}

impl fmt::Display for Date {
    /// As ISO 8601 has it, as exactly as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.day().or(self.month()).unwrap_or(self.year()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decades_and_quarters_are_those_of_the_calendar() {
        let date = |text: &str| Date::parse(text).unwrap();
        assert_eq!(["1999", "2000-01", "0987"].map(|text| date(text).decade()), ["1990s", "2000s", "0980s"]);
        let quarters = ["2024-01", "2024-03-31", "2024-04-01", "2024-12"].map(|text| date(text).quarter().unwrap());
        assert_eq!(quarters, ["2024-Q1", "2024-Q1", "2024-Q2", "2024-Q4"]);
        assert_eq!(date("2024").quarter(), None);
    }

    #[test]
    fn numbers_are_a_date_as_far_as_they_can_be() {
        let date = |year, month, day| Date::of_numbers(year, month, day).map(|date| date.to_string());
        assert_eq!(date(2024, Some(2), Some(29)).as_deref(), Some("2024-02-29"));
        assert_eq!(date(2023, Some(2), Some(29)).as_deref(), Some("2023-02"));
        assert_eq!(date(2024, Some(0), Some(0)).as_deref(), Some("2024"));
        assert_eq!(date(2024, None, Some(5)).as_deref(), Some("2024"));
        assert_eq!([date(0, Some(1), Some(1)), date(70_000, None, None), date(12_024, None, None)], [None, None, None]);
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        let week = |text: &str| Date::parse(text).unwrap().week().unwrap();
        let cases = [("2024-03-05", "2024-W10"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53")];
        for (day, expected) in cases.into_iter().chain([("2018-01-01", "2018-W01"), ("1970-01-01", "1970-W01")]) {
            assert_eq!(week(day), expected);
        }
        assert_eq!(Date::parse("2024-03").unwrap().week(), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9./ a-zT-]{0,20}") {
            Date::parse(&text);
        }

        #[test]
        fn every_day_reads_as_it_is_written(year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=31) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            let found = Date::parse(&text).and_then(Date::day);
            prop_assert_eq!(found, (day <= days_in(year, month)).then_some(text));
        }
    }
}
