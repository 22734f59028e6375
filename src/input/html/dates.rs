//! Dates as pages write them.

use crate::text::Date;

/// Years that pages are of; others are those of programs that know no date.
const YEARS: std::ops::Range<&str> = "1000".."2200";

/// The day, month or year in `text`, as ISO 8601 writes it; `None` unless there is only one way to read it.
pub(super) fn day(text: &str) -> Option<String> {
    let date = Date::parse(text)?;
    YEARS.contains(&&*date.year()).then(|| date.to_string())
}

/// The day in an address such as `/2024/05/17/title`, or its month.
pub(super) fn day_in_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let number = |part: &&str, n_digits: usize| {
        (part.len() <= n_digits && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    for (at, part) in parts.iter().enumerate() {
        let Some(year) = number(part, 4).filter(|year| (1990..2100).contains(year)) else {
            // `/2024-05-17/` and `/2024-05-17-title`
            if part.len() >= 10
                && part.as_bytes().get(4) == Some(&b'-')
                && let Some(found) = part.get(..10).and_then(day)
            {
                return Some(found);
            }
            continue;
        };
        let month = parts.get(at + 1).and_then(|part| number(part, 2));
        let day = parts.get(at + 2).and_then(|part| number(part, 2));
        if month.is_some() {
            return Date::of_numbers(year, month, day).and_then(|date| date.day().or(date.month()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_spellings_are_the_same_day() {
        let spellings = [
            "2024-05-17",
            "2024-05-17T10:00:00+02:00",
            "2024/5/17",
            "20240517",
            "20240517T101010",
            "17.05.2024",
            "17. 5. 2024",
            "17/05/2024",
            "05/17/2024",
            "17 May 2024",
            "May 17, 2024",
            "Fri, 17 May 2024 10:00:00 GMT",
            "17-May-2024",
            "May 17th, 2024 at 4 pm",
            "2024-05-17 10:00:00",
        ];
        for spelling in spellings {
            assert_eq!(day(spelling).as_deref(), Some("2024-05-17"), "{spelling}");
        }
        assert_eq!(day("2024-05").as_deref(), Some("2024-05"));
        assert_eq!(day("2024").as_deref(), Some("2024"));
    }

    #[test]
    fn dates_are_read_as_in_all_other_texts() {
        for spelling in ["1715932800", "17 de mayo de 2024", "17. Mai 2024", "le 17 mai 2024", "2024年5月17日"] {
            assert_eq!(day(spelling).as_deref(), Some("2024-05-17"), "{spelling}");
        }
    }

    #[test]
    fn what_may_be_read_in_two_ways_is_no_date() {
        for other in ["05/06/2024", "2024-13-01", "2023-02-29", "", "yesterday", "0000-00-00", "0001-01-01", "12"] {
            assert_eq!(day(other), None, "{other}");
        }
    }

    #[test]
    fn an_address_may_hold_the_day() {
        assert_eq!(day_in_url("https://example.org/2024/05/17/title").as_deref(), Some("2024-05-17"));
        assert_eq!(day_in_url("https://example.org/blog/2024/05/a-title?x=/2020/01/01").as_deref(), Some("2024-05"));
        assert_eq!(day_in_url("/news/2024-05-17-title.html").as_deref(), Some("2024-05-17"));
        assert_eq!(day_in_url("https://example.org/1234/56/"), None);
    }
}
