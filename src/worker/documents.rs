//! The rows of a batch as documents.

use std::sync::Arc;

use super::WorkerError;
use super::incoming::Incoming;
use crate::document::{Document, Fields};

/// The columns that are no fields of a document.
const OWN: [&str; 4] = ["id", "source", "title", "text"];

/// The documents of a batch: `id` and `text`, `title` and `source` where there are such columns, and all further columns as
/// fields. Where nothing tells the source, it is the id, by which an engine finds the row again.
pub(super) fn documents(batch: &Incoming<'_>) -> Result<Vec<Document>, WorkerError> {
    let (ids, texts) = (batch.texts("id")?, batch.texts("text")?);
    let (sources, titles) = (batch.texts_if_any("source")?, batch.texts_if_any("title")?);
    let names = field_names(batch);
    let columns = names.iter().map(|name| batch.field(name)).collect::<Result<Vec<_>, _>>()?;
    (0..batch.n_rows())
        .map(|row| {
            let id = ids.get(row)?;
            let source = sources.as_ref().and_then(|sources| sources.get_any(row)).unwrap_or(id);
            let title = titles.as_ref().and_then(|titles| titles.get_any(row));
            let mut fields = Fields::default();
            for (name, column) in names.iter().zip(&columns) {
                if let Some(value) = column.get(row) {
                    fields.set(Arc::clone(name), value);
                }
            }
            Ok(Document {
                id: id.to_owned(),
                source: source.to_owned(),
                title: title.map(str::to_owned),
                text: texts.get_any(row).unwrap_or_default().to_owned(),
                fields,
                ..Document::default()
            })
        })
        .collect()
}

/// The names of the fields, in the order of the columns.
pub(super) fn field_names(batch: &Incoming<'_>) -> Vec<Arc<str>> {
    batch.names().filter(|name| !OWN.contains(name)).map(Arc::from).collect()
}
