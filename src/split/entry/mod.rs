//! Finding the records that a page repeats, and cutting it into them.
//!
//! A digest page repeats one build: headline, teaser, "Read more". Detectors look for what recurs: marker lines,
//! separators, headings of one level, ascending numbers, dates, items of a list, elements of a web page, headlines that
//! alternate with text, and the rules of well-known exports. Each proposes layouts with the plan that would follow,
//! weighed by the number of entries that it explains. The highest score wins; a page that nothing explains is refused,
//! because prose cut at random is worse than an error.

mod blocks;
mod boundary;
mod bullets;
mod dated;
mod dissect;
mod explained;
mod facts;
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

use super::rule;
use super::segment::{Cut, Segment, covering};
use crate::document::{Markup, Span};
use crate::text::heading;

pub use boundary::Boundary;
pub use explained::explain;
pub use layout::{Doubt, Evidence, Layout, Side};
pub(super) use layout::{Entry, Plan, Proposal, Title};
pub(super) use page::Page;
pub(super) use shape::Shape;
pub(super) use typical::Typical;

/// What was looked for in a page that shows no entries.
const LOOKED_FOR: &str =
    "no marker line, separator, heading, number, date, list or headline repeats as in a page of entries";

/// Cuts a page into its entries. Cost: linear in the text.
///
/// # Errors
///
/// What was looked for, and what came nearest, if it shows none.
pub(super) fn cut(text: &str, markup: &Markup) -> Result<Cut, String> {
    let page = Page::new(text, markup);
    let (mut best, mut nearest): (Option<Proposal>, Option<Proposal>) = (None, None);
    // One proposal after the other: their plans are as large as the page.
    for proposal in each_proposal(&page) {
        let strongest = if proposal.doubt.is_none() { &mut best } else { &mut nearest };
        if strongest.as_ref().is_none_or(|known| proposal.layout.score > known.layout.score) {
            *strongest = Some(proposal);
        }
    }
    let Some(best) = best else { return Err(refusal(nearest.as_slice())) };
    let mut cut = apply(&page, &best);
    if let Some(rule) = rule::of_proposal(&best) {
        rule.fill(&page, &best.plan, &mut cut);
    }
    Ok(cut)
}

/// Everything that may part the entries of a page, doubtful or not, in the order of the detectors.
pub(super) fn proposals(page: &Page<'_>) -> Vec<Proposal> {
    each_proposal(page).collect()
}

fn each_proposal(page: &Page<'_>) -> impl Iterator<Item = Proposal> {
    let detectors = [
        rule::candidates,
        blocks::candidates,
        marker::candidates,
        separator::candidates,
        headed::candidates,
        numbered::candidates,
        dated::candidates,
        bullets::candidates,
        headlines::candidates,
    ];
    detectors.into_iter().flat_map(move |candidates| candidates(page))
}

/// The strongest of the proposals that are not doubted; of equals the one whose detector comes first.
pub(super) fn best(proposals: &[Proposal]) -> Option<&Proposal> {
    let mut best: Option<&Proposal> = None;
    for proposal in proposals.iter().filter(|proposal| proposal.doubt.is_none()) {
        if best.is_none_or(|best| proposal.layout.score > best.layout.score) {
            best = Some(proposal);
        }
    }
    best
}

/// The cut that a proposal makes, with the date and the link of each entry.
pub(super) fn apply(page: &Page<'_>, proposal: &Proposal) -> Cut {
    let plan = &proposal.plan;
    let starts: Vec<usize> = plan.entries.iter().map(|entry| page.lines[entry.lines.start].start).collect();
    let segments = covering(&starts, page.text.len())
        .zip(&plan.entries)
        .map(|(span, entry)| {
            let parts = dissect::dissect(page, entry);
            let mut segment =
                Segment { span, title: parts.title, text: parts.text, marker: entry.marker, ..Segment::default() };
            let seen = Segment { span: page.span(&entry.lines).unwrap_or(span), ..segment.clone() };
            segment.further = vec![facts::date(page, &seen, &entry.content), facts::link(page, &seen)];
            segment
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
        layout: Some(proposal.layout.clone()),
        ..Cut::default()
    }
}

/// Why there is no cut: what was looked for, and the most that was seen of it.
pub(super) fn refusal(proposals: &[Proposal]) -> String {
    let nearest = proposals.iter().filter(|proposal| proposal.layout.n_entries >= 2);
    let nearest = nearest.max_by_key(|proposal| (proposal.layout.score, std::cmp::Reverse(proposal.layout.n_entries)));
    match nearest.and_then(|proposal| Some((&proposal.layout, proposal.doubt.as_ref()?))) {
        Some((layout, doubt)) => format!("{LOOKED_FOR}; nearest to it are {layout}, but {doubt}"),
        None => LOOKED_FOR.to_owned(),
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
