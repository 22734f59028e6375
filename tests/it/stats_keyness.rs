//! `stats` by group and against a reference corpus, and the definitions that any output can carry.

use crate::harness::{Ended, Workdir, done, failed};

const NEWS: &[(&str, &str)] = &[
    ("old/a.md", "---\ndate: 2023-05-01\ntown: Oslo\n---\nThe mill turns. The mill stands.\n"),
    ("old/b.md", "---\ndate: 2023-06-30\ntown: Bergen\n---\nThe weir holds.\n"),
    ("new/c.md", "---\ndate: 30 June 2024\n---\nThe ferry leaves. The ferry is late.\n"),
];

fn news() -> Workdir {
    Workdir::with(NEWS)
}

#[track_caller]
fn check(line: &str, expected: &str) {
    assert_eq!(news().run(line), done(expected), "{line}");
}

#[test]
fn groups_are_rows_in_the_order_of_their_values() {
    check(
        "stats old new --per town --only town,documents,tokens,types",
        "town,documents,tokens,types\n,1,7,5\nBergen,1,3,3\nOslo,1,6,4\n",
    );
    check("stats old new --per date:year --only date:year=year,documents", "year,documents\n2023,2\n2024,1\n");
    check(
        "stats old new --per date:month --only date:month,tokens",
        "date:month,tokens\n2023-05,6\n2023-06,3\n2024-06,7\n",
    );
}

#[test]
fn groups_of_folders_are_levels_of_the_id() {
    let workdir = Workdir::with(&[("in/x/1.txt", "a"), ("in/x/y/2.txt", "b b"), ("in/3.txt", "c")]);
    let rows = |level: u8| workdir.run(&format!("stats in --per path:{level} --only path:{level},documents"));
    assert_eq!(rows(1), done("path:1,documents\n,1\nx,2\n"));
    assert_eq!(rows(2), done("path:2,documents\n,2\ny,1\n"));
}

#[test]
fn groups_words_and_documents_take_one_pass_into_a_folder() {
    let workdir = news();
    assert_eq!(workdir.run("stats old new --per town,word,date:week -o out/ --top 1"), done(""));
    assert_eq!(workdir.names("out"), ["date_week.csv", "town.csv", "word.csv"]);
    assert!(workdir.read("out/date_week.csv").starts_with("date:week,documents,"));
}

#[test]
fn a_name_that_is_neither_unit_nor_field_is_refused_with_those_there_are() {
    let message = "textmill: --per: \"twon\" is neither a unit nor a field of the documents\n\
                   hint: did you mean \"town\"?\n\
                   hint: the units are corpus, document, word, ngram, collocation, hit, term, term-pair, variant, and path:N, FIELD:month, language; the fields are date, town\n";
    assert_eq!(news().run("stats old new --per twon"), failed(message));
}

#[test]
fn a_date_that_cannot_be_read_is_told_and_its_document_has_no_group() {
    let workdir = Workdir::with(&[(
        "a.jsonl",
        "{\"id\":\"x\",\"text\":\"a\",\"date\":\"soon\"}\n{\"text\":\"b\",\"date\":2024}\n",
    )]);
    let stderr =
        "textmill: warning: 1 document has a field \"date\" that is no date with a year, and no group: \"soon\" of x\n";
    let expected =
        Ended { status: 0, stdout: "date:year,documents\n,1\n2024,1\n".to_owned(), stderr: stderr.to_owned() };
    assert_eq!(workdir.run("stats a.jsonl --per date:year --only date:year,documents"), expected);
}

#[test]
fn groups_are_drawn_in_time() {
    let drawn = news().run("stats old new --per date:month --plot --only documents").stdout;
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!((lines.len(), lines[0]), (15, "documents by date:month"));
    assert!(lines[1].starts_with("2023-05 ██") && lines[1].ends_with("█ 1"), "{drawn}");
    assert_eq!((lines[3], lines[13]), ("2023-07 0", "2024-05 0"));
    let drawn = news().run("stats old new --per town --plot --only ttr").stdout;
    assert!(drawn.starts_with("ttr by town\n(none) ") && drawn.contains("\nBergen ████"), "{drawn}");
    assert_eq!(news().run("stats old new --per town --plot --only ttr,note").status, 2);
    assert_eq!(news().run("stats old new --per town --plot --only note").status, 2);
}

