//! NUL is a character of a text: no verb refuses what another one wrote because of it.

use crate::harness::{Workdir, csv_records, done};

const RECORDS: &str =
    "{\"id\":\"1\",\"text\":\"good\"}\n{\"id\":\"2\",\"text\":\"a\\u0000b\"}\n{\"id\":\"3\",\"text\":\"fine\"}\n";

fn documents(count: &str) -> String {
    format!("documents\n{count}\n")
}

#[test]
fn a_nul_in_one_record_loses_no_record_in_a_file_or_a_pipe() {
    let workdir = Workdir::with(&[("n.jsonl", RECORDS)]);
    for format in ["csv", "tsv", "jsonl"] {
        assert_eq!(workdir.run(&format!("export n.jsonl -o o.{format}")), done(""));
        let counted = workdir.run(&format!("stats o.{format} --only documents"));
        assert_eq!((counted.status, counted.stdout), (0, documents("3")), "{format}");
        assert!(counted.stderr.contains("has 1 control character, U+0000"), "{format}: {}", counted.stderr);
    }
    let segments = workdir.run("split n.jsonl --by line");
    assert_eq!(workdir.pipe("stats --only documents -q", &segments.stdout), done(&documents("3")));
    let exported = workdir.run("export n.jsonl");
    let kept = workdir.pipe("dedupe --columns id,text", &exported.stdout);
    assert_eq!(csv_records(&kept.stdout)[1], ["2", "a\0b"]);
}

#[test]
fn many_nuls_in_a_table_are_so_many_characters() {
    let text = "\0".repeat(20_000);
    let workdir = Workdir::with(&[("n.csv", &format!("id,text\n1,{text}\n2,b\n"))]);
    let counted = workdir.run("stats n.csv --per document --only id,characters");
    assert_eq!((counted.status, &*counted.stdout), (0, "id,characters\n1,20000\n2,1\n"));
    assert!(counted.stderr.contains("has 20000 control characters"), "{}", counted.stderr);
}

#[test]
fn the_place_of_a_nul_does_not_decide() {
    let prose = "The heron waits.\n".repeat(2_000);
    let workdir = Workdir::with(&[("early.txt", &format!("x\0y\n{prose}")), ("late.txt", &format!("{prose}x\0y\n"))]);
    let counted = workdir.run("stats early.txt late.txt --per document --only id,tokens");
    assert_eq!((counted.status, &*counted.stdout), (0, "id,tokens\nearly.txt,6002\nlate.txt,6002\n"));
    assert!(
        counted.stderr.contains("each of 2 inputs has control characters: early.txt, late.txt"),
        "{}",
        counted.stderr
    );
}

#[test]
fn utf_16_without_a_mark_is_still_seen_in_tables_and_texts() {
    let workdir = Workdir::new();
    for (name, text) in [("a.csv", "id,text\n1,one two\n"), ("b.txt", "one two\n")] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(workdir.path(name), bytes).unwrap();
        let counted = workdir.run(&format!("stats {name} --only tokens"));
        assert_eq!((counted.status, &*counted.stdout), (0, "tokens\n2\n"), "{}", counted.stderr);
        assert!(counted.stderr.contains("read as UTF-16LE"), "{}", counted.stderr);
    }
}

#[test]
fn files_that_are_no_text_are_refused_by_name() {
    let workdir = Workdir::new();
    let zip = [b"PK\x03\x04\x14\0\x06\0\x08\0".as_slice(), b"word/document.xml", &[0xb4, 0x95, 0xcb, 0x6e]].concat();
    let pdf = b"%PDF-1.4\n1 0 obj\n<< /Length 20 >>\nstream\n\x9c\x0b\xe3\x02\xff\nendstream\n".to_vec();
    let sqlite = [b"SQLite format 3\0".as_slice(), &[0x10, 0, 1, 1, 0, 0x40, 0x20, 0x20]].concat();
    let program = b"\x7fELF\x02\x01\x01\0\0".to_vec();
    let samples = [
        ("a.docx", zip.clone(), "is a damaged or cut container"),
        ("a.txt", zip, "is a damaged or cut container"),
        ("b.pdf", pdf, "is a"),
        ("c.db", sqlite, if cfg!(feature = "sqlite") { "it cannot be read as" } else { "is a" }),
        ("d", program, "is a program or a part of one"),
        ("e", b"\0\x01\x02\x03\0\0\x05\x06".repeat(20), "looks like binary data, not text"),
    ];
    for (name, bytes, why) in samples {
        std::fs::write(workdir.path(name), bytes).unwrap();
        let ended = workdir.run(&format!("stats {name} --only documents"));
        assert_eq!(ended.status, 2, "{name}");
        assert!(ended.stderr.contains(&format!("{name}: {why}")), "{}", ended.stderr);
    }
}

#[test]
fn characters_that_xml_cannot_hold_are_replaced_and_counted() {
    let workdir = Workdir::with(&[("n.jsonl", RECORDS)]);
    for format in ["tei", "vertical"] {
        let written = workdir.run(&format!("export n.jsonl -f {format}"));
        assert_eq!((written.status, written.stdout.contains('\0')), (0, false));
        assert!(written.stdout.contains('\u{fffd}'));
        let told =
            "textmill: warning: 1 character became U+FFFD, since XML has none like them; the first stands in \"2\"\n";
        assert_eq!(written.stderr, told);
    }
}
