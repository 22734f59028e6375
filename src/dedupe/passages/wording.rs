//! A text as the words that are counted: paragraph by paragraph, each word with its hash and its place.

use std::ops::Range;

use crate::document::Span;
use crate::similarity::WordHasher;
use crate::text;

/// The words of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Wording {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) hashes: Vec<u64>,
    /// Where each word stands. Words that only normalization parts share a place.
    pub(super) spans: Vec<Span>,
}

/// A paragraph and which words of the text are in it, perhaps none.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) span: Span,
    pub(super) words: Range<usize>,
}

impl Wording {
    /// The words of `text`; those of a script that does not part words share a place until [`Self::narrow`].
    pub(super) fn of(text: &str) -> Self {
        let mut wording = Self::default();
        let mut hasher = WordHasher::default();
        for span in text::paragraphs(text) {
            let first = wording.hashes.len();
            hasher.for_each(span.of(text), |place, hash| {
                wording.hashes.push(hash);
                wording.spans.push(place.shifted(span.start));
            });
            wording.paragraphs.push(Paragraph { span, words: first..wording.hashes.len() });
        }
        wording
    }

    /// Gives each word a place of its own, where the words of the text as it is written are those of its normalized
    /// form. They are not where, for example, one character stands for two words.
    pub(super) fn narrow(mut self, text: &str) -> Self {
        let mut hasher = WordHasher::default();
        let mut words: Vec<(Span, u64)> = Vec::new();
        let mut start = 0;
        while let Some(&piece) = self.spans.get(start) {
            let end = self.group_end(start);
            if end - start > 1 {
                words.clear();
                text::for_each_word(piece.of(text), |word| {
                    let place = word.shifted(piece.start);
                    hasher.for_each(place.of(text), |_, hash| words.push((place, hash)));
                });
                if words.iter().map(|&(_, hash)| hash).eq(self.hashes[start..end].iter().copied()) {
                    self.spans[start..end].iter_mut().zip(&words).for_each(|(span, word)| *span = word.0);
                }
            }
            start = end;
        }
        self
    }

    /// Calls `take` with the normalized form of each of `words`.
    pub(super) fn for_each_form(&self, text: &str, words: Range<usize>, mut take: impl FnMut(&str)) {
        let mut normalized = String::new();
        let mut at = words.start;
        while at < words.end {
            let start = self.group_start(at);
            let end = self.group_end(at);
            normalized.clear();
            text::normalize_into(self.spans[at].of(text), &mut normalized);
            let (n_before, n_taken) = (at - start, end.min(words.end) - at);
            if normalized.is_ascii() {
                normalized.split(' ').skip(n_before).take(n_taken).for_each(&mut take);
            } else {
                text::words(&normalized).skip(n_before).take(n_taken).for_each(|(_, word)| take(word));
            }
            at = end;
        }
    }

    /// The first word with the place of the one at `at`.
    fn group_start(&self, at: usize) -> usize {
        let span = self.spans[at];
        at - self.spans[..at].iter().rev().take_while(|&&other| other == span).count()
    }

    /// Past the last word with the place of the one at `at`.
    fn group_end(&self, at: usize) -> usize {
        let span = self.spans[at];
        at + self.spans[at..].iter().take_while(|&&other| other == span).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let wording = Wording::of(text).narrow(text);
        let mut forms = Vec::new();
        wording.for_each_form(text, 0..wording.hashes.len(), |form| forms.push(form.to_owned()));
        let found: Vec<(&str, &str)> =
            wording.spans.iter().map(|span| span.of(text)).zip(forms.iter().map(String::as_str)).collect();
        assert_eq!(found, expected, "{text:?}");
        for (at, expected) in forms.iter().enumerate() {
            wording.for_each_form(text, at..at + 1, |form| assert_eq!(form, expected));
        }
    }

    #[test]
    fn words_have_their_places_and_their_normalized_forms() {
        check("", &[]);
        check("Don't STOP!", &[("Don't", "dont"), ("STOP", "stop")]);
        check("“Don’t” é", &[("“Don’t”", "dont"), ("é", "é")]);
    }

    #[test]
    fn characters_of_a_script_without_spaces_have_places_of_their_own() {
        check("春眠，不", &[("春", "春"), ("眠", "眠"), ("不", "不")]);
        check("red–blue", &[("red", "red"), ("blue", "blue")]);
    }

    #[test]
    fn a_character_that_stands_for_two_words_keeps_them_together() {
        check("㍿", &[("㍿", "株"), ("㍿", "式"), ("㍿", "会"), ("㍿", "社")]);
    }

    #[test]
    fn paragraphs_know_their_words() {
        let wording = Wording::of("a b\n\n***\n\nc");
        let words: Vec<Range<usize>> = wording.paragraphs.into_iter().map(|paragraph| paragraph.words).collect();
        assert_eq!(words, [0..2, 2..2, 2..3]);
    }
}
