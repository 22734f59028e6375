//! What a paragraph looks like from afar: a headline, a body of text, a date, an imprint.
//!
//! Only the beginning and the end of a paragraph are looked at, so the cost does not grow with its length.

use crate::text::heading;

/// The most that a headline measures, see [`reading_size`].
pub(super) const HEADLINE_SIZE: usize = 160;
const HEADLINE_LINES: usize = 3;
/// The most that a headline measures which ends in a question or exclamation mark.
const CALL_SIZE: usize = 100;
const DATE_SIZE: usize = 60;
const DATE_WORDS: usize = 5;
/// A Han character or a syllable says about as much as three letters.
const WIDE_SIZE: usize = 3;

/// What a paragraph looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::split) enum Shape {
    /// Short and without the end of a sentence or the colon that announces a list, or marked as a heading.
    Headline,
    /// Anything else.
    Body,
    /// A short line with a year, a day or a time in it.
    Date,
    /// A copyright notice.
    Imprint,
}

impl Shape {
    /// The shape's name in a rule.
    pub(in crate::split) fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Body => "text",
            Self::Date => "date",
            Self::Imprint => "imprint",
        }
    }

    /// The shape of a text of so many lines.
    pub(super) fn of_lines(text: &str, n_lines: usize) -> Self {
        #[cfg(test)]
        work::count(n_lines.min(HEADLINE_LINES));
        if is_imprint(text) {
            return Self::Imprint;
        }
        if n_lines > HEADLINE_LINES {
            return Self::Body;
        }
        Self::of(text)
    }

    /// The shape of a text of few lines.
    pub(super) fn of(text: &str) -> Self {
        let size = reading_size(text, HEADLINE_SIZE);
        if size > HEADLINE_SIZE {
            return Self::Body;
        }
        if heading(text).is_some() {
            return Self::Headline;
        }
        if size <= DATE_SIZE && is_date(text) {
            return Self::Date;
        }
        match last_mark(text) {
            Some('.' | '…' | '。' | '．' | '।' | '۔' | ',' | ';' | '،' | ':' | '：') => Self::Body,
            Some('!' | '?' | '！' | '？' | '؟') if size > CALL_SIZE => Self::Body,
            _ if text.chars().any(char::is_alphanumeric) => Self::Headline,
            _ => Self::Body,
        }
    }
}

/// How much there is to read: characters, those of Han, Kana and Hangul counted three times. Counting stops above
/// `limit`.
pub(super) fn reading_size(text: &str, limit: usize) -> usize {
    // Most text is ASCII, of which a character is a byte.
    let head = &text.as_bytes()[..text.len().min(limit + 1)];
    if head.is_ascii() {
        return head.len();
    }
    let mut size = 0;
    for c in text.chars() {
        size += if matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}') {
            WIDE_SIZE
        } else {
            1
        };
        if size > limit {
            break;
        }
    }
    size
}

/// The last character before closing quotes and brackets.
fn last_mark(text: &str) -> Option<char> {
    text.trim_end_matches(['"', '\'', '”', '’', '»', '«', ')', ']', '」', '』', '*', '_']).chars().next_back()
}

fn is_imprint(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    text.starts_with('©') || text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("copyright"))
}

/// Whether a short text is a date: few words, and numbers that form a year, a date or a time.
fn is_date(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let n_words = || text.split_whitespace().filter(is_word).count();
    text.contains(|c| digit(c).is_some()) && n_words() <= DATE_WORDS && (has_year(text) || has_joined_numbers(text))
}

fn has_year(text: &str) -> bool {
    text.split(|c| digit(c).is_none()).any(|run| {
        let year = run.chars().filter_map(digit).take(5).fold(0, |value, digit| value * 10 + digit);
        run.chars().count() == 4 && ((1300..1500).contains(&year) || (1800..2100).contains(&year))
    })
}

/// Two numbers joined as in 12/03, 12.03., 3-12 or 14:05.
fn has_joined_numbers(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(3)
        .any(|w| digit(w[0]).is_some() && matches!(w[1], '/' | '.' | '-' | ':' | '月' | '年') && digit(w[2]).is_some())
}

/// The value of a decimal digit, European, Arabic, Persian or full-width.
pub(super) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// Counts lines looked at, so that tests can prove the cost of detection without a clock.
#[cfg(test)]
pub(super) mod work {
    use std::cell::Cell;

    thread_local! {
        static N_LINES: Cell<usize> = const { Cell::new(0) };
    }

    pub(in crate::split::entry) fn count(n_lines: usize) {
        N_LINES.with(|n| n.set(n.get() + n_lines));
    }

    pub(in crate::split::entry) fn take() -> usize {
        N_LINES.with(Cell::take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(shape: Shape, texts: &[&str]) {
        for text in texts {
            assert_eq!(Shape::of(text), shape, "{text:?}");
        }
    }

    #[test]
    fn a_headline_is_short_and_ends_no_sentence() {
        check(
            Shape::Headline,
            &["Bridge to open in May", "Will it last?", "## Marked heading.", "市議会、新しい橋を承認"],
        );
        check(
            Shape::Body,
            &[
                "The bridge is to open in May.",
                "The council said (again…)",
                "He said: “No.”",
                "* * *",
                "To open the bridge:",
                &"word ".repeat(40),
                &"字".repeat(60),
            ],
        );
    }

    #[test]
    fn a_date_is_a_short_line_with_a_year_a_day_or_a_time() {
        check(Shape::Date, &["12 June 2023", "Le 3 mai 2021 à 14:05", "12.03.2020", "۱۲ خرداد ۱۴۰۲", "2024年5月3日"]);
        check(Shape::Headline, &["Route 66 is closed", "What the 2024 budget means for schools in town"]);
    }

    #[test]
    fn an_imprint_is_told_by_its_first_word_or_sign() {
        let lines = ["© 2024 The Gazette", "(copyright by us)", "Copyright law is changing"];
        assert_eq!(lines.map(|line| Shape::of_lines(line, 1)), [Shape::Imprint, Shape::Headline, Shape::Imprint]);
    }
}
