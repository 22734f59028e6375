//! The law: whoever counts which documents, and in whatever order it is merged, the rows are those of one run.

use std::num::NonZero;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Case, CollocationOptions, Dispersion, Family, Languages, Parts, Spelling, Terms, Unit, stats};
use super::*;
use crate::diagnostics::Collected;
use crate::document::{Document, FieldValue};
use crate::error::Error;
use crate::pool::Pool;
use crate::table::{Cell, Selection};
use crate::vocabulary::CollocationSpan;

type Rows = Vec<(Vec<String>, Vec<Vec<Cell<'static>>>)>;

/// All units, and what else is counted.
fn options() -> Options {
    let term = |label: &str, spelling: &str| (label.to_owned(), Spelling::Literal(spelling.to_owned()));
    let units = Unit::NAMED.iter().cloned().chain(["town", "date:month"].map(|name| name.parse::<Unit>().unwrap()));
    Options {
        units: units.collect(),
        families: Family::ALL.to_vec(),
        language: Some("en".to_owned()),
        window: NonZero::new(2).unwrap(),
        dispersion: Dispersion::Shown,
        collocation: CollocationOptions {
            span: CollocationSpan { left: 1, right: 2 },
            min_frequency: Some(1),
            ..CollocationOptions::default()
        },
        terms: Some(Terms::new([term("A", "a"), term("A", "a b"), term("B", "b")], Case::Smart).unwrap()),
        ..Options::default()
    }
}

fn document(id: usize, (text, town, date): &(String, String, String)) -> Document {
    let mut document = Document { id: format!("{id:03}"), text: text.clone(), ..Document::default() };
    for (name, value) in [("town", town), ("date", date)] {
        if !value.is_empty() {
            document.fields.set(name.into(), FieldValue::Text(value.clone()));
        }
    }
    document
}

fn with_job<T>(n_threads: usize, run: impl FnOnce(&Job<'_>) -> T) -> (T, Vec<String>) {
    let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads)).unwrap(), Collected::default());
    let made = run(&Job { pool: &pool, diagnostics: &diagnostics });
    (made, diagnostics.lines())
}

fn rows_of(output: crate::table::Collected) -> Rows {
    let names = |table: &crate::table::CollectedTable| table.columns.iter().map(|c| c.name.to_string()).collect();
    output.tables.into_iter().map(|table| (names(&table), table.rows)).collect()
}

fn in_one_run(n_threads: usize, documents: &[Document], options: &Options) -> (Rows, Vec<String>) {
    with_job(n_threads, |job| {
        let mut output = crate::table::Collected::default();
        stats(&Corpus::from_documents(documents.to_vec()), options, job, &mut output).unwrap();
        rows_of(output)
    })
}

fn counted(n_threads: usize, documents: &[Document], options: &Options) -> Partial {
    with_job(n_threads, |job| Partial::count(&Corpus::from_documents(documents.to_vec()), options, job).unwrap()).0
}

fn finished(partial: Partial, options: &Options) -> (Rows, Vec<String>) {
    with_job(2, |job| {
        let mut output = crate::table::Collected::default();
        finish(partial, options, job, &mut output).unwrap();
        rows_of(output)
    })
}

fn bytes_of(partial: &Partial) -> Vec<u8> {
    let mut bytes = Vec::new();
    partial.write(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8], options: &Options) -> Result<Partial, Error> {
    Partial::read("a.partial", &mut &*bytes, options)
}

/// Merges two at a time, whichever they are, by way of their bytes.
fn merged(mut partials: Vec<Partial>, picks: &[Index], options: &Options) -> Partial {
    let mut picks = picks.iter().cycle();
    while partials.len() > 1 {
        let one = partials.swap_remove(picks.next().unwrap().index(partials.len()));
        let other = partials.swap_remove(picks.next().unwrap().index(partials.len()));
        partials.push(read(&bytes_of(&one), options).unwrap().merge(other).unwrap());
    }
    partials.remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_sharing_out_and_any_tree_of_merges_gives_the_rows_of_one_run(
        texts in proptest::collection::vec(
            (("[A-Ca-c .\n]{0,12}", "[xy]?", "(2024-0[12]|soon)?"), any::<Index>()), 1..12),
        n_machines in 1_usize..5,
        picks in proptest::collection::vec(any::<Index>(), 8),
        n_threads in proptest::sample::select(vec![1, 2, 8]),
    ) {
        let documents: Vec<(Document, usize)> =
            texts.iter().enumerate().map(|(id, (text, share))| (document(id, text), share.index(n_machines))).collect();
        // A field that no document has is refused, by one run as by many.
        prop_assume!(texts.iter().any(|((_, town, _), _)| !town.is_empty()));
        prop_assume!(texts.iter().any(|((_, _, date), _)| !date.is_empty()));
        let all: Vec<Document> = documents.iter().map(|(document, _)| document.clone()).collect();
        let options = options();
        let partials = (0..n_machines).map(|machine| {
            let own = documents.iter().filter(|(_, share)| *share == machine).map(|(document, _)| document.clone());
            counted(n_threads, &own.collect::<Vec<_>>(), &options)
        });
        let merged = merged(partials.collect(), &picks, &options);
        prop_assert_eq!(finished(merged.clone(), &options), in_one_run(1, &all, &options));
        // Who counted what is no longer to be seen, but for the number of machines.
        let alone = Partial { header: merged.header.clone(), ..counted(1, &all, &options) };
        prop_assert!(bytes_of(&merged) == bytes_of(&alone));
    }
}

