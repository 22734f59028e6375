//! `textmill export`: formats, columns, the formula guard, and one file per value.

use crate::harness::{Workdir, done, failed};

const TWO_TEXTS: &[(&str, &str)] = &[("a.txt", "one, \"two\"\n"), ("b.txt", "three")];

#[test]
fn documents_become_csv_in_a_pipe() {
    let workdir = Workdir::with(TWO_TEXTS);
    let expected = "id,source,title,text\na.txt,a.txt,,\"one, \"\"two\"\"\n\"\nb.txt,b.txt,,three\n";
    assert_eq!(workdir.run("export a.txt b.txt"), done(expected));
}

#[test]
fn columns_are_chosen_ordered_and_renamed() {
    let workdir = Workdir::with(TWO_TEXTS);
    let expected = "{\"body\":\"three\",\"id\":\"b.txt\"}\n";
    assert_eq!(workdir.run("export b.txt --columns text=body,id -f jsonl"), done(expected));
    assert_eq!(workdir.run("export b.txt --only id --no-header -f csv"), done("b.txt\n"));
}

#[test]
fn records_keep_their_fields_and_need_no_text() {
    let workdir = Workdir::with(&[("t.csv", "name,city\nAda,Oslo\nBo,Bergen\n")]);
    let expected = "name,city\nAda,Oslo\nBo,Bergen\n";
    assert_eq!(workdir.run("export t.csv --columns name,city"), done(expected));
    assert_eq!(workdir.run("export t.csv --file-per city --columns name -o parts/"), done(""));
    assert_eq!(workdir.names("parts"), ["Bergen.csv", "Oslo.csv"]);
    assert_eq!(workdir.run("export t.csv").stdout.lines().next(), Some("name,city"));
}

#[test]
fn a_guarded_table_is_restored_from_its_file() {
    let workdir = Workdir::with(&[("t.csv", "id,text\n1,=1+1\n2,'=x\n3,plain\n")]);
    assert_eq!(workdir.run("export t.csv --columns id,text -o guarded.csv").status, 0);
    assert_eq!(workdir.read("guarded.csv"), "\"id\",text\n1,'=1+1\n2,''=x\n3,plain\n");
    let restored = workdir.run("export guarded.csv --columns id,text --raw");
    assert_eq!(restored, done(&workdir.read("t.csv")));
}

#[test]
fn the_suffix_of_the_output_names_the_format() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("export b.txt -o out.md --columns id,text"), done(""));
    assert_eq!(workdir.read("out.md"), "| id | text |\n| --- | --- |\n| b.txt | three |\n");
    assert_eq!(workdir.run("export b.txt -o out.md --columns id,text -f tsv"), done(""));
    assert_eq!(workdir.read("out.md"), "id\ttext\nb.txt\tthree\n");
}

#[test]
fn a_table_has_the_width_it_is_told() {
    let workdir = Workdir::with(&[("a.txt", &"word ".repeat(30)), ("b.txt", "short")]);
    let expected = "\
id     text
────────────────────────────────────────────────────────────────────────────────
a.txt  word word word word word word word word word word word word word word wo…
b.txt  short
";
    assert_eq!(workdir.run("export a.txt b.txt -f table --columns id,text"), done(expected));
}

#[test]
fn formulas_are_guarded_and_counted_unless_raw() {
    let workdir = Workdir::with(&[("a.txt", "=1+1"), ("b.txt", "-5")]);
    let guarded = workdir.run("export a.txt b.txt --columns text");
    assert_eq!((guarded.status, guarded.stdout.as_str()), (0, "text\n'=1+1\n-5\n"));
    let told = "textmill: warning: guarded 1 cell that a spreadsheet would run as formulas, with an apostrophe in \
                front; --raw leaves them as they are\n";
    assert_eq!(guarded.stderr, told);
    assert_eq!(workdir.run("export a.txt b.txt --columns text --raw"), done("text\n=1+1\n-5\n"));
    assert_eq!(workdir.run("export a.txt --columns text -f jsonl"), done("{\"text\":\"=1+1\"}\n"));
}

#[test]
fn unguard_restores_what_was_guarded() {
    let workdir = Workdir::with(&[("a.csv", "id,text\n1,''=1+1\n")]);
    assert_eq!(workdir.run("export a.csv --unguard --raw --columns text"), done("text\n'=1+1\n"));
    assert_eq!(workdir.run("export a.csv --raw --columns text"), done("text\n''=1+1\n"));
}

#[test]
fn each_value_of_a_column_gets_its_file() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("in/b.txt", "two")]);
    assert_eq!(workdir.run("export in/a.txt in/b.txt --file-per source -o parts/ --columns text"), done(""));
    assert_eq!(workdir.names("parts"), ["in_a.txt.csv", "in_b.txt.csv"]);
    assert_eq!(workdir.read("parts/in_b.txt.csv"), "text\ntwo\n");
}

#[test]
fn part_files_that_are_there_stay_unless_forced() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("parts/a.txt.csv", "old")]);
    let refused = "textmill: parts/a.txt.csv: cannot be written: it exists already\nhint: --force replaces it\n";
    assert_eq!(workdir.run("export a.txt --file-per id -o parts"), failed(refused));
    assert_eq!(workdir.names("parts"), ["a.txt.csv"]);
    assert_eq!(workdir.read("parts/a.txt.csv"), "old");
    assert_eq!(workdir.run("export a.txt --file-per id -o parts --columns id --force"), done(""));
    assert_eq!(workdir.read("parts/a.txt.csv"), "id\na.txt\n");
}

#[test]
fn names_made_from_texts_stay_in_the_folder() {
    let workdir = Workdir::with(&[("1", "../../evil"), ("2", "NUL"), ("3", "Same"), ("4", "same"), ("5", "")]);
    let ended = workdir.run("export 1 2 3 4 5 --file-per text -o deep/parts/ --columns id");
    let told = "textmill: warning: 1 file has a number behind its name, because another one is called the same; \
                the first is deep/parts/same-2.csv, for \"same\"\n";
    assert_eq!((ended.status, &*ended.stderr), (0, told));
    let expected = ["Same.csv", "_.._evil.csv", "_NUL.csv", "same-2.csv", "unnamed.csv"];
    assert_eq!(workdir.names("deep/parts"), expected);
}

#[test]
fn an_unknown_column_is_answered_with_the_nearest_name() {
    let workdir = Workdir::with(TWO_TEXTS);
    let expected = "\
textmill: --columns: there is no column \"titel\"
hint: did you mean \"title\"?
hint: the columns are id, source, title, text
";
    assert_eq!(workdir.run("export a.txt --columns titel"), failed(expected));
    let expected = expected.replace("--columns", "--file-per");
    assert_eq!(workdir.run("export a.txt --file-per titel -o parts/"), failed(&expected));
}

#[test]
fn a_cell_that_a_spreadsheet_would_cut_is_told_with_file_and_place() {
    let workdir = Workdir::with(&[("a.txt", "short"), ("b.txt", &"x".repeat(32_768))]);
    let told = |file: &str| {
        format!(
            "textmill: warning: {file}: 1 cell is longer than the 32,767 UTF-16 units that a spreadsheet holds, \
             the first in row 3, column \"text\"\n"
        )
    };
    assert_eq!(workdir.run("export a.txt b.txt -o out.csv").stderr, told("out.csv"));
    assert_eq!(workdir.run("export a.txt b.txt -o parts/").stderr, told("parts/document.csv"));
    assert_eq!(workdir.run("export a.txt b.txt -o out.jsonl"), done(""));
}
