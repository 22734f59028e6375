//! What holds for all formulas of readability.

use super::*;
use crate::measure::{Measure, golden};

fn counts(case: &str) -> TextCounts {
    let counts = golden::integers(case);
    let [n_words, n_sentences, n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables] = counts[..]
    else {
        panic!("{case:?} are not seven counts")
    };
    TextCounts { n_words, n_sentences, n_letters, n_long_words, n_syllables, n_polysyllables, n_monosyllables }
}

fn formulas() -> Vec<Formula> {
    READABILITY_FORMULAS.concat()
}

#[test]
fn values_equal_those_of_the_references() {
    let measures: Vec<Measure<OfCounts>> = formulas().iter().map(|formula| formula.measure).collect();
    golden::check(include_str!("../golden/readability.tsv"), &[&measures], |compute, case| compute(&counts(case)));
}

/// The reading ease that the tests of quanteda state for "The cat in the hat at green ham and eggs." and "Once upon a
/// time."
#[test]
fn the_reading_ease_of_two_sentences_is_as_published() {
    let flesch = formulas().into_iter().find(|formula| formula.measure.name == "flesch").unwrap();
    for (case, expected) in [("10 1 30 0 10 0 10", 112.085), ("4 1 13 0 5 0 3", 97.025)] {
        assert!((flesch.value(&counts(case), "en").unwrap() - expected).abs() < 1e-9, "{case}");
    }
}

#[test]
fn no_formula_has_a_value_without_words_or_sentences() {
    for (case, reason) in [("0 0 0 0 0 0 0", "no words"), ("0 40 0 0 0 0 0", "no words")] {
        for formula in formulas() {
            let found = (formula.measure.compute)(&counts(case)).unwrap_err();
            assert_eq!(found.to_string(), reason, "{}", formula.measure.name);
        }
    }
    for formula in formulas().iter().filter(|formula| formula.measure.name != "smog") {
        let found = (formula.measure.compute)(&counts("5 0 20 0 7 0 3")).unwrap_err();
        assert_eq!(found.to_string(), "no sentences", "{}", formula.measure.name);
    }
}

#[test]
fn smog_is_for_thirty_sentences() {
    let smog = formulas().into_iter().find(|formula| formula.measure.name == "smog").unwrap();
    let few = smog.value(&counts("300 29 1200 60 450 30 150"), "en").unwrap_err();
    assert_eq!(few.to_string(), "fewer than 30 sentences");
    assert!(smog.value(&counts("300 30 1200 60 450 30 150"), "en").is_ok());
}

#[track_caller]
fn check_languages(language: &str, expected: &[&str]) {
    let found: Vec<&str> = formulas().iter().filter(|f| f.holds_for(language)).map(|f| f.measure.name).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_formula_has_values_for_its_languages_only() {
    check_languages("de", &["lix", "rix", "amstad", "wiener_sachtextformel"]);
    check_languages("it", &["lix", "rix", "gulpease"]);
    check_languages("zh", &[]);
    let text = counts("135 9 586 20 189 8 90");
    for formula in formulas() {
        assert_eq!(formula.value(&text, "zh").unwrap_err().to_string(), "does not hold for the language");
    }
}

#[test]
fn huge_counts_stay_finite() {
    let text = counts("1000000000000 1 9000000000000 1000000000000 5000000000000 1000000000000 0");
    for formula in formulas() {
        assert!((formula.measure.compute)(&text).map_or(true, f64::is_finite), "{}", formula.measure.name);
    }
}
