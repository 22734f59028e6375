//! The formula guard of every verb: on in files, off in pipes, and off again when textmill reads what it wrote.

use std::fs::File;

use proptest::prelude::*;
use textmill::diagnostics::Collected;
use textmill::document::Document;
use textmill::input::{Corpus, InputOptions, Job};
use textmill::pool::Pool;
use textmill::render::{Guarding, Layout, RowFormat};
use textmill::table::{Cell, Column};
use textmill::text::guard;

use crate::harness::{Ended, Workdir, csv_records, done, finished};

const TEXTS: &[(&str, &str)] = &[
    ("in/=c08.txt", "- a list item\n\n- and one more of the same list\n"),
    ("in/@x.txt", "'=1+1 is guarded already, \"so\" it seems\n"),
    ("in/plain.txt", "a plain text by the river and the weir\n"),
];

/// Each verb with a table that has ids or names in its first cells.
const VERBS: [&str; 8] = [
    "split in --by paragraph",
    "split in --parts a=1",
    "stats in --per document",
    "stats in --per hit --match a",
    "dedupe in",
    "dedupe in --per marked",
    "diff in old --columns id,change",
    "export in",
];

fn workdir() -> Workdir {
    let workdir = Workdir::with(TEXTS);
    workdir.write("old/=c08.txt", "- another list item\n");
    workdir
}

/// Runs a command line with standard output in a file, as the shell's `>` has it.
fn into_file(workdir: &Workdir, line: &str, name: &str) -> Ended {
    let file = File::create(workdir.path(name)).unwrap();
    finished(workdir.command(line.split_whitespace()).stdout(file).spawn().unwrap())
}

fn first_cells(table: &str) -> Vec<String> {
    csv_records(table).into_iter().map(|row| row[0].clone()).collect()
}

#[test]
fn names_that_are_formulas_are_guarded_in_the_files_of_every_verb() {
    for verb in VERBS {
        let workdir = workdir();
        let ended = workdir.run(&format!("{verb} -o o.csv"));
        assert!(ended.stderr.contains("that a spreadsheet would run as formulas"), "{verb}: {}", ended.stderr);
        let redirected = into_file(&workdir, verb, "redirected.csv");
        assert_eq!(redirected.stderr, ended.stderr, "{verb}");
        assert_eq!(workdir.read("redirected.csv"), workdir.read("o.csv"), "{verb}");
        assert!(workdir.read("o.csv").starts_with('"'), "{verb}: no mark");
        let names = first_cells(&workdir.read("o.csv"));
        assert!(names.iter().any(|name| name.starts_with("'=c08.txt")), "{verb}: {names:?}");
        for row in csv_records(&workdir.read("o.csv")) {
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '@']) && !cell.starts_with("- ")), "{verb}: {row:?}");
        }
        assert_eq!(workdir.run(&format!("{verb} -o t.tsv")).stderr, ended.stderr, "{verb}");
        assert!(workdir.read("t.tsv").contains("'=c08.txt"), "{verb}");
    }
}

#[test]
fn in_a_pipe_cells_are_byte_true_and_nothing_is_reported() {
    for verb in VERBS.into_iter().filter(|verb| !verb.starts_with("export")) {
        let ended = workdir().run(verb);
        assert!(!ended.stderr.contains("guarded") && !ended.stdout.starts_with('"'), "{verb}: {}", ended.stderr);
        assert!(first_cells(&ended.stdout).iter().any(|name| name.starts_with("=c08.txt")), "{verb}");
    }
}

#[test]
fn raw_leaves_every_cell_as_it_is_wherever_it_goes() {
    for verb in VERBS {
        let workdir = workdir();
        let piped = workdir.run(&format!("{verb} --raw"));
        let filed = workdir.run(&format!("{verb} --raw -o o.csv"));
        assert_eq!(
            (filed.status, filed.stderr, workdir.read("o.csv")),
            (piped.status, piped.stderr, piped.stdout.clone())
        );
        assert!(first_cells(&piped.stdout).iter().any(|name| name.starts_with("=c08.txt")), "{verb}");
    }
}

