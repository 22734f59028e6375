//! A boundary that entries can be cut at again: what a detector found on one page, in a form that a rule can keep.

use std::collections::BTreeSet;

use super::layout::Side;
use super::phrases;

/// What parts the entries of a page, without the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// Lines that say one of these; case, arrows and brackets around do not matter.
    Marker {
        /// The lines; none at all stand for the phrases known in many languages.
        lines: Vec<String>,
        /// Whether they end entries or begin them.
        side: Side,
        /// The lines that go with the marker, below it.
        followed_by: Vec<String>,
    },
    /// Lines of one repeated sign.
    Separator {
        /// Such a line.
        line: String,
    },
    /// Headings of one level.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Ascending numbers.
    Number {
        /// The number 1 as the page would write it: `1.`, `(1)`, `#1:`.
        first: String,
    },
    /// Lines that open with a date.
    Date {
        /// Whether a headline stands above each date.
        below_headline: bool,
    },
    /// The items of a list.
    Bullet {
        /// The sign before each.
        sign: char,
    },
    /// Headlines that alternate with longer text.
    Headline {},
    /// An element that a web page repeats.
    Block {
        /// Its name with those of the elements around it, outermost first.
        path: String,
    },
    /// The lines that open the messages of a mailbox; rules alone have it.
    Mail {},
    /// Regular expressions over the lines of a text; rules alone have them.
    Pattern {
        /// Where an entry begins.
        begins: String,
        /// Where an entry ends.
        ends: String,
    },
}

impl Boundary {
    /// The kind in one word, as rules name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Marker { .. } => "marker",
            Self::Separator { .. } => "separator",
            Self::Heading { .. } => "heading",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
            Self::Bullet { .. } => "bullet",
            Self::Headline {} => "headline",
            Self::Block { .. } => "block",
            Self::Mail {} => "mail",
            Self::Pattern { .. } => "pattern",
        }
    }

    /// The boundary without what may differ between pages of one kind: which of the known phrases they use, how long
    /// their separators are.
    pub(in crate::split) fn kind_of_page(&self) -> Self {
        match self {
            Self::Marker { lines, side, .. } => {
                let is_known = lines.iter().any(|line| phrases::is_known(line));
                let lines = if is_known { Vec::new() } else { lines.clone() };
                Self::Marker { lines, side: *side, followed_by: Vec::new() }
            }
            Self::Separator { line } => Self::Separator { line: line.chars().take(1).collect() },
            other => other.clone(),
        }
    }

    /// The boundary of pages of one kind together: a marker has the lines of both.
    pub(in crate::split) fn joined(self, other: Self) -> Self {
        match (self, other) {
            (Self::Marker { lines, side, followed_by }, Self::Marker { lines: more, followed_by: further, .. }) => {
                let joined = |one: Vec<String>, other: Vec<String>| -> Vec<String> {
                    let all: BTreeSet<String> = one.into_iter().chain(other).collect();
                    all.into_iter().collect()
                };
                Self::Marker { lines: joined(lines, more), side, followed_by: joined(followed_by, further) }
            }
            (this, _) => this,
        }
    }
}
