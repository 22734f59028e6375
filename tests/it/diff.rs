//! `textmill diff`: patches that apply, words without line ends, folders and tables by id, exit codes.

use crate::harness::{Ended, Workdir, done, failed};

const OLD: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

fn yes(stdout: &str) -> Ended {
    Ended { status: 1, ..done(stdout) }
}

/// Corpora differ, which one line sums up.
fn differ(stdout: &str, summary: &str) -> Ended {
    Ended { stderr: format!("textmill: {summary}\n"), ..yes(stdout) }
}

#[test]
fn the_exit_code_says_whether_documents_differ() {
    let workdir = Workdir::with(&[("a.txt", "one\n"), ("b.txt", "two\n")]);
    assert_eq!(workdir.run("diff a.txt a.txt"), done(""));
    assert_eq!(workdir.run("diff a.txt b.txt"), yes("--- a.txt\n+++ b.txt\n@@ -1 +1 @@\n-one\n+two\n"));
    for sides in ["a.txt missing", "missing a.txt", "a.txt missing --per document"] {
        let ended = workdir.run(&format!("diff {sides}"));
        assert_eq!(ended.status, 2, "{sides}");
        assert!(ended.stderr.starts_with("textmill: missing: cannot be opened"), "{}", ended.stderr);
    }
}

/// The text that `patch` makes of `old`. `patch` is part of what POSIX asks of a system, so its absence is a failure.
#[cfg(unix)]
fn patched(workdir: &Workdir, patch: &str) -> String {
    workdir.write("changes.patch", patch);
    let mut command = std::process::Command::new("patch");
    let output =
        command.args(["-s", "-o", "patched", "old.txt", "changes.patch"]).current_dir(workdir.path(".")).output();
    let output = output.expect("patch(1) is needed to see that patches apply");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    workdir.read("patched")
}

#[cfg(unix)]
#[test]
fn a_patch_applies() {
    let cases = [
        OLD.replace("two\n", ""),
        OLD.replace("nine", "neun\nneun und halb"),
        format!("zero\n{}", OLD.trim_end()),
        "three\nten\n".to_owned(),
        OLD.replace('\n', " \n"),
    ];
    for new in cases {
        let workdir = Workdir::with(&[("old.txt", OLD), ("new.txt", &new)]);
        for context in ["", "-U 0", "-U 1", "-f unified"] {
            let ended = workdir.run(&format!("diff old.txt new.txt {context}"));
            assert_eq!((ended.status, &*ended.stderr), (1, ""), "{new:?}");
            assert_eq!(patched(&workdir, &ended.stdout), new, "{context}");
        }
    }
}

#[test]
fn a_rewrapped_paragraph_has_the_same_words() {
    let workdir = Workdir::with_samples("pairs");
    let sides = "pairs/15-rewrapped-a.txt pairs/15-rewrapped-b.txt";
    assert_eq!(workdir.run(&format!("diff {sides}")).status, 1);
    assert_eq!(workdir.run(&format!("diff {sides} --words")).status, 0);
    assert_eq!(
        workdir.run(&format!("diff {sides} --words -f csv")),
        done("change,old_position,new_position,moved_to,moved_from,text\n")
    );
}

#[test]
fn words_and_lines_are_rows_in_a_table() {
    let workdir = Workdir::with(&[("a.txt", "a red boat\nsails\n"), ("b.txt", "a blue boat\nsails\n")]);
    assert_eq!(workdir.run("diff a.txt b.txt --words"), yes("a [-red-]{+blue+} boat\nsails\n"));
    let words = "change,old_position,new_position,moved_to,moved_from,text\nremoved,2,,,,red\nadded,,2,,,blue\n";
    let lines = "change,old_line,new_line,moved_to,moved_from,text\nremoved,1,,,,a red boat\nadded,,1,,,a blue boat\n";
    assert_eq!(workdir.run("diff a.txt b.txt --words -f csv"), yes(words));
    assert_eq!(workdir.run("diff a.txt b.txt --per word"), yes(words));
    assert_eq!(workdir.run("diff a.txt b.txt -f csv"), yes(lines));
    assert_eq!(workdir.run("diff a.txt b.txt -o out.csv"), yes(""));
    assert_eq!(workdir.read("out.csv"), lines);
}

