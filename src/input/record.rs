//! From the named values of a record to a document, for every format that has records.

use std::sync::Arc;

use super::options::{InputOptions, Texts};
use crate::document::{Document, Facts, FieldValue};
use crate::error::Problem;

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
    /// The role of values called `name`.
    pub(super) fn of(name: &str, options: &InputOptions) -> Self {
        match name {
            _ if name == options.text_field => Self::Text,
            _ if name == options.id_field => Self::Id,
            _ if name == options.title_field => Self::Title,
            _ if name == options.source_field => Self::Source,
            _ => Self::Field(name.into()),
        }
    }
}

/// A document in the making.
pub(super) struct RecordBuilder {
    document: Document,
    has_text: bool,
}

impl RecordBuilder {
    /// The `number`-th record, counted from one, of the source called `source_id` and shown as `shown`.
    pub(super) fn new(source_id: &str, shown: &str, number: u64) -> Self {
        let facts = Facts { record_number: number, ..Facts::default() };
        let (id, source) = (format!("{source_id}#{number}"), shown.to_owned());
        let document = Document { id, source, facts, ..Document::default() };
        Self { document, has_text: false }
    }

    /// Puts a value where its role says.
    ///
    /// # Errors
    ///
    /// [`Problem::Json`] if the text is something else than a text.
    pub(super) fn set(&mut self, role: &Role, value: FieldValue) -> Result<(), Problem> {
        match role {
            Role::Field(name) => self.document.fields.set(Arc::clone(name), value),
            Role::Text => {
                self.document.text = text_of(value)?;
                self.has_text = true;
            }
            Role::Title => self.document.title = Some(plain(value)).filter(|title| !title.is_empty()),
            Role::Id => set_unless_empty(&mut self.document.id, plain(value)),
            Role::Source => set_unless_empty(&mut self.document.source, plain(value)),
        }
        Ok(())
    }

    /// The finished document.
    ///
    /// # Errors
    ///
    /// [`Problem::NoTextField`] if there was no text and one is required.
    pub(super) fn finish(mut self, options: &InputOptions) -> Result<Document, Problem> {
        if !self.has_text && options.texts == Texts::Required {
            let found = self.document.fields.iter().map(|(name, _)| name.to_string()).collect();
            return Err(Problem::NoTextField { wanted: options.text_field.clone(), found });
        }
        self.document.facts.n_bytes = self.document.text.len() as u64;
        Ok(self.document)
    }
}

fn text_of(value: FieldValue) -> Result<String, Problem> {
    match value {
        FieldValue::Text(text) => Ok(text),
        FieldValue::Json(json) if json == "null" => Ok(String::new()),
        FieldValue::Json(_) => Err(Problem::Json("its text is no string".to_owned())),
    }
}

fn plain(value: FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text,
        json => json.as_text().to_owned(),
    }
}

fn set_unless_empty(place: &mut String, value: String) {
    if !value.is_empty() {
        *place = value;
    }
}
