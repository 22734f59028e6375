//! Verbs read what verbs write: by pipe, in every format that is read, with the fields of records kept.

use serde_json::{Value, json};

use crate::harness::{Workdir, done, json_records, written};

/// Runs `lines` one after another, each on the output of the one before; the last output.
#[track_caller]
fn piped(workdir: &Workdir, lines: &[&str], flags: &str) -> String {
    let mut text = String::new();
    for (idx, line) in lines.iter().enumerate() {
        let line = format!("{line} -q {flags}");
        let ended = if idx == 0 { workdir.run(&line) } else { workdir.pipe(&line, &text) };
        assert_eq!((ended.status, &*ended.stderr), (0, ""), "{line}");
        text = ended.stdout;
    }
    text
}

#[test]
fn split_dedupe_stats_work_through_any_format() {
    let workdir = Workdir::with_samples("digests");
    let lines =
        ["split digests/town-news.txt", "dedupe", "stats --per document --columns id,title,marker,tokens,types"];
    let first_two = "\
id,title,marker,tokens,types
digests/town-news.txt#1,Forty boxes for the swifts of Harrowmere,Read more,36,33
digests/town-news.txt#2,Three hundred bowls before noon,Read more,23,20
";
    let csv = piped(&workdir, &lines, "");
    assert!(csv.starts_with(first_two), "{csv}");
    assert_eq!(csv.lines().count(), 11);
    let tsv = piped(&workdir, &lines, "-f tsv");
    assert_eq!(workdir.pipe("export --from tsv --raw -f csv", &tsv), done(&csv));
    let jsonl = json_records(&piped(&workdir, &lines, "-f jsonl"));
    assert_eq!((jsonl.len(), &jsonl[1]["tokens"]), (10, &json!(23)));
}

#[test]
fn a_page_whose_entries_repeat_is_counted_once() {
    let page: String = ["Rain today", "Wind today", "Rain today"]
        .map(|title| {
            format!(
                "{title}\n\nIt is said that {title} will last until the evening and perhaps longer.\n\nRead more\n\n"
            )
        })
        .concat();
    let workdir = Workdir::with(&[("page.txt", &page)]);
    let titles = piped(&workdir, &["split page.txt", "dedupe", "export --columns title"], "");
    assert_eq!(titles, "title\nRain today\nWind today\n");
}

/// Every table that a verb writes, by command line.
const TABLES: &[&str] = &[
    "split digests/notices.txt",
    "stats digests",
    "stats digests --per document",
    "stats digests --per word --top 30",
    "dedupe digests",
    "dedupe digests --per cluster",
    "dedupe digests --per pair",
    "diff digests digests",
    "diff digests/notices.txt digests/repeated.txt --per document",
    "export digests",
];

#[test]
fn export_reads_what_every_verb_writes() {
    let workdir = Workdir::with_samples("digests");
    workdir.write("digests/repeated.txt", &workdir.read("digests/notices.txt"));
    for line in TABLES {
        for format in ["csv", "tsv", "jsonl"] {
            let written = workdir.run(&format!("{line} -q -f {format}"));
            assert_eq!(written.status, 0, "{line}: {}", written.stderr);
            // Once is a change of columns' order at most, twice is no change.
            let once = workdir.pipe(&format!("export --raw -q -f {format}"), &written.stdout);
            let twice = workdir.pipe(&format!("export --raw -q -f {format}"), &once.stdout);
            assert_eq!((once.status, &*once.stderr), (0, ""), "{line}");
            assert_eq!(sorted_bytes(&once.stdout), sorted_bytes(&written.stdout), "{line}");
            assert_eq!(twice, once, "{line}");
        }
    }
}

/// What is written whatever the order of columns and rows.
fn sorted_bytes(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes
}

#[test]
fn a_list_of_words_becomes_a_table_of_markdown() {
    let workdir = Workdir::with(&[("a.txt", "to be or not to be")]);
    let expected = "\
| word | frequency | document_frequency | per_million | rank |
| --- | --- | --- | --- | --- |
| be | 2 | 1 | 333333.3333333333 | 1 |
| to | 2 | 1 | 333333.3333333333 | 1 |
";
    let found = piped(&workdir, &["stats a.txt --per word --top 2"], "");
    assert_eq!(workdir.pipe("export -f markdown", &found), done(expected));
}

const NESTED: &str = concat!(
    "{\"id\":\"n1\",\"source\":\"a\",\"title\":\"One\",\"text\":\"alpha beta gamma\",",
    "\"date\":\"2024-05-01\",\"tags\":[\"x\",{\"deep\":[1,2.50,null]}],\"language\":\"en\",\"views\":12345678901234567890,\"open\":true}\n",
    "{\"id\":\"n2\",\"source\":\"a\",\"title\":\"Zwei\",\"text\":\"delta, \\\"epsilon\\\"\\nzeta\",",
    "\"date\":\"2024-05-02\",\"tags\":{},\"language\":\"de\",\"views\":1.0e5,\"open\":null}\n",
);

