//! What holds for all measures of diversity.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::measure::{Undefined, golden};

fn tokens(case: &str) -> Vec<u32> {
    golden::integers(case).into_iter().map(|token| u32::try_from(token).unwrap()).collect()
}

fn spectrum_of(tokens: &[u32]) -> Spectrum {
    let mut frequencies: HashMap<u32, u64> = HashMap::new();
    tokens.iter().for_each(|&token| *frequencies.entry(token).or_default() += 1);
    Spectrum::of_frequencies(frequencies.into_values())
}

fn of_spectrum(name: &str, spectrum: &Spectrum) -> Result<f64, Undefined> {
    (Measure::find(&SPECTRUM_MEASURES.concat(), name).unwrap().compute)(spectrum)
}

fn of_sequence(name: &str, tokens: &[u32]) -> Result<f64, Undefined> {
    let measures = SEQUENCE_MEASURES.concat();
    let measure = Measure::find(&measures, name).unwrap();
    (measure.compute)(tokens, &SequenceOptions::default(), &mut Scratch::default())
}

#[test]
fn values_of_spectra_equal_those_of_the_references() {
    golden::check(include_str!("../golden/diversity_spectrum.tsv"), SPECTRUM_MEASURES, |compute, case| {
        compute(&Spectrum::of_frequencies(golden::integers(case)))
    });
}

#[test]
fn values_of_sequences_equal_those_of_the_references_with_one_scratch_for_all() {
    let mut scratch = Scratch::default();
    let scratch = std::cell::RefCell::new(&mut scratch);
    golden::check(include_str!("../golden/diversity_sequence.tsv"), SEQUENCE_MEASURES, |compute, case| {
        compute(&tokens(case), &SequenceOptions::default(), *scratch.borrow_mut())
    });
}

/// Names with the reason for which a measure has no value.
fn reasons_for(tokens: &[u32]) -> Vec<(&'static str, String)> {
    let spectrum = spectrum_of(tokens);
    let (spectra, sequences) = (SPECTRUM_MEASURES.concat(), SEQUENCE_MEASURES.concat());
    let of_spectra = spectra.iter().map(|m| (m.name, (m.compute)(&spectrum)));
    let of_sequences =
        sequences.iter().map(|m| (m.name, (m.compute)(tokens, &SequenceOptions::default(), &mut Scratch::default())));
    of_spectra.chain(of_sequences).filter_map(|(name, value)| Some((name, value.err()?.to_string()))).collect()
}

#[test]
fn no_tokens_have_no_diversity() {
    let n_measures = SPECTRUM_MEASURES.concat().len() + SEQUENCE_MEASURES.concat().len();
    let reasons = reasons_for(&[]);
    assert_eq!(reasons.len(), n_measures);
    for (name, reason) in reasons {
        assert!(reason.starts_with("no ") || reason.starts_with("fewer than "), "{name}: {reason}");
    }
}

#[track_caller]
fn check_reason(tokens: &[u32], name: &str, expected: &str) {
    let reasons = reasons_for(tokens);
    let found = reasons.iter().find(|(other, _)| *other == name);
    assert_eq!(found.map(|(_, reason)| reason.as_str()), Some(expected), "{name}");
}

#[test]
fn short_texts_give_reasons() {
    check_reason(&[0], "herdan_c", "fewer than 2 tokens");
    check_reason(&[0], "summer_s", "fewer than 3 types");
    check_reason(&[0, 0], "evenness", "fewer than 2 types");
    check_reason(&[0, 1, 2, 3, 4], "hdd", "fewer than 42 tokens");
    check_reason(&[0, 1, 2, 3, 4], "msttr", "fewer than 50 tokens");
    check_reason(&[0, 1, 2, 3, 4], "mattr", "fewer than 50 tokens");
    check_reason(&[0, 1, 2, 3, 4], "mtld", "no type occurs twice");
    check_reason(&[0, 1, 2, 3, 4], "mtld_min10", "no type occurs twice");
    check_reason(&[0, 1, 2, 3, 4], "mtld_taaled", "no factor");
    check_reason(&[0, 1, 2, 3, 4], "mtld_w_anyts", "no complete factors");
    check_reason(&[0, 1, 2, 3, 4], "dugast_u", "no type occurs twice");
    check_reason(&[0, 1, 2, 3, 4], "honore_r", "no type occurs twice");
    check_reason(&[0, 1, 2, 3, 4], "michea_m", "no types that occur twice");
    check_reason(&[0, 1, 2, 3, 4], "zipf_r2", "all types have the same frequency");
    check_reason(&[0, 0, 0, 0, 0], "zipf_exponent", "fewer than 2 types");
}

