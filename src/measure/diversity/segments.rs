//! Type-token ratios of stretches of one length, averaged.
//!
//! `{window}` stands for the number of tokens in a window or segment.

use super::moving_average::moving_average_type_token_ratio;
use super::sequence::{OfSequence, Scratch, SequenceOptions};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// The measures.
pub(super) const SEGMENTS: &[Measure<OfSequence>] = &[
    Measure {
        name: "msttr",
        definition: "mean segmental type-token ratio over full segments of {window} tokens; the rest is left out",
        formula: "mean of V / {window}",
        unit: "0 to 1",
        reference: "Johnson 1944",
        compute: segmental,
    },
    Measure {
        name: "mattr",
        definition: "moving-average type-token ratio over all windows of {window} consecutive tokens",
        formula: "mean of V / {window}",
        unit: "0 to 1",
        reference: "Covington & McFall 2010",
        compute: moving_average,
    },
];

/// Cost: O(tokens).
fn segmental(tokens: &[u32], options: &SequenceOptions, scratch: &mut Scratch) -> Result<f64, Undefined> {
    let window = options.window.get();
    at_least(tokens.len() as u64, window as u64, "tokens")?;
    let mut n_types = 0;
    for segment in tokens.chunks_exact(window) {
        scratch.types.clear();
        segment.iter().for_each(|&token| {
            scratch.types.insert(token);
        });
        n_types += scratch.types.len();
    }
    Ok(n_types as f64 / (tokens.len() - tokens.len() % window) as f64)
}

/// Cost: O(tokens), whatever the window.
fn moving_average(tokens: &[u32], options: &SequenceOptions, scratch: &mut Scratch) -> Result<f64, Undefined> {
    let n_types = tokens.iter().max().map_or(0, |&largest| largest as usize + 1);
    let windows = scratch.sliding.slide(tokens, options.window, n_types);
    let least = Undefined::TooFew { least: options.window.get() as u64, what: "tokens" };
    moving_average_type_token_ratio(windows, options.window).ok_or(least)
}
