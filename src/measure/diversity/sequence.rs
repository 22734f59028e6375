//! What the measures of a sequence of tokens take.

use std::num::NonZero;
use std::str::FromStr;

use super::sliding_window::SlidingWindow;
use super::type_set::TypeSet;
use crate::error::OptionProblem;
use crate::measure::undefined::Undefined;

/// A measure of a sequence of tokens, each given by the number of its type.
pub type OfSequence = fn(&[u32], &SequenceOptions, &mut Scratch) -> Result<f64, Undefined>;

/// The choices that measures of sequences leave open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SequenceOptions {
    /// Tokens in a window or segment.
    pub window: NonZero<usize>,
    /// The type-token ratio at which a factor of MTLD ends.
    pub threshold: TtrThreshold,
}

impl Default for SequenceOptions {
    fn default() -> Self {
        Self { window: NonZero::<usize>::MIN.saturating_add(49), threshold: TtrThreshold::default() }
    }
}

impl SequenceOptions {
    /// A description of a measure with these choices in the places of `{window}` and `{threshold}`.
    pub fn fill_in(&self, description: &str) -> String {
        let window = self.window.to_string();
        description.replace("{window}", &window).replace("{threshold}", &self.threshold.get().to_string())
    }
}

/// A type-token ratio above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TtrThreshold(f64);

impl Default for TtrThreshold {
    /// 0.72, where the curves of type-token ratios level off (McCarthy and Jarvis 2010).
    fn default() -> Self {
        Self(0.72)
    }
}

impl FromStr for TtrThreshold {
    type Err = OptionProblem;

    fn from_str(ratio: &str) -> Result<Self, OptionProblem> {
        ratio.parse().ok().and_then(Self::new).ok_or(OptionProblem::Ratio)
    }
}

impl TtrThreshold {
    /// The threshold, if it lies between 0 and 1.
    pub fn new(ratio: f64) -> Option<Self> {
        (ratio > 0.0 && ratio < 1.0).then_some(Self(ratio))
    }

    /// The ratio.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Tables that measures of sequences reuse from text to text. They grow to the largest number of a type.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(super) types: TypeSet,
    pub(super) sliding: SlidingWindow,
}
