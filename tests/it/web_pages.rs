//! Web pages of each kind, written for this project after the templates of the programs that make such pages: what is read of
//! them, and what is left around it.

use std::path::Path;

use crate::harness::{Workdir, json_records};

/// The pages, and the text beside each.
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");

fn text_of(page: &Path) -> String {
    let html = std::fs::read_to_string(page).unwrap();
    let workdir = Workdir::with(&[("page.html", &html)]);
    let rows = json_records(&workdir.run("export page.html -f jsonl").stdout);
    rows[0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn pages_of_each_kind_are_read_as_their_readers_see_them() {
    for kind in ["blog", "docs", "forum", "index", "shop"] {
        let folder = std::fs::read_dir(Path::new(PAGES).join(kind)).unwrap();
        let pages: Vec<_> =
            folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().unwrap() == "html").collect();
        assert!(!pages.is_empty(), "{kind}");
        for page in pages {
            let expected = std::fs::read_to_string(page.with_extension("txt")).unwrap();
            assert_eq!(text_of(&page), expected, "{}", page.display());
        }
    }
}

#[test]
fn a_page_without_text_is_named() {
    let html = std::fs::read_to_string(Path::new(PAGES).join("bare/app.html")).unwrap();
    let workdir = Workdir::with(&[("app.html", &html), ("oak.html", "<p>An oak is a tree.</p>")]);
    let ended = workdir.run("export app.html oak.html --columns id --no-header");
    assert_eq!((ended.status, &*ended.stdout), (2, "oak.html\n"), "{ended:?}");
    assert!(ended.stderr.contains("app.html: is a web page without text"), "{}", ended.stderr);
}
