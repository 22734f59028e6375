//! The fields that documents have, as far as the beginnings of their inputs say them.

use std::collections::HashSet;
use std::io::{Cursor, Read};
use std::sync::Arc;

use rayon::prelude::*;

use super::bytes::Buffers;
use super::compression::Compression;
use super::csv_table::Header;
use super::encoding::{self, Detected, Encoding, Reach};
use super::file_encoding;
use super::format::{FieldNames, Format, Reader, Records};
use super::front_matter;
use super::json_names;
use super::meta::MetaTable;
use super::names::Names;
use super::open_table::{self, OpenTables};
use super::options::{InputOptions, Texts};
use super::place::{DocumentPlace, FieldOrigin, FieldPlace, SeenField};
use super::record::Role;
use super::source::Source;
use super::source_format::format_of;
use super::text_field::TextField;
use super::unit::Syntax;
use super::unit_documents::MAX_GROUP_BYTES;
use super::unit_reader::{Item, UnitReader};
use super::units::is_small;
use crate::document::Document;
use crate::error::{Error, Problem};
use crate::pool::Pool;

/// How much of an input is read to find its header or front matter.
const HEAD_BYTES: u64 = 1 << 20;

/// The fields that documents have.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    pub(super) field_names: Names,
    /// Those of them that a reader names itself, whatever the document says, and no input or user.
    pub(super) found: Vec<Arc<str>>,
    /// The same, each with its place.
    pub(super) seen: Vec<SeenField>,
    pub(super) has_texts: bool,
    /// Whether there are records, and whether they name their texts, ids, sources and titles themselves.
    has_records: bool,
    names_texts: bool,
    pub(super) names_ids: bool,
    pub(super) names_sources: bool,
    pub(super) names_titles: bool,
    /// Tables that had to be opened for their names, which a run need not open again.
    pub(super) tables: Arc<OpenTables>,
}

impl Schema {
    /// The fields of documents in memory.
    pub(super) fn of_documents(documents: &[Document]) -> Self {
        let mut schema = Self { has_texts: true, ..Self::default() };
        for document in documents {
            let source = DocumentPlace { path: document.id.clone(), ..DocumentPlace::default() };
            for (idx, (name, _)) in (0..).zip(document.fields.iter()) {
                schema.add(name, || FieldPlace { origin: FieldOrigin::Record, source: source.clone(), idx });
            }
        }
        schema
    }

    /// The fields of `sources`, those of their paths and those of the table that is joined.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownField`] if no record has the field that the user named for texts.
    pub(super) fn of(
        sources: &[Source],
        fields: Vec<SourceFields>,
        options: &InputOptions,
        meta: Option<&MetaTable>,
        tables: Arc<OpenTables>,
    ) -> Result<Self, Error> {
        let (mut schema, mut given) = (Self { tables, ..Self::default() }, HashSet::new());
        for (source, SourceFields { names, has_text, text_name }) in sources.iter().zip(fields) {
            schema.has_texts |= has_text;
            schema.has_records |= !has_text && names.at(0).is_some();
            schema.add_record_names(names.iter(), text_name.as_deref().unwrap_or(options.text_name()), source, options);
            let format = source.found_format().or_else(|| source.told_format(options));
            if !format.is_some_and(|format| matches!(format.field_names(), FieldNames::Fixed(_))) {
                given.extend(names.iter().cloned());
            }
        }
        if let Some(field) = options.asked_text_field().filter(|_| schema.has_records && !schema.names_texts) {
            let known = schema.field_names.iter().map(ToString::to_string).collect();
            return Err(Error::UnknownField { option: "text-field", name: field.to_owned(), known });
        }
        schema.has_texts |= options.texts == Texts::Required || sources.is_empty();
        for source in sources {
            for (idx, (name, _)) in (0..).zip(source.path_fields.iter()) {
                given.insert(Arc::clone(name));
                schema.add(name, || FieldPlace { origin: FieldOrigin::Path, source: source.place(), idx });
            }
        }
        let joined = meta.iter().flat_map(|meta| meta.names()).filter(|name| ***name != *"title");
        for (idx, name) in (0..).zip(joined) {
            given.insert(Arc::clone(name));
            schema.add(name, || FieldPlace { origin: FieldOrigin::Table, source: DocumentPlace::default(), idx });
        }
        schema.found = schema.field_names.iter().filter(|name| !given.contains(*name)).cloned().collect();
        Ok(schema)
    }

