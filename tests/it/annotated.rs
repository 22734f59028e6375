//! Annotated corpora: CoNLL-U, vertical text and corpora of TEI, of any length, by their own tokens.

use std::fmt::Write as _;

use crate::harness::{Workdir, csv_records, done, written};

/// Sentences of two documents: a form of two words, a word with a blank, and one that is cut apart.
const TREES: &str = "\
# newdoc id = fr
# genre = letter
# sent_id = 1
# text = Il va au New York, aujourd'hui.
1\tIl\til\tPRON\t_\t_\t_\t_\t_\t_
2\tva\taller\tVERB\t_\t_\t_\t_\t_\t_
3-4\tau\t_\t_\t_\t_\t_\t_\t_\t_
3\tà\tà\tADP\t_\t_\t_\t_\t_\t_
4\tle\tle\tDET\t_\t_\t_\t_\t_\t_
5\tNew York\tNew York\tPROPN\t_\t_\t_\t_\t_\tSpaceAfter=No
6\t,\t,\tPUNCT\t_\t_\t_\t_\t_\t_
7\taujourd'hui\taujourd'hui\tADV\t_\t_\t_\t_\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_

# newdoc id = en
1\tDo\tdo\tAUX\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tn't\tnot\tPART\t_\t_\t_\t_\t_\t_
3\tgo\tgo\tVERB\t_\t_\t_\t_\t_\t_

";

#[test]
fn given_tokens_are_counted_in_every_unit() {
    let workdir = Workdir::with(&[("a.conllu", TREES)]);
    let run = |line: &str| written(workdir.run(&format!("stats a.conllu --tokens given {line}")));
    assert_eq!(run("--per document --only id,tokens,types --no-header"), "fr,7,7\nen,3,3\n");
    assert_eq!(run("--only tokens,mean_word_length --no-header"), "10,3.4\n");
    let words = run("--per word --only word --no-header");
    let mut words: Vec<&str> = words.lines().collect();
    words.sort_unstable();
    assert_eq!(words, ["\",\"", ".", "au", "aujourd'hui", "do", "go", "il", "n't", "new york", "va"]);
    assert!(run("--per ngram -n 2 --only ngram --no-header").contains("au new york\n"));
    let pairs = run("--per collocation --node au --span 0,1 --min 1 --only node,collocate --no-header");
    assert_eq!(pairs, "au,new york\n");
    let hits = run("--per hit --match York --context 2 --only position,left,hit,right --no-header");
    assert_eq!(hits, "4,au New,York,\", aujourd'hui\"\n");
    assert_eq!(run("--attribute lemma --per document --only id,tokens --no-header"), "fr,8\nen,3\n");
    assert!(run("--attribute lemma --per word --only word --no-header").contains("new york\n"));
    assert_eq!(run("--attribute pos --per word --top 1 --only word,frequency --no-header"), "punct,2\n");
}

#[test]
fn given_tokens_of_vertical_text_are_its_lines() {
    let source = "<doc id=\"v\">\n<s>\nDogs\tNNS\tdog\ndo\tVBP\tdo\n<g/>\nn't\tRB\tnot\nrun\tVB\trun\n<g/>\n.\t.\t.\n</s>\n</doc>\n";
    let workdir = Workdir::with(&[("a.vert", source)]);
    assert_eq!(written(workdir.run("stats a.vert --only tokens --no-header")), "3\n");
    assert_eq!(written(workdir.run("stats a.vert --tokens given --only tokens --no-header")), "5\n");
}

#[test]
fn documents_without_annotation_have_no_given_tokens() {
    let workdir = Workdir::with(&[("a.conllu", TREES), ("b.txt", "No tokens.")]);
    let ended = workdir.run("stats b.txt --tokens given");
    assert!(ended.status == 2 && ended.stdout.is_empty(), "{ended:?}");
    assert!(ended.stderr.contains("b.txt: is plain text, which has no annotated tokens"), "{}", ended.stderr);
    assert!(ended.stderr.contains("--tokens given"), "{}", ended.stderr);
    let ended = workdir.run("stats a.conllu --tokens given --per word --against b.txt");
    assert!(ended.status == 2 && ended.stderr.contains("no annotated tokens"), "{ended:?}");
}

