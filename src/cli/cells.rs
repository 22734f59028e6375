//! What happens to cells on their way to a file: nothing, or what a terminal or a spreadsheet needs.

use std::borrow::Cow;

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::render::{
    Breaks, Guarding, LONGEST_CELL, Layout, MOST_ROWS, RowFormat, RowRenderer, TableFormat, cell_prefix, printable,
};
use textmill::table::{Cell, Column, PreparedRows, Preparer};
use textmill::text::guard;

use super::arguments::OutputArgs;
use super::destination::PlaceKind;
use super::messages;

/// What the output of a verb is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Another program or verb, where a pipe leads to it: cells are byte-true there, and guarded in files and at a terminal.
    Data,
    /// Perhaps a spreadsheet, wherever it goes: cells are guarded, and what a sheet cannot hold is reported.
    Spreadsheet,
}

/// Whether cells that look like formulas are guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    On,
    Off,
}

impl Guard {
    /// The guard of tables for this purpose that go to such a place. Only those with delimiters need one.
    pub(crate) fn of(purpose: Purpose, format: TableFormat, place: PlaceKind, args: &OutputArgs) -> Self {
        match (purpose, place) {
            _ if args.raw || !format.is_delimited() => Self::Off,
            (Purpose::Data, PlaceKind::Stream) if !args.excel => Self::Off,
            _ => Self::On,
        }
    }

    /// The layout of a table in a file or pipe whose cells are guarded so. What a terminal shows is read by nobody but people.
    pub(crate) fn marked(self, layout: Layout, place: PlaceKind) -> Layout {
        let is_marked = self == Self::On && place != PlaceKind::Terminal;
        Layout { guarding: if is_marked { Guarding::Marked } else { Guarding::None }, ..layout }
    }
}

/// What becomes of texts that are too long for a cell of a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlong {
    /// They stay, and nobody asks: the table is not for a spreadsheet.
    Unasked,
    /// They stay: the file holds them, and the spreadsheet will cut them.
    Kept,
    /// They are cut, since the file cannot hold them.
    Cut,
}

/// How characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Characters {
    /// As they are.
    Exact,
    /// So that a terminal does not act on them, line ends kept.
    Printable,
}

/// What happens to cells: guards formulas, shows what a terminal would act on, and finds what a spreadsheet cannot hold.
#[derive(Debug)]
pub(crate) struct Cells {
    characters: Characters,
    guard: Guard,
    overlong: Overlong,
    n_guarded: u64,
    sheets: Vec<Sheet>,
}

#[derive(Debug)]
struct Sheet {
    file_name: String,
    column_names: Vec<String>,
    n_rows: u64,
    n_long_cells: u64,
    /// Row number, counted from the header, and column of the first cell that is too long.
    first_long_cell: Option<(u64, usize)>,
    /// The file in which the rows that do not fit are.
    next_file: Option<String>,
}

impl Cells {
    /// Cells that stay byte-true.
    pub(crate) fn exact() -> Self {
        Self::new(Characters::Exact, Guard::Off, Overlong::Unasked)
    }

    /// Cells for a terminal.
    pub(crate) fn printable(guard: Guard) -> Self {
        Self::new(Characters::Printable, guard, Overlong::Unasked)
    }

    /// Cells that may go to a spreadsheet.
    pub(crate) fn for_spreadsheet(guard: Guard, overlong: Overlong) -> Self {
        Self::new(Characters::Exact, guard, overlong)
    }

    fn new(characters: Characters, guard: Guard, overlong: Overlong) -> Self {
        Self { characters, guard, overlong, n_guarded: 0, sheets: Vec::new() }
    }

    fn changes_nothing(&self) -> bool {
        self.characters == Characters::Exact && self.guard == Guard::Off && self.overlong == Overlong::Unasked
    }

    /// The columns with the names that they have in the output.
    pub(crate) fn columns(&mut self, columns: &[Column]) -> Vec<Column> {
        let named = columns.iter().map(|column| {
            let name = self.text(&column.name).into_owned();
            Column { name: name.into(), ..column.clone() }
        });
        named.collect()
    }

