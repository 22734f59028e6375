//! What holds for all measures of dispersion.

use proptest::prelude::*;

use super::*;
use crate::measure::{Undefined, golden};

fn spread(frequencies: &[u64], sizes: &[u64]) -> Result<Spread, Undefined> {
    let present = (0..).zip(frequencies).filter(|(_, frequency)| **frequency > 0);
    let present: Vec<PartFrequency> = present.map(|(part, &frequency)| PartFrequency { part, frequency }).collect();
    Spread::new(&PartSizes::new(sizes.to_vec()), &present)
}

fn value(name: &str, frequencies: &[u64], sizes: &[u64]) -> Result<f64, Undefined> {
    let measures = DISPERSION_MEASURES.concat();
    let measure = Measure::find(&measures, name).unwrap();
    (measure.compute)(&spread(frequencies, sizes)?)
}

#[test]
fn values_equal_those_of_the_references() {
    golden::check(include_str!("../golden/dispersion.tsv"), DISPERSION_MEASURES, |compute, case| {
        let (frequencies, sizes) = case.split_once(" / ").unwrap();
        compute(&spread(&golden::integers(frequencies), &golden::integers(sizes))?)
    });
}

#[track_caller]
fn check_reason(frequencies: &[u64], sizes: &[u64], expected: &str) {
    for measure in DISPERSION_MEASURES.concat().iter().filter(|measure| !measure.name.contains("range")) {
        let found = value(measure.name, frequencies, sizes);
        assert_eq!(found.unwrap_err().to_string(), expected, "{}", measure.name);
    }
}

#[test]
fn what_cannot_be_computed_gives_its_reason() {
    check_reason(&[3], &[10], "fewer than 2 parts");
    check_reason(&[3, 0], &[10, 0], "fewer than 2 parts");
    check_reason(&[0, 0], &[10, 10], "no occurrences");
    check_reason(&[0, 0, 1], &[10, 10], "a part that has no tokens");
    check_reason(&[11, 0], &[10, 10], "more occurrences than tokens");
    assert_eq!(value("range", &[1], &[1]), Ok(1.0));
}

#[track_caller]
fn check_values(frequencies: &[u64], sizes: &[u64], expected: &[(&str, f64)]) {
    for &(name, expected) in expected {
        let found = value(name, frequencies, sizes).unwrap();
        assert!((found - expected).abs() < 1e-12, "{name} is {found}, not {expected}");
    }
}

#[test]
fn even_and_uneven_words_have_the_extreme_values() {
    let even = [("gries_dp", 0.0), ("gries_dp_norm", 0.0), ("juilland_d", 1.0), ("carroll_d2", 1.0)];
    check_values(&[2, 4, 6], &[100, 200, 300], &even);
    check_values(&[2, 4, 6], &[100, 200, 300], &[("rosengren_s", 1.0), ("kld", 0.0), ("dispersion_da", 1.0)]);
    let uneven = [("gries_dp", 0.75), ("gries_dp_norm", 1.0), ("juilland_d", 0.0), ("carroll_d2", 0.0)];
    check_values(&[0, 4, 0, 0], &[10, 10, 10, 10], &uneven);
    check_values(&[0, 4, 0, 0], &[10, 10, 10, 10], &[("rosengren_s", 0.25), ("kld", 2.0), ("dispersion_da", 0.0)]);
}

#[test]
fn parts_without_tokens_are_no_parts() {
    for measure in DISPERSION_MEASURES.concat() {
        let with_empty = value(measure.name, &[3, 0, 1, 0], &[10, 0, 20, 30]);
        assert_eq!(with_empty, value(measure.name, &[3, 1, 0], &[10, 20, 30]), "{}", measure.name);
    }
}

#[test]
fn huge_parts_have_finite_values() {
    let trillion = 1_000_000_000_000;
    for measure in DISPERSION_MEASURES.concat() {
        let found = value(measure.name, &[trillion, 1, 0], &[trillion, trillion, 1]);
        assert!(found.is_ok_and(f64::is_finite), "{} is {found:?}", measure.name);
    }
}

const BOUNDS: &[(&str, f64, f64)] = &[
    ("relative_range", 0.0, 1.0),
    ("gries_dp", 0.0, 1.0),
    ("gries_dp_norm", 0.0, 1.0),
    ("rosengren_s", 0.0, 1.0),
    ("kld", 0.0, f64::INFINITY),
    ("juilland_d", 0.0, 1.0),
    ("juilland_d_sample", -0.5, 1.0),
    ("carroll_d2", 0.0, 1.0),
    ("dispersion_da", 0.0, 1.0),
];

proptest! {
    #[test]
    fn values_are_finite_within_bounds_and_do_not_depend_on_the_order_of_parts(
        parts in proptest::collection::vec((0_u64..20, 0_u64..500), 2..12),
    ) {
        let frequencies: Vec<u64> = parts.iter().map(|part| part.0).collect();
        let sizes: Vec<u64> = parts.iter().map(|part| part.0 + part.1).collect();
        let (mut other_frequencies, mut other_sizes) = (frequencies.clone(), sizes.clone());
        other_frequencies.reverse();
        other_sizes.reverse();
        for measure in DISPERSION_MEASURES.concat() {
            let found = value(measure.name, &frequencies, &sizes);
            let other = value(measure.name, &other_frequencies, &other_sizes);
            prop_assert_eq!(found.is_ok(), other.is_ok());
            let (found, other) = (found.unwrap_or(0.0), other.unwrap_or(0.0));
            prop_assert!(found.is_finite() && (found - other).abs() < 1e-9, "{} {} {}", measure.name, found, other);
        }
        for &(name, least, most) in BOUNDS {
            let found = value(name, &frequencies, &sizes).unwrap_or(1.0);
            prop_assert!(found >= least - 1e-12 && found <= most + 1e-12, "{} is {}", name, found);
        }
    }
}
