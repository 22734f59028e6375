//! What holds for all measures of association.

use proptest::prelude::*;

use super::*;
use crate::measure::{Undefined, golden};

fn value(name: &str, table: &Contingency) -> Result<f64, Undefined> {
    (Measure::find(&ASSOCIATION_MEASURES.concat(), name).unwrap().compute)(table)
}

#[test]
fn values_equal_those_of_the_references() {
    golden::check(include_str!("../golden/association.tsv"), ASSOCIATION_MEASURES, |compute, case| {
        let sizes = golden::integers(case);
        compute(&Contingency::new(sizes[0], sizes[1], sizes[2], sizes[3]).unwrap())
    });
}

/// "new companies", chapter 5 of Manning and Schuetze 1999, to the digits printed there.
#[test]
fn values_equal_those_in_print() {
    let table = Contingency::new(8, 15_828, 4_675, 14_307_668).unwrap();
    assert!((value("t_score", &table).unwrap() - 0.999_932).abs() < 1e-6);
    assert!((value("chi2", &table).unwrap() - 1.55).abs() < 0.005);
}

#[track_caller]
fn check_reason(table: [u64; 4], name: &str, expected: &str) {
    let [o11, r1, c1, n] = table;
    let found = value(name, &Contingency::new(o11, r1, c1, n).unwrap());
    assert_eq!(found.unwrap_err().to_string(), expected, "{name}");
}

#[test]
fn what_cannot_be_computed_gives_its_reason() {
    for name in ["pmi", "npmi", "mi2", "mi3", "local_mi", "t_score", "log_dice"] {
        check_reason([0, 5, 5, 100], name, "the two never come together");
    }
    check_reason([5, 5, 5, 5], "npmi", "the two are all there is");
    check_reason([3, 5, 3, 5], "g2", "a word is everywhere");
    check_reason([3, 5, 3, 5], "delta_p_21", "no observations without word 1");
    check_reason([3, 3, 5, 5], "delta_p_12", "no observations without word 2");
}

#[test]
fn two_words_that_come_together_only_are_as_associated_as_can_be() {
    let table = Contingency::new(9, 9, 9, 1000).unwrap();
    for (name, most) in [("npmi", 1.0), ("dice", 1.0), ("log_dice", 14.0), ("jaccard", 1.0), ("min_sensitivity", 1.0)] {
        assert_eq!(value(name, &table), Ok(most), "{name}");
    }
    assert!((value("phi2", &table).unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn huge_tables_have_finite_values() {
    let trillion = 1_000_000_000_000;
    for (o11, r1, c1, n) in [(1, 1, 1, trillion), (trillion / 3, trillion / 2, trillion / 2, trillion)] {
        let table = Contingency::new(o11, r1, c1, n).unwrap();
        for measure in ASSOCIATION_MEASURES.concat() {
            let found = (measure.compute)(&table);
            assert!(found.is_ok_and(f64::is_finite), "{} is {found:?}", measure.name);
        }
    }
}

const BOUNDS: &[(&str, f64, f64)] = &[
    ("npmi", -1.0, 1.0),
    ("dice", 0.0, 1.0),
    ("log_dice", -50.0, 14.0),
    ("jaccard", 0.0, 1.0),
    ("min_sensitivity", 0.0, 1.0),
    ("delta_p_21", -1.0, 1.0),
    ("delta_p_12", -1.0, 1.0),
    ("phi2", 0.0, 1.0),
    ("p_g2", 0.0, 1.0),
    ("fisher_p", 0.0, 1.0),
    ("fisher_p_less", 0.0, 1.0),
    ("fisher_p_two_sided", 0.0, 1.0),
];

/// Measures that do not care which word comes first; delta P does.
fn is_symmetric(name: &str) -> bool {
    !name.starts_with("delta_p")
}

proptest! {
    #[test]
    fn values_are_finite_within_bounds_and_symmetric(
        o11 in 0_u64..30,
        o12 in 0_u64..30,
        o21 in 0_u64..30,
        o22 in 0_u64..3000,
    ) {
        prop_assume!(o11 + o12 > 0 && o11 + o21 > 0);
        let table = Contingency::of_cells(o11, o12, o21, o22).unwrap();
        let turned = Contingency::of_cells(o11, o21, o12, o22).unwrap();
        for measure in ASSOCIATION_MEASURES.concat() {
            let (found, other) = ((measure.compute)(&table), (measure.compute)(&turned));
            prop_assert!(found.map_or(true, f64::is_finite), "{} is {:?}", measure.name, found);
            prop_assert_eq!(found.is_ok(), other.is_ok() || !is_symmetric(measure.name) && found.is_ok());
            if let (Ok(found), Ok(other)) = (found, other) && is_symmetric(measure.name) {
                let tolerance = 1e-9 * found.abs().max(1.0);
                prop_assert!((found - other).abs() <= tolerance, "{}: {} {}", measure.name, found, other);
            }
        }
        for &(name, least, most) in BOUNDS {
            let found = value(name, &table).unwrap_or(least);
            prop_assert!(found >= least - 1e-12 && found <= most + 1e-12, "{} is {}", name, found);
        }
    }
}
