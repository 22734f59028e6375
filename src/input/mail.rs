//! Mails: one message of any program as a document.
//!
//! Headers and bodies are decoded, each part by its own character set. The plain text is read, or the web page where there is
//! none; attachments are named and not read. What stands between the parts of a mail is for programs.

mod fields;
mod flowed;
mod parts;
mod transfer;
mod uuencoded;
mod words;

pub(crate) use fields::{Fields, HeadLine};
pub(crate) use parts::{Form, Origin, Parts, TextPart, parts};

use std::ops::Range;

use super::compound_file;
use super::losses::lost_message;
use super::options::InputOptions;
use super::read_page::page_text;
use super::reader::{Fault, Parsed, Reading};
use crate::diagnostics::Kind;
use crate::document::{DateOrder, FieldValue};
use crate::text::{Moment, Precision};

/// The first bytes of files in which Outlook keeps many mails.
const OUTLOOK_STORE: &[u8] = b"!BDN";

/// `true` if a file that begins with `head` is a mail: its first lines are header fields, two of them such that mails have.
pub(crate) fn is_mail(head: &[u8]) -> bool {
    let mail = without_envelope(head);
    let line = mail.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let colon = memchr::memchr(b':', line).filter(|&colon| colon > 0);
    let begins = colon.is_some_and(|colon| line.iter().take(colon).all(is_name));
    begins && Fields::read(mail).0.n_telling() >= 2
}

/// Reads a file that is one mail, also as the programs Mail of macOS (`.emlx`) and of mailboxes write it.
///
/// # Errors
///
/// [`Fault::Malformed`] without any header, [`Fault::NoText`] for the files of Outlook, [`Fault::TooLong`].
pub(super) fn read_mail(bytes: &[u8], options: &InputOptions, sink: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    if bytes.starts_with(compound_file::MAGIC) {
        return Err(Fault::NoText("is a message of Outlook (.msg), which is not read; save it as .eml"));
    }
    if bytes.starts_with(OUTLOOK_STORE) {
        return Err(Fault::NoText("is a store of Outlook (.pst), which is not read; export it as mbox, with readpst"));
    }
    if bytes.len() as u64 > options.max_document_bytes {
        return Err(Fault::TooLong { limit_bytes: options.max_document_bytes });
    }
    let mail = without_envelope(bytes);
    let (fields, _) = Fields::read(mail);
    if fields.n_telling() == 0 && fields.text("Content-Type").is_none() {
        return Err(Fault::Malformed("it has no header that mails have".to_owned()));
    }
    let parsed = message(mail, &mut |kind, warning| sink(Reading::Repeated(kind, warning)));
    sink(Reading::Document(parsed));
    Ok(())
}

/// Reads one mail, from its first header on. What a user should hear goes to `warn`. Cost: a few passes.
pub(super) fn message(mail: &[u8], warn: &mut dyn FnMut(Kind, String)) -> Parsed {
    let (fields, _) = Fields::read(mail);
    let Parts { texts, mut attachments } = parts(mail);
    let mut parsed = Parsed { title: fields.text("Subject"), ..Parsed::default() };
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            parsed.fields.set(name.into(), FieldValue::Text(value));
        }
    };
    set("date", fields.text("Date").map(|date| iso_date(&date).unwrap_or(date)));
    for (name, header) in FIELDS {
        set(name, fields.text(header));
    }
    let text = text_of(mail, &texts, Origin::Sent, &mut attachments, warn);
    set("attachments", Some(attachments.join("; ")).filter(|names| !names.is_empty()));
    parsed.text = text;
    parsed
}

/// The text of a mail that stands in a file which was decoded as a whole. What a user should hear goes to `warn`. Cost: a few
/// passes.
pub(crate) fn text_in_decoded_file(mail: &str, warn: &mut dyn FnMut(Kind, String)) -> String {
    let Parts { texts, mut attachments } = parts(mail.as_bytes());
    text_of(mail.as_bytes(), &texts, Origin::DecodedFile, &mut attachments, warn)
}

/// A text in a file of mail whose letters outside ASCII were sent as they are.
pub(super) struct RawText {
    /// Its place in the file.
    pub(super) place: Range<usize>,
    /// The character set that the mail names for it.
    pub(super) label: Option<String>,
}

/// The texts of a mail whose letters outside ASCII were sent as they are, in the order of the file.
pub(super) fn raw_texts(file: &[u8]) -> Vec<RawText> {
    let mail = without_envelope(file);
    // What is around a mail in its file begins before it, or is cut off behind.
    let n_before = mail.as_ptr().addr() - file.as_ptr().addr();
    let raw = |part: &TextPart| {
        let Range { start, end } = part.place();
        let label = part.label_of_letters(mail)?.map(str::to_owned);
        Some(RawText { place: n_before + start..n_before + end, label })
    };
    let mut texts: Vec<RawText> = parts(mail).texts.iter().filter_map(raw).collect();
    texts.sort_by_key(|text| text.place.start);
    texts
}

