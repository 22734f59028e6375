//! Dates as records and front matter write them.
//!
//! Only the calendar day is read; a time and its zone may follow and are not looked at. Forms that mean different days
//! in different countries, such as 03/04/2024, are not read at all.

mod find;

/// A day, a month or a year of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Months by the first three letters of their English names.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Date {
    /// Reads a date: ISO 8601 (`2024-03-05`, `20240305`, `2024-03`, `2024`, also with `/` or `.`), day before month with
    /// dots (`5.3.2024`), or English words in any order (`5 March 2024`, `March 5th, 2024`, `Tue, 05 Mar 2024`).
    ///
    /// `None` if it is none of these, or no day of the calendar. Cost: O(length).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = of_numbers(text).or_else(|| of_words(text))?;
        date.is_possible().then_some(date)
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

/// Dates whose parts are numbers: year first with any separator or none, or day first with dots.
fn of_numbers(text: &str) -> Option<Date> {
    let (first, rest) = digits(text);
    match first.len() {
        8 if is_end(rest) => {
            Some(Date { year: number(&first[..4])?, month: number(&first[4..6]), day: number(&first[6..]) })
        }
        4 if rest.is_empty() => Some(Date { year: number(first)?, month: None, day: None }),
        4 => {
            let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
            let (month, rest) = short_number(&rest[1..])?;
            let (day, rest) = match rest.strip_prefix(separator) {
                Some(rest) => short_number(rest).map(|(day, rest)| (Some(day), rest))?,
                None => (None, rest),
            };
            is_end(rest).then_some(Date { year: number(first)?, month: Some(month), day })
        }
        1 | 2 => {
            let (month, rest) = short_number(rest.strip_prefix('.')?.trim_start())?;
            let (year, rest) = digits(rest.strip_prefix('.')?.trim_start());
            let is_date = year.len() == 4 && is_end(rest);
            is_date.then_some(Date { year: number(year)?, month: Some(month), day: number(first) })
        }
        _ => None,
    }
}

/// Dates with the English name of a month; the day stands beside it, the year has four digits.
fn of_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| Some((at, month_named(word)?)))?;
    let beside = |at: usize| words.get(at).and_then(|word| day_of_month(word));
    let year = words.iter().find(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
    let day = at.checked_sub(1).and_then(beside).or_else(|| beside(at + 1));
    Some(Date { year: number(year)?, month: Some(month), day })
}

fn month_named(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let is_name = |name: &str| word.len() >= 3 && (name.starts_with(&*word) || (name == "september" && word == "sept"));
    MONTHS.iter().position(|name| is_name(name)).map(|at| at as u8 + 1)
}

/// `5`, `05`, `5th`.
fn day_of_month(word: &str) -> Option<u8> {
    let (day, rest) = short_number(word)?;
    matches!(rest, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

/// Whether a date may end here: nothing more, or a time.
fn is_end(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() && !matches!(c, 'T' | 't') || matches!(c, '-' | '/' | '.'))
}

fn short_number(text: &str) -> Option<(u8, &str)> {
    let (digits, rest) = digits(text);
    (digits.len() <= 2).then(|| number(digits)).flatten().map(|number| (number, rest))
}

/// The ASCII digits at the beginning, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.parse().ok()
}

fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of a month and further, in the Gregorian calendar of all times.
fn days_since_epoch(year: u16, month: u8, day: u8) -> i32 {
    let before = i32::from(year) - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let in_year: i32 = (1..month).map(|month| i32::from(days_in(year, month))).sum();
    before * 365 + leap_days + in_year + i32::from(day) - 1 - 719_162
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let date = Date::parse(text);
        let found = date.map(|date| date.day().or(date.month()).unwrap_or(date.year()));
        assert_eq!(found.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn common_forms_of_a_day_are_read() {
        let numbers = ["2024-03-05", "20240305", "2024/3/5", "2024.03.05", "5.3.2024", "05. 03. 2024"];
        let times =
            ["2024-03-05T10:00:00Z", "2024-03-05 23:59:59+02:00", "20240305T1000", "Tue, 05 Mar 2024 10:00:00 GMT"];
        let words = ["5 March 2024", "March 5th, 2024", " Mar. 5, 2024 ", "Tuesday, 5 MARCH 2024", "2024 March 5"];
        for text in numbers.into_iter().chain(times).chain(words) {
            check(text, Some("2024-03-05"));
        }
        check("3 Sept 2024", Some("2024-09-03"));
        check("2024-02-29", Some("2024-02-29"));
    }

    #[test]
    fn a_month_or_a_year_alone_is_read() {
        check("2024-03", Some("2024-03"));
        check("May 2024", Some("2024-05"));
        check("1848", Some("1848"));
    }

    #[test]
    fn what_is_no_day_or_may_be_two_is_not_read() {
        let texts =
            ["", "soon", "03/04/2024", "3/4/24", "2023-02-29", "2024-13-01", "0000", "31 April 2024", "2024-03-05-1"];
        for text in texts.into_iter().chain(["Ma 2024", "20241", "2024-", "5.3.24", "12024-01-01", "２０２４"]) {
            check(text, None);
        }
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
