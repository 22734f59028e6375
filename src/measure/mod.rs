//! Formulas: counts in, numbers out.
//!
//! Every function names its formula, unit and reference. A value that is not defined is `None`, never zero: 0 tokens
//! have no type-token ratio.

mod diversity;
mod ratio;
mod sliding_window;

pub use diversity::{moving_average_type_token_ratio, type_token_ratio};
pub use ratio::{per_million, ratio};
pub use sliding_window::{SlidingWindow, WindowTypes};
