//! Hits, terms and variants in memory: documents in, rows out.

use std::num::NonZero;

use proptest::prelude::*;

use super::*;
use crate::diagnostics;
use crate::document::{Facts, Offsets};
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::stats::stats;
use crate::table;

fn document(id: &str, text: &str) -> Document {
    Document { id: id.to_owned(), source: format!("{id}.txt"), text: text.to_owned(), ..Document::default() }
}

fn collect_on(n_threads: usize, documents: &[Document], options: &Options) -> table::Collected {
    let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let mut output = table::Collected::default();
    stats(&Corpus::from_documents(documents.to_vec()), options, &job, &mut output).unwrap();
    output
}

fn for_pattern(pattern: &str) -> Options {
    let pattern = Some(Pattern::regex(pattern, Case::Smart).unwrap());
    Options { units: vec![Unit::Hit], pattern, n_context: 2, ..Options::default() }
}

fn for_terms(unit: Unit, rows: &[(&str, &str)]) -> Options {
    let rows = rows.iter().map(|(label, text)| ((*label).to_owned(), Spelling::Literal((*text).to_owned())));
    Options { units: vec![unit], terms: Some(Terms::new(rows, Case::Smart).unwrap()), ..Options::default() }
}

/// The cells of these columns, row by row.
fn rows(output: &table::Collected, columns: &[&str]) -> Vec<String> {
    let columns: Vec<Vec<String>> = columns.iter().map(|name| output.tables[0].column(name)).collect();
    (0..output.tables[0].rows.len())
        .map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join("|"))
        .collect()
}

fn two_mills() -> Vec<Document> {
    vec![
        document("a", "The old mill turns.\nNo mill here"),
        document("b", "none"),
        document("c", "A new Mill, a wheel"),
    ]
}

#[test]
fn a_hit_has_its_place_and_the_words_around_it() {
    let output = collect_on(1, &two_mills(), &for_pattern("mill"));
    let columns = ["id", "source", "position", "start", "end", "left", "hit", "right", "corpus_position"];
    assert_eq!(
        rows(&output, &columns),
        [
            "a|a.txt|3|8|12|The old|mill|turns. No|3",
            "a|a.txt|6|23|27|turns. No|mill|here|6",
            "c|c.txt|3|6|10|A new|Mill|, a wheel|11",
        ]
    );
    let names: Vec<&str> = output.tables[0].columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, columns);
    assert!(output.tables[0].columns[5].definition.starts_with("up to 2 tokens"));
}

#[test]
fn terms_are_hits_with_their_label() {
    let options = for_terms(Unit::Hit, &[("Mill", "mill"), ("Wheel", "a wheel"), ("Mill", "old mill")]);
    let output = collect_on(1, &two_mills(), &options);
    assert_eq!(
        rows(&output, &["label", "position", "hit"]),
        ["Mill|2|old mill", "Mill|6|mill", "Mill|3|Mill", "Wheel|4|a wheel"]
    );
}

#[test]
fn all_spellings_count_under_one_label() {
    let rows_of_terms = [("Mill", "mill"), ("None", "nothing"), ("Wheel", "wheel"), ("Mill", "new mill")];
    let output = collect_on(1, &two_mills(), &for_terms(Unit::Term, &rows_of_terms));
    let columns = ["label", "frequency", "per_million", "document_frequency", "variants"];
    assert_eq!(
        rows(&output, &columns),
        ["Mill|3|230769.23076923078|2|mill 2, new mill 1", "Wheel|1|76923.07692307692|1|wheel 1", "None|0|0|0|",]
    );
    let columns = ["gries_dp", "juilland_d", "note"];
    // The documents have 7, 1 and 5 of 13 tokens: DP = (|2/3 - 7/13| + 1/13 + |1/3 - 5/13|) / 2.
    let dp: f64 = ((2.0 / 3.0 - 7.0 / 13.0_f64).abs() + 1.0 / 13.0 + (1.0 / 3.0 - 5.0 / 13.0_f64).abs()) / 2.0;
    let found: f64 = output.tables[0].column("gries_dp")[0].parse().unwrap();
    assert!((found - dp).abs() < 1e-12, "{found}, {dp}");
    assert_eq!(rows(&output, &columns)[2], "||gries_dp, gries_dp_norm, juilland_d: no occurrences");
}

#[test]
fn labels_that_meet_are_pairs() {
    let options =
        for_terms(Unit::TermPair, &[("Mill", "mill"), ("Wheel", "wheel"), ("Old", "old"), ("None", "no one")]);
    let output = collect_on(1, &two_mills(), &options);
    let columns =
        ["label_a", "label_b", "documents", "paragraphs", "frequency", "documents_a", "documents_b", "jaccard"];
    assert_eq!(rows(&output, &columns), ["Mill|Wheel|1|1|1|2|1|0.5", "Mill|Old|1|1|1|2|1|0.5"]);
}

