//! `textmill stats` with measures on demand, other tokens and other folding.

use crate::harness::{Workdir, done, failed};

fn texts() -> Workdir {
    Workdir::with(&[("a.txt", "The cat -- the cat's hat. The END!\n"), ("b.txt", "")])
}

#[test]
fn the_usual_columns_are_few_and_a_family_adds_its_own() {
    let header = |line: &str| texts().run(line).stdout.lines().next().unwrap().to_owned();
    let usual = header("stats a.txt -f csv");
    assert!(
        usual.ends_with(",mattr,mean_word_length,mean_sentence_length,mean_paragraph_length,mean_document_length,note")
    );
    let more = header("stats a.txt -f csv --measures readability,diversity");
    assert!(more.starts_with(usual.strip_suffix(",note").unwrap()) && more.ends_with(",note"));
    assert!(more.contains(",guiraud_r,") && more.contains(",flesch,") && !more.contains(",digit_ratio,"));
    assert!(header("stats a.txt -f csv --measures all").split(',').count() > 120);
}

#[test]
fn a_measure_is_a_column_when_it_is_named() {
    let expected = "id,guiraud_r,n\na.txt,1.889822365046136,7\nb.txt,,0\n";
    assert_eq!(texts().run("stats . --per document --only id,guiraud_r,tokens=n -f csv -q"), done(expected));
}

#[test]
fn a_measure_of_one_document_is_empty_for_a_corpus_and_says_so() {
    let run = |name: &str| texts().run(&format!("stats . --only {name},note -f csv -q"));
    let expected = "mtld,note\n,mtld: per document only (average the rows of --per document)\n";
    assert_eq!(run("mtld"), done(expected));
    let expected = "heaps_k,note\n,heaps_k: per document only (heaps_beta_expected and the like are of several)\n";
    assert_eq!(run("heaps_k"), done(expected));
    assert_eq!(run("heaps_k_expected").stdout.lines().nth(1), Some("1.0276641316430464,"));
}

#[test]
fn factors_of_mtld_end_where_one_says() {
    let run = |flags: &str| texts().run(&format!("stats a.txt --per document --only mtld -f csv {flags}")).stdout;
    assert_ne!(run(""), run("--mtld-threshold 0.5"));
    let told = texts().run("stats a.txt --per document --only mtld --mtld-threshold 0.5 --list-columns").stdout;
    assert!(told.contains("type-token ratio falls to 0.5"), "{told}");
    assert_eq!(texts().run("stats a.txt --mtld-threshold 72").status, 2);
}

#[test]
fn readability_holds_for_its_language_only() {
    let run = |flags: &str| texts().run(&format!("stats a.txt --only lix,amstad,note -f csv {flags}")).stdout;
    assert_eq!(run(""), "lix,amstad,note\n,,\"lix, amstad: the language is not known\"\n");
    assert_eq!(run("--language en-GB"), "lix,amstad,note\n3.5,,amstad: does not hold for the language\n");
    let workdir = Workdir::with(&[("a.jsonl", "{\"text\":\"Das Haus ist alt.\",\"language\":\"de\"}\n")]);
    let found = workdir.run("stats a.jsonl --only syllables,note --language en -f csv");
    assert_eq!(found, done("syllables,note\n4,\n"));
}

#[test]
fn tokens_are_what_the_definition_says() {
    let n_tokens = |tokens: &str| {
        let workdir = texts();
        let mut command =
            workdir.command(["stats", "a.txt", "--only", "tokens", "--no-header", "-f", "csv", "--tokens"]);
        String::from_utf8(command.arg(tokens).output().unwrap().stdout).unwrap()
    };
    assert_eq!(n_tokens("uax29"), "7\n");
    assert_eq!(n_tokens("whitespace"), "8\n");
    assert_eq!(n_tokens(r"regex:\w+|[^\w\s]+"), "12\n");
}

#[test]
fn folding_takes_several_steps() {
    let workdir = Workdir::with(&[("a.txt", "Caf\u{e9} cafe\u{301} CAFE\n")]);
    let n_types =
        |fold: &str| workdir.run(&format!("stats a.txt --only types --no-header -f csv --fold {fold}")).stdout;
    assert_eq!(["none", "case", "nfc,case", "case,strip-accents"].map(n_types), ["3\n", "3\n", "2\n", "1\n"]);
}

#[test]
fn names_that_are_none_are_told_with_those_that_are() {
    let workdir = texts();
    let found = workdir.run("stats a.txt --tokens words");
    assert_eq!(
        found,
        failed(
            "textmill: --tokens: \"words\" is none of uax29, whitespace, given, regex:PATTERN\nhint: --help explains --tokens\n"
        )
    );
    let found = workdir.run("stats a.txt --fold upper");
    assert!(found.status == 2 && found.stderr.contains("none of none, case, "), "{found:?}");
    let found = workdir.run("stats a.txt --language English");
    assert!(found.status == 2 && found.stderr.contains("no code of a language"), "{found:?}");
    let found = workdir.run("stats a.txt --only gulpeas");
    assert!(found.stderr.contains("did you mean \"gulpease\"?"), "{found:?}");
}

#[test]
fn all_measures_are_the_same_on_any_number_of_threads() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("{n:02}.txt"), format!("Word {n} is word {}.\n\nWord!\n", n % 3))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let workdir = Workdir::with(&files);
    for unit in ["corpus", "document"] {
        let run = |n: usize| workdir.run(&format!("stats . --per {unit} --measures all --language en -f csv -j {n}"));
        let one = run(1);
        assert_eq!(one.status, 0);
        assert_eq!([&run(2), &run(8)], [&one, &one]);
    }
}
