//! CSV and TSV, byte-true.
//!
//! A cell with the delimiter, a quote, CR or LF is quoted and its quotes are doubled; a row of one empty cell is `""`, so
//! that it does not look like a blank line. TSV quotes the same way with a tab between the cells. Lines end with LF; for
//! Excel, which takes a table without a byte order mark for one in the encoding of the country, they end with CRLF.
//! Nothing is held back, so a thousand open tables cost next to nothing.

use std::io::{self, Write};

use super::{Dialect, Header, Layout, Renderer, RowRenderer, shortest};
use crate::table::{Cell, Column};

/// Most rows are shorter than this; the memory of a longer one is given back.
const BUFFER_BYTES: usize = 16 << 10;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a delimited table.
pub(super) struct Delimited {
    rows: Rows,
    header: Header,
    /// A row at a time, so that it is one write.
    buffer: Vec<u8>,
}

/// Renders delimited rows.
#[derive(Clone, Copy)]
struct Rows {
    delimiter: u8,
    dialect: Dialect,
}

impl Delimited {
    pub(super) fn new(delimiter: u8, layout: Layout) -> Self {
        Self { rows: Rows { delimiter, dialect: layout.dialect }, header: layout.header, buffer: Vec::new() }
    }
}

impl Renderer for Delimited {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        if self.rows.dialect == Dialect::Excel {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        match self.header {
            Header::Shown => {
                let names: Vec<Cell<'_>> = columns.iter().map(|column| Cell::text(&*column.name)).collect();
                self.row(&names, out)
            }
            Header::Hidden => Ok(()),
        }
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        self.buffer.clear();
        self.buffer.shrink_to(BUFFER_BYTES);
        self.rows.row(cells, &mut self.buffer);
        out.write_all(&self.buffer)
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn rows(&self) -> Option<Box<dyn RowRenderer>> {
        Some(Box::new(self.rows))
    }
}

impl RowRenderer for Rows {
    fn row(&self, cells: &[Cell<'_>], out: &mut Vec<u8>) {
        let start = out.len();
        for (idx, cell) in cells.iter().enumerate() {
            if idx > 0 {
                out.push(self.delimiter);
            }
            self.cell(cell, out);
        }
        if out.len() == start {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(match self.dialect {
            Dialect::Plain => b"\n",
            Dialect::Excel => b"\r\n",
        });
    }
}

impl Rows {
    fn cell(self, cell: &Cell<'_>, out: &mut Vec<u8>) {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) | Cell::Json(text) => self.text(text.as_bytes(), out),
            Cell::Integer(value) => push_digits(*value, out),
            // The delimiter is no character of a number.
            Cell::Real(value) => out.extend_from_slice(shortest(*value).as_bytes()),
        }
    }

    fn text(self, text: &[u8], out: &mut Vec<u8>) {
        if !self.needs_quotes(text) {
            return out.extend_from_slice(text);
        }
        out.push(b'"');
        let mut start = 0;
        for at in memchr::memchr_iter(b'"', text) {
            out.extend_from_slice(&text[start..=at]);
            start = at;
        }
        out.extend_from_slice(&text[start..]);
        out.push(b'"');
    }

    /// Whether a reader would take some of the bytes for more than text. Looks at many bytes at once, without a branch for
    /// each.
    fn needs_quotes(self, text: &[u8]) -> bool {
        let is_special = |byte: u8| byte == self.delimiter || byte == b'"' || byte == b'\n' || byte == b'\r';
        let (chunks, rest) = text.as_chunks::<LANE_BYTES>();
        let any = |bytes: &[u8]| bytes.iter().fold(false, |any, &byte| any | is_special(byte));
        chunks.iter().any(|chunk| any(chunk)) || any(rest)
    }
}

/// As many bytes as a compiler makes one vector of.
const LANE_BYTES: usize = 16;

/// Appends the decimal digits of `value`.
pub(super) fn push_digits(mut value: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            return out.extend_from_slice(&digits[start..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rendered::rendered;
    use super::super::{Format, Layout};
    use super::*;

    const COLUMNS: [Column; 2] = [Column::text("a", ""), Column::text("b", "")];

    #[track_caller]
    fn check(format: Format, layout: Layout, row: Vec<Cell<'_>>, expected: &str) {
        let written = rendered(format, layout, &COLUMNS, &[row]);
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }

    #[test]
    fn only_cells_that_need_quotes_get_them() {
        let row = vec![Cell::text("plain, no"), Cell::text(" leading")];
        check(Format::Csv, Layout::default(), row, "a,b\n\"plain, no\", leading\n");
    }

    #[test]
    fn tsv_quotes_a_tab_inside_a_cell() {
        let row = vec![Cell::text("one\ttwo"), Cell::text("a,b")];
        check(Format::Tsv, Layout::default(), row, "a\tb\n\"one\ttwo\"\ta,b\n");
    }

    #[test]
    fn the_header_can_be_left_out_and_numbers_are_plain() {
        let layout = Layout { header: Header::Hidden, ..Layout::default() };
        check(Format::Csv, layout, vec![Cell::Integer(1_234_567), Cell::Real(0.1)], "1234567,0.1\n");
    }

    #[test]
    fn excel_gets_a_mark_and_its_own_line_ends() {
        let layout = Layout { dialect: Dialect::Excel, ..Layout::default() };
        let row = vec![Cell::text("é\n"), Cell::Empty];
        check(Format::Csv, layout, row, "\u{feff}a,b\r\n\"é\n\",\r\n");
    }

    fn read_back(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
        reader.records().map(|r| r.expect("what we wrote").iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was(
            rows in prop::collection::vec(prop::collection::vec("[ab\",\t\n\r\0 é=]{0,6}|.{0,300}|[a\"]{4090,4100}", 2), 0..6),
        ) {
            for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
                let cells: Vec<Vec<Cell<'_>>> =
                    rows.iter().map(|row| row.iter().map(|text| Cell::text(text.as_str())).collect()).collect();
                let bytes = rendered(format, Layout::default(), &COLUMNS, &cells);
                prop_assert_eq!(read_back(&bytes, delimiter), rows.clone());
            }
        }

        #[test]
        fn a_single_column_comes_back_with_its_empty_rows(rows in prop::collection::vec("[a\"\n\r]{0,2}", 0..6)) {
            let cells: Vec<Vec<Cell<'_>>> = rows.iter().map(|text| vec![Cell::text(text.as_str())]).collect();
            let bytes = rendered(Format::Csv, Layout::default(), &COLUMNS[..1], &cells);
            let back: Vec<String> = read_back(&bytes, b',').into_iter().flatten().collect();
            prop_assert_eq!(back, rows);
        }
    }
}
