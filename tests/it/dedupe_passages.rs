//! `textmill dedupe --per passage` and `--strip`: what users get in a pipe and in a folder.

use crate::harness::{Workdir, csv_records, done, failed};

/// A line that all pages have, and a notice inside the paragraphs of three.
const PAGES: &[(&str, &str)] = &[
    ("1.txt", "Read more\n\nThe mill burned down. This page is printed by the harbour press. Nobody was hurt.\n"),
    ("2.txt", "A flood came in the night. This page is printed by the harbour press.\n\nRead more\n"),
    ("3.txt", "“Read more”\n\nThis page is printed by the Harbour Press. The fair is off.\n"),
];

#[test]
fn passages_are_listed_with_their_figures() {
    let workdir = Workdir::with(PAGES);
    let expected = "\
passage,kind,text,words,documents,occurrences,share,id,start
1,run,This page is printed by the harbour press.,8,3,3,0.5106382978723404,1.txt,33
2,paragraph,Read more,2,3,3,0.1276595744680851,1.txt,0
";
    assert_eq!(workdir.run("dedupe . --per passage --min-words 6 -q"), done(expected));
    let none = "passage,kind,text,words,documents,occurrences,share,id,start\n";
    assert_eq!(workdir.run("dedupe . --per passage --min-documents 4 -q"), done(none));
}

#[test]
fn stripped_texts_go_on_to_the_next_verb() {
    let workdir = Workdir::with(PAGES);
    let stripped = workdir.run("dedupe . --strip --min-words 6 -q");
    let expected = "\
id,source,title,text,cut
1.txt,./1.txt,,\"The mill burned down. Nobody was hurt.
\",\"[{\"\"passage\"\":2,\"\"start\"\":0,\"\"end\"\":11},{\"\"passage\"\":1,\"\"start\"\":33,\"\"end\"\":76}]\"
2.txt,./2.txt,,\"A flood came in the night.
\",\"[{\"\"passage\"\":1,\"\"start\"\":26,\"\"end\"\":69},{\"\"passage\"\":2,\"\"start\"\":69,\"\"end\"\":80}]\"
3.txt,./3.txt,,\"The fair is off.
\",\"[{\"\"passage\"\":2,\"\"start\"\":0,\"\"end\"\":17},{\"\"passage\"\":1,\"\"start\"\":17,\"\"end\"\":60}]\"
";
    assert_eq!(stripped, done(expected));
    assert_eq!(workdir.pipe("stats - --only documents,tokens", &stripped.stdout), done("documents,tokens\n3,17\n"));
}

#[test]
fn a_folder_gets_the_passages_and_the_cuts_as_well() {
    let workdir = Workdir::with(PAGES);
    assert_eq!(workdir.run("dedupe 1.txt 2.txt 3.txt --strip --min-words 6 -q -o out/"), done(""));
    assert_eq!(workdir.names("out"), ["cut.csv", "document.csv", "passage.csv"]);
    let cuts = csv_records(&workdir.read("out/cut.csv"));
    assert_eq!(cuts.len(), 6);
    assert_eq!(cuts[1], ["1.txt", "1", "33", "76", "This page is printed by the harbour press. "]);
    // Put back, the last cut first or last, they give every byte of a text.
    let documents = csv_records(&workdir.read("out/document.csv"));
    for (name, text) in PAGES {
        let mut back = documents.iter().find(|document| document[0] == *name).unwrap()[3].clone();
        for cut in cuts.iter().filter(|cut| cut[0] == *name) {
            back.insert_str(cut[2].parse().unwrap(), &cut[4]);
        }
        assert_eq!(back, *text);
    }
}

#[test]
fn a_text_that_is_nothing_but_passages_is_told() {
    let workdir = Workdir::with(PAGES);
    workdir.write("4.txt", "Read more …\n");
    let ended = workdir.run("dedupe . --strip --min-words 6 --columns id,text --relation exact -f jsonl");
    assert_eq!(ended.stdout.lines().last(), Some(r#"{"id":"4.txt","text":"\n"}"#));
    let told = "textmill: warning: 1 document has no text left without its passages\ntextmill: 4 documents, 4 kept\n";
    assert_eq!((ended.status, &*ended.stderr), (0, told));
}

#[test]
fn columns_are_listed_and_slips_are_told() {
    let workdir = Workdir::with(PAGES);
    let listed = workdir.run("dedupe . --strip --list-columns -f csv -o -");
    let names: Vec<String> = csv_records(&listed.stdout).into_iter().map(|row| row[1].clone()).collect();
    assert!(names.contains(&"cut".to_owned()), "{listed:?}");
    assert_eq!(workdir.run("dedupe . --strip --per pair").status, 2);
    assert_eq!(
        workdir.run("dedupe . --per passage --min-documents 1"),
        failed(
            "textmill: invalid value '1' for '--min-documents <N>': a whole number from 2 on is needed\n\n\
             hint: --help shows examples and all flags\n"
        )
    );
}
