//! What is counted: the partial results of documents and of the corpus. Integers only, so that they merge exactly.

use std::ops::AddAssign;

use crate::measure::WindowTypes;

/// Counts that add up over the parts of a document and over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) documents: u64,
    pub(super) bytes: u64,
    pub(super) characters: u64,
    pub(super) lines: u64,
    pub(super) crlf_lines: u64,
    pub(super) paragraphs: u64,
    pub(super) sentences: u64,
    pub(super) tokens: u64,
    /// Characters of all tokens together.
    pub(super) token_characters: u64,
    pub(super) windows: WindowTypes,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.characters += other.characters;
        self.lines += other.lines;
        self.crlf_lines += other.crlf_lines;
        self.paragraphs += other.paragraphs;
        self.sentences += other.sentences;
        self.tokens += other.tokens;
        self.token_characters += other.token_characters;
        self.windows += other.windows;
    }
}

/// Counts of distinct words, which do not add up: they come from a vocabulary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Distinct {
    pub(super) types: u64,
    /// Types with one token.
    pub(super) hapax: u64,
}

/// All that the measures of one row are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) counts: Counts,
    pub(super) distinct: Distinct,
}
