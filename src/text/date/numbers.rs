//! Dates whose parts are numbers.

use super::calendar::{Date, DateFault, days_since_epoch};
use super::clock;
use super::moment::Moment;
use crate::document::DateOrder;

/// Years of two digits below this one are of this century, as POSIX has it.
const PIVOT: u16 = 69;

/// A moment that is one run of digits: seconds, milliseconds or microseconds since 1970, or a day with its time. `None`
/// if the text is something else.
pub(super) fn run_of_digits(text: &str) -> Option<Result<Moment, DateFault>> {
    let (digits, rest) = digits(text);
    let (nanosecond, end) = clock::fraction(rest);
    if !end.is_empty() || rest.len() > end.len() && digits.len() != 10 {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let moment = match digits.len() {
        10 => Moment::of_epoch(number, nanosecond),
        13 => Moment::of_epoch(number / 1000, (number % 1000) as u32 * 1_000_000),
        16 => Moment::of_epoch(number / 1_000_000, (number % 1_000_000) as u32 * 1000),
        12 | 14 => return Some(day_with_time(digits)),
        _ => return None,
    };
    Some(moment.ok_or(DateFault::Impossible))
}

fn day_with_time(digits: &str) -> Result<Moment, DateFault> {
    let (day, time) = digits.split_at_checked(8).ok_or(DateFault::NoDate)?;
    let date = eight(day).filter(|date| date.is_possible()).ok_or(DateFault::Impossible)?;
    let clock = clock::compact(time)?.map(|(clock, _)| clock);
    Ok(Moment { date, clock, offset: None })
}

/// The date that the text begins with, year first with any separator or none, or year last with dots, slashes or
/// hyphens, and what follows. `None` if it begins with something else.
///
/// # Errors
///
/// [`DateFault`], but for [`DateFault::NoDate`].
pub(super) fn read(text: &str, order: DateOrder) -> Result<Option<(Date, &str)>, DateFault> {
    let (first, rest) = digits(text);
    let found = match first.len() {
        8 => eight(first).map(|date| (date, rest)),
        4 if rest.is_empty() => number(first).map(|year| (Date { year, month: None, day: None }, rest)),
        4 => year_first(first, rest),
        1 | 2 => return year_last(first, rest, order),
        _ => None,
    };
    Ok(found.filter(|(_, rest)| is_end(rest)))
}

fn eight(digits: &str) -> Option<Date> {
    Some(Date { year: number(digits.get(..4)?)?, month: number(digits.get(4..6)?), day: number(digits.get(6..8)?) })
}

fn year_first<'t>(year: &str, rest: &'t str) -> Option<(Date, &'t str)> {
    let year = number(year)?;
    let separator = rest.chars().next()?;
    let behind = rest.get(separator.len_utf8()..)?;
    if let Some(found) = of_week(year, rest).or_else(|| of_day_in_year(year, rest)) {
        return Some(found);
    }
    if let '年' | '년' = separator {
        let (month, rest) = short_number(behind.trim_start())?;
        let rest = rest.strip_prefix(['月', '월'])?;
        let day = short_number(rest.trim_start()).and_then(|(day, rest)| Some((day, rest.strip_prefix(['日', '일'])?)));
        let (day, rest) = day.map_or((None, rest), |(day, rest)| (Some(day), rest));
        return Some((Date { year, month: Some(month), day }, rest));
    }
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let (month, rest) = short_number(behind)?;
    let (day, rest) = match rest.strip_prefix(separator) {
        Some(rest) => short_number(rest).map(|(day, rest)| (Some(day), rest))?,
        None => (None, rest),
    };
    Some((Date { year, month: Some(month), day }, rest))
}

/// `-W10-2` behind a year: the second day of the tenth week by ISO 8601.
fn of_week(year: u16, rest: &str) -> Option<(Date, &str)> {
    let (week, rest) = short_number(rest.strip_prefix("-W")?)?;
    let (day, rest) = short_number(rest.strip_prefix('-')?)?;
    if !(1..=53).contains(&week) || !(1..=7).contains(&day) {
        return None;
    }
    // The 4th of January is always in the first week; day 0 was a Thursday.
    let fourth = i64::from(days_since_epoch(year, 1, 4));
    let monday = fourth - (fourth + 3).rem_euclid(7);
    let date = Date::of_days_since_epoch(monday + (i64::from(week) - 1) * 7 + i64::from(day) - 1)?;
    let is_counted = date.year > 0;
    (is_counted && date.week().is_some_and(|said| said.ends_with(&format!("W{week:02}")))).then_some((date, rest))
}

/// `-065` behind a year: its 65th day.
fn of_day_in_year(year: u16, rest: &str) -> Option<(Date, &str)> {
    let (day, rest) = digits(rest.strip_prefix('-')?);
    let day: i64 = number(day).filter(|_| day.len() == 3)?;
    let date = Date::of_days_since_epoch(i64::from(days_since_epoch(year, 1, 1)) + day - 1)?;
    (date.year == year).then_some((date, rest))
}

/// `5.3.2024`, `5/3/2024`, `5-3-2024`.
fn year_last<'t>(first: &str, rest: &'t str, order: DateOrder) -> Result<Option<(Date, &'t str)>, DateFault> {
    let parts = || {
        let separator = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
        let (second, rest) = short_number(rest.strip_prefix(separator)?.trim_start())?;
        let (year, rest) = digits(rest.strip_prefix(separator)?.trim_start());
        let is_year = year.len() == 4 || year.len() == 2 && order != DateOrder::Unknown;
        let number: u16 = number(year).filter(|_| is_year && is_end(rest))?;
        let year = if year.len() == 4 { number } else { number + if number < PIVOT { 2000 } else { 1900 } };
        Some((separator, second, year, rest))
    };
    let (Some((separator, second, year, rest)), Some(first)) = (parts(), number(first)) else { return Ok(None) };
    let date = |month, day| Date { year, month: Some(month), day: Some(day) };
    let (day_first, month_first) = (date(second, first), date(first, second));
    let found = match order {
        // Dots are used where the day comes first.
        _ if separator == '.' => day_first,
        DateOrder::DayFirst => day_first,
        DateOrder::MonthFirst => month_first,
        DateOrder::Unknown => match (day_first.is_possible(), month_first.is_possible()) {
            (true, true) if day_first != month_first => return Err(DateFault::Ambiguous),
            (true, _) => day_first,
            (false, true) => month_first,
            (false, false) => return Err(DateFault::Impossible),
        },
    };
    Ok(Some((found, rest)))
}

/// Whether a date may end here: nothing more, or a time.
fn is_end(rest: &str) -> bool {
    let is_zone = matches!(rest, "Z" | "z");
    is_zone
        || !rest.starts_with(|c: char| c.is_alphanumeric() && !matches!(c, 'T' | 't') || matches!(c, '-' | '/' | '.'))
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
