//! A table for the eye: aligned, one line per row, as wide as the terminal.
//!
//! Long text ends with an ellipsis, numbers are grouped and rounded, and whatever a terminal would act on is shown
//! instead. Rows are laid out in chunks of bounded size; the first chunk fixes the widths for the rest, so any number of
//! rows needs the memory of one chunk. Without a width only cells over 60,000 columns are shortened, and each
//! chunk has its own widths.
//!
//! No column is ever left out: one row too wide for the terminal, or too many columns for it, become lists of name and
//! value.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentLineStyle, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::widths::{GAP, fitted};
use super::{Breaks, Header, Layout, Renderer, expanded, grouped, printable, rounded, shortened};
use crate::table::{Cell, Column, Kind};

const ROWS_PER_CHUNK: usize = 1_000;
const BYTES_PER_CHUNK: usize = 4 << 20;

/// comfy-table counts columns in 16 bits, and would wrap a wider cell.
const WIDEST: usize = 60_000;

/// No terminal shows more of one cell, and a text may be a book.
const PREVIEW_BYTES: usize = 4 << 10;

/// Writes an aligned table.
pub(super) struct TerminalTable {
    layout: Layout,
    names: Vec<String>,
    kinds: Vec<Kind>,
    chunk: Vec<Vec<String>>,
    n_chunk_bytes: usize,
    n_written: u64,
    arrangement: Arrangement,
}

/// How the rows are laid out; known once the first chunk is full.
enum Arrangement {
    Unknown,
    /// Each chunk as wide as it needs.
    Free,
    /// Every chunk with these widths.
    Fixed(Vec<usize>),
    /// Name and value in lines of at most this width.
    Expanded(usize),
}

/// Whether more rows may come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Perhaps,
    None,
}

impl TerminalTable {
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            layout,
            names: Vec::new(),
            kinds: Vec::new(),
            chunk: Vec::new(),
            n_chunk_bytes: 0,
            n_written: 0,
            arrangement: Arrangement::Unknown,
        }
    }

    fn write_chunk(&mut self, rest: Rest, out: &mut dyn Write) -> io::Result<()> {
        if let Arrangement::Unknown = self.arrangement {
            self.arrangement = self.arrange(rest);
        }
        match &self.arrangement {
            Arrangement::Expanded(width) => self.write_expanded(*width, rest, out)?,
            Arrangement::Fixed(widths) => self.write_aligned(widths, out)?,
            Arrangement::Free | Arrangement::Unknown => self.write_aligned(&self.wanted_widths(), out)?,
        }
        self.n_written += self.chunk.len() as u64;
        self.chunk.clear();
        self.n_chunk_bytes = 0;
        Ok(())
    }

    fn arrange(&self, rest: Rest) -> Arrangement {
        let Some(width) = self.layout.width.map(usize::from) else { return Arrangement::Free };
        let wanted = self.wanted_widths();
        let is_single = rest == Rest::None && self.chunk.len() == 1;
        let total = wanted.iter().sum::<usize>() + GAP * wanted.len().saturating_sub(1);
        if is_single && total > width {
            return Arrangement::Expanded(width);
        }
        fitted(&wanted, &self.kinds, width).map_or(Arrangement::Expanded(width), Arrangement::Fixed)
    }

    fn wanted_widths(&self) -> Vec<usize> {
        let names = (self.layout.header == Header::Shown).then_some(&self.names);
        let lines = || names.into_iter().chain(&self.chunk);
        (0..self.names.len())
            .map(|idx| lines().map(|line| line[idx].width()).max().unwrap_or(0).clamp(1, WIDEST))
            .collect()
    }

    fn write_aligned(&self, widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
        let is_first = self.n_written == 0;
        let mut table = Table::new();
        table.load_style(STYLE);
        if is_first && self.layout.header == Header::Shown {
            table.set_header(cut(&self.names, widths));
        }
        table.add_rows(self.chunk.iter().map(|row| cut(row, widths)));
        for (idx, column) in table.column_iter_mut().enumerate() {
            // The junction between two columns is one blank of the gap, the padding the others; the last needs none.
            let padding = if idx + 1 < widths.len() { GAP - 1 } else { 0 };
            column.set_padding((0, narrow(padding)));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(narrow(widths[idx] + padding))));
            column.set_cell_alignment(match self.kinds[idx] {
                Kind::Text | Kind::Any => CellAlignment::Left,
                Kind::Integer | Kind::Real => CellAlignment::Right,
            });
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn write_expanded(&self, width: usize, rest: Rest, out: &mut dyn Write) -> io::Result<()> {
        let is_single = rest == Rest::None && self.n_written == 0 && self.chunk.len() == 1;
        for (row, number) in self.chunk.iter().zip(self.n_written + 1..) {
            if !is_single {
                expanded::write_heading(number, out)?;
            }
            expanded::write_row(&self.names, &self.kinds, row, width, out)?;
        }
        Ok(())
    }

    fn shown(&self, cell: &Cell<'_>) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Integer(value) => grouped(*value),
            Cell::Real(value) => rounded(*value),
            Cell::Text(text) | Cell::Json(text) => self.shown_text(text),
        }
    }

    fn shown_text(&self, text: &str) -> String {
        let Some(width) = self.layout.width else { return printable(text, Breaks::Shown).into_owned() };
        let start = preview(text);
        let mut shown = printable(start, Breaks::Shown).into_owned();
        if start.len() < text.len() {
            shown.push('…');
        }
        shortened(&shown, width.into()).into_owned()
    }
}

