//! The table of formats, readable ones first.

use super::super::compound_file;
use super::super::mailbox::{self, MailCut};
#[cfg(feature = "office")]
use super::super::office;
#[cfg(feature = "pdf")]
use super::super::pdf;
use super::super::reader::{Blocks, Marked, Prose, Reader, Records};
use super::super::reading_flag::ReadingFlag;
#[cfg(feature = "sqlite")]
use super::super::sqlite_table;
#[cfg(feature = "tables")]
use super::super::table::TableReader;
use super::super::warc::{self, WarcCut};
#[cfg(feature = "parquet")]
use super::super::{arrow_table, parquet_table};
use super::super::{conllu, csv_table, json_array, mail, mhtml, notebook, subtitles, vertical, web_page, xml};
#[cfg(feature = "sheets")]
use super::super::{ods_table, workbook};
use super::unread::{DOCUMENTS, NO_TEXTS};
use super::{FieldNames, Holds, Row, Signature};
#[cfg(not(all(
    feature = "office",
    feature = "parquet",
    feature = "pdf",
    feature = "sheets",
    feature = "sqlite"
)))]
use crate::error::Unread;

/// The formats that are read. Of two that fit, the first one is taken.
static READABLE: &[&Row] = &[
    &TEXT,
    &MARKDOWN,
    &HTML,
    &JSON,
    &JSON_LINES,
    &CSV,
    &TSV,
    &PARQUET,
    &ARROW,
    &WORKBOOK,
    &SPREADSHEET,
    &SQLITE,
    &DOCX,
    &OPEN_DOCUMENT,
    &RTF,
    &SLIDES,
    &EPUB,
    &PDF,
    &SUBTITLES,
    &NOTEBOOK,
    &CONLLU,
    &VERTICAL,
    &XML,
    &WARC,
    &MHTML,
    &MAILBOX,
    &MAIL,
    &ZIP_ARCHIVE,
    &TAR_ARCHIVE,
];

/// All formats: those that are read, those that may hold text, those that hold none.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    READABLE.iter().copied().chain(DOCUMENTS).chain(NO_TEXTS)
}

pub(super) static TEXT: Row = Row {
    name: "text",
    about: "plain text",
    suffixes: &["txt", "text"],
    signatures: &[],
    is_it: |_| false,
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Own,
    flags: TEXT_FLAGS,
    reader: Reader::Prose(Prose::Text),
};

