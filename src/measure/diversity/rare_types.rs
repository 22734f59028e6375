//! Measures of diversity that rest on the types that occur once (hapax legomena) or twice (dis legomena).
//!
//! N is the number of tokens, V that of types, V1 and V2 those of types with one and two tokens. Cost of each: a
//! binary search among the different frequencies.

use super::spectrum::{NO_REPETITION, OfSpectrum};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least, quotient};

/// The measures.
pub(super) const RARE_TYPES: &[Measure<OfSpectrum>] = &[
    Measure {
        name: "hapax_per_token",
        definition: "hapax legomena per token, Baayen's P: the rate at which new types still come",
        formula: "V1 / N",
        unit: "0 to 1",
        reference: "Baayen 1992",
        compute: |s| quotient(s.n_types_with(1), s.n_tokens(), "tokens"),
    },
    Measure {
        name: "hapax_per_type",
        definition: "share of hapax legomena among the types",
        formula: "V1 / V",
        unit: "0 to 1",
        reference: "Baayen 2001",
        compute: |s| quotient(s.n_types_with(1), s.n_types(), "tokens"),
    },
    Measure {
        name: "honore_r",
        definition: "Honore's R",
        formula: "100 ln N / (1 - V1 / V)",
        unit: "0 or more, larger is more diverse",
        reference: "Honore 1979",
        compute: |s| {
            at_least(s.n_tokens(), 2, "tokens")?;
            let n_repeated = s.n_types() - s.n_types_with(1);
            if n_repeated == 0 {
                return Err(NO_REPETITION);
            }
            Ok(100.0 * (s.n_tokens() as f64).ln() * s.n_types() as f64 / n_repeated as f64)
        },
    },
    Measure {
        name: "sichel_s",
        definition: "Sichel's S: share of dis legomena among the types",
        formula: "V2 / V",
        unit: "0 to 1",
        reference: "Sichel 1975",
        compute: |s| quotient(s.n_types_with(2), s.n_types(), "tokens"),
    },
    Measure {
        name: "michea_m",
        definition: "Michea's M: types per dis legomenon, the inverse of Sichel's S",
        formula: "V / V2",
        unit: "1 or more",
        reference: "Michea 1971",
        compute: |s| {
            at_least(s.n_tokens(), 1, "tokens")?;
            let n_twice = s.n_types_with(2);
            quotient(s.n_types(), n_twice, "types that occur twice")
        },
    },
    Measure {
        name: "brunet_w",
        definition: "Brunet's W with the exponent 0.172",
        formula: "N^(V^-0.172)",
        unit: "1 or more, smaller is more diverse",
        reference: "Brunet 1978",
        compute: |s| brunet_w(s.n_tokens(), s.n_types(), 0.172),
    },
    Measure {
        name: "brunet_w_165",
        definition: "Brunet's W with the exponent 0.165",
        formula: "N^(V^-0.165)",
        unit: "1 or more, smaller is more diverse",
        reference: "Brunet 1978, after Holmes 1992",
        compute: |s| brunet_w(s.n_tokens(), s.n_types(), 0.165),
    },
];

fn brunet_w(n_tokens: u64, n_types: u64, exponent: f64) -> Result<f64, Undefined> {
    at_least(n_tokens, 1, "tokens")?;
    Ok((n_tokens as f64).powf((n_types as f64).powf(-exponent)))
}