#[test]
fn a_file_holds_the_same_documents_as_the_pipe() {
    for verb in ["split in --by paragraph", "dedupe in --per marked", "split in --parts a=1", "export in"] {
        let workdir = workdir();
        let piped = workdir.run(&format!("{verb} -q"));
        let expected = workdir.pipe("export -f jsonl --columns id,title,text -q", &piped.stdout);
        assert_eq!(expected.stdout.lines().count(), 3 + usize::from(verb.contains("paragraph")), "{verb}");
        assert!(expected.stdout.contains("\"=c08.txt") && expected.stdout.contains("\"- a list item"), "{verb}");
        for (name, format) in [("o.csv", "csv"), ("o.tsv", "tsv")] {
            assert_eq!(workdir.run(&format!("{verb} -q -f {format} -o {name}")).status, 0);
            let read = workdir.run(&format!("export {name} -f jsonl --columns id,title,text -q"));
            assert_eq!(read, expected, "{verb} through {name}");
            let redirected = workdir.pipe("export -f jsonl --columns id,title,text -q", &workdir.read(name));
            assert_eq!(redirected, expected, "{verb} through {name} as standard input");
        }
        assert_eq!(workdir.run(&format!("{verb} -q --excel -o e.csv")).status, 0);
        assert_eq!(workdir.run("export e.csv -f jsonl --columns id,title,text -q"), expected, "{verb} for Excel");
    }
}

#[test]
fn what_export_guards_differs_in_nothing_for_diff() {
    let workdir = Workdir::with(&[("t.csv", "id,title\n1,=1+1\n2,plain\n3,'@home\n")]);
    let exported = workdir.run("export t.csv -q");
    assert_eq!(exported.stdout, "\"id\",title\n1,'=1+1\n2,plain\n3,''@home\n");
    let compared = workdir.pipe("diff t.csv - --columns id,change -q", &exported.stdout);
    assert_eq!(compared, done("id,change\n1,same\n2,same\n3,same\n"));
}

#[test]
fn a_manifest_of_names_that_are_formulas_is_verified_and_rebuilt() {
    let workdir = workdir();
    let ended = workdir.run("split in --by paragraph -o out/");
    assert!(ended.stderr.starts_with("textmill: warning: out/manifest.csv: guarded "), "{}", ended.stderr);
    assert!(workdir.read("out/manifest.csv").contains("\n'=c08.txt#1,in/=c08.txt,"));
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
    assert_eq!(workdir.run("split --rebuild out/manifest.csv -o again/").status, 0);
    assert_eq!(workdir.read("again/in/=c08.txt"), TEXTS[0].1);
    assert_eq!(workdir.run("split in --by paragraph -o raw/ --raw"), done(""));
    assert!(workdir.read("raw/manifest.csv").contains("\n=c08.txt#1,in/=c08.txt,"));
    assert_eq!(workdir.run("split --verify raw/manifest.csv").status, 0);
}

#[test]
fn a_guarded_table_is_joined_by_the_ids_that_it_guards() {
    let workdir = workdir();
    assert_eq!(workdir.run("stats in --per document --columns id,tokens -o meta.csv -q").status, 0);
    assert!(workdir.read("meta.csv").contains("'=c08.txt,"));
    let joined = workdir.run("export in --meta meta.csv --columns id,tokens --raw");
    assert_eq!(joined, done("id,tokens\n=c08.txt,10\n@x.txt,8\nplain.txt,9\n"));
}

#[test]
fn tables_without_a_guarded_cell_are_the_same_in_files_and_pipes() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("in/b.txt", "two")]);
    for verb in VERBS.into_iter().filter(|verb| !verb.starts_with("diff")) {
        let piped = workdir.run(verb);
        let filed = workdir.run(&format!("{verb} -o o.csv"));
        assert_eq!((filed.stderr, workdir.read("o.csv")), (piped.stderr, piped.stdout), "{verb}");
    }
}

