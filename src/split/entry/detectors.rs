//! All detectors: what each makes of a page by itself, and what it makes of one by a boundary that is known.

use super::boundary::Boundary;
use super::page::Page;
use super::proposal::Proposal;
use super::typical::Typical;
use super::{blocks, bullets, dated, headed, headlines, marker, numbered, separator};

/// The layouts that the detectors propose, one after the other.
pub(super) fn candidates(page: &Page<'_>) -> impl Iterator<Item = Proposal> {
    let detectors = [
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

impl Boundary {
    /// What this boundary makes of a page, `None` if the page does not have it. `typical` is how entries are built,
    /// where the page itself has too few of them to tell.
    pub(in crate::split) fn find(&self, page: &Page<'_>, typical: Option<&Typical>) -> Option<Proposal> {
        match self {
            Self::Marker { lines, side, followed_by } => marker::by_lines(page, lines, *side, followed_by, typical),
            Self::Separator { line } => separator::by_line(page, line, typical),
            Self::Heading { level } => headed::at_level(page, *level),
            Self::Number { first } => numbered::in_style_of(page, first),
            Self::Date { below_headline: false } => dated::opened_by_dates(page),
            Self::Date { below_headline: true } => dated::headlines_above_dates(page),
            Self::Bullet { sign } => bullets::with_sign(page, *sign),
            Self::Headline {} => headlines::all(page),
            Self::Block { path } => blocks::at_path(page, path),
            Self::Mail {} | Self::Pattern { .. } => None,
        }
    }
}