#[test]
fn fields_of_records_survive_every_verb() {
    let workdir = Workdir::with(&[("in.jsonl", NESTED)]);
    for verb in ["export", "dedupe"] {
        assert_eq!(piped(&workdir, &[&format!("{verb} in.jsonl")], "-f jsonl"), NESTED, "{verb}");
    }
    let through = piped(&workdir, &["split in.jsonl --by line", "dedupe", "export"], "-f jsonl");
    let records = json_records(&through);
    assert_eq!(records.len(), 3);
    let fields = ["date", "tags", "language", "views", "open"];
    let of = |record: &Value| fields.map(|name| record[name].clone());
    let original: Vec<_> = json_records(NESTED).iter().map(of).collect();
    assert_eq!(of(&records[0]), original[0]);
    assert_eq!((of(&records[1]), of(&records[2])), (original[1].clone(), original[1].clone()));
    assert!(through.contains("12345678901234567890") && through.contains("2.50"), "{through}");
}

#[test]
fn nested_fields_survive_a_way_through_csv_as_their_text() {
    let workdir = Workdir::with(&[("in.jsonl", NESTED)]);
    let csv = piped(&workdir, &["export in.jsonl --raw", "dedupe"], "");
    let head = "id,source,title,text,date,tags,language,views,open\n\
                n1,a,One,alpha beta gamma,2024-05-01,\"[\"\"x\"\",{\"\"deep\"\":[1,2.50,null]}]\",en,12345678901234567890,true\n";
    assert!(csv.starts_with(head), "{csv}");
    assert_eq!(workdir.pipe("export --raw", &csv), done(&csv));
}

#[test]
fn a_field_with_the_name_of_a_column_keeps_its_value_under_another() {
    let workdir = Workdir::with(&[("in.csv", "id,text,tokens,note\n1,a b c,seven,mine\n")]);
    let record = &json_records(&piped(&workdir, &["stats in.csv --per document"], "-f jsonl"))[0];
    assert_eq!((&record["tokens"], &record["tokens_2"]), (&json!(3), &json!("seven")));
    assert_eq!(record["note_2"], json!("mine"));
}

#[test]
fn a_date_from_the_path_is_the_date_of_the_entries() {
    let page = "Heading\n\nOne\n\nfirst text\n\nRead more\n\nTwo\n\nsecond text\n\nRead more\n";
    let workdir = Workdir::with(&[("in/herald/2024-03-01/a.txt", page), ("in/herald/2024-03-08/b.txt", page)]);
    let split = r"split in --fields-from-path (?<outlet>[^/]+)/(?<date>[\d-]+)/";
    let rows = written(workdir.run(&format!("{split} --columns id,date")));
    let dates: Vec<&str> = rows.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
    assert_eq!(dates, ["2024-03-01", "2024-03-01", "2024-03-08", "2024-03-08"], "{rows}");
    let rows = written(workdir.run(split));
    let months = workdir.pipe("stats --per date:month --columns date:month,documents -q", &rows);
    assert_eq!(months.stdout, "date:month,documents\n2024-03,4\n", "{months:?}");
}

#[test]
fn documents_that_are_handed_on_keep_the_names_of_their_fields() {
    let records = "{\"url\":\"u1\",\"headline\":\"H\",\"body\":\"alpha beta\",\"text\":\"note\",\"id\":7}\n";
    let workdir = Workdir::with(&[("in.jsonl", records)]);
    let named = "in.jsonl --id-field url --title-field headline --text-field body -f jsonl -q";
    let row = r#"{"url":"u1","source":"in.jsonl","headline":"H","body":"alpha beta""#;
    let fields = r#","text":"note","id":7}"#;
    for (line, further) in [
        ("export", ""),
        ("dedupe", ""),
        ("dedupe --strip", r#","cut":null"#),
        (
            "dedupe --mark",
            r#","cluster":null,"kept":"yes","kept_id":"u1","relation":null,"copies":0,"also_in":null"#,
        ),
        ("split --parts train=1", r#","part":"train""#),
    ] {
        let rows = written(workdir.run(&format!("{line} {named}")));
        assert_eq!(rows, format!("{row}{further}{fields}\n"), "{line}");
    }
    let rows = written(workdir.run(&format!("dedupe {} --partial a.partial", named.replace(" -f jsonl", ""))));
    assert_eq!(rows, "");
    let merged = written(workdir.run("dedupe --merge a.partial -f jsonl -q"));
    assert_eq!(merged, format!("{row}{fields}\n"));
    // The text is the one that was named for who writes texts alone, too.
    let texts = written(workdir.run("export in.jsonl --text-field body -f text -q"));
    assert_eq!(texts, "alpha beta\n");
    let again = written(workdir.run("export in.jsonl --text-field body --columns body,text -q"));
    assert_eq!(again, "body,text\nalpha beta,note\n");
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_early_ends_every_verb_quietly() {
    let workdir = Workdir::with(&[("a.txt", &"Some words, and more.\n".repeat(20_000))]);
    for line in ["split a.txt --by line", "export a.txt -f jsonl", "dedupe a.txt"] {
        let mut child = workdir.command(line.split(' ')).spawn().unwrap();
        drop(child.stdout.take());
        let ended = crate::harness::finished(child);
        let summary = "textmill: 1 document, 1 kept\n";
        assert!(ended.status == 0 && ["", summary].contains(&&*ended.stderr), "{line}: {ended:?}");
    }
}
