//! `textmill stats --shard`, `--partial` and `--merge`: several processes give the bytes of one.

use crate::array_job::{check_equal, put_ssh, script};
use crate::harness::{Ended, Workdir, assert_no_leftovers, done, failed};

/// Files of one document, with and without front matter, and files of records.
fn corpus() -> Workdir {
    let workdir = Workdir::with_samples("articles");
    for n in 0..12 {
        let text = format!("---\ntown: {}\nnumber: {n}\n---\nThe mill of number {n}.\n\nA mill, the river.\n", n % 3);
        workdir.write(&format!("articles/front/{n}.md"), &text);
    }
    let record =
        |n: usize| format!("{{\"id\": \"own-{}\", \"town\": \"{}\", \"text\": \"the mill {n}\"}}\n", 50 - n, n % 2);
    workdir.write("articles/records.jsonl", &(0..30).map(record).collect::<String>());
    let rows: String = (0..30).map(|n| format!("{n},\"a river, a mill\"\n")).collect();
    workdir.write("articles/table.csv", &format!("number,text\n{rows}"));
    workdir.write("terms.csv", "label,variant\nMill,mill\nMill,the mill\nRiver,river\n");
    workdir
}

#[test]
fn four_processes_give_the_bytes_of_one_for_every_unit_and_format() {
    let workdir = corpus();
    let units = "corpus,document,word,ngram,collocation,hit,term,term-pair,variant,town,path:1";
    let all = format!("--per {units} --terms terms.csv --dispersion --measures all --language en");
    let cases = [
        ("all/", &*all),
        ("words.tsv", "--per word --dispersion=town --top 20 --min 2 --stop en"),
        ("documents.jsonl", "--per document --language en --only id,town,number,tokens,mtld,flesch"),
        ("hits.md", "--per hit --match m*ll --wildcards --sort right --context 3"),
        ("phrases.csv", "--per ngram -n 2-4 --within sentence --fold none"),
        ("book.xlsx", "--per corpus,word"),
        ("tokens.csv", "--only tokens --tokens whitespace --where tokens>1"),
    ];
    for (name, flags) in cases {
        let one = workdir.run(&format!("stats articles {flags} -o one-{name}"));
        assert_eq!(one, done(""), "{name}");
        assert_eq!(
            script(&workdir, "local", &format!("stats 4 articles four-{name} {flags}"), &[]),
            done(""),
            "{name}"
        );
        check_equal(&workdir, &format!("one-{name}"), &format!("four-{name}"));
    }
    assert_no_leftovers(&workdir.path("."));
}

#[test]
fn the_tasks_of_an_array_job_merge_in_any_tree() {
    let workdir = corpus();
    workdir.write("parts/.keep", "");
    let flags = "--per document,word";
    for k in ["2", "1", "3"] {
        let environment = [("SLURM_ARRAY_TASK_ID", k), ("SLURM_ARRAY_TASK_COUNT", "3")];
        assert_eq!(script(&workdir, "slurm", &format!("stats articles parts {flags}"), &environment), done(""));
    }
    let merge = |inputs: &str, target: &str| workdir.run(&format!("stats --merge {inputs} {flags} {target}"));
    assert_eq!(merge("parts/3.partial parts/1.partial", "--partial parts/31.partial"), done(""));
    assert_eq!(merge("parts/31.partial parts/2.partial", "-o tree/"), done(""));
    assert_eq!(merge("parts/1.partial parts/2.partial parts/3.partial", "-o flat/"), done(""));
    assert_eq!(workdir.run(&format!("stats articles {flags} -o one/")), done(""));
    check_equal(&workdir, "one", "tree");
    check_equal(&workdir, "one", "flat");
    assert_eq!(merge("parts/2.partial parts/31.partial", "--partial a.partial"), done(""));
    assert_eq!(merge("parts/3.partial parts/2.partial parts/1.partial", "--partial b.partial"), done(""));
    check_equal(&workdir, "a.partial", "b.partial");
}

#[test]
fn machines_reached_by_ssh_send_what_they_counted() {
    let workdir = corpus();
    workdir.write("hosts.txt", "north\nsouth\nnorth\n");
    put_ssh(&workdir);
    let flags = "--per word --min 2";
    assert_eq!(script(&workdir, "ssh", &format!("stats hosts.txt articles three.csv {flags}"), &[]), done(""));
    assert_eq!(workdir.run(&format!("stats articles {flags} -o one.csv")), done(""));
    check_equal(&workdir, "one.csv", "three.csv");
}

