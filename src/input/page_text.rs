//! The text of HTML that is part of something else: the body of a mail, an entry of a feed, a chapter of a book.

use super::html_fragment;

/// All text of a page, block by block. Of markup that only an attacker writes, and in a build without the reader of pages, the
/// text that stands between its tags.
pub(crate) fn page_text(html: &str) -> String {
    blocks(html).unwrap_or_else(|| html_fragment::text(html))
}

#[cfg(feature = "html")]
fn blocks(html: &str) -> Option<String> {
    super::html::html_text(html)
}

#[cfg(not(feature = "html"))]
fn blocks(_: &str) -> Option<String> {
    None
}
