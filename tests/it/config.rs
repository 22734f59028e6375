//! Defaults of flags from `textmill.toml`, and manual pages.

use crate::harness::{Ended, Workdir};

const TEXT: &str = "One two two. Three three three.\n";

fn with_config(config: &str) -> Workdir {
    Workdir::with(&[("a.txt", TEXT), ("textmill.toml", config)])
}

/// `line` in a folder with this file of defaults.
#[track_caller]
fn check(config: &str, line: &str, expected_stdout: &str, expected_stderr: &str) {
    let Ended { status, stdout, stderr } = with_config(config).run(line);
    assert_eq!((status, &*stdout, &*stderr), (0, expected_stdout, expected_stderr), "{config:?}, {line}");
}

#[test]
fn the_file_in_the_working_folder_gives_defaults_and_says_so() {
    let config = "[stats]\nper = \"word\"\ntop = 1\nonly = [\"word\", \"frequency\"]\n";
    let told = "textmill: textmill.toml: defaults: per = word, top = 1, only = word,frequency\n";
    // The keys come in their order in the file, or in that of the alphabet: whichever it is, it is told as it was read.
    let ended = with_config(config).run("stats a.txt");
    assert_eq!((ended.status, &*ended.stdout), (0, "word,frequency\nthree,3\n"), "{}", ended.stderr);
    assert_eq!(ended.stderr.len(), told.len(), "{}", ended.stderr);
    check(config, "export a.txt --columns id", "id\na.txt\n", "");
}

#[test]
fn the_command_line_and_the_verb_s_own_table_count_more() {
    let config = "columns = \"tokens\"\n[stats]\ncolumns = \"types\"\n";
    check(config, "stats a.txt", "types\n3\n", "textmill: textmill.toml: defaults: columns = types\n");
    check(config, "stats a.txt --only bytes", "bytes\n32\n", "");
    check(config, "stats a.txt --columns types,bytes -q", "types,bytes\n3,32\n", "");
    check(config, "stats a.txt --only tokens --no-config", "tokens\n6\n", "");
}

#[test]
fn a_flag_that_excludes_another_silences_its_default() {
    let config = "[split]\nsize = 2\ncolumns = \"text\"\n";
    let ended = with_config(config).run("split a.txt --by sentence");
    assert_eq!((ended.status, &*ended.stdout), (0, "text\nOne two two.\nThree three three.\n"), "{}", ended.stderr);
    assert_eq!(ended.stderr, "textmill: textmill.toml: defaults: columns = text\n");
}

#[test]
fn switches_are_true_or_false() {
    check("no-header = true\n[stats]\nonly = \"tokens\"\n", "stats a.txt -q", "6\n", "");
    check("no-header = false\n[stats]\nonly = \"tokens\"\n", "stats a.txt -q", "tokens\n6\n", "");
}

#[test]
fn another_file_can_be_named() {
    let workdir = with_config("[stats]\nonly = \"tokens\"\n");
    workdir.write("other.toml", "[stats]\nonly = \"types\"\n");
    assert_eq!(workdir.run("stats a.txt --config other.toml -q").stdout, "types\n3\n");
    assert_eq!(workdir.run("--config other.toml stats a.txt -q").stdout, "types\n3\n");
    let ended = workdir.run("stats a.txt --config absent.toml");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.starts_with("textmill: absent.toml: cannot be read: "), "{}", ended.stderr);
}

/// A wrong file ends the run with these two, before anything is read.
#[track_caller]
fn check_refused(config: &str, told: &str, hint: &str) {
    let ended = with_config(config).run("stats a.txt");
    assert_eq!((ended.status, &*ended.stdout), (2, ""), "{config:?}");
    assert!(ended.stderr.starts_with(&format!("textmill: textmill.toml: {told}")), "{config:?}: {}", ended.stderr);
    assert!(ended.stderr.contains(hint), "{config:?}: {}", ended.stderr);
}

#[test]
fn a_wrong_file_is_refused_with_what_would_be_right() {
    check_refused("treads = 2\n", "there is no flag --treads", "did you mean \"threads\"?");
    check_refused("[stats]\ntopp = 2\n", "there is no flag --topp", "did you mean \"top\"?");
    check_refused("[statistics]\ntop = 2\n", "[statistics] is no verb", "did you mean \"stats\"?");
    check_refused("threads = \"many\"\n", "invalid value 'many' for '--threads <N>'", "--no-config");
    check_refused("strict = \"yes\"\n", "strict has a value of the wrong kind", "true or false is needed");
    check_refused("threads = true\n", "threads has a value of the wrong kind", "a number");
    check_refused("top = = 2\n", "cannot be read: ", "--no-config");
    check_refused("config = \"x\"\n", "there is no flag --config", "");
}

#[test]
fn a_file_found_by_chance_may_not_say_where_to_write() {
    for key in ["output = \"x.csv\"", "force = true", "[dedupe]\nindex = \"x\""] {
        check_refused(key, key.split([' ', '\n']).find(|word| !word.starts_with('[')).expect("a key"), "--config");
    }
    let workdir = Workdir::with(&[("a.txt", TEXT), ("mine.toml", "output = \"x.csv\"\n")]);
    let ended = workdir.run("stats a.txt --only tokens --config mine.toml -q");
    assert_eq!((ended.status, workdir.read("x.csv")), (0, "tokens\n6\n".to_owned()), "{}", ended.stderr);
}

#[test]
fn manual_pages_are_there_for_the_program_and_each_verb() {
    let page = Workdir::new().run("man");
    assert_eq!((page.status, &*page.stderr), (0, ""));
    assert!(page.stdout.contains(".TH textmill 1") && page.stdout.contains(".SH SUBCOMMANDS"), "{}", page.stdout);
    for verb in ["split", "stats", "dedupe", "diff", "export"] {
        let page = Workdir::new().run(&format!("man {verb}"));
        assert!(page.stdout.contains(&format!(".TH textmill-{verb} 1")), "{verb}: {}", page.stdout);
        assert!(page.stdout.contains(".SH OPTIONS\n") && page.stdout.contains("\n.SS "), "{verb}");
        assert!(page.stdout.contains("\\-\\-help"), "{verb}");
    }
    let refused = Workdir::new().run("man stat");
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.starts_with("textmill: there is no verb \"stat\"\nhint: did you mean \"stats\"?\n"));
}
