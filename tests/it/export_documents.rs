//! Formats that are made of documents: vertical text, TEI, the document-term matrix, folders of texts.

use crate::harness::{Workdir, done, failed};

const TWO_TEXTS: &[(&str, &str)] = &[("in/a.txt", "It rains & pours."), ("in/b.txt", "It shines.\n\nStill.")];

#[test]
fn vertical_text_has_a_token_a_line() {
    let workdir = Workdir::with(TWO_TEXTS);
    let expected =
        "<doc id=\"a.txt\" source=\"in/a.txt\">\n<p>\n<s>\nIt\nrains\n&amp;\npours\n<g/>\n.\n</s>\n</p>\n</doc>\n";
    let ended = workdir.run("export in -f vertical");
    assert!(ended.stdout.starts_with(expected), "{}", ended.stdout);
    assert_eq!((ended.status, ended.stderr.as_str(), ended.stdout.matches("<p>").count()), (0, "", 3));
    assert_eq!(workdir.run("export in -o corpus.vert"), done(""));
    assert_eq!(workdir.read("corpus.vert"), ended.stdout);
    assert_eq!(workdir.run("export in -f vertical -j 1"), workdir.run("export in -f vertical -j 4"));
}

#[test]
fn tei_is_one_corpus_of_documents() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("export in -o corpus.xml"), done(""));
    let corpus = workdir.read("corpus.xml");
    assert!(corpus.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<teiCorpus "), "{corpus}");
    assert!(corpus.ends_with("</TEI>\n</teiCorpus>\n"), "{corpus}");
    assert!(corpus.contains("<p>It rains &amp; pours.</p>"), "{corpus}");
    assert_eq!(corpus.matches("<TEI>").count(), 2);
}

#[test]
fn a_matrix_has_tables_of_its_rows_and_columns() {
    let workdir = Workdir::with(TWO_TEXTS);
    assert_eq!(workdir.run("export in -f matrix -o dtm/"), done(""));
    assert_eq!(workdir.names("dtm"), ["documents.csv", "matrix.mtx", "vocabulary.csv"]);
    let matrix = "%%MatrixMarket matrix coordinate integer general\n2 5 6\n1 1 1\n1 2 1\n1 3 1\n2 1 1\n2 4 1\n2 5 1\n";
    assert_eq!(workdir.read("dtm/matrix.mtx"), matrix);
    assert_eq!(workdir.read("dtm/documents.csv"), "row,id,tokens\n1,a.txt,3\n2,b.txt,3\n");
    assert!(workdir.read("dtm/vocabulary.csv").starts_with("column,type,frequency,document_frequency\n1,it,2,2\n"));
    assert_eq!(workdir.run("export in -f matrix -o dtm/").status, 2);
    assert_eq!(workdir.run("export in -f matrix -o dtm/ --force"), done(""));
}

#[test]
fn a_folder_of_texts_has_a_file_for_each_document() {
    let workdir =
        Workdir::with(&[("t.jsonl", "{\"id\":\"x/1\",\"text\":\"one\"}\n{\"id\":\"2.txt\",\"text\":\"two\\n\"}\n")]);
    assert_eq!(workdir.run("export t.jsonl -f text -o texts/"), done(""));
    assert_eq!(workdir.names("texts"), ["2.txt", "x_1.txt"]);
    assert_eq!((workdir.read("texts/x_1.txt"), workdir.read("texts/2.txt")), ("one\n".to_owned(), "two\n".to_owned()));
    assert_eq!(workdir.run("export t.jsonl -f text"), done("one\ntwo\n"));
}

#[test]
fn verbs_that_make_rows_say_how_to_get_such_a_format() {
    let workdir = Workdir::with(TWO_TEXTS);
    let refused = "textmill: --format: tei is made of documents, not rows: add `-f jsonl | textmill export -f tei`\nhint: --help explains --format\n";
    assert_eq!(workdir.run("split in -f tei"), failed(refused));
    assert_eq!(workdir.run("split in -o out.xml"), failed(refused));
    let refused = "textmill: --where: is about rows, and vertical is made of documents\n\
                   hint: textmill export ... --where ... -f jsonl | textmill export -f vertical\n";
    assert_eq!(workdir.run("export in -f vertical --where id=1"), failed(refused));
}
