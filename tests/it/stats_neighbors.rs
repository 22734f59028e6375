//! `stats --per ngram` and `--per collocation`, dispersion and stop lists: that the wiring holds.

use super::harness::{Ended, Workdir, done, failed};

fn mill() -> Workdir {
    Workdir::with(&[("a.txt", "The mill turns. The mill, the river; the mill\n"), ("b.txt", "the mill\n")])
}

#[test]
fn lengths_and_borders_of_ngrams_are_chosen() {
    let workdir = mill();
    let expected = "ngram,frequency,document_frequency\nthe mill,4,2\nthe river the,1,1\n";
    let run = workdir
        .run("stats . --per ngram -n 2-3 --top 1 --within sentence --columns ngram,frequency,document_frequency");
    assert_eq!(run, done(&expected.replace("the river the", "mill the river")));
    let run = workdir.run("stats . --per ngram -n 4 --min 2");
    assert_eq!(run, done("ngram,n,frequency,document_frequency,per_million,rank\n"));
}

#[test]
fn spans_and_nodes_of_collocations_are_chosen() {
    let workdir = mill();
    let arguments =
        "stats . --per collocation --span 0,1 --node MILL --node r* --min 1 --only node,collocate,frequency";
    assert_eq!(workdir.run(arguments), done("node,collocate,frequency\nmill,turns,1\nriver,the,1\nmill,the,1\n"));
}

#[test]
fn collocations_must_occur_five_times_unless_said_otherwise() {
    let workdir = Workdir::with(&[("a.txt", &"x y ".repeat(5)), ("b.txt", "x z")]);
    let run = workdir.run("stats a.txt b.txt --per collocation --span 0,1 --only node,collocate,frequency");
    assert_eq!(run, done("node,collocate,frequency\nx,y,5\n"));
}

#[test]
fn stop_words_come_from_languages_and_files() {
    let workdir = mill();
    workdir.write("list.stop", "# of ours\nMill\n");
    let run = workdir.run("stats a.txt --per word --stop en --stop list.stop --only word");
    assert_eq!(run, done("word\nriver\nturns\n"));
}

#[test]
fn dispersion_is_there_when_asked_for_and_needs_two_documents() {
    let workdir = mill();
    let run = workdir.run("stats . --per word --only word,range,relative_range --top 1");
    assert_eq!(run, done("word,range,relative_range\nthe,2,1\n"));
    let run = workdir.run("stats a.txt --per word --dispersion --top 1 --only word,gries_dp,note");
    assert_eq!(run, done("word,gries_dp,note\nthe,,gries_dp: fewer than 2 parts\n"));
    assert_eq!(
        workdir.run("stats b.txt --per word").stdout.lines().next(),
        Some("word,frequency,document_frequency,per_million,rank")
    );
}

#[test]
fn one_pass_writes_all_units_whatever_the_number_of_threads() {
    let workdir = mill();
    let arguments = |threads: usize| {
        format!("stats a.txt b.txt --per word,ngram,collocation --min 1 -j {threads} -o out{threads}/")
    };
    for threads in [1, 2, 8] {
        assert_eq!(workdir.run(&arguments(threads)), done(""));
    }
    for name in ["word.csv", "ngram.csv", "collocation.csv"] {
        let expected = workdir.read(&format!("out1/{name}"));
        assert_eq!(workdir.read(&format!("out2/{name}")), expected);
        assert_eq!(workdir.read(&format!("out8/{name}")), expected);
    }
}

#[test]
fn long_texts_in_parts_have_the_same_rows_as_short_documents() {
    let line = "one two three four five six seven eight nine ten\n";
    let workdir = Workdir::with(&[("long.txt", &line.repeat(45_000))]);
    let expected = "ngram,frequency,document_frequency\none two,45000,1\nten one,44999,1\n";
    let run = workdir.run("stats long.txt --per ngram --only ngram,frequency,document_frequency");
    let rows: Vec<&str> =
        run.stdout.lines().filter(|line| !line.contains(",45000,") || line.starts_with("one")).collect();
    assert_eq!(rows.join("\n") + "\n", expected);
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    let workdir = mill();
    for (arguments, why) in [
        ("-n 3-2", "a length is a number such as 3, or two such as 2-5, the smaller one first, at most 100"),
        ("--span 5", "a span is two numbers such as 5,5, each at most 1000, not both 0"),
    ] {
        let Ended { status, stderr, .. } = workdir.run(&format!("stats . {arguments}"));
        assert!(status == 2 && stderr.contains(why), "{stderr}");
    }
}

#[test]
fn words_are_spread_over_parts_that_the_documents_have() {
    let workdir = Workdir::with(&[("a/1.txt", "one two"), ("a/2.txt", "one one"), ("b/3.txt", "three")]);
    let run = |parts: &str| workdir.run(&format!("stats . --per word {parts} --only word,range -f csv"));
    assert_eq!(run(""), done("word,range\none,2\nthree,1\ntwo,1\n"));
    assert_eq!(run("--dispersion=source"), run("--dispersion=document"));
    assert_eq!(run("--dispersion=path:1"), done("word,range\none,1\nthree,1\ntwo,1\n"));
    let message = "textmill: --dispersion: \"town\" is no field of the documents; the fields are: none\nhint: --help explains --dispersion\n";
    assert_eq!(run("--dispersion=town"), failed(message));
}
