//! Rows of passages, and documents without them.

use super::*;

const NOTICE: &str =
    "Printed by the harbour press, all rights are kept, and nothing may be copied without a letter to us.";

fn story(topic: &str) -> String {
    (0..40).map(|n| format!("{topic}{n}")).collect::<Vec<_>>().join(" ")
}

/// Stories with a notice, alone or inside a paragraph, and a line of two words; the second and the third are equal.
fn stories() -> Vec<Document> {
    let texts = [
        format!("{}\n\nRead more\n\n{NOTICE}\n", story("mill")),
        format!("{}\n\n{NOTICE}\n", story("flood")),
        format!("{}\n\n{NOTICE}\n", story("flood")),
        format!("Read more\n\n{} {NOTICE} {}\n", story("fair"), story("rain")),
        format!("{NOTICE}\n\nREAD MORE"),
    ];
    documents(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn of(unit: Unit, strip: Strip) -> Options {
    let passage = PassageOptions { min_words: NonZero::new(15).unwrap(), ..PassageOptions::default() };
    // The last one is nothing but passages, and would be contained in others.
    Options { passage, strip, ..only(&[Relation::Exact], unit) }
}

fn tables(documents: Vec<Document>, options: &Options, n_threads: usize) -> (Vec<CollectedTable>, Vec<String>) {
    let pool = Pool::new(NonZero::new(n_threads)).unwrap();
    let diagnostics = diagnostics::Collected::default();
    let mut output = Collected::default();
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    dedupe(&Corpus::from_documents(documents), None, options, &job, &mut output).unwrap();
    (output.tables, diagnostics.lines())
}

#[test]
fn passages_of_kept_documents_are_rows_the_most_widespread_first() {
    let (tables, _) = tables(stories(), &of(Unit::Passage, Strip::Nothing), 1);
    let columns = ["passage", "kind", "words", "documents", "occurrences", "id", "start"];
    // The notice is a whole paragraph of three documents, and stands inside one of another.
    let expected = ["1 run 19 4 4 4 281", "2 paragraph 19 3 3 1 282", "3 paragraph 2 3 3 1 271"];
    assert_eq!(rows(&tables[0], &columns), expected);
    assert_eq!(tables[0].column("text"), [NOTICE, NOTICE, "Read more"]);
    let share: f64 = tables[0].column("share").iter().map(|share| share.parse::<f64>().unwrap()).sum();
    assert!((share - f64::from(4 * 19 + 3 * 2) / f64::from(4 * 19 + 3 * 2 + 4 * 40)).abs() < 1e-12);
}

#[test]
fn stripped_documents_have_neither_passages_nor_gaps() {
    let (tables, findings) = tables(stories(), &of(Unit::Document, Strip::Passages), 1);
    let left = [
        format!("{}\n", story("mill")),
        format!("{}\n", story("flood")),
        format!("{} {}\n", story("fair"), story("rain")),
        String::new(),
    ];
    assert_eq!(tables[0].column("text"), left);
    assert_eq!(tables[0].column("cut")[1], "[{\"passage\":2,\"start\":309,\"end\":411}]");
    assert_eq!(
        findings,
        [
            "note: : passages were cut at 7 places of 4 documents",
            "warning: : 1 document has no text left without its passages",
        ]
    );
}

#[test]
fn the_table_of_cuts_gives_the_texts_back() {
    let (tables, _) = tables(stories(), &of(Unit::Document, Strip::PassagesWithTables), 1);
    let units: Vec<&str> = tables.iter().map(|table| table.unit.as_str()).collect();
    assert_eq!(units, ["document", "passage", "cut"]);
    let mut texts: Vec<(String, String)> = tables[0].column("id").into_iter().zip(tables[0].column("text")).collect();
    for ((id, start), cut) in tables[2].column("id").iter().zip(tables[2].column("start")).zip(tables[2].column("text"))
    {
        let (_, text) = texts.iter_mut().find(|(known, _)| known == id).unwrap();
        text.insert_str(start.parse().unwrap(), &cut);
    }
    let kept = stories().into_iter().filter(|document| document.id != "3");
    assert_eq!(texts, kept.map(|document| (document.id, document.text)).collect::<Vec<_>>());
}

#[test]
fn what_another_corpus_has_does_not_count() {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let diagnostics = diagnostics::Collected::default();
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let (reference, news) = (stories()[..2].to_vec(), stories()[3..].to_vec());
    let corpora = (Corpus::from_documents(news), Corpus::from_documents(reference));
    let mut output = Collected::default();
    let options = of(Unit::Passage, Strip::Nothing);
    dedupe(&corpora.0, Some(&corpora.1), &options, &job, &mut output).unwrap();
    assert!(output.tables[0].rows.is_empty());
}

#[test]
fn a_corpus_without_documents_has_no_passages() {
    for unit in [Unit::Passage, Unit::Document] {
        let (tables, _) = tables(Vec::new(), &of(unit, Strip::Passages), 2);
        assert!(tables[0].rows.is_empty());
    }
}

#[test]
fn threads_make_no_difference_to_passages() {
    let texts: Vec<String> = (0..600_u32)
        .map(|n| {
            let sentence = |n: u32| format!("The {}th matter of the day is told here in so many words. ", n % 37);
            (0..1 + n % 5).map(|m| sentence(n * m + n / 9)).collect::<String>() + &format!("w{n}\n\nx{} y z", n % 50)
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let passage = PassageOptions { min_words: NonZero::new(8).unwrap(), ..PassageOptions::default() };
    for strip in [Strip::Nothing, Strip::PassagesWithTables] {
        let unit = if strip == Strip::Nothing { Unit::Passage } else { Unit::Document };
        let options = Options { passage, strip, ..only(&[Relation::Exact], unit) };
        let all_rows = |n_threads| {
            let (tables, findings) = tables(documents(&texts), &options, n_threads);
            (tables.into_iter().map(|table| table.rows).collect::<Vec<_>>(), findings)
        };
        let expected = all_rows(1);
        assert!(expected.0.iter().all(|rows| rows.len() > 30));
        assert!([2, 8].into_iter().all(|n_threads| all_rows(n_threads) == expected));
    }
}

#[test]
fn a_heading_of_one_word_stays_and_a_footer_of_every_page_goes() {
    let page = |n: usize| format!("{}\n\nstory number {n}\n\nread more", if n < 4 { "weather" } else { "sports" });
    let texts: Vec<String> = (0..12).map(|n| if n % 4 == 3 { format!("story number {n}") } else { page(n) }).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let options = Options { strip: Strip::Passages, ..only(&[Relation::Exact], Unit::Document) };
    let (tables, _) = tables(documents(&texts), &options, 2);
    let left = rows(&tables[0], &["text"]);
    assert_eq!(left[0], "weather\n\nstory number 0");
    assert_eq!(left[4], "story number 4", "six of twelve have the heading");
}
