//! Where the terms stand in a text, and how often.
//!
//! One walk over the text looks up every word; only where a spelling begins with that word is the rest compared, with all
//! that begin so at once ([`Literals`]). The cost is linear in the text, and in the spellings that the text begins to spell,
//! plus one search for each regular expression; it grows with the logarithm of the number of literal spellings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::literals::{Literal, Literals};
use super::terms::{Terms, is_unspaced, is_word_character};
use crate::document::Span;
use crate::text::paragraphs;

/// A spelling in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TermMatch {
    pub(super) span: Span,
    /// The row of the table.
    pub(super) row: u32,
}

impl Terms {
    /// The terms in `text`, in order and without overlap: of those that begin first, the longest; of equal ones, that
    /// of the first row.
    pub(super) fn matches(&self, text: &str) -> Vec<TermMatch> {
        let mut found = self.literal_matches(text);
        for (row, regex) in self.patterns() {
            let spans = regex.find_iter(text).map(|found| Span::new(found.start(), found.end()));
            let whole =
                spans.filter(|&span| !span.is_empty() && begins_word(text, span.start) && ends_word(text, span.end));
            found.extend(whole.map(|span| TermMatch { span, row }));
        }
        found.sort_by_key(|found| (found.span.start, Reverse(found.span.end), found.row));
        let mut end = 0;
        found.retain(|found| {
            let is_free = found.span.start >= end;
            if is_free {
                end = found.span.end;
            }
            is_free
        });
        found
    }

    /// At each word the longest spelling that begins there.
    fn literal_matches(&self, text: &str) -> Vec<TermMatch> {
        let mut found = Vec::new();
        let mut word = String::new();
        let mut characters = text.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            if !is_word_character(first) {
                continue;
            }
            word.clear();
            word.extend(self.folded(first));
            while let Some((_, c)) = characters.next_if(|&(_, c)| continues(first, c)) {
                word.extend(self.folded(c));
            }
            found.extend(self.literals(&word).and_then(|literals| self.longest(literals, text, start)));
        }
        found
    }

    /// The longest of `literals` that the text has all of, their first word being the one at `word_start`; of equal ones
    /// that of the first row.
    fn longest(&self, literals: &Literals, text: &str, word_start: usize) -> Option<TermMatch> {
        let mut longest: Option<(&Literal, Span)> = None;
        let mut following = literals.follow();
        let mut characters = text[word_start..].char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            if !self.folded(c).all(|c| following.step(c)) {
                break;
            }
            let end = word_start + at + c.len_utf8();
            for literal in following.ended() {
                let rank = |literal: &Literal| (literal.characters.len(), Reverse(literal.row));
                let is_longer = longest.is_none_or(|(known, _)| rank(literal) > rank(known));
                if let Some(start) = self.start_of(literal, text, word_start)
                    && is_longer
                    && ends_word(text, end)
                {
                    longest = Some((literal, Span::new(start, end)));
                }
            }
            let mut n_line_ends = usize::from(c == '\n');
            while c.is_whitespace()
                && let Some((_, more)) = characters.next_if(|(_, c)| c.is_whitespace())
            {
                n_line_ends += usize::from(more == '\n');
            }
            if n_line_ends > 1 {
                break;
            }
        }
        longest.map(|(literal, span)| TermMatch { span, row: literal.row })
    }

    /// Where `literal` begins whose first word is the one at `word_start`, if its lead is there.
    fn start_of(&self, literal: &Literal, text: &str, word_start: usize) -> Option<usize> {
        let mut start = word_start;
        for &wanted in literal.lead().iter().rev() {
            let before = text[..start].chars().next_back()?;
            if !self.folded(before).eq([wanted]) {
                return None;
            }
            start -= before.len_utf8();
        }
        (literal.n_lead == 0 || begins_word(text, start)).then_some(start)
    }
}

/// Whether `c` goes on with the word that began with `first`.
fn continues(first: char, c: char) -> bool {
    !is_unspaced(first) && is_word_character(c) && !is_unspaced(c)
}

/// Whether what begins at `at` does not begin inside a word.
fn begins_word(text: &str, at: usize) -> bool {
    let (before, first) = (text[..at].chars().next_back(), text[at..].chars().next());
    !is_of_spaced_word(before) || first.is_some_and(is_unspaced)
}

