//! The plan of every verb, kind of row, format and place beside what the run does: both refuse, or the run writes what the
//! plan names and nothing else.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use textmill::render::OutputFormat;

use super::super::{Command, Session, begin, run};
use super::{Content, Definitions, OutputPlan, Place};

/// Inputs of a verb, and flags that choose its rows. `DIR` stands for the folder of the test.
const VERBS: &[(&str, &[&str])] = &[
    (
        "split DIR/pages",
        &[
            "",
            "--by paragraph",
            "--by sentence",
            "--by line",
            "--by heading",
            "--size 9",
            "--into 2",
            "--explain",
            "--learn",
        ],
    ),
    (
        "stats DIR/texts",
        &[
            "",
            "--per document",
            "--per word",
            "--per ngram",
            "--per collocation",
            "--per variant",
            "--per language",
            "--per corpus,word",
            "--per hit --match one",
            "--per term --terms DIR/terms.csv",
            "--per document --plot",
            "--plot",
        ],
    ),
    (
        "dedupe DIR/texts",
        &["", "--per cluster", "--per pair", "--per passage", "--per marked", "--per threshold", "--check", "--strip"],
    ),
    (
        "diff DIR/texts DIR/others",
        &["", "--per document", "--per field", "--per change", "--per keyword", "--per corpus", "--per line"],
    ),
    ("diff DIR/texts/a.txt DIR/others/a.txt", &["", "--words", "--per word", "--per line", "--per sentence"]),
    ("export DIR/texts", &["", "--file-per id", "--definitions", "--provenance"]),
];

/// Places of the output, all below a folder that is empty but for a file and a folder.
const PLACES: &[&str] = &[
    "new", "new/", "new.csv", "new.HTML", "new.xlsx", "new.xml", "new.txt", "new.odd", "old.csv", "folder", "folder/",
];

const FILES: &[(&str, &str)] = &[
    ("texts/a.txt", "one two two\n\nthree one. four\n"),
    ("texts/b.txt", "one five\n"),
    ("others/a.txt", "one two\n\nthree\n"),
    ("others/c.txt", "x y\n"),
    (
        "pages/p.md",
        "# One\n\nfirst text\n\nRead more\n\n# Two\n\nsecond text\n\nRead more\n\n# Three\n\nthird text\n\nRead more\n",
    ),
    ("terms.csv", "label,variant\none,one\n"),
    ("records/r.csv", "id,text,date,tokens\n1,one two two,2024-01-02,x\n2,one two two,2024-02-03,y\n"),
    ("records/s.jsonl", "{\"id\":3,\"text\":\"one five\",\"n\":1}\n{\"id\":4,\"text\":\"six\",\"late\":[1]}\n"),
    ("records/t.md", "---\nlanguage: en\nname: x\n---\none two\n\nthree one\n"),
    (
        "site/a.html",
        "<html lang=en><head><title>T</title></head><body><p>one two two, and more of it.</p></body></html>",
    ),
    ("site/b.html", "<html><body><p>one two two, and more of it.</p></body></html>"),
];

/// Further inputs, whose documents have fields that the names of files do not show.
const INPUTS: [&str; 3] = ["DIR/records", "DIR/site", "DIR/records/r.csv"];

#[test]
fn a_run_of_split_and_stats_writes_what_its_plan_names() {
    check(&VERBS[..2]);
}

#[test]
fn a_run_of_the_other_verbs_writes_what_its_plan_names() {
    check(&VERBS[2..]);
}

