//! What the comparison of two corpora can be told, beside how two documents are compared.

use std::num::NonZero;

use super::key::Key;
use super::options::Options;
use crate::similarity::Threshold;

/// Words in a shingle: as in most work on near-duplicates.
pub(super) const SHINGLE_WORDS: NonZero<usize> = const { NonZero::new(5).expect("five is not zero") };

/// From how many words on a document can be contained in another one. Below, any common phrase would do.
pub(super) const MIN_CONTAINED_WORDS: u64 = 20;

/// How two corpora are compared.
#[derive(Clone, Debug, Default)]
pub struct CorporaOptions {
    /// How two documents are compared.
    pub documents: Options,
    /// By what they are paired first.
    pub key: Key,
    /// What becomes of documents without a partner.
    pub moves: Moves,
}

/// What becomes of documents that no key pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moves {
    /// A partner is looked for by content; near ones have at least this Jaccard coefficient.
    Found(Threshold),
    /// They are added or removed.
    Ignored,
}

impl Default for Moves {
    /// Half of the shingles in common, as `git` takes half of the lines for renames.
    fn default() -> Self {
        Self::Found(Threshold::HALF)
    }
}
