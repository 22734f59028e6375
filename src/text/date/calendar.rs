//! The proleptic Gregorian calendar: its years, months and days, also as days since 1970-01-01, and why a text names none.

use std::fmt;

/// A day, a month or a year of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub(super) year: u16,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
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

impl Date {
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
    pub(super) fn of_days_since_epoch(days: i64) -> Option<Self> {
        let (year, month, day) = civil(days);
        Some(Self { year: u16::try_from(year).ok()?, month: Some(month), day: Some(day) })
    }

    pub(super) fn is_possible(self) -> bool {
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

/// Year, month and day of the date that is so many days after 1970-01-01.
///
/// Years are counted from March on, so that the leap day is the last of its year, in cycles of 400 years.
pub fn civil(days: i64) -> (i64, u8, u8) {
    const CYCLE_DAYS: i64 = 146_097;
    // Any number of days that a table can name is far from the ends of the range, but for one of nonsense.
    let days = days.saturating_add(719_468);
    let (cycle, day) = (days.div_euclid(CYCLE_DAYS), days.rem_euclid(CYCLE_DAYS));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, is_next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (400 * cycle + year + is_next_year, month as u8, day as u8)
}

/// Number of days in a month.
pub(super) fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Number of days from 1970-01-01 to a date.
pub(super) fn days_since_epoch(year: u16, month: u8, day: u8) -> i32 {
    let before = i32::from(year) - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let in_year: i32 = (1..month).map(|month| i32::from(days_in(year, month))).sum();
    before * 365 + leap_days + in_year + i32::from(day) - 1 - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_follows_the_one_before_and_is_counted_back() {
        let (mut year, mut month, mut day) = civil(-200_000);
        for days in -199_999..200_000 {
            let this_year = u16::try_from(year).unwrap();
            (year, month, day) = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, last) if last == days_in(this_year, month) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
            assert_eq!(civil(days), (year, month, day));
            assert_eq!(i64::from(days_since_epoch(u16::try_from(year).unwrap(), month, day)), days);
        }
    }

    #[test]
    fn any_number_of_days_is_a_date() {
        assert_eq!(civil(-719_529), (-1, 12, 31));
        assert_eq!(civil(2_932_897), (10_000, 1, 1));
        assert!(civil(i64::MAX).0 > 0 && civil(i64::MIN).0 < 0);
    }

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
}
