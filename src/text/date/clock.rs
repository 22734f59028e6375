//! Times of a day and their zones, as they stand behind dates.

use std::fmt;

use super::calendar::DateFault;

/// A time of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: Option<u8>,
    pub(super) nanosecond: u32,
}

/// Zones by the names that mail and programs write, in minutes east of UTC.
const ZONES: [(&str, i16); 26] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("west", 60),
    ("bst", 60),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("nzst", 720),
];
/// The furthest from UTC that any clock is.
const MAX_OFFSET_HOURS: i16 = 15;

impl Clock {
    /// The time that is so many seconds behind midnight, of which a day has 86,400.
    pub(super) fn of_second(second: i64, nanosecond: u32) -> Self {
        let part = |unit: i64, most: i64| (second / unit % most) as u8;
        Self { hour: part(3600, 24), minute: part(60, 60), second: Some(part(1, 60)), nanosecond }
    }

    /// Seconds since midnight. A leap second is the one before it.
    pub(super) fn second_of_day(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second.unwrap_or(0).min(59))
    }

    fn checked(self) -> Result<Self, DateFault> {
        let is_end_of_day = self.hour == 24 && self.minute == 0 && self.second.unwrap_or(0) == 0;
        let is_possible = (self.hour < 24 || is_end_of_day) && self.minute < 60 && self.second.unwrap_or(0) <= 60;
        if is_possible { Ok(self) } else { Err(DateFault::Impossible) }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        if self.nanosecond > 0 {
            let fraction = format!("{:09}", self.nanosecond);
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// The time and the offset that stand behind a date of numbers, if any do.
///
/// # Errors
///
/// [`DateFault::Impossible`].
pub(super) fn behind_date(rest: &str) -> Result<(Option<Clock>, Option<i16>), DateFault> {
    let said = rest.trim_start_matches([' ', ',', 'T', 't', '\u{a0}', '\u{202f}']);
    if let Some((clock, behind)) = clock(said)? {
        let (offset, _) = zone(behind)?;
        return Ok((Some(clock), offset));
    }
    if rest.starts_with(['T', 't'])
        && let Some((clock, behind)) = compact(said)?
    {
        let (offset, _) = zone(behind)?;
        return Ok((Some(clock), offset));
    }
    // A date may have a zone without a time.
    Ok((None, if rest.starts_with(['+', 'Z', 'z']) { zone(rest)?.0 } else { None }))
}

/// The time that the text begins with, `10:00`, `9:05:30.25`, `10:00 pm`, and what follows.
///
/// # Errors
///
/// [`DateFault::Impossible`].
pub(super) fn clock(text: &str) -> Result<Option<(Clock, &str)>, DateFault> {
    let Some((hour, rest)) = short(text) else { return Ok(None) };
    let Some((minute, rest)) = rest.strip_prefix(':').and_then(two) else { return Ok(None) };
    let (second, rest) = match rest.strip_prefix(':').and_then(two) {
        Some((second, rest)) => (Some(second), rest),
        None => (None, rest),
    };
    let (nanosecond, rest) = if second.is_some() { fraction(rest) } else { (0, rest) };
    let (hour, rest) = match half_of_day(rest) {
        Some(_) if !(1..=12).contains(&hour) => return Err(DateFault::Impossible),
        Some((is_afternoon, rest)) => (hour % 12 + if is_afternoon { 12 } else { 0 }, rest),
        None => (hour, rest),
    };
    Ok(Some((Clock { hour, minute, second, nanosecond }.checked()?, rest)))
}

/// The time that the text begins with, in digits alone: `1000`, `100030`.
///
/// # Errors
///
/// [`DateFault::Impossible`].
pub(super) fn compact(text: &str) -> Result<Option<(Clock, &str)>, DateFault> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let Some((hour, rest)) = two(text).filter(|_| matches!(n_digits, 4 | 6)) else { return Ok(None) };
    let Some((minute, rest)) = two(rest) else { return Ok(None) };
    let (second, rest) = two(rest).map_or((None, rest), |(second, rest)| (Some(second), rest));
    let (nanosecond, rest) = if second.is_some() { fraction(rest) } else { (0, rest) };
    Ok(Some((Clock { hour, minute, second, nanosecond }.checked()?, rest)))
}

/// The offset that the text begins with, behind spaces, and what follows: `Z`, `+01:00`, `-0500`, `GMT+0100`, `CET`.
///
/// # Errors
///
/// [`DateFault::Impossible`].
pub(super) fn zone(text: &str) -> Result<(Option<i16>, &str), DateFault> {
    let said = text.trim_start();
    let n_letters = said.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = said.split_at(n_letters);
    let named = ZONES.iter().find(|(zone, _)| zone.eq_ignore_ascii_case(name)).map(|(_, minutes)| *minutes);
    if n_letters > 0 && named.is_none() {
        return Ok((None, text));
    }
    let sign = match behind.chars().next() {
        Some('+') => 1,
        Some('-' | '−') => -1,
        _ => return Ok((named, if named.is_some() { behind } else { text })),
    };
    let digits = behind.trim_start_matches(['+', '-', '−']);
    let Some((hours, rest)) = two(digits).or_else(|| short(digits).filter(|_| named.is_some())) else {
        return Ok((named, if named.is_some() { behind } else { text }));
    };
    let (minutes, rest) = two(rest.strip_prefix(':').unwrap_or(rest)).unwrap_or((0, rest));
    let (hours, minutes) = (i16::from(hours), i16::from(minutes));
    if hours > MAX_OFFSET_HOURS || minutes > 59 {
        return Err(DateFault::Impossible);
    }
    Ok((Some(sign * (hours * 60 + minutes)), rest))
}

/// `am` or `pm`, and whether it is the second.
fn half_of_day(text: &str) -> Option<(bool, &str)> {
    let said = text.trim_start();
    let halves = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
    halves.into_iter().find_map(|(name, is_afternoon)| {
        let rest = said.get(name.len()..)?;
        let is_it = said.get(..name.len())?.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphanumeric);
        is_it.then_some((is_afternoon, rest))
    })
}

/// The nanoseconds of `.25`, and what follows. Digits beyond the ninth are dropped.
pub(super) fn fraction(text: &str) -> (u32, &str) {
    let Some(digits) = text.strip_prefix(['.', ',']) else { return (0, text) };
    let n_digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    if n_digits == 0 {
        return (0, text);
    }
    let (digits, rest) = digits.split_at(n_digits);
    let nanosecond = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    (nanosecond.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')), rest)
}

/// One or two digits and no third.
fn short(text: &str) -> Option<(u8, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(n_digits).filter(|_| n_digits <= 2)?;
    Some((digits.parse().ok()?, rest))
}

/// The first two digits.
fn two(text: &str) -> Option<(u8, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?.map(|number| (number, rest))
}
