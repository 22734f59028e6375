//! The mark of the pages that are written to be looked at, by which they are known when they are read.

/// It stands in the head of each page.
pub(crate) const PAGE_MARK: &str = "<meta name=\"generator\" content=\"textmill\">";
