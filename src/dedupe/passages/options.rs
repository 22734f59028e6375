//! What is asked of a search for passages.

use std::num::NonZero;

/// From when on something is a passage that many documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageOptions {
    /// The least number of documents that have it.
    pub min_documents: NonZero<u32>,
    /// The least number of words of a run that is no whole paragraph, and of a paragraph that need not be everyone's.
    pub min_words: NonZero<usize>,
}

impl PassageOptions {
    /// In how many of `n_documents` documents a paragraph of `n_words` words must be.
    pub(super) fn min_documents_of(&self, n_words: u32, n_documents: u32) -> u32 {
        let (least, least_words) = (self.min_documents.get(), self.min_words.get() as u64);
        if u64::from(n_words) >= least_words {
            return least;
        }
        let to_weigh_enough = (u64::from(least) * least_words).div_ceil(u64::from(n_words.max(1)));
        let half = u64::from(n_documents.div_ceil(2));
        u32::try_from(to_weigh_enough.min(half)).unwrap_or(u32::MAX).max(least)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_paragraph_is_a_passage_only_if_it_is_everyones() {
        let options = PassageOptions::default();
        for (n_words, n_documents, expected) in [(20, 1_000, 3), (19, 1_000, 4), (2, 1_000, 30), (1, 1_000, 60)] {
            assert_eq!(options.min_documents_of(n_words, n_documents), expected, "{n_words} words");
        }
        assert_eq!([5, 10, 11].map(|n_documents| options.min_documents_of(2, n_documents)), [3, 5, 6]);
    }
}
