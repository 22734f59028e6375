//! Where the cells of CSV and TSV begin and end.
//!
//! Records end with LF, CR or both, and blank lines are none (RFC 4180, leniently). A cell that begins with a quote ends at
//! the next quote that is neither doubled nor, in tables that do so, behind a backslash; what stands behind that quote belongs
//! to the cell. A quote anywhere else is text, and in tables without quoting all are.
//! This is what the `csv` crate makes of any bytes, which a test checks, at several times its speed: it steps through a
//! table of states byte by byte, while here one loop looks for the next byte that means something.

use std::borrow::Cow;
use std::ops::Range;

/// How cells are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// A quote inside of quotes is doubled.
    Doubled,
    /// A quote in a cell stands behind a backslash, and so does a backslash; doubled quotes inside of quotes are understood as
    /// well.
    Backslashed,
    /// Not at all: quotes are letters.
    None,
}

/// The records of `bytes`, one by one.
#[derive(Clone, Debug)]
pub(super) struct Records<'t> {
    bytes: &'t [u8],
    at: usize,
    delimiter: u8,
    /// The byte that opens a quoted cell; no byte at all where there are none.
    opening: u16,
    /// The form of cells without quotes around them.
    plain_form: Form,
    quoting: Quoting,
    fault: Option<QuoteFault>,
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
    /// As [`Form::Quoted`], and backslashes stand before quotes.
    Backslashed,
    /// The cell has no quotes around it, and backslashes stand before quotes.
    Escaped,
}

/// What is wrong with the quotes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QuoteFault {
    /// Where the cell begins, with its quote.
    pub(super) at: usize,
    pub(super) kind: QuoteFaultKind,
}

/// What can be wrong with the quotes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFaultKind {
    /// More than blanks stands behind the quote that closes it.
    TextBehind,
    /// No quote closes it.
    NeverClosed,
}

impl QuoteFaultKind {
    /// The problem of a cell that takes these lines and what to do, as the end of a sentence that names its line.
    pub(super) fn message(self, first_line: u64, last_line: u64) -> String {
        let what = match self {
            Self::TextBehind => "has text behind its closing quote",
            Self::NeverClosed => "is never closed",
        };
        let extent = if last_line > first_line {
            format!(", and takes lines {first_line} to {last_line}")
        } else {
            String::new()
        };
        format!("a quoted cell that begins here {what}{extent}; --quote none reads quotes as letters")
    }
}

