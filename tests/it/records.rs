//! A record of a run may have come with somebody else's texts: its command makes the outputs that it lists, of the inputs that
//! it lists, in its own folder, and does nothing else.

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Ended, Workdir, assert_no_leftovers, done};

const TEXTS: &[(&str, &str)] = &[("in/a.txt", "one two two"), ("in/b.txt", "one"), ("victim", "precious\n")];
const RECORD: &str = "words.csv.provenance.json";

/// A folder with a table and its record.
fn recorded() -> (Workdir, Value) {
    let workdir = Workdir::with(TEXTS);
    assert_eq!(workdir.run("stats in --per word -o words.csv --provenance"), done(""));
    let record = serde_json::from_str(&workdir.read(RECORD)).unwrap();
    (workdir, record)
}

/// Runs a record that was changed; it must fail with this message, and leave everything as it is.
#[track_caller]
fn check_refused(workdir: &Workdir, record: &Value, message: &str) {
    workdir.write(RECORD, &record.to_string());
    let before = (workdir.names("."), workdir.read("victim"), workdir.names("in"));
    let Ended { status, stdout, stderr } = workdir.run(&format!("rerun {RECORD}"));
    assert_eq!((status, &*stdout), (2, ""), "{stderr}");
    assert!(stderr.contains(&format!("\ntextmill: {message}")), "{message}: {stderr}");
    assert_eq!((workdir.names("."), workdir.read("victim"), workdir.names("in")), before, "{message}");
    assert_no_leftovers(&workdir.path("."));
}

fn output(path: &str) -> Value {
    json!({"path": path, "bytes": 1, "xxh3_128": "0".repeat(32)})
}

#[test]
fn the_command_is_shown_first_on_one_line() {
    let (workdir, mut record) = recorded();
    let ended = workdir.run(&format!("rerun {RECORD}"));
    let told = "textmill: runs textmill stats in --per word -o words.csv --provenance\n\
                textmill: 1 file made again, byte for byte the same\n";
    assert_eq!(ended, Ended { status: 0, stdout: String::new(), stderr: told.to_owned() });
    assert_eq!(workdir.run(&format!("rerun {RECORD} -q")), done(""));
    record["arguments"] = json!(["export", "a\ntextmill: all is well", "-o", "words.csv"]);
    check_refused(&workdir, &record, "a\ntextmill: all is well: cannot be opened");
    let ended = workdir.run(&format!("rerun {RECORD}"));
    assert!(
        ended.stderr.starts_with("textmill: runs textmill export $'a\\ntextmill: all is well' -o"),
        "{}",
        ended.stderr
    );
}

#[test]
fn outputs_that_are_not_below_the_folder_of_the_record_are_refused() {
    let (workdir, mut record) = recorded();
    let outside = workdir.path("../outside.csv").display().to_string();
    for (path, why) in [
        ("../outside.csv", "is not below the folder of the record"),
        (outside.as_str(), "is not below the folder of the record"),
        ("/etc/passwd", "is not below the folder of the record"),
        ("none/../../outside.csv", "cannot be an output of the record: the path leads up from nowhere"),
        (".bashrc", "is a hidden file or in a hidden folder"),
        (".git/hooks/pre-commit", "is a hidden file or in a hidden folder"),
        ("in", "is no regular file"),
        (".", "is no regular file"),
        ("victim/x", "cannot be an output of the record: "),
        ("victim", "is there, and is not what the record says"),
    ] {
        record["outputs"] = json!([output(path)]);
        record["arguments"] = json!(["stats", "in", "--per", "word", "-o", path]);
        check_refused(&workdir, &record, &format!("{path}: {why}"));
    }
    record["outputs"] = json!([]);
    check_refused(&workdir, &record, &format!("{RECORD}: lists no output"));
    record["outputs"] = json!([{"path": "new.csv", "bytes": 1, "xxh3_128": null}]);
    check_refused(&workdir, &record, "new.csv: has no hash in the record");
    record["outputs"] = json!([output("x".repeat(40_000).as_str())]);
    workdir.write(RECORD, &record.to_string());
    assert!(workdir.run(&format!("rerun {RECORD}")).stderr.contains("the path is too long"));
}