/// A folder with both shards of two, and one of three.
fn shards() -> Workdir {
    let workdir = Workdir::with(&[("in/a.txt", "a b"), ("in/b.txt", "b"), ("in/c.txt", "c"), ("in/d.txt", "d")]);
    for (shard, name) in [("1/2", "1.partial"), ("2/2", "2.partial"), ("1/3", "third.partial")] {
        assert_eq!(workdir.run(&format!("stats in --per word --shard {shard} --partial {name}")), done(""));
    }
    workdir
}

#[test]
fn a_missing_shard_is_told_and_the_others_are_merged() {
    let workdir = shards();
    let both = workdir.run("stats --merge 1.partial 2.partial --per word --only word,frequency");
    assert_eq!(both, done("word,frequency\nb,2\na,1\nc,1\nd,1\n"));
    let ended = workdir.run("stats --merge 1.partial --per word");
    let message = "textmill: shard 2/2: is missing: its documents are in no row\n";
    assert_eq!((ended.status, &*ended.stderr), (2, message));
    assert!(ended.stdout.lines().count() > 1, "{}", ended.stdout);
}

#[test]
fn shares_are_compared_with_a_reference_as_the_whole_is() {
    let workdir = shards();
    workdir.write("ref/a.txt", "the river and the mill");
    for output in ["-f csv", "-f jsonl"] {
        let one = workdir.run(&format!("stats in --per word --against ref {output}"));
        let merged = workdir.run(&format!("stats --merge 1.partial 2.partial --per word --against ref {output}"));
        assert_eq!((one.status, &merged), (0, &one));
    }
}

#[track_caller]
fn check_refused(workdir: &Workdir, line: &str, message: &str) {
    assert_eq!(workdir.run(line), failed(message), "{line}");
}

#[test]
fn files_that_do_not_belong_together_are_refused_by_name() {
    let workdir = shards();
    let merge = |files: &str| format!("stats --merge {files} --per word");
    let message = "textmill: 1.partial: has shard 1/2, and so has another one: documents would count twice\nhint: give each shard once\n";
    check_refused(&workdir, &merge("1.partial 2.partial 1.partial"), message);
    let hint = "hint: merge the shards of one corpus, all made from the same inputs\n";
    let message = format!("textmill: third.partial: is a shard of 3, and another one is a shard of 2\n{hint}");
    check_refused(&workdir, &merge("1.partial third.partial"), &message);
    workdir.write("in/new.txt", "e");
    assert_eq!(workdir.run("stats in --per word --shard 2/2 --partial 2.partial"), done(""));
    let message = format!("textmill: 2.partial: was made from other inputs than the shards before it\n{hint}");
    check_refused(&workdir, &merge("1.partial 2.partial"), &message);
    let message = "textmill: in/a.txt: is no partial result of textmill\nhint: --merge takes the files that --partial wrote, and nothing else\n";
    check_refused(&workdir, &merge("1.partial in/a.txt"), message);
    let whole = std::fs::read(workdir.path("1.partial")).unwrap();
    std::fs::write(workdir.path("cut.partial"), &whole[..whole.len() - 20]).unwrap();
    let message =
        "textmill: cut.partial: is cut short: its end is missing\nhint: make it again, or take a copy of the file\n";
    check_refused(&workdir, &merge("cut.partial"), message);
    let hint = "hint: give the flags that all shards were made with; those about rows alone may be new\n";
    let message = "textmill: 1.partial: was made with --fold \"folded to lower case\", not \"as written\"\n";
    check_refused(&workdir, &merge("1.partial --fold none"), &format!("{message}{hint}"));
    let ended = workdir.run(&merge("none.partial"));
    assert_eq!((ended.status, ended.stderr.starts_with("textmill: none.partial: cannot be opened: ")), (2, true));
}

#[test]
fn what_failed_where_it_was_counted_is_told_with_the_rows() {
    let workdir =
        Workdir::with(&[("in/a.jsonl", "{\"text\": \"a\"}\nno json\n{\"text\": \"b\"}\n"), ("in/b.txt", "b")]);
    let counted: Vec<Ended> =
        (1..=2).map(|k| workdir.run(&format!("stats in --shard {k}/2 --partial {k}.partial"))).collect();
    assert_eq!(counted.iter().map(|ended| ended.status).sum::<i32>(), 2, "one of them read the line that failed");
    let one = workdir.run("stats in");
    let merged = workdir.run("stats --merge 2.partial 1.partial");
    assert_eq!((merged.status, merged.stdout), (2, one.stdout));
    assert_eq!(merged.stderr.lines().next(), one.stderr.lines().next());
}

