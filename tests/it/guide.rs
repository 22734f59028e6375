//! The pages of the guide hang together: each is in the table of contents, and no link leads nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::Workdir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pages(folder: &str) -> BTreeSet<String> {
    let entries = root().join(folder).read_dir().expect("the folder is there");
    let names = entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".md")).collect()
}

/// The targets of the links of a page, without those to the web and those within the page.
fn links(page: &str) -> Vec<String> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.map(|target| target.split('#').next().unwrap_or_default());
    files.filter(|file| !file.is_empty() && !file.contains("://")).map(str::to_owned).collect()
}

#[test]
fn links_are_found_and_those_to_the_web_left_alone() {
    let page = "[a](a.md) and [b](https://example.org/x), [c](c.md#part) [d](#here)";
    assert_eq!(links(page), ["a.md", "c.md"]);
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).expect("the table of contents");
    let named: BTreeSet<String> = links(&summary).into_iter().chain(["SUMMARY.md".to_owned()]).collect();
    assert_eq!(named, pages("docs"));
}

#[test]
fn no_link_leads_nowhere() {
    let mut broken = Vec::new();
    for (folder, pages) in [("", pages("")), ("docs", pages("docs")), ("corpus", pages("corpus"))] {
        for page in pages {
            let folder: &Path = &root().join(folder);
            let text = fs::read_to_string(folder.join(&page)).expect("the page is there");
            broken.extend(
                links(&text)
                    .into_iter()
                    .filter(|link| !folder.join(link).exists())
                    .map(|link| format!("{page}: {link}")),
            );
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// The name of each column that `line` can write, but for fields of documents, which are whatever a record has.
fn columns(line: &str) -> Vec<String> {
    let corpus = root().join("corpus");
    let at = |word: &str| match word.strip_prefix("corpus/") {
        Some(below) => format!("{}/{below}", corpus.display()),
        None => word.to_owned(),
    };
    let line = line.split(' ').map(at).collect::<Vec<_>>().join(" ");
    let ended = Workdir::new().run(&format!("{line} --list-columns -f tsv"));
    let mut told = ended.stderr.lines().filter(|line| !line.contains("/corpus/.ignore "));
    assert_eq!((ended.status, told.next()), (0, None), "{line}");
    let rows = ended.stdout.lines().skip(1);
    let own = rows.filter(|row| !row.contains("\ta field of the document's record"));
    own.filter_map(|row| row.split('\t').nth(1)).map(str::to_owned).collect()
}

/// Whether `page` has `name` as a word in a table or as code.
fn explains(page: &str, name: &str) -> bool {
    let forms = [format!("| {name} |"), format!("**{name}**"), format!("`{name}`")];
    forms.iter().any(|form| page.contains(form))
}

/// The pages say what every column is that `line` can write.
#[track_caller]
fn check_columns(names: &[&str], line: &str) {
    let page: String = names
        .iter()
        .map(|name| fs::read_to_string(root().join("docs").join(name)).expect("the page is there"))
        .collect();
    let columns = columns(line);
    assert!(!columns.is_empty(), "{line}");
    let unexplained: Vec<&String> = columns.iter().filter(|name| !explains(&page, name)).collect();
    assert!(unexplained.is_empty(), "{line}: {names:?} say nothing of {unexplained:?}");
}

#[test]
fn the_page_of_each_verb_explains_every_column() {
    let two_texts = "corpus/pairs/05-one-word-a.txt corpus/pairs/05-one-word-b.txt";
    for flags in ["", " --size 100 --overlap 10", " --parts train=80,test=20"] {
        check_columns(&["split.md"], &format!("split corpus/pairs{flags}"));
    }
    for unit in ["document", "word", "ngram", "collocation", "hit --match x", "word --dispersion", "variant"] {
        check_columns(&["stats.md", "measures.md"], &format!("stats corpus/pairs --per {unit}"));
    }
    for unit in ["term", "term-pair"] {
        check_columns(&["stats.md"], &format!("stats corpus/pairs --per {unit} --terms corpus/variants.csv"));
    }
    check_columns(&["stats.md", "measures.md"], "stats corpus/pairs --measures all");
    check_columns(&["stats.md"], "stats corpus/pairs --per word --against corpus/pairs");
    for flags in ["--per marked", "--per cluster", "--per pair", "--per passage", "--per threshold"] {
        check_columns(&["dedupe.md"], &format!("dedupe corpus/pairs {flags}"));
    }
    for unit in ["line", "word", "sentence"] {
        check_columns(&["diff.md"], &format!("diff {two_texts} --per {unit}"));
    }
    for unit in ["document", "field", "change", "corpus", "keyword"] {
        check_columns(&["diff-corpora.md", "stats.md"], &format!("diff corpus/pairs corpus/digests --per {unit}"));
    }
    check_columns(&["formats.md", "split.md"], "export corpus/pairs");
}
