//! The cells of a sheet as records: the first row that has any names the columns, each further row is an object.
//!
//! Cells come in the order of rows. Nothing is made of rows and columns that are empty, wherever the others are, so memory and
//! time are those of the cells that there are.

use std::collections::HashMap;
use std::sync::Arc;

use super::iso_time::{self, Ticks};
use super::reader::Fault;
use super::row_spool::RowSpool;
use super::table::{DistinctNames, Oddity, TablePieces, Tally, end_row};
use crate::text::push_json_string;

/// As many columns as a sheet has in any program.
const MOST_COLUMNS: u32 = 1 << 14;

/// Columns from this one on are left out of rows that have nothing there, instead of being null.
const MOST_NULLS: usize = 256;

/// Days from 1899-12-30, which spreadsheets count from, to 1970-01-01.
const EPOCH_DAYS: i64 = 25_569;

/// Days from 1899-12-30 to 1904-01-01, which some workbooks count from.
const DAYS_TO_1904: i64 = 1_462;

const DAY_MILLIS: i64 = 86_400_000;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CellValue<'c> {
    /// Text.
    Text(&'c str),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A moment as days since the epoch of the workbook.
    Moment { days: f64, is_from_1904: bool },
    /// A length of time in days.
    Duration(f64),
    /// An error.
    Error,
    /// A formula whose result is not there.
    Uncomputed,
}

/// The records of a sheet whose cells are coming.
pub(super) struct SheetRows {
    names: DistinctNames,
    /// The index of the name of each column that has one.
    places: HashMap<u32, usize>,
    /// The row at hand, and its cells as JSON.
    row: Option<u32>,
    cells: Vec<(u32, Vec<u8>)>,
    has_header: bool,
    spool: RowSpool,
    tally: Arc<Tally>,
    max_row_bytes: u64,
}

impl SheetRows {
    /// An empty sheet; a row as text has `max_row_bytes` at most.
    pub(super) fn new(max_row_bytes: u64) -> Self {
        Self {
            names: DistinctNames::default(),
            places: HashMap::new(),
            row: None,
            cells: Vec::new(),
            has_header: false,
            spool: RowSpool::new(),
            tally: Tally::shared(),
            max_row_bytes,
        }
    }

    /// Takes the next cell that is not empty.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] if it lies in no sheet or in a row before the last one.
    pub(super) fn cell(&mut self, row: u32, column: u32, value: CellValue<'_>) -> Result<(), Fault> {
        if column >= MOST_COLUMNS {
            return Err(Fault::Malformed(format!(
                "it has a cell in column {}, more than any sheet",
                u64::from(column) + 1
            )));
        }
        if self.row != Some(row) {
            if self.row.is_some_and(|last| last > row) {
                return Err(Fault::Malformed(format!("its row {} comes behind a later one", u64::from(row) + 1)));
            }
            self.end_row()?;
            self.row = Some(row);
        }
        let mut json = Vec::new();
        push_value(value, &self.tally, &mut json);
        self.cells.push((column, json));
        Ok(())
    }

    /// The table of all rows; `None` if there was no cell.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] if rows cannot be set aside.
    pub(super) fn into_table(mut self, mut warnings: Vec<String>) -> Result<Option<Box<dyn TablePieces>>, Fault> {
        self.end_row()?;
        if !self.has_header {
            return Ok(None);
        }
        if self.spool.is_empty() {
            warnings.push("its first row names the columns, and no row follows".to_owned());
        }
        self.spool.into_table(self.names.all, self.tally, warnings).map(Some)
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let mut cells = std::mem::take(&mut self.cells);
        // Mostly they are in order; of two for one place the last stays.
        cells.sort_by_key(|(column, _)| *column);
        if self.has_header {
            self.add_row(&cells)
        } else {
            self.has_header = true;
            self.add_header(cells);
            Ok(())
        }
    }

    fn add_header(&mut self, cells: Vec<(u32, Vec<u8>)>) {
        for (column, json) in cells {
            let name = match serde_json::from_slice(&json) {
                Ok(serde_json::Value::String(text)) => text.trim().to_owned(),
                Ok(serde_json::Value::Null) | Err(_) => String::new(),
                Ok(other) => other.to_string(),
            };
            if !name.is_empty() && !self.places.contains_key(&column) {
                let idx = self.names.add(name, column as usize + 1);
                self.places.insert(column, idx);
            }
        }
    }

