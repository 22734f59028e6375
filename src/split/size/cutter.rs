//! The search for the best place to cut before a limit.

use unicode_segmentation::UnicodeSegmentation;

use super::Size;
use super::ruler::{Ruler, between, ceil_boundary, floor_boundary};
use crate::document::Span;
use crate::text::{headings, paragraphs, sentences, words};

/// One segment of bounded size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::split) struct Piece {
    /// The bytes that no segment before it has. These parts cover the text.
    pub(in crate::split) fresh: Span,
    /// Where it begins: before its fresh part if it overlaps the segment before.
    pub(in crate::split) start: usize,
}

/// Cuts `text` into pieces of at most `size`; a text of white space alone has none.
///
/// Cost: linear in the text, and in the text with its repetitions if pieces overlap. A piece that ends far before its
/// limit does so because what follows up to the next boundary of that kind does not fit, so of few pieces in a row, one
/// for each kind of boundary, one is about full, and looking as far as the limit each time stays linear.
pub(in crate::split) fn pieces(text: &str, size: Size) -> Vec<Piece> {
    Cutter::new(text, size).pieces()
}

/// So many bytes behind a limit decide whether a word or character ends there.
const LOOKAHEAD_BYTES: usize = 64;

struct Cutter<'t> {
    text: &'t str,
    size: Size,
    ruler: Ruler<'t>,
    sections: Vec<usize>,
    paragraphs: Vec<Span>,
    /// The paragraph whose sentences were looked for last, and where they begin.
    sentences: (usize, Vec<usize>),
    /// Bytes looked at, to show that the cost is linear.
    n_looked_at: usize,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str, size: Size) -> Self {
        Self {
            text,
            size,
            ruler: Ruler::new(text, size.unit),
            sections: headings(text).iter().map(|heading| heading.span.start).collect(),
            paragraphs: paragraphs(text).collect(),
            sentences: (usize::MAX, Vec::new()),
            n_looked_at: 0,
        }
    }

    fn pieces(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if self.paragraphs.is_empty() {
            return pieces;
        }
        let (mut start, mut at) = (0, 0);
        while at < self.text.len() {
            let from = self.counted_from(start);
            let limit = self.ruler.reach(from, self.size.limit);
            self.n_looked_at += limit.saturating_sub(from);
            if limit <= at {
                // The overlap left no room, as before a character of several bytes.
                start = at;
                continue;
            }
            let end = if limit == self.text.len() { limit } else { self.best_cut(from.max(at), limit) };
            pieces.push(Piece { fresh: Span::new(at, end), start });
            at = end;
            start = if self.size.overlaps() && at < self.text.len() { self.overlap_start(at) } else { at };
        }
        pieces
    }

    /// Where counting begins: characters and bytes behind white space, which is not counted. A token may begin with white
    /// space, if a mark combines with it.
    fn counted_from(&self, start: usize) -> usize {
        if self.ruler.counts_items() { start } else { self.text.len() - self.text[start..].trim_start().len() }
    }

    /// The last boundary of the best kind that lies behind `from` and not behind `limit`.
    fn best_cut(&mut self, from: usize, limit: usize) -> usize {
        last_between(&self.sections, from, limit)
            .or_else(|| self.last_paragraph(from, limit))
            .or_else(|| self.last_sentence(from, limit))
            .or_else(|| self.last_word(from, limit))
            .or_else(|| self.last_cluster(from, limit))
            .unwrap_or(limit)
    }

    fn last_paragraph(&self, from: usize, limit: usize) -> Option<usize> {
        let n = self.paragraphs.partition_point(|span| span.start <= limit);
        self.paragraphs[..n].last().map(|span| span.start).filter(|&start| start > from)
    }

    /// Sentences and tokens have rules of their own; a sentence that begins inside a token would cut it.
    fn last_sentence(&mut self, from: usize, limit: usize) -> Option<usize> {
        self.look_for_sentences(from);
        let starts = &self.sentences.1;
        let n = starts.partition_point(|&start| start <= limit);
        starts[..n].iter().rev().copied().take_while(|&start| start > from).find(|&at| !self.ruler.is_inside_item(at))
    }

    /// Finds the sentences of the paragraph in which `at` lies, unless they are known.
    fn look_for_sentences(&mut self, at: usize) {
        let n_before = self.paragraphs.partition_point(|span| span.start <= at);
        let idx = n_before.saturating_sub(1);
        if self.sentences.0 != idx {
            let paragraph = self.paragraphs[idx];
            self.n_looked_at += paragraph.len();
            let starts = sentences(paragraph.of(self.text)).into_iter().map(|span| paragraph.start + span.start);
            self.sentences = (idx, starts.collect());
        }
    }

    /// The last place between two words. They are looked for behind the last white space alone, where one word or, in
    /// scripts without spaces, many may end.
    fn last_word(&mut self, from: usize, limit: usize) -> Option<usize> {
        if self.ruler.counts_items() {
            return Some(limit);
        }
        let text = self.text;
        let behind_space = from + text[from..limit].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let run = Span::new(behind_space, ceil_boundary(text, limit + LOOKAHEAD_BYTES));
        self.n_looked_at += limit - from + run.len();
        let mut last_end: Option<usize> = None;
        let mut best = (behind_space > from).then_some(behind_space);
        for (start, word) in words(run.of(text)) {
            let start = run.start + start;
            if let Some(at) = last_end.map(|end| between(text, end, start)) {
                if at > limit {
                    break;
                }
                best = Some(at);
            }
            last_end = Some(start + word.len());
        }
        best.filter(|&at| at > from)
    }

    fn last_cluster(&mut self, from: usize, limit: usize) -> Option<usize> {
        let run = Span::new(from, ceil_boundary(self.text, limit + LOOKAHEAD_BYTES));
        self.n_looked_at += run.len();
        let ends = run.of(self.text).graphemes(true).scan(from, |end, cluster| {
            *end += cluster.len();
            Some(*end)
        });
        ends.take_while(|&end| end <= limit).last()
    }

    /// Where the piece behind `at` begins: with the first paragraph, sentence or word that begins within the overlap.
    fn overlap_start(&mut self, at: usize) -> usize {
        let earliest = self.ruler.reach_back(at, self.size.overlap);
        self.n_looked_at += at - earliest;
        let n_before = self.paragraphs.partition_point(|span| span.start < earliest);
        let paragraph = self.paragraphs.get(n_before).map(|span| span.start).filter(|&start| start < at);
        paragraph.or_else(|| self.first_sentence(earliest, at)).unwrap_or_else(|| self.first_word(earliest, at))
    }

    fn first_sentence(&mut self, earliest: usize, at: usize) -> Option<usize> {
        self.look_for_sentences(earliest);
        let starts = &self.sentences.1;
        let n_before = starts.partition_point(|&start| start < earliest);
        starts[n_before..].iter().copied().take_while(|&start| start < at).find(|&at| !self.ruler.is_inside_item(at))
    }

    fn first_word(&self, earliest: usize, at: usize) -> usize {
        let text = self.text;
        let is_boundary = self.ruler.counts_items() || text[..earliest].ends_with(char::is_whitespace);
        if is_boundary || earliest == 0 {
            return earliest;
        }
        // A few bytes before tell whether a word begins right here.
        let back = floor_boundary(text, earliest.saturating_sub(LOOKAHEAD_BYTES));
        let starts = words(&text[back..at]).map(|(start, _)| back + start);
        { starts }.find(|&start| start >= earliest).unwrap_or(at)
    }
}

