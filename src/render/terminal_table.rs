//! A table for the eye: aligned, one line per row, as wide as the terminal.
//!
//! Long text has an ellipsis, numbers are grouped and rounded, and whatever a terminal would act on is shown
//! instead. Rows are laid out in chunks of bounded size; the first chunk fixes columns and widths for the rest, so any
//! number of rows needs the memory of one chunk. Without a width only cells over 60,000 columns are shortened, and each
//! chunk has its own widths.
//!
//! Of the main columns those stand in the table that say something and fit, and a last line counts the others. Where all
//! columns are wanted none is ever left out: too many for the terminal become lists of name and value, and so does a single
//! row that is too wide.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use comfy_table::{CellAlignment, ColumnConstraint, ContentLineStyle, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::ellipsis::{shortened_inside, shortened_to_end};
use super::widths::{GAP, NARROWEST, NARROWEST_OF_FEWER, Wanted, fitted};
use super::{Breaks, Emphasis, Header, Layout, Renderer, ShownColumns};
use super::{expanded, grouped, printable, rounded, shortened};
use crate::table::{Cell, Column, Kind, Part, Rank, TextLook};

const ROWS_PER_CHUNK: usize = 1_000;
const BYTES_PER_CHUNK: usize = 4 << 20;

/// comfy-table counts columns in 16 bits, and would wrap a wider cell.
const WIDEST: usize = 60_000;

/// No terminal shows more of one cell, and a text may be a book.
const PREVIEW_BYTES: usize = 4 << 10;

/// Writes an aligned table.
pub(super) struct TerminalTable {
    layout: Layout,
    /// All columns of the table; from the first chunk on those that are shown.
    columns: Vec<ColumnHead>,
    /// Their places among the columns of the table.
    places: Vec<usize>,
    n_left_out: usize,
    chunk: Vec<Vec<String>>,
    n_chunk_bytes: usize,
    n_written: u64,
    arrangement: Arrangement,
}

