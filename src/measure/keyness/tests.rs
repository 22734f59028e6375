//! What holds for all measures of keyness.

use proptest::prelude::*;

use super::*;
use crate::measure::{Undefined, golden};

fn value(name: &str, comparison: &Comparison) -> Result<f64, Undefined> {
    (Measure::find(&KEYNESS_MEASURES.concat(), name).unwrap().compute)(comparison)
}

#[test]
fn values_equal_those_of_the_references() {
    golden::check(include_str!("../golden/keyness.tsv"), KEYNESS_MEASURES, |compute, case| {
        let sizes = golden::integers(case);
        compute(&Comparison::new(sizes[0], sizes[1], sizes[2], sizes[3]).unwrap())
    });
}

#[track_caller]
fn check_reason(comparison: [u64; 4], name: &str, expected: &str) {
    let [a, b, c, d] = comparison;
    let found = value(name, &Comparison::new(a, b, c, d).unwrap());
    assert_eq!(found.unwrap_err().to_string(), expected, "{name}");
}

#[test]
fn what_would_be_infinite_gives_its_reason() {
    check_reason([5, 0, 1000, 2000], "percent_difference", "the word is not in the reference corpus");
    check_reason([5, 0, 1000, 2000], "relative_risk", "the word is not in the reference corpus");
    check_reason([5, 0, 1000, 2000], "odds_ratio", "zero cells");
    check_reason([5, 1, 5, 2000], "odds_ratio", "zero cells");
    check_reason([5, 0, 1000, 2_000_000], "ell", "an expected frequency of 1 or less");
    check_reason([5, 9, 5, 9], "g2_four", "there are no other words");
}

#[test]
fn a_word_of_equal_share_is_no_keyword() {
    let equal = Comparison::new(3, 9, 1000, 3000).unwrap();
    for (name, none) in [("g2", 0.0), ("chi2", 0.0), ("log_ratio", 0.0), ("percent_difference", 0.0), ("p_g2", 1.0)] {
        assert!((value(name, &equal).unwrap() - none).abs() < 1e-12, "{name}");
    }
}

#[test]
fn huge_corpora_have_finite_values() {
    let trillion = 1_000_000_000_000;
    let comparison = Comparison::new(trillion / 5, trillion / 7, trillion, 3 * trillion).unwrap();
    for measure in KEYNESS_MEASURES.concat() {
        let found = (measure.compute)(&comparison);
        assert!(found.is_ok_and(f64::is_finite), "{} is {found:?}", measure.name);
    }
}

proptest! {
    #[test]
    fn values_are_finite_and_mirrored_when_corpora_are_swapped(
        a in 0_u64..50,
        b in 0_u64..50,
        rest in 0_u64..1000,
        other_rest in 0_u64..1000,
    ) {
        let (c, d) = (a + rest, b + other_rest);
        prop_assume!(a + b > 0 && c > 0 && d > 0);
        let (one, other) = (Comparison::new(a, b, c, d).unwrap(), Comparison::new(b, a, d, c).unwrap());
        for measure in KEYNESS_MEASURES.concat() {
            let found = (measure.compute)(&one);
            prop_assert!(found.map_or(true, f64::is_finite), "{} is {:?}", measure.name, found);
        }
        for name in ["g2", "g2_four", "chi2", "chi2_yates", "bic", "p_g2"] {
            let (found, swapped) = (value(name, &one), value(name, &other));
            prop_assert_eq!(found.is_ok(), swapped.is_ok());
            let difference = found.unwrap_or(0.0) - swapped.unwrap_or(0.0);
            prop_assert!(difference.abs() < 1e-9, "{} differs by {}", name, difference);
        }
        let (ratio, swapped) = (value("log_ratio", &one).unwrap(), value("log_ratio", &other).unwrap());
        prop_assert!((ratio + swapped).abs() < 1e-12);
        prop_assert!(value("chi2_yates", &one).unwrap_or(0.0) <= value("chi2", &one).unwrap_or(0.0));
    }
}
