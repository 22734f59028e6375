//! The table of formats, readable ones first.

use super::super::compound_file;
use super::super::mailbox::{self, MailCut};
#[cfg(feature = "office")]
use super::super::office;
#[cfg(feature = "pdf")]
use super::super::pdf;
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
use super::description::{Description, FieldNames, Holds, Signature};
use super::row::{Blocks, Marked, Prose, Reader, Records, Row};
use super::unread::{DOCUMENTS, NO_TEXTS};
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
    format: Description {
        name: "text",
        about: "plain text",
        suffixes: &["txt", "text"],
        flags: TEXT_FLAGS,
        ..Description::USUAL
    },
    reader: Reader::Prose(Prose::Text),
};

pub(super) static MARKDOWN: Row = Row {
    format: Description {
        name: "markdown",
        about: "Markdown",
        suffixes: &["md", "markdown"],
        flags: &[ReadingFlag::PlainMarkdown, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
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
    format: Description {
        name: "docx",
        about: "a Word document",
        suffixes: &["docx", "docm", "dotx", "dotm"],
        signatures: ZIP,
        is_it: |head| holds(head, b"word/"),
        fields: FieldNames::Fixed(OFFICE_FIELDS),
        ..Description::USUAL
    },
    reader: reader!("office", Reader::Bytes(office::read_docx)),
};

pub(super) static OPEN_DOCUMENT: Row = Row {
    format: Description {
        name: "odt",
        about: "an OpenDocument text or presentation",
        suffixes: &["odt", "ott", "odm", "fodt", "sxw", "odp", "otp", "fodp", "sxi"],
        signatures: ZIP,
        is_it: |head| {
            holds(head, b"application/vnd.oasis.opendocument.text") || holds(head, b"opendocument.presentation")
        },
        fields: FieldNames::Fixed(OFFICE_FIELDS),
        ..Description::USUAL
    },
    reader: reader!("office", Reader::Bytes(office::read_odf)),
};

pub(super) static RTF: Row = Row {
    format: Description {
        name: "rtf",
        about: "a Rich Text document",
        suffixes: &["rtf"],
        signatures: &[Signature { at: 0, bytes: b"{\\rtf" }],
        fields: FieldNames::Fixed(OFFICE_FIELDS),
        ..Description::USUAL
    },
    reader: reader!("office", Reader::Bytes(office::read_rtf)),
};

pub(super) static XML: Row = Row {
    format: Description {
        name: "xml",
        about: "XML",
        suffixes: &["xml", "tei", "rss", "atom", "nxml", "jats"],
        begins: Some(begins_xml),
        holds: Holds::Many,
        flags: &[ReadingFlag::XmlText, ReadingFlag::XmlDocument, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
    reader: Reader::Marked(Marked { cut: xml::cut, read: xml::read }),
};

pub(super) static MAIL: Row = Row {
    format: Description {
        name: "mail",
        about: "a mail",
        suffixes: &["eml", "emlx"],
        begins: Some(|head| mail::is_mail(head.as_bytes())),
        fields: FieldNames::Fixed(mail::FIELD_NAMES),
        ..Description::USUAL
    },
    reader: Reader::Bytes(mail::read_mail),
};

pub(super) static MAILBOX: Row = Row {
    format: Description {
        name: "mbox",
        about: "a mailbox",
        suffixes: &["mbox", "mbx", "mboxrd"],
        signatures: &[Signature { at: 0, bytes: b"From " }],
        is_it: mailbox::is_mailbox,
        holds: Holds::Many,
        fields: FieldNames::Fixed(mail::FIELD_NAMES),
        ..Description::USUAL
    },
    reader: Reader::Blocks(Blocks { cut: |options| Box::new(MailCut::new(options)), read: mailbox::read_messages }),
};

pub(super) static MHTML: Row = Row {
    format: Description {
        name: "mhtml",
        about: "a web page saved with all its parts",
        suffixes: &["mht", "mhtml"],
        begins: Some(|head| mhtml::is_mhtml(head.as_bytes())),
        fields: FieldNames::Fixed(&["url", "date", "language"]),
        flags: &[ReadingFlag::Captions, ReadingFlag::Ruby],
        ..Description::USUAL
    },
    reader: Reader::Bytes(mhtml::read_saved_page),
};

pub(super) static WARC: Row = Row {
    format: Description {
        name: "warc",
        about: "an archive of web pages",
        suffixes: &["warc", "wet"],
        signatures: &[Signature { at: 0, bytes: b"WARC/" }],
        is_it: warc::is_warc,
        holds: Holds::Many,
        fields: FieldNames::Fixed(&["url", "date", "type", "language", "record_id"]),
        flags: &[ReadingFlag::Captions, ReadingFlag::Ruby],
        ..Description::USUAL
    },
    reader: Reader::Blocks(Blocks {
        cut: |options| Box::new(WarcCut::new(options.max_document_bytes)),
        read: warc::read_block,
    }),
};

pub(super) static CONLLU: Row = Row {
    format: Description {
        name: "conllu",
        about: "annotated sentences in CoNLL-U",
        suffixes: &["conllu", "conllup"],
        begins: Some(conllu::begins),
        holds: Holds::Many,
        flags: &[ReadingFlag::Attribute, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
    reader: Reader::Marked(Marked { cut: conllu::cut, read: conllu::read }),
};

pub(super) static VERTICAL: Row = Row {
    format: Description {
        name: "vertical",
        about: "vertical text",
        suffixes: &["vert", "vrt", "vertical"],
        begins: Some(vertical::begins),
        holds: Holds::Many,
        flags: &[ReadingFlag::Attribute, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
    reader: Reader::Marked(Marked { cut: vertical::cut, read: vertical::read }),
};

pub(super) static JSON: Row = Row {
    format: Description {
        name: "json",
        about: "JSON",
        suffixes: &["json"],
        begins: Some(json_array::looks_like_json),
        holds: Holds::Many,
        flags: JSON_FLAGS,
        ..Description::USUAL
    },
    reader: Reader::Records(Records::Json),
};

pub(super) static PARQUET: Row = Row {
    format: Description {
        name: "parquet",
        about: "a Parquet file",
        suffixes: &["parquet", "pq"],
        signatures: &[Signature { at: 0, bytes: b"PAR1" }],
        holds: Holds::Many,
        flags: TABLE_FLAGS,
        ..Description::USUAL
    },
    reader: reader!("parquet", Reader::Table(TableReader::OfFile(parquet_table::open))),
};

pub(super) static ARROW: Row = Row {
    format: Description {
        name: "arrow",
        about: "a file of Arrow record batches",
        suffixes: &["arrow", "arrows", "feather", "ipc"],
        signatures: &[Signature { at: 0, bytes: b"ARROW1" }, Signature { at: 0, bytes: b"\xff\xff\xff\xff" }],
        holds: Holds::Many,
        flags: TABLE_FLAGS,
        ..Description::USUAL
    },
    reader: reader!("parquet", Reader::Table(TableReader::OfFile(arrow_table::open))),
};

pub(super) static WORKBOOK: Row = Row {
    format: Description {
        name: "xlsx",
        about: "a workbook",
        suffixes: &["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls"],
        signatures: &[Signature { at: 0, bytes: b"PK\x03\x04" }, Signature { at: 0, bytes: compound_file::MAGIC }],
        is_it: |head| holds(head, b"xl/"),
        holds: Holds::Many,
        flags: SHEET_FLAGS,
        ..Description::USUAL
    },
    reader: reader!("sheets", Reader::Table(TableReader::OfFile(workbook::open))),
};

pub(super) static SPREADSHEET: Row = Row {
    format: Description {
        name: "ods",
        about: "an OpenDocument spreadsheet",
        suffixes: &["ods", "ots", "fods"],
        signatures: ZIP,
        is_it: |head| holds(head, b"application/vnd.oasis.opendocument.spreadsheet"),
        holds: Holds::Many,
        flags: SHEET_FLAGS,
        ..Description::USUAL
    },
    reader: reader!("sheets", Reader::Table(TableReader::OfFile(ods_table::open))),
};

pub(super) static SQLITE: Row = Row {
    format: Description {
        name: "sqlite",
        about: "an SQLite database",
        suffixes: &["sqlite", "sqlite3", "db", "db3"],
        signatures: &[Signature { at: 0, bytes: b"SQLite format 3\0" }],
        holds: Holds::Many,
        flags: SHEET_FLAGS,
        ..Description::USUAL
    },
    reader: reader!("sqlite", Reader::Table(TableReader::OfPath(sqlite_table::open))),
};

pub(super) static SLIDES: Row = Row {
    format: Description {
        name: "pptx",
        about: "a PowerPoint presentation",
        suffixes: &["pptx", "pptm", "ppsx", "ppsm", "potx"],
        signatures: ZIP,
        is_it: |head| holds(head, b"ppt/"),
        fields: FieldNames::Fixed(OFFICE_FIELDS),
        ..Description::USUAL
    },
    reader: reader!("office", Reader::Bytes(office::read_pptx)),
};

pub(super) static EPUB: Row = Row {
    format: Description {
        name: "epub",
        about: "an electronic book",
        suffixes: &["epub"],
        signatures: ZIP,
        is_it: |head| holds(head, b"application/epub+zip"),
        fields: FieldNames::Fixed(&["author", "date", "language", "book"]),
        flags: &[ReadingFlag::PerChapter],
        ..Description::USUAL
    },
    reader: reader!("office", Reader::Bytes(office::read_book)),
};

pub(super) static PDF: Row = Row {
    format: Description {
        name: "pdf",
        about: "a PDF",
        suffixes: &["pdf"],
        signatures: &[Signature { at: 0, bytes: b"%PDF-" }],
        fields: FieldNames::Fixed(&["author", "date", "pages"]),
        flags: &[ReadingFlag::NoRunningHeads],
        ..Description::USUAL
    },
    reader: reader!("pdf", Reader::Bytes(pdf::child::read_in_child)),
};

pub(super) static SUBTITLES: Row = Row {
    format: Description {
        name: "subtitles",
        about: "subtitles",
        suffixes: &["srt", "vtt", "ass", "ssa"],
        begins: Some(|head| head.starts_with("WEBVTT")),
        flags: TEXT_FLAGS,
        ..Description::USUAL
    },
    reader: Reader::Text(subtitles::read),
};

pub(super) static NOTEBOOK: Row = Row {
    format: Description {
        name: "ipynb",
        about: "a Jupyter notebook",
        suffixes: &["ipynb"],
        fields: FieldNames::Fixed(&["kernel"]),
        flags: &[ReadingFlag::CodeCells, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
    reader: Reader::Text(notebook::read),
};

pub(super) static ZIP_ARCHIVE: Row = Row {
    format: Description {
        name: "zip",
        about: "a ZIP archive",
        suffixes: &["zip"],
        signatures: &[Signature { at: 0, bytes: b"PK\x03\x04" }, Signature { at: 0, bytes: b"PK\x05\x06" }],
        holds: Holds::Many,
        ..Description::USUAL
    },
    reader: Reader::Archive,
};

pub(super) static TAR_ARCHIVE: Row = Row {
    format: Description {
        name: "tar",
        about: "a TAR archive, compressed or not",
        suffixes: &["tar", "tgz", "tbz", "tbz2", "txz", "tzst"],
        signatures: &[Signature { at: 257, bytes: b"ustar" }],
        holds: Holds::Many,
        ..Description::USUAL
    },
    reader: Reader::Archive,
};

fn holds(head: &[u8], name: &[u8]) -> bool {
    memchr::memmem::find(head, name).is_some()
}

fn begins_xml(head: &str) -> bool {
    xml::kind(head).is_some()
}

pub(super) static HTML: Row = Row {
    format: Description {
        name: "html",
        about: "a web page",
        suffixes: &["html", "htm", "xhtml"],
        begins: Some(begins_html),
        fields: FieldNames::Fixed(web_page::FIELD_NAMES),
        flags: &[ReadingFlag::Captions, ReadingFlag::Ruby, ReadingFlag::Encoding, ReadingFlag::Strict],
        ..Description::USUAL
    },
    reader: Reader::Page,
};

pub(super) static JSON_LINES: Row = Row {
    format: Description {
        name: "jsonl",
        about: "JSON Lines",
        suffixes: &["jsonl", "ndjson"],
        begins: Some(begins_json_lines),
        holds: Holds::Many,
        flags: JSON_FLAGS,
        ..Description::USUAL
    },
    reader: Reader::Records(Records::JsonLines),
};

pub(super) static CSV: Row = Row {
    format: Description {
        name: "csv",
        about: "a table of comma-separated values",
        suffixes: &["csv"],
        begins: Some(begins_csv),
        holds: Holds::Many,
        flags: DELIMITED_FLAGS,
        ..Description::USUAL
    },
    reader: Reader::Records(Records::Delimited(b',')),
};

pub(super) static TSV: Row = Row {
    format: Description {
        name: "tsv",
        about: "a table of tab-separated values",
        suffixes: &["tsv", "tab"],
        begins: Some(begins_tsv),
        holds: Holds::Many,
        flags: DELIMITED_FLAGS,
        ..Description::USUAL
    },
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
