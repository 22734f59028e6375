//! Workbooks for spreadsheets: a sheet for each table, its header bold, frozen and with filters.
//!
//! Numbers are numbers, also those of JSON records if no digit is lost; all else is text and stays text: what looks like a
//! formula gets the mark that a spreadsheet gives to text with an apostrophe typed in front, so that it computes nothing
//! even when it is edited. A row is written to the sheet's unnamed temporary file as soon as the next one comes, so memory
//! does not grow with rows; the sheets are put together at the end. The same tables give the same bytes.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::unique_names::UniqueNames;
use super::{Book, Header};
use crate::panics::{self, Panicked};
use crate::table::{Cell, Column, Scalar, TableIdx};
use crate::text::guard;

/// The longest name of a sheet, in UTF-16 units.
const LONGEST_NAME: usize = 31;

const MOST_COLUMNS: usize = 16_384;

/// Whole numbers up to here are exact in a spreadsheet, which computes with IEEE doubles.
const MOST_EXACT: u64 = 1 << 53;

/// Decimal digits that survive a spreadsheet, which shows and keeps no more.
const MOST_DIGITS: usize = 15;

/// Widths in characters, since nobody can know the widest cell when the first is written.
const TEXT_WIDTH: u16 = 28;
const NUMBER_WIDTH: u16 = 12;
const WIDEST_HEADER: usize = 40;

/// Writes a workbook.
pub(super) struct Xlsx {
    out: BufWriter<File>,
    workbook: Workbook,
    names: UniqueNames,
    header: Header,
    sheets: Vec<Sheet>,
    formula_like: Format,
}

/// How far a sheet is filled.
struct Sheet {
    n_rows: u32,
    n_columns: u16,
}

impl Xlsx {
    /// A workbook that will be written to the file at `path`.
    pub(super) fn create(path: &Path, header: Header) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        // The crate would put the time of writing there.
        let always = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&always));
        Ok(Self {
            out: BufWriter::new(File::create(path)?),
            workbook,
            names: UniqueNames::default(),
            header,
            sheets: Vec::new(),
            formula_like: Format::new().set_quote_prefix(),
        })
    }
}

impl Book for Xlsx {
    fn table(&mut self, unit: &str, columns: &[Column]) -> io::Result<TableIdx> {
        if columns.len() > MOST_COLUMNS {
            return Err(io::Error::other(format!("a sheet has at most {MOST_COLUMNS} columns, not {}", columns.len())));
        }
        let name = self.names.name(sheet_name(unit), numbered);
        let has_header = self.header == Header::Shown;
        caught(|| {
            let sheet = self.workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(name)?;
            let bold = Format::new().set_bold();
            for (idx, column) in (0_u16..).zip(columns) {
                let least = if column.kind.is_number() { NUMBER_WIDTH } else { TEXT_WIDTH };
                // The button of the filter takes about three characters.
                let of_name = column.name.chars().count().min(WIDEST_HEADER) + 3;
                sheet.set_column_width(idx, of_name.max(usize::from(least)) as f64)?;
                if has_header {
                    sheet.write_string_with_format(0, idx, &*column.name, &bold)?;
                }
            }
            if has_header {
                sheet.set_freeze_panes(1, 0)?;
            }
            Ok(())
        })?;
        let n_columns = u16::try_from(columns.len()).map_err(io::Error::other)?;
        self.sheets.push(Sheet { n_rows: u32::from(has_header), n_columns });
        Ok(self.sheets.len() - 1)
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> io::Result<()> {
        let row = self.sheets[table].n_rows;
        self.sheets[table].n_rows += 1;
        caught(|| {
            let sheet = self.workbook.worksheet_from_index(table)?;
            for (column, cell) in (0_u16..).zip(cells) {
                write_cell(sheet, (row, column), cell, &self.formula_like)?;
            }
            Ok(())
        })
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        caught(|| {
            if self.sheets.is_empty() {
                self.workbook.add_worksheet();
            }
            for (idx, sheet) in self.sheets.iter().enumerate() {
                if self.header == Header::Shown && sheet.n_columns > 0 {
                    let worksheet = self.workbook.worksheet_from_index(idx)?;
                    worksheet.autofilter(0, 0, sheet.n_rows - 1, sheet.n_columns - 1)?;
                }
            }
            self.workbook.save_to_writer(&mut self.out)
        })?;
        self.out.flush()
    }
}

fn write_cell(sheet: &mut Worksheet, at: (u32, u16), cell: &Cell<'_>, formula_like: &Format) -> Result<(), XlsxError> {
    let (row, column) = at;
    match cell {
        Cell::Empty => {}
        Cell::Integer(value) if *value <= MOST_EXACT => _ = sheet.write_number(row, column, *value as f64)?,
        Cell::Integer(value) => _ = sheet.write_string(row, column, value.to_string())?,
        Cell::Real(value) => _ = sheet.write_number(row, column, *value)?,
        Cell::Json(json) => match (Scalar::of_json(json), number(json)) {
            (Some(Scalar::Boolean(value)), _) => _ = sheet.write_boolean(row, column, value)?,
            (_, Some(value)) => _ = sheet.write_number(row, column, value)?,
            _ => _ = sheet.write_string(row, column, json.as_ref())?,
        },
        Cell::Text(text) => match guard(text) {
            Cow::Owned(_) => _ = sheet.write_string_with_format(row, column, text.as_ref(), formula_like)?,
            Cow::Borrowed(_) => _ = sheet.write_string(row, column, text.as_ref())?,
        },
    }
    Ok(())
}

/// The number that a JSON value is, if a spreadsheet keeps all its digits.
fn number(json: &str) -> Option<f64> {
    let value = match Scalar::of_json(json)? {
        Scalar::Boolean(_) => return None,
        Scalar::Integer(value) => value as f64,
        Scalar::Real(value) => value,
    };
    (json.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS).then_some(value)
}

/// The name of a sheet for rows of this unit: as far as it fits, without what Excel forbids.
fn sheet_name(unit: &str) -> String {
    let allowed =
        |c: char| if c.is_control() || matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '_' } else { c };
    let name = fitting(&unit.chars().take(LONGEST_NAME).map(allowed).collect::<String>(), LONGEST_NAME);
    match name.trim_matches('\'').trim() {
        "" => "unnamed".to_owned(),
        // Excel keeps this one for itself.
        history if history.eq_ignore_ascii_case("history") => format!("{history}_"),
        name => name.to_owned(),
    }
}

