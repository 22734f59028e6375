//! Running heads and page numbers: lines that stand on every page, whatever the numbers in them.

use std::collections::HashMap;

use memchr::memchr_iter;

use super::line_hyphen::is_hyphen;
use crate::document::Span;

/// A head that fewer pages have is text.
pub const LEAST_HEADS: u64 = 3;

/// A running head is no longer than this, in bytes.
const LONGEST_HEAD: usize = 150;

/// Two page numbers have at least this many bytes of text between them; numbers that are closer are a list or a table.
const LEAST_PAGE_BYTES: usize = 300;

/// A full line of prose is no shorter, in bytes.
const LEAST_LINE_BYTES: usize = 30;

/// The most digits of a page number.
const MOST_DIGITS: usize = 5;

/// One in so many lines of a wording may have a number that was misread.
const MOST_PER_MISREAD: u64 = 5;

/// A page has no more lines than this at its top and its bottom that are no text.
const MOST_HEAD_LINES: usize = 4;

/// Of so many places with the same wording at least one must be inside of a sentence.
const MOST_PLACES_PER_BREAK: u64 = 5;

/// A line that may be a running head with a page number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedLine {
    /// The line with its line end.
    pub span: Span,
    /// Its [`head_wording`].
    pub wording: String,
    /// `true` if a sentence goes on behind it: a page ended there, and no chapter.
    pub is_in_sentence: bool,
}

/// How often a wording stands there, and how often inside of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadCount {
    /// Places in all documents.
    pub n_places: u64,
    /// Those that part a sentence.
    pub n_in_sentence: u64,
}

impl HeadCount {
    /// `true` if lines of this wording are running heads. A heading such as `CHAPTER 7` has a number as well, and as many
    /// places; but no heading stands inside of a sentence, and of the pages of prose about half end there.
    pub fn is_running_head(self) -> bool {
        self.n_places >= LEAST_HEADS
            && self.n_in_sentence >= 2
            && self.n_in_sentence * MOST_PLACES_PER_BREAK >= self.n_places
    }
}

/// The wording of a line or two of a page: what is left of it with its numbers and white space aside; `None` for one that is
/// too long for a running head.
pub fn head_wording(text: &str) -> Option<String> {
    if text.len() > LONGEST_HEAD || text.trim_end().contains('\n') && text.lines().count() > 2 {
        return None;
    }
    let mut wording = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii() && !c.is_ascii_digit() {
            wording.push(c.to_ascii_lowercase());
        } else if !c.is_numeric() {
            wording.extend(c.to_lowercase());
        } else if !wording.ends_with('#') {
            wording.push('#');
        }
    }
    Some(wording)
}

/// The lines of `text` that begin or end with a page number, in order. Those of one wording have rising numbers and so much
/// text in between as a page has; where they have not, they are rows or items, and left out.
///
/// Cost: O(length of the text).
pub fn numbered_lines(text: &str) -> Vec<NumberedLine> {
    let mut lines: Vec<(Span, Option<u32>)> = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]) {
        // A form feed before a head is the end of the page, and stays.
        let n_feeds = text[start..end].len() - text[start..end].trim_start_matches('\u{c}').len();
        let line = Span::new(start + n_feeds, end);
        if !line.of(text).trim().is_empty() {
            lines.push((line, page_number(line.of(text).trim())));
        }
        start = end;
    }
    let mut found: Vec<NumberedLine> = Vec::new();
    let mut runs: HashMap<String, Run> = HashMap::new();
    for (idx, &(span, number)) in lines.iter().enumerate() {
        let Some((number, wording)) = number.zip(head_wording(span.of(text))) else { continue };
        let is_text = |line: &&(Span, Option<u32>)| line.1.is_none();
        let before = lines[..idx].iter().rev().take(MOST_HEAD_LINES).find(is_text);
        let behind = lines[idx + 1..].iter().take(MOST_HEAD_LINES).find(is_text);
        let is_in_sentence =
            goes_on(before.map(|line| line.0.of(text).trim_end()), behind.map(|line| line.0.of(text).trim_start()));
        match runs.get_mut(&wording) {
            Some(run) => run.add(span, number),
            None => _ = runs.insert(wording.clone(), Run { n_lines: 1, n_misplaced: 0, end: span.end, number }),
        }
        found.push(NumberedLine { span, wording, is_in_sentence });
    }
    found.retain(|line| runs.get(&line.wording).is_some_and(|run| run.n_misplaced * MOST_PER_MISREAD <= run.n_lines));
    found
}

/// The lines of one wording so far.
struct Run {
    n_lines: u64,
    /// Those whose number is no later one, or that stand too close to the line before.
    n_misplaced: u64,
    /// Where the last one ends, and its number.
    end: usize,
    number: u32,
}

impl Run {
    fn add(&mut self, span: Span, number: u32) {
        let is_misplaced = number <= self.number || span.start - self.end < LEAST_PAGE_BYTES;
        self.n_lines += 1;
        self.n_misplaced += u64::from(is_misplaced);
        (self.end, self.number) = (span.end, number);
    }
}

