//! CSV and TSV, byte-true.
//!
//! A cell with the delimiter, a quote, CR or LF is quoted and its quotes are doubled; a row of one empty cell is `""`, so
//! that it does not look like a blank line. TSV quotes the same way with a tab between the cells. Lines end with LF; for
//! Excel, which takes a table without a byte order mark for one in the encoding of the country, they end with CRLF.
//! Nothing is held back, so a thousand open tables cost next to nothing; but for a table whose cells are guarded, which waits up to
//! [`MOST_HELD_BYTES`] for the first guarded cell: its header carries a mark then, and none if no cell needed a guard.

use std::io::{self, Write};

use super::{Dialect, Guarding, Header, Layout, Renderer, RowRenderer, shortest};
use crate::table::{Cell, Column, PreparedRows, mark_place, needs_quotes};
use crate::text::unguard;

/// Most rows are shorter than this; the memory of a longer one is given back.
const BUFFER_BYTES: usize = 16 << 10;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// So much of a table waits for its first guarded cell; a longer one is marked, since one may come yet.
const MOST_HELD_BYTES: usize = 64 << 10;

/// Writes a delimited table.
pub(super) struct Delimited {
    rows: Rows,
    layout: Layout,
    /// A row at a time, so that it is one write.
    buffer: Vec<u8>,
    /// There while it is not known whether the header must be marked.
    held: Option<Held>,
}

/// The beginning of a table that is not written yet.
struct Held {
    header: Vec<u8>,
    marked_header: Vec<u8>,
    rows: Vec<u8>,
}

/// How the header of a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// Cells of the table are guarded, or may be.
    Guarded,
}

/// Renders delimited rows.
#[derive(Clone, Copy)]
struct Rows {
    delimiter: u8,
    dialect: Dialect,
}

impl Delimited {
    pub(super) fn new(delimiter: u8, layout: Layout) -> Self {
        Self { rows: Rows { delimiter, dialect: layout.dialect }, layout, buffer: Vec::new(), held: None }
    }

    fn header_line(&self, columns: &[Column], mark: Mark) -> Vec<u8> {
        let needed = |column: &Column| needs_quotes(column.name.as_bytes(), self.rows.delimiter);
        let place = mark_place(columns.iter().map(needed)).filter(|_| mark == Mark::Guarded);
        let names: Vec<Cell<'_>> = columns.iter().map(|column| Cell::text(&*column.name)).collect();
        let mut out = Vec::new();
        self.rows.row(&names, &mut out);
        if let Some(place) = place {
            let mut before = Vec::new();
            for name in &names[..place] {
                self.rows.cell(name, &mut before);
                before.push(self.rows.delimiter);
            }
            // It needs no quotes, so that it has none yet.
            out.insert(before.len() + columns[place].name.len(), b'"');
            out.insert(before.len(), b'"');
        }
        out
    }

    /// Writes what was held back; nothing is from here on.
    fn write_held(&mut self, mark: Mark, out: &mut dyn Write) -> io::Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        out.write_all(if mark == Mark::Guarded { &held.marked_header } else { &held.header })?;
        out.write_all(&held.rows)
    }

    /// Writes the bytes of rows, or holds them back.
    fn write_rows(&mut self, bytes: &[u8], has_guards: bool, out: &mut dyn Write) -> io::Result<()> {
        if has_guards || self.n_held_bytes() + bytes.len() > MOST_HELD_BYTES {
            self.write_held(Mark::Guarded, out)?;
        }
        match &mut self.held {
            Some(held) => {
                held.rows.extend_from_slice(bytes);
                Ok(())
            }
            None => out.write_all(bytes),
        }
    }
}

/// Whether the guard would be taken off a cell.
fn is_guarded(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) | Cell::Json(text) if unguard(text).len() < text.len())
}

impl Renderer for Delimited {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        if self.rows.dialect == Dialect::Excel {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        if self.layout.header == Header::Hidden {
            return Ok(());
        }
        let [header, marked_header] = [Mark::None, Mark::Guarded].map(|mark| self.header_line(columns, mark));
        if self.layout.guarding == Guarding::None || header == marked_header {
            return out.write_all(&header);
        }
        self.held = Some(Held { header, marked_header, rows: Vec::new() });
        if columns.iter().any(|column| is_guarded(&Cell::text(&*column.name))) { self.release(out) } else { Ok(()) }
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        buffer.shrink_to(BUFFER_BYTES);
        self.rows.row(cells, &mut buffer);
        let has_guards = self.held.is_some() && cells.iter().any(is_guarded);
        let written = self.write_rows(&buffer, has_guards, out);
        self.buffer = buffer;
        written
    }

