//! Every flag of the input group, and every way in: what documents a verb gets to see.

use std::io::Write as _;
use std::process::Stdio;

use crate::harness::{Ended, Workdir, done, failed, finished};

const TREE: &[(&str, &str)] = &[
    ("in/a.txt", "alpha"),
    ("in/b.md", "beta"),
    ("in/sub/c.txt", "gamma"),
    ("in/.hidden.txt", "delta"),
    ("in/.ignore", "left-out.txt\n"),
    ("in/left-out.txt", "epsilon"),
];

/// The ids that `flags` lead to, joined by blanks.
fn ids(workdir: &Workdir, flags: &str) -> String {
    let ended = workdir.run(&format!("export --columns id --no-header {flags}"));
    let mut told = ended.stderr.lines().filter(|line| !line.contains(" ignored by in/.ignore "));
    assert_eq!((ended.status, told.next()), (0, None), "{flags}");
    ended.stdout.trim_end().replace('\n', " ")
}

#[test]
fn folders_are_filtered() {
    let workdir = Workdir::with(TREE);
    assert_eq!(ids(&workdir, "in"), "a.txt b.md sub/c.txt");
    assert_eq!(ids(&workdir, "in --glob *.txt"), "a.txt sub/c.txt");
    assert_eq!(ids(&workdir, "in --exclude sub/** --exclude *.md"), "a.txt");
    assert_eq!(ids(&workdir, "in --no-ignore"), "a.txt b.md left-out.txt sub/c.txt");
}

#[test]
fn a_pattern_for_names_takes_no_hidden_and_no_ignored_file() {
    let workdir = Workdir::with(TREE);
    assert_eq!(ids(&workdir, "in --glob *"), "a.txt b.md sub/c.txt");
    assert_eq!(ids(&workdir, "in --hidden --glob *.txt"), ".hidden.txt a.txt sub/c.txt");
    assert_eq!(ids(&workdir, "in --no-ignore --glob *.txt"), "a.txt left-out.txt sub/c.txt");
    assert_eq!(ids(&workdir, "in --glob sub/**"), "sub/c.txt");
}

#[cfg(unix)]
#[test]
fn links_are_followed_if_asked() {
    let workdir = Workdir::with(TREE);
    std::os::unix::fs::symlink("../in/sub", workdir.path("in/zlink")).unwrap();
    std::os::unix::fs::symlink("..", workdir.path("in/sub/loop")).unwrap();
    assert_eq!(ids(&workdir, "in"), "a.txt b.md sub/c.txt");
    let ended = workdir.run("export in --follow --columns id --no-header");
    assert!(ended.stdout.contains("zlink/c.txt\n"), "{ended:?}");
}

#[test]
fn what_is_named_twice_is_read_once() {
    let workdir = Workdir::with(&[("in/a.txt", "one two")]);
    let ended = workdir.run("stats in in in/a.txt --only documents,tokens");
    assert_eq!((ended.status, &*ended.stdout), (0, "documents,tokens\n1,2\n"));
    assert!(ended.stderr.contains("given more than once; read once"), "{}", ended.stderr);
}

#[test]
fn an_empty_folder_is_named() {
    let workdir = Workdir::new();
    std::fs::create_dir(workdir.path("empty")).unwrap();
    let told = "textmill: warning: empty: there are no files to read\ntextmill: no documents were read\n";
    assert_eq!(workdir.run("export empty"), failed(told));
}

#[test]
fn columns_are_no_result_when_nothing_could_be_read() {
    let workdir = Workdir::with(&[("bad.txt", "\0\0\0\0\0\0\0\0")]);
    for line in ["export bad.txt", "stats bad.txt", "dedupe bad.txt", "split bad.txt -f jsonl", "export bad.txt -f tei"]
    {
        let ended = workdir.run(line);
        assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}");
        assert!(ended.stderr.ends_with("\ntextmill: no documents were read\n"), "{line}: {}", ended.stderr);
    }
}

#[test]
fn fields_are_named() {
    let record = "{\"url\":\"u1\",\"body\":\"one two\",\"head\":\"H\"}\n";
    let workdir = Workdir::with(&[("a.jsonl", record), ("b.data", "k|text\n7|a|\n"), ("c.data", "k|text\n7|a b\n")]);
    let line = "export a.jsonl --text-field body --id-field url --title-field head";
    assert_eq!(workdir.run(line), done("url,source,head,body\nu1,a.jsonl,H,one two\n"));
    let line = "export c.data --from csv --delimiter | --id-field k --columns id,text";
    assert_eq!(workdir.run(line), done("id,text\n7,a b\n"));
    let ended = workdir.run("stats a.jsonl --only tokens --text-field bodi");
    assert!(ended.status == 2 && ended.stderr.contains("hint: did you mean \"body\"?"), "{}", ended.stderr);
}

