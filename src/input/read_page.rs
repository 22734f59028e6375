//! Reading HTML, in builds with and without the reader of pages: pages, and what is part of something else, such as the body
//! of a mail, an entry of a feed, a chapter of a book.

#[cfg(feature = "html")]
use super::html;
use super::html_fragment;
use super::options::InputOptions;
use super::web_page::WebPage;
use crate::error::Problem;

/// Reads a page as `options` say. Broken markup is repaired as browsers do.
///
/// # Errors
///
/// A problem with markup that only an attacker writes.
#[cfg(feature = "html")]
pub(super) fn read_page(html: &str, url: Option<&str>, options: &InputOptions) -> Result<WebPage, Problem> {
    html::read(html, url, options).map_err(|error| error.problem)
}

/// As the build without the reader of pages does it: all text between the tags.
///
/// # Errors
///
/// None.
#[cfg(not(feature = "html"))]
pub(super) fn read_page(html: &str, _: Option<&str>, _: &InputOptions) -> Result<WebPage, Problem> {
    Ok(WebPage { text: page_text(html), ..WebPage::default() })
}

/// All text of a page, block by block. Of markup that only an attacker writes, and in a build without the reader of pages, the
/// text that stands between its tags.
pub(super) fn page_text(html: &str) -> String {
    blocks(html).unwrap_or_else(|| html_fragment::text(html))
}

#[cfg(feature = "html")]
fn blocks(html: &str) -> Option<String> {
    html::html_text(html)
}

#[cfg(not(feature = "html"))]
fn blocks(_: &str) -> Option<String> {
    None
}