pub(super) static MARKDOWN: Row = Row {
    name: "markdown",
    about: "Markdown",
    suffixes: &["md", "markdown"],
    signatures: &[],
    is_it: |_| false,
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Own,
    flags: &[ReadingFlag::PlainMarkdown, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Prose(Prose::Markdown),
};

/// The first bytes of a ZIP archive, which many formats are.
const ZIP: &[Signature] = &[Signature { at: 0, bytes: b"PK\x03\x04" }];

/// The flags by which text is decoded.
const TEXT_FLAGS: &[ReadingFlag] = &[ReadingFlag::Encoding, ReadingFlag::Strict];

/// The flags by which rows and other records become documents.
const TABLE_FLAGS: &[ReadingFlag] = &[ReadingFlag::TextField, ReadingFlag::IdField, ReadingFlag::TitleField];

/// Those of files that may hold several tables.
const SHEET_FLAGS: &[ReadingFlag] =
    &[ReadingFlag::TextField, ReadingFlag::IdField, ReadingFlag::TitleField, ReadingFlag::Sheet];

/// Those of records in JSON.
const JSON_FLAGS: &[ReadingFlag] = &[
    ReadingFlag::TextField,
    ReadingFlag::IdField,
    ReadingFlag::TitleField,
    ReadingFlag::Encoding,
    ReadingFlag::Strict,
];

/// Those of delimited tables.
const DELIMITED_FLAGS: &[ReadingFlag] = &[
    ReadingFlag::TextField,
    ReadingFlag::IdField,
    ReadingFlag::TitleField,
    ReadingFlag::Delimiter,
    ReadingFlag::Quote,
    ReadingFlag::NoHeaderIn,
    ReadingFlag::Unguard,
    ReadingFlag::Encoding,
    ReadingFlag::Strict,
];

/// The fields of office documents.
const OFFICE_FIELDS: &[&str] = &["author", "date", "language"];

/// A reader of a build that has the feature, or what to say in one without.
macro_rules! reader {
    ($feature:literal, $reader:expr) => {{
        #[cfg(feature = $feature)]
        const READER: Reader = $reader;
        #[cfg(not(feature = $feature))]
        const READER: Reader = Reader::Unread(Unread::Feature($feature));
        READER
    }};
}

pub(super) static DOCX: Row = Row {
    name: "docx",
    about: "a Word document",
    suffixes: &["docx", "docm", "dotx", "dotm"],
    signatures: ZIP,
    is_it: |head| holds(head, b"word/"),
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(OFFICE_FIELDS),
    flags: &[],
    reader: reader!("office", Reader::Bytes(office::read_docx)),
};

pub(super) static OPEN_DOCUMENT: Row = Row {
    name: "odt",
    about: "an OpenDocument text or presentation",
    suffixes: &["odt", "ott", "odm", "fodt", "sxw", "odp", "otp", "fodp", "sxi"],
    signatures: ZIP,
    is_it: |head| holds(head, b"application/vnd.oasis.opendocument.text") || holds(head, b"opendocument.presentation"),
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(OFFICE_FIELDS),
    flags: &[],
    reader: reader!("office", Reader::Bytes(office::read_odf)),
};

pub(super) static RTF: Row = Row {
    name: "rtf",
    about: "a Rich Text document",
    suffixes: &["rtf"],
    signatures: &[Signature { at: 0, bytes: b"{\\rtf" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(OFFICE_FIELDS),
    flags: &[],
    reader: reader!("office", Reader::Bytes(office::read_rtf)),
};

pub(super) static XML: Row = Row {
    name: "xml",
    about: "XML",
    suffixes: &["xml", "tei", "rss", "atom", "nxml", "jats"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(begins_xml),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: &[ReadingFlag::XmlText, ReadingFlag::XmlDocument, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Marked(Marked { cut: xml::cut, read: xml::read }),
};

pub(super) static MAIL: Row = Row {
    name: "mail",
    about: "a mail",
    suffixes: &["eml", "emlx"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(|head| mail::is_mail(head.as_bytes())),
    holds: Holds::One,
    fields: FieldNames::Fixed(mail::FIELD_NAMES),
    flags: &[],
    reader: Reader::Bytes(mail::read_mail),
};

pub(super) static MAILBOX: Row = Row {
    name: "mbox",
    about: "a mailbox",
    suffixes: &["mbox", "mbx", "mboxrd"],
    signatures: &[Signature { at: 0, bytes: b"From " }],
    is_it: mailbox::is_mailbox,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Fixed(mail::FIELD_NAMES),
    flags: &[],
    reader: Reader::Blocks(Blocks { cut: |options| Box::new(MailCut::new(options)), read: mailbox::read_messages }),
};

pub(super) static MHTML: Row = Row {
    name: "mhtml",
    about: "a web page saved with all its parts",
    suffixes: &["mht", "mhtml"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(|head| mhtml::is_mhtml(head.as_bytes())),
    holds: Holds::One,
    fields: FieldNames::Fixed(&["url", "date", "language"]),
    flags: &[ReadingFlag::Captions, ReadingFlag::Ruby],
    reader: Reader::Bytes(mhtml::read_saved_page),
};

pub(super) static WARC: Row = Row {
    name: "warc",
    about: "an archive of web pages",
    suffixes: &["warc", "wet"],
    signatures: &[Signature { at: 0, bytes: b"WARC/" }],
    is_it: warc::is_warc,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Fixed(&["url", "date", "type", "language", "record_id"]),
    flags: &[ReadingFlag::Captions, ReadingFlag::Ruby],
    reader: Reader::Blocks(Blocks {
        cut: |options| Box::new(WarcCut::new(options.max_document_bytes)),
        read: warc::read_block,
    }),
};

pub(super) static CONLLU: Row = Row {
    name: "conllu",
    about: "annotated sentences in CoNLL-U",
    suffixes: &["conllu", "conllup"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(conllu::begins),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: &[ReadingFlag::Attribute, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Marked(Marked { cut: conllu::cut, read: conllu::read }),
};

pub(super) static VERTICAL: Row = Row {
    name: "vertical",
    about: "vertical text",
    suffixes: &["vert", "vrt", "vertical"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(vertical::begins),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: &[ReadingFlag::Attribute, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Marked(Marked { cut: vertical::cut, read: vertical::read }),
};

pub(super) static JSON: Row = Row {
    name: "json",
    about: "JSON",
    suffixes: &["json"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(json_array::looks_like_json),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: JSON_FLAGS,
    reader: Reader::Records(Records::Json),
};

pub(super) static PARQUET: Row = Row {
    name: "parquet",
    about: "a Parquet file",
    suffixes: &["parquet", "pq"],
    signatures: &[Signature { at: 0, bytes: b"PAR1" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: TABLE_FLAGS,
    reader: reader!("parquet", Reader::Table(TableReader::OfFile(parquet_table::open))),
};

pub(super) static ARROW: Row = Row {
    name: "arrow",
    about: "a file of Arrow record batches",
    suffixes: &["arrow", "arrows", "feather", "ipc"],
    signatures: &[Signature { at: 0, bytes: b"ARROW1" }, Signature { at: 0, bytes: b"\xff\xff\xff\xff" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: TABLE_FLAGS,
    reader: reader!("parquet", Reader::Table(TableReader::OfFile(arrow_table::open))),
};

pub(super) static WORKBOOK: Row = Row {
    name: "xlsx",
    about: "a workbook",
    suffixes: &["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls"],
    signatures: &[Signature { at: 0, bytes: b"PK\x03\x04" }, Signature { at: 0, bytes: compound_file::MAGIC }],
    is_it: |head| holds(head, b"xl/"),
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: SHEET_FLAGS,
    reader: reader!("sheets", Reader::Table(TableReader::OfFile(workbook::open))),
};

pub(super) static SPREADSHEET: Row = Row {
    name: "ods",
    about: "an OpenDocument spreadsheet",
    suffixes: &["ods", "ots", "fods"],
    signatures: ZIP,
    is_it: |head| holds(head, b"application/vnd.oasis.opendocument.spreadsheet"),
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: SHEET_FLAGS,
    reader: reader!("sheets", Reader::Table(TableReader::OfFile(ods_table::open))),
};

pub(super) static SQLITE: Row = Row {
    name: "sqlite",
    about: "an SQLite database",
    suffixes: &["sqlite", "sqlite3", "db", "db3"],
    signatures: &[Signature { at: 0, bytes: b"SQLite format 3\0" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: SHEET_FLAGS,
    reader: reader!("sqlite", Reader::Table(TableReader::OfPath(sqlite_table::open))),
};

pub(super) static SLIDES: Row = Row {
    name: "pptx",
    about: "a PowerPoint presentation",
    suffixes: &["pptx", "pptm", "ppsx", "ppsm", "potx"],
    signatures: ZIP,
    is_it: |head| holds(head, b"ppt/"),
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(OFFICE_FIELDS),
    flags: &[],
    reader: reader!("office", Reader::Bytes(office::read_pptx)),
};

pub(super) static EPUB: Row = Row {
    name: "epub",
    about: "an electronic book",
    suffixes: &["epub"],
    signatures: ZIP,
    is_it: |head| holds(head, b"application/epub+zip"),
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(&["author", "date", "language", "book"]),
    flags: &[ReadingFlag::PerChapter],
    reader: reader!("office", Reader::Bytes(office::read_book)),
};

pub(super) static PDF: Row = Row {
    name: "pdf",
    about: "a PDF",
    suffixes: &["pdf"],
    signatures: &[Signature { at: 0, bytes: b"%PDF-" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(&["author", "date", "pages"]),
    flags: &[ReadingFlag::NoRunningHeads],
    reader: reader!("pdf", Reader::Bytes(pdf::child::read_in_child)),
};

pub(super) static SUBTITLES: Row = Row {
    name: "subtitles",
    about: "subtitles",
    suffixes: &["srt", "vtt", "ass", "ssa"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(|head| head.starts_with("WEBVTT")),
    holds: Holds::One,
    fields: FieldNames::Own,
    flags: TEXT_FLAGS,
    reader: Reader::Text(subtitles::read),
};

pub(super) static NOTEBOOK: Row = Row {
    name: "ipynb",
    about: "a Jupyter notebook",
    suffixes: &["ipynb"],
    signatures: &[],
    is_it: |_| false,
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Fixed(&["kernel"]),
    flags: &[ReadingFlag::CodeCells, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Text(notebook::read),
};

pub(super) static ZIP_ARCHIVE: Row = Row {
    name: "zip",
    about: "a ZIP archive",
    suffixes: &["zip"],
    signatures: &[Signature { at: 0, bytes: b"PK\x03\x04" }, Signature { at: 0, bytes: b"PK\x05\x06" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: &[],
    reader: Reader::Archive,
};

pub(super) static TAR_ARCHIVE: Row = Row {
    name: "tar",
    about: "a TAR archive, compressed or not",
    suffixes: &["tar", "tgz", "tbz", "tbz2", "txz", "tzst"],
    signatures: &[Signature { at: 257, bytes: b"ustar" }],
    is_it: |_| true,
    begins: None,
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: &[],
    reader: Reader::Archive,
};

fn holds(head: &[u8], name: &[u8]) -> bool {
    memchr::memmem::find(head, name).is_some()
}

fn begins_xml(head: &str) -> bool {
    xml::kind(head).is_some()
}

pub(super) static HTML: Row = Row {
    name: "html",
    about: "a web page",
    suffixes: &["html", "htm", "xhtml"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(begins_html),
    holds: Holds::One,
    fields: FieldNames::Fixed(web_page::FIELD_NAMES),
    flags: &[ReadingFlag::Captions, ReadingFlag::Ruby, ReadingFlag::Encoding, ReadingFlag::Strict],
    reader: Reader::Page,
};

pub(super) static JSON_LINES: Row = Row {
    name: "jsonl",
    about: "JSON Lines",
    suffixes: &["jsonl", "ndjson"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(begins_json_lines),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: JSON_FLAGS,
    reader: Reader::Records(Records::JsonLines),
};

pub(super) static CSV: Row = Row {
    name: "csv",
    about: "a table of comma-separated values",
    suffixes: &["csv"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(begins_csv),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: DELIMITED_FLAGS,
    reader: Reader::Records(Records::Delimited(b',')),
};

pub(super) static TSV: Row = Row {
    name: "tsv",
    about: "a table of tab-separated values",
    suffixes: &["tsv", "tab"],
    signatures: &[],
    is_it: |_| false,
    begins: Some(begins_tsv),
    holds: Holds::Many,
    fields: FieldNames::Own,
    flags: DELIMITED_FLAGS,
    reader: Reader::Records(Records::Delimited(b'\t')),
};

/// `true` if XML that begins with `head` is a web page by its root element.
pub(super) fn has_page_as_root(head: &str) -> bool {
    xml::kind(head) == Some(xml::Kind::Xhtml)
}

fn begins_html(head: &str) -> bool {
    let tag: String = head.trim_start().chars().take(14).map(|c| c.to_ascii_lowercase()).collect();
    tag.starts_with("<!doctype html") || tag.starts_with("<html")
}

fn begins_csv(head: &str) -> bool {
    csv_table::looks_like_table(head, b',') || csv_table::looks_like_table(head, b';')
}

fn begins_tsv(head: &str) -> bool {
    csv_table::looks_like_table(head, b'\t')
}

/// `true` if the first line is an object; of one that is longer than `head` only the beginning is known.
fn begins_json_lines(head: &str) -> bool {
    let head = head.trim_start();
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
