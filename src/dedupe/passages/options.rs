//! What is asked of a search for passages.

use std::num::NonZero;

/// From when on something is a passage that many documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageOptions {
    /// The least number of documents that have it.
    pub min_documents: NonZero<u32>,
    /// The least number of words of a run that is no whole paragraph.
    pub min_words: NonZero<usize>,
}

impl Default for PassageOptions {
    /// Three documents, and runs of twenty words.
    fn default() -> Self {
        Self {
            min_documents: const { NonZero::new(3).expect("three is not zero") },
            min_words: const { NonZero::new(20).expect("twenty is not zero") },
        }
    }
}

/// Whether passages are cut out of the texts of rows of documents, and where it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strip {
    /// Texts stay as they are.
    #[default]
    Nothing,
    /// The column `cut` says what was cut.
    Passages,
    /// Likewise, and two more tables have the passages and the cuts.
    PassagesWithTables,
}
