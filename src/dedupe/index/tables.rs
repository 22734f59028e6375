//! The sorts of blobs that an index has, by the numbers that stand for them in the file.

/// The rules by which it was made.
pub(super) const PARAMETERS: u16 = 0;
/// What became of documents.
pub(super) const FATES: u16 = 1;
/// Which documents contain others.
pub(super) const CONTAINED: u16 = 2;
/// The documents themselves.
pub(super) const DOCUMENTS: u16 = 3;
/// How many entries each segment of postings has.
pub(super) const SEGMENTS: u16 = 4;
/// The postings of the first band; those of the others follow.
pub(super) const POSTINGS: u16 = 16;
