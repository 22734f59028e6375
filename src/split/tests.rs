//! Laws of cutting, and the verb in memory.

use std::num::NonZero;

use proptest::prelude::*;

use super::*;
use crate::diagnostics;
use crate::document::{Document, FieldValue, Offsets, Span};
use crate::error::{OptionProblem, PatternRole};
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::table;
use crate::text::n_words;

fn size(n_tokens: usize) -> By {
    By::Size(Size::new(n_tokens, Unit::Token, 0).unwrap())
}

fn every_by() -> Vec<By> {
    vec![
        By::Entry,
        By::Paragraph,
        By::Sentence,
        By::Line,
        By::Heading,
        By::Page,
        By::at("^a|$").unwrap(),
        By::on(r"\W+|^b*").unwrap(),
        By::Mail,
        By::between("^One|b", "^A|Mehr").unwrap(),
        By::between("a?", "$").unwrap(),
        size(1),
        size(3),
        By::Size(Size::new(9, Unit::Character, 4).unwrap()),
    ]
}

/// Text made of what the cutters look for, in any order.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\n",
            "\n\n",
            " ",
            "\u{c}",
            "Read more",
            "Mehr",
            "# ",
            "## Two",
            "===",
            "---",
            "* * *",
            "1. ",
            "2. ",
            "[3] ",
            "a",
            "b c. ",
            "One headline",
            "A teaser that says what happened, and how it all came about in the end.",
            "12 June 2023",
            "© us",
            "```",
            "。",
            "字字字",
            "\u{a0}",
            "\u{2028}",
            "e\u{301}",
            "ﷺ",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Spans part the text in order without gap or overlap, and everything a segment shows lies inside its span.
fn check_law(text: &str, by: &By) {
    let Ok(cut) = cut(text, by) else { return };
    if cut.segments.is_empty() {
        let is_matched = matches!(by, By::On(_));
        assert!(is_matched || text.trim().is_empty(), "nothing of {text:?} by {by:?}");
        return;
    }
    let mut at = 0;
    for segment in &cut.segments {
        assert_eq!(segment.span.start, at, "{text:?} by {by:?}");
        assert!(!segment.span.is_empty(), "an empty segment of {text:?} by {by:?}");
        let mut shown: Vec<Span> = segment.text.iter().copied().chain(segment.title).chain(segment.marker).collect();
        shown.sort_unstable();
        assert!(shown.windows(2).all(|pair| pair[0].end <= pair[1].start), "overlap in {text:?} by {by:?}");
        for span in shown {
            assert!(segment.start() <= span.start && span.end <= segment.span.end, "{text:?} by {by:?}");
        }
        for span in segment.text.iter().copied().chain(segment.title) {
            assert_eq!(span.of(text).trim(), span.of(text));
            assert!(!span.is_empty());
        }
        at = segment.span.end;
    }
    assert_eq!(at, text.len(), "{text:?} by {by:?}");
}