impl<'t> Records<'t> {
    /// Begins at the beginning of a record.
    pub(super) fn new(bytes: &'t [u8], delimiter: u8, quoting: Quoting) -> Self {
        let opening = if quoting == Quoting::None { u16::MAX } else { u16::from(b'"') };
        let plain_form = if quoting == Quoting::Backslashed { Form::Escaped } else { Form::Plain };
        Self { bytes, at: 0, delimiter, opening, plain_form, quoting, fault: None }
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

    /// The place behind the records that have been read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Takes out what is wrong with the quotes of the records since the last call, of the first cell of which something is.
    pub(super) fn take_fault(&mut self) -> Option<QuoteFault> {
        if self.fault.is_some() { self.fault.take() } else { None }
    }

    /// The cell that begins here; goes to the delimiter or line end behind it.
    fn cell(&mut self) -> RawCell {
        let start = self.at;
        if self.bytes.get(start).is_none_or(|&byte| u16::from(byte) != self.opening) {
            self.at = self.end_of_text(start);
            return RawCell { range: start..self.at, form: self.plain_form };
        }
        let start = start + 1;
        let is_backslashed = self.quoting == Quoting::Backslashed;
        let (end, form) =
            if is_backslashed { self.closing_quote_behind_backslashes(start) } else { self.closing_quote(start) };
        self.at = end.saturating_add(1).min(self.bytes.len());
        let is_all = self.bytes.get(self.at).is_none_or(|&byte| byte == self.delimiter || is_line_end(byte));
        if is_all && end < self.bytes.len() {
            return RawCell { range: start..end, form };
        }
        self.faulty_cell(start, end, form)
    }

    /// The cell whose text begins at `start` and whose quotes end at `end`, which is not where it ends. It is part of its caller,
    /// since a call with the reader itself would keep that in memory and cost a third of the speed.
    #[inline(always)]
    fn faulty_cell(&mut self, start: usize, end: usize, form: Form) -> RawCell {
        if end == self.bytes.len() {
            self.note(start - 1, QuoteFaultKind::NeverClosed);
            return RawCell { range: start..end, form };
        }
        let behind = self.at;
        self.at = self.end_of_text(behind);
        if !self.bytes[behind..self.at].iter().all(|&byte| byte == b' ' || byte == b'\t') {
            self.note(start - 1, QuoteFaultKind::TextBehind);
        }
        let form = if form == Form::Plain { Form::Quoted } else { form };
        RawCell { range: start..self.at, form }
    }

    #[inline(always)]
    fn note(&mut self, at: usize, kind: QuoteFaultKind) {
        self.fault = self.fault.or(Some(QuoteFault { at, kind }));
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

    /// As [`Self::closing_quote`], where a quote behind a backslash closes nothing.
    fn closing_quote_behind_backslashes(&self, start: usize) -> (usize, Form) {
        let (mut at, mut form) = (start, Form::Plain);
        while let Some(n_before) = memchr::memchr2(b'"', b'\\', &self.bytes[at..]) {
            at += n_before;
            let is_pair = is_pair(self.bytes[at], self.bytes.get(at + 1).copied());
            if !is_pair && self.bytes[at] == b'"' {
                return (at, form);
            }
            at += 1 + usize::from(is_pair);
            form = Form::Backslashed;
        }
        (self.bytes.len(), form)
    }
}

/// `true` if two bytes inside of quotes are one quote or one backslash of the text.
pub(super) fn is_pair(first: u8, second: Option<u8>) -> bool {
    matches!((first, second), (b'"' | b'\\', Some(b'"')) | (b'\\', Some(b'\\')))
}

/// As [`is_pair`], outside of quotes.
fn is_escaped(first: u8, second: Option<u8>) -> bool {
    first == b'\\' && is_pair(first, second)
}

/// Most cells are short, and for them a plain loop is quicker than a search that prepares for more.
const MOST_NEAR_BYTES: usize = 16;

impl RawCell {
    /// Whether the cell, which is one of `bytes`, stands in quotes.
    pub(super) fn is_quoted(&self, bytes: &[u8], quoting: Quoting) -> bool {
        let before = self.range.start.checked_sub(1).and_then(|before| bytes.get(before));
        quoting != Quoting::None && before == Some(&b'"')
    }

    /// Where the cell begins, behind its quote if it has one.
    pub(super) fn start(&self) -> usize {
        self.range.start
    }

    /// `true` if the cell is the quoted one that begins, with its quote, at this place.
    pub(super) fn begins_at(&self, at: usize) -> bool {
        self.range.start == at + 1
    }

    /// The bytes of the cell as they are written, which is one of `bytes`, without the quotes around them.
    pub(super) fn written<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        &bytes[self.range.clone()]
    }

    /// The bytes of the cell, which is one of `bytes`; `None` if quotes are doubled or misplaced in it.
    pub(super) fn text_of<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        (self.form == Form::Plain).then(|| self.written(bytes))
    }

    /// The text of the cell, which is one of `text`. Copies only if quotes are doubled or misplaced.
    pub(super) fn of<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.unquoted(Cow::Borrowed(&text[self.range.clone()]))
    }

    /// The text of the cell, which is one of `bytes`, as far as it is UTF-8.
    pub(super) fn lossy<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.unquoted(String::from_utf8_lossy(self.written(bytes)))
    }

    fn unquoted<'t>(&self, raw: Cow<'t, str>) -> Cow<'t, str> {
        match self.form {
            Form::Plain => raw,
            Form::Quoted => Cow::Owned(unquoted(&raw)),
            Form::Backslashed => Cow::Owned(unescaped(&raw, is_pair, Lone::Closes)),
            Form::Escaped if memchr::memchr(b'\\', raw.as_bytes()).is_none() => raw,
            Form::Escaped => Cow::Owned(unescaped(&raw, is_escaped, Lone::IsText)),
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

/// A quote that is not half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lone {
    /// It ends the quoting.
    Closes,
    /// It is text.
    IsText,
}

