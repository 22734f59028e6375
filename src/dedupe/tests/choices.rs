//! What is kept, what a cluster is, and what is told of it.

use super::*;

/// `n` words that no other `topic` has.
fn story(topic: &str, n: usize) -> String {
    (0..n)
        .map(|idx| format!("{topic}{}", "abcdefghij".repeat(1 + idx / 10).get(..1 + idx).unwrap()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn kept_ids(table: &CollectedTable) -> Vec<String> {
    table.column("id")
}

#[track_caller]
fn check_kept(texts: &[&str], options: &Options, expected: &[&str]) {
    let (table, _, _) = run(documents(texts), options);
    assert_eq!(kept_ids(&table), expected);
}

#[test]
fn a_teaser_goes_and_its_article_stays_whichever_comes_first() {
    let article = story("x", 80);
    let teaser = format!("{} … Read more", article.split(' ').take(30).collect::<Vec<_>>().join(" "));
    check_kept(&[&article, &teaser], &Options::default(), &["1"]);
    check_kept(&[&teaser, &article], &Options::default(), &["2"]);
    let (table, summary, _) = run(documents(&[&teaser, &article]), &per(Unit::Cluster));
    assert_eq!(rows(&table, &["id", "kept", "relation", "kept_id"]), ["2 yes  2", "1 no contained 2"]);
    assert_eq!((summary.n_contained, summary.n_kept), (1, 1));
}

#[test]
fn a_page_of_teasers_does_not_bring_its_articles_together() {
    let articles = [story("x", 60), story("y", 60), story("z", 60)];
    let beginning = |text: &String| text.split(' ').take(25).collect::<Vec<_>>().join(" ");
    let teasers: Vec<String> = articles.iter().map(beginning).collect();
    let page = teasers.join("\n");
    let texts = [&page, &articles[0], &articles[1], &articles[2], &teasers[0]].map(String::as_str);
    check_kept(&texts, &Options::default(), &["1", "2", "3", "4"]);
}

#[test]
fn an_excerpt_of_an_excerpt_goes_only_for_a_text_that_has_it() {
    let whole = story("x", 200);
    let part = |n: usize| whole.split(' ').take(n).collect::<Vec<_>>().join(" ");
    let (half, quarter) = (part(100), part(50));
    let (table, _, _) = run(documents(&[&quarter, &half, &whole]), &per(Unit::Cluster));
    assert_eq!(rows(&table, &["id", "kept", "relation"]), ["3 yes ", "1 no contained", "2 no contained"]);
}

#[test]
fn fewer_than_twenty_words_are_contained_in_nothing() {
    let whole = story("x", 80);
    let part = |n: usize| whole.split(' ').take(n).collect::<Vec<_>>().join(" ");
    check_kept(&[&whole, &part(19)], &Options::default(), &["1", "2"]);
    check_kept(&[&whole, &part(20)], &Options::default(), &["1"]);
}

/// A report whose facts differ from those of the others, and whose template is long enough to make all near.
fn report(town: &str, score: usize) -> String {
    format!(
        "{} on Saturday {town} won by {score} goals, and {}",
        "the ground was soft after a week of rain and the crowd was in good heart when the teams came out",
        "so the season ends as it began with much to hope for and little to show as the chairman said at the gate while \
         the band played and the lights went out one by one over the field and the road home was long and dark for all"
    )
}

#[test]
fn pages_of_one_template_with_different_facts_are_not_merged() {
    let pages: Vec<String> = ["Harwick", "Sandby", "Elm"].iter().zip(1..).map(|(town, n)| report(town, n)).collect();
    let texts: Vec<&str> = pages.iter().map(String::as_str).collect();
    let options = at(0.6, Unit::Document);
    check_kept(&texts, &options, &["1", "2", "3"]);
    check_kept(&texts, &Options { facts: Facts::MayDiffer, ..options.clone() }, &["1"]);
    // The same facts in other words are the same page.
    let reprint = pages[0].replace("soft", "wet");
    check_kept(&[texts[0], &reprint], &options, &["1"]);
}

#[test]
fn many_changed_words_are_similar_where_it_is_asked_for() {
    let text = story("x", 100);
    let changed: Vec<String> = text
        .split(' ')
        .enumerate()
        .map(|(idx, word)| if idx % 10 == 5 { format!("y{idx}") } else { word.to_owned() })
        .collect();
    let texts = [&*text, &changed.join(" ")];
    check_kept(&texts, &Options::default(), &["1", "2"]);
    let options = Options { relations: Relation::ALL.into_iter().collect(), ..per(Unit::Pair) };
    let (table, summary, _) = run(documents(&texts), &options);
    assert_eq!(rows(&table, &["relation", "alignment"]), ["similar 0.9"]);
    assert_eq!(summary.n_similar, 1);
}

#[test]
fn pairs_show_the_text_that_they_share() {
    let (table, _, _) = run(documents(&[EIGHT, "“We walked, down to the OLD” pier"]), &at(0.3, Unit::Pair));
    assert_eq!(rows(&table, &["longest_shared", "shared"]), ["6 we walked down to the old"]);
}

/// Three documents: the first and the last are near the middle one, and not each other.
fn chain() -> [String; 3] {
    let words: Vec<String> = story("w", 26).split(' ').map(str::to_owned).collect();
    [0, 3, 6].map(|from| words[from..from + 20].join(" "))
}

#[test]
fn linkage_says_how_long_a_chain_may_be() {
    let texts = chain();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let linked = |linkage, keep| Options { linkage, keep, ..by_jaccard(0.65, Unit::Document) };
    check_kept(&texts, &linked(Linkage::Connected, Keep::First), &["1"]);
    check_kept(&texts, &linked(Linkage::Star, Keep::First), &["1", "3"]);
    check_kept(&texts, &linked(Linkage::Complete, Keep::First), &["1", "3"]);
    let middle = format!("{}{}", texts[1], "!".repeat(500));
    let texts = [texts[0], &middle, texts[2]];
    check_kept(&texts, &linked(Linkage::Star, Keep::Longest), &["2"]);
    check_kept(&texts, &linked(Linkage::Complete, Keep::Longest), &["1", "2"]);
}

#[test]
fn the_document_that_is_rather_kept_is_kept() {
    let mut input = documents(&[EIGHT, "We walked down to the old stone harbor!!", EIGHT]);
    for (document, date) in input.iter_mut().zip(["2024-03-05", "2024-03-04", "2024-03-06"]) {
        document.fields.set("date".into(), FieldValue::Text(date.to_owned()));
        document.source = format!("{}/{}.txt", if document.id == "3" { "wire" } else { "web" }, document.id);
    }
    let keeps = [
        (Keep::First, "1"),
        (Keep::Longest, "2"),
        (Keep::Oldest("date".to_owned()), "2"),
        (Keep::Newest("date".to_owned()), "3"),
        (Keep::Preferred(SourcePattern::new("wire/").unwrap()), "3"),
    ];
    for (keep, expected) in keeps {
        let (table, summary, _) = run(input.clone(), &Options { keep, ..Options::default() });
        assert_eq!((kept_ids(&table), summary.n_removed()), (vec![expected.to_owned()], 2));
    }
}

#[test]
fn marked_documents_say_what_became_of_them_and_where_else_they_ran() {
    let mut input = documents(&[EIGHT, "alone", EIGHT, "We walked down to the old stone harbor!!"]);
    input[2].source = "second".to_owned();
    input[3].fields.set("date".into(), FieldValue::Text("1912".to_owned()));
    let (table, summary, _) = run(input, &per(Unit::Marked));
    assert_eq!(
        rows(&table, &["id", "cluster", "kept", "kept_id", "relation", "copies", "also_in", "date"]),
        ["1 1 yes 1  2 second; in (1912) ", "2  yes 2  0  ", "3 1 no 1 exact   ", "4 1 no 1 normalized   1912"]
    );
    assert_eq!(summary.n_kept, 2);
}

#[test]
fn what_the_reference_has_goes_and_the_reference_is_never_put_out() {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let diagnostics = diagnostics::Collected::default();
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let reference = Corpus::from_documents(documents(&[EIGHT, EIGHT, "never seen again"]));
    let corpus = Corpus::from_documents(documents(&["new", "we walked down to the old stone harbor?", "new"]));
    for (unit, expected) in [(Unit::Document, vec!["1"]), (Unit::Marked, vec!["1", "2", "3"])] {
        let mut output = Collected::default();
        let options = Options { keep: Keep::Longest, ..per(unit) };
        let summary = dedupe(&corpus, Some(&reference), &options, &job, &mut output).unwrap();
        assert_eq!(kept_ids(&output.tables[0]), expected);
        assert_eq!((summary.n_documents, summary.n_kept, summary.n_exact, summary.n_normalized), (3, 1, 1, 1));
    }
}

#[test]
fn the_curve_says_what_each_threshold_would_remove() {
    let texts = chain();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (table, _, _) = run(documents(&texts), &Options { facts: Facts::MayDiffer, ..per(Unit::Threshold) });
    let found = rows(&table, &["threshold", "clusters", "removed", "pairs", "borderline_id_a", "borderline_id_b"]);
    assert_eq!(found.len(), 11);
    assert_eq!(found[0], "0.5 1 2 2 2 3");
    assert_eq!(found[10], "1 0 0 0  ");
}