#[test]
fn a_long_list_of_words_is_marked_and_read_as_one() {
    let words: String = (0..9_000).map(|n| format!("word{n} ")).collect();
    let workdir = Workdir::with(&[("a.txt", &words), ("b.txt", "word1 word2")]);
    assert_eq!(workdir.run("stats a.txt --per word -o a.csv"), done(""));
    assert!(workdir.read("a.csv").starts_with("\"word\","));
    let compared =
        workdir.run("stats b.txt --per word --against a.csv --columns word,reference_frequency --where word=word1");
    assert_eq!(compared, done("word,reference_frequency\nword1,1\n"));
}

#[test]
fn a_table_that_lost_its_mark_is_restored_when_asked_for() {
    let workdir = Workdir::with(&[("a.csv", "id,text\n'=a,'- b\n'tis,c\n")]);
    let ids = |flags: &str| workdir.run(&format!("stats a.csv --per document --only id {flags}")).stdout;
    assert_eq!(ids(""), "id\n'=a\n'tis\n");
    assert_eq!(ids("--unguard"), "id\n=a\n'tis\n");
    assert_eq!(workdir.run("dedupe a.csv --unguard --columns id").stdout, "id\n=a\n'tis\n");
    let same = workdir.run("diff a.csv a.csv --per document --unguard --columns id,change");
    assert_eq!(same.stdout, "id,change\n'tis,same\n=a,same\n");
}

#[test]
fn definitions_and_the_tables_of_a_matrix_are_guarded_too() {
    let workdir = Workdir::with(&[("t.csv", "id,text,=f\n=1,one,two\n")]);
    assert_eq!(workdir.run("export t.csv -o o.csv --definitions -q"), done(""));
    let definitions = csv_records(&workdir.read("o.csv.definitions.csv"));
    assert!(definitions.iter().any(|row| row[1] == "'=f"), "{definitions:?}");
    assert_eq!(workdir.run("export t.csv -f matrix -o m/ -q"), done(""));
    assert_eq!(workdir.read("m/documents.csv"), "\"row\",id,tokens\n1,'=1,1\n");
    assert_eq!(workdir.run("export t.csv -f matrix -o raw/ --raw"), done(""));
    assert_eq!(workdir.read("raw/documents.csv"), "row,id,tokens\n1,=1,1\n");
}

/// The documents of a file, by their ids and texts.
fn documents(path: std::path::PathBuf) -> Vec<(String, String)> {
    let corpus = Corpus::open(&[path], InputOptions::default(), &Collected::default()).unwrap();
    let pool = Pool::new(std::num::NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &Collected::default() };
    let mut found = Vec::new();
    let keep = |document: Document| {
        found.push((document.id, document.text));
        Ok(())
    };
    corpus.run(&job, || (), |(), document| document, keep).unwrap();
    found
}

proptest! {
    #[test]
    fn any_cells_come_back_from_a_guarded_file_as_they_were(
        rows in prop::collection::vec(("['=+@ \t－a,\"-]{1,5}", "['=+@ \t\r\n－1.a,\"-]{0,6}|[a ]{0,9000}"), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (format, name) in [(RowFormat::CSV, "a.csv"), (RowFormat::TSV, "a.tsv")] {
            let mut renderer = format.renderer(Layout { guarding: Guarding::Marked, ..Layout::default() });
            let mut bytes = Vec::new();
            renderer.header(&[Column::text("id", ""), Column::text("text", "")], &mut bytes).unwrap();
            for (id, text) in &rows {
                renderer.row(&[Cell::Text(guard(id)), Cell::Text(guard(text))], &mut bytes).unwrap();
            }
            renderer.finish(&mut bytes).unwrap();
            std::fs::write(folder.path().join(name), &bytes).unwrap();
            prop_assert_eq!(documents(folder.path().join(name)), rows.clone());
        }
    }
}
