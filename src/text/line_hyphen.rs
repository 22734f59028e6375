//! Words that a line end has parted: where they are, and what the word was.
//!
//! # The rule
//!
//! A word may have been parted where a line ends with a letter and a hyphen and the next line begins with a letter. Hyphens are
//! `-`, U+2010, the soft hyphen, the `¬` of transcribers and OCR, and the `⸗` of black letter. A dash is none, nor is a hyphen
//! behind a blank or before the first word of a line, as of lists; and where a digit, a slash or another sign of addresses and
//! programs stands beside a half, nothing is joined.
//!
//! Evidence are the words of the corpus that no line end parts, whatever their case. Of `government` and `govern-ment` the
//! one is taken that is more frequent, and the one without a hyphen where both are as frequent, since most words at line ends
//! were divided there. If neither is known:
//!
//! - Two halves that are words by themselves are a compound, `well-known`, unless compounds with a hyphen are rare in the
//!   corpus: of 10,000 words of English or French prose about 100 are such, of German and Spanish none, where `aufschlagen`
//!   would be taken for one. The second half must be a word in lower case, as `tür` of `Haustür` is none.
//! - Other halves are one word if both have two letters or more; nobody divides a word behind its first letter.
//! - A hyphen before `and`, `und`, `et` and the like ends a word: `two- and threefold`.
//! - A second half with a capital is joined on evidence only (`MacDonald`), unless both halves are in capitals.
//!
//! A soft hyphen and `¬` say by themselves that the word was divided, so only a known compound has a hyphen there. Across the
//! end of a page (a form feed, blank lines, a page number) only evidence joins, since a paragraph may have ended there.

use std::borrow::Cow;

use crate::document::{Edit, Span};

/// The words of a corpus that no line end parts.
pub trait UnbrokenWords {
    /// How often a word in lower case, perhaps with one hyphen inside, stands there so, or with capitals as well.
    fn count(&self, word: &str, written: Written) -> u32;

    /// `true` if so few words have a hyphen inside that none is to be expected.
    fn has_rare_compounds(&self) -> bool;
}

/// Forms of a word that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Written {
    /// With capitals and without.
    InAnyCase,
    /// In lower case alone; of a compound its last word.
    InLowerCase,
}

/// What two halves of a word are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halves {
    /// One word; the hyphen was there for the line end's sake.
    OfWord,
    /// A compound, whose hyphen is its own.
    OfCompound,
    /// Nothing that is known to be one word.
    Apart,
}

/// The break between two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The end of a line.
    Line,
    /// The end of a page, or something else that may end a paragraph.
    Page,
}

/// White space within a line.
const BLANKS: [char; 2] = [' ', '\t'];

const SOFT_HYPHEN: char = '\u{ad}';
const NOT_SIGN: char = '\u{ac}';

/// Words that stand behind a hyphen which ends a word: `two- and threefold`.
const SUSPENDING: [&str; 16] =
    ["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of", "och", "i", "oraz"];

/// A page number with what stands around it is no longer than this.
const LONGEST_PAGE_NUMBER: usize = 12;

/// So many lines may stand between two halves.
const MOST_LINES_BETWEEN: usize = 8;

