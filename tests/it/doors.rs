//! What is said at the door: findings of one kind in one line, a field that was guessed, a flag that does nothing, and inputs
//! that are named for what they are.

#[cfg(feature = "pdf")]
use std::path::Path;

#[cfg(feature = "pdf")]
use textmill::input::ReadingFlag;

use crate::harness::Workdir;

#[test]
fn a_field_that_no_record_has_is_one_message() {
    let lines: String = (1..=1_390).map(|n| format!("{{\"id\": {n}, \"text\": \"x\"}}\n")).collect();
    let workdir = Workdir::with(&[("a.jsonl", &lines)]);
    for threads in ["1", "4"] {
        let ended = workdir.run(&format!("stats a.jsonl --text-field bodi -j {threads}"));
        let expected = "textmill: no field \"bodi\" in 1,390 records: a.jsonl#1, a.jsonl#2, a.jsonl#3, …\n\
                        hint: --text-field text names the field with the text; the fields are text\n";
        assert!(ended.stderr.starts_with(expected), "{}", ended.stderr);
        assert!(ended.stderr.contains("\nhint: -v names each of them\n"), "{}", ended.stderr);
        assert_eq!((ended.status, ended.stderr.matches("no field").count()), (2, 1));
    }
    let ended = workdir.run("stats a.jsonl --text-field bodi -v");
    assert_eq!(ended.stderr.matches("has no field \"bodi\" to take the text from").count(), 1_390);
}

#[test]
fn a_name_near_the_field_that_is_missing_is_a_hint() {
    let workdir = Workdir::with(&[("a.jsonl", "{\"story\": \"x\"}\n{\"story\": \"y\"}\n")]);
    let ended = workdir.run("stats a.jsonl --text-field stori");
    assert!(ended.stderr.contains("no field \"stori\" in 2 records: a.jsonl#1, a.jsonl#2\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("hint: did you mean \"story\"?\n"), "{}", ended.stderr);
}

#[test]
fn findings_of_one_kind_are_one_line_whatever_the_number_of_threads() {
    let workdir = Workdir::new();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        std::fs::write(workdir.path(name), b"caf\xe9 na\xefve, d\xe9j\xe0 vu").unwrap();
    }
    workdir.write("e.jsonl", "{\"text\": \"x\"}\n{broken\n[1]\n7\n");
    let run = |threads: u32| workdir.run(&format!("stats . -j {threads}")).stderr;
    let stderr = run(1);
    assert!(stderr.contains("warning: each of 4 inputs is in an encoding that was guessed: ./a.txt, ./b.txt, ./c.txt, …; the first: read as windows-1252"), "{stderr}");
    assert!(
        stderr.contains(
            "textmill: each of 3 records is no JSON object: ./e.jsonl#2, ./e.jsonl#3, ./e.jsonl#4; the first: "
        ),
        "{stderr}"
    );
    assert_eq!((run(2), run(5)), (stderr.clone(), stderr));
}

#[test]
fn the_text_field_is_guessed_in_every_format_of_records() {
    let workdir = Workdir::with(&[
        ("a.jsonl", "{\"id\": \"a\", \"body\": \"one two\"}\n"),
        ("a.json", "[{\"id\": \"a\", \"body\": \"one two\"}]"),
        ("a.csv", "id,body\na,one two\n"),
        ("a.tsv", "id\tbody\na\tone two\n"),
    ]);
    let made: &[&str] = if cfg!(all(feature = "parquet", feature = "sqlite", feature = "xlsx", feature = "sheets")) {
        &["parquet", "xlsx", "sqlite"]
    } else {
        &[]
    };
    for format in made {
        let ended = workdir.run(&format!("export a.jsonl --columns id,body -o a.{format}"));
        assert_eq!(ended.status, 0, "{}", ended.stderr);
    }
    for format in ["jsonl", "json", "csv", "tsv"].iter().chain(made) {
        let ended = workdir.run(&format!("split a.{format} --by line --columns id,text"));
        assert_eq!(ended.stdout, "id,text\na#1,one two\n", "{format}: {}", ended.stderr);
        let expected = format!(
            "textmill: warning: a.{format}: the text is taken from the field \"body\"; --text-field names another one\n"
        );
        assert_eq!(ended.stderr, expected);
        // The field that is the text is no column beside it.
        let header = workdir.run(&format!("dedupe a.{format} -q")).stdout.lines().next().unwrap_or_default().to_owned();
        assert!(header.contains("text") && !header.contains("body"), "{format}: {header}");
    }
}

