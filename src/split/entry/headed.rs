//! Evidence from headings of one level with text below each.

use std::ops::Range;

use super::boundary::Boundary;
use super::dissect;
use super::layout::Evidence;
use super::page::Page;
use super::plan::{Entry, Plan, Title};
use super::proposal::{Doubt, Proposal};
use crate::text::{HeadingLines, headings};

const WEIGHT: usize = 90;
const LEVELS: std::ops::RangeInclusive<u8> = 1..=6;

/// The layouts that headings suggest, one for each level in use. Cost: linear in the page for each level.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let found = found(page);
    LEVELS.filter_map(|level| proposal(page, &found, level)).collect()
}

/// The layout that headings of `level` suggest.
pub(super) fn at_level(page: &Page<'_>, level: u8) -> Option<Proposal> {
    proposal(page, &found(page), level)
}

fn found(page: &Page<'_>) -> Vec<(Range<usize>, HeadingLines)> {
    headings(page.text).into_iter().map(|h| (lines_of(page, h), h)).collect()
}

fn lines_of(page: &Page<'_>, heading: HeadingLines) -> Range<usize> {
    let first_from = |at: usize| page.lines.partition_point(|line| line.start < at);
    first_from(heading.span.start)..first_from(heading.span.end)
}

/// Headings of higher levels end an entry too. One with text of its own is an entry; one without, a section's title,
/// goes to the entry that follows.
fn proposal(page: &Page<'_>, found: &[(Range<usize>, HeadingLines)], level: u8) -> Option<Proposal> {
    let heads: Vec<&(Range<usize>, HeadingLines)> = found.iter().filter(|(_, h)| h.level <= level).collect();
    let first = heads.iter().position(|(_, h)| h.level == level)?;
    let lead_end = heads[first].0.start;
    let mut plan = Plan { lead: 0..lead_end, entries: Vec::new(), tail: page.lines.len()..page.lines.len() };
    let (mut n_wanted, mut n_texts) = (0, 0);
    let mut start = lead_end;
    for (idx, (title_lines, heading)) in heads.iter().enumerate().skip(first) {
        let end = heads.get(idx + 1).map_or(page.lines.len(), |(next, _)| next.start);
        let has_text = title_lines.end < end;
        if heading.level < level && !has_text {
            continue;
        }
        n_wanted += usize::from(heading.level == level);
        n_texts += usize::from(heading.level == level && has_text);
        let title = dissect::unmarked(page.text, heading.title);
        let title = Title::Given { title, lines: title_lines.clone() };
        plan.entries.push(Entry { lines: start..end, content: start..end, marker: None, title });
        start = end;
    }
    plan.tail.start = start;
    let is_empty = n_texts < 2 || 5 * n_texts < 4 * n_wanted;
    let proposal = Proposal::new(page, Evidence::Heading(level), Boundary::Heading { level }, WEIGHT, plan);
    Some(proposal.doubted_if(is_empty, || Doubt::Incomplete { n_complete: n_texts, n_entries: n_wanted }))
}