#[test]
fn units_say_what_they_lack() {
    let check = |unit: Unit, expected: &str| {
        let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let options = Options { units: vec![unit], ..Options::default() };
        let error = stats(&Corpus::from_documents(vec![]), &options, &job, &mut table::Collected::default());
        assert_eq!(error.unwrap_err().to_string(), expected);
    };
    check(Unit::Hit, "hit needs something to look for: a pattern or a table of terms");
    check(Unit::Term, "term needs a table of terms");
    check(Unit::TermPair, "term-pair needs a table of terms");
}

#[test]
fn a_table_of_terms_is_read_from_records() {
    let record = |fields: &[(&str, &str)]| {
        let field =
            |(name, value): &(&str, &str)| ((*name).into(), crate::document::FieldValue::Text((*value).to_owned()));
        Document { id: "t.csv#1".to_owned(), fields: fields.iter().map(field).collect(), ..Document::default() }
    };
    let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let read = |records: Vec<Document>| Terms::read(&Corpus::from_documents(records), Case::Smart, &job);
    let terms = read(vec![
        record(&[("label", "A"), ("variant", "a b"), ("pattern", "")]),
        record(&[("label", "A"), ("variant", ""), ("pattern", "c+")]),
        record(&[("proposed_label", "B"), ("variant", "d")]),
    ])
    .unwrap();
    assert_eq!(terms.labels(), ["A", "B"]);
    assert_eq!(terms.spelling(1), &Spelling::Pattern("c+".to_owned()));
    let error = read(vec![record(&[("name", "A"), ("variant", "a")])]).unwrap_err().to_string();
    assert_eq!(error, "t.csv#1 needs a label and a variant or pattern; its columns are name, variant");
}

/// The pieces of a text as the parts of one document.
fn parts(pieces: &[String]) -> Vec<Document> {
    let part = |(idx, text): (usize, &String)| Document {
        facts: Facts { n_bytes: text.len() as u64, offsets: Offsets::default(), ..Facts::default() },
        extent: Extent::Part { idx: idx as u32, last: idx + 1 == pieces.len() },
        ..document("d", text)
    };
    pieces.iter().enumerate().map(part).collect()
}

#[test]
fn a_document_that_breaks_off_has_no_hits() {
    let mut documents = parts(&["mill\n".to_owned(), "mill\n".to_owned(), "mill".to_owned()]);
    documents.truncate(2);
    documents.push(document("e", "the mill"));
    let output = collect_on(1, &documents, &for_pattern("mill"));
    assert_eq!(rows(&output, &["id", "position", "corpus_position"]), ["e|2|2"]);
}

proptest! {
    #[test]
    fn parts_give_the_hits_and_terms_of_the_whole(lines in prop::collection::vec("[ab é.]{0,8}\n", 1..8)) {
        let whole = Document {
            facts: Facts { n_bytes: lines.concat().len() as u64, ..Facts::default() },
            ..document("d", &lines.concat())
        };
        for (options, columns) in [
            (for_pattern("a"), &["position", "start", "end", "hit", "corpus_position"][..]),
            (for_terms(Unit::Term, &[("A", "a"), ("B", "b"), ("B", "ab")]), &["label", "frequency", "variants", "note"]),
        ] {
            let (cut, uncut) = (collect_on(1, &parts(&lines), &options), collect_on(1, std::slice::from_ref(&whole), &options));
            prop_assert_eq!(rows(&cut, columns), rows(&uncut, columns));
        }
    }
}

#[test]
fn rows_are_the_same_on_any_number_of_threads() {
    let documents: Vec<Document> = (0..200)
        .map(|n| {
            document(&format!("{n:03}"), &format!("The Old Mill (OM) {} by Wheeler{} Mill\n\nOld Mil", n % 7, n % 3))
        })
        .collect();
    let terms = for_terms(Unit::Hit, &[("M", "mill"), ("O", "old mill")]);
    let options = Options { units: vec![Unit::Hit, Unit::Term, Unit::TermPair, Unit::Variant], ..terms };
    let all = |n_threads| -> Vec<_> {
        collect_on(n_threads, &documents, &options).tables.into_iter().map(|table| table.rows).collect()
    };
    let expected = all(1);
    assert!(expected.iter().all(|rows| !rows.is_empty()));
    assert_eq!(all(2), expected);
    assert_eq!(all(8), expected);
}
