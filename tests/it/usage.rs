//! What the program says to those who ask for help or mistype.

use crate::harness::{Workdir, done, failed};

const VERBS: &[&str] = &["", "split ", "stats ", "dedupe ", "diff ", "export "];

#[test]
fn the_version_names_the_rules_that_find_words() {
    let (major, minor, patch) = textmill::text::UNICODE_VERSION;
    let expected = format!("textmill {} (Unicode {major}.{minor}.{patch})\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Workdir::new().run("--version"), done(&expected));
    assert_eq!(Workdir::new().run("-V"), done(&expected));
}

#[test]
fn help_fits_its_width_and_examples_keep_their_lines() {
    let workdir = Workdir::new();
    for verb in VERBS {
        let help = workdir.run(&format!("{verb}--help"));
        assert_eq!((help.status, &*help.stderr), (0, ""), "{verb}");
        assert!(
            help.stdout.lines().all(|line| line.chars().count() <= 80 && !line.contains("\\\"")),
            "{}",
            help.stdout
        );
        let (before, examples) = help.stdout.split_once("\nExamples:\n").expect("every help has examples");
        assert!(before.contains("\nUsage: "), "{verb}: a help begins with usage");
        let examples: Vec<&str> = examples.lines().take_while(|line| !line.is_empty()).collect();
        for pair in examples.chunks(2) {
            let [title, command] = pair else { panic!("{pair:?} is no example") };
            assert!(title.starts_with("  ") && title.ends_with(':'), "{title:?}");
            assert!(command.starts_with("    ") && command.contains("textmill "), "{command:?}");
        }
        let short = workdir.run(&format!("{verb}-h"));
        assert_eq!(short.status, 0);
        assert!(short.stdout.lines().count() <= 80, "{verb}: {} lines", short.stdout.lines().count());
    }
}

#[test]
fn help_explains_verbs_and_the_flags_that_they_share() {
    let workdir = Workdir::new();
    assert_eq!(workdir.run("help stats"), workdir.run("stats --help"));
    assert_eq!(workdir.run("help"), workdir.run("--help"));
    for (topic, flags, other) in [
        ("input", ["--text-field", "--glob", "--encoding"], "--output"),
        ("output", ["--output", "--provenance", "--format"], "--glob"),
        ("rows", ["--where", "--sample", "--types"], "--output"),
        ("machines", ["--shard", "--merge", "--memory"], "--where <"),
    ] {
        let page = workdir.run(&format!("help {topic}"));
        assert_eq!((page.status, &*page.stderr), (0, ""), "{topic}");
        for flag in flags {
            assert!(page.stdout.contains(&format!(" {flag}")), "{topic}: {flag}");
        }
        assert!(!page.stdout.contains(&format!(" {other} <")), "{topic}: {other}");
        assert!(workdir.run("help").stdout.contains(&format!("\n  help {topic} ")), "{topic}");
    }
    let told = "textmill: there is no verb or topic \"rowz\"";
    check_refused("help rowz", told, "hint: did you mean \"rows\"?\n");
}

/// `line` is refused with `told` as first line and `hint` somewhere below.
#[track_caller]
fn check_refused(line: &str, told: &str, hint: &str) {
    let workdir = Workdir::with(&[("a.txt", "one two\n"), ("b.csv", "id,text\n1,one\n")]);
    let ended = workdir.run(line);
    assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}");
    assert_eq!(ended.stderr.lines().next(), Some(told), "{line}");
    assert!(ended.stderr.contains(hint), "{line}: {}", ended.stderr);
}

