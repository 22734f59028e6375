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
mod detectors;
mod dissect;
mod explained;
mod facts;
mod headed;
mod headlines;
mod layout;
mod marker;
mod numbered;
mod page;
mod phrases;
mod plan;
mod proposal;
mod separator;
mod shape;
mod typical;

#[cfg(test)]
mod tests;

use super::rule;
use super::segment::Cut;
use crate::document::Markup;

pub use boundary::Boundary;
pub use explained::explain;
pub use layout::{Evidence, Layout, Side};
pub(super) use page::Page;
pub(super) use plan::{Entry, Plan, Title};
pub use proposal::Doubt;
pub(super) use proposal::Proposal;
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
    let mut cut = best.cut(&page);
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
    rule::candidates(page).into_iter().chain(detectors::candidates(page))
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

/// Why there is no cut: what was looked for, and the most that was seen of it.
pub(super) fn refusal(proposals: &[Proposal]) -> String {
    let nearest = proposals.iter().filter(|proposal| proposal.layout.n_entries >= 2);
    let nearest = nearest.max_by_key(|proposal| (proposal.layout.score, std::cmp::Reverse(proposal.layout.n_entries)));
    match nearest.and_then(|proposal| Some((&proposal.layout, proposal.doubt.as_ref()?))) {
        Some((layout, doubt)) => format!("{LOOKED_FOR}; nearest to it are {layout}, but {doubt}"),
        None => LOOKED_FOR.to_owned(),
    }
}