/// Decides what `left` and `right`, made of letters, are that have `hyphen` and a line end between them.
pub fn halves(left: &str, hyphen: char, right: &str, at: Break, words: &impl UnbrokenWords) -> Halves {
    let (low_left, low_right) = (left.to_lowercase(), right.to_lowercase());
    let count = |word: &str| words.count(word, Written::InAnyCase);
    let n_word = count(&format!("{low_left}{low_right}"));
    let n_compound = count(&format!("{low_left}-{low_right}"));
    if n_word > 0 && n_word >= n_compound {
        return Halves::OfWord;
    }
    if n_compound > 0 {
        return Halves::OfCompound;
    }
    let has_case = |word: &str, is_case: fn(char) -> bool| word.chars().all(is_case);
    let is_upper = has_case(left, char::is_uppercase) && has_case(right, char::is_uppercase);
    let is_capitalized = right.starts_with(char::is_uppercase) && !is_upper;
    if at == Break::Page || is_capitalized {
        return Halves::Apart;
    }
    if matches!(hyphen, SOFT_HYPHEN | NOT_SIGN) {
        return Halves::OfWord;
    }
    let is_letter = |word: &str| word.chars().nth(1).is_none();
    if is_letter(left) || is_letter(right) || SUSPENDING.contains(&&*low_right) {
        return Halves::Apart;
    }
    let second = if is_upper { Written::InAnyCase } else { Written::InLowerCase };
    let are_words = count(&low_left) > 0 && words.count(&low_right, second) > 0;
    if are_words && !words.has_rare_compounds() { Halves::OfCompound } else { Halves::OfWord }
}

/// Words that line ends part in `text`, joined where the rule says so: the edits that make them whole, ascending.
///
/// The line end moves behind the word, so that lines stay as many as they were where something stands behind it.
///
/// Cost: O(length of the text), most of it a search for line ends.
pub fn rejoined(text: &str, words: &impl UnbrokenWords) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut free = 0;
    for Parted { left, hyphen, right, at } in parted(text) {
        if hyphen.start < free {
            continue;
        }
        let sign = hyphen.of(text).chars().next().unwrap_or('-');
        let kept = match halves(left.of(text), sign, right.of(text), at, words) {
            Halves::Apart => continue,
            Halves::OfWord => "",
            Halves::OfCompound if sign == '\u{2010}' => "\u{2010}",
            Halves::OfCompound => "-",
        };
        // The white space behind the token within its line, which the line end moves to.
        let end = right.end + token_len(&text[right.end..]);
        let gap = Span::new(end, text.len() - text[end..].trim_start_matches(BLANKS).len());
        let is_line_end = text[gap.end..].chars().next().is_none_or(|c| c == '\n');
        if is_line_end && at == Break::Page {
            continue;
        }
        edits.push(Edit { span: Span::new(hyphen.start, right.start), with: kept.to_owned() });
        if !is_line_end {
            let moved = text[hyphen.end..right.start].trim_start_matches(BLANKS);
            edits.push(Edit { span: gap, with: moved.to_owned() });
        }
        free = gap.end;
    }
    edits
}

/// Calls `take` with each word of `text` that no line end parts, in lower case, and with each two words that a hyphen joins.
/// Those whose last word is written in lower case are handed over a second time, as such.
pub fn for_each_unbroken(text: &str, mut take: impl FnMut(&str, Written)) {
    let mut pair = String::new();
    // The last word, if a hyphen and nothing else has come behind it.
    let mut before: Option<Cow<'_, str>> = None;
    // Past the last word and its hyphen, and whether that stands before white space and so may part a word.
    let (mut rest, mut was_parted) = (0, false);
    while let Some(start) = find_char(&text[rest..], u8::is_ascii_alphabetic, char::is_alphabetic).map(|at| rest + at) {
        let end = start + word_len(&text[start..]);
        let word = &text[start..end];
        let lower = lower(word);
        let sign = hyphen_at(&text[end..]);
        let is_second = was_parted && text[rest..start].trim().is_empty();
        was_parted = !sign.is_empty() && text[end + sign.len()..].starts_with(char::is_whitespace);
        let kinds = if lower == word { &[Written::InAnyCase, Written::InLowerCase][..] } else { &[Written::InAnyCase] };
        if !is_second && !was_parted {
            kinds.iter().for_each(|&written| take(&lower, written));
        }
        if let Some(before) = before.take().filter(|_| start == rest && !was_parted) {
            pair.clear();
            pair.extend([&*before, "-", &*lower]);
            kinds.iter().for_each(|&written| take(&pair, written));
        }
        before = (!sign.is_empty() && !is_second).then_some(lower);
        rest = end + sign.len();
    }
}

