//! From words to bytes: what is cut out of a text so that what remains reads on.
//!
//! A run of words takes the punctuation along that closes it and the white space behind it, and punctuation that opens
//! it. A paragraph takes the blank lines behind it, or those before it if nothing is left behind. All else stays, byte
//! for byte.

use std::ops::Range;

use super::wording::{Paragraph, Wording};
use crate::document::Span;

/// Part of a text that belongs to a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Its bytes.
    pub(crate) span: Span,
    /// The number of the passage, from zero.
    pub(crate) passage: u32,
}

impl Cut {
    /// `true` if both have a byte in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// Words of a document that belong to a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Which paragraph they are in.
    pub(super) paragraph: u32,
    /// Words of the document; all of the paragraph's if the paragraph is the passage.
    pub(super) words: Range<usize>,
    pub(super) passage: u32,
}

/// What marks the beginning of something, where no white space does.
const OPENING: [char; 16] = ['(', '[', '{', '“', '„', '‘', '«', '‹', '「', '『', '（', '［', '【', '《', '〈', '¿'];

/// The cuts for `chosen` words, which ascend and do not overlap: ascending, without overlaps. `wording` is narrow.
pub(super) fn cuts(text: &str, wording: &Wording, chosen: &[Chosen]) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::with_capacity(chosen.len());
    // The paragraphs of which nothing is left, each with its first cut and past its last.
    let mut gone: Vec<(usize, Range<usize>)> = Vec::new();
    for chosen in chosen.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let number = chosen[0].paragraph as usize;
        let paragraph = &wording.paragraphs[number];
        let first = cuts.len();
        let mut before = Before { free: paragraph.span.start, line: Line::Cut };
        for Chosen { words, passage, .. } in chosen {
            if let Some(span) = span_of(text, wording, paragraph, words.clone(), &mut before) {
                cuts.push(Cut { span, passage: *passage });
            }
        }
        let n_cut: usize = cuts[first..].iter().map(|cut| cut.span.len()).sum();
        if n_cut == paragraph.span.len() {
            gone.push((number, first..cuts.len()));
        }
    }
    take_breaks(&wording.paragraphs, &gone, &mut cuts);
    cuts
}

/// What is left of `text` without `cuts`.
pub(super) fn remains(text: &str, cuts: &[Cut]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut start = 0;
    for cut in cuts {
        left.push_str(&text[start..cut.span.start]);
        start = cut.span.end;
    }
    left.push_str(&text[start..]);
    left
}

/// What the cuts so far leave of a paragraph.
struct Before {
    /// Past the last cut.
    free: usize,
    line: Line,
}

/// What is left of the line that the last cut ends in, before its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing, so that its line end goes with the rest.
    Cut,
    /// Something.
    Kept,
}

/// `words` with what belongs to them; nothing if they share their place with other words of the paragraph.
fn span_of(
    text: &str,
    wording: &Wording,
    paragraph: &Paragraph,
    words: Range<usize>,
    before: &mut Before,
) -> Option<Span> {
    let spans = &wording.spans;
    let words = untorn(spans, paragraph, words)?;
    let gap_before = match words.start {
        start if start == paragraph.words.start => Span::new(paragraph.span.start, paragraph.span.start),
        start => Span::new(spans[start - 1].end, spans[start].start),
    };
    let gap_after = match words.end {
        end if end == paragraph.words.end => None,
        end => Some(Span::new(spans[end - 1].end, spans[end].start)),
    };
    let mut start = (gap_before.start + closing(gap_before.of(text))).max(before.free);
    let begins_line = words.start == paragraph.words.start || gap_before.of(text).contains('\n');
    let is_line_cut = begins_line || (start == before.free && before.line == Line::Cut);
    let line_end = gap_after.map_or(Some(paragraph.span.end), |gap| Some(gap.start + gap.of(text).find('\n')?));
    let end = match (line_end, gap_after) {
        // At the end of a line or paragraph no white space is left behind, and the line end stays for what is left.
        (Some(line_end), gap_after) if gap_after.is_none() || !is_line_cut => {
            start = (gap_before.start + text[gap_before.start..start].trim_end().len()).max(before.free);
            start + text[start..line_end].trim_end().len()
        }
        (_, Some(gap)) => gap.start + closing(gap.of(text)),
        (_, None) => paragraph.span.end,
    };
    *before = Before { free: end, line: if is_line_cut { Line::Cut } else { Line::Kept } };
    Some(Span::new(start, end))
}

