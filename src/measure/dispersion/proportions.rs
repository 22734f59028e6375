//! Measures of dispersion that compare a part's share of the occurrences with its share of the tokens.

use super::parts::{OfSpread, Spread};
use crate::measure::definition::Measure;
use crate::measure::undefined::Undefined;

/// The measures.
pub(super) const PROPORTIONS: &[Measure<OfSpread>] = &[
    Measure {
        name: "range",
        definition: "number of parts that have the word",
        formula: "number of i with v_i > 0",
        unit: "parts, 0 to n",
        reference: "Oakes 1998",
        compute: |s| Ok(s.range() as f64),
    },
    Measure {
        name: "relative_range",
        definition: "share of parts that have the word",
        formula: "range / n",
        unit: "0 to 1",
        reference: "Oakes 1998",
        compute: |s| Ok(s.relative_range()),
    },
    Measure {
        name: "gries_dp",
        definition: "Gries' deviation of proportions: 0 if the word is spread as the tokens are",
        formula: "sum |v_i / f - s_i| / 2",
        unit: "0 to 1, smaller is more even",
        reference: "Gries 2008",
        compute: deviation,
    },
    Measure {
        name: "gries_dp_norm",
        definition: "Gries' deviation of proportions over its largest possible value",
        formula: "DP / (1 - min s_i)",
        unit: "0 to 1, smaller is more even",
        reference: "Lijffijt & Gries 2012",
        compute: |s| Ok((deviation(s)? / (1.0 - s.smallest_share())).min(1.0)),
    },
    Measure {
        name: "rosengren_s",
        definition: "Rosengren's S, adjusted for parts of different sizes",
        formula: "(sum sqrt(s_i v_i))^2 / f",
        unit: "0 to 1, larger is more even",
        reference: "Rosengren 1971, after Gries 2008",
        compute: |s| Ok(s.sum_of_shares(|v, s| (v * s).sqrt())?.powi(2).min(1.0)),
    },
    Measure {
        name: "kld",
        definition: "Kullback-Leibler divergence of the occurrences from the tokens",
        formula: "sum (v_i / f) log2((v_i / f) / s_i)",
        unit: "bits, 0 or more, smaller is more even",
        reference: "Gries 2020",
        compute: |s| Ok(s.sum_of_shares(|v, s| v * (v / s).log2())?.max(0.0)),
    },
];

/// DP; a part without the word adds its share.
fn deviation(spread: &Spread) -> Result<f64, Undefined> {
    let present = spread.sum_of_shares(|v, s| (v - s).abs())?;
    Ok(((present + spread.share_without()) / 2.0).min(1.0))
}
