//! Workbooks of several programs.

use std::io::Write as _;

use super::super::table::all_lines;
use super::*;

fn read(bytes: &[u8], sheet: Option<&str>) -> Result<(String, Vec<String>), Fault> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    let options = InputOptions { sheet: sheet.map(str::to_owned), ..InputOptions::default() };
    let mut table = open(file, &options)?;
    Ok((all_lines(table.as_mut())?, table.take_warnings()))
}

const OPENPYXL: &[u8] = include_bytes!("../../../tests/samples/openpyxl.xlsx");
const XLSXWRITER: &[u8] = include_bytes!("../../../tests/samples/xlsxwriter.xlsx");
const LIBREOFFICE: &[u8] = include_bytes!("../../../tests/samples/libreoffice.xlsx");
const OLD: &[u8] = include_bytes!("../../../tests/samples/libreoffice.xls");

const EXPECTED: &str = "{\"id\":1,\"text\":\"one, \\\"two\\\"\\nthree\",\"n\":0.1,\"is\":true,\"d\":\"2024-02-29\",\"t\":\"2024-02-29T12:34:56\"}\n\
                        {\"id\":2,\"text\":\"=1+1\",\"n\":-5,\"is\":false,\"d\":\"1999-12-31\",\"t\":null}\n\
                        {\"id\":3,\"text\":null,\"n\":123456789012,\"is\":null,\"d\":null,\"t\":\"1900-03-01T00:00:01\"}\n";

#[test]
fn values_keep_their_types_whichever_program_wrote_them() {
    for (bytes, sheet) in [(OPENPYXL, None), (XLSXWRITER, None), (LIBREOFFICE, Some("data")), (OLD, Some("data"))] {
        let (lines, warnings) = read(bytes, sheet).unwrap();
        assert_eq!(lines, EXPECTED);
        assert_eq!(warnings, Vec::<String>::new());
    }
}

#[test]
fn errors_and_formulas_without_results_are_counted_and_other_sheets_are_named() {
    let (lines, warnings) = read(include_bytes!("../../../tests/samples/formulas.xlsx"), None).unwrap();
    assert_eq!(lines, "{\"a\":1,\"b\":null}\n{\"a\":null,\"b\":\"x\"}\n");
    let expected = [
        "only the sheet \"first\" is read, not \"second\"; --sheet names another one",
        "1 cell that holds an error is null",
        "1 cell that holds a formula without its result is null; open and save the file with a spreadsheet program",
    ];
    assert_eq!(warnings, expected);
    let second = read(include_bytes!("../../../tests/samples/formulas.xlsx"), Some("3")).unwrap();
    assert_eq!(second, ("{\"x\":\"y\"}\n".to_owned(), Vec::new()));
}

#[test]
fn two_cells_in_opposite_corners_are_two_cells() {
    let (lines, _) = read(include_bytes!("../../../tests/samples/corners.xlsx"), None).unwrap();
    assert_eq!(lines, "{\"a\":null,\"column 16384\":7}\n");
}

#[test]
fn a_password_is_named() {
    let fault = read(include_bytes!("../../../tests/samples/password.xlsx"), None).unwrap_err();
    assert_eq!(fault, PASSWORD);
}

#[test]
fn what_is_cut_anywhere_is_refused_unless_all_rows_are_there() {
    for bytes in [OPENPYXL, LIBREOFFICE, OLD] {
        for part in 0..20 {
            let cut = &bytes[..bytes.len() * part / 20];
            // The last sectors of the old format may hold other things than rows.
            assert!(read(cut, None).map_or(true, |(lines, _)| bytes == OLD && lines == EXPECTED), "{part}/20");
        }
    }
}

#[test]
fn what_has_any_bit_turned_is_read_or_refused() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for bytes in [OPENPYXL, OLD] {
        let mut damaged = bytes.to_vec();
        for at in (0..bytes.len()).step_by(17) {
            damaged[at] ^= 1 << (at % 8);
            // It may be a value like any other.
            _ = read(&damaged, None);
            damaged[at] = bytes[at];
        }
    }
    std::panic::set_hook(hook);
}

#[test]
fn a_part_that_unpacks_to_too_much_is_refused() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(XLSXWRITER).unwrap();
    file.rewind().unwrap();
    let options = InputOptions { max_document_bytes: 100, ..InputOptions::default() };
    assert!(matches!(open(file, &options).err(), Some(Fault::TooLong { .. })));
}
