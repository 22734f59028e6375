//! Inputs in the formats of other programs, and in those that the verbs write themselves.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Workdir, written};

/// The folder with small files of real programs.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The documents that `line` writes as JSON Lines, without what only says where they came from.
pub(crate) fn documents(workdir: &Workdir, line: &str) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).unwrap();
    written(workdir.run(line)).lines().map(read).collect()
}

pub(crate) fn texts(documents: &[Value]) -> Vec<&str> {
    documents.iter().map(|document| document["text"].as_str().unwrap()).collect()
}

#[test]
fn samples_of_real_programs_have_the_texts_that_people_see() {
    let workdir = Workdir::new();
    for entry in fs::read_dir(samples().join("expected")).unwrap() {
        let expected = entry.unwrap().path();
        let name = expected.file_stem().unwrap().to_str().unwrap();
        let path = samples().join(name);
        let found = documents(&workdir, &format!("export {} -f jsonl -q", path.display()));
        assert_eq!(texts(&found), [fs::read_to_string(&expected).unwrap().trim_end_matches('\n')], "{name}");
    }
}

#[test]
fn every_encoding_that_a_file_may_have_is_found() {
    let workdir = Workdir::new();
    let folder = samples().join("encodings");
    let expected: Value = serde_json::from_str(&fs::read_to_string(folder.join("texts.json")).unwrap()).unwrap();
    for (name, text) in expected.as_object().unwrap() {
        let found = documents(&workdir, &format!("export {} -f jsonl -q", folder.join(name).display()));
        assert_eq!(texts(&found), [text.as_str().unwrap()], "{name}");
    }
}

