//! Measures of how unevenly the tokens are spread over the types.
//!
//! N is the number of tokens, V that of types, V_i that of types with i tokens, f the tokens of a type. Cost of each:
//! linear in the number of different frequencies.

use super::spectrum::{NO_REPETITION, OfSpectrum, Spectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// The measures.
pub(super) const CONCENTRATION: &[Measure<OfSpectrum>] = &[
    Measure {
        name: "yule_k",
        definition: "Yule's characteristic K",
        formula: "10^4 (sum i^2 V_i - N) / N^2",
        unit: "0 to 10,000, smaller is more diverse",
        reference: "Yule 1944, after Tweedie & Baayen 1998 eq. 16",
        compute: |s| {
            at_least(s.n_tokens(), 1, "tokens")?;
            let n = s.n_tokens() as f64;
            // i^2 V_i - i V_i, summed without taking N from a sum much like it.
            Ok(1e4 * s.sum(|i| i * (i - 1.0)) / (n * n))
        },
    },
    Measure {
        name: "yule_i",
        definition: "Yule's I, an inverse of K",
        formula: "V^2 / (sum i^2 V_i - V)",
        unit: "0 or more, larger is more diverse",
        reference: "Yule 1944",
        compute: |s| {
            if_repeated(s, |s| {
                let v = s.n_types() as f64;
                v * v / s.sum(|i| (i - 1.0) * (i + 1.0))
            })
        },
    },
    Measure {
        name: "simpson_d",
        definition: "Simpson's D: the chance that two tokens drawn without replacement are of one type",
        formula: "sum V_i (i / N) ((i - 1) / (N - 1))",
        unit: "0 to 1, smaller is more diverse",
        reference: "Simpson 1949",
        compute: |s| {
            at_least(s.n_tokens(), 2, "tokens")?;
            let n = s.n_tokens() as f64;
            Ok(s.sum(|i| (i / n) * ((i - 1.0) / (n - 1.0))))
        },
    },
    Measure {
        name: "herdan_vm",
        definition: "Herdan's Vm: the coefficient of variation of frequencies over the square root of types",
        formula: "sqrt(sum V_i (i / N)^2 - 1 / V)",
        unit: "0 to 1, smaller is more even",
        reference: "Herdan 1955, after Tweedie & Baayen 1998",
        compute: |s| {
            at_least(s.n_tokens(), 1, "tokens")?;
            let (n, v) = s.sizes();
            // The same sum about the mean share 1 / V, which cannot come out below zero.
            Ok(s.sum(|i| (i / n - 1.0 / v).powi(2)).sqrt())
        },
    },
    Measure {
        name: "entropy",
        definition: "entropy of the distribution of types",
        formula: "-sum (f / N) log2 (f / N)",
        unit: "bits per token",
        reference: "Shannon 1948",
        compute: entropy,
    },
    Measure {
        name: "perplexity",
        definition: "the number of equally frequent types that would have the same entropy",
        formula: "2^entropy",
        unit: "types, 1 to V",
        reference: "Jelinek et al. 1977",
        compute: |s| entropy(s).map(f64::exp2),
    },
    Measure {
        name: "evenness",
        definition: "entropy over its largest value, Pielou's J",
        formula: "entropy / log2 V",
        unit: "0 to 1",
        reference: "Pielou 1966",
        compute: |s| {
            at_least(s.n_types(), 2, "types")?;
            Ok((entropy(s)? / (s.n_types() as f64).log2()).min(1.0))
        },
    },
];

/// `log2 N - sum f log2 f / N`, which has terms of one sign only inside the sum: `sum (f / N) log2 (N / f)`.
fn entropy(spectrum: &Spectrum) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), 1, "tokens")?;
    let n = spectrum.n_tokens() as f64;
    Ok(spectrum.sum(|f| (f / n) * (n / f).log2()))
}

fn if_repeated(spectrum: &Spectrum, formula: impl Fn(&Spectrum) -> f64) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), 1, "tokens")?;
    if spectrum.n_tokens() == spectrum.n_types() {
        return Err(NO_REPETITION);
    }
    Ok(formula(spectrum))
}
