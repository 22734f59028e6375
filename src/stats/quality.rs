//! What the ratios of text quality count.
//!
//! Lines are what a line end ends, so that a text which ends with one has no empty line behind it. Lines, paragraphs and
//! n-grams repeat inside a document; a corpus has the sums of its documents.

mod ngrams;
mod seen;
mod stop_lists;

use std::io;
use std::ops::AddAssign;

use super::needs::Needs;
use crate::document::Span;
use crate::error::PartialProblem;
use crate::measure::quality::QualityCounts;
use crate::partial::{Reader, Stored, Writer};
use crate::text::{Language, for_each_sentence, lines, paragraphs};

pub(super) use seen::Seen;
pub(super) use stop_lists::{StopLists, StopWords};

/// Counts of text quality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quality(QualityCounts);

impl Quality {
    /// Counts all but words, as far as it is needed. Cost: a pass over the text for each kind of need, and 24 bytes for
    /// each different line or paragraph until the document ends.
    pub(super) fn of(text: &str, language: Language, needs: Needs, seen: &mut Seen) -> Self {
        let mut counts = QualityCounts::default();
        if needs.contains(Needs::QUALITY_CHARACTERS) {
            count_characters(text, &mut counts);
        }
        if needs.contains(Needs::QUALITY_LINES) {
            for line in lines(text) {
                count_line(line.of(text).trim_end_matches('\n'), &mut counts, seen);
            }
            seen.add_edges(text, &mut counts);
        }
        if needs.contains(Needs::QUALITY_PASSAGES) {
            split_paragraphs(text).for_each(|paragraph| count_split_paragraph(paragraph, &mut counts, seen));
        }
        if needs.contains(Needs::QUALITY_BLOCKS) {
            paragraphs(text).for_each(|span| count_paragraph(span.of(text), &mut counts, seen));
            for_each_sentence(text, language, |span: Span| count_sentence(span.of(text), &mut counts));
        }
        Self(counts)
    }

    /// Adds a word, which may be one of these stop words.
    pub(super) fn add_word(&mut self, word: &str, stop: StopWords<'_>) {
        let n_characters = word.chars().count();
        let counts = &mut self.0;
        counts.n_word_characters += n_characters as u64;
        counts.n_short_words += u64::from(n_characters <= 3);
        counts.n_long_words += u64::from(n_characters >= 7);
        counts.n_upper_case_words += u64::from(is_upper_case(word));
        counts.n_capitalized_words += u64::from(is_capitalized(word));
        if let Some(is_stopped) = stop.contains(word) {
            counts.n_stop_words += u64::from(is_stopped);
            counts.n_stop_listed_words += 1;
        }
        counts.n_alphabetic_words += u64::from(word.contains(char::is_alphabetic));
    }

    /// The counts with those that are made elsewhere.
    pub(super) fn counts(&self, n_words: u64, n_types: u64) -> QualityCounts {
        QualityCounts { n_words, n_types, ..self.0 }
    }

    /// Adds the n-grams of a whole document with these tokens, if they are needed.
    pub(super) fn add_ngrams<'w>(&mut self, tokens: impl Iterator<Item = &'w str>, needs: Needs) {
        if needs.contains(Needs::QUALITY_NGRAMS) {
            ngrams::count(tokens, &mut self.0);
        }
    }

    /// Adds what repeats in `next` from what was seen before it in the same document, of which `self` has the sums.
    pub(super) fn add_repeated(&mut self, seen: &mut Seen, next: &Seen) {
        seen.join(next, &mut self.0);
    }
}

fn count_characters(text: &str, counts: &mut QualityCounts) {
    for c in text.chars() {
        counts.n_characters += 1;
        counts.n_white_space += u64::from(c.is_whitespace());
        counts.n_alphanumeric += u64::from(c.is_alphanumeric());
        counts.n_digits += u64::from(c.is_numeric());
        counts.n_upper_case += u64::from(c.is_uppercase());
        counts.n_punctuation += u64::from(is_punctuation(c));
        counts.n_hash_signs += u64::from(c == '#');
    }
    let (n_dots, n_signs) = (text.matches("...").count() as u64, text.matches('…').count() as u64);
    counts.n_ellipses = n_dots + n_signs;
    counts.n_ellipsis_characters = 3 * n_dots + n_signs;
}