#[test]
fn of_several_fields_that_may_be_the_text_none_is_guessed() {
    let workdir =
        Workdir::with(&[("a.jsonl", "{\"body\": \"b\", \"content\": \"c\"}\n"), ("a.json", "[{\"note\": \"b\"}]")]);
    let ended = workdir.run("stats a.jsonl");
    let hint =
        "hint: --text-field content or --text-field body names the field with the text; the fields are body, content\n";
    assert!(ended.status == 2 && ended.stderr.contains(hint), "{}", ended.stderr);
    let ended = workdir.run("stats a.json");
    assert!(
        ended.status == 2
            && ended.stderr.contains("hint: --text-field FIELD names the field with the text; the fields are note\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn damage_is_that_of_its_record_and_no_other_encoding() {
    let workdir = Workdir::new();
    let records: [&[u8]; 4] = [
        "{\"text\": \"été naïve déjà très élégant\"}".as_bytes(),
        b"{\"text\": \"caf\xe9\"}",
        b"{\"text\": \"plain\"}",
        b"{\"text\": \"\xff\xff\"}",
    ];
    std::fs::write(workdir.path("a.jsonl"), records.join(&b'\n')).unwrap();
    let ended = workdir.run("split a.jsonl --by line --columns text");
    assert_eq!(
        ended.stdout, "text\nété naïve déjà très élégant\ncaf\u{fffd}\nplain\n\u{fffd}\u{fffd}\n",
        "{}",
        ended.stderr
    );
    let expected = "textmill: warning: each of 2 records has byte sequences that mean nothing in its encoding: a.jsonl#2, a.jsonl#4; \
         the first: 1 byte sequence is not valid UTF-8; it became U+FFFD (at line 2)\n";
    assert_eq!(ended.stderr, expected);
    let ended = workdir.run("split a.jsonl --by line --columns text --strict");
    assert_eq!((ended.status, &*ended.stdout), (2, "text\nété naïve déjà très élégant\nplain\n"), "{}", ended.stderr);

    let rows: [&[u8]; 4] =
        [b"id,text", b"1,\"\xc3\xa9t\xc3\xa9 na\xc3\xafve\nd\xc3\xa9j\xc3\xa0\"", b"2,caf\xe9", b"3,plain"];
    std::fs::write(workdir.path("a.csv"), rows.join(&b'\n')).unwrap();
    let ended = workdir.run("dedupe a.csv");
    assert!(
        ended.stderr.contains("warning: a.csv: 1 byte sequence is not valid UTF-8; it became U+FFFD (at record 2)\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn tables_made_for_the_eye_are_named_and_not_counted() {
    let workdir = Workdir::with(&[
        ("a.txt", "one two two"),
        (
            "page.html",
            "<!DOCTYPE html><html><body><p>A page that has a table.</p><table><tr><td>x</td></tr></table></body></html>",
        ),
        ("notes.md", "# Notes\n\n| word | n |\n| --- | --: |\n| two | 2 |\n"),
    ]);
    for (format, name) in
        [("markdown", "own.md"), ("html", "own.html"), ("table", "own.txt"), ("report", "report.html")]
    {
        let written = workdir.run(&format!("stats a.txt --per word -f {format} -o {name}"));
        assert_eq!(written.status, 0, "{}", written.stderr);
        let ended = workdir.run(&format!("stats {name}"));
        let expected = format!(
            "textmill: {name}: is a table made for reading, which is not read\nhint: -f csv or -f jsonl writes one that can be read again; "
        );
        assert!(ended.status == 2 && ended.stderr.starts_with(&expected), "{}", ended.stderr);
        assert_eq!(workdir.run(&format!("stats {name} --from text")).status, 0);
    }
    workdir.write("frame.txt", "┌────┬──────┐\n│ id │ text │\n├────┼──────┤\n│ 1  │ x    │\n└────┴──────┘\n");
    assert!(workdir.run("stats frame.txt").stderr.contains("is a table made for reading"));
    assert_eq!(workdir.run("stats notes.md").status, 0);
    if cfg!(feature = "html") {
        assert_eq!(workdir.run("stats page.html").status, 0);
    }
}

#[cfg(feature = "html")]
#[test]
fn a_web_page_in_a_file_of_xml_is_read_as_a_page() {
    let page = "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>A page</title></head>\
        <body><p>It is read.</p></body></html>";
    let workdir = Workdir::with(&[("a.xml", page)]);
    let ended = workdir.run("split a.xml --by line --columns text,page_title");
    assert_eq!(ended.stdout, "text,page_title\nIt is read.,A page\n", "{}", ended.stderr);
    assert_eq!(workdir.run("stats a.xml --from xml").status, 2);
}

#[test]
fn a_flag_that_no_input_is_for_is_reported_once() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("b.txt", "two"), ("c.csv", "text\nx\n")]);
    let ended = workdir.run("stats a.txt --sheet 2");
    let expected = "textmill: warning: --sheet: has no effect: no input is a workbook, an OpenDocument spreadsheet or an SQLite database\n";
    assert_eq!((ended.status, &*ended.stderr), (0, expected));
    assert_eq!(workdir.run("stats a.txt c.csv --quote none").stderr, "");
    let ended = workdir.run("diff a.txt b.txt --captions");
    assert_eq!(ended.stderr.matches("--captions: has no effect").count(), 1, "{}", ended.stderr);
    assert_eq!(workdir.run("stats a.txt -q --ruby").stderr, "");
    let same = Workdir::with(&[("old/a.txt", "one"), ("new/a.txt", "one"), ("a.txt", "two"), ("b.txt", "two")]);
    for line in ["diff a.txt b.txt --captions", "diff old new --captions"] {
        let ended = same.run(line);
        assert_eq!(ended.status, 0, "{line}");
        assert_eq!(ended.stderr.matches("--captions: has no effect").count(), 1, "{line}: {}", ended.stderr);
    }
}

#[test]
fn an_order_of_dates_and_a_table_to_join_that_do_nothing_are_reported() {
    let dated =
        "{\"id\":\"x\",\"text\":\"a\",\"date\":\"3/4/2024\"}\n{\"id\":\"y\",\"text\":\"b\",\"date\":\"4/4/2024\"}\n";
    let workdir = Workdir::with(&[
        ("a.jsonl", dated),
        ("a.txt", "one"),
        ("desks.csv", "id,desk\nx,north\n"),
        ("others.csv", "id,desk\nz,north\n"),
    ]);
    let (order, table) =
        ("--date-order: has no effect: no dates of fields are read\n", "--meta: has no effect: no row of the table");
    for (line, expected) in [
        ("stats a.jsonl --date-order day", Some(order)),
        ("export a.jsonl --date-order day", Some(order)),
        ("stats a.jsonl --per date:month --date-order day", None),
        ("stats a.jsonl --per date:month,word --against a.txt --date-order day -o out/", None),
        ("dedupe a.jsonl --keep newest:date --date-order day", None),
        ("dedupe a.jsonl --date-order day", Some(order)),
        ("stats a.jsonl --meta others.csv", Some(table)),
        ("stats a.jsonl --meta desks.csv", None),
        ("stats a.jsonl --per word --against a.txt --meta desks.csv", None),
        ("diff a.jsonl a.jsonl --meta others.csv", Some(table)),
        ("stats a.jsonl --shard 1/2 --meta others.csv", None),
    ] {
        let ended = workdir.run(line);
        assert!(ended.status < 2, "{line}: {}", ended.stderr);
        assert_eq!(
            ended.stderr.matches("has no effect").count(),
            usize::from(expected.is_some()),
            "{line}: {}",
            ended.stderr
        );
        assert!(expected.is_none_or(|expected| ended.stderr.contains(expected)), "{line}: {}", ended.stderr);
    }
}

#[cfg(feature = "pdf")]
#[test]
fn every_flag_on_reading_is_reported_for_a_pdf_but_the_one_that_is_for_it() {
    let workdir = Workdir::with(&[("desks.csv", "id,desk\nz,north\n")]);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/one-page.pdf");
    std::fs::copy(sample, workdir.path("a.pdf")).unwrap();
    for flag in ReadingFlag::ALL {
        let value = match flag {
            ReadingFlag::TextField | ReadingFlag::IdField | ReadingFlag::TitleField => " other",
            ReadingFlag::Sheet => " 1",
            ReadingFlag::XmlText => " //p",
            ReadingFlag::XmlDocument => " //q --xml-text //p",
            ReadingFlag::Attribute => " lemma",
            ReadingFlag::Delimiter => " ;",
            ReadingFlag::Quote => " none",
            ReadingFlag::Encoding => " koi8-r",
            ReadingFlag::DateOrder => " day",
            ReadingFlag::Meta => " desks.csv",
            _ => "",
        };
        let ended = workdir.run(&format!("stats a.pdf --only tokens -f csv --{}{value}", flag.name()));
        let is_refused = flag == ReadingFlag::Attribute;
        assert_eq!(ended.status == 2, is_refused, "{flag:?}: {}", ended.stderr);
        let is_reported = ended.stderr.contains(&format!("--{}: has no effect: ", flag.name()));
        assert_eq!(is_reported, flag != ReadingFlag::NoRunningHeads && !is_refused, "{flag:?}: {}", ended.stderr);
    }
}

#[test]
fn mails_in_several_encodings_are_split_each_in_its_own() {
    let workdir = Workdir::new();
    let message = |name: &str, charset: &str, body: &[u8]| {
        let head = format!(
            "From {name}@example.org Mon Jan  1 10:00:00 2024\nFrom: {name}\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
        );
        [head.as_bytes(), body, b"\n\n"].concat()
    };
    let mailbox = [
        message("ada", "iso-8859-1", b"caf\xe9 d\xe9j\xe0"),
        message("bob", "koi8-r", b"\xf0\xd2\xc9\xd7\xc5\xd4"),
        message("eve", "utf-8", "naïve".as_bytes()),
    ];
    std::fs::write(workdir.path("a.mbox"), mailbox.concat()).unwrap();
    let ended = workdir.run("split a.mbox --by mail --columns text");
    assert_eq!(ended.stdout, "text\ncafé déjà\nПривет\nnaïve\n", "{}", ended.stderr);
}

#[test]
fn split_reports_what_there_is_to_say_of_mails() {
    let mail = "From: Ada\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =C3=A9=C3=A9\n";
    let counted = format!("{}\n{mail}<?xml version=\"1.0\"?>\n<plist></plist>\n", mail.len());
    let workdir = Workdir::with(&[("a.eml", mail), ("b.emlx", &counted)]);
    for name in ["a.eml", "b.emlx"] {
        let ended = workdir.run(&format!("split {name} --by mail --columns title,text"));
        assert_eq!(ended.stdout, "title,text\nx,caf\u{fffd} éé\n", "{}", ended.stderr);
        assert!(ended.stderr.contains(&format!("warning: {name}: 1 byte sequence is not valid ")), "{}", ended.stderr);
    }
}

#[test]
fn who_speaks_in_subtitles_is_a_column_of_split() {
    let vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada>Late again.\n\n00:05.000 --> 00:06.500\nFog.\n";
    let workdir = Workdir::with(&[("a.vtt", vtt)]);
    let ended = workdir.run("split a.vtt --rule subtitles --columns text,speaker");
    assert_eq!(ended.stdout, "text,speaker\nLate again.,Ada\nFog.,\n", "{}", ended.stderr);
}

#[test]
fn empty_documents_and_control_characters_are_one_line_each() {
    let workdir = Workdir::with(&[("a.csv", "id,text\n1,\n2,x\n3,\"a\u{1}b\"\n4,\n")]);
    let ended = workdir.run("dedupe a.csv");
    assert!(ended.stderr.contains("warning: each of 2 documents has no text: a.csv#1, a.csv#4\n"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("warning: a.csv: has 1 control character, U+0001 (at record 3)\n"),
        "{}",
        ended.stderr
    );
}