#[test]
fn words_are_compared_with_those_of_several_references() {
    let columns = "word,frequency,reference_frequency,direction";
    let one = "word,frequency,reference_frequency,direction\nmill,0,2,negative\nferry,2,0,positive\n";
    check(&format!("stats new --per word --against old/a.md --top 2 --only {columns}"), one);
    let all = news().run(&format!("stats new --per word --against old/a.md --against old/b.md --only {columns}"));
    assert!(all.stdout.contains("\nthe,2,3,negative\n"), "{}", all.stdout);
    assert_eq!(all.stdout.lines().count(), 11);
}

#[test]
fn a_reference_is_only_for_words_and_never_written_over() {
    let message = "textmill: --against: makes no difference to rows per document\nhint: it is for --per word\n";
    assert_eq!(news().run("stats new --per document --against old"), failed(message));
    assert_eq!(news().run("stats new --against old"), news().run("stats new --per word --against old"));
    let message = "textmill: --against: names standard input, which is already one of the inputs\nhint: --help explains --against\n";
    assert_eq!(news().pipe("stats --per word --against -", "a"), failed(message));
    let workdir = news();
    let ended = workdir.run("stats new --per word --against old -o old/a.md");
    assert_eq!((ended.status, workdir.read("old/a.md")), (2, NEWS[0].1.to_owned()));
}

#[test]
fn a_word_list_stands_for_the_corpus_that_it_was_made_of() {
    let workdir = news();
    assert_eq!(workdir.run("stats old --per word -o all.csv"), done(""));
    assert_eq!(workdir.run("stats old --per word --top 3 --fold none -o some.tsv"), done(""));
    let against = |reference: &str| workdir.run(&format!("stats new --per word --against {reference}"));
    let expected = against("old");
    assert!(expected.stdout.lines().count() > 8, "{expected:?}");
    assert_eq!(against("all.csv"), expected);
    let row = |ended: Ended| ended.stdout.lines().find(|line| line.starts_with("the,")).unwrap().to_owned();
    let counts = |row: String| row.split(',').take(7).map(str::to_owned).collect::<Vec<_>>();
    let of_part = counts(row(against("some.tsv")));
    let (size, documents) = (of_part[6].clone(), of_part[4].clone());
    assert_eq!((&*of_part[2], &*documents, &*size), ("3", "2", "333333.3333333333"), "the list says how large old is");
}

#[test]
fn a_word_list_without_documents_leaves_them_empty_and_is_not_mixed_with_texts() {
    let workdir = Workdir::with(&[("a.txt", "the mill"), ("list.csv", "word,frequency\nThe,30\nweir,70\n")]);
    let columns = "word,reference_frequency,reference_document_frequency,reference_per_million";
    let found = workdir.run(&format!("stats a.txt --per word --against list.csv --only {columns} --top 2"));
    assert_eq!(found, done(&format!("{columns}\nmill,0,,0\nweir,70,,700000\n")));
    let message = "textmill: --against: names word lists and documents, which cannot be added up\nhint: --help explains --against\n";
    assert_eq!(workdir.run("stats a.txt --per word --against list.csv --against a.txt"), failed(message));
    let ended = workdir.run("stats a.txt --per word --against list.csv -o list.csv");
    assert_eq!((ended.status, workdir.read("list.csv").len()), (2, 30));
    let texts = Workdir::with(&[("a.txt", "the mill"), ("b.csv", "word,frequency,text\nx,9,the weir\n")]);
    let found = texts.run("stats a.txt --per word --against b.csv --only word,reference_frequency");
    assert_eq!(found, done("word,reference_frequency\nmill,0\nweir,1\nthe,1\n"));
}