    fn add_row(&mut self, cells: &[(u32, Vec<u8>)]) -> Result<(), Fault> {
        let mut values: Vec<(usize, &[u8])> = Vec::with_capacity(cells.len().max(self.names.all.len().min(MOST_NULLS)));
        for (column, json) in cells {
            let names = &mut self.names;
            let new_name = || names.add(String::new(), *column as usize + 1);
            let place = *self.places.entry(*column).or_insert_with(new_name);
            values.push((place, json));
        }
        values.sort_by_key(|(place, _)| *place);
        let (names, max_row_bytes) = (&self.names.all, self.max_row_bytes);
        self.spool.row(|out| {
            let start = out.len();
            out.push(b'{');
            let mut values = values.iter().peekable();
            for (place, name) in names.iter().enumerate() {
                let mut value: Option<&[u8]> = None;
                while let Some((_, json)) = values.next_if(|(at, _)| *at == place) {
                    value = Some(json);
                }
                if value.is_none() && place >= MOST_NULLS {
                    continue;
                }
                if out.len() > start + 1 {
                    out.push(b',');
                }
                push_json_string(name, out);
                out.push(b':');
                out.extend_from_slice(value.unwrap_or(b"null"));
            }
            end_row(out, start, max_row_bytes);
        })
    }
}

