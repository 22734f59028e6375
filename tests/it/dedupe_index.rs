//! `dedupe --index`: days of digest pages, two processes, other rules, and runs that are killed.

use std::process::Stdio;
use std::time::Duration;

use crate::harness::{Workdir, csv_records, done, failed};

const N_DAYS: usize = 4;

/// A made-up story that no other number tells.
fn story(number: usize, n_words: usize) -> String {
    let word = |idx: usize| {
        let seed = (number * 7_919 + idx * idx * 31 + idx * 104_729) % 456_976;
        let letters = [seed % 26, seed / 26 % 26, seed / 676 % 26, seed / 17_576].map(|n| (b'a' + n as u8) as char);
        letters.iter().collect::<String>()
    };
    (0..n_words).map(word).collect::<Vec<_>>().join(" ")
}

/// Pages of teasers, a file an entry. Some entries stay for a second day, some come back with one word changed.
fn digest() -> Workdir {
    let workdir = Workdir::new();
    for day in 0..N_DAYS {
        for place in 0..12 {
            let number = day * 8 + place;
            let text = match place {
                0..4 => story(number, 60),
                4 => story(number, 60).replacen(' ', " today ", 1),
                _ => story(number, 60).to_uppercase(),
            };
            workdir.write(&format!("day{day}/{place:02}.txt"), &format!("{text}\nRead more\n"));
        }
    }
    workdir
}

fn texts(csv: &str) -> Vec<String> {
    csv_records(csv).into_iter().map(|row| row[3].clone()).collect()
}

#[test]
fn days_through_an_index_give_what_all_days_give_at_once() {
    let workdir = digest();
    let days: Vec<String> = (0..N_DAYS).map(|day| format!("day{day}")).collect();
    let all = workdir.run(&format!("dedupe -q {}", days.join(" ")));
    let mut kept = Vec::new();
    for day in &days {
        let ended = workdir.run(&format!("dedupe -q {day} --index seen.index"));
        assert_eq!((ended.status, &*ended.stderr), (0, ""));
        let again = workdir.run(&format!("dedupe -q {day} --index seen.index"));
        assert_eq!(again, ended);
        kept.extend(texts(&ended.stdout));
    }
    assert_eq!(kept, texts(&all.stdout));
    assert!(kept.len() > 12 && kept.len() < 12 * N_DAYS);
}

#[test]
fn an_index_that_is_not_added_to_stays_as_it_is() {
    let workdir = digest();
    workdir.run("dedupe -q day0 --index seen.index");
    let looked = workdir.run("dedupe -q day1 --index seen.index --no-add");
    assert_eq!(workdir.run("dedupe -q day1 --index seen.index"), looked);
    assert_eq!(workdir.run("dedupe -q day1 --no-add").status, 2);
}

#[test]
fn other_rules_and_other_files_are_refused_with_a_hint() {
    let workdir = digest();
    workdir.run("dedupe -q day0 --index seen.index");
    let expected = "textmill: seen.index: was made with --threshold 0.8, and 0.9 is asked for\n\
                    hint: give the same options as when it was made, or make another index with --index FILE\n";
    assert_eq!(workdir.run("dedupe day1 --index seen.index --threshold 0.9"), failed(expected));
    let expected = "textmill: day0/00.txt: is no index\n\
                    hint: --index FILE names another file; a new index is made if there is none\n";
    let before = workdir.read("day0/00.txt");
    assert_eq!(workdir.run("dedupe day1 --index day0/00.txt"), failed(expected));
    assert_eq!(workdir.read("day0/00.txt"), before);
    for line in [
        "dedupe day1 --index day1/00.txt",
        "dedupe day1 --index seen.index -o seen.index --force",
        "dedupe day1 --index seen.index --keep longest",
        "dedupe day1 --index seen.index --archive day0",
        "dedupe day1 --index none/seen.index",
    ] {
        assert_eq!(workdir.run(line).status, 2, "{line}");
    }
    assert_eq!(workdir.run("dedupe -q day1 --index seen.index").status, 0);
}

#[test]
fn a_second_process_is_refused_while_the_first_one_runs() {
    let workdir = digest();
    let first = workdir.command(["dedupe", "-q", "-", "--index", "seen.index"]).stdin(Stdio::piped()).spawn().unwrap();
    let expected = "textmill: seen.index: is in use by another process\n\
                    hint: an index has one user at a time; try again when the other run has ended\n";
    for _ in 0..200 {
        std::thread::sleep(Duration::from_millis(20));
        if workdir.path("seen.index").exists() && workdir.run("dedupe day1 --index seen.index --no-add").status == 2 {
            break;
        }
    }
    assert_eq!(workdir.run("dedupe day1 --index seen.index"), failed(expected));
    assert!(first.wait_with_output().unwrap().status.success());
    assert_eq!(workdir.run("dedupe -q day1 --index seen.index").status, 0);
}

#[test]
fn a_run_that_is_killed_leaves_index_and_output_whole() {
    let expected = digest();
    for day in 0..2 {
        expected.run(&format!("dedupe -q day{day} --index seen.index -o new{day}.csv"));
    }
    let (old, new) = (expected.read("new0.csv"), expected.read("new1.csv"));
    for n_milliseconds in [0, 5, 10, 15, 20, 25, 30, 40, 60, 90] {
        let workdir = digest();
        workdir.run("dedupe -q day0 --index seen.index -o new.csv");
        let arguments = ["dedupe", "-q", "day1", "--index", "seen.index", "-o", "new.csv"];
        let mut child = workdir.command(arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(n_milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!([&old, &new].contains(&&workdir.read("new.csv")), "after {n_milliseconds} ms");
        assert_eq!(workdir.run("dedupe -q day1 --index seen.index -o new.csv"), done(""));
        assert_eq!(workdir.read("new.csv"), new, "after {n_milliseconds} ms");
    }
}
