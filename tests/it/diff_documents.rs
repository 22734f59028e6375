//! `textmill diff` of two documents: patches, views, moves, sentences, what is overlooked, and git.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::{Ended, Workdir, done, failed};

const MOVED: &str = "The harbour was closed to all ships.\n";

fn yes(stdout: &str) -> Ended {
    Ended { status: 1, ..done(stdout) }
}

/// Runs another program in the folder, without the user's own settings.
fn other(workdir: &Workdir, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    let binary = Path::new(env!("CARGO_BIN_EXE_textmill")).parent().expect("a binary lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    command.args(arguments).current_dir(workdir.path(".")).stdin(Stdio::null());
    command.env_clear().env("PATH", format!("{}:{path}", binary.display())).env("HOME", workdir.path("."));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", workdir.path("no-config"));
    command
}

/// Whether a program can be run here; says so if not.
fn is_installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        let told = writeln!(std::io::stderr(), "{program} is not installed, so that nothing could be tried with it");
        told.expect("somebody runs the tests");
    }
    found
}

/// Texts with their new versions that a patch must get right.
const PAIRS: [(&str, &str); 8] = [
    ("\u{feff}one\ntwo\n", "\u{feff}one\n2\n"),
    ("one\ntwo\n", "one\ntwo\nthree\n"),
    ("one\ntwo", "one\ntwo\n"),
    ("one\ntwo\n", "one\nzwei"),
    ("one\r\ntwo\r\nthree\r\n", "one\r\nzwei\r\nthree\r\n"),
    ("", "one\n"),
    ("one\n", ""),
    ("-- a\n++ b\n\\ c\n@@ d\n", "-- a\n++ c\n\\ c\n@@ d @@\n"),
];

/// What a program makes of a patch, in a folder with the old text at `name`; nothing if it is not installed.
fn applied(program: &str, arguments: &[&str], name: &str, old: &str, new: &str) -> Option<String> {
    if !is_installed(program) {
        return None;
    }
    let workdir = Workdir::new();
    for (path, text) in [(format!("a/{name}"), old), (format!("b/{name}"), new), (name.to_owned(), old)] {
        workdir.write(&path, text);
    }
    let paths = [format!("a/{name}"), format!("b/{name}")];
    let ended = workdir.command(["diff", &paths[0], &paths[1], "-o", "changes.patch", "-f", "unified"]).output();
    assert_eq!(ended.expect("the program starts").status.code(), Some(1));
    let output = other(&workdir, program, arguments).output().expect("it is installed");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(fs::read_to_string(workdir.path(name)).unwrap_or_default())
}

#[test]
fn patches_apply_with_patch_and_git() {
    for (old, new) in PAIRS {
        for name in ["plain.txt", "with a blank.txt"] {
            for (program, arguments) in
                [("patch", &["-p1", "-s", "-i", "changes.patch"][..]), ("git", &["apply", "changes.patch"][..])]
            {
                let found = applied(program, arguments, name, old, new);
                assert!(found.as_ref().is_none_or(|found| found == new), "{program} {name} {new:?}: {found:?}");
            }
        }
    }
}

#[test]
fn two_columns_are_as_wide_as_the_screen() {
    let workdir = Workdir::with(&[("a.txt", "same\nold words\n"), ("b.txt", "same\nnew words\nmore\n")]);
    let expected = [
        "  a.txt                                    b.txt",
        "@@ -1,2 +1,3 @@",
        "1 same                                   1 same",
        "2 old words                            | 2 new words",
        "                                       > 3 more\n",
    ];
    let expected = expected.join("\n");
    assert_eq!(workdir.run("diff a.txt b.txt -f side-by-side"), yes(&expected));
    assert_eq!(workdir.run("diff a.txt a.txt -f side-by-side"), done(""));
    let colored = workdir.run("diff a.txt b.txt -f side-by-side --color always").stdout;
    assert!(colored.contains("\x1b[1;4;31mold\x1b[0m"), "{colored}");
}

#[test]
fn formats_of_texts_are_for_two_documents_only() {
    let workdir = Workdir::with(&[("a.csv", "id,text\n1,a\n2,b\n"), ("a.txt", "a\n")]);
    let refused = "\
textmill: patches, two columns and rows per line, word or sentence are for two documents, and these are corpora
hint: --per document writes one row for each document
";
    for flags in ["-f side-by-side", "--per sentence"] {
        assert_eq!(workdir.run(&format!("diff a.csv a.csv {flags}")), failed(refused), "{flags}");
    }
    let refused = "textmill: --format: unified and side-by-side are formats of `diff` for two documents\nhint: --help explains --format\n";
    assert_eq!(workdir.run("stats a.txt -f side-by-side"), failed(refused));
}

