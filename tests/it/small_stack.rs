//! Inputs nested a hundred thousand times, read by a thread with a small stack: whatever a reader makes of them, it does not
//! call itself for each level.

use std::num::NonZero;
use std::thread;

use textmill::diagnostics;
use textmill::input::{Corpus, Format, InputOptions, Job};
use textmill::pool::Pool;
use textmill::split::{By, Rule, cut};
use textmill::text::{PatternSyntax, compile_pattern};

/// Half of what a worker has. Parsers of YAML, TOML and JSON go 64 to 128 levels deep, each with kilobytes in a debug build.
const STACK_BYTES: usize = 1 << 20;
const N_LEVELS: usize = 100_000;

/// What comes of `read` on a thread with a small stack.
fn on_small_stack<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(STACK_BYTES).spawn(read).unwrap().join().unwrap()
}

/// How many documents a file has, and how many things are said of it.
#[track_caller]
fn check(format: &'static str, contents: String, expected: (usize, usize)) {
    let found = on_small_stack(move || {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), contents).unwrap();
        let (pool, said) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
        let options = InputOptions { format: Format::named(format), ..InputOptions::default() };
        let corpus = Corpus::open(&[file.path().to_owned()], options, &said).unwrap();
        let mut n_documents = 0;
        let job = Job { pool: &pool, diagnostics: &said };
        let mut count = |_| {
            n_documents += 1;
            Ok(())
        };
        corpus.run(&job, || (), |(), document| document, &mut count).unwrap();
        corpus.field_names(&job).unwrap();
        (n_documents, said.lines().len())
    });
    assert_eq!(found, expected, "{format}");
}

fn nested(open: &str, inside: &str, close: &str) -> String {
    format!("{}{inside}{}", open.repeat(N_LEVELS), close.repeat(N_LEVELS))
}

#[test]
fn records_nested_in_records_are_read_as_they_are_written() {
    for value in [nested("[", "", "]"), nested("{\"a\":", "1", "}"), nested("[{\"a\":", "1", "}]")] {
        check("jsonl", format!("{{\"text\": \"x\", \"deep\": {value}}}\n"), (1, 0));
    }
    check("jsonl", format!("{{\"text\": {}}}\n", nested("[", "", "]")), (0, 1));
    check("jsonl", "{\"a\":".repeat(N_LEVELS), (0, 1));
    // Quotes that do not end where a cell does are letters, which is noted.
    check("csv", format!("text\n{}\n", nested("\"", "x", "\"")), (1, 1));
}

#[test]
fn front_matter_nested_in_itself_stays_in_the_text() {
    // Longer front matter is text.
    let nested = |open: &str, inside: &str, close: &str| {
        let n_levels = 60_000 / (open.len() + close.len());
        format!("{}{inside}{}", open.repeat(n_levels), close.repeat(n_levels))
    };
    for value in [nested("[", "", "]"), nested("{a: ", "1", "}"), nested("- ", "1", ""), nested("? ", "1", "")] {
        check("markdown", format!("---\na: {value}\n---\ntext\n"), (1, 1));
    }
    let indented: String = (0..350).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    check("markdown", format!("---\n{indented}---\ntext\n"), (1, 1));
    for value in [format!("a = {}", nested("[", "", "]")), format!("a = {}", nested("{a = ", "1", "}"))] {
        check("markdown", format!("+++\n{value}\n+++\ntext\n"), (1, 1));
    }
    // What does not look like fields is text without a word.
    for value in [format!("{}a = 1", nested("a.", "", "")), format!("[{}a]", nested("a.", "", ""))] {
        check("markdown", format!("+++\n{value}\n+++\ntext\n"), (1, 0));
    }
}

#[cfg(feature = "html")]
#[test]
fn pages_nested_in_themselves_are_refused() {
    for element in ["<div>", "<b><i>", "<table><tr><td>", "<svg><g>", "<a><div>", "<template>", "<select><option>"] {
        let page = element.repeat(N_LEVELS);
        // Options end each other, and leave a page without text.
        check("html", page, (0, 1));
    }
    // Just within the bounds, everything that is done with a tree is done.
    check(
        "html",
        format!("{}text, with commas, and a <p>paragraph</p>{}", "<div>".repeat(3_900), "</div>".repeat(3_900)),
        (1, 0),
    );
}

#[test]
fn mails_nested_in_mails_are_one_mail() {
    for part in ["Content-Type: message/rfc822\n\n", "Content-Type: multipart/mixed; boundary=B\n\n--B\n"] {
        let mail = format!("From: a\nTo: b\nSubject: c\n{}x\n", part.repeat(N_LEVELS));
        assert_eq!(on_small_stack(move || cut(&mail, &By::Mail).unwrap().segments.len()), 1);
    }
}

#[test]
fn marks_nested_in_marks_are_text() {
    for line in ["> ", "- ", "# ", "```\n", "* [", "<"] {
        let text = line.repeat(N_LEVELS);
        on_small_stack(move || [By::Heading, By::Entry, By::Sentence, By::Paragraph].map(|by| _ = cut(&text, &by)));
    }
}

#[test]
fn patterns_and_rules_nested_in_themselves_are_refused() {
    for (open, close) in [("(", ")"), ("(?:a|", ")"), ("[", "]"), ("(?i", ")")] {
        let pattern = nested(open, "a", close);
        assert!(on_small_stack(move || compile_pattern(&pattern, PatternSyntax::Plain)).is_err(), "{open}");
    }
    for rule in [format!("name = {}", nested("[", "", "]")), format!("{}a = 1", "a.".repeat(N_LEVELS))] {
        assert!(on_small_stack(move || Rule::parse(&rule).map(|_| ())).is_err());
    }
}
