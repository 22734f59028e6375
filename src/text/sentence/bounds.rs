//! Sentence boundaries after UAX #29, section 5, found in one pass.
//!
//! The rules look at few places: behind a terminator (`. ! ?` and their like in other scripts) and at separators. So
//! the scan runs from mark to mark, and the rules are spelled out where a mark was found. The numbers SB3 to SB11 are
//! those of the annex.

use super::class::Class;
use super::mark::{Mark, Marks};

/// Where UAX #29 ends a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// One past the sentence's last byte, white space behind it included.
    pub(super) at: usize,
    /// What ended it.
    pub(super) cause: Cause,
}

/// What ends a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The end of the text, or a separator of lines or paragraphs.
    Separator,
    /// A terminator with the quotes and brackets behind it.
    Terminator {
        /// First byte of the terminator.
        start: usize,
        /// One past its last byte.
        end: usize,
        /// One past the quotes and brackets behind it.
        closed_at: usize,
    },
}

/// The boundaries of a text in order; the last is its end. Cost: linear, see [`Marks::next`].
pub(super) struct Bounds<'t> {
    text: &'t str,
    marks: Marks,
    at: usize,
}

impl<'t> Bounds<'t> {
    pub(super) fn new(text: &'t str, marks: Marks) -> Self {
        Self { text, marks, at: 0 }
    }

    fn class_at(&self, at: usize) -> Option<(Class, usize)> {
        let c = self.text[at..].chars().next()?;
        Some((self.marks.class(c), at + c.len_utf8()))
    }

    /// SB5: past the combining and format characters at `at`, which belong to what stands before them.
    fn skip_extend(&self, at: usize) -> usize {
        self.skip(at, Class::Extend)
    }

    fn skip(&self, mut at: usize, class: Class) -> usize {
        while let Some((_, end)) = self.class_at(at).filter(|(found, _)| *found == class) {
            at = end;
        }
        at
    }

    /// Past the characters of `class` at `at` and what extends them.
    fn skip_extended(&self, mut at: usize, class: Class) -> usize {
        while let Some((_, end)) = self.class_at(at).filter(|(found, _)| *found == class) {
            at = self.skip_extend(end);
        }
        at
    }

    /// SB3, SB4: the end of the separator that begins at `mark`, CR LF being one.
    fn separator_end(&self, mark: Mark) -> usize {
        let is_cr_lf = mark.class == Class::Cr && self.text[mark.end..].starts_with('\n');
        mark.end + usize::from(is_cr_lf)
    }

    /// The boundary behind a terminator, or where to look on if the sentence goes on.
    fn after_terminator(&self, mark: Mark) -> Result<Bound, usize> {
        let mut at = self.skip_extend(mark.end);
        if mark.class == Class::ATerm {
            match self.class_at(at).map(|(class, _)| class) {
                // SB6
                Some(Class::Numeric) => return Err(at),
                // SB7
                Some(Class::Upper) if self.is_cased_before(mark.start) => return Err(at),
                _ => {}
            }
        }
        // SB9, SB10
        let closed_at = match self.marks {
            Marks::Plain => self.skip_extended(at, Class::Close),
            Marks::Prose => self.skip_closers(self.skip_note(at), mark),
        };
        at = self.skip_extended(closed_at, Class::Sp);
        let cause = Cause::Terminator { start: mark.start, end: mark.end, closed_at };
        match self.class_at(at) {
            None => Ok(Bound { at, cause }),
            Some((class, end)) if class.is_separator() => {
                Ok(Bound { at: self.separator_end(Mark { start: at, end, class }), cause })
            }
            // SB8a
            Some((Class::SContinue | Class::ATerm | Class::STerm, _)) => Err(at),
            // SB8
            Some(_) if mark.class == Class::ATerm && self.goes_on_in_lower_case(at, mark) => Err(at),
            // SB11
            Some(_) => Ok(Bound { at, cause }),
        }
    }

    /// Whether the last character before `at`, without what extends it, is a letter with case.
    fn is_cased_before(&self, at: usize) -> bool {
        let mut before = self.text[..at].chars().rev().map(|c| self.marks.class(c));
        matches!(before.find(|class| *class != Class::Extend), Some(Class::Upper | Class::Lower))
    }

    /// Whether the word before `at` is too long for an abbreviation, in lower case.
    fn is_ordinary_before(&self, at: usize) -> bool {
        let letters = self.text[..at].chars().rev().take_while(|&c| Class::of(c) == Class::Lower);
        letters.take(MIN_ORDINARY_LENGTH).count() == MIN_ORDINARY_LENGTH
    }

