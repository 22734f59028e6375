//! Rules read, written, learned and applied; and each profile on a page of its own.

use std::num::NonZero;

use proptest::prelude::*;

use super::*;
use crate::diagnostics;
use crate::document::Document;
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::split::entry::Side;
use crate::split::{By, Options, Summary, split};
use crate::table;

#[track_caller]
fn run(documents: &[(&str, &str)], by: By) -> (Summary, table::Collected, Vec<String>) {
    with_job(|job, findings| {
        let mut output = table::Collected::default();
        let summary = split(&corpus(documents), &Options { by, ..Options::default() }, job, &mut output).unwrap();
        (summary, output, findings.lines())
    })
}

fn with_job<T>(work: impl FnOnce(&Job<'_>, &diagnostics::Collected) -> T) -> T {
    let pool = Pool::new(NonZero::new(2)).unwrap();
    let findings = diagnostics::Collected::default();
    work(&Job { pool: &pool, diagnostics: &findings }, &findings)
}

fn corpus(documents: &[(&str, &str)]) -> Corpus {
    let document = |(id, text): &(&str, &str)| Document {
        id: (*id).to_owned(),
        source: format!("{id}.txt"),
        text: (*text).to_owned(),
        ..Document::default()
    };
    Corpus::from_documents(documents.iter().map(document).collect())
}

fn learned(documents: &[(&str, &str)]) -> (Learned, Vec<String>) {
    with_job(|job, findings| (learn(&corpus(documents), job).unwrap(), findings.lines()))
}

fn by(rule: &Rule) -> By {
    By::Rule(Box::new(rule.clone()))
}

fn profile(name: &str) -> By {
    by(Rule::named(name).unwrap())
}

/// The rows of one page in these columns.
#[track_caller]
fn check_page(by: By, page: &str, columns: &[&str], expected: &[&[&str]]) {
    let (summary, output, findings) = run(&[("page", page)], by);
    assert_eq!(summary.n_failed, 0, "{findings:?}");
    let cells: Vec<Vec<String>> = columns.iter().map(|column| output.tables[0].column(column)).collect();
    let rows: Vec<Vec<&str>> = (0..cells[0].len()).map(|idx| cells.iter().map(|c| c[idx].as_str()).collect()).collect();
    assert_eq!(rows, expected);
}

fn page(heading: &str, entries: &[(&str, &str)], marker: &str) -> String {
    let entry = |(title, text): &(&str, &str)| format!("{title}\n\n{text}\n\n{marker}\n\n");
    format!("{heading}\n\n{}", entries.iter().map(entry).collect::<String>())
}

const FERRY: (&str, &str) = ("Ferry late", "Fog again, says the master.");
const CRANE: (&str, &str) = ("Crane new", "It lifts ninety tonnes.");
const QUAY: (&str, &str) = ("Quay closed", "Divers found cracks.");

#[test]
fn a_rule_learned_from_pages_cuts_others_even_those_with_one_entry() {
    let one = page("Harbour News", &[FERRY, CRANE, QUAY], "Open the leaf");
    let two = page("Harbour News", &[QUAY, CRANE, FERRY], "Open the leaf");
    let (learned, findings) = learned(&[("one", &one), ("two", &two)]);
    assert_eq!((learned.n_pages, learned.n_entries, findings), (2, 6, vec![]));
    let single = page("Harbour News", &[CRANE], "Open the leaf");
    check_page(
        by(&learned.rule),
        &single,
        &["title", "text", "marker", "page_title"],
        &[&["Crane new", "It lifts ninety tonnes.", "Open the leaf", "Harbour News"]],
    );
    assert!(run(&[("single", &single)], By::Entry).0.n_failed == 1, "nothing repeats on a page of one entry");
}

#[test]
fn a_page_that_does_not_fit_is_named_with_the_reason_and_the_others_are_cut() {
    let good = page("Harbour News", &[FERRY, CRANE, QUAY], "Read more");
    let (learned, _) = learned(&[("good", &good)]);
    let other = page("Harbour News", &[FERRY, CRANE], "Weiterlesen");
    let merged = format!("{}Read more\n", "Fog again, says the master.\n\n".repeat(60));
    let untitled = "It lifts ninety tonnes.\n\nRead more\n\nFog again and again.\n\nRead more\n\n".repeat(2);
    let pages = [("good", &*good), ("other", &*other), ("merged", &*merged), ("untitled", &*untitled)];
    let (summary, _, findings) = run(&pages, by(&learned.rule));
    assert_eq!((summary.n_documents, summary.n_segments, summary.n_failed), (1, 3, 3));
    let failures: Vec<&String> = findings.iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        failures,
        [
            "error: other: does not fit the rule \"learned\": it has no line \"read more\"",
            "error: merged: does not fit the rule \"learned\": only 0 of 1 entries have a title and a text; the rule wants 80 %",
            "error: untitled: does not fit the rule \"learned\": only 0 of 4 entries have a title and a text; the rule wants \
         80 %",
        ]
    );
}

