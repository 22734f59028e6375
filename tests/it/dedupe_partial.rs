//! `textmill dedupe --shard`, `--partial` and `--merge`: several processes find what one finds.

use crate::array_job::{check_equal, put_ssh, script};
use crate::harness::{Workdir, assert_no_leftovers, done, failed};

/// Articles with copies of some of them, in capitals, with a word changed, and in part; and records with the same texts.
fn corpus() -> Workdir {
    let workdir = Workdir::with_samples("articles");
    for (number, name) in workdir.names("articles").iter().filter(|name| name.ends_with(".txt")).enumerate() {
        let text = workdir.read(&format!("articles/{name}"));
        let words: Vec<&str> = text.split_whitespace().collect();
        let changed = match number % 4 {
            0 => text.to_uppercase(),
            1 => format!("{text}\nMills.\n"),
            2 => words[..words.len() / 2].join(" "),
            _ => text.clone(),
        };
        workdir
            .write(&format!("articles/again/{number}.md"), &format!("---\ndate: 2024-03-{number:02}\n---\n{changed}"));
        let record = serde_json::json!({"id": format!("own-{number}"), "place": number % 3, "text": changed});
        workdir.write(&format!("articles/records-{}.jsonl", number % 2), &format!("{record}\n{record}\n"));
    }
    workdir
}

#[test]
fn four_processes_give_the_bytes_of_one_for_every_unit_and_format() {
    let workdir = corpus();
    let cases = [
        ("kept.csv", ""),
        ("kept.jsonl", "--keep newest:date --threshold 0.6"),
        ("marked.tsv", "--per marked --linkage star --ignore-facts"),
        ("clusters.csv", "--per cluster --keep longest --shingle 3"),
        ("pairs.csv", "--per pair --relation exact,near,contained,similar --containment 0.4"),
        ("curve.csv", "--per threshold"),
        ("all-pairs.csv", "--all-pairs --per pair --relation near"),
        ("passages.csv", "--per passage --min-documents 2"),
        ("stripped/", "--strip --min-documents 2 --min-words 5 --relation exact"),
    ];
    for (name, flags) in cases {
        let one = workdir.run(&format!("dedupe articles {flags} -q -o one-{name}"));
        assert_eq!(one, done(""), "{name}");
        let four = script(&workdir, "local", &format!("dedupe 4 articles four-{name} -q {flags}"), &[]);
        assert_eq!(four, done(""), "{name}");
        check_equal(&workdir, &format!("one-{name}"), &format!("four-{name}"));
    }
    assert_no_leftovers(&workdir.path("."));
}

#[test]
fn the_tasks_of_an_array_job_merge_in_any_tree() {
    let workdir = corpus();
    workdir.write("parts/.keep", "");
    for k in ["2", "1", "3"] {
        let environment = [("SLURM_ARRAY_TASK_ID", k), ("SLURM_ARRAY_TASK_COUNT", "3")];
        assert_eq!(script(&workdir, "slurm", "dedupe articles parts --per marked", &environment), done(""));
    }
    let merge = |inputs: &str, target: &str| workdir.run(&format!("dedupe --merge {inputs} --per marked -q {target}"));
    assert_eq!(merge("parts/3.partial parts/1.partial", "--partial parts/31.partial"), done(""));
    assert_eq!(merge("parts/31.partial parts/2.partial", "-o tree.csv"), done(""));
    assert_eq!(workdir.run("dedupe articles --per marked -q -o one.csv"), done(""));
    check_equal(&workdir, "one.csv", "tree.csv");
    assert_eq!(merge("parts/2.partial parts/31.partial", "--partial a.partial"), done(""));
    assert_eq!(merge("parts/3.partial parts/2.partial parts/1.partial", "--partial b.partial"), done(""));
    check_equal(&workdir, "a.partial", "b.partial");
}

#[test]
fn machines_reached_by_ssh_send_what_they_read() {
    let workdir = corpus();
    workdir.write("hosts.txt", "north\nsouth\n");
    put_ssh(&workdir);
    assert_eq!(script(&workdir, "ssh", "dedupe hosts.txt articles two.csv -q --per cluster", &[]), done(""));
    assert_eq!(workdir.run("dedupe articles -q --per cluster -o one.csv"), done(""));
    check_equal(&workdir, "one.csv", "two.csv");
}

