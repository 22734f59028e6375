//! What is read, what is written, and where an output must not be.

#![cfg(unix)]

use std::fs;

use tempfile::TempDir;
use textmill::diagnostics::Collected;
use textmill::input::InputOptions;

use super::*;

/// A folder with a corpus of one text, and the files of a run that reads it.
fn reading() -> (TempDir, RunFiles) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/a.txt"), "one").unwrap();
    let files = RunFiles::default();
    let corpus = Corpus::open(&[folder.path().join("in")], InputOptions::default(), &Collected::default()).unwrap();
    files.read_corpus(&corpus, CorpusRole::Input);
    (folder, files)
}

#[track_caller]
fn check(files: &RunFiles, place: &Path, expected: Option<&str>) {
    let problem = match files.check(place, "out") {
        Ok(()) => None,
        Err(Error::Target { target, problem }) if target == "out" => Some(problem.to_string()),
        Err(other) => panic!("{other}"),
    };
    let begins = |problem: &String| problem.starts_with(expected.unwrap_or("nothing is wrong"));
    assert_eq!(problem.as_ref().is_some_and(begins), expected.is_some(), "{}: {problem:?}", place.display());
    assert_eq!(problem.is_some(), expected.is_some(), "{}: {problem:?}", place.display());
}

const INPUT: Option<&str> = Some("is both an input and the output");
const OUTPUT: Option<&str> = Some("is the place of two outputs");
const IN_FOLDER: Option<&str> = Some("lies in the folder");

#[test]
fn what_is_read_is_found_by_any_name() {
    let (folder, files) = reading();
    let path = |name: &str| folder.path().join(name);
    check(&files, &path("in/a.txt"), INPUT);
    check(&files, &path("in/../in/a.txt"), INPUT);
    fs::hard_link(path("in/a.txt"), path("hard.csv")).unwrap();
    check(&files, &path("hard.csv"), INPUT);
    check(&files, &path("other.csv"), None);
    fs::write(path("other.csv"), "two").unwrap();
    check(&files, &path("other.csv"), None);
    // Files may be registered at any time.
    files.read([&*path("other.csv")], FileRole::Beside);
    check(&files, &path("other.csv"), INPUT);
    assert_eq!(files.inputs(), [path("in/a.txt")]);
}

#[test]
fn a_link_that_is_read_is_not_replaced() {
    let (folder, files) = reading();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("real"), "x").unwrap();
    std::os::unix::fs::symlink(path("real"), path("link.csv")).unwrap();
    check(&files, &path("link.csv"), None);
    files.read([&*path("link.csv")], FileRole::Input);
    check(&files, &path("link.csv"), INPUT);
    check(&files, &path("real"), INPUT);
}

#[test]
fn a_place_is_for_one_output_until_it_is_given_up() {
    let (folder, files) = reading();
    let path = |name: &str| folder.path().join(name);
    let claim = files.claim(&path("out.csv"), "out").unwrap();
    check(&files, &path("in/../out.csv"), OUTPUT);
    drop(claim);
    check(&files, &path("out.csv"), None);
    files.claim(&path("out.csv"), "out").unwrap().keep();
    check(&files, &path("out.csv"), OUTPUT);
}

#[test]
fn an_output_in_a_folder_that_is_read_is_refused_also_in_new_folders() {
    let (folder, files) = reading();
    let path = |name: &str| folder.path().join(name);
    check(&files, &path("in/out.csv"), IN_FOLDER);
    check(&files, &path("in/new/deep/out.csv"), IN_FOLDER);
    check(&files, &path("in/.hidden.csv"), None);
    // What was there and was not listed is ignored by the next run, too; what the run has made is not.
    fs::create_dir(path("in/old")).unwrap();
    check(&files, &path("in/old/out.csv"), None);
    files.temporaries().make_folder(&path("in/made/deep")).unwrap();
    check(&files, &path("in/made/deep/out.csv"), IN_FOLDER);
}

#[test]
fn an_output_may_be_added_to_a_reference() {
    let (folder, files) = reading();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let corpus = Corpus::open(std::slice::from_ref(&archive), InputOptions::default(), &Collected::default()).unwrap();
    files.read_corpus(&corpus, CorpusRole::Reference("archive".to_owned()));
    check(&files, &archive.join("out.csv"), None);
}