#[test]
fn moved_lines_and_words_name_their_other_place() {
    let workdir = Workdir::with(&[("a.txt", &format!("{MOVED}x\ny\n")), ("b.txt", &format!("x\ny\n{MOVED}"))]);
    let line = MOVED.trim_end();
    let header = "change,old_line,new_line,moved_to,moved_from,text\n";
    let rows = format!("{header}removed,1,,3,,{line}\nadded,,3,,1,{line}\n");
    assert_eq!(workdir.run("diff a.txt b.txt -f csv"), yes(&rows));
    assert_eq!(
        workdir.run("diff a.txt b.txt -v -o out.csv").stderr,
        "textmill: note: 1 line removed, 1 added; of these 1 moved, in 1 block\n"
    );
    let unmoved = format!("{header}removed,1,,,,{line}\nadded,,3,,,{line}\n");
    assert_eq!(workdir.run("diff a.txt b.txt -f csv --min-moved 0"), yes(&unmoved));
    let words = workdir.run("diff a.txt b.txt --per word --columns old_position,moved_to").stdout;
    assert!(words.starts_with("old_position,moved_to\n1,3\n2,4\n"), "{words}");
    let patch = workdir.run("diff a.txt b.txt").stdout;
    assert_eq!(patch, format!("--- a.txt\n+++ b.txt\n@@ -1,3 +1,3 @@\n-{MOVED} x\n y\n+{MOVED}"));
    let colored = workdir.run("diff a.txt b.txt --color always").stdout;
    assert!(colored.contains("\x1b[2m -1 moved to +3"), "{colored}");
}

#[test]
fn sentences_are_rows() {
    let workdir = Workdir::with(&[
        ("a.txt", "It rained. The council met\nin the evening. Nobody came to the old harbour.\n"),
        ("b.txt", "It rained. The council met in the evening.\nNobody came to the new harbour.\n"),
    ]);
    let expected = "\
change,similarity,old_sentence,new_sentence,old_text
same,1,1,1,It rained.
same,1,2,2,\"The council met
in the evening.\"
changed,0.8333333333333334,3,3,Nobody came to the old harbour.
";
    let columns = "--columns change,similarity,old_sentence,new_sentence,old_text";
    assert_eq!(workdir.run(&format!("diff a.txt b.txt --per sentence {columns}")), yes(expected));
    let same = workdir.run("diff a.txt a.txt --per sentence --columns change --no-header");
    assert_eq!(same, done("same\nsame\nsame\n"));
}

#[test]
fn what_is_overlooked_is_no_difference() {
    let workdir = Workdir::with(&[
        ("a.txt", "“Well,”  he SAID.\nnext\n"),
        ("b.txt", "\"Well,\" he said.\nnext"),
        ("c.txt", "Well he said\nnext"),
    ]);
    for view in ["", "--words", "--per line", "--per word", "-f side-by-side", "--per sentence"] {
        let run = |new: &str, what: &str| workdir.run(&format!("diff a.txt {new} {view} {what}")).status;
        assert_eq!(run("b.txt", "--ignore case,space,quotes"), 0, "{view}");
        assert_eq!(run("c.txt", "--ignore case,punctuation"), 0, "{view}");
        assert_eq!(run("b.txt", "--ignore case,space"), 1, "{view}");
    }
    assert_eq!(workdir.run("diff a.txt b.txt --ignore nothing").status, 2);
}

#[test]
fn files_are_compared_as_bytes_before_anything_else() {
    let workdir = Workdir::with(&[
        ("a.bin", "\0\u{1}binary"),
        ("b.bin", "\0\u{1}binary"),
        ("c.bin", "\0\u{1}other"),
        ("d.txt", "d"),
    ]);
    assert_eq!(workdir.run("diff a.bin b.bin"), done(""));
    assert_eq!(workdir.run("diff a.bin b.bin --per word").status, 0);
    let refused = workdir.run("diff a.bin c.bin");
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("a.bin: looks like binary data, not text"), "{}", refused.stderr);
    workdir.write("e.txt", &"line\n".repeat(1000));
    let refused = workdir.run("diff d.txt e.txt --max-document 1K");
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("e.txt") && refused.stderr.contains("--max-document"), "{}", refused.stderr);
}

#[test]
fn what_cannot_be_compared_in_time_is_compared_in_part() {
    let bits = |seed: u64| {
        let mut state = seed;
        let mut bit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if state >> 62 & 1 == 0 { "a\n" } else { "b\n" }
        };
        (0..50_000).map(|_| bit()).collect::<String>()
    };
    let workdir = Workdir::with(&[("a.txt", &bits(1)), ("b.txt", &bits(2))]);
    for view in ["", "--words"] {
        let ended = workdir.run(&format!("diff a.txt b.txt --timeout 0 {view}"));
        let told = "textmill: warning: stopped looking for a smaller difference after 0 seconds\n\
                    hint: --timeout SECONDS gives it more time\n";
        assert_eq!((ended.status, ended.stderr.as_str()), (1, told));
    }
}

/// The arguments with which git calls for a file, `.` for what it does not know.
fn called_by_git(workdir: &Workdir, old: &str, new: &str) -> Ended {
    workdir.run(&format!("diff d/x.txt {old} 0a1b2c 100644 {new} 3d4e5f 100644"))
}