/// What is to be known of a column.
#[derive(Clone)]
struct ColumnHead {
    name: String,
    kind: Kind,
    look: TextLook,
    is_main: bool,
    is_id: bool,
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
            columns: Vec::new(),
            places: Vec::new(),
            n_left_out: 0,
            chunk: Vec::new(),
            n_chunk_bytes: 0,
            n_written: 0,
            arrangement: Arrangement::Unknown,
        }
    }

    fn write_chunk(&mut self, rest: Rest, out: &mut dyn Write) -> io::Result<()> {
        if let Arrangement::Unknown = self.arrangement {
            self.arrange(rest);
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

    /// Decides, by the first chunk, which columns are shown, and how.
    fn arrange(&mut self, rest: Rest) {
        let (shown, arrangement) = self.arranged(rest);
        self.n_left_out = self.columns.len() - shown.len();
        self.arrangement = arrangement;
        self.columns = shown.iter().map(|&idx| self.columns[idx].clone()).collect();
        for row in &mut self.chunk {
            *row = shown.iter().map(|&idx| std::mem::take(&mut row[idx])).collect();
        }
        self.places = shown;
    }

    fn arranged(&self, rest: Rest) -> (Vec<usize>, Arrangement) {
        let asked: Vec<usize> = match self.layout.columns {
            ShownColumns::Main { .. } => (0..self.columns.len()).filter(|&idx| self.columns[idx].is_main).collect(),
            ShownColumns::All => (0..self.columns.len()).collect(),
        };
        let Some(width) = self.layout.width.map(usize::from) else { return (asked, Arrangement::Free) };
        let wanted = self.wanted_widths();
        let is_single = rest == Rest::None && self.chunk.len() == 1;
        let total = asked.iter().map(|&idx| wanted[idx]).sum::<usize>() + GAP * asked.len().saturating_sub(1);
        let is_concordance = asked.iter().any(|&idx| self.columns[idx].look == TextLook::Before);
        if is_single && total > width && !is_concordance {
            return (asked, Arrangement::Expanded(width));
        }
        let mut kept = asked.clone();
        let mut most_left_out = 0;
        if let ShownColumns::Main { .. } = self.layout.columns {
            kept.retain(|idx| Some(idx) == asked.first() || self.says_something(*idx));
            most_left_out = kept.len().saturating_sub(1);
        }
        let narrowest = if most_left_out > 0 && !is_concordance { NARROWEST_OF_FEWER } else { NARROWEST };
        for n_left_out in 0..=most_left_out {
            // The words around hits come last.
            let shown = if is_concordance { &kept[n_left_out..] } else { &kept[..kept.len() - n_left_out] };
            let column = |&idx: &usize| Wanted { width: wanted[idx], text: self.columns[idx].text() };
            let columns: Vec<Wanted> = shown.iter().map(column).collect();
            if let Some(widths) = fitted(&columns, width, narrowest) {
                return (shown.to_vec(), Arrangement::Fixed(widths));
            }
        }
        (asked, Arrangement::Expanded(width))
    }

    /// `false` for a column that is empty in all rows, or repeats the id in all that have a value.
    fn says_something(&self, idx: usize) -> bool {
        let id = self.columns.iter().position(|column| column.is_id).filter(|&id| id != idx);
        let is_new = |row: &Vec<String>| !row[idx].is_empty() && id.is_none_or(|id| row[id] != row[idx]);
        self.chunk.is_empty() || self.chunk.iter().any(is_new)
    }

    fn wanted_widths(&self) -> Vec<usize> {
        let has_header = self.layout.header == Header::Shown;
        let width_of = |(idx, column): (usize, &ColumnHead)| {
            let header = if has_header { column.name.width() } else { 0 };
            self.chunk.iter().map(|row| row[idx].width()).fold(header, usize::max).clamp(1, WIDEST)
        };
        self.columns.iter().enumerate().map(width_of).collect()
    }

    fn write_aligned(&self, widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
        let has_header = self.n_written == 0 && self.layout.header == Header::Shown;
        let mut table = Table::new();
        table.load_style(STYLE);
        if has_header {
            table.set_header(self.columns.iter().zip(widths).map(|(column, &width)| shortened(&column.name, width)));
        }
        let rows: Vec<Vec<String>> = self.chunk.iter().map(|row| self.cut(row, widths)).collect();
        table.add_rows(&rows);
        for (idx, column) in table.column_iter_mut().enumerate() {
            // The junction between two columns is one blank of the gap, the padding the others; the last needs none.
            let padding = if idx + 1 < widths.len() { GAP - 1 } else { 0 };
            column.set_padding((0, narrow(padding)));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(narrow(widths[idx] + padding))));
            column.set_cell_alignment(match self.columns[idx].text() {
                Some(TextLook::Before) | None => CellAlignment::Right,
                Some(_) => CellAlignment::Left,
            });
        }
        let hit = self.columns.iter().position(|column| column.look == TextLook::Hit);
        let hit = hit.filter(|_| self.layout.emphasis == Emphasis::Color);
        let mut lines = table.lines();
        for line in lines.by_ref().take(if has_header { HEADER_LINES } else { 0 }) {
            writeln!(out, "{}", line.trim_end())?;
        }
        for (line, row) in lines.zip(&rows) {
            match hit {
                Some(hit) => write_emphasized(line.trim_end(), hit_in_line(row, widths, hit), out)?,
                None => writeln!(out, "{}", line.trim_end())?,
            }
        }
        Ok(())
    }

    fn cut(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells = row.iter().zip(widths).zip(&self.columns);
        cells.map(|((text, &width), column)| in_width(text, width, column.look).into_owned()).collect()
    }

    fn write_expanded(&self, width: usize, rest: Rest, out: &mut dyn Write) -> io::Result<()> {
        let is_single = rest == Rest::None && self.n_written == 0 && self.chunk.len() == 1;
        let names: Vec<&str> = self.columns.iter().map(|column| &*column.name).collect();
        let kinds: Vec<Kind> = self.columns.iter().map(|column| column.kind).collect();
        for (row, number) in self.chunk.iter().zip(self.n_written + 1..) {
            if !is_single {
                expanded::write_heading(number, out)?;
            }
            expanded::write_row(&names, &kinds, row, width, out)?;
        }
        Ok(())
    }

    fn shown(&self, cell: &Cell<'_>, look: TextLook) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Integer(value) => grouped(*value),
            Cell::Real(value) => rounded(*value),
            Cell::Text(text) | Cell::Json(text) => self.shown_text(text, look),
        }
    }

    fn shown_text(&self, text: &str, look: TextLook) -> String {
        let Some(width) = self.layout.width else { return printable(text, Breaks::Shown).into_owned() };
        let start = if matches!(look, TextLook::Before | TextLook::Name) { text } else { preview(text) };
        let mut shown = printable(start, Breaks::Shown).into_owned();
        if start.len() < text.len() {
            shown.push('…');
        }
        in_width(&shown, width.into(), look).into_owned()
    }
}