#[test]
fn five_different_tokens_have_the_diversity_that_they_have() {
    let different = [0, 1, 2, 3, 4];
    assert_eq!(of_sequence("mtld_lexicalrichness", &different), Ok(5.0));
    assert_eq!(of_spectrum("ttr", &spectrum_of(&different)), Ok(1.0));
    assert_eq!(of_spectrum("yule_k", &spectrum_of(&different)), Ok(0.0));
    assert_eq!(of_spectrum("zipf_exponent", &spectrum_of(&different)), Ok(0.0));
}

/// "a b c d d e e f f f" and the same with "g g g g", whose K the tests of quanteda state.
#[test]
fn yule_k_is_ten_thousand_times_a_share() {
    let k = |tokens: &str| of_spectrum("yule_k", &spectrum_of(&self::tokens(tokens))).unwrap();
    assert_eq!(k("0 1 2 3 3 4 4 5 5 5"), 1000.0);
    assert!((k("0 1 2 3 3 4 4 5 5 5 6 6 6 6") - 1_122.448_979_591_836_9).abs() < 1e-9);
}

#[test]
fn factors_of_a_long_text_without_repetition_are_given_up() {
    let tokens: Vec<u32> = (0..3000).chain(0..3000).collect();
    let found = of_sequence("mtld_ma_bid", &tokens).unwrap_err();
    assert_eq!(found.to_string(), "factors of more than 1000 tokens");
}

#[test]
fn huge_frequencies_have_finite_diversity() {
    for frequencies in [vec![1_000_000_000_000], vec![1_000_000_000_000, 1, 1], vec![u64::MAX, u64::MAX]] {
        let spectrum = Spectrum::of_frequencies(frequencies);
        for measure in SPECTRUM_MEASURES.concat() {
            let found = (measure.compute)(&spectrum);
            assert!(found.is_err() || found.is_ok_and(f64::is_finite), "{} is {found:?}", measure.name);
        }
    }
}

/// Least and largest value of measures that have both.
const BOUNDS: &[(&str, f64, f64)] = &[
    ("ttr", 0.0, 1.0),
    ("herdan_c", 0.0, 1.0),
    ("summer_s", 0.0, 1.0),
    ("yule_k", 0.0, 10_000.0),
    ("simpson_d", 0.0, 1.0),
    ("herdan_vm", 0.0, 1.0),
    ("evenness", 0.0, 1.0),
    ("hapax_per_token", 0.0, 1.0),
    ("hapax_per_type", 0.0, 1.0),
    ("sichel_s", 0.0, 1.0),
    ("hdd", 0.0, 1.0),
    ("zipf_r2", 0.0, 1.0),
    ("power_law_ks", 0.0, 1.0),
];

