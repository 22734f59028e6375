//! The formats of inputs: one table, and how a format is recognized.
//!
//! A row of the table says all that the program knows of a format: its name, the suffixes of its files, its first bytes,
//! whether a file holds one document or many, and its reader, or what to say of a file that no reader understands. Whoever
//! must know something about a format asks its row; nobody else keeps a list of formats.

mod table;
mod unread;

use std::fmt;
use std::path::Path;

use super::compression::Compression;
use super::options::{Composites, InputOptions};
use super::reader::Reader;
use super::reading_flag::ReadingFlag;
use crate::error::Unread;

/// A format of inputs, a row of the table.
#[derive(Clone, Copy)]
pub struct Format(&'static Row);

/// What the program knows of a format.
pub(super) struct Row {
    /// The name that a user may say.
    pub(super) name: &'static str,
    /// The name in a sentence, with its article.
    pub(super) about: &'static str,
    /// The suffixes of its files, lower case, the usual one first.
    pub(super) suffixes: &'static [&'static str],
    /// First bytes that a file of the format must have, any of them; empty if it may begin with any.
    pub(super) signatures: &'static [Signature],
    /// `true` if the first bytes, which have a signature, are of this format and no other one that has the same signature.
    pub(super) is_it: fn(&[u8]) -> bool,
    /// `true` for the first characters of a text in this format, where a text has no telling name.
    pub(super) begins: Option<fn(&str) -> bool>,
    /// Number of documents in a file.
    pub(super) holds: Holds,
    /// Names of the fields that documents may have.
    pub(super) fields: FieldNames,
    /// The flags on reading that make a difference to files of the format.
    pub(super) flags: &'static [ReadingFlag],
    /// The reader.
    pub(super) reader: Reader,
}

/// Names of the fields of a format's documents, which tables need before the first row.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldNames {
    /// These.
    Fixed(&'static [&'static str]),
    /// Those of each file: to know them it must be read.
    Own,
}

/// Bytes at a place near the beginning of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature {
    pub(super) at: usize,
    pub(super) bytes: &'static [u8],
}

/// Number of documents in a file of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A file is a document.
    One,
    /// A file has any number of documents, each called by its place or an id of its own.
    Many,
}

impl Format {
    /// Plain text: the file is the document.
    pub const TEXT: Self = Self(&table::TEXT);
    /// Markdown: the file is the document, its text as written.
    pub const MARKDOWN: Self = Self(&table::MARKDOWN);
    /// A web page: its main text, title and language.
    pub const HTML: Self = Self(&table::HTML);
    /// JSON Lines: one object, one document.
    pub const JSON_LINES: Self = Self(&table::JSON_LINES);
    /// Comma-separated values with a header: one record, one document.
    pub const CSV: Self = Self(&table::CSV);
    /// Tab-separated values with a header: one record, one document.
    pub const TSV: Self = Self(&table::TSV);

    /// A mail.
    pub(super) const MAIL: Self = Self(&table::MAIL);