    /// The next table was opened, in the file of this name.
    pub(crate) fn opened(&mut self, file_name: &str, columns: &[Column]) {
        if self.overlong != Overlong::Unasked {
            self.sheets.push(Sheet::new(file_name, columns));
        }
    }

    /// The table that was opened as the `from`-th goes on as the `to`-th, because a sheet holds no more.
    pub(crate) fn goes_on(&mut self, from: usize, to: usize) {
        if let Some(next) = self.sheets.get(to).map(|sheet| sheet.file_name.clone()) {
            self.sheets[from].next_file = Some(next);
        }
    }

    /// The cells of a row of the table opened as the `table`-th, as they are in the output.
    pub(crate) fn row<'c>(&mut self, table: usize, cells: &'c [Cell<'c>]) -> Cow<'c, [Cell<'c>]> {
        if self.changes_nothing() {
            return Cow::Borrowed(cells);
        }
        self.measure(table, cells);
        if self.characters == Characters::Exact && self.overlong != Overlong::Cut && !cells.iter().any(is_formula) {
            // Nearly all rows, which are not copied.
            return Cow::Borrowed(cells);
        }
        Cow::Owned(cells.iter().map(|cell| self.cell(cell)).collect())
    }

    /// What makes cells fit and rows of them ready on any thread, if cells are only guarded.
    pub(crate) fn preparer(&self, renderer: Box<dyn RowRenderer>) -> Option<Box<dyn Preparer>> {
        match (self.characters, self.overlong) {
            _ if self.changes_nothing() => Some(Box::new(ExactRows(renderer))),
            (Characters::Exact, Overlong::Unasked | Overlong::Kept) => {
                Some(Box::new(GuardedRows { guard: self.guard, overlong: self.overlong, renderer }))
            }
            _ => None,
        }
    }

    /// Notes what was found in rows of the table opened as the `table`-th while they were made ready.
    pub(crate) fn prepared(&mut self, table: usize, rows: &PreparedRows) {
        self.n_guarded += rows.n_guarded;
        if let Some(sheet) = self.sheets.get_mut(table) {
            sheet.prepared(rows);
        }
    }

    /// Reports what was done and what a spreadsheet will not hold; `path` is that of the output, if it needs to be named.
    pub(crate) fn report(&self, path: &str, diagnostics: &dyn Diagnostics) {
        if self.n_guarded > 0 {
            diagnostics.report(Finding::warning(path, messages::guarded(self.n_guarded)));
        }
        for sheet in &self.sheets {
            sheet.report(self.overlong, diagnostics);
        }
    }

    fn cell<'c>(&mut self, cell: &'c Cell<'c>) -> Cell<'c> {
        match cell {
            Cell::Text(text) => Cell::Text(self.text(text)),
            Cell::Json(json) => Cell::Json(self.text(json)),
            Cell::Empty | Cell::Integer(_) | Cell::Real(_) => cell.clone(),
        }
    }

    fn text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let text = if self.overlong == Overlong::Cut { cell_prefix(text) } else { text };
        let guarded = if self.guard == Guard::On { guard(text) } else { Cow::Borrowed(text) };
        self.n_guarded += u64::from(matches!(guarded, Cow::Owned(_)));
        match (self.characters, &guarded) {
            (Characters::Exact, _) => guarded,
            (Characters::Printable, Cow::Borrowed(text)) => printable(text, Breaks::Kept),
            (Characters::Printable, Cow::Owned(text)) => Cow::Owned(printable(text, Breaks::Kept).into_owned()),
        }
    }

    fn measure(&mut self, table: usize, cells: &[Cell<'_>]) {
        let Some(sheet) = self.sheets.get_mut(table) else { return };
        sheet.n_rows += 1;
        for (idx, cell) in cells.iter().enumerate() {
            if let Cell::Text(text) | Cell::Json(text) = cell
                && is_long(text)
            {
                sheet.n_long_cells += 1;
                sheet.first_long_cell.get_or_insert((sheet.n_rows, idx));
            }
        }
    }
}

/// `true` if a guard would change the cell.
fn is_formula(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) | Cell::Json(text) if matches!(guard(text), Cow::Owned(_)))
}

