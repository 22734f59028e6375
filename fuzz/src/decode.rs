//! Any bytes are read without a panic, in any format, and give the same documents and findings however many threads read
//! them; a text that is the source's own bytes leads back to them.

use textmill::document::{Basis, Document, Span};
use textmill::input::{Encoding, Format, InputOptions, Losses};

use super::reading::read;

/// The first byte chooses the options.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let options = options(choice);
    let (documents, findings) = read(bytes, &options, 2);
    assert_eq!(read(bytes, &options, 3), (documents.clone(), findings.clone()));
    let has_failed = findings.iter().any(|line| line.starts_with("error: "));
    // An empty file is a text without words, and no book, workbook or archive.
    let is_of_text =
        |format| [Format::TEXT, Format::MARKDOWN, Format::JSON_LINES, Format::CSV, Format::TSV].contains(&format);
    let may_be_empty = options.format.is_none_or(is_of_text);
    assert!(!bytes.is_empty() || documents.len() <= 1 && !(has_failed && may_be_empty), "an empty file: {findings:?}");
    for document in &documents {
        leads_back(document, bytes);
    }
}

fn options(choice: u8) -> InputOptions {
    let format = Format::readable().nth(usize::from(choice % 8));
    let encoding = match choice >> 5 {
        0 => Some("utf-8"),
        1 => Some("windows-1252"),
        2 => Some("utf-16le"),
        _ => None,
    };
    let losses = if choice & 16 == 0 { Losses::Warn } else { Losses::Refuse };
    let encoding = encoding.and_then(Encoding::named);
    InputOptions { format, encoding, losses, max_document_bytes: 1 << 20, ..InputOptions::default() }
}

/// Whole, and in any two parts.
fn leads_back(document: &Document, bytes: &[u8]) {
    let text = &document.text;
    let whole = document.source_text(Span::new(0, text.len())).into_owned();
    // Not at the beginning: what stands before the text is part of all that begins there, even of nothing.
    if let Some(middle) = (1..=text.len() / 2).rev().find(|&at| text.is_char_boundary(at)) {
        let parts = [Span::new(0, middle), Span::new(middle, text.len())].map(|span| document.source_text(span));
        assert_eq!(parts.concat(), whole);
    }
    let (start, end) = document.source_range(Span::new(0, text.len()));
    assert!(start <= end);
    // Compressed bytes and those that meant nothing are not in the text.
    if document.facts.basis != Basis::Text && bytes.len() as u64 == document.facts.n_bytes && !text.contains('\u{fffd}')
    {
        assert_eq!((start, end), (0, document.facts.n_bytes));
        assert_eq!(whole.as_bytes(), bytes);
    }
}
