//! Corpora compared in memory, and what each row says.

use std::num::NonZero;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::change::Change;
use super::super::ignore::{Ignorable, Ignore};
use super::super::key::Key;
use super::*;
use crate::diagnostics;
use crate::document::FieldValue;
use crate::pool::Pool;
use crate::table::{Cell, Collected, CollectedTable};

pub(in crate::diff) fn corpus(documents: &[(&str, &str)]) -> Corpus {
    let document = |&(id, text): &(&str, &str)| Document {
        id: id.to_owned(),
        source: format!("{id}.txt"),
        text: text.to_owned(),
        ..Document::default()
    };
    Corpus::from_documents(documents.iter().map(document).collect())
}

/// All that a comparison says.
pub(in crate::diff) struct Outcome {
    pub(in crate::diff) summary: Summary,
    pub(in crate::diff) table: CollectedTable,
    pub(in crate::diff) fields: CollectedTable,
    findings: Vec<String>,
}

impl Outcome {
    /// The rows, cut down to these columns, with blanks between the cells.
    pub(in crate::diff) fn rows(&self, names: &[&str]) -> Vec<String> {
        rows(&self.table, names)
    }
}

fn rows(table: &CollectedTable, names: &[&str]) -> Vec<String> {
    let columns: Vec<Vec<String>> = names.iter().map(|name| table.column(name)).collect();
    let row = |i: usize| columns.iter().map(|column| column[i].as_str()).collect::<Vec<_>>().join(" ");
    (0..table.rows.len()).map(row).collect()
}

pub(in crate::diff) fn compared(old: &Corpus, new: &Corpus, options: &CorporaOptions, n_threads: usize) -> Outcome {
    let pool = Pool::new(NonZero::new(n_threads)).unwrap();
    let diagnostics = diagnostics::Collected::default();
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let pairs = diff_corpora(old, new, options, &job).unwrap();
    let mut output = Collected::default();
    pairs.write_rows(&mut output).unwrap();
    pairs.write_field_rows(options.documents.ignore, &job, &mut output).unwrap();
    let (fields, table) = (output.tables.pop().unwrap(), output.tables.pop().unwrap());
    Outcome { summary: pairs.summary(), table, fields, findings: diagnostics.lines() }
}

pub(in crate::diff) fn run(old: &[(&str, &str)], new: &[(&str, &str)]) -> Outcome {
    compared(&corpus(old), &corpus(new), &CorporaOptions::default(), 1)
}

fn run_with(old: &[(&str, &str)], new: &[(&str, &str)], documents: Options) -> Outcome {
    compared(&corpus(old), &corpus(new), &CorporaOptions { documents, ..CorporaOptions::default() }, 1)
}

const NUMBERS: [&str; 7] =
    ["id", "change", "similarity", "words_added", "words_removed", "lines_added", "lines_removed"];

#[track_caller]
fn check(old: &[(&str, &str)], new: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(run(old, new).rows(&NUMBERS), expected);
}

const OLD: [(&str, &str); 4] = [("d", "gone now\n"), ("a", "same\n"), ("c", "one two\n"), ("e", "")];
const NEW: [(&str, &str); 4] = [("b", "new\n"), ("c", "one 2\n"), ("a", "same\n"), ("e", "")];

#[test]
fn every_document_of_either_side_has_a_row_ordered_by_id() {
    let expected =
        ["a same 1 0 0 0 0", "b added  1 0 1 0", "c changed 0.5 1 1 1 1", "d removed  0 2 0 1", "e same 1 0 0 0 0"];
    check(&OLD, &NEW, &expected);
    check(&[], &[], &[]);
    check(&[("a", "x")], &[], &["a removed  0 1 0 1"]);
    check(&[], &[("a", "x")], &["a added  1 0 1 0"]);
    check(&[("a", "x")], &[("a", "x")], &["a same 1 0 0 0 0"]);
    check(&[("a", "x")], &[("a", "x"), ("b", "y")], &["a same 1 0 0 0 0", "b added  1 0 1 0"]);
}

#[test]
fn the_summary_counts_each_change_and_says_whether_corpora_differ() {
    let summary = run(&OLD, &NEW).summary;
    let counts = Change::ALL.map(|change| summary.n(change));
    assert_eq!(counts, [2, 1, 0, 0, 0, 0, 1, 1, 0]);
    assert!(summary.differs());
    assert!(!run(&OLD, &OLD).summary.differs());
    let mut output = Collected::default();
    summary.write_rows(&mut output).unwrap();
    let names = ["change", "documents", "words_added", "words_removed"];
    assert_eq!(rows(&output.tables[0], &names)[..2], ["same 2 0 0", "changed 1 1 1"]);
}

#[test]
fn cells_of_a_side_that_is_missing_are_empty() {
    let cells = run(&[("a", "x y")], &[("b", "z")]).table.rows;
    let text = |text: &'static str| Cell::text(text);
    let of_removed = [Cell::Integer(2), Cell::Empty, text("a"), Cell::Empty, text("a.txt"), Cell::Empty];
    assert_eq!(cells[0][11..17], of_removed);
    let of_added = [Cell::Empty, Cell::Integer(1), Cell::Empty, text("b"), Cell::Empty, text("b.txt")];
    assert_eq!(cells[1][11..17], of_added);
}