/// Every letter is in a cell or is accounted for.
fn check_nothing_lost(text: &str, cut: &Cut) {
    let shown = |segment: &Segment| -> Vec<Span> {
        segment.text.iter().copied().chain(segment.title).chain(segment.marker).collect()
    };
    let mut spans: Vec<Span> = cut.segments.iter().flat_map(shown).collect();
    spans.extend(cut.lead.iter().copied().chain(cut.tail).chain(cut.page_title));
    spans.sort_unstable();
    let mut at = 0;
    for span in spans.into_iter().chain([Span::new(text.len(), text.len())]) {
        let between = &text[at.min(span.start)..span.start];
        assert!(!between.chars().any(char::is_alphanumeric), "{between:?} of {text:?} is lost");
        at = at.max(span.end);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn segments_cover_any_text_in_order_without_gap_or_overlap(text in texts()) {
        for by in every_by() {
            check_law(&text, &by);
        }
    }

    #[test]
    fn every_letter_is_in_a_cell_or_accounted_for(text in texts()) {
        for by in every_by().iter().filter(|by| !matches!(by, By::On(_) | By::Between(..))) {
            if let Ok(cut) = cut(&text, by) {
                check_nothing_lost(&text, &cut);
            }
        }
    }

    #[test]
    fn no_segment_has_more_tokens_than_allowed(text in texts(), n_tokens in 1_usize..8) {
        for segment in cut(&text, &size(n_tokens)).unwrap().segments {
            assert!(n_words(segment.span.of(&text)) <= n_tokens, "{:?}", segment.span.of(&text));
        }
    }
}

#[track_caller]
fn check(by: &By, text: &str, expected: &[&str]) {
    let found = cut(text, by).unwrap();
    let texts: Vec<String> = found.segments.iter().map(|segment| segment.text_of(text).into_owned()).collect();
    assert_eq!(texts, expected);
    check_law(text, by);
}

#[test]
fn paragraphs_sentences_and_lines_are_cut_where_text_says() {
    check(&By::Paragraph, "\n one\ntwo\n\n\nthree", &["one\ntwo", "three"]);
    check(&By::Sentence, "One is\nhere. Two!\n\n* * *\n\nThree", &["One is\nhere.", "Two!\n\n* * *", "Three"]);
    check(&By::Line, "one\n\n two \nthree\n", &["one", "two", "three"]);
    check(&By::Paragraph, " \n", &[]);
    check(&By::Sentence, "", &[]);
    check(&By::Sentence, "—", &["—"]);
}

#[test]
fn pages_keep_their_numbers_even_if_empty() {
    check(&By::Page, "one\n\u{c}\u{c}three\n\u{c}\n", &["one", "", "three"]);
}

#[test]
fn headings_title_what_stands_below_them() {
    let text = "before\n\n# One\ntext\n\nTwo\n---\n# Three\n\nend\n";
    check(&By::Heading, text, &["before", "text", "", "end"]);
    let titles: Vec<_> =
        cut(text, &By::Heading).unwrap().segments.iter().map(|s| s.title.map(|t| t.of(text))).collect();
    assert_eq!(titles, [None, Some("One"), Some("Two"), Some("Three")]);
}

#[test]
fn a_segment_begins_at_each_match() {
    check(&By::at("^Act ").unwrap(), "Play\nAct 1\nx\nAct 2\ny", &["Play", "Act 1\nx", "Act 2\ny"]);
    check(&By::at("^Act ").unwrap(), "\nAct 1\nx\nAct 2\n", &["Act 1\nx", "Act 2"]);
}

#[test]
fn matches_part_segments_and_become_markers() {
    #[track_caller]
    fn check_markers(text: &str, expected: &[(&str, &str)]) {
        let found = cut(text, &By::on("^(--|No .)$").unwrap()).unwrap();
        let marker = |segment: &Segment| segment.marker.map_or("", |span| span.of(text));
        let rows: Vec<(String, &str)> =
            found.segments.iter().map(|s| (s.text_of(text).into_owned(), marker(s))).collect();
        let rows: Vec<(&str, &str)> = rows.iter().map(|(text, marker)| (text.as_str(), *marker)).collect();
        assert_eq!(rows, expected);
    }
    check_markers("one\n--\ntwo\nNo 2\n--\nthree\n", &[("one", "--"), ("two", "No 2"), ("three", "")]);
    check_markers("No 1\none\nNo 2\ntwo\n", &[("one", "No 1"), ("two", "No 2")]);
    check_markers("--\n--\n", &[]);
}

#[test]
fn a_text_without_the_boundary_is_refused_with_what_was_looked_for() {
    #[track_caller]
    fn check_refused(by: &By, expected: &str) {
        for text in ["", "One sentence of prose."] {
            assert_eq!(cut(text, by).unwrap_err().to_string(), format!("no boundary found: {expected}"));
        }
    }
    check_refused(&By::Heading, "the text has no Markdown heading");
    check_refused(&By::Page, "the text has no form feed");
    check_refused(&By::at("^#+").unwrap(), "nothing matches \"^#+\"");
    check_refused(&By::on("--").unwrap(), "nothing matches \"--\"");
    let wanted = "no marker line, separator, heading, number, date, list or headline repeats as in a page of entries";
    check_refused(&By::Entry, wanted);
    assert!(matches!(By::at("("), Err(OptionProblem::Pattern { role: PatternRole::At, .. })));
}

fn document(id: &str, text: &str) -> Document {
    Document { id: id.to_owned(), source: format!("{id}.txt"), text: text.to_owned(), ..Document::default() }
}

fn run(documents: Vec<Document>, by: By) -> (Summary, table::Collected, Vec<String>) {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let findings = diagnostics::Collected::default();
    let job = Job { pool: &pool, diagnostics: &findings };
    let mut output = table::Collected::default();
    let summary =
        split(&Corpus::from_documents(documents), &Options { by, ..Options::default() }, &job, &mut output).unwrap();
    (summary, output, findings.lines())
}

#[test]
fn rows_carry_the_document_and_its_fields_and_failures_stop_nothing() {
    let page = "News\n\nFerry late\n\nFog again.\n\nRead more\n\nCrane new\n\nIt lifts.\n\nRead more\n\n© us\n";
    let mut good = document("good", page);
    good.fields.set("marker".into(), FieldValue::Text("field".to_owned()));
    let (summary, output, findings) = run(vec![document("bad", "Prose."), good], By::Entry);
    assert_eq!(summary, Summary { n_documents: 1, n_segments: 2, n_failed: 1 });
    let rows = &output.tables[0];
    assert_eq!(rows.unit, "segment");
    assert_eq!(rows.column("id"), ["good#1", "good#2"]);
    assert_eq!(rows.column("source"), ["good.txt", "good.txt"]);
    assert_eq!(rows.column("title"), ["Ferry late", "Crane new"]);
    assert_eq!(rows.column("text"), ["Fog again.", "It lifts."]);
    assert_eq!(rows.column("marker"), ["Read more", "Read more"]);
    assert_eq!(rows.column("page_title"), ["News", "News"]);
    assert_eq!(rows.column("marker_2"), ["field", "field"]);
    assert_eq!(
        findings,
        [
            "note: : the field marker is called marker_2, because marker is a column of the table",
            "error: bad: no boundary found: no marker line, separator, heading, number, date, list or headline repeats as \
             in a page of entries",
            "note: good: 2 entries, each ended by \"Read more\"",
            "warning: good: 5 bytes after the last entry are in no segment's text",
        ]
    );
}

#[test]
fn offsets_are_those_of_the_source() {
    let mut one = document("a", "x\ny\n");
    one.title = Some("Given".to_owned());
    one.facts.offsets = Offsets { lead: 3, crlf_at: vec![1, 3], ..Offsets::default() };
    let (_, output, _) = run(vec![one], By::Line);
    assert_eq!(output.tables[0].column("start"), ["3", "6"]);
    assert_eq!(output.tables[0].column("end"), ["6", "9"]);
    assert_eq!(output.tables[0].column("page_title"), ["Given", "Given"]);
    assert_eq!(output.tables[0].column("title"), ["", ""]);
}

#[test]
fn a_field_of_the_document_keeps_its_name_beside_what_is_found_in_an_entry() {
    let mut page = document("a", "One\n\nx\n\nRead more\n\nTwo\n\ny\n\nRead more\n");
    for (name, value) in [("date", "2024-03-01"), ("title", "t"), ("start", "early")] {
        page.fields.set(name.into(), FieldValue::Text(value.to_owned()));
    }
    let (_, output, findings) = run(vec![page], By::Entry);
    let rows = &output.tables[0];
    assert_eq!(rows.column("date"), ["2024-03-01", "2024-03-01"]);
    assert_eq!(rows.column("segment_date"), ["", ""]);
    assert_eq!(rows.column("title"), ["t", "t"]);
    assert_eq!(rows.column("segment_title"), ["One", "Two"]);
    assert_eq!(rows.column("start_2"), ["early", "early"]);
    let renamed: Vec<&String> = findings.iter().filter(|finding| finding.contains("is called")).collect();
    assert!(renamed.len() == 3 && renamed[1].contains("the column date is called segment_date"), "{findings:?}");
}
