//! Streams in, streams out.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::Schema;

use super::*;
use crate::diagnostics;
use crate::pool::Pool;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn stream(parameters: &str, columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), parameters.replace("VERSION", VERSION))]);
    let schema = Arc::new(Schema::new_with_metadata(batch.schema().fields().clone(), metadata));
    let batch = RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec()).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn worked(operation: Operation, input: &[u8]) -> Result<Vec<RecordBatch>, String> {
    let mut output = Vec::new();
    let pool = Pool::new(std::num::NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    work(operation, &job, input, &mut output).map_err(|error| error.to_string())?;
    Ok(StreamReader::try_new(&output[..], None).unwrap().map(Result::unwrap).collect())
}

fn column(batches: &[RecordBatch], name: &str) -> Vec<String> {
    let of_batch = |batch: &RecordBatch| {
        let array = batch.column_by_name(name).unwrap().as_string::<i32>().clone();
        array.iter().map(|value| value.unwrap_or("null").to_owned()).collect::<Vec<_>>()
    };
    batches.iter().flat_map(of_batch).collect()
}

const PLAIN: &str = r#"{"version": "VERSION"}"#;
const NEAR: &str = r#"{"version": "VERSION", "search": "near", "threshold": 0.5}"#;

#[track_caller]
fn check_refused(operation: Operation, parameters: &str, columns: Vec<(&str, ArrayRef)>, expected: &str) {
    let error = worked(operation, &stream(parameters, columns)).unwrap_err();
    assert_eq!(error.replace(VERSION, "VERSION"), expected);
}

#[test]
fn every_kind_of_text_is_read() {
    let kinds: [ArrayRef; 3] = [
        texts(&["mill one two three", "mill"]),
        Arc::new(LargeStringArray::from_iter_values(["mill one two three", "mill"])),
        Arc::new(StringViewArray::from_iter_values(["mill one two three", "mill"])),
    ];
    let signed =
        kinds.map(|kind| worked(Operation::Sign, &stream(PLAIN, vec![("id", texts(&["a", "b"])), ("text", kind)])));
    assert_eq!(column(signed[0].as_ref().unwrap(), "id"), ["a", "b"]);
    assert!(signed.iter().all(|batches| batches == &signed[0]));
}

#[test]
fn what_one_stage_writes_the_next_one_reads() {
    let documents = vec![("id", texts(&["a", "b", "c"])), ("text", texts(&["one two", "one two", "three"]))];
    let signed = worked(Operation::Sign, &stream(NEAR, documents)).unwrap();
    let pass_on = |batches: &[RecordBatch], parameters: &str| {
        let (schema, arrays) = (batches[0].schema(), batches[0].columns());
        let names = schema.fields().iter().map(|field| field.name().as_str());
        stream(parameters, names.zip(arrays.iter().cloned()).collect())
    };
    let keys = worked(Operation::Band, &pass_on(&signed, NEAR)).unwrap();
    let pairs = worked(Operation::Pair, &pass_on(&keys, NEAR)).unwrap();
    assert!(!pairs.is_empty() && column(&pairs, "a").iter().all(|id| id == "a"));
    assert!(column(&pairs, "b").iter().all(|id| id == "b"));
    let other = worked(Operation::Band, &pass_on(&signed, &NEAR.replace("0.5", "0.6"))).unwrap_err();
    assert!(other.starts_with("was asked with signatures made by the rules "), "{other}");
}

#[test]
fn verified_pairs_are_near_by_their_texts() {
    let text = "a b c d e f g h i j k l m n o p";
    let columns =
        |b: &str| vec![("a", texts(&["1"])), ("b", texts(&["2"])), ("text_a", texts(&[text])), ("text_b", texts(&[b]))];
    let near = worked(Operation::Verify, &stream(NEAR, columns(&format!("{text} q")))).unwrap();
    assert_eq!((column(&near, "a"), column(&near, "b")), (vec!["1".to_owned()], vec!["2".to_owned()]));
    assert_eq!(worked(Operation::Verify, &stream(NEAR, columns("q r s"))), Ok(vec![]));
}

#[test]
fn components_name_the_first_document_of_each() {
    let edges = vec![("a", texts(&["d", "b", "x"])), ("b", texts(&["c", "d", "y"]))];
    let stars = worked(Operation::Components, &stream(PLAIN, edges)).unwrap();
    assert_eq!(column(&stars, "a"), ["b", "b", "b", "x", "x"]);
    assert_eq!(column(&stars, "b"), ["b", "c", "d", "x", "y"]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let documents = || vec![("id", texts(&["a"])), ("text", texts(&["b"]))];
    let unusable = |why: &str| format!("the parameters in the metadata of the schema cannot be used: {why}");
    check_refused(
        Operation::Sign,
        r#"{"version": "0.0.1"}"#,
        documents(),
        "was asked with version 0.0.1, and has VERSION",
    );
    check_refused(Operation::Sign, "{}", documents(), &unusable("version: the sender's is needed"));
    let unknown = PLAIN.replace('}', r#", "treshold": 1}"#);
    check_refused(Operation::Sign, &unknown, documents(), &unusable("there is no parameter \"treshold\""));
    let outside = PLAIN.replace('}', r#", "threshold": 7}"#);
    check_refused(Operation::Sign, &outside, documents(), &unusable("threshold: 7 does not lie between 0.1 and 1"));
    let searches = unusable("search: one of equal, near, contained is needed");
    check_refused(Operation::Pair, PLAIN, documents(), &searches);
    check_refused(Operation::Sign, PLAIN, vec![("id", texts(&["a"]))], "there is no column \"text\" among id");
    let null: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None]));
    let columns = vec![("id", null), ("text", texts(&["", ""]))];
    check_refused(Operation::Sign, PLAIN, columns, "the column \"id\" has no value in row 2 of a batch");
    let columns = vec![("key", texts(&["a"])), ("id", texts(&["a"]))];
    check_refused(Operation::Pair, NEAR, columns, "the column \"key\" is Utf8, and a whole number is needed");
}

#[test]
fn what_is_no_stream_or_half_a_stream_is_refused() {
    let whole = stream(PLAIN, vec![("id", texts(&["a"])), ("text", texts(&["b"]))]);
    for input in [&b""[..], b"id,text\na,b\n", &whole[..20]] {
        let error = worked(Operation::Sign, input).unwrap_err();
        assert_eq!(error, "standard input is no stream of Arrow record batches: Ipc error: it has no schema");
    }
    let error = worked(Operation::Sign, &whole[..whole.len() - 8]).unwrap_err();
    assert_eq!(error, "standard input ends before the end marker of its stream of Arrow record batches");
}

#[test]
fn many_rows_are_written_in_batches_of_a_bounded_size() {
    let ids: Vec<String> = (0..20_000).map(|n| format!("{n:05}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let stars = worked(Operation::Components, &stream(PLAIN, vec![("a", texts(&ids)), ("b", texts(&ids))])).unwrap();
    assert_eq!(stars.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [8_192, 8_192, 3_616]);
    assert_eq!(column(&stars, "b"), ids);
}

#[test]
fn counts_of_partitions_are_finished_as_those_of_one_run() {
    let texts_of = [&["The mill turns.", "the river"][..], &["turns the mill"], &["a river, a mill"]];
    let words = r#"{"version": "VERSION", "per": "word", "min": 2}"#;
    let partials: Vec<Vec<u8>> = texts_of
        .iter()
        .map(|of_partition| {
            let counted = worked(Operation::Partial, &stream(words, vec![("text", texts(of_partition))])).unwrap();
            counted[0].column(0).as_binary::<i32>().value(0).to_vec()
        })
        .collect();
    let binary = |partials: &[Vec<u8>]| Arc::new(BinaryArray::from_iter_values(partials)) as ArrayRef;
    let two = worked(Operation::Merge, &stream(words, vec![("partial", binary(&partials[1..]))])).unwrap();
    let two = two[0].column(0).as_binary::<i32>().value(0).to_vec();
    let all = stream(words, vec![("partial", binary(&[two, partials[0].clone()]))]);
    let rows = worked(Operation::Finish, &all).unwrap();
    assert_eq!(column(&rows, "word"), ["mill", "the", "a", "river", "turns"]);
    let frequencies = rows[0].column_by_name("frequency").unwrap().as_primitive::<Int64Type>();
    assert_eq!(frequencies.values(), &[3, 3, 2, 2, 2]);
    let other = stream(&words.replace("word", "document"), vec![("partial", binary(&partials))]);
    let error = worked(Operation::Finish, &other).unwrap_err();
    assert!(error.ends_with(": has no counts for document, only for word"), "{error}");
}

#[test]
fn segments_are_rows_and_a_document_without_a_boundary_has_none() {
    let columns = || {
        let pages = ["# One\n\nThe mill.\n\n# Two\n\nThe river.\n", "no heading"];
        vec![("id", texts(&["p", "q"])), ("text", texts(&pages)), ("town", texts(&["Ash", "Elm"]))]
    };
    let by = |how: &str| PLAIN.replace('}', &format!(", {how}}}"));
    let rows = worked(Operation::Split, &stream(&by(r#""by": "heading""#), columns())).unwrap();
    assert_eq!(column(&rows, "title"), ["One", "Two"]);
    assert_eq!((column(&rows, "id"), column(&rows, "source")), (vec!["p#1".into(), "p#2".into()], vec!["p".into(); 2]));
    let rows =
        worked(Operation::Split, &stream(&by(r#""size": {"limit": 2, "unit": "words", "overlap": 0}"#), columns()));
    assert_eq!(column(&rows.unwrap(), "text").last().unwrap(), "no heading");
    let rows = worked(Operation::Split, &stream(&by(r#""between": ["The", "\\."]"#), columns())).unwrap();
    assert_eq!(column(&rows, "text"), ["mill", "river"]);
    for how in [r#""by": "chapter""#, r#""between": ["a"]"#, r#""size": 3"#] {
        let error = worked(Operation::Split, &stream(&by(how), columns())).unwrap_err();
        assert!(error.ends_with(" cannot be its value"), "{how}: {error}");
    }
    let error = worked(Operation::Split, &stream(&by(r#""at": "(""#), columns())).unwrap_err();
    assert!(error.contains(" at: regex parse error"), "{error}");
}

/// What the lines of a partition of three documents are in a file.
fn exported(format: &str) -> String {
    let columns = vec![
        ("id", texts(&["a", "b"])),
        ("text", texts(&["One mill.", "=1\n\"two\""])),
        ("title", Arc::new(StringArray::from(vec![Some("T & U"), None])) as ArrayRef),
        ("year", Arc::new(Int64Array::from(vec![Some(1887), None])) as ArrayRef),
        ("share", Arc::new(Float64Array::from(vec![Some(0.5), Some(f64::NAN)])) as ArrayRef),
        ("is_new", Arc::new(BooleanArray::from(vec![true, false])) as ArrayRef),
    ];
    let parameters = PLAIN.replace('}', &format!(r#", "format": "{format}"}}"#));
    let rows = worked(Operation::Export, &stream(&parameters, columns)).unwrap();
    column(&rows, "value").iter().map(|lines| format!("{lines}\n")).collect()
}

#[test]
fn lines_of_documents_are_those_of_a_file() {
    let jsonl = "{\"id\":\"a\",\"source\":\"a\",\"title\":\"T & U\",\"text\":\"One mill.\",\"year\":1887,\"share\":0.5,\"is_new\":true}\n\
                 {\"id\":\"b\",\"source\":\"b\",\"title\":null,\"text\":\"=1\\n\\\"two\\\"\",\"year\":null,\"share\":null,\"is_new\":false}\n";
    assert_eq!(exported("jsonl"), jsonl);
    // A quoted first name says that cells are guarded.
    let csv = "\"id\",source,title,text,year,share,is_new\na,a,T & U,One mill.,1887,0.5,true\nb,b,,\"'=1\n\"\"two\"\"\",,,false\n";
    assert_eq!(exported("csv"), csv);
    let vertical = exported("vertical");
    assert!(vertical.starts_with("<doc id=\"a\"") && vertical.ends_with("</s>\n</p>\n</doc>\n"), "{vertical}");
    assert!(vertical.contains("\nOne\nmill\n"), "{vertical}");
    let tei = exported("tei");
    assert!(tei.starts_with("<?xml ") && tei.ends_with("</teiCorpus>\n"), "{tei}");
    assert_eq!(tei.matches("<TEI>").count(), 2);
}

#[test]
fn fields_of_other_kinds_and_formats_that_are_not_made_of_lines_are_refused() {
    let columns = || vec![("id", texts(&["a"])), ("text", texts(&["b"]))];
    let parameters = PLAIN.replace('}', r#", "format": "xlsx"}"#);
    let unusable = "the parameters in the metadata of the schema cannot be used: format: \"xlsx\" cannot be its value";
    check_refused(Operation::Export, &parameters, columns(), unusable);
    let bytes: ArrayRef = Arc::new(BinaryArray::from_iter_values([b"x"]));
    let columns = columns().into_iter().chain([("raw", bytes)]).collect();
    let misfit = "the column \"raw\" is Binary, and text, a number or a truth value is needed";
    check_refused(Operation::Export, PLAIN, columns, misfit);
}
