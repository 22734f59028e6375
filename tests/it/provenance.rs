//! Records of how an output came about, and outputs made again from them.

use crate::harness::{Ended, Workdir, done};

const TEXTS: &[(&str, &str)] = &[("in/a.txt", "one two two"), ("in/b.txt", "one")];

#[test]
fn a_record_tells_versions_arguments_settings_and_files() {
    let workdir = Workdir::with(TEXTS);
    assert_eq!(workdir.run("stats in --per word -o words.csv --provenance"), done(""));
    let record: serde_json::Value = serde_json::from_str(&workdir.read("words.csv.provenance.json")).unwrap();
    assert_eq!(record["textmill"], env!("CARGO_PKG_VERSION"));
    assert_eq!(record["arguments"][1], "in");
    assert_eq!(record["inputs"][1]["path"], "in/b.txt");
    assert_eq!(record["inputs"][1]["bytes"], 3);
    assert_eq!(record["outputs"][0]["xxh3_128"].as_str().map(str::len), Some(32));
    assert!(record["columns"].as_array().unwrap().iter().any(|column| column["name"] == "frequency"));
    assert!(record["settings"].as_array().is_some_and(|settings| !settings.is_empty()));
}

#[test]
fn an_output_is_made_again_and_compared() {
    let workdir = Workdir::with(TEXTS);
    for (line, record) in [
        ("stats in --per word -o words.csv --provenance", "words.csv.provenance.json"),
        ("export in --rows-per-file 1 -o parts/ --provenance", "parts/provenance.json"),
    ] {
        assert_eq!(workdir.run(line), done(""));
        let before = workdir.read(record);
        let ended = workdir.run(&format!("rerun {record}"));
        assert_eq!((ended.status, ended.stdout.as_str()), (0, ""), "{}", ended.stderr);
        assert!(ended.stderr.ends_with("made again, byte for byte the same\n"), "{}", ended.stderr);
        assert_eq!(workdir.read(record), before);
    }
}

#[test]
fn a_run_is_made_again_with_the_defaults_that_it_had() {
    let workdir = Workdir::with(TEXTS);
    workdir.write("textmill.toml", "columns = [\"word\"]\n[stats]\ntop = 1\nper = \"word\"\n");
    assert_eq!(workdir.run("stats in -o words.csv --provenance").status, 0);
    assert_eq!(workdir.read("words.csv"), "word\none\n");
    let record: serde_json::Value = serde_json::from_str(&workdir.read("words.csv.provenance.json")).unwrap();
    let expected = serde_json::json!({"columns": ["word"], "top": 1, "per": "word"});
    assert_eq!(record["defaults"], expected);
    for other in ["", "top = 2\nno-header = true\n"] {
        workdir.write("textmill.toml", other);
        let ended = workdir.run("rerun words.csv.provenance.json");
        assert_eq!(ended.status, 0, "{other}: {}", ended.stderr);
        assert_eq!(workdir.read("words.csv"), "word\none\n");
    }
}

#[test]
fn a_changed_input_is_named_and_nothing_is_written() {
    let workdir = Workdir::with(TEXTS);
    assert_eq!(workdir.run("stats in --per word -o words.csv --provenance").status, 0);
    workdir.write("in/b.txt", "two");
    workdir.write("words.csv", "kept");
    let stderr = "textmill: runs textmill stats in --per word -o words.csv --provenance\n\
                  textmill: in/b.txt: is not what it was when the record was written\n\
                  hint: start from the folder of the first run, or take the command from the record\n";
    let expected = Ended { status: 2, stdout: String::new(), stderr: stderr.to_owned() };
    assert_eq!(workdir.run("rerun words.csv.provenance.json"), expected);
    assert_eq!(workdir.read("words.csv"), "kept");
}

#[test]
fn another_version_is_told_and_another_output_is_a_failure() {
    let workdir = Workdir::with(TEXTS);
    assert_eq!(workdir.run("stats in --per word -o words.csv --provenance").status, 0);
    let mut record: serde_json::Value = serde_json::from_str(&workdir.read("words.csv.provenance.json")).unwrap();
    record["textmill"] = "0.0.9".into();
    record["outputs"][0]["xxh3_128"] = "0".repeat(32).into();
    workdir.write("old.json", &record.to_string());
    std::fs::remove_file(workdir.path("words.csv")).unwrap();
    let ended = workdir.run("rerun old.json");
    assert_eq!(ended.status, 2);
    let warning = "textmill: warning: old.json: was written by textmill 0.0.9 with Unicode ";
    assert!(ended.stderr.contains(warning), "{}", ended.stderr);
    let failure = "textmill: words.csv: is not the same as when the record was written\n\
                   hint: it was written anew; another version of textmill may be the reason\n";
    assert!(ended.stderr.ends_with(failure), "{}", ended.stderr);
    assert!(workdir.read("words.csv").starts_with("rank,") || workdir.read("words.csv").contains("one"));
}

#[test]
fn what_is_no_record_is_refused() {
    let workdir = Workdir::with(&[("a.json", "{}")]);
    let ended = workdir.run("rerun a.json");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.starts_with("textmill: a.json: is no record of a run\nhint: "), "{}", ended.stderr);
}
