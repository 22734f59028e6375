//! The units made from the order of words, in memory: documents in, rows out.

use std::num::NonZero;

use proptest::prelude::*;

use super::super::assembly::merged_tally;
use super::super::counted::Counted;
use super::super::counts::Counts;
use super::super::scanner::Scanner;
use super::super::task::Task;
use super::super::*;
use crate::diagnostics;
use crate::document::{Document, Extent, Facts, FieldValue};
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::table::{self, Cell, Selection};
use crate::text::StopList;
use crate::vocabulary::CollocationSpan;

type Rows = Vec<Vec<Cell<'static>>>;

fn document(id: &str, text: &str, extent: Extent) -> Document {
    let facts = Facts { n_bytes: text.len() as u64, ..Facts::default() };
    Document { id: id.to_owned(), text: text.to_owned(), facts, extent, ..Document::default() }
}

fn documents(texts: &[&str]) -> Vec<Document> {
    texts.iter().enumerate().map(|(n, text)| document(&n.to_string(), text, Extent::Whole)).collect()
}

fn run(n_threads: usize, documents: Vec<Document>, options: &Options) -> (table::Collected, Vec<String>) {
    let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let mut output = table::Collected::default();
    stats(&Corpus::from_documents(documents), options, &job, &mut output).unwrap();
    (output, diagnostics.lines())
}

fn collect(texts: &[&str], options: &Options) -> table::Collected {
    run(1, documents(texts), options).0
}

fn ngrams(n: usize, m: usize) -> Options {
    let lengths = NgramLengths::new(NonZero::new(n).unwrap(), NonZero::new(m).unwrap()).unwrap();
    Options { units: vec![Unit::Ngram], lengths, ..Options::default() }
}

fn collocations(left: usize, right: usize) -> Options {
    let collocation = CollocationOptions {
        span: CollocationSpan { left, right },
        min_frequency: Some(1),
        ..CollocationOptions::default()
    };
    Options { units: vec![Unit::Collocation], collocation, ..Options::default() }
}

/// Compares the named columns of the one table, rows as texts with blanks between cells.
#[track_caller]
fn check(output: &table::Collected, columns: &[&str], expected: &[&str]) {
    let columns: Vec<Vec<String>> = columns.iter().map(|name| output.tables[0].column(name)).collect();
    let n_rows = output.tables[0].rows.len();
    let row = |row: usize| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!((0..n_rows).map(row).collect::<Vec<_>>(), expected);
}

const MILL: &str = "The mill turns. The mill, the river; the mill";

#[test]
fn ngrams_are_ordered_by_length_then_frequency_then_words() {
    let output = collect(&[MILL, "the mill"], &ngrams(1, 2));
    let expected = [
        "the 1 5 2 1",
        "mill 1 4 2 2",
        "river 1 1 1 3",
        "turns 1 1 1 3",
        "the mill 2 4 2 1",
        "mill the 2 1 1 2",
        "mill turns 2 1 1 2",
        "river the 2 1 1 2",
        "the river 2 1 1 2",
        "turns the 2 1 1 2",
    ];
    check(&output, &["ngram", "n", "frequency", "document_frequency", "rank"], &expected);
    assert_eq!(output.tables[0].column("per_million")[0], (5e6 / 11.0).to_string());
}

#[test]
fn sentences_part_ngrams_where_asked_and_a_smaller_frequency_hides_them() {
    let within = Options { within: Within::Sentence, min_frequency: 2, ..ngrams(2, 2) };
    check(&collect(&[MILL], &within), &["ngram", "frequency"], &["the mill 3"]);
    let within = Options { min_frequency: 1, top: NonZero::new(2), ..within };
    check(&collect(&["A mill. See a mill"], &within), &["ngram", "frequency"], &["a mill 2", "see a 1"]);
}

#[test]
fn stop_words_hide_the_ngrams_that_they_begin_or_end_and_keep_their_places() {
    let options = Options { stop: StopList::parse("of the"), ..ngrams(2, 4) };
    let output = collect(&["state of the art"], &options);
    check(&output, &["ngram"], &["state of the art"]);
    let words = Options { units: vec![Unit::Word], ..options };
    check(&collect(&["The state OF the art"], &words), &["word", "rank"], &["art 1", "state 1"]);
}

#[test]
fn adjacent_pairs_have_the_table_of_bigrams() {
    let output = collect(&["new companies are new", "new companies"], &collocations(0, 1));
    let columns = ["node", "collocate", "frequency", "node_frequency", "collocate_frequency", "span_tokens"];
    check(&output, &columns, &["new companies 2 3 2 2", "companies are 1 2 1 1", "are new 1 1 3 1"]);
    assert_eq!(output.tables[0].column("expected")[0], (2.0 * (2.0 / 6.0)).to_string());
}