#[test]
fn the_columns_that_are_listed_are_those_that_are_written() {
    let folder = folder_of_files();
    let (mut n_tried, mut n_compared, mut wrong) = (0, 0, Vec::new());
    for (verb, rows) in VERBS {
        let (name, input) = verb.split_once(' ').unwrap();
        let other =
            |input: &&str| if name == "diff" { format!("diff {input} {input}") } else { format!("{name} {input}") };
        let further = INPUTS.iter().map(other).filter(|_| input.split(' ').all(|path| !path.ends_with(".txt")));
        for line in [(*verb).to_owned()].into_iter().chain(further) {
            for rows in *rows {
                n_tried += 1;
                let line = format!("{line} {rows}");
                let [listed, run] =
                    [" --list-columns", ""].map(|flags| written(&format!("{line}{flags}"), folder.path()));
                let (Some(listed), Some(run)) = (listed, run) else { continue };
                let (listed, run) = (names_listed(&listed["columns.csv"]), names_written(&run));
                // Tables that are called by a value have the same columns.
                let is_by_value = ["--into", "--file-per"].iter().any(|flag| rows.contains(flag));
                let are_same = |a: &Vec<String>, b: &Vec<String>| match name {
                    // Of web pages dedupe leaves out the fields that none has; who lists columns has not read them.
                    "dedupe" => b.iter().all(|name| a.contains(name)) && a.len() - b.len() <= 2,
                    _ => a == b,
                };
                let is_right = if is_by_value {
                    run.values().all(|columns| listed.values().all(|listed| listed == columns))
                } else {
                    listed.keys().eq(run.keys()) && listed.iter().all(|(table, columns)| are_same(columns, &run[table]))
                };
                if !is_right {
                    wrong.push(format!("{line}: listed {listed:?}, written {run:?}"));
                }
                n_compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {n_tried} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_tried > 150 && n_compared > n_tried / 2, "{n_tried} tried, {n_compared} compared");
}

/// The files of a run that writes tables as CSV to a new folder, by their names; nothing if it is refused.
fn written(line: &str, folder: &Path) -> Option<BTreeMap<String, String>> {
    let out = folder.join("out");
    _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).unwrap();
    let (command, session) = begun(&format!("{line} -f csv -o DIR/out/new/"), folder)?;
    result_of(&command, &session).ok()?;
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let tables =
        files(&out).into_iter().map(|(path, bytes)| (name(&path), String::from_utf8_lossy(&bytes).into_owned()));
    let tables: BTreeMap<String, String> =
        tables.filter(|(name, _)| !name.contains("provenance") && !name.contains("definitions")).collect();
    (!tables.is_empty()).then_some(tables)
}

/// The names of the columns of each table, as a list of them says.
fn names_listed(list: &str) -> BTreeMap<String, Vec<String>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in csv::Reader::from_reader(list.as_bytes()).records() {
        let row = row.unwrap();
        names.entry(row[0].to_owned()).or_default().push(row[1].to_owned());
    }
    names
}

/// The names of the columns of each table, as its first row has them.
fn names_written(tables: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let names = |table: &String| {
        let header = csv::Reader::from_reader(table.as_bytes()).headers().unwrap().clone();
        header.iter().map(str::to_owned).collect()
    };
    tables.iter().map(|(name, table)| (name.trim_end_matches(".csv").to_owned(), names(table))).collect()
}