#[test]
fn entries_that_grew_together_are_refused_by_their_length() {
    let good = page("News", &[FERRY, CRANE, QUAY], "Read more");
    let (learned, _) = learned(&[("good", &good)]);
    let grown = page("News", &[FERRY, ("Crane new", &"It lifts ninety tonnes.\n\n".repeat(50)), QUAY], "Read more");
    let (_, _, findings) = run(&[("grown", &grown)], by(&learned.rule));
    let expected =
        "error: grown: does not fit the rule \"learned\": entry 2, at line 9, has 52 lines; the rule allows 16";
    assert_eq!(findings, [expected]);
}

#[test]
fn pages_that_nothing_can_be_learned_from_are_named() {
    let good = page("News", &[FERRY, CRANE, QUAY], "Read more");
    let listed = format!("News\n\n1. {}\n\n{}\n\n2. {}\n\n{}\n", FERRY.0, FERRY.1, CRANE.0, CRANE.1);
    let (learned, findings) = learned(&[("good", &good), ("listed", &listed), ("prose", "A sentence.\n")]);
    assert_eq!(learned.n_pages, 1);
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].starts_with("error: prose: no marker line"), "{findings:?}");
    assert!(findings[1].starts_with("warning: listed: was not learned from"), "{findings:?}");
    let nothing = with_job(|job, _| learn(&corpus(&[("prose", "A sentence.\n")]), job).unwrap_err());
    assert_eq!(nothing.to_string(), "nothing repeats in any of the pages");
}

#[test]
fn what_is_learned_does_not_depend_on_the_order_of_pages() {
    let pages: Vec<String> =
        ["Read more", "Continue reading"].iter().map(|m| page("News", &[FERRY, CRANE, QUAY], m)).collect();
    let toml = |order: [usize; 2]| {
        let documents: Vec<(&str, &str)> = order.iter().map(|&idx| ("page", pages[idx].as_str())).collect();
        learned(&documents).0.rule.to_toml()
    };
    let found = toml([0, 1]);
    assert_eq!(found, toml([1, 0]));
    assert!(found.contains("lines = [\"continue reading\", \"read more\"]"), "{found}");
}