/// "x y" is in a text of 50 words 3 times, x 10 times and y 12 times; the values are those of nltk 3.10.4 (pmi, chi2,
/// dice), anyts 0.4.3 (npmi, mi3, t_score, log_dice), association-measures 0.3.2 (z_score), mpmath 1.4.1 (g2) and of the
/// definition (delta P).
#[test]
fn measures_of_adjacent_pairs_equal_the_references() {
    let text = ["x y ".repeat(3), "x z ".repeat(7), "y z ".repeat(9), "z ".repeat(12)].concat();
    let output = collect(&[&text], &collocations(0, 1));
    let table = &output.tables[0];
    let row =
        table.column("node").iter().zip(table.column("collocate")).position(|pair| pair == (&"x".into(), "y".into()));
    let expected = [
        ("pmi", 0.321_928_094_887_361_74),
        ("npmi", 0.079_314_246_577_970_33),
        ("mi3", 3.491_853_096_329_674_8),
        ("t_score", 0.346_410_161_513_775_5),
        ("z_score", 0.387_298_334_620_741_76),
        ("g2", 0.237_599_508_615_522_6),
        ("chi2", 0.246_710_526_315_789_46),
        ("dice", 0.272_727_272_727_272_7),
        ("log_dice", 12.125_530_882_083_858),
        ("delta_p_21", 0.075),
        ("delta_p_12", 0.065_789_473_684_210_52),
    ];
    for (name, expected) in expected {
        let found: f64 = table.column(name)[row.unwrap()].parse().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-9, "{name} is {found}");
    }
}

#[test]
fn collocations_are_ordered_by_log_dice_then_words() {
    let output = collect(&["a b c a b d"], &collocations(0, 1));
    check(&output, &["node", "collocate", "frequency"], &["a b 2", "b c 1", "b d 1", "c a 1"]);
    assert_eq!(output.tables[0].column("log_dice")[0], "14");
    let strict = Options {
        collocation: CollocationOptions { min_frequency: Some(2), ..collocations(0, 1).collocation },
        ..collocations(0, 1)
    };
    check(&collect(&["a b c a b d"], &strict), &["node", "collocate"], &["a b"]);
}

#[test]
fn only_the_nodes_asked_for_have_collocates_and_one_that_is_nowhere_is_told() {
    let mut options = collocations(1, 1);
    options.collocation.nodes = vec!["Mill*".to_owned(), "weir".to_owned()];
    options.stop = StopList::parse("the");
    let (output, told) = run(1, documents(&["the mill turns, the Millers sleep"]), &options);
    check(&output, &["node", "collocate"], &["mill turns", "millers sleep"]);
    assert_eq!(told, ["warning: : no word of the corpus matches the node \"weir\""]);
}

#[test]
fn a_word_with_the_same_collocate_on_both_sides_has_all_measures() {
    let names = ["node", "frequency", "dice", "g2", "fisher_p", "note"].map(str::to_owned);
    let columns = Selection::parse(&names).unwrap();
    let mut options = Options { columns, ..collocations(1, 1) };
    options.collocation.nodes = vec!["of".to_owned()];
    let output = collect(&["the of the", "a b c d e f g"], &options);
    check(&output, &["node", "collocate", "frequency", "dice", "note"], &[&format!("of the 2 {} ", 4.0 / 3.0)]);
    assert!(!output.tables[0].column("fisher_p")[0].is_empty());
    assert_eq!(output.tables[0].column("pmi"), [""], "what is not wanted is not computed");
}

#[test]
fn measures_that_are_not_defined_are_empty_and_say_why() {
    let output = collect(&["a a"], &collocations(1, 1));
    check(&output, &["g2", "pmi"], &[" 0"]);
    let note = output.tables[0].column("note").concat();
    assert!(note.contains("g2, chi2"), "{note}");
}

/// Frequencies 1 to 5 in parts of 9, 10, 10, 10 and 11 tokens; the values are those of anyts 0.4.3.
#[test]
fn dispersion_over_documents_equals_the_reference() {
    let text = |n: usize, size: usize| format!("{}{}", "w ".repeat(n), "x ".repeat(size - n));
    let texts = [(5, 11), (1, 9), (3, 10), (2, 10), (4, 10)].map(|(n, size)| text(n, size));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let options = Options { units: vec![Unit::Word], dispersion: Dispersion::Shown, ..Options::default() };
    let output = collect(&texts, &options);
    assert_eq!(output.tables[0].column("word"), ["x", "w"]);
    let expected = [("range", 5.0), ("gries_dp", 0.18), ("gries_dp_norm", 0.2195121951), ("juilland_d", 0.7851504535)];
    assert_eq!(output.tables[0].rows[1][5], Cell::Integer(5), "the range is a whole number");
    for (name, expected) in expected {
        let found: f64 = output.tables[0].column(name)[1].parse().unwrap();
        assert!((found - expected).abs() < 1e-9, "{name} is {found}");
    }
}