/// A folder with the files that all verbs read.
fn folder_of_files() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Tries all rows in all formats, each in some places so that every format and every kind of row meets every place, or in all
/// places if `TEXTMILL_PLANS` is set.
fn check(verbs: &[(&str, &[&str])]) {
    let folder = folder_of_files();
    let n_places = if std::env::var_os("TEXTMILL_PLANS").is_some() { PLACES.len() } else { 3 };
    let formats: Vec<Option<OutputFormat>> = [None].into_iter().chain(OutputFormat::all().map(Some)).collect();
    let rows = verbs.iter().flat_map(|(verb, rows)| rows.iter().map(move |rows| format!("{verb} {rows}")));
    let (mut n_tried, mut n_written, mut wrong) = (0, 0, Vec::new());
    for (row_idx, rows) in rows.enumerate() {
        for (format_idx, format) in formats.iter().enumerate() {
            let format = format.map(|format| format!("-f {}", format.name())).unwrap_or_default();
            for place in PLACES.iter().cycle().skip((row_idx + format_idx) * 3 % PLACES.len()).take(n_places) {
                let line = format!("{rows} {format} -o DIR/out/{place}");
                n_tried += 1;
                match try_line(&line, folder.path()) {
                    Ok(was_written) => n_written += u32::from(was_written),
                    Err(problem) => wrong.push(format!("{line}: {problem}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {n_tried} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_tried > 1_000 && n_written > n_tried / 5, "{n_tried} tried, {n_written} written");
}

/// Runs a line with and without `--dry-run`; `true` if it writes something.
fn try_line(line: &str, folder: &Path) -> Result<bool, String> {
    let out = folder.join("out");
    _ = fs::remove_dir_all(&out);
    fs::create_dir_all(out.join("folder")).unwrap();
    fs::write(out.join("old.csv"), "old").unwrap();
    let before = files(&out);
    let Some((command, session)) = begun(&format!("{line} --dry-run"), folder) else { return Ok(false) };
    let plan = command.plan().ok_or("has no plan")?;
    let dry = result_of(&command, &session);
    if files(&out) != before {
        return Err("the dry run wrote something".to_owned());
    }
    let (command, session) = begun(line, folder).ok_or("is no command without --dry-run")?;
    let (done, n_failures) = (result_of(&command, &session), session.console().n_failures());
    let after = files(&out);
    let written: Vec<&PathBuf> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(*text)).map(|(path, _)| path).collect();
    match (dry, done, plan) {
        (Err(_), Err(_), _) if written.is_empty() => Ok(false),
        (Err(_), Err(why), _) => Err(format!("refused ({why}), and wrote {written:?}")),
        (Ok(()), Err(why), _) => Err(format!("refused by the run alone: {why}")),
        (Err(why), Ok(()), _) => Err(format!("refused by the dry run alone: {why}")),
        (Ok(()), Ok(()), Err(_)) => Err("refused by the plan alone".to_owned()),
        (Ok(()), Ok(()), Ok(_)) if n_failures > 0 => Err("the run failed".to_owned()),
        (Ok(()), Ok(()), Ok(plan)) => {
            let is_named = |path: &Path| named(&plan).contains(&path) || is_in_folder(&plan, path);
            match written.iter().find(|path| !is_named(path)) {
                Some(path) => Err(format!("wrote {}, which is not in {plan:?}", path.display())),
                // Without rows there are no files of rows.
                None if written.is_empty() && plan.tables().is_some_and(|tables| tables.rows_are_files) => Ok(false),
                None if written.is_empty() && plan.place != Place::Nowhere => Err("wrote nothing".to_owned()),
                None => Ok(!written.is_empty()),
            }
        }
    }
}

/// Files that a plan names one by one.
fn named(plan: &OutputPlan) -> Vec<&Path> {
    let definitions = match plan.tables().and_then(|tables| tables.definitions.as_ref()) {
        Some(Definitions::Beside(path, _)) => Some(path),
        _ => None,
    };
    let further = match &plan.content {
        Content::Segments { manifest: file } | Content::Matrix(file, _) => Some(file),
        _ => None,
    };
    let beside = plan.record.iter().chain(definitions).chain(further).chain(&plan.beside).map(PathBuf::as_path);
    plan.place.file().into_iter().chain(beside).collect()
}

fn is_in_folder(plan: &OutputPlan, path: &Path) -> bool {
    matches!(&plan.place, Place::Folder(folder) if path.starts_with(folder))
}

fn result_of(command: &Command, session: &Session) -> Result<(), String> {
    run(command, session).map(|_| ()).map_err(|failure| format!("{failure:?}"))
}

fn begun(line: &str, folder: &Path) -> Option<(Command, Session)> {
    let folder = folder.to_str().unwrap();
    let words = ["textmill", "-j", "1", "-q", "--no-config"].into_iter().chain(line.split_whitespace());
    begin(words.map(|word| OsString::from(word.replace("DIR", folder)))).ok()
}

/// All files below a folder, with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}
