//! Files that are one document each: plain text, Markdown and web pages.

use std::borrow::Cow;

use super::block::Block;
use super::encoding::{self, Decoded, Detected, Reach};
use super::format::Format;
use super::front_matter::{self, FrontMatter};
use super::line_end::unify_line_ends;
use super::options::{InputOptions, Losses};
use super::reader::{Prose, Reader};
use super::source::Source;
use crate::diagnostics::Finding;
#[cfg(feature = "html")]
use crate::document::FieldValue;
use crate::document::{Basis, Document, Facts, Offsets};
use crate::error::{InputError, Place, Problem};
use crate::text::heading;

/// Bytes decoded, with what a user should hear about it.
pub(super) fn decoded<'b>(
    bytes: &'b [u8],
    source: &Source,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<(Decoded<'b>, Detected), InputError> {
    let failed = |problem| InputError::new(&source.shown, problem);
    let detected = encoding::detect(bytes, options.encoding, Reach::All).map_err(failed)?;
    let decoded = encoding::decode(&bytes[detected.bom_bytes..], detected.encoding);
    say_guess(detected, source, findings);
    say_losses(decoded.n_lost, decoded.first_lost_at, detected, source, options, findings)?;
    Ok((decoded, detected))
}

/// Shorter texts are copied out of their bytes, which is as fast as to take the bytes over.
const MIN_TAKEN_BYTES: usize = 16 << 20;

/// As [`decoded`], out of bytes that nobody else needs: those of a long text in UTF-8 become the text, and others are gone
/// before anything is made of it.
pub(super) fn decoded_whole(
    bytes: Block,
    source: &Source,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<(Decoded<'static>, Detected), InputError> {
    let (Decoded { text, n_lost, first_lost_at }, detected) = decoded(&bytes, source, options, findings)?;
    let text = match text {
        Cow::Owned(text) => text,
        Cow::Borrowed(text) if text.len() < MIN_TAKEN_BYTES => text.to_owned(),
        Cow::Borrowed(_) => {
            let mut bytes = bytes.into_bytes();
            bytes.drain(..detected.bom_bytes);
            // It is valid, and so nothing is lost or copied here.
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
    };
    Ok((Decoded { text: Cow::Owned(text), n_lost, first_lost_at }, detected))
}

/// Says that the encoding was guessed, if it was.
pub(super) fn say_guess(detected: Detected, source: &Source, findings: &mut Vec<Finding>) {
    if detected.is_guess {
        let message = format!("read as {}, which was guessed from its bytes", detected.encoding.name());
        findings.push(Finding::warning(&source.shown, message));
    }
}

/// Says what could not be decoded, if anything.
///
/// # Errors
///
/// [`Problem::Undecodable`] if losses are refused.
pub(super) fn say_losses(
    n_lost: u64,
    first_at: Option<u64>,
    detected: Detected,
    source: &Source,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<(), InputError> {
    if n_lost == 0 {
        return Ok(());
    }
    let encoding = detected.encoding.name();
    if options.losses == Losses::Refuse {
        let problem = Problem::Undecodable { n_sequences: n_lost, encoding };
        let place = first_at.map(|at| Place::Byte(at + detected.bom_bytes as u64));
        return Err(InputError { path: source.shown.clone(), place, problem });
    }
    let at = first_at.map(|at| format!(", the first at byte {}", at + detected.bom_bytes as u64)).unwrap_or_default();
    let message = match n_lost {
        1 => format!("1 byte sequence is not valid {encoding}{at}; it became U+FFFD"),
        n => format!("{n} byte sequences are not valid {encoding}{at}; each became U+FFFD"),
    };
    findings.push(Finding::warning(&source.shown, message));
    Ok(())
}

/// The document that a whole file of `format` is; `n_bytes` is its length after decompression.
pub(super) fn document(
    decoded: Decoded<'_>,
    detected: Detected,
    format: Format,
    source: &Source,
    n_bytes: u64,
    findings: &mut Vec<Finding>,
) -> Result<Document, InputError> {
    let mut document = Document { id: source.id.clone(), source: source.shown.clone(), ..Document::default() };
    document.facts.n_bytes = n_bytes;
    match format.reader() {
        Reader::Page => fill_from_page(&mut document, &decoded.text, findings)
            .map_err(|error| InputError { path: source.shown.clone(), ..error })?,
        _ => {
            let is_exact = detected.encoding.is_utf8() && decoded.n_lost == 0;
            fill_from_text(&mut document, decoded.text.into_owned(), findings);
            if is_exact {
                document.facts.offsets.lead += detected.bom_bytes as u64;
                if let (Basis::Bytes { lead }, 1..) = (&mut document.facts.basis, detected.bom_bytes) {
                    lead.insert(0, '\u{feff}');
                }
            } else {
                document.facts.offsets = Offsets::default();
                document.facts.basis = Basis::Text;
            }
            if matches!(format.reader(), Reader::Prose(Prose::Markdown)) && document.title.is_none() {
                document.title = first_heading(&document.text);
            }
        }
    }
    Ok(document)
}

/// Takes the front matter off `text` and puts the rest, with LF line ends, into `document`.
pub(super) fn fill_from_text(document: &mut Document, mut text: String, findings: &mut Vec<Finding>) {
    let front = front_matter::read(&text).unwrap_or_else(|problem| {
        findings.push(Finding::warning(&document.source, format!("{problem}; it stays in the text")));
        FrontMatter::default()
    });
    document.fields = front.fields;
    document.title = document.fields.take("title").map(|title| title.as_text().to_owned());
    let lead: String = text.drain(..front.n_bytes).collect();
    let ends = unify_line_ends(&mut text);
    let n_crlf = ends.crlf_at.len() as u64;
    let basis = if ends.n_lone_cr == 0 { Basis::Bytes { lead } } else { Basis::Text };
    let offsets = Offsets { lead: front.n_bytes as u64, crlf_at: ends.crlf_at };
    document.facts = Facts { n_crlf, offsets, basis, ..document.facts };
    document.text = text;
}

/// The title of the first line that is a heading, if nothing but blank lines comes before it.
fn first_heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    heading(line).map(|heading| heading.title.to_owned())
}

#[cfg(feature = "html")]
fn fill_from_page(document: &mut Document, html: &str, _: &mut Vec<Finding>) -> Result<(), InputError> {
    let page = super::html::read(html)?;
    document.title = page.title;
    document.text = page.text;
    document.markup = Some(Box::new(page.markup));
    if let Some(language) = page.language {
        document.fields.set("language".into(), FieldValue::Text(language));
    }
    Ok(())
}

#[cfg(not(feature = "html"))]
fn fill_from_page(document: &mut Document, html: &str, findings: &mut Vec<Finding>) -> Result<(), InputError> {
    findings.push(Finding::warning(&document.source, "this build reads no HTML; markup stays in the text"));
    fill_from_text(document, html.to_owned(), findings);
    Ok(())
}
