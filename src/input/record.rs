//! From the named values of a record to a document, for every format that has records.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::line_count::LineCount;
use super::options::{InputOptions, Texts};
use super::text_field;
use crate::document::{Document, Facts, FieldValue};
use crate::error::{Place, Problem};

/// What a named value of a record is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Id,
    Source,
    Title,
    Text,
    Field(Arc<str>),
}

impl Role {
    /// The role of values called `name` of records whose text is in the field `text_name`.
    pub(super) fn of(name: &str, text_name: &str, options: &InputOptions) -> Self {
        match name {
            _ if name == text_name => Self::Text,
            _ if name == options.id_field => Self::Id,
            _ if name == options.title_field => Self::Title,
            _ if name == options.source_field => Self::Source,
            _ => Self::Field(name.into()),
        }
    }
}

/// Where records come from, for ids and messages.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordSource<'s> {
    pub(super) id: &'s str,
    pub(super) shown: &'s str,
    /// The field that holds their texts.
    pub(super) text_name: &'s str,
    /// The number of the first record, counted from one.
    pub(super) first_number: u64,
    /// What the numbers count.
    pub(super) counted: Counted,
    /// The lines before the first record, where records are not lines.
    pub(super) lines: LineCount,
}

/// What the numbers of records count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Lines of the file.
    Lines,
    /// Records.
    Records,
}

/// A value that borrows from the bytes that were read, where it can.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'t> {
    /// Plain text.
    Text(Cow<'t, str>),
    /// Any other JSON value, as it is written.
    Json(&'t str),
}

/// The values of one record, each with the place of its role among `roles`.
pub(super) struct Record<'t, 'r> {
    pub(super) number: u64,
    /// Where messages say that it is.
    pub(super) place: Place,
    /// The part of the block that it takes: in lines where these are what numbers count, else in bytes.
    pub(super) reach: Range<u64>,
    /// What values can be for. Records of one block share them, and those of later records may be more.
    pub(super) roles: &'r [Role],
    /// Whoever makes something of the record takes them out.
    pub(super) values: &'r mut Vec<(usize, Value<'t>)>,
}

impl<'t> Value<'t> {
    /// The value as text: JSON `null` is empty, other JSON is its source.
    pub(super) fn into_plain(self) -> Cow<'t, str> {
        match self {
            Self::Text(text) => text,
            Self::Json("null") => Cow::Borrowed(""),
            Self::Json(json) => Cow::Borrowed(json),
        }
    }

    /// The value as the text of a document.
    ///
    /// # Errors
    ///
    /// [`Problem::Json`] if it is something else than a text.
    pub(super) fn into_text(self) -> Result<Cow<'t, str>, Problem> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Json("null") => Ok(Cow::Borrowed("")),
            Self::Json(_) => Err(Problem::Json("its text is no string".to_owned())),
        }
    }

    fn into_field(self) -> FieldValue {
        match self {
            Self::Text(text) => FieldValue::Text(text.into_owned()),
            Self::Json(json) => FieldValue::Json(json.to_owned()),
        }
    }
}

impl RecordSource<'_> {
    /// The place of a record, for messages.
    pub(super) fn place_of(self, number: u64) -> Place {
        match self.counted {
            Counted::Lines => Place::Line(number),
            Counted::Records => Place::Record(number),
        }
    }

    /// The id of a record that has none of its own.
    pub(super) fn id_of(self, number: u64) -> String {
        format!("{}#{number}", self.id)
    }
}

impl Record<'_, '_> {
    /// The document that the record says.
    ///
    /// # Errors
    ///
    /// [`Problem::Json`] if its text is something else, [`Problem::NoTextField`] if there is none and one is required.
    pub(super) fn into_document(self, source: RecordSource<'_>, options: &InputOptions) -> Result<Document, Problem> {
        let facts = Facts { record_number: self.number, ..Facts::default() };
        let mut document = Document { source: source.shown.to_owned(), facts, ..Document::default() };
        let mut has_text = false;
        for (role_idx, value) in self.values.drain(..) {
            match &self.roles[role_idx] {
                Role::Field(name) => document.fields.set(Arc::clone(name), value.into_field()),
                Role::Text => {
                    document.text = value.into_text()?.into_owned();
                    has_text = true;
                }
                Role::Title => {
                    document.title = Some(value.into_plain().into_owned()).filter(|title| !title.is_empty());
                }
                Role::Id => set_unless_empty(&mut document.id, value),
                Role::Source => set_unless_empty(&mut document.source, value),
            }
        }
        if !has_text && options.texts == Texts::Required {
            let found = document.fields.iter().map(|(name, _)| name.to_string()).collect();
            return Err(text_field::missing(source.text_name, found));
        }
        if document.id.is_empty() {
            document.id = source.id_of(self.number);
        }
        document.facts.n_bytes = document.text.len() as u64;
        Ok(document)
    }
}

fn set_unless_empty(place: &mut String, value: Value<'_>) {
    let value = value.into_plain();
    if !value.is_empty() {
        *place = value.into_owned();
    }
}
