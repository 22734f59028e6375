//! `textmill worker` as an engine calls it.

use std::collections::HashMap;
use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::Schema;

use crate::harness::Workdir;

fn stream(parameters: &str, columns: &[(&str, &[&str])]) -> Vec<u8> {
    let array = |values: &[&str]| Arc::new(StringArray::from_iter_values(values)) as ArrayRef;
    let batch = RecordBatch::try_from_iter(columns.iter().map(|&(name, values)| (name, array(values)))).unwrap();
    let metadata = HashMap::from([("textmill".to_owned(), parameters.replace("VERSION", env!("CARGO_PKG_VERSION")))]);
    let schema = Arc::new(Schema::new_with_metadata(batch.schema().fields().clone(), metadata));
    let batch = RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec()).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

/// Exit code, what it writes, what it says.
fn worked(operation: &str, input: &[u8]) -> (Option<i32>, Vec<u8>, String) {
    let workdir = Workdir::new();
    let mut child = workdir.command(["worker", operation]).stdin(Stdio::piped()).spawn().unwrap();
    // It may have refused the stream before it was whole.
    _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

const DOCUMENTS: &[(&str, &[&str])] = &[("id", &["a", "b"]), ("text", &["one two three", "four"])];

#[test]
fn a_stage_reads_a_stream_and_writes_one() {
    let pairs = [("a", &["c", "b"][..]), ("b", &["b", "a"][..])];
    let (status, written, told) = worked("components", &stream(r#"{"version": "VERSION"}"#, &pairs));
    assert_eq!((status, told.as_str()), (Some(0), ""));
    let rows: Vec<RecordBatch> = StreamReader::try_new(&written[..], None).unwrap().map(Result::unwrap).collect();
    let column = |idx: usize| rows[0].column(idx).as_string::<i32>().iter().flatten().collect::<Vec<_>>();
    assert_eq!((rows.len(), column(0), column(1)), (1, vec!["a", "a", "a"], vec!["a", "b", "c"]));
}

#[test]
fn a_stage_that_fails_says_why_and_ends_with_2() {
    let cases = [
        (
            stream(r#"{"version": "0.0.1"}"#, DOCUMENTS),
            "textmill: worker sign: was asked with version 0.0.1, and has VERSION\n\
             hint: install the same version of textmill on all machines\n",
        ),
        (
            stream(r#"{"version": "VERSION", "threshold": "high"}"#, DOCUMENTS),
            "textmill: worker sign: the parameters in the metadata of the schema cannot be used: threshold: \"high\" \
             cannot be its value\n",
        ),
        (
            stream(r#"{"version": "VERSION"}"#, &DOCUMENTS[..1]),
            "textmill: worker sign: there is no column \"text\" among id\n",
        ),
    ];
    for (input, expected) in cases {
        let (status, _, told) = worked("sign", &input);
        assert_eq!((status, told), (Some(2), expected.replace("VERSION", env!("CARGO_PKG_VERSION"))));
    }
}

#[test]
fn a_damaged_stream_never_panics_and_a_cut_one_is_not_whole() {
    let whole = stream(r#"{"version": "VERSION"}"#, DOCUMENTS);
    for at in (0..whole.len()).step_by(23) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        let (status, _, told) = worked("sign", &damaged);
        assert!(matches!(status, Some(0 | 2)) && !told.contains("panicked"), "byte {at}: {status:?}, {told}");
    }
    let (status, _, told) = worked("sign", &whole[..whole.len() - 8]);
    let expected = "textmill: worker sign: standard input ends before the end marker of its stream of Arrow record batches\n\
        hint: what sends the stream ended early; its own log says why\n";
    assert_eq!((status, told.as_str()), (Some(2), expected));
}

#[test]
fn what_is_no_stream_is_refused_with_a_hint() {
    let (status, _, told) = worked("sign", b"id,text\na,b\n");
    assert_eq!(status, Some(2));
    assert!(told.starts_with("textmill: worker sign: standard input is no stream of Arrow record batches: "), "{told}");
    assert!(told.ends_with("hint: this is for engines; the Python package textmill calls it\n"), "{told}");
}

#[test]
fn segments_and_lines_are_those_that_the_verbs_make_of_the_same_documents() {
    let (ids, texts) = (["a", "b"], ["One mill.\n\nTwo, \"so\" to say.", "=Three\nmills & a river."]);
    let columns: &[(&str, &[&str])] =
        &[("id", &ids), ("source", &["-", "-"]), ("town", &["Ash", "Elm"]), ("text", &texts)];
    let record = |n: usize| serde_json::json!({"id": ids[n], "town": columns[2].1[n], "text": texts[n]}).to_string();
    let records = format!("{}\n{}\n", record(0), record(1));
    let workdir = Workdir::new();
    let made = |operation: &str, parameter: &str, column: &str| {
        let parameters = format!(r#"{{"version": "VERSION", {parameter}}}"#);
        let (status, written, told) = worked(operation, &stream(&parameters, columns));
        assert_eq!((status, told.as_str()), (Some(0), ""), "{operation} {parameter}");
        let batches = StreamReader::try_new(&written[..], None).unwrap().map(Result::unwrap);
        let values = |batch: RecordBatch| {
            let column = batch.column_by_name(column).unwrap().as_string::<i32>().clone();
            column.iter().flatten().map(str::to_owned).collect::<Vec<_>>()
        };
        batches.flat_map(values).map(|value| value + "\n").collect::<String>()
    };
    for format in ["jsonl", "csv", "tsv", "vertical", "tei"] {
        let file = workdir.pipe(&format!("export -q - --from jsonl -f {format}"), &records);
        assert_eq!(made("export", &format!(r#""format": "{format}""#), "value"), file.stdout, "{format}");
    }
    for by in ["paragraph", "sentence", "line"] {
        let rows = workdir.pipe(&format!("split -q - --from jsonl --by {by} --only id -f csv --no-header"), &records);
        assert_eq!(made("split", &format!(r#""by": "{by}""#), "id"), rows.stdout, "{by}");
    }
}
