//! `textmill split --parts` and `--into`.

use std::collections::HashMap;

use crate::harness::{Workdir, csv_records};

/// A hundred documents of five cities, every ten of one cluster.
fn table() -> String {
    let rows = (0..100).map(|n| format!("d{n},text of {n},city{},{}\n", n % 5, n / 10));
    "id,text,city,cluster\n".to_owned() + &rows.collect::<String>()
}

fn counts(rows: &[Vec<String>], column: usize) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    rows.iter().for_each(|row| *counts.entry(row[column].clone()).or_default() += 1);
    counts
}

#[test]
fn every_document_keeps_its_columns_and_gets_a_part() {
    let workdir = Workdir::with(&[("a.csv", &table())]);
    let ended = workdir.run("split a.csv --parts train=80,test=20 --exact");
    let rows = csv_records(&ended.stdout);
    assert_eq!(ended.stdout.lines().next(), Some("id,source,title,text,part,city,cluster"));
    assert_eq!((rows.len(), &rows[7][0], &rows[7][5]), (100, &"d7".to_owned(), &"city2".to_owned()));
    assert_eq!(counts(&rows, 4), HashMap::from([("train".to_owned(), 80), ("test".to_owned(), 20)]));
    assert_eq!(ended.stderr, "textmill: documents: train 80, test 20\n");
    assert_eq!(workdir.run("split a.csv --parts train=80,test=20 --exact -j 1").stdout, ended.stdout);
    assert_ne!(workdir.run("split a.csv --parts train=80,test=20 --exact --seed 1").stdout, ended.stdout);
}

#[test]
fn documents_that_come_later_move_none() {
    let workdir = Workdir::with(&[("a.csv", &table())]);
    let part_of = |input: &str| -> HashMap<String, String> {
        let ended = workdir.pipe("split --parts a=1,b=1,c=1", input);
        csv_records(&ended.stdout).into_iter().map(|row| (row[0].clone(), row[4].clone())).collect()
    };
    let all = part_of(&table());
    let half: String = table().lines().take(51).map(|line| line.to_owned() + "\n").collect();
    let half = part_of(&half);
    assert!(half.len() == 50 && half.iter().all(|(id, part)| all[id] == *part));
    assert!(["a", "b", "c"].iter().all(|part| all.values().filter(|p| p == part).count() > 15), "{all:?}");
}

#[test]
fn equal_values_stay_together_and_strata_are_shared_out() {
    let workdir = Workdir::with(&[("a.csv", &table())]);
    for flags in ["", " --exact", " --stratify city"] {
        let ended = workdir.run(&format!("split a.csv --parts a=1,b=1 --together cluster{flags}"));
        let rows = csv_records(&ended.stdout);
        let pairs: std::collections::HashSet<_> = rows.iter().map(|row| (&row[6], &row[4])).collect();
        assert_eq!(pairs.len(), 10, "{flags}");
    }
    let ended = workdir.run("split a.csv --parts a=1,b=3 --stratify city -o out/");
    assert_eq!((ended.status, workdir.names("out")), (0, vec!["a.csv".to_owned(), "b.csv".to_owned()]));
    let cities = counts(&csv_records(&workdir.read("out/a.csv")), 5);
    assert!(cities.len() == 5 && cities.values().all(|n| (4..=6).contains(n)), "{cities:?}");
}

#[test]
fn shards_have_about_equal_bytes() {
    let rows: String = (0..40).map(|n| format!("{n},{}\n", "x".repeat(100 + n * n))).collect();
    let workdir = Workdir::with(&[("a.csv", &format!("id,text\n{rows}"))]);
    let rows = csv_records(&workdir.run("split a.csv --into 3").stdout);
    let mut n_bytes = HashMap::<&str, usize>::new();
    rows.iter().for_each(|row| *n_bytes.entry(&row[4]).or_default() += row[3].len());
    let (least, most) = (n_bytes.values().min().unwrap(), n_bytes.values().max().unwrap());
    assert!(n_bytes.len() == 3 && most - least < 200, "{n_bytes:?}");
    assert_eq!(workdir.run("split a.csv --into 2 -o out/").status, 0);
    assert_eq!(workdir.names("out"), ["1.csv", "2.csv"]);
}

#[test]
fn what_cannot_be_assigned_is_refused_with_a_hint() {
    let workdir = Workdir::with(&[("a.csv", &table())]);
    let ended = workdir.run("split a.csv --parts a=1 --together town");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("there is no column \"town\"") && ended.stderr.contains("city"), "{}", ended.stderr);
    for line in ["--parts a", "--parts a=1 --by line", "--into 0", "--stratify city", "--parts a=1 --verify m.csv"] {
        assert_eq!(workdir.run(&format!("split a.csv {line}")).status, 2, "{line}");
    }
}