    fn add(&mut self, name: &Arc<str>, first: impl FnOnce() -> FieldPlace) {
        if self.field_names.add(name) {
            self.seen.push(SeenField { name: Arc::clone(name), first: first() });
        }
    }

    /// Adds names of the records of a source, of which some are not for fields.
    fn add_record_names<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n Arc<str>>,
        text_name: &str,
        source: &Source,
        options: &InputOptions,
    ) {
        for (idx, name) in (0..).zip(names) {
            match Role::of(name, text_name, options) {
                Role::Field(name) => {
                    self.add(&name, || FieldPlace { origin: FieldOrigin::Record, source: source.place(), idx });
                }
                Role::Text => (self.has_texts, self.names_texts) = (true, true),
                Role::Id => self.names_ids = true,
                Role::Source => self.names_sources = true,
                Role::Title => self.names_titles = true,
            }
        }
    }
}

/// What the beginning of a source says of its fields.
pub(super) enum Look {
    Seen(SourceFields),
    /// Any record may have a new name.
    InRecords,
    /// Any document may have a new field.
    InDocuments,
}

/// What follows the look at the beginnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Further {
    /// A reading only of what the look leaves open, so a small input is read at once.
    Nothing,
    /// A reading of all inputs, so what is known from the name of an input alone is enough.
    Reading,
}

/// The fields of a source.
#[derive(Default)]
pub(super) struct SourceFields {
    /// Names of record values, of which some may not be for fields.
    names: Names,
    has_text: bool,
    /// The name of the field with the text, where the records say it.
    text_name: Option<Arc<str>>,
}

impl SourceFields {
    /// The fields of records with these names.
    fn of_records<'n>(names: impl IntoIterator<Item = &'n str>, text_name: &Arc<str>) -> Self {
        let mut fields = Self { text_name: Some(Arc::clone(text_name)), ..Self::default() };
        names.into_iter().for_each(|name| _ = fields.names.add(name));
        fields
    }

    /// Adds those of a document that has a text.
    pub(super) fn add_document(&mut self, document: &Document) {
        self.has_text = true;
        document.fields.iter().for_each(|(name, _)| _ = self.names.add(name));
    }

    /// Adds those of a block of records.
    pub(super) fn add_records(&mut self, bytes: &[u8], syntax: &Syntax, detected: Detected, options: &InputOptions) {
        self.text_name = self.text_name.take().or_else(|| syntax.text_name().cloned());
        if let Syntax::Json(_) = syntax {
            let text = encoding::decode(bytes, Encoding::UTF_8).text;
            json_names::add_names(options.json_lines(&text).unwrap_or_default().as_bytes(), &mut self.names);
        } else {
            self.add_json_lines(bytes, detected.as_utf8(), options);
        }
    }

    fn add_json_lines(&mut self, bytes: &[u8], detected: Detected, options: &InputOptions) {
        let bytes = &bytes[detected.bom_bytes..];
        if detected.encoding.is_utf8() && options.lifted_fields().is_empty() {
            return json_names::add_names(bytes, &mut self.names);
        }
        let text = encoding::decode(bytes, detected.encoding).text;
        let lifted = options.with_lifted_fields(&text);
        json_names::add_names(lifted.as_deref().unwrap_or(&text).as_bytes(), &mut self.names);
    }

    /// Adds those of a later part of the source.
    pub(super) fn absorb(&mut self, later: Self) {
        later.names.iter().for_each(|name| _ = self.names.add(name));
        self.has_text |= later.has_text;
        self.text_name = self.text_name.take().or(later.text_name);
    }
}

