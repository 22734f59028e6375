//! A layout that a detector proposes, why it may be doubted, and the cut that it would make.

use std::ops::Range;

use super::boundary::Boundary;
use super::layout::{Evidence, Layout};
use super::page::Page;
use super::plan::Plan;
use super::shape::Shape;
use super::{dissect, facts};
use crate::document::Span;
use crate::split::segment::{Cut, Segment, covering};
use crate::text::heading;

/// A layout that a detector proposes, and what it would make of the page.
#[derive(Clone, Debug)]
pub(in crate::split) struct Proposal {
    pub(in crate::split) layout: Layout,
    /// How to find the same again on another page.
    pub(in crate::split) boundary: Boundary,
    pub(in crate::split) plan: Plan,
    /// Why it is not believed.
    pub(in crate::split) doubt: Option<Doubt>,
}

/// Why a layout that was seen is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// There is no repetition.
    #[error("fewer than two entries have anything to say")]
    Few,
    /// The boundaries do not explain the page: they are links at the foot of an article, or scene breaks.
    #[error("most of the page lies in parts far longer than the usual entry")]
    Irregular,
    /// Entries have no headline or no text.
    #[error("only {n_complete} of {n_entries} entries have a title and a text")]
    Incomplete {
        /// Those that have both.
        n_complete: usize,
        /// All.
        n_entries: usize,
    },
    /// Entries are built in different ways.
    #[error("only {n_alike} of {n_entries} entries are built alike")]
    Unlike {
        /// Those that are built as most are.
        n_alike: usize,
        /// All.
        n_entries: usize,
    },
    /// There is text that would belong to no entry.
    #[error("text stands outside of the entries")]
    Outside,
}

impl Proposal {
    /// Weighs a plan: `weight` for each entry that has something to say. It is doubted if fewer than two have, or if the
    /// entries are too irregular. Cost: linear in the lines of the entries.
    pub(in crate::split) fn new(
        page: &Page<'_>,
        evidence: Evidence,
        boundary: Boundary,
        weight: usize,
        plan: Plan,
    ) -> Self {
        let n_entries = plan.entries.iter().filter(|entry| !entry.content.is_empty()).count();
        // A number or a date can stand for the title.
        let is_complete = match evidence {
            Evidence::Numbers(_) | Evidence::Dates(_) | Evidence::Patterns(_) => dissect::has_text,
            _ => dissect::is_titled_text,
        };
        let n_complete = plan.entries.iter().filter(|entry| is_complete(page, entry)).count();
        let doubt = match n_entries {
            0 | 1 => Some(Doubt::Few),
            _ if !plan.is_regular() => Some(Doubt::Irregular),
            _ => None,
        };
        let score = weight * n_entries;
        let layout = Layout { evidence, n_entries: plan.entries.len(), n_complete, weight, score };
        Self { layout, boundary, plan, doubt }
    }

    /// The same, doubted unless four of five entries are complete. A refrain, a scene break or the name of a speaker
    /// does not bring that about.
    pub(in crate::split) fn if_complete(self) -> Self {
        let Layout { n_complete, n_entries, .. } = self.layout;
        let is_so = 5 * n_complete >= 4 * n_entries;
        self.doubted_if(!is_so, || Doubt::Incomplete { n_complete, n_entries })
    }

    /// The same with one more reason for doubt, if it holds; the first one stays.
    pub(in crate::split) fn doubted_if(mut self, holds: bool, doubt: impl FnOnce() -> Doubt) -> Self {
        if holds && self.doubt.is_none() {
            self.doubt = Some(doubt());
        }
        self
    }

    /// The cut that it makes, with the date and the link of each entry.
    pub(in crate::split) fn cut(&self, page: &Page<'_>) -> Cut {
        let plan = &self.plan;
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
            layout: Some(self.layout.clone()),
            ..Cut::default()
        }
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
