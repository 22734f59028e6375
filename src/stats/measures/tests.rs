//! The whole way of a measure, from text to cell, and the page that lists them all.

use std::num::NonZero;
use std::path::Path;

use super::*;
use crate::diagnostics;
use crate::document::{Document, Facts, FieldValue};
use crate::input::{Corpus, Job};
use crate::measure::Measure as Tabled;
use crate::measure::association::ASSOCIATION_MEASURES;
use crate::measure::dispersion::DISPERSION_MEASURES;
use crate::measure::keyness::KEYNESS_MEASURES;
use crate::pool::Pool;
use crate::stats::{Family, Options, Unit, stats};
use crate::table::{Cell, Collected};
use crate::text::Tokenization;
use crate::vocabulary::Fold;

fn collect(units: Vec<Unit>, documents: Vec<Document>) -> Collected {
    let language = Some("en".to_owned());
    let window = NonZero::new(20).unwrap();
    let options = Options { units, families: Family::ALL.to_vec(), language, window, ..Options::default() };
    collect_as(&options, documents)
}

fn collect_as(options: &Options, documents: Vec<Document>) -> Collected {
    let (pool, diagnostics) = (Pool::new(NonZero::new(2)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let mut output = Collected::default();
    stats(&Corpus::from_documents(documents), options, &job, &mut output).unwrap();
    output
}

fn document(id: &str, text: &str) -> Document {
    let facts = Facts { n_bytes: text.len() as u64, ..Facts::default() };
    Document { id: id.to_owned(), text: text.to_owned(), facts, ..Document::default() }
}

/// The values are written by `scripts/reference-measures.py`, which says how.
#[test]
fn measures_of_texts_equal_the_reference() {
    let texts = [("harbour", include_str!("../golden/harbour.txt")), ("note", include_str!("../golden/note.txt"))];
    let documents: Vec<Document> = texts.iter().map(|(id, text)| document(id, text)).collect();
    let output = collect(vec![Unit::Document, Unit::Corpus], documents);
    let golden = include_str!("../golden/measures.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut n_compared = 0;
    for row in golden {
        let [of, name, expected] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("not three columns: {row}") };
        let table = usize::from(of == "corpus");
        let found = output.tables[table].column(name)[0].clone();
        let expected: f64 = expected.parse().unwrap();
        let value: f64 = found.parse().unwrap_or_else(|_| panic!("{name} of {of} is {found:?}, not {expected}"));
        assert!((value - expected).abs() <= 1e-9 * expected.abs(), "{name} of {of} is {value}, not {expected}");
        n_compared += 1;
    }
    assert!(n_compared > 80, "{n_compared}");
}

/// The values are of datatrove 0.10.1, written by `scripts/reference-values.py`.
#[test]
fn repetition_in_texts_equals_the_filter_of_datatrove() {
    let golden = include_str!("../golden/repetition.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = golden.map(|line| line.split('\t').collect()).collect();
    let texts: Vec<&str> = rows.iter().map(|row| row[0]).filter(|text| !text.is_empty()).collect();
    let documents = texts.iter().map(|text| document("d", &serde_json::from_str::<String>(text).unwrap()));
    let options = Options {
        units: vec![Unit::Document],
        families: vec![Family::Quality],
        tokens: Tokenization::Whitespace,
        fold: Fold::NONE,
        ..Options::default()
    };
    let output = collect_as(&options, documents.collect());
    let mut of = None;
    for row in rows {
        of = if row[0].is_empty() { of } else { Some(of.map_or(0, |of| of + 1)) };
        let found: f64 = output.tables[0].column(row[1])[of.unwrap()].parse().unwrap();
        let expected: f64 = row[2].parse().unwrap();
        assert!(
            (found - expected).abs() <= 1e-9 * expected,
            "{} is {found}, not {expected}: {}",
            row[1],
            texts[of.unwrap()]
        );
    }
    assert_eq!(output.tables[0].column("top_3_gram_char_frac")[0], "", "the first text has two words");
}

#[test]
fn stop_words_are_those_of_the_language_of_each_document() {
    let of_language = |id: &str, language: &str, text: &str| {
        let mut document = document(id, text);
        document.fields.set("language".into(), FieldValue::Text(language.to_owned()));
        document
    };
    let texts = [("a", "en", "the mill and The weir"), ("b", "de", "Die Mühle und das Wehr"), ("c", "sv", "ett hus")];
    let documents = texts.map(|(id, language, text)| of_language(id, language, text));
    let options =
        Options { units: vec![Unit::Document, Unit::Corpus], families: vec![Family::Quality], ..Options::default() };
    let output = collect_as(&options, documents.to_vec());
    assert_eq!(output.tables[0].column("stop_word_ratio"), ["0.4", "0.6", ""]);
    assert_eq!(output.tables[1].column("stop_word_ratio"), ["0.5"]);
    let note = &output.tables[0].column("note")[2];
    assert!(note.contains("stop_word_ratio: no words in a known language with a stop list"), "{note}");
}

#[test]
fn a_text_without_words_has_no_number_that_is_not_one() {
    let output = collect(
        vec![Unit::Document, Unit::Corpus],
        vec![document("a", ""), document("b", "one"), document("c", "…\n")],
    );
    let n_columns = Measure::all().len();
    assert!(n_columns > 110, "{n_columns}");
    for table in &output.tables {
        for row in &table.rows {
            let is_number = |cell: &Cell<'_>| !matches!(cell, Cell::Real(value) if !value.is_finite());
            assert!(row.iter().all(is_number), "{row:?}");
        }
    }
    let note = &output.tables[0].column("note")[0];
    let told = |name: &str| note.contains(&format!("{name}, ")) || note.contains(&format!("{name}: "));
    let empty = output.tables[0].columns.iter().filter(|column| output.tables[0].column(&column.name)[0].is_empty());
    let silent: Vec<&str> = empty.map(|column| &*column.name).filter(|name| !told(name)).collect();
    assert_eq!(silent, ["source", "title"], "every empty measure has its reason in the note");
}

#[test]
fn every_measure_has_a_formula_a_unit_and_a_reference() {
    for measure in Measure::all() {
        for part in [&*measure.definition, measure.formula, measure.unit, measure.reference] {
            assert!(!part.is_empty() && !part.ends_with('.'), "{}: {part:?}", measure.name);
        }
    }
}

/// With `TEXTMILL_BLESS=1` in the environment the page is written anew.
#[test]
fn the_page_of_measures_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/measures.md");
    let now = page();
    if std::env::var_os("TEXTMILL_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == now, "docs/measures.md is not what the measures say; TEXTMILL_BLESS=1 writes it anew");
}

const HEAD: &str = "\
# Measures of `textmill stats`

<!-- Written by a test from the definitions in the code; TEXTMILL_BLESS=1 cargo test --lib writes it anew. -->

Every measure here is a column of `--per corpus`, `--per document` and of rows about groups. Those in **bold** are shown unless
`--only` chooses; `--only NAME,...` takes any of them by name, and `--measures FAMILY,...` adds a family. A measure that
cannot be computed is empty, and the column `note` says why.

`{window}` is the number given by `--window`, `{tokens}` and `{fold}` what `--tokens` and `--fold` say; `{threshold}` by
`--mtld-threshold`. N is the number of tokens, V that of types, V_i of types with i tokens; W that of words, S of sentences, Sy
of syllables, L of letters and digits in words. Rows: *any*; *document*, empty in rows about several documents; *several*,
only in rows about several documents.
";

const PAIRS: &str = "\
O11 is how often both words come together, R1 and C1 how often each comes, N the number of all pairs or tokens; O12, O21,
O22 are the other cells, R2 and C2 the other margins, and E11 = R1 C1 / N is what chance would give.";

const PARTS: &str = "\
There are n parts; v_i is the frequency in part i, f their sum, s_i the part's share of the tokens, p_i the relative
frequency in the part.";

const CORPORA: &str = "\
The word comes a times in a corpus of c tokens, and b times in another of d tokens. N is c + d; E1 = c (a + b) / N and
E2 = d (a + b) / N are what chance would give.";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for family in Family::ALL {
        page += &format!("\n## {}\n\n", family.name());
        page += "| name | definition | formula | unit | reference | rows |\n|---|---|---|---|---|---|\n";
        for measure in Measure::all().iter().filter(|measure| measure.family == family) {
            page += &line(measure);
        }
    }
    page += "\n# Measures of words and pairs\n";
    page += &section("association, of the words of a collocation", PAIRS, ASSOCIATION_MEASURES);
    page += &section("dispersion, of a word over documents", PARTS, DISPERSION_MEASURES);
    page += &section("keyness, of a word in two corpora", CORPORA, KEYNESS_MEASURES);
    page
}

fn section<F>(title: &str, symbols: &str, families: &[&[Tabled<F>]]) -> String {
    let mut section = format!("\n## {title}\n\n{symbols}\n\n");
    section += "| name | definition | formula | unit | reference |\n|---|---|---|---|---|\n";
    for measure in families.iter().flat_map(|family| family.iter()) {
        let cells = [measure.name, measure.definition, measure.formula, measure.unit, measure.reference];
        section += &format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    section
}

fn line(measure: &Measure) -> String {
    let name = match measure.shown {
        Shown::Always(_) => format!("**{}**", measure.name),
        Shown::OnDemand => measure.name.to_string(),
    };
    let rows = match measure.scope {
        Scope::Any => "any",
        Scope::One => "document",
        Scope::Several => "several",
    };
    let cells = [&name, &*measure.definition, measure.formula, measure.unit, measure.reference, rows];
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}
