//! Streams that are damaged or cut off.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::Schema;

use super::*;
use crate::diagnostics;
use crate::input::Job;
use crate::pool::Pool;
use crate::worker::{METADATA_KEY, Operation, work};

/// Columns of every kind that is decoded, and one of another kind.
fn columns() -> Vec<(&'static str, ArrayRef)> {
    let texts = ["one two three four five six", "nine", "a text that is longer than a view holds in itself"];
    let mut dictionary = StringDictionaryBuilder::<Int32Type>::new();
    texts.iter().for_each(|text| dictionary.append_value(text));
    vec![
        ("id", Arc::new(StringArray::from(vec!["a", "b", "c"]))),
        ("text", Arc::new(StringViewArray::from(texts.to_vec()))),
        ("title", Arc::new(LargeStringArray::from(vec![Some("é"), None, Some("")]))),
        ("n", Arc::new(Int64Array::from(vec![Some(1), None, Some(-3)]))),
        ("r", Arc::new(Float64Array::from(vec![0.5, f64::NAN, 1e300]))),
        ("is", Arc::new(BooleanArray::from(vec![true, false, true]))),
        ("keys", Arc::new(BinaryArray::from(vec![&b"1234"[..], b"", b"12345678"]))),
        ("d", Arc::new(dictionary.finish())),
    ]
}

fn stream(columns: Vec<(&str, ArrayRef)>, n_batches: usize) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let parameters = format!(r#"{{"version": "{}"}}"#, env!("CARGO_PKG_VERSION"));
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), parameters)]);
    let schema = Arc::new(Schema::new_with_metadata(batch.schema().fields().clone(), metadata));
    let batch = RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec()).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    (0..n_batches).for_each(|_| writer.write(&batch).unwrap());
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

/// The batches of a stream, or why there are none.
fn read(bytes: &[u8]) -> Result<Vec<RecordBatch>, WorkerError> {
    let mut batches = Batches::open(bytes)?;
    let mut all = Vec::new();
    while let Some(batch) = batches.next()? {
        all.push(batch);
    }
    Ok(all)
}

fn worked(operation: Operation, bytes: &[u8]) -> Result<(), WorkerError> {
    let pool = Pool::new(std::num::NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    work(operation, &job, bytes, Vec::new())
}

#[test]
fn a_whole_stream_has_its_batches_without_columns_that_no_stage_knows() {
    let batches = read(&stream(columns(), 2)).unwrap();
    assert_eq!(batches.len(), 2);
    let expected = columns();
    assert_eq!(batches[0].num_columns(), expected.len() - 1);
    for (column, (name, array)) in batches[1].columns().iter().zip(&expected).filter(|(_, (name, _))| *name != "r") {
        assert_eq!(column, array, "{name}");
    }
}

#[test]
fn a_column_of_a_kind_that_no_stage_knows_is_named() {
    let mut columns = columns();
    let (_, dictionary) = columns.pop().unwrap();
    columns.retain(|(name, _)| *name != "text");
    columns.push(("text", dictionary));
    let error = worked(Operation::Sign, &stream(columns, 1)).unwrap_err().to_string();
    assert_eq!(error, "the column \"text\" is Dictionary(Int32, Utf8), and text is needed");
}

#[test]
fn a_stream_without_its_end_is_cut_off_wherever_it_is_cut() {
    let whole = stream(columns(), 3);
    for part in 0..20 {
        let cut = &whole[..whole.len() * part / 20];
        assert!(matches!(read(cut), Err(WorkerError::CutShort | WorkerError::Input(_))), "{part}/20");
    }
    // The marker is eight bytes.
    assert!(matches!(read(&whole[..whole.len() - 8]), Err(WorkerError::CutShort)));
}

#[test]
fn a_stream_with_any_byte_turned_is_read_or_refused() {
    let whole = stream(columns(), 1);
    let operations = [Operation::Sign, Operation::Export, Operation::Partial];
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= [0x01, 0x80, 0x40, 0xff][at % 4];
        // It may be a text like any other.
        _ = worked(operations[at % 3], &damaged);
    }
}

#[test]
fn numbers_that_lead_out_of_a_message_are_refused() {
    let whole = stream(columns(), 1);
    // Every number of eight bytes in the head of the batch, one after the other.
    for at in (0..whole.len() - 8).step_by(8) {
        for value in [i64::MIN, -1, i64::MAX, 1 << 40] {
            let mut damaged = whole.clone();
            damaged[at..at + 8].copy_from_slice(&value.to_le_bytes());
            if let Ok(batches) = read(&damaged) {
                assert!(batches.iter().all(|batch| batch.num_rows() == 3), "{value} at byte {at}");
            }
        }
    }
}
