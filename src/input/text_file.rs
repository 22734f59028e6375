//! Files that are one document each: plain text, Markdown and web pages.

use std::borrow::Cow;
use std::mem;

use super::block::Block;
use super::encoding::{self, Decoded, Detected, Encoding, Evidence, Reach};
use super::file_encoding;
use super::format::{Format, Prose, Reader};
use super::front_matter::{self, FrontMatter};
use super::line_end::unify_line_ends;
use super::losses::lost_message;
use super::mailbox;
use super::markdown_plain;
use super::options::{Composites, InputOptions, Losses, MarkdownText};
use super::read_page::read_page;
use super::source::Source;
use crate::diagnostics::{Finding, Kind};
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
    let detected = file_encoding::detect(bytes, options.encoding, Reach::All).map_err(failed)?;
    if let Some((decoded, detected)) = decoded_mails(bytes, detected, options) {
        say_losses(decoded.n_lost, None, detected, source, options, findings)?;
        return Ok((decoded, detected));
    }
    let decoded = encoding::decode(&bytes[detected.bom_bytes..], detected.encoding);
    say_encoding(detected, decoded.text.as_bytes(), source, findings);
    say_joined(decoded.n_joined, source, findings);
    say_losses(decoded.n_lost, decoded.first_lost_at, detected, source, options, findings)?;
    Ok((decoded, detected))
}

/// A file of mails that is read as it was written, where its bytes are in no encoding that all of them have. The offsets of such
/// a text are those of no bytes, and so its encoding is not UTF-8.
fn decoded_mails(bytes: &[u8], detected: Detected, options: &InputOptions) -> Option<(Decoded<'static>, Detected)> {
    let is_of_mails = options.composites == Composites::AsWritten && detected.bom_bytes == 0;
    let is_doubtful = match detected.evidence {
        Evidence::Guess => true,
        Evidence::Proof => simdutf8::basic::from_utf8(bytes).is_err(),
        _ => false,
    };
    if !is_of_mails || !is_doubtful {
        return None;
    }
    let (text, n_lost) = mailbox::decoded_by_text(bytes)?;
    let decoded = Decoded { text: Cow::Owned(text), n_lost, first_lost_at: None, n_joined: 0 };
    let detected = Detected { encoding: Encoding::WINDOWS_1252, evidence: Evidence::Declared, ..detected };
    Some((decoded, detected))
}

/// As [`decoded`], for records that are told of one by one if something of them `is_told_later`: then also gives back the places
/// of what meant nothing, and says nothing of it.
pub(super) fn decoded_records<'b>(
    bytes: &'b [u8],
    source: &Source,
    options: &InputOptions,
    is_told_later: bool,
    findings: &mut Vec<Finding>,
) -> Result<(Cow<'b, str>, Vec<usize>), InputError> {
    let failed = |problem| InputError::new(&source.shown, problem);
    let detected = file_encoding::detect(bytes, options.encoding, Reach::All).map_err(failed)?;
    let content = &bytes[detected.bom_bytes..];
    let Decoded { text, n_lost, first_lost_at, n_joined } = encoding::decode(content, detected.encoding);
    say_encoding(detected, text.as_bytes(), source, findings);
    say_joined(n_joined, source, findings);
    if n_lost > 0 && is_told_later && detected.encoding.is_utf8() {
        return Ok((text, encoding::lost_at(content)));
    }
    say_losses(n_lost, first_lost_at, detected, source, options, findings)?;
    Ok((text, Vec::new()))
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
    let (Decoded { text, n_lost, first_lost_at, n_joined }, detected) = decoded(&bytes, source, options, findings)?;
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
    Ok((Decoded { text: Cow::Owned(text), n_lost, first_lost_at, n_joined }, detected))
}

/// Reports an encoding that was guessed, with a sample of `text`, which came out, and one that the file wrongly says of itself.
pub(super) fn say_encoding(detected: Detected, text: &[u8], source: &Source, findings: &mut Vec<Finding>) {
    if let Some(belied) = detected.belied {
        let message = format!("says that it is {}, which its bytes are not", belied.name());
        findings.push(Finding::repeated(Kind::WrongEncoding, &source.shown, message));
    }
    if detected.is_guess() {
        // A head may end inside a character.
        let whole = text.utf8_chunks().next().map(|chunk| chunk.valid()).unwrap_or_default();
        let sample = encoding::sample(whole);
        let shown = if sample.is_empty() { String::new() } else { format!(": \u{ab}{sample}\u{bb}") };
        let message = format!("read as {}, which was guessed from its bytes{shown}", detected.encoding.name());
        findings.push(Finding::repeated(Kind::GuessedEncoding, &source.shown, message));
    }
}

/// Reports characters that were written as two surrogates of three bytes each, as some databases do, if there are any.
pub(super) fn say_joined(n_joined: u64, source: &Source, findings: &mut Vec<Finding>) {
    if n_joined > 0 {
        let message = format!("characters written as two halves (CESU-8) were joined: {n_joined}");
        findings.push(Finding::repeated(Kind::JoinedHalves, &source.shown, message));
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
    let message = lost_message(n_lost, encoding, &at);
    findings.push(Finding::repeated(Kind::Undecodable, &source.shown, message));
    Ok(())
}

/// The document that a whole file of `format` is; `n_bytes` is its length after decompression.
pub(super) fn document(
    decoded: Decoded<'_>,
    detected: Detected,
    format: Format,
    source: &Source,
    n_bytes: u64,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<Document, InputError> {
    let mut document = Document { id: source.id.clone(), source: source.shown.clone(), ..Document::default() };
    document.facts.n_bytes = n_bytes;
    match format.reader() {
        Reader::Page => fill_from_page(&mut document, &decoded.text, options)
            .map_err(|problem| InputError::new(&source.shown, problem))?,
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
            let is_markdown = matches!(format.reader(), Reader::Prose(Prose::Markdown));
            if is_markdown && document.title.is_none() {
                document.title = first_heading(&document.text);
            }
            if is_markdown && options.markdown == MarkdownText::Plain {
                document.text = markdown_plain::plain_text(&document.text);
                document.facts.offsets = Offsets::default();
                document.facts.basis = Basis::Text;
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
    let offsets = Offsets { lead: front.n_bytes as u64, crlf_at: ends.crlf_at, ..Offsets::default() };
    document.facts = Facts { n_crlf, offsets, basis, ..document.facts };
    document.text = text;
}

/// The title of the first line that is a heading, if nothing but blank lines comes before it.
fn first_heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    heading(line).map(|heading| heading.title.to_owned())
}

fn fill_from_page(document: &mut Document, html: &str, options: &InputOptions) -> Result<(), Problem> {
    let mut page = read_page(html, None, options)?;
    document.markup = Some(Box::new(mem::take(&mut page.markup)));
    let parsed = page.into_parsed();
    (document.title, document.text, document.fields) = (parsed.title, parsed.text, parsed.fields);
    if document.text.trim().is_empty() {
        return Err(Problem::NoText("is a web page without text"));
    }
    Ok(())
}
