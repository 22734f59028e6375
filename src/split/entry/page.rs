//! A page as the detectors see it: its filled lines, grouped into paragraphs.

use std::ops::Range;

use super::shape::Shape;
use crate::document::{Markup, Span};
use crate::split::segment::trimmed;
use crate::text::lines;

/// A text as a list of the lines that hold more than white space.
#[derive(Debug)]
pub(in crate::split) struct Page<'t> {
    pub(in crate::split) text: &'t str,
    /// What the markup of a web page says about the text; empty for other texts.
    pub(super) markup: &'t Markup,
    pub(in crate::split) lines: Vec<Line>,
    /// Characters in the longest line.
    pub(super) width: usize,
}

/// A line that holds more than white space.
#[derive(Clone, Copy, Debug)]
pub(in crate::split) struct Line {
    /// Where the line begins, its indentation included.
    pub(in crate::split) start: usize,
    /// What it says, without the white space around it.
    pub(in crate::split) span: Span,
    /// Whether no blank line stands before it, so that it goes on with the paragraph of the line before.
    pub(super) continues: bool,
}

/// Consecutive lines without a blank line between them, and what they look like together.
#[derive(Clone, Debug)]
pub(in crate::split) struct Paragraph {
    pub(super) lines: Range<usize>,
    pub(super) shape: Shape,
}

/// The first `n_bytes` of `text`, or a few less where a character would be cut.
pub(super) fn head(text: &str, n_bytes: usize) -> &str {
    let end = (0..=n_bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

impl<'t> Page<'t> {
    pub(in crate::split) fn new(text: &'t str, markup: &'t Markup) -> Self {
        let mut filled: Vec<Line> = Vec::new();
        let mut width = 0;
        let mut continues = false;
        for line in lines(text) {
            let content = trimmed(text, line);
            if let Some(span) = content {
                width = width.max(span.of(text).chars().count());
                filled.push(Line { start: line.start, span, continues });
            }
            continues = content.is_some();
        }
        Self { text, markup, lines: filled, width }
    }

    /// What line `idx` says.
    pub(super) fn line(&self, idx: usize) -> &'t str {
        self.lines[idx].span.of(self.text)
    }

    /// The lines that begin in a range of bytes.
    pub(in crate::split) fn lines_in(&self, span: Span) -> Range<usize> {
        let first_from = |at: usize| self.lines.partition_point(|line| line.span.start < at);
        first_from(span.start)..first_from(span.end)
    }

    /// From the first to the last letter of `lines`, `None` if there are none.
    pub(in crate::split) fn span(&self, lines: &Range<usize>) -> Option<Span> {
        let (first, last) = (self.lines[lines.clone()].first()?, self.lines[lines.clone()].last()?);
        Some(Span::new(first.span.start, last.span.end))
    }

    /// What some lines look like together.
    pub(super) fn shape(&self, lines: &Range<usize>) -> Shape {
        self.span(lines).map_or(Shape::Body, |span| Shape::of_lines(span.of(self.text), lines.len()))
    }

    /// The paragraphs of a range of lines; its ends part paragraphs as well. Cost: linear in the number of lines.
    pub(super) fn paragraphs(&self, range: &Range<usize>) -> Vec<Paragraph> {
        let mut found = Vec::new();
        let mut start = range.start;
        for idx in range.clone() {
            let last = idx + 1 == range.end || !self.lines[idx + 1].continues;
            if last {
                let lines = start..idx + 1;
                let shape = self.shape(&lines);
                found.push(Paragraph { lines, shape });
                start = idx + 1;
            }
        }
        found
    }
}