#[test]
fn the_record_and_the_inputs_are_no_outputs_and_the_record_no_input() {
    let (workdir, record) = recorded();
    let mut itself = record.clone();
    itself["outputs"][0]["path"] = json!(RECORD);
    workdir.write(RECORD, &itself.to_string());
    let ended = workdir.run(&format!("rerun {RECORD} --force"));
    assert!(ended.stderr.contains(&format!("\ntextmill: {RECORD}: is the record itself\n")), "{}", ended.stderr);
    assert_eq!(workdir.read(RECORD), itself.to_string());
    let mut input = record.clone();
    input["outputs"] = json!([{"path": "in/a.txt", "bytes": 11, "xxh3_128": record["inputs"][0]["xxh3_128"]}]);
    check_refused(&workdir, &input, "in/a.txt: is both an input and the output");
}

#[cfg(unix)]
#[test]
fn outputs_that_are_links_or_special_are_seen_for_what_they_are() {
    use std::os::unix::fs::symlink;

    let (workdir, mut record) = recorded();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("precious"), "mine").unwrap();
    symlink(outside.path().join("precious"), workdir.path("link.csv")).unwrap();
    symlink(outside.path(), workdir.path("folder")).unwrap();
    symlink(outside.path().join("none"), workdir.path("broken.csv")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(workdir.path("pipe.csv")).status().unwrap().success());
    for (path, why) in [
        ("link.csv", "is not below the folder of the record"),
        ("folder/new.csv", "is not below the folder of the record"),
        ("broken.csv", "cannot be an output of the record: a link in it leads nowhere"),
        ("pipe.csv", "is no regular file"),
    ] {
        record["outputs"] = json!([output(path)]);
        record["arguments"] = json!(["stats", "in", "--per", "word", "-o", path]);
        check_refused(&workdir, &record, &format!("{path}: {why}"));
    }
    assert_eq!(std::fs::read_to_string(outside.path().join("precious")).unwrap(), "mine");
    assert_eq!(outside.path().read_dir().unwrap().count(), 1);
}

#[test]
fn commands_that_could_do_more_than_make_outputs_are_refused() {
    let (workdir, mut record) = recorded();
    for (line, why) in [
        ("rerun words.csv.provenance.json --force", "is no record of a run"),
        ("completions bash", "is no record of a run"),
        ("man stats", "is no record of a run"),
        ("stats in", "its command names no file with --output"),
        ("stats in -o -", "its command names no file with --output"),
        ("stats - -o words.csv", "its command reads \"-\", which is neither a regular file nor a folder"),
        ("stats /dev/zero -o words.csv", "its command reads \"/dev/zero\""),
        ("stats in --stop /dev/zero -o words.csv", "its command reads \"/dev/zero\""),
        ("dedupe in -o words.csv --index victim", "its command names a file to write with --index"),
        ("split in -o words.csv --manifest=victim", "its command names a file to write with --manifest"),
        ("split --rebuild in/a.txt -o words.csv", "its command names a file to write with --rebuild"),
        ("stats in --partial=victim", "its command names a file to write with --partial"),
        (
            "stats in --no-such-flag -o words.csv",
            "its command cannot be run: unexpected argument '--no-such-flag' found",
        ),
        ("fly", "its command cannot be run: "),
    ] {
        record["arguments"] = line.split(' ').collect();
        check_refused(&workdir, &record, &format!("{RECORD}: {why}"));
    }
}

#[test]
fn defaults_that_name_files_are_refused_and_others_hold() {
    let (workdir, mut record) = recorded();
    for key in ["output", "partial", "files-from", "meta", "against", "terms", "stop"] {
        record["defaults"] = json!({key: "victim"});
        let effect =
            if ["output", "partial"].contains(&key) { "names a file to write" } else { "names a file to read" };
        // What the command line says itself has no default.
        if key != "output" {
            let message =
                format!("{RECORD}: the default {key} {effect}, which a record may do by its command line alone");
            check_refused(&workdir, &record, &message);
        }
    }
    record["defaults"] = json!({"stop": ["en"], "provenance": true, "quiet": true, "definitions": false});
    workdir.write(RECORD, &record.to_string());
    assert!(workdir.run(&format!("rerun {RECORD}")).stderr.contains("words.csv: is not the same"));
    record["defaults"] = json!({"output": "victim", "force": true});
    record["arguments"] = json!(["stats", "in", "--per", "word"]);
    check_refused(&workdir, &record, &format!("{RECORD}: its command names no file with --output"));
}

