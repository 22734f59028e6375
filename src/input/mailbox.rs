//! Mailboxes in the format mbox (RFC 4155): messages one after the other in one file.
//!
//! A line that begins with `From `, has a date with a time, and stands at the beginning or behind a blank line opens a message
//! if a header is below it; lines of a body that begin so have a `>` in front. Some programs leave the blank line out: there
//! the line opens a message if an address and the date of the C function `asctime` are all that it has. A mailbox is not in
//! one encoding, so that it is cut and read as bytes. What some programs say of the length of a message is not looked at,
//! since it is wrong after every edit.

use std::ops::Range;

use memchr::memmem;

use super::cut::Cut;
use super::encoding::decode_labelled;
use super::mail::{self, HeadLine, RawText, iso_date};
use super::options::InputOptions;
use super::reader::{Fault, Reading};
use crate::document::{FieldValue, Span};

/// Neither of the two lines that open a message is looked at further than this.
const LONGEST_LINE_BYTES: usize = 1 << 10;

/// So many bytes of a message that is too long stay when it is cut: the beginning of an opening may be among them.
const TAIL_BYTES: usize = 8;

/// So many bytes before a line tell whether it stands behind a blank one.
const BEFORE_BYTES: usize = 3;

/// `true` if a file that begins with `head` is a mailbox. About 2 KiB of it are enough.
pub(super) fn is_mailbox(head: &[u8]) -> bool {
    opening(without_mark(head), 0, Behind::Blank, AtEnd::Yes) == Opening::Yes
}

/// Hands the messages of `block` to `each`, one by one with their numbers, the first of which is `first_number`. A block
/// consists of whole messages, as [`MailCut`] cuts them; what stands before its first message belongs to one that is too
/// long, or to none. Cost: a few passes.
pub(super) fn read_messages(
    block: &[u8],
    first_number: u64,
    options: &InputOptions,
    each: &mut dyn FnMut(u64, Result<Reading, Fault>),
) {
    let mut number = first_number;
    let mut next = next_opening(block, 0, AtEnd::Yes).start();
    if first_number == 1 && next.is_none_or(|at| at > 0) {
        let lead = block.get(..next.unwrap_or(block.len())).unwrap_or_default();
        if !without_mark(lead).trim_ascii().is_empty() {
            let warning = format!("{} bytes stand before the first message and are passed over", lead.len());
            each(number, Ok(Reading::Warning(warning)));
        }
    }
    while let Some(start) = next {
        next = next_opening(block, start + 1, AtEnd::Yes).start();
        let message = start..next.unwrap_or(block.len());
        if message.len() > longest_message(options) {
            each(number, Err(Fault::TooLong { limit_bytes: options.max_document_bytes }));
        } else {
            read_message(block, message, &mut |reading| each(number, Ok(reading)));
        }
        number += 1;
    }
}

/// The character set by which a file that begins with `head` can be read as a whole: that of all letters outside ASCII in a mail
/// or in the messages of a mailbox, if they name one and the same. Cost: a few passes.
pub(super) fn charset_of_all(head: &[u8]) -> Option<String> {
    let mut found: Option<String> = None;
    for message in messages(head)? {
        for text in mail::raw_texts(head.get(message).unwrap_or_default()) {
            let label = text.label?;
            if !found.get_or_insert_with(|| label.clone()).eq_ignore_ascii_case(&label) {
                return None;
            }
        }
    }
    found
}

/// The text of a file of mails that names several character sets: each text decoded by its own, and what stands around it by the
/// first of its message; with the number of sequences that mean nothing. `None` if the file holds no mails.
pub(super) fn decoded_by_text(file: &[u8]) -> Option<(String, u64)> {
    let (mut text, mut n_lost) = (String::with_capacity(file.len() + file.len() / 4), 0);
    let mut push = |bytes: &[u8], label: Option<&str>| {
        let decoded = decode_labelled(bytes, label);
        text.push_str(&decoded.text);
        n_lost += decoded.n_lost;
    };
    let messages = messages(file)?;
    // What stands before the first message belongs to none.
    push(file.get(..messages.first()?.start)?, None);
    for message in messages {
        let message = file.get(message)?;
        let texts = mail::raw_texts(message);
        let around = texts.iter().find_map(|text| text.label.clone());
        let mut at = 0;
        for RawText { place, label } in texts {
            // A part may be one of another part that was not closed.
            let start = place.start.max(at);
            push(message.get(at..start)?, around.as_deref());
            push(message.get(start..place.end.max(start))?, label.as_deref());
            at = place.end.max(start);
        }
        push(message.get(at..)?, around.as_deref());
    }
    Some((text, n_lost))
}