#[test]
fn git_is_answered_with_a_patch_and_zero() {
    let workdir = Workdir::with(&[("old", "one\n"), ("d/x.txt", "two\n"), ("bin", "\0\0"), ("t.csv", "id\n1\n")]);
    let patch = "--- a/d/x.txt\n+++ b/d/x.txt\n@@ -1 +1 @@\n-one\n+two\n";
    assert_eq!(called_by_git(&workdir, "old", "d/x.txt"), done(patch));
    assert_eq!(called_by_git(&workdir, "old", "old"), done(""));
    let added = "--- /dev/null\n+++ b/d/x.txt\n@@ -0,0 +1 @@\n+two\n";
    assert_eq!(called_by_git(&workdir, "/dev/null", "d/x.txt"), done(added));
    let removed = "--- a/d/x.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n";
    assert_eq!(called_by_git(&workdir, "old", "/dev/null"), done(removed));
    let table = called_by_git(&workdir, "old", "t.csv");
    assert!(table.stdout.ends_with("-one\n+id\n+1\n"), "{}", table.stdout);
    let binary = called_by_git(&workdir, "old", "bin");
    assert_eq!((binary.status, binary.stdout.as_str()), (0, ""));
    assert!(binary.stderr.contains("b/d/x.txt: not compared: "), "{}", binary.stderr);
    let renamed = workdir.run("diff x.txt old 0a 100644 d/x.txt 0b 100644 d/x.txt similarity");
    let about = "diff --git a/x.txt b/d/x.txt\nsimilarity\n";
    assert_eq!(renamed, done(&format!("{about}{}", patch.replace("a/d/x.txt", "a/x.txt"))));
    assert_eq!(workdir.run("diff a b c").status, 2);
    let mut conflict = workdir.command(["diff", "d/x.txt"]);
    let ended = conflict.env("GIT_DIFF_PATH_COUNTER", "1").output().expect("the program starts");
    assert_eq!((ended.status.code(), ended.stdout.len()), (Some(0), 0));
}

#[test]
fn a_file_that_is_not_there_is_an_empty_document() {
    let workdir = Workdir::with(&[("a.txt", "one\n")]);
    assert_eq!(workdir.run("diff /dev/null a.txt"), yes("--- /dev/null\n+++ a.txt\n@@ -0,0 +1 @@\n+one\n"));
    assert_eq!(workdir.run("diff a.txt /dev/null --words"), yes("[-one-]\n"));
}

#[test]
fn what_git_says_of_a_renamed_file_is_shown() {
    if !is_installed("git") {
        return;
    }
    let workdir = Workdir::with(&[("a.txt", "one\ntwo\nthree\nfour\n")]);
    let git = |arguments: &[&str]| {
        let output = other(&workdir, "git", arguments).output().expect("git runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    git(&["init", "-q", "."]);
    git(&["add", "."]);
    git(&["-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "first"]);
    git(&["mv", "a.txt", "b.txt"]);
    let external = "diff.external=textmill diff";
    let shown = git(&["-c", external, "diff", "-M", "HEAD"]);
    assert!(shown.starts_with("diff --git a/a.txt b/b.txt\nsimilarity index 100%\nrename from a.txt\n"), "{shown}");
    workdir.write("b.txt", "one\ntwo\nthree\n4\n");
    let shown = git(&["-c", external, "diff", "-M", "HEAD"]);
    assert!(shown.contains("\nrename from a.txt\nrename to b.txt\n"), "{shown}");
    assert!(shown.ends_with("--- a/a.txt\n+++ b/b.txt\n@@ -1,4 +1,4 @@\n one\n two\n three\n-four\n+4\n"), "{shown}");
}

#[test]
fn git_itself_shows_our_differences() {
    if !is_installed("git") {
        return;
    }
    let workdir = Workdir::with(&[("a b.txt", "one\ntwo\n"), ("gone.txt", "gone\n")]);
    let git = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = other(&workdir, "git", &arguments).output().expect("git runs");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {line}: {error}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    git("init -q .");
    git("config user.name Test");
    git("config user.email test@example.org");
    git("add .");
    git("commit -q -m first");
    other(&workdir, "git", &["config", "diff.external", "textmill diff"]).status().expect("git runs");
    workdir.write("a b.txt", "one\n2\n");
    fs::remove_file(workdir.path("gone.txt")).expect("it was there");
    let shown = git("diff");
    assert_eq!(
        shown,
        "--- a/a b.txt\t\n+++ b/a b.txt\t\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n"
    );
    let tool = "difftool.textmill.cmd";
    let command = "textmill diff --words \"$LOCAL\" \"$REMOTE\"";
    other(&workdir, "git", &["config", tool, command]).status().expect("git runs");
    let shown = git("difftool -y -t textmill -- gone.txt");
    assert!(shown.contains("[-gone-]"), "{shown}");
}