impl Sheet {
    fn new(file_name: &str, columns: &[Column]) -> Self {
        Self {
            file_name: file_name.to_owned(),
            column_names: columns.iter().map(|column| column.name.to_string()).collect(),
            n_rows: 1,
            n_long_cells: 0,
            first_long_cell: None,
            next_file: None,
        }
    }

    /// Adds what was found in further rows.
    fn prepared(&mut self, rows: &PreparedRows) {
        if let Some(long) = rows.long_cells {
            self.n_long_cells += long.n_cells;
            self.first_long_cell.get_or_insert((self.n_rows + long.first_row, long.first_column_idx));
        }
        self.n_rows += rows.n_rows;
    }

    fn report(&self, overlong: Overlong, diagnostics: &dyn Diagnostics) {
        if let Some((row, idx)) = self.first_long_cell {
            let place = (row, self.column_names[idx].as_str());
            let message = match overlong {
                Overlong::Cut => messages::cut_cells(self.n_long_cells, place, LONGEST_CELL),
                Overlong::Kept | Overlong::Unasked => messages::long_cells(self.n_long_cells, place, LONGEST_CELL),
            };
            diagnostics.report(Finding::warning(&self.file_name, message));
        }
        if let Some(next) = &self.next_file {
            diagnostics.report(Finding::warning(&self.file_name, messages::goes_on(&self.file_name, next)));
        }
        if self.n_rows > MOST_ROWS {
            diagnostics.report(Finding::warning(&self.file_name, messages::many_rows(self.n_rows, MOST_ROWS)));
        }
    }
}

/// Makes rows ready that stay byte-true.
struct ExactRows(Box<dyn RowRenderer>);

impl Preparer for ExactRows {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        self.0.row(cells, &mut rows.bytes);
        rows.n_rows += 1;
    }
}

/// Makes rows ready whose cells may be guarded, with texts of any length.
struct GuardedRows {
    guard: Guard,
    overlong: Overlong,
    renderer: Box<dyn RowRenderer>,
}

impl Preparer for GuardedRows {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        let mut guarded = Vec::new();
        for (idx, cell) in cells.iter().enumerate() {
            let (Cell::Text(text) | Cell::Json(text)) = cell else { continue };
            if self.overlong != Overlong::Unasked && is_long(text) {
                rows.add_long_cell(idx);
            }
            if self.guard == Guard::On
                && let Cow::Owned(text) = guard(text)
            {
                guarded.push((idx, text));
            }
        }
        if guarded.is_empty() {
            self.renderer.row(cells, &mut rows.bytes);
        } else {
            rows.n_guarded += guarded.len() as u64;
            self.renderer.row(&with_texts(cells, guarded), &mut rows.bytes);
        }
        rows.n_rows += 1;
    }
}

/// The cells of a row, some of them with other texts.
fn with_texts<'c>(cells: &'c [Cell<'_>], texts: Vec<(usize, String)>) -> Vec<Cell<'c>> {
    let mut changed: Vec<Cell<'c>> = cells.iter().map(Cell::borrowed).collect();
    for (idx, text) in texts {
        changed[idx] = match cells[idx] {
            Cell::Json(_) => Cell::Json(Cow::Owned(text)),
            _ => Cell::Text(Cow::Owned(text)),
        };
    }
    changed
}

fn is_long(text: &str) -> bool {
    cell_prefix(text).len() < text.len()
}

/// The treatment of cells on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Exact,
    Printable,
    Spreadsheet(Overlong),
}

impl CellKind {
    /// The treatment itself, with the guard of the output.
    pub(crate) fn cells(self, guard: Guard) -> Cells {
        match self {
            Self::Exact => Cells::exact(),
            Self::Printable => Cells::printable(guard),
            Self::Spreadsheet(overlong) => Cells::for_spreadsheet(guard, overlong),
        }
    }

