//! An old result is worth keeping: what a run that read nothing, or was refused, leaves of the outputs that are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Ended, Workdir, assert_no_leftovers, done, failed};

/// Every file and folder below the folder of a test, with what the files hold.
fn tree(workdir: &Workdir) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = workdir.path(".");
    let (mut pending, mut found) = (vec![root.clone()], BTreeMap::new());
    while let Some(path) = pending.pop() {
        let name = path.strip_prefix(&root).unwrap().to_owned();
        if path.is_dir() {
            pending.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
            found.insert(name, b"a folder".to_vec());
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// Ways of writing, with `IN` for the input and `OUT` for the beginning of the output's name.
const WAYS: &[&str] = &[
    "export IN -o OUT.csv",
    "export IN -o OUT.csv --definitions --provenance",
    "export IN -o OUT.jsonl",
    "export IN -o OUT.tsv --excel",
    "export IN -o OUT.md",
    "export IN -f html -o OUT.html",
    "export IN -f table -o OUT.txt",
    "export IN -f text -o OUT.txt",
    "export IN -o OUT.vert",
    "export IN -o OUT.xml",
    "export IN -f matrix -o OUT/ --force",
    "export IN -f text -o OUT/ --force",
    "export IN --file-per id -o OUT/ --force",
    "export IN --rows-per-file 2 -o OUT/ --force",
    "stats IN -o OUT.csv",
    "stats IN --per word --top 5 -o OUT.csv",
    "stats IN --per corpus,document -o OUT/ --force --definitions",
    "stats IN --per word --plot -o OUT.txt",
    "stats IN -o OUT.html",
    "stats IN --partial OUT.partial",
    "dedupe IN -o OUT.csv",
    "dedupe IN --per pair -o OUT.csv",
    "dedupe IN --per threshold -o OUT.csv",
    "dedupe IN --strip -o OUT/ --force",
    "dedupe IN -o OUT.html",
    "dedupe IN --partial OUT.partial",
    "dedupe IN --index NEW.index -o OUT.csv",
    "dedupe IN --check",
    "diff a.txt IN -o OUT.csv",
    "diff IN texts -o OUT.csv",
    "diff texts IN -o OUT.html",
    "diff texts IN --per keyword -o OUT.csv",
    "split IN -o OUT.csv",
    "split IN -o OUT.csv --manifest OUT.manifest.csv",
    "split IN --by paragraph -o OUT/ --force",
    "split IN --learn -o OUT.toml",
    "split IN --explain -o OUT.csv",
    "split IN --parts a=50,b=50 -o OUT/ --force",
];

/// Ways of writing that this program may be built without.
const FURTHER_WAYS: &[(&str, bool)] = &[
    ("stats IN --per corpus,word -o OUT.xlsx", cfg!(feature = "xlsx")),
    ("stats IN --per corpus,word -o OUT.sqlite", cfg!(feature = "sqlite")),
    ("export IN -o OUT.parquet", cfg!(feature = "parquet")),
];

fn ways() -> impl Iterator<Item = &'static str> {
    let further = FURTHER_WAYS.iter().filter(|(_, is_built)| *is_built).map(|(line, _)| *line);
    WAYS.iter().copied().chain(further)
}

/// A folder with outputs of yesterday, and inputs of which nothing can be read.
fn yesterday() -> Workdir {
    let workdir = Workdir::with(&[("a.txt", "one"), ("texts/a.txt", "one"), ("broken/a.jsonl", "{\"text\": \n")]);
    fs::create_dir(workdir.path("empty")).unwrap();
    fs::create_dir(workdir.path("pictures")).unwrap();
    fs::write(workdir.path("pictures/a.png"), b"\x89PNG\0\0\0").unwrap();
    for suffix in ["csv", "jsonl", "tsv", "md", "html", "txt", "vert", "xml", "partial", "toml", "xlsx", "sqlite"] {
        workdir.write(&format!("old.{suffix}"), "yesterday's\n");
    }
    for name in ["parquet", "manifest.csv", "csv.definitions.csv", "csv.provenance.json"] {
        workdir.write(&format!("old.{name}"), "yesterday's\n");
    }
    for name in ["document.csv", "manifest.csv", "a.txt", "matrix.mtx", "a-0001.txt"] {
        workdir.write(&format!("old/{name}"), "yesterday's\n");
    }
    workdir
}

#[test]
fn a_run_that_read_nothing_leaves_every_kind_of_output_as_it_was() {
    let workdir = yesterday();
    let before = tree(&workdir);
    // A picture is compared as bytes.
    for input in ["empty", "broken", "pictures"] {
        for way in ways().filter(|way| input != "pictures" || !way.starts_with("diff")) {
            for output in ["old", "fresh"] {
                let line = way.replace("IN", input).replace("OUT", output).replace("NEW", "fresh");
                let ended = workdir.run(&line);
                assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}: {}", ended.stderr);
                let last = ended.stderr.lines().last().unwrap_or_default();
                let is_reported = last.contains("no documents were read") || way.contains("--learn");
                assert!(is_reported, "{line}: {}", ended.stderr);
                assert!(tree(&workdir) == before, "{line} wrote something");
            }
        }
    }
}

