//! Bugs that were there once, each with a test named for it.

use std::fs;
use std::io::Write as _;

use textmill::diagnostics::Collected;
use textmill::document::Extent;
use textmill::input::{Corpus, InputOptions, Job, LongTexts};
use textmill::pool::Pool;

#[test]
fn a_small_file_that_holds_much_is_cut_like_a_long_one_and_stays_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&[b'\n'; 17 << 20]).unwrap();
    fs::write(folder.path().join("a.txt"), "before").unwrap();
    fs::write(folder.path().join("b.txt.gz"), packed.finish().unwrap()).unwrap();
    fs::write(folder.path().join("c.txt"), "after").unwrap();

    let options = InputOptions { long_texts: LongTexts::Parts, ..InputOptions::default() };
    let said = Collected::default();
    let corpus = Corpus::open(&[folder.path().to_owned()], options, &said).unwrap();
    let pool = Pool::new(None).unwrap();
    let job = Job { pool: &pool, diagnostics: &said };
    let mut seen: Vec<(String, usize, Extent)> = Vec::new();
    let summary =
        |(): &mut (), document: textmill::document::Document| (document.id, document.text.len(), document.extent);
    let take = |found| {
        seen.push(found);
        Ok(())
    };
    corpus.run(&job, || (), summary, take).unwrap();

    assert_eq!(said.lines(), [""; 0]);
    assert_eq!((&*seen[0].0, &*seen[seen.len() - 1].0), ("a.txt", "c.txt"));
    let parts = &seen[1..seen.len() - 1];
    assert!(parts.iter().all(|(id, _, extent)| id == "b.txt.gz" && *extent != Extent::Whole), "{parts:?}");
    assert_eq!(parts.iter().map(|(_, n_bytes, _)| n_bytes).sum::<usize>(), 17 << 20);
}

#[test]
fn a_header_longer_than_what_is_looked_at_is_said_and_not_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.csv");
    fs::write(&path, format!("text,{}\na,b\n", "c".repeat(3 << 20))).unwrap();
    let said = Collected::default();
    let corpus = Corpus::open(&[path], InputOptions::default(), &said).unwrap();
    let pool = Pool::new(None).unwrap();
    let job = Job { pool: &pool, diagnostics: &said };
    let mut n_documents = 0;
    let count = |_| {
        n_documents += 1;
        Ok(())
    };
    corpus.run(&job, || (), |(), document| document, count).unwrap();
    let said = said.lines();
    assert!(n_documents == 0 && said.len() == 1 && said[0].contains("its header is longer than"), "{said:?}");
}
