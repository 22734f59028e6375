//! The formats of inputs: one table, and how a format is recognized.
//!
//! A row of the table says all that the program knows of a format: its name, the suffixes of its files, its first bytes,
//! whether a file holds one document or many, and its reader, or what to say of a file that no reader understands. Whoever
//! must know something about a format asks its row; nobody else keeps a list of formats.

mod description;
mod row;
mod table;
mod unread;

use std::path::Path;
use std::ptr;

pub(super) use self::description::FieldNames;
pub use self::description::Format;
#[cfg(all(test, feature = "office"))]
pub(super) use self::row::BytesReader;
#[cfg(test)]
pub(super) use self::row::MarkedReader;
pub(super) use self::row::{BlockReader, Blocks, Marked, Prose, Reader, Records};

use super::compression::Compression;
use super::options::{Composites, InputOptions};
use crate::error::Unread;

impl Format {
    /// Plain text: the file is the document.
    pub const TEXT: Self = Self(&table::TEXT.format);
    /// Markdown: the file is the document, its text as written.
    pub const MARKDOWN: Self = Self(&table::MARKDOWN.format);
    /// A web page: its main text, title and language.
    pub const HTML: Self = Self(&table::HTML.format);
    /// JSON Lines: one object, one document.
    pub const JSON_LINES: Self = Self(&table::JSON_LINES.format);
    /// Comma-separated values with a header: one record, one document.
    pub const CSV: Self = Self(&table::CSV.format);
    /// Tab-separated values with a header: one record, one document.
    pub const TSV: Self = Self(&table::TSV.format);

    /// A mail.
    pub(super) const MAIL: Self = Self(&table::MAIL.format);

    /// All formats that are known, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        table::rows().map(|row| Self(&row.format))
    }

    /// The formats that can be read, if not by this build then by another one, in the order of the table. Archives are none:
    /// their members have formats.
    pub fn readable() -> impl Iterator<Item = Self> {
        let has_none =
            |reader| matches!(reader, Reader::Archive | Reader::Unread(Unread::Documents(_) | Unread::NoText));
        table::rows().filter(move |row| !has_none(row.reader)).map(|row| Self(&row.format))
    }

    /// The readable format called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::readable().find(|format| format.name() == name)
    }

    /// The format that the name of a file tells.
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::by_suffix(&path.file_name()?.to_string_lossy())
    }

    /// The format as which its files are read: text for those who cut mails, mailboxes and subtitles at their parts.
    pub(super) fn as_asked(self, options: &InputOptions) -> Self {
        let is_cut = options.composites == Composites::AsWritten && self.is_composite();
        if is_cut { Self::TEXT } else { self }
    }

    fn is_composite(self) -> bool {
        [&table::MAIL, &table::MAILBOX, &table::SUBTITLES].into_iter().any(|row| self == Self(&row.format))
    }

    /// The format that a file of this one is really read as: XML with the root element of a web page is read as a web page. `head`
    /// gives the first characters of the file, which cost something and are needed for XML alone.
    pub(super) fn by_root<'h>(self, head: impl FnOnce() -> &'h str) -> Self {
        let is_page = self == Self(&table::XML.format) && table::has_page_as_root(head());
        if is_page { Self::HTML } else { self }
    }

    /// `true` if there is a reader.
    pub fn is_read(self) -> bool {
        !matches!(self.reader(), Reader::Unread(_) | Reader::Archive)
    }

    /// Whether front matter may name further fields of a document.
    pub(super) fn has_front_matter(self) -> bool {
        matches!(self.reader(), Reader::Prose(_))
    }

    /// What to do with a file of a format that is not read; `None` for one that is.
    pub fn advice(self) -> Option<String> {
        match self.reader() {
            Reader::Unread(unread) => Some(unread.advice()),
            _ => None,
        }
    }

    /// The reader.
    pub(super) fn reader(self) -> Reader {
        // Every format is of a row.
        table::rows().find(|row| ptr::eq(&raw const row.format, self.0)).map_or(table::TEXT.reader, |row| row.reader)
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

    /// The format that the first characters of an input tell: the first one that says so, else text.
    pub(super) fn by_content(head: &str) -> Self {
        Self::readable().find(|format| format.0.begins.is_some_and(|begins| begins(head))).unwrap_or(Self::TEXT)
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