#[test]
fn words_are_spread_over_groups_as_over_documents_with_the_same_texts() {
    let field = |text: &str, town: &str| {
        let fields = [("town".into(), FieldValue::Text(town.to_owned()))].into_iter().collect();
        Document { text: text.to_owned(), fields, ..Document::default() }
    };
    let pieces = vec![field("a b", "x"), field("a a c", "y"), field("b\n", "x"), field("c", "y"), field("d d", "")];
    let options =
        |parts| Options { units: vec![Unit::Word], dispersion: Dispersion::Shown, parts, ..Options::default() };
    let of_groups = |n_threads| {
        let options = options("town".parse::<Parts>().unwrap());
        run(n_threads, pieces.clone(), &options).0.tables.remove(0)
    };
    let whole = collect(&["a b b", "a a c c", "d d"], &options(Parts::Documents)).tables.remove(0);
    let measures = |table: &table::CollectedTable| table.rows.iter().map(|row| row[5..].to_vec()).collect::<Vec<_>>();
    assert_eq!(measures(&of_groups(1)), measures(&whole));
    assert_eq!(measures(&of_groups(8)), measures(&whole));
    assert!(of_groups(1).columns[5].definition.starts_with("over groups of documents by town, number of parts"));
}

#[test]
fn dispersion_needs_two_documents_and_is_there_if_asked_for() {
    let columns = Selection::parse(&["word".to_owned(), "gries_dp".to_owned(), "note".to_owned()]).unwrap();
    let options = Options { units: vec![Unit::Word], columns, ..Options::default() };
    let output = collect(&["a"], &options);
    assert_eq!(output.tables[0].column("note"), ["gries_dp: fewer than 2 parts"]);
    let usual = collect(&["a"], &Options { units: vec![Unit::Word], ..Options::default() });
    assert_eq!(usual.tables[0].columns.len(), 5);
}

fn everything(within: Within) -> Options {
    let units = vec![Unit::Word, Unit::Ngram, Unit::Collocation];
    Options {
        units,
        within,
        dispersion: Dispersion::Shown,
        ..Options { lengths: ngrams(2, 4).lengths, ..collocations(2, 3) }
    }
}

fn rows(output: table::Collected) -> Vec<Rows> {
    output.tables.into_iter().map(|table| table.rows).collect()
}

#[test]
fn rows_are_the_same_on_any_number_of_threads() {
    let texts: Vec<String> = (0..150).map(|n| format!("w{} is w{} and. W{} is", n % 7, n % 3, n % 11)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let on = |n_threads| rows(run(n_threads, documents(&texts), &everything(Within::Sentence)).0);
    let expected = on(1);
    assert_eq!(on(2), expected);
    assert_eq!(on(8), expected);
}

/// Scans each document or part by a worker of its own.
fn assembled(documents: Vec<Document>, options: &Options) -> Vec<Rows> {
    let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let task = Task::new(options).unwrap();
    let nothing = task.nothing();
    let (mut assembly, mut counts, mut scanners) = (task.assembly(), Counts::default(), Vec::new());
    for document in documents {
        let mut scanner = Scanner::new(&task.plan).counting(nothing.tally.contexts.clone());
        if let Some((_, numbers)) = assembly.push(scanner.scan(document)) {
            counts += &numbers.counts;
        }
        scanners.push(scanner);
    }
    let counted = Counted { counts, tally: merged_tally(scanners, assembly, &job), ..nothing };
    let mut output = table::Collected::default();
    task.tables(&[], None, job.diagnostics, &mut output).unwrap().finish(&counted, None, &job, &mut output).unwrap();
    rows(output)
}

proptest! {
    #[test]
    fn a_text_cut_at_any_line_ends_has_the_rows_of_the_whole(
        lines in proptest::collection::vec("[a-d]( [a-d]){0,3}", 1..9),
        cuts in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let mut parts = vec![String::new()];
        for (line, is_cut) in lines.iter().zip(&cuts) {
            parts.last_mut().unwrap().push_str(&format!("{line}\n"));
            if *is_cut {
                parts.push(String::new());
            }
        }
        let n = parts.len();
        let part = |(idx, text): (usize, &String)| {
            document("d", text, Extent::Part { idx: idx as u32, last: idx + 1 == n })
        };
        let other = document("e", "a c", Extent::Whole);
        let cut = parts.iter().enumerate().map(part).chain([other.clone()]).collect();
        let whole = vec![other, document("d", &parts.concat(), Extent::Whole)];
        let options = everything(Within::Document);
        prop_assert_eq!(assembled(cut, &options), assembled(whole, &options));
    }
}

#[test]
fn all_pairs_are_shown_where_none_is_as_frequent_as_usual() {
    let usual =
        CollocationOptions { nodes: vec!["a".to_owned()], min_frequency: None, ..collocations(1, 1).collocation };
    let pairs = |text: &str, min_frequency| {
        let collocation = CollocationOptions { min_frequency, ..usual.clone() };
        let options = Options { collocation, ..collocations(1, 1) };
        collect(&[text], &options).tables[0].column("collocate")
    };
    assert_eq!(pairs("a b a c", None), ["b", "c"]);
    assert_eq!(pairs("a b a c", Some(3)), [""; 0]);
    assert_eq!(pairs(&"a b ".repeat(6).replacen("a b", "a c", 1), None), ["b"]);
}
