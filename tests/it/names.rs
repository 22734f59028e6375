//! Names that a user gives and that are not there: fields, suffixes. They are told, and nothing is guessed silently.

use crate::harness::{Ended, Workdir, done, failed};

const RECORDS: &[(&str, &str)] = &[(
    "a.jsonl",
    "{\"key\":\"x\",\"body\":\"one\",\"date\":\"2024-03-05\"}\n{\"key\":\"y\",\"body\":\"two\",\"head\":\"H\"}\n",
)];

#[test]
fn a_suffix_that_tells_no_format_is_refused_with_those_there_are() {
    let workdir = Workdir::with(RECORDS);
    let known = "txt, csv, tsv, tab, jsonl, ndjson, md, markdown, html, htm, parquet, xlsx, sqlite, sqlite3, db, vert, \
                 vrt, xml, tei, mtx";
    let expected = format!(
        "textmill: out.cvs: the suffix \"cvs\" tells no format\nhint: did you mean \"csv\"?\n\
         hint: the suffixes are {known}\nhint: -f FORMAT writes it, whatever the name\n"
    );
    for line in ["export a.jsonl", "stats a.jsonl --text-field body", "export a.jsonl --dry-run"] {
        assert_eq!(workdir.run(&format!("{line} -o out.cvs")), failed(&expected), "{line}");
    }
    assert_eq!(workdir.run("export a.jsonl -o out.csv.gz").status, 2);
    assert_eq!(workdir.names("."), ["a.jsonl"]);
}

#[test]
fn a_format_that_is_named_needs_no_suffix_that_tells_it() {
    let workdir = Workdir::with(RECORDS);
    assert_eq!(workdir.run("export a.jsonl --only key -f csv -o out.cvs"), done(""));
    assert_eq!(workdir.read("out.cvs"), "key\nx\ny\n");
    assert_eq!(workdir.run("export a.jsonl --only key -o out"), done(""));
    assert_eq!(workdir.run("export a.jsonl --only key --rows-per-file 1 -o parts.2024"), done(""));
    assert_eq!(workdir.names("parts.2024").len(), 2);
}

#[test]
fn a_patch_may_be_called_anything_and_rows_may_not() {
    let workdir = Workdir::with(&[("a.txt", "one\n"), ("b.txt", "two\n"), ("old/a.txt", "one"), ("new/a.txt", "two")]);
    assert_eq!(workdir.run("diff a.txt b.txt -o changes.patch").status, 1);
    assert!(workdir.read("changes.patch").starts_with("--- a.txt\n"));
    assert_eq!(workdir.run("diff a.txt b.txt --per line -o changes.cvs").status, 2);
    assert_eq!(workdir.run("diff old new -o changes.cvs").status, 2);
    assert_eq!(workdir.names("."), ["a.txt", "b.txt", "changes.patch", "new", "old"]);
}

#[test]
fn a_field_for_texts_that_no_record_has_ends_the_run_with_the_nearest_name() {
    let workdir = Workdir::with(RECORDS);
    let expected = "\
textmill: --text-field: no document has a field \"bodi\"
hint: did you mean \"body\"?
hint: the fields are key, body, date, head
";
    for line in [
        "export a.jsonl",
        "export a.jsonl -f tei -o out.tei",
        "export a.jsonl --list-columns",
        "export a.jsonl -o out.csv",
    ] {
        assert_eq!(workdir.run(&format!("{line} --text-field bodi")), failed(expected), "{line}");
    }
    assert_eq!(workdir.names("."), ["a.jsonl"]);
    let table = workdir.pipe("export --text-field body --only text", "key,body\n1,one\n");
    assert_eq!(table, done("text\none\n"));
}

#[test]
fn fields_for_ids_and_titles_that_no_record_has_are_told_once() {
    let workdir = Workdir::with(RECORDS);
    let told = "\
textmill: warning: a.jsonl: no record has a field \"kez\", which --id-field names
hint: did you mean \"key\"?
hint: the fields are body, date, head, key
textmill: warning: a.jsonl: no record has a field \"heads\", which --title-field names
hint: did you mean \"head\"?
";
    let Ended { status, stderr, .. } = workdir.run("export a.jsonl --id-field kez --title-field heads");
    assert_eq!((status, &*stderr), (0, told));
    let ended = workdir.run("stats a.jsonl --text-field body --id-field key --title-field head --only documents");
    assert_eq!(ended, done("documents\n2\n"));
    let Ended { status, stderr, .. } = workdir.run("dedupe a.jsonl --text-field body --id-field kez --only id");
    assert_eq!((status, stderr.matches("--id-field").count()), (0, 1), "{stderr}");
}

#[test]
fn documents_are_kept_by_a_field_that_some_have() {
    let workdir = Workdir::with(RECORDS);
    let dedupe = "dedupe a.jsonl --text-field body --id-field key --only id --keep";
    let expected = "\
textmill: --keep: no document has a field \"dat\"
hint: did you mean \"date\"?
hint: the fields are date, head
";
    assert_eq!(workdir.run(&format!("{dedupe} newest:dat")), failed(expected));
    let ended = workdir.run(&format!("{dedupe} oldest:head"));
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
    assert!(ended.stderr.contains("no document has a date in its field \"head\""), "{}", ended.stderr);
    assert_eq!(workdir.run(&format!("{dedupe} oldest:date")).stdout, "id\nx\ny\n");
}

#[test]
fn columns_are_listed_without_inputs() {
    let workdir = Workdir::new();
    for verb in ["split", "stats", "dedupe", "diff", "export", "diff --per line"] {
        let ended = workdir.run(&format!("{verb} --list-columns"));
        assert_eq!((ended.status, &*ended.stderr), (0, ""), "{verb}");
        assert!(ended.stdout.starts_with("table,name,kind,definition\n"), "{verb}: {}", ended.stdout);
    }
    assert_eq!(workdir.run("diff").status, 2);
    assert_eq!(workdir.run("diff a.txt").status, 2);
}
