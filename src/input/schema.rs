//! What fields the documents will have, found out before the first of them is read.

use std::io::{Cursor, Read};
use std::sync::Arc;

use rayon::prelude::*;

use super::bytes::Buffers;
use super::compression::Compression;
use super::csv_table::Header;
use super::encoding::{self, Detected, Encoding, Reach};
use super::format::{FieldNames, Format};
use super::front_matter;
use super::json_names;
use super::meta::MetaTable;
use super::names::Names;
use super::options::{InputOptions, Texts};
use super::ordered::ordered;
use super::place::{DocumentPlace, FieldOrigin, FieldPlace, SeenField};
use super::reader::{Reader, Records};
use super::record::Role;
use super::source::Source;
use super::source_format::format_of;
use super::table::{self, OpenTables};
use super::text_edits;
use super::text_field::TextField;
use super::unit_documents::{Item, MAX_GROUP_BYTES, UnitReader};
use super::units::{Body, InputUnit, Syntax, Units, is_small};
use super::wanted_fields::WantedFields;
use crate::document::Document;
use crate::error::{Error, Problem};
use crate::pool::Pool;

/// How much of an input is read to find its header or front matter.
const HEAD_BYTES: u64 = 1 << 20;

/// The fields that documents have.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    pub(super) field_names: Names,
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

/// Looks ahead into all `sources`. What cannot be read is left for the run to complain about.
///
/// # Errors
///
/// [`Error::Spool`] if an input that can be read once cannot be set aside, [`Error::UnknownField`] if no record has the
/// field that the user named for texts.
pub(super) fn look_ahead(
    sources: &[Source],
    options: &InputOptions,
    meta: Option<&MetaTable>,
    pool: &Pool,
) -> Result<Schema, Error> {
    let mut schema = Schema::default();
    let look = |source: &Source| look(source, options, &schema.tables);
    let looks: Vec<Look> = pool.workers().install(|| sources.par_iter().map(look).collect());
    for (source, look) in sources.iter().zip(looks) {
        let (names, has_text, text_name) = match look {
            Look::Seen { names, has_text, text_name } => (names, has_text, text_name),
            Look::TooLong { has_text } => {
                set_aside_unless_file(source)?;
                let (names, text_name) = all_names(source, options, pool)?;
                (names, has_text, text_name)
            }
        };
        schema.has_texts |= has_text;
        schema.has_records |= !has_text && names.at(0).is_some();
        schema.add_record_names(names.iter(), text_name.as_deref().unwrap_or(options.text_name()), source, options);
    }
    if let Some(field) = options.asked_text_field().filter(|_| schema.has_records && !schema.names_texts) {
        let known = schema.field_names.iter().map(ToString::to_string).collect();
        return Err(Error::UnknownField { option: "text-field", name: field.to_owned(), known });
    }
    schema.has_texts |= options.texts == Texts::Required || sources.is_empty();
    for source in sources {
        for (idx, (name, _)) in (0..).zip(source.path_fields.iter()) {
            schema.add(name, || FieldPlace { origin: FieldOrigin::Path, source: source.place(), idx });
        }
    }
    let joined = meta.iter().flat_map(|meta| meta.names()).filter(|name| ***name != *"title");
    for (idx, name) in (0..).zip(joined) {
        schema.add(name, || FieldPlace { origin: FieldOrigin::Table, source: DocumentPlace::default(), idx });
    }
    Ok(schema)
}

/// What one source shows at first sight.
enum Look {
    Seen {
        /// Names of record values, of which some may not be for fields.
        names: Names,
        has_text: bool,
        /// The name of the field with the text, where the records tell.
        text_name: Option<Arc<str>>,
    },
    /// Records or documents any of which may have a new name, and too many to read at once.
    TooLong { has_text: bool },
}

fn look(source: &Source, options: &InputOptions, tables: &OpenTables) -> Look {
    let unseen = || Look::Seen { names: Names::default(), has_text: false, text_name: None };
    try_look(source, options, tables).unwrap_or_else(|_| unseen())
}

