//! Which rows are written and as what: conditions, samples and types, for every verb.

use crate::harness::{Workdir, csv_records, done, failed};

const TABLE: &[(&str, &str)] =
    &[("t.csv", "id,year,city,text\n1,999,Oslo,a\n2,2020,Bergen,b\n3,2021,Oslo,c\n4,,Oslo,d\n")];

#[track_caller]
fn check(conditions: &[&str], ids: &[&str]) {
    let workdir = Workdir::with(TABLE);
    let mut arguments = vec!["export", "t.csv", "--columns", "id", "--no-header"];
    arguments.extend(conditions.iter().flat_map(|condition| ["--where", condition]));
    let output = workdir.command(arguments).output().unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(found.lines().collect::<Vec<_>>(), ids, "{conditions:?}");
}

#[test]
fn rows_are_written_of_which_all_conditions_hold() {
    check(&["year>=2020"], &["2", "3"]);
    check(&["year < 2020"], &["1"]);
    check(&["city=Oslo", "year!="], &["1", "3"]);
    check(&["text~^[ab]$"], &["1", "2"]);
    check(&["city!~s"], &["2"]);
}

#[test]
fn a_condition_computes_the_column_that_it_looks_at() {
    let workdir = Workdir::with(&[("a.txt", "one two three"), ("b.txt", "one")]);
    assert_eq!(workdir.run("stats a.txt b.txt --per document --only id --where tokens>1"), done("id\na.txt\n"));
    assert_eq!(workdir.run("stats a.txt b.txt --per word --only word --where frequency>=2"), done("word\none\n"));
}

#[test]
fn a_condition_that_is_none_is_refused_with_a_hint() {
    let workdir = Workdir::with(TABLE);
    let expected = "textmill: --where: there is no column \"yaer\"\nhint: did you mean \"year\"?\n\
                    hint: the columns are id, source, title, text, year, city\n";
    assert_eq!(workdir.run("export t.csv --where yaer>1"), failed(expected));
    let ended = workdir.run("export t.csv --where year");
    assert_eq!(ended.status, 2);
    assert!(
        ended.stderr.contains("\"year\" is no COLUMN, one of = != < <= > >= ~ !~, and a value"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_sample_is_the_same_for_any_order_and_number_of_threads() {
    let workdir = Workdir::new();
    for n in 0..40 {
        workdir.write(&format!("in/{n}.txt"), "text");
    }
    let sample = |line: &str| workdir.run(&format!("export {line} --columns id --no-header --sample 5")).stdout;
    let first = sample("in -j 1");
    assert_eq!(first.lines().count(), 5);
    assert_eq!(sample("in -j 4"), first);
    assert_ne!(sample("in --seed 1"), first);
    assert_eq!(csv_records(&workdir.run("export in --sample 50").stdout).len(), 40);
}

#[test]
fn types_make_numbers_of_texts_and_tell_what_is_none() {
    let workdir = Workdir::with(TABLE);
    let typed = workdir.run("export t.csv --columns id,year -f jsonl --types year=integer --where city=Oslo");
    let expected = "{\"id\":\"1\",\"year\":999}\n{\"id\":\"3\",\"year\":2021}\n{\"id\":\"4\",\"year\":null}\n";
    assert_eq!(typed, done(expected));
    let ended = workdir.run("export t.csv --columns city --types city=real");
    let told = "textmill: warning: 4 cells of the column \"city\" are empty now, since no real number can be read there; \
                the first was \"Oslo\", in row 1\n";
    assert_eq!((ended.status, ended.stderr.as_str()), (0, told));
    let unknown = workdir.run("export t.csv --types city=number");
    assert_eq!(unknown.status, 2);
}

#[test]
fn rows_made_ready_by_workers_are_those_taken_one_by_one() {
    let rows: String = (0..3_000).map(|n| format!("{n},=a{n},\"b \"\"{n}\"\"\",{}\n", n % 7)).collect();
    let workdir = Workdir::with(&[("rows.csv", &format!("id,name,quote,n\n{rows}1,2,3,4,5\n"))]);
    let flags = "--where n!=3 --types name=integer,n=real --columns n,quote=q,name";
    for flags in ["", "--raw", "--unguard", flags] {
        // Files with a limit of rows take them one by one.
        let at_once = workdir.run(&format!("export rows.csv {flags} -o all.csv -j2"));
        let one_by_one = workdir.run(&format!("export rows.csv {flags} -o parts/ --rows-per-file 100000 --force -j2"));
        assert_eq!((at_once.status, at_once.stderr), (2, one_by_one.stderr.replace("parts/", "all.csv")), "{flags}");
        assert_eq!(workdir.read("all.csv"), workdir.read("parts/document-0001.csv"), "{flags}");
    }
}

#[test]
fn rows_are_filtered_then_sorted_then_cut() {
    let workdir = Workdir::with(&[
        ("a.txt", "emu emu emu fox fox the the the the cat cat cat"),
        ("t.csv", "id,text,views,tag\n1,a,9,x\n2,b,10,\n3,c,,y\n4,d,10,x\n"),
    ]);
    let rows = |line: &str| workdir.run(line);
    let filtered = rows("stats a.txt --per word --top 2 --where word~^(emu|fox)$ --columns word,frequency");
    assert_eq!(filtered, done("word,frequency\nemu,3\nfox,2\n"));
    let sorted = rows("stats a.txt --per word --sort word --top 2 --columns word");
    assert_eq!(sorted, done("word\ncat\nemu\n"));
    for (line, ids) in [
        ("--sort views", "1\n2\n4\n3\n"),
        ("--sort -views", "2\n4\n1\n3\n"),
        ("--sort -views,-id", "4\n2\n1\n3\n"),
        ("--sort tag --top 1", "1\n"),
        ("--top 2", "1\n2\n"),
        ("--where views==10 --sort -id", "4\n2\n"),
        ("--sample 4 --top 1 --sort -id", "4\n"),
    ] {
        assert_eq!(rows(&format!("export t.csv --columns id {line}")), done(&format!("id\n{ids}")), "{line}");
    }
    let pairs = rows("dedupe t.csv --per pair --sort -id_a --list-columns");
    assert_eq!((pairs.status, rows("dedupe t.csv --per pair --sort zzz --list-columns").status), (0, 2));
    let refused = rows("export t.csv --sort veiws");
    assert!(
        refused.stderr.starts_with("textmill: --sort: there is no column \"veiws\"\nhint: did you mean \"views\"?"),
        "{refused:?}"
    );
}

#[test]
fn the_first_rows_are_those_of_each_group() {
    let workdir = Workdir::with(&[("a.txt", "a b c a b c a b d e f g")]);
    let lengths = "stats a.txt -n 2-3 --columns ngram,n,frequency --top 1";
    let expected = done("ngram,n,frequency\na b,2,3\na b c,3,2\n");
    assert_eq!(workdir.run(lengths), expected);
    assert_eq!(workdir.run(&format!("{lengths} --where frequency>1")), expected);
    let nodes = "stats a.txt --node a --node c --min 1 --top 1 --columns node,collocate";
    let [early, late] = [nodes.to_owned(), format!("{nodes} --where frequency>0")].map(|line| workdir.run(&line));
    assert_eq!(early, late);
    assert_eq!(early.stdout.lines().count(), 3, "{early:?}");
}
