//! HD-D: the diversity of a random sample, without drawing one.

use std::num::NonZero;

use super::spectrum::{OfSpectrum, Spectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// The tokens in a sample of [`hypergeometric_diversity`] if nothing else is said.
pub const DRAWS: NonZero<u64> = NonZero::<u64>::MIN.saturating_add(41);

/// The measure.
pub(super) const HYPERGEOMETRIC: &[Measure<OfSpectrum>] = &[Measure {
    name: "hdd",
    definition: "HD-D: the expected type-token ratio of 42 tokens drawn at random without replacement",
    formula: "sum over types (1 - C(N - f, 42) / C(N, 42)) / 42",
    unit: "0 to 1",
    reference: "McCarthy & Jarvis 2007",
    compute: |s| hypergeometric_diversity(s, DRAWS),
}];

/// HD-D, the expected type-token ratio of `draws` tokens drawn at random without replacement: the sum over the types
/// of `1 - C(N - f, draws) / C(N, draws)`, divided by `draws`, in 0 to 1 (McCarthy and Jarvis 2007, "vocd: A
/// theoretical and empirical evaluation", Language Testing 24(4)).
///
/// Cost: `draws` logarithms for each different frequency.
///
/// # Errors
///
/// If there are fewer tokens than draws.
pub fn hypergeometric_diversity(spectrum: &Spectrum, draws: NonZero<u64>) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), draws.get(), "tokens")?;
    let n = spectrum.n_tokens();
    let expected: f64 = spectrum.classes().iter().map(|c| drawn(n, c.frequency, draws) * c.n_types as f64).sum();
    Ok(expected / draws.get() as f64)
}

/// The chance that at least one of `frequency` among `n` tokens is drawn.
fn drawn(n: u64, frequency: u64, draws: NonZero<u64>) -> f64 {
    if n - frequency < draws.get() {
        return 1.0;
    }
    // ln C(N - f, d) / C(N, d); through logarithms near 1 the chance of a rare type keeps all its digits.
    let log_absent: f64 = (0..draws.get()).map(|drawn| (-(frequency as f64) / (n - drawn) as f64).ln_1p()).sum();
    -log_absent.exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_of_all_tokens_is_the_text() {
        let spectrum = Spectrum::of_frequencies([3, 1, 1, 2]);
        let all = NonZero::new(7).unwrap();
        assert_eq!(hypergeometric_diversity(&spectrum, all), Ok(4.0 / 7.0));
        let more = NonZero::new(8).unwrap();
        assert_eq!(hypergeometric_diversity(&spectrum, more).unwrap_err().to_string(), "fewer than 8 tokens");
    }

    #[test]
    fn one_token_is_always_of_one_type() {
        let spectrum = Spectrum::of_frequencies([3, 1, 1, 2]);
        let found = hypergeometric_diversity(&spectrum, NonZero::new(1).unwrap()).unwrap();
        assert!((found - 1.0).abs() < 1e-15);
    }
}