/// Whether what ends at `at` does not end inside a word.
fn ends_word(text: &str, at: usize) -> bool {
    let (last, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    !is_of_spaced_word(after) || last.is_some_and(is_unspaced)
}

fn is_of_spaced_word(c: Option<char>) -> bool {
    c.is_some_and(|c| is_word_character(c) && !is_unspaced(c))
}

/// How often the rows of a table occur in a document, or in part of one, and which labels share its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::stats) struct TermCounts {
    /// By row of the table.
    pub(in crate::stats) rows: BTreeMap<u32, u64>,
    /// By two labels, the smaller place first: paragraphs with both, and pairs of occurrences in them.
    pub(in crate::stats) pairs: BTreeMap<(u32, u32), Together>,
}

/// Whether pairs of labels are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pairing {
    Counted,
    LeftOut,
}

/// Two labels in the same paragraphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::stats) struct Together {
    /// Paragraphs that have both.
    pub(in crate::stats) n_paragraphs: u64,
    /// Sum over these of the smaller of the two frequencies: occurrences paired off, each at most once.
    pub(in crate::stats) n_pairs: u64,
}

impl AddAssign for Together {
    fn add_assign(&mut self, other: Self) {
        self.n_paragraphs += other.n_paragraphs;
        self.n_pairs += other.n_pairs;
    }
}

impl TermCounts {
    /// Counts the terms of `text`.
    pub(super) fn of(terms: &Terms, text: &str, pairing: Pairing) -> Self {
        let mut counts = Self::default();
        let found = terms.matches(text);
        if found.is_empty() {
            return counts;
        }
        let mut rest = found.as_slice();
        for paragraph in paragraphs(text) {
            let (here, after) = rest.split_at(rest.partition_point(|found| found.span.start < paragraph.end));
            rest = after;
            counts.add_paragraph(here, terms, pairing);
        }
        counts
    }

    /// How often each label occurs, by its place.
    pub(in crate::stats) fn labels(&self, terms: &Terms) -> BTreeMap<u32, u64> {
        let mut labels = BTreeMap::new();
        for (&row, n) in &self.rows {
            *labels.entry(terms.label_idx(row)).or_default() += n;
        }
        labels
    }

    /// Adds the counts of a further part of the same document.
    pub(super) fn absorb(&mut self, other: &Self) {
        for (&row, n) in &other.rows {
            *self.rows.entry(row).or_default() += n;
        }
        for (&labels, &together) in &other.pairs {
            *self.pairs.entry(labels).or_default() += together;
        }
    }