#[test]
fn wrong_flags_and_values_are_answered_in_words_for_people() {
    let number = "a whole number from 1 on is needed";
    let zero = |flag: &str| format!("textmill: invalid value '0' for '{flag} <N>': {number}");
    check_refused("stats a.txt --top 0", &zero("--top"), "--help");
    check_refused("stats a.txt --window 0", &zero("--window"), "--help");
    let threads = zero("--threads").replace("from 1 on", "from 1 to 1024");
    check_refused("stats a.txt -j 0", &threads, "--help");
    check_refused("split a.txt --size 0", &zero("--size").replace("<N>", "<N[UNIT]>"), "--help");
    let shingle = zero("--shingle").replace("from 1 on", "from 1 to 1000");
    check_refused("dedupe a.txt --shingle 0", &shingle, "--help");
    let told = "textmill: invalid value '80%' for '--threshold <J>': a number such as 0.8 is needed";
    check_refused("dedupe a.txt --threshold 80%", told, "--help");
    let told = "textmill: invalid value '2' for '--threshold <J>': 2 does not lie between 0.1 and 1";
    check_refused("dedupe a.txt --threshold 2", told, "--help");
    let told = "textmill: invalid value 'para' for '--by <SEGMENT>'";
    check_refused("split a.txt --by para", told, "hint: a similar value exists: 'paragraph'");
    let told = "textmill: the argument '--by <SEGMENT>' cannot be used with '--at <REGEX>'";
    check_refused("split a.txt --by line --at x", told, "Usage: textmill split");
    let told =
        "textmill: --by: goes without --rule, --learn and --explain, unless it is entry: these are about entries";
    check_refused("split a.txt --by line --explain", told, "");
    check_refused(
        "split a.txt --at x --explain",
        "textmill: the argument '--at <REGEX>' cannot be used with:",
        "--explain",
    );
    check_refused("split a.txt --at (", "textmill: --at: regex parse error:", "unclosed group");
    check_refused("diff a.txt", "textmill: the following required arguments were not provided:", "<NEW>");
    check_refused("stat a.txt", "textmill: there is no verb \"stat\"", "hint: did you mean \"stats\"?");
    let told = "textmill: --encoding: \"klingon\" is no encoding that browsers know, such as windows-1252";
    check_refused("stats a.txt --encoding klingon", told, "");
}

#[test]
fn flags_of_other_verbs_and_files_that_are_not_there_have_a_hint() {
    let told = "textmill: unexpected argument '--linkage' found";
    check_refused("stats a.txt --linkage star", told, "hint: it is a flag of dedupe\n");
    check_refused(
        "export a.txt -f exce",
        "textmill: invalid value 'exce' for '--format <FORMAT>'",
        "hint: --help shows",
    );
    let workdir = Workdir::with(&[("letters.txt", "one two\n")]);
    let absent = |name: &str| workdir.run(&format!("split {name} --by line")).stderr;
    assert!(absent("leters.txt").ends_with("hint: did you mean \"letters.txt\"?\n"), "{}", absent("leters.txt"));
    assert!(absent("*.md").contains("hint: the shell found no file for this pattern"), "{}", absent("*.md"));
    assert!(absent("zzz").contains("hint: paths begin at the working folder"), "{}", absent("zzz"));
}

#[test]
fn manual_pages_have_the_examples_of_the_help() {
    let workdir = Workdir::new();
    for verb in VERBS {
        let page = workdir.run(&format!("man {verb}")).stdout;
        let (before, examples) = page.split_once(".SH EXAMPLES\n").expect("the page has examples");
        assert!(examples.contains("textmill "), "{verb}: {examples}");
        assert!(before.contains(".SH SYNOPSIS\n") && !before.contains(".SH DESCRIPTION"), "{verb}: {before}");
    }
    let page = workdir.run("man stats").stdout;
    let (synopsis, _) = page.split_once(".SH EXAMPLES\n").unwrap();
    for usage in ["[\\-\\-case smart|exact|ignore]", "[\\-\\-per UNIT,...]", "[\\-o FILE]", "[INPUT]..."] {
        assert!(synopsis.contains(usage), "{usage}: {synopsis}");
    }
}

#[test]
fn wrong_columns_are_answered_with_those_there_are() {
    let expected = "\
textmill: --columns: there is no column \"token\"
hint: did you mean \"tokens\"?
hint: the columns are documents, bytes, characters, lines, crlf_lines, paragraphs, sentences, tokens, types, hapax, ttr, \
                    mattr, mean_word_length, mean_sentence_length, mean_paragraph_length, mean_document_length, graphemes, letters, uppercase_letters, digits and 149 more
";
    let workdir = Workdir::with(&[("a.txt", "one two\n")]);
    assert_eq!(workdir.run("stats a.txt --only token"), failed(expected));
    for line in
        ["split a.txt --by line --only txt", "dedupe a.txt --only txt", "diff a.txt a.txt --per line --only txt"]
    {
        let ended = workdir.run(line);
        assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}");
        assert!(ended.stderr.contains("hint: did you mean \"text\"?\n"), "{line}: {}", ended.stderr);
    }
}

