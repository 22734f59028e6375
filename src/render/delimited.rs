//! CSV and TSV, byte-true.
//!
//! A cell with the delimiter, a quote, CR or LF is quoted and its quotes are doubled; a row of one empty cell is `""`, so
//! that it does not look like a blank line. TSV quotes the same way with a tab between the cells. Lines end with LF; for
//! Excel, which takes a table without a byte order mark for one in the encoding of the country, they end with CRLF.
//! Nothing is held back, so a thousand open tables cost next to nothing.

use std::fmt::Write as _;
use std::io::{self, Write};

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::{Dialect, Header, Layout, Renderer, shortest};
use crate::table::{Cell, Column};

/// Most rows are shorter than this, so that a row is one write; a longer one is written in pieces, whatever its length.
const BUFFER_BYTES: usize = 4096;

/// Room for a mark: a quote, a delimiter or a terminator, and two quotes for a row without bytes.
const MARK_BYTES: usize = 16;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a delimited table.
pub(super) struct Delimited {
    writer: Writer,
    layout: Layout,
    /// The beginning of a row, as far as `n_bytes`.
    buffer: Box<[u8; BUFFER_BYTES]>,
    n_bytes: usize,
    /// The digits of a number.
    number: String,
}

impl Delimited {
    pub(super) fn new(delimiter: u8, layout: Layout) -> Self {
        let terminator = match layout.dialect {
            Dialect::Plain => Terminator::Any(b'\n'),
            Dialect::Excel => Terminator::CRLF,
        };
        let writer = WriterBuilder::new().delimiter(delimiter).terminator(terminator).build();
        Self { writer, layout, buffer: Box::new([0; BUFFER_BYTES]), n_bytes: 0, number: String::new() }
    }

    fn field(&mut self, mut field: &[u8], out: &mut dyn Write) -> io::Result<()> {
        loop {
            let (result, n_read, n_written) = self.writer.field(field, &mut self.buffer[self.n_bytes..]);
            self.n_bytes += n_written;
            field = &field[n_read..];
            if let WriteResult::InputEmpty = result {
                return Ok(());
            }
            self.flush(out)?;
        }
    }

    /// Lets the state machine write a delimiter or a terminator.
    fn mark(
        &mut self,
        write: impl Fn(&mut Writer, &mut [u8]) -> (WriteResult, usize),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.n_bytes + MARK_BYTES > BUFFER_BYTES {
            self.flush(out)?;
        }
        let (_, n_written) = write(&mut self.writer, &mut self.buffer[self.n_bytes..]);
        self.n_bytes += n_written;
        Ok(())
    }

    fn cell(&mut self, cell: &Cell<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut number = std::mem::take(&mut self.number);
        number.clear();
        let field = match cell {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Json(text) => text,
            Cell::Integer(value) => {
                write!(number, "{value}").map_err(io::Error::other)?;
                &number
            }
            Cell::Real(value) => {
                number.push_str(&shortest(*value));
                &number
            }
        };
        let done = self.field(field.as_bytes(), out);
        self.number = number;
        done
    }

    fn record<'c>(&mut self, cells: impl Iterator<Item = &'c Cell<'c>>, out: &mut dyn Write) -> io::Result<()> {
        for (idx, cell) in cells.enumerate() {
            if idx > 0 {
                self.mark(Writer::delimiter, out)?;
            }
            self.cell(cell, out)?;
        }
        self.mark(Writer::terminator, out)?;
        self.flush(out)
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.buffer[..std::mem::take(&mut self.n_bytes)])
    }
}

impl Renderer for Delimited {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        if self.layout.dialect == Dialect::Excel {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        match self.layout.header {
            Header::Shown => {
                let names: Vec<Cell<'_>> = columns.iter().map(|column| Cell::text(&*column.name)).collect();
                self.record(names.iter(), out)
            }
            Header::Hidden => Ok(()),
        }
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        self.record(cells.iter(), out)
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
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
