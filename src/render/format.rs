//! The formats of outputs: one table, in which a row says all that the program knows of a format.

use std::path::Path;
use std::{fmt, io};

use super::book::Book;
use super::delimited::Delimited;
use super::html::Html;
use super::jsonl::Jsonl;
use super::markdown::Markdown;
use super::plain_text::PlainText;
use super::terminal_table::TerminalTable;
use super::{Layout, Renderer};

/// A format of outputs, a row of the table.
#[derive(Clone, Copy)]
pub struct OutputFormat(&'static Row);

/// What the program knows of a format.
struct Row {
    /// The name that a user gives.
    name: &'static str,
    /// Further names.
    aliases: &'static [&'static str],
    /// Suffixes of its files, lower case without the dot, the usual one first; none if a name alone chooses it.
    suffixes: &'static [&'static str],
    /// Short description.
    about: &'static str,
    /// The verbs that write it; all if there are none.
    verbs: &'static [&'static str],
    kind: FormatKind,
}

/// What a format is made of, and who writes it.
#[derive(Clone, Copy, Debug)]
pub enum FormatKind {
    /// Tables.
    Table(TableFormat),
    /// Whole documents. The writer is that of `export`.
    Documents,
    /// A folder with a matrix and the tables of its rows and columns, of `export`.
    Matrix,
    /// A page that shows what a verb found.
    Page,
    /// A difference of two documents as a text.
    Difference,
    /// A format that this build leaves out, with the Cargo feature that brings it.
    Unbuilt(&'static str),
}

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// A stream for each table.
    Rows(RowFormat),
    /// One file with all tables.
    Book(BookFormat),
}

/// A format with a stream for each table.
#[derive(Clone, Copy)]
pub struct RowFormat {
    name: &'static str,
    suffix: &'static str,
    content: Content,
    renderer: fn(Layout) -> Box<dyn Renderer>,
}

/// The bytes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// Cells with delimiters, which spreadsheets read.
    Delimited,
    /// Any other text.
    Text,
    /// Bytes that no terminal shows.
    Binary,
}

/// A format with all tables of a run in one file.
#[derive(Clone, Copy)]
pub struct BookFormat {
    name: &'static str,
    create: fn(&Path, Layout) -> io::Result<Box<dyn Book>>,
    most_rows: Option<u64>,
    cuts_cells: bool,
}

/// Every format. A suffix is that of the first format that the verb writes.
static TABLE: [&Row; 16] = [
    &TERMINAL,
    &CSV,
    &rows(RowFormat::TSV, &["tsv", "tab"], "Tab-separated values"),
    &rows(RowFormat::JSONL, &["jsonl", "ndjson"], "A JSON object per line, with typed values"),
    &Row { aliases: &["md"], ..rows(RowFormat::MARKDOWN, &["md", "markdown"], "A table of GitHub-flavored Markdown") },
    &Row {
        verbs: &["stats", "dedupe", "diff"],
        ..row("report", &["html", "htm"], "A page with pictures and tables to look at and to send", FormatKind::Page)
    },
    &rows(RowFormat::HTML, &["html", "htm"], "A web page"),
    &row("parquet", &["parquet"], "Typed columns, compressed", PARQUET),
    &Row { aliases: &["excel"], ..row("xlsx", &["xlsx"], "A workbook, with a sheet for each table", XLSX) },
    &row("sqlite", &["sqlite", "sqlite3", "db"], "A database, with full-text search", SQLITE),
    // A file called .txt is mostly to be looked at, so the suffix alone means a table.
    &TEXT,
    &of_export("vertical", &["vert", "vrt"], "One token a line, for CWB and Sketch Engine", FormatKind::Documents),
    &of_export("tei", &["xml", "tei"], "XML of the Text Encoding Initiative", FormatKind::Documents),
    &of_export("matrix", &["mtx"], "A document-term matrix in a folder", FormatKind::Matrix),
    &UNIFIED,
    &SIDE_BY_SIDE,
];

static TERMINAL: Row = rows(RowFormat::TABLE, &["txt"], "Aligned columns, for the eye");
static CSV: Row = rows(RowFormat::CSV, &["csv"], "Comma-separated values (RFC 4180)");
static TEXT: Row =
    rows(RowFormat::TEXT, &["txt"], "The text of each document, nothing else; a file for each in a folder");
static UNIFIED: Row = difference("unified", "A patch");
static SIDE_BY_SIDE: Row = difference("side-by-side", "Two columns");

#[cfg(feature = "parquet")]
const PARQUET: FormatKind = FormatKind::Table(TableFormat::Rows(RowFormat::PARQUET));
#[cfg(not(feature = "parquet"))]
const PARQUET: FormatKind = FormatKind::Unbuilt("parquet");

