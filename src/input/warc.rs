//! Web archives (WARC, ISO 28500), also those that hold the text of pages alone (WET): each page is a document.
//!
//! Records of answers with the status 200, of resources and of conversions are read, if they are web pages or plain text. The
//! other records are counted by the caller, which is told what they are.

mod http;
mod records;

use http::Answer;
pub(super) use records::WarcCut;
use records::{Step, after_line, is_version, step};

use std::collections::BTreeMap;

use super::encoding::decode_labelled;
use super::losses::lost_message;
use super::mail::{self, Fields, with_line_feeds};
use super::options::InputOptions;
use super::read_page::read_page;
use super::reader::{Fault, Parsed, Reading};
use super::web_page::ReadPage;
use crate::diagnostics::Kind;
use crate::document::FieldValue;

/// What a record of a web archive is.
#[derive(Debug)]
pub(super) enum WarcRecord {
    /// A document, or something that a user should hear of one.
    Reading(Reading),
    /// A page that cannot be read, or bytes that are no record.
    Fault(Fault),
    /// No page, by this kind: `request`, `status 404`, `image/png`.
    PassedOver(String),
}

/// `true` if a file that begins with `head` is a web archive.
pub(super) fn is_warc(head: &[u8]) -> bool {
    is_version(head)
}

/// Reads a block of an archive, as readers of blocks do. What is no page is counted.
pub(super) fn read_block(
    block: &[u8],
    first_number: u64,
    options: &InputOptions,
    take: &mut dyn FnMut(u64, Result<Reading, Fault>),
) {
    let mut passed_over: BTreeMap<String, u64> = BTreeMap::new();
    let mut number = first_number;
    let page = |html: &str, url: Option<&str>| Ok(read_page(html, url, options)?);
    read_records(block, first_number, options, &page, &mut |at, record| {
        number = at;
        match record {
            WarcRecord::Reading(reading) => take(at, Ok(reading)),
            WarcRecord::Fault(fault) => take(at, Err(fault)),
            WarcRecord::PassedOver(kind) => *passed_over.entry(kind).or_default() += 1,
        }
    });
    if !passed_over.is_empty() {
        let kinds: Vec<String> = passed_over.iter().map(|(kind, n_records)| format!("{n_records} {kind}")).collect();
        take(number, Ok(Reading::Note(format!("records that are no page: {}", kinds.join(", ")))));
    }
}

/// Hands the records of `block` to `each`, one by one with their numbers, the first of which is `first_number`. A block is
/// one that [`WarcCut`] has cut with the limit of `options`. Cost: a few passes, and what pages cost.
pub(super) fn read_records(
    block: &[u8],
    first_number: u64,
    options: &InputOptions,
    page: ReadPage<'_>,
    each: &mut dyn FnMut(u64, WarcRecord),
) {
    let limit = options.max_document_bytes;
    let (mut number, mut at) = (first_number, 0);
    loop {
        let step = step(block, at, limit, true);
        let mut hand_on = |record| each(number, record);
        at = match step {
            Step::End | Step::Undecided => return,
            Step::Record { head, content, end } => {
                let bytes = |range| block.get(range).unwrap_or_default();
                let head = RecordHead::of(bytes(head));
                match head.document(bytes(content), limit, page, &mut |kind, warning| {
                    hand_on(WarcRecord::Reading(Reading::Repeated(kind, warning)));
                }) {
                    Ok(document) => hand_on(WarcRecord::Reading(Reading::Document(document))),
                    Err(not_read) => hand_on(not_read.into()),
                }
                end
            }
            Step::TooLong { head, content, end, .. } => {
                let bytes = |range| block.get(range).unwrap_or_default();
                hand_on(match RecordHead::of(bytes(head)).page(bytes(content)) {
                    Ok(_) => WarcRecord::Fault(Fault::TooLong { limit_bytes: limit }),
                    Err(not_read) => not_read.into(),
                });
                end
            }
            Step::CutOff { end, .. } => {
                let what = "the record is cut off, or longer or shorter than it says".to_owned();
                hand_on(WarcRecord::Fault(Fault::Malformed(what)));
                end
            }
            Step::Junk { end } => {
                let what = format!("{} bytes belong to no record", end - at);
                hand_on(WarcRecord::Fault(Fault::Malformed(what)));
                end
            }
        };
        number += 1;
    }
}

/// Why a record gives no document.
enum NotRead {
    Fault(Fault),
    PassedOver(String),
}

