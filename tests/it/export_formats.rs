//! Formats for other programs: what Excel takes, workbooks, databases, pages, Parquet, and tables in parts.

use crate::harness::{Workdir, assert_no_leftovers, done, failed};

const TWO_TEXTS: &[(&str, &str)] = &[("a.txt", "=1+1"), ("b.txt", "é")];

#[test]
fn csv_for_excel_has_a_mark_and_crlf_and_is_guarded_by_every_verb() {
    let workdir = Workdir::with(TWO_TEXTS);
    let ended = workdir.run("export a.txt b.txt --columns id,text -o out.csv --excel");
    assert_eq!(ended.status, 0);
    assert!(ended.stderr.contains("guarded 1 cell"), "{}", ended.stderr);
    assert_eq!(workdir.read("out.csv"), "\u{feff}\"id\",text\r\na.txt,'=1+1\r\nb.txt,é\r\n");
    assert_eq!(workdir.run("stats b.txt --only tokens --excel"), done("\u{feff}tokens\r\n1\r\n"));
    let split = workdir.run("split a.txt --by line --columns text --excel -f tsv");
    assert_eq!(split.stdout, "\u{feff}text\r\n'=1+1\r\n");
}

#[test]
fn csv_for_excel_is_read_back_as_it_was() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("export a.txt b.txt --columns id,text -o out.csv --excel").status, 0);
    let expected = "id,text\na.txt,=1+1\nb.txt,é\n";
    assert_eq!(workdir.run("export out.csv --columns id,text --raw"), done(expected));
}

#[test]
fn excel_is_about_delimited_text_only() {
    let workdir = Workdir::with(TWO_TEXTS);
    let refused =
        "textmill: --excel: is about csv and tsv, and jsonl needs no such flag\nhint: --help explains --excel\n";
    assert_eq!(workdir.run("export a.txt --excel -f jsonl"), failed(refused));
    assert_eq!(workdir.run("export a.txt --excel -o a.xlsx").status, 2);
    assert_eq!(workdir.names("."), ["a.txt", "b.txt"]);
}

#[test]
fn a_table_in_parts_has_a_file_for_so_many_rows() {
    let workdir = Workdir::with(&[("t.csv", "id,text\n1,a\n2,b\n3,c\n"), ("old.csv", "")]);
    assert_eq!(workdir.run("export t.csv --columns id --rows-per-file 2 -o parts/"), done(""));
    assert_eq!(workdir.names("parts"), ["document-0001.csv", "document-0002.csv"]);
    assert_eq!(workdir.read("parts/document-0001.csv"), "id\n1\n2\n");
    assert_eq!(workdir.read("parts/document-0002.csv"), "id\n3\n");
    let refused = "textmill: --rows-per-file: makes several files and needs a folder for them\n\
                   hint: -o DIR/ names the folder; it is made if need be\n";
    assert_eq!(workdir.run("export t.csv --rows-per-file 2 -o old.csv"), failed(refused));
}

#[test]
fn parts_and_values_of_a_column_go_together() {
    let workdir = Workdir::with(&[("t.csv", "id,city,text\n1,Oslo,a\n2,Oslo,b\n3,Bergen,c\n")]);
    assert_eq!(workdir.run("export t.csv --columns id --file-per city --rows-per-file 1 -o parts/"), done(""));
    assert_eq!(workdir.names("parts"), ["Bergen-0001.csv", "Oslo-0001.csv", "Oslo-0002.csv"]);
}

#[test]
fn a_page_shows_texts_and_runs_nothing() {
    let workdir = Workdir::with(&[("a.txt", "</table><script>alert(1)</script>")]);
    assert_eq!(workdir.run("export a.txt --columns text -o page.html"), done(""));
    let page = workdir.read("page.html");
    assert!(page.contains("<td dir=\"auto\">&lt;/table&gt;&lt;script&gt;alert(1)&lt;/script&gt;</td>"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

/// Writes a book to a file and to standard output; both must be the same.
#[cfg(any(feature = "xlsx", feature = "sqlite"))]
#[track_caller]
fn check_book(format: &str, begins_with: &[u8]) {
    let workdir = Workdir::with(TWO_TEXTS);
    let line = "stats a.txt b.txt --per corpus,document,word --definitions -q";
    assert_eq!(workdir.run(&format!("{line} -o book.{format}")), done(""));
    let written = std::fs::read(workdir.path(&format!("book.{format}"))).unwrap();
    assert!(written.starts_with(begins_with));
    let mut command = workdir.command(["export", "a.txt", "-f", format]);
    let out = std::fs::File::create(workdir.path("out")).unwrap();
    assert_eq!(crate::harness::finished(command.stdout(out).spawn().unwrap()), done(""));
    assert_eq!(workdir.run(&format!("export a.txt -o same.{format}")), done(""));
    let [streamed, placed] = [workdir.path("out"), workdir.path(&format!("same.{format}"))].map(std::fs::read);
    assert_eq!(streamed.unwrap(), placed.unwrap());
    assert_no_leftovers(&workdir.path("."));
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_holds_all_tables_and_can_be_a_stream() {
    check_book("xlsx", b"PK\x03\x04");
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_holds_all_tables_and_can_be_a_stream() {
    check_book("sqlite", b"SQLite format 3\0");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_one_file_with_a_sheet_for_each_value() {
    let workdir = Workdir::with(&[("t.csv", "id,city,text\n1,Oslo,a\n2,Bergen,b\n")]);
    assert_eq!(workdir.run("export t.csv --file-per city -o cities.xlsx"), done(""));
    let refused = "textmill: --output: names a folder, and xlsx holds all tables in one file\n\
                   hint: -o FILE.xlsx names the file\n";
    assert_eq!(workdir.run("export t.csv -f xlsx -o parts/"), failed(refused));
    assert_eq!(workdir.names("."), ["cities.xlsx", "t.csv"]);
}

#[cfg(feature = "xlsx")]
#[test]
fn a_text_that_no_cell_of_a_workbook_holds_is_cut_aloud() {
    let workdir = Workdir::with(&[("a.txt", &"x".repeat(32_768))]);
    let told = "textmill: warning: a.xlsx: cut 1 cell to the 32,767 UTF-16 units that a spreadsheet holds, the first in \
                row 2, column \"text\"\n";
    let ended = workdir.run("export a.txt -o a.xlsx");
    assert_eq!((ended.status, ended.stderr.as_str()), (0, told));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_a_file_for_each_table() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("stats a.txt b.txt --per document,word -f parquet -o out/"), done(""));
    assert_eq!(workdir.names("out"), ["document.parquet", "word.parquet"]);
    let written = std::fs::read(workdir.path("out/word.parquet")).unwrap();
    assert!(written.starts_with(b"PAR1") && written.ends_with(b"PAR1"));
}

#[cfg(not(feature = "sqlite"))]
#[test]
fn a_format_that_is_left_out_is_told_before_the_work() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("a.sqlite", "old")]);
    let refused = "textmill: a.sqlite: cannot be written: this build does not write sqlite\n\
                   hint: the released programs do, and so does `cargo install textmill --features full`\n";
    assert_eq!(workdir.run("export a.txt -o a.sqlite"), failed(refused));
    assert_eq!(workdir.read("a.sqlite"), "old");
    assert_no_leftovers(&workdir.path("."));
}