#[test]
fn the_message_names_the_output_that_was_left() {
    let workdir = yesterday();
    let message = |target: &str| {
        format!("textmill: warning: empty: there are no files to read\ntextmill: no documents were read; {target}\n")
    };
    assert_eq!(workdir.run("export empty -o old.csv"), failed(&message("old.csv was left as it was")));
    assert_eq!(workdir.run("export empty -o new.csv"), failed(&message("new.csv was not written")));
    assert_eq!(workdir.run("export empty -f text -o old/"), failed(&message("old/ was left as it was")));
    assert_eq!(workdir.run("export empty -f text -o new/"), failed(&message("new/ was not written")));
    let ended = workdir.run("dedupe texts --archive empty -o old.csv");
    let message = "textmill: no documents were read from empty; old.csv was left as it was\n";
    assert!(ended.status == 2 && ended.stderr.ends_with(message), "{}", ended.stderr);
}

#[test]
fn what_is_named_and_cannot_be_opened_ends_the_run_before_anything_is_written() {
    let workdir = yesterday();
    let before = tree(&workdir);
    let named = [
        "export texts --meta IN -o OUT.csv",
        "export --files-from IN -o OUT.csv",
        "stats texts --per word --against IN -o OUT.csv",
        "stats texts --per word --against texts --against IN -o OUT.csv",
        "stats texts --per word --against IN -o OUT.html",
        "stats texts --per word --stop IN -o OUT.csv",
        "stats texts --per term --terms IN -o OUT.csv",
        "stats --merge IN --per word -o OUT.csv",
        "stats --merge IN --partial OUT.partial",
        "dedupe texts --archive IN -o OUT.csv",
        "dedupe texts --archive texts --archive IN --check",
        "dedupe --merge IN -o OUT.csv",
        "split texts --rule IN -o OUT.csv",
        "split --verify IN -o OUT.csv",
        "split --rebuild IN -o OUT/ --force",
        "stats texts --config IN -o OUT.csv",
        "rerun IN",
        "export texts IN -o OUT.csv",
        "export IN texts --dry-run -o OUT.csv",
    ];
    for way in ways().chain(named) {
        for output in ["old", "fresh"] {
            let line = way.replace("IN", "nosuch").replace("OUT", output).replace("NEW", "fresh");
            let ended = workdir.run(&line);
            assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}: {}", ended.stderr);
            assert!(ended.stderr.starts_with("textmill: ") && ended.stderr.contains("nosuch: "), "{}", ended.stderr);
            assert!(tree(&workdir) == before, "{line} wrote something");
        }
    }
}

