//! Sentences: UAX #29 sentence segments inside paragraphs, joined again at false ends.
//!
//! Boundaries are those of the annex ([`uax29_segments`] gives them as they are), with these departures. A line end
//! inside a paragraph is a space, as it is in hard-wrapped prose, and only a blank line ends a sentence by itself.
//! No sentence ends behind an abbreviation, an initial or an ordinal number, by the language's lists; at `!` or `?`
//! before a lower-case letter; or at a mark inside a name, as in ".NET". An ellipsis `…` before white space ends a
//! sentence as three full stops do, and marks of notes, as in "so.[3]", belong to the sentence before them.

mod bounds;
mod class;
mod false_end;
mod mark;
mod table;
#[cfg(test)]
mod tests;

use bounds::Bounds;
use false_end::FalseEnds;
use mark::Marks;

use super::language::Language;
use super::paragraph::paragraphs;
use crate::document::Span;

/// The sentences of `text` that hold a letter or a number, without the white space around them, in any language.
pub fn sentences(text: &str) -> Vec<Span> {
    sentences_in(text, Language::Any)
}

/// The sentences of `text`, which is in `language`. Cost: see [`for_each_sentence`].
pub fn sentences_in(text: &str, language: Language) -> Vec<Span> {
    let mut found = Vec::new();
    for_each_sentence(text, language, |sentence| found.push(sentence));
    found
}

/// How many sentences `text` has. Cost: see [`for_each_sentence`].
pub fn n_sentences(text: &str, language: Language) -> usize {
    let mut n = 0;
    for_each_sentence(text, language, |_| n += 1);
    n
}

/// Calls `found` with each sentence of `text`, in order.
///
/// Cost: one pass that looks at whole vectors of bytes between the marks, and some hundred nanoseconds for each
/// mark; no memory.
pub fn for_each_sentence(text: &str, language: Language, mut found: impl FnMut(Span)) {
    let false_ends = FalseEnds::of(language);
    for paragraph in paragraphs(text) {
        let prose = paragraph.of(text);
        let mut start = skip_space(prose, 0);
        for bound in Bounds::new(prose, Marks::Prose) {
            if bound.at < start || false_ends.contains(prose, start, bound) {
                continue;
            }
            let sentence = prose[start..bound.at].trim_end();
            if sentence.contains(char::is_alphanumeric) {
                found(Span::new(start, start + sentence.len()).shifted(paragraph.start));
            }
            start = skip_space(prose, bound.at);
        }
    }
}

/// Where the first character at or after `at` is that is no white space.
fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// The sentence segments of `text` after UAX #29 without any tailoring. They cover the text.
pub fn uax29_segments(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    Bounds::new(text, Marks::Plain).map(move |bound| {
        let span = Span::new(start, bound.at);
        start = bound.at;
        span
    })
}