fn try_look(source: &Source, options: &InputOptions, tables: &OpenTables) -> Result<Look, Problem> {
    let told = source.told_format(options);
    // First bytes may prove another format, with other fields, which is rare enough.
    if let Some(look) = told.and_then(known) {
        return Ok(look);
    }
    let is_prose = told.is_some_and(|format| matches!(format.reader(), Reader::Prose(_)));
    let head = if is_prose && source.is_file() { marker_or_head(source)? } else { head(source)? };
    let mut findings = Vec::new();
    let format = format_of(source, &head, options, &mut findings)?;
    if let Reader::Table(open) = format.reader() {
        set_aside_unless_file(source).map_err(|error| Problem::Read(std::io::Error::other(error)))?;
        let mut names = Names::default();
        let table = table::open(open, source, options)?;
        table.names().iter().for_each(|name| _ = names.add(name));
        let text_name = Some(TextField::among(table.names().iter().map(String::as_str), options).name);
        tables.keep(source.idx, table, findings);
        source.rewind().map_err(Problem::Read)?;
        return Ok(Look::Seen { names, has_text: false, text_name });
    }
    if let (false, Some(look)) = (format.reader().reads_text(), known(format)) {
        return Ok(look);
    }
    if format.reader().parses_whole() {
        set_aside_unless_file(source).map_err(|error| Problem::Read(std::io::Error::other(error)))?;
        let look =
            known(format).map_or_else(|| read_for_names(source, format, options, options.max_document_bytes), Ok);
        source.rewind().map_err(Problem::Read)?;
        return look;
    }
    let is_whole = (head.len() as u64) < HEAD_BYTES;
    let detected = encoding::detect(&head, options.encoding, Reach::Head)?;
    let text = encoding::decode(&head[detected.bom_bytes..], detected.encoding).text;
    match format.reader() {
        Reader::Prose(_) => {
            let front = front_matter::read(&text).unwrap_or_default();
            let mut names = Names::default();
            front
                .fields
                .iter()
                .map(|(name, _)| name)
                .filter(|name| ***name != *"title")
                .for_each(|name| _ = names.add(name));
            Ok(Look::Seen { names, has_text: true, text_name: None })
        }
        Reader::Records(Records::JsonLines) if is_small(source) => {
            small_json_lines(source, (&text, is_whole), detected, options)
        }
        Reader::Records(Records::JsonLines | Records::Json) => Ok(Look::TooLong { has_text: false }),
        Reader::Marked(_) if is_small(source) => match read_for_names(source, format, options, MAX_GROUP_BYTES) {
            Err(Problem::TooLong { .. }) => Ok(Look::TooLong { has_text: true }),
            look => look,
        },
        Reader::Marked(_) => Ok(Look::TooLong { has_text: true }),
        Reader::Records(Records::Delimited(delimiter)) => {
            let (header, _) = Header::read(text.as_bytes(), is_whole, delimiter, options)?;
            let mut names = Names::default();
            header.names(options).iter().for_each(|name| _ = names.add(name));
            Ok(Look::Seen { names, has_text: false, text_name: Some(Arc::clone(&header.text().name)) })
        }
        _ => Ok(known(format).unwrap_or(Look::Seen { names: Names::default(), has_text: false, text_name: None })),
    }
}

/// What a small file of JSON Lines shows that begins with `head`, or is that.
fn small_json_lines(
    source: &Source,
    (head, is_whole): (&str, bool),
    detected: Detected,
    options: &InputOptions,
) -> Result<Look, Problem> {
    let mut names = Names::default();
    match Buffers::default().read(source, MAX_GROUP_BYTES) {
        Ok(bytes) => add_names_of_bytes(bytes, detected, options, &mut names),
        Err(Problem::TooLong { .. }) => return Ok(Look::TooLong { has_text: false }),
        Err(problem) => return Err(problem),
    }
    let text = TextField::of_json_lines(head.as_bytes(), is_whole, options);
    Ok(Look::Seen { names, has_text: false, text_name: Some(text.name) })
}

