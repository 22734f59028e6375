//! The verb in memory: documents in, rows and findings out.

mod beside;
mod choices;
mod passages;

use std::collections::{BTreeSet, HashSet};
use std::num::NonZero;

use proptest::prelude::*;

use super::*;
use crate::diagnostics;
use crate::document::{Document, FieldValue};
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::similarity::Threshold;
use crate::table::{Cell, Collected, CollectedTable};
use crate::text;

fn documents(texts: &[&str]) -> Vec<Document> {
    let document = |(number, text): (usize, &&str)| Document {
        id: number.to_string(),
        source: "in".to_owned(),
        text: (*text).to_owned(),
        ..Document::default()
    };
    (1..).zip(texts).map(document).collect()
}

fn run(documents: Vec<Document>, options: &Options) -> (CollectedTable, Summary, Vec<String>) {
    run_on(1, documents, options)
}

fn run_on(n_threads: usize, documents: Vec<Document>, options: &Options) -> (CollectedTable, Summary, Vec<String>) {
    let pool = Pool::new(NonZero::new(n_threads)).unwrap();
    let diagnostics = diagnostics::Collected::default();
    let mut output = Collected::default();
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let summary = dedupe(&Corpus::from_documents(documents), None, options, &job, &mut output).unwrap();
    // What the search says of its recall has a test of its own.
    let findings = diagnostics.lines().into_iter().filter(|line| !line.starts_with("note: : pairs with")).collect();
    (output.tables.remove(0), summary, findings)
}

fn per(unit: Unit) -> Options {
    Options { unit, ..Options::default() }
}

fn at(threshold: f64, unit: Unit) -> Options {
    Options { threshold: Threshold::new(threshold).unwrap(), unit, ..Options::default() }
}

/// As the brute force sees things: by Jaccard alone.
fn by_jaccard(threshold: f64, unit: Unit) -> Options {
    let relations = [Relation::Exact, Relation::Normalized, Relation::Near].into_iter().collect();
    Options { relations, facts: Facts::MayDiffer, ..at(threshold, unit) }
}

fn only(relations: &[Relation], unit: Unit) -> Options {
    Options { relations: relations.iter().copied().collect(), unit, ..Options::default() }
}

/// The rows of `table` as text, cells of the named columns joined by spaces.
fn rows(table: &CollectedTable, names: &[&str]) -> Vec<String> {
    let columns: Vec<Vec<String>> = names.iter().map(|name| table.column(name)).collect();
    (0..table.rows.len()).map(|row| columns.iter().map(|c| c[row].as_str()).collect::<Vec<_>>().join(" ")).collect()
}

#[track_caller]
fn check_pairs(texts: &[&str], options: &Options, expected: &[&str]) {
    let (table, _, _) = run(documents(texts), options);
    assert_eq!(rows(&table, &["id_a", "id_b", "relation", "jaccard"]), expected, "{texts:?}");
}

/// Eight words, and texts that share some of their four shingles of five words.
const EIGHT: &str = "we walked down to the old stone harbor";

#[test]
fn each_pair_goes_under_its_strongest_relation() {
    let nine = format!("{EIGHT} wall");
    let loud = EIGHT.to_uppercase() + "!";
    check_pairs(
        &[EIGHT, EIGHT, &loud, &nine, "we walked down to the sea"],
        &per(Unit::Pair),
        &["1 2 exact 1", "1 3 normalized 1", "1 4 near 0.8"],
    );
}

#[test]
fn jaccard_and_containment_are_those_counted_by_hand() {
    // Four shingles and two, one of them shared.
    let (table, _, _) = run(documents(&[EIGHT, "so we walked down to the"]), &at(0.2, Unit::Pair));
    let numbers = ["jaccard", "containment_a_in_b", "containment_b_in_a"];
    assert_eq!(rows(&table, &numbers), ["0.2 0.25 0.5"]);
    assert_eq!(rows(&table, &["shared_shingles", "shingles_a", "shingles_b"]), ["1 4 2"]);
}

#[test]
fn a_text_shorter_than_a_shingle_is_one_shingle() {
    check_pairs(&["Hello world", "hello, WORLD", "hello", "world hello"], &per(Unit::Pair), &["1 2 normalized 1"]);
}