#[test]
fn every_verb_lists_its_columns_and_does_nothing_else() {
    let workdir = news();
    for line in ["split old", "stats old", "dedupe old", "dedupe old --check", "diff old new", "export old"] {
        let ended = workdir.run(&format!("{line} --list-columns"));
        assert!(ended.stdout.starts_with("table,name,kind,definition\n"), "{line}: {ended:?}");
        assert_eq!((ended.status, &*ended.stderr), (0, ""), "{line}");
        assert!(ended.stdout.lines().count() > 3, "{line}");
    }
}

#[test]
fn a_list_of_columns_is_one_table_where_there_would_be_many() {
    let workdir = news();
    assert_eq!(workdir.run("export old --file-per town -o out/ --list-columns"), done(""));
    assert_eq!(workdir.names("out"), ["columns.csv"]);
    assert!(workdir.read("out/columns.csv").contains("\ndocument,town,any,"));
}

#[test]
fn a_list_of_columns_has_the_names_and_options_that_were_chosen() {
    let expected =
        "table,name,kind,definition\ncorpus,n,integer,\"distinct tokens, as written: V; types (Baayen 2001)\"\n";
    check("stats old --fold none --only types=n --list-columns", expected);
}

#[test]
fn definitions_stand_beside_the_file_or_in_the_folder() {
    let workdir = news();
    assert_eq!(workdir.run("stats old --fold none --only types -o out.csv -q --definitions"), done(""));
    let definitions = workdir.read("out.csv.definitions.csv");
    assert!(definitions.starts_with("table,name,kind,definition\n,textmill,setting,"));
    for row in [
        ",fold,setting,as written\n",
        ",window,setting,50\n",
        "corpus,types,integer,\"distinct tokens, as written: V; types (Baayen 2001)\"\n",
    ] {
        assert!(definitions.contains(row), "{definitions}");
    }
    assert_eq!(workdir.read("out.csv"), "types\n6\n");
    assert_eq!(workdir.run("stats new --per word --against old --stop en -o key.csv -q --definitions"), done(""));
    let definitions = workdir.read("key.csv.definitions.csv");
    let settings = definitions.lines().filter_map(|line| line.strip_prefix(',')?.split_once(",setting,"));
    let settings: Vec<(&str, &str)> = settings.skip(2).collect();
    let expected = [
        ("inputs", "new"),
        ("against", "old"),
        ("stop_lists", "en"),
        ("tokens", "\"word segments with a letter or number, after Unicode Standard Annex #29\""),
        ("fold", "folded to lower case"),
        ("language", "\"as the record says, otherwise not known\""),
        ("window", "50"),
        ("mtld_threshold", "0.72"),
        ("logarithm", "\"natural, unless the definition of a column says otherwise\""),
        ("min", "1"),
        ("top", "all"),
        ("stop", "199 words"),
        ("parts", "documents"),
        ("corpus_documents", "1"),
        ("corpus_tokens", "7"),
        ("reference_documents", "2"),
        ("reference_tokens", "9"),
        ("reference_types", "6"),
        ("correction", "benjamini-hochberg"),
    ];
    assert_eq!(settings, expected);
    assert_eq!(workdir.run("stats old --per town,word -o out/ -q --definitions"), done(""));
    assert_eq!(workdir.names("out"), ["definitions.csv", "town.csv", "word.csv"]);
    assert!(workdir.read("out/definitions.csv").contains("\nword,rank,integer,"));
}

#[test]
fn definitions_never_replace_an_input_and_need_a_file() {
    let workdir = Workdir::with(&[("a.csv.definitions.csv", "text\nfine\n")]);
    let ended = workdir.run("stats a.csv.definitions.csv -o a.csv -q --definitions");
    assert_eq!((ended.status, workdir.read("a.csv.definitions.csv")), (2, "text\nfine\n".to_owned()));
    assert_eq!(workdir.names(""), ["a.csv.definitions.csv"]);
    let message = "textmill: --definitions: stand beside the output, which must be a file or folder\nhint: --help explains --definitions\n";
    assert_eq!(workdir.run("stats a.csv.definitions.csv -o - -q --definitions"), failed(message));
}
