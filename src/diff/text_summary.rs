//! How many parts of two documents changed.

use super::alignment::Alignment;
use super::moves::Moves;

/// How many lines, words or sentences changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextSummary {
    /// Parts of the old document only, moved ones included.
    pub n_removed: usize,
    /// Parts of the new document only, moved ones included.
    pub n_added: usize,
    /// Parts that were removed at one place and added at another.
    pub n_moved: usize,
    /// How many blocks of such parts there are.
    pub n_moved_blocks: usize,
}

impl TextSummary {
    pub(super) fn of<'a>(alignments: impl IntoIterator<Item = &'a Alignment>, moves: &Moves) -> Self {
        let mut summary = Self { n_moved: moves.n_parts(), n_moved_blocks: moves.n_blocks(), ..Self::default() };
        for change in alignments.into_iter().flat_map(Alignment::changes) {
            summary.n_removed += change.old_range().len();
            summary.n_added += change.new_range().len();
        }
        summary
    }
}