#[cfg(feature = "xlsx")]
const XLSX: FormatKind = FormatKind::Table(TableFormat::Book(BookFormat {
    name: "xlsx",
    create: |path, layout| Ok(Box::new(super::xlsx::Xlsx::create(path, layout.header)?)),
    most_rows: Some(super::MOST_ROWS - 1),
    cuts_cells: true,
}));
#[cfg(not(feature = "xlsx"))]
const XLSX: FormatKind = FormatKind::Unbuilt("xlsx");

#[cfg(feature = "sqlite")]
const SQLITE: FormatKind = FormatKind::Table(TableFormat::Book(BookFormat {
    name: "sqlite",
    create: |path, _| Ok(Box::new(super::sqlite::Sqlite::create(path)?)),
    most_rows: None,
    cuts_cells: false,
}));
#[cfg(not(feature = "sqlite"))]
const SQLITE: FormatKind = FormatKind::Unbuilt("sqlite");

const fn row(name: &'static str, suffixes: &'static [&'static str], about: &'static str, kind: FormatKind) -> Row {
    Row { name, aliases: &[], suffixes, about, verbs: &[], kind }
}

const fn rows(format: RowFormat, suffixes: &'static [&'static str], about: &'static str) -> Row {
    row(format.name, suffixes, about, FormatKind::Table(TableFormat::Rows(format)))
}

const fn of_export(
    name: &'static str,
    suffixes: &'static [&'static str],
    about: &'static str,
    kind: FormatKind,
) -> Row {
    Row { verbs: &["export"], ..row(name, suffixes, about, kind) }
}

const fn difference(name: &'static str, about: &'static str) -> Row {
    Row { verbs: &["diff"], ..row(name, &[], about, FormatKind::Difference) }
}

impl OutputFormat {
    /// Comma-separated values.
    pub const CSV: Self = Self(&CSV);
    /// The texts alone.
    pub const TEXT: Self = Self(&TEXT);
    /// Aligned columns, for the eye.
    pub const TABLE: Self = Self(&TERMINAL);
    /// A patch, of two documents.
    pub const UNIFIED: Self = Self(&UNIFIED);
    /// Two columns, of two documents.
    pub const SIDE_BY_SIDE: Self = Self(&SIDE_BY_SIDE);

    /// Every format, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(Self)
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.0.name == name || format.0.aliases.contains(&name))
    }

    /// The first format that fits a file of this name, by its suffix.
    pub fn of_path(path: &Path, fits: impl Fn(Self) -> bool) -> Option<Self> {
        let suffix = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::all().find(|format| format.0.suffixes.contains(&suffix.as_str()) && fits(*format))
    }

    /// The name that a user gives.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Further names.
    pub fn aliases(self) -> &'static [&'static str] {
        self.0.aliases
    }

    /// Suffixes of its files, without the dot, the usual one first; none if a name alone chooses it.
    pub fn suffixes(self) -> &'static [&'static str] {
        self.0.suffixes
    }

    /// Short description.
    pub fn about(self) -> &'static str {
        self.0.about
    }

    /// The verbs that write it; `None` for all.
    pub fn verbs(self) -> Option<&'static [&'static str]> {
        Some(self.0.verbs).filter(|verbs| !verbs.is_empty())
    }

    /// `true` if `verb` writes it.
    pub fn is_of(self, verb: &str) -> bool {
        self.verbs().is_none_or(|verbs| verbs.contains(&verb))
    }

    /// What it is made of.
    pub fn kind(self) -> FormatKind {
        self.0.kind
    }

    /// `true` if it shows two documents, and is no table.
    pub fn is_difference(self) -> bool {
        matches!(self.0.kind, FormatKind::Difference)
    }

    /// The format of tables, if it is one.
    pub fn table(self) -> Option<TableFormat> {
        if let FormatKind::Table(format) = self.0.kind { Some(format) } else { None }
    }
}

impl TableFormat {
    /// The format of tables of a file of this name, by its suffix.
    pub fn of_path(path: &Path) -> Option<Self> {
        OutputFormat::of_path(path, |format| format.table().is_some())?.table()
    }

    /// The name that a user gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows(format) => format.name,
            Self::Book(format) => format.name,
        }
    }

    /// `true` if a terminal can show it.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Rows(format) if format.content != Content::Binary)
    }

    /// `true` if names of columns stand above the rows, where they can be left out.
    pub fn has_header(self) -> bool {
        match self {
            Self::Rows(format) => {
                format.content != Content::Binary && ![RowFormat::JSONL, RowFormat::TEXT].contains(&format)
            }
            Self::Book(format) => format.name == "xlsx",
        }
    }

    /// `true` for cells with delimiters, which spreadsheets read.
    pub fn is_delimited(self) -> bool {
        matches!(self, Self::Rows(format) if format.content == Content::Delimited)
    }
}