#[test]
fn all_that_is_named_and_cannot_be_opened_is_reported() {
    let workdir = Workdir::with(&[("a.txt", "one")]);
    let ended = workdir.run("stats none.txt a.txt other.txt");
    let named: Vec<&str> = ended.stderr.lines().filter(|line| line.contains("cannot be opened")).collect();
    assert_eq!((ended.status, named.len()), (2, 2), "{}", ended.stderr);
}

#[test]
fn a_pipe_a_table_and_a_text_that_are_empty_are_results() {
    let files = [("old.csv", "yesterday's\n"), ("none.jsonl", ""), ("head.csv", "id,text\n"), ("empty.txt", "")];
    let workdir = Workdir::with(&files);
    for (input, rows) in [("none.jsonl", ""), ("head.csv", ""), ("empty.txt", "empty.txt\n")] {
        assert_eq!(workdir.run(&format!("export {input} --columns id -o old.csv")), done(""), "{input}");
        assert_eq!(workdir.read("old.csv"), format!("id\n{rows}"), "{input}");
    }
    workdir.write("old.csv", "yesterday's\n");
    assert_eq!(workdir.pipe("dedupe --columns id -o old.csv -q", ""), done(""));
    assert_eq!(workdir.read("old.csv"), "id\n");
    assert_eq!(workdir.pipe("stats --only documents", ""), done("documents\n0\n"));
}

#[test]
fn rows_that_are_left_out_were_read() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("old.csv", "yesterday's\n")]);
    for flags in ["--where id=none", "--where id=a.txt --where id=b.txt"] {
        assert_eq!(workdir.run(&format!("export in --columns id {flags} -o old.csv")), done(""), "{flags}");
        assert_eq!(workdir.read("old.csv"), "id\n", "{flags}");
    }
    // What is not listed is not read.
    let ended = workdir.run("export in --glob *.md -o old.csv");
    assert_eq!((ended.status, workdir.read("old.csv")), (2, "id\n".to_owned()), "{}", ended.stderr);
}

#[test]
fn a_shard_without_documents_is_a_result() {
    let workdir = Workdir::with(&[("in/a.txt", "one")]);
    for verb in ["stats", "dedupe"] {
        for k in 1..=4 {
            assert_eq!(workdir.run(&format!("{verb} in --shard {k}/4 --partial {verb}{k} -q")), done(""), "{verb} {k}");
        }
    }
    let merged = workdir.run("stats --merge stats1 stats2 stats3 stats4 --only documents");
    assert_eq!(merged, done("documents\n1\n"));
}

#[test]
fn an_output_says_how_many_inputs_and_records_it_lacks() {
    let workdir = Workdir::with(&[
        ("in/a.txt", "one"),
        ("in/b.jsonl", "{\"id\":\"x\",\"text\":\"two\"}\nno json\n{\"text\":\n"),
        ("in/c.html", "<p>three\u{0}</p>"),
        ("in/d.csv", "id,text\n1,a,b\n"),
    ]);
    let ended = workdir.run("export in --strict -o out.csv --columns id");
    let message = "textmill: out.csv: was written without 3 records that could not be read\n";
    assert!(ended.status == 2 && ended.stderr.ends_with(message), "{}", ended.stderr);
    fs::write(workdir.path("in/e.txt"), b"caf\xe9 \xff\xfe").unwrap();
    workdir.write("list", "in\nabsent.txt\n");
    let ended = workdir.run("stats --files-from list --strict --encoding utf-8 --per corpus,word -o out/");
    let message = "textmill: out/: was written without 2 inputs and 3 records that could not be read\n";
    assert!(ended.status == 2 && ended.stderr.ends_with(message), "{}", ended.stderr);
    // Standard output replaces nothing.
    let ended = workdir.run("export in --strict --columns id");
    assert!(ended.status == 2 && !ended.stderr.contains("written without"), "{}", ended.stderr);
}

