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
    check_refused("stat a.txt", "textmill: unrecognized subcommand 'stat'", "hint: ");
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
textmill: there is no column \"token\"
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
