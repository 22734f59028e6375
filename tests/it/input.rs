//! From files on disk to documents: what a verb gets to see.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use textmill::diagnostics::Collected;
use textmill::document::Document;
use textmill::input::{Corpus, InputOptions, Job, LongTexts, Losses, Texts};
use textmill::pool::Pool;

/// The documents of `inputs`, what was said about them, and the names of their fields.
struct Reading {
    documents: Vec<Document>,
    said: Vec<String>,
    fields: Vec<String>,
}

fn read_with(inputs: &[PathBuf], options: InputOptions, n_threads: usize) -> Reading {
    let pool = Pool::new(NonZero::new(n_threads)).unwrap();
    let said = Collected::default();
    let corpus = Corpus::open(inputs, options, &said).unwrap();
    let job = Job { pool: &pool, diagnostics: &said };
    let fields = corpus.field_names(&job).unwrap().iter().map(ToString::to_string).collect();
    let mut documents = Vec::new();
    let take = |document| {
        documents.push(document);
        Ok(())
    };
    corpus.run(&job, || (), |(), document| document, take).unwrap();
    Reading { documents, said: said.lines(), fields }
}

fn read(path: &Path) -> Reading {
    read_with(&[path.to_owned()], InputOptions::default(), 2)
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// JSON Lines of about three megabytes, so that they are read in blocks.
fn long_jsonl() -> String {
    let mut lines = String::new();
    for number in 0..20_000 {
        let late = if number == 19_000 { ", \"late\": true" } else { "" };
        writeln!(lines, "{{\"id\": \"d{number}\", \"text\": \"Zeile {number} – «ü» {}\"{late}}}", "wort ".repeat(20))
            .unwrap();
    }
    lines
}

fn long_csv() -> String {
    let mut table = "text,n\r\n".to_owned();
    for number in 0..30_000 {
        write!(table, "\"first line,\r\nsecond \"\"line\"\" of {number} {}\",{number}\r\n", "x".repeat(60)).unwrap();
    }
    table
}

#[test]
fn long_json_lines_give_the_same_documents_in_order_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "a.jsonl", long_jsonl());
    for n_threads in [1, 2, 8] {
        let reading = read_with(std::slice::from_ref(&path), InputOptions::default(), n_threads);
        assert_eq!(reading.said, Vec::<String>::new());
        assert_eq!(reading.fields, ["late"]);
        let ids: Vec<&str> = reading.documents.iter().map(|d| &*d.id).collect();
        assert!(ids.into_iter().eq((0..20_000).map(|n| format!("d{n}")).collect::<Vec<_>>().iter()));
    }
}

#[test]
fn long_tables_are_cut_between_records_and_numbered_through() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "a.csv", long_csv());
    let reading = read(&path);
    assert_eq!((reading.documents.len(), reading.said.len()), (30_000, 0));
    for (idx, document) in reading.documents.iter().enumerate() {
        assert!(document.id.ends_with(&format!("a.csv#{}", idx + 1)), "{}", document.id);
        assert!(document.text.starts_with(&format!("first line,\r\nsecond \"line\" of {idx} x")));
        assert_eq!(document.fields.get("n").unwrap().as_text(), idx.to_string());
    }
}

#[test]
fn compression_and_encoding_change_nothing_but_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let jsonl = long_jsonl();
    let plain = read(&write(folder.path(), "a.jsonl", &jsonl)).documents;
    let packed = gzip(jsonl.as_bytes());
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(jsonl.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("b.jsonl.gz", packed.clone()), ("c.jsonl", packed), ("d.jsonl", utf16)] {
        let reading = read(&write(folder.path(), name, bytes));
        assert_eq!(reading.said, Vec::<String>::new(), "{name}");
        assert!(
            reading.documents.iter().map(|d| (&d.id, &d.text)).eq(plain.iter().map(|d| (&d.id, &d.text))),
            "{name}"
        );
        assert_eq!(reading.fields, ["late"], "{name}");
    }
}

