//! Pure functions on text: lines, paragraphs, sentences, words, folding.
//!
//! Nothing here knows a file, an option or a column. Boundaries follow Unicode Standard Annex #29 in the version of
//! [`UNICODE_VERSION`].

mod fold;
mod heading;
mod line;
mod outline;
mod paragraph;
mod sentence;
mod word;

pub use fold::{lowercase_into, normalize_into};
pub use heading::{Heading, heading};
pub use line::lines;
pub use outline::{HeadingLines, headings};
pub use paragraph::paragraphs;
pub use sentence::sentences;
pub use word::{for_each_word, n_words, words};

/// The Unicode version of the word and sentence boundaries.
pub const UNICODE_VERSION: (u64, u64, u64) = word::UNICODE_VERSION;
