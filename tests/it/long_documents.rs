//! A document that is longer than one may be costs itself: it is named, and those behind it are read, in every format of many.

use crate::harness::{Ended, Workdir};

/// The most that a document may have.
const LIMIT: &str = "300K";

/// Asserts that of three documents, the second of which is too long, two are read, by any number of threads, and the second is named
/// with its place and what to do.
#[track_caller]
fn check(workdir: &Workdir, name: &str, flags: &str, place: &str) {
    for threads in [1, 2] {
        let line = format!("export {name} --max-document {LIMIT} -j {threads} --columns text --no-header {flags}");
        let Ended { status, stdout, stderr } = workdir.run(&line);
        assert_eq!((status, &*stdout), (2, "one\nthree\n"), "{name}: {stderr}");
        assert_eq!(stderr.matches("is longer than").count(), 1, "{name}: {stderr}");
        assert!(stderr.contains(name) && stderr.contains(place), "{name}: {stderr}");
        assert!(stderr.contains("hint: --max-document SIZE allows longer documents"), "{name}: {stderr}");
    }
}

#[test]
fn a_document_that_is_too_long_costs_itself_in_every_format_of_text() {
    let lines = "word\n".repeat(600_000);
    let line = "word ".repeat(600_000);
    let mail = |text: &str| format!("From a@b.example Mon May  6 10:00:00 2024\nSubject: x\n\n{text}\n\n");
    let page = |text: &str| {
        let (head, n_bytes) = ("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n", text.len());
        format!("{head}Content-Length: {n_bytes}\r\n\r\n{text}\r\n\r\n")
    };
    let tei = |text: &str| format!("<TEI><teiHeader/><text><body><p>{text}</p></body></text></TEI>\n");
    let tree = |text: &str| format!("# newdoc\n# text = {text}\n1\t{text}\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
    let rows = "1\tword\t_\t_\t_\t_\t_\t_\t_\t_\n".repeat(100_000);
    let all = |of: &dyn Fn(&str) -> String, long: &str| ["one", long, "three"].map(of).concat();
    let corpus = |long: &str| format!("<teiCorpus><teiHeader/>\n{}</teiCorpus>\n", all(&tei, long));
    let units = |long: &str| format!("<a>{}</a>", all(&|text| format!("<d><t>{text}</t></d>\n"), long));
    let array = all(&|text| format!("{{\"text\":\"{text}\"}},\n"), &line);
    let paths = "--xml-document d --xml-text t";
    for (name, source, flags, place) in [
        ("a.jsonl", all(&|text| format!("{{\"text\":\"{text}\"}}\n"), &line), "", "line 2"),
        ("a.json", format!("[{}]\n", array.trim_end_matches(",\n")), "", "record 2"),
        ("way.json", format!("{{\"d\":[{}]}}", array.trim_end_matches(",\n")), "--text-field d[].text", "record 2"),
        ("rows.json", all(&|text| format!("{{\"text\":\n\"{text}\"}}\n"), &line), "", "record 2"),
        ("a.csv", format!("id,text\n{}", all(&|text| format!("{},{text}\n", text.len()), &line)), "", "record 2"),
        ("a.tsv", format!("id\ttext\n{}", all(&|text| format!("{}\t{text}\n", text.len()), &line)), "", "record 2"),
        ("a.mbox", all(&mail, &lines), "", "record 2"),
        ("a.warc", all(&page, &lines), "", "record 2"),
        ("a.vert", all(&|text| format!("<doc>\n{text}\n</doc>\n"), &lines), "", "record 2"),
        ("line.vert", all(&|text| format!("<doc>\n{text}\n</doc>\n"), &line), "", "record 2"),
        ("a.conllu", [tree("one"), format!("# newdoc\n{rows}\n"), tree("three")].concat(), "", "record 2"),
        ("line.conllu", all(&tree, &line), "", "record 2"),
        ("a.xml", corpus(&line), "", "record 2"),
        ("tags.xml", corpus(&"<b>word</b> ".repeat(300_000)), "", "record 2"),
        ("mark.xml", corpus(&format!("<![CDATA[{line}]]>")), "", "record 2"),
        ("unit.xml", units(&line), paths, "record 2"),
        ("units.xml", units(&"<b>word</b> ".repeat(300_000)), paths, "record 2"),
    ] {
        check(&Workdir::with(&[(name, &source)]), name, flags, place);
    }
}

#[test]
fn a_cell_that_no_quote_closes_costs_itself() {
    let long = "word ".repeat(600_000);
    let workdir = Workdir::with(&[("a.csv", &format!("id,text\n1,one\n2,\"{long}\n\n{long}\"\n3,three\n"))]);
    let ended = workdir.run(&format!("export a.csv --max-document {LIMIT} --columns text --no-header"));
    assert_eq!((ended.status, &*ended.stdout), (2, "one\nthree\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("line 3") && ended.stderr.contains("never closed"), "{}", ended.stderr);
}

#[test]
fn documents_around_others_that_are_too_long_keep_their_numbers_and_lines() {
    let lines = "word\n".repeat(600_000);
    let long = format!("<doc>\n{lines}</doc>\n");
    let source = format!("{long}<doc>\none\n</doc>\n{long}{long}<doc>\ntwo\n</doc>\n<doc>\nthree\n");
    let workdir = Workdir::with(&[("a.vert", &source)]);
    let ended = workdir.run(&format!("export a.vert --max-document {LIMIT} --columns id,text --no-header"));
    assert_eq!((ended.status, &*ended.stdout), (2, "a.vert#2,one\na.vert#5,two\n"), "{}", ended.stderr);
    let n_lines = source.lines().count() + 1;
    assert!(ended.stderr.contains(&format!("line {n_lines}")), "{}", ended.stderr);
    for place in ["record 1", "record 3", "record 4"] {
        assert!(ended.stderr.contains(place), "{place}: {}", ended.stderr);
    }
}

#[test]
fn the_words_of_a_corpus_are_joined_as_its_first_document_says_even_if_that_is_too_long() {
    let tei = |text: &str| format!("<TEI><text><p>{text}</p></text></TEI>\n");
    let source = [tei(&"<w>a</w><w>b</w>".repeat(100_000)), tei("<w>c</w><w>d</w>")].concat();
    let workdir = Workdir::with(&[("a.xml", &format!("<teiCorpus>{source}</teiCorpus>"))]);
    let ended = workdir.run(&format!("export a.xml --max-document {LIMIT} --columns text --no-header"));
    assert_eq!((ended.status, &*ended.stdout), (2, "c d\n"), "{}", ended.stderr);
}

#[cfg(all(feature = "parquet", feature = "sqlite", feature = "sheets", feature = "xlsx"))]
#[test]
fn a_row_that_is_too_long_costs_itself_in_every_table() {
    // A cell of a workbook has 32,767 characters at most.
    let (part, n_parts) = ("word ".repeat(6_000), 12);
    let row = |text: &str, part: &str| {
        let more: String = (0..n_parts).map(|n| format!(",\"p{n}\":\"{part}\"")).collect();
        format!("{{\"text\":\"{text}\"{more}}}\n")
    };
    let source = row("one", "") + &row("two", &part) + &row("three", "");
    let workdir = Workdir::with(&[("a.jsonl", &source)]);
    for name in ["a.parquet", "a.sqlite", "a.xlsx"] {
        assert_eq!(workdir.run(&format!("export a.jsonl -o {name}")).status, 0, "{name}");
        check(&workdir, name, "", "record 2");
    }
    let cells = |text: &str, part: &str| {
        let cell = |text: &str| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        };
        format!("<table:table-row>{}{}</table:table-row>", cell(text), cell(part).repeat(n_parts))
    };
    let rows = cells("text", "p") + &cells("one", "x") + &cells("two", &part) + &cells("three", "x");
    let names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'";
    let sheet = format!(
        "<office:document {names}><office:body><office:spreadsheet><table:table table:name='a'>{rows}</table:table></office:spreadsheet></office:body></office:document>"
    );
    workdir.write("a.fods", &sheet);
    check(&workdir, "a.fods", "", "record 2");
    // A value that is longer than a document may be is not even read.
    let long = "word ".repeat(100_000);
    let source = ["one", &long, "three"].map(|text| format!("{{\"text\":\"{text}\"}}\n")).concat();
    let workdir = Workdir::with(&[("b.jsonl", &source)]);
    for name in ["b.parquet", "b.sqlite"] {
        assert_eq!(workdir.run(&format!("export b.jsonl -o {name}")).status, 0, "{name}");
        check(&workdir, name, "", "record 2");
    }
}

#[test]
fn a_member_that_is_too_long_costs_itself() {
    let workdir = Workdir::new();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(workdir.path("a.zip")).unwrap());
    for (name, text) in [("a.txt", "one"), ("b.txt", &*"word ".repeat(600_000)), ("c.txt", "three")] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    check(&workdir, "a.zip", "", "b.txt");
}