#[test]
fn files_beside_those_that_the_record_lists_are_not_written() {
    let (workdir, record) = recorded();
    let check = |line: &str, path: &str, message: &str| {
        let mut changed = record.clone();
        changed["arguments"] = line.split(' ').collect();
        changed["outputs"] = json!([output(path)]);
        check_refused(&workdir, &changed, message);
    };
    let unlisted = "cannot be written: the record does not list it";
    check("stats in -o new.csv --definitions", "new.csv", &format!("new.csv.definitions.csv: {unlisted}"));
    check("stats in -o other.csv", "new.csv", &format!("other.csv: {unlisted}"));
    check("stats in -o /dev/full", "new.csv", &format!("/dev/full: {unlisted}"));
    check("stats in -o other.html", "new.csv", &format!("other.html: {unlisted}"));
    check("export in -o other/ -f text", "new.csv", &format!("other/: {unlisted}"));
    check("split in --by line -o other/", "new.csv", &format!("other/: {unlisted}"));
    check("export in -o parts/ --rows-per-file 1", "parts/document-0001.csv", "");
    let further = "would be written, and the record does not list it among the outputs";
    let place = workdir
        .path("parts/document-0002.csv")
        .canonicalize()
        .unwrap_or_else(|_| workdir.path(".").canonicalize().unwrap().join("parts/document-0002.csv"));
    check(
        "export in -o parts/ --rows-per-file 1",
        "parts/document-0001.csv",
        &format!("{}: {further}", place.display()),
    );
    let mut fewer = record.clone();
    fewer["outputs"] = json!([record["outputs"][0], output("missing.csv")]);
    check_refused(&workdir, &fewer, "missing.csv: is not written by the command of the record");
}

#[test]
fn inputs_that_the_record_does_not_list_are_not_read() {
    let (workdir, record) = recorded();
    workdir.write("in/c.txt", "new");
    check_refused(&workdir, &record, "in/c.txt: would be read, and the record does not list it among the inputs");
    let mut secret = record;
    secret["inputs"] = json!([]);
    secret["arguments"] = json!(["export", "victim", "-f", "text", "-o", "words.csv"]);
    check_refused(&workdir, &secret, "victim: would be read, and the record does not list it");
    // As git would call it.
    secret["arguments"] = json!(["diff", "x", "victim", "0", "0", "in/a.txt", "0", "0", "-o", "words.csv"]);
    check_refused(&workdir, &secret, "victim: would be read, and the record does not list it");
}

#[test]
fn a_file_that_is_there_stays_unless_the_user_says_otherwise() {
    let (workdir, mut record) = recorded();
    let table = workdir.read("words.csv");
    workdir.write("words.csv", "mine");
    check_refused(
        &workdir,
        &record,
        "words.csv: is there, and is not what the record says\nhint: rerun --force replaces it\n",
    );
    assert_eq!(workdir.read("words.csv"), "mine");
    assert_eq!(workdir.run(&format!("rerun {RECORD} --force -q")), done(""));
    assert_eq!(workdir.read("words.csv"), table);
    // The file is what the record says, and something else comes out.
    record["arguments"] = json!(["stats", "in", "-o", "words.csv"]);
    check_refused(
        &workdir,
        &record,
        "words.csv: is not the same as when the record was written\nhint: the file that is there was kept",
    );
    assert_eq!(workdir.read("words.csv"), table);
    let ended = workdir.run(&format!("rerun {RECORD} --force"));
    assert!(ended.stderr.contains("hint: it was written anew"), "{}", ended.stderr);
    assert_ne!(workdir.read("words.csv"), table);
}

