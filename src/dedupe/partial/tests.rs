//! The law: whoever reads which documents, and in whatever order their files are merged, the rows are those of one run.

use std::num::NonZero;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Facts, Keep, Linkage, Options, Relation, Strip, Unit, dedupe};
use super::*;
use crate::diagnostics::Collected;
use crate::document::{Document, FieldValue};
use crate::error::PartialProblem;
use crate::pool::Pool;
use crate::similarity::Threshold;
use crate::table::{Cell, CollectedTable};

type Rows = Vec<(Vec<String>, Vec<Vec<Cell<'static>>>)>;

fn with_job<T>(run: impl FnOnce(&Job<'_>) -> T) -> (T, Vec<String>) {
    let (pool, diagnostics) = (Pool::new(NonZero::new(2)).unwrap(), Collected::default());
    let made = run(&Job { pool: &pool, diagnostics: &diagnostics });
    (made, diagnostics.lines())
}

/// The rows, what was found in all, and what was told.
fn found(
    search: impl FnOnce(&Job<'_>, &mut dyn Output) -> Result<Summary, Error>,
) -> Result<(Rows, Summary, Vec<String>), Error> {
    let mut output = crate::table::Collected::default();
    let (summary, told) = with_job(|job| search(job, &mut output));
    let names = |table: &CollectedTable| table.columns.iter().map(|column| column.name.to_string()).collect();
    let rows = output.tables.into_iter().map(|table| (names(&table), table.rows)).collect();
    Ok((rows, summary?, told))
}

fn written(documents: &[Document], options: &Options) -> Vec<u8> {
    let (corpus, mut bytes) = (Corpus::from_documents(documents.to_vec()), Vec::new());
    with_job(|job| write_partial(&corpus, options, job, "a.partial", &mut bytes)).0.unwrap();
    bytes
}

fn opened<'f>(files: &'f [Vec<u8>], options: &Options) -> Result<Partials<'f>, Error> {
    Partials::open((1..).zip(files).map(|(n, bytes)| (format!("{n}.partial"), &bytes[..])), options)
}

fn merged(files: &[Vec<u8>], options: &Options) -> Vec<u8> {
    let mut bytes = Vec::new();
    opened(files, options).unwrap().write("all.partial", &mut bytes).unwrap();
    bytes
}

/// A window of one long text, maybe in capitals or with a number; with a field now and then.
fn text() -> impl Strategy<Value = (String, u8)> {
    (0_usize..30, 0_usize..70, 0_u8..6).prop_map(|(first, n_words, form)| {
        let text = (first..first + n_words).map(|n| format!("w{}", n * n % 977)).collect::<Vec<_>>().join(" ");
        let text = match form {
            0 => text.to_uppercase(),
            1 => format!("{text} {n_words} of {first}"),
            _ => text,
        };
        (text, form)
    })
}

fn document(number: usize, (text, form): &(String, u8)) -> Document {
    let mut document = Document { id: format!("{number:03}"), text: text.clone(), ..Document::default() };
    document.title = (*form == 2).then(|| format!("Title {number}"));
    // No run keeps the newest of documents of which none has a date.
    if *form > 3 || number == 0 {
        document.fields.set("date".into(), FieldValue::Text(format!("2024-03-{:02}", number % 9 + 1)));
        document.fields.set(format!("n{form}").into(), FieldValue::Json(number.to_string()));
    }
    document
}

/// Searches that differ in what is signed, and rows that do not.
fn searches() -> Vec<Options> {
    let usual = Options::default();
    let every = Relation::ALL.into_iter().collect();
    vec![
        Options { unit: Unit::Marked, ..usual.clone() },
        Options { unit: Unit::Cluster, keep: Keep::Longest, linkage: Linkage::Star, ..usual.clone() },
        Options { unit: Unit::Pair, relations: every, facts: Facts::MayDiffer, ..usual.clone() },
        Options { unit: Unit::Threshold, ..usual.clone() },
        Options { strip: Strip::PassagesWithTables, keep: Keep::Newest("date".to_owned()), ..usual.clone() },
        Options { relations: [Relation::Exact].into_iter().collect(), ..usual },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_sharing_out_and_any_tree_of_merges_gives_the_rows_of_one_run(
        texts in proptest::collection::vec((text(), any::<Index>()), 0..20),
        n_machines in 1_usize..5,
        n_first in 0_usize..4,
        n_against in 0_usize..3,
    ) {
        let documents: Vec<Document> = texts.iter().enumerate().map(|(n, (text, _))| document(n, text)).collect();
        let share = |machine| {
            let own = documents.iter().zip(&texts).filter(|(_, (_, share))| share.index(n_machines) == machine);
            own.map(|(document, _)| document.clone()).collect::<Vec<_>>()
        };
        let against = Corpus::from_documents(documents.iter().take(n_against).cloned().collect());
        let against = (n_against > 0).then_some(&against);
        for options in searches() {
            let corpus = Corpus::from_documents(documents.clone());
            let expected = found(|job, output| dedupe(&corpus, against, &options, job, output)).unwrap();
            let mut files: Vec<Vec<u8>> = (0..n_machines).map(|machine| written(&share(machine), &options)).collect();
            files.reverse();
            let flat = merged(&files, &options);
            let rest = files.split_off(n_first.min(n_machines));
            files.extend((!rest.is_empty()).then(|| merged(&rest, &options)));
            prop_assert!(merged(&files, &options) == flat);
            let partials = opened(&files, &options).unwrap();
            let rows = found(|job, output| dedupe_partials(partials, against, &options, job, output)).unwrap();
            prop_assert_eq!(rows, expected);
        }
    }

    #[test]
    fn no_byte_can_change_or_be_missing(at in any::<Index>(), change in 1_u8..) {
        let options = Options::default();
        let documents: Vec<Document> = (0..9).map(|n| document(n, &("one two three ".repeat(n), 4))).collect();
        let bytes = written(&documents, &options);
        let at = at.index(bytes.len());
        let mut changed = bytes.clone();
        changed[at] ^= change;
        for bytes in [changed, bytes[..at].to_vec()] {
            let search = |job: &Job<'_>, output: &mut dyn Output| {
                dedupe_partials(opened(&[bytes], &options)?, None, &options, job, output)
            };
            let is_refused = matches!(found(search), Err(Error::Partial { .. }));
            prop_assert!(is_refused);
        }
    }
}

#[track_caller]
fn check_refused(files: &[Vec<u8>], options: &Options, message: &str) {
    assert_eq!(opened(files, options).err().map(|error| error.to_string()).as_deref(), Some(message));
}

#[test]
fn files_that_were_signed_by_other_rules_are_refused() {
    let (usual, low) = (Options::default(), Threshold::new(0.5).unwrap());
    let files = [written(&[document(0, &("a b".to_owned(), 2))], &usual)];
    let message = "1.partial: was made with threshold \"0.8\", not \"0.5\"";
    check_refused(&files, &Options { threshold: low, ..usual.clone() }, message);
    let message = "1.partial: was made with relation \"exact,normalized,near,contained\", not \"exact\"";
    check_refused(&files, &Options { relations: [Relation::Exact].into_iter().collect(), ..usual.clone() }, message);
    let message = "1.partial: was made with shingle \"5\", not \"4\"";
    check_refused(&files, &Options { shingle_words: NonZero::new(4).unwrap(), ..usual.clone() }, message);
    // What is called contained is decided where files are merged.
    assert!(opened(&files, &Options { containment: low, ..usual.clone() }).is_ok());
    check_refused(&[], &usual, "at least one file is needed");
    check_refused(&[b"id,text\n".to_vec()], &usual, "1.partial: is no partial result of textmill");
}

#[test]
fn a_file_of_another_verb_is_refused_by_its_name() {
    let mut bytes = Vec::new();
    crate::partial::write_head("stats", serde_json::json!({}), &mut bytes).unwrap();
    check_refused(&[bytes], &Options::default(), "1.partial: is a partial result of textmill stats");
}

#[test]
fn documents_out_of_order_are_damage_and_bands_must_be_those_of_the_threshold() {
    let options = Options::default();
    let corpus = Corpus::from_documents(Vec::new());
    let header = Header::of(&corpus, &options);
    let file = |signed: &[Signed]| {
        let mut bytes = Vec::new();
        let mut writer = PartialWriter::new(&header, "a", &mut bytes).unwrap();
        signed.iter().for_each(|signed| writer.push(signed).unwrap());
        writer.finish(&crate::partial::Told::default()).unwrap();
        bytes
    };
    let mut odd = Signed::default();
    odd.fingerprint.band_keys = vec![1; 5];
    let problem = |bytes: Vec<u8>| match opened(&[bytes], &options) {
        Err(Error::Partial { problem: PartialProblem::Damaged(what), .. }) => what,
        _ => "nothing",
    };
    assert_eq!(problem(file(&[odd])), "a document has other bands than its threshold makes");
    assert_eq!(problem(file(&[Signed::default()])), "nothing");
    let unordered =
        Corpus::from_documents(["b", "a"].map(|id| Document { id: id.into(), ..Document::default() }).into());
    let refused = with_job(|job| write_partial(&unordered, &options, job, "a", &mut Vec::new())).0;
    assert!(matches!(refused, Err(Error::Option(_))), "{refused:?}");
}
