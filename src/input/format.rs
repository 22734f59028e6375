//! Which format an input is in: by its name, or by its first bytes.

use super::compression::Compression;
use super::csv_table;

/// A format that documents are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: one file, one document.
    Text,
    /// Markdown: one file, one document, its text as written; front matter and the first heading are understood.
    Markdown,
    /// A web page: its main text, title and language.
    Html,
    /// JSON Lines: one object, one document.
    JsonLines,
    /// Comma-separated values with a header: one record, one document.
    Csv,
    /// Tab-separated values with a header: one record, one document.
    Tsv,
}

impl Format {
    /// The formats by the name that a user may say, and the suffixes that tell them.
    const NAMES: [(Self, &'static str, &'static [&'static str]); 6] = [
        (Self::Text, "text", &["txt", "text"]),
        (Self::Markdown, "markdown", &["md", "markdown"]),
        (Self::Html, "html", &["html", "htm", "xhtml"]),
        (Self::JsonLines, "jsonl", &["jsonl", "ndjson"]),
        (Self::Csv, "csv", &["csv"]),
        (Self::Tsv, "tsv", &["tsv", "tab"]),
    ];

    /// The names of all formats.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(_, name, _)| *name)
    }

    /// The format called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known, _)| *known == name).map(|(format, _, _)| *format)
    }

    /// The format's name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(format, _, _)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// The format that the name of a file tells.
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        Self::by_suffix(&path.file_name()?.to_string_lossy())
    }

    /// Whether one input of this format holds many documents.
    pub fn has_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv | Self::Tsv)
    }

    /// The format that the suffix of a file name tells; the suffix of a compression is looked through.
    pub(super) fn by_suffix(file_name: &str) -> Option<Self> {
        let stem = Compression::strip_suffix(file_name);
        let (_, suffix) = stem.rsplit_once('.')?;
        let suffix = suffix.to_ascii_lowercase();
        Self::NAMES.iter().find(|(_, _, suffixes)| suffixes.contains(&&*suffix)).map(|(format, _, _)| *format)
    }

    /// The format that the first characters of an input tell: a page by its first tag, JSON Lines by an object on
    /// the first line, a table by a header of plain names and a record of as many cells. Anything else is text.
    pub(super) fn by_content(head: &str) -> Self {
        let start = head.trim_start();
        let tag: String = start.chars().take(14).map(|c| c.to_ascii_lowercase()).collect();
        if tag.starts_with("<!doctype html") || tag.starts_with("<html") {
            Self::Html
        } else if is_json_object(start) {
            Self::JsonLines
        } else if csv_table::looks_like_table(head, b',') || csv_table::looks_like_table(head, b';') {
            Self::Csv
        } else if csv_table::looks_like_table(head, b'\t') {
            Self::Tsv
        } else {
            Self::Text
        }
    }
}

/// Whether the first line is an object; of one that is longer than `head` only the beginning is known.
fn is_json_object(head: &str) -> bool {
    match head.split_once('\n') {
        Some((line, _)) => line.starts_with('{') && is_json(line),
        None => is_json(head) && head.starts_with('{') || is_start_of_object(head),
    }
}

fn is_json(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}

fn is_start_of_object(head: &str) -> bool {
    let ends_early = |error: serde_json::Error| error.is_eof();
    head.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(head).is_err_and(ends_early)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_tells_the_format_through_a_compression_and_any_case() {
        for (name, expected) in [
            ("a.txt", Some(Format::Text)),
            ("a.HTML", Some(Format::Html)),
            ("a.b.jsonl.gz", Some(Format::JsonLines)),
            ("a.csv.ZST", Some(Format::Csv)),
            ("a.tab", Some(Format::Tsv)),
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
            ("<!DOCTYPE html><p>x", Format::Html),
            ("{\"text\": \"a\"}\n{", Format::JsonLines),
            ("id,source,title,text\na,b,,\"x, y\nz\"\n", Format::Csv),
            ("word\tfrequency\nthe\t7\n", Format::Tsv),
            ("id;text\na;x, y\n", Format::Csv),
            ("{\"text\": \"longer than the hea", Format::JsonLines),
            ("{\"not\": json", Format::Text),
            ("Well, yes, no\nOne, two, three\n", Format::Text),
            ("{not json}\n", Format::Text),
            ("yes,no\n", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(Format::by_content(head), expected, "{head:?}");
        }
    }

    #[test]
    fn every_format_is_found_by_its_name() {
        assert!(Format::names().all(|name| Format::named(name).is_some_and(|f| f.name() == name)));
    }
}
