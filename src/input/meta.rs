//! Fields that come from beside a document: from its path, and from a table joined to it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::Regex;

use super::csv_table::{self, Header};
use super::encoding::{self, Reach};
use super::file_encoding;
use super::options::{InputOptions, Texts};
use super::record::{Counted, RecordSource};
use super::shard::Shard;
use super::side_file::{NamedBy, SideFile};
use super::source::{Source, readable};
use crate::diagnostics::{Examples, Finding};
use crate::document::{Document, FieldValue, Fields};
use crate::error::{Error, InputError, OptionProblem, SideFileProblem};

/// Sets the path fields of every source, and says which paths the pattern does not match.
pub(super) fn set_path_fields(sources: &mut [Source], pattern: &Regex, findings: &mut Vec<Finding>) {
    let mut unmatched = Examples::default();
    for source in sources {
        match pattern.captures(&source.id) {
            Some(captures) => {
                source.path_fields = pattern
                    .capture_names()
                    .flatten()
                    .filter_map(|name| Some((name, captures.name(name)?)))
                    .map(|(name, found)| (Arc::from(name), FieldValue::Text(found.as_str().to_owned())))
                    .collect();
            }
            None => unmatched.add(&source.id),
        }
    }
    if unmatched.n() > 0 {
        findings.push(Finding::warning(
            "",
            format!("the pattern for fields does not match {}: {unmatched}", counted("path", unmatched.n())),
        ));
    }
}

/// What documents get from beside them: the fields of their paths, and those of a table that is joined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside<'c> {
    pub(super) meta: Option<&'c MetaTable>,
}

impl Beside<'_> {
    /// `true` if documents of `source` may get fields.
    pub(super) fn adds_to(self, source: &Source) -> bool {
        self.meta.is_some() || !source.path_fields.is_empty()
    }

    /// Adds the fields to a document of `source`. `false` if there is a table without a row for it.
    pub(super) fn add_to(self, document: &mut Document, source: &Source) -> bool {
        for (name, value) in source.path_fields.iter() {
            document.fields.set(Arc::clone(name), value.clone());
        }
        self.meta.is_none_or(|meta| meta.join(document, source.shown.trim_start_matches("./")))
    }
}

/// A table whose rows are joined to documents.
#[derive(Debug)]
pub(super) struct MetaTable {
    shown: String,
    names: Vec<Arc<str>>,
    rows: HashMap<String, Row>,
}

#[derive(Debug)]
struct Row {
    /// Sources whose path is or ends with the row's name.
    n_sources: u64,
    fields: Fields,
    is_used: AtomicBool,
}

/// The columns that name the document if the user does not say which.
const KEYS: [&str; 5] = ["id", "path", "source", "file", "filename"];

impl MetaTable {
    /// Reads the table at `path`.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if the file cannot be read as a table with a column that names the document.
    pub(super) fn read(path: &Path, options: &InputOptions, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        let shown = readable(path);
        let text = read_text(path, &shown, options)?;
        // Every column is a field here, the key among them until it is known.
        let plain = InputOptions {
            text_field: String::new(),
            id_field: String::new(),
            title_field: String::new(),
            source_field: String::new(),
            delimiter: options.delimiter,
            quote: options.quote,
            guards: options.guards,
            texts: Texts::Optional,
            ..InputOptions::default()
        };
        let delimiter = if shown.ends_with(".tsv") { b'\t' } else { b',' };
        let (header, n_bytes) = Header::read(text.as_bytes(), true, delimiter, &plain)
            .map_err(|problem| failed(InputError::new(&shown, problem)))?;
        let names: Vec<Arc<str>> = header.field_names().cloned().collect();
        let key = key_column(&names, options)?;
        let (mut rows, mut allowance, mut refusal) = (HashMap::new(), SideFile::Table.allowance(), None);
        let (counted, lines, text_name) = (Counted::Lines, header.lines(), &*header.text().name);
        let source = RecordSource { id: &shown, shown: &shown, text_name, first_number: 1, counted, lines };
        csv_table::documents(&text[n_bytes..], &header, source, &plain, |item| match item {
            Ok(_) if refusal.is_some() => {}
            Ok(document) => match allowance.take(&document.fields) {
                Ok(()) => insert(&mut rows, document, &key, &shown, findings),
                Err(problem) => refusal = Some(problem),
            },
            Err(finding) => findings.push(finding),
        });
        if let Some(problem) = refusal {
            return Err(unreadable(&shown, problem));
        }
        Ok(Self { shown, names: names.into_iter().filter(|name| **name != *key).collect(), rows })
    }