#[test]
fn pages_of_which_none_can_be_split_leave_the_output_as_it_was() {
    let prose = "A page without entries. It has two sentences.\n";
    let digest =
        "One\n\nText one.\n\nRead more\n\nTwo\n\nText two.\n\nRead more\n\nThree\n\nText three.\n\nRead more\n";
    let workdir = Workdir::with(&[("in/a.txt", prose), ("in/b.txt", prose), ("old.csv", "yesterday's\n")]);
    let before = tree(&workdir);
    for target in ["old.csv", "new.csv", "new/", "old.csv --manifest list.csv"] {
        let ended = workdir.run(&format!("split in -o {target}"));
        assert!(ended.status == 2 && ended.stderr.contains("no document could be split; "), "{}", ended.stderr);
        assert!(tree(&workdir) == before, "{target}");
    }
    workdir.write("in/c.txt", digest);
    let ended = workdir.run("split in -o old.csv");
    let message = "textmill: old.csv: was written without 2 documents that could not be split\n";
    assert!(ended.status == 2 && ended.stderr.ends_with(message), "{}", ended.stderr);
    assert_ne!(workdir.read("old.csv"), "yesterday's\n");
}

#[test]
fn what_is_no_manifest_leaves_the_output_as_it_was() {
    let workdir = Workdir::with(&[("m.csv", "id,source,start\na#1,a.txt,0\n"), ("old.csv", "yesterday's\n")]);
    let ended = workdir.run("split --verify m.csv -o old.csv");
    let message = "\ntextmill: no segment could be verified; old.csv was left as it was\n";
    assert!(ended.status == 2 && ended.stderr.ends_with(message), "{}", ended.stderr);
    assert_eq!(workdir.read("old.csv"), "yesterday's\n");
}