/// What the documents of a format show that always have the same fields.
fn known(format: Format) -> Option<Look> {
    let FieldNames::Fixed(field_names) = format.field_names() else { return None };
    let mut names = Names::default();
    field_names.iter().for_each(|name| _ = names.add(name));
    Some(Look::Seen { names, has_text: format.is_read(), text_name: None })
}

/// The names of the fields of all documents in a file whose reader sees it whole.
fn read_for_names(source: &Source, format: Format, options: &InputOptions, limit_bytes: u64) -> Result<Look, Problem> {
    let mut buffers = Buffers::default();
    let bytes = buffers.read(source, limit_bytes)?;
    let wanted = WantedFields::default();
    let (rejoining, date_order) = (&text_edits::NOTHING, options.date_order);
    let reader = UnitReader { sources: &[], options, meta: None, shape: None, wanted: &wanted, rejoining, date_order };
    let mut names = Names::default();
    reader.whole(source, bytes, format, &mut |item| add_fields(&item, &mut names));
    Ok(Look::Seen { names, has_text: true, text_name: None })
}

fn add_fields(item: &Item<'_>, names: &mut Names) {
    if let Item::Document(document) = item {
        document.fields.iter().for_each(|(name, _)| _ = names.add(name));
    }
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

/// The names in all records of a long source, and that of the field with the text.
fn all_names(source: &Source, options: &InputOptions, pool: &Pool) -> Result<(Names, Option<Arc<str>>), Error> {
    let (mut names, mut text_name) = (Names::default(), None);
    let wanted = WantedFields::default();
    let (sources, rejoining) = (std::slice::from_ref(source), &text_edits::NOTHING);
    let date_order = options.date_order;
    let reader = UnitReader { sources, options, meta: None, shape: None, wanted: &wanted, rejoining, date_order };
    let names_of = |unit: InputUnit| {
        let (mut names, mut text_name) = (Names::default(), None);
        match unit.body {
            body @ Body::Records { syntax: Syntax::Marked(_), .. } => {
                reader.read(body, &mut Buffers::default(), &mut |item| add_fields(&item, &mut names));
            }
            Body::Records { bytes, syntax: syntax @ Syntax::Json(_), .. } => {
                text_name = syntax.text_name().cloned();
                let text = encoding::decode(&bytes, Encoding::UTF_8).text;
                let lines = options.json_lines(&text).unwrap_or_default();
                json_names::add_names(lines.as_bytes(), &mut names);
            }
            Body::Records { bytes, detected, syntax, .. } => {
                text_name = syntax.text_name().cloned();
                add_names_of_bytes(&bytes, detected.as_utf8(), options, &mut names);
            }
            _ => {}
        }
        (names, text_name)
    };
    ordered(pool, Units::of_long(std::slice::from_ref(source), 0, options), names_of, |(found, of_block)| {
        found.iter().for_each(|name| _ = names.add(name));
        text_name = text_name.take().or(of_block);
        Ok(())
    })?;
    source.rewind().map_err(|error| Error::Spool { directory: std::env::temp_dir(), source: error })?;
    Ok((names, text_name))
}

fn add_names_of_bytes(bytes: &[u8], detected: Detected, options: &InputOptions, names: &mut Names) {
    let bytes = &bytes[detected.bom_bytes..];
    if detected.encoding.is_utf8() && options.lifted_fields().is_empty() {
        return json_names::add_names(bytes, names);
    }
    let text = encoding::decode(bytes, detected.encoding).text;
    match options.with_lifted_fields(&text) {
        None => json_names::add_names(text.as_bytes(), names),
        Some(lifted) => json_names::add_names(lifted.as_bytes(), names),
    }
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
