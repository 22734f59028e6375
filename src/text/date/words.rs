//! Dates with the name of a month.

use super::calendar::{Date, DateFault};
use super::clock::{self, Clock};
use super::moment::Moment;
use super::months::month_named;

/// Years of two digits below this one are of this century, as the standard of mail has it.
const PIVOT: u16 = 50;
/// More words are no date.
const MAX_WORDS: usize = 12;

/// The moment that the text names in words; `None` if it is none.
///
/// # Errors
///
/// [`DateFault::Impossible`].
pub(super) fn read(text: &str) -> Result<Option<Moment>, DateFault> {
    // What stands in brackets explains the zone.
    let text = text.split(['(', '[']).next().unwrap_or_default();
    let (before, clock, offset, behind) = around_clock(text)?;
    let words: Vec<&str> = words(before).chain(words(behind)).take(MAX_WORDS + 1).collect();
    if words.len() > MAX_WORDS {
        return Ok(None);
    }
    Ok(date(&words).map(|date| Moment { date, clock: clock.filter(|_| date.day.is_some()), offset }))
}

/// The first time in a text with its offset, and what stands before and behind.
type Around<'t> = (&'t str, Option<Clock>, Option<i16>, &'t str);

fn around_clock(text: &str) -> Result<Around<'_>, DateFault> {
    for (colon, _) in text.match_indices(':') {
        let before = text.get(..colon).unwrap_or_default();
        let n_digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let from = colon - n_digits;
        if !(1..=2).contains(&n_digits) {
            continue;
        }
        if let Some((clock, rest)) = clock::clock(text.get(from..).unwrap_or_default())? {
            let (offset, behind) = clock::zone(rest)?;
            return Ok((text.get(..from).unwrap_or_default(), Some(clock), offset, behind));
        }
    }
    Ok((text, None, None, ""))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_of = |word: &&str| matches!(*word, "of" | "de" | "del" | "d" | "do" | "di" | "the" | "le" | "el");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).filter(move |word| !is_of(word))
}

/// The day stands beside the month; the year has four digits, or two behind a day and a month.
fn date(words: &[&str]) -> Option<Date> {
    // Of two the last: "mar." is a day of the week as well.
    let (at, month) = words.iter().enumerate().rev().find_map(|(at, word)| Some((at, month_named(word)?)))?;
    let beside = |at: usize| words.get(at).and_then(|word| day_of_month(word));
    let before = at.checked_sub(1).and_then(beside);
    let year = match words.iter().find_map(|word| year_of(word, 4)) {
        Some(year) => year,
        None => {
            let year = words.get(at + 1).and_then(|word| year_of(word, 2)).filter(|_| before.is_some())?;
            year + if year < PIVOT { 2000 } else { 1900 }
        }
    };
    Some(Date { year, month: Some(month), day: before.or_else(|| beside(at + 1)) })
}

fn year_of(word: &str, n_digits: usize) -> Option<u16> {
    let is_year = word.len() == n_digits && word.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| word.parse().ok()).flatten()
}

/// `5`, `05`, `5th`, `1er`.
fn day_of_month(word: &str) -> Option<u8> {
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = word.split_at_checked(n_digits).filter(|_| n_digits <= 2)?;
    matches!(rest, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª").then(|| digits.parse().ok()).flatten()
}