    pub(crate) fn of(purpose: Purpose, format: TableFormat, place: PlaceKind) -> Self {
        match format {
            TableFormat::Rows(rows) if rows == RowFormat::TABLE => Self::Exact,
            _ if place == PlaceKind::Terminal => Self::Printable,
            TableFormat::Book(book) if book.cuts_cells() => Self::Spreadsheet(Overlong::Cut),
            _ if purpose == Purpose::Spreadsheet && format.is_delimited() => Self::Spreadsheet(Overlong::Kept),
            _ => Self::Spreadsheet(Overlong::Unasked),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use textmill::diagnostics::Collected;
    use textmill::render::{Layout, RowFormat};

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        output: OutputArgs,
    }

    fn guard_of(flags: &[&str], purpose: Purpose, format: RowFormat, place: PlaceKind) -> Guard {
        let line: Line = clap::Parser::parse_from(["textmill"].iter().chain(flags));
        Guard::of(purpose, TableFormat::Rows(format), place, &line.output)
    }

    #[test]
    fn cells_are_guarded_where_a_person_may_open_or_copy_them() {
        use Purpose::{Data, Spreadsheet};
        for (purpose, place, flags, expected) in [
            (Data, PlaceKind::File, &[][..], Guard::On),
            (Data, PlaceKind::Terminal, &[], Guard::On),
            (Data, PlaceKind::Stream, &[], Guard::Off),
            (Data, PlaceKind::Stream, &["--excel"], Guard::On),
            (Data, PlaceKind::File, &["--raw"], Guard::Off),
            (Spreadsheet, PlaceKind::Stream, &[], Guard::On),
            (Spreadsheet, PlaceKind::File, &["--raw"], Guard::Off),
        ] {
            assert_eq!(guard_of(flags, purpose, RowFormat::CSV, place), expected, "{purpose:?}, {place:?}, {flags:?}");
            assert_eq!(guard_of(flags, purpose, RowFormat::JSONL, place), Guard::Off);
        }
    }

    #[test]
    fn at_a_terminal_cells_are_guarded_and_shown() {
        let row = [Cell::text("\t=1\u{1b}"), Cell::Integer(1)];
        assert_eq!(*Cells::printable(Guard::On).row(0, &row), [Cell::text("'\t=1␛"), Cell::Integer(1)]);
        let layout = Layout::default();
        assert_eq!(Guard::On.marked(layout, PlaceKind::Terminal).guarding, Guarding::None);
        assert_eq!(Guard::On.marked(layout, PlaceKind::Stream).guarding, Guarding::Marked);
    }

    #[test]
    fn guarded_cells_are_counted_with_the_header() {
        let mut cells = Cells::for_spreadsheet(Guard::On, Overlong::Kept);
        let columns = cells.columns(&[Column::text("=a", ""), Column::text("b", "")]);
        assert_eq!(columns[0].name, "'=a");
        let row = [Cell::text("@x"), Cell::Integer(5)];
        assert_eq!(*cells.row(0, &row), [Cell::text("'@x"), Cell::Integer(5)]);
        let told = Collected::default();
        cells.report("", &told);
        assert!(told.lines()[0].starts_with("warning: : guarded 2 cells"), "{:?}", told.lines());
    }

    #[test]
    fn a_cell_over_the_limit_is_named_by_row_and_column() {
        let mut cells = Cells::for_spreadsheet(Guard::Off, Overlong::Kept);
        cells.opened("out.csv", &[Column::text("text", "")]);
        cells.row(0, &[Cell::text("é".repeat(LONGEST_CELL))]);
        cells.row(0, &[Cell::text("🦀".repeat(LONGEST_CELL / 2 + 1))]);
        let told = Collected::default();
        cells.report("", &told);
        let expected = "warning: out.csv: 1 cell is longer than the 32,767 UTF-16 units that a spreadsheet holds, \
                        the first in row 3, column \"text\"";
        assert_eq!(told.lines(), [expected]);
    }

    #[test]
    fn a_workbook_gets_what_fits_and_the_cut_is_told() {
        let mut cells = Cells::for_spreadsheet(Guard::Off, Overlong::Cut);
        cells.opened("out.xlsx", &[Column::text("text", "")]);
        let long = "x".repeat(LONGEST_CELL + 1);
        assert_eq!(*cells.row(0, &[Cell::text(long.as_str())]), [Cell::text(&long[1..])]);
        let told = Collected::default();
        cells.report("", &told);
        let expected = "warning: out.xlsx: cut 1 cell to the 32,767 UTF-16 units that a spreadsheet holds, the first in \
                        row 2, column \"text\"";
        assert_eq!(told.lines(), [expected]);
    }

    #[test]
    fn a_table_that_goes_on_elsewhere_is_told() {
        let mut cells = Cells::for_spreadsheet(Guard::Off, Overlong::Kept);
        for name in ["a.csv", "a-0002.csv"] {
            cells.opened(name, &[Column::text("text", "")]);
        }
        cells.goes_on(0, 1);
        let told = Collected::default();
        cells.report("", &told);
        assert_eq!(
            told.lines(),
            ["warning: a.csv: a spreadsheet holds 1,048,576 rows; the table goes on in a-0002.csv"]
        );
    }

    #[test]
    fn more_rows_than_a_sheet_are_told() {
        let mut cells = Cells::for_spreadsheet(Guard::Off, Overlong::Kept);
        cells.opened("out.csv", &[Column::text("text", "")]);
        for _ in 0..MOST_ROWS {
            cells.row(0, &[Cell::Empty]);
        }
        let told = Collected::default();
        cells.report("", &told);
        assert_eq!(told.lines(), ["warning: out.csv: has 1,048,577 rows, and a spreadsheet holds 1,048,576"]);
    }

    #[test]
    fn at_a_terminal_nothing_is_acted_on() {
        let row = [Cell::text("\x1b[2J\n")];
        assert_eq!(*Cells::printable(Guard::Off).row(0, &row), [Cell::text("␛[2J\n")]);
        assert_eq!(*Cells::exact().row(0, &row), row);
    }

    const COLUMNS: [Column; 2] = [Column::text("a", ""), Column::text("b", "")];

    fn guarding() -> Cells {
        let mut cells = Cells::for_spreadsheet(Guard::On, Overlong::Kept);
        cells.opened("t.csv", &COLUMNS);
        cells
    }

    fn lines(cells: &Cells) -> Vec<String> {
        let told = Collected::default();
        cells.report("", &told);
        told.lines()
    }

    proptest! {
        #[test]
        fn rows_made_ready_by_workers_are_those_taken_one_by_one(
            rows in prop::collection::vec(
                prop::collection::vec(prop_oneof!["[=a,\"\n-]{0,3}", Just("=x".repeat(LONGEST_CELL))], 2), 0..8,
            ),
            batch_rows in 1..4_usize,
        ) {
            let mut renderer = RowFormat::CSV.renderer(Layout::default());
            let (mut one_by_one, mut by_workers) = (guarding(), guarding());
            let (mut expected, mut bytes) = (Vec::new(), Vec::new());
            let rows: Vec<Vec<Cell<'_>>> =
                rows.iter().map(|row| row.iter().map(|text| Cell::text(text.as_str())).collect()).collect();
            for row in &rows {
                renderer.row(&one_by_one.row(0, row), &mut expected).expect("a vector takes all");
            }
            let preparer = by_workers.preparer(renderer.rows().expect("rows of CSV do not depend on others"));
            let preparer = preparer.expect("cells are only guarded");
            for batch in rows.chunks(batch_rows) {
                let mut prepared = PreparedRows::default();
                batch.iter().for_each(|row| preparer.row(row, &mut prepared));
                by_workers.prepared(0, &prepared);
                bytes.extend(prepared.bytes);
            }
            prop_assert_eq!(bytes, expected);
            prop_assert_eq!(lines(&by_workers), lines(&one_by_one));
        }
    }
}