#[test]
fn a_long_text_comes_in_parts_to_those_who_ask_and_whole_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "---\ntitle: A title\n---\n".to_owned();
    for number in 0..200_000 {
        write!(text, "Line {number} with ümläut and more of it.\r\n{}", if number % 7 == 0 { "\r\n" } else { "" })
            .unwrap();
    }
    let path = write(folder.path(), "long.txt", &text);
    let whole = read(&path).documents;
    let options = InputOptions { long_texts: LongTexts::Parts, ..InputOptions::default() };
    let parts = read_with(&[path], options, 2).documents;
    assert!(whole.len() == 1 && parts.len() > 1);
    assert_eq!(parts.iter().map(|p| &*p.text).collect::<String>(), whole[0].text);
    assert_eq!(parts.iter().map(|p| p.facts.n_bytes).sum::<u64>(), text.len() as u64);
    assert_eq!(parts.iter().map(|p| p.facts.n_crlf).sum::<u64>(), whole[0].facts.n_crlf);
    assert_eq!(parts[0].title.as_deref(), Some("A title"));
    assert!(parts.iter().all(|p| p.id == whole[0].id && p.text.ends_with('\n')));
    let (first, last) = (parts.first().unwrap().extent, parts.last().unwrap().extent);
    assert!(first.is_first() && !first.is_last() && last.is_last() && !last.is_first());
}

#[test]
fn a_document_beyond_the_limit_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "word ".repeat(1_000));
    write(folder.path(), "b.txt", "short");
    write(folder.path(), "bomb.txt.gz", gzip(&vec![b'a'; 1 << 20]));
    let options = InputOptions { max_document_bytes: 4_000, ..InputOptions::default() };
    let reading = read_with(&[folder.path().to_owned()], options, 2);
    assert_eq!(reading.documents.iter().map(|d| &*d.id).collect::<Vec<_>>(), ["b.txt"]);
    assert_eq!(reading.said.len(), 2, "{:?}", reading.said);
    assert!(reading.said.iter().all(|line| line.starts_with("error:") && line.contains("longer than 4000 bytes")));
}

#[test]
fn offsets_of_a_text_lead_to_its_bytes_behind_mark_front_matter_and_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let source = "\u{feff}---\r\ntitle: T\r\n---\r\nOne\r\nTwö\r\nthree";
    let document = read(&write(folder.path(), "a.md", source)).documents.remove(0);
    assert_eq!(document.text, "One\nTwö\nthree");
    assert_eq!((document.facts.n_crlf, document.facts.n_bytes), (2, source.len() as u64));
    for word in ["One", "Twö", "three"] {
        let at = document.facts.offsets.to_source(document.text.find(word).unwrap());
        assert!(source[usize::try_from(at).unwrap()..].starts_with(word), "{word}");
    }
}

#[test]
fn fields_come_from_front_matter_paths_and_a_table_together() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/2024/sea/a.txt", "---\ntitle: Old\ndate: 2024-05-01\n---\nA.\n");
    write(folder.path(), "in/2025/b.txt", "B.\n");
    let meta = write(folder.path(), "meta.csv", "path,title,desk\n2024/sea/a.txt,New,north\nnone.txt,,south\n");
    let options = InputOptions {
        fields_from_path: Some(r"^(?<year>\d{4})/(?<section>\w+)/".parse().unwrap()),
        meta: Some(meta),
        ..InputOptions::default()
    };
    let reading = read_with(&[folder.path().join("in")], options, 2);
    assert_eq!(reading.fields, ["date", "year", "section", "desk"]);
    let a = &reading.documents[0];
    assert_eq!(a.title.as_deref(), Some("New"));
    let values: Vec<&str> = reading.fields.iter().map(|name| a.fields.get(name).unwrap().as_text()).collect();
    assert_eq!(values, ["2024-05-01", "2024", "sea", "north"]);
    let said = reading.said.join("\n");
    assert!(said.contains("does not match 1 path: 2025/b.txt"), "{said}");
    assert!(said.contains("no row for 1 document: 2025/b.txt"), "{said}");
    assert!(said.contains("no document for 1 row: none.txt"), "{said}");
}