fn numbered(name: &str, number: u32) -> String {
    let suffix = format!(" {number}");
    fitting(name, LONGEST_NAME - suffix.len()) + &suffix
}

fn fitting(name: &str, n_units: usize) -> String {
    let mut n_left = n_units;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= n_left;
        n_left = n_left.saturating_sub(c.len_utf16());
        fits
    };
    name.chars().take_while(fits).collect()
}

/// Does something with the crate, which panics where a sheet's temporary file cannot be written.
fn caught<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match panics::caught(work) {
        Ok(done) => done.map_err(io::Error::other),
        Err(Panicked) => {
            Err(io::Error::new(io::ErrorKind::StorageFull, "the temporary file of a sheet cannot be written"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_what_excel_allows() {
        let cases = [
            ("document", "document"),
            ("a/b:c", "a_b_c"),
            ("'quoted'", "quoted"),
            ("History", "History_"),
            ("", "unnamed"),
            ("one two three four five six seven eight", "one two three four five six sev"),
            ("🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀", "🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀"),
        ];
        for (unit, expected) in cases {
            assert_eq!(sheet_name(unit), expected, "{unit:?}");
        }
        assert_eq!(numbered(&"x".repeat(31), 12), format!("{} 12", "x".repeat(28)));
    }

    #[test]
    fn a_json_number_is_a_number_if_no_digit_is_lost() {
        let cases = [
            ("2020", Some(2020.0)),
            ("-1.0", Some(-1.0)),
            ("1e3", Some(1000.0)),
            ("12345678901234567890", None),
            ("1e999", None),
            ("[1]", None),
            ("{\"a\":1}", None),
            ("infinity", None),
        ];
        for (json, expected) in cases {
            assert_eq!(number(json), expected, "{json}");
        }
    }

    fn workbook_bytes() -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("book.xlsx");
        let mut book: Box<dyn Book> = Box::new(Xlsx::create(&path, Header::Shown).expect("the folder is there"));
        let first = book.table("word", &[Column::text("type", ""), Column::integer("n", "")]).expect("it fits");
        let second = book.table("WORD", &[Column::real("r", "")]).expect("it fits");
        book.row(first, &[Cell::text("=1+1"), Cell::Integer(3)]).expect("it fits");
        book.row(second, &[Cell::Real(0.5)]).expect("it fits");
        book.row(first, &[Cell::text("two"), Cell::Integer(u64::MAX)]).expect("it fits");
        book.finish().expect("it fits");
        std::fs::read(path).expect("it was written")
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let bytes = workbook_bytes();
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, workbook_bytes());
    }

    #[test]
    fn a_sheet_cannot_have_more_columns_than_excel_has() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut book = Xlsx::create(&folder.path().join("book.xlsx"), Header::Shown).expect("the folder is there");
        let error = book.table("document", &vec![Column::text("a", ""); MOST_COLUMNS + 1]).expect_err("too many");
        assert_eq!(error.to_string(), "a sheet has at most 16384 columns, not 16385");
    }
}
