//! The records of a web archive (ISO 28500): where each begins and ends, also in a file that is damaged.

use std::ops::Range;

use memchr::memmem;

use crate::input::cut::Cut;
use crate::input::mail::Fields;

/// The fields of a record are looked for no further than this.
const LONGEST_HEAD_BYTES: usize = 256 << 10;

/// So much of a record that is too long is read, to tell what it is.
const SEEN_BYTES: usize = 64 << 10;

/// Bytes that belong to no record are handed on when there are so many.
const JUNK_BYTES: usize = 1 << 20;

/// What stands at a place of a web archive. Everything up to `end` belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A whole record: its fields, its content.
    Record { head: Range<usize>, content: Range<usize>, end: usize },
    /// A record that is longer than a document may be, and the beginning of its content; `rest` bytes follow.
    TooLong { head: Range<usize>, content: Range<usize>, end: usize, rest: u64 },
    /// A record that ends before it should.
    CutOff { head: Range<usize>, end: usize },
    /// Bytes that belong to no record.
    Junk { end: usize },
    /// More bytes are needed to tell.
    Undecided,
    /// Nothing but line ends.
    End,
}

impl Step {
    fn end(&self) -> Option<usize> {
        match self {
            Self::Record { end, .. } | Self::TooLong { end, .. } | Self::CutOff { end, .. } | Self::Junk { end } => {
                Some(*end)
            }
            Self::Undecided | Self::End => None,
        }
    }
}

/// What stands at `from`. Records are at most `limit` bytes long; `is_at_end` says that no bytes follow.
///
/// Cost: a pass over the head of a record. A record that does not end where another begins is searched once.
pub(super) fn step(bytes: &[u8], from: usize, limit: u64, is_at_end: bool) -> Step {
    let start = from + n_line_ends(bytes.get(from..).unwrap_or_default());
    let rest = bytes.get(start..).unwrap_or_default();
    if rest.is_empty() {
        return if is_at_end { Step::End } else { Step::Undecided };
    }
    if !is_version(rest) {
        if !is_at_end && rest.len() < VERSION.len() && VERSION.starts_with(rest) {
            return Step::Undecided;
        }
        return junk(bytes, start, is_at_end);
    }
    let window = rest.get(..LONGEST_HEAD_BYTES).unwrap_or(rest);
    let Some(n_head) = head_end(window) else {
        let may_come = !is_at_end && rest.len() < LONGEST_HEAD_BYTES;
        return if may_come { Step::Undecided } else { junk(bytes, start + VERSION.len(), is_at_end) };
    };
    let head = start..start + n_head;
    let (fields, _) = Fields::read(after_line(bytes.get(head.clone()).unwrap_or_default()));
    let Some(n_content) = fields.text("Content-Length").and_then(|length| length.parse::<u64>().ok()) else {
        return junk(bytes, head.end - 1, is_at_end);
    };
    if n_content.saturating_add(n_head as u64) > limit {
        let n_seen = (rest.len() - n_head).min(SEEN_BYTES);
        let end = head.end + usize::try_from(n_content).map_or(n_seen, |n_content| n_seen.min(n_content));
        if !is_at_end && n_seen < SEEN_BYTES && ((end - head.end) as u64) < n_content {
            return Step::Undecided;
        }
        let rest = n_content - (end - head.end) as u64;
        return Step::TooLong { content: head.end..end, head, end, rest };
    }
    // No longer than the limit, and so no longer than memory.
    let content = head.end..head.end + n_content as usize;
    record(bytes, head, content, is_at_end)
}