impl From<NotRead> for WarcRecord {
    fn from(not_read: NotRead) -> Self {
        match not_read {
            NotRead::Fault(fault) => Self::Fault(fault),
            NotRead::PassedOver(kind) => Self::PassedOver(kind),
        }
    }
}

/// The fields of a record.
struct RecordHead<'b> {
    fields: Fields<'b>,
}

/// The page that a record holds.
struct Page<'r> {
    /// The answer of the server, for a record of one.
    answer: Option<Answer<'r>>,
    /// What it is said to be, without parameters, in small letters.
    kind: String,
    charset: Option<String>,
}

impl<'b> RecordHead<'b> {
    fn of(head: &'b [u8]) -> Self {
        Self { fields: Fields::read(after_line(head)).0 }
    }

    /// The page in `content`, or what the record is instead.
    fn page<'r>(&self, content: &'r [u8]) -> Result<Page<'r>, NotRead> {
        let record_kind = self.fields.text("WARC-Type").unwrap_or_default().to_ascii_lowercase();
        if !["response", "resource", "conversion"].contains(&record_kind.as_str()) {
            return Err(NotRead::PassedOver(record_kind));
        }
        if self.url().is_some_and(|url| url.starts_with("metadata:") || url.starts_with("dns:")) {
            return Err(NotRead::PassedOver("metadata".to_owned()));
        }
        let said = self.fields.text("Content-Type").unwrap_or_default();
        let answer = Answer::of(content).filter(|_| record_kind == "response");
        let fields = answer.as_ref().map_or(&self.fields, |answer| &answer.fields);
        if let Some(answer) = answer.as_ref().filter(|answer| answer.status != 200) {
            return Err(NotRead::PassedOver(format!("status {}", answer.status)));
        }
        let said = if answer.is_some() { fields.text("Content-Type").unwrap_or_default() } else { said };
        let kind = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = fields.structured("Content-Type");
        let charset = charset.and_then(|field| field.attribute("charset").map(str::to_owned));
        let page = Page { answer, kind, charset };
        match page.kind.as_str() {
            "text/html" | "application/xhtml+xml" | "text/plain" | "" => Ok(page),
            _ => Err(NotRead::PassedOver(page.kind)),
        }
    }

    fn document(
        &self,
        content: &[u8],
        limit: u64,
        read_page: ReadPage<'_>,
        warn: &mut dyn FnMut(Kind, String),
    ) -> Result<Parsed, NotRead> {
        let page = self.page(content)?;
        let content = match &page.answer {
            Some(answer) => answer.content(limit).map_err(NotRead::Fault)?,
            None => content.into(),
        };
        let begins_as_page = content.trim_ascii_start().starts_with(b"<");
        let kind = match page.kind.as_str() {
            "" if begins_as_page => "text/html",
            // A server that does not say what it sends mostly sends no text.
            "" => return Err(NotRead::PassedOver("no content type".to_owned())),
            kind => kind,
        };
        let is_page = kind != "text/plain";
        let decoded = decode_labelled(&content, page.charset.as_deref());
        if decoded.n_lost > 0 {
            warn(Kind::Undecodable, lost_message(decoded.n_lost, decoded.charset, ""));
        }
        let mut parsed = Parsed::default();
        let mut language = None;
        if is_page {
            let read = read_page(&decoded.text, self.url().as_deref()).map_err(NotRead::Fault)?;
            (parsed.title, parsed.text, language) = (read.title, read.text, read.language);
        } else {
            parsed.text = mail::trimmed(&with_line_feeds(&decoded.text)).to_owned();
        }
        let told = page.answer.as_ref().and_then(|answer| answer.fields.text("Content-Language"));
        let language = language.or(told).or_else(|| self.fields.text("WARC-Identified-Content-Language"));
        let values = [
            ("url", self.url()),
            ("date", self.fields.text("WARC-Date")),
            ("type", Some(kind.to_owned())),
            ("language", language),
            ("record_id", self.fields.text("WARC-Record-ID")),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                parsed.fields.set(name.into(), FieldValue::Text(value));
            }
        }
        Ok(parsed)
    }

    /// The address; an old version of the format has it in angle brackets.
    fn url(&self) -> Option<String> {
        let url = self.fields.text("WARC-Target-URI")?;
        Some(url.trim_start_matches('<').trim_end_matches('>').to_owned())
    }
}

#[cfg(test)]
mod tests;