#[test]
fn texts_without_words_are_only_ever_exactly_equal() {
    check_pairs(&["", "…", "", "!!", "…", " "], &per(Unit::Pair), &["1 3 exact ", "2 5 exact "]);
    check_pairs(&["", "", "…", "…"], &only(&[Relation::Normalized, Relation::Near], Unit::Pair), &[]);
}

#[test]
fn a_weaker_relation_asked_for_alone_includes_the_stronger_ones() {
    let texts = [EIGHT, EIGHT, "We walked down to the old stone harbor."];
    check_pairs(&texts, &only(&[Relation::Exact], Unit::Pair), &["1 2 exact 1"]);
    check_pairs(&texts, &only(&[Relation::Normalized], Unit::Pair), &["1 2 normalized 1", "1 3 normalized 1"]);
    check_pairs(&texts, &only(&[Relation::Near], Unit::Pair), &["1 2 near 1", "1 3 near 1"]);
    check_pairs(&texts, &only(&[Relation::Exact, Relation::Near], Unit::Pair), &["1 2 exact 1", "1 3 near 1"]);
}

#[test]
fn a_word_repeated_without_end_is_one_shingle() {
    let (short, long) = ("so ".repeat(5), "so ".repeat(50_000));
    check_pairs(&[&short, &long, "so so so so"], &per(Unit::Pair), &["1 2 near 1"]);
}

#[test]
fn clusters_name_the_first_document_as_kept_and_say_why_others_are_not() {
    let words: Vec<String> = (0..24).map(|n| format!("w{n}")).collect();
    let part = |from: usize, to: usize| words[from..to].join(" ");
    let (first, second, third) = (part(0, 20), part(2, 22), part(4, 24));
    let texts = ["alone here", &first, &second, &third, &first];
    let (table, summary, _) = run(documents(&texts), &at(0.7, Unit::Cluster));
    let expected = ["1 yes 2   2", "1 no 3 near 0.7777777777777778 2", "1 no 4 chained 0.6 2", "1 no 5 exact 1 2"];
    assert_eq!(rows(&table, &["cluster", "kept", "id", "relation", "jaccard", "kept_id"]), expected);
    let expected =
        Summary { n_documents: 5, n_kept: 2, n_exact: 1, n_near: 1, n_chained: 1, n_clusters: 1, ..Summary::default() };
    assert_eq!(summary, expected);
    assert_eq!(summary.n_removed(), 3);
}

#[test]
fn rows_of_clusters_have_texts_if_they_are_asked_for() {
    let input = || documents(&["x", EIGHT, EIGHT]);
    let options = Options { cluster_texts: ClusterTexts::Shown, ..per(Unit::Cluster) };
    let (table, _, _) = run(input(), &options);
    assert_eq!(table.column("text"), [EIGHT, EIGHT]);
    let (without, _, _) = run(input(), &per(Unit::Cluster));
    assert!(without.columns.iter().all(|column| column.name != "text"));
}

#[test]
fn kept_documents_come_in_input_order_with_all_their_columns() {
    let mut input = documents(&["b", "a", "b", "c"]);
    input[1].title = Some("A".to_owned());
    input[2].fields = [("lost".into(), FieldValue::Text("y".to_owned()))].into_iter().collect();
    input[3].fields = [("year".into(), FieldValue::Json("1912".to_owned()))].into_iter().collect();
    let (table, summary, _) = run(input, &Options::default());
    assert_eq!(table.unit, "document");
    let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["id", "source", "title", "text", "lost", "year"]);
    assert_eq!(rows(&table, &names), ["1 in  b  ", "2 in A a  ", "4 in  c  1912"]);
    assert_eq!(table.rows[2][5], Cell::Json("1912".into()));
    assert_eq!((summary.n_kept, summary.n_removed()), (3, 1));
}

#[test]
fn repeated_ids_are_said_once_and_do_not_confuse() {
    let mut input = documents(&["one text", "other words", "one text"]);
    input.iter_mut().for_each(|document| document.id = "same".to_owned());
    let (table, summary, findings) = run(input, &Options::default());
    assert_eq!(table.column("text"), ["one text", "other words"]);
    assert_eq!(summary.n_exact, 1);
    assert_eq!(findings, ["warning: in: several documents have the id \"same\"; rows cannot tell them apart"]);
}

