//! The search for characters at which a sentence may end, which is most of the time that sentences take.

use super::class::Class;

/// What counts as a mark beside the terminators of UAX #29.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// UAX #29 to the letter: line ends are marks.
    Plain,
    /// Running text: line ends are spaces, and `…` is a full stop.
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
            _ => Class::of(c),
        }
    }

    /// The first mark of `text` at or after byte `at`. Cost: about a cycle per byte that cannot begin a mark, less in
    /// runs of [`CHUNK`] such bytes, and some ten where a byte can.
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

    /// Where the next byte is that may begin a mark.
    fn skip_quiet(self, bytes: &[u8], mut at: usize) -> Option<usize> {
        let bit = match self {
            Self::Plain => IN_PLAIN,
            Self::Prose => IN_PROSE,
        };
        while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<CHUNK>()) {
            if self == Self::Prose && is_quiet(chunk) {
                at += CHUNK;
                continue;
            }
            match chunk.iter().position(|&byte| LEADS[usize::from(byte)] & bit != 0) {
                Some(found) => return Some(at + found),
                None => at += CHUNK,
            }
        }
        let rest = bytes.get(at..)?;
        rest.iter().position(|&byte| LEADS[usize::from(byte)] & bit != 0).map(|found| at + found)
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
        let is_lead = (byte == 0xc2) | (byte == 0xd6) | ((byte >= 0xd8) & (byte <= 0xe3)) | (byte >= 0xea);
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
    fn every_mark_there_is_begins_with_a_byte_that_is_looked_for() {
        let mut n_marks = 0;
        for (marks, bit) in [(Marks::Plain, IN_PLAIN), (Marks::Prose, IN_PROSE)] {
            for c in '\0'..=char::MAX {
                let class = marks.class(c);
                if class.is_terminator() || class.is_separator() {
                    n_marks += 1;
                    let mut text = [0; 4];
                    let lead = c.encode_utf8(&mut text).as_bytes()[0];
                    assert!(LEADS[usize::from(lead)] & bit != 0, "{c:?}");
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
