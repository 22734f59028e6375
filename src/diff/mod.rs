//! Comparing two documents, or two corpora document by document.
//!
//! Two texts are compared by lines ([`compare_lines`]) or by words ([`compare_words`]); both are pure, and hand out
//! a patch, marked pieces for a screen, or rows. Two corpora are paired by document id or key, then by content
//! ([`compare_corpora`], [`diff_corpora`]), and give one row per document or field. Alignment is the `similar` crate's; each one has a deadline, so
//! that every input ends.

mod aligned_lines;
mod alignment;
mod amounts;
mod anchors;
mod change;
mod corpora;
mod corpora_options;
mod deadline;
mod document_row;
mod emphasis;
mod field_changes;
mod field_rows;
mod file_outcome;
mod ids;
mod ignore;
mod join;
mod key;
mod kin;
mod line_places;
mod lines;
mod lockstep;
mod mark;
mod matching;
mod moves;
mod only_document;
mod options;
mod pairing;
mod parts;
mod patch_name;
mod report;
mod rows_with_changes;
mod segments;
mod sentence_pairs;
mod sentences;
mod shelf;
mod shown_changes;
mod side_by_side;
mod source_text;
mod summary;
mod text_summary;
mod unified;
mod word_rows;
mod words;
mod wrapping;

pub use amounts::{Amounts, Counts, amounts};
pub use change::Change;
pub use corpora::{Comparison, Pairs, compare_corpora, diff_corpora};
pub use corpora_options::{CorporaOptions, Moves};
pub use deadline::{Completeness, Deadline};
pub use document_row::document_columns;
pub use emphasis::Emphasis;
pub use ignore::{Granularity, Ignorable, Ignore};
pub use key::Key;
pub use lines::{LineChanges, compare_lines, line_columns};
pub use mark::{Mark, Paint};
pub use only_document::{only_document, only_documents};
pub use options::{DEFAULT_CONTEXT_LINES, DEFAULT_MOVED_WORDS, DEFAULT_TIMEOUT, Options, TextOptions};
pub use patch_name::patch_name;
pub use sentences::{SentenceChanges, SentenceSummary, compare_sentences, sentence_columns};
pub use shown_changes::ShownChanges;
pub use side_by_side::{Columns, paint_side_by_side};
pub use source_text::source_text;
pub use summary::Summary;
pub use text_summary::TextSummary;
pub use unified::{Names, paint_unified, write_unified};
pub use word_rows::word_columns;
pub use words::{WordChanges, compare_words};
