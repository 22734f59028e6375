//! Where a block may end.

use std::sync::Arc;

use super::reader::Fault;
use crate::text::words;

/// The most records of a block. What is made of a record may be a thousand times as long as the record itself.
pub(super) const MOST_RECORDS: u64 = 4_096;

/// Where a text has no white space, a word is taken to end within so many bytes.
const LONGEST_WORD_BYTES: usize = 64 << 10;

/// Finds the ends of records in a growing buffer.
pub(super) trait Cut {
    /// Looks at `buffer` from where the last call stopped and returns the end of the last whole record, or 0, and how
    /// many records end by then, `most_records` at most. At the end of the input all that is left is whole.
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64);

    /// Says that the first `n_bytes` of the buffer have been taken.
    fn taken(&mut self, n_bytes: usize);

    /// Gives up the record at the beginning of the buffer, which is too long. Returns how many bytes need not be there for its end
    /// to be found, and counts them as taken; `None` if all of the input is that record, or its end cannot be found without them.
    fn give_up(&mut self, _: &[u8]) -> Option<usize> {
        None
    }

    /// What is wrong with the input between its records; complete when all has been taken.
    fn fault(&self) -> Option<Fault> {
        None
    }

    /// Context from before the block that was found last, for its reader: a header, the names of columns.
    fn head(&self) -> Arc<str> {
        Arc::from("")
    }

    /// The place in the buffer of the quote that opens a cell which is not closed so far.
    fn open_at(&self) -> Option<usize> {
        None
    }
}

/// Records are lines.
#[derive(Debug, Default)]
pub(super) struct LineCut {
    n_seen: usize,
    last_end: usize,
    n_lines: u64,
}

impl Cut for LineCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        for at in memchr::memchr_iter(b'\n', &buffer[self.n_seen..]) {
            self.last_end = self.n_seen + at + 1;
            self.n_lines += 1;
            if self.n_lines == most_records {
                self.n_seen = self.last_end;
                return (self.last_end, self.n_lines);
            }
        }
        self.n_seen = buffer.len();
        if is_at_end && self.last_end < buffer.len() {
            self.last_end = buffer.len();
            self.n_lines += 1;
        }
        (self.last_end, self.n_lines)
    }

    fn taken(&mut self, n_bytes: usize) {
        *self = Self { n_seen: self.n_seen - n_bytes, ..Self::default() };
    }

    fn give_up(&mut self, _: &[u8]) -> Option<usize> {
        Some(std::mem::take(&mut self.n_seen))
    }
}

/// The best place to cut prose within `buffer`: after the last blank line, else after the last line end, else after
/// the last white space, else before the last word, else between two characters. Never 0 unless the buffer is empty.
pub(super) fn prose_end(buffer: &[u8]) -> usize {
    let half = buffer.len() / 2;
    // The word that a hyphen divides may be put together again, if its halves come together.
    let line_ends = || {
        let ends = memchr::memrchr_iter(b'\n', &buffer[half..]).map(|at| half + at + 1);
        ends.filter(|&end| !ends_with_hyphen(&buffer[..end]))
    };
    let blank_line = line_ends().find(|&end| buffer.get(end) == Some(&b'\n')).map(|end| end + 1);
    let line_end = || line_ends().next();
    let any_line_end = || memchr::memrchr(b'\n', buffer).map(|at| at + 1);
    // A CR at the very end may belong to an LF that is still to come.
    let space = || memchr::memrchr3(b' ', b'\t', b'\r', &buffer[..buffer.len().saturating_sub(1)]).map(|at| at + 1);
    blank_line
        .or_else(line_end)
        .or_else(any_line_end)
        .or_else(space)
        .or_else(|| last_word(buffer))
        .unwrap_or_else(|| character_end(buffer))
}

/// `true` if the last line ends with the last byte of a hyphen in UTF-8, or of another character that ends so.
fn ends_with_hyphen(lines: &[u8]) -> bool {
    let last = lines.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    // Hyphen-minus, soft hyphen, not sign, U+2010, U+2E17.
    matches!(last, Some(b'-' | 0xad | 0xac | 0x90 | 0x97))
}

