//! The dialect of a delimited table: what separates its cells and how they are quoted, decided by its first records.
//!
//! What the suffix says, in double quotes, is taken if every record has as many cells as the first one and every quoted cell
//! ends where its quotes do. If not, the other ways of reading are tried, and one of them is taken if it leaves less in disorder.
//! Records that are out of order in every way of reading are errors of their own.

use super::csv_record::{QuoteFault, QuoteFaultKind, Quoting, RawCell, Records};
use super::line_count::LineCount;

use crate::choice::choices;

/// What a quote in a delimited table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// It stands around cells, which may hold delimiters and line ends.
    Double,
    /// It is a letter.
    None,
}

choices!(Quote {
    Double = "double": "",
    None = "none": "",
});

/// The first record of a delimited table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeaderRow {
    /// It names the columns.
    #[default]
    Names,
    /// It is a record as all others; columns are called by their places.
    Missing,
}

/// What a user says about the dialect of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub(super) delimiter: Option<u8>,
    pub(super) quote: Option<Quote>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What separates the cells.
    pub(super) delimiter: u8,
    pub(super) quoting: Quoting,
    /// The length of a line in front that names the delimiter, as spreadsheet programs write it.
    pub(super) n_skipped: usize,
    /// The line that proves that quotes are not what they are in other tables, counted from one.
    pub(super) proof_line: Option<u64>,
}

/// Of a table this much is looked at, so that its length and the way to it make no difference. No header is longer.
pub(super) const HEAD_BYTES: usize = 1 << 20;

/// Delimiters that need not be told, in the order in which they are looked for.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Dialect {
    /// The dialect of the table that begins with `bytes`, a byte order mark taken off, and ends with them if `is_whole`.
    /// Cost: nothing to speak of for a header without other delimiters before a head without quotes, one pass over the head for
    /// most other tables, and up to fifteen for those that have records out of order.
    pub(super) fn of(bytes: &[u8], is_whole: bool, format_delimiter: u8, told: Told) -> Self {
        let line = delimiter_line(bytes);
        let n_skipped = line.map_or(0, |(n_bytes, _)| n_bytes);
        let delimiter = told.delimiter.or(line.map(|(_, delimiter)| delimiter));
        let head = Head::new(&bytes[n_skipped..], is_whole);
        let judged = match delimiter {
            Some(delimiter) => head.judged_unless_plain(delimiter, told.quote),
            None => head.best(format_delimiter, told.quote),
        };
        let n_lines_before = LineCount::after(&bytes[..n_skipped]).line() - 1;
        let proof_at = judged.fault_at.filter(|_| told.quote.is_none() && judged.quoting != Quoting::Doubled);
        let proof_line = proof_at.map(|at| n_lines_before + LineCount::after(&head.bytes[..at]).line());
        Self { delimiter: judged.delimiter, quoting: judged.quoting, n_skipped, proof_line }
    }

    /// A sentence for a user who may want to know that quotes are read otherwise than elsewhere, behind the name of the file.
    pub(super) fn note(&self) -> Option<String> {
        let line = self.proof_line?;
        match self.quoting {
            Quoting::Doubled => None,
            Quoting::Backslashed => Some(format!("quotes are escaped with backslashes, as in the cell of line {line}")),
            Quoting::None => Some(format!(
                "quotes are read as letters, since those of line {line} enclose no cell; --quote double reads them otherwise"
            )),
        }
    }
}

/// A first line as `sep=;`: its length with its line end, and the delimiter.
pub(super) fn delimiter_line(bytes: &[u8]) -> Option<(usize, u8)> {
    let n_line = memchr::memchr2(b'\n', b'\r', bytes)?;
    let (line, rest) = bytes.split_at(n_line);
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, delimiter) = bare.split_at_checked(4)?;
    let &[delimiter] = delimiter else { return None };
    let is_delimiter = delimiter == b'\t' || (delimiter.is_ascii_punctuation() && delimiter != b'"');
    let n_end = if rest.starts_with(b"\r\n") { 2 } else { 1 };
    (name.eq_ignore_ascii_case(b"sep=") && is_delimiter).then_some((n_line + n_end, delimiter))
}

/// A way of reading, and what comes of the head by it.
#[derive(Clone, Copy, Debug)]
struct Judged {
    delimiter: u8,
    quoting: Quoting,
    /// The cells of the first record.
    n_cells: usize,
    /// The records behind the first one.
    n_records: u64,
    /// Records with another number of cells than the first one, or with quotes that do not fit.
    n_bad: u64,
    /// Those whose quotes do not fit.
    n_faults: u64,
    /// The first cell whose quotes do not fit, by this way of reading or by the usual one.
    fault_at: Option<usize>,
    /// A long cell that is still open where the head, but not the table, ends.
    open_at: Option<usize>,
}