/// Looks at the beginnings of all `sources`. What cannot be read is left for the run to complain about.
pub(super) fn look_at(
    sources: &[Source],
    options: &InputOptions,
    tables: &OpenTables,
    further: Further,
    pool: &Pool,
) -> Vec<Look> {
    let look = |source: &Source| {
        try_look(source, options, tables, further).unwrap_or_else(|_| Look::Seen(SourceFields::default()))
    };
    pool.workers().install(|| sources.par_iter().map(look).collect())
}

fn try_look(source: &Source, options: &InputOptions, tables: &OpenTables, further: Further) -> Result<Look, Problem> {
    let told = source.told_format(options);
    // First bytes may prove another format, with other fields, which is rare enough.
    if let Some(look) = told.and_then(|format| known(format).or_else(|| left_open(format, further))) {
        return Ok(look);
    }
    let is_prose = told.is_some_and(|format| matches!(format.reader(), Reader::Prose(_)));
    let head = if is_prose && source.is_file() { marker_or_head(source)? } else { head(source)? };
    let mut findings = Vec::new();
    let format = format_of(source, &head, options, &mut findings)?;
    if let Reader::Table(open) = format.reader() {
        set_aside_unless_file(source).map_err(|error| Problem::Read(std::io::Error::other(error)))?;
        let table = open_table::open(open, source, options)?;
        let names = || table.names().iter().map(String::as_str);
        let fields = SourceFields::of_records(names(), &TextField::among(names(), options).name);
        tables.keep(source.idx, table, findings);
        source.rewind().map_err(Problem::Read)?;
        return Ok(Look::Seen(fields));
    }
    let reader = format.reader();
    if let (false, Some(look)) = (reader.reads_text(), known(format).or_else(|| left_open(format, further))) {
        return Ok(look);
    }
    if reader.parses_whole() {
        set_aside_unless_file(source).map_err(|error| Problem::Read(std::io::Error::other(error)))?;
        let look =
            known(format).map_or_else(|| read_for_names(source, format, options, options.max_document_bytes), Ok);
        source.rewind().map_err(Problem::Read)?;
        return look;
    }
    let is_whole = (head.len() as u64) < HEAD_BYTES;
    let detected = file_encoding::detect(&head, options.encoding, Reach::Head)?;
    let text = encoding::decode(&head[detected.bom_bytes..], detected.encoding).text;
    match reader {
        Reader::Prose(_) => {
            let front = front_matter::read(&text).unwrap_or_default();
            let mut fields = SourceFields { has_text: true, ..SourceFields::default() };
            let names = front.fields.iter().map(|(name, _)| name).filter(|name| ***name != *"title");
            names.for_each(|name| _ = fields.names.add(name));
            Ok(Look::Seen(fields))
        }
        Reader::Records(Records::JsonLines) if is_small(source) && is_whole => {
            let text_name = TextField::of_json_lines(text.as_bytes(), is_whole, options).name;
            let mut fields = SourceFields { text_name: Some(text_name), ..SourceFields::default() };
            fields.add_json_lines(&head, detected, options);
            Ok(Look::Seen(fields))
        }
        Reader::Records(Records::JsonLines | Records::Json) => Ok(Look::InRecords),
        Reader::Marked(_) if is_small(source) => match read_for_names(source, format, options, MAX_GROUP_BYTES) {
            Err(Problem::TooLong { .. }) => Ok(Look::InDocuments),
            look => look,
        },
        Reader::Marked(_) => Ok(Look::InDocuments),
        Reader::Records(Records::Delimited(delimiter)) => {
            let (header, _) = Header::read(text.as_bytes(), is_whole, delimiter, options)?;
            let names = header.names(options);
            Ok(Look::Seen(SourceFields::of_records(names.iter().map(|name| &**name), &header.text().name)))
        }
        _ => Ok(known(format).unwrap_or(Look::Seen(SourceFields::default()))),
    }
}

/// What the documents of a format show that always have the same fields.
fn known(format: Format) -> Option<Look> {
    let FieldNames::Fixed(names) = format.field_names() else { return None };
    let mut fields = SourceFields { has_text: format.is_read(), ..SourceFields::default() };
    names.iter().for_each(|name| _ = fields.names.add(name));
    Some(Look::Seen(fields))
}

