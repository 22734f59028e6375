//! The format of an output: what `-f` says, or the suffix of `-o`, or what suits the place.

use std::path::Path;

use textmill::render::{BookFormat, Format};

use super::arguments::OutputFormat;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChosenFormat {
    /// Each table is a stream of its own.
    Stream(Format),
    /// All tables are in one file.
    Book(BookFormat),
}

impl ChosenFormat {
    /// The format of tables that a user names.
    pub(crate) fn named(name: OutputFormat) -> Option<Self> {
        match name {
            OutputFormat::Table => Some(Self::Stream(Format::Table)),
            OutputFormat::Csv => Some(Self::Stream(Format::Csv)),
            OutputFormat::Tsv => Some(Self::Stream(Format::Tsv)),
            OutputFormat::Jsonl => Some(Self::Stream(Format::Jsonl)),
            OutputFormat::Markdown => Some(Self::Stream(Format::Markdown)),
            OutputFormat::Html => Some(Self::Stream(Format::Html)),
            OutputFormat::Parquet => Some(Self::Stream(Format::Parquet)),
            OutputFormat::Xlsx => Some(Self::Book(BookFormat::Xlsx)),
            OutputFormat::Sqlite => Some(Self::Book(BookFormat::Sqlite)),
            OutputFormat::Text => Some(Self::Stream(Format::Text)),
            OutputFormat::Vertical
            | OutputFormat::Tei
            | OutputFormat::Matrix
            | OutputFormat::Report
            | OutputFormat::Unified
            | OutputFormat::SideBySide => None,
        }
    }

    /// The format of a file of this name, if its suffix tells.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let book = || BookFormat::of_path(path).map(Self::Book);
        Format::of_path(path).map(Self::Stream).or_else(book)
    }

    /// Whether a terminal can show it.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Stream(format) if !format.is_binary())
    }

    /// Whether a spreadsheet reads it as text with delimiters.
    pub(crate) fn is_delimited(self) -> bool {
        matches!(self, Self::Stream(Format::Csv | Format::Tsv))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stream(format) => format.name(),
            Self::Book(format) => format.name(),
        }
    }
}
