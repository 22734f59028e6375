//! vocd-D without chance: fitted to the type-token ratios that random samples would have on average.

use super::spectrum::{NO_REPETITION, OfSpectrum, Spectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// Tokens in a sample, from and to.
const SIZES: std::ops::RangeInclusive<u64> = 35..=50;

/// Halvings of the interval of ln D, after which no digit changes.
const N_HALVINGS: usize = 64;

/// The measure.
pub(super) const VOCD: &[Measure<OfSpectrum>] = &[Measure {
    name: "vocd_d_expected",
    definition: "vocd-D with the expected type-token ratios of 35 to 50 tokens drawn at random without replacement, to \
                 which the ratios of samples come the nearer the more are drawn",
    formula: "D of the least squares of D / n (sqrt(1 + 2 n / D) - 1) on E V(n) / n, n = 35, ..., 50",
    unit: "above 0, larger is more diverse",
    reference: "Malvern & Richards 1997; McCarthy & Jarvis 2007",
    compute: vocd,
}];

/// The `D` whose curve fits best, by halving the interval in which the slope of the squares turns. Cost: fifty logarithms for
/// each different frequency, and some thousand roots.
fn vocd(spectrum: &Spectrum) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), *SIZES.end(), "tokens")?;
    if spectrum.n_types() == spectrum.n_tokens() {
        return Err(NO_REPETITION);
    }
    let types = expected_types(spectrum);
    let ratios: Vec<(f64, f64)> = SIZES.zip(types).map(|(n, types)| (n as f64, types / n as f64)).collect();
    let (mut low, mut high) = (1e-6_f64.ln(), 1e18_f64.ln());
    for _ in 0..N_HALVINGS {
        let middle = f64::midpoint(low, high);
        *(if is_too_low(middle.exp(), &ratios) { &mut low } else { &mut high }) = middle;
    }
    Ok(low.exp())
}

/// The expected number of types in samples of each size: the sum over types of `1 - C(N - f, n) / C(N, n)`.
fn expected_types(spectrum: &Spectrum) -> Vec<f64> {
    let mut expected = vec![0.0; SIZES.count()];
    for class in spectrum.classes() {
        let mut log_absent = 0.0_f64;
        for drawn in 0..*SIZES.end() {
            let left = spectrum.n_tokens() - drawn;
            let is_left = class.frequency < left;
            log_absent += if is_left { (-(class.frequency as f64) / left as f64).ln_1p() } else { f64::NEG_INFINITY };
            if let Some(place) = (drawn + 1).checked_sub(*SIZES.start()) {
                expected[place as usize] -= log_absent.exp_m1() * class.n_types as f64;
            }
        }
    }
    expected
}

/// Whether a larger `D` would fit better: the slope of the sum of squares falls.
fn is_too_low(d: f64, ratios: &[(f64, f64)]) -> bool {
    let pull = ratios.iter().map(|&(n, ratio)| {
        let root = (1.0 + 2.0 * n / d).sqrt();
        let (fitted, slope) = (2.0 / (root + 1.0), n / (root * (root + 1.0).powi(2)));
        (ratio - fitted) * slope
    });
    pull.sum::<f64>() > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_gives_back_its_own_parameter() {
        for d in [0.5_f64, 40.0, 90.0, 1_000.0] {
            let curve = |n: u64| 2.0 / ((1.0 + 2.0 * n as f64 / d).sqrt() + 1.0);
            let ratios: Vec<(f64, f64)> = SIZES.map(|n| (n as f64, curve(n))).collect();
            assert!(is_too_low(d * 0.999_999, &ratios) && !is_too_low(d * 1.000_001, &ratios), "{d}");
        }
    }

    #[test]
    fn a_text_without_repetition_or_too_short_has_no_d() {
        let reason =
            |frequencies: &[u64]| vocd(&Spectrum::of_frequencies(frequencies.to_vec())).unwrap_err().to_string();
        assert_eq!(reason(&[1; 60]), "no type occurs twice");
        assert_eq!(reason(&[7; 7]), "fewer than 50 tokens");
        assert!(vocd(&Spectrum::of_frequencies([60])).unwrap() < 1.0);
    }
}