#[test]
fn every_kind_of_boundary_can_be_learned_and_applied() {
    let said = "is what the master says, and he has said so for as long as anybody can remember in this town of ours.";
    let three = |entry: &dyn Fn(usize, &str) -> String| -> String {
        (1..=3).zip(["Ferry late", "Crane new", "Quay closed"]).map(|(n, title)| entry(n, title)).collect()
    };
    let pages = [
        ("marker", three(&|_, title| format!("{title}\n\nThat {said}\n\nRead more\n\n"))),
        ("separator", three(&|_, title| format!("{title}\n\nThat {said}\n\n* * *\n\n"))),
        ("heading", three(&|_, title| format!("## {title}\n\nThat {said}\n\n"))),
        ("number", three(&|n, title| format!("({n}) {title}\n\nThat {said}\n\n"))),
        ("date", three(&|n, _| format!("{n} May 2021\n\nThat {said}\n\n"))),
        ("bullet", three(&|_, title| format!("- **{title}** That {said}\n"))),
        ("headline", three(&|_, title| format!("{title}\n\nThat {said}\n\n"))),
        ("pattern", three(&|n, title| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{title}.\n\n"))),
    ];
    for (kind, text) in &pages {
        let (learned, _) = learned(&[("page", text)]);
        assert_eq!(learned.rule.boundary.kind(), *kind);
        let again = Rule::parse(&learned.rule.to_toml()).unwrap();
        let (summary, output, findings) = run(&[("page", text)], by(&again));
        assert_eq!((summary.n_segments, summary.n_failed), (3, 0), "{kind}: {findings:?}");
        let (_, unaided, _) = run(&[("page", text)], By::Entry);
        assert_eq!(output.tables[0].column("title"), unaided.tables[0].column("title"), "{kind}");
        assert_eq!(output.tables[0].column("text"), unaided.tables[0].column("text"), "{kind}");
    }
}

#[test]
fn a_rule_says_which_of_its_keys_is_wrong() {
    #[track_caller]
    fn check(toml: &str, expected: &str) {
        assert_eq!(Rule::parse(toml).unwrap_err().to_string(), expected);
    }
    check("", "[boundary] kind is missing");
    check("name = 3", "[boundary] kind is missing");
    check(
        "[boundary]\nkind = \"maker\"",
        "[boundary] kind = \"maker\" is none of marker, separator, heading, number, date, bullet, headline, block, mail, pattern",
    );
    check("[boundary]\nkind = \"heading\"\nlevel = 7", "[boundary] level must be a number from 1 to 6");
    check("[boundary]\nkind = \"headline\"\nlevel = 2", "[boundary] level is no key that rules have");
    check("[boundary]\nkind = \"headline\"\n[entry]\ntitel = \"look\"", "[entry] titel is no key that rules have");
    check(
        "[boundary]\nkind = \"headline\"\n[entry]\nshape = [\"head\"]",
        "[entry] shape: \"head\" is none of headline, text, date, imprint",
    );
    check("[boundary]\nkind = \"headline\"\n[fit]\nlines = -1", "[fit] lines must be a whole number");
    check(
        "[boundary]\nkind = \"pattern\"\nbegins = \"a\"\nends = \"b\"",
        "[boundary] entries either begin or end with a pattern, not both",
    );
    check("[boundary]\nkind = \"pattern\"\nbegins = \"(\"", "[boundary] begins = \"(\": error: unclosed group");
    let broken = Rule::parse("[boundary]\nkind = \n").unwrap_err().to_string();
    assert!(broken.starts_with("line 2: "), "{broken}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_is_read_back_as_it_was_written(lines in prop::collection::vec(any::<String>(), 0..4), name in any::<String>()) {
        let mut rule = Rule::named("news-digest").unwrap().clone();
        rule.name = name;
        rule.boundary = Boundary::Marker { lines, side: Side::Start, followed_by: vec!["Share".to_owned()] };
        rule.origin = Some(Origin { n_pages: 1, n_entries: 7, from: vec!["a/b.txt".to_owned()] });
        let again = Rule::parse(&rule.to_toml()).unwrap();
        prop_assert_eq!(again.to_toml(), rule.to_toml());
        prop_assert_eq!((again.name, again.boundary, again.fit, again.origin), (rule.name, rule.boundary, rule.fit, rule.origin));
    }

    #[test]
    fn no_text_makes_a_profile_panic_or_lose_its_place(pieces in prop::collection::vec(prop::sample::select(vec![
        "\n", "\n\n", "From a 2024\nTo: b\n", "Subject: x\n", "1\n00:01.000 --> 00:02.000\n", "LENGTH: 5 words\n",
        "Document ABC0002026010123xyz\n", "1 of 2 DOCUMENTS\n", "LOAD-DATE: May 5, 2024\n", "text. ", "(c) us\n", ">From ",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n", "*** END OF THE PROJECT GUTENBERG", "------------------------------\n",
    ]), 0..20)) {
        let text = pieces.concat();
        for name in Rule::names() {
            let Ok(cut) = Rule::named(name).unwrap().cut(&text, &Markup::default()) else { continue };
            let mut at = 0;
            for segment in &cut.segments {
                prop_assert_eq!(segment.span.start, at);
                for span in segment.text.iter().copied().chain(segment.marker) {
                    prop_assert!(segment.span.start <= span.start && span.end <= segment.span.end);
                }
                at = segment.span.end;
            }
            prop_assert!(cut.segments.is_empty() || at == text.len());
        }
    }
}

mod profiles;