impl Renderer for TerminalTable {
    fn header(&mut self, columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
        let has_main = columns.iter().any(|column| column.rank == Rank::Main);
        let head = |column: &Column| ColumnHead {
            name: self.shown_text(&column.name, TextLook::Plain),
            kind: column.kind,
            look: column.look,
            is_main: if has_main { column.rank == Rank::Main } else { column.rank != Rank::Minor },
            is_id: column.holds(Part::Id),
        };
        self.columns = columns.iter().map(head).collect();
        self.places = (0..columns.len()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        // A chunk is written when the next row comes, so that the last one knows that it is the last.
        if self.chunk.len() == ROWS_PER_CHUNK || self.n_chunk_bytes > BYTES_PER_CHUNK {
            self.write_chunk(Rest::Perhaps, out)?;
        }
        let shown =
            self.places.iter().zip(&self.columns).map(|(&place, column)| self.shown(&cells[place], column.look));
        let row: Vec<String> = shown.collect();
        self.n_chunk_bytes += row.iter().map(String::len).sum::<usize>();
        self.chunk.push(row);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_chunk(Rest::None, out)?;
        match self.layout {
            Layout { header: Header::Shown, columns: ShownColumns::Main { elsewhere }, .. } if self.n_left_out > 0 => {
                let columns = if self.n_left_out == 1 { "column" } else { "columns" };
                writeln!(out, "\n{} more {columns}{elsewhere}", self.n_left_out)
            }
            _ => Ok(()),
        }
    }
}

impl ColumnHead {
    /// The look of its texts; `None` for numbers.
    fn text(&self) -> Option<TextLook> {
        (!self.kind.is_number()).then_some(self.look)
    }
}

/// The names and the line below them.
const HEADER_LINES: usize = 2;

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

fn in_width(text: &str, width: usize, look: TextLook) -> Cow<'_, str> {
    match look {
        TextLook::Plain | TextLook::Hit | TextLook::After => shortened(text, width),
        TextLook::Name => shortened_inside(text, width),
        TextLook::Before => shortened_to_end(text, width),
    }
}

/// The bytes of a cell in its line. Cells are filled up to their widths with blanks.
fn hit_in_line(row: &[String], widths: &[usize], hit: usize) -> Range<usize> {
    let bytes_of = |(text, width): (&String, &usize)| text.len() + width.saturating_sub(text.width()) + GAP;
    let start = row.iter().zip(widths).take(hit).map(bytes_of).sum();
    start..start + row[hit].len()
}