impl Renderer for TerminalTable {
    fn header(&mut self, columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
        self.names = columns.iter().map(|column| self.shown_text(&column.name)).collect();
        self.kinds = columns.iter().map(|column| column.kind).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        // A chunk is written when the next row comes, so that the last one knows that it is the last.
        if self.chunk.len() == ROWS_PER_CHUNK || self.n_chunk_bytes > BYTES_PER_CHUNK {
            self.write_chunk(Rest::Perhaps, out)?;
        }
        let row: Vec<String> = cells.iter().map(|cell| self.shown(cell)).collect();
        self.n_chunk_bytes += row.iter().map(String::len).sum::<usize>();
        self.chunk.push(row);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_chunk(Rest::None, out)
    }
}

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(' '))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none().junction(' '));

fn preview(text: &str) -> &str {
    let end = (0..=PREVIEW_BYTES.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

fn narrow(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

fn cut(row: &[String], widths: &[usize]) -> Vec<String> {
    row.iter().zip(widths).map(|(text, &width)| shortened(text, width).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::RowFormat;
    use super::super::rendered::rendered;
    use super::*;

    const COLUMNS: [Column; 3] = [Column::text("id", ""), Column::integer("tokens", ""), Column::real("ratio", "")];

    fn row(id: &str, tokens: u64, ratio: f64) -> Vec<Cell<'_>> {
        vec![Cell::text(id), Cell::Integer(tokens), Cell::Real(ratio)]
    }

    fn table(width: Option<u16>, columns: &[Column], rows: &[Vec<Cell<'_>>]) -> String {
        let layout = Layout { width, ..Layout::default() };
        String::from_utf8(rendered(RowFormat::TABLE, layout, columns, rows)).expect("only text goes in")
    }

    #[test]
    fn wide_characters_and_numbers_are_aligned() {
        let rows =
            [row("漢字", 1_234_567, 0.5), row("ascii", 3, 12.345), vec![Cell::text("🦀"), Cell::Empty, Cell::Empty]];
        let expected = "\
id        tokens   ratio
────────────────────────
漢字   1,234,567  0.5000
ascii          3   12.35
🦀
";
        assert_eq!(table(Some(80), &COLUMNS, &rows), expected);
    }

    #[test]
    fn long_and_hostile_text_stays_on_its_line() {
        let rows = [row("a very long id that goes on\nand on", 1, 1.0), row("\x1b]0;owned\x07", 2, 2.0)];
        let expected = "\
id                tokens  ratio
───────────────────────────────
a very long id …       1  1.000
␛]0;owned␇             2  2.000
";
        assert_eq!(table(Some(31), &COLUMNS, &rows), expected);
    }

    #[test]
    fn one_row_that_is_too_wide_becomes_a_list() {
        let columns = [Column::text("name", ""), Column::integer("tokens", ""), Column::integer("types", "")];
        let rows = [vec![Cell::text("x".repeat(30)), Cell::Integer(1_234), Cell::Integer(56)]];
        let expected = "name    xxxxxxxxxxx…\ntokens  1,234\ntypes      56\n";
        assert_eq!(table(Some(20), &columns, &rows), expected);
    }

    #[test]
    fn too_many_columns_become_a_list_for_each_row() {
        let columns = [Column::integer("first", ""), Column::integer("second", "")];
        let rows = [vec![Cell::Integer(1), Cell::Integer(22)], vec![Cell::Integer(3), Cell::Integer(4)]];
        let expected = "── 1 ──\nfirst    1\nsecond  22\n── 2 ──\nfirst   3\nsecond  4\n";
        assert_eq!(table(Some(10), &columns, &rows), expected);
    }

    #[test]
    fn without_a_width_nothing_is_shortened() {
        let long = "word ".repeat(2_000);
        assert!(table(None, &COLUMNS, &[row(&long, 1, 1.0)]).contains(&long));
    }

    #[test]
    fn later_chunks_keep_the_widths_of_the_first() {
        let mut rows: Vec<_> = (0..ROWS_PER_CHUNK as u64).map(|n| row("short", n, 0.5)).collect();
        rows.push(row("much longer than short", 1, 0.5));
        let text = table(Some(80), &COLUMNS, &rows);
        assert_eq!(text.lines().count(), rows.len() + 2);
        assert!(text.ends_with("\nmuch…       1  0.5000\n"), "{text}");
    }

    #[test]
    fn a_table_without_rows_shows_its_header() {
        assert_eq!(table(Some(80), &COLUMNS, &[]), "id  tokens  ratio\n─────────────────\n");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(ids in prop::collection::vec(".{0,60}", 1..5), width in 30_u16..60) {
            let rows: Vec<_> = ids.iter().map(|id| row(id, 1_234, 0.25)).collect();
            for line in table(Some(width), &COLUMNS, &rows).lines() {
                prop_assert!(line.width() <= usize::from(width), "{line:?}");
            }
        }
    }
}