impl RowFormat {
    /// Aligned columns, for the eye.
    pub const TABLE: Self = Self {
        name: "table",
        suffix: "txt",
        content: Content::Text,
        renderer: |layout| Box::new(TerminalTable::new(layout)),
    };
    /// Comma-separated values (RFC 4180) with LF line ends.
    pub const CSV: Self = Self {
        name: "csv",
        suffix: "csv",
        content: Content::Delimited,
        renderer: |layout| Box::new(Delimited::new(b',', layout)),
    };
    /// Tab-separated values, quoted like CSV where a cell holds a tab, a quote or a line end.
    pub const TSV: Self = Self {
        name: "tsv",
        suffix: "tsv",
        content: Content::Delimited,
        renderer: |layout| Box::new(Delimited::new(b'\t', layout)),
    };
    /// One JSON object per line, with typed values.
    pub const JSONL: Self =
        Self { name: "jsonl", suffix: "jsonl", content: Content::Text, renderer: |_| Box::new(Jsonl::default()) };
    /// A table of GitHub-flavored Markdown.
    pub const MARKDOWN: Self = Self {
        name: "markdown",
        suffix: "md",
        content: Content::Text,
        renderer: |layout| Box::new(Markdown::new(layout.header)),
    };
    /// A table in a web page that needs nothing beside it.
    pub const HTML: Self = Self {
        name: "html",
        suffix: "html",
        content: Content::Text,
        renderer: |layout| Box::new(Html::new(layout.header)),
    };
    /// Apache Parquet: typed columns, compressed with zstd.
    #[cfg(feature = "parquet")]
    pub const PARQUET: Self = Self {
        name: "parquet",
        suffix: "parquet",
        content: Content::Binary,
        renderer: |_| Box::new(super::parquet::Parquet::default()),
    };
    /// The texts alone, of tables that have a column `text`.
    pub const TEXT: Self =
        Self { name: "text", suffix: "txt", content: Content::Text, renderer: |_| Box::new(PlainText::default()) };

    /// The name that a user gives.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The suffix of its files, without the dot.
    pub fn suffix(self) -> &'static str {
        self.suffix
    }

    /// A renderer of this format.
    pub fn renderer(self, layout: Layout) -> Box<dyn Renderer> {
        (self.renderer)(layout)
    }
}

impl BookFormat {
    /// The name that a user gives.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The most rows that one table holds beside its header, if there is a limit.
    pub fn most_rows(self) -> Option<u64> {
        self.most_rows
    }

    /// `true` if texts that are too long for a cell are cut.
    pub fn cuts_cells(self) -> bool {
        self.cuts_cells
    }

    /// A book in the empty file at `path`.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened.
    pub fn create(self, path: &Path, layout: Layout) -> io::Result<Box<dyn Book>> {
        (self.create)(path, layout)
    }
}

// A format is what its name says: constructors of rows are not comparable.
impl PartialEq for OutputFormat {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for OutputFormat {}

impl PartialEq for RowFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for RowFormat {}

impl PartialEq for BookFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for BookFormat {}

impl fmt::Debug for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl fmt::Debug for RowFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for BookFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[track_caller]
    fn check(path: &str, verb: &str, expected: Option<&str>) {
        let format = OutputFormat::of_path(Path::new(path), |format| format.is_of(verb));
        assert_eq!(format.map(OutputFormat::name), expected, "{path}");
    }

    #[test]
    fn a_suffix_chooses_the_format_in_any_case() {
        check("a/b.CSV", "stats", Some("csv"));
        check("rows.ndjson", "stats", Some("jsonl"));
        check("notes.md", "stats", Some("markdown"));
        check("archive.tar.gz", "stats", None);
        check("csv", "stats", None);
        check("b.XLSX", "stats", Some("xlsx"));
        check("corpus.db", "stats", Some("sqlite"));
        check("a.txt", "export", Some("table"));
    }

    #[test]
    fn a_suffix_may_be_that_of_two_formats_of_different_verbs() {
        check("a.html", "stats", Some("report"));
        check("a.html", "export", Some("html"));
        check("a.XML", "export", Some("tei"));
        check("a.xml", "stats", None);
        assert_eq!(TableFormat::of_path(Path::new("a.html")).map(TableFormat::name), Some("html"));
    }

    #[test]
    fn names_and_aliases_are_those_of_one_format_each() {
        let mut names = HashSet::new();
        for format in OutputFormat::all() {
            for name in [format.name()].iter().chain(format.aliases()) {
                assert!(names.insert(*name), "{name} is the name of two formats");
                assert_eq!(OutputFormat::named(name), Some(format));
            }
        }
    }

    #[test]
    fn a_format_of_rows_has_the_name_and_suffix_of_its_row() {
        for format in OutputFormat::all() {
            if let FormatKind::Table(TableFormat::Rows(rows)) = format.kind() {
                assert_eq!((rows.name(), rows.suffix()), (format.name(), format.suffixes()[0]));
            }
        }
    }
}
