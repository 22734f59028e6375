//! What the pieces of a shown difference mean.
//!
//! The library marks and the caller paints: which color a mark has, and how control characters in the text are made
//! harmless on a screen, is the caller's to decide.

use std::io;

/// What a piece of text is in a shown difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// One of the two lines that name the documents.
    Name,
    /// The line that says where a hunk lies.
    Hunk,
    /// Text of both documents.
    Unchanged,
    /// Text of the old document only.
    Removed,
    /// Text of the new document only.
    Added,
    /// The very words that a removed line lost.
    RemovedWord,
    /// The very words that an added line gained.
    AddedWord,
    /// Text of the old document that stands elsewhere in the new one.
    MovedAway,
    /// Text of the new document that stood elsewhere in the old one.
    MovedHere,
    /// Behind the line that says where a hunk lies: which lines moved, and where to.
    Moves,
    /// A remark of the format, as the one on a missing last line end.
    Remark,
}

/// Takes the pieces of a shown difference in order.
///
/// Every character of the output comes this way, line ends included: joined, the pieces are the plain output.
pub type Paint<'p> = dyn FnMut(Mark, &str) -> io::Result<()> + 'p;