impl Judged {
    fn new(delimiter: u8, quoting: Quoting) -> Self {
        Self { delimiter, quoting, n_cells: 0, n_records: 0, n_bad: 0, n_faults: 0, fault_at: None, open_at: None }
    }

    /// `true` if a delimiter that is not expected leaves far less in disorder than the one that is.
    fn explains_more_than(&self, expected: &Self) -> bool {
        self.n_cells > 1 && MANY_TIMES * self.n_bad < expected.n_bad
    }
}

/// What is unexpected must leave so many times less in disorder.
const MANY_TIMES: u64 = 4;

/// A cell that is shorter is no reason to doubt that it will be closed.
const LONG_CELL_BYTES: usize = 32 << 10;

/// So many records more, and all in order, are seen where a quote that opens a very long cell is taken for a letter.
const MANY_RECORDS: u64 = 100;

/// The beginning of a table.
struct Head<'t> {
    bytes: &'t [u8],
    is_whole: bool,
    has_quotes: bool,
}

impl<'t> Head<'t> {
    fn new(bytes: &'t [u8], is_whole: bool) -> Self {
        let is_whole = is_whole && bytes.len() <= HEAD_BYTES;
        let bytes = &bytes[..bytes.len().min(HEAD_BYTES)];
        Self { bytes, is_whole, has_quotes: memchr::memchr(b'"', bytes).is_some() }
    }

    /// The best way of reading, whatever the delimiter.
    fn best(&self, format_delimiter: u8, quote: Option<Quote>) -> Judged {
        let quoting = quoting_of(quote);
        let is_in_header = |delimiter: &u8| {
            let (mut records, mut cells) = (Records::new(self.bytes, *delimiter, quoting), Vec::new());
            records.read(&mut cells) && cells.len() > 1
        };
        let mut others: Vec<u8> = DELIMITERS.into_iter().filter(|&other| other != format_delimiter).collect();
        others.retain(is_in_header);
        let is_expected = is_in_header(&format_delimiter);
        if others.is_empty() {
            return self.judged_unless_plain(format_delimiter, quote);
        }
        let expected = self.judged(format_delimiter, quote);
        if is_expected && expected.n_bad == 0 {
            return expected;
        }
        let mut found = others.into_iter().map(|delimiter| self.judged(delimiter, quote));
        if is_expected {
            // Another delimiter may stand in a name by chance.
            return found.find(|other| other.explains_more_than(&expected)).unwrap_or(expected);
        }
        // A table of one column, in whose name something stands that may be a delimiter elsewhere, is none.
        let likely = found.filter(|other| 2 * other.n_bad < other.n_records.max(1) || other.n_bad < expected.n_bad);
        likely.min_by_key(|other| other.n_bad).unwrap_or(expected)
    }

    /// As [`Self::judged`], without a look at a head that has no quotes.
    fn judged_unless_plain(&self, delimiter: u8, quote: Option<Quote>) -> Judged {
        if self.has_quotes { self.judged(delimiter, quote) } else { Judged::new(delimiter, quoting_of(quote)) }
    }

    /// The best way of reading with this delimiter.
    fn judged(&self, delimiter: u8, quote: Option<Quote>) -> Judged {
        if quote == Some(Quote::None) {
            return self.survey(delimiter, Quoting::None);
        }
        let doubled = self.survey(delimiter, Quoting::Doubled);
        let is_fine = doubled.n_bad == 0 && doubled.open_at.is_none();
        if !self.has_quotes {
            return doubled;
        }
        if let Some(escape_at) = memchr::memmem::find(self.bytes, b"\\\"") {
            let backslashed = self.survey(delimiter, Quoting::Backslashed);
            if backslashed.n_faults <= doubled.n_faults && backslashed.n_bad < doubled.n_bad {
                return Judged { fault_at: doubled.fault_at.or(Some(escape_at)), ..backslashed };
            }
            if backslashed.n_bad <= doubled.n_bad
                && let Some(at) = self.escaped_quote(delimiter)
            {
                return Judged { fault_at: Some(at), ..backslashed };
            }
        }
        if is_fine || quote.is_some() {
            return doubled;
        }
        let unquoted = self.survey(delimiter, Quoting::None);
        let frees_many = unquoted.n_bad == 0 && unquoted.n_records >= doubled.n_records + MANY_RECORDS;
        let swallowed = doubled.open_at.filter(|_| unquoted.n_cells > 1 && frees_many);
        let is_better = unquoted.n_bad < doubled.n_bad || swallowed.is_some();
        if is_better && !self.proves_quoting(&doubled) {
            return Judged { fault_at: doubled.fault_at.or(swallowed), ..unquoted };
        }
        doubled
    }