#[test]
fn a_reference_is_not_written_over() {
    let workdir =
        Workdir::with(&[("a.csv", "id,text\n1,old\n"), ("b.txt", "x y\n"), ("list.csv", "word,frequency\nx,1\n")]);
    for line in [
        "dedupe b.txt --archive a.csv -o a.csv",
        "stats b.txt --per word --against list.csv -o list.csv",
        "stats b.txt --per word --against a.csv -o a.csv",
    ] {
        let before = tree(&workdir);
        let ended = workdir.run(line);
        assert!(ended.status == 2 && ended.stderr.contains("is both an input and the output"), "{}", ended.stderr);
        assert!(tree(&workdir) == before, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn no_kind_of_output_replaces_an_input() {
    for way in ways().filter(|way| way.contains("OUT.")) {
        let workdir = yesterday();
        for name in workdir.names(".").iter().filter(|name| name.starts_with("old.")) {
            let link = workdir.path(&name.replace("old.", "link."));
            fs::hard_link(workdir.path("texts/a.txt"), link).unwrap();
        }
        let before = tree(&workdir);
        let line = way.replace("IN", "texts").replace("OUT", "link").replace("NEW", "fresh");
        let ended = workdir.run(&line);
        let message = "is both an input and the output";
        assert!(ended.status == 2 && ended.stderr.contains(message), "{line}: {}", ended.stderr);
        assert!(tree(&workdir) == before, "{line} wrote something");
    }
}

/// A line whose output would be a file that is read, or is written by it already, in a folder with these files.
#[track_caller]
fn check_clash(files: &[(&str, &str)], line: &str, message: &str) {
    let workdir = Workdir::with(files);
    let before = tree(&workdir);
    let ended = workdir.run(line);
    assert!(ended.status == 2 && ended.stderr.contains(message), "{line}: {}", ended.stderr);
    assert!(tree(&workdir) == before, "{line} wrote something: {:?}", tree(&workdir).keys());
}

#[test]
fn files_that_outputs_make_beside_themselves_are_no_inputs_either() {
    let is_input = "is both an input and the output";
    let text = [("o.csv.definitions.csv", "text\nx\n")];
    check_clash(&text, "export o.csv.definitions.csv -o o.csv --definitions", is_input);
    let text = [("o.csv.provenance.json", "{\"text\":\"x\"}\n")];
    check_clash(&text, "export o.csv.provenance.json --from jsonl -o o.csv --provenance", is_input);
    let text = [("d/document.csv", "text\nx\n")];
    check_clash(&text, "export d/document.csv -o d/ --force", is_input);
    let text = [("d/x.txt", "id,desk\nx,north\n"), ("a.csv", "id,text\nx,one\n")];
    check_clash(&text, "export a.csv --meta d/x.txt -f text -o d/ --force", is_input);
    let text = [("d/a-0001.txt", "x\n"), ("a.txt", "y\n")];
    check_clash(&text, "split a.txt d/a-0001.txt --by line -o d/ --force", is_input);
    check_clash(&[("d/manifest.csv", "text\nx\n")], "split d/manifest.csv --by line -o d/ --force", is_input);
    check_clash(&[("d/vocabulary.csv", "text\nx\n")], "export d/vocabulary.csv -f matrix -o d/ --force", is_input);
    check_clash(&[("d/matrix.mtx", "x\n")], "export d/matrix.mtx -f matrix -o d/ --force", is_input);
    check_clash(
        &[("textmill.toml", "threads = 1\n"), ("a.txt", "x")],
        "export a.txt -f csv -o textmill.toml",
        is_input,
    );
}

#[cfg(target_os = "linux")]
#[test]
fn an_open_handle_that_leads_to_an_input_is_refused() {
    let workdir = Workdir::with(&[("a.txt", "one\n"), ("b.txt", "")]);
    let textmill = env!("CARGO_BIN_EXE_textmill");
    let run = |rest: &str| {
        let line = format!("{textmill} export a.txt --columns text {rest}");
        let ended =
            std::process::Command::new("sh").args(["-c", &line]).current_dir(workdir.path("")).output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    for rest in ["-o /dev/fd/3 3>>a.txt", "-o /proc/self/fd/3 3>>a.txt", ">>a.txt"] {
        let (code, message) = run(rest);
        assert!(
            code == Some(2) && message.starts_with("textmill: a.txt: is both an input and the output\n"),
            "{message}"
        );
        assert_eq!(workdir.read("a.txt"), "one\n", "{rest}");
    }
    assert_eq!(run("-o /dev/fd/3 3>>b.txt"), (Some(0), String::new()));
    assert_eq!(workdir.read("b.txt"), "text\n\"one\n\"\n");
}

#[test]
fn two_outputs_are_not_one_file() {
    let text = [("a.txt", "one\ntwo\n")];
    let is_output = "is the place of two outputs";
    check_clash(&text, "split a.txt --by line -o o.csv --manifest o.csv", is_output);
    check_clash(&text, "split a.txt --by line -o o.csv --manifest o.csv.definitions.csv --definitions", is_output);
    check_clash(&text, "split a.txt --by line -o o.csv --manifest ./o.csv.provenance.json --provenance", is_output);
    check_clash(&text, "dedupe a.txt --index o.csv -o o.csv", "is both an input and the output");
    check_clash(&text, "dedupe a.txt --index d/document.csv -o d/", "cannot be used");
}

#[test]
fn an_output_in_a_folder_that_is_read_is_refused_with_a_hint() {
    let files = [("in/a.txt", "one"), ("in/sub/b.txt", "two"), ("other/c.txt", "three")];
    let workdir = Workdir::with(&files);
    let message = "textmill: in/out.csv: lies in the folder in, which is read, so that the next run would read it\n\
                hint: -o names a place outside of it; --exclude PATTERN leaves a file of this name out\n";
    assert_eq!(workdir.run("stats in -o in/out.csv"), failed(message));
    for line in [
        "stats in -o in",
        "stats in --per corpus,word -o in/new/",
        "export in -o in/sub/out.csv",
        "export in -f text -o in/texts/",
        "export in -f matrix -o in/matrix/",
        "export other in -o in/out.xml",
        "split in --by line -o in/parts/",
        "split in --by line -o out.csv --manifest in/manifest.csv",
        "dedupe in --index in/seen.index -o out.csv",
        "dedupe in --partial in/1.partial",
        "stats in --partial in/1.partial",
        "diff in other -o other/changes.csv",
        "diff in other -o other/report.html",
        "stats in --per word --plot -o in/plot.txt",
        "stats in -o in/out.csv --dry-run",
        "split in --by line -o in/parts/ --dry-run",
    ] {
        check_clash(&files, line, "which is read");
    }
}

#[test]
fn an_output_in_a_folder_that_is_read_is_fine_if_the_next_run_does_not_read_it() {
    let files =
        [("in/a.txt", "one"), ("in/b.md", "two"), ("in/.ignore", "results/\n"), ("in/results/old.csv", "text\nx\n")];
    for line in [
        "export in --columns id --exclude *.csv -o in/out.csv",
        "export in --columns id --glob *.txt --glob *.md -o in/out.csv",
        "export in --columns id -o in/.out.csv",
        "export in --columns id -o in/results/out.csv",
    ] {
        let workdir = Workdir::with(&files);
        for _ in 0..2 {
            let ended = workdir.run(line);
            assert_eq!((ended.status, &*ended.stdout), (0, ""), "{line}: {}", ended.stderr);
            assert_eq!(workdir.read(line.split_whitespace().last().unwrap()), "id\na.txt\nb.md\n", "{line}");
        }
    }
    // Files that are named by themselves are read again by themselves.
    let workdir = Workdir::with(&files);
    assert_eq!(workdir.run("export in/a.txt in/b.md --columns id -o in/out.csv"), done(""));
}

#[test]
fn a_reference_may_grow_by_what_is_new() {
    let workdir = Workdir::with(&[("today/a.txt", "one two three"), ("archive/old.csv", "id,text\nx,four five six\n")]);
    assert_eq!(workdir.run("dedupe today --archive archive -o archive/new.csv -q"), done(""));
    assert_eq!(workdir.run("dedupe today --archive archive --columns id -q"), done("id\n"));
}

#[test]
fn a_refused_run_leaves_no_folder_behind() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("in/b.txt", "two"), ("mine/keep.txt", "mine")]);
    fs::create_dir(workdir.path("empty")).unwrap();
    let before = tree(&workdir);
    for line in [
        "stats in --per nosuch -o NEW",
        "stats in --per corpus,nosuch -o NEW",
        "stats in --columns nosuch -o NEW --provenance",
        "dedupe in --columns nosuch -o NEW",
        "dedupe in --keep newest:nosuch -o NEW --definitions --provenance",
        "export in --columns nosuch -o NEW",
        "export in --file-per nosuch -o NEW",
        "export in --columns id -f text -o NEW",
        "export empty -o NEW",
        "export empty -f matrix -o NEW",
        "split in -o NEW",
        "split in -f csv -o NEW",
        "split empty --by line -o NEW",
        "diff in/a.txt in/b.txt -o NEW",
        "diff in in --key nosuch --columns nosuch -o NEW",
    ] {
        for new in ["new/", "new/deep/er/", "mine/new/", "./new/../new/inner/"] {
            let line = line.replace("NEW", new);
            let ended = workdir.run(&line);
            assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}: {}", ended.stderr);
            assert!(tree(&workdir) == before, "{line} left {:?}", tree(&workdir).keys());
        }
    }
}