#[test]
fn a_flag_that_makes_no_difference_is_refused_with_what_it_is_for() {
    let workdir = Workdir::with(&[("in/a.txt", "One two. Three four."), ("in/b.txt", "One two. Five six.")]);
    for (line, flag) in [
        ("dedupe in --min-words 3", "--min-words"),
        ("dedupe in --min-documents 2", "--min-documents"),
        ("dedupe in --alignment 0.4", "--alignment"),
        ("dedupe in --relation exact --threshold 0.5", "--threshold"),
        ("dedupe in --relation exact --shingle 3", "--shingle"),
        ("dedupe in --per threshold --relation near", "--relation"),
        ("split in --by sentence --overlap 3", "--overlap"),
        ("split in --by sentence --seed 3", "--seed"),
        ("export in --seed 3", "--seed"),
        ("diff in in --unified 5", "--unified"),
        ("diff in in --min-moved 5", "--min-moved"),
        ("diff in/a.txt in/b.txt --min-jaccard 0.5", "--min-jaccard"),
        ("diff in/a.txt in/b.txt --key id", "--key"),
        ("diff in in --per keyword --no-renames", "--no-renames"),
        ("stats in --span 2,2 --per word", "--span"),
        ("export in --no-header -f jsonl", "--no-header"),
    ] {
        let ended = workdir.run(line);
        let message = format!("textmill: {flag}: makes no difference");
        assert!(ended.status == 2 && ended.stderr.starts_with(&message), "{line}: {ended:?}");
        assert!(ended.stderr.contains("\nhint: it is for "), "{line}: {ended:?}");
    }
    for line in ["dedupe in --strip --min-words 3", "diff in in --key id", "split in --size 9 --overlap 3"] {
        assert_ne!(workdir.run(line).status, 2, "{line}");
    }
}

#[test]
fn old_names_of_flags_work_with_a_warning_in_commands_settings_and_records() {
    let workdir = Workdir::with(&[
        ("in/a.txt", "one two"),
        ("in/b.txt", "one two"),
        ("textmill.toml", "[dedupe]\nmark = true\n"),
    ]);
    let warning = "textmill: warning: --mark: is now --per marked\n";
    let marked = workdir.run("dedupe in --mark --no-config --columns id,kept");
    assert!(marked.status == 0 && marked.stderr.starts_with(warning), "{marked:?}");
    let settings = workdir.run("dedupe in --columns id,kept");
    assert_eq!(settings.stdout, marked.stdout);
    assert!(settings.stderr.contains(warning), "{settings:?}");
    assert_eq!(workdir.run("stats in --top 1 -q --no-config -o top.csv --provenance").status, 0);
    let again = workdir.run("rerun top.csv.provenance.json");
    assert_eq!(
        (again.status, &*workdir.read("top.csv")),
        (0, &*workdir.run("stats in --top 1 --no-config").stdout),
        "{again:?}"
    );
}

#[test]
fn names_of_other_programs_lead_to_the_command_in_one_line() {
    let workdir = Workdir::with(&[("a.csv", "id,text,date\n1,one two,2024-01-02\n")]);
    for (line, hint) in [
        ("kwic a.csv", "textmill stats INPUT --match PATTERN"),
        ("words a.csv", "textmill stats INPUT --per word"),
        ("count a.csv", "textmill stats INPUT"),
        ("duplicates a.csv", "textmill dedupe INPUT"),
        ("compare a.csv a.csv", "textmill diff OLD NEW"),
        ("keywords a.csv", "textmill stats INPUT --against REFERENCE"),
        ("convert a.csv", "textmill export INPUT -o FILE"),
        ("stat a.csv", "did you mean \"stats\"?"),
        ("worke a.csv", "the verbs are split, "),
        ("stats a.csv --per concordance", "--per hit --match PATTERN is a concordance"),
        ("stats a.csv --per KWIC --match one", "--per hit --match PATTERN is a concordance"),
        ("stats a.csv --per keyness", "--per word --against REFERENCE"),
        ("stats a.csv --per wordlist", "--per word is the word list"),
        ("stats a.csv --per collocate", "--per collocation --node WORD"),
        ("stats a.csv --per frequency", "--per word is the word list"),
        ("stats a.csv --per year", "--per date:year groups documents by the year"),
        ("stats https://example.org/x.html", "textmill reads files and does not download"),
    ] {
        let ended = workdir.run(line);
        assert!(ended.status == 2 && ended.stderr.contains(&format!("\nhint: {hint}")), "{line}: {ended:?}");
        assert!(!ended.stderr.contains("worker"), "{line}: {ended:?}");
    }
    for (line, meant) in [("--threshold 80", "0.8"), ("--containment 50", "0.5"), ("--threshold 0", "")] {
        let ended = workdir.run(&format!("dedupe a.csv {line}"));
        assert_eq!(ended.stderr.contains(&format!("did you mean {meant}?")), !meant.is_empty(), "{ended:?}");
    }
}
