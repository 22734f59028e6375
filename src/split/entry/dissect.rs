//! From the lines of an entry to its title and text.

use std::ops::Range;

use super::layout::{Entry, Title};
use super::page::{Page, Paragraph};
use super::shape::{HEADLINE_SIZE, Shape, reading_size};
use crate::document::Span;
use crate::split::segment::trimmed;

/// What an entry says.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) title: Option<Span>,
    pub(super) text: Vec<Span>,
}

/// Title and text of an entry. Cost: linear in its lines.
pub(super) fn dissect(page: &Page<'_>, entry: &Entry) -> Parts {
    match &entry.title {
        Title::Given { title, lines } => with_title(page, entry, *title, lines),
        Title::Look => match title_lines(page, &entry.content).and_then(|lines| Some((page.span(&lines)?, lines))) {
            Some((span, lines)) => with_title(page, entry, unmarked(page.text, span), &lines),
            None => Parts { title: None, text: text_span(page, entry, &entry.content).into_iter().collect() },
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
fn title_lines(page: &Page<'_>, content: &Range<usize>) -> Option<Range<usize>> {
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

/// A title without the bullet or the `#` before it.
pub(super) fn unmarked(text: &str, span: Span) -> Span {
    let bare = span.of(text).trim_start_matches(['#', '-', '*', '•', '–']);
    let is_marked = bare.starts_with(char::is_whitespace) && !bare.trim().is_empty();
    let start = if is_marked { span.end - bare.len() } else { span.start };
    trimmed(text, Span::new(start, span.end)).unwrap_or(span)
}
