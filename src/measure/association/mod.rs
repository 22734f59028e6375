//! Association of two words: whether they come together more often than chance would have it.
//!
//! All measures are functions of a [`Contingency`] table. What counts as coming together (adjacent, within a span, in
//! a sentence) and what N is are for the caller to decide and to state. E11 = R1 C1 / N is the frequency expected
//! by chance. Cost of each: O(1), but for Fisher's test, which says its own.

mod contingency;
mod dice;
mod effect;
mod fisher;
mod information;
mod significance;

use super::definition::Measure;

pub use contingency::{Contingency, OfContingency};
pub use dice::{dice, log_dice};

/// The measures of association, by kind.
pub const ASSOCIATION_MEASURES: &[&[Measure<OfContingency>]] =
    &[information::INFORMATION, significance::SIGNIFICANCE, fisher::FISHER, effect::EFFECT];

#[cfg(test)]
mod tests;
