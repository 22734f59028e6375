//! Workbooks of spreadsheet programs: xlsx, xlsm, xlsb and xls.
//!
//! Cells are taken one by one wherever the format allows it, since a sheet with a cell in each corner would be billions of
//! empty ones. What the parts of a workbook unpack to is counted before they are read.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx};

use super::compound_file::{self, PASSWORD};
use super::options::InputOptions;
use super::reader::Fault;
use super::sheet_choice::{SheetChoice, choose};
use super::sheet_rows::{CellValue, SheetRows};
use super::table::{TablePieces, most_held_bytes};
use super::zip_file::{self, Content, ZipFile};
use crate::panics::{self, Panicked};

type Source = BufReader<File>;

/// The rows of a sheet of a workbook in xlsx, xlsm, xlsb or xls.
///
/// # Errors
///
/// A fault if it is none, damaged, protected by a password, or has no such sheet.
pub(super) fn open(mut file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let mut magic = [0; 8];
    let mut n_read = 0;
    while let Some(room) = magic.get_mut(n_read..).filter(|room| !room.is_empty()) {
        match file.read(room)? {
            0 => break,
            n => n_read += n,
        }
    }
    file.seek(SeekFrom::Start(0))?;
    if magic.starts_with(zip_file::MAGIC) {
        open_zipped(file, options)
    } else if magic == *compound_file::MAGIC {
        open_compound(file, options)
    } else {
        Err(Fault::Malformed("it is no workbook in xlsx, xlsb or xls".to_owned()))
    }
}

fn open_zipped(mut file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let is_binary = check_parts(&file, options.max_document_bytes)?;
    file.seek(SeekFrom::Start(0))?;
    let source = BufReader::new(file);
    if is_binary {
        let workbook = guarded(|| Xlsb::new(source))?;
        read(Binary(workbook), options)
    } else {
        let workbook = guarded(|| Xlsx::new(source))?;
        read(Zipped(workbook), options)
    }
}

fn open_compound(mut file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let mut bytes = Vec::new();
    let most = options.max_document_bytes.saturating_add(1);
    file.by_ref().take(most).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == most {
        return Err(Fault::TooLong { limit_bytes: options.max_document_bytes });
    }
    if compound_file::has_password(&bytes) {
        return Err(PASSWORD);
    }
    drop(bytes);
    let workbook = guarded(|| match Xls::new(BufReader::new(file)) {
        Err(XlsError::Password) => Ok(None),
        read => read.map(Some),
    })?;
    read(Old(workbook.ok_or(PASSWORD)?), options)
}

/// A workbook of any kind.
trait Workbook {
    fn sheets(&self) -> &[Sheet];

    /// Hands the cells of a sheet that are not empty to `take`, in order of rows, until it says that it has enough.
    fn cells(&mut self, sheet: &str, take: TakeCell<'_>) -> Result<(), Fault>;
}

/// Takes a cell with its row and column; `false` if no more are wanted.
type TakeCell<'t> = &'t mut dyn FnMut(u32, u32, CellValue<'_>) -> Result<bool, Fault>;

fn read(mut workbook: impl Workbook, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let sheets: Vec<_> = workbook.sheets().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    let mut choices = Vec::with_capacity(sheets.len());
    for Sheet { name, visible, .. } in sheets {
        let mut has_cells = false;
        workbook.cells(&name, &mut |_, _, _| {
            has_cells = true;
            Ok(false)
        })?;
        choices.push(SheetChoice { name, is_visible: visible == SheetVisible::Visible, has_cells });
    }
    let (chosen, warnings) = choose(&choices, options.sheet.as_deref(), "sheet")?;
    let mut rows = SheetRows::new(options.max_document_bytes);
    workbook.cells(&chosen.name, &mut |row, column, value| rows.cell(row, column, value).map(|()| true))?;
    rows.into_table(warnings)?.ok_or(Fault::NoText("has a sheet without a single cell; name another one with --sheet"))
}

struct Zipped(Xlsx<Source>);

impl Workbook for Zipped {
    fn sheets(&self) -> &[Sheet] {
        self.0.sheets_metadata()
    }

    fn cells(&mut self, sheet: &str, take: TakeCell<'_>) -> Result<(), Fault> {
        let is_from_1904 = self.0.has_1904_epoch();
        let mut cells = guarded(|| self.0.worksheet_cells_reader(sheet))?;
        while let Some(cell) = guarded(|| cells.next_cell_with_formula_metadata())? {
            let value = match value_of(&cell.value, is_from_1904) {
                None if cell.formula.is_some() => CellValue::Uncomputed,
                None => continue,
                Some(value) => value,
            };
            if !take(cell.pos.0, cell.pos.1, value)? {
                break;
            }
        }
        Ok(())
    }
}

struct Binary(Xlsb<Source>);

impl Workbook for Binary {
    fn sheets(&self) -> &[Sheet] {
        self.0.sheets_metadata()
    }

    fn cells(&mut self, sheet: &str, take: TakeCell<'_>) -> Result<(), Fault> {
        let is_from_1904 = self.0.has_1904_epoch();
        let mut cells = guarded(|| self.0.worksheet_cells_reader(sheet))?;
        while let Some(cell) = guarded(|| cells.next_cell())? {
            let (row, column) = cell.get_position();
            if let Some(value) = value_of(cell.get_value(), is_from_1904)
                && !take(row, column, value)?
            {
                break;
            }
        }
        Ok(())
    }
}

struct Old(Xls<Source>);

impl Workbook for Old {
    fn sheets(&self) -> &[Sheet] {
        self.0.sheets_metadata()
    }

    fn cells(&mut self, sheet: &str, take: TakeCell<'_>) -> Result<(), Fault> {
        let is_from_1904 = self.0.has_1904_epoch();
        let range = guarded(|| self.0.worksheet_range(sheet))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            // A sheet of this format has no more than 65,536 rows.
            let place = (first_row + row as u32, first_column + column as u32);
            if let Some(value) = old_value_of(cell, is_from_1904)
                && !take(place.0, place.1, value)?
            {
                break;
            }
        }
        Ok(())
    }
}

fn value_of<'c>(value: &'c DataRef<'_>, is_from_1904: bool) -> Option<CellValue<'c>> {
    Some(match value {
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(number) => CellValue::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => CellValue::Text(text),
        DataRef::SharedString(text) => CellValue::Text(text),
        DataRef::Bool(value) => CellValue::Boolean(*value),
        DataRef::DateTime(moment) => moment_of(moment, is_from_1904),
        DataRef::Error(_) => CellValue::Error,
        DataRef::Empty => return None,
    })
}

fn old_value_of(value: &Data, is_from_1904: bool) -> Option<CellValue<'_>> {
    Some(match value {
        Data::Int(number) => CellValue::Number(*number as f64),
        Data::Float(number) => CellValue::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => CellValue::Text(text),
        Data::Bool(value) => CellValue::Boolean(*value),
        Data::DateTime(moment) => moment_of(moment, is_from_1904),
        Data::Error(_) => CellValue::Error,
        _ => return None,
    })
}

