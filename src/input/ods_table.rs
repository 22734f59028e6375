//! OpenDocument spreadsheets, packed (`ods`) or as one XML file (`fods`).

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use super::compound_file::PASSWORD;
use super::ods_cells::{Met, TakeMet, walk};
use super::options::InputOptions;
use super::reader::Fault;
use super::sheet_choice::{SheetChoice, choose};
use super::sheet_rows::SheetRows;
use super::table::TablePieces;
use super::workbook::{Limits, check_part};
use super::zip_file::{self, Content, MemberFault, ZipEntry, ZipFile};

/// So many cells may come from repeating others, but for empty ones.
const MOST_REPEATED: u64 = 1 << 24;

/// The rows of a sheet of an OpenDocument spreadsheet.
///
/// # Errors
///
/// A fault if it is none, damaged, protected by a password, or has no such sheet.
pub(super) fn open(mut file: File, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    let mut magic = Vec::new();
    file.by_ref().take(zip_file::MAGIC.len() as u64).read_to_end(&mut magic)?;
    file.seek(SeekFrom::Start(0))?;
    if magic == zip_file::MAGIC {
        let archive = ZipFile::open(&file)?;
        check_manifest(&archive, options)?;
        check_content(&mut content(&archive)?, options)?;
        read(options, &mut |take| walk(BufReader::new(content(&archive)?), take))
    } else {
        check_content(&mut file, options)?;
        read(options, &mut |take| {
            file.seek(SeekFrom::Start(0))?;
            walk(BufReader::new(&file), take)
        })
    }
}

/// Goes through the spreadsheet from its beginning.
type WalkAgain<'w> = &'w mut dyn FnMut(TakeMet<'_>) -> Result<(), Fault>;

fn read(options: &InputOptions, walk_again: WalkAgain<'_>) -> Result<Box<dyn TablePieces>, Fault> {
    let mut choices: Vec<SheetChoice> = Vec::new();
    walk_again(&mut |met| {
        match met {
            Met::Sheet { name, is_visible } => {
                choices.push(SheetChoice { name: name.to_owned(), is_visible, has_cells: false });
            }
            Met::Rows { .. } => {
                if let Some(sheet) = choices.last_mut() {
                    sheet.has_cells = true;
                }
            }
        }
        Ok(true)
    })?;
    let (chosen, warnings) = choose(&choices, options.sheet.as_deref(), "sheet")?;
    let chosen_idx = choices.iter().position(|choice| std::ptr::eq(choice, chosen));
    let mut rows = SheetRows::new(options.max_document_bytes);
    let (mut n_sheets, mut n_repeated) = (0_usize, 0_u64);
    walk_again(&mut |met| match met {
        Met::Sheet { .. } => {
            n_sheets += 1;
            Ok(n_sheets.checked_sub(2) != chosen_idx)
        }
        Met::Rows { first, n_rows, cells } if n_sheets.checked_sub(1) == chosen_idx => {
            let n_cells: u64 = cells.iter().map(|cell| u64::from(cell.n_columns)).sum();
            n_repeated += (n_cells * u64::from(n_rows)).saturating_sub(cells.len() as u64);
            if n_repeated > MOST_REPEATED {
                return Err(Fault::Malformed(format!("it repeats cells more than {MOST_REPEATED} times")));
            }
            for row in first..first.saturating_add(n_rows) {
                for cell in cells {
                    for column in cell.column..cell.column.saturating_add(cell.n_columns) {
                        rows.cell(row, column, cell.value())?;
                    }
                }
            }
            Ok(true)
        }
        Met::Rows { .. } => Ok(true),
    })?;
    rows.into_table(warnings)?.ok_or(Fault::NoText("has a sheet without a single cell; name another one with --sheet"))
}

/// The part of an archive that holds its sheets.
fn content<'a>(archive: &ZipFile<&'a File>) -> Result<Box<dyn Read + Send + 'a>, Fault> {
    match part(archive, "content.xml") {
        None => Err(Fault::Malformed("it is a zip archive without a spreadsheet in it".to_owned())),
        Some(ZipEntry { content: Content::Encrypted, .. }) => Err(PASSWORD),
        Some(entry) => archive.open_member(entry).map_err(|fault| damaged(&fault)),
    }
}

fn part<'a>(archive: &'a ZipFile<&File>, name: &str) -> Option<&'a ZipEntry> {
    archive.entries().iter().find(|entry| entry.name == name)
}

/// Refuses an archive whose parts are encrypted, as its list of parts says.
fn check_manifest(archive: &ZipFile<&File>, options: &InputOptions) -> Result<(), Fault> {
    let manifest = part(archive, "META-INF/manifest.xml").and_then(|entry| archive.open_member(entry).ok());
    let Some(manifest) = manifest else { return Ok(()) };
    let limit_bytes = options.max_document_bytes;
    let mut reader = BufReader::new(manifest.take(limit_bytes));
    // The word may lie on the border of two readings only if it is looked for in parts, so it is looked for in elements.
    let mut element = Vec::new();
    loop {
        element.clear();
        let n_read = reader.read_until(b'>', &mut element)?;
        if n_read == 0 {
            return Ok(());
        }
        if memchr::memmem::find(&element, b":encryption-data").is_some() {
            return Err(PASSWORD);
        }
    }
}

/// Holds what the XML unpacks to against what one run of it may have.
fn check_content(content: &mut impl Read, options: &InputOptions) -> Result<(), Fault> {
    let limit_bytes = options.max_document_bytes;
    let limits = Limits { part: u64::MAX, run: limit_bytes };
    check_part(content, limits).map_err(|fault| fault.unwrap_or(Fault::TooLong { limit_bytes }))
}

fn damaged(fault: &MemberFault) -> Fault {
    Fault::Malformed(format!("it cannot be read as a spreadsheet: {fault}"))
}

#[cfg(test)]
mod tests;