fn count_line(line: &str, counts: &mut QualityCounts, seen: &mut Seen) {
    let length = line.chars().count() as u64;
    counts.n_lines += 1;
    counts.n_line_characters += length;
    counts.n_lines_to_10 += u64::from(length <= 10);
    counts.n_lines_to_30 += u64::from(length <= 30);
    counts.n_lines_from_2000 += u64::from(length >= 2_000);
    counts.n_lines_from_10000 += u64::from(length >= 10_000);
    counts.n_terminal_mark_lines += u64::from(line.ends_with(['.', '?', '!', '"', '\'']));
    counts.n_ellipsis_lines += u64::from(line.ends_with("...") || line.ends_with('…'));
    counts.n_bullet_lines += u64::from(line.trim_start().starts_with(['-', '*', '•']));
    let is_filled = u64::from(length > 0);
    counts.n_split_lines += is_filled;
    if seen.has_line(line, length) {
        counts.n_repeated_lines += 1;
        counts.n_repeated_line_characters += length;
        counts.n_repeated_split_lines += is_filled;
    }
}

/// The paragraphs of the filter of Gopher: what two line ends or more part, blank lines of spaces too. A text without
/// any has none.
fn split_paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text.trim()).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let (paragraph, next) = match rest?.split_once("\n\n") {
            Some((paragraph, next)) => (paragraph, Some(next.trim_start_matches('\n'))),
            None => (rest?, None),
        };
        rest = next;
        Some(paragraph)
    })
}

fn count_split_paragraph(paragraph: &str, counts: &mut QualityCounts, seen: &mut Seen) {
    let length = paragraph.chars().count() as u64;
    counts.n_split_paragraphs += 1;
    if seen.has_split_paragraph(paragraph, length) {
        counts.n_repeated_split_paragraphs += 1;
        counts.n_repeated_split_paragraph_characters += length;
    }
}

fn count_paragraph(paragraph: &str, counts: &mut QualityCounts, seen: &mut Seen) {
    let length = paragraph.chars().count() as u64;
    counts.n_paragraphs += 1;
    counts.n_paragraph_characters += length;
    counts.n_short_paragraphs += u64::from(length <= 100);
    counts.n_long_paragraphs += u64::from(length >= 1_000);
    if seen.has_paragraph(paragraph, length) {
        counts.n_repeated_paragraphs += 1;
        counts.n_repeated_paragraph_characters += length;
    }
}

fn count_sentence(sentence: &str, counts: &mut QualityCounts) {
    let length = sentence.chars().count() as u64;
    counts.n_sentences += 1;
    counts.n_sentence_characters += length;
    counts.n_short_sentences += u64::from(length <= 20);
    counts.n_long_sentences += u64::from(length >= 75);
}

/// The punctuation of datatrove 0.10: all of ASCII's, symbols too, marks of East Asia and Europe, and controls other
/// than tab and line feed. It is wider and narrower than Unicode's, and the published filters are tuned to it.
fn is_punctuation(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        _ => c.is_ascii_punctuation() || OTHER_PUNCTUATION.contains(c),
    }
}

/// That of datatrove outside ASCII.
const OTHER_PUNCTUATION: &str = "—”：％１〈、━【「」，】；“《„’∶´．（–？！～«〉》）。…►»";

/// Whether all letters that have case are capitals, and there is one.
fn is_upper_case(word: &str) -> bool {
    word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
}

/// Whether capitals begin the runs of letters and only they do: "It", "O'Neill", but not "Don't".
fn is_capitalized(word: &str) -> bool {
    let (mut is_in_run, mut has_capital) = (false, false);
    for c in word.chars() {
        if c.is_uppercase() {
            if is_in_run {
                return false;
            }
            (is_in_run, has_capital) = (true, true);
        } else if c.is_lowercase() {
            if !is_in_run {
                return false;
            }
        } else {
            is_in_run = false;
        }
    }
    has_capital
}