#[test]
fn folders_of_a_run_that_went_well_stay_even_if_they_are_empty() {
    let workdir = Workdir::with(&[("none.jsonl", "")]);
    assert_eq!(workdir.run("export none.jsonl --file-per id -o new/deep/"), done(""));
    assert_eq!(workdir.run("export none.jsonl -f text -o texts/"), done(""));
    assert!(workdir.path("new/deep").is_dir() && workdir.path("texts").is_dir());
    assert_no_leftovers(&workdir.path("texts"));
}

/// The files of a folder with their texts.
fn texts(workdir: &Workdir, folder: &str) -> Vec<(String, String)> {
    let names = workdir.names(folder);
    names.into_iter().map(|name| (name.clone(), workdir.read(&format!("{folder}/{name}")))).collect()
}

#[track_caller]
fn check_texts(workdir: &Workdir, line: &str, expected: &[(&str, &str)], message: &str) {
    let ended = workdir.run(line);
    assert_eq!(ended, Ended { status: 0, stdout: String::new(), stderr: message.to_owned() }, "{line}");
    let folder = Path::new(line.split_whitespace().last().unwrap());
    let expected: Vec<_> = expected.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    assert_eq!(texts(workdir, folder.to_str().unwrap()), expected, "{line}");
}

#[test]
fn documents_with_one_id_get_files_of_their_own_and_a_warning() {
    let records = ["a/b", "A_B", "c", "a/b", "e\u{301}", "\u{e9}", "stra\u{df}e", "STRASSE"];
    let lines: String =
        records.iter().enumerate().map(|(n, id)| format!("{{\"id\":\"{id}\",\"text\":\"t{n}\"}}\n")).collect();
    let workdir = Workdir::with(&[("in.jsonl", &lines)]);
    let expected = [
        ("A_B-2.txt", "t1\n"),
        ("STRASSE-2.txt", "t7\n"),
        ("a_b-3.txt", "t3\n"),
        ("a_b.txt", "t0\n"),
        ("c.txt", "t2\n"),
        ("e\u{301}.txt", "t4\n"),
        ("stra\u{df}e.txt", "t6\n"),
        ("\u{e9}-2.txt", "t5\n"),
    ];
    for (line, folder) in [("export", "exported/"), ("dedupe --relation exact -q", "kept/")] {
        let message = format!(
            "textmill: warning: 4 files have a number behind their name, because another one is called the same; \
             the first is {folder}A_B-2.txt, for \"A_B\"\n"
        );
        let message = if line.ends_with("-q") { "" } else { &message };
        check_texts(&workdir, &format!("{line} in.jsonl -f text -o {folder}"), &expected, message);
    }
}

