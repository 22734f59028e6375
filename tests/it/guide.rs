//! The pages of the guide hang together: each is in the table of contents, and no link leads nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

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
