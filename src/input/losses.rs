//! Byte sequences that meant nothing in the encoding of a text: the words for them, and the records that they are in.

use std::ops::Range;

/// The message that sequences of bytes mean nothing in an encoding, with words on the place.
pub(super) fn lost_message(n_lost: u64, encoding: &str, at: &str) -> String {
    match n_lost {
        1 => format!("1 byte sequence is not valid {encoding}{at}; it became U+FFFD"),
        n => format!("{n} byte sequences are not valid {encoding}{at}; each became U+FFFD"),
    }
}

/// The places of lost sequences in a block of records, by the measure in which records say how far they reach.
#[derive(Debug, Default)]
pub(super) struct RecordLosses {
    places: Vec<u64>,
    /// Those before it belong to records that have been seen.
    next_idx: usize,
}

impl RecordLosses {
    /// Losses at these offsets in the text, in order.
    pub(super) fn by_byte(lost_at: &[usize]) -> Self {
        Self { places: lost_at.iter().map(|at| *at as u64).collect(), next_idx: 0 }
    }

    /// Losses at these offsets in `text`, in order, whose first line has this number.
    pub(super) fn by_line(lost_at: &[usize], text: &str, first_number: u64) -> Self {
        let (mut line, mut seen) = (first_number, 0);
        let number = |at: &usize| {
            line += memchr::memchr_iter(b'\n', text.as_bytes().get(seen..*at).unwrap_or_default()).count() as u64;
            seen = *at;
            line
        };
        Self { places: lost_at.iter().map(number).collect(), next_idx: 0 }
    }

    /// Number of losses in a record, which lies behind those that were asked for before.
    pub(super) fn take_in(&mut self, reach: &Range<u64>) -> u64 {
        let rest = self.places.get(self.next_idx..).unwrap_or_default();
        let n_before = rest.partition_point(|place| *place < reach.start);
        let n_lost = rest.partition_point(|place| *place < reach.end) - n_before;
        self.next_idx += n_before + n_lost;
        n_lost as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_belong_to_the_record_that_they_are_in() {
        let mut losses = RecordLosses::by_byte(&[1, 6, 7, 27]);
        assert_eq!([0..4, 4..6, 6..7, 7..8, 20..28].map(|reach| losses.take_in(&reach)), [1, 0, 1, 1, 1]);
    }

    #[test]
    fn losses_of_lines_keep_their_numbers_whatever_becomes_of_the_lines() {
        let mut losses = RecordLosses::by_line(&[0, 1, 5, 8], "xx\nx\nx\n\nx", 7);
        assert_eq!([7..8, 8..9, 9..10, 11..12].map(|reach| losses.take_in(&reach)), [2, 0, 1, 1]);
    }

    #[test]
    fn losses_of_a_record_that_was_not_read_are_those_of_no_other() {
        let mut losses = RecordLosses::by_line(&[0, 2, 4], "x\nx\nx", 1);
        assert_eq!(losses.take_in(&(2..3)), 1);
        assert_eq!(losses.take_in(&(3..4)), 1);
    }
}
