//! `-o report.html`: what is in the page, what is refused, and that no text of a document becomes markup.

use serde_json::Value;

use crate::harness::{Ended, Workdir, assert_no_leftovers, done, failed};

/// Texts that would do harm as markup, as script or on a screen.
const HOSTILE: [&str; 9] = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><svg onload=\"alert(2)\">",
    "\" onmouseover=\"alert(3)\" x=\"",
    "' onfocus='alert(4)",
    "javascript:alert(5)",
    "line\u{2028}and\u{2029}paragraph",
    "\u{202e}backwards",
    "nul\0escape\u{1b}[2J",
];

/// What stands in the script element called `id`.
fn data(page: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {id}")).1;
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// The headings of the sections, in order.
fn headings(page: &str) -> Vec<&str> {
    page.split("<h2 ").skip(1).map(|rest| rest.split_once('>').unwrap().1.split_once("</h2>").unwrap().0).collect()
}

fn hostile_records() -> String {
    let record = |text: &str| serde_json::json!({"id": text, "title": text, "text": format!("{text} some more words")});
    HOSTILE.iter().map(|text| format!("{}\n", record(text))).collect()
}

/// Shows that a page has the markup of its own and none of a text.
#[track_caller]
fn assert_harmless(page: &str) {
    let mut scripts = page.split("<script").skip(1);
    assert!(scripts.all(|rest| rest.starts_with('>') || rest.starts_with(" type=\"application/json\" id=\"table-")));
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("<script").count(), page.matches("</script").count());
    let markup: String =
        page.split("<script").map(|part| part.split_once("</script>").map_or(part, |(_, rest)| rest)).collect();
    for mark in ["\" onmouseover", "' onfocus", "<svg onload", "]]><"] {
        assert!(!markup.contains(mark), "{mark:?}");
    }
    for mark in ["<!--", "\0", "\u{1b}"] {
        assert!(!page.contains(mark), "{mark:?}");
    }
    // Older parsers of scripts take these for line ends; in markup they are characters like others.
    assert!(page.split("<script").skip(1).all(|part| {
        let script = part.split_once("</script>").map_or(part, |(script, _)| script);
        !script.contains(['\u{2028}', '\u{2029}'])
    }));
}

#[test]
fn a_report_of_stats_has_the_corpus_its_documents_and_its_words() {
    let workdir = Workdir::with(&[("c/a.txt", "The mill, the weir.\n"), ("c/b.txt", "A mill by the river.\n")]);
    assert_eq!(workdir.run("stats c -o report.html"), done(""));
    let page = workdir.read("report.html");
    assert_eq!(headings(&page), ["Overview", "Documents", "Words", "How it was counted"]);
    assert!(page.contains("<h1 dir=\"auto\">Statistics of c</h1>\n<p dir=\"auto\">2 documents with 9 tokens.</p>"));
    assert!(page.contains("<dt>types</dt><dd>6</dd>"));
    assert_eq!(data(&page, "table-1-rows").as_array().unwrap().len(), 2);
    let words = data(&page, "table-2-rows");
    assert_eq!((&words[0][0], &words[0][1], words.as_array().unwrap().len()), (&"the".into(), &3.into(), 6));
    assert_eq!(page.matches("<svg role=\"img\"").count(), 4);
    assert!(page.contains(">mill</text>") && !page.contains(">the</text>"), "function words have no line of places");
    assert_no_leftovers(&workdir.path("."));
}

#[test]
fn a_word_has_one_frequency_on_a_page() {
    let workdir = Workdir::with(&[("a.txt", "America's past is America, america! Past: past's past.")]);
    assert_eq!(workdir.run("stats a.txt -o r.html"), done(""));
    let page = workdir.read("r.html");
    let shown: Vec<&str> = page.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim())).collect();
    let shown: Vec<&str> = shown.into_iter().filter(|text| !text.is_empty()).collect();
    let numbers = shown.windows(2).filter(|pair| pair[0] == "america").filter_map(|pair| pair[1].parse::<u64>().ok());
    // In the table, in the picture of places and in what a screen reader says of it.
    assert_eq!(numbers.collect::<Vec<_>>(), [2, 2, 2]);
}

