//! Numbers at the ends of their types, for each flag of each verb that takes one: the program reports or works, within
//! seconds, and never panics.
//!
//! The flags are those of the help, which is made of the definition of the command line, so that none is forgotten.

use std::collections::BTreeSet;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::harness::{Workdir, finished};

const VALUES: [&str; 12] = [
    "0",
    "1",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-1",
    "0.5",
    "NaN",
    "1e308",
    "",
];

/// Where a flag takes more than a number, what is made of one.
const SHAPES: [(&str, &[&str]); 8] = [
    ("length", &["#", "1-#", "#-#"]),
    ("span", &["#,#", "0,#"]),
    ("shard", &["#/#", "1/#"]),
    ("parts", &["a=#,b=#", "a=1,b=#"]),
    ("size", &["#", "#words", "#kB", "#MB"]),
    ("overlap", &["#", "#words"]),
    ("memory", &["#", "#K", "#G"]),
    ("max-document", &["#", "#G"]),
];

/// Flags that refuse some texts and take no number.
const OTHERS: [&str; 6] = ["delimiter", "where", "keep", "per", "node", "key"];

/// The verbs, each with an input that makes rows.
const VERBS: [(&str, &str); 5] = [
    ("split", "r.csv --by sentence"),
    ("stats", "r.csv --per document --measures all"),
    ("dedupe", "r.csv --per cluster"),
    ("diff", "a.txt b.txt"),
    ("export", "r.csv"),
];

/// What a flag needs beside it to do anything, in place of the usual input.
const NEEDED: [(&str, &str, &[&str]); 21] = [
    ("split", "into", &["r.csv"]),
    ("split", "parts", &["r.csv", "r.csv --exact"]),
    ("split", "size", &["a.txt"]),
    ("split", "overlap", &["a.txt --size 9"]),
    ("split", "seed", &["r.csv --parts a=1,b=2"]),
    ("stats", "context", &["a.txt --per hit --match river", "a.txt --match river --sort right"]),
    ("stats", "length", &["a.txt --per ngram"]),
    ("stats", "span", &["a.txt --per collocation --min 1"]),
    (
        "stats",
        "top",
        &["a.txt --per word", "a.txt --per ngram", "a.txt --per collocation", "a.txt --per word -o t.html"],
    ),
    ("stats", "min", &["a.txt --per word", "a.txt --per collocation"]),
    ("stats", "shard", &["r.csv --partial p"]),
    ("dedupe", "shard", &["r.csv --partial p"]),
    ("dedupe", "alignment", &["a.txt b.txt --relation similar"]),
    ("dedupe", "min-words", &["r.csv --per passage", "r.csv --strip"]),
    ("dedupe", "min-documents", &["r.csv --per passage", "r.csv --strip"]),
    ("stats", "seed", &["r.csv --per document --sample 1"]),
    ("dedupe", "seed", &["r.csv --sample 1"]),
    ("diff", "seed", &["r.csv r.csv --sample 1"]),
    ("export", "seed", &["r.csv --sample 1"]),
    ("diff", "min-jaccard", &["r.csv r.csv"]),
    ("diff", "unified", &["a.txt b.txt -f unified", "a.txt b.txt -f side-by-side", "a.txt b.txt --words"]),
];

/// Verbs and long names of flags that take a value of which no list is known.
fn flags(workdir: &Workdir) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (verb, _) in VERBS {
        let help = workdir.run(&format!("{verb} --help")).stdout;
        // A blank line without spaces stands between flags alone.
        for flag in help.split("\n\n").filter(|flag| !flag.contains("\n          Values:\n")) {
            let name = flag.split_once(" --").and_then(|(_, name)| name.split_once(" <"));
            if let Some((name, _)) = name.filter(|(name, _)| !name.contains([' ', '\n'])) {
                found.insert(((*verb).to_owned(), name.to_owned()));
            }
        }
    }
    found
}

