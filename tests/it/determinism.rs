//! The same input gives the same bytes: for any number of threads, in any run, locale, time zone and order of folders.

use std::fs;
use std::path::PathBuf;

use crate::harness::{Ended, Workdir};

const RUNS: &[&str] = &[
    "split digests",
    "split digests --by sentence -f jsonl",
    "split articles --size 40",
    "split articles pairs --parts train=80,test=20 -f tsv",
    "stats .",
    "stats . --per document -f markdown",
    "stats . --per word -f jsonl",
    "stats . --per collocation --min 3",
    "stats . --per document -f report",
    "dedupe pairs --threshold 0.4",
    "dedupe pairs --threshold 0.4 --per cluster -f table",
    "dedupe pairs --threshold 0.15 --per pair -f jsonl",
    "dedupe pairs --memory 64K -f report",
    "diff pairs articles",
    "diff pairs articles -f report",
    "diff pairs/07-ten-percent-a.txt pairs/07-ten-percent-b.txt --words",
    "export . -v",
    "export . -f html",
    "export . -f tei",
    "export --files-from list articles digests -f jsonl",
];

/// What these write goes to files below `out`.
const RUNS_WITH_FILES: &[&str] = &[
    "split digests --by paragraph -o out",
    "stats digests pairs --per corpus,document,word -o out",
    "stats digests pairs --per corpus,document,word -o out/book.xlsx",
    "export digests -f matrix -o out",
    "dedupe pairs --threshold 0.4 -o out/kept.csv --definitions",
    "export digests pairs --file-per source -o out",
];

/// Copies the samples into a folder, the last names first if that is the order.
fn samples(order: Order) -> Workdir {
    let workdir = Workdir::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    for folder in ["digests", "pairs", "articles/2023"] {
        list(&root.join(folder), &mut files);
    }
    files.sort();
    if order == Order::Backward {
        files.reverse();
    }
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
        workdir.write(name, &std::fs::read_to_string(&file).unwrap());
    }
    workdir.write("list", "missing\npairs\n");
    workdir
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Forward,
    Backward,
}

fn list(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            None => list(&path, files),
            Some(suffix) if suffix != "csv" => files.push(path),
            Some(_) => {}
        }
    }
}

fn run(workdir: &Workdir, line: &str, n_threads: &str, locale: &str, zone: &str) -> Ended {
    let mut command = workdir.command(line.split(' ').chain(["-j", n_threads]));
    command.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone);
    crate::harness::finished(command.spawn().unwrap())
}

#[test]
fn threads_runs_locales_and_the_order_of_folders_change_nothing() {
    let (forward, backward) = (samples(Order::Forward), samples(Order::Backward));
    for line in RUNS {
        let expected = run(&forward, line, "1", "C", "UTC");
        assert!(!expected.stdout.is_empty(), "{line} has nothing to show");
        assert_eq!(run(&forward, line, "2", "tr_TR.UTF-8", "Asia/Tokyo"), expected, "{line}");
        assert_eq!(run(&backward, line, "3", "ja_JP.SJIS", ":/nowhere"), expected, "{line}");
        assert_eq!(run(&backward, line, "8", "de_DE.UTF-8", "America/Lima"), expected, "{line}");
    }
}

/// Every file below `out`, by its path there, which is emptied.
fn taken(workdir: &Workdir) -> Vec<(PathBuf, Vec<u8>)> {
    let out = workdir.path("out");
    let (mut pending, mut files) = (vec![out.clone()], Vec::new());
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.push((path.strip_prefix(&out).unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    fs::remove_dir_all(&out).unwrap();
    files
}

#[test]
fn what_is_written_to_files_is_the_same_too() {
    let (forward, backward) = (samples(Order::Forward), samples(Order::Backward));
    for line in RUNS_WITH_FILES {
        let run = |workdir: &Workdir, n_threads: &str, locale: &str, zone: &str| {
            fs::create_dir_all(workdir.path("out")).unwrap();
            (run(workdir, line, n_threads, locale, zone), taken(workdir))
        };
        let expected = run(&forward, "1", "C", "UTC");
        assert!(expected.0.status == 0 && !expected.1.is_empty(), "{line}: {:?}", expected.0);
        assert!(run(&forward, "3", "tr_TR.UTF-8", "Asia/Tokyo") == expected, "{line}");
        assert!(run(&backward, "8", "de_DE.UTF-8", "America/Lima") == expected, "{line}");
    }
}