/// What a reading will show that follows anyway.
fn left_open(format: Format, further: Further) -> Option<Look> {
    let reader = format.reader();
    match reader {
        _ if further == Further::Nothing => None,
        Reader::Records(Records::JsonLines | Records::Json) => Some(Look::InRecords),
        Reader::Marked(_) | Reader::Prose(_) => Some(Look::InDocuments),
        _ => reader.parses_whole().then_some(Look::InDocuments),
    }
}

/// The names of the fields of all documents in a file whose reader sees it whole.
fn read_for_names(source: &Source, format: Format, options: &InputOptions, limit_bytes: u64) -> Result<Look, Problem> {
    let mut buffers = Buffers::default();
    let bytes = buffers.read(source, limit_bytes)?;
    let mut fields = SourceFields { has_text: true, ..SourceFields::default() };
    UnitReader::ahead(&[], options).whole(source, bytes, format, &mut |item| {
        if let Item::Document(document) = item {
            fields.add_document(&document);
        }
    });
    Ok(Look::Seen(fields))
}

/// Most texts have no front matter, which their first three bytes tell; the others are worth a longer look.
fn marker_or_head(source: &Source) -> Result<Vec<u8>, Problem> {
    let mut start = Vec::with_capacity(4);
    source.open()?.take(3).read_to_end(&mut start).map_err(Problem::Read)?;
    let is_plain = start.iter().all(|&b| b.is_ascii_graphic() || b == b' ' || b == b'\n' || b == b'\r');
    let is_marker = matches!(&*start, b"---" | b"+++" | b"BZh");
    if is_plain && !is_marker { Ok(start) } else { head(source) }
}

/// The first bytes of a source, decompressed. A source that can be read once keeps them.
fn head(source: &Source) -> Result<Vec<u8>, Problem> {
    let mut reader = source.open()?;
    let mut raw = Vec::new();
    reader.by_ref().take(HEAD_BYTES).read_to_end(&mut raw).map_err(Problem::Read)?;
    let head = match Compression::of(&raw) {
        None => raw.clone(),
        Some(compression) => {
            let mut unpacked = Vec::new();
            // The end of the raw bytes is not the end of the data, so an error there says nothing.
            let _ = compression.reader(&raw[..])?.take(HEAD_BYTES).read_to_end(&mut unpacked);
            unpacked
        }
    };
    source.put_back(Box::new(Cursor::new(raw).chain(reader)));
    Ok(head)
}

/// Copies a source that can be read once to a temporary file, so that it can be read twice.
pub(super) fn set_aside_unless_file(source: &Source) -> Result<(), Error> {
    if source.is_file() {
        return Ok(());
    }
    let directory = std::env::temp_dir();
    let failed = |error| Error::Spool { directory: directory.clone(), source: error };
    let Ok(mut reader) = source.open() else { return Ok(()) };
    let mut file = tempfile::tempfile_in(&directory).map_err(failed)?;
    std::io::copy(&mut reader, &mut file).map_err(failed)?;
    source.set_aside(file).map_err(failed)
}

#[cfg(all(unix, feature = "parquet"))]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Collected;
    use crate::input::{Corpus, Job};

    #[test]
    fn a_table_that_was_opened_for_its_names_is_not_opened_again_for_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        std::fs::write(&path, include_bytes!("../../tests/samples/types.parquet")).unwrap();
        let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        let corpus = Corpus::open(std::slice::from_ref(&path), options, &Collected::default()).unwrap();
        let pool = Pool::new(std::num::NonZero::new(1)).unwrap();
        let job = Job { pool: &pool, diagnostics: &Collected::default() };
        let n_documents = || {
            let mut n_documents = 0;
            let count = |()| {
                n_documents += 1;
                Ok(())
            };
            corpus.run(&job, || (), |(), _| (), count).unwrap();
            n_documents
        };
        assert!(!corpus.field_names(&job).unwrap().is_empty());
        // A second opening would fail.
        std::fs::remove_file(&path).unwrap();
        assert_eq!(n_documents(), include_str!("../../tests/samples/types.jsonl").lines().count());
        assert_eq!(n_documents(), 0);
    }
}