    /// The first quote in a cell without quotes around it, if each such quote stands behind a backslash. Nobody who doubles quotes
    /// would write one there.
    fn escaped_quote(&self, delimiter: u8) -> Option<usize> {
        let (mut records, mut cells) = (Records::new(self.bytes, delimiter, Quoting::Doubled), Vec::new());
        let mut first = None;
        while records.read(&mut cells) {
            for cell in cells.iter().filter(|cell| !cell.is_quoted(self.bytes, Quoting::Doubled)) {
                let mut before = 0;
                for (at, &byte) in (cell.start()..).zip(cell.written(self.bytes)) {
                    if byte == b'"' && before != b'\\' {
                        return None;
                    }
                    first = first.or((byte == b'"').then_some(at));
                    before = byte;
                }
            }
        }
        first
    }

    /// Reads the head in one way.
    fn survey(&self, delimiter: u8, quoting: Quoting) -> Judged {
        let mut judged = Judged::new(delimiter, quoting);
        let (mut records, mut cells) = (Records::new(self.bytes, delimiter, quoting), Vec::new());
        let mut is_first = true;
        while records.read(&mut cells) {
            let fault = records.take_fault();
            if records.at() == self.bytes.len() && !self.is_whole {
                let is_open = |fault: &QuoteFault| fault.kind == QuoteFaultKind::NeverClosed;
                let is_long = |at: &usize| self.bytes.len() - at > LONG_CELL_BYTES;
                judged.open_at = fault.filter(is_open).map(|fault| fault.at).filter(is_long);
                break;
            }
            if std::mem::take(&mut is_first) {
                judged.n_cells = cells.len();
            } else {
                judged.n_records += 1;
            }
            judged.n_bad += u64::from(fault.is_some() || cells.len() != judged.n_cells);
            judged.n_faults += u64::from(fault.is_some());
            judged.fault_at = judged.fault_at.or(fault.map(|fault| fault.at));
        }
        judged
    }

    /// `true` if some quotes stand around cells beyond doubt: around all names, around most cells of a column, or around more
    /// cells that need them than records are in disorder.
    fn proves_quoting(&self, judged: &Judged) -> bool {
        let (mut records, mut cells) = (Records::new(self.bytes, judged.delimiter, judged.quoting), Vec::new());
        if records.read(&mut cells) && cells.iter().all(|cell| cell.is_quoted(self.bytes, judged.quoting)) {
            return true;
        }
        records.take_fault();
        let (mut n_needed, mut columns) = (0, vec![Column::default(); judged.n_cells]);
        while records.read(&mut cells) {
            let fault_at = records.take_fault().map(|fault| fault.at);
            for (column, cell) in columns.iter_mut().zip(&cells) {
                let is_quoted =
                    cell.is_quoted(self.bytes, judged.quoting) && !fault_at.is_some_and(|at| cell.begins_at(at));
                column.n_quoted += u64::from(is_quoted);
                column.n_filled += u64::from(is_quoted || !cell.written(self.bytes).is_empty());
                n_needed += u64::from(is_quoted && needs_its_quotes(cell, self.bytes, judged.delimiter));
            }
        }
        n_needed > judged.n_bad
            || columns.iter().any(|column| column.n_quoted >= 2 && 2 * column.n_quoted > column.n_filled)
    }
}

/// The quoting that is usual where this is told.
fn quoting_of(quote: Option<Quote>) -> Quoting {
    if quote == Some(Quote::None) { Quoting::None } else { Quoting::Doubled }
}

/// The cells of a column that are not empty.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    n_filled: u64,
    n_quoted: u64,
}

/// `true` if a quoted cell would be another one without its quotes. One with delimiters and line ends may have swallowed records.
fn needs_its_quotes(cell: &RawCell, bytes: &[u8], delimiter: u8) -> bool {
    let Some(text) = cell.text_of(bytes) else { return true };
    let has_delimiter = memchr::memchr(delimiter, text).is_some();
    has_delimiter != memchr::memchr2(b'\n', b'\r', text).is_some()
}

#[cfg(test)]
mod tests;
