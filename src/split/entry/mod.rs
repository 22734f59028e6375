//! Finding the records that a page repeats, and cutting it into them.
//!
//! A digest page repeats one build: headline, teaser, "Read more". Five detectors look for what recurs: marker lines,
//! separators, headings of one level, ascending numbers, headlines that alternate with text. Each proposes layouts with
//! the plan that would follow, weighed by the number of entries that it explains. The highest score wins; a page that
//! nothing explains is refused, because prose cut at random is worse than an error.

mod dissect;
mod headed;
mod headlines;
mod layout;
mod marker;
mod numbered;
mod page;
mod parts;
mod phrases;
mod separator;
mod shape;
mod typical;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::segment::{Cut, Segment, covering};
use crate::document::Span;
use crate::text::heading;
use layout::{Candidate, Plan};
use page::Page;
use shape::Shape;

pub use layout::{Evidence, Layout, Side};

/// Cuts a page into its entries, `None` if it shows none. Cost: linear in the text.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let page = Page::new(text);
    let Candidate { layout, plan } = detect(&page)?;
    Some(apply(&page, layout, &plan))
}

/// The strongest candidate; of equals the one whose detector comes first.
fn detect(page: &Page<'_>) -> Option<Candidate> {
    let detectors =
        [marker::candidates, separator::candidates, headed::candidates, numbered::candidates, headlines::candidates];
    let mut best: Option<Candidate> = None;
    for candidate in detectors.into_iter().flat_map(|candidates| candidates(page)) {
        if best.as_ref().is_none_or(|best| candidate.layout.score > best.layout.score) {
            best = Some(candidate);
        }
    }
    best
}

fn apply(page: &Page<'_>, layout: Layout, plan: &Plan) -> Cut {
    let starts: Vec<usize> = plan.entries.iter().map(|entry| page.lines[entry.lines.start].start).collect();
    let segments = covering(&starts, page.text.len())
        .zip(&plan.entries)
        .map(|(span, entry)| {
            let parts = dissect::dissect(page, entry);
            Segment { span, title: parts.title, text: parts.text, marker: entry.marker, ..Segment::default() }
        })
        .collect();
    let title = page_title(page, &plan.lead);
    let aside = match &title {
        Some((_, lines)) => vec![plan.lead.start..lines.start, lines.end..plan.lead.end],
        None => vec![plan.lead.clone()],
    };
    Cut {
        segments,
        page_title: title.map(|(title, _)| title),
        lead: aside.iter().filter_map(|lines| page.span(lines)).collect(),
        tail: page.span(&plan.tail),
        layout: Some(layout),
        ..Cut::default()
    }
}

/// The page's own heading among the lines before the first entry, and its lines: the highest marked heading, else
/// the first paragraph that looks like a headline.
fn page_title(page: &Page<'_>, lead: &Range<usize>) -> Option<(Span, Range<usize>)> {
    let marked = lead.clone().filter_map(|idx| heading(page.line(idx)).map(|found| (found.level, idx)));
    let lines = match marked.min() {
        Some((_, idx)) => idx..idx + 1,
        None => page.paragraphs(lead).into_iter().find(|p| matches!(p.shape, Shape::Headline | Shape::Date))?.lines,
    };
    Some((dissect::unmarked(page.text, page.span(&lines)?), lines))
}