#[test]
fn a_report_has_what_else_is_asked_for_and_all_words_in_its_curves() {
    let workdir = Workdir::with_samples("articles");
    assert_eq!(workdir.run("stats articles --per path:1 --stop en --top 5 -o report.html").status, 0);
    let page = workdir.read("report.html");
    assert_eq!(headings(&page), ["Overview", "Documents", "Words", "By path:1", "How it was counted"]);
    assert_eq!(workdir.run("stats articles --stop en --top 5 -o report.htm"), done(""));
    let page = workdir.read("report.htm");
    assert_eq!(data(&page, "table-2-rows").as_array().unwrap().len(), 5);
    assert!(page.contains("up to the 3,232 types of the corpus"));
}

#[test]
fn words_of_two_corpora_are_compared() {
    let workdir = Workdir::with(&[("a.txt", "mill mill weir"), ("b.txt", "lock lock weir")]);
    assert_eq!(workdir.run("stats a.txt --against b.txt -o report.html"), done(""));
    let page = workdir.read("report.html");
    assert_eq!(headings(&page)[2], "Words compared with the reference");
    assert!(
        page.contains(">mill</text>") && !page.contains(">lock</text>"),
        "a word of the reference has no place in the corpus"
    );
    let first = page.split("data-column=").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once('<'));
    let names: Vec<&str> = first.map(|(name, _)| name).skip_while(|name| *name != "word").take(5).collect();
    assert_eq!(names, ["word", "frequency", "reference_frequency", "g2", "log_ratio"]);
}

#[test]
fn a_pipe_is_read_once_and_has_no_picture_of_places() {
    let workdir = Workdir::new();
    let Ended { status, stdout, stderr } = workdir.pipe("stats -f report", "the mill and the weir");
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("<!DOCTYPE html>\n") && stdout.ends_with("</html>\n"));
    assert_eq!(stdout.matches("<svg role=\"img\"").count(), 3);
    assert!(stdout.contains("standard input or a pipe has only one"));
}

#[test]
fn a_report_of_dedupe_shows_each_cluster_with_its_texts() {
    let workdir = Workdir::with_samples("pairs");
    let ended = workdir.run("dedupe pairs --glob *.txt -o report.html");
    assert_eq!((ended.status, ended.stdout.as_str()), (0, ""));
    assert!(ended.stderr.contains("30 documents, 18 kept"), "{}", ended.stderr);
    let page = workdir.read("report.html");
    assert_eq!(headings(&page), ["Overview", "Clusters", "How duplicates were found"]);
    let (rows, comparisons) = (data(&page, "table-1-rows"), data(&page, "table-1-comparisons"));
    assert_eq!((rows.as_array().unwrap().len(), comparisons.as_array().unwrap().len()), (12, 12));
    assert_eq!(
        rows[4],
        serde_json::json!([5, 2, "05-one-word-a.txt", null, "1 near", rows[4][5], "05-one-word-b.txt"])
    );
    let near = &comparisons[4][0];
    assert!(near[0].as_str().unwrap().starts_with("05-one-word-b.txt: near, Jaccard 0.9"), "{near}");
    assert_eq!((&near[1][0], &near[2][0]), (&"kept: 05-one-word-a.txt".into(), &"near: 05-one-word-b.txt".into()));
    assert_eq!((&near[1][1], &near[2][1]), (&"s".into(), &"s".into()));
}

#[test]
fn a_report_of_dedupe_has_titles_and_texts_whatever_their_fields_are_called() {
    let record = r#"{"headline": "Ferry stays", "body": "the ferry at the old pier stays"}"#;
    let workdir = Workdir::with(&[("news.jsonl", &format!("{record}\n{record}\n"))]);
    let ended = workdir.run("dedupe news.jsonl --text-field body --title-field headline -o report.html");
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let page = workdir.read("report.html");
    let (rows, comparisons) = (data(&page, "table-1-rows"), data(&page, "table-1-comparisons"));
    assert_eq!(rows[0][3], "Ferry stays");
    assert!(comparisons[0].to_string().contains("the old pier"), "{comparisons}");
}

