//! Dispersion: how evenly a word is spread over the parts of a corpus.
//!
//! All measures are functions of a [`Spread`]: a word's frequencies in those parts that have it, beside the
//! [`PartSizes`] of the corpus. There are n parts; v_i is the frequency in part i, f their sum, s_i the part's share of the tokens,
//! p_i the relative frequency in the part. Parts without tokens are no parts. Cost of each: linear in the number of
//! parts that have the word, not of all parts; where it is more, the measure says so.

mod parts;
mod proportions;
mod reduced_frequency;
mod relative;

use super::definition::Measure;

pub use parts::{OfSpread, PartFrequency, PartSizes, Spread};
pub use reduced_frequency::average_reduced_frequency;

/// The measures of dispersion, by kind.
pub const DISPERSION_MEASURES: &[&[Measure<OfSpread>]] = &[proportions::PROPORTIONS, relative::RELATIVE];

#[cfg(test)]
mod tests;
