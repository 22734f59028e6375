//! A `textmill.toml` that lies in the folder may have come with somebody else's texts: it changes numbers, says so, and does
//! nothing else.

use crate::harness::{Ended, Workdir};

const TEXT: &str = "One two two. Three three three.\n";

fn with_settings(settings: &str) -> Workdir {
    Workdir::with(&[("a.txt", TEXT), ("t.csv", "text\n=1+1\n"), ("victim", "precious\n"), ("textmill.toml", settings)])
}

#[test]
fn what_is_not_numbers_is_refused_with_the_reason_and_nothing_is_written() {
    let cases = [
        ("quiet = true", "quiet silences a message, or takes off a limit or guard"),
        ("[export]\nraw = true", "raw silences a message, or takes off a limit or guard"),
        ("[export]\nunguard = true", "unguard silences a message"),
        ("max-document = \"100G\"", "max-document silences a message"),
        ("[stats]\nmemory = \"100G\"", "memory silences a message"),
        ("[diff]\ntimeout = 1000000", "timeout silences a message"),
        ("[stats]\npartial = \"victim\"", "partial names a file to write"),
        ("output = \"victim\"", "output names a file to write"),
        ("[split]\nrebuild = \"victim\"", "rebuild says what is written, and over what"),
        ("[split]\nmanifest = \"victim\"", "manifest names a file to write"),
        ("files-from = \"victim\"", "files-from names a file to read"),
        ("[stats]\nagainst = [\"victim\"]", "against names a file to read"),
        ("meta = \"victim\"", "meta names a file to read"),
        ("[stats]\nstop = [\"en\", \"victim\"]", "stop names a file to read"),
        ("[split]\nrule = \"victim\"", "rule names a file to read"),
        ("follow = true", "follow has more files read"),
        ("hidden = true", "hidden has more files read"),
        ("no-ignore = true", "no-ignore has more files read"),
        ("format = \"text\"", "format says what is written, and over what"),
        ("provenance = true", "provenance says what is written, and over what"),
        ("rows-per-file = 1", "rows-per-file says what is written, and over what"),
        ("[rerun]\nforce = true", "force says what is written, and over what"),
        ("dry-run = true", "dry-run has something else done than the command says"),
        ("[dedupe]\ncheck = true", "check has something else done than the command says"),
    ];
    for (settings, told) in cases {
        let workdir = with_settings(settings);
        let Ended { status, stdout, stderr } = workdir.run("stats a.txt");
        assert_eq!((status, &*stdout), (2, ""), "{settings}");
        assert!(stderr.starts_with(&format!("textmill: textmill.toml: {told}")), "{settings}: {stderr}");
        assert!(stderr.contains("--config"), "{settings}: {stderr}");
        assert_eq!(workdir.read("victim"), "precious\n", "{settings}");
        assert_eq!(workdir.names("."), ["a.txt", "t.csv", "textmill.toml", "victim"], "{settings}");
    }
}

#[test]
fn the_guard_of_formulas_stays_whatever_the_folder_says() {
    let workdir = with_settings("quiet = true\n[export]\nraw = true\n");
    assert_eq!(workdir.run("export t.csv").status, 2);
    let ended = workdir.run("export t.csv --no-config --columns text");
    assert_eq!((ended.status, &*ended.stdout), (0, "text\n'=1+1\n"));
}

#[test]
fn names_of_what_is_built_in_are_taken() {
    let workdir = with_settings("[stats]\nstop = [\"en\"]\n[split]\nrule = \"nexis\"\n");
    let ended = workdir.run("stats a.txt --per word --only word");
    assert_eq!(ended.stderr, "textmill: textmill.toml: defaults: stop = en\n");
    assert_eq!((ended.status, &*ended.stdout), (0, "word\nthree\ntwo\n"));
}

#[test]
fn what_was_taken_is_told_unless_the_user_wants_quiet_and_long_values_are_cut() {
    let workdir = with_settings(&format!("glob = [\"{}\"]\n[stats]\nonly = \"tokens\"\n", "x".repeat(4_000)));
    let ended = workdir.run("stats a.txt");
    assert_eq!((ended.status, &*ended.stdout), (0, "tokens\n6\n"));
    assert!(ended.stderr.starts_with("textmill: textmill.toml: defaults: "), "{}", ended.stderr);
    assert!(ended.stderr.contains("only = tokens") && ended.stderr.len() < 400, "{}", ended.stderr);
    assert_eq!(workdir.run("stats a.txt -q").stderr, "");
}