#[test]
fn a_report_of_dedupe_says_if_there_is_nothing_to_show_and_keeps_the_exit_code() {
    let workdir = Workdir::with(&[("c/a.txt", "one"), ("c/b.txt", "two"), ("d/a.txt", "same"), ("d/b.txt", "same")]);
    assert_eq!(workdir.run("dedupe c --check -q -o none.html").status, 0);
    assert_eq!(headings(&workdir.read("none.html")), ["Overview", "How duplicates were found"]);
    assert_eq!(workdir.run("dedupe d --check -q -o some.html").status, 1);
}

#[test]
fn a_report_of_diff_shows_each_document_with_its_changes() {
    let files =
        [("old/a", "same\n"), ("old/b", "one two\n"), ("new/a", "same\n"), ("new/b", "one 2\n"), ("new/c", "x\n")];
    let workdir = Workdir::with(
        &files.map(|(name, text)| (format!("{name}.txt"), text)).each_ref().map(|(name, text)| (name.as_str(), *text)),
    );
    assert_eq!(workdir.run("diff old new -o report.html").status, 1);
    let page = workdir.read("report.html");
    assert_eq!(headings(&page), ["Overview", "Documents", "How it was compared"]);
    let comparisons = data(&page, "table-1-comparisons");
    assert_eq!((&comparisons[0], &comparisons[2]), (&0.into(), &0.into()));
    let pieces = &comparisons[1][0][1];
    assert_eq!(pieces[0], "b.txt");
    assert!(pieces.as_array().unwrap().windows(2).any(|pair| pair[0] == "A" && pair[1] == "2"), "{pieces}");
}

#[test]
fn a_report_of_diff_counts_what_moved_and_shows_fields_that_differ() {
    let text = "a dozen words are enough to find a document again under another name";
    let record = |id: &str, city: &str| format!("{{\"id\":\"{id}\",\"city\":\"{city}\",\"text\":\"{id} {text}\"}}\n");
    let old = format!("{}{{\"id\":\"x/m\",\"text\":\"{text}\"}}\n", record("a", "Kiel"));
    let new = format!("{}{{\"id\":\"y/m\",\"text\":\"{text}\"}}\n", record("a", "Bonn"));
    let workdir = Workdir::with(&[("old.jsonl", &old), ("new.jsonl", &new)]);
    let ended = workdir.run("diff old.jsonl new.jsonl -o report.html");
    assert_eq!(ended, Ended { status: 1, stderr: "textmill: 1 changed, 1 moved\n".to_owned(), ..done("") });
    let page = workdir.read("report.html");
    assert!(page.contains("<dt>moved</dt><dd>1</dd>") && !page.contains("<dt>unknown</dt>"), "{page}");
    let comparisons = data(&page, "table-1-comparisons");
    let pieces = serde_json::json!(["a", "r", "city", "r", "\n", "d", "-", "d", "Kiel", "d", "\n"]);
    assert_eq!(comparisons[0][0][1].as_array().unwrap()[..11], *pieces.as_array().unwrap());
    assert_eq!(comparisons[1], 0);
    let rows = data(&page, "table-1-rows");
    assert_eq!([&rows[0][1], &rows[1][1]], ["changed", "moved"]);
    assert_eq!([&rows[0][4], &rows[1][4], &rows[1][5]], [&Value::Null, &"x/m".into(), &Value::Null]);
}

