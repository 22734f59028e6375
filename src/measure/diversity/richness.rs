//! Measures of diversity that are functions of the numbers of tokens and types alone.
//!
//! N is the number of tokens, V the number of types. Logarithms are natural unless a name says otherwise; where
//! implementations differ by the base, each has its name here. Cost of each: O(1).

use super::spectrum::{NO_REPETITION, OfSpectrum, Spectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least, quotient};

/// The measures.
pub(super) const RICHNESS: &[Measure<OfSpectrum>] = &[
    Measure {
        name: "ttr",
        definition: "type-token ratio; falls as texts grow, so compare equal lengths only",
        formula: "V / N",
        unit: "0 to 1",
        reference: "Johnson 1944",
        compute: |s| quotient(s.n_types(), s.n_tokens(), "tokens"),
    },
    Measure {
        name: "guiraud_r",
        definition: "Guiraud's R, also root type-token ratio",
        formula: "V / sqrt(N)",
        unit: "types per square root of tokens",
        reference: "Guiraud 1954",
        compute: |s| if_tokens(s, |n, v| v / n.sqrt()),
    },
    Measure {
        name: "cttr",
        definition: "corrected type-token ratio",
        formula: "V / sqrt(2 N)",
        unit: "types per square root of tokens",
        reference: "Carroll 1964",
        compute: |s| if_tokens(s, |n, v| v / (2.0 * n).sqrt()),
    },
    Measure {
        name: "herdan_c",
        definition: "Herdan's C, also log type-token ratio",
        formula: "ln V / ln N",
        unit: "0 to 1",
        reference: "Herdan 1960",
        compute: |s| if_two_tokens(s, |n, v| v.ln() / n.ln()),
    },
    Measure {
        name: "summer_s",
        definition: "Summer's S with natural logarithms",
        formula: "ln ln V / ln ln N",
        unit: "0 to 1",
        reference: "Tweedie & Baayen 1998",
        compute: |s| {
            at_least(s.n_types(), 3, "types")?;
            if_tokens(s, |n, v| v.ln().ln() / n.ln().ln())
        },
    },
    Measure {
        name: "summer_s_log10",
        definition: "Summer's S with logarithms to base 10",
        formula: "lg lg V / lg lg N",
        unit: "0 to 1",
        reference: "Tweedie & Baayen 1998",
        compute: |s| {
            at_least(s.n_types(), 11, "types")?;
            if_tokens(s, |n, v| v.log10().log10() / n.log10().log10())
        },
    },
    Measure {
        name: "dugast_u",
        definition: "Dugast's U with natural logarithms",
        formula: "(ln N)^2 / (ln N - ln V)",
        unit: "0 or more, larger is more diverse",
        reference: "Dugast 1978, after Tweedie & Baayen 1998",
        compute: |s| if_repeated(s, |n, v| n.ln().powi(2) / (n / v).ln()),
    },
    Measure {
        name: "dugast_u_log10",
        definition: "Dugast's U with logarithms to base 10",
        formula: "(lg N)^2 / (lg N - lg V)",
        unit: "0 or more, larger is more diverse",
        reference: "Dugast 1978",
        compute: |s| if_repeated(s, |n, v| n.log10().powi(2) / (n / v).log10()),
    },
    Measure {
        name: "maas_a2",
        definition: "Maas' a squared with natural logarithms",
        formula: "(ln N - ln V) / (ln N)^2",
        unit: "0 or more, smaller is more diverse",
        reference: "Maas 1972, after Tweedie & Baayen 1998",
        compute: |s| if_two_tokens(s, |n, v| (n / v).ln() / n.ln().powi(2)),
    },
    Measure {
        name: "maas_a2_log10",
        definition: "Maas' a squared with logarithms to base 10",
        formula: "(lg N - lg V) / (lg N)^2",
        unit: "0 or more, smaller is more diverse",
        reference: "Maas 1972",
        compute: |s| if_two_tokens(s, |n, v| (n / v).log10() / n.log10().powi(2)),
    },
];

fn if_tokens(spectrum: &Spectrum, formula: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), 1, "tokens")?;
    let (n, v) = spectrum.sizes();
    Ok(formula(n, v))
}

/// The logarithm of one token is zero, which cannot divide.
fn if_two_tokens(spectrum: &Spectrum, formula: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), 2, "tokens")?;
    if_tokens(spectrum, formula)
}

fn if_repeated(spectrum: &Spectrum, formula: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
    at_least(spectrum.n_tokens(), 2, "tokens")?;
    if spectrum.n_tokens() == spectrum.n_types() {
        return Err(NO_REPETITION);
    }
    if_tokens(spectrum, formula)
}