#[test]
fn every_verb_that_writes_texts_makes_a_file_of_each() {
    let workdir = Workdir::with(&[("in/one.txt", "First line.\nSecond line.\n"), ("in/two.md", "Another text.\n")]);
    let whole = [("one.txt", "First line.\nSecond line.\n"), ("two.txt", "Another text.\n")];
    check_texts(&workdir, "export in -f text -o exported/", &whole, "");
    check_texts(&workdir, "dedupe in -q -f text -o kept/", &whole, "");
    check_texts(&workdir, "dedupe in -q --strip -f text -o stripped/", &whole, "");
    check_texts(&workdir, "dedupe in -q --per marked -f text -o marked/", &whole, "");
    let segments =
        [("one.txt#1.txt", "First line.\n"), ("one.txt#2.txt", "Second line.\n"), ("two.md#1.txt", "Another text.\n")];
    let ended = workdir.run("split in --by line -f text -o lines/");
    assert_eq!(ended, done(""));
    let found: Vec<_> = texts(&workdir, "lines").into_iter().filter(|(name, _)| name != "manifest.csv").collect();
    assert_eq!(found, segments.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let parts = workdir.run("split in --into 1 -q -f text -o parts/");
    assert_eq!((parts, workdir.names("parts")), (done(""), vec!["one.txt".to_owned(), "two.txt".to_owned()]));
    // Without texts there is nothing to write, and without ids rows are numbered.
    for line in ["diff in in -f text -o out/", "stats in --per document -f text -o out/"] {
        let ended = workdir.run(line);
        assert!(ended.status == 2 && ended.stderr.contains("have no column \"text\""), "{line}: {}", ended.stderr);
        assert!(!workdir.path("out").exists(), "{line}");
    }
}

#[test]
fn rows_are_chosen_and_columns_renamed_before_texts_become_files() {
    let workdir = Workdir::with(&[("t.csv", "id,title,text\n1,One,first\n2,Two,second\n3,Three,third\n")]);
    let (first, third) = (("1.txt", "first\n"), ("3.txt", "third\n"));
    check_texts(&workdir, "export t.csv --where id!=2 -f text -o where/", &[first, third], "");
    check_texts(&workdir, "export t.csv --where id!=2 --columns text -f text -o columns/", &[first, third], "");
    check_texts(&workdir, "export t.csv --where id=1 --types id=integer -f text -o types/", &[first], "");
    check_texts(
        &workdir,
        "export t.csv --where id=1 --columns title=text -f text -o titles/",
        &[("1.txt", "One\n")],
        "",
    );
    assert_eq!(workdir.run("export t.csv --sample 1 -f text -o sample/").status, 0);
    assert_eq!(workdir.names("sample").len(), 1);
    // Flags that make files of several rows say so.
    let several = [("document-0001.txt", "first\nsecond\n"), ("document-0002.txt", "third\n")];
    check_texts(&workdir, "export t.csv -f text --rows-per-file 2 -o several/", &several, "");
}

#[test]
fn texts_in_a_folder_are_recorded_and_made_again() {
    let workdir = Workdir::with(&[("in/a.txt", "one\n"), ("in/b.txt", "two\n")]);
    assert_eq!(workdir.run("export in -f text -o out/ --provenance"), done(""));
    let record: serde_json::Value = serde_json::from_str(&workdir.read("out/provenance.json")).unwrap();
    let outputs: Vec<&str> =
        record["outputs"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(outputs, ["out/a.txt", "out/b.txt"]);
    let ended = workdir.run("rerun out/provenance.json");
    assert!(ended.stderr.ends_with("textmill: 2 files made again, byte for byte the same\n"), "{}", ended.stderr);
    assert_eq!(ended.status, 0);
    // A folder of which nothing can be read any more makes nothing again.
    fs::remove_dir_all(workdir.path("in")).unwrap();
    let before = tree(&workdir);
    assert_eq!(workdir.run("rerun out/provenance.json").status, 2);
    assert!(tree(&workdir) == before);
}

#[test]
fn text_files_that_are_there_stay_unless_forced() {
    let workdir = Workdir::with(&[("in/a.txt", "new\n"), ("out/a.txt", "mine\n")]);
    let message = "textmill: out/a.txt: cannot be written: it exists already\nhint: --force replaces it\n";
    assert_eq!(workdir.run("dedupe in -f text -o out/ -q"), failed(message));
    assert_eq!(workdir.read("out/a.txt"), "mine\n");
    assert_eq!(workdir.run("dedupe in -f text -o out/ -q --force"), done(""));
    assert_eq!(workdir.read("out/a.txt"), "new\n");
    assert_no_leftovers(&workdir.path("out"));
}

#[test]
fn a_record_names_all_that_results_depend_on() {
    let workdir = Workdir::with(&[
        ("in/a.txt", "one two"),
        ("ref/b.txt", "two"),
        ("stop.txt", "one\n"),
        ("textmill.toml", "seed = 1\n"),
    ]);
    let line = "stats in --per word --against ref --stop stop.txt -o out.csv --provenance -q";
    assert_eq!(workdir.run(line), done(""));
    let record: serde_json::Value = serde_json::from_str(&workdir.read("out.csv.provenance.json")).unwrap();
    let inputs: Vec<&str> =
        record["inputs"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["in/a.txt", "ref/b.txt", "stop.txt"]);
    workdir.write("ref/b.txt", "three");
    let ended = workdir.run("rerun out.csv.provenance.json");
    assert!(ended.status == 2 && ended.stderr.contains("ref/b.txt: is not what it was"), "{}", ended.stderr);
}