/// Where the last word begins, which may go on behind the buffer; `None` if no word begins near the end.
fn last_word(buffer: &[u8]) -> Option<usize> {
    let end = character_end(buffer);
    let is_inside = |at: &usize| buffer[*at] & 0xc0 == 0x80;
    let start = (end.saturating_sub(LONGEST_WORD_BYTES)..end).find(|at| !is_inside(at))?;
    let tail = str::from_utf8(&buffer[start..end]).ok()?;
    // What the tail begins with may have begun before it.
    words(tail).last().map(|(at, _)| start + at).filter(|&at| at > start)
}

/// The length of `buffer` without a UTF-8 sequence that is cut off at its end.
fn character_end(buffer: &[u8]) -> usize {
    let n_tail = buffer.iter().rev().take(3).position(|&b| b >= 0xc0).map_or(0, |at| at + 1);
    let start = buffer.len() - n_tail;
    match std::str::from_utf8(&buffer[start..]) {
        Err(error) if error.error_len().is_none() && start > 0 => start,
        _ => buffer.len(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A block with the number of its records, and what its reader must know.
    #[derive(Debug)]
    pub(in crate::input) struct CutBlock {
        pub(in crate::input) bytes: Vec<u8>,
        pub(in crate::input) n_records: u64,
        pub(in crate::input) head: Arc<str>,
    }

    /// Cuts `bytes`, of which `step` come at a time, to the end.
    pub(in crate::input) fn cut_in_steps(bytes: &[u8], step: usize, cut: &mut dyn Cut) -> Vec<CutBlock> {
        let (mut found, mut buffer) = (Vec::new(), Vec::new());
        let mut rest = bytes;
        loop {
            let (next, after) = rest.split_at(step.min(rest.len()));
            buffer.extend_from_slice(next);
            rest = after;
            let (end, n_records) = cut.last_end(&buffer, rest.is_empty(), MOST_RECORDS);
            if end > 0 {
                let head = cut.head();
                cut.taken(end);
                found.push(CutBlock { bytes: buffer.drain(..end).collect(), n_records, head });
            } else if rest.is_empty() {
                assert_eq!(buffer, b"", "bytes at the end are in no block");
                return found;
            }
        }
    }

    /// As [`cut_in_steps`], without heads.
    pub(in crate::input) fn blocks(bytes: &[u8], step: usize, cut: &mut dyn Cut) -> Vec<(Vec<u8>, u64)> {
        cut_in_steps(bytes, step, cut).into_iter().map(|block| (block.bytes, block.n_records)).collect()
    }

    #[test]
    fn lines_are_cut_at_line_ends_whatever_the_steps() {
        let text = b"one\ntwo\n\nthree";
        for step in 1..=text.len() {
            let found = blocks(text, step, &mut LineCut::default());
            assert_eq!(found.iter().flat_map(|(block, _)| block.clone()).collect::<Vec<_>>(), text);
            assert_eq!(found.iter().map(|(_, n)| n).sum::<u64>(), 4, "step {step}");
        }
    }

    #[test]
    fn a_block_has_so_many_records_at_most_however_short_they_are() {
        let text = "a\n".repeat(10_000);
        let mut cut = LineCut::default();
        let mut left = text.as_bytes();
        let mut found = Vec::new();
        while !left.is_empty() {
            let (end, n_records) = cut.last_end(left, true, MOST_RECORDS);
            cut.taken(end);
            left = &left[end..];
            found.push((end, n_records));
        }
        assert_eq!(found, [(8_192, 4_096), (8_192, 4_096), (3_616, 1_808)]);
    }

    proptest! {
        #[test]
        fn prose_is_cut_between_characters(text in "[aß語😀]{1,12}", n in 1_usize..40) {
            let bytes = &text.as_bytes()[..n.min(text.len())];
            let end = prose_end(bytes);
            prop_assert!(end > 0 && end <= bytes.len());
            prop_assert!(text.is_char_boundary(end) || bytes.len() < 4);
        }
    }

    #[test]
    fn prose_is_cut_at_the_best_place() {
        for (text, expected) in [
            ("a b c\n\nd\ne", 7),
            ("a b\nc d", 4),
            ("a b", 2),
            ("a,bc", 2),
            ("水务,", 3),
            ("ab", 2),
            ("aaaa b\nc d-\ne", 7),
        ] {
            assert_eq!(prose_end(text.as_bytes()), expected, "{text:?}");
        }
    }
}
