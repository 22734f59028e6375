//! What the entries of a page have in common, and what that says about the first and the last one.
//!
//! Marker lines and separators part a page without saying where its own heading ends and its first entry begins, or
//! whether the text behind the last marker is one more entry. The other entries tell: most of them look alike.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use super::page::{Page, Paragraph};
use super::shape::Shape;

/// Outlines with more parts than this are no pattern to go by.
const MAX_OUTLINE: usize = 16;

/// How most entries of a page are built.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::split) struct Typical {
    /// The shapes of the paragraphs: dates left out, consecutive bodies taken as one.
    pub(in crate::split) outline: Vec<Shape>,
    /// The number of lines, if entries are one paragraph each and most have that number.
    pub(in crate::split) n_lines: Option<usize>,
    /// Whether entries are one paragraph of several lines each.
    pub(in crate::split) is_compact: bool,
    /// Whether a date stands above the headline.
    pub(in crate::split) opens_with_date: bool,
}

impl Typical {
    /// A headline with text below it.
    pub(super) fn headline_and_text() -> Self {
        Self { outline: vec![Shape::Headline, Shape::Body], ..Self::default() }
    }

    /// The commonest build of the `entries`, each given as a range of lines. Cost: linear in their lines.
    pub(in crate::split) fn of(page: &Page<'_>, entries: &[Range<usize>]) -> Self {
        let builds: Vec<Vec<Paragraph>> = entries.iter().map(|lines| page.paragraphs(lines)).collect();
        let outlines = builds.iter().map(|paragraphs| outline(paragraphs));
        let n_compact = builds.iter().filter(|p| p.len() == 1 && p[0].lines.len() > 1).count();
        let is_compact = 2 * n_compact > builds.len();
        let n_dated = builds.iter().filter(|p| p.len() > 1 && p[0].shape == Shape::Date).count();
        let n_lines = commonest(entries.iter().map(|lines| lines.len())).filter(|&(_, n)| 2 * n > entries.len());
        Self {
            outline: commonest(outlines).map(|(outline, _)| outline).unwrap_or_default(),
            n_lines: n_lines.filter(|_| is_compact).map(|(n_lines, _)| n_lines),
            is_compact,
            opens_with_date: 2 * n_dated > builds.len(),
        }
    }

    /// How many of the first `lines` of a page stand before its first entry, which ends where they end.
    pub(super) fn n_lead_lines(&self, page: &Page<'_>, lines: &Range<usize>) -> usize {
        let paragraphs = page.paragraphs(lines);
        if self.is_compact {
            return self.n_lead_lines_compact(lines, &paragraphs);
        }
        let n_paragraphs = self.n_lead_paragraphs(&paragraphs);
        paragraphs[..n_paragraphs].iter().map(|p| p.lines.len()).sum()
    }

    fn n_lead_lines_compact(&self, lines: &Range<usize>, paragraphs: &[Paragraph]) -> usize {
        match (paragraphs, self.n_lines) {
            ([.., last], _) if paragraphs.len() > 1 && last.lines.len() > 1 => last.lines.start - lines.start,
            ([only], Some(n_lines)) => only.lines.len().saturating_sub(n_lines),
            _ => 0,
        }
    }

    /// The entry is the shortest tail that has the typical outline. If none has, the surplus of headlines is the lead.
    fn n_lead_paragraphs(&self, paragraphs: &[Paragraph]) -> usize {
        if self.outline.is_empty() || self.outline.len() > MAX_OUTLINE {
            return 0;
        }
        let found = self.possible_starts(paragraphs).into_iter().rev().find(|&start| {
            let tail = &paragraphs[start..];
            self.starts(tail) == Some(tail.len())
        });
        let start = found.unwrap_or_else(|| self.n_surplus_headlines(paragraphs));
        let date_above = self.opens_with_date && start > 0 && paragraphs[start - 1].shape == Shape::Date;
        if date_above { start - 1 } else { start }
    }

    /// Where the typical outline may begin: at a paragraph of its first shape that does not go on with a body.
    fn possible_starts(&self, paragraphs: &[Paragraph]) -> Vec<usize> {
        let mut before = None;
        let mut found = Vec::new();
        for (idx, shape) in paragraphs.iter().map(|p| p.shape).enumerate().filter(|(_, s)| *s != Shape::Date) {
            if Some(&shape) == self.outline.first() && !(shape == Shape::Body && before == Some(Shape::Body)) {
                found.push(idx);
            }
            before = Some(shape);
        }
        found
    }

    fn n_surplus_headlines(&self, paragraphs: &[Paragraph]) -> usize {
        let n_leading = |shapes: &mut dyn Iterator<Item = Shape>| shapes.take_while(|s| *s == Shape::Headline).count();
        let n_found = n_leading(&mut paragraphs.iter().map(|p| p.shape));
        let n_typical = n_leading(&mut self.outline.iter().copied());
        if n_found == paragraphs.len() {
            n_found.saturating_sub(self.outline.len())
        } else if n_typical > 0 {
            n_found.saturating_sub(n_typical)
        } else {
            0
        }
    }

    /// How many lines of a page's end, from the first of `lines`, are one more entry that only lacks its marker.
    pub(super) fn n_entry_lines(&self, page: &Page<'_>, lines: &Range<usize>) -> usize {
        let paragraphs = page.paragraphs(lines);
        if self.is_compact {
            return paragraphs.first().map(|p| p.lines.len()).filter(|&n| n > 1).unwrap_or(0);
        }
        let n_paragraphs = self.starts(&paragraphs).unwrap_or(0);
        paragraphs[..n_paragraphs].iter().map(|p| p.lines.len()).sum()
    }

    /// How many of `paragraphs`, from the first, have the typical outline; `None` if they begin otherwise.
    ///
    /// A body takes all paragraphs up to one of another shape. Cost: linear in what it takes. As an outline is short,
    /// and no start lies inside a run of bodies, all possible starts together look at each paragraph a bounded number
    /// of times.
    fn starts(&self, paragraphs: &[Paragraph]) -> Option<usize> {
        if self.outline.is_empty() {
            return None;
        }
        let mut rest = paragraphs.iter().enumerate().filter(|(_, p)| p.shape != Shape::Date).peekable();
        let mut n_taken = 0;
        for wanted in &self.outline {
            n_taken = rest.next_if(|(_, p)| p.shape == *wanted)?.0 + 1;
            while let Some((idx, _)) = rest.next_if(|(_, p)| p.shape == *wanted && *wanted == Shape::Body) {
                n_taken = idx + 1;
            }
        }
        Some(n_taken)
    }
}

/// The shapes of `paragraphs`: dates left out, consecutive bodies taken as one.
fn outline(paragraphs: &[Paragraph]) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = paragraphs.iter().map(|p| p.shape).filter(|shape| *shape != Shape::Date).collect();
    shapes.dedup_by(|a, b| *a == Shape::Body && *b == Shape::Body);
    shapes
}

/// The commonest item and how often it occurs; of several the one that occurs first.
fn commonest<T: Hash + Eq + Clone>(items: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (idx, item) in items.enumerate() {
        counts.entry(item).or_insert((0, idx)).0 += 1;
    }
    let best = counts.into_iter().max_by_key(|(_, (n, first))| (*n, std::cmp::Reverse(*first)));
    best.map(|(item, (n, _))| (item, n))
}