    /// Whether the next letter is in lower case, with no separator or terminator before it.
    fn goes_on_in_lower_case(&self, at: usize, mark: Mark) -> bool {
        let is_number = self.text[at..].starts_with(|c| Class::of(c) == Class::Numeric);
        if self.marks == Marks::Prose && is_number && self.is_ordinary_before(mark.start) {
            // A sentence that begins with a number: "So it was. 1987 was dry."
            return false;
        }
        let ahead = self.text[at..].chars().map(|c| self.marks.class(c));
        let is_telling = |class: &Class| {
            let is_letter = matches!(class, Class::Lower | Class::Upper | Class::OLetter);
            is_letter || class.is_separator() || class.is_terminator()
        };
        { ahead }.find(is_telling) == Some(Class::Lower)
    }

    /// Past the quotes and brackets at `at` that close. Those that open belong to the next sentence, which follows
    /// without a space in Chinese and Japanese.
    fn skip_closers(&self, mut at: usize, mark: Mark) -> usize {
        let mark = &self.text[mark.start..mark.end];
        let opens = |c: char| match c {
            '(' | '[' | '{' | '（' | '［' | '【' | '〔' | '《' | '〈' | '「' | '『' => true,
            // German closes with what others open with.
            '“' | '‘' => matches!(mark, "。" | "！" | "？" | "｡"),
            _ => false,
        };
        while let Some((Class::Close, end)) = self.class_at(at).filter(|_| !self.text[at..].starts_with(opens)) {
            at = self.skip_extend(end);
        }
        let behind_space = self.skip_extended(at, Class::Sp);
        let closes = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        // French has a space before the quote that closes; German opens with it, without a space behind it.
        if self.text[behind_space..].strip_prefix('»').is_some_and(closes) {
            behind_space + '»'.len_utf8()
        } else {
            at
        }
    }

    /// Past the marks of notes, as in `so.[3][4] Then`, which belong to the sentence before them.
    fn skip_note(&self, mut at: usize) -> usize {
        let is_label = |c: char| c.is_ascii_alphanumeric() || c == ' ';
        while let Some(note) = self.text[at..].strip_prefix('[') {
            let label = note.chars().take(MAX_NOTE_LENGTH).take_while(|&c| is_label(c)).count();
            if label == 0 || note.as_bytes().get(label) != Some(&b']') {
                break;
            }
            at += label + "[]".len();
        }
        at
    }
}

/// How many letters a word has at least that is no abbreviation before a number.
const MIN_ORDINARY_LENGTH: usize = 4;

/// How long the label of a note may be, as in `[12]`, `[note 3]`.
const MAX_NOTE_LENGTH: usize = 8;

impl Iterator for Bounds<'_> {
    type Item = Bound;

    fn next(&mut self) -> Option<Bound> {
        if self.at == self.text.len() {
            return None;
        }
        let mut from = self.at;
        let bound = loop {
            let Some(mark) = self.marks.next(self.text, from) else {
                break Bound { at: self.text.len(), cause: Cause::Separator };
            };
            if mark.class.is_separator() {
                break Bound { at: self.separator_end(mark), cause: Cause::Separator };
            }
            match self.after_terminator(mark) {
                Ok(bound) => break bound,
                Err(at) => from = at,
            }
        };
        self.at = bound.at;
        Some(bound)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// `SentenceBreakTest.txt` without its comments: a line is a text in code points, `|` a boundary, `x` none.
    ///
    /// From the Unicode Character Database, version 17.0.0, under the Unicode License V3 (Unicode-3.0).
    const CONFORMANCE: &str = include_str!("conformance.txt");

    fn plain(text: &str) -> Vec<usize> {
        Bounds::new(text, Marks::Plain).map(|bound| bound.at).collect()
    }

    #[test]
    fn the_conformance_test_of_unicode_holds() {
        let mut n_cases = 0;
        for line in CONFORMANCE.lines().filter(|line| !line.starts_with('#')) {
            let (mut text, mut expected) = (String::new(), Vec::new());
            for item in line.split(' ') {
                match item {
                    "|" if !text.is_empty() => expected.push(text.len()),
                    "|" | "x" => {}
                    code => text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap()),
                }
            }
            assert_eq!(plain(&text), expected, "{line}");
            n_cases += 1;
        }
        assert_eq!(n_cases, 512);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8 * ProptestConfig::default().cases))]

        #[test]
        fn boundaries_are_those_of_the_reference(
            text in "([.!?…。؟।]|[\"')(”»«\\[\\]0-9]|[a-cA-C]|[ \t\u{a0}]|[\r\n\u{85}\u{2029}\u{b}]|[,:;\u{3001}-]|[\u{301}\u{ad}\u{200d}\u{e0101}]|\\PC|.){0,40}"
        ) {
            let expected: Vec<usize> =
                text.split_sentence_bound_indices().map(|(start, sentence)| start + sentence.len()).collect();
            prop_assert_eq!(plain(&text), expected);
        }
    }
}