#[test]
fn one_bad_file_never_stops_the_others() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "fine");
    write(folder.path(), "b.gz", &gzip(b"cut short, as downloads are")[..20]);
    write(folder.path(), "c.jsonl", "{\"text\": \"one\"}\n{\"text\": \n");
    write(folder.path(), "d.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0");
    write(folder.path(), "e.txt", "also fine");
    let reading = read(folder.path());
    assert_eq!(reading.documents.iter().map(|d| &*d.text).collect::<Vec<_>>(), ["fine", "one", "also fine"]);
    let kinds: Vec<&str> = reading.said.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(kinds, ["error", "error", "note"], "{:?}", reading.said);
}

#[test]
fn a_page_may_be_a_third_as_long_as_a_text() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.html", "<p>".to_owned() + &"a ".repeat(100));
    write(folder.path(), "b.txt", "a ".repeat(100));
    let lengths = |max_document_bytes| {
        let options = InputOptions { max_document_bytes, ..InputOptions::default() };
        let reading = read_with(&[folder.path().to_owned()], options, 1);
        (reading.documents.len(), reading.said.join("\n"))
    };
    assert_eq!(lengths(609), (2, String::new()));
    let (n_documents, said) = lengths(608);
    assert!(n_documents == 1 && said.contains("a.html") && said.contains("longer than 202 bytes"), "{said}");
}

#[test]
fn strict_reading_refuses_every_loss() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "a.txt", b"gr\xc3\xbc\xc3\x9fe \xc3\xa4 \xc3\xb6 \xff.");
    assert_eq!(read(&path).documents.len(), 1);
    let options = InputOptions { losses: Losses::Refuse, ..InputOptions::default() };
    let strict = read_with(&[path], options, 1);
    assert!(strict.documents.is_empty());
    assert!(strict.said[0].contains("not valid UTF-8 (at byte"), "{:?}", strict.said);
}

#[test]
fn a_table_without_text_is_read_by_those_who_need_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "w.csv", "word,frequency\nthe,7\n");
    assert!(read(&path).documents.is_empty());
    let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
    let reading = read_with(&[path], options, 1);
    assert_eq!((reading.documents.len(), reading.said.len()), (1, 0));
    assert_eq!(reading.fields, ["word", "frequency"]);
}

#[cfg(unix)]
#[test]
fn special_files_are_never_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    write(folder.path(), "a.txt", "fine");
    let named = read_with(&[pipe, PathBuf::from("/dev/zero"), folder.path().join("a.txt")], InputOptions::default(), 2);
    assert_eq!(named.documents.len(), 1);
    assert!(named.said[0].contains("is a named pipe") && named.said[1].contains("is a device"), "{:?}", named.said);
    let found = read(folder.path());
    assert_eq!(found.documents.len(), 1);
    assert!(found.said.iter().all(|line| line.starts_with("note:")), "{:?}", found.said);
}

/// The rows of the tables in the hostile samples' own page: file, number of documents, outcome.
fn hostile_rows(page: &str) -> Vec<(String, usize, String)> {
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split(" | ").collect();
        let file = cells[0].trim_end_matches('`').to_owned();
        Some((file, cells[1].parse().ok()?, cells[2].to_owned()))
    });
    rows.collect()
}

#[test]
fn hostile_samples_give_what_their_page_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/hostile");
    let rows = hostile_rows(&fs::read_to_string(folder.join("README.md")).unwrap());
    assert!(rows.len() > 60, "{}", rows.len());
    let mut wrong = Vec::new();
    for (file, n_documents, outcome) in rows {
        let reading = read(&folder.join(&file));
        let kinds: Vec<&str> = reading.said.iter().map(|line| line.split(':').next().unwrap()).collect();
        let found = match () {
            () if kinds.contains(&"error") => "failed",
            () if kinds.contains(&"warning") => "warned",
            () => "read",
        };
        if (reading.documents.len(), found) != (n_documents, &*outcome) {
            wrong.push(format!(
                "{file}: {} documents, {found}; expected {n_documents}, {outcome}; said {:?}",
                reading.documents.len(),
                reading.said
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