    /// All formats that are known, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        table::rows().map(Self)
    }

    /// The formats that can be read, if not by this build then by another one, in the order of the table. Archives are none:
    /// their members have formats.
    pub fn readable() -> impl Iterator<Item = Self> {
        let is_elsewhere = |format: &Self| matches!(format.0.reader, Reader::Unread(Unread::Feature(_)));
        Self::all().filter(move |format| format.is_read() || is_elsewhere(format))
    }

    /// The readable format called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::readable().find(|format| format.name() == name)
    }

    /// The format's name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The format in a sentence: `a web page`.
    pub fn about(self) -> &'static str {
        self.0.about
    }

    /// The suffixes of its files, the usual one first.
    pub fn suffixes(self) -> &'static [&'static str] {
        self.0.suffixes
    }

    /// The format that the name of a file tells.
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::by_suffix(&path.file_name()?.to_string_lossy())
    }

    /// `true` if one input of this format holds many documents.
    pub fn has_records(self) -> bool {
        self.0.holds == Holds::Many
    }

    /// The format as which its files are read: text for those who cut mails, mailboxes and subtitles at their parts.
    pub(super) fn as_asked(self, options: &InputOptions) -> Self {
        let is_cut = options.composites == Composites::AsWritten && self.is_composite();
        if is_cut { Self::TEXT } else { self }
    }

    fn is_composite(self) -> bool {
        [&table::MAIL, &table::MAILBOX, &table::SUBTITLES].into_iter().any(|row| self == Self(row))
    }

    /// `true` if its files say something about each token.
    pub(super) fn is_annotated(self) -> bool {
        self.uses(ReadingFlag::Attribute)
    }

    /// `true` if a flag makes a difference to files of this format.
    pub(super) fn uses(self, flag: ReadingFlag) -> bool {
        self.0.flags.contains(&flag)
    }

    /// The format that a file of this one is really read as: XML with the root element of a web page is read as a web page. `head`
    /// gives the first characters of the file, which cost something and are needed for XML alone.
    pub(super) fn by_root<'h>(self, head: impl FnOnce() -> &'h str) -> Self {
        let is_page = self == Self(&table::XML) && table::has_page_as_root(head());
        if is_page { Self::HTML } else { self }
    }

    /// `true` if there is a reader.
    pub fn is_read(self) -> bool {
        !matches!(self.0.reader, Reader::Unread(_) | Reader::Archive)
    }

    /// Whether front matter may name further fields of a document.
    pub(super) fn has_front_matter(self) -> bool {
        matches!(self.0.reader, Reader::Prose(_))
    }

    /// What to do with a file of a format that is not read; `None` for one that is.
    pub fn advice(self) -> Option<String> {
        match self.0.reader {
            Reader::Unread(unread) => Some(unread.advice()),
            _ => None,
        }
    }

    /// Names of the fields of documents.
    pub(super) fn field_names(self) -> FieldNames {
        self.0.fields
    }

    /// The reader.
    pub(super) fn reader(self) -> Reader {
        self.0.reader
    }

    /// The format that the suffix of a file name tells; the suffix of a compression is looked through.
    pub(super) fn by_suffix(file_name: &str) -> Option<Self> {
        let stem = Compression::strip_suffix(file_name);
        let (_, suffix) = stem.rsplit_once('.')?;
        let suffix = suffix.to_ascii_lowercase();
        Self::all().find(|format| format.suffixes().contains(&&*suffix))
    }

    /// The format that the first bytes of an input prove, whatever its name says.
    pub(super) fn by_signature(head: &[u8]) -> Option<Self> {
        Self::all().find(|format| format.has_signature(head) && (format.0.is_it)(head))
    }

    /// `true` if the first bytes are those that files of this format have.
    pub(super) fn has_signature(self, head: &[u8]) -> bool {
        let has =
            |signature: &Signature| head.get(signature.at..).is_some_and(|rest| rest.starts_with(signature.bytes));
        self.0.signatures.iter().any(has)
    }

    /// The format that the first characters of an input tell: the first one that says so, else text.
    pub(super) fn by_content(head: &str) -> Self {
        Self::readable().find(|format| format.0.begins.is_some_and(|begins| begins(head))).unwrap_or(Self::TEXT)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        // A name stands once in the table.
        self.0.name == other.0.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_suffix_tells_the_format_through_a_compression_and_any_case() {
        for (name, expected) in [
            ("a.txt", Some(Format::TEXT)),
            ("a.HTML", Some(Format::HTML)),
            ("a.b.jsonl.gz", Some(Format::JSON_LINES)),
            ("a.csv.ZST", Some(Format::CSV)),
            ("a.tab", Some(Format::TSV)),
            ("README", None),
            ("a.xyz", None),
            (".gz", None),
        ] {
            assert_eq!(Format::by_suffix(name), expected, "{name}");
        }
    }

    #[test]
    fn the_first_characters_tell_the_format_and_prose_is_text() {
        for (head, expected) in [
            ("<!DOCTYPE html><p>x", Format::HTML),
            ("{\"text\": \"a\"}\n{", Format::JSON_LINES),
            ("id,source,title,text\na,b,,\"x, y\nz\"\n", Format::CSV),
            ("word\tfrequency\nthe\t7\n", Format::TSV),
            ("id;text\na;x, y\n", Format::CSV),
            ("{\"text\": \"longer than the hea", Format::JSON_LINES),
            ("{\"not\": json", Format::TEXT),
            ("Well, yes, no\nOne, two, three\n", Format::TEXT),
            ("{not json}\n", Format::TEXT),
            ("yes,no\n", Format::TEXT),
            ("", Format::TEXT),
        ] {
            assert_eq!(Format::by_content(head), expected, "{head:?}");
        }
    }

    #[test]
    fn every_format_has_a_name_and_suffixes_of_its_own() {
        let (mut names, mut suffixes) = (HashSet::new(), HashSet::new());
        for format in Format::all() {
            assert!(names.insert(format.name()), "{format:?}");
            assert!(format.suffixes().iter().all(|suffix| suffixes.insert(*suffix)), "{format:?}");
            assert!(!format.suffixes().is_empty() || !format.0.signatures.is_empty(), "{format:?}");
            assert!(!format.is_read() || Format::named(format.name()) == Some(format), "{format:?}");
        }
    }
}
