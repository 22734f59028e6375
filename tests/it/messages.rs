//! What the program says and how: one voice on stderr, hints that name flags, color only where it is wanted.

use crate::harness::{Workdir, done, failed};

#[test]
fn a_mistyped_flag_is_answered_with_the_right_one() {
    let ended = Workdir::new().run("export --colums id");
    assert_eq!(ended.status, 2);
    let expected = "textmill: unexpected argument '--colums' found\n\nhint: a similar argument exists: '--columns'\n";
    assert!(ended.stderr.starts_with(expected), "{}", ended.stderr);
}

#[test]
fn a_wrong_value_is_answered_with_the_possible_ones() {
    let ended = Workdir::new().run("export -f cvs");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.starts_with("textmill: invalid value 'cvs' for '--format <FORMAT>'\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("\n  [possible values: table, csv, tsv, jsonl, markdown, report, html, parquet, xlsx, sqlite, text, vertical, tei, matrix]\n"), "{}", ended.stderr);
}

#[test]
fn parts_without_a_folder_are_answered_with_the_flag_for_it() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("out.csv", "old")]);
    let expected = "\
textmill: --file-per: makes several files and needs a folder for them
hint: -o DIR/ names the folder; it is made if need be
";
    for output in ["-", "out.csv"] {
        assert_eq!(workdir.run(&format!("export a.txt --file-per id -o {output}")), failed(expected));
    }
    assert_eq!(workdir.read("out.csv"), "old");
}

#[test]
fn a_list_that_cannot_be_read_is_named() {
    let ended = Workdir::new().run("export --files-from none.txt");
    assert!(ended.stderr.starts_with("textmill: none.txt: the list of inputs cannot be read: "), "{}", ended.stderr);
    assert_eq!(ended.status, 2);
}

#[test]
fn what_cannot_be_done_is_answered_with_what_can() {
    let deep = "<div>".repeat(5_000);
    let workdir =
        Workdir::with(&[("a.txt", "one two"), ("b.txt", "one"), ("junk.index", "no index"), ("deep.html", &deep)]);
    std::fs::write(workdir.path("utf7.txt"), b"+/v8-Gr+APYA3w-e").unwrap();
    assert_eq!(workdir.run("stats a.txt --per word --partial a.part -q"), done(""));
    let check = |line: &str, begin: &str, hint: &str| {
        let ended = workdir.run(line);
        assert_eq!(ended.status, 2, "{line}");
        assert!(ended.stderr.starts_with(&format!("textmill: {begin}")), "{line}: {}", ended.stderr);
        let told = ended.stderr.trim_end_matches("textmill: no documents were read\n");
        assert!(told.ends_with(&format!("\nhint: {hint}\n")), "{line}: {}", ended.stderr);
    };
    let cases = [
        (
            "stats a.txt --per word --stop none",
            "none: the list of words to stop cannot be read: ",
            "the languages with a list are ar, de, en, es, fa, fr, ru; anything else is the name of a file",
        ),
        (
            "stats --merge a.part --per ngram",
            "a.part: has no counts for --per ngram, only for word\n",
            "what --merge shall write must be counted: give --per to --partial as well",
        ),
        (
            "rerun none",
            "none: cannot be read: ",
            "paths begin at the working folder; textmill VERB --help says what an input can be",
        ),
        (
            "diff a.txt b.txt -o out/",
            "--output: names a folder, and a difference as text is one file\n",
            "-o FILE names a file, --per line or -f csv writes rows",
        ),
        (
            "export a.txt --fields-from-path x(y)",
            "--fields-from-path: \"x(y)\" has no named group ",
            "--help explains --fields-from-path",
        ),
        (
            "dedupe a.txt --index junk.index",
            "junk.index: is no index\n",
            "--index FILE names another file; a new index is made if there is none",
        ),
        ("export utf7.txt", "utf7.txt: is in UTF-7, which is not supported\n", "iconv turns the file into UTF-8"),
        (
            "export deep.html",
            "deep.html: has markup nested deeper than ",
            "--from text reads the page with its markup, --exclude PATTERN leaves it out",
        ),
    ];
    for (line, begin, hint) in cases {
        if cfg!(feature = "html") || !line.ends_with("html") {
            check(line, begin, hint);
        }
    }
}

#[test]
fn inputs_come_from_a_list() {
    let workdir = Workdir::with(&[("a b.txt", "one"), ("c.txt", "two"), ("list", "a b.txt\nc.txt\n")]);
    assert_eq!(workdir.run("export --files-from list --columns text").stdout, "text\none\ntwo\n");
    assert_eq!(workdir.pipe("export --files-from - --columns text", "c.txt\0a b.txt\0").stdout, "text\ntwo\none\n");
}

#[test]
fn color_is_for_terminals_unless_asked_for() {
    let workdir = Workdir::new();
    let has_color = |line: &str, variable: &str| {
        let mut command = workdir.command(line.split(' '));
        let output = command.env(variable, "1").output().expect("the program starts");
        output.stderr.contains(&b'\x1b')
    };
    assert!(!has_color("export missing", "TERM"));
    assert!(has_color("export missing", "CLICOLOR_FORCE"));
    assert!(has_color("export missing --color always", "NO_COLOR"));
    assert!(!has_color("export missing --color never", "CLICOLOR_FORCE"));
}

#[test]
fn help_goes_to_standard_output_and_shows_examples() {
    let ended = Workdir::new().run("export --help");
    assert_eq!((ended.status, ended.stderr.as_str()), (0, ""));
    assert!(
        ended.stdout.starts_with("Write documents as tables, workbooks, databases, or in the formats of corpus"),
        "{}",
        ended.stdout
    );
    assert!(ended.stdout.contains("\nExamples:\n"), "{}", ended.stdout);
}