/// A word that may have been parted.
struct Parted {
    left: Span,
    hyphen: Span,
    right: Span,
    at: Break,
}

/// The words that may have been parted, in order.
fn parted(text: &str) -> impl Iterator<Item = Parted> {
    memchr::memchr_iter(b'\n', text.as_bytes()).filter_map(move |line_end| {
        let line = text[..line_end].trim_end_matches(BLANKS);
        let before = line.strip_suffix(is_hyphen)?;
        let hyphen = Span::new(before.len(), line.len());
        let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let left = Span::new(before.trim_end_matches(is_letter).len(), hyphen.start);
        let (start, at) = next_text(text, line_end)?;
        let rest = &text[start..];
        let right = Span::new(start, start + word_len(rest));
        let are_words = ![token, &rest[..token_len(rest)]].iter().any(|token| token.contains(is_no_word));
        (!left.is_empty() && !right.is_empty() && are_words).then_some(Parted { left, hyphen, right, at })
    })
}

/// Where the text goes on behind a line end, and what is in between.
fn next_text(text: &str, line_end: usize) -> Option<(usize, Break)> {
    let mut at = Break::Line;
    let mut start = line_end + 1;
    for _ in 0..MOST_LINES_BETWEEN {
        let line = text[start..].split('\n').next()?;
        let ink = line.trim_start_matches([' ', '\t', '\u{c}']);
        if !ink.is_empty() && !is_page_number(ink) {
            let n_blank = line.len() - ink.len();
            let at = if line[..n_blank].contains('\u{c}') { Break::Page } else { at };
            return Some((start + n_blank, at));
        }
        at = Break::Page;
        start = (start + line.len() < text.len()).then_some(start + line.len() + 1)?;
    }
    None
}

/// `true` for a line that is a page number, perhaps with signs around it.
fn is_page_number(line: &str) -> bool {
    let is_sign = |c: char| {
        c.is_ascii_digit() || c == ' ' || matches!(c, '-' | '–' | '—' | '[' | ']' | '(' | ')' | '.' | '*' | '|')
    };
    line.len() <= LONGEST_PAGE_NUMBER && line.contains(|c: char| c.is_ascii_digit()) && line.chars().all(is_sign)
}

/// The length of what stands before the first white space.
fn token_len(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// A sign that parts words at line ends.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | SOFT_HYPHEN | NOT_SIGN | '\u{2e17}')
}

/// Signs that no half of a word has beside it.
fn is_no_word(c: char) -> bool {
    c.is_numeric() || matches!(c, '/' | '\\' | '@' | '_' | '=' | '<' | '>' | '#' | '&' | '+')
}

/// Letters with their marks; soft hyphens are seen where they end a line only.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

fn word_len(text: &str) -> usize {
    find_char(text, |byte| !byte.is_ascii_alphabetic(), |c| !is_letter(c)).unwrap_or(text.len())
}

/// The place of the first character that `is_byte` says yes to, of one that is not ASCII `is_char`. Most are ASCII.
fn find_char(text: &str, is_byte: impl Fn(&u8) -> bool, is_char: impl Fn(char) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| !byte.is_ascii() || is_byte(byte))?;
        let c = text[at..].chars().next().filter(|c| !c.is_ascii());
        match c {
            Some(c) if !is_char(c) => at += c.len_utf8(),
            _ => return Some(at),
        }
    }
}

