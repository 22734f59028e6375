//! The table of formats, readable ones first.

use super::super::csv_table;
use super::super::reader::{Prose, Reader, Records};
use super::unread::{DOCUMENTS, NO_TEXTS};
use super::{FieldNames, Holds, Row};

/// The formats that are read. Of two that fit, the first one is taken.
static READABLE: [&Row; 6] = [&TEXT, &MARKDOWN, &HTML, &JSON_LINES, &CSV, &TSV];

/// All formats: those that are read, those that may hold text, those that hold none.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    READABLE.into_iter().chain(DOCUMENTS).chain(NO_TEXTS)
}

pub(super) static TEXT: Row = Row {
    name: "text",
    about: "plain text",
    suffixes: &["txt", "text"],
    signatures: &[],
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Own,
    reader: Reader::Prose(Prose::Text),
};

pub(super) static MARKDOWN: Row = Row {
    name: "markdown",
    about: "Markdown",
    suffixes: &["md", "markdown"],
    signatures: &[],
    begins: None,
    holds: Holds::One,
    fields: FieldNames::Own,
    reader: Reader::Prose(Prose::Markdown),
};

/// The fields of a web page; a build without its reader has none.
const PAGE_FIELDS: &[&str] = if cfg!(feature = "html") { &["language"] } else { &[] };

pub(super) static HTML: Row = Row {
    name: "html",
    about: "a web page",
    suffixes: &["html", "htm", "xhtml"],
    signatures: &[],
    begins: Some(begins_html),
    holds: Holds::One,
    fields: FieldNames::Fixed(PAGE_FIELDS),
    reader: Reader::Page,
};

pub(super) static JSON_LINES: Row = Row {
    name: "jsonl",
    about: "JSON Lines",
    suffixes: &["jsonl", "ndjson"],
    signatures: &[],
    begins: Some(begins_json_lines),
    holds: Holds::Many,
    fields: FieldNames::Own,
    reader: Reader::Records(Records::JsonLines),
};

pub(super) static CSV: Row = Row {
    name: "csv",
    about: "a table of comma-separated values",
    suffixes: &["csv"],
    signatures: &[],
    begins: Some(begins_csv),
    holds: Holds::Many,
    fields: FieldNames::Own,
    reader: Reader::Records(Records::Delimited(b',')),
};

pub(super) static TSV: Row = Row {
    name: "tsv",
    about: "a table of tab-separated values",
    suffixes: &["tsv", "tab"],
    signatures: &[],
    begins: Some(begins_tsv),
    holds: Holds::Many,
    fields: FieldNames::Own,
    reader: Reader::Records(Records::Delimited(b'\t')),
};

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
