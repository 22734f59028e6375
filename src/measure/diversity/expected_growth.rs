//! How the vocabulary would grow if the tokens came in random order: what the frequency spectrum knows of growth.
//!
//! Unlike the growth curve of one text it does not depend on the order of documents, so a corpus has it too.

use super::heaps::{HeapsFit, heaps};
use super::spectrum::{OfSpectrum, Spectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// Sizes at which the curve is computed.
const N_SIZES: u64 = 100;

/// A chance of absence below this changes no digit of the expected types.
const NEGLIGIBLE: f64 = 1e-20;

/// The measures.
pub(super) const EXPECTED_GROWTH: &[Measure<OfSpectrum>] = &[
    Measure {
        name: "heaps_beta_expected",
        definition: "exponent of Heaps' law over the expected growth curve of the tokens in random order, at 100 equally \
                     spaced sizes",
        formula: "E V(n) = sum over types (1 - C(N - f, n) / C(N, n)) = K n^beta, least squares of ln E V(n) on ln n, \
                  n = N / 100, 2 N / 100, ..., N, each rounded up",
        unit: "0 to 1",
        reference: "Heaps 1978; Baayen 2001 ch. 2",
        compute: |s| Ok(fit(s)?.beta),
    },
    Measure {
        name: "heaps_k_expected",
        definition: "factor of Heaps' law over the expected growth curve",
        formula: "K of the fit of heaps_beta_expected",
        unit: "types",
        reference: "Heaps 1978; Baayen 2001 ch. 2",
        compute: |s| Ok(fit(s)?.k),
    },
    Measure {
        name: "heaps_r2_expected",
        definition: "share of the variance of ln E V(n) that Heaps' law explains",
        formula: "R^2 of the fit of heaps_beta_expected",
        unit: "0 to 1",
        reference: "Heaps 1978; Baayen 2001 ch. 2",
        compute: |s| fit(s)?.r_squared.ok_or(Undefined::Because("only one type")),
    },
];

/// The curve: at up to 100 sizes from N / 100 to N tokens, equally spaced, the number of types that so many tokens drawn
/// at random would have (formula and reference at `heaps_beta_expected`). Nothing for no tokens. Cost: that of
/// a hundred sums over the spectrum, and less than 240 N multiplications, far less where no type is frequent.
pub fn expected_growth(spectrum: &Spectrum) -> Vec<(u64, f64)> {
    sizes(spectrum.n_tokens()).map(|n| (n, expected_types(spectrum, n))).collect()
}

fn fit(spectrum: &Spectrum) -> Result<HeapsFit, Undefined> {
    at_least(spectrum.n_tokens(), 2, "tokens")?;
    heaps(expected_growth(spectrum).into_iter().map(|(n, n_types)| (n as f64, n_types)))
}

/// Each size once, ascending; all sizes if there are no more than a hundred.
fn sizes(n_tokens: u64) -> impl Iterator<Item = u64> {
    let size = move |step: u64| (u128::from(n_tokens) * u128::from(step)).div_ceil(u128::from(N_SIZES)) as u64;
    (1..=N_SIZES)
        .map(size)
        .scan(0, |last, size| Some(if std::mem::replace(last, size) < size { size } else { 0 }))
        .filter(|&size| size > 0)
}

/// The expected number of types among `n` tokens drawn at random without replacement: the sum over types of
/// `1 - C(N - f, n) / C(N, n)` (Baayen 2001, "Word Frequency Distributions", chapter 2, there with replacement).
///
/// Cost: a multiplication for each frequency until absence is out of the question, `46 N / n` of them at most, which is
/// for sizes that are no small part of N; and one addition for each different frequency.
fn expected_types(spectrum: &Spectrum, n: u64) -> f64 {
    let n_tokens = spectrum.n_tokens();
    // C(N - f, n) / C(N, n) is the product of (N - n - j) / (N - j) for j < f, and goes on from one f to the next.
    let (mut absent, mut reached) = (1.0_f64, 0);
    let mut expected = 0.0;
    for class in spectrum.classes() {
        while reached < class.frequency && absent > NEGLIGIBLE {
            absent *= n_tokens.saturating_sub(n).saturating_sub(reached) as f64 / (n_tokens - reached) as f64;
            reached += 1;
        }
        expected += (1.0 - absent) * class.n_types as f64;
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean number of types over all samples of `n` of these tokens.
    fn by_definition(tokens: &[u32], n: u32) -> f64 {
        let samples = (0_u32..1 << tokens.len()).filter(|sample| sample.count_ones() == n);
        let (mut n_types, mut n_samples) = (0, 0);
        for sample in samples {
            let drawn = tokens.iter().enumerate().filter(|(at, _)| sample >> at & 1 == 1);
            let types: std::collections::HashSet<u32> = drawn.map(|(_, &token)| token).collect();
            n_types += types.len();
            n_samples += 1;
        }
        n_types as f64 / f64::from(n_samples)
    }

    #[test]
    fn expected_types_are_the_mean_over_all_samples() {
        let tokens = [0, 1, 0, 2, 0, 3, 1, 0, 4, 5, 4];
        let spectrum = Spectrum::of_frequencies([4, 2, 1, 1, 2, 1]);
        for n in 1..=11 {
            let (found, expected) = (expected_types(&spectrum, u64::from(n)), by_definition(&tokens, n));
            assert!((found - expected).abs() < 1e-12 * expected, "{n}: {found}, not {expected}");
        }
    }

    #[test]
    fn the_curve_ends_at_the_whole_text() {
        let curve = expected_growth(&Spectrum::of_frequencies([2, 1]));
        assert_eq!((curve.len(), curve[0], curve[2]), (3, (1, 1.0), (3, 2.0)));
        assert!((curve[1].1 - 5.0 / 3.0).abs() < 1e-12, "{curve:?}");
        assert_eq!(expected_growth(&Spectrum::default()), []);
    }

    #[test]
    fn every_size_is_one_point_and_the_last_is_the_text() {
        assert_eq!(sizes(3).collect::<Vec<_>>(), [1, 2, 3]);
        let of_many: Vec<u64> = sizes(1_000_001).collect();
        assert_eq!((of_many.len(), of_many[0], of_many[99]), (100, 10_001, 1_000_001));
        assert_eq!(sizes(u64::MAX).last(), Some(u64::MAX));
    }

    #[test]
    fn a_text_of_hapax_legomena_grows_with_every_token() {
        let found = fit(&Spectrum::of_frequencies([1; 500])).unwrap();
        assert!((found.beta - 1.0).abs() < 1e-12 && (found.k - 1.0).abs() < 1e-12, "{found:?}");
        assert!(fit(&Spectrum::of_frequencies([1])).is_err());
        assert_eq!(fit(&Spectrum::of_frequencies([9])).unwrap().r_squared, None);
    }
}
