//! Every flag on reading with a file of every format: it makes a difference where the row of the format lists it, and nowhere
//! else, and it is reported where it makes none.

use std::num::NonZero;
use std::path::Path;

use super::*;
use crate::diagnostics::Collected;
use crate::input::{Corpus, Encoding, Job, Quote, ReadOutcome, XmlPath};
use crate::pool::Pool;

/// Two good characters of UTF-8 and a byte that is none, so that both an encoding and `--strict` change what is read.
const DAMAGED: &[u8] = b"\xc3\xa9\xc3\xa9 \xc3\xa9 \xff";

/// A paragraph that is long enough for the rules by which articles are found.
const PARAGRAPH: &str = "<p>The ferry leaves the harbor at eight, and passengers who are late must wait until noon for the next one, \
    as everybody on the island knows, though strangers often do not believe it and wait in the rain.</p>";

/// The name of a file, its bytes, and the field of its records that holds the text.
type Sample = (&'static str, Vec<u8>, &'static str);

/// `text` with damage in the place of each `@`.
fn with_damage(text: &str) -> Vec<u8> {
    text.split('@').map(str::as_bytes).collect::<Vec<_>>().join(DAMAGED)
}

fn page() -> String {
    let ruby = "<p><ruby>\u{6f22}<rt>kan</rt></ruby> is a word that stands in this paragraph, with what it sounds like above it, and so on.</p>";
    let figure = "<figure><img src=x><figcaption>A caption</figcaption></figure>";
    format!(
        "<!doctype html><html><head><meta property=og:type content=article><title>x</title></head><body><main><h1>x</h1>\
         <div class=story>{PARAGRAPH}{ruby}{figure}{0}</div></main></body></html>",
        PARAGRAPH.repeat(4)
    )
}

/// A database with one table.
#[cfg(feature = "sqlite")]
fn database() -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let database = rusqlite::Connection::open(file.path()).unwrap();
    let rows = "CREATE TABLE t (text, key, head, other); INSERT INTO t VALUES ('one', 'k', 'h', 'o')";
    database.execute_batch(rows).unwrap();
    database.close().unwrap();
    std::fs::read(file.path()).unwrap()
}

/// A file of a format; `None` for one that is read by a program of its own, or of which nothing is read.
fn sample(format: Format) -> Option<Sample> {
    let of = |name: &'static str, bytes: &[u8]| Some((name, bytes.to_vec(), "text"));
    let text = |name: &'static str, text: &str| Some((name, with_damage(text), "text"));
    match format.name() {
        "text" => text("a.txt", "one @\n"),
        "markdown" => text("a.md", "# *one* @\n"),
        "html" if cfg!(feature = "html") => text("a.html", &page().replace("at eight", "at eight @")),
        "json" => text("a.json", "[{\"text\": \"one @\", \"key\": \"k\", \"head\": \"h\", \"other\": \"o\"}]"),
        "jsonl" => text("a.jsonl", "{\"text\": \"one @\", \"key\": \"k\", \"head\": \"h\", \"other\": \"o\"}\n"),
        "csv" => text("a.csv", "text,other\n\"'=one; @\",o\n"),
        "tsv" => text("a.tsv", "text\tother\n\"'=one; @\"\to\n"),
        "parquet" => of("a.parquet", include_bytes!("../../../tests/samples/none.parquet")),
        "arrow" => of("a.arrow", include_bytes!("../../../tests/samples/lz4.feather")),
        "xlsx" => of("a.xlsx", include_bytes!("../../../tests/samples/openpyxl.xlsx")),
        "ods" => of("a.ods", include_bytes!("../../../tests/samples/libreoffice.ods")),
        #[cfg(feature = "sqlite")]
        "sqlite" => of("a.sqlite", &database()),
        "docx" => of("a.docx", include_bytes!("../../../tests/samples/pandoc.docx")),
        "odt" => of("a.odt", include_bytes!("../../../tests/samples/pandoc.odt")),
        "rtf" => of("a.rtf", include_bytes!("../../../tests/samples/pandoc.rtf")),
        "pptx" => of("a.pptx", include_bytes!("../../../tests/samples/pandoc.pptx")),
        "epub" => of("a.epub", include_bytes!("../../../tests/samples/pandoc-3.epub")),
        "subtitles" => text("a.srt", "1\n00:00:01,000 --> 00:00:02,000\none @\n"),
        "ipynb" => text(
            "a.ipynb",
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"one @\"}, {\"cell_type\": \"code\", \"source\": \"two\"}], \
             \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}",
        ),
        "conllu" => text("a.conllu", "1\tones@\tone\tNUM\tCD\t_\t0\troot\t_\t_\n\n"),
        "vertical" => text("a.vert", "<doc id=\"a\">\n<s>\nones@\tNUM\tone\n</s>\n</doc>\n"),
        "xml" => text("a.xml", "<TEI><teiHeader/><text><body><p>one @</p><q>two</q></body></text></TEI>"),
        "warc" if cfg!(feature = "html") => {
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page());
            let head = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
                answer.len()
            );
            of("a.warc", format!("{head}{answer}\r\n\r\n").as_bytes())
        }
        "mhtml" if cfg!(feature = "html") => {
            let head = "From: <Saved by a browser>\r\nSnapshot-Content-Location: http://example.org/\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
            of("a.mhtml", format!("{head}{}", page()).as_bytes())
        }
        "mbox" => of("a.mbox", b"From a@example.org Mon Jan  1 10:00:00 2024\nFrom: a\nSubject: b\n\none caf\xe9\n"),
        "mail" => of("a.eml", b"From: a\nSubject: b\n\none caf\xe9\n"),
        _ => None,
    }
}