#[test]
fn fields_come_from_paths_and_from_a_table() {
    let workdir = Workdir::with(&[
        ("in/2024/oslo/a.txt", "one"),
        ("in/2025/rome/b.txt", "two"),
        ("meta.csv", "path,desk\n2024/oslo/a.txt,north\n"),
    ]);
    let pattern = r"(?<year>\d{4})/(?<city>[^/]+)/";
    let line = format!("export in --columns id,year,city,desk --meta meta.csv --fields-from-path {pattern}");
    let ended = workdir.run(&line);
    let expected = "id,year,city,desk\n2024/oslo/a.txt,2024,oslo,north\n2025/rome/b.txt,2025,rome,\n";
    assert_eq!((ended.status, &*ended.stdout), (0, expected));
    assert!(ended.stderr.contains("no row for 1 document: 2025/rome/b.txt"), "{}", ended.stderr);
}

#[test]
fn encodings_are_guessed_told_or_refused() {
    let workdir = Workdir::new();
    std::fs::write(workdir.path("a.txt"), b"gr\xfc\xdfe aus K\xf6ln").unwrap();
    std::fs::write(workdir.path("b.txt"), b"gr\xc3\xbc\xc3\x9fe \xc3\xa4 \xc3\xb6 \xff.").unwrap();
    let guessed = workdir.run("export a.txt --columns text --no-header");
    assert_eq!((guessed.status, &*guessed.stdout), (0, "grüße aus Köln\n"));
    assert!(guessed.stderr.contains("warning: a.txt: read as windows-1252"), "{}", guessed.stderr);
    assert_eq!(workdir.run("export a.txt --columns text --no-header --encoding latin1"), done("grüße aus Köln\n"));
    assert_eq!(workdir.run("export b.txt --columns text").status, 0);
    let strict = workdir.run("export b.txt --columns text --strict");
    assert_eq!((strict.status, &*strict.stdout), (2, ""));
    assert!(strict.stderr.contains("hint: --encoding NAME names another encoding"), "{}", strict.stderr);
}

#[test]
fn a_document_beyond_the_limit_is_named_and_the_others_are_read() {
    let workdir = Workdir::with(&[("a.txt", "short"), ("b.txt", "much longer than ten bytes")]);
    let ended = workdir.run("export . --max-document 10 --columns id");
    assert_eq!((ended.status, &*ended.stdout), (2, "id\na.txt\n"));
    assert!(ended.stderr.contains("hint: --max-document SIZE allows longer documents"), "{}", ended.stderr);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn pipe_bytes(workdir: &Workdir, line: &str, bytes: &[u8]) -> Ended {
    let mut child = workdir.command(line.split(' ')).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    finished(child)
}

#[test]
fn standard_input_may_be_any_format() {
    let workdir = Workdir::new();
    let jsonl = "{\"text\":\"one two\"}\n{\"text\":\"three\",\"late\":1}\n";
    let counts = "stats --only documents,tokens --no-header";
    assert_eq!(workdir.pipe(counts, "one two\nthree\n"), done("1,3\n"));
    assert_eq!(workdir.pipe(counts, jsonl), done("2,3\n"));
    assert_eq!(workdir.pipe(counts, "id,text\n1,one two\n2,three\n"), done("2,3\n"));
    assert_eq!(workdir.pipe(&format!("{counts} --from csv"), "id;text\n1;one two\n2;three\n"), done("2,3\n"));
    assert_eq!(workdir.pipe(&format!("{counts} --from html"), "<p>one two</p><p>three</p>"), done("1,3\n"));
    assert_eq!(pipe_bytes(&workdir, counts, &gzip(jsonl)), done("2,3\n"));
    // A field that only the last record has is a column of the first row already.
    let expected = "id,source,title,text,late\nstdin#1,-,,one two,\nstdin#2,-,,three,1\n";
    assert_eq!(workdir.pipe("export --raw", jsonl), done(expected));
}

#[cfg(unix)]
#[test]
fn special_files_are_told_and_not_waited_for() {
    let workdir = Workdir::with(&[("a.txt", "one")]);
    assert!(std::process::Command::new("mkfifo").arg(workdir.path("pipe")).status().unwrap().success());
    let ended = workdir.run("stats pipe /dev/zero a.txt --only documents");
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
    assert!(ended.stderr.contains("textmill: pipe: is a named pipe, not a regular file\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("textmill: /dev/zero: is a device, not a regular file\n"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn an_endless_device_on_standard_input_has_an_end() {
    let workdir = Workdir::new();
    let mut command = workdir.command(["stats", "-", "--max-document", "1M", "--only", "documents"]);
    command.stdin(std::fs::File::open("/dev/zero").unwrap());
    let ended = finished(command.spawn().unwrap());
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    let workdir = Workdir::with(&[("b.txt", "two")]);
    // Permissions would not stop an administrator; a link that leads to itself stops everybody.
    std::os::unix::fs::symlink("a.txt", workdir.path("a.txt")).unwrap();
    let ended = workdir.run("export a.txt b.txt --columns id");
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
    assert!(ended.stderr.starts_with("textmill: a.txt: cannot be opened: "), "{}", ended.stderr);
}
