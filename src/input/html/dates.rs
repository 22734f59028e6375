//! Dates as pages write them.

/// The day, month or year at the beginning of `text`, as ISO 8601 writes it; `None` unless there is only one way to read it.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers = leading_numbers(text);
    match *numbers.as_slice() {
        [(year, 4, rest)] if rest.trim().is_empty() => iso(year, None, None),
        [(day, 8, _), ..] => iso(day / 10_000, Some(day / 100 % 100), Some(day % 100)),
        [(year, 4, _), (month, ..), (day, ..), ..] => iso(year, Some(month), Some(day)),
        [(year, 4, _), (month, _, rest)] if rest.trim().is_empty() => iso(year, Some(month), None),
        [(day, 1..=2, rest), (month, 1..=2, _), (year, 4, _), ..] if rest.starts_with('.') || day > 12 => {
            iso(year, Some(month), Some(day))
        }
        [(month, 1..=2, _), (day, 1..=2, _), (year, 4, _), ..] if day > 12 => iso(year, Some(month), Some(day)),
        _ => day_in_words(text),
    }
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
            return iso(year, month, day).or_else(|| iso(year, month, None));
        }
    }
    None
}

/// The numbers that `text` begins with, between signs that part a date: each with its digits and what follows.
fn leading_numbers(text: &str) -> Vec<(u32, usize, &str)> {
    let mut numbers = Vec::new();
    let mut rest = text;
    while numbers.len() < 3 {
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(number) = rest.get(..n_digits).and_then(|digits| digits.parse().ok()) else { break };
        rest = rest.get(n_digits..).unwrap_or_default();
        numbers.push((number, n_digits, rest));
        let Some(next) = rest.strip_prefix(['-', '/', '.']) else { break };
        rest = next.trim_start();
    }
    numbers
}

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

/// `17 May 2024`, `May 17, 2024`, `Fri, 17 May 2024 10:00:00 GMT`: a month in English between or before two numbers.
fn day_in_words(text: &str) -> Option<String> {
    let mut words =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-')).filter(|word| !word.is_empty());
    let (mut month, mut day) = (None, None);
    for word in words.by_ref().take(6) {
        let digits = word.trim_end_matches("th").trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd");
        match digits.parse::<u32>() {
            Ok(number) if digits.len() == 4 && month.is_some() => return iso(number, month, day),
            Ok(number) if digits.len() <= 2 && day.is_none() => day = Some(number),
            Ok(_) => return None,
            Err(_) if month.is_none() => month = month_named(word),
            Err(_) => {}
        }
    }
    None
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let is_month = |name: &str| *name == *word || word.len() >= 3 && word.len() <= 4 && name.starts_with(&*word);
    MONTHS.iter().position(|name| is_month(name)).map(|at| at as u32 + 1)
}

/// `2024-05-17`, `2024-05` or `2024`, if there is such a day.
fn iso(year: u32, month: Option<u32>, day: Option<u32>) -> Option<String> {
    if !(1000..2200).contains(&year) {
        return None;
    }
    match (month, day) {
        (None, _) => Some(year.to_string()),
        (Some(month), _) if !(1..=12).contains(&month) => None,
        (Some(month), None) => Some(format!("{year}-{month:02}")),
        (Some(month), Some(day)) if (1..=days_in(year, month)).contains(&day) => {
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
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
    fn what_may_be_read_in_two_ways_is_no_date() {
        for other in ["05/06/2024", "2024-13-01", "2023-02-29", "", "yesterday", "1715932800", "0000-00-00", "12"] {
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
