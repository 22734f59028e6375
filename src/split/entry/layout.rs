//! What a page of entries was recognized by.

use std::fmt;

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
