//! What a page of entries was recognized by, and where its entries lie.

use std::fmt;
use std::ops::Range;

use super::boundary::Boundary;
use super::dissect;
use super::page::Page;
use crate::document::Span;

/// What the entries of a page were recognized by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The kind of boundary that repeats.
    pub evidence: Evidence,
    /// How many entries it parts.
    pub n_entries: usize,
    /// How many of them have what their kind should have: a title and a text.
    pub n_complete: usize,
    /// How much one entry of such evidence says, 1 to 300.
    pub weight: usize,
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
    /// Lines that open with a date, the first as it stands there.
    Dates(String),
    /// The items of a list, by the sign before each.
    Bullets(char),
    /// Headlines that alternate with longer text.
    Headlines,
    /// An element that a web page repeats, with the elements around it.
    Blocks(String),
    /// What a rule with patterns finds, by the name of the rule.
    Patterns(String),
}

/// The side of an entry on which its marker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Below: the marker ends the entry.
    #[default]
    End,
    /// Above: the marker begins the entry.
    Start,
}

impl Layout {
    /// How sure it is that these are the entries, above 0 and below 1: the weight of the evidence in hundredths, at most
    /// 1, times `(complete + 1) / (entries + 2)`, which is Laplace's rule of succession for the next entry being
    /// complete.
    pub fn confidence(&self) -> f64 {
        let complete = self.weight.min(100) * (self.n_complete + 1);
        complete as f64 / (100 * (self.n_entries + 2)) as f64
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Marker { line, side: Side::End } => write!(f, "each ended by {line:?}"),
            Self::Marker { line, side: Side::Start } => write!(f, "each begun by {line:?}"),
            Self::Separator(line) => write!(f, "parted by {line:?}"),
            Self::Heading(level) => write!(f, "below headings of level {level}"),
            Self::Numbers(first) => write!(f, "numbered from {first:?}"),
            Self::Dates(first) => write!(f, "dated, the first {first:?}"),
            Self::Bullets(sign) => write!(f, "items of a list, each with {:?}", sign.to_string()),
            Self::Headlines => write!(f, "headlines followed by longer text"),
            Self::Blocks(path) => write!(f, "each an element {path:?}"),
            Self::Patterns(rule) => write!(f, "by the rule {rule:?}"),
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if matches!(self.evidence, Evidence::Heading(_)) { "" } else { "," };
        let evidence = self.evidence.to_string();
        match self.n_entries {
            1 => write!(f, "1 entry{between} {}", evidence.trim_start_matches("each ")),
            n => write!(f, "{n} entries{between} {evidence}"),
        }
    }
}

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
