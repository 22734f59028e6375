//! Examples in documents are run: each `console` block of README.md, docs and tests/cmd is a transcript.
//!
//! In a block a line `$ command` is given to `sh` in the repository's folder, with the built binary in front of the
//! path; the lines after it are what it prints, standard output and error together; `? 1` stands for an exit code
//! other than 0. With `TEXTMILL_BLESS=1` in the environment the documents are rewritten to what is printed now.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A document in pieces: lines to keep as they are, and commands with what they print.
enum Piece {
    Line(String),
    Example { command: String, printed: Vec<String> },
}

fn pieces(document: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut is_console, mut in_example) = (false, false);
    for line in document.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
            in_example = false;
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_console) {
            in_example = true;
            pieces.push(Piece::Example { command: command.to_owned(), printed: Vec::new() });
            continue;
        }
        match pieces.last_mut() {
            Some(Piece::Example { printed, .. }) if in_example => printed.push(line.to_owned()),
            _ => pieces.push(Piece::Line(line.to_owned())),
        }
    }
    pieces
}

/// What a reader sees who types `command`, with `scratch` for the files that it makes.
fn run(command: &str, scratch: &Path) -> Vec<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_textmill"));
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = binary.parent().expect("a binary lies in a folder");
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("COLUMNS", "80")
        .env("TMPDIR", scratch)
        .output()
        .expect("sh can be run");
    let mut lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    if output.status.code() != Some(0) {
        lines.push(format!("? {}", output.status.code().map_or_else(|| "signal".to_owned(), |code| code.to_string())));
    }
    lines
}

/// A blank line at the end of an example only sets the next one off.
fn without_last_blank(lines: &[String]) -> &[String] {
    match lines {
        [rest @ .., last] if last.is_empty() => rest,
        all => all,
    }
}

/// What becomes of a document whose examples print something else now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Complain,
    Rewrite,
}

/// Runs the examples of the document at `path`; returns how many there are and what differs.
fn check(path: &Path, then: Then) -> (usize, Vec<String>) {
    let document = fs::read_to_string(path).expect("the document can be read");
    let (mut n_examples, mut differences, mut now) = (0, Vec::new(), String::new());
    // Examples make and remove files by plain names, which must be nobody else's.
    let scratch = tempfile::TempDir::new().expect("a temporary folder");
    for piece in pieces(&document) {
        match piece {
            Piece::Line(line) => now.push_str(&format!("{line}\n")),
            Piece::Example { command, printed } => {
                n_examples += 1;
                let found = run(&command, scratch.path());
                let expected = without_last_blank(&printed);
                if found != expected {
                    let (expected, found) = (expected.join("\n"), found.join("\n"));
                    differences.push(format!("{}: $ {command}\n{expected}\n--- now:\n{found}\n", path.display()));
                }
                let blank = if expected.len() < printed.len() { "\n" } else { "" };
                let found: String = found.iter().map(|line| format!("{line}\n")).collect();
                now.push_str(&format!("$ {command}\n{found}{blank}"));
            }
        }
    }
    if then == Then::Rewrite && now != document {
        fs::write(path, now).expect("the document can be written");
        differences.clear();
    }
    (n_examples, differences)
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|suffix| suffix == "md") {
            found.push(path);
        }
    }
}

#[test]
fn examples_in_documents_print_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("README.md")];
    documents(&root.join("docs"), &mut paths);
    documents(&root.join("tests/cmd"), &mut paths);
    let then = if std::env::var_os("TEXTMILL_BLESS").is_some() { Then::Rewrite } else { Then::Complain };
    let (mut n_examples, mut differences) = (0, Vec::new());
    for path in paths {
        let (n, found) = check(&path, then);
        n_examples += n;
        differences.extend(found);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(n_examples >= 5, "only {n_examples} examples were found");
}

#[test]
fn a_transcript_is_taken_apart_and_wrong_output_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let document = "Text\n```console\n$ echo one\none\n\n$ echo two; false\nthree\n```\n$ not run\n";
    fs::write(&path, document).unwrap();
    let (n_examples, differences) = check(&path, Then::Complain);
    assert_eq!(n_examples, 2);
    assert!(matches!(&*differences, [one] if one.contains("two\n? 1")), "{differences:?}");
}
