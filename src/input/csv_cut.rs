//! Where a block of CSV or TSV may end.

use memchr::{memchr, memchr2, memchr3};

use super::csv_record::{Quoting, is_pair};
use super::cut::Cut;

/// Records are CSV records; a line end inside quotes ends none. It stops only at quotes and line ends, and agrees with
/// [`Records`](super::csv_record::Records), that dirt is understood the same way twice.
#[derive(Debug)]
pub(super) struct CsvCut {
    delimiter: u8,
    quoting: Quoting,
    n_seen: usize,
    record_start: usize,
    is_quoted: bool,
    /// Where the quote stands that opened the last quoted cell.
    opened_at: usize,
    last_end: usize,
    n_records: u64,
}

impl CsvCut {
    /// A cutter that stands at the beginning of a record.
    pub(super) fn new(delimiter: u8, quoting: Quoting) -> Self {
        let (n_seen, record_start, opened_at) = (0, 0, 0);
        Self { delimiter, quoting, n_seen, record_start, is_quoted: false, opened_at, last_end: 0, n_records: 0 }
    }

    /// The place in `rest` of the next byte that means something.
    fn next_stop(&self, rest: &[u8]) -> Option<usize> {
        match (self.is_quoted, self.quoting) {
            (true, Quoting::Backslashed) => memchr2(b'"', b'\\', rest),
            (true, _) => memchr(b'"', rest),
            (false, Quoting::None) => memchr2(b'\n', b'\r', rest),
            (false, _) => memchr3(b'"', b'\n', b'\r', rest),
        }
    }

    /// Whether a quote at `at`, outside of quotes, opens some: it begins a cell.
    fn opens(&self, buffer: &[u8], at: usize) -> bool {
        at == self.record_start || buffer[at - 1] == self.delimiter
    }

    /// Goes on behind a byte that [`Self::next_stop`] finds.
    fn advance(&mut self, buffer: &[u8], at: usize) {
        if self.is_quoted {
            self.is_quoted = buffer[at] != b'"';
        } else if buffer[at] == b'"' {
            self.is_quoted = self.opens(buffer, at);
            self.opened_at = at;
        } else {
            self.n_records += u64::from(at > self.record_start);
            self.record_start = at + 1;
            self.last_end = at + 1;
        }
    }
}

impl Cut for CsvCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        while self.n_seen < buffer.len() && self.n_records < most_records {
            let Some(at) = self.next_stop(&buffer[self.n_seen..]).map(|at| self.n_seen + at) else {
                self.n_seen = buffer.len();
                break;
            };
            if self.is_quoted && at + 1 == buffer.len() && !is_at_end {
                // The next byte says whether this one is half of a pair.
                self.n_seen = at;
                break;
            }
            let is_pair = self.is_quoted && is_pair(buffer[at], buffer.get(at + 1).copied());
            self.n_seen = at + 1 + usize::from(is_pair);
            if !is_pair {
                self.advance(buffer, at);
            }
        }
        if is_at_end && self.n_seen == buffer.len() {
            self.n_records += u64::from(self.record_start < buffer.len());
            self.record_start = buffer.len();
            self.last_end = buffer.len();
        }
        (self.last_end, self.n_records)
    }

    fn taken(&mut self, n_bytes: usize) {
        self.n_seen -= n_bytes;
        self.record_start = self.record_start.saturating_sub(n_bytes);
        self.opened_at = self.opened_at.saturating_sub(n_bytes);
        self.last_end = 0;
        self.n_records = 0;
    }

    fn give_up(&mut self, _: &[u8]) -> Option<usize> {
        // Whether a quote opens a cell, the byte before it tells.
        let n_bytes = self.n_seen.saturating_sub(1);
        self.taken(n_bytes);
        Some(n_bytes)
    }

    fn open_at(&self) -> Option<usize> {
        self.is_quoted.then_some(self.opened_at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::csv_record::Records;
    use super::super::cut::MOST_RECORDS;
    use super::super::cut::tests::blocks;
    use super::*;

    fn records(bytes: &[u8], quoting: Quoting) -> Vec<Vec<Vec<u8>>> {
        let (mut records, mut cells) = (Records::new(bytes, b',', quoting), Vec::new());
        let next = || records.read(&mut cells).then(|| cells.iter().map(|cell| cell.written(bytes).to_vec()).collect());
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn a_block_has_so_many_records_at_most_however_short_they_are() {
        let text = "a\n".repeat(10_000);
        for quoting in [Quoting::Doubled, Quoting::Backslashed, Quoting::None] {
            let (mut left, mut cut, mut found) = (text.as_bytes(), CsvCut::new(b',', quoting), Vec::new());
            while !left.is_empty() {
                let (end, n_records) = cut.last_end(left, true, MOST_RECORDS);
                cut.taken(end);
                left = &left[end..];
                found.push((end, n_records));
            }
            assert_eq!(found, [(8_192, 4_096), (8_192, 4_096), (3_616, 1_808)]);
        }
    }

    #[test]
    fn a_cell_that_is_not_closed_is_told_by_its_beginning() {
        let mut cut = CsvCut::new(b',', Quoting::Doubled);
        assert_eq!(cut.last_end(b"a,b\nc,\"d\ne,f\n", false, MOST_RECORDS), (4, 1));
        cut.taken(4);
        assert_eq!(cut.open_at(), Some(2));
        cut.last_end(b"c,\"d\ne,f\n\"\n", false, MOST_RECORDS);
        assert_eq!(cut.open_at(), None);
    }

    proptest! {
        #[test]
        fn csv_blocks_hold_the_records_of_the_whole(text in "[ab,\"\\\\\n\r]{0,60}", step in 1_usize..9) {
            for quoting in [Quoting::Doubled, Quoting::Backslashed, Quoting::None] {
                let found = blocks(text.as_bytes(), step, &mut CsvCut::new(b',', quoting));
                let parts: Vec<_> = found.iter().flat_map(|(block, _)| records(block, quoting)).collect();
                prop_assert_eq!(&parts, &records(text.as_bytes(), quoting));
                prop_assert_eq!(found.iter().map(|(_, n)| n).sum::<u64>(), parts.len() as u64);
            }
        }
    }
}
