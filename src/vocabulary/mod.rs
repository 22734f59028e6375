//! Counting words, n-grams and neighbors: numbers for distinct words, folding, frequencies that merge.
//!
//! Each worker thread counts into a table of its own, and the tables are merged at the end; nothing is shared or
//! locked. Ratios and ordering are not made here.

mod cooccurrences;
mod document_types;
mod fold;
mod frequency;
mod interner;
mod known_words;
mod ngrams;
mod postings;
mod short_word;
mod type_sequence;

pub use cooccurrences::{CollocationSpan, Cooccurrences};
pub use document_types::DocumentTypes;
pub use fold::{Fold, Folder};
pub use frequency::{Frequency, Vocabulary};
pub use interner::{Interner, TypeId};
pub use known_words::KnownWords;
pub use ngrams::{NgramId, Ngrams};
pub use postings::{Posting, Postings};
pub use short_word::ShortWord;
pub use type_sequence::TypeSequence;