#[test]
fn documents_are_paired_by_id() {
    let by_id = "--columns id,change,words_added,words_removed";
    let expected = "id,change,words_added,words_removed\na,same,0,0\nb,changed,1,0\nc,removed,0,1\nd,added,1,0\n";
    let tables = Workdir::with(&[
        ("old.csv", "id,text\nc,gone\na,same\nb,one\n"),
        ("new.csv", "id,text\nb,one two\nd,new\na,same\n"),
    ]);
    assert_eq!(
        tables.run(&format!("diff old.csv new.csv {by_id}")),
        differ(expected, "1 same, 1 changed, 1 added, 1 removed")
    );
    let folders = Workdir::with(&[
        ("old/a", "same"),
        ("old/b", "one"),
        ("old/c", "gone"),
        ("new/a", "same"),
        ("new/b", "one two"),
        ("new/d", "new"),
    ]);
    assert_eq!(
        folders.run(&format!("diff old new {by_id}")),
        differ(expected, "1 same, 1 changed, 1 added, 1 removed")
    );
    assert_eq!(
        folders.run("diff old old --columns change --no-header"),
        Ended { status: 0, ..differ("same\nsame\nsame\n", "3 same") }
    );
}

#[test]
fn two_folders_give_rows_even_with_one_document_each() {
    let workdir = Workdir::with(&[("old/a.txt", "one\n"), ("new/a.txt", "two\n")]);
    assert_eq!(workdir.run("diff old new --columns id,change"), differ("id,change\na.txt,changed\n", "1 changed"));
    let patch = workdir.run("diff old new -f unified");
    assert_eq!(patch, yes("--- old/a.txt\n+++ new/a.txt\n@@ -1 +1 @@\n-one\n+two\n"));
}

#[test]
fn two_named_documents_are_one_row_whatever_their_names() {
    let workdir = Workdir::with(&[("draft.txt", "one\n"), ("final.txt", "one two\n")]);
    let expected = "id,change,words_added,words_removed\nfinal.txt,changed,1,0\n";
    let line = "diff draft.txt final.txt --per document --columns id,change,words_added,words_removed";
    assert_eq!(workdir.run(line), yes(expected));
}

#[test]
fn standard_input_is_one_side_only() {
    let workdir = Workdir::with(&[("a.txt", "one\n")]);
    assert_eq!(workdir.pipe("diff - a.txt", "one\n"), done(""));
    assert_eq!(workdir.pipe("diff a.txt -", "one\n"), done(""));
    let refused = "textmill: -: standard input cannot be both sides\nhint: name a file or folder for one of them\n";
    assert_eq!(workdir.run("diff - -"), failed(refused));
}

#[test]
fn a_patch_has_color_only_if_asked_for() {
    let workdir = Workdir::with(&[("a.txt", "one two\n"), ("b.txt", "one three\n")]);
    for (flags, is_colored) in [("", false), ("--color never", false), ("--color always", true)] {
        let ended = workdir.run(&format!("diff a.txt b.txt {flags}"));
        assert_eq!(ended.stdout.contains('\x1b'), is_colored, "{flags}");
    }
}

#[test]
fn views_of_two_documents_are_refused_for_corpora() {
    let workdir = Workdir::with(&[("a.csv", "id,text\n1,a\n2,b\n")]);
    let refused = "\
textmill: patches, two columns and rows per line, word or sentence are for two documents, and these are corpora
hint: --per document writes one row for each document
";
    for flags in ["-f unified", "--per line", "--per word"] {
        assert_eq!(workdir.run(&format!("diff a.csv a.csv {flags}")), failed(refused), "{flags}");
    }
}
