//! Text quality, as those count it who clean corpora: shares of punctuation, short lines, repetition.
//!
//! Names and thresholds are those of the statistics of datatrove (Penedo et al. 2024) where it has them, in American
//! spelling, so that its published filters can be applied; others are from the filters of Gopher (Rae et al. 2021,
//! "Scaling language models"). A ratio to nothing has no value here, where datatrove gives 0. Cost of each: O(1).

mod blocks;
mod characters;
mod counts;
mod lines;
mod passages;
mod repetition;
mod words;

use super::definition::Measure;

pub use counts::{OfQuality, QualityCounts, REPEATED_LENGTHS, TOP_LENGTHS};

/// The measures of text quality, by what they count.
pub const QUALITY_MEASURES: &[&[Measure<OfQuality>]] =
    &[characters::CHARACTERS, words::WORDS, lines::LINES, blocks::BLOCKS, passages::PASSAGES, repetition::REPETITION];

#[cfg(test)]
mod tests;
