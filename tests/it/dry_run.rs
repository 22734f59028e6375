//! `--dry-run`: what would be written is told, and nothing is there afterwards.

use crate::harness::{Ended, Workdir};

const FILES: &[(&str, &str)] =
    &[("in/a.txt", "one two two"), ("in/b.txt", "one"), ("old.csv", "kept"), ("page.jsonl", "{\"text\":\"a\"}\n")];

#[track_caller]
fn check(line: &str, told: &[&str]) {
    let workdir = Workdir::with(FILES);
    let before = workdir.names(".");
    let stderr = told.iter().map(|line| format!("textmill: {line}\n")).collect();
    assert_eq!(workdir.run(line), Ended { status: 0, stdout: String::new(), stderr }, "{line}");
    assert_eq!(workdir.names("."), before, "{line}");
    assert_eq!(workdir.read("old.csv"), "kept", "{line}");
}

const READ: &str = "would read 2 files, 14 bytes";

#[test]
fn every_verb_tells_the_file_that_it_would_write() {
    check("export in -o out.xlsx --dry-run", &[READ, "would write out.xlsx as xlsx"]);
    check("stats in -o old.csv --dry-run", &[READ, "would write old.csv as csv, in place of the file that is there"]);
    check("dedupe in -f jsonl --dry-run", &[READ, "would write standard output as jsonl"]);
    check("diff in/a.txt in/b.txt -o a.patch --dry-run", &[READ, "would write a.patch as unified"]);
    check("export in -o all.xml --dry-run", &[READ, "would write all.xml as tei"]);
    check("stats in -o report.html --dry-run", &[READ, "would write report.html as report"]);
}

#[test]
fn files_in_a_folder_are_told_as_a_pattern() {
    check(
        "split in -o out/ --dry-run",
        &[READ, "would write out/TITLE.txt as text, a file for each segment", "would write out/manifest.csv"],
    );
    check(
        "stats in --per document,word -o out/ -f tsv --dry-run",
        &[READ, "would write out/NAME.tsv as tsv, a file for each table"],
    );
    check(
        "export in --rows-per-file 5 -o out/ --dry-run",
        &[READ, "would write out/NAME-0001.csv as csv, a file for each portion of rows"],
    );
}

#[test]
fn what_is_written_beside_the_output_is_told_too() {
    check(
        "export in -o a.csv --provenance --definitions --dry-run",
        &[
            "warning: --definitions: goes with the next version\nhint: --provenance writes a record that holds them",
            READ,
            "would write a.csv as csv",
            "would write a.csv.provenance.json",
            "would write a.csv.definitions.csv",
        ],
    );
    check(
        "dedupe in --index seen.index -o a.csv --dry-run",
        &[READ, "would write a.csv as csv", "would write seen.index"],
    );
    check("split in --manifest m.csv -o a.csv --dry-run", &[READ, "would write a.csv as csv", "would write m.csv"]);
}

#[test]
fn what_would_be_refused_is_refused() {
    let workdir = Workdir::with(FILES);
    for line in ["export page.jsonl -o page.jsonl", "export in -f xlsx -o out/", "stats in -o out.csv --types a=number"]
    {
        let ended = workdir.run(&format!("{line} --dry-run"));
        assert_eq!((ended.status, ended.stdout.as_str()), (2, ""), "{line}");
        assert!(!ended.stderr.contains("would write"), "{line}: {}", ended.stderr);
    }
}
