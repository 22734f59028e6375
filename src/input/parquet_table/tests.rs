//! Files of other programs, and what is left of them when they are damaged.

use std::io::Write as _;

use super::super::table::all_lines;
use super::*;

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn lines(bytes: &[u8]) -> Result<(String, Vec<String>), Fault> {
    let mut table = open(file_of(bytes), &InputOptions::default())?;
    let lines = all_lines(table.as_mut())?;
    Ok((lines, table.take_warnings()))
}

const TYPES: &[u8] = include_bytes!("../../../tests/samples/types.parquet");
const NESTED: &[u8] = include_bytes!("../../../tests/samples/nested.parquet");
const SPARK: &[u8] = include_bytes!("../../../tests/samples/int96.parquet");
const DUCK: &[u8] = include_bytes!("../../../tests/samples/duckdb.parquet");

#[test]
fn values_keep_their_types() {
    let (lines, warnings) = lines(TYPES).unwrap();
    let expected = include_str!("../../../tests/samples/types.jsonl");
    assert_eq!(lines, expected);
    let expected = ["2 numbers that are NaN or infinite are null", "1 value that is bytes and no text is in Base64"];
    assert_eq!(warnings, expected);
}

#[test]
fn lists_structs_and_maps_are_json() {
    assert_eq!(lines(NESTED).unwrap().0, include_str!("../../../tests/samples/nested.jsonl"));
}

#[test]
fn moments_of_96_bits_do_not_end_in_2262() {
    let expected = "{\"t\":\"2024-02-29T12:34:56.789012\"}\n{\"t\":null}\n{\"t\":\"9999-12-31T00:00:00\"}\n";
    assert_eq!(lines(SPARK).unwrap().0, expected);
}

#[test]
fn uuids_decimals_and_times_of_another_program_are_read() {
    assert_eq!(lines(DUCK).unwrap().0, include_str!("../../../tests/samples/duckdb.jsonl"));
}

#[test]
fn intervals_are_refused_rather_than_read_without_their_months() {
    let fault = lines(include_bytes!("../../../tests/samples/interval.parquet"));
    assert!(matches!(&fault, Err(Fault::Malformed(told)) if told.contains("\"i\" holds intervals")), "{fault:?}");
}

#[test]
fn every_compression_is_read() {
    let expected = "{\"id\":1,\"text\":\"one two two two two two two\"}\n{\"id\":2,\"text\":\"two\"}\n";
    let files: [&[u8]; 6] = [
        include_bytes!("../../../tests/samples/none.parquet"),
        include_bytes!("../../../tests/samples/snappy.parquet"),
        include_bytes!("../../../tests/samples/gzip.parquet"),
        include_bytes!("../../../tests/samples/brotli.parquet"),
        include_bytes!("../../../tests/samples/lz4.parquet"),
        include_bytes!("../../../tests/samples/zstd.parquet"),
    ];
    for file in files {
        assert_eq!(lines(file).unwrap().0, expected);
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused() {
    for file in [TYPES, NESTED, DUCK] {
        for part in 0..20 {
            let cut = &file[..file.len() * part / 20];
            assert!(matches!(lines(cut), Err(Fault::Malformed(_))), "{part}/20");
        }
    }
}

#[test]
fn a_file_with_any_bit_turned_is_read_or_refused() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for file in [TYPES, NESTED, DUCK] {
        let mut damaged = file.to_vec();
        for at in (0..file.len()).step_by(37) {
            damaged[at] ^= 1 << (at % 8);
            // It may be a value like any other.
            _ = lines(&damaged);
            damaged[at] = file[at];
        }
    }
    std::panic::set_hook(hook);
}

#[test]
fn what_is_encrypted_or_something_else_is_named() {
    assert!(matches!(lines(b"PARE....PARE"), Err(Fault::NoText(_))));
    assert!(matches!(lines(b"PK\x03\x04 and more of it"), Err(Fault::Malformed(_))));
    assert!(matches!(lines(b""), Err(Fault::Malformed(_))));
}

#[test]
fn pages_that_unpack_to_too_much_are_refused() {
    let options = InputOptions { max_document_bytes: 10, ..InputOptions::default() };
    let mut table = open(file_of(TYPES), &options).unwrap();
    assert!(matches!(table.next_piece(), Some(Err(Fault::TooLong { .. }))));
    assert!(table.next_piece().is_none());
}

#[test]
fn a_schema_that_nests_too_deep_is_refused_before_anyone_goes_down() {
    let element = [0x35, 2, 0x18, 1, b'g', 0x15, 2, 0];
    let leaf = [0x15, 2, 0x25, 2, 0x18, 1, b'x', 0];
    for (n_levels, is_read) in [(200_usize, true), (300, false), (100_000, false)] {
        // Version 1, a list of the elements, no rows, no row groups.
        let n_elements = n_levels + 1;
        let length = [n_elements as u8 | 0x80, (n_elements >> 7) as u8 | 0x80, (n_elements >> 14) as u8];
        let elements = [element.repeat(n_levels), leaf.to_vec()].concat();
        let footer = [&[0x15, 2, 0x19, 0xfc][..], &length, &elements, &[0x16, 0, 0x19, 0x0c, 0]].concat();
        let file = [&MAGIC[..], &footer, &(footer.len() as u32).to_le_bytes(), MAGIC].concat();
        let read = lines(&file);
        assert_eq!(read.is_ok(), is_read, "{n_levels}: {read:?}");
        assert!(is_read || read == Err(Fault::TooDeep { limit: MOST_LEVELS }));
    }
}
