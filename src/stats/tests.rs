//! The verb in memory: documents in, rows out.

mod contexts;

use std::num::NonZero;

use proptest::prelude::*;

use super::assembly::merged_tally;
use super::counted::Counted;
use super::scanner::Scanner;
use super::task::{Task, distinct_units, plan};
use super::*;
use crate::diagnostics;
use crate::document::{Document, Facts, FieldValue};
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::table::{self, Selection};
use crate::vocabulary::Fold;

const HARBOUR: &str = include_str!("golden/harbour.txt");
const NOTE: &str = include_str!("golden/note.txt");

fn document(id: &str, text: &str) -> Document {
    let facts = Facts { n_bytes: text.len() as u64, ..Facts::default() };
    Document { id: id.to_owned(), source: format!("{id}.txt"), text: text.to_owned(), facts, ..Document::default() }
}

fn golden_documents() -> Vec<Document> {
    vec![document("harbour", HARBOUR), document("note", NOTE)]
}

fn options(units: &[Unit], window: usize) -> Options {
    Options { units: units.to_vec(), window: NonZero::new(window).unwrap(), ..Options::default() }
}

fn collect_on(n_threads: usize, documents: &[Document], options: &Options) -> table::Collected {
    let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let mut output = table::Collected::default();
    let corpus = Corpus::from_documents(documents.to_vec());
    let summary = stats(&corpus, options, &job, &mut output).unwrap();
    assert_eq!(summary.n_documents, documents.len() as u64);
    output
}

fn collect(documents: &[Document], options: &Options) -> table::Collected {
    collect_on(1, documents, options)
}

/// Compares the one row of a table with values as `name value` pairs.
#[track_caller]
fn check_row(output: &table::Collected, idx: usize, row: usize, expected: &[(&str, &str)]) {
    let found: Vec<(&str, String)> =
        expected.iter().map(|&(name, _)| (name, output.tables[idx].column(name)[row].clone())).collect();
    let expected: Vec<(&str, String)> = expected.iter().map(|&(name, value)| (name, value.to_owned())).collect();
    assert_eq!(found, expected);
}

/// The values are from `scripts/reference-measures.py --window 20 src/stats/golden/*.txt`.
#[test]
fn measures_of_a_corpus_equal_the_reference() {
    let output = collect(&golden_documents(), &options(&[Unit::Corpus], 20));
    let expected = [
        ("documents", "2"),
        ("bytes", "570"),
        ("characters", "568"),
        ("lines", "17"),
        ("crlf_lines", "0"),
        ("paragraphs", "6"),
        ("sentences", "12"),
        ("tokens", "106"),
        ("types", "67"),
        ("hapax", "46"),
        ("ttr", "0.6320754716981132"),
        ("mattr", "0.8373417721518988"),
        ("mean_word_length", "4.09433962264151"),
        ("mean_sentence_length", "8.833333333333334"),
        ("mean_paragraph_length", "17.666666666666668"),
        ("mean_document_length", "53"),
        ("note", ""),
    ];
    check_row(&output, 0, 0, &expected);
    let names: Vec<&str> = output.tables[0].columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, expected.map(|(name, _)| name));
}

/// The values are from `scripts/reference-measures.py --window 20 src/stats/golden/*.txt`.
#[test]
fn measures_of_documents_equal_the_reference() {
    let output = collect(&golden_documents(), &options(&[Unit::Document], 20));
    let harbour = [
        ("id", "harbour"),
        ("source", "harbour.txt"),
        ("characters", "526"),
        ("sentences", "10"),
        ("tokens", "98"),
        ("types", "62"),
        ("hapax", "42"),
        ("ttr", "0.6326530612244898"),
        ("mattr", "0.8373417721518988"),
        ("mean_word_length", "4.122448979591836"),
        ("mean_sentence_length", "9.8"),
        ("note", ""),
    ];
    check_row(&output, 0, 0, &harbour);
    let note = [("id", "note"), ("types", "6"), ("hapax", "4"), ("mattr", ""), ("note", "mattr: fewer than 20 tokens")];
    check_row(&output, 0, 1, &note);
}

/// The values are from `scripts/reference-measures.py --window 20 src/stats/golden/*.txt`.
#[test]
fn words_equal_the_reference_by_frequency_then_code_points() {
    let options = Options { min_frequency: 2, top: NonZero::new(5), ..options(&[Unit::Word], 20) };
    let output = collect(&golden_documents(), &options);
    let words = &output.tables[0];
    assert_eq!(words.column("word"), ["the", "a", "and", "clerk", "is"]);
    assert_eq!(words.column("frequency"), ["15", "4", "3", "3", "3"]);
    assert_eq!(words.column("document_frequency"), ["1", "2", "1", "1", "1"]);
    assert_eq!(words.column("rank"), ["1", "2", "3", "3", "3"]);
    assert_eq!(words.column("per_million")[..2], ["141509.43396226416", "37735.84905660377"]);
}

#[test]
fn words_below_the_smallest_frequency_get_no_row() {
    let documents = [document("a", "b a b é Z")];
    let at_least = |min_frequency| Options { min_frequency, ..options(&[Unit::Word], 5) };
    assert_eq!(collect(&documents, &at_least(1)).tables[0].column("word"), ["b", "a", "z", "é"]);
    assert_eq!(collect(&documents, &at_least(2)).tables[0].column("word"), ["b"]);
    assert!(collect(&documents, &at_least(3)).tables[0].rows.is_empty());
}

