//! From a unit to its documents: what a worker does before the caller's own work.

use std::borrow::Cow;

use super::bytes::Buffers;
use super::encoding::{self, Decoded, Detected, Encoding};
use super::format::{BlockReader, Format, Marked, Prose, Reader};
use super::line_end::unify_line_ends;
use super::odd_text::{control_characters, emphasis, odd_text};
use super::reader::{Fault, MarkedBlock, Parsed, Reading};
use super::record_documents::{Start, Written};
use super::source::Source;
use super::source_format::format_of;
use super::text_file::{self, decoded, decoded_whole, fill_from_text, say_joined, say_losses};
use super::unit::{Body, MarkedSyntax, Syntax};
use super::unit_reader::{Item, UnitReader, hand_out};
use crate::diagnostics::Finding;
use crate::document::{Document, Extent, Facts};
use crate::error::{InputError, Place, Problem};

/// The most that the files of a group may hold together. A small file may expand to a thousand times its length, or
/// have grown since it was listed; what does not fit is read as a long input, block by block.
pub(super) const MAX_GROUP_BYTES: u64 = 16 << 20;

/// The most records that the files of a group may hold together, since what is made of each is far longer than the shortest. A
/// file with more is read in blocks.
const MAX_GROUP_RECORDS: usize = 32 << 10;

/// What is left of a group's room.
struct Room {
    n_bytes: u64,
    n_records: usize,
}

/// A web page may have this part of the bytes that a document may have: its tree takes some seven times its length, so that
/// the longest page takes less than three times what the user allows.
const PAGE_SHARE: u64 = 3;