/// As [`unquoted`], where quotes and backslashes stand behind backslashes. A backslash before anything else is text.
fn unescaped(raw: &str, is_pair: fn(u8, Option<u8>) -> bool, lone: Lone) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) {
        let (front, back) = rest.split_at(at);
        let (sign, behind) = back.split_at(1);
        text.push_str(front);
        rest = behind;
        if is_pair(sign.as_bytes()[0], behind.bytes().next()) {
            let (second, behind) = behind.split_at(1);
            text.push_str(second);
            rest = behind;
        } else if sign == "\"" && lone == Lone::Closes {
            break;
        } else {
            text.push_str(sign);
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &str, quoting: Quoting) -> Vec<Vec<String>> {
        let (mut records, mut cells) = (Records::new(text.as_bytes(), b',', quoting), Vec::new());
        let mut all = Vec::new();
        while records.read(&mut cells) {
            all.push(cells.iter().map(|cell| cell.of(text).into_owned()).collect());
        }
        all
    }

    fn theirs(text: &str, quoting: Quoting) -> Vec<Vec<String>> {
        // It would take U+FEFF at the beginning for a byte order mark, so there is a blank line before it.
        let bytes = std::io::Read::chain(&b"\n"[..], text.as_bytes());
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).quoting(quoting != Quoting::None);
        builder.escape((quoting == Quoting::Backslashed).then_some(b'\\'));
        let mut reader = builder.from_reader(bytes);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// For each record, the cell in which its quotes are wrong.
    fn faults(text: &str, quoting: Quoting) -> Vec<Option<(usize, QuoteFaultKind)>> {
        let (mut records, mut cells) = (Records::new(text.as_bytes(), b',', quoting), Vec::new());
        let next = || records.read(&mut cells).then(|| records.take_fault().map(|fault| (fault.at, fault.kind)));
        std::iter::from_fn(next).collect()
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
            assert_eq!(ours(text, Quoting::Doubled), expected, "{text:?}");
        }
    }

    #[test]
    fn quotes_that_do_not_fit_are_found() {
        use QuoteFaultKind::{NeverClosed, TextBehind};
        let doubled = |text| faults(text, Quoting::Doubled);
        assert_eq!(doubled("a,\"b\" c,\"d\"e\n\"f\",\"\"\n"), [Some((2, TextBehind)), None]);
        assert_eq!(doubled("a,\"b\" \t,c\n\"\"\"\""), [None, None], "blanks behind a quote are no text");
        assert_eq!(doubled("a\n\"b\nc,\"\"d"), [None, Some((2, NeverClosed))]);
        assert_eq!(doubled("a\n\""), [None, Some((2, NeverClosed))]);
        assert_eq!(faults("\"a\"b\n\"c", Quoting::None), [None, None]);
        assert_eq!(faults("\"a\\\"b\"\n\"c\\\"", Quoting::Backslashed), [None, Some((7, NeverClosed))]);
    }

    #[test]
    fn a_backslash_stands_before_a_quote_and_is_text_elsewhere() {
        let read = |text| ours(text, Quoting::Backslashed).concat();
        assert_eq!(read(r#""She said \"wait\", twice",b"#), ["She said \"wait\", twice", "b"]);
        assert_eq!(read(r#""C:\temp\\",a\"b\\""c\d,"""c""#), [r"C:\temp\", r#"a"b\""c\d"#, "\"c"]);
    }

    #[test]
    fn without_quoting_a_quote_is_a_letter() {
        assert_eq!(ours("\"a,\"\"b\"\nc", Quoting::None), [vec!["\"a", "\"\"b\""], vec!["c"]]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_by_the_csv_crate(text in "[ab,\"\n\ré\u{feff}]{0,40}|([a-z]{0,20}[,\"\n\r]{1,2}){0,12}") {
            prop_assert_eq!(ours(&text, Quoting::Doubled), theirs(&text, Quoting::Doubled));
            prop_assert_eq!(ours(&text, Quoting::None), theirs(&text, Quoting::None));
        }

        // The crate drops a backslash before anything else, and keeps one outside of quotes.
        #[test]
        fn escaped_quotes_are_read_as_by_the_csv_crate(text in r#"([ab,"é\n\r]|\\"|\\\\){0,40}"#) {
            let (mut records, mut cells) = (Records::new(text.as_bytes(), b',', Quoting::Backslashed), Vec::new());
            for record in theirs(&text, Quoting::Backslashed) {
                prop_assert!(records.read(&mut cells));
                let is_same = |cell: &RawCell, theirs: &String| match cell.form {
                    Form::Escaped => cell.written(text.as_bytes()) == theirs.as_bytes(),
                    _ => cell.of(&text) == **theirs,
                };
                prop_assert!(cells.len() == record.len() && cells.iter().zip(&record).all(|(a, b)| is_same(a, b)));
            }
            prop_assert!(!records.read(&mut cells));
        }

        #[test]
        fn no_bytes_are_too_odd(bytes in prop::collection::vec(prop::sample::select(b"a,\"\\\n\r\xff\xc3".to_vec()), 0..40)) {
            for quoting in [Quoting::Doubled, Quoting::Backslashed, Quoting::None] {
                let (mut records, mut cells) = (Records::new(&bytes, b',', quoting), Vec::new());
                while records.read(&mut cells) {
                    let n_bytes: usize = cells.iter().map(|cell| cell.lossy(&bytes).len()).sum();
                    prop_assert!(n_bytes <= 3 * bytes.len());
                }
                prop_assert_eq!(records.at(), bytes.len());
            }
        }
    }
}
