//! Comparing two documents, or two corpora document by document.
//!
//! Two texts are compared by lines ([`compare_lines`]) or by words ([`compare_words`]); both are pure, and hand out
//! a patch, marked pieces for a screen, or rows. Two corpora are paired by document id ([`compare_corpora`],
//! [`diff_corpora`]) and give one row per document. Alignment is the `similar` crate's; each one has a deadline, so
//! that every input ends.

mod alignment;
mod amounts;
mod corpora;
mod document_row;
mod emphasis;
mod lines;
mod mark;
mod options;
mod pairing;
mod parts;
mod patch_name;
mod shelf;
mod shown_changes;
mod unified;
mod words;

pub use alignment::{Completeness, Deadline};
pub use amounts::{Amounts, Counts, amounts};
pub use corpora::{Comparison, Pairs, compare_corpora, diff_corpora};
pub use document_row::{Summary, document_columns};
pub use emphasis::Emphasis;
pub use lines::{LineChanges, compare_lines, line_columns};
pub use mark::{Mark, Paint};
pub use options::{Changes, DEFAULT_CONTEXT_LINES, DEFAULT_TIMEOUT, Granularity, Options};
pub use unified::{Names, paint_unified, write_unified};
pub use words::{WordChanges, compare_words, word_columns};
