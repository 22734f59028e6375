//! `textmill stats`: hits, terms, variants and pictures as a user meets them.

use crate::harness::{Workdir, done, failed};

const TEXTS: &[(&str, &str)] =
    &[("in/a.txt", "The old Mill turns.\nA mill-race, a windmill.\n"), ("in/b.txt", "No mill is new.\r\nMills\r\n")];
const TERMS: (&str, &str) = ("terms.csv", "label,variant,pattern\nMill,mill,\nMill,,mills\nNew,new,\n");

fn workdir() -> Workdir {
    let workdir = Workdir::with(TEXTS);
    workdir.write(TERMS.0, TERMS.1);
    workdir
}

#[test]
fn hits_name_their_bytes_in_the_file() {
    let workdir = workdir();
    let ended = workdir.run("stats in --per hit --match mills --context 1 --only id,position,start,end,left,hit,right");
    assert_eq!(ended, done("id,position,start,end,left,hit,right\nb.txt,5,17,22,new.,Mills,\n"));
    assert_eq!(&workdir.read("in/b.txt")[17..22], "Mills");
}

#[test]
fn a_pattern_is_an_expression_or_words_and_a_capital_makes_capitals_count() {
    let workdir = workdir();
    let check = |flags: &str, expected: &str| {
        assert_eq!(workdir.run(&format!("stats in --per hit {flags} --only hit --no-header")), done(expected));
    };
    check("--match mill", "Mill\nmill\nmill\nmill\nMill\n");
    check("--match Mill", "Mill\nMill\n");
    check("--match Mill --case ignore", "Mill\nmill\nmill\nmill\nMill\n");
    check("--match mill --wildcards", "Mill\nmill\nmill\n");
    check("--match *mill? --wildcards", "Mills\n");
    check("--match mill --case exact --wildcards", "mill\nmill\n");
}

#[test]
fn hits_can_be_sorted() {
    let ended = workdir().run("stats in --per hit --match mill --wildcards --sort left --only left,hit --context 2");
    assert_eq!(ended, done("left,hit\nturns. A,mill\nNo,mill\nThe old,Mill\n"));
}

#[test]
fn what_is_looked_for_must_be_said_and_make_sense() {
    let workdir = workdir();
    let missing = "textmill: --per: hit needs something to look for: a pattern or a table of terms\nhint: --match PATTERN or --terms FILE says what to look for\n";
    assert_eq!(workdir.run("stats in --per hit"), failed(missing));
    let missing = "textmill: --per: term needs a table of terms\n\
                   hint: --terms FILE names a table with the columns label and variant; --per variant proposes one\n";
    assert_eq!(workdir.run("stats in --per term"), failed(missing));
    assert_eq!(workdir.run("stats in --per hit --match (").status, 2);
    assert_eq!(workdir.run("stats in --per hit --wildcards").status, 2);
    assert_eq!(workdir.run("stats in --per term --terms nowhere.csv").status, 2);
    let both = "textmill: --terms: names standard input, which something else is read from already\nhint: --help explains --terms\n";
    assert_eq!(workdir.run("stats - --per term --terms -"), failed(both));
}

#[test]
fn a_table_of_terms_needs_its_columns() {
    let workdir = workdir();
    workdir.write("names.csv", "name,variant\na,b\n");
    let message = "textmill: --terms: names.csv#1 needs a label and a variant or pattern; its columns are name, variant\nhint: --help explains --terms\n";
    assert_eq!(workdir.run("stats in --per term --terms names.csv"), failed(message));
}

#[test]
fn spellings_of_a_label_are_counted_together() {
    let ended =
        workdir().run("stats in --per term --terms terms.csv --only label,frequency,document_frequency,variants");
    let expected = "label,frequency,document_frequency,variants\nMill,4,2,\"mill 3, mills 1\"\nNew,1,1,new 1\n";
    assert_eq!(ended, done(expected));
}

#[test]
fn several_units_take_one_pass_even_over_standard_input() {
    let workdir = workdir();
    let line = "stats - --per term,hit,corpus --match mill --terms terms.csv -o out/";
    assert_eq!(workdir.pipe(line, "a mill\n"), done(""));
    assert_eq!(workdir.names("out"), ["corpus.csv", "hit.csv", "term.csv"]);
    assert!(workdir.read("out/hit.csv").contains(",a,mill,,"));
}

#[test]
fn the_table_of_terms_is_not_written_over() {
    let workdir = workdir();
    let ended = workdir.run("stats in --per term --terms terms.csv -o terms.csv");
    assert_eq!((ended.status, ended.stdout.as_str()), (2, ""));
    assert_eq!(workdir.read("terms.csv"), TERMS.1);
}

#[test]
fn rows_are_the_same_on_any_number_of_threads() {
    let workdir = Workdir::new();
    for n in 0..60 {
        workdir.write(
            &format!("in/{n:02}.txt"),
            &format!("The Lindle Mill Watch (LMW) {n}\n\nLindel Mill Watch, LMW. Mill\n"),
        );
    }
    for line in ["--per hit --match mill --sort right", "--per variant"] {
        let run = |n: usize| workdir.run(&format!("stats in {line} -j {n}"));
        let expected = run(1);
        assert!(expected.stdout.lines().count() > 2, "{}", expected.stdout);
        assert_eq!((run(2), run(8)), (workdir.run(&format!("stats in {line} -j 1")), expected));
    }
}

#[test]
fn what_variant_writes_is_a_table_of_terms() {
    let workdir = Workdir::with(&[("a.txt", "Brackwater, Brackwater and Brackwater; Brakwater; Brackwatter")]);
    let proposed = workdir.run("stats a.txt --per variant --only variant,proposed_label");
    let expected = "variant,proposed_label\nBrackwater,Brackwater\nBrackwatter,Brackwater\nBrakwater,Brackwater\n";
    assert_eq!(proposed, done(expected));
    workdir.write("terms.csv", &proposed.stdout);
    let counted = workdir.run("stats a.txt --per term --terms terms.csv --only label,frequency");
    assert_eq!(counted, done("label,frequency\nBrackwater,5\n"));
}

#[test]
fn a_picture_is_as_wide_as_told_and_can_be_kept() {
    let workdir = workdir();
    let mut command = workdir.command("stats in --per term --terms terms.csv --plot -o plot.txt".split(' '));
    assert!(command.env("COLUMNS", "40").output().unwrap().status.success());
    let found = workdir.read("plot.txt");
    assert_eq!(found.lines().map(|line| line.chars().count()).collect::<Vec<_>>(), [40, 40], "{found}");
    assert_eq!(found.matches(|c| "▁▂▃▄▅▆▇█".contains(c)).count(), 5);
    assert_eq!(workdir.run("stats in --per document --plot").stdout.lines().count(), 10);
    assert_eq!(workdir.run("stats in --plot").status, 2);
    assert_eq!(workdir.run("stats in --per word --plot -f csv").status, 2);
    let told = workdir.run("stats in --per word --plot --only frequency").stderr;
    assert!(told.contains("draws a column of groups only"), "{told}");
}