/// The places of the messages in a file that is a mailbox or a mail; `None` if it is neither.
fn messages(file: &[u8]) -> Option<Vec<Range<usize>>> {
    let starts: Vec<usize> = match is_mailbox(file) {
        true => opening_starts(file).collect(),
        false if mail::is_mail(file) => vec![0],
        false => return None,
    };
    let ends = starts.iter().skip(1).copied().chain([file.len()]);
    Some(starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect())
}

/// Where the messages of a whole mailbox begin, in order.
fn opening_starts(mailbox: &[u8]) -> impl Iterator<Item = usize> {
    let after = |start: usize| next_opening(mailbox, start + 1, AtEnd::Yes).start();
    std::iter::successors(next_opening(mailbox, 0, AtEnd::Yes).start(), move |start| after(*start))
}

/// The lines of `text` that open a message, their line ends included. Cost: one pass.
pub(crate) fn openings(text: &str) -> Vec<Span> {
    let line = |start: usize| {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        Span::new(start, memchr::memchr(b'\n', rest).map_or(text.len(), |at| start + at + 1))
    };
    opening_starts(text.as_bytes()).map(line).collect()
}

/// Reads the message of `block` that begins at its opening.
fn read_message(block: &[u8], message: Range<usize>, sink: &mut dyn FnMut(Reading)) {
    let message = block.get(message).unwrap_or_default();
    let end = memchr::memchr(b'\n', message).map_or(message.len(), |at| at + 1);
    let (opening, sent) = message.split_at(end);
    let unquoted = unquoted(sent);
    let mut parsed = mail::message(unquoted.as_deref().unwrap_or(sent), &mut |kind, warning| {
        sink(Reading::Repeated(kind, warning));
    });
    if parsed.fields.get("date").is_none()
        && let Some(date) = date_of_opening(opening)
    {
        parsed.fields.set("date".into(), FieldValue::Text(date));
    }
    sink(Reading::Document(parsed));
}

/// What was sent, if lines of it were quoted so that they do not open a message.
pub(crate) fn unquoted(sent: &[u8]) -> Option<Vec<u8>> {
    memmem::find(sent, b">From ")?;
    let mut whole = Vec::with_capacity(sent.len());
    for line in sent.split_inclusive(|&byte| byte == b'\n') {
        let marks = line.iter().take_while(|&&byte| byte == b'>').count();
        let is_quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        whole.extend_from_slice(line.get(usize::from(is_quoted)..).unwrap_or_default());
    }
    Some(whole)
}

/// When a message came, by the line that opens it: behind an address, which may have blanks in it.
pub(crate) fn date_of_opening(line: &[u8]) -> Option<String> {
    const MOST_WORDS: usize = 8;
    let line = String::from_utf8_lossy(line);
    let starts = line.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).take(MOST_WORDS);
    starts.filter_map(|at| iso_date(line.get(at..)?)).find(|date| date.contains('T'))
}

