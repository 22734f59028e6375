//! CSV and TSV, byte-true.
//!
//! A cell with the delimiter, a quote, CR or LF is quoted and its quotes are doubled; a row of one empty cell is `""`, so
//! that it does not look like a blank line. TSV quotes the same way with a tab between the cells. Lines end with LF.
//! Nothing is held back, so a thousand open tables cost next to nothing.

use std::io::{self, Write};

use csv_core::{WriteResult, Writer, WriterBuilder};

use super::{Header, Renderer, shortest};
use crate::table::{Cell, Column};

const BUFFER_BYTES: usize = 4096;

/// Writes a delimited table.
pub(super) struct Delimited {
    writer: Writer,
    header: Header,
}

impl Delimited {
    pub(super) fn new(delimiter: u8, header: Header) -> Self {
        Self { writer: WriterBuilder::new().delimiter(delimiter).build(), header }
    }

    fn field(&mut self, mut field: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let mut buffer = [0; BUFFER_BYTES];
        loop {
            let (result, n_read, n_written) = self.writer.field(field, &mut buffer);
            out.write_all(&buffer[..n_written])?;
            field = &field[n_read..];
            if let WriteResult::InputEmpty = result {
                return Ok(());
            }
        }
    }

    /// Lets the state machine write a delimiter or a terminator, which needs a few bytes only.
    fn mark(
        &mut self,
        write: impl Fn(&mut Writer, &mut [u8]) -> (WriteResult, usize),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut buffer = [0; 16];
        let (_, n_written) = write(&mut self.writer, &mut buffer);
        out.write_all(&buffer[..n_written])
    }

    fn record<'f>(&mut self, fields: impl Iterator<Item = Field<'f>>, out: &mut dyn Write) -> io::Result<()> {
        for (idx, field) in fields.enumerate() {
            if idx > 0 {
                self.mark(Writer::delimiter, out)?;
            }
            match field {
                Field::Borrowed(text) => self.field(text.as_bytes(), out)?,
                Field::Owned(text) => self.field(text.as_bytes(), out)?,
            }
        }
        self.mark(Writer::terminator, out)
    }
}

enum Field<'f> {
    Borrowed(&'f str),
    Owned(String),
}

impl Renderer for Delimited {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        match self.header {
            Header::Shown => self.record(columns.iter().map(|column| Field::Borrowed(&column.name)), out),
            Header::Hidden => Ok(()),
        }
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        self.record(cells.iter().map(field), out)
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn field<'f>(cell: &'f Cell<'_>) -> Field<'f> {
    match cell {
        Cell::Empty => Field::Borrowed(""),
        Cell::Text(text) | Cell::Json(text) => Field::Borrowed(text),
        Cell::Integer(value) => Field::Owned(value.to_string()),
        Cell::Real(value) => Field::Owned(shortest(*value)),
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
        let layout = Layout { header: Header::Hidden, width: None };
        check(Format::Csv, layout, vec![Cell::Integer(1_234_567), Cell::Real(0.1)], "1234567,0.1\n");
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