fn push_value(value: CellValue<'_>, tally: &Tally, out: &mut Vec<u8>) {
    match value {
        CellValue::Text(text) => push_json_string(text, out),
        CellValue::Number(number) => push_number(number, tally, out),
        CellValue::Boolean(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
        CellValue::Moment { days, is_from_1904 } => push_moment(days, is_from_1904, tally, out),
        CellValue::Duration(days) => push_duration(days, tally, out),
        CellValue::Error => push_odd(Oddity::CellError, tally, out),
        CellValue::Uncomputed => push_odd(Oddity::Uncomputed, tally, out),
    }
}

fn push_odd(oddity: Oddity, tally: &Tally, out: &mut Vec<u8>) {
    tally.add(oddity);
    out.extend_from_slice(b"null");
}

/// Spreadsheets know only reals, so a whole one is written as what it was meant as.
fn push_number(number: f64, tally: &Tally, out: &mut Vec<u8>) {
    const MOST_EXACT: f64 = (1_i64 << 53) as f64;
    if !number.is_finite() {
        push_odd(Oddity::NotFinite, tally, out);
    } else if number.trunc() == number && number.abs() <= MOST_EXACT {
        // Writing numbers to a vector cannot fail, here and below.
        _ = serde_json::to_writer(out, &(number as i64));
    } else {
        _ = serde_json::to_writer(out, &number);
    }
}

/// A date without a time, a time without a date, or both.
fn push_moment(days: f64, is_from_1904: bool, tally: &Tally, out: &mut Vec<u8>) {
    let millis = (days * DAY_MILLIS as f64).round();
    // Far beyond the year 9999, where spreadsheets end.
    if millis.is_nan() || millis.abs() > 4e14 {
        return push_odd(Oddity::Unknown, tally, out);
    }
    let millis = millis as i64;
    out.push(b'"');
    if (0..DAY_MILLIS).contains(&millis) && (!is_from_1904 || millis > 0) {
        iso_time::push_time(millis, Ticks::Millis, out);
    } else {
        let (day, part) = (millis.div_euclid(DAY_MILLIS), millis.rem_euclid(DAY_MILLIS));
        // For spreadsheets 1900 was a leap year, so the days before its February ended count one less.
        let day = match (is_from_1904, day) {
            (true, _) => day + DAYS_TO_1904,
            (false, 1..=59) => day + 1,
            (false, _) => day,
        };
        let day = day - EPOCH_DAYS;
        if part == 0 {
            iso_time::push_date(day, out);
        } else {
            iso_time::push_moment(day * DAY_MILLIS + part, Ticks::Millis, out);
        }
    }
    out.push(b'"');
}

fn push_duration(days: f64, tally: &Tally, out: &mut Vec<u8>) {
    let millis = (days * DAY_MILLIS as f64).round();
    if millis.is_nan() || millis.abs() > 9e15 {
        return push_odd(Oddity::Unknown, tally, out);
    }
    out.push(b'"');
    iso_time::push_seconds(millis as i64, Ticks::Millis, out);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::super::table::all_lines;
    use super::*;

    fn rows(cells: &[(u32, u32, CellValue<'_>)]) -> (String, Vec<String>) {
        let mut rows = SheetRows::new(1 << 20);
        for &(row, column, value) in cells {
            rows.cell(row, column, value).unwrap();
        }
        let mut table = rows.into_table(Vec::new()).unwrap().unwrap();
        (all_lines(table.as_mut()).unwrap(), table.names().to_vec())
    }

    #[test]
    fn the_first_row_names_and_the_others_are_records() {
        use CellValue::{Boolean, Number, Text};
        let (lines, names) = rows(&[
            (2, 1, Text(" id ")),
            (2, 2, Text("n")),
            (2, 3, Text("n")),
            (2, 5, Number(2020.0)),
            (3, 1, Text("a\"b")),
            (3, 2, Number(3.0)),
            (9, 0, Boolean(true)),
            (9, 5, Number(0.1)),
        ]);
        assert_eq!(names, ["id", "n", "n_2", "2020", "column 1"]);
        let expected = "{\"id\":\"a\\\"b\",\"n\":3,\"n_2\":null,\"2020\":null}\n\
                        {\"id\":null,\"n\":null,\"n_2\":null,\"2020\":0.1,\"column 1\":true}\n";
        assert_eq!(lines, expected);
    }

    #[test]
    fn moments_are_dates_times_or_both() {
        let tally = Tally::default();
        for (days, is_from_1904, expected) in [
            (45_943.541, false, "2025-10-13T12:59:02.400"),
            (45_943.0, false, "2025-10-13"),
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (0.5, false, "12:00:00"),
            (44_481.5, true, "2025-10-13T12:00:00"),
            (0.0, true, "1904-01-01"),
            (2_958_465.0, false, "9999-12-31"),
        ] {
            let mut out = Vec::new();
            push_moment(days, is_from_1904, &tally, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), format!("\"{expected}\""));
        }
        let mut out = Vec::new();
        push_moment(f64::NAN, false, &tally, &mut out);
        push_moment(1e300, false, &tally, &mut out);
        push_duration(f64::INFINITY, &tally, &mut out);
        push_duration(1.5, &tally, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "nullnullnull\"PT129600S\"");
    }

    #[test]
    fn errors_are_null_and_counted() {
        let mut rows = SheetRows::new(1 << 20);
        rows.cell(0, 0, CellValue::Text("a")).unwrap();
        rows.cell(1, 0, CellValue::Error).unwrap();
        rows.cell(2, 0, CellValue::Uncomputed).unwrap();
        let mut table = rows.into_table(Vec::new()).unwrap().unwrap();
        assert_eq!(all_lines(table.as_mut()).unwrap(), "{\"a\":null}\n{\"a\":null}\n");
        assert_eq!(table.take_warnings().len(), 2);
    }

    #[test]
    fn a_sheet_of_one_row_has_names_alone_and_says_so() {
        let mut rows = SheetRows::new(1 << 20);
        rows.cell(0, 0, CellValue::Text("a")).unwrap();
        let mut table = rows.into_table(Vec::new()).unwrap().unwrap();
        assert_eq!((&*all_lines(table.as_mut()).unwrap(), table.take_warnings().len()), ("", 1));
    }

    #[test]
    fn cells_out_of_place_are_refused() {
        let mut rows = SheetRows::new(1 << 20);
        rows.cell(5, 0, CellValue::Number(1.0)).unwrap();
        assert!(rows.cell(4, 0, CellValue::Number(1.0)).is_err());
        assert!(rows.cell(5, MOST_COLUMNS, CellValue::Number(1.0)).is_err());
    }

    #[test]
    fn a_wide_sheet_with_hardly_a_cell_is_short() {
        let header = (0..MOST_COLUMNS).map(|column| (0, column, CellValue::Text("x")));
        let cells: Vec<_> = header.chain((1..2_000).map(|row| (row, 9_000, CellValue::Number(1.0)))).collect();
        let (lines, _) = rows(&cells);
        assert!(lines.len() < 2_000 * 256 * 20, "{}", lines.len());
        assert!(lines.ends_with(",\"x_9001\":1}\n"));
    }
}
