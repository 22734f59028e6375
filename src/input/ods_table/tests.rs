//! Spreadsheets of several programs, and made ones.

use std::io::Write as _;

use super::super::table::all_lines;
use super::*;

fn read_bytes(bytes: &[u8], sheet: Option<&str>) -> Result<(String, Vec<String>), Fault> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    let options = InputOptions { sheet: sheet.map(str::to_owned), ..InputOptions::default() };
    let mut table = open(file, &options)?;
    Ok((all_lines(table.as_mut())?, table.take_warnings()))
}

/// A spreadsheet as one XML file with these sheets.
fn flat(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"o\"><office:automatic-styles>\
         <style:style style:name=\"h\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document>"
    )
}

#[track_caller]
fn check(sheets: &str, expected: &str) {
    assert_eq!(read_bytes(flat(sheets).as_bytes(), None).map(|(lines, _)| lines), Ok(expected.to_owned()));
}

const LIBREOFFICE: &[u8] = include_bytes!("../../../tests/samples/libreoffice.ods");
const ODFPY: &[u8] = include_bytes!("../../../tests/samples/odfpy.ods");

#[test]
fn values_keep_their_types() {
    let expected = "{\"id\":1,\"text\":\"one, \\\"two\\\"\\nthree\",\"n\":0.1,\"is\":true,\"d\":\"2024-02-29\",\"t\":\"2024-02-29T12:34:56\"}\n\
                    {\"id\":2,\"text\":\"=1+1\",\"n\":-5,\"is\":false,\"d\":\"1999-12-31\",\"t\":null}\n\
                    {\"id\":3,\"text\":null,\"n\":123456789012,\"is\":null,\"d\":null,\"t\":\"1900-03-01T00:00:01\"}\n";
    assert_eq!(read_bytes(LIBREOFFICE, None).unwrap(), (expected.to_owned(), Vec::new()));
    let (lines, _) = read_bytes(ODFPY, None).unwrap();
    assert_eq!(
        lines,
        "{\"a\":\"x & y\",\"b\":true,\"c\":\"12:30:05\"}\n{\"a\":\"x & y\",\"b\":null,\"c\":\"PT30H00M00S\"}\n"
    );
}

const HEAD: &str = "<table:table table:name=\"s\"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
                    <table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>";

#[test]
fn texts_are_those_of_paragraphs_without_notes_and_drawings() {
    let cell = |inside: &str| {
        format!(
            "{HEAD}\n<table:table-row>\n<table:table-cell office:value-type=\"string\">{inside}</table:table-cell></table:table-row></table:table>"
        )
    };
    for (inside, expected) in [
        ("<text:p> one\n  two </text:p>\n <text:p><text:span>th</text:span>ree</text:p>", "one two\\nthree"),
        ("<text:p>a<text:s text:c=\"3\"/>b<text:tab/>c<text:line-break/>d</text:p>", "a   b\\tc\\nd"),
        ("<office:annotation><text:p>note</text:p></office:annotation><text:p>&lt;x&#xe9;&amp;</text:p>", "<xé&"),
        ("<draw:frame><text:p>drawn</text:p></draw:frame><text:p><![CDATA[<y>]]></text:p>", "<y>"),
        ("<text:p>a <text:a>link</text:a> b</text:p>", "a link b"),
    ] {
        check(&cell(inside), &format!("{{\"a\":\"{expected}\",\"b\":null}}\n"));
    }
}

#[test]
fn what_is_repeated_is_there_as_often_and_nothing_costs_nothing() {
    let sheet = format!(
        "{HEAD}<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
         </table:table-row><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" \
         office:value=\"7\" table:number-columns-repeated=\"2\"/></table:table-row></table:table>"
    );
    check(&sheet, "{\"a\":7,\"b\":7}\n{\"a\":7,\"b\":7}\n");
    let bomb = format!(
        "{HEAD}<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\" \
         office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table>"
    );
    assert!(matches!(read_bytes(flat(&bomb).as_bytes(), None), Err(Fault::Malformed(_))));
}

#[test]
fn hidden_sheets_come_last_and_others_are_named() {
    let sheet = |name: &str, style: &str| {
        HEAD.replace("\"s\"", &format!("\"{name}\" table:style-name=\"{style}\"")) + "</table:table>"
    };
    let sheets = flat(&(sheet("x", "h") + &sheet("y", "v") + &sheet("z", "v")));
    let (_, warnings) = read_bytes(sheets.as_bytes(), None).unwrap();
    assert_eq!(warnings[..1], ["only the sheet \"y\" is read, not \"x\", \"z\"; --sheet names another one"]);
}

#[test]
fn errors_are_counted() {
    let sheet = format!(
        "{HEAD}<table:table-row><table:table-cell office:value-type=\"string\" office:string-value=\"\" \
         calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell></table:table-row></table:table>"
    );
    let (lines, warnings) = read_bytes(flat(&sheet).as_bytes(), None).unwrap();
    assert_eq!(
        (&*lines, &*warnings),
        ("{\"a\":null,\"b\":null}\n", &["1 cell that holds an error is null".to_owned()][..])
    );
}

#[test]
fn what_is_damaged_is_refused_or_read() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let sheets = flat(&format!(
        "{HEAD}<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    ));
    for bytes in [LIBREOFFICE, sheets.as_bytes()] {
        for part in 0..20 {
            assert!(read_bytes(&bytes[..bytes.len() * part / 20], None).is_err(), "{part}/20");
        }
        let mut damaged = bytes.to_vec();
        for at in (0..bytes.len()).step_by(41) {
            damaged[at] ^= 1 << (at % 8);
            // It may be a value like any other.
            _ = read_bytes(&damaged, None);
            damaged[at] = bytes[at];
        }
    }
    std::panic::set_hook(hook);
    let deep = flat(&"<a>".repeat(300));
    assert!(matches!(read_bytes(deep.as_bytes(), None), Err(Fault::TooDeep { .. })));
}

#[test]
fn a_password_is_named() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default();
    archive.start_file("META-INF/manifest.xml", stored).unwrap();
    archive
        .write_all(b"<m:manifest><m:file-entry><m:encryption-data m:checksum=\"x\"/></m:file-entry></m:manifest>")
        .unwrap();
    archive.start_file("content.xml", stored).unwrap();
    archive.write_all(b"\x01\x02").unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    assert_eq!(read_bytes(&bytes, None).unwrap_err(), PASSWORD);
}