fn longest_message(options: &InputOptions) -> usize {
    usize::try_from(options.max_document_bytes).unwrap_or(usize::MAX).saturating_sub(2 * TAIL_BYTES)
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Cuts a mailbox where messages begin. A message that is longer than a document may be is cut into pieces, of which only
/// the first begins with its opening and counts; [`read_messages`] knows it by its length.
#[derive(Debug)]
pub(super) struct MailCut {
    limit: usize,
    /// Where to look on for an opening.
    n_seen: usize,
    /// Where the message begins that has not ended.
    start: usize,
    /// `false` for what stands before the first message, and for the rest of one that is too long.
    is_message: bool,
    /// `true` until something has been handed on, so that [`read_messages`] tells of what stands before the first message.
    is_first: bool,
    last_end: usize,
    n_messages: u64,
}

impl MailCut {
    /// A cutter that stands at the beginning of a mailbox.
    pub(super) fn new(options: &InputOptions) -> Self {
        let limit = longest_message(options);
        Self { limit, n_seen: 0, start: 0, is_message: false, is_first: true, last_end: 0, n_messages: 0 }
    }

    /// Ends the open message at `end`. What is handed on before any message counts, or nobody would hear of it.
    fn end_message(&mut self, end: usize) {
        self.n_messages += u64::from(self.is_message || self.is_first);
        self.is_first = false;
        self.last_end = end;
        self.start = end;
    }

    /// Where to cut a message that is too long; an opening begins at `undecided` perhaps.
    fn piece_end(&self, buffer: &[u8], undecided: Option<usize>) -> Option<usize> {
        if self.last_end > 0 || buffer.len() - self.start <= self.limit + 2 * TAIL_BYTES {
            return None;
        }
        let end = undecided.unwrap_or(buffer.len() - TAIL_BYTES);
        // The next piece must not look like a message, and what stands before a line that may open one goes with it.
        let rest = buffer.get(end..).unwrap_or_default();
        let line = rest.strip_prefix(b"\r").unwrap_or(rest);
        let line = line.strip_prefix(b"\n").unwrap_or(line);
        let is_deceptive = match undecided {
            Some(at) => behind(buffer, at) == Behind::Text,
            None => line.starts_with(b"From "),
        };
        let end = if is_deceptive { end.saturating_sub(BEFORE_BYTES) } else { end };
        (end.saturating_sub(self.start) > self.limit).then_some(end)
    }
}

impl Cut for MailCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        let at_end = if is_at_end { AtEnd::Yes } else { AtEnd::No };
        let mut undecided = None;
        while self.n_messages < most_records {
            match next_opening(buffer, self.n_seen, at_end) {
                Next::At(at) => {
                    if at > self.start && !self.is_first {
                        self.end_message(at);
                    }
                    // What stands before the first message goes with it.
                    self.is_first = false;
                    self.is_message = true;
                    self.start = at;
                    self.n_seen = at + 1;
                }
                Next::Undecided(at) => {
                    self.n_seen = at;
                    undecided = Some(at);
                    break;
                }
                Next::None => {
                    self.n_seen = self.n_seen.max(buffer.len().saturating_sub(TAIL_BYTES));
                    if is_at_end && self.start < buffer.len() {
                        self.end_message(buffer.len());
                        self.n_seen = buffer.len();
                    }
                    break;
                }
            }
        }
        if let Some(end) = self.piece_end(buffer, undecided) {
            self.end_message(end);
            self.is_message = false;
        }
        (self.last_end, self.n_messages)
    }

    fn taken(&mut self, n_bytes: usize) {
        self.n_seen = self.n_seen.saturating_sub(n_bytes);
        self.start = self.start.saturating_sub(n_bytes);
        (self.last_end, self.n_messages) = (0, 0);
    }
}

/// Whether bytes may follow those at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AtEnd {
    Yes,
    No,
}

/// An answer that may need more bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Yes,
    No,
    Undecided,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// A blank line, or nothing.
    Blank,
    Text,
}

/// The next place where a message begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    At(usize),
    /// More bytes are needed to tell whether one begins there.
    Undecided(usize),
    None,
}

impl Next {
    fn start(self) -> Option<usize> {
        if let Self::At(at) = self { Some(at) } else { None }
    }
}

/// The first opening at or behind `from`. Cost: one pass.
fn next_opening(buffer: &[u8], from: usize, at_end: AtEnd) -> Next {
    let first = if from == 0 { Some(buffer.len() - without_mark(buffer).len()) } else { None };
    let from = from.saturating_sub(1);
    let finder = memmem::find_iter(buffer.get(from..).unwrap_or_default(), b"\nFrom ").map(|at| from + at + 1);
    for at in first.into_iter().chain(finder) {
        let behind = if Some(at) == first { Behind::Blank } else { behind(buffer, at) };
        match opening(buffer, at, behind, at_end) {
            Opening::Yes => return Next::At(at),
            Opening::Undecided => return Next::Undecided(at),
            Opening::No => {}
        }
    }
    Next::None
}

