//! What one verb writes in a format made for data, every verb reads back: the same documents, ids, fields and types.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::formats::{documents, texts};
use crate::harness::{Workdir, written};

/// Records with every type that a JSON value may have, and texts that formats like to trip over.
const RECORDS: &str = concat!(
    r#"{"id":"a","title":"One","text":"A river.\n\nTwo \"banks\", a ford;\tand =1+1.","n":12,"x":0.5,"is":true,"note":"007"}"#,
    "\n",
    r#"{"id":"b","title":"Zwei","text":"Größe, 漢字 und 'so'.","n":-3,"x":2.25,"is":false,"note":"no"}"#,
    "\n",
    r#"{"id":"c","title":"Tre","text":"Only this.","n":null,"x":null,"is":null,"note":"2024-05-06"}"#,
    "\n"
);

/// The formats for data that keep types, and those that know texts only.
const TYPED: &[&str] = &["jsonl", "xlsx", "sqlite", "parquet"];
const UNTYPED: &[&str] = &["csv", "tsv"];

/// A document with its values, `null` and what is not there left out; as texts if `as_texts`.
fn values(document: &Value, as_texts: bool) -> Vec<(String, Value)> {
    let shown = |value: &Value| match value {
        Value::String(text) => Value::String(text.clone()),
        // No format of rows but JSON has lists: there they are their JSON.
        other if as_texts || other.is_array() => Value::String(other.to_string()),
        other => other.clone(),
    };
    let entries = document.as_object().unwrap().iter();
    let says = entries.filter(|(name, value)| *name != "source" && !value.is_null() && value.as_str() != Some(""));
    says.map(|(name, value)| (name.clone(), shown(value))).collect()
}

/// The formats that this build writes and reads.
fn formats() -> impl Iterator<Item = &'static str> {
    let absent = [
        ("sqlite", cfg!(feature = "sqlite")),
        ("parquet", cfg!(feature = "parquet")),
        ("xlsx", cfg!(all(feature = "xlsx", feature = "sheets"))),
    ];
    let is_built = move |format: &&str| !absent.contains(&(format, false));
    TYPED.iter().chain(UNTYPED).copied().filter(is_built)
}

#[test]
fn what_a_verb_writes_for_data_every_format_reads_back_with_its_types() {
    let workdir = Workdir::new();
    workdir.write("records.jsonl", RECORDS);
    let original = documents(&workdir, "export records.jsonl -f jsonl -q");
    for first in formats() {
        written(workdir.run(&format!("export records.jsonl -o first.{first} --force -q")));
        for second in formats() {
            written(workdir.run(&format!("export first.{first} -o second.{second} --force -q")));
            let found = documents(&workdir, &format!("export second.{second} -f jsonl -q"));
            let as_texts = [first, second].iter().any(|format| UNTYPED.contains(format));
            assert_eq!(found.len(), original.len(), "{first} {second}");
            for (found, original) in found.iter().zip(&original) {
                assert_eq!(values(found, as_texts), values(original, as_texts), "{first} {second}");
            }
        }
    }
}

#[test]
fn documents_in_vertical_text_tei_and_folders_come_back_with_their_ids() {
    let workdir = Workdir::new();
    workdir.write("records.jsonl", RECORDS);
    for target in ["out.vert", "out.tei", "folder/"] {
        written(workdir.run(&format!(
            "export records.jsonl -o {target} -q{}",
            if target.ends_with('/') { " -f text" } else { "" }
        )));
        let found = documents(&workdir, &format!("export {target} -f jsonl -q"));
        let ids: Vec<&str> = found.iter().map(|document| document["id"].as_str().unwrap()).collect();
        let stems: Vec<&str> = ids.iter().map(|id| id.trim_end_matches(".txt")).collect();
        assert_eq!(stems, ["a", "b", "c"], "{target}");
        assert_eq!(texts(&found)[2].trim_end(), "Only this.", "{target}");
    }
}

/// A value of each type that a column may have, and texts that look like something else.
fn field_values() -> [(&'static str, BoxedStrategy<Value>); 6] {
    // A workbook keeps numbers of 15 digits, longer ones as texts, and knows no difference between 2 and 2.0.
    let most = 10_i64.pow(15) - 1;
    let whole = -most..most;
    let thousandths = (-most..most).prop_filter("a whole number", |n| n % 1000 != 0);
    let texts =
        prop_oneof!["[01]{1,3}[.,-]?[0-9]{0,4}", "(true|no|NaN|null|1e5|=1|-|\\[\\])", "[ a-zß漢\"',;\t=+@-]{1,12}"];
    [
        ("n", whole.prop_map(|n| json!(n)).boxed()),
        ("x", thousandths.prop_map(|n| json!(n as f64 / 1000.0)).boxed()),
        ("is it", any::<bool>().prop_map(|is| json!(is)).boxed()),
        ("note", texts.prop_map(|text| json!(text)).boxed()),
        ("Größe, \"m\"", (0..9_u8).prop_map(|n| json!(n)).boxed()),
        ("tags", prop::collection::vec("[a-z\",ü ]{0,5}", 0..3).prop_map(|tags| json!(tags)).boxed()),
    ]
}

/// Records with a text each, and any of the fields.
fn records() -> impl Strategy<Value = Vec<Value>> {
    let fields: Vec<_> = field_values().into_iter().map(|(_, value)| prop::option::of(value)).collect();
    let record = ("[ a-zÄß漢字🙂\"',;=+@\\-\t]{0,40}(\n[a-z\",# ]{0,20}){0,3}", fields);
    prop::collection::vec(record, 1..6).prop_map(|records| {
        let named = |(number, (text, values)): (usize, (String, Vec<Option<Value>>))| {
            let mut record =
                Map::from_iter([("id".to_owned(), json!(format!("d{number}"))), ("text".to_owned(), json!(text))]);
            let names = field_values().into_iter().map(|(name, _)| name.to_owned());
            record.extend(names.zip(values).filter_map(|(name, value)| Some((name, value?))));
            Value::Object(record)
        };
        records.into_iter().enumerate().map(named).collect()
    })
}

proptest! {
    // Each case runs up to a dozen processes.
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_records_come_back_through_any_chain_of_formats(
        records in records(),
        chain in prop::collection::vec(prop::sample::select(formats().collect::<Vec<_>>()), 1..4),
    ) {
        let workdir = Workdir::new();
        let lines: Vec<String> = records.iter().map(Value::to_string).collect();
        workdir.write("0.jsonl", &lines.join("\n"));
        let original = documents(&workdir, "export 0.jsonl -f jsonl -q");
        prop_assert_eq!(original.len(), records.len());
        let mut last = "0.jsonl".to_owned();
        for (number, format) in (1..).zip(&chain) {
            let next = format!("{number}.{format}");
            written(workdir.run(&format!("export {last} -o {next} -q")));
            last = next;
        }
        let found = documents(&workdir, &format!("export {last} -f jsonl -q"));
        prop_assert_eq!(found.len(), original.len());
        let as_texts = chain.iter().any(|format| UNTYPED.contains(format));
        for (found, original) in found.iter().zip(&original) {
            prop_assert_eq!(values(found, as_texts), values(original, as_texts));
        }
    }
}
