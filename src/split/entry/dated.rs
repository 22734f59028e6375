//! Evidence from dates: lines that open with a day, as in diaries and columns of brief news.
//!
//! Dates stand above an entry or below its headline. Where nearly every date has a headline right above it, the headline
//! is what begins the entry. A page needs three dates at least, and full ones, since years and times stand in any text.

use std::ops::Range;

use super::boundary::Boundary;
use super::layout::Evidence;
use super::page::{Page, head};
use super::plan::{Entry, Plan, Title, tail_behind};
use super::proposal::Proposal;
use super::shape::Shape;
use crate::document::Span;
use crate::text::Date;

const WEIGHT: usize = 75;
/// Less than that of headlines alone, which also tell where the last entry ends.
const BELOW_HEADLINE_WEIGHT: usize = 55;
const MIN_DATES: usize = 3;
/// A date stands so near the start of a line, in bytes, weekday and place included.
const MAX_START: usize = 24;
/// How much of a line is searched for a date, in bytes.
const MAX_LEN: usize = 64;

/// The layouts that dates suggest. Cost: linear in the page.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let dates = dates(page);
    if dates.len() < MIN_DATES {
        return Vec::new();
    }
    let n_below = dates.iter().filter(|(idx, _)| headline_above(page, *idx).is_some()).count();
    let found = if 5 * n_below >= 4 * dates.len() { below_headlines(page, &dates) } else { opened(page, &dates) };
    found.into_iter().collect()
}

/// The layout of entries that begin with a date.
pub(super) fn opened_by_dates(page: &Page<'_>) -> Option<Proposal> {
    opened(page, &dates(page))
}

/// The layout of entries that begin with the headline above a date.
pub(super) fn headlines_above_dates(page: &Page<'_>) -> Option<Proposal> {
    below_headlines(page, &dates(page))
}

/// The lines that open with a full date, with its place in the text.
fn dates(page: &Page<'_>) -> Vec<(usize, Span)> {
    let opening = |idx: usize| {
        let line = page.lines[idx].span;
        let said = line.of(page.text);
        let head = head(said, MAX_LEN);
        let (span, date) = Date::find(head)?;
        let is_opening = span.start <= MAX_START && !head[..span.start].contains(['.', '!', '?', ','])
            || is_weekday(&head[..span.start]);
        let is_set_off = Shape::of(said) == Shape::Date || is_break(&said[span.end..]);
        (date.day().is_some() && is_opening && is_set_off).then(|| (idx, span.shifted(line.start)))
    };
    (0..page.lines.len()).filter_map(opening).collect()
}

/// "Tue, " before a date.
fn is_weekday(before: &str) -> bool {
    before.len() <= MAX_START
        && before.trim_end().strip_suffix(',').is_some_and(|word| !word.contains(char::is_whitespace))
}

/// Whether the words behind a date are no part of the same sentence.
fn is_break(behind: &str) -> bool {
    behind.trim_start().starts_with(['-', '–', '—', ':', '|', '·', '•', '：', ')', ']'])
}

/// The headline right above line `idx`.
fn headline_above(page: &Page<'_>, idx: usize) -> Option<Range<usize>> {
    let last = idx.checked_sub(1)?;
    let start = (last.saturating_sub(1)..=last).rev().find(|&line| !page.lines[line].continues)?;
    (page.shape(&(start..idx)) == Shape::Headline).then_some(start..idx)
}

fn opened(page: &Page<'_>, dates: &[(usize, Span)]) -> Option<Proposal> {
    let (first, last) = (dates.first()?, dates.last()?);
    let tail = tail_behind(page, last.0);
    let ends = dates.iter().skip(1).map(|next| next.0).chain([tail.start]);
    let entries = dates.iter().zip(ends).map(|(&(start, _), end)| Entry {
        lines: start..end,
        content: start..end,
        marker: None,
        title: Title::Look,
    });
    let plan = Plan { lead: 0..first.0, entries: entries.collect(), tail };
    let evidence = Evidence::Dates(first.1.of(page.text).to_owned());
    Some(Proposal::new(page, evidence, Boundary::Date { below_headline: false }, WEIGHT, plan).if_complete())
}

fn below_headlines(page: &Page<'_>, dates: &[(usize, Span)]) -> Option<Proposal> {
    let mut heads: Vec<Range<usize>> = dates.iter().filter_map(|(idx, _)| headline_above(page, *idx)).collect();
    // Of two dated lines in one paragraph, the second would take the first for a part of its headline.
    heads.dedup_by_key(|head| head.start);
    let (first, last) = (heads.first()?.start, heads.last()?.start);
    let tail = tail_behind(page, last);
    let ends = heads.iter().skip(1).map(|next| next.start).chain([tail.start]);
    let entries = heads.iter().zip(ends).filter_map(|(head, end)| {
        let title = super::dissect::unmarked(page.text, page.span(head)?);
        let lines = head.start..end;
        Some(Entry { content: lines.clone(), lines, marker: None, title: Title::Given { title, lines: head.clone() } })
    });
    let plan = Plan { lead: 0..first, entries: entries.collect(), tail };
    let evidence = Evidence::Dates(dates.first()?.1.of(page.text).to_owned());
    Some(
        Proposal::new(page, evidence, Boundary::Date { below_headline: true }, BELOW_HEADLINE_WEIGHT, plan)
            .if_complete(),
    )
}
