//! Files and streams of other programs, and what is left of them when they are damaged.

use std::io::Write as _;

use super::super::table::all_lines;
use super::*;

fn lines(bytes: &[u8]) -> Result<String, Fault> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    all_lines(open(file, &InputOptions::default())?.as_mut())
}

const TYPES_FILE: &[u8] = include_bytes!("../../../tests/samples/types.arrow");
const TYPES_STREAM: &[u8] = include_bytes!("../../../tests/samples/types.arrows");
const NESTED: &[u8] = include_bytes!("../../../tests/samples/nested.arrow");
const MORE: &[u8] = include_bytes!("../../../tests/samples/more.arrows");
const LZ4: &[u8] = include_bytes!("../../../tests/samples/lz4.feather");
const ZSTD: &[u8] = include_bytes!("../../../tests/samples/zstd.feather");
const DATA_SET: &[u8] = include_bytes!("../../../tests/samples/data-00000-of-00001.arrow");

#[test]
fn files_and_streams_have_the_rows_of_the_same_table_in_parquet() {
    for bytes in [TYPES_FILE, TYPES_STREAM] {
        assert_eq!(lines(bytes).unwrap(), include_str!("../../../tests/samples/types.jsonl"));
    }
    assert_eq!(lines(NESTED).unwrap(), include_str!("../../../tests/samples/nested.jsonl"));
}

#[test]
fn types_that_only_arrow_has_are_read() {
    assert_eq!(lines(MORE).unwrap(), include_str!("../../../tests/samples/more.jsonl"));
}

#[test]
fn packed_buffers_are_unpacked() {
    let expected = "{\"text\":\"".to_owned() + &"one two ".repeat(200) + "\",\"n\":0}\n";
    for bytes in [LZ4, ZSTD] {
        let lines = lines(bytes).unwrap();
        assert!(lines.starts_with(&expected));
        assert_eq!(lines.lines().count(), 300);
    }
}

#[test]
fn a_data_set_of_hugging_face_is_a_stream() {
    let expected = "{\"text\":\"first\",\"label\":0}\n{\"text\":\"second\",\"label\":1}\n";
    assert_eq!(lines(DATA_SET).unwrap(), expected);
}

#[test]
fn what_is_cut_anywhere_is_refused() {
    for bytes in [TYPES_FILE, TYPES_STREAM, NESTED, LZ4, ZSTD] {
        for part in 0..20 {
            let cut = &bytes[..bytes.len() * part / 20];
            assert!(matches!(lines(cut), Err(Fault::Malformed(_))), "{part}/20");
        }
        assert!(lines(&bytes[..bytes.len() - 1]).is_err());
    }
}

#[test]
fn what_has_any_bit_turned_is_read_or_refused() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for bytes in [TYPES_FILE, NESTED, MORE, LZ4, ZSTD] {
        let mut damaged = bytes.to_vec();
        for at in (0..bytes.len()).step_by(37) {
            damaged[at] ^= 1 << (at % 8);
            // It may be a value like any other.
            _ = lines(&damaged);
            damaged[at] = bytes[at];
        }
    }
    std::panic::set_hook(hook);
}

#[test]
fn numbers_that_lead_out_of_a_message_are_refused() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for bytes in [TYPES_STREAM, ZSTD] {
        for at in (0..bytes.len() - 8).step_by(8) {
            for value in [i64::MIN, -1, i64::MAX, 1 << 40] {
                let mut damaged = bytes.to_vec();
                damaged[at..at + 8].copy_from_slice(&value.to_le_bytes());
                _ = lines(&damaged);
            }
        }
    }
    std::panic::set_hook(hook);
}

#[test]
fn what_is_something_else_is_named() {
    assert!(matches!(lines(b"FEA1 and so on"), Err(Fault::NoText(_))));
    assert!(matches!(lines(b"PK\x03\x04"), Err(Fault::Malformed(_))));
    assert!(matches!(lines(b""), Err(Fault::Malformed(_))));
}
