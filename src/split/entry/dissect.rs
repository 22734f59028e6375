//! From the lines of an entry to its title and text.

use std::ops::Range;

use super::page::{Page, Paragraph};
use super::plan::{Entry, Title};
use super::shape::{HEADLINE_SIZE, Shape, reading_size};
use crate::document::Span;
use crate::split::ranges::Ranges;
use crate::split::segment::trimmed;

/// What an entry says.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) title: Option<Span>,
    pub(super) text: Ranges,
}

/// Title and text of an entry. Cost: linear in its lines.
pub(super) fn dissect(page: &Page<'_>, entry: &Entry) -> Parts {
    let whole = |title| Parts { title, text: text_span(page, entry, &entry.content).into_iter().collect() };
    match &entry.title {
        Title::Given { title, lines } => with_title(page, entry, *title, lines),
        Title::Inline { title, text_from } => {
            let end = page.span(&entry.content).map_or(*text_from, |span| span.end);
            let text = trimmed(page.text, Span::new(*text_from, end.max(*text_from)));
            Parts { title: Some(*title), text: text.into_iter().collect() }
        }
        Title::Apart(title) => whole(*title),
        Title::Look => match title_lines(page, &entry.content).and_then(|lines| Some((page.span(&lines)?, lines))) {
            Some((span, lines)) => with_title(page, entry, unmarked(page.text, span), &lines),
            None => whole(None),
        },
    }
}

/// Whether an entry has a text.
pub(super) fn has_text(page: &Page<'_>, entry: &Entry) -> bool {
    !dissect(page, entry).text.is_empty()
}

/// Whether an entry has a headline and a text.
pub(super) fn is_titled_text(page: &Page<'_>, entry: &Entry) -> bool {
    let parts = dissect(page, entry);
    parts.title.is_some() && !parts.text.is_empty()
}

/// The title that opens a line and where the text behind it begins: the label of a link, or bold words.
pub(super) fn inline_title(text: &str, line: Span) -> Option<(Span, usize)> {
    let said = line.of(text);
    let (title, title_end) = match link_label(said) {
        Some((label, end)) => (Span::new(1, 1 + label.len()), end),
        None => {
            let sign = ["**", "__"].into_iter().find(|sign| said.starts_with(sign))?;
            let len = said[2..].find(sign).filter(|&len| len > 0)?;
            (Span::new(2, 2 + len), len + 4)
        }
    };
    let behind = &said[title_end..];
    let text_from = behind.find(|c: char| c.is_alphanumeric() || is_opening(c)).unwrap_or(behind.len());
    let bare = title.of(said).trim().trim_end_matches([':', '.', '：', '。']);
    let start = line.start + title.start + (title.of(said).len() - title.of(said).trim_start().len());
    (!bare.is_empty()).then(|| (Span::new(start, start + bare.len()), line.start + title_end + text_from))
}

fn with_title(page: &Page<'_>, entry: &Entry, title: Span, lines: &Range<usize>) -> Parts {
    let around = [entry.content.start..lines.start, lines.end..entry.content.end];
    let text = around.iter().filter_map(|lines| text_span(page, entry, lines)).collect();
    Parts { title: Some(title), text }
}

/// The span of some lines of an entry, without a number that opens it.
fn text_span(page: &Page<'_>, entry: &Entry, lines: &Range<usize>) -> Option<Span> {
    let mut span = page.span(lines)?;
    if let Some(marker) = entry.marker.filter(|marker| marker.start == span.start) {
        span.start = marker.end;
    }
    trimmed(page.text, span)
}

/// The lines of the headline, found by their look: the first paragraph if it is short, else the first line if it is
/// short and was not broken for lack of room. A date above it is passed over.
pub(super) fn title_lines(page: &Page<'_>, content: &Range<usize>) -> Option<Range<usize>> {
    let paragraphs = page.paragraphs(content);
    let dated = match paragraphs.as_slice() {
        [date, next, _, ..] if date.shape == Shape::Date && next.shape == Shape::Headline => 1,
        _ => 0,
    };
    let first = paragraphs.get(dated)?;
    let below = paragraphs.get(dated + 1);
    let is_title = match first.shape {
        Shape::Headline => first.lines.len() == 1 || below.is_some(),
        Shape::Date => below.is_some(),
        Shape::Body => below.is_some_and(|below| is_shorter(page, first, below)),
        Shape::Imprint => false,
    };
    if is_title { Some(first.lines.clone()) } else { first_line(page, &first.lines) }
}

/// Whether a paragraph that ends like a sentence is a headline all the same: one short line above a longer text.
fn is_shorter(page: &Page<'_>, first: &Paragraph, below: &Paragraph) -> bool {
    let size = |paragraph: &Paragraph| {
        page.span(&paragraph.lines).map_or(0, |span| reading_size(span.of(page.text), HEADLINE_SIZE))
    };
    first.lines.len() == 1 && below.shape == Shape::Body && size(first) < size(below) && size(first) < HEADLINE_SIZE
}

/// The first of several lines, if it looks like a headline and was not broken for lack of room: had the next word
/// still fitted into the width of the page, someone ended the line on purpose.
fn first_line(page: &Page<'_>, lines: &Range<usize>) -> Option<Range<usize>> {
    let first = lines.start;
    if lines.len() < 2 || Shape::of(page.line(first)) != Shape::Headline {
        return None;
    }
    let next_word = page.line(first + 1).split_whitespace().next()?.chars().count();
    (page.line(first).chars().count() + 1 + next_word <= page.width).then_some(first..first + 1)
}

/// A title without the bullet or the `#` before it, and of a link only what it says.
pub(super) fn unmarked(text: &str, span: Span) -> Span {
    let bare = span.of(text).trim_start_matches(['#', '-', '*', '•', '–']);
    let is_marked = bare.starts_with(char::is_whitespace) && !bare.trim().is_empty();
    let start = if is_marked { span.end - bare.len() } else { span.start };
    let span = trimmed(text, Span::new(start, span.end)).unwrap_or(span);
    match link_label(span.of(text)) {
        Some((label, end)) if end == span.len() => Span::new(span.start + 1, span.start + 1 + label.len()),
        _ => span,
    }
}

/// What the Markdown link says that opens `text`, and where it ends.
fn link_label(text: &str) -> Option<(&str, usize)> {
    let (label, target) = text.strip_prefix('[')?.split_once("](")?;
    let len = target.find(')')?;
    let is_one = !label.trim().is_empty() && !label.contains(['[', '\n']);
    is_one.then_some((label, 1 + label.len() + 2 + len + 1))
}

/// Signs that open a sentence.
fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '‘' | '(' | '[' | '¿' | '¡' | '「' | '『' | '…')
}