/// The place of the mail in a file of the program Mail of macOS, which writes the number of its bytes in front and a list of
/// properties behind it. The text may have been decoded since, so that the number is another one than that of its bytes.
pub(crate) fn counted_mail(text: &str) -> Option<Range<usize>> {
    const PROPERTIES: &str = "<?xml version=";
    let (count, _) = text.split_once('\n')?;
    let n_bytes: usize = count.trim_ascii().parse().ok()?;
    let start = count.len() + 1;
    let is_end = |end: &usize| text.get(*end..).is_some_and(|rest| rest.starts_with(PROPERTIES) || rest.is_empty());
    let counted = start.checked_add(n_bytes).filter(is_end);
    let found = || text.get(start..)?.rfind(PROPERTIES).map(|at| start + at);
    Some(start..counted.or_else(found).unwrap_or(text.len()))
}

/// The fields of a document and the headers that they come from.
const FIELDS: [(&str, &str); 7] = [
    ("from", "From"),
    ("to", "To"),
    ("cc", "Cc"),
    ("message_id", "Message-ID"),
    ("in_reply_to", "In-Reply-To"),
    ("list_id", "List-Id"),
    ("language", "Content-Language"),
];

/// The instant that a header names, as ISO 8601 has it: by the clock of who sent the mail, with its zone where it is told.
pub(crate) fn iso_date(value: &str) -> Option<String> {
    let moment = Moment::parse(value, DateOrder::Unknown).ok()?;
    (moment.precision() >= Precision::Day).then(|| moment.to_string())
}

/// The names of the fields that a mail may have, in their order.
pub(super) const FIELD_NAMES: &[&str] =
    &["date", "from", "to", "cc", "message_id", "in_reply_to", "list_id", "language", "attachments"];

/// The texts of a mail, a blank line between them. Files that stand in them become attachments.
fn text_of(
    mail: &[u8],
    texts: &[TextPart],
    origin: Origin,
    attachments: &mut Vec<String>,
    warn: &mut dyn FnMut(Kind, String),
) -> String {
    let mut whole = String::new();
    for part in texts {
        let decoded = part.decoded(mail, origin);
        if decoded.is_other {
            let label = part.label().unwrap_or_default();
            let charset = &decoded.charset;
            let message = format!("names the character set {label:?}, which is unknown or wrong; read as {charset}");
            warn(Kind::WrongEncoding, message);
        }
        if decoded.n_lost > 0 {
            warn(Kind::Undecodable, lost_message(decoded.n_lost, decoded.charset, ""));
        }
        let text = match part.form {
            Form::Html => page_text(&decoded.text),
            Form::Plain if part.breaks != flowed::Breaks::Fixed => {
                flowed::joined(&with_line_feeds(&decoded.text), part.breaks)
            }
            Form::Plain | Form::Other => with_line_feeds(&decoded.text),
        };
        let text = if part.form == Form::Plain && text.contains("begin ") {
            let (text, names) = uuencoded::taken_out(&text);
            attachments.extend(names);
            text
        } else {
            text
        };
        let text = trimmed(&text);
        if !text.is_empty() {
            if !whole.is_empty() {
                whole.push_str("\n\n");
            }
            whole.push_str(text);
        }
    }
    if texts.is_empty() {
        let message = match attachments.first() {
            Some(first) => format!("has no text part, only attachments ({first})"),
            None => "has no text part".to_owned(),
        };
        warn(Kind::NoTextPart, message);
    }
    whole
}

/// `text` with LF alone at the end of its lines.
pub(super) fn with_line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// `text` without blank lines around it. The first line keeps its indent.
pub(super) fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let lead = text.len() - text.trim_start().len();
    let start = text.get(..lead).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
    text.get(start..).unwrap_or_default()
}

/// The mail in `bytes` without what programs put around it: a byte order mark, the line that opens it in a mailbox, the
/// count of its bytes in which the program Mail of macOS wraps it.
fn without_envelope(bytes: &[u8]) -> &[u8] {
    let mail = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let end = memchr::memchr(b'\n', mail).map_or(mail.len(), |at| at + 1);
    let (first, rest) = mail.split_at(end);
    let count = str::from_utf8(first.trim_ascii()).ok().and_then(|count| count.parse::<usize>().ok());
    match count {
        Some(n_bytes) if end > 1 => rest.get(..n_bytes).unwrap_or(rest),
        _ if first.starts_with(b"From ") || first.starts_with(b">From ") => rest,
        // Many programs leave blank lines in front.
        _ => mail.trim_ascii_start(),
    }
}

#[cfg(test)]
mod tests;