fn write_emphasized(line: &str, range: Range<usize>, out: &mut dyn Write) -> io::Result<()> {
    match (line.get(..range.start), line.get(range.clone()), line.get(range.end..)) {
        (Some(before), Some(hit), Some(after)) => writeln!(out, "{before}\x1b[1;31m{hit}\x1b[0m{after}"),
        _ => writeln!(out, "{line}"),
    }
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

    fn main_columns(width: u16, header: Header, columns: &[Column], rows: &[Vec<Cell<'_>>]) -> String {
        let shown = ShownColumns::Main { elsewhere: " in files" };
        let layout = Layout { width: Some(width), columns: shown, header, ..Layout::default() };
        String::from_utf8(rendered(RowFormat::TABLE, layout, columns, rows)).expect("only text goes in")
    }

    const RANKED: [Column; 4] = [
        Column::text("id", "").holding(Part::Id).main(),
        Column::text("source", "").minor(),
        Column::integer("tokens", "").main(),
        Column::integer("types", "").main(),
    ];

    #[test]
    fn the_main_columns_that_fit_are_shown_and_the_others_counted() {
        let rows = [vec![Cell::text("a"), Cell::text("x"), Cell::Integer(5), Cell::Integer(4)]];
        let all_main = "id  tokens  types\n─────────────────\na        5      4\n\n1 more column in files\n";
        assert_eq!(main_columns(20, Header::Shown, &RANKED, &[rows.concat(), rows.concat()]).lines().count(), 6);
        assert_eq!(main_columns(20, Header::Shown, &RANKED, &rows), all_main);
        let one_less = "id  tokens\n──────────\na        5\na        5\n\n2 more columns in files\n";
        assert_eq!(main_columns(12, Header::Shown, &RANKED, &[rows.concat(), rows.concat()]), one_less);
        assert_eq!(main_columns(20, Header::Hidden, &RANKED, &rows), "a  5  4\n");
        assert_eq!(main_columns(20, Header::Shown, &RANKED[2..], &[]), "tokens  types\n─────────────\n");
    }

    #[test]
    fn of_columns_without_a_main_one_all_but_the_minor_ones_are() {
        let columns = [Column::text("word", ""), Column::text("source", "").minor(), Column::integer("frequency", "")];
        let rows = [vec![Cell::text("a"), Cell::text("x"), Cell::Integer(5)]];
        let expected = "word  frequency\n───────────────\na             5\n\n1 more column in files\n";
        assert_eq!(main_columns(40, Header::Shown, &columns, &rows), expected);
    }

    #[test]
    fn a_column_that_is_empty_or_repeats_the_id_is_left_out() {
        let columns = ["source", "title", "old_id"].map(|name| Column::text(name, "").main());
        let columns: Vec<Column> = RANKED[..1].iter().cloned().chain(columns).collect();
        let row = |id: &'static str, old_id: &'static str| {
            vec![Cell::text(id), Cell::text(id), Cell::Empty, Cell::text(old_id)]
        };
        let expected = "id  old_id\n──────────\na   a\nb   c\n\n2 more columns in files\n";
        assert_eq!(main_columns(40, Header::Shown, &columns, &[row("a", "a"), row("b", "c")]), expected);
    }

    const HIT: [Column; 4] = [
        Column::text("id", "").main().looking(TextLook::Name),
        Column::text("left", "").main().looking(TextLook::Before),
        Column::text("hit", "").main().looking(TextLook::Hit),
        Column::text("right", "").main().looking(TextLook::After),
    ];

    #[test]
    fn in_a_concordance_the_words_next_to_the_hits_are_seen() {
        let hit = |left: &'static str, hit: &'static str, right: &'static str| {
            ["articles/2023/bridge.txt", left, hit, right].map(Cell::text).to_vec()
        };
        let rows = [hit("hung in the air above the", "river", "and turned slowly there"), hit("", "Rivers", "end")];
        let expected = "\
id                          left  hit     right
────────────────────────────────────────────────────────────
artic…ge.txt  …the air above the  river   and turned slowly…
artic…ge.txt                      Rivers  end
";
        assert_eq!(main_columns(60, Header::Shown, &HIT, &rows), expected);
        // A single hit that is too long is a line as well, and the id gives way to the words around it.
        assert_eq!(main_columns(30, Header::Hidden, &HIT, &rows[..1]), "… above the  river  and turne…\n");
    }

    #[test]
    fn a_hit_is_in_color_wherever_it_stands() {
        let layout = Layout { emphasis: Emphasis::Color, width: Some(60), ..Layout::default() };
        let rows =
            [["漢字", "über 👩\u{200d}👧", "Fluß", "x"], ["a", "", "b", ""]].map(|row| row.map(Cell::text).to_vec());
        let text = String::from_utf8(rendered(RowFormat::TABLE, layout, &HIT, &rows)).expect("only text goes in");
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(lines[0], "漢字  über 👩\u{200d}👧  \u{1b}[1;31mFluß\u{1b}[0m  x");
        assert_eq!(lines[1], "a              \u{1b}[1;31mb\u{1b}[0m");
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