#[test]
fn a_reference_is_counted_by_its_given_tokens() {
    let workdir = Workdir::with(&[("a.conllu", TREES), ("b.conllu", TREES)]);
    let line = "stats a.conllu --tokens given --per word --against b.conllu --only word,frequency,reference_frequency";
    let rows = written(workdir.run(line));
    assert!(rows.contains("new york,1,1\n"), "{rows}");
}

#[test]
fn spellings_know_no_tokens_but_their_own() {
    let workdir = Workdir::with(&[("a.conllu", TREES)]);
    for tokens in ["given", "whitespace"] {
        let ended = workdir.run(&format!("stats a.conllu --tokens {tokens} --per variant"));
        let why = "--tokens: cannot be chosen for --per variant";
        assert!(ended.status == 2 && ended.stderr.contains(why), "{ended:?}");
    }
}

#[test]
fn hits_among_lemmas_are_shown_by_their_forms() {
    let workdir = Workdir::with(&[("a.conllu", TREES)]);
    let run = |line: &str| {
        written(workdir.run(&format!("stats a.conllu --per hit {line} --context 2 --only left,hit,right --no-header")))
    };
    assert_eq!(run("--attribute lemma --match aller"), "Il,va,au New\n");
    assert_eq!(run("--attribute lemma --match aller --tokens given"), "Il,va,au New York\n");
    assert_eq!(run("--attribute lemma --match le --words --tokens given"), "Il va,au,\"New York,\"\n");
    assert_eq!(run("--attribute pos --match VERB --tokens given"), "Il,va,au New York\nDon't,go,\n");
    workdir.write("terms.csv", "label,variant\nto go,aller\nto go,go\n");
    assert_eq!(run("--attribute lemma --terms terms.csv --tokens given"), "Il,va,au New York\nDon't,go,\n");
}

#[test]
fn contexts_of_hits_are_of_the_tokens_that_are_counted() {
    let workdir = Workdir::with(&[("a.txt", "a - b c-d e f-g hit h-i - j")]);
    let run = |tokens: &str| {
        let line =
            format!("stats a.txt --per hit --match hit --context 2 --tokens {tokens} --only position,left,right");
        written(workdir.run(&format!("{line} --no-header")))
    };
    assert_eq!(run("uax29"), "8,f-g,h-i\n");
    assert_eq!(run("whitespace"), "7,e f-g,h-i -\n");
    assert_eq!(run("regex:[a-z-]{2,}"), "3,c-d e f-g,h-i\n");
}

/// Documents of a few tokens each, and more than a block of them.
const N_DOCUMENTS: usize = 20_000;

/// Asserts that a long file is read in documents of at most 10 kB with the ids and fields that it has, by any number of threads.
#[track_caller]
fn check_long(name: &str, source: &str, flags: &str, last: &str) {
    assert!(source.len() > 3 << 19, "{name} is shorter than a block");
    let workdir = Workdir::with(&[(name, source)]);
    let run = |threads: usize| {
        let line = format!("export {name} --max-document 10k -j {threads} --columns id,n,text --no-header {flags}");
        written(workdir.run(&line))
    };
    let found = run(1);
    let rows = csv_records(&format!("id,n,text\n{found}"));
    assert_eq!(rows.last().map(|row| row.join("|")).as_deref(), Some(last));
    assert_eq!(found, run(2));
    let counted =
        written(workdir.run(&format!("stats {name} {flags} --max-document 10k --only documents --no-header")));
    assert_eq!(counted, format!("{N_DOCUMENTS}\n"));
}

#[test]
fn vertical_text_of_any_length_is_read_document_by_document() {
    let mut source = "<corpus>\n".to_owned();
    for n in 1..=N_DOCUMENTS {
        write!(source, "<text n=\"{n}\">\n<doc>\n<s>\nThe\nletter\nof\tIN\tof\nthe\nmiller\n<g/>\n,\nnumber\n{n}\n</s>\n</doc>\n</text>\n").unwrap();
    }
    check_long(
        "a.vert",
        &(source + "</corpus>\n"),
        "",
        &format!("a.vert#{N_DOCUMENTS}|{N_DOCUMENTS}|The letter of the miller, number {N_DOCUMENTS}"),
    );
}

