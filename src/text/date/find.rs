//! Finding a date inside a text, in the words of several languages.

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::char::is_combining_mark;

use super::calendar::Date;
use super::months::month_named;
use crate::document::Span;

/// Years outside of these are numbers of other things.
const YEARS: std::ops::RangeInclusive<u16> = 1500..=2199;

impl Date {
    /// The first date in `text`: ISO 8601 (`2024-03-05`), `5.3.2024`, `23/3/2024` where only one reading is possible,
    /// `2024年3月5日`, or with the name of a month in English, German, French, Spanish, Italian, Portuguese, Dutch or
    /// Russian, whole or abbreviated (`5 March 2024`, `Nov. 23rd, 2026`, `1er août 2024`, `5 de marzo de 2024`).
    ///
    /// A month with its year is a date without a day; a year alone is none. Cost: O(length).
    pub fn find(text: &str) -> Option<(Span, Self)> {
        let tokens = Tokens { text, chars: text.char_indices().peekable(), end: 0 };
        let mut window: Vec<Token<'_>> = Vec::with_capacity(WINDOW);
        for token in tokens {
            if window.len() == WINDOW {
                window.remove(0);
            }
            window.push(token);
            if window.len() == WINDOW
                && let Some(found) = opening(&window)
            {
                return Some(found);
            }
        }
        (usize::from(window.len() == WINDOW)..window.len()).find_map(|from| opening(&window[from..]))
    }
}

/// The most words and numbers that a date has: 5 th of March in the year 2024.
const WINDOW: usize = 7;

/// A run of digits or of letters.
#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    said: &'t str,
    span: Span,
    /// What stands between the token before and this one.
    gap: &'t str,
}

/// The words and numbers of a text, one by one, so that a long text is read no further than to its first date.
struct Tokens<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
    end: usize,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let (start, first) = self.chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        let is_digit = first.is_ascii_digit();
        // The characters between the numbers of a Chinese or Japanese date are letters, each by itself.
        let is_single = matches!(first, '年' | '月' | '日');
        let goes_on = |c: char| {
            let is_same = if is_digit { c.is_ascii_digit() } else { c.is_alphabetic() || is_combining_mark(c) };
            is_same && !is_single && !matches!(c, '年' | '月' | '日')
        };
        while let Some((at, c)) = self.chars.next_if(|(_, c)| goes_on(*c)) {
            end = at + c.len_utf8();
        }
        let token =
            Token { said: &self.text[start..end], span: Span::new(start, end), gap: &self.text[self.end..start] };
        self.end = end;
        Some(token)
    }
}