/// Sets a flag as no sample has it.
fn set(flag: ReadingFlag, options: &mut InputOptions, folder: &Path) {
    let path = |path: &str| Some(path.parse::<XmlPath>().unwrap());
    match flag {
        ReadingFlag::TextField => "other".clone_into(&mut options.text_field),
        ReadingFlag::IdField => "key".clone_into(&mut options.id_field),
        ReadingFlag::TitleField => "head".clone_into(&mut options.title_field),
        ReadingFlag::Sheet => options.sheet = Some("none".to_owned()),
        ReadingFlag::XmlText => options.xml_text = path("//q"),
        ReadingFlag::XmlDocument => (options.xml_text, options.xml_document) = (path("//p"), path("//q")),
        ReadingFlag::Attribute => options.attribute = TokenAttribute::Lemma,
        ReadingFlag::PerChapter => options.per_chapter = true,
        ReadingFlag::PlainMarkdown => options.markdown = MarkdownText::Plain,
        ReadingFlag::CodeCells => options.notebook_cells = NotebookCells::ProseAndCode,
        ReadingFlag::NoRunningHeads => options.running_heads = RunningHeads::Drop,
        ReadingFlag::Captions => options.captions = Captions::Keep,
        ReadingFlag::Ruby => options.ruby = Ruby::Keep,
        ReadingFlag::Delimiter => options.delimiter = Some(b';'),
        ReadingFlag::Quote => options.quote = Some(Quote::None),
        ReadingFlag::NoHeaderIn => options.header_row = HeaderRow::Missing,
        ReadingFlag::Unguard => options.guards = Guards::Removed,
        ReadingFlag::Encoding => options.encoding = Encoding::named("koi8-r"),
        ReadingFlag::Strict => options.losses = Losses::Refuse,
        ReadingFlag::DateOrder => options.date_order = DateOrder::DayFirst,
        ReadingFlag::Meta => options.meta = Some(folder.join("meta.tab")),
    }
}

/// The documents and findings of a sample, and the flags that made no difference.
fn read((name, bytes, text_field): &Sample, flag: Option<ReadingFlag>) -> (String, Vec<ReadingFlag>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let mut options = InputOptions { text_field: (*text_field).to_owned(), ..InputOptions::default() };
    std::fs::write(folder.path().join("meta.tab"), "id,desk\nnone,north\n").unwrap();
    flag.into_iter().for_each(|flag| set(flag, &mut options, folder.path()));
    let (pool, told) = (Pool::new(NonZero::new(1)).unwrap(), Collected::default());
    let corpus = Corpus::open(&[folder.path().join(name)], options, &told).unwrap();
    let job = Job { pool: &pool, diagnostics: &told };
    let mut documents = Vec::new();
    let sink = |document| {
        documents.push(document);
        Ok(())
    };
    corpus
        .run(
            &job,
            || (),
            |(), document| format!("{} {:?} {} {:?}", document.id, document.title, document.text, document.fields),
            sink,
        )
        .unwrap();
    // What a table is missing that is joined is no difference in what is read.
    let lines: Vec<String> = told.lines().into_iter().filter(|line| !line.contains("meta.tab: no ")).collect();
    let found = format!("{documents:?} {lines:?}").replace(&*folder.path().to_string_lossy(), "");
    (found, ReadOutcome::unused_flags([corpus.outcome()]))
}

#[test]
fn a_flag_makes_a_difference_to_the_formats_that_list_it_and_is_reported_for_all_others() {
    let without_sample = ["html", "warc", "mhtml", "pdf"];
    for format in Format::readable().filter(|format| format.is_read()) {
        let Some(sample) = sample(format) else {
            assert!(without_sample.contains(&format.name()), "{format:?} has no sample");
            continue;
        };
        let (plain, unused) = read(&sample, None);
        assert_eq!(unused, [], "{format:?}");
        for flag in ReadingFlag::ALL {
            let (found, unused) = read(&sample, Some(flag));
            let is_refused = flag == ReadingFlag::Attribute;
            assert_eq!(found != plain, format.uses(flag) || is_refused, "{format:?} {flag:?}: {plain} {found}");
            let is_reported = unused.contains(&flag);
            assert_eq!(is_reported, !format.uses(flag) && !is_refused, "{format:?} {flag:?}: {unused:?}");
        }
    }
}

#[test]
fn a_flag_says_which_inputs_it_is_for() {
    assert_eq!(ReadingFlag::PerChapter.why_unused(), "no input is an electronic book");
    let tables = "no input is a table of comma-separated values or a table of tab-separated values";
    assert_eq!(ReadingFlag::Quote.why_unused(), tables);
    assert!(ReadingFlag::ALL.into_iter().all(|flag| flag.why_unused() != "no input is "));
}
