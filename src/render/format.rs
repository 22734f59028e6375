//! The formats there are, their names and their suffixes.

use std::path::Path;

use super::delimited::Delimited;
use super::html::Html;
use super::jsonl::Jsonl;
use super::markdown::Markdown;
use super::plain_text::PlainText;
use super::terminal_table::TerminalTable;
use super::{Layout, Renderer};

/// A way to write a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned for the eye, at a terminal.
    Table,
    /// Comma-separated values (RFC 4180) with LF line ends.
    Csv,
    /// Tab-separated values, quoted like CSV where a cell holds a tab, a quote or a line end.
    Tsv,
    /// One JSON object per line, with typed values.
    Jsonl,
    /// A table of GitHub-flavoured Markdown.
    Markdown,
    /// A table in a web page that needs nothing beside it.
    Html,
    /// Apache Parquet: typed columns, compressed with zstd.
    Parquet,
    /// The texts alone, of tables that have a column `text`.
    Text,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] =
        [Self::Table, Self::Csv, Self::Tsv, Self::Jsonl, Self::Markdown, Self::Html, Self::Parquet, Self::Text];

    /// The name a user gives.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The suffix of its files, without the dot.
    pub fn suffix(self) -> &'static str {
        self.names().1[0]
    }

    /// All suffixes that its files may have, without the dot.
    pub fn suffixes(self) -> &'static [&'static str] {
        self.names().1
    }

    /// The format of a file of this name, if its suffix tells.
    pub fn of_path(path: &Path) -> Option<Self> {
        let suffix = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.suffixes().contains(&suffix.as_str()))
    }

    /// Whether it is made of bytes that mean nothing to an eye.
    pub fn is_binary(self) -> bool {
        self == Self::Parquet
    }

    /// A renderer of this format. If this build leaves the format out, the renderer refuses to begin.
    pub fn renderer(self, layout: Layout) -> Box<dyn Renderer> {
        match self {
            Self::Table => Box::new(TerminalTable::new(layout)),
            Self::Csv => Box::new(Delimited::new(b',', layout)),
            Self::Tsv => Box::new(Delimited::new(b'\t', layout)),
            Self::Jsonl => Box::new(Jsonl::default()),
            Self::Markdown => Box::new(Markdown::new(layout.header)),
            Self::Html => Box::new(Html::new(layout.header)),
            Self::Text => Box::new(PlainText::default()),
            #[cfg(feature = "parquet")]
            Self::Parquet => Box::new(super::parquet::Parquet::default()),
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => Box::new(super::unbuilt::Unbuilt::new("parquet")),
        }
    }

    /// The name, and the suffixes with the one that we write first.
    fn names(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Table => ("table", &["txt"]),
            Self::Csv => ("csv", &["csv"]),
            Self::Tsv => ("tsv", &["tsv", "tab"]),
            Self::Jsonl => ("jsonl", &["jsonl", "ndjson"]),
            Self::Markdown => ("markdown", &["md", "markdown"]),
            Self::Html => ("html", &["html", "htm"]),
            Self::Parquet => ("parquet", &["parquet"]),
            // A file that somebody calls so is mostly to be looked at, so the suffix alone means a table.
            Self::Text => ("text", &["txt"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<Format>) {
        assert_eq!(Format::of_path(Path::new(path)), expected, "{path}");
    }

    #[test]
    fn a_suffix_names_the_format_in_any_case() {
        check("a/b.CSV", Some(Format::Csv));
        check("rows.ndjson", Some(Format::Jsonl));
        check("notes.md", Some(Format::Markdown));
        check("archive.tar.gz", None);
        check("csv", None);
    }

    #[test]
    fn every_format_is_found_by_its_own_suffix() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Text) {
            check(&format!("x.{}", format.suffix()), Some(format));
        }
    }
}
