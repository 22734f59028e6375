//! Keyness: whether a word is more frequent in one corpus than in another.
//!
//! All measures are functions of a [`Comparison`]: a occurrences in a target corpus of c tokens, b in a reference
//! corpus of d tokens. N is c + d; E1 = c (a + b) / N and E2 = d (a + b) / N are what chance would give. Measures of
//! significance do not say in which corpus the word is more frequent; those of effect do. Cost of each: O(1), but for the
//! conservative log ratio, which says its own.

mod comparison;
mod conservative;
mod correction;
mod effect;
mod significance;

use super::definition::Measure;

pub use comparison::{Comparison, OfComparison};
pub use correction::Correction;
pub use effect::simple_maths;

/// The measures of keyness, by kind.
pub const KEYNESS_MEASURES: &[&[Measure<OfComparison>]] =
    &[significance::SIGNIFICANCE, effect::EFFECT, conservative::CONSERVATIVE];

#[cfg(test)]
mod tests;
