//! What `.ignore` and `.gitignore` files leave out is counted and named, and what they cannot say is no empty rule.

use crate::harness::{Ended, Workdir, done};

const FILES: &[(&str, &str)] = &[
    ("in/a.txt", "one"),
    ("in/b.txt", "two"),
    ("in/c.log", "three"),
    ("in/.d.log", "four"),
    ("in/sub/e.txt", "five"),
    ("in/old/f.txt", "six"),
];

#[track_caller]
fn check(workdir: &Workdir, line: &str, n_documents: usize, stderr: &str) {
    let stdout = format!("documents\n{n_documents}\n");
    assert_eq!(workdir.run(line), Ended { status: 0, stdout, stderr: stderr.to_owned() }, "{line}");
}

#[test]
fn what_rules_leave_out_is_counted_and_named() {
    let workdir = Workdir::with(FILES);
    let count = |flags: &str| format!("stats in --only documents {flags}");
    check(&workdir, &count(""), 5, "");
    workdir.write("in/.ignore", "*.log\nold/\n");
    let told = "textmill: in: 1 file and 1 folder ignored by in/.ignore (--no-ignore reads them, -v names them)\n";
    check(&workdir, &count(""), 3, told);
    check(&workdir, &count("-q"), 3, "");
    check(&workdir, &count("--no-ignore"), 5, "");
    let ended = workdir.run(&count("-v"));
    for name in ["c.log", "old"] {
        let note = format!("textmill: note: in/{name}: ignored by in/.ignore\n");
        assert!(ended.stderr.contains(&note), "{}", ended.stderr);
    }
    assert!(!ended.stderr.contains(".d.log"), "{}", ended.stderr);
}

#[test]
fn what_would_not_be_read_anyway_is_not_counted() {
    let workdir = Workdir::with(FILES);
    workdir.write("in/.ignore", "*.log\n");
    check(&workdir, "stats in --only documents --glob *.txt", 4, "");
    check(&workdir, "stats in --only documents --exclude *.log", 4, "");
}

#[test]
fn rules_of_git_count_in_repositories_only_and_those_above_are_named() {
    let workdir = Workdir::with(FILES);
    workdir.write(".gitignore", "*.log\n");
    check(&workdir, "stats in --only documents", 5, "");
    workdir.write(".git/HEAD", "");
    let told = "textmill: in: 1 file ignored by .gitignore (--no-ignore reads it, -v names it)\n";
    check(&workdir, "stats in --only documents", 4, told);
    // A name that leads elsewhere has no other names above it.
    let place = workdir.path(".gitignore").canonicalize().unwrap();
    let told =
        format!("textmill: in/sub/..: 1 file ignored by {} (--no-ignore reads it, -v names it)\n", place.display());
    check(&workdir, "stats in/sub/.. --only documents", 4, &told);
}

#[test]
fn a_line_that_is_no_pattern_is_named_and_the_others_hold() {
    let workdir = Workdir::with(FILES);
    workdir.write("in/.ignore", "{a\n*.log\n");
    let ended = workdir.run("stats in --only documents");
    assert_eq!((ended.status, ended.stdout.as_str()), (0, "documents\n4\n"));
    let warning = "textmill: warning: in/.ignore: line 1 is no pattern, and was passed over: ";
    assert!(ended.stderr.starts_with(warning), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_with_rules_that_cannot_be_read_is_refused_and_the_others_go_on() {
    use std::os::unix::fs::symlink;

    let why = |why: &str, n_documents: usize, place: &str, make: &dyn Fn(&std::path::Path)| {
        let workdir = Workdir::with(FILES);
        make(&workdir.path(place));
        let ended = workdir.run("stats in --only documents");
        let told = format!(
            "textmill: {place}: its rules cannot be applied, so nothing below its folder is read: {why}\n\
             hint: --no-ignore reads the folder without such rules\n"
        );
        // Of nothing that was read there are no numbers.
        let counted = if n_documents == 0 { String::new() } else { format!("documents\n{n_documents}\n") };
        assert_eq!((ended.status, ended.stdout), (2, counted), "{place}");
        assert!(ended.stderr.starts_with(&told), "{}", ended.stderr);
        assert_eq!(workdir.run("stats in --only documents --no-ignore"), done("documents\n5\n"));
    };
    let fifo = |path: &std::path::Path| {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let is_pipe = "it is a named pipe, not a regular file";
    why(is_pipe, 4, "in/sub/.ignore", &fifo);
    why(is_pipe, 0, "in/.ignore", &fifo);
    let device = |path: &std::path::Path| symlink("/dev/zero", path).unwrap();
    why("it is a device, not a regular file", 4, "in/old/.ignore", &device);
    let long = |path: &std::path::Path| std::fs::write(path, vec![b'#'; (1 << 20) + 1]).unwrap();
    why("it is longer than 1.0 MiB, the most that may be read", 4, "in/old/.ignore", &long);
    let many = |path: &std::path::Path| std::fs::write(path, "x\n".repeat(10_001)).unwrap();
    let most = "more than 10000 patterns, 256 kB of names or 32 kB of patterns with wildcards would hold in its folder";
    why(most, 4, "in/old/.ignore", &many);
}
