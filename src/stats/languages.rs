//! The language of each document: the field that its record has, or else a guess from its text.

use crate::document::{Document, FieldValue};
use crate::text::language_of;

/// The field that holds a document's language.
pub(super) const LANGUAGE: &str = "language";

/// Where the language of a document is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Languages {
    /// Only from its record.
    #[default]
    AsRead,
    /// From its record; where that names none, from the beginning of its text, if the guess is reliable.
    Guessed,
}

impl Languages {
    /// Gives the document its field `language`. Of a document in parts, the first part decides.
    pub(super) fn name_in(self, document: &mut Document) {
        let is_open = self == Self::Guessed
            && document.extent.is_first()
            && document.fields.get(LANGUAGE).is_none_or(|value| value.as_text().is_empty());
        if let Some(language) = is_open.then(|| language_of(&document.text)).flatten() {
            document.fields.set(LANGUAGE.into(), FieldValue::Text(language.to_owned()));
        }
    }
}

#[cfg(test)]
#[cfg(feature = "language")]
mod tests {
    use super::*;
    use crate::document::Extent;

    const TEXT: &str = "The ferry leaves the harbour at nine, and the mill on the river is closed in winter.";

    #[track_caller]
    fn check(languages: Languages, field: Option<&str>, extent: Extent, expected: Option<&str>) {
        let mut document = Document { text: TEXT.to_owned(), extent, ..Document::default() };
        if let Some(value) = field {
            document.fields.set(LANGUAGE.into(), FieldValue::Text(value.to_owned()));
        }
        languages.name_in(&mut document);
        assert_eq!(document.fields.get(LANGUAGE).map(FieldValue::as_text), expected);
    }

    #[test]
    fn a_language_is_guessed_where_the_record_names_none() {
        check(Languages::AsRead, None, Extent::Whole, None);
        check(Languages::Guessed, None, Extent::Whole, Some("en"));
        check(Languages::Guessed, Some(""), Extent::Whole, Some("en"));
        check(Languages::Guessed, Some("de"), Extent::Whole, Some("de"));
        check(Languages::Guessed, None, Extent::Part { idx: 0, last: false }, Some("en"));
        check(Languages::Guessed, None, Extent::Part { idx: 1, last: true }, None);
    }
}