fn some_documents() -> Vec<Document> {
    let texts = [("a b c a", "x", "2024-01-02"), ("b B. a b", "y", ""), ("", "x", "soon"), ("c", "", "2024-02-01")];
    let texts = texts.map(|(text, town, date)| (text.to_owned(), town.to_owned(), date.to_owned()));
    texts.iter().enumerate().map(|(id, text)| document(id, text)).collect()
}

#[test]
fn what_concerns_rows_alone_may_be_new() {
    let (documents, counted_with) = (some_documents(), options());
    let asked = |units: &[Unit], columns: &[&str]| Options {
        units: units.to_vec(),
        columns: Selection::parse(&columns.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).unwrap(),
        families: Vec::new(),
        dispersion: Dispersion::Hidden,
        top: NonZero::new(2),
        min_frequency: 2,
        ..options()
    };
    let bytes = bytes_of(&counted(1, &documents, &counted_with));
    let cases = [
        asked(&[Unit::Hit, Unit::Word], &[]),
        asked(&[Unit::Word], &["word", "gries_dp"]),
        asked(&[Unit::Corpus, "town".parse::<Unit>().unwrap()], &["tokens", "flesch", "note"]),
        Options { parts: "town".parse::<Parts>().unwrap(), ..asked(&[Unit::Word], &["word", "juilland_d"]) },
    ];
    for asked in cases {
        let partial = read(&bytes, &asked).unwrap();
        assert_eq!(finished(partial, &asked).0, in_one_run(1, &documents, &asked).0);
    }
}

#[track_caller]
fn check_refused(unit: Unit, asked: &Options, expected: &str) {
    let counted_with = Options { units: vec![unit], dispersion: Dispersion::Hidden, ..options() };
    let bytes = bytes_of(&counted(1, &some_documents(), &counted_with));
    let error = read(&bytes, asked).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), format!("a.partial: {expected}"));
}

#[test]
fn what_was_not_counted_or_counted_otherwise_is_refused() {
    let columns = |name: &str| Selection::parse(&[name.to_owned()]).unwrap();
    let of = |unit| Options { units: vec![unit], dispersion: Dispersion::Hidden, ..options() };
    let fold = crate::vocabulary::Fold::NONE;
    let differs = "was made with fold \"folded to lower case\", not \"as written\"";
    check_refused(Unit::Word, &Options { fold, ..of(Unit::Word) }, differs);
    check_refused(Unit::Word, &of(Unit::Ngram), "has no counts for ngram, only for word");
    let lacks = "has no counts for all columns that are asked for";
    check_refused(Unit::Word, &Options { columns: columns("gries_dp"), ..of(Unit::Word) }, lacks);
    let parts = "town".parse::<Parts>().unwrap();
    let shown = Options { dispersion: Dispersion::Shown, parts, ..of(Unit::Word) };
    check_refused(Unit::Word, &shown, "has no counts for groups by town");
    let differs = "was made with only \"\", not \"tokens\"";
    check_refused(Unit::Document, &Options { columns: columns("tokens"), ..of(Unit::Document) }, differs);
}

#[test]
fn partial_results_of_different_options_do_not_merge() {
    let documents = some_documents();
    let of_words = |language| Options { units: vec![Unit::Word], languages: language, ..Options::default() };
    let words = || counted(1, &documents, &of_words(Languages::AsRead));
    let corpus = counted(1, &documents, &Options::default());
    let error = words().merge(corpus).unwrap_err();
    assert_eq!(error.to_string(), "was made with per \"corpus\", not \"word\"");
    assert!(words().merge(words()).is_ok(), "nothing tells that the documents are the same");
}

#[test]
fn bytes_that_are_no_partial_result_or_no_longer_are_refused() {
    let options = options();
    let bytes = bytes_of(&counted(1, &some_documents(), &options));
    let problem = |bytes: &[u8]| match read(bytes, &options) {
        Err(Error::Partial { problem, .. }) => problem.to_string(),
        other => panic!("{:?}", other.map(|_| ())),
    };
    for foreign in ["", "word,frequency\n", "{\"text\": 1}\n"] {
        assert_eq!(problem(foreign.as_bytes()), "is no partial result of textmill");
    }
    assert_eq!(problem(b"textmill partial 9\n{}\n"), "was written in another version of the format");
    for n_bytes in (1..bytes.len()).step_by(31) {
        assert_eq!(problem(&bytes[..n_bytes]), "is cut short: its end is missing", "{n_bytes}");
    }
    for at in (19..bytes.len()).step_by(23) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let problem = problem(&changed);
        assert!(problem.starts_with("is damaged") || problem.starts_with("is cut short"), "{at}: {problem}");
    }
}

#[test]
fn a_file_takes_a_few_bytes_for_each_word() {
    let words: Vec<String> = (0..5_000).map(|n| format!("word{n:05}")).collect();
    let documents = [Document { text: words.join(" "), ..Document::default() }];
    let bytes = bytes_of(&counted(1, &documents, &Options { units: vec![Unit::Word], ..Options::default() }));
    assert!(bytes.len() < 6 * words.len(), "{}", bytes.len());
}
