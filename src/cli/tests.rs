//! No flag takes a path that is forgotten when outputs are compared with what the run reads.
//!
//! The flags come from the definition of the command line. Each must be said here to read its file or to write it, and then
//! every file that a verb reads is tried as every file that it writes: by its own name, by a hard link and by a symbolic one.

#![cfg(unix)]

use std::any::TypeId;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Arg;
use tempfile::TempDir;

use super::messages::Failure;
use super::{Refusal, begin, definition, run};

/// Use of the file that a flag names. `DIR/` stands for the folder of the test.
enum Use {
    /// It reads the file: command lines, each with a file that it reads.
    Reads(Vec<(String, &'static str)>),
    /// It writes `FILE`.
    Writes(&'static str),
    /// The line says all, what is written too.
    Alone(Vec<(String, &'static str)>),
}

fn use_of(verb: &str, flag: &str) -> Option<Use> {
    let usual = match verb {
        "diff" => "diff DIR/a.txt DIR/b.txt".to_owned(),
        "split" => "split DIR/a.txt --by line".to_owned(),
        verb => format!("{verb} DIR/a.txt"),
    };
    let reads = |cases: &[(&str, &'static str)]| {
        Use::Reads(cases.iter().map(|(rest, file)| (format!("{usual} {rest}"), *file)).collect())
    };
    let whole = |cases: &[(&str, &'static str)]| {
        Use::Reads(cases.iter().map(|(line, file)| ((*line).to_owned(), *file)).collect())
    };
    let alone = |line: &str, file| Use::Alone(vec![(line.to_owned(), file)]);
    Some(match (verb, flag) {
        ("stats", "inputs") => whole(&[(&usual, "a.txt"), ("stats --merge DIR/stats.partial", "stats.partial")]),
        ("dedupe", "inputs") => whole(&[(&usual, "a.txt"), ("dedupe --merge DIR/dedupe.partial", "dedupe.partial")]),
        (_, "inputs") => reads(&[("", "a.txt")]),
        (_, "files_from") => reads(&[("--files-from DIR/list", "list"), ("--files-from DIR/list", "b.txt")]),
        (_, "meta") => reads(&[("--meta DIR/meta.csv", "meta.csv")]),
        ("rerun", "config") => alone("rerun DIR/onto-config.json --config DIR/config.toml", "config.toml"),
        (_, "config") => reads(&[("--config DIR/config.toml", "config.toml")]),
        ("stats", "against") => {
            reads(&[("--per word --against DIR/b.txt", "b.txt"), ("--per word --against DIR/words.csv", "words.csv")])
        }
        ("dedupe", "archive") => reads(&[("--archive DIR/b.txt", "b.txt")]),
        ("stats", "stop") => reads(&[("--per word --stop DIR/stop.txt", "stop.txt")]),
        ("stats", "terms") => reads(&[("--per term --terms DIR/terms.csv", "terms.csv")]),
        ("split", "rule") => whole(&[("split DIR/mail.txt --rule DIR/rule.toml", "rule.toml")]),
        ("split", "verify") => whole(&[
            ("split --verify DIR/parts/manifest.csv", "parts/manifest.csv"),
            ("split --verify DIR/parts/manifest.csv", "parts/a-0001.txt"),
            ("split --verify DIR/parts/manifest.csv", "a.txt"),
        ]),
        // Sources go to a folder by their own names.
        ("split", "rebuild") => Use::Alone(
            [("onto-manifest", "onto-manifest/manifest.csv"), ("onto-segment", "onto-segment/a-0001.txt")]
                .map(|(dir, file)| (format!("split --rebuild DIR/{dir}/manifest.csv -o DIR/{dir}/ --force"), file))
                .into(),
        ),
        ("diff", "old") => reads(&[("", "a.txt")]),
        ("diff", "new") => reads(&[("", "b.txt")]),
        ("diff", "git") => whole(&[
            ("diff a DIR/a.txt 0 100644 DIR/b.txt 0 100644", "a.txt"),
            ("diff a DIR/a.txt 0 100644 DIR/b.txt 0 100644", "b.txt"),
        ]),
        ("rerun", "record") => alone("rerun DIR/onto-itself.json", "onto-itself.json"),
        (_, "output") => Use::Writes("-o FILE -f csv"),
        ("stats" | "dedupe", "partial") => Use::Writes("--partial FILE"),
        ("split", "manifest") => Use::Writes("-o DIR/new.csv --manifest FILE"),
        ("dedupe", "index") => Use::Writes("-o DIR/new.csv --index FILE"),
        _ => return None,
    })
}

/// The flags of all verbs that take a path, as verb and flag.
fn path_flags() -> Vec<(String, String)> {
    let mut command = definition();
    command.build();
    let takes_path = |flag: &&Arg| flag.get_value_parser().type_id() == TypeId::of::<PathBuf>();
    let flags = |verb: &clap::Command| -> Vec<(String, String)> {
        let flags = verb.get_arguments().filter(takes_path);
        flags.map(|flag| (verb.get_name().to_owned(), flag.get_id().to_string())).collect()
    };
    let is_about_texts =
        |verb: &&clap::Command| !["help", "worker", "formats", "completions", "man"].contains(&verb.get_name());
    command.get_subcommands().filter(is_about_texts).flat_map(flags).collect()
}

/// A folder with a file for each use.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let files = [
        ("a.txt", "One page.\n\nTwo pages.\n"),
        ("b.txt", "Another page.\n"),
        ("list", "DIR/b.txt\n"),
        ("meta.csv", "id,desk\na.txt,north\n"),
        ("config.toml", "quiet = true\n"),
        ("words.csv", "word,frequency\npage,3\n"),
        ("stop.txt", "the\n"),
        ("terms.csv", "label,variant\npage,pages\n"),
        ("mail.txt", "From a@b Mon Jan  1 00:00:00 2024\nSubject: x\n\ntext\n"),
        ("rule.toml", "name = \"mbox\"\n\n[boundary]\nkind = \"mail\"\n\n[entry]\nformat = \"mail\"\n"),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text.replace("DIR", path)).unwrap();
    }
    for line in [
        "split DIR/a.txt --by line -o DIR/parts/",
        "stats DIR/a.txt --partial DIR/stats.partial",
        "dedupe DIR/a.txt --partial DIR/dedupe.partial",
        "split DIR/a.txt --by line -o DIR/onto-manifest/",
        "split DIR/a.txt --by line -o DIR/onto-segment/",
    ] {
        let (command, session) = begun(line, folder.path()).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(run(&command, &session).is_ok(), "{line}");
    }
    for (name, source) in [("onto-manifest", "manifest.csv"), ("onto-segment", "a-0001.txt")] {
        let manifest = folder.path().join(name).join("manifest.csv");
        let rows = fs::read_to_string(&manifest).unwrap();
        fs::write(manifest, rows.replace(&format!(",{path}/a.txt,"), &format!(",{source},"))).unwrap();
    }
    for (name, target) in [("onto-config.json", "config.toml"), ("onto-itself.json", "onto-itself.json")] {
        let [textmill, unicode] = super::record::versions();
        let target = format!("{path}/{target}");
        let record = serde_json::json!({
            "textmill": textmill, "unicode": unicode, "inputs": [],
            "arguments": ["stats", format!("{path}/a.txt"), "-f", "csv", "-o", target],
            "outputs": [{"path": target, "xxh3_128": null}],
        });
        fs::write(folder.path().join(name), record.to_string()).unwrap();
    }
    folder
}

fn begun(line: &str, folder: &Path) -> Result<(super::Command, super::Session), clap::Error> {
    let folder = folder.to_str().unwrap();
    let words = ["textmill", "-j", "1", "-q"].into_iter().chain(line.split_whitespace());
    match begin(words.map(|word| OsString::from(word.replace("DIR", folder)))) {
        Ok(begun) => Ok(begun),
        Err(Refusal::Clap(error)) => Err(error),
        Err(Refusal::Config(message)) => panic!("{line}: {}", message.what),
        Err(Refusal::System(_, error)) => panic!("{line}: {error}"),
    }
}

/// Runs a line that would write over `file`, which it reads; `false` if its flags do not go together.
#[track_caller]
fn check_refused(line: &str, file: &Path, folder: &Path) -> bool {
    let before = fs::read(file).unwrap();
    let (command, session) = match begun(line, folder) {
        Ok(begun) => begun,
        Err(error) if error.kind() == clap::error::ErrorKind::ArgumentConflict => return false,
        Err(error) => panic!("{line}: {error}"),
    };
    let what = match run(&command, &session) {
        Err(Failure::Told(message)) => message.what,
        other => panic!("{line} was not refused: {other:?}"),
    };
    // A record may be refused for more than one reason.
    assert!(what == "is both an input and the output" || line.starts_with("rerun "), "{line}: {what}");
    assert!(fs::read(file).unwrap() == before, "{line} changed {}", file.display());
    true
}

/// The file by its own name and by links to it.
fn names(file: &Path, folder: &Path) -> Vec<PathBuf> {
    let (hard, soft) = (folder.join("hard-link"), folder.join("soft-link"));
    for link in [&hard, &soft] {
        _ = fs::remove_file(link);
    }
    fs::hard_link(file, &hard).unwrap();
    std::os::unix::fs::symlink(file, &soft).unwrap();
    vec![file.to_owned(), hard, soft]
}

#[test]
fn no_verb_writes_over_what_any_of_its_flags_reads() {
    let folder = folder();
    let path = folder.path();
    let (mut read, mut written) = (Vec::new(), Vec::new());
    for (verb, flag) in path_flags() {
        match use_of(&verb, &flag) {
            None => panic!("--{flag} of {verb} takes a path: say in `use_of` whether the file is read or written"),
            Some(Use::Reads(cases)) => {
                read.extend(cases.into_iter().map(|(line, file)| (verb.clone(), flag.clone(), line, file)));
            }
            Some(Use::Writes(rest)) => written.push((verb, flag, rest)),
            Some(Use::Alone(cases)) => {
                for (line, file) in cases {
                    assert!(check_refused(&line, &path.join(file), path), "{line}");
                }
            }
        }
    }
    let mut tried = BTreeSet::new();
    for (verb, flag, line, file) in &read {
        for (_, target, rest) in written.iter().filter(|(other, ..)| other == verb) {
            for name in names(&path.join(file), path) {
                let line = format!("{line} {}", rest.replace("FILE", name.to_str().unwrap()));
                if check_refused(&line, &path.join(file), path) {
                    tried.extend([(verb, flag), (verb, target)]);
                }
            }
        }
    }
    let untried = |(verb, flag): (&String, &String)| !tried.contains(&(verb, flag));
    let all =
        read.iter().map(|(verb, flag, ..)| (verb, flag)).chain(written.iter().map(|(verb, flag, _)| (verb, flag)));
    let untried: Vec<_> = all.filter(|of| untried(*of)).collect();
    assert!(untried.is_empty(), "{untried:?}");
    assert!(tried.len() > 30, "{}", tried.len());
}
