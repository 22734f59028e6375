//! Where the entries of a page lie, and pages parted by lines that stand between entries or end them: markers and
//! separators.

use std::ops::Range;

use super::layout::Side;
use super::page::Page;
use super::shape::Shape;
use super::typical::Typical;
use crate::document::Span;

/// Where one entry lies on a page.
#[derive(Clone, Debug, Default)]
pub(in crate::split) struct Entry {
    /// All of its lines.
    pub(in crate::split) lines: Range<usize>,
    /// Those that hold its title and text.
    pub(in crate::split) content: Range<usize>,
    /// What marks its boundary.
    pub(in crate::split) marker: Option<Span>,
    /// The title, where the evidence itself names it.
    pub(in crate::split) title: Title,
}

/// How the title of an entry is found.
#[derive(Clone, Debug, Default)]
pub(in crate::split) enum Title {
    /// By its look, among the first lines of the content.
    #[default]
    Look,
    /// It is this one and fills these lines.
    Given { title: Span, lines: Range<usize> },
    /// It is this one; the text begins at this byte, on the same line.
    Inline { title: Span, text_from: usize },
    /// It stands outside of the content, if there is one.
    Apart(Option<Span>),
}

/// The lines of a page, dealt out.
#[derive(Clone, Debug, Default)]
pub(in crate::split) struct Plan {
    /// Before the first entry: the page's own heading.
    pub(in crate::split) lead: Range<usize>,
    /// The entries, in order.
    pub(in crate::split) entries: Vec<Entry>,
    /// Behind the last entry.
    pub(in crate::split) tail: Range<usize>,
}

impl Plan {
    /// Deals out a page whose entries are parted at `marks`, ascending ranges of lines.
    ///
    /// Adjacent marks count as one. With [`Side::End`] a mark ends the entry above it: lines that do not belong to the first
    /// entry become the lead, and the lines after the last mark are an entry if they resemble the others. With
    /// [`Side::Start`] a mark begins the entry below it, and everything before the first mark is the lead.
    ///
    /// The typical form of an entry is learned from the second one on, or is `typical` if there are fewer than two of these.
    pub(super) fn parted(page: &Page<'_>, marks: &[Range<usize>], side: Side, typical: Option<&Typical>) -> Self {
        match side {
            Side::End => ended(page, marks, typical),
            Side::Start => begun(page, marks),
        }
    }

    /// Whether most of the page lies in parts that are not far longer than usual.
    ///
    /// A part (entry, lead or tail) is too long with more than `4 m + 4` filled lines, `m` being the lower median of
    /// the entries. If parts too long hold more than half of all lines, the boundaries do not explain the page: they
    /// are links at the foot of an article, or scene breaks.
    pub(super) fn is_regular(&self) -> bool {
        let entries: Vec<usize> = self.entries.iter().map(|entry| entry.lines.len()).collect();
        let limit = 4 * lower_median(&entries) + 4;
        let parts = entries.iter().copied().chain([self.lead.len(), self.tail.len()]);
        let (mut n_all, mut n_too_long) = (0, 0);
        for n in parts {
            n_all += n;
            n_too_long += if n > limit { n } else { 0 };
        }
        2 * n_too_long <= n_all
    }
}

/// The footer behind an entry that begins with line `start` and ends where nothing tells: from a copyright notice on.
pub(super) fn tail_behind(page: &Page<'_>, start: usize) -> Range<usize> {
    let n_lines = page.lines.len();
    let paragraphs = page.paragraphs(&(start..n_lines));
    let imprint = paragraphs.iter().skip(1).find(|paragraph| paragraph.shape == Shape::Imprint);
    imprint.map_or(n_lines, |imprint| imprint.lines.start)..n_lines
}

/// What stands between the marks, with the mark that ends it; the last has none. Parts without a line are left out,
/// and a mark at the very start belongs to no part.
fn between(page: &Page<'_>, marks: &[Range<usize>]) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut start = 0;
    for mark in marks {
        if mark.start > start {
            found.push(Entry {
                lines: start..mark.end,
                content: start..mark.start,
                marker: page.span(mark),
                title: Title::Look,
            });
        } else if let Some(last) = found.last_mut() {
            last.lines.end = mark.end;
            last.marker = page.span(&(last.content.end..mark.end));
        }
        start = mark.end;
    }
    if start < page.lines.len() {
        let rest = start..page.lines.len();
        found.push(Entry { lines: rest.clone(), content: rest, ..Entry::default() });
    }
    found
}

fn ended(page: &Page<'_>, marks: &[Range<usize>], known: Option<&Typical>) -> Plan {
    let mut entries = between(page, marks);
    let n_lines = page.lines.len();
    let mut plan = Plan { lead: 0..0, tail: n_lines..n_lines, entries: Vec::new() };
    let rest = entries.pop_if(|last| last.marker.is_none());
    if entries.is_empty() {
        // A mark at the top of the page ends nothing, so it says nothing about what stands below it.
        plan.lead = 0..n_lines;
        return plan;
    }
    let others: Vec<Range<usize>> = entries.iter().skip(1).map(|entry| entry.content.clone()).collect();
    let typical = match known {
        Some(known) if others.len() < 2 => known.clone(),
        _ => Typical::of(page, &others),
    };
    if let Some(first) = entries.first_mut() {
        let n_lead = typical.n_lead_lines(page, &first.content);
        first.content.start += n_lead;
        plan.lead = 0..first.content.start;
        first.lines.start = plan.lead.end;
    }
    if let Some(mut rest) = rest {
        if entries.is_empty() {
            // All marks stand on top of the page and end nothing.
            plan.lead = 0..rest.lines.start;
        }
        let end = rest.lines.start + typical.n_entry_lines(page, &rest.lines);
        plan.tail = end..n_lines;
        rest.lines.end = end;
        rest.content = rest.lines.clone();
        if !rest.lines.is_empty() {
            entries.push(rest);
        }
    }
    plan.entries = entries;
    plan
}

fn begun(page: &Page<'_>, marks: &[Range<usize>]) -> Plan {
    let n_lines = page.lines.len();
    let ends = marks.iter().skip(1).map(|mark| mark.start).chain([n_lines]);
    let mut entries: Vec<Entry> = Vec::new();
    for (mark, end) in marks.iter().zip(ends) {
        if mark.end < end {
            entries.push(Entry {
                lines: mark.start..end,
                content: mark.end..end,
                marker: page.span(mark),
                title: Title::Look,
            });
        } else if let Some(last) = entries.last_mut() {
            last.lines.end = end;
            last.content.end = end;
        }
    }
    let lead = 0..entries.first().map_or(0, |entry| entry.lines.start);
    Plan { lead, entries, tail: n_lines..n_lines }
}

fn lower_median(values: &[usize]) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}