    /// The names of the fields that the table adds.
    pub(super) fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// Counts for each row the sources whose path is or ends with its name, so that a name which several share joins none of
    /// them but the one that has it in full.
    pub(super) fn see_sources<'s>(&mut self, sources: impl Iterator<Item = [&'s str; 2]>) {
        for [id, path] in sources {
            let full = [id, path].into_iter().take(if id == path { 1 } else { 2 });
            let ends = ends(path).filter(|end| *end != id);
            for key in full.chain(ends) {
                if let Some(row) = self.rows.get_mut(key) {
                    row.n_sources += 1;
                }
            }
        }
    }

    /// Adds the fields of the row that names `document` by its id, by its path, or by an end of its path that no other source
    /// has, the longest that is in the table. `true` if there is such a row.
    fn join(&self, document: &mut Document, path: &str) -> bool {
        let in_full = [&*document.id, path].into_iter().find_map(|key| self.rows.get(key));
        let by_end = || ends(path).filter_map(|end| self.rows.get(end)).find(|row| row.n_sources == 1);
        let Some(row) = in_full.or_else(by_end) else { return false };
        row.is_used.store(true, Ordering::Relaxed);
        for (name, value) in row.fields.iter() {
            match (&**name, value.as_text()) {
                ("title", title) if !title.is_empty() => document.title = Some(title.to_owned()),
                ("title", _) => {}
                _ => document.fields.set(Arc::clone(name), value.clone()),
            }
        }
        true
    }

    /// `true` if a row was joined to a document.
    pub(super) fn is_used(&self) -> bool {
        self.rows.values().any(|row| row.is_used.load(Ordering::Relaxed))
    }

    /// What to say when all documents have been joined. Of rows without a document a shard knows nothing.
    pub(super) fn verdict(&self, without_row: &Examples, shard: Option<Shard>) -> Vec<Finding> {
        let is_unused = |row: &Row| shard.is_none() && !row.is_used.load(Ordering::Relaxed);
        let mut unused: Vec<&String> = self.rows.iter().filter(|(_, row)| is_unused(row)).map(|(key, _)| key).collect();
        unused.sort();
        let mut without_document = Examples::default();
        unused.into_iter().for_each(|key| without_document.add(key));
        let rows = format!("no document for {}: {without_document}", counted("row", without_document.n()));
        let documents = format!("no row for {}: {without_row}", counted("document", without_row.n()));
        let messages = [(without_document.n(), rows), (without_row.n(), documents)].into_iter().filter(|(n, _)| *n > 0);
        messages.map(|(_, message)| Finding::warning(&self.shown, message)).collect()
    }
}

/// A path without some of the folders in front, the longest first.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[at + 1..])
}

/// `1 row` or `12 rows`.
fn counted(what: &str, n: u64) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn failed(error: InputError) -> Error {
    OptionProblem::MetaRow { error }.into()
}

fn unreadable(shown: &str, problem: SideFileProblem) -> Error {
    OptionProblem::MetaTable { name: shown.to_owned(), problem }.into()
}

fn read_text(path: &Path, shown: &str, options: &InputOptions) -> Result<String, Error> {
    let bytes = SideFile::Table.read(path, NamedBy::User).map_err(|problem| unreadable(shown, problem))?;
    let detected = file_encoding::detect(&bytes, options.encoding, Reach::All);
    let detected = detected.map_err(|problem| failed(InputError::new(shown, problem)))?;
    Ok(encoding::decode(&bytes[detected.bom_bytes..], detected.encoding).text.into_owned())
}

fn key_column(names: &[Arc<str>], options: &InputOptions) -> Result<String, Error> {
    let known = || names.iter().map(ToString::to_string).collect();
    match &options.meta_key {
        Some(key) if names.iter().any(|name| **name == **key) => Ok(key.clone()),
        Some(key) => Err(Error::UnknownColumn { option: "meta-key", name: key.clone(), known: known() }),
        None => KEYS
            .into_iter()
            .find(|key| names.iter().any(|name| **name == **key))
            .map(str::to_owned)
            .ok_or_else(|| Error::UnknownColumn { option: "meta", name: KEYS.join(", "), known: known() }),
    }
}

fn insert(rows: &mut HashMap<String, Row>, document: Document, key: &str, shown: &str, findings: &mut Vec<Finding>) {
    let mut fields = document.fields;
    let value = fields.take(key).map(|value| value.as_text().to_owned()).unwrap_or_default();
    let row = Row { fields, n_sources: 0, is_used: AtomicBool::new(false) };
    if rows.insert(value.trim_start_matches("./").to_owned(), row).is_some() {
        findings.push(Finding::warning(shown, format!("{value:?} has more than one row; the last one is taken")));
    }
}
