//! The same input gives the same bytes: for any number of threads, in any run, locale, time zone and order of folders.

use crate::harness::{Ended, Workdir};

const RUNS: &[&str] = &[
    "split digests",
    "split digests --by sentence -f jsonl",
    "split articles --size 40",
    "stats .",
    "stats . --per document",
    "stats . --per word -f jsonl",
    "dedupe pairs --threshold 0.4",
    "dedupe pairs --threshold 0.4 --per cluster",
    "dedupe pairs --threshold 0.15 --per pair -f jsonl",
    "diff pairs articles",
    "diff pairs/07-ten-percent-a.txt pairs/07-ten-percent-b.txt --words",
    "export . -v",
    "export missing articles digests -f jsonl",
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
        assert_eq!(run(&backward, line, "8", "de_DE.UTF-8", "America/Lima"), expected, "{line}");
    }
}