/// What stands before the line at `at`.
fn behind(buffer: &[u8], at: usize) -> Behind {
    let before = buffer.get(..at).and_then(|before| before.strip_suffix(b"\n"));
    let before = before.map_or(&b""[..], |before| before.strip_suffix(b"\r").unwrap_or(before));
    if before.is_empty() || before.ends_with(b"\n") { Behind::Blank } else { Behind::Text }
}

/// Whether the two lines at `at` open a message: the sign with a date, and a header below, so that a sentence that begins with
/// this word does not count.
fn opening(buffer: &[u8], at: usize, behind: Behind, at_end: AtEnd) -> Opening {
    let rest = buffer.get(at..).unwrap_or_default();
    let (Some(line), below) = first_line(rest) else {
        let may_come = at_end == AtEnd::No && rest.len() < LONGEST_LINE_BYTES && begins_alike(rest, b"From ");
        return if may_come { Opening::Undecided } else { Opening::No };
    };
    let is_sign = line.starts_with(b"From ") && has_date(line) && (behind == Behind::Blank || is_bare(line));
    if !is_sign {
        return Opening::No;
    }
    let head = below.get(..LONGEST_LINE_BYTES).unwrap_or(below);
    let line = first_line(head).0.unwrap_or(head);
    // A mailbox that is made of mailboxes has the openings of those on top of its messages.
    let is_head = match HeadLine::of(line, b"") {
        HeadLine::Field { .. } => true,
        HeadLine::Mark => line.starts_with(b">From "),
        HeadLine::Blank | HeadLine::Continued | HeadLine::Text => false,
    };
    match is_head {
        true => Opening::Yes,
        false if at_end == AtEnd::No && head.len() == line.len() && head.len() < LONGEST_LINE_BYTES => {
            Opening::Undecided
        }
        false => Opening::No,
    }
}

/// The first line of `bytes` with its end, and what follows; no line if it does not end within what is looked at.
fn first_line(bytes: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let window = bytes.get(..LONGEST_LINE_BYTES).unwrap_or(bytes);
    match memchr::memchr(b'\n', window).and_then(|at| bytes.split_at_checked(at + 1)) {
        Some((line, below)) => (Some(line), below),
        None => (None, bytes),
    }
}

fn begins_alike(bytes: &[u8], sign: &[u8]) -> bool {
    bytes.iter().zip(sign).all(|(byte, expected)| byte == expected)
}

/// `true` if the line has a year and a time of day, `2024` and `10:00`, as all programs write them.
fn has_date(line: &[u8]) -> bool {
    let words = line.split(|byte| byte.is_ascii_whitespace()).skip(1).filter(|word| !word.is_empty());
    let (mut has_year, mut has_time) = (false, false);
    for word in words {
        has_year |= word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20")) && is_number(word);
        let mut parts = word.split(|&byte| byte == b':');
        let is_part = |part: Option<&[u8]>| part.is_some_and(|part| part.len() <= 2 && is_number(part));
        has_time |= is_part(parts.next()) && is_part(parts.next());
    }
    has_year && has_time
}

/// `true` if the line has an address and a date as `asctime` writes it, perhaps with a zone, and no more: no sentence looks so.
fn is_bare(line: &[u8]) -> bool {
    let words: Vec<&[u8]> =
        line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1).take(MOST_WORDS + 1).collect();
    let is_one_of = |word: &[u8], names: &[u8]| word.len() == 3 && names.chunks(3).any(|name| name == word);
    let date = match words.as_slice() {
        // Archives on the web hide addresses so.
        [_, b"at", domain, date @ ..] if !domain.is_empty() => date,
        [address, date @ ..] if address.contains(&b'@') || NO_ADDRESSES.contains(address) => date,
        _ => return false,
    };
    match date {
        [weekday, month, day, time, rest @ ..] => {
            is_one_of(weekday, b"MonTueWedThuFriSatSun")
                && is_one_of(month, b"JanFebMarAprMayJunJulAugSepOctNovDec")
                && day.len() <= 2
                && is_number(day)
                && time.contains(&b':')
                && matches!(rest.len(), 1 | 2)
        }
        _ => false,
    }
}

/// An address of up to three words, a date of up to six.
const MOST_WORDS: usize = 9;

/// What programs write where they know no address.
const NO_ADDRESSES: [&[u8]; 2] = [b"-", b"MAILER-DAEMON"];

fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests;