fn hyphen_at(text: &str) -> &str {
    &text[..text.len() - text.strip_prefix(is_hyphen).unwrap_or(text).len()]
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Words with how often they stand there.
    struct Words {
        counts: HashMap<(String, Written), u32>,
        has_rare_compounds: bool,
    }

    impl UnbrokenWords for Words {
        fn count(&self, word: &str, written: Written) -> u32 {
            self.counts.get(&(word.to_owned(), written)).copied().unwrap_or_default()
        }

        fn has_rare_compounds(&self) -> bool {
            self.has_rare_compounds
        }
    }

    fn words(text: &str) -> Words {
        let mut counts = HashMap::new();
        for_each_unbroken(text, |word, written| *counts.entry((word.to_owned(), written)).or_insert(0) += 1);
        Words { counts, has_rare_compounds: false }
    }

    fn edited(text: &str, words: &Words) -> String {
        let mut edited = String::new();
        let mut at = 0;
        for Edit { span, with } in rejoined(text, words) {
            edited.push_str(&text[at..span.start]);
            edited.push_str(&with);
            at = span.end;
        }
        edited + &text[at..]
    }

    #[track_caller]
    fn check(known: &str, text: &str, expected: &str) {
        assert_eq!(edited(text, &words(known)), expected, "{text:?} with {known:?}");
    }

    #[test]
    fn the_more_frequent_reading_is_taken() {
        check("government", "The gov-\nernment, it met.", "The government,\nit met.");
        check("a well-known wellknown well-known", "a well-\nknown man", "a well-known\nman");
        check("to-day today", "it is to-\nday that", "it is today\nthat");
        check("MacDonald", "Mac-\nDonald came", "MacDonald\ncame");
        check("Anglo-Saxon", "the Anglo-\nSaxon race", "the Anglo-Saxon\nrace");
    }

    #[test]
    fn unknown_words_are_joined_unless_both_halves_are_words() {
        check("", "a strange cor-\nmorant flew", "a strange cormorant\nflew");
        check("Well, he was known.", "a well-\nknown man", "a well-known\nman");
        check("das Haus, die Tür", "eine Haus-\ntür ging", "eine Haustür\nging");
        let mut rare = words("sie schlagen auf");
        rare.has_rare_compounds = true;
        assert_eq!(edited("das Buch auf-\nschlagen will", &rare), "das Buch aufschlagen\nwill");
        check("", "GOV-\nERNMENT HOUSE", "GOVERNMENT\nHOUSE");
    }

    #[test]
    fn every_hyphen_parts_words() {
        for hyphen in ["-", "\u{2010}", "\u{ad}", "\u{ac}", "\u{2e17}"] {
            check("", &format!("the exam{hyphen}\nple is"), "the example\nis");
            check("", &format!("the exam{hyphen} \n\t ple is"), "the example\n\t is");
        }
        check("exam ple", "the exam\u{ac}\nple is", "the example\nis");
    }

    #[test]
    fn what_is_no_parted_word_stays() {
        for text in [
            "Vor-\nund Nachteile",
            "a pause -\nand then",
            "a pause--\nand then",
            "a pause—\nand then",
            "10-\n20 men, B2-\nb",
            "- one\n- two\n-\nthree",
            "see www.example.org/a-\nb for",
            "the end-\nThe beginning",
            "a-\nbout",
            "x-",
            "x-\n",
            "name_of-\nthing",
        ] {
            check("pause the end", text, text);
        }
    }

    #[test]
    fn only_evidence_joins_across_a_page() {
        check("government", "The gov-\n\n213\n\u{c}ernment met.\n", "The government\n\n213\n\u{c}met.\n");
        check("government", "The gov-\n\u{c}ernment met.", "The government\n\u{c}met.");
        check("", "The gov-\n\nernment met.", "The gov-\n\nernment met.");
    }

    #[test]
    fn lines_stay_as_many_where_a_word_stands_behind() {
        check("", "an exam-\nple\nfollows", "an example\nfollows");
        check("", "an exam-\nple", "an example");
        check("", "dis-\nestab-\nlish it", "disestab-\nlish it");
    }

    #[test]
    fn halves_are_no_evidence() {
        let words = words("Gov-\nernment met well-known men. Mother-in-law");
        let count = |word: &str| words.count(word, Written::InAnyCase);
        let found = ["gov", "ernment", "met", "well", "well-known", "mother-in", "in-law", "mother"].map(count);
        assert_eq!(found, [0, 0, 1, 1, 1, 1, 1, 1]);
        assert_eq!(words.count("mother", Written::InLowerCase), 0);
    }
}
