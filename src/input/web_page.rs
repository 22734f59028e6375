//! Pages of the web as documents: files of their own, and those inside archives and saved pages.

use super::reader::{Fault, Parsed};
use crate::document::{FieldValue, Markup};

/// What a reader sees of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WebPage {
    /// Its title.
    pub(super) title: Option<String>,
    /// The language that it names.
    pub(super) language: Option<String>,
    /// The day, month or year of publication, as ISO 8601 writes them.
    pub(super) date: Option<String>,
    /// Its author.
    pub(super) author: Option<String>,
    /// Its main text, lines ended by LF alone.
    pub(super) text: String,
    /// Elements and links of the text.
    pub(super) markup: Markup,
}

/// The names of the fields that a page may have; a build without the reader of pages finds none.
pub(super) const FIELD_NAMES: &[&str] = if cfg!(feature = "html") { &["language", "date", "author"] } else { &[] };

/// Reads a page that has been decoded, which may have been found at an address.
pub(super) type ReadPage<'p> = &'p dyn Fn(&str, Option<&str>) -> Result<WebPage, Fault>;

impl WebPage {
    /// The document that the page is, without its markup.
    pub(super) fn into_parsed(self) -> Parsed {
        let mut parsed = Parsed { title: self.title, text: self.text, ..Parsed::default() };
        for (name, value) in FIELD_NAMES.iter().zip([self.language, self.date, self.author]) {
            if let Some(value) = value {
                parsed.fields.set((*name).into(), FieldValue::Text(value));
            }
        }
        parsed
    }
}