/// The date that the tokens begin with.
fn opening(tokens: &[Token<'_>]) -> Option<(Span, Date)> {
    let first = tokens.first()?;
    // 1.12.2024 is no date behind another number: 3.1.12.2024.
    let (date, n_tokens) = if first.said.starts_with(|c: char| c.is_ascii_digit()) {
        if first.gap.ends_with(['.', '/', '-', ':']) && first.gap.len() == 1 {
            return None;
        }
        by_numbers(tokens).or_else(|| day_first(tokens))
    } else {
        month_first(tokens)
    }?;
    let last = tokens[n_tokens - 1];
    (date.is_possible() && YEARS.contains(&date.year)).then_some((Span::new(first.span.start, last.span.end), date))
}

/// `2024-03-05`, `2024年3月5日`, `5.3.2024`, `23/3/2024`.
fn by_numbers(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let [one, two, three, ..] = tokens else { return None };
    if let [year, ideograph, month, other, day, ..] = tokens
        && (ideograph.said, other.said) == ("年", "月")
    {
        let is_closed = tokens.get(5).is_some_and(|t| t.said == "日" && t.gap.is_empty());
        return Some((numbers(year, Some(month), Some(day))?, 5 + usize::from(is_closed)));
    }
    let same = two.gap.trim() == three.gap.trim() && is_numeric(two) && is_numeric(three);
    let sign = two.gap.trim_end();
    if !same || !matches!(sign, "-" | "/" | ".") {
        return None;
    }
    if one.said.len() == 4 {
        return Some((numbers(one, Some(two), Some(three))?, 3));
    }
    let date = numbers(three, Some(two), Some(one)).filter(|date| date.is_possible());
    let swapped = numbers(three, Some(one), Some(two)).filter(|date| date.is_possible());
    match (sign, date, swapped) {
        // Dots are used where the day comes first; with other signs both orders are in use.
        (".", Some(date), _) | (_, Some(date), None) | ("/" | "-", None, Some(date)) => Some((date, 3)),
        (_, Some(date), Some(other)) if date == other => Some((date, 3)),
        _ => None,
    }
}

/// `5 March 2024`, `5. März 2024`, `1er août 2024`, `5 de marzo de 2024`, `the 5th of March, 2024`.
fn day_first(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let (day, rest) = tokens.split_first()?;
    let mut n = 1;
    let is_ordinal = |t: &Token<'_>| t.gap.is_empty() && matches!(t.said, "st" | "nd" | "rd" | "th" | "er" | "º" | "ª");
    let skip = |n: &mut usize, is: &dyn Fn(&Token<'_>) -> bool| *n += usize::from(rest.get(*n - 1).is_some_and(is));
    skip(&mut n, &is_ordinal);
    skip(&mut n, &is_of);
    let month = tokens.get(n).filter(|token| is_near(token))?;
    tokens.get(n + 1).filter(|token| may_follow_month(token))?;
    let month_number = month_named(month.said)?;
    n += 1;
    skip(&mut n, &is_of);
    let year = tokens.get(n).filter(|token| is_near(token))?;
    let mut date = numbers(year, None, None)?;
    date.month = Some(month_number);
    date.day = Some(short(day)?);
    Some((date, n + 1))
}

/// `March 5th, 2024`, `Nov 23 2026`, `March 2024`, `marzo de 2024`.
fn month_first(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let second = tokens.get(1).filter(|token| may_follow_month(token))?;
    let month = month_named(tokens.first()?.said)?;
    let with_day = || {
        let day = short(second)?;
        let is_ordinal = |t: &Token<'_>| t.gap.is_empty() && matches!(t.said, "st" | "nd" | "rd" | "th");
        let mut n = 2 + usize::from(tokens.get(2).is_some_and(is_ordinal));
        // The clock of "Mon May  6 10:00:00 2024" stands before the year.
        if let [_, minute, second, ..] = &tokens[n.min(tokens.len())..]
            && (minute.gap, second.gap) == (":", ":")
        {
            n += 3;
        }
        let date = numbers(tokens.get(n).filter(|token| is_near(token))?, None, None)?;
        Some((Date { month: Some(month), day: Some(day), ..date }, n + 1))
    };
    let without_day = || {
        let n = 1 + usize::from(is_of(second));
        let date = numbers(tokens.get(n).filter(|token| is_near(token))?, None, None)?;
        Some((Date { month: Some(month), ..date }, n + 1))
    };
    with_day().or_else(without_day)
}

fn numbers(year: &Token<'_>, month: Option<&Token<'_>>, day: Option<&Token<'_>>) -> Option<Date> {
    let year = (year.said.len() == 4).then(|| year.said.parse().ok()).flatten()?;
    let short_or_none = |token: Option<&Token<'_>>| token.map(|token| short(token).ok_or(())).transpose().ok();
    Some(Date { year, month: short_or_none(month)?, day: short_or_none(day)? })
}

fn short(token: &Token<'_>) -> Option<u8> {
    (token.said.len() <= 2).then(|| token.said.parse().ok()).flatten()
}

fn is_numeric(token: &Token<'_>) -> bool {
    token.said.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a token can stand behind a month's name. It is looked at first, since few words stand before a number, and
/// all of them would have to be compared with the names of all months.
fn may_follow_month(token: &Token<'_>) -> bool {
    is_near(token) && (is_numeric(token) || is_of(token))
}

/// "of" in the languages of the months.
fn is_of(token: &Token<'_>) -> bool {
    is_near(token) && matches!(token.said, "of" | "de" | "del" | "d" | "do" | "di")
}

/// Whether nothing but spaces and the signs inside of a date stands before a token.
fn is_near(token: &Token<'_>) -> bool {
    token.gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '-' | '’' | '\''))
        && token.gap.len() <= 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = Date::find(text).map(|(span, date)| (span.of(text), date.to_string()));
        assert_eq!(found.as_ref().map(|(said, date)| (*said, &**date)), expected, "{text:?}");
    }

    #[test]
    fn a_day_is_found_in_the_words_of_several_languages() {
        for said in [
            "23 November 2026",
            "Nov 23, 2026",
            "November 23rd, 2026",
            "Nov. 23 2026",
            "23. November 2026",
            "23 novembre 2026",
            "23 nov. 2026",
            "23 de noviembre de 2026",
            "23 noviembre 2026",
            "23 ноября 2026",
            "23.11.2026",
            "23. 11. 2026",
            "23/11/2026",
            "11/23/2026",
            "2026-11-23",
            "2026/11/23",
            "2026年11月23日",
            "23rd of November 2026",
        ] {
            check(said, Some((said, "2026-11-23")));
            check(&format!("Posted on {said} by the desk, with 12 comments"), Some((said, "2026-11-23")));
        }
        check("Le 1er août 2024", Some(("1er août 2024", "2024-08-01")));
        check("am 3. März 2024 um 14:05", Some(("3. März 2024", "2024-03-03")));
        check("Mon May  6 10:00:00 2024", Some(("May  6 10:00:00 2024", "2024-05-06")));
        check("2024-03-05T10:00:00Z", Some(("2024-03-05", "2024-03-05")));
    }

    #[test]
    fn a_month_with_its_year_is_a_date_without_a_day() {
        check("in Juni 2024", Some(("Juni 2024", "2024-06")));
        check("marzo de 2024", Some(("marzo de 2024", "2024-03")));
    }

    #[test]
    fn what_is_no_day_or_may_be_two_is_not_found() {
        for text in ["", "2024", "3/4/2024", "version 3.1.12.2024", "31.4.2024", "jui 2024", "May be 2024 or not"] {
            check(text, None);
        }
        check("12 of 250, 5 March 2024", Some(("5 March 2024", "2024-03-05")));
        check("4/4/2024", Some(("4/4/2024", "2024-04-04")));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|[0-9./ a-z年月日-]{0,30}") {
            if let Some((span, date)) = Date::find(&text) {
                prop_assert!(span.of(&text).contains(&date.year()));
            }
        }
    }
}