#[test]
fn no_input_is_written_over_and_flags_that_contradict_are_refused() {
    let workdir = shards();
    for line in [
        "stats in --partial in/a.txt",
        "stats in --shard 2/4 --partial in/b.txt",
        "stats --merge 1.partial --per word --partial 1.partial",
    ] {
        let ended = workdir.run(line);
        assert_eq!(ended.status, 2, "{line}");
        assert!(ended.stderr.contains("is an input as well") || ended.stderr.contains("input"), "{}", ended.stderr);
    }
    assert_eq!(workdir.read("in/a.txt") + &workdir.read("in/b.txt"), "a bb");
    let refused = [
        "--merge --shard 1/2",
        "--partial a -o b",
        "--shard 3/2",
        "--merge --plot",
        "--merge 1.partial -o a.html -f report",
    ];
    for flags in refused {
        assert_eq!(workdir.run(&format!("stats in {flags}")).status, 2, "{flags}");
    }
}

/// Records with these dates, a file for each, so that shards have some of them.
fn dated(dates: &[&str]) -> Workdir {
    let workdir = Workdir::new();
    for (n, date) in dates.iter().enumerate() {
        workdir.write(&format!("in/{n}.jsonl"), &format!("{{\"text\":\"A river.\",\"date\":\"{date}\"}}\n"));
    }
    workdir
}

#[test]
fn shards_whose_dates_prove_an_order_together_are_refused_and_counted_again_with_it() {
    let workdir = dated(&["3/4/2024", "25/4/2024", "1/5/2024", "3/4/24", "2024-05-06", "5/5/2024"]);
    let command = "--per date:month --columns date:month,documents";
    let count = |shard: &str, flags: &str| {
        workdir.run(&format!("stats in --shard {shard}/2 --partial {shard}.partial {command} {flags}"))
    };
    for shard in ["1", "2"] {
        assert_eq!(count(shard, ""), done(""));
    }
    let refused = workdir.run(&format!("stats --merge 1.partial 2.partial {command}"));
    let message = "textmill: partial result: leaves the dates of 3 documents open, although others prove that the day comes first\n\
                   hint: make all shards again with --date-order day\n";
    assert_eq!(refused, failed(message));
    for shard in ["1", "2"] {
        assert_eq!(count(shard, "--date-order day"), done(""));
    }
    let one = workdir.run(&format!("stats in {command} -q"));
    assert_eq!(one.stdout, "date:month,documents\n2024-04,3\n2024-05,3\n", "{}", one.stderr);
    assert_eq!(workdir.run(&format!("stats --merge 1.partial 2.partial {command} -q")), one);
}

#[test]
fn dates_that_prove_no_order_are_doubt_in_one_run_and_in_shards() {
    for dates in
        [&["3/4/2024", "1/5/2024", "2024-05-06", "5/5/2024"][..], &["3/4/2024", "25/4/2024", "4/25/2024", "1/5/2024"]]
    {
        let workdir = dated(dates);
        let command = "--per date:month --columns date:month,documents";
        for shard in ["1", "2"] {
            let counted = workdir.run(&format!("stats in --shard {shard}/2 --partial {shard}.partial {command}"));
            assert_eq!(counted, done(""));
        }
        let one = workdir.run(&format!("stats in {command}"));
        let doubt = "textmill: warning: 2 documents have a field \"date\" in which either number may be the day, and no group: \
                     \"3/4/2024\" of 0.jsonl#1, \"1/5/2024\" of ";
        assert!(
            one.stderr.starts_with(doubt) && one.stderr.contains("hint: --date-order day or month"),
            "{}",
            one.stderr
        );
        assert_eq!(workdir.run(&format!("stats --merge 2.partial 1.partial {command}")), one);
        let share = workdir.run(&format!("stats in --shard 1/1 {command}"));
        assert_eq!(share, one);
    }
}

#[test]
fn failures_of_one_kind_on_several_machines_are_one_line() {
    let workdir = Workdir::new();
    for n in 0..8 {
        workdir.write(&format!("in/{n}.jsonl"), "{\"text\": \"one\"}\n{\"note\": \"two\"}\n");
    }
    for shard in ["1", "2"] {
        let counted = workdir.run(&format!("stats in --shard {shard}/2 --partial {shard}.partial"));
        assert_eq!(counted.status, 2, "{}", counted.stderr);
    }
    let merged = workdir.run("stats --merge 1.partial 2.partial --only documents");
    let line = "textmill: each of 8 records has no field for the text: in/0.jsonl#2, in/1.jsonl#2, in/2.jsonl#2, …; \
                the first: has no field \"text\" to take the text from (at line 2)\nhint: -v names each of them\n";
    assert_eq!((merged.status, merged.stderr.matches("has no field").count()), (2, 2), "{}", merged.stderr);
    assert!(merged.stderr.starts_with(line), "{}", merged.stderr);
    let all = workdir.run("stats --merge 1.partial 2.partial --only documents -v");
    assert_eq!(all.stderr.matches("has no field").count(), 8, "{}", all.stderr);
}
