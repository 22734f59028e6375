//! By what the documents of two corpora are paired.

use std::borrow::Cow;

use crate::document::Document;

/// By what documents are paired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// Their ids: of a file its path below the folder, of a record its own id or its number.
    #[default]
    Id,
    /// The values of these fields together; `id` and `title` are fields here. A missing one is empty.
    Fields(Vec<String>),
}

/// What parts values in a key, and what stands for it within a value.
const SEPARATOR: char = '\u{1f}';
const ESCAPE: char = '\u{1e}';

impl Key {
    /// The key of a document: equal for equal values, and different for different ones.
    pub(super) fn of(&self, document: &Document) -> String {
        match self {
            Self::Id => document.id.clone(),
            Self::Fields(names) => {
                let values: Vec<Cow<'_, str>> = names.iter().map(|name| escaped(value(document, name))).collect();
                values.join(&SEPARATOR.to_string())
            }
        }
    }

    /// The key as people read it.
    pub(super) fn shown<'k>(&self, key: &'k str) -> Cow<'k, str> {
        match self {
            Self::Fields(names) if names.len() > 1 => key.replace(SEPARATOR, ", ").into(),
            _ => key.into(),
        }
    }

    /// The first field that the document lacks, if it lacks any.
    pub(super) fn missing(&self, document: &Document) -> Option<&str> {
        let Self::Fields(names) = self else { return None };
        let is_missing = |name: &&String| !matches!(&***name, "id" | "title") && document.fields.get(name).is_none();
        names.iter().find(is_missing).map(String::as_str)
    }
}

fn value<'d>(document: &'d Document, name: &str) -> &'d str {
    match (document.fields.get(name), name) {
        (Some(value), _) => value.as_text(),
        (None, "id") => &document.id,
        (None, "title") => document.title.as_deref().unwrap_or_default(),
        (None, _) => "",
    }
}

fn escaped(value: &str) -> Cow<'_, str> {
    if !value.contains([SEPARATOR, ESCAPE]) {
        return value.into();
    }
    value.replace(ESCAPE, "\u{1e}0").replace(SEPARATOR, "\u{1e}1").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldValue;

    fn key(values: [&str; 2]) -> String {
        let fields = ["a", "b"].into_iter().zip(values);
        let fields = fields.map(|(name, value)| (name.into(), FieldValue::Text(value.to_owned()))).collect();
        Key::Fields(vec!["a".to_owned(), "b".to_owned()]).of(&Document { fields, ..Document::default() })
    }

    #[test]
    fn different_values_make_different_keys() {
        let values = [["x", "y"], ["xy", ""], ["", "xy"], ["x\u{1f}", "y"], ["x", "\u{1f}y"], ["x\u{1e}1", "y"]];
        for (idx, &one) in values.iter().enumerate() {
            values[idx + 1..].iter().for_each(|&other| assert_ne!(key(one), key(other), "{one:?} {other:?}"));
        }
    }

    #[test]
    fn a_field_that_is_missing_is_named() {
        let keys = Key::Fields(vec!["id".to_owned(), "title".to_owned(), "url".to_owned()]);
        assert_eq!(keys.missing(&Document::default()), Some("url"));
        assert_eq!(Key::Id.missing(&Document::default()), None);
    }

    #[test]
    fn values_are_shown_with_commas() {
        let keys = Key::Fields(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(keys.shown(&key(["Kiel", "2024"])), "Kiel, 2024");
        assert_eq!(Key::Id.shown("a"), "a");
    }
}
