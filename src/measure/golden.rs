//! Values of reference implementations, which `scripts/reference-values.py` wrote, for tests to compare with.

use super::definition::Measure;
use super::undefined::Undefined;

/// The rows of a table with tabs between its columns; lines that begin with `#` are comments.
pub(super) fn rows(table: &str) -> Vec<Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect()
}

/// A number as Python writes it.
#[track_caller]
pub(super) fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// Whole numbers with blanks between them.
#[track_caller]
pub(super) fn integers(text: &str) -> Vec<u64> {
    text.split(' ').map(|word| word.parse().unwrap_or_else(|_| panic!("{word:?} is no whole number"))).collect()
}

/// Shows that a value equals its reference to 1e-9 of its size.
#[track_caller]
pub(super) fn assert_close(found: f64, expected: f64, what: &str) {
    let tolerance = 1e-9 * expected.abs();
    assert!((found - expected).abs() <= tolerance, "{what} is {found}, not {expected}");
}

/// Shows that every row `[case, name, value, source]` holds, and that every measure has a row. A row without a case is
/// about that of the row before.
#[track_caller]
pub(super) fn check<F: Copy>(
    table: &str,
    measures: &[&[Measure<F>]],
    compute: impl Fn(F, &str) -> Result<f64, Undefined>,
) {
    let rows = rows(table);
    let all: Vec<Measure<F>> = measures.concat();
    let mut case = "";
    for row in &rows {
        let [own_case, name, value, source] = row[..] else { panic!("not four columns: {row:?}") };
        if !own_case.is_empty() {
            case = own_case;
        }
        let what = format!("{name} of {case}, after {source},");
        let measure = Measure::find(&all, name).unwrap_or_else(|| panic!("no measure is called {name}"));
        let found = compute(measure.compute, case).unwrap_or_else(|reason| panic!("{what} has no value: {reason}"));
        assert_close(found, number(value), &what);
    }
    for measure in &all {
        assert!(rows.iter().any(|row| row[1] == measure.name), "{} is compared with nothing", measure.name);
    }
    assert_described(&all);
}

/// Shows that names are unique and that nothing is left out of a description.
#[track_caller]
fn assert_described<F>(measures: &[Measure<F>]) {
    for (idx, measure) in measures.iter().enumerate() {
        let name = measure.name;
        assert!(measures[..idx].iter().all(|other| other.name != name), "two measures are called {name}");
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
        for part in [measure.definition, measure.formula, measure.unit, measure.reference] {
            assert!(!part.is_empty() && !part.ends_with('.') && !part.contains("  "), "{name}: {part:?}");
        }
        assert!(measure.reference.contains(|c: char| c.is_ascii_digit()), "{name} has a reference without a year");
    }
}