#[test]
fn threads_without_end_are_refused() {
    let ended = with_settings("threads = 100000000\n").run("stats a.txt");
    assert_eq!(ended.status, 2);
    assert!(
        ended.stderr.contains("'100000000' for '--threads <N>': a whole number from 1 to 1024"),
        "{}",
        ended.stderr
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_small_regular_file_is_named_and_holds_up_nothing() {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    let check = |make: &dyn Fn(&Path), why: &str| {
        let workdir = Workdir::with(&[("a.txt", TEXT)]);
        make(&workdir.path("textmill.toml"));
        let ended = workdir.run("stats a.txt --only tokens");
        let told = format!(
            "textmill: textmill.toml: cannot be read: {why}\n\
             hint: --no-config does without textmill.toml, --config FILE names another one\n"
        );
        assert_eq!((ended.status, &*ended.stdout, ended.stderr), (2, "", told));
        assert_eq!(workdir.run("stats a.txt --only tokens --no-config").stdout, "tokens\n6\n");
    };
    let fifo = |path: &Path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    check(&fifo, "it is a named pipe, not a regular file");
    check(&|path| symlink("/dev/zero", path).unwrap(), "it is a device, not a regular file");
    check(&|path| std::fs::create_dir(path).unwrap(), "it is a folder, not a regular file");
    let long = |path: &Path| std::fs::write(path, vec![b'#'; (1 << 20) + 1]).unwrap();
    check(&long, "it is longer than 1.0 MiB, the most that may be read");
    check(&|path| std::fs::write(path, b"\n\xff").unwrap(), "line 2 is not valid UTF-8");
}

#[cfg(unix)]
#[test]
fn pipes_that_the_user_names_are_read_up_to_their_limit() {
    let workdir = Workdir::with(&[("a.txt", TEXT)]);
    workdir.write("words", "three\n");
    workdir.write("list", "a.txt\n");
    workdir.write("names.csv", "label,variant\nTwo,two\n");
    workdir.write("tokens.toml", "[stats]\nonly = \"tokens\"\n");
    workdir.write("years.csv", "id,year\na.txt,1999\n");
    let shell = |line: &str| {
        let program = env!("CARGO_BIN_EXE_textmill");
        let line = line.replace("textmill", program);
        let mut shell = std::process::Command::new("bash");
        shell
            .args(["-c", &line])
            .current_dir(workdir.path("."))
            .env("COLUMNS", "80")
            .stdin(std::process::Stdio::null());
        let output = shell.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let check =
        |line: &str, expected: &str| assert_eq!(shell(line), (Some(0), expected.to_owned(), String::new()), "{line}");
    check("textmill stats a.txt --per word --only word --stop <(cat words)", "word\ntwo\none\n");
    check("cat words | textmill stats a.txt --per word --only word --stop -", "word\ntwo\none\n");
    check("mkfifo p; (cat words > p) & textmill stats a.txt --per word --only word --stop p", "word\ntwo\none\n");
    check("textmill stats --files-from <(cat list) --only tokens", "tokens\n6\n");
    check("cat list | textmill stats --files-from - --only tokens", "tokens\n6\n");
    check(
        "textmill stats a.txt --per term --only label,frequency --terms <(cat names.csv)",
        "label,frequency\nTwo,2\n",
    );
    check("textmill export a.txt --columns year --meta <(cat years.csv)", "year\n1999\n");
    check("textmill stats a.txt -q --config <(cat tokens.toml)", "tokens\n6\n");
    check(
        "textmill stats a.txt --per word --partial one && textmill stats --merge <(cat one) --per word --only word --top 1",
        "word\nthree\n",
    );
    for flag in ["--stop", "--config"] {
        let (status, stdout, stderr) = shell(&format!("textmill stats a.txt {flag} /dev/zero"));
        assert_eq!((status, &*stdout), (Some(2), ""), "{flag}: {stderr}");
        assert!(stderr.contains("cannot be read: it is longer than 1"), "{flag}: {stderr}");
    }
    let (status, _, stderr) = shell("cat words | textmill stats --stop - --only tokens");
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("textmill: --stop: names standard input, which something else is read from already\n"));
}