proptest! {
    #[test]
    fn values_of_spectra_are_finite_within_bounds_and_do_not_depend_on_order(
        frequencies in proptest::collection::vec(0_u64..60, 0..60),
    ) {
        let spectrum = Spectrum::of_frequencies(frequencies.iter().copied());
        let reversed = Spectrum::of_frequencies(frequencies.iter().rev().copied());
        for measure in SPECTRUM_MEASURES.concat() {
            let found = (measure.compute)(&spectrum);
            prop_assert_eq!(found, (measure.compute)(&reversed));
            prop_assert!(found.map_or(true, f64::is_finite), "{} is {:?}", measure.name, found);
        }
        for &(name, least, most) in BOUNDS {
            let found = of_spectrum(name, &spectrum).unwrap_or(least);
            prop_assert!((least..=most + 1e-12).contains(&found), "{} is {}", name, found);
        }
    }

    #[test]
    fn values_of_sequences_are_finite_and_do_not_depend_on_the_numbers_of_types(
        tokens in proptest::collection::vec(0_u32..40, 0..200),
        offset in 0_u32..1000,
    ) {
        let renamed: Vec<u32> = tokens.iter().map(|token| 1039 + offset - token).collect();
        let (options, mut scratch) = (SequenceOptions::default(), Scratch::default());
        for measure in SEQUENCE_MEASURES.concat() {
            let found = (measure.compute)(&tokens, &options, &mut scratch);
            prop_assert_eq!(found, (measure.compute)(&renamed, &options, &mut scratch));
            prop_assert!(found.map_or(true, f64::is_finite), "{} is {:?}", measure.name, found);
        }
    }

    #[test]
    fn mtld_is_the_same_backward(tokens in proptest::collection::vec(0_u32..20, 1..100)) {
        let reversed: Vec<u32> = tokens.iter().rev().copied().collect();
        for name in ["mtld", "mtld_min10", "mtld_taaled", "mtld_ma_bid"] {
            let (found, other) = (of_sequence(name, &tokens), of_sequence(name, &reversed));
            prop_assert_eq!(found.is_ok(), other.is_ok());
            let difference = found.unwrap_or(0.0) - other.unwrap_or(0.0);
            prop_assert!(difference.abs() < 1e-9, "{} differs by {}", name, difference);
        }
    }
}

#[test]
fn one_type_is_as_little_as_can_be_and_all_types_as_much() {
    let (one_type, all_types) = (vec![0; 200], (0..200).collect::<Vec<u32>>());
    for (name, least, most) in [("msttr", 0.02, 1.0), ("mattr", 0.02, 1.0), ("mtld_lexicalrichness", 2.0, 200.0)] {
        assert_eq!((of_sequence(name, &one_type), of_sequence(name, &all_types)), (Ok(least), Ok(most)), "{name}");
    }
    let (one_type, all_types) = (spectrum_of(&one_type), spectrum_of(&all_types));
    for (name, of_one, of_all) in
        [("ttr", 0.005, 1.0), ("herdan_c", 0.0, 1.0), ("simpson_d", 1.0, 0.0), ("herdan_vm", 0.0, 0.0)]
    {
        assert_eq!((of_spectrum(name, &one_type), of_spectrum(name, &all_types)), (Ok(of_one), Ok(of_all)), "{name}");
    }
    assert!((of_spectrum("perplexity", &one_type).unwrap() - 1.0).abs() < 1e-12);
    assert!((of_spectrum("perplexity", &all_types).unwrap() - 200.0).abs() < 1e-9);
}

#[test]
fn descriptions_name_the_choices_that_were_made() {
    let options = SequenceOptions { threshold: TtrThreshold::new(0.66).unwrap(), ..SequenceOptions::default() };
    let describe = |name: &str| {
        let description = Measure::find(&SEQUENCE_MEASURES.concat(), name).unwrap().describe();
        options.fill_in(&description)
    };
    assert!(describe("mattr").starts_with("moving-average type-token ratio over all windows of 50 consecutive tokens"));
    for measure in SEQUENCE_MEASURES.concat() {
        let description = describe(measure.name);
        assert!(!description.contains('{'), "{description}");
        assert_eq!(description.contains("0.66"), measure.name.starts_with("mtld"), "{description}");
    }
}

#[test]
fn thresholds_lie_between_zero_and_one() {
    assert_eq!(TtrThreshold::new(0.66).map(TtrThreshold::get), Some(0.66));
    assert!([0.0, 1.0, -0.5, f64::NAN].into_iter().all(|ratio| TtrThreshold::new(ratio).is_none()));
}