/// A folder with both shards of it.
fn shards() -> Workdir {
    let text = "The mill of the upper river turns by day and by night.";
    let files: Vec<(String, String)> =
        (0..8).map(|n| (format!("in/{n}.txt"), format!("{text} It is mill {}.", n / 2))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let workdir = Workdir::with(&files);
    for k in 1..=2 {
        assert_eq!(workdir.run(&format!("dedupe in --shard {k}/2 --partial {k}.partial")), done(""));
    }
    workdir
}

#[test]
fn what_one_run_tells_of_its_documents_the_merge_tells() {
    let workdir = shards();
    let merged = |flags: &str| workdir.run(&format!("dedupe --merge 2.partial 1.partial {flags}"));
    for flags in ["--only id", "--check", "--check --per marked", "--only id --against in/0.txt"] {
        assert_eq!(merged(flags), workdir.run(&format!("dedupe in {flags}")), "{flags}");
    }
    assert_eq!(merged("--check").status, 1);
    assert_eq!(merged("-q -o report.html"), done(""));
    assert!(workdir.read("report.html").contains("of the upper river"));
}

#[test]
fn a_missing_shard_is_told_and_the_others_are_searched() {
    let workdir = shards();
    let ended = workdir.run("dedupe --merge 1.partial -q --per marked --only id");
    let message = "textmill: shard 2/2: is missing: its documents are in no row\n";
    assert_eq!((ended.status, &*ended.stderr), (2, message));
    assert!(ended.stdout.lines().count() > 1, "{}", ended.stdout);
}

#[test]
fn what_failed_where_it_was_read_is_told_with_the_rows() {
    let lines = "{\"text\": \"a\"}\nno json\n{\"text\": \"a\"}\n";
    let workdir = Workdir::with(&[("in/a.jsonl", lines), ("in/b.txt", "b")]);
    let read = (1..=2).map(|k| workdir.run(&format!("dedupe in --shard {k}/2 --partial {k}.partial")).status);
    assert_eq!(read.sum::<i32>(), 2, "one of them read the line that failed");
    let one = workdir.run("dedupe in -q");
    let merged = workdir.run("dedupe --merge 2.partial 1.partial -q");
    assert_eq!((merged.status, merged.stdout), (2, one.stdout));
    assert_eq!(merged.stderr.lines().next(), one.stderr.lines().next());
}

#[track_caller]
fn check_refused(workdir: &Workdir, line: &str, message: &str) {
    assert_eq!(workdir.run(line), failed(message), "{line}");
}

#[test]
fn files_that_do_not_belong_together_are_refused_by_name() {
    let workdir = shards();
    let message = "textmill: 1.partial: has shard 1/2, and so has another one: documents would count twice\nhint: give each shard once\n";
    check_refused(&workdir, "dedupe --merge 1.partial 2.partial 1.partial", message);
    let message = "textmill: 1.partial: was made with --threshold \"0.8\", not \"0.7\"\nhint: give the flags that all shards were made with; those about rows alone may be new\n";
    check_refused(&workdir, "dedupe --merge 1.partial --threshold 0.7", message);
    assert_eq!(workdir.run("stats in --shard 1/2 --partial counts.partial"), done(""));
    let message =
        "textmill: counts.partial: is a partial result of textmill stats\nhint: merge it by the verb that wrote it\n";
    check_refused(&workdir, "dedupe --merge counts.partial", message);
    let message =
        "textmill: 1.partial: is a partial result of textmill dedupe\nhint: merge it by the verb that wrote it\n";
    check_refused(&workdir, "stats --merge 1.partial", message);
    let whole = std::fs::read(workdir.path("1.partial")).unwrap();
    std::fs::write(workdir.path("cut.partial"), &whole[..whole.len() - 20]).unwrap();
    let message =
        "textmill: cut.partial: is cut short: its end is missing\nhint: make it again, or take a copy of the file\n";
    check_refused(&workdir, "dedupe --merge cut.partial", message);
}

#[test]
fn no_input_is_written_over_and_flags_that_contradict_are_refused() {
    let workdir = shards();
    for line in ["dedupe in --partial in/0.txt", "dedupe --merge 1.partial --partial 1.partial"] {
        let ended = workdir.run(line);
        assert!(ended.status == 2 && ended.stderr.contains("input"), "{line}: {}", ended.stderr);
    }
    assert!(workdir.read("in/0.txt").ends_with("It is mill 0."));
    for flags in
        ["--merge --shard 1/2", "--partial a -o b", "--partial a --check", "--merge --index i", "--partial a --index i"]
    {
        assert_eq!(workdir.run(&format!("dedupe in {flags}")).status, 2, "{flags}");
    }
}

#[test]
fn the_order_of_dates_is_that_of_the_whole_corpus_however_it_was_read() {
    for (dates, kept) in [
        (&["3/4/2024", "25/3/2024", "1/5/2024", "2/3/24"][..], "2.jsonl#1"),
        (&["3/4/2024", "3/25/2024", "1/5/2024", "2/3/24"], "1.jsonl#1"),
        (&["3/4/2024", "25/3/2024", "3/26/2024", "1/5/2024"], "2.jsonl#1"),
    ] {
        let workdir = Workdir::new();
        for (n, date) in dates.iter().enumerate() {
            let record = format!("{{\"text\":\"A river that runs.\",\"date\":\"{date}\"}}\n");
            workdir.write(&format!("in/{n}.jsonl"), &record);
        }
        let command = "--keep newest:date --columns id";
        let one = workdir.run(&format!("dedupe in {command}"));
        let row = one.stdout.lines().nth(1).unwrap_or_default();
        assert!(row.ends_with(kept), "{dates:?}: {one:?}");
        let is_doubt = one.stderr.contains("in which either number may be the day, and come last");
        let is_proof = one.stderr.contains("dates such as 3/4/2024 are read with the ");
        assert_eq!((is_doubt, is_proof), (dates[2] == "3/26/2024", dates[2] != "3/26/2024"), "{}", one.stderr);
        for shard in ["1", "2"] {
            let read = workdir.run(&format!("dedupe in --shard {shard}/2 --partial {shard}.partial {command} -q"));
            assert_eq!(read, done(""));
        }
        assert_eq!(workdir.run(&format!("dedupe --merge 1.partial 2.partial {command}")), one);
        for shard in ["1", "2"] {
            let line = format!("dedupe in --shard {shard}/2 --partial {shard}.partial {command} -q --date-order month");
            assert_eq!(workdir.run(&line), done(""));
        }
        let ordered = workdir.run(&format!("dedupe in {command} --date-order month -q"));
        assert_eq!(workdir.run(&format!("dedupe --merge 1.partial 2.partial {command} -q")), ordered);
    }
}
