//! What a page of entries was recognised by, and where its entries lie.

use std::fmt;
use std::ops::Range;

use crate::document::Span;

/// What the entries of a page were recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The kind of boundary that repeats.
    pub evidence: Evidence,
    /// How many entries it parts.
    pub n_entries: usize,
    /// The weight of the evidence times the entries that it explains. Of several layouts the highest one wins.
    pub score: usize,
}

/// The kind of boundary that a page repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A line such as "Read more", known or merely recurring.
    Marker {
        /// The line as it stands for the first time.
        line: String,
        /// Whether the line ends entries or begins them.
        side: Side,
    },
    /// A line of repeated signs between entries, as it stands for the first time.
    Separator(String),
    /// Headings of this level.
    Heading(u8),
    /// Ascending numbers, the first as it stands there.
    Numbers(String),
    /// Headlines that alternate with longer text.
    Headlines,
}

/// The side of an entry on which its marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below: the marker ends the entry.
    End,
    /// Above: the marker begins the entry.
    Start,
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.n_entries;
        match &self.evidence {
            Evidence::Marker { line, side: Side::End } => write!(f, "{n} entries, each ended by {line:?}"),
            Evidence::Marker { line, side: Side::Start } => write!(f, "{n} entries, each begun by {line:?}"),
            Evidence::Separator(line) => write!(f, "{n} entries, parted by {line:?}"),
            Evidence::Heading(level) => write!(f, "{n} entries below headings of level {level}"),
            Evidence::Numbers(first) => write!(f, "{n} entries, numbered from {first:?}"),
            Evidence::Headlines => write!(f, "{n} entries, headlines followed by longer text"),
        }
    }
}

/// Where one entry lies on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// All of its lines.
    pub(super) lines: Range<usize>,
    /// Those that hold its title and text.
    pub(super) content: Range<usize>,
    /// What marks its boundary.
    pub(super) marker: Option<Span>,
    /// The title, where the evidence itself names it.
    pub(super) title: Title,
}

/// How the title of an entry is found.
#[derive(Clone, Debug, Default)]
pub(super) enum Title {
    /// By its look, among the first lines of the content.
    #[default]
    Look,
    /// It is this one and fills these lines.
    Given { title: Span, lines: Range<usize> },
}

/// The lines of a page, dealt out.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Before the first entry: the page's own heading.
    pub(super) lead: Range<usize>,
    /// The entries, in order.
    pub(super) entries: Vec<Entry>,
    /// Behind the last entry.
    pub(super) tail: Range<usize>,
}

/// A layout that a detector proposes, and what it would make of the page.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) layout: Layout,
    pub(super) plan: Plan,
}

impl Candidate {
    /// Weighs a plan: `weight` for each entry that has something to say. `None` if fewer than two have, or if the
    /// entries are too irregular.
    pub(super) fn new(evidence: Evidence, weight: usize, plan: Plan) -> Option<Self> {
        let n_entries = plan.entries.iter().filter(|entry| !entry.content.is_empty()).count();
        if n_entries < 2 || !plan.is_regular() {
            return None;
        }
        let layout = Layout { evidence, n_entries: plan.entries.len(), score: weight * n_entries };
        Some(Self { layout, plan })
    }
}

impl Plan {
    /// Whether most of the page lies in parts that are not far longer than usual.
    ///
    /// A part (entry, lead or tail) is too long with more than `4 m + 4` filled lines, `m` being the lower median of
    /// the entries. If parts too long hold more than half of all lines, the boundaries do not explain the page: they
    /// are links at the foot of an article, or scene breaks.
    fn is_regular(&self) -> bool {
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

fn lower_median(values: &[usize]) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}
