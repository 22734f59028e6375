//! Where the cells of CSV and TSV begin and end.
//!
//! Records end with LF, CR or both, and blank lines are none (RFC 4180, leniently). A cell that begins with a quote ends at
//! the next quote that is not doubled; what stands behind that quote belongs to the cell. A quote anywhere else is text.
//! This is what the `csv` crate makes of any bytes, which a test checks, at several times its speed: it steps through a
//! table of states byte by byte, while here one loop looks for the next byte that means something.

use std::borrow::Cow;
use std::ops::Range;

/// The records of `bytes`, one by one.
#[derive(Clone, Debug)]
pub(super) struct Records<'t> {
    bytes: &'t [u8],
    at: usize,
    delimiter: u8,
}

/// Where a cell is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawCell {
    range: Range<usize>,
    form: Form,
}

/// How a cell is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The range is the text.
    Plain,
    /// The range begins behind a quote; within it quotes are doubled, or more text stands behind the closing one.
    Quoted,
}

impl<'t> Records<'t> {
    /// Begins at the beginning of a record.
    pub(super) fn new(bytes: &'t [u8], delimiter: u8) -> Self {
        Self { bytes, at: 0, delimiter }
    }

    /// Finds the cells of the next record; `false` at the end.
    pub(super) fn read(&mut self, cells: &mut Vec<RawCell>) -> bool {
        cells.clear();
        self.at += self.bytes[self.at..].iter().take_while(|&&byte| is_line_end(byte)).count();
        if self.at == self.bytes.len() {
            return false;
        }
        loop {
            cells.push(self.cell());
            let end = self.bytes.get(self.at);
            self.at += usize::from(end.is_some());
            if end != Some(&self.delimiter) {
                // The LF of a CR LF belongs to the record that it ends.
                let is_crlf = end == Some(&b'\r') && self.bytes.get(self.at) == Some(&b'\n');
                self.at += usize::from(is_crlf);
                return true;
            }
        }
    }

    /// The cell that begins here; goes to the delimiter or line end behind it.
    fn cell(&mut self) -> RawCell {
        let start = self.at;
        if self.bytes.get(start) != Some(&b'"') {
            self.at = self.end_of_text(start);
            return RawCell { range: start..self.at, form: Form::Plain };
        }
        let start = start + 1;
        let (end, form) = self.closing_quote(start);
        self.at = end.saturating_add(1).min(self.bytes.len());
        let is_all = self.bytes.get(self.at).is_none_or(|&byte| byte == self.delimiter || is_line_end(byte));
        if is_all {
            return RawCell { range: start..end, form };
        }
        self.at = self.end_of_text(self.at);
        RawCell { range: start..self.at, form: Form::Quoted }
    }

    /// Where the text without quotes ends that goes on at `start`.
    fn end_of_text(&self, start: usize) -> usize {
        let (delimiter, rest) = (self.delimiter, &self.bytes[start..]);
        let near = &rest[..rest.len().min(MOST_NEAR_BYTES)];
        let end = near.iter().position(|&byte| byte == delimiter || is_line_end(byte));
        let far = || memchr::memchr3(delimiter, b'\n', b'\r', &rest[near.len()..]).map(|at| near.len() + at);
        start + end.or_else(far).unwrap_or(rest.len())
    }

    /// The place of the quote that closes the cell whose text begins at `start`, or the end of the bytes.
    fn closing_quote(&self, start: usize) -> (usize, Form) {
        let (mut at, mut form) = (start, Form::Plain);
        while let Some(n_before) = memchr::memchr(b'"', &self.bytes[at..]) {
            at += n_before;
            if self.bytes.get(at + 1) != Some(&b'"') {
                return (at, form);
            }
            (at, form) = (at + 2, Form::Quoted);
        }
        (self.bytes.len(), form)
    }
}

/// Most cells are short, and for them a plain loop is quicker than a search that prepares for more.
const MOST_NEAR_BYTES: usize = 16;

impl RawCell {
    /// Whether the cell, which is one of `bytes`, stands in quotes.
    pub(super) fn is_quoted(&self, bytes: &[u8]) -> bool {
        self.range.start.checked_sub(1).is_some_and(|before| bytes[before] == b'"')
    }

    /// The bytes of the cell, which is one of `bytes`; `None` if quotes are doubled or misplaced in it.
    pub(super) fn text_of<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        (self.form == Form::Plain).then(|| &bytes[self.range.clone()])
    }

    /// The text of the cell, which is one of `text`. Copies only if quotes are doubled or misplaced.
    pub(super) fn of<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let raw = &text[self.range.clone()];
        match self.form {
            Form::Plain => Cow::Borrowed(raw),
            Form::Quoted => Cow::Owned(unquoted(raw)),
        }
    }
}

/// Whether a record ends here, unless it stands between quotes.
fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// What is written behind an opening quote: doubled quotes are one, a single one ends the quoting.
fn unquoted(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(after) = rest.strip_prefix('"') else { break };
        text.push('"');
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut cells) = (Records::new(text.as_bytes(), b','), Vec::new());
        let mut all = Vec::new();
        while records.read(&mut cells) {
            all.push(cells.iter().map(|cell| cell.of(text).into_owned()).collect());
        }
        all
    }

    fn theirs(text: &str) -> Vec<Vec<String>> {
        // It would take U+FEFF at the beginning for a byte order mark, so there is a blank line before it.
        let bytes = std::io::Read::chain(&b"\n"[..], text.as_bytes());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn quotes_in_odd_places_are_text() {
        let cases = [
            ("5\" nails,b\n", vec![vec!["5\" nails", "b"]]),
            ("\"a\"b\"c,d", vec![vec!["ab\"c", "d"]]),
            ("\"a\"\"b\"\n\n\r\n\"c", vec![vec!["a\"b"], vec!["c"]]),
            ("\"\"\n,\r", vec![vec![""], vec!["", ""]]),
        ];
        for (text, expected) in cases {
            assert_eq!(ours(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_by_the_csv_crate(text in "[ab,\"\n\ré\u{feff}]{0,40}|([a-z]{0,20}[,\"\n\r]{1,2}){0,12}") {
            prop_assert_eq!(ours(&text), theirs(&text));
        }
    }
}