    fn add_paragraph(&mut self, found: &[TermMatch], terms: &Terms, pairing: Pairing) {
        for found in found {
            *self.rows.entry(found.row).or_default() += 1;
        }
        if pairing == Pairing::LeftOut {
            return;
        }
        let mut labels: BTreeMap<u32, u64> = BTreeMap::new();
        for found in found {
            *labels.entry(terms.label_idx(found.row)).or_default() += 1;
        }
        let labels: Vec<(u32, u64)> = labels.into_iter().collect();
        for (idx, &(a, n_a)) in labels.iter().enumerate() {
            for &(b, n_b) in &labels[idx + 1..] {
                *self.pairs.entry((a, b)).or_default() += Together { n_paragraphs: 1, n_pairs: n_a.min(n_b) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pattern::Case;
    use super::super::terms::Spelling;
    use super::*;

    fn terms(literals: &[&str], patterns: &[&str], case: Case) -> Terms {
        let literals = literals.iter().map(|text| (format!("l{text}"), Spelling::Literal((*text).to_owned())));
        let patterns = patterns.iter().map(|text| (format!("p{text}"), Spelling::Pattern((*text).to_owned())));
        Terms::new(literals.chain(patterns), case).unwrap()
    }

    fn found<'t>(terms: &Terms, text: &'t str) -> Vec<&'t str> {
        terms.matches(text).into_iter().map(|found| found.span.of(text)).collect()
    }

    #[track_caller]
    fn check(literals: &[&str], text: &str, expected: &[&str]) {
        assert_eq!(found(&terms(literals, &[], Case::Smart), text), expected, "{literals:?}");
    }

    #[test]
    fn the_longest_spelling_wins_and_nothing_counts_twice() {
        check(&["River", "River Watch", "Watch Society"], "The River Watch Society", &["River Watch"]);
        check(&["river watch society", "river"], "River Watch Soc", &["River"]);
        check(&["a b", "b c"], "a b c b c", &["a b", "b c"]);
    }

    #[test]
    fn spellings_that_share_their_first_words_are_told_apart() {
        check(&["a b", "a b c d", "a"], "a b c a b c d a x", &["a b", "a b c d", "a"]);
        check(&["a bc", "a b", ".a b"], "a bcd a bc .a b", &["a bc", ".a b"]);
        check(&["a b", "a c"], "a\n\nb a\nc", &["a\nc"]);
        let twice = terms(&["a b", "A B", "a  b"], &[], Case::Smart);
        assert_eq!(twice.matches("a b")[0].row, 0);
    }

    #[test]
    fn spellings_stand_at_the_borders_of_words() {
        check(&["LRWS"], "LRWS’s LRWS/PTA LRWSs xLRWS _LRWS_ (lrws)", &["LRWS", "LRWS", "LRWS", "lrws"]);
        check(&["L.R.W.S."], "the L.R.W.S., L.R.W.S.x L.R.W.", &["L.R.W.S."]);
        check(&[".com"], "example.com .com .COMB", &[".com"]);
        check(&["cafe"], "café cafe\u{301} cafe", &["cafe"]);
    }

    #[test]
    fn hyphens_and_diacritics_count_and_white_space_and_apostrophes_do_not() {
        check(
            &["River Watch"],
            "River-Watch Riverwatch River\n  Watch River\u{a0}watch",
            &["River\n  Watch", "River\u{a0}watch"],
        );
        check(&["River Watch"], "the River\n\nWatch the", &[]);
        check(&["People's Mill"], "People’s Mill, People's mill", &["People’s Mill", "People's mill"]);
        check(&["Über"], "ÜBER uber", &["ÜBER"]);
        check(&["ΟΔΟΣ"], "οδος ὁδός", &["οδος"]);
    }

    #[test]
    fn scripts_without_spaces_have_no_borders() {
        check(&["水务局"], "城市水务局的水务", &["水务局"]);
    }

    #[test]
    fn capitals_count_where_they_shall() {
        assert_eq!(found(&terms(&["MeK"], &["Me."], Case::Exact), "MEK MeK Mex mex"), ["MeK", "Mex"]);
    }

    #[test]
    fn patterns_compete_with_spellings_by_length() {
        let terms = terms(&["River Watch"], &[r"rivers? watch( society)?", r"\w*", "z*"], Case::Smart);
        let text = "River Watch, River Watch Society";
        let rows: Vec<u32> = terms.matches(text).into_iter().map(|found| found.row).collect();
        assert_eq!(rows, [0, 1]);
    }

    #[test]
    fn labels_meet_in_paragraphs() {
        let terms = terms(&["a", "b", "c"], &[], Case::Smart);
        let counts = TermCounts::of(&terms, "a b a b b\n\nb c\n\nd a", Pairing::Counted);
        assert_eq!(counts.rows, [(0, 3), (1, 4), (2, 1)].into());
        let together = |n_paragraphs, n_pairs| Together { n_paragraphs, n_pairs };
        assert_eq!(counts.pairs, [((0, 1), together(1, 2)), ((1, 2), together(1, 1))].into());
        let alone = TermCounts::of(&terms, "a b a b b\n\nb c\n\nd a", Pairing::LeftOut);
        assert_eq!(alone, TermCounts { pairs: BTreeMap::new(), ..counts.clone() });
        let mut twice = counts.clone();
        twice.absorb(&counts);
        assert_eq!((twice.rows[&1], twice.pairs[&(0, 1)]), (8, together(2, 4)));
    }

    proptest! {
        #[test]
        fn matches_are_all_the_whole_words_that_read_like_a_spelling(text in "[aAb .é\n水-]{0,24}", spelling in "[ab]{1,2}") {
            let words = text.split(|c| !is_word_character(c) || is_unspaced(c));
            let expected: Vec<&str> = words.filter(|word| word.to_lowercase() == spelling).collect();
            prop_assert_eq!(found(&terms(&[&spelling], &[], Case::Smart), &text), expected);
        }

        #[test]
        fn no_text_or_table_breaks_the_search(text in "(?s).{0,40}", literal in ".{0,6}[a-zà-öж水].{0,6}", case in any::<bool>()) {
            let case = if case { Case::Exact } else { Case::Smart };
            let text = format!("{text} {literal} {text}");
            let matches = terms(&[&literal], &[r"\w+"], case).matches(&text);
            prop_assert!(matches.is_sorted_by(|a, b| a.span.end <= b.span.start));
            prop_assert!(matches.iter().all(|found| !found.span.is_empty() && text.get(found.span.start..found.span.end).is_some()));
        }
    }
}