impl UnitReader<'_> {
    /// Hands the documents and findings of `body` to `take`, in order.
    pub(super) fn read(&self, body: Body, buffers: &mut Buffers, take: &mut dyn FnMut(Item<'_>)) {
        match body {
            Body::Nothing => {}
            Body::Files(range) => {
                let mut room = Room { n_bytes: MAX_GROUP_BYTES, n_records: MAX_GROUP_RECORDS };
                for source_idx in range {
                    self.small_file(source_idx, &mut room, buffers, take);
                }
            }
            Body::Whole { source_idx, bytes, format } if format.reader().parses_whole() => {
                self.whole(&self.sources[source_idx], &bytes, format, take);
            }
            Body::Whole { source_idx, bytes, format } => {
                let (source, n_bytes) = (&self.sources[source_idx], bytes.len() as u64);
                let mut findings = Vec::new();
                match decoded_whole(bytes, source, self.options, &mut findings) {
                    Ok(decoded) => self.document(source, decoded, format, n_bytes, findings, take),
                    Err(error) => take(Item::Finding(source.failure(error))),
                }
            }
            Body::Rows { source_idx, piece, first_number, text_name } => {
                self.rows(&self.sources[source_idx], piece, first_number, &text_name, take);
            }
            Body::EndOfTable { source_idx, table } => take(Item::EndOfTable(source_idx, table)),
            Body::Records { source_idx, bytes, first_number, syntax: Syntax::Blocks(blocks), .. } => {
                self.block(&self.sources[source_idx], &bytes, first_number, blocks.read, take);
            }
            Body::Records { source_idx, bytes, first_number, lines, syntax, detected, .. } => {
                let source = &self.sources[source_idx];
                let mut text = encoding::decode(&bytes, Encoding::UTF_8);
                let tells_losses = text.n_lost > 0 && syntax.tells_losses();
                let lost_at = if tells_losses { encoding::lost_at(&bytes) } else { Vec::new() };
                text.n_lost = if tells_losses { 0 } else { text.n_lost };
                self.changes(&text, detected, source, take, |take| {
                    if let Syntax::Marked(MarkedSyntax { marked, head, is_last, n_source_bytes }) = &syntax {
                        let first_line = lines.line();
                        let block = MarkedBlock { head, text: &text.text, first_number, first_line, is_last: *is_last };
                        return self.marked(source, *marked, &block, *n_source_bytes, take);
                    }
                    let start = Start { number: first_number, lines, ..Start::FIRST };
                    let written = Written { text: &text.text, start, syntax: &syntax, lost_at: &lost_at };
                    self.written_records(written, source, take);
                });
            }
            Body::Part { source_idx, bytes, n_source_bytes, idx, is_last, detected } => {
                let source = &self.sources[source_idx];
                // Checking whole vectors of bytes and copying them is faster than what a string does to take them over.
                let Decoded { text, n_lost, first_lost_at, n_joined } = encoding::decode(&bytes, Encoding::UTF_8);
                let text = text.into_owned();
                let decoded = Decoded { text: Cow::Borrowed(""), n_lost, first_lost_at, n_joined };
                drop(bytes);
                let extent = if idx == 0 && is_last { Extent::Whole } else { Extent::Part { idx, last: is_last } };
                let emphasis = if idx == 0 { emphasis(&text, self.options) } else { None };
                let odd = control_characters(&text).or(emphasis);
                self.changes(&decoded, detected, source, take, |take| {
                    if let Some((kind, message)) = odd {
                        take(Item::Finding(Finding::repeated(kind, &source.shown, message)));
                    }
                    let part = self.part(source, text, n_source_bytes, extent, take);
                    self.pass_on(part, source, take);
                });
            }
        }
    }

    /// Reads a file that has room in its group.
    fn small_file(&self, source_idx: usize, room: &mut Room, buffers: &mut Buffers, take: &mut dyn FnMut(Item<'_>)) {
        let source = &self.sources[source_idx];
        let bytes = match buffers.read(source, room.n_bytes.min(self.options.max_document_bytes)) {
            Ok(bytes) => bytes,
            Err(Problem::TooLong { .. }) => return take(Item::Long(source_idx)),
            Err(problem) => return take(Item::Finding(InputError::new(&source.shown, problem).into())),
        };
        let mut findings = Vec::new();
        let format = match format_of(source, bytes, self.options, &mut findings) {
            Ok(format) => format,
            Err(problem) => {
                room.n_bytes -= bytes.len() as u64;
                return take(Item::Finding(source.failure(InputError::new(&source.shown, problem))));
            }
        };
        if matches!(format.reader(), Reader::Table(_)) {
            return take(Item::Long(source_idx));
        }
        if format.has_records() {
            let n_lines = memchr::memchr2_iter(b'\n', b'\r', bytes).count();
            if n_lines > room.n_records {
                return take(Item::Long(source_idx));
            }
            room.n_records -= n_lines;
        }
        hand_out(findings, take);
        room.n_bytes -= bytes.len() as u64;
        self.whole(source, bytes, format, take);
    }

    /// All documents of a source whose bytes are at hand.
    pub(super) fn whole(&self, source: &Source, bytes: &[u8], format: Format, take: &mut dyn FnMut(Item<'_>)) {
        if !format.has_records() && !source.is_taken(self.options) {
            return;
        }
        if let Reader::Bytes(read) = format.reader() {
            return self.parsed(source, format, bytes.len() as u64, |take| read(bytes, self.options, take), take);
        }
        if let Reader::Blocks(blocks) = format.reader() {
            return self.block(source, bytes, 1, blocks.read, take);
        }
        if let Reader::Records(records) = format.reader() {
            return self.small_records(source, bytes, records, take);
        }
        let mut findings = Vec::new();
        let (text, detected) = match decoded(bytes, source, self.options, &mut findings) {
            Ok(decoded) => decoded,
            Err(error) => return take(Item::Finding(source.failure(error))),
        };
        match format.reader() {
            Reader::Text(read) => {
                hand_out(findings, take);
                self.parsed(source, format, bytes.len() as u64, |take| read(&text.text, self.options, take), take);
            }
            Reader::Marked(marked) => {
                hand_out(findings, take);
                self.marked(source, marked, &MarkedBlock::whole(&text.text), bytes.len() as u64, take);
            }
            Reader::Bytes(_)
            | Reader::Blocks(_)
            | Reader::Records(_)
            | Reader::Table(_)
            | Reader::Archive
            | Reader::Unread(_) => {}
            Reader::Prose(_) | Reader::Page => {
                self.document(source, (text, detected), format, bytes.len() as u64, findings, take);
            }
        }
    }

    /// The document that a source is.
    fn document(
        &self,
        source: &Source,
        (text, detected): (Decoded<'_>, Detected),
        format: Format,
        n_bytes: u64,
        mut findings: Vec<Finding>,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let limit_bytes = self.options.max_document_bytes / PAGE_SHARE;
        if matches!(format.reader(), Reader::Page) && n_bytes > limit_bytes {
            return take(Item::Finding(InputError::new(&source.shown, Problem::TooLong { limit_bytes }).into()));
        }
        let document = text_file::document(text, detected, format, source, n_bytes, self.options, &mut findings);
        hand_out(findings, take);
        match document {
            Ok(document) => {
                let is_plain = matches!(format.reader(), Reader::Prose(Prose::Text));
                let emphasis = if is_plain { emphasis(&document.text, self.options) } else { None };
                if let Some((kind, message)) = odd_text(&document.text, self.options).or(emphasis) {
                    take(Item::Finding(Finding::repeated(kind, &source.shown, message)));
                }
                self.pass_on(document, source, take);
            }
            Err(error) => take(Item::Finding(error.into())),
        }
    }

    /// The documents that a reader hands over. One that is alone in its file is called by the path, others by their numbers.
    fn parsed(
        &self,
        source: &Source,
        format: Format,
        n_bytes: u64,
        read: impl FnOnce(&mut dyn FnMut(Reading)) -> Result<(), Fault>,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let mut places = self.options.record_places(&source.id);
        let mut hand_on = |parsed: Parsed, number: u64, take: &mut dyn FnMut(Item<'_>)| {
            if number == 0 {
                // The shard of a file of one document was asked for above, unless others might have come.
                if source.is_taken(self.options) {
                    self.pass_on(numbered(parsed, source, 0, n_bytes), source, take);
                }
            } else if !format.has_records() || places.takes(number) {
                let n_bytes = parsed.text.len() as u64;
                self.pass_on(numbered(parsed, source, number, n_bytes), source, take);
            }
        };
        let (mut first, mut n_documents) = (None, 0_u64);
        let result = read(&mut |reading| match reading {
            Reading::Warning(message) => take(Item::Finding(Finding::warning(&source.shown, message))),
            Reading::Repeated(kind, message) => {
                take(Item::Finding(Finding::repeated(kind, &source.shown, message)));
            }
            Reading::Note(message) => take(Item::Finding(Finding::note(&source.shown, message))),
            Reading::Document(parsed) => {
                n_documents += 1;
                if n_documents == 1 {
                    first = Some(parsed);
                    return;
                }
                if let Some(first) = first.take() {
                    hand_on(first, 1, take);
                }
                hand_on(parsed, n_documents, take);
            }
        });
        if let Some(only) = first {
            hand_on(only, 0, take);
        }
        if let Err(fault) = result {
            take(Item::Finding(source.failure(fault.about(&source.shown))));
        }
    }

    /// The records of a block that is not decoded.
    fn block(
        &self,
        source: &Source,
        bytes: &[u8],
        first_number: u64,
        read: BlockReader,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let mut places = self.options.record_places(&source.id);
        read(bytes, first_number, self.options, &mut |number, reading| match reading {
            Ok(Reading::Document(parsed)) if places.takes(number) => {
                let n_bytes = parsed.text.len() as u64;
                self.pass_on(numbered(parsed, source, number, n_bytes), source, take);
            }
            Ok(Reading::Document(_)) => {}
            Ok(Reading::Warning(message)) => {
                take(Item::Finding(Finding::warning(format!("{}#{number}", source.shown), message)));
            }
            Ok(Reading::Repeated(kind, message)) => {
                take(Item::Finding(Finding::repeated_at(kind, &source.shown, Place::Record(number), message)));
            }
            Ok(Reading::Note(message)) => take(Item::Finding(Finding::note(&source.shown, message))),
            Err(fault) => {
                let error = fault.about(&source.shown);
                take(Item::Finding(InputError { place: Some(Place::Record(number)), ..error }.into()));
            }
        });
    }

    /// The documents of a block of decoded text. One that is alone in its file is called by the path, others by their numbers.
    fn marked(
        &self,
        source: &Source,
        marked: Marked,
        block: &MarkedBlock<'_>,
        n_source_bytes: u64,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let mut places = self.options.record_places(&source.id);
        let mut hand_on = |parsed: Parsed, number: u64, take: &mut dyn FnMut(Item<'_>)| {
            if number == 0 && source.is_taken(self.options) {
                self.pass_on(numbered(parsed, source, 0, n_source_bytes), source, take);
            } else if number > 0 && places.takes(number) {
                let n_bytes = parsed.text.len() as u64;
                self.pass_on(numbered(parsed, source, number, n_bytes), source, take);
            }
        };
        let mut first = None;
        (marked.read)(block, self.options, &mut |number, reading| {
            if number > 1
                && let Some(first) = first.take()
            {
                hand_on(first, 1, take);
            }
            match reading {
                Ok(Reading::Document(parsed)) if number == 1 && block.is_last => first = Some(parsed),
                Ok(Reading::Document(parsed)) => hand_on(parsed, number, take),
                Ok(Reading::Warning(message)) => take(Item::Finding(Finding::warning(&source.shown, message))),
                Ok(Reading::Repeated(kind, message)) => {
                    take(Item::Finding(Finding::repeated_at(kind, &source.shown, Place::Record(number), message)));
                }
                Ok(Reading::Note(message)) => take(Item::Finding(Finding::note(&source.shown, message))),
                Err(fault) => take(Item::Finding(source.failure(fault.about(&source.shown)))),
            }
        });
        if let Some(only) = first {
            hand_on(only, 0, take);
        }
    }

    fn part(
        &self,
        source: &Source,
        mut text: String,
        n_source_bytes: u64,
        extent: Extent,
        take: &mut dyn FnMut(Item<'_>),
    ) -> Document {
        let mut document =
            Document { id: source.id.clone(), source: source.shown.clone(), extent, ..Document::default() };
        document.facts.n_bytes = n_source_bytes;
        if extent.is_first() {
            let mut findings = Vec::new();
            fill_from_text(&mut document, text, &mut findings);
            hand_out(findings, take);
        } else {
            let n_crlf = unify_line_ends(&mut text).crlf_at.len() as u64;
            document.facts = Facts { n_crlf, ..document.facts };
            document.text = text;
        }
        document
    }

    /// Goes on with `then`, once it is reported what decoding changed, unless losses are refused and there are some.
    fn changes(
        &self,
        decoded: &Decoded<'_>,
        detected: Detected,
        source: &Source,
        take: &mut dyn FnMut(Item<'_>),
        then: impl FnOnce(&mut dyn FnMut(Item<'_>)),
    ) {
        let mut findings = Vec::new();
        say_joined(decoded.n_joined, source, &mut findings);
        match say_losses(decoded.n_lost, None, detected, source, self.options, &mut findings) {
            Ok(()) => {
                hand_out(findings, take);
                then(take);
            }
            Err(error) => take(Item::Finding(error.into())),
        }
    }
}

/// The document of `source` that was read with this number, 0 if it is the only one.
fn numbered(mut parsed: Parsed, source: &Source, number: u64, n_bytes: u64) -> Document {
    // What other verbs wrote has a field with the original source, as records may.
    let said = parsed.fields.take("source").map(|said| said.as_text().to_owned());
    let place = || if number == 0 { source.id.clone() } else { format!("{}#{number}", source.id) };
    Document {
        id: parsed.id.filter(|id| !id.is_empty()).unwrap_or_else(place),
        source: said.filter(|said| !said.is_empty()).unwrap_or_else(|| source.shown.clone()),
        title: parsed.title.filter(|title| !title.is_empty()),
        text: parsed.text,
        fields: parsed.fields,
        given: parsed.given,
        facts: Facts { n_bytes, record_number: number, ..Facts::default() },
        ..Document::default()
    }
}