#[test]
fn treebanks_of_any_length_are_read_document_by_document() {
    let mut source = "# global.columns = ID FORM MISC\n".to_owned();
    for n in 1..=N_DOCUMENTS {
        write!(
            source,
            "# newdoc id = d{n}\n# n = {n}\n# sent_id = {n}\n# text = The letter of the miller, number {n}\n"
        )
        .unwrap();
        for (idx, word) in ["The", "letter", "of", "the", "miller", ",", "number"].into_iter().enumerate() {
            writeln!(source, "{}\t{word}\t_", idx + 1).unwrap();
        }
        write!(source, "8\t{n}\t_\n\n").unwrap();
    }
    check_long(
        "a.conllup",
        &source,
        "",
        &format!("d{N_DOCUMENTS}|{N_DOCUMENTS}|The letter of the miller, number {N_DOCUMENTS}"),
    );
}

#[test]
fn corpora_of_tei_and_documents_that_are_named_are_read_one_by_one() {
    let mut source = "<!DOCTYPE teiCorpus [<!ENTITY who 'the miller'>]>\n<teiCorpus><teiHeader/>\n".to_owned();
    for n in 1..=N_DOCUMENTS {
        writeln!(source, "<TEI><teiHeader><fileDesc><publicationStmt><idno>{n}</idno></publicationStmt></fileDesc></teiHeader><text n='{n}'><body><p>The letter of &who;, number {n}</p></body></text></TEI>").unwrap();
    }
    source.push_str("</teiCorpus>\n");
    let text = format!("The letter of the miller, number {N_DOCUMENTS}");
    let flags = "--xml-document text --xml-text p";
    check_long("a.xml", &source, flags, &format!("a.xml#{N_DOCUMENTS}|{N_DOCUMENTS}|{text}"));
    let as_tei = source.replace("<idno>", "<idno type='n'>");
    let workdir = Workdir::with(&[("a.xml", &as_tei)]);
    let found = written(workdir.run("export a.xml --max-document 10k --columns id,idno,text --no-header"));
    assert_eq!(found.lines().count(), N_DOCUMENTS);
    let last = format!("a.xml#{N_DOCUMENTS},{N_DOCUMENTS},\"{text}\"");
    assert_eq!(found.lines().last(), Some(&*last));
}

#[test]
fn a_file_without_documents_is_one_and_no_longer_than_one_may_be() {
    let source = "word\n".repeat(400_000);
    let workdir = Workdir::with(&[("a.vert", &source)]);
    assert_eq!(workdir.run("stats a.vert --only documents,tokens --no-header"), done("1,400000\n"));
    assert!(written(workdir.run("export a.vert --columns id --no-header")) == "a.vert\n");
    let ended = workdir.run("stats a.vert --max-document 1000k");
    assert!(ended.status == 2 && ended.stderr.contains("a.vert: is longer than"), "{ended:?}");
}

#[test]
fn a_document_that_is_too_long_is_named_by_its_number() {
    let source = format!("<doc>\none\n</doc>\n<doc>\n{}</doc>\n", "word\n".repeat(600_000));
    let workdir = Workdir::with(&[("a.vert", &source)]);
    let ended = workdir.run("export a.vert --max-document 1000k --columns id,text --no-header");
    assert_eq!((ended.status, &*ended.stdout), (2, "a.vert#1,one\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("a.vert: is longer than") && ended.stderr.contains("record 2"), "{}", ended.stderr);
}

#[test]
fn a_damaged_document_costs_itself_and_has_its_line() {
    let source = "<doc id=\"a\">\none\n<doc id=\"b\">\ntwo\n</doc>\n<doc id=\"c\">\nthree\n";
    let workdir = Workdir::with(&[("a.vert", source)]);
    let ended = workdir.run("export a.vert --columns id,text --no-header");
    assert_eq!((ended.status, &*ended.stdout), (2, "b,two\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("a <doc> begins inside another (at line 3)"), "{}", ended.stderr);
    assert!(ended.stderr.contains("the file ends inside a <doc> (at line 8)"), "{}", ended.stderr);
}
