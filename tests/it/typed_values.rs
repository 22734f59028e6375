//! Numbers and booleans of JSON records keep their types in databases and Parquet, whichever verb hands them on.
#![cfg(any(feature = "sqlite", feature = "parquet"))]

use crate::harness::{Workdir, done};

const RECORDS: &str = "\
{\"id\": \"1\", \"text\": \"a bell rang over the river\", \"likes\": 9, \"score\": 0.5, \"ok\": true, \"code\": \"007\"}
{\"id\": \"2\", \"text\": \"a hut stood by the weir\", \"likes\": 50, \"score\": 1.5, \"ok\": false, \"code\": \"7\"}
{\"id\": \"3\", \"text\": \"a mill turned all night\", \"likes\": 200, \"score\": 10.25, \"ok\": true, \"code\": \"\"}
{\"id\": \"4\", \"text\": \"nobody knows the rest\", \"likes\": null, \"score\": 2, \"ok\": null}
";

/// Verbs that hand fields on, with the name of their table.
const VERBS: [(&str, &str); 7] = [
    ("export a.jsonl", "document"),
    ("split a.jsonl --by line", "segment"),
    ("split a.jsonl --parts x=1", "document"),
    ("stats a.jsonl --per document", "document"),
    ("dedupe a.jsonl", "document"),
    ("dedupe a.jsonl --per marked", "document"),
    ("dedupe a.jsonl --strip", "document"),
];

#[cfg(feature = "sqlite")]
fn answers(workdir: &Workdir, name: &str, query: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(workdir.path(name)).unwrap();
    let mut statement = connection.prepare(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let rows = statement.query_map([], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    rows.map(|value| format!("{:?}", value.unwrap())).collect()
}

#[cfg(feature = "sqlite")]
#[test]
fn numbers_of_json_compare_as_numbers_in_the_database_of_every_verb() {
    for (line, table) in VERBS {
        let workdir = Workdir::with(&[("a.jsonl", RECORDS)]);
        assert_eq!(workdir.run(&format!("{line} -q -o a.sqlite")), done(""), "{line}");
        let ask = |query: &str| answers(&workdir, "a.sqlite", &query.replace("TABLE", table));
        assert_eq!(
            ask("SELECT likes FROM TABLE WHERE likes > 10 ORDER BY likes"),
            ["Integer(50)", "Integer(200)"],
            "{line}"
        );
        assert_eq!(ask("SELECT max(score) FROM TABLE"), ["Real(10.25)"], "{line}");
        assert_eq!(ask("SELECT count(*) FROM TABLE WHERE ok"), ["Integer(2)"], "{line}");
        assert_eq!(ask("SELECT code FROM TABLE WHERE code = 7"), ["Text(\"7\")"], "{line}");
        assert_eq!(
            ask("SELECT typeof(likes) || typeof(code) FROM TABLE WHERE score = 2"),
            ["Text(\"nullnull\")"],
            "{line}"
        );
        assert_eq!(ask("SELECT typeof(code) FROM TABLE WHERE score = 10.25"), ["Text(\"text\")"], "{line}");
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn fields_of_tables_are_texts_as_they_are_written() {
    let workdir = Workdir::with(&[("a.csv", "id,text,likes\n1,x,007\n2,y,\n")]);
    assert_eq!(workdir.run("export a.csv -o a.sqlite"), done(""));
    assert_eq!(answers(&workdir, "a.sqlite", "SELECT likes FROM document"), ["Text(\"007\")", "Text(\"\")"]);
    assert_eq!(workdir.run("export a.csv --types likes=integer -o b.sqlite"), done(""));
    assert_eq!(answers(&workdir, "b.sqlite", "SELECT likes FROM document"), ["Integer(7)", "Null"]);
}

#[cfg(feature = "parquet")]
#[test]
fn numbers_of_json_are_numbers_in_the_columns_of_every_verb() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    for (line, _) in VERBS {
        let workdir = Workdir::with(&[("a.jsonl", RECORDS)]);
        assert_eq!(workdir.run(&format!("{line} -q -o a.parquet")), done(""), "{line}");
        let reader = SerializedFileReader::new(std::fs::File::open(workdir.path("a.parquet")).unwrap()).unwrap();
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let types = ["likes", "score", "ok", "code"].map(|name| {
            let column = schema.columns().iter().find(|column| column.name() == name);
            column.unwrap_or_else(|| panic!("{line}: no {name}")).physical_type().to_string()
        });
        assert_eq!(types, ["INT64", "DOUBLE", "BOOLEAN", "BYTE_ARRAY"], "{line}");
        let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert!(rows[3].contains("likes: null, score: 2.0, ok: null, code: null"), "{line}: {}", rows[3]);
        assert!(rows[2].contains("likes: 200, score: 10.25, ok: true, code: \"\""), "{line}: {}", rows[2]);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn one_run_and_merged_shards_give_the_same_typed_columns() {
    let workdir = Workdir::with(&[("a.jsonl", RECORDS)]);
    assert_eq!(workdir.run("dedupe a.jsonl -q -o whole.parquet"), done(""));
    for shard in ["1", "2"] {
        let line = format!("dedupe a.jsonl -q --shard {shard}/2 --partial {shard}.part");
        assert_eq!(workdir.run(&line).status, 0, "{line}");
    }
    assert_eq!(workdir.run("dedupe --merge 1.part 2.part -q -o merged.parquet"), done(""));
    let [whole, merged] =
        ["whole", "merged"].map(|name| std::fs::read(workdir.path(&format!("{name}.parquet"))).unwrap());
    assert_eq!(whole, merged);
}