#[test]
fn documents_with_the_same_id_are_paired_in_order_and_their_places_are_named() {
    let old = [("a", "1"), ("a", "2"), ("b", "x")];
    let new = [("a", "1"), ("b", "x"), ("b", "y"), ("a", "3"), ("a", "4")];
    let expected =
        ["a same 1 0 0 0 0", "a changed 0 1 1 1 1", "a added  1 0 1 0", "b same 1 0 0 0 0", "b added  1 0 1 0"];
    check(&old, &new, &expected);
    let turned =
        ["a same 1 0 0 0 0", "a changed 0 1 1 1 1", "a removed  0 1 0 1", "b same 1 0 0 0 0", "b removed  0 1 0 1"];
    check(&new, &old, &turned);
    let warning =
        |id: &str| format!("warning: {id}.txt: has the same id as {id}.txt: {id:?}; they are paired in order");
    assert_eq!(run(&old, &new).findings, [warning("a"), warning("a"), warning("b")]);
}

#[test]
fn corpora_without_a_common_id_are_said_to_be_unpaired() {
    let message = "no document id of one corpus occurs in the other; only equal or similar texts are paired";
    assert_eq!(run(&[("a", "x")], &[("b", "x y")]).findings, [format!("warning: : {message}")]);
    assert_eq!(run(&[("a", "x")], &[]).findings, [""; 0]);
}

#[test]
fn by_words_a_document_wrapped_anew_is_the_same_and_lines_are_not_counted() {
    let options = Options { granularity: Granularity::Words, ..Options::default() };
    let outcome = run_with(&[("a", "one two\n"), ("b", "x.")], &[("a", "one\ntwo\n"), ("b", "x!")], options);
    assert_eq!(outcome.rows(&NUMBERS), ["a same 1 0 0  ", "b changed 1 0 0  "]);
}

#[test]
fn what_is_overlooked_neither_differs_nor_counts() {
    let (old, new) = ([("a", "One two\n"), ("b", "One two\n")], [("a", "ONE TWO\n"), ("b", "ONE three\n")]);
    let options = Options { ignore: Ignore::of(&[Ignorable::Case]), ..Options::default() };
    assert_eq!(run_with(&old, &new, options).rows(&NUMBERS), ["a same 1 0 0 0 0", "b changed 0.5 1 1 1 1"]);
}

#[test]
fn a_comparison_cut_short_is_reported_and_counted() {
    let options = Options { timeout: Duration::ZERO, ..Options::default() };
    let outcome = run_with(&[("a", "one\ntwo\n")], &[("a", "two\none\n")], options);
    assert_eq!(outcome.summary.n_cut_short, 1);
    let warning = "warning: a: the comparison was cut short after 0 s; less may have changed than is said";
    assert_eq!(outcome.findings, [warning]);
}

fn record(id: &str, city: &str, title: &str, text: &str) -> Document {
    let fields = [("city".into(), FieldValue::Text(city.to_owned()))].into_iter().collect();
    Document { id: id.to_owned(), title: Some(title.to_owned()), text: text.to_owned(), fields, ..Document::default() }
}

#[test]
fn titles_and_fields_count_as_changes_and_are_rows_of_their_own() {
    let old = vec![record("1", "Kiel", "Fog", "x"), record("2", "Bonn", "Rain", "y"), record("3", "Ulm", "Sun", "z")];
    let new =
        vec![record("1", "Kiel", "Mist", "x"), record("2", "Köln", "Rain", "y y"), record("3", "Ulm", "Sun", "z")];
    let [old, new] = [old, new].map(Corpus::from_documents);
    let outcome = compared(&old, &new, &CorporaOptions::default(), 1);
    let expected = ["1 changed title 0", "2 changed city 1", "3 same  0"];
    assert_eq!(outcome.rows(&["id", "change", "fields", "words_added"]), expected);
    let expected = ["1 title Fog Mist", "2 city Bonn Köln", "2 text y y y"];
    assert_eq!(rows(&outcome.fields, &["id", "field", "old", "new"]), expected);
}

#[test]
fn a_key_of_fields_pairs_what_ids_do_not() {
    let (old, new) = (vec![record("1", "Kiel", "Fog", "x")], vec![record("7", "Kiel", "Fog", "y")]);
    let [old, new] = [old, new].map(Corpus::from_documents);
    let key = Key::Fields(vec!["city".to_owned(), "title".to_owned()]);
    let options = CorporaOptions { key, ..CorporaOptions::default() };
    let outcome = compared(&old, &new, &options, 1);
    assert_eq!(outcome.rows(&["id", "old_id", "new_id", "change"]), ["Kiel, Fog 1 7 changed"]);
}

