//! A document with all that it is looked for by, as bytes.
//!
//! Documents follow each other, so names are written as what they add to those of the document before, and the name of
//! a field only where it comes first. The hash of the text is made again from the text.

use std::io;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::super::fingerprint::{Fingerprint, LOOSE_BANDING};
use super::super::options::Options;
use crate::document::{Document, FieldValue};
use crate::error::PartialProblem;
use crate::input::DocumentPlace;
use crate::partial::{Reader, Writer, damaged, small};
use crate::similarity::Banding;

/// A document of a corpus.
#[derive(Debug, Default)]
pub(in crate::dedupe) struct Signed {
    /// Where it stands among all documents.
    pub(in crate::dedupe) place: DocumentPlace,
    pub(in crate::dedupe) document: Document,
    pub(in crate::dedupe) fingerprint: Fingerprint,
}

impl Signed {
    /// What documents are ordered by: places, then what they are, since documents from elsewhere may share their places.
    pub(super) fn order(&self) -> (&DocumentPlace, &str, &str, &str) {
        (&self.place, &self.document.id, &self.document.source, &self.document.text)
    }
}

/// What the documents so far have named.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) place: DocumentPlace,
    id: String,
    source: String,
    fields: Vec<Arc<str>>,
}

/// Writes a document behind others.
pub(super) fn write(signed: &Signed, named: &mut Named, to: &mut Writer<'_>) -> io::Result<()> {
    let Signed { place, document, fingerprint } = signed;
    to.numbers([u64::from(place.input_idx), place.record_number])?;
    to.text_after(&named.place.path, &place.path)?;
    to.text_after(&named.id, &document.id)?;
    to.text_after(&named.source, &document.source)?;
    named.place.clone_from(place);
    named.id.clone_from(&document.id);
    named.source.clone_from(&document.source);
    match &document.title {
        Some(title) => {
            to.number(1)?;
            to.text(title)?;
        }
        None => to.number(0)?,
    }
    write_fields(document, &mut named.fields, to)?;
    to.text(&document.text)?;
    to.bytes(&fingerprint.normalized.to_le_bytes())?;
    to.number(fingerprint.n_words.into())?;
    let Fingerprint { band_keys, small_keys, passage_keys, loose_keys, .. } = fingerprint;
    [band_keys, small_keys, passage_keys, loose_keys].into_iter().try_for_each(|keys| to.keys(keys))
}

/// Reads a document behind others that was signed by these options.
pub(super) fn read(named: &mut Named, options: &Options, from: &mut Reader<'_>) -> Result<Signed, PartialProblem> {
    let place = &mut named.place;
    (place.input_idx, place.record_number) = (small(from.number()?)?, from.number()?);
    from.text_after(&mut place.path)?;
    from.text_after(&mut named.id)?;
    from.text_after(&mut named.source)?;
    let mut document = Document { id: named.id.clone(), source: named.source.clone(), ..Document::default() };
    if from.place(2)? == 1 {
        document.title = Some(from.text()?);
    }
    read_fields(&mut document, &mut named.fields, from)?;
    document.text = from.text()?;
    let fingerprint = Fingerprint {
        exact: xxh3_128(document.text.as_bytes()),
        normalized: u128::from_le_bytes(from.bytes()?),
        n_words: small(from.number()?)?,
        band_keys: from.keys()?,
        small_keys: from.keys()?,
        passage_keys: from.keys()?,
        loose_keys: from.keys()?,
    };
    let has_bands = |keys: &[u32], banding: Banding| keys.is_empty() || keys.len() == banding.n_bands;
    if has_bands(&fingerprint.band_keys, Banding::for_threshold(options.threshold))
        && has_bands(&fingerprint.loose_keys, LOOSE_BANDING)
    {
        return Ok(Signed { place: place.clone(), document, fingerprint });
    }
    Err(damaged("a document has other bands than its threshold makes"))
}

fn write_fields(document: &Document, names: &mut Vec<Arc<str>>, to: &mut Writer<'_>) -> io::Result<()> {
    to.number(document.fields.iter().count() as u64)?;
    for (name, value) in document.fields.iter() {
        // Documents have few fields, and mostly the same ones.
        let place = names.iter().position(|known| known == name);
        to.number(place.unwrap_or(names.len()) as u64)?;
        if place.is_none() {
            to.text(name)?;
            names.push(Arc::clone(name));
        }
        let (kind, text) = match value {
            FieldValue::Text(text) => (0, text),
            FieldValue::Json(json) => (1, json),
        };
        to.number(kind)?;
        to.text(text)?;
    }
    Ok(())
}

fn read_fields(
    document: &mut Document,
    names: &mut Vec<Arc<str>>,
    from: &mut Reader<'_>,
) -> Result<(), PartialProblem> {
    for _ in 0..from.number()? {
        let place = from.place(names.len() + 1)?;
        if place == names.len() {
            names.push(from.text()?.into());
        }
        let value = match from.place(2)? {
            0 => FieldValue::Text(from.text()?),
            _ => FieldValue::Json(from.text()?),
        };
        document.fields.set(Arc::clone(&names[place]), value);
    }
    Ok(())
}