fn sample() -> Workdir {
    let text = "The river was cold. The river ran on.\n\nThe town slept by the river, and the bell rang twice.\n\n";
    let rows = "id,text,year\n1,the river was cold and the town slept,2020\n2,the river was cold and the town woke,2021\n\
                3,the river was cold and the town slept,2022\n";
    Workdir::with(&[("a.txt", &text.repeat(3)), ("b.txt", &text.replace("cold", "warm").repeat(2)), ("r.csv", rows)])
}

/// The command lines that try `value` for a flag.
fn lines(verb: &str, name: &str, value: &str) -> Vec<String> {
    let usual = VERBS.iter().find(|(known, _)| *known == verb).map_or("", |(_, input)| input);
    let usual = [usual];
    let inputs =
        NEEDED.iter().find(|(of, flag, _)| *of == verb && *flag == name).map_or(&usual[..], |(_, _, inputs)| inputs);
    let shapes = SHAPES.iter().find(|(flag, _)| *flag == name).map_or(&["#"][..], |(_, shapes)| shapes);
    let beside = if name == "rows-per-file" { "-o out/ -f csv --force " } else { "" };
    let shaped = shapes.iter().map(|shape| format!("{beside}--{name}={}", shape.replace('#', value)));
    shaped.flat_map(|flag| inputs.iter().map(move |input| format!("{verb} {input} {flag}"))).collect()
}

/// Runs the program under a limit of its address space, so that a request for more than there is fails at once.
fn start(workdir: &Workdir, line: &str) -> Child {
    let mut command = workdir.command(line.split(' '));
    if cfg!(unix) {
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let mut limited = std::process::Command::new("/bin/sh");
        limited.args(["-c", "ulimit -v 8000000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_textmill")]).args(arguments);
        limited.current_dir(workdir.path("")).env_clear().env("COLUMNS", "80").env("TMPDIR", workdir.path(""));
        limited.stdin(std::process::Stdio::null());
        limited.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command = limited;
    }
    command.spawn().expect("the program starts")
}

/// What is wrong with a run, if anything.
fn fault(workdir: &Workdir, line: &str) -> Option<String> {
    let mut child = start(workdir, line);
    let begun = Instant::now();
    while child.try_wait().expect("it is ours").is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().expect("it is ours");
            return Some(format!("{line}: does not end"));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let ended = finished(child);
    let is_told = ended.status != 2 || ended.stderr.starts_with("textmill: ") || ended.stderr.starts_with("error: ");
    let is_sound = (0..=2).contains(&ended.status) && !ended.stderr.contains("panicked") && is_told;
    (!is_sound).then(|| format!("{line}: {}: {}", ended.status, ended.stderr))
}

/// What is wrong with a flag: runs that end badly, and inputs of which no value makes anything.
fn faults(workdir: &Workdir, verb: &str, name: &str) -> Vec<String> {
    let refuses = |line: &String| finished(start(workdir, line)).stderr.contains("invalid value");
    if OTHERS.contains(&name) || !lines(verb, name, "no-number").iter().all(refuses) {
        return Vec::new();
    }
    let mut found: Vec<String> =
        VALUES.iter().flat_map(|value| lines(verb, name, value)).filter_map(|line| fault(workdir, &line)).collect();
    let makes_something = ["1", "2", "0.5", "0"].iter().flat_map(|value| lines(verb, name, value)).any(|line| {
        let ended = finished(start(workdir, &line));
        matches!(ended.status, 0 | 1)
    });
    if !makes_something {
        found.push(format!("{verb} --{name} is never tried: it needs something beside it"));
    }
    found
}

#[test]
fn no_number_that_a_flag_takes_is_too_large_too_small_or_none() {
    let flags: Vec<(String, String)> = flags(&sample()).into_iter().collect();
    assert!(flags.len() > 100, "the help is read wrongly");
    let of_chunk = |chunk: &[(String, String)]| {
        let workdir = sample();
        chunk.iter().flat_map(|(verb, name)| faults(&workdir, verb, name)).collect::<Vec<_>>()
    };
    let found: Vec<String> = std::thread::scope(|scope| {
        let chunks: Vec<_> =
            flags.chunks(flags.len().div_ceil(4)).map(|chunk| scope.spawn(|| of_chunk(chunk))).collect();
        chunks.into_iter().flat_map(|chunk| chunk.join().unwrap()).collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}
