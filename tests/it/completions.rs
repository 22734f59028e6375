//! Completions: what shells are answered while a command line is typed.

use crate::harness::{Workdir, finished};

/// The completions of the last word of a command line, one a line, in a folder with a table and a text.
fn answered(line: &str) -> Vec<String> {
    let table = "id,text,headline,outlet\n1,One page.,Page,North\n";
    let workdir = Workdir::with(&[("table.csv", table), ("notes.txt", "One page.\n")]);
    let words: Vec<&str> = ["--", "textmill"].into_iter().chain(line.split(' ')).collect();
    let mut command = workdir.command(&words);
    command.env("TEXTMILL_COMPLETE", "bash").env("_CLAP_IFS", "\n");
    command.env("_CLAP_COMPLETE_INDEX", (words.len() - 2).to_string());
    let ended = finished(command.spawn().expect("the program starts"));
    assert_eq!((ended.status, &*ended.stderr), (0, ""), "{line}");
    ended.stdout.lines().map(str::to_owned).collect()
}

#[track_caller]
fn check(line: &str, expected: &[&str]) {
    assert_eq!(answered(line), expected, "{line}");
}

#[test]
fn the_script_of_every_shell_asks_the_program() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = Workdir::new().run(&format!("completions {shell}"));
        assert_eq!((ended.status, &*ended.stderr), (0, ""), "{shell}");
        assert!(ended.stdout.contains("TEXTMILL_COMPLETE"), "{shell}: {}", ended.stdout);
    }
    assert_eq!(Workdir::new().run("completions dos").status, 2);
}

#[test]
fn verbs_flags_and_topics_are_completed() {
    check("st", &["stats"]);
    check("stats --mtld", &["--mtld-threshold"]);
    check("help ma", &["man", "machines"]);
}

#[test]
fn values_are_those_of_the_library() {
    check("stats --per document,te", &["document,term", "document,term-pair"]);
    check("stats --language g", &["guess"]);
    check("stats --measures r", &["readability"]);
    check("stats --match x --sort r", &["right"]);
    check("export -f xl", &["xlsx"]);
    check("split --from con", &["conllu"]);
    let lists = textmill::text::StopList::languages().filter(|code| code.starts_with('e')).collect::<Vec<_>>();
    check("stats --stop e", &lists);
    check("stats --stop n", &["notes.txt"]);
    let profiles = textmill::split::Rule::names().filter(|name| name.starts_with("ne")).collect::<Vec<_>>();
    check("split --rule ne", &profiles);
}

#[test]
fn columns_are_those_that_the_run_would_write() {
    check("export table.csv --columns id,h", &["id,headline"]);
    check("export table.csv -f xlsx -o new.xlsx --where o", &["outlet"]);
    check("stats table.csv --per document --only mattr", &["mattr"]);
    check("stats --per word --columns fre", &["frequency"]);
    check("stats gone.csv --per word --columns fre", &[]);
}