#[test]
fn members_of_archives_are_documents_named_by_archive_and_path() {
    let workdir = Workdir::new();
    for name in ["info-zip.zip", "seven.zip", "gnu.tar.gz", "bsd.tar.gz"] {
        fs::copy(samples().join(name), workdir.path(name)).unwrap();
        let found = documents(&workdir, &format!("export {name} -f jsonl -q"));
        let has = |end: &str| found.iter().any(|document| document["id"].as_str().unwrap() == format!("{name}!/{end}"));
        assert!(has("docs/a.txt") && has("docs/b.txt") && has("docs/more/Übersicht.txt"), "{name}: {found:?}");
    }
    let run = workdir.run("stats info-zip.zip --only documents --glob *.txt");
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn a_document_that_cannot_be_read_is_named_and_pictures_pass() {
    let workdir = Workdir::new();
    workdir.write("in/a.txt", "One two.");
    workdir.write("in/picture.png", "\u{89}PNG");
    workdir.write("in/style.css", "p {}");
    let run = workdir.run("stats in --only documents -f csv");
    assert_eq!((run.status, &*run.stdout, &*run.stderr), (0, "documents\n1\n", ""));
    workdir.write("in/old.doc", "\u{d0}\u{cf}");
    workdir.write("in/paper.tex", "\\section{One}");
    let run = workdir.run("stats in --only documents -f csv");
    assert_eq!((run.status, &*run.stdout), (2, "documents\n1\n"));
    for name in ["old.doc", "paper.tex"] {
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    let named = workdir.run("stats in/picture.png");
    assert!(named.status == 2 && named.stderr.contains("is a picture"), "{}", named.stderr);
}

#[test]
fn first_bytes_win_over_a_suffix_and_are_held_against_from() {
    let workdir = Workdir::new();
    fs::copy(samples().join("pandoc.docx"), workdir.path("paper.txt")).unwrap();
    let run = workdir.run("export paper.txt --columns text -f jsonl");
    assert!(run.status == 0 && run.stdout.contains("Fish"), "{run:?}");
    let told = workdir.run("export paper.txt --from text");
    assert!(told.status == 2 && told.stderr.contains("is a Word document, not text"), "{}", told.stderr);
}

#[test]
fn a_mailbox_is_messages_for_all_verbs_and_a_text_for_who_asks_so() {
    let workdir = Workdir::new();
    fs::copy(samples().join("git.mbox"), workdir.path("a.mbox")).unwrap();
    let messages = documents(&workdir, "export a.mbox -f jsonl -q");
    let columns = written(workdir.run("split a.mbox --by mail --list-columns -f csv"));
    assert!(messages.len() > 1 && messages[0]["from"].is_string(), "{messages:?}");
    assert!(!columns.contains("from_2"), "{columns}");
    let as_text = documents(&workdir, "export a.mbox --from text -f jsonl -q");
    assert!(as_text.len() == 1 && texts(&as_text)[0].starts_with("From "), "{as_text:?}");
}

#[cfg(feature = "html")]
#[test]
fn a_saved_page_is_read_with_the_title_and_the_characters_of_the_page() {
    let workdir = Workdir::new();
    for name in ["a.mhtml", "without-a-name"] {
        fs::copy(samples().join("python.mhtml"), workdir.path(name)).unwrap();
        let found = documents(&workdir, &format!("export {name} -f jsonl -q"));
        assert_eq!(texts(&found), ["Die Grüße kommen später.\n"]);
        for (field, value) in [("title", "Grüße vom Hafen"), ("url", "http://example.org/hafen"), ("language", "de")]
        {
            assert_eq!(found[0][field], value, "{found:?}");
        }
        assert_eq!(found[0]["date"], "2024-05-06T10:00:00Z");
    }
}

#[test]
fn lemmas_and_parts_of_speech_take_the_place_of_tokens() {
    let workdir = Workdir::new();
    fs::copy(samples().join("sample.conllu"), workdir.path("a.conllu")).unwrap();
    let words = |attribute: &str| {
        written(workdir.run(&format!("stats a.conllu --attribute {attribute} --per word --columns word -f csv")))
    };
    assert!(words("pos").contains("noun") || words("pos").contains("verb"), "{}", words("pos"));
    assert_ne!(words("lemma"), words("form"));
    workdir.write("b.txt", "no annotation");
    let refused = workdir.run("stats b.txt --attribute lemma");
    assert!(refused.status == 2 && refused.stderr.contains("no annotated tokens"), "{}", refused.stderr);
}

#[test]
fn formats_are_listed_by_the_program_itself() {
    let workdir = Workdir::new();
    let listed = written(workdir.run("formats"));
    for name in ["docx", "tei", "mbox", "parquet", "picture", "latex"] {
        assert!(listed.contains(name), "{name} is not in {listed}");
    }
}

#[test]
fn json_is_read_in_all_its_shapes() {
    let workdir = Workdir::new();
    workdir.write("array.json", "[\n  {\"text\": \"One.\", \"n\": 1},\n  {\"text\": \"Two.\", \"n\": 2}\n]\n");
    workdir.write("pretty.json", "{\n  \"text\": \"One.\"\n}\n{\n  \"text\": \"Two.\"\n}\n");
    workdir.write("inside.json", "{\"meta\": 1, \"articles\": [{\"body\": \"One.\"}, {\"body\": \"Two.\"}]}");
    workdir.write("nested.jsonl", "{\"user\": {\"text\": \"One.\"}}\n{\"user\": {\"text\": \"Two.\"}}\n");
    for (name, field) in [
        ("array.json", "text"),
        ("pretty.json", "text"),
        ("inside.json", "articles[].body"),
        ("nested.jsonl", "user.text"),
    ] {
        let found = documents(&workdir, &format!("export {name} --text-field {field} --columns text -f jsonl -q"));
        assert_eq!(texts(&found), ["One.", "Two."], "{name}");
    }
    workdir.write("odd.jsonl", "{\"text\": \"half \\ud83d\", \"n\": NaN}\n{\"text\": \"whole\"}\n");
    let run = workdir.run("export odd.jsonl --columns text -f csv");
    assert_eq!((run.status, &*run.stdout), (0, "text\nhalf \u{fffd}\nwhole\n"));
    assert!(run.stderr.contains("U+FFFD") && run.stderr.contains("null"), "{}", run.stderr);
}

#[test]
fn choices_of_reading_do_what_they_say() {
    let workdir = Workdir::new();
    workdir.write("a.md", "# Head\n\nA *word* and a [link](x).\n\n- one\n");
    let plain = documents(&workdir, "export a.md --plain-markdown -f jsonl -q");
    assert_eq!(texts(&plain)[0].trim_end(), "Head\n\nA word and a link.\n\none");
    fs::copy(samples().join("pandoc-3.epub"), workdir.path("book.epub")).unwrap();
    let (whole, chapters) = (
        documents(&workdir, "export book.epub -f jsonl -q"),
        documents(&workdir, "export book.epub --per-chapter -f jsonl -q"),
    );
    assert!(whole.len() == 1 && chapters.len() > 1, "{whole:?} {chapters:?}");
    fs::copy(samples().join("sample.ipynb"), workdir.path("n.ipynb")).unwrap();
    let (prose, code) =
        (written(workdir.run("export n.ipynb -f text")), written(workdir.run("export n.ipynb --code-cells -f text")));
    assert!(!prose.contains("split()") && code.contains("split()"), "{prose} {code}");
    workdir.write("a.xml", "<book><page n='1'>One</page><page n='2'>Two</page><note>Left out</note></book>");
    let pages = documents(&workdir, "export a.xml --xml-text //page --xml-document //page -f jsonl -q");
    assert_eq!((texts(&pages), &pages[1]["n"]), (vec!["One", "Two"], &Value::String("2".into())));
    let refused = workdir.run("export a.xml");
    assert!(refused.status == 2 && refused.stderr.contains("--xml-text"), "{}", refused.stderr);
}

#[test]
fn dates_are_grouped_by_quarters_and_decades_and_doubt_is_reported() {
    let workdir = Workdir::new();
    workdir.write(
        "a.csv",
        "text,date\none,2024-02-01\ntwo,\"March 5th, 2024\"\nthree,Wed Oct 10 20:19:24 +0000 2018\nfour,3/4/2024\nfive,2023-02-30\n",
    );
    let run = workdir.run("stats a.csv --per date:quarter --only date:quarter,documents -f csv");
    assert!(run.stdout.contains("2024-Q1,2") && run.stdout.contains("2018-Q4,1"), "{run:?}");
    assert!(run.stderr.contains("either number may be the day") && run.stderr.contains("calendar"), "{}", run.stderr);
    let told = workdir.run("stats a.csv --per date:decade --only date:decade,documents --date-order day -f csv");
    assert!(told.stdout.contains("2020s,3") && told.stdout.contains("2010s,1"), "{told:?}");
}

#[test]
fn a_row_of_a_joined_table_that_names_two_documents_joins_the_one_that_has_its_name_in_full() {
    let workdir = Workdir::new();
    workdir.write("in/a.txt", "one");
    workdir.write("in/sub/a.txt", "two");
    workdir.write("in/sub/b.txt", "three");
    workdir.write("meta.csv", "id,desk\na.txt,north\nb.txt,south\n");
    let run = workdir.run("export in --meta meta.csv --columns id,desk -f csv");
    assert_eq!(run.stdout, "id,desk\na.txt,north\nsub/a.txt,\nsub/b.txt,south\n");
    assert!(run.stderr.contains("no row for 1 document: sub/a.txt"), "{}", run.stderr);
}

#[test]
fn tables_are_read_in_the_dialect_that_they_have() {
    let workdir = Workdir::new();
    for (name, table) in [
        ("sep.csv", "sep=;\ntext;year\nOne, two;2020\nThree;2021\n"),
        ("pipe.csv", "id|text|year\na|One, two|2020\nb|Three|2021\n"),
        ("backslash.csv", "text,year\n\"One, \\\"two\\\"\",2020\nThree,2021\n"),
        ("stray.tsv", "text\tyear\n\"One, two\" he said\t2020\nThree\t2021\n"),
    ] {
        workdir.write(name, table);
        let found = documents(&workdir, &format!("export {name} -f jsonl -q"));
        let texts = texts(&found);
        assert!(texts.len() == 2 && texts[0].contains("One, ") && texts[1] == "Three", "{name}: {texts:?}");
        assert_eq!(found[1]["year"], Value::String("2021".into()), "{name}");
    }
    workdir.write("body.csv", "body,year\n\"One, two\",2020\nThree,2021\n");
    let body = workdir.run("stats body.csv --only documents,tokens -f csv -v");
    assert_eq!((body.status, &*body.stdout), (0, "documents,tokens\n2,3\n"));
    assert!(body.stderr.contains("the text is taken from the field \"body\""), "{}", body.stderr);
    workdir.write("bare.csv", "One\nTwo\n");
    let bare = written(workdir.run("stats bare.csv --no-header-in --only documents,tokens -f csv"));
    assert_eq!(bare, "documents,tokens\n2,2\n");
}

#[test]
fn the_order_of_day_and_month_is_proven_by_the_other_dates_of_the_field() {
    let workdir = Workdir::new();
    let records = |dates: &[&str]| -> String {
        let record = |(number, date)| format!("{{\"id\":\"{number}\",\"text\":\"A river.\",\"date\":\"{date}\"}}\n");
        dates.iter().enumerate().map(record).collect()
    };
    workdir.write("day.jsonl", &records(&["3/4/2024", "25/4/2024", "1/5/2024"]));
    workdir.write("month.jsonl", &records(&["3/4/2024", "4/25/2024"]));
    workdir.write("both.jsonl", &records(&["3/4/2024", "4/25/2024", "25/4/2024"]));
    let months = |line: &str| {
        let ended = workdir.run(line);
        let rows = ended.stdout.lines().skip(1).map(|row| row.split(',').take(2).collect::<Vec<_>>().join("="));
        (rows.collect::<Vec<_>>().join(" "), ended.stderr)
    };
    let command = |input: &str| format!("stats {input} --per date:month --columns date:month,documents");
    let (rows, messages) = months(&command("day.jsonl"));
    assert_eq!(rows, "2024-04=2 2024-05=1");
    assert!(messages.contains("with the day first, which \"25/4/2024\" proves (--date-order month"), "{messages}");
    assert_eq!(months(&command("month.jsonl")).0, "2024-03=1 2024-04=1");
    let (rows, messages) = months(&command("both.jsonl"));
    assert!(rows.contains("2024-04=2") && messages.contains("either number may be the day"), "{rows} {messages}");
    assert_eq!(months(&format!("{} --date-order month", command("day.jsonl"))).0.split(' ').next(), Some("=1"));
    // The same for a pipe, and for what dates decide elsewhere.
    let piped = workdir.pipe(&command("- --from jsonl"), &workdir.read("day.jsonl"));
    assert!(piped.stdout.contains("2024-05,1"), "{}", piped.stdout);
    let kept = workdir.run("dedupe day.jsonl --keep newest:date --columns id -q");
    assert_eq!(kept.stdout, "id\n2\n", "{}", kept.stderr);
}