#[test]
fn a_report_of_files_says_what_the_exit_code_says() {
    let workdir =
        Workdir::with(&[("a.txt", "one\ntwo\n"), ("crlf.txt", "one\r\ntwo\r\n"), ("capitals.txt", "ONE\ntwo\n")]);
    for name in ["picture.png", "copy.png"] {
        std::fs::write(workdir.path(name), b"\x89PNG\0\xff").unwrap();
    }
    for (line, status) in [
        ("a.txt crlf.txt", 1),
        ("a.txt capitals.txt", 1),
        ("a.txt capitals.txt --ignore case", 0),
        ("picture.png copy.png", 0),
        ("a.txt picture.png", 2),
        ("a.txt a.txt --per document", 0),
    ] {
        assert_eq!(workdir.run(&format!("diff {line}")).status, status, "{line}");
        let ended = workdir.run(&format!("diff {line} -f report"));
        assert_eq!(ended.status, status, "{line}: {}", ended.stderr);
        assert_eq!(ended.stdout.contains("The two documents are the same."), status == 0, "{line}");
    }
}

#[test]
fn a_report_of_two_documents_is_their_difference() {
    let workdir = Workdir::with(&[("a.txt", "one two\n"), ("b.txt", "one <2>\n")]);
    assert_eq!(workdir.run("diff a.txt b.txt -o report.html").status, 1);
    let page = workdir.read("report.html");
    assert_eq!(headings(&page), ["Overview", "Changes", "How it was compared"]);
    assert!(page.contains("<del class=\"word\">two</del>") && page.contains("&lt;2&gt;"), "{page}");
    assert_eq!(workdir.run("diff a.txt a.txt -o same.html"), done(""));
    assert!(workdir.read("same.html").contains("The two documents are the same."));
}

#[test]
fn hostile_texts_stay_texts_in_every_report() {
    let records = hostile_records();
    let changed = records.replace("some more", "some other");
    let workdir = Workdir::with(&[("a.jsonl", &records), ("b.jsonl", &changed)]);
    workdir.write("twice.jsonl", &format!("{records}{records}"));
    for (line, status) in [("stats a.jsonl", 0), ("dedupe twice.jsonl -q", 0), ("diff a.jsonl b.jsonl", 1)] {
        let ended = workdir.run(&format!("{line} -o report.html"));
        assert_eq!(ended.status, status, "{line}: {}", ended.stderr);
        let page = workdir.read("report.html");
        assert_harmless(&page);
        assert!(page.contains("\\u003c/script>") && page.contains("&lt;/script&gt;"), "{line}");
    }
}

#[test]
fn the_same_input_gives_the_same_page_on_any_number_of_threads() {
    let workdir = Workdir::with_samples("articles");
    for line in ["stats articles", "dedupe articles -q --threshold 0.1", "diff articles/2023 articles/2024"] {
        let pages = ["1", "2", "8"].map(|n_threads| {
            workdir.run(&format!("{line} -j {n_threads} -o report.html"));
            workdir.read("report.html")
        });
        assert!(pages[0] == pages[1] && pages[1] == pages[2], "{line}");
    }
}

#[test]
fn what_only_tables_have_is_refused_and_the_old_report_stays() {
    let workdir = Workdir::with(&[("a.txt", "mill"), ("report.html", "old")]);
    let hint = "hint: -f csv or another format writes a table, whatever the name of the file\n";
    let refused =
        |flag: &str| failed(&format!("textmill: {flag}: is for tables, and a report chooses what it shows\n{hint}"));
    for (line, flag) in [
        ("stats a.txt --only tokens -o report.html", "--columns"),
        ("stats a.txt -q --definitions -o report.html", "--definitions"),
        ("dedupe a.txt --per pair -o report.html", "--per"),
        ("dedupe a.txt --per threshold -o report.html", "--per"),
        ("diff a.txt a.txt --per word -o report.html", "--per"),
        ("diff . . --per field -o report.html", "--per"),
    ] {
        assert_eq!(workdir.run(line), refused(flag), "{line}");
    }
    assert_eq!(workdir.run("split a.txt -f report").status, 2);
    assert_eq!(workdir.run("stats a.txt -f report -o folder/").status, 2);
    assert_eq!(workdir.read("report.html"), "old");
}