/// The number of the page that a line begins or ends with.
fn page_number(line: &str) -> Option<u32> {
    // Most lines are prose without a number, which is seen at once.
    if line.len() > LONGEST_HEAD || !line.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii()) {
        return None;
    }
    let has_letters = line.contains(char::is_alphabetic);
    let n_numbers = line.split(|c: char| !c.is_numeric()).filter(|digits| !digits.is_empty()).count();
    if n_numbers == 0 || n_numbers > if has_letters { 2 } else { 1 } {
        return None;
    }
    let number = |token: &str| {
        let digits = token.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '–' | '—' | '·'));
        let is_number = (1..=MOST_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    let mut tokens = line.split_whitespace().filter(|token| token.contains(char::is_alphanumeric));
    let (first, last) = (tokens.next().and_then(number), tokens.next_back().and_then(number));
    // Of `Page 12 of 300` the first number counts the pages.
    let inner = || line.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty()).and_then(number);
    first.or_else(|| last.and_then(|last| if n_numbers == 2 { inner() } else { Some(last) }))
}

/// `true` if a sentence that stops `before` a line goes on `behind` it. A short line above may be anything, such as a heading
/// or an item of a list.
fn goes_on(before: Option<&str>, behind: Option<&str>) -> bool {
    let is_open = before.map(|line| {
        let last = line.chars().next_back();
        let is_inside = last.is_some_and(|c| c.is_alphabetic() || matches!(c, ',' | ';') || is_hyphen(c));
        is_inside && line.trim_start().len() >= LEAST_LINE_BYTES
    });
    let is_rest = behind.map(|line| line.starts_with(char::is_lowercase));
    match (is_open, is_rest) {
        (Some(is_open), Some(is_rest)) => is_open && is_rest,
        (Some(is_open), None) => is_open,
        (None, _) => is_rest == Some(true) && behind.is_some_and(|line| line.trim_end().len() >= LEAST_LINE_BYTES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of prose that ends inside of a sentence.
    const PAGE: &str = "the men went on deck and looked over the water, where nothing was to be seen but the fog, and then one of\n\
        them called out that he saw a light. It was far away. They waited, and the captain came up with his glass and said\n\
        nothing for a long time, so that the crew grew restless and began to talk among themselves about the coast and\n";

    /// Lines that are running heads in these documents together.
    fn heads(documents: &[&str]) -> Vec<String> {
        let lines: Vec<(String, NumberedLine)> = documents
            .iter()
            .flat_map(|text| numbered_lines(text).into_iter().map(|line| (line.span.of(text).trim().to_owned(), line)))
            .collect();
        let mut counts: HashMap<&str, HeadCount> = HashMap::new();
        for (_, line) in &lines {
            let count = counts.entry(&line.wording).or_default();
            count.n_places += 1;
            count.n_in_sentence += u64::from(line.is_in_sentence);
        }
        let is_head = |line: &NumberedLine| counts[&*line.wording].is_running_head();
        lines.iter().filter(|(_, line)| is_head(line)).map(|(text, _)| text.clone()).collect()
    }

    #[test]
    fn heads_of_facing_pages_are_found_whatever_their_numbers() {
        let book: String =
            (101..=108)
                .map(|n| {
                    if n % 2 == 0 {
                        format!("{n} THE LONG VOYAGE\n{PAGE}")
                    } else {
                        format!("\u{c}THE FOG {n}\n{PAGE}")
                    }
                })
                .collect();
        assert_eq!(heads(&[&book]).len(), 8);
        let numbers: String = (7..=10).map(|n| format!("{PAGE}\n- {n} -\n\n")).collect();
        assert_eq!(heads(&[&numbers]), ["- 7 -", "- 8 -", "- 9 -", "- 10 -"]);
        let counted: String = (1..=4).map(|n| format!("{PAGE}Page {n} of 300\n")).collect();
        assert_eq!(heads(&[&counted]).len(), 4);
    }

    #[test]
    fn pages_that_are_documents_have_heads_in_common() {
        let pages: Vec<String> = (3..=6).map(|n| format!("THE FOG {n}\n{PAGE}")).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        assert_eq!(heads(&pages), ["THE FOG 3", "THE FOG 4", "THE FOG 5", "THE FOG 6"]);
    }

    #[test]
    fn numbered_headings_stand_between_sentences() {
        let chapters: String =
            (1..=9).map(|n| format!("CHAPTER {n}\n\nIt was night. {}.\n\n", PAGE.trim_end())).collect();
        assert_eq!(heads(&[&chapters]), Vec::<String>::new());
        let articles: String =
            (1..=5).map(|n| format!("Article {n}\n\nEveryone has rights. {}.\n", PAGE.trim_end())).collect();
        assert_eq!(heads(&[&articles]), Vec::<String>::new());
    }

    #[test]
    fn rows_and_items_are_no_heads() {
        for text in [
            "apples\n12\npears\n13\nplums\n14\nand\n15\nso\n16\n",
            "apples 12\npears 13\nplums 14\n",
            "a b c\n\nd e f 1\n\u{c}a b c\n\nd e f 2\n\u{c}a b c\n\nd e f 3",
            "12 13 14\n15 16 17\n18 19 20\n",
            &(1..9).map(|n| format!("row {n}\nand so on, with\n")).collect::<String>(),
        ] {
            assert_eq!(heads(&[text]), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn a_wording_is_a_line_without_its_numbers() {
        assert_eq!(head_wording("Page 12 of 300\n").as_deref(), Some("page#of#"));
        assert_eq!(head_wording("a\nb\nc"), None);
        assert_eq!(head_wording(&"a".repeat(200)), None);
    }
}