/// The record with this head and content, if another begins behind it.
fn record(bytes: &[u8], head: Range<usize>, content: Range<usize>, is_at_end: bool) -> Step {
    let Some(behind) = bytes.get(content.end..) else {
        if !is_at_end {
            return Step::Undecided;
        }
        let end = next_version(bytes, head.end - 1).unwrap_or(bytes.len());
        return Step::CutOff { head, end };
    };
    let n_blank = n_line_ends(behind);
    let next = behind.get(n_blank..).unwrap_or_default();
    if !is_at_end && next.len() < VERSION.len() && (n_blank < MOST_LINE_ENDS || !next.is_empty()) {
        return Step::Undecided;
    }
    let end = content.end + n_blank;
    if is_version(next) || next.is_empty() {
        return Step::Record { head, content, end };
    }
    // Its length is wrong, if a record begins within it; else something has got behind it.
    let content_bytes = bytes.get(..content.end).unwrap_or_default();
    match next_version(content_bytes, head.end - 1) {
        Some(end) => Step::CutOff { head, end },
        None => Step::Record { head, content, end },
    }
}

/// The bytes from `start` on that belong to no record.
fn junk(bytes: &[u8], start: usize, is_at_end: bool) -> Step {
    match next_version(bytes, start) {
        Some(end) => Step::Junk { end },
        None if is_at_end => Step::Junk { end: bytes.len() },
        None if bytes.len() - start > JUNK_BYTES => Step::Junk { end: bytes.len() - VERSION.len() - 1 },
        None => Step::Undecided,
    }
}

const VERSION: &[u8] = b"WARC/";

/// Two line ends follow a record; programs write more, and fewer.
const MOST_LINE_ENDS: usize = 64;

pub(super) fn is_version(bytes: &[u8]) -> bool {
    matches!(bytes.strip_prefix(VERSION), Some([b'0' | b'1', b'.', b'0'..=b'9', ..]))
}

fn next_version(bytes: &[u8], from: usize) -> Option<usize> {
    let found = memmem::find_iter(bytes.get(from..)?, b"\nWARC/").map(|at| from + at + 1);
    found.into_iter().find(|&at| bytes.get(at..).is_some_and(is_version))
}

fn n_line_ends(bytes: &[u8]) -> usize {
    bytes.iter().take(MOST_LINE_ENDS).take_while(|&&byte| byte == b'\r' || byte == b'\n').count()
}

/// Where the fields end, behind the blank line.
fn head_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// `bytes` without their first line.
pub(super) fn after_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).and_then(|at| bytes.get(at + 1..)).unwrap_or_default()
}

/// Cuts a web archive where records end. A record that is longer than a document may be gives a block that ends within it and
/// counts, and then blocks that count as no record, which the caller drops.
#[derive(Debug)]
pub(in crate::input) struct WarcCut {
    limit: u64,
    /// Where to look on.
    n_seen: usize,
    /// Bytes to come of a record that is too long.
    n_dropped: u64,
    last_end: usize,
    n_records: u64,
}

impl WarcCut {
    /// A cutter that stands at the beginning of an archive with records of at most `limit` bytes.
    pub(in crate::input) fn new(limit: u64) -> Self {
        Self { limit, n_seen: 0, n_dropped: 0, last_end: 0, n_records: 0 }
    }
}

impl Cut for WarcCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        if self.n_dropped > 0 && self.n_records == 0 {
            let n_here = (buffer.len() - self.n_seen) as u64;
            let n_dropped = self.n_dropped.min(n_here);
            self.n_dropped -= n_dropped;
            // No more than is there, and so no more than memory.
            self.n_seen += n_dropped as usize;
            self.last_end = self.n_seen;
            return (self.last_end, 0);
        }
        while self.n_records < most_records && self.n_dropped == 0 {
            let step = step(buffer, self.n_seen, self.limit, is_at_end);
            let Some(end) = step.end() else {
                if step == Step::End && self.n_seen < buffer.len() {
                    // Line ends behind the last record.
                    (self.n_seen, self.last_end) = (buffer.len(), buffer.len());
                }
                break;
            };
            (self.n_seen, self.last_end) = (end, end);
            self.n_records += 1;
            if let Step::TooLong { rest, .. } = step {
                self.n_dropped = rest;
            }
        }
        (self.last_end, self.n_records)
    }

    fn taken(&mut self, n_bytes: usize) {
        self.n_seen = self.n_seen.saturating_sub(n_bytes);
        (self.last_end, self.n_records) = (0, 0);
    }
}