impl AddAssign<&Self> for Quality {
    fn add_assign(&mut self, other: &Self) {
        self.0 += &other.0;
    }
}

impl Stored for Quality {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.numbers(self.0.numbers())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        from.numbers(self.0.numbers_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &[&str]) -> QualityCounts {
        let needs = Needs::QUALITY_WORDS | Needs::QUALITY_BLOCKS;
        let mut quality = Quality::of(text, Language::Any, needs, &mut Seen::default());
        let lists = StopLists::all();
        words.iter().for_each(|word| quality.add_word(word, lists.of(Language::English)));
        quality.0
    }

    #[test]
    fn lines_and_blocks_are_counted_by_length_end_and_repetition() {
        let found = of("- One…\nTwo.\n\n* One...\n\nTwo.\n\nTwo.\n", &[]);
        let lines = (found.n_lines, found.n_line_characters, found.n_bullet_lines, found.n_ellipsis_lines);
        assert_eq!(lines, (8, 26, 2, 2));
        assert_eq!((found.n_terminal_mark_lines, found.n_lines_to_10, found.n_lines_from_2000), (4, 8, 0));
        assert_eq!((found.n_repeated_lines, found.n_repeated_line_characters), (4, 8));
        assert_eq!((found.n_paragraphs, found.n_paragraph_characters, found.n_short_paragraphs), (4, 27, 4));
        assert_eq!((found.n_repeated_paragraphs, found.n_repeated_paragraph_characters), (1, 4));
        assert_eq!((found.n_ellipses, found.n_ellipsis_characters), (2, 4));
    }

    #[test]
    fn words_are_capitals_capitalized_or_neither_as_in_python() {
        let found = of("", &["NATO", "O'Neill", "Don't", "iPhone", "B2B", "the", "The", "1990", "雪", "Été"]);
        assert_eq!((found.n_upper_case_words, found.n_capitalized_words), (2, 4));
        assert_eq!((found.n_stop_words, found.n_alphabetic_words), (1, 9));
        assert_eq!((found.n_short_words, found.n_long_words), (5, 1));
    }

    #[test]
    fn punctuation_is_that_of_datatrove() {
        let text = "$5 + 5% «so»\u{1}\t#1…";
        let found = of(text, &[]);
        assert_eq!((found.n_punctuation, found.n_hash_signs, found.n_white_space), (8, 1, 4));
        assert_eq!((found.n_digits, found.n_alphanumeric, found.n_characters), (3, 5, 17));
    }

    #[test]
    fn paragraphs_of_gopher_are_parted_by_two_line_ends_or_more() {
        let split = |text| split_paragraphs(text).collect::<Vec<_>>();
        assert_eq!(split("\n a\nb\n\n\n\nc\n \nd\n\n \n\ne\n\n"), ["a\nb", "c\n \nd", " ", "e"]);
        assert_eq!((split(" \n\n "), split("")), (vec![], vec![]));
    }

    #[track_caller]
    fn check_cut(text: &str, at: usize) {
        let needs = Needs::QUALITY_LINES;
        let (mut seen, mut next) = (Seen::default(), Seen::default());
        let mut cut = Quality::of(&text[..at], Language::Any, needs, &mut seen);
        cut += &Quality::of(&text[at..], Language::Any, needs, &mut next);
        cut.add_repeated(&mut seen, &next);
        assert_eq!(cut, Quality::of(text, Language::Any, needs, &mut Seen::default()), "{text:?} cut at {at}");
    }

    #[test]
    fn lines_that_repeat_across_a_border_are_counted_there() {
        check_cut("a b\n\nc\na b\n\nc\n", 7);
        check_cut("\na\n\n\nb\n\n", 4);
        check_cut("\na\nb", 3);
        check_cut("a\n\n", 2);
        check_cut("a\n", 2);
    }
}
