//! Lexical diversity: how many different words a text uses.
//!
//! Most measures are functions of the frequency spectrum ([`SPECTRUM_MEASURES`]); those that depend on the order of
//! the tokens take their numbers ([`SEQUENCE_MEASURES`]).

mod concentration;
mod expected_growth;
mod heaps;
mod hypergeometric;
mod moving_average;
mod mtld;
mod mtld_moving;
mod rare_types;
mod richness;
mod segments;
mod sequence;
mod sliding_window;
mod spectrum;
mod type_set;
mod vocd;
mod zeta;
mod zipf;

use super::definition::Measure;

pub use expected_growth::expected_growth;
pub use heaps::{HeapsFit, heaps};
pub use hypergeometric::{DRAWS, hypergeometric_diversity};
pub use moving_average::{moving_average_type_token_ratio, type_token_ratio};
pub use sequence::{OfSequence, Scratch, SequenceOptions, TtrThreshold};
pub use sliding_window::{SlidingWindow, WindowTypes};
pub use spectrum::{Class, OfSpectrum, Spectrum};
pub use type_set::TypeSet;
pub use zipf::{PowerLaw, ZipfFit, power_law, zipf};

/// The measures of a frequency spectrum, by kind.
pub const SPECTRUM_MEASURES: &[&[Measure<OfSpectrum>]] = &[
    richness::RICHNESS,
    concentration::CONCENTRATION,
    rare_types::RARE_TYPES,
    hypergeometric::HYPERGEOMETRIC,
    vocd::VOCD,
    zipf::ZIPF,
    expected_growth::EXPECTED_GROWTH,
];

/// The measures of a sequence of tokens, by kind.
pub const SEQUENCE_MEASURES: &[&[Measure<OfSequence>]] =
    &[segments::SEGMENTS, mtld::MTLD, mtld_moving::MTLD_MOVING, heaps::HEAPS];

#[cfg(test)]
mod tests;