fn moment_of(moment: &ExcelDateTime, is_from_1904: bool) -> CellValue<'static> {
    let days = moment.as_f64();
    if moment.is_duration() { CellValue::Duration(days) } else { CellValue::Moment { days, is_from_1904 } }
}

/// Counts what the parts of a workbook unpack to; returns whether they are in the binary format.
fn check_parts(file: &File, max_document_bytes: u64) -> Result<bool, Fault> {
    let archive = ZipFile::open(file)?;
    let parts = archive.entries();
    let is_binary = parts.iter().any(|part| part.name.eq_ignore_ascii_case("xl/workbook.bin"));
    if !is_binary && !parts.iter().any(|part| is_workbook(&part.name)) {
        return Err(Fault::Malformed("it is a zip archive without a workbook in it".to_owned()));
    }
    // Texts and styles are in memory whole.
    let most = most_held_bytes(max_document_bytes);
    for part in parts.iter().filter(|part| is_part(&part.name)) {
        if part.content == Content::Encrypted {
            return Err(PASSWORD);
        }
        let is_sheet = part.name.to_ascii_lowercase().contains("worksheets/");
        let limits = Limits { part: if is_sheet { u64::MAX } else { most }, run: max_document_bytes };
        let mut bytes = archive.open_member(part).map_err(|fault| damaged(&fault.to_string()))?;
        check_part(&mut bytes, limits).map_err(|fault| fault.unwrap_or(Fault::TooLong { limit_bytes: most }))?;
    }
    Ok(is_binary)
}

fn is_workbook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("workbook.xml") || name == "xl/workbook2.xml" || name.starts_with("xl/worksheets/")
}

fn is_part(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".rels", ".bin"].iter().any(|suffix| name.ends_with(suffix))
}

/// How long a part may be, and a run of it without the beginning of an element, which is in memory whole.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) part: u64,
    pub(super) run: u64,
}

/// Unpacks a part to nowhere. `None` stands for one that is too long.
pub(super) fn check_part(part: &mut impl Read, limits: Limits) -> Result<(), Option<Fault>> {
    let mut buffer = vec![0; 64 << 10];
    let (mut n_bytes, mut run) = (0_u64, 0_u64);
    loop {
        let n_read = part.read(&mut buffer).map_err(|error| Some(damaged(&error.to_string())))?;
        let Some(bytes) = buffer.get(..n_read).filter(|bytes| !bytes.is_empty()) else { return Ok(()) };
        n_bytes += n_read as u64;
        // One that is not as long as the limit cannot be longer than it in the middle.
        run = match memchr::memrchr(b'<', bytes) {
            Some(at) => (n_read - at) as u64,
            None => run + n_read as u64,
        };
        if n_bytes > limits.part || run > limits.run {
            return Err(None);
        }
    }
}

/// Does something with the crate; a panic of it is damage.
fn guarded<T, E: std::fmt::Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    match panics::caught(work) {
        Ok(done) => done.map_err(|error| damaged(&error.to_string())),
        Err(Panicked) => Err(damaged("its parts are not what they say")),
    }
}

fn damaged(what: &str) -> Fault {
    Fault::Malformed(format!("it cannot be read as a workbook: {what}"))
}

#[cfg(test)]
mod tests;