#[test]
fn without_a_relation_there_is_nothing_to_find_by() {
    let pool = Pool::new(NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    let corpus = Corpus::from_documents(Vec::new());
    let result = dedupe(&corpus, None, &only(&[], Unit::Document), &job, &mut Collected::default());
    assert!(matches!(result, Err(Error::Option(_))));
}

#[test]
fn an_empty_corpus_has_no_rows_and_no_duplicates() {
    for unit in [Unit::Document, Unit::Cluster, Unit::Pair] {
        let (table, summary, findings) = run(Vec::new(), &per(unit));
        assert!(table.rows.is_empty() && findings.is_empty());
        assert_eq!(summary, Summary::default());
    }
}

#[test]
fn thousands_of_equal_documents_make_one_cluster() {
    let texts = vec![EIGHT; 5_000];
    let (table, summary, _) = run(documents(&texts), &per(Unit::Pair));
    assert_eq!((table.rows.len(), summary.n_exact, summary.n_clusters), (4_999, 4_999, 1));
}

/// Three hundred pages of one template, each with a number of its own.
fn template_pages() -> Vec<String> {
    let page = |n| format!("{EIGHT} of {EIGHT} and {} number{n}", "same old page of ours ".repeat(9));
    (0..300).map(page).collect()
}

#[test]
fn a_crowd_is_one_cluster_and_has_all_its_pairs() {
    let pages = template_pages();
    let texts: Vec<&str> = pages.iter().map(String::as_str).collect();
    let (_, summary, findings) = run(documents(&texts), &at(0.5, Unit::Cluster));
    assert_eq!((summary.n_kept, summary.n_near, findings.len()), (1, 299, 0));
    let pairs = Options { passages: Passages::Skip, ..at(0.5, Unit::Pair) };
    assert_eq!(run(documents(&texts), &pairs).0.rows.len(), 300 * 299 / 2);
}

#[test]
fn sketches_on_disk_give_the_same_rows_as_sketches_in_memory() {
    let texts = edited_texts(160, 7);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for unit in [Unit::Document, Unit::Marked, Unit::Cluster, Unit::Pair] {
        let options = Options { relations: Relation::ALL.into_iter().collect(), ..by_jaccard(0.6, unit) };
        let expected = run(documents(&texts), &options);
        for memory_bytes in [1_000, 40_000] {
            let found = run(documents(&texts), &Options { memory_bytes, ..options.clone() });
            assert_eq!((found.0.rows, found.1), (expected.0.rows.clone(), expected.1), "{unit:?}");
        }
    }
}

/// Texts with many relations among them: some new, the others edits of earlier ones.
fn edited_texts(n: usize, mut seed: u64) -> Vec<String> {
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut texts: Vec<Vec<String>> = Vec::new();
    for idx in 0..n {
        let mut words = match random(4) {
            0 => (0..random(80)).map(|_| format!("w{}", random(500))).collect(),
            _ if idx == 0 => Vec::new(),
            _ => texts[random(idx)].clone(),
        };
        for _ in 0..random(4) {
            let at = random(words.len() + 1);
            match random(4) {
                0 => words.insert(at, format!("w{}", random(500))),
                1 => words.truncate(at.max(words.len() / 2)),
                2 => words.insert(at, "—".to_owned()),
                _ => words.iter_mut().skip(at).take(1).for_each(|word| *word = word.to_uppercase()),
            }
        }
        texts.push(words);
    }
    texts.iter().map(|words| words.join(" ")).collect()
}

/// Pairs as a look at all of them finds them: sets of words, no hash.
fn all_pairs(texts: &[String], threshold: f64) -> BTreeSet<(usize, usize)> {
    let shingles = |text: &String| {
        let mut normalized = String::new();
        text::normalize_into(text, &mut normalized);
        let words: Vec<String> = text::words(&normalized).map(|(_, word)| word.to_owned()).collect();
        let n = words.len().clamp(1, 5);
        words.windows(n).map(<[String]>::to_vec).collect::<HashSet<_>>()
    };
    let sets: Vec<_> = texts.iter().map(shingles).collect();
    let mut pairs = BTreeSet::new();
    for b in 0..texts.len() {
        for a in 0..b {
            let shared = sets[a].intersection(&sets[b]).count();
            let union = sets[a].len() + sets[b].len() - shared;
            // A hair of tolerance stands for exact arithmetic: no quotient of such small numbers lies in it.
            let is_near = shared > 0 && shared as f64 / union as f64 > threshold - 1e-12;
            if is_near || texts[a] == texts[b] {
                pairs.insert((a, b));
            }
        }
    }
    pairs
}

/// The pairs of the output, with those that follow from it because documents are equal.
fn reported_pairs(texts: &[String], options: &Options) -> BTreeSet<(usize, usize)> {
    let input: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (table, _, _) = run(documents(&input), options);
    let number = |id: String| id.parse::<usize>().unwrap() - 1;
    let ids = table.column("id_a").into_iter().map(number).zip(table.column("id_b").into_iter().map(number));
    let rows: Vec<(usize, usize, String)> = ids.zip(table.column("relation")).map(|((a, b), r)| (a, b, r)).collect();
    let mut equals: Vec<usize> = (0..texts.len()).collect();
    for (a, b, _) in rows.iter().filter(|row| row.2 == "normalized").chain(rows.iter().filter(|row| row.2 == "exact")) {
        equals[*b] = equals[*a];
    }
    let near: HashSet<(usize, usize)> = rows.iter().filter(|row| row.2 == "near").map(|&(a, b, _)| (a, b)).collect();
    let is_pair = |a: usize, b: usize| {
        let (x, y) = (equals[a].min(equals[b]), equals[a].max(equals[b]));
        x == y || near.contains(&(x, y))
    };
    (0..texts.len()).flat_map(|b| (0..b).map(move |a| (a, b))).filter(|&(a, b)| is_pair(a, b)).collect()
}

#[test]
fn the_pairs_are_those_of_a_look_at_all_pairs() {
    for (seed, threshold) in (1..).zip([0.5, 0.55, 0.6, 2.0 / 3.0, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]) {
        let texts = edited_texts(160, seed);
        let expected = all_pairs(&texts, threshold);
        assert!(expected.len() > 80, "the case must have pairs to find");
        let by_sketches = by_jaccard(threshold, Unit::Pair);
        assert_eq!(reported_pairs(&texts, &by_sketches), expected, "at {threshold}");
        let by_join = Options { search: Search::AllPairs, ..by_sketches };
        assert_eq!(reported_pairs(&texts, &by_join), expected, "at {threshold}, all pairs");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let texts = edited_texts(120, 99);
    let input: Vec<&str> = texts.iter().map(String::as_str).collect();
    for unit in [Unit::Document, Unit::Marked, Unit::Cluster, Unit::Pair] {
        let options = Options { relations: Relation::ALL.into_iter().collect(), ..by_jaccard(0.6, unit) };
        let (expected, summary, _) = run_on(1, documents(&input), &options);
        for n_threads in [2, 8] {
            let (found, found_summary, _) = run_on(n_threads, documents(&input), &options);
            assert_eq!((found.rows, found_summary), (expected.rows.clone(), summary), "{unit:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 10))]

    #[test]
    fn the_order_of_the_input_changes_the_choice_of_documents_but_not_the_clusters(seed: u64, turn in 1usize..59) {
        let texts = edited_texts(60, seed);
        let mut input = documents(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let expected = clusters_of(&run(input.clone(), &by_jaccard(0.6, Unit::Cluster)).0);
        input.rotate_left(turn);
        input[..turn].reverse();
        prop_assert_eq!(clusters_of(&run(input, &by_jaccard(0.6, Unit::Cluster)).0), expected);
    }
}

fn clusters_of(table: &CollectedTable) -> BTreeSet<BTreeSet<String>> {
    let members: Vec<(String, String)> = table.column("cluster").into_iter().zip(table.column("id")).collect();
    members.chunk_by(|a, b| a.0 == b.0).map(|c| c.iter().map(|(_, id)| id.clone()).collect()).collect()
}