#[test]
fn several_units_take_one_pass_and_say_the_same_as_each_alone() {
    let all = [Unit::Word, Unit::Document, Unit::Corpus];
    let together = collect(&golden_documents(), &options(&[&all[..], &all[..]].concat(), 20));
    assert_eq!(together.tables.len(), all.len(), "a unit named twice gets one table");
    for (unit, table) in all.into_iter().zip(&together.tables) {
        let alone = collect(&golden_documents(), &options(std::slice::from_ref(&unit), 20));
        assert_eq!(table.unit, unit.name());
        assert_eq!(table.rows, alone.tables[0].rows);
    }
}

#[test]
fn folding_decides_what_one_type_is() {
    let documents = [document("a", "The the THE Über über")];
    let types = |fold| {
        let output = collect(&documents, &Options { fold, ..options(&[Unit::Corpus], 5) });
        (output.tables[0].column("types").concat(), output.tables[0].columns[8].definition.to_string())
    };
    assert_eq!(
        types(Fold::LOWERCASE),
        ("2".to_owned(), "distinct tokens, folded to lower case: V; types (Baayen 2001)".to_owned())
    );
    assert_eq!(types(Fold::NONE), ("5".to_owned(), "distinct tokens, as written: V; types (Baayen 2001)".to_owned()));
}

#[test]
fn what_cannot_be_measured_is_empty_and_the_note_says_why() {
    let check = |documents: &[Document], unit, expected: &str| {
        assert_eq!(collect(documents, &options(&[unit], 50)).tables[0].column("note"), [expected]);
    };
    let empty = "ttr, mattr, mean_word_length: no tokens; mean_sentence_length: no sentences; mean_paragraph_length: no \
                 paragraphs";
    check(&[document("a", "")], Unit::Document, empty);
    check(&[], Unit::Corpus, &format!("{empty}; mean_document_length: no documents"));
    check(&[document("a", "one"), document("b", "two")], Unit::Corpus, "mattr: no document has 50 tokens");
    check(&[document("a", "one")], Unit::Corpus, "mattr: fewer than 50 tokens");
}

#[test]
fn windows_do_not_cross_the_end_of_a_document() {
    let documents = [document("a", "x y x"), document("b", "x x")];
    let output = collect(&documents, &options(&[Unit::Corpus], 3));
    assert_eq!(output.tables[0].column("mattr"), [(2.0 / 3.0).to_string()]);
}

#[test]
fn fields_survive_between_the_document_and_its_measures() {
    let mut first = document("a", "one two");
    first.fields.set("date".into(), FieldValue::Text("1900".to_owned()));
    first.fields.set("tokens".into(), FieldValue::Json("7".to_owned()));
    let output = collect(&[first, document("b", "three")], &options(&[Unit::Document], 5));
    let table = &output.tables[0];
    let names: Vec<&str> = table.columns[..6].iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["id", "source", "title", "date", "tokens_2", "bytes"]);
    assert_eq!(table.column("date"), ["1900", ""]);
    assert_eq!(table.column("tokens_2"), ["7", ""]);
    assert_eq!(table.column("tokens"), ["2", "1"]);
}

#[test]
fn columns_that_are_not_wanted_are_empty_and_have_no_note() {
    let columns = Selection::parse(&["tokens".to_owned(), "note".to_owned()]).unwrap();
    let output = collect(&golden_documents(), &Options { columns, ..options(&[Unit::Document], 20) });
    check_row(&output, 0, 1, &[("tokens", "8"), ("types", ""), ("mattr", ""), ("note", "")]);
}

#[test]
fn naming_no_unit_is_an_error() {
    let error = distinct_units(&options(&[], 5)).unwrap_err();
    assert_eq!(error.to_string(), "names no unit");
}

#[test]
fn rows_are_the_same_on_any_number_of_threads() {
    let documents: Vec<Document> = (0..200)
        .map(|n| document(&format!("{n:03}"), &format!("word{} is Word{} and\n\nword{}.", n % 7, n % 3, n)))
        .collect();
    let options = options(&[Unit::Corpus, Unit::Document, Unit::Word], 3);
    let rows = |n_threads| -> Vec<_> {
        collect_on(n_threads, &documents, &options).tables.into_iter().map(|table| table.rows).collect()
    };
    let expected = rows(1);
    assert_eq!(rows(2), expected);
    assert_eq!(rows(8), expected);
}

fn word_rows(scanners: Vec<Scanner>, options: &Options) -> Vec<Vec<table::Cell<'static>>> {
    let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let task = Task::new(options).unwrap();
    let counted = Counted { tally: merged_tally(scanners, task.assembly(), &job), ..task.nothing() };
    let mut output = table::Collected::default();
    task.tables(&[], None, job.diagnostics, &mut output).unwrap().finish(&counted, None, &job, &mut output).unwrap();
    output.tables.remove(0).rows
}

proptest! {
    #[test]
    fn any_share_of_the_documents_among_workers_gives_the_same_words(
        texts in proptest::collection::vec(("[a-d ]{0,12}", 0_usize..4), 0..12),
    ) {
        let options = options(&[Unit::Word], 3);
        let scanners = |n: usize| -> Vec<Scanner> { (0..n).map(|_| Scanner::new(&plan(&options.units, &options).unwrap())).collect() };
        let (mut alone, mut shared) = (scanners(1), scanners(4));
        for (text, _) in &texts {
            alone[0].scan(document("", text));
        }
        for (text, worker) in texts.iter().rev() {
            shared[*worker].scan(document("", text));
        }
        prop_assert_eq!(word_rows(shared, &options), word_rows(alone, &options));
    }
}
