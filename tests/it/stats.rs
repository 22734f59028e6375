//! `textmill stats`: numbers of a tiny corpus counted by hand, and cells that stay empty where there is no number.

use crate::harness::{Workdir, done, failed, json_records};

const TWO_TEXTS: &[(&str, &str)] = &[("a.txt", "The cat saw the dog.\n\nIt ran.\n"), ("b.txt", "A dog ran")];

#[test]
fn a_tiny_corpus_has_the_numbers_that_a_person_counts() {
    let workdir = Workdir::with(TWO_TEXTS);
    let columns = "documents,bytes,characters,lines,paragraphs,sentences,tokens,types,hapax,ttr,mean_document_length";
    // the cat saw the dog it ran / a dog ran: the, dog and ran come twice; cat, saw, it and a once.
    let expected = format!("{columns}\n2,39,39,4,3,3,10,7,4,0.7,5\n");
    assert_eq!(workdir.run(&format!("stats . --columns {columns}")), done(&expected));
    let columns = "id,tokens,types,hapax,mean_word_length,mean_sentence_length,mean_paragraph_length";
    let expected = format!("{columns}\na.txt,7,6,5,{},3.5,3.5\nb.txt,3,3,3,{},3,3\n", 20.0 / 7.0, 7.0 / 3.0);
    assert_eq!(workdir.run(&format!("stats . --per document --columns {columns}")), done(&expected));
}

#[test]
fn words_are_ordered_by_frequency_and_cut_by_top_and_min() {
    let workdir = Workdir::with(TWO_TEXTS);
    let all = "word,frequency,document_frequency\ndog,2,2\nran,2,2\nthe,2,1\na,1,1\ncat,1,1\nit,1,1\nsaw,1,1\n";
    let lines = |n: usize| all.lines().take(n).map(|line| format!("{line}\n")).collect::<String>();
    let words =
        |flags: &str| workdir.run(&format!("stats . --per word --columns word,frequency,document_frequency {flags}"));
    assert_eq!(words(""), done(all));
    assert_eq!(words("--top 2"), done(&lines(3)));
    assert_eq!(words("--min 2"), done(&lines(4)));
    assert_eq!(words("--min 2 --top 5"), done(&lines(4)));
    assert_eq!(words("--min 3"), done(&lines(1)));
}

#[test]
fn words_as_they_are_written_are_other_types() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("stats . --only types --fold none").stdout, "types\n8\n");
    assert_eq!(workdir.run("stats a.txt --per word --columns word --fold none --top 2").stdout, "word\nIt\nThe\n");
}

#[test]
fn a_window_makes_the_moving_average() {
    // a b, b b, b a: two, one and two types in two tokens.
    let workdir = Workdir::with(&[("a.txt", "a b b a")]);
    let expected = format!("mattr\n{}\n", 5.0 / 6.0);
    assert_eq!(workdir.run("stats a.txt --window 2 --only mattr"), done(&expected));
    let short = "mattr,note\n,mattr: fewer than 5 tokens\n";
    assert_eq!(workdir.run("stats a.txt --window 5 --columns mattr,note"), done(short));
}

#[test]
fn several_units_take_one_folder() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("stats a.txt b.txt --per corpus,document,word -o results/"), done(""));
    assert_eq!(workdir.names("results"), ["corpus.csv", "document.csv", "word.csv"]);
    for unit in ["corpus", "document", "word"] {
        let alone = workdir.run(&format!("stats a.txt b.txt --per {unit}")).stdout;
        assert_eq!(workdir.read(&format!("results/{unit}.csv")), alone, "{unit}");
    }
}

/// The values of `columns` in the only row of `line` are null, and the note names each.
#[track_caller]
fn check_empty(workdir: &Workdir, line: &str, columns: &[&str]) {
    let ended = workdir.run(&format!("{line} -f jsonl"));
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let records = json_records(&ended.stdout);
    let [record] = &*records else { panic!("{line} has {} rows", records.len()) };
    for column in columns {
        assert!(record[column].is_null(), "{line}: {column} is {}", record[column]);
        let note = record["note"].as_str().unwrap();
        assert!(note.split([',', ':', ';']).any(|part| part.trim() == *column), "{line}: {column} is not in {note:?}");
    }
}

#[test]
fn a_measure_without_a_value_is_empty_with_a_note() {
    let workdir = Workdir::with(&[("empty.txt", ""), ("marks.txt", "... --- !!!\n"), ("none.jsonl", "")]);
    let of_tokens = ["ttr", "mattr", "mean_word_length", "mean_sentence_length"];
    for file in ["empty.txt", "marks.txt"] {
        check_empty(&workdir, &format!("stats {file}"), &of_tokens);
        check_empty(&workdir, &format!("stats {file} --per document"), &of_tokens);
    }
    check_empty(&workdir, "stats empty.txt", &["mean_paragraph_length"]);
    check_empty(&workdir, "stats none.jsonl", &["ttr", "mattr", "mean_document_length"]);
    assert_eq!(workdir.run("stats empty.txt --per word --columns word,frequency -q"), done("word,frequency\n"));
}

#[test]
fn one_stream_takes_one_table() {
    let workdir = Workdir::with(TWO_TEXTS);
    let ended = workdir.run("stats . --per document,word");
    let expected = "\
textmill: --per: makes several files and needs a folder for them
hint: -o DIR/ names the folder; it is made if need be
";
    assert_eq!(ended, failed(expected));
}

#[test]
fn words_that_need_more_memory_than_allowed_end_the_run_with_a_message_and_no_file() {
    let words: String = (0..20_000).map(|n| format!("w{n} ")).collect();
    let workdir = Workdir::with(&[("a.txt", &words), ("b.txt", "few words")]);
    let expected = "\
textmill: the words counted so far take more than the 64.0 KiB of memory allowed
hint: --memory SIZE allows more; fewer units at once, or --files-from in portions, need less
";
    for unit in ["word", "ngram", "source", "word --dispersion", "word --against b.txt"] {
        assert_eq!(
            workdir.run(&format!("stats a.txt --per {unit} --memory 64K -o words.csv")),
            failed(expected),
            "{unit}"
        );
    }
    assert_eq!(workdir.run("stats b.txt --per word --against a.txt --memory 64K -o words.csv"), failed(expected));
    assert_eq!(workdir.names("."), ["a.txt", "b.txt"]);
    assert_eq!(workdir.run("stats a.txt --memory 64K --only tokens"), done("tokens\n20000\n"));
    assert_eq!(workdir.run("stats a.txt --per word --memory 16M --only word --top 1"), done("word\nw0\n"));
}

#[test]
fn the_words_of_a_reference_are_held_beside_those_of_the_corpus() {
    let words = |letter| (0..20_000).map(|n| format!("{letter}{n} ")).collect::<String>();
    let workdir = Workdir::with(&[("a.txt", &words('a')), ("b.txt", &words('b'))]);
    // Either vocabulary alone has some one and a quarter million bytes.
    for alone in ["a.txt", "b.txt"] {
        assert_eq!(workdir.run(&format!("stats {alone} --per word --memory 2M -o {alone}.csv")), done(""));
    }
    let both = workdir.run("stats a.txt --per word --against b.txt --memory 2M -o both.csv");
    assert_eq!((both.status, workdir.names(".").contains(&"both.csv".to_owned())), (2, false));
    assert!(both.stderr.contains("take more than the 2.0 MiB of memory allowed"), "{}", both.stderr);
    assert_eq!(workdir.run("stats a.txt --per word --against b.txt --memory 4M -o both.csv"), done(""));
}
