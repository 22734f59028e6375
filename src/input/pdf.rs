//! PDF: the text of its pages in reading order, a form feed between two pages.
//!
//! A PDF says where letters stand, not which words and paragraphs they make. A crate guesses those; what is done here is to
//! tell files apart that have no text to read, and to give words back the shape that they have elsewhere. The crate is not
//! trusted to end, nor to end well: [`child`] reads in a process of its own.

pub(super) mod child;
mod pages;
pub(super) mod program;

use std::thread;

use unpdf::{Document, Error, Metadata, ParseOptions};

use super::options::InputOptions;
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Fields};
use crate::text::Date;
use pages::Pages;

/// What is said of a PDF of pictures.
const NO_TEXT: &str = "is a PDF without text: it needs OCR";
/// What is said of a PDF whose fonts do not tell which letters they draw.
const NO_LETTERS: &str = "is a PDF whose letters cannot be told: it needs OCR";
/// What is said of a PDF that opens with a password only.
const PROTECTED: &str = "is a PDF that a password protects: save it without one";

/// The crate follows nested objects by calling itself; what overflows this stack ends the process.
const STACK_BYTES: usize = 256 << 20;

/// From this share of letters on that cannot be told, the rest is no text.
const MOST_UNTOLD: f64 = 0.3;

/// Reads a PDF in this process. Hostile files may end it: see [`child`].
///
/// # Errors
///
/// [`Fault::NoText`] for scans, for files that a password protects, and for fonts without letters; [`Fault::TooLong`];
/// [`Fault::Malformed`].
pub(super) fn read(bytes: &[u8], options: &InputOptions, each: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    let pdf = thread::scope(|scope| {
        let parse = || unpdf::parse_bytes_with_options(bytes, parse_options());
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, parse);
        // A panic has been told by the hook; its message is of no use to a user.
        thread.ok().and_then(|thread| thread.join().ok())
    });
    let pdf =
        pdf.ok_or_else(|| Fault::Malformed("is a PDF that breaks its reader".to_owned()))?.map_err(|e| fault(&e))?;
    let pages = Pages::of(&pdf.pages, options);
    if pages.n_bytes() as u64 > options.max_document_bytes {
        return Err(Fault::TooLong { limit_bytes: options.max_document_bytes });
    }
    let n_untold: u64 = pdf.pages.iter().map(|page| u64::from(page.undecoded_text_codes)).sum();
    match pages.letters() {
        (0, 0) if n_untold == 0 => return Err(Fault::NoText(NO_TEXT)),
        (n_told, n_private) => {
            let n_untold = n_private as f64 + n_untold as f64;
            if n_untold > MOST_UNTOLD * (n_told as f64 + n_untold) {
                return Err(Fault::NoText(NO_LETTERS));
            }
        }
    }
    let n_pictures = pages.n_pictures();
    if n_pictures > 0 {
        each(Reading::Warning(format!("has {n_pictures} of {} pages without text: they need OCR", pdf.pages.len())));
    }
    each(Reading::Document(parsed(bytes, &pdf, pages)));
    Ok(())
}

fn parse_options() -> ParseOptions {
    ParseOptions { parallel: false, suppress_low_confidence_ocr: false, ..ParseOptions::default() }
}

fn fault(error: &Error) -> Fault {
    match error {
        Error::Encrypted | Error::InvalidPassword => Fault::NoText(PROTECTED),
        Error::UnknownFormat => Fault::Malformed("is no PDF".to_owned()),
        error => {
            let words: String = error.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            Fault::Malformed(format!("is a damaged PDF: {words}"))
        }
    }
}

fn parsed(bytes: &[u8], pdf: &Document, pages: Pages) -> Parsed {
    let metadata = &pdf.metadata;
    let mut fields = Fields::default();
    if let Some(author) = told(metadata.author.as_deref()) {
        fields.set("author".into(), FieldValue::Text(author));
    }
    if let Some(date) = date(bytes, metadata) {
        fields.set("date".into(), FieldValue::Text(date));
    }
    fields.set("pages".into(), FieldValue::Json(pdf.pages.len().to_string()));
    Parsed { id: None, title: told(metadata.title.as_deref()), text: pages.into_text(), fields, ..Parsed::default() }
}

/// A text with single spaces between its words, if it has any.
fn told(text: Option<&str>) -> Option<String> {
    let words: Vec<&str> =
        text?.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    Some(words.join(" ")).filter(|text| !text.is_empty())
}

/// The day on which the file was made, where it was made: the crate tells the time of Greenwich.
fn date(bytes: &[u8], metadata: &Metadata) -> Option<String> {
    let universal = metadata.created?.to_rfc3339().get(..10)?.to_owned();
    // Another version of the file may be older: only the day may differ by its place.
    Some(written_date(bytes).filter(|local| local.get(..7) == universal.get(..7)).unwrap_or(universal))
}

/// The day in the last `/CreationDate (D:20240517…)` of the file, if one is written in the open.
fn written_date(bytes: &[u8]) -> Option<String> {
    const KEY: &[u8] = b"/CreationDate";
    let value = bytes.get(memchr::memmem::rfind(bytes, KEY)? + KEY.len()..)?;
    let start = value.iter().take(8).position(u8::is_ascii_digit)?;
    let digits = std::str::from_utf8(value.get(start..start + 8)?).ok()?;
    let is_day = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |place: std::ops::Range<usize>| digits.get(place)?.parse().ok();
    is_day.then(|| Date::of_numbers(number(0..4)?, number(4..6), number(6..8))?.day())?
}

#[cfg(test)]
mod tests;