    fn rendered(&mut self, rows: &PreparedRows, out: &mut dyn Write) -> io::Result<()> {
        self.write_rows(&rows.bytes, rows.n_guarded > 0, out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_held(Mark::None, out)
    }

    fn n_held_bytes(&self) -> usize {
        self.held.as_ref().map_or(0, |held| 2 * held.header.len() + held.rows.len())
    }

    fn release(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_held(Mark::Guarded, out)
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
        if !needs_quotes(text, self.delimiter) {
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
}

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
    use super::super::{Emphasis, Layout, RowFormat, ShownColumns};
    use super::*;

    const COLUMNS: [Column; 2] = [Column::text("a", ""), Column::text("b", "")];

    #[track_caller]
    fn check(format: RowFormat, layout: Layout, row: Vec<Cell<'_>>, expected: &str) {
        let written = rendered(format, layout, &COLUMNS, &[row]);
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }

    #[test]
    fn only_cells_that_need_quotes_get_them() {
        let row = vec![Cell::text("plain, no"), Cell::text(" leading")];
        check(RowFormat::CSV, Layout::default(), row, "a,b\n\"plain, no\", leading\n");
    }

    #[test]
    fn tsv_quotes_a_tab_inside_a_cell() {
        let row = vec![Cell::text("one\ttwo"), Cell::text("a,b")];
        check(RowFormat::TSV, Layout::default(), row, "a\tb\n\"one\ttwo\"\ta,b\n");
    }

    #[test]
    fn the_header_can_be_left_out_and_numbers_are_plain() {
        let layout = Layout { header: Header::Hidden, ..Layout::default() };
        check(RowFormat::CSV, layout, vec![Cell::Integer(1_234_567), Cell::Real(0.1)], "1234567,0.1\n");
    }

    #[test]
    fn excel_gets_a_mark_and_its_own_line_ends() {
        let layout = Layout { dialect: Dialect::Excel, ..Layout::default() };
        let row = vec![Cell::text("é\n"), Cell::Empty];
        check(RowFormat::CSV, layout, row, "\u{feff}a,b\r\n\"é\n\",\r\n");
    }

    const MARKED: Layout = Layout {
        header: Header::Shown,
        width: None,
        dialect: Dialect::Plain,
        guarding: Guarding::Marked,
        columns: ShownColumns::All,
        emphasis: Emphasis::None,
    };

    #[test]
    fn the_header_of_a_table_with_guarded_cells_is_marked() {
        check(RowFormat::CSV, MARKED, vec![Cell::text("'=1"), Cell::Empty], "\"a\",b\n'=1,\n");
        check(RowFormat::TSV, MARKED, vec![Cell::text("x"), Cell::Json("'-a".into())], "\"a\"\tb\nx\t'-a\n");
        check(RowFormat::CSV, MARKED, vec![Cell::text("'tis"), Cell::Integer(1)], "a,b\n'tis,1\n");
        check(RowFormat::CSV, Layout::default(), vec![Cell::text("'=1"), Cell::Empty], "a,b\n'=1,\n");
        let excel = Layout { dialect: Dialect::Excel, ..MARKED };
        check(RowFormat::CSV, excel, vec![Cell::text("'=1"), Cell::Empty], "\u{feff}\"a\",b\r\n'=1,\r\n");
        let hidden = Layout { header: Header::Hidden, ..MARKED };
        check(RowFormat::CSV, hidden, vec![Cell::text("'=1"), Cell::Empty], "'=1,\n");
    }

    #[test]
    fn a_guarded_name_is_reason_enough_for_the_mark() {
        let columns = [Column::text("'=a", ""), Column::text("b", "")];
        assert_eq!(rendered(RowFormat::CSV, MARKED, &columns, &[]), b"\"'=a\",b\n");
        assert_eq!(rendered(RowFormat::CSV, MARKED, &COLUMNS, &[]), b"a,b\n");
        assert_eq!(rendered(RowFormat::CSV, MARKED, &columns[..1], &[]), b"'=a\n");
    }

    #[test]
    fn a_long_table_is_marked_before_it_is_known_to_need_it() {
        let mut renderer = RowFormat::CSV.renderer(MARKED);
        let mut out = Vec::new();
        renderer.header(&COLUMNS, &mut out).expect("a vector takes all");
        let row = [Cell::text("x".repeat(1000)), Cell::Empty];
        let mut most_held = 0;
        for _ in 0..100 {
            renderer.row(&row, &mut out).expect("a vector takes all");
            most_held = most_held.max(renderer.n_held_bytes());
        }
        assert!(most_held > 60_000 && most_held <= MOST_HELD_BYTES, "{most_held}");
        assert!(renderer.n_held_bytes() == 0 && out.starts_with(b"\"a\",b\nxxx"));
    }

    #[test]
    fn what_is_held_back_can_be_had_at_any_time() {
        let mut renderer = RowFormat::CSV.renderer(MARKED);
        let mut out = Vec::new();
        renderer.header(&COLUMNS, &mut out).expect("a vector takes all");
        let rows = PreparedRows { bytes: b"1,2\n".to_vec(), n_rows: 1, ..PreparedRows::default() };
        renderer.rendered(&rows, &mut out).expect("a vector takes all");
        assert!(out.is_empty());
        renderer.release(&mut out).expect("a vector takes all");
        renderer.rendered(&rows, &mut out).expect("a vector takes all");
        assert_eq!(out, b"\"a\",b\n1,2\n1,2\n");
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
            for (format, delimiter) in [(RowFormat::CSV, b','), (RowFormat::TSV, b'\t')] {
                let cells: Vec<Vec<Cell<'_>>> =
                    rows.iter().map(|row| row.iter().map(|text| Cell::text(text.as_str())).collect()).collect();
                let bytes = rendered(format, Layout::default(), &COLUMNS, &cells);
                prop_assert_eq!(read_back(&bytes, delimiter), rows.clone());
            }
        }

        #[test]
        fn a_single_column_comes_back_with_its_empty_rows(rows in prop::collection::vec("[a\"\n\r]{0,2}", 0..6)) {
            let cells: Vec<Vec<Cell<'_>>> = rows.iter().map(|text| vec![Cell::text(text.as_str())]).collect();
            let bytes = rendered(RowFormat::CSV, Layout::default(), &COLUMNS[..1], &cells);
            let back: Vec<String> = read_back(&bytes, b',').into_iter().flatten().collect();
            prop_assert_eq!(back, rows);
        }
    }
}