#[test]
fn a_key_that_no_document_has_is_an_error() {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    let key = Key::Fields(vec!["town".to_owned()]);
    let options = CorporaOptions { key, ..CorporaOptions::default() };
    let side = || Corpus::from_documents(vec![record("1", "Kiel", "Fog", "x")]);
    let error = diff_corpora(&side(), &side(), &options, &job).unwrap_err();
    let expected = "names the field \"town\", and no document of one side has all fields of the key";
    assert_eq!(error.to_string(), expected);
}

fn comparison(old: &[(&str, &str)], new: &[(&str, &str)]) -> Comparison {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    compare_corpora(&corpus(old), &corpus(new), &CorporaOptions::default(), &job).unwrap()
}

#[test]
fn one_document_on_each_side_is_a_comparison_of_documents_whatever_the_ids() {
    match comparison(&[("a", "x")], &[("b", "y")]) {
        Comparison::Documents { old, new } => assert_eq!((old.text.as_str(), new.text.as_str()), ("x", "y")),
        Comparison::Corpora(pairs) => panic!("taken for corpora: {pairs:?}"),
    }
    for (old, new) in [(&OLD[..1], &NEW[..2]), (&OLD[..2], &NEW[..1]), (&OLD[..1], &[]), (&[], &NEW[..1])] {
        assert!(matches!(comparison(old, new), Comparison::Corpora(_)), "{old:?} {new:?}");
    }
}

/// Documents whose ids and texts often agree, and whose texts are long enough to be kin.
fn documents() -> impl Strategy<Value = Vec<(String, String)>> {
    let sentence = |n: u8| format!("sentence {n} tells of a harbour with {n} boats and a crane that the tide moved. ");
    let text = vec(0_u8..6, 0..5).prop_map(move |numbers| numbers.into_iter().map(sentence).collect::<String>());
    vec(("[ab]/[cde]", text), 0..7)
}

fn borrowed(documents: &[(String, String)]) -> Vec<(&str, &str)> {
    documents.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn every_document_is_in_one_row_unless_it_was_merged_or_split(old in documents(), new in documents()) {
        let outcome = run(&borrowed(&old), &borrowed(&new));
        let n = |changes: &[Change]| changes.iter().map(|&change| outcome.summary.n(change)).sum::<u64>();
        let pairs = [Change::Same, Change::Changed, Change::Moved, Change::Renamed];
        let wholes = |change: &str, side: &str| {
            let rows = outcome.rows(&["change", side]);
            let mut wholes: Vec<&String> = rows.iter().filter(|row| row.starts_with(change)).collect();
            wholes.sort();
            wholes.dedup();
            wholes.len() as u64
        };
        // What was split off or merged into a document that has a partner counts with the partner.
        let with_ids = |side| outcome.table.column(side).iter().filter(|id| !id.is_empty()).count() as u64;
        prop_assert_eq!(with_ids("old_id") - n(&[Change::Split]) , n(&pairs) + n(&[Change::Merged, Change::Removed]));
        prop_assert!(n(&pairs) + n(&[Change::Merged, Change::Removed]) <= old.len() as u64);
        prop_assert!(n(&pairs) + n(&[Change::Merged, Change::Removed]) + wholes("split", "old_id") >= old.len() as u64);
        prop_assert!(n(&pairs) + n(&[Change::Split, Change::Added]) <= new.len() as u64);
        prop_assert!(n(&pairs) + n(&[Change::Split, Change::Added]) + wholes("merged", "new_id") >= new.len() as u64);
    }

    #[test]
    fn a_corpus_is_the_same_as_itself_in_any_order(documents in documents(), n_turned in 0_usize..6) {
        let mut documents = documents;
        documents.sort();
        documents.dedup_by(|a, b| a.0 == b.0);
        let mut turned = documents.clone();
        turned.rotate_left(n_turned % documents.len().max(1));
        let summary = run(&borrowed(&documents), &borrowed(&turned)).summary;
        prop_assert_eq!(summary.n(Change::Same), documents.len() as u64);
        prop_assert!(!summary.differs());
    }

    #[test]
    fn swapping_the_sides_swaps_what_was_added_and_removed(old in documents(), new in documents()) {
        let [there, back] = [run(&borrowed(&old), &borrowed(&new)), run(&borrowed(&new), &borrowed(&old))];
        for (one, other) in [(Change::Added, Change::Removed), (Change::Same, Change::Same)] {
            prop_assert_eq!(there.summary.n(one), back.summary.n(other));
            prop_assert_eq!(there.summary.n(other), back.summary.n(one));
        }
    }

    #[test]
    fn rows_depend_neither_on_threads_nor_on_the_order_of_documents(old in documents(), new in documents()) {
        let options = CorporaOptions::default();
        let (mut old, mut new) = (old, new);
        for side in [&mut old, &mut new] {
            side.sort();
            side.dedup_by(|a, b| a.0 == b.0);
        }
        let alone = compared(&corpus(&borrowed(&old)), &corpus(&borrowed(&new)), &options, 1).table.rows;
        old.reverse();
        new.reverse();
        for n_threads in [2, 8] {
            let turned = compared(&corpus(&borrowed(&old)), &corpus(&borrowed(&new)), &options, n_threads);
            prop_assert_eq!(&turned.table.rows, &alone);
        }
    }
}
