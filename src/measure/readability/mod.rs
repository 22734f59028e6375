//! Readability: how hard a text is to read, from counts of its words, sentences, syllables and letters.
//!
//! W is the number of words, S of sentences, Sy of syllables, L of letters and digits in words. A formula was fitted
//! to texts of one language, and holds for it alone; [`Formula::holds_for`] says which. Cost of each: O(1).

mod any_language;
mod counts;
mod english;
mod formula;
mod one_language;

pub use counts::{Needs, TextCounts};
pub use formula::{Formula, OfCounts};

/// The measures of readability, by language.
pub const READABILITY_FORMULAS: &[&[Formula]] = &[english::ENGLISH, any_language::SEVERAL, one_language::OTHERS];

#[cfg(test)]
mod tests;