/// The last of the ascending `places` that lies behind `from` and not behind `limit`.
fn last_between(places: &[usize], from: usize, limit: usize) -> Option<usize> {
    let n = places.partition_point(|&place| place <= limit);
    places[..n].last().copied().filter(|&place| place > from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Unit;
    use super::*;
    use crate::text::n_words;

    fn measured(text: &str, unit: Unit) -> usize {
        let text = text.trim();
        match unit {
            Unit::Token => n_words(text),
            Unit::Word => text.split_whitespace().count(),
            Unit::Character => text.chars().count(),
            Unit::Byte => text.len(),
        }
    }

    fn shown(text: &str, size: Size) -> Vec<&str> {
        pieces(text, size).iter().map(|piece| &text[piece.start..piece.fresh.end]).collect()
    }

    #[track_caller]
    fn check(n_tokens: usize, expected: &[&str]) {
        let text = expected.concat();
        assert_eq!(shown(&text, Size::new(n_tokens, Unit::Token, 0).unwrap()), expected);
    }

    #[track_caller]
    fn check_in(unit: Unit, limit: usize, overlap: usize, text: &str, expected: &[&str]) {
        assert_eq!(shown(text, Size::new(limit, unit, overlap).unwrap()), expected);
    }

    #[test]
    fn a_segment_ends_with_a_paragraph_if_one_fits_else_with_a_sentence_else_with_a_word() {
        check(5, &["One two.\n\nThree four.\n\n", "Five six seven.\n"]);
        check(5, &["One two. Three four. ", "Five six seven.\n\n", "Eight nine ten."]);
        check(2, &["one two, ", "(three four) ", "“five"]);
        check(9, &["all of it"]);
    }

    #[test]
    fn a_heading_is_a_better_place_to_cut_than_a_paragraph() {
        check(7, &["# One\n\nTwo.\n\n", "# Three\n\nFour five.\n\nSix seven.\n\nEight."]);
    }

    #[test]
    fn a_token_is_never_cut() {
        let long = "x".repeat(10_000);
        check(1, &["a ", &format!("{long} "), "b"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_between_words() {
        check(3, &["日本語", "の文章", "です"]);
        check_in(Unit::Character, 6, 0, "日本語の文章です", &["日本語の文章", "です"]);
    }

    #[test]
    fn characters_and_bytes_cut_words_only_if_one_is_too_long() {
        check_in(Unit::Character, 9, 0, "One two three.", &["One two ", "three."]);
        check_in(Unit::Byte, 4, 0, "abcdefghij k", &["abcd", "efgh", "ij k"]);
        check_in(Unit::Character, 3, 0, "e\u{301}e\u{301}e\u{301}", &["e\u{301}", "e\u{301}", "e\u{301}"]);
        check_in(Unit::Character, 1, 0, "e\u{301}x", &["e", "\u{301}", "x"]);
        check_in(Unit::Byte, 4, 0, "😀😀", &["😀", "😀"]);
        check_in(Unit::Word, 2, 0, "a-b c.d e", &["a-b c.d ", "e"]);
    }

    #[test]
    fn a_segment_repeats_the_end_of_the_one_before_from_a_good_place_on() {
        let text = "One two. Three four. Five six.";
        check_in(Unit::Token, 4, 2, text, &["One two. Three four. ", "Three four. Five six."]);
        check_in(Unit::Token, 4, 1, text, &["One two. Three four. ", "four. Five six."]);
        check_in(Unit::Character, 10, 5, "abc defg hijk", &["abc defg ", "defg hijk"]);
        check_in(Unit::Byte, 5, 4, "😀😀😀", &["😀", "😀", "😀"]);
    }

    #[test]
    fn sizes_that_nothing_fits_are_refused() {
        for (limit, unit, overlap) in [(0, Unit::Token, 0), (3, Unit::Byte, 0), (5, Unit::Word, 5)] {
            assert!(Size::new(limit, unit, overlap).is_err(), "{limit} {unit:?} {overlap}");
        }
    }

    /// Texts in which the best boundary is far from the limit, or there is none.
    fn hard_texts() -> Vec<String> {
        let long_word = "x".repeat(400);
        vec![
            "x".repeat(6_000),
            "字".repeat(3_000),
            "🇩🇪".repeat(1_000),
            "# a\n\nb. c\n\n".repeat(600),
            format!("# a\n\nb.\n\nc. {long_word} ").repeat(20),
            "a. ".repeat(3_000),
            " ".repeat(6_000) + "a",
            "e\u{301}\u{301}\u{301}".repeat(1_000),
        ]
    }

    #[test]
    fn cutting_looks_at_each_byte_a_few_times_whatever_the_text() {
        for text in hard_texts() {
            for unit in [Unit::Token, Unit::Word, Unit::Character, Unit::Byte] {
                for (limit, overlap) in [(4, 0), (300, 0), (300, 100)] {
                    let mut cutter = Cutter::new(&text, Size::new(limit, unit, overlap).unwrap());
                    let n_pieces = cutter.pieces().len();
                    let allowed = 12 * text.len() + LOOKAHEAD_BYTES * 3 * n_pieces;
                    assert!(cutter.n_looked_at <= allowed, "{} of {allowed}: {unit:?} {limit}", cutter.n_looked_at);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_segment_is_above_its_size_and_their_fresh_parts_cover_the_text(
            text in "([a-c]{1,6}|[a-c]\\. [A-C]|[ \n]|\n\n|# A\n|字{1,4}|。|e\u{301}|🇩🇪|['’.,-]|\\PC|.){0,60}",
            unit in prop::sample::select(vec![Unit::Token, Unit::Word, Unit::Character, Unit::Byte]),
            limit in 4_usize..30,
            overlap in 0_usize..20,
        ) {
            let overlap = overlap % limit;
            let mut at = 0;
            for piece in pieces(&text, Size::new(limit, unit, overlap).unwrap()) {
                prop_assert_eq!(piece.fresh.start, at);
                prop_assert!(!piece.fresh.is_empty() && piece.start <= at);
                let shown = &text[piece.start..piece.fresh.end];
                prop_assert!(measured(shown, unit) <= limit, "{:?} of {:?}", shown, text);
                prop_assert!(measured(&text[piece.start..at], unit) <= overlap);
                at = piece.fresh.end;
            }
            prop_assert!(at == text.len() || text.trim().is_empty());
        }
    }
}
