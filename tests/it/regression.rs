//! Bugs that were there once, each with a test named for it.

use std::fs;
use std::io::Write as _;

use textmill::diagnostics::Collected;
use textmill::document::Extent;
use textmill::input::{Corpus, InputOptions, Job, LongTexts};
use textmill::pool::Pool;

use crate::harness::{Workdir, done};

#[test]
fn a_small_file_that_holds_much_is_cut_like_a_long_one_and_stays_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&[b'\n'; 17 << 20]).unwrap();
    fs::write(folder.path().join("a.txt"), "before").unwrap();
    fs::write(folder.path().join("b.txt.gz"), packed.finish().unwrap()).unwrap();
    fs::write(folder.path().join("c.txt"), "after").unwrap();

    let options = InputOptions { long_texts: LongTexts::Parts, ..InputOptions::default() };
    let said = Collected::default();
    let corpus = Corpus::open(&[folder.path().to_owned()], options, &said).unwrap();
    let pool = Pool::new(None).unwrap();
    let job = Job { pool: &pool, diagnostics: &said };
    let mut seen: Vec<(String, usize, Extent)> = Vec::new();
    let summary =
        |(): &mut (), document: textmill::document::Document| (document.id, document.text.len(), document.extent);
    let take = |found| {
        seen.push(found);
        Ok(())
    };
    corpus.run(&job, || (), summary, take).unwrap();

    assert_eq!(said.lines(), [""; 0]);
    assert_eq!((&*seen[0].0, &*seen[seen.len() - 1].0), ("a.txt", "c.txt"));
    let parts = &seen[1..seen.len() - 1];
    assert!(parts.iter().all(|(id, _, extent)| id == "b.txt.gz" && *extent != Extent::Whole), "{parts:?}");
    assert_eq!(parts.iter().map(|(_, n_bytes, _)| n_bytes).sum::<usize>(), 17 << 20);
}

#[test]
fn a_header_longer_than_what_is_looked_at_is_said_and_not_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.csv");
    fs::write(&path, format!("text,{}\na,b\n", "c".repeat(3 << 20))).unwrap();
    let said = Collected::default();
    let corpus = Corpus::open(&[path], InputOptions::default(), &said).unwrap();
    let pool = Pool::new(None).unwrap();
    let job = Job { pool: &pool, diagnostics: &said };
    let mut n_documents = 0;
    let count = |_| {
        n_documents += 1;
        Ok(())
    };
    corpus.run(&job, || (), |(), document| document, count).unwrap();
    let said = said.lines();
    assert!(n_documents == 0 && said.len() == 1 && said[0].contains("its header is longer than"), "{said:?}");
}

#[test]
fn an_empty_pipe_is_no_document_and_an_empty_file_is_one() {
    let workdir = Workdir::with(&[("empty.txt", "")]);
    assert_eq!(workdir.pipe("stats --only documents", ""), done("documents\n0\n"));
    let counted = workdir.run("stats empty.txt --only documents");
    assert_eq!((counted.status, &*counted.stdout), (0, "documents\n1\n"));
    assert_eq!(counted.stderr, "textmill: warning: empty.txt: has no text\n");
}

#[test]
fn a_missing_side_of_a_comparison_gives_no_rows() {
    let workdir = Workdir::with(&[("a.txt", "one")]);
    let ended = workdir.run("diff a.txt missing.txt");
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
    assert!(ended.stderr.starts_with("textmill: missing.txt: cannot be opened"), "{}", ended.stderr);
}

#[test]
fn tables_of_one_record_are_compared_as_tables() {
    let workdir = Workdir::with(&[("a.csv", "id,text\nx,one\n"), ("b.csv", "id,text\nx,two\n")]);
    let ended = workdir.run("diff a.csv b.csv --columns id,change");
    assert_eq!((ended.status, &*ended.stdout), (1, "id,change\nx,changed\n"));
}

#[test]
fn the_same_words_print_nothing() {
    let workdir = Workdir::with(&[("a.txt", "one\ntwo\n"), ("b.txt", "one two")]);
    assert_eq!(workdir.run("diff --words a.txt b.txt"), done(""));
}

#[test]
fn an_empty_pattern_is_refused() {
    let workdir = Workdir::with(&[("a.txt", "one")]);
    let mut command = workdir.command(["split", "a.txt", "--at", ""]);
    let ended = command.output().expect("the program starts");
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&ended.stderr),
        "textmill: --at: the pattern is empty\nhint: --help explains --at\n"
    );
}

#[test]
fn an_output_that_the_shell_opened_in_the_folder_is_no_input() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("in/out.csv", "")]);
    let output = fs::OpenOptions::new().append(true).open(workdir.path("in/out.csv")).unwrap();
    let status = workdir.command(["export", "in", "--columns", "id,text"]).stdout(output).status().unwrap();
    assert!(status.success());
    assert_eq!(workdir.read("in/out.csv"), "id,text\na.txt,one\n");
    // Another file of the same folder that is called so is one.
    assert_eq!(workdir.run("export in --columns id,text").stdout, "id,text\na.txt,one\na.txt,one\n");
}
