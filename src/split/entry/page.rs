//! A page as the detectors see it: its filled lines, grouped into paragraphs.

use std::ops::Range;

use super::shape::Shape;
use crate::document::Span;
use crate::split::segment::trimmed;
use crate::text::lines;

/// A text as a list of the lines that hold more than white space.
#[derive(Debug)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) lines: Vec<Line>,
    /// Characters in the longest line.
    pub(super) width: usize,
}

/// A line that holds more than white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Where the line begins, its indentation included.
    pub(super) start: usize,
    /// What it says, without the white space around it.
    pub(super) span: Span,
    /// Whether no blank line stands before it, so that it goes on with the paragraph of the line before.
    pub(super) continues: bool,
}

/// Consecutive lines without a blank line between them, and what they look like together.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) lines: Range<usize>,
    pub(super) shape: Shape,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
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
        Self { text, lines: filled, width }
    }

    /// What line `idx` says.
    pub(super) fn line(&self, idx: usize) -> &'t str {
        self.lines[idx].span.of(self.text)
    }

    /// From the first to the last letter of `lines`, `None` if there are none.
    pub(super) fn span(&self, lines: &Range<usize>) -> Option<Span> {
        let (first, last) = (self.lines[lines.clone()].first()?, self.lines[lines.clone()].last()?);
        Some(Span::new(first.span.start, last.span.end))
    }

    /// The paragraphs of a range of lines; its ends part paragraphs as well. Cost: linear in the number of lines.
    pub(super) fn paragraphs(&self, range: &Range<usize>) -> Vec<Paragraph> {
        let mut found = Vec::new();
        let mut start = range.start;
        for idx in range.clone() {
            let last = idx + 1 == range.end || !self.lines[idx + 1].continues;
            if last {
                let lines = start..idx + 1;
                let shape = Shape::of_lines(self, &lines);
                found.push(Paragraph { lines, shape });
                start = idx + 1;
            }
        }
        found
    }
}
