//! Web archives cut anywhere, whole and damaged, and their pages.

use super::*;
use crate::input::cut::tests::blocks;
use crate::input::web_page::WebPage;

fn page(html: &str, _: Option<&str>) -> Result<WebPage, Fault> {
    let text = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<String>();
    Ok(WebPage { text: text.trim().to_owned(), ..WebPage::default() })
}

/// What [`read_records`] says of each record that counts.
fn read(blocks: &[(Vec<u8>, u64)], limit: u64) -> Vec<(u64, String)> {
    let (mut found, mut number) = (Vec::new(), 1);
    for (block, n_records) in blocks.iter().filter(|(_, n_records)| *n_records > 0) {
        let options = InputOptions { max_document_bytes: limit, ..InputOptions::default() };
        let mut last = number;
        read_records(block, number, &options, &page, &mut |number, record| {
            last = number + 1;
            found.push((
                number,
                match record {
                    WarcRecord::Reading(Reading::Document(parsed)) => parsed.text,
                    WarcRecord::Reading(
                        Reading::Warning(warning) | Reading::Repeated(_, warning) | Reading::Note(warning),
                    ) => warning,
                    WarcRecord::Fault(Fault::Malformed(what)) => what,
                    WarcRecord::Fault(fault) => format!("{fault:?}"),
                    WarcRecord::PassedOver(kind) => format!("({kind})"),
                },
            ));
        });
        number += n_records;
        assert_eq!(last, number);
    }
    found
}

#[track_caller]
fn check(archive: &[u8], limit: u64, expected: &[&str]) {
    for step in [1, 3, 50, 700, usize::MAX] {
        let blocks = blocks(archive, step, &mut WarcCut::new(limit));
        assert_eq!(blocks.iter().flat_map(|(block, _)| block.clone()).collect::<Vec<_>>(), archive);
        let found: Vec<String> = read(&blocks, limit).into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, expected, "step {step}");
    }
}

fn record(kind: &str, content: &str) -> String {
    let length = content.len();
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
    )
}

const LIMIT: u64 = 1 << 20;

#[test]
fn archives_of_programs_are_read() {
    let wget = include_bytes!("../../../tests/samples/wget.warc");
    let found = read(&blocks(wget, 100, &mut WarcCut::new(LIMIT)), LIMIT);
    let pages: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).filter(|text| !text.starts_with('(')).collect();
    assert_eq!(pages.len(), 2, "{found:?}");
    assert!(pages[0].contains("The café at the pier is open.") && pages[1].contains("Пирс открыт."));
    assert!(
        found.iter().any(|(_, text)| text == "(status 404)") && found.iter().any(|(_, text)| text == "(image/png)")
    );
    check(
        include_bytes!("../../../tests/samples/warcio.warc"),
        LIMIT,
        &["A page of warcio, größer.", "(status 301)", "Notes.\nTwo lines."],
    );
    check(include_bytes!("../../../tests/samples/warcio.wet"), LIMIT, &["Der Hafen\nist offen.", "港は開いています。"]);
}

#[test]
fn a_page_tells_where_and_when_it_was_found() {
    let mut fields = Vec::new();
    let archive = include_bytes!("../../../tests/samples/warcio.warc");
    read_records(archive, 1, &InputOptions::default(), &page, &mut |_, record| {
        if let WarcRecord::Reading(Reading::Document(parsed)) = record {
            let shown = parsed.fields.iter().map(|(name, value)| format!("{name}={}", value.as_text()));
            fields.push(shown.collect::<Vec<_>>().join(" "));
        }
    });
    let id = "record_id=<urn:uuid:00000000-0000-0000-0000-000000000001>";
    let first = format!("url=http://example.com/page date=2024-05-06T10:00:00Z type=text/html language=en {id}");
    assert_eq!(fields[0], first);
}

#[test]
fn records_are_found_whatever_line_ends_follow_them() {
    let records = [record("conversion", "one"), record("conversion", "two"), record("warcinfo", "x")];
    check(records.concat().as_bytes(), LIMIT, &["one", "two", "(warcinfo)"]);
    check(format!("\r\n{}\r\n\r\n{}", records[0], records[1]).as_bytes(), LIMIT, &["one", "two"]);
    let lean = records.map(|record| record.trim_end().replace("\r\n", "\n"));
    check(lean.join("\n").as_bytes(), LIMIT, &["one", "two", "(warcinfo)"]);
}

