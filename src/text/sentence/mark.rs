//! The search for characters at which a sentence may end, which is most of the time that sentences take.

use super::class::Class;

/// What counts as a mark beside the terminators of UAX #29.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// UAX #29 to the letter: line ends are marks.
    Plain,
    /// Running text: line ends are spaces, `…` is a full stop, and a backtick is a quote, as in ``TeX``.
    Prose,
}

/// A character at which a sentence may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its first byte.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// A terminator or a separator.
    pub(super) class: Class,
}

impl Marks {
    /// The class of `c` in a text that is read so.
    pub(super) fn class(self, c: char) -> Class {
        match (self, c) {
            (Self::Prose, '\n' | '\r') => Class::Sp,
            (Self::Prose, '…') => Class::ATerm,
            (Self::Prose, '`') => Class::Close,
            _ => Class::of(c),
        }
    }

    /// The first mark of `text` at or after byte `at`. Cost: about a cycle per byte, less in runs of [`CHUNK`] bytes that
    /// cannot begin a mark, and some ten where the bytes of a character may be a mark.
    pub(super) fn next(self, text: &str, mut at: usize) -> Option<Mark> {
        loop {
            at = self.skip_quiet(text.as_bytes(), at)?;
            let c = text[at..].chars().next()?;
            let class = self.class(c);
            let end = at + c.len_utf8();
            if class.is_terminator() || class.is_separator() {
                return Some(Mark { start: at, end, class });
            }
            at = end;
        }
    }

    /// Where the next bytes are that may be a mark.
    fn skip_quiet(self, bytes: &[u8], mut at: usize) -> Option<usize> {
        let bit = match self {
            Self::Plain => IN_PLAIN,
            Self::Prose => IN_PROSE,
        };
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let chunk = match rest.first_chunk::<CHUNK>() {
                Some(chunk) if self == Self::Prose && is_quiet(chunk) => {
                    at += CHUNK;
                    continue;
                }
                Some(chunk) => chunk,
                None => rest,
            };
            let is_loud =
                |&(idx, &byte): &(usize, &u8)| LEADS[usize::from(byte)] & bit != 0 && may_begin_mark(&rest[idx..]);
            if let Some((idx, _)) = chunk.iter().enumerate().find(is_loud) {
                return Some(at + idx);
            }
            at += chunk.len();
        }
        None
    }
}

/// Whether a character that begins so, with a byte of [`LEADS`], may be a mark.
///
/// Where letters of a script share their first byte with a mark, the next byte tells more without decoding.
fn may_begin_mark(bytes: &[u8]) -> bool {
    match *bytes {
        [0xc2, next, ..] => next == 0x85,
        [0xd6, next, ..] => next == 0x89,
        [0xd8, next, ..] => matches!(next, 0x9d..=0x9f),
        [0xdb, next, ..] => next == 0x94,
        [0xdc, next, ..] => matches!(next, 0x80..=0x82),
        [0xdf, next, ..] => next == 0xb9,
        [0xe0, next, ..] => matches!(next, 0xa0 | 0xa5),
        [0xe2, 0x80, last, ..] => matches!(last, 0xa4 | 0xa6 | 0xa8 | 0xa9 | 0xbc | 0xbd),
        [0xe3, next, last, ..] => next == 0x80 && last == 0x82,
        _ => true,
    }
}

/// How many bytes are looked at together: two vectors on the smallest machines.
const CHUNK: usize = 32;
const IN_PLAIN: u8 = 1;
const IN_PROSE: u8 = 2;

/// Whether no byte of `chunk` can begin a mark of prose.
///
/// The same as looking all up in [`LEADS`], without branches or loads, so that the compiler does it on whole vectors.
fn is_quiet(chunk: &[u8; CHUNK]) -> bool {
    let loud = chunk.iter().fold(0, |loud, &byte| {
        let is_terminator = (byte == b'.') | (byte == b'!') | (byte == b'?');
        // C2, D6, D8, DB, DC, DF and E0 to E3, EA, EF, F0.
        let is_lead = (byte == 0xc2) | (byte == 0xd6) | (0xd8..=0xe3).contains(&byte) | (byte >= 0xea);
        loud | u8::from(is_terminator | is_lead)
    });
    loud == 0
}

/// For each byte whether it begins a mark.
static LEADS: [u8; 256] = {
    let mut leads = [0; 256];
    let both = b".!?\xc2\xd6\xd8\xdb\xdc\xdf\xe0\xe1\xe2\xe3\xea\xef\xf0";
    let mut idx = 0;
    while idx < both.len() {
        leads[both[idx] as usize] = IN_PLAIN | IN_PROSE;
        idx += 1;
    }
    leads[b'\n' as usize] = IN_PLAIN;
    leads[b'\r' as usize] = IN_PLAIN;
    leads
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_there_is_begins_with_bytes_that_are_looked_for() {
        let mut n_marks = 0;
        for (marks, bit) in [(Marks::Plain, IN_PLAIN), (Marks::Prose, IN_PROSE)] {
            for c in '\0'..=char::MAX {
                let class = marks.class(c);
                if class.is_terminator() || class.is_separator() {
                    n_marks += 1;
                    let mut text = [0; 4];
                    let bytes = c.encode_utf8(&mut text).as_bytes();
                    assert!(LEADS[usize::from(bytes[0])] & bit != 0 && may_begin_mark(bytes), "{c:?}");
                }
            }
        }
        assert!(n_marks > 300, "{n_marks}");
    }

    #[test]
    fn a_chunk_is_quiet_only_if_no_byte_of_it_can_begin_a_mark() {
        for byte in 0..=u8::MAX {
            for at in [0, 13, CHUNK - 1] {
                let mut chunk = [b'x'; CHUNK];
                chunk[at] = byte;
                assert!(!is_quiet(&chunk) || LEADS[usize::from(byte)] & IN_PROSE == 0, "{byte}");
            }
        }
        assert!(is_quiet(&[b'\n'; CHUNK]) && is_quiet(&[0xd0; CHUNK]) && is_quiet(&[0xe4; CHUNK]));
    }

    #[test]
    fn marks_are_found_wherever_they_stand() {
        for n_before in 0..70 {
            for mark in ["。", ".", "؟", "…"] {
                let text = format!("{}{mark}{}", "é".repeat(n_before), "x".repeat(n_before));
                let found = Marks::Prose.next(&text, 0).map(|mark| (mark.start, mark.end));
                assert_eq!(found, Some((2 * n_before, 2 * n_before + mark.len())));
            }
        }
        assert_eq!(Marks::Plain.next("a … b", 0), None);
        assert_eq!(Marks::Prose.next("a\nb", 0), None);
    }
}