#[test]
fn what_stands_beside_the_rows_is_listed_and_made_again() {
    let workdir = Workdir::with(TEXTS);
    workdir.write("page.txt", "one\n\ntwo\n");
    for (line, record, expected) in [
        ("stats in -o all.csv --definitions", "all.csv.provenance.json", &["all.csv", "all.csv.definitions.csv"][..]),
        (
            "split page.txt --by line -o lines.csv --manifest m.csv",
            "lines.csv.provenance.json",
            &["lines.csv", "m.csv"],
        ),
        (
            "split page.txt --by line -o folder/ -f csv",
            "folder/provenance.json",
            &["folder/segment.csv", "folder/manifest.csv"],
        ),
        ("export in -o book.xlsx", "book.xlsx.provenance.json", &["book.xlsx"]),
        ("export in --file-per id -o parts/", "parts/provenance.json", &["parts/a.txt.csv", "parts/b.txt.csv"]),
    ] {
        if line.contains("xlsx") && cfg!(not(feature = "xlsx")) {
            continue;
        }
        let ended = workdir.run(&format!("{line} --provenance -q"));
        assert_eq!(ended, done(""), "{line}");
        let listed: Value = serde_json::from_str(&workdir.read(record)).unwrap();
        let listed: Vec<&str> =
            listed["outputs"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
        assert_eq!(listed, expected, "{line}");
        let before: Vec<Vec<u8>> = expected.iter().map(|name| std::fs::read(workdir.path(name)).unwrap()).collect();
        let rerun = || {
            let ended = workdir.run(&format!("rerun {record}"));
            assert_eq!(ended.status, 0, "{line}: {}", ended.stderr);
        };
        rerun();
        expected.iter().for_each(|name| std::fs::remove_file(workdir.path(name)).unwrap());
        rerun();
        let after: Vec<Vec<u8>> = expected.iter().map(|name| std::fs::read(workdir.path(name)).unwrap()).collect();
        assert_eq!(after, before, "{line}");
    }
    assert_no_leftovers(&workdir.path("."));
}

#[test]
fn a_record_is_refused_where_there_are_no_tables() {
    let workdir = Workdir::with(&[("a.txt", "one\n\ntwo\n"), ("b.txt", "one\n")]);
    for (line, what) in [
        ("stats a.txt -o report.html", "a report is none"),
        ("dedupe a.txt -o report.html", "a report is none"),
        ("diff a.txt b.txt -o report.html", "a report is none"),
        ("diff a.txt b.txt -o a.patch", "a difference as text is none"),
        ("split a.txt --by line -o parts/", "a folder of segments is none"),
        ("split a.txt --by line -o parts/ --dry-run", "a folder of segments is none"),
        ("split --learn a.txt -o rule.toml", "a rule is none"),
        ("stats a.txt --per document --plot -o plot.txt", "a picture is none"),
    ] {
        let ended = workdir.run(&format!("{line} --provenance"));
        assert_eq!(ended.status, 2, "{line}: {}", ended.stderr);
        assert!(
            ended.stderr.contains(&format!("--provenance: records how tables came about, and {what}")),
            "{}",
            ended.stderr
        );
        assert_eq!(workdir.names("."), ["a.txt", "b.txt"], "{line}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_are_recorded_and_run_again() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let name = |bytes: &'static [u8]| OsStr::from_bytes(bytes);
    let workdir = Workdir::new();
    std::fs::create_dir(workdir.path("n")).unwrap();
    std::fs::write(workdir.path("n").join(name(b"\xe9.txt")), "x\n").unwrap();
    std::fs::create_dir(workdir.path("parts")).unwrap();
    let run = |arguments: &[&OsStr]| {
        let output = workdir.command(arguments).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (input, output, record) in [
        (name(b"n"), name(b"e.csv"), name(b"e.csv.provenance.json")),
        (name(b"n/\xe9.txt"), name(b"o\xff.csv"), name(b"o\xff.csv.provenance.json")),
        (name(b"n/\xe9.txt"), name(b"parts/"), name(b"parts/provenance.json")),
    ] {
        let ended = run(&[name(b"export"), input, name(b"-o"), output, name(b"--provenance")]);
        assert_eq!(ended, (Some(0), String::new()));
        let text = std::fs::read_to_string(workdir.path(".").join(record)).unwrap();
        let stored: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(stored["inputs"][0]["path"], json!({"shown": "n/\u{fffd}.txt", "bytes_hex": "6e2fe92e747874"}));
        let (status, stderr) = run(&[name(b"rerun"), record]);
        assert_eq!(status, Some(0), "{stderr}");
        assert!(stderr.ends_with("textmill: 1 file made again, byte for byte the same\n"), "{stderr}");
    }
    let (_, stderr) = run(&[name(b"rerun"), name(b"o\xff.csv.provenance.json")]);
    assert!(
        stderr.starts_with("textmill: runs textmill export $'n/\\xe9.txt' -o $'o\\xff.csv' --provenance\n"),
        "{stderr}"
    );
}

#[test]
fn what_is_no_small_record_is_refused_at_once() {
    let (workdir, _) = recorded();
    let check = |text: &str, why: &str| {
        workdir.write("r.json", text);
        let ended = workdir.run("rerun r.json");
        assert_eq!(ended.status, 2, "{}", ended.stderr);
        assert!(ended.stderr.starts_with(&format!("textmill: r.json: {why}")), "{}", ended.stderr);
    };
    check(&"[".repeat(1_000_000), "is no record of a run");
    check(&format!("{{\"inputs\":{}}}", "[".repeat(1_000_000)), "is no record of a run");
    check(&format!("{{\"x\":[{}0]}}", "0,".repeat(5_000_000)), "is no record of a run");
    let file = std::fs::File::create(workdir.path("r.json")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let ended = workdir.run("rerun r.json");
    assert_eq!((ended.status, ended.stderr.contains("it is longer than 64.0 MiB")), (2, true), "{}", ended.stderr);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/dev/zero", workdir.path("zero")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(workdir.path("pipe")).status().unwrap().success());
        for (name, kind) in [("zero", "a device"), ("pipe", "a named pipe")] {
            let ended = workdir.run(&format!("rerun {name}"));
            let told = format!("textmill: {name}: cannot be read: it is {kind}, not a regular file\n");
            assert_eq!((ended.status, ended.stderr), (2, told));
        }
    }
}

/// The calls by which code opens, makes, moves or removes what is not its own, with the files that may use them: each asks
/// `Permissions` for its place first, or works inside a place that was asked for.
#[test]
fn everything_that_writes_asks_for_its_place() {
    let writers = [
        ("src/cli/atomic_file.rs", "place_of"),
        ("src/cli/destination.rs", "place_of"),
        ("src/cli/writer/folder.rs", "folder_of"),
        ("src/cli/segment_files.rs", "folder_of"),
        ("src/cli/permissions.rs", "the folder of a staged file"),
        ("src/cli/rerun/outputs.rs", "the record lists them"),
        ("src/cli/signals.rs", "what Temporaries lists"),
    ];
    let calls = [
        "OpenOptions",
        "File::create",
        "fs::write",
        "create_dir",
        "fs::rename",
        "fs::copy",
        "hard_link",
        "persist",
        "tempfile_in",
        "tempdir_in",
        "set_len(",
        "remove_file",
        "remove_dir",
        "symlink(",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending = vec![root.join("src/cli")];
    let mut found = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let shipped = text.split("mod tests {").next().unwrap_or_default();
        let uses = |call: &&str| {
            shipped
                .match_indices(*call)
                .any(|(at, _)| !shipped[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if calls.iter().any(uses) {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
    // Tests write where they like.
    found.retain(|file| !file.ends_with("/tests.rs"));
    found.sort();
    let mut expected: Vec<&str> = writers.iter().map(|(file, _)| *file).collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "left: the files that write; right: those that are known to ask for their place");
    for (file, asks) in &writers[..4] {
        assert!(
            std::fs::read_to_string(root.join(file)).unwrap().contains(&format!("permissions().{asks}(")),
            "{file}"
        );
    }
}