#[test]
fn a_damaged_record_costs_itself_alone() {
    let cut_off = "the record is cut off, or longer or shorter than it says";
    let good = record("conversion", "good");
    let long = record("conversion", "bad").replace("Length: 3", "Length: 50");
    check(format!("{good}{long}{good}").as_bytes(), LIMIT, &["good", cut_off, "good"]);
    let short = record("conversion", "good").replace("Length: 4", "Length: 2");
    check(format!("{short}{good}").as_bytes(), LIMIT, &["go", "6 bytes belong to no record", "good"]);
    let end = &good[..good.len() - 6];
    check(format!("{good}{end}").as_bytes(), LIMIT, &["good", cut_off]);
    check(format!("junk\n{good}").as_bytes(), LIMIT, &["5 bytes belong to no record", "good"]);
    check(format!("WARC/1.0\r\nno length\r\n\r\n{good}").as_bytes(), LIMIT, &["23 bytes belong to no record", "good"]);
    check(b"nothing of the kind", LIMIT, &["19 bytes belong to no record"]);
    check(b"", LIMIT, &[]);
}

#[test]
fn a_record_that_is_too_long_costs_itself_alone_and_no_memory() {
    let nested = record("conversion", "inner\n").repeat(2_000);
    let long = record("conversion", &nested);
    let movie = record("resource", &"x".repeat(200_000)).replace("text/plain", "video/mp4");
    let good = record("conversion", "good");
    let archive = format!("{good}{long}{movie}{good}");
    check(archive.as_bytes(), 1_000, &["good", "TooLong { limit_bytes: 1000 }", "(video/mp4)", "good"]);
    assert!(blocks(archive.as_bytes(), 500, &mut WarcCut::new(1_000)).iter().all(|(block, _)| block.len() < 70_000));
}

#[test]
fn what_is_no_page_is_passed_over_by_its_kind() {
    let of = |status: &str, fields: &str, content: &str| {
        let http = format!("HTTP/1.1 {status}\r\n{fields}\r\n\r\n{content}");
        record("response", &http).replace("text/plain\r\nContent-Length", "application/http\r\nContent-Length")
    };
    let archive = [
        of("200 OK", "Content-Type: application/pdf", "x"),
        of("404 Not Found", "Content-Type: text/html", "<p>x"),
        of("200 OK", "A: b", "<p>page"),
        of("200 OK", "A: b", "no page"),
        of("200 OK", "Content-Type: text/html\r\nContent-Encoding: x-own", "\u{1}\u{2}"),
        record("revisit", ""),
    ];
    let other = "its content is encoded as \"x-own\", which is not read; warcio and other programs write it decoded";
    let expected = ["(application/pdf)", "(status 404)", "page", "(no content type)", other, "(revisit)"];
    check(archive.concat().as_bytes(), LIMIT, &expected);
}

#[test]
fn a_damaged_archive_is_read_and_never_ends_the_program() {
    for archive in
        [&include_bytes!("../../../tests/samples/wget.warc")[..], include_bytes!("../../../tests/samples/warcio.warc")]
    {
        for n in 0..=20 {
            let cut = &archive[..archive.len() * n / 20];
            assert_eq!(
                read(&blocks(cut, 97, &mut WarcCut::new(LIMIT)), LIMIT),
                read(&blocks(cut, usize::MAX, &mut WarcCut::new(LIMIT)), LIMIT)
            );
        }
        for at in (0..archive.len()).step_by(7) {
            let mut mutant = archive.to_vec();
            mutant[at] ^= 1 << (at % 8);
            let _ = read(&blocks(&mutant, usize::MAX, &mut WarcCut::new(LIMIT)), LIMIT);
        }
    }
}

#[test]
fn an_archive_is_known_by_its_first_bytes() {
    assert!(is_warc(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n") && is_warc(b"WARC/0.18\n"));
    assert!(!is_warc(b"WARC is a format") && !is_warc(b"WARC/x"));
}