/// `words` without those at either end that share their place with other words of the paragraph.
fn untorn(spans: &[Span], paragraph: &Paragraph, words: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = words;
    while start < end && start > paragraph.words.start && spans[start - 1] == spans[start] {
        start += 1;
    }
    while start < end && end < paragraph.words.end && spans[end - 1] == spans[end] {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// How much of what stands between two words belongs to the first: all up to white space and with it, or up to a sign
/// that opens something.
fn closing(gap: &str) -> usize {
    let last_space = gap.char_indices().rev().find(|(_, c)| c.is_whitespace());
    match last_space {
        Some((at, c)) => at + c.len_utf8(),
        None => gap.find(OPENING).unwrap_or(gap.len()),
    }
}

/// Lets the cuts of paragraphs that are gone take one paragraph break each, so that no more blank lines than before
/// stand together.
fn take_breaks(paragraphs: &[Paragraph], gone: &[(usize, Range<usize>)], cuts: &mut [Cut]) {
    let n_gone_at_end =
        gone.iter().rev().zip((0..paragraphs.len()).rev()).take_while(|((number, _), last)| number == last).count();
    let first_at_end = paragraphs.len() - n_gone_at_end;
    for (number, of_paragraph) in gone {
        if *number < first_at_end {
            cuts[of_paragraph.end - 1].span.end = paragraphs[number + 1].span.start;
        } else if let Some(before) = number.checked_sub(1) {
            cuts[of_paragraph.start].span.start = paragraphs[before].span.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts these words, counted over the text, and shows what is left and what was cut.
    #[track_caller]
    fn check(text: &str, words: &[Range<usize>], left: &str, cut: &[&str]) {
        let wording = Wording::of(text).narrow(text);
        let paragraph = |words: &Range<usize>| {
            let holds = |p: &Paragraph| p.words.start <= words.start && words.end <= p.words.end;
            wording.paragraphs.iter().position(holds).unwrap() as u32
        };
        let chosen: Vec<Chosen> =
            words.iter().map(|w| Chosen { paragraph: paragraph(w), words: w.clone(), passage: 0 }).collect();
        let cuts = cuts(text, &wording, &chosen);
        let found: Vec<&str> = cuts.iter().map(|cut| cut.span.of(text)).collect();
        assert_eq!((remains(text, &cuts).as_str(), &*found), (left, cut), "{text:?}");
    }

    #[test]
    fn a_run_takes_its_punctuation_along() {
        let text = "We said so. (All rights reserved.) The end is near.";
        check(text, std::slice::from_ref(&(3..6)), "We said so. The end is near.", &["(All rights reserved.) "]);
        check(text, std::slice::from_ref(&(0..3)), "(All rights reserved.) The end is near.", &["We said so. "]);
        check(text, std::slice::from_ref(&(6..10)), "We said so. (All rights reserved.)", &[" The end is near."]);
        check(text, &[3..6, 6..10], "We said so. ", &["(All rights reserved.) ", "The end is near."]);
    }

    #[test]
    fn a_line_goes_with_its_line_end() {
        check("Page two\nThe text\nof it", std::slice::from_ref(&(0..2)), "The text\nof it", &["Page two\n"]);
        check("The text\nof it\nPage two\n", std::slice::from_ref(&(4..6)), "The text\nof it\n", &["\nPage two"]);
        check("The text, page two\nof it", std::slice::from_ref(&(2..4)), "The text,\nof it", &[" page two"]);
        check("Page two\nof it", &[0..1, 1..2], "of it", &["Page ", "two\n"]);
        check("a b c\nd e", &[1..2, 2..3, 3..4], "a \ne", &["b ", "c", "d "]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_between_characters() {
        check("春眠不覺曉。處處聞啼鳥", std::slice::from_ref(&(0..5)), "處處聞啼鳥", &["春眠不覺曉。"]);
        check("春眠「不覺」曉", std::slice::from_ref(&(2..4)), "春眠曉", &["「不覺」"]);
    }

    #[test]
    fn a_paragraph_goes_with_one_break() {
        let text = "\none\n\n\ntwo\n\nthree\n";
        check(text, std::slice::from_ref(&(0..1)), "\ntwo\n\nthree\n", &["one\n\n\n"]);
        check(text, std::slice::from_ref(&(1..2)), "\none\n\n\nthree\n", &["two\n\n"]);
        check(text, std::slice::from_ref(&(2..3)), "\none\n\n\ntwo\n", &["\n\nthree"]);
        check(text, &[1..2, 2..3], "\none\n", &["\n\n\ntwo", "\n\nthree"]);
        check(text, &[0..1, 1..2, 2..3], "\n\n", &["one", "\n\n\ntwo", "\n\nthree"]);
    }

    #[test]
    fn a_paragraph_whose_runs_are_all_cut_is_gone() {
        check("a b c d\n\ne", &[0..2, 2..4], "e", &["a b ", "c d\n\n"]);
    }

    #[test]
    fn words_that_share_a_character_are_not_torn_apart() {
        check("a ㍿ b", std::slice::from_ref(&(0..3)), "㍿ b", &["a "]);
        check("a ㍿ b", std::slice::from_ref(&(1..3)), "a ㍿ b", &[]);
    }
}
