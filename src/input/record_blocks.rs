//! Blocks of whole records out of a stream, in memory bounded by the longest document. A record that is longer is passed over and
//! costs itself.

use super::block::Block;
use super::csv_record::QuoteFaultKind;
use super::cut::{Cut, MOST_RECORDS};
use super::line_count::LineCount;
use super::options::InputOptions;
use super::stream::Stream;
use crate::error::{InputError, Place, Problem};

/// The length of a block of records, if records are not longer.
pub(super) const BLOCK_BYTES: usize = 1 << 20;

/// The records of a stream that are still to come.
pub(super) struct RecordBlocks {
    cut: Box<dyn Cut + Send>,
    next_number: u64,
    /// The lines before the next record, where they are counted.
    lines: Option<LineCount>,
    /// The place of a record with this number, for messages.
    place: fn(u64) -> Place,
    /// Bytes to read before a block is cut: few where records are short, since what is left over is copied.
    n_wanted: usize,
    /// The next record is too long, and what is left of it is passed over.
    is_given_up: bool,
}

/// What comes next in a stream.
pub(super) enum Next {
    /// A block of records.
    Block(RecordBlock),
    /// A record that is longer than a document may be; the records behind it follow.
    TooLong(InputError),
    /// Nothing.
    End,
}

/// Consecutive records.
pub(super) struct RecordBlock {
    pub(super) bytes: Block,
    pub(super) first_number: u64,
    pub(super) n_records: u64,
    /// The lines before the first record.
    pub(super) lines: LineCount,
}

impl RecordBlocks {
    /// All records of a stream, which begins behind `lines` if those are of interest.
    pub(super) fn new(cut: Box<dyn Cut + Send>, lines: Option<LineCount>, place: fn(u64) -> Place) -> Self {
        Self { cut, next_number: 1, lines, place, n_wanted: BLOCK_BYTES, is_given_up: false }
    }

    /// What ends the records, and knows of each block what its reader must know.
    pub(super) fn cut(&self) -> &dyn Cut {
        self.cut.as_ref()
    }

    /// Reads on until a block of whole records is there, of which `see` hears before it is taken.
    ///
    /// # Errors
    ///
    /// What reading says, and [`Problem::TooLong`] for a record whose end cannot be found.
    pub(super) fn next(
        &mut self,
        stream: &mut Stream,
        options: &InputOptions,
        shown: &str,
        mut see: impl FnMut(&mut Stream, &dyn Cut, usize),
    ) -> Result<Next, InputError> {
        let failed = |place, problem| InputError { path: shown.to_owned(), place, problem };
        let mut wanted = self.n_wanted;
        loop {
            stream.fill(wanted).map_err(|problem| failed(None, problem))?;
            let most_records = if self.is_given_up { 1 } else { MOST_RECORDS };
            let (end, n_records) = self.cut.last_end(stream.buffer(), stream.is_at_end(), most_records);
            if end > 0 && (n_records == 0 || self.is_given_up) {
                // What stands between records, or is left of one that is too long.
                self.is_given_up &= n_records == 0;
                self.cut.taken(end);
                self.pass(stream, end, n_records);
            } else if end > 0 {
                see(stream, self.cut.as_ref(), end);
                self.cut.taken(end);
                self.n_wanted = if n_records < MOST_RECORDS { BLOCK_BYTES } else { BLOCK_BYTES.min(2 * end) };
                let (first_number, lines) = (self.next_number, self.lines.unwrap_or_default());
                let bytes = self.pass(stream, end, n_records);
                return Ok(Next::Block(RecordBlock { bytes, first_number, n_records, lines }));
            } else if stream.is_at_end() {
                return Ok(Next::End);
            } else if self.is_given_up || stream.buffer().len() as u64 > options.max_document_bytes {
                let error = self.too_long(stream.buffer(), options, &failed);
                let Some(n_bytes) = self.cut.give_up(stream.buffer()) else {
                    return Err(InputError { place: error.place.filter(|_| self.next_number > 1), ..error });
                };
                self.pass(stream, n_bytes, 0);
                wanted = stream.buffer().len() + BLOCK_BYTES;
                if !std::mem::replace(&mut self.is_given_up, true) {
                    return Ok(Next::TooLong(error));
                }
            } else {
                wanted = stream.buffer().len() + BLOCK_BYTES;
            }
        }
    }

    /// Takes the first bytes of the buffer, which hold so many records.
    fn pass(&mut self, stream: &mut Stream, n_bytes: usize, n_records: u64) -> Block {
        let bytes = stream.take(n_bytes);
        if let Some(lines) = &mut self.lines {
            lines.pass(&bytes);
        }
        self.next_number += n_records;
        bytes
    }

    /// The error about the record at the beginning of the buffer: the quote that swallowed the rest, if there is one.
    fn too_long(
        &self,
        buffer: &[u8],
        options: &InputOptions,
        failed: &dyn Fn(Option<Place>, Problem) -> InputError,
    ) -> InputError {
        let Some(at) = self.cut.open_at() else {
            let problem = Problem::TooLong { limit_bytes: options.max_document_bytes };
            return failed(Some((self.place)(self.next_number)), problem);
        };
        let mut lines = self.lines.unwrap_or_default();
        lines.pass(&buffer[..at]);
        let line = lines.line();
        failed(Some(Place::Line(line)), Problem::Csv(QuoteFaultKind::NeverClosed.message(line, line)))
    }
}
