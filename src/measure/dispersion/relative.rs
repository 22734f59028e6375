//! Measures of dispersion that compare the relative frequencies of the parts.

use super::parts::{OfSpread, Spread};
use crate::measure::definition::Measure;
use crate::measure::undefined::Undefined;

/// The measures.
pub(super) const RELATIVE: &[Measure<OfSpread>] = &[
    Measure {
        name: "variation_coefficient",
        definition: "variation coefficient of relative frequencies, with the population's standard deviation",
        formula: "V = sd(p_i) / mean(p_i)",
        unit: "0 to sqrt(n - 1), smaller is more even",
        reference: "Oakes 1998",
        compute: variation,
    },
    Measure {
        name: "juilland_d",
        definition: "Juilland's D over relative frequencies, with the population's standard deviation",
        formula: "1 - V / sqrt(n - 1)",
        unit: "0 to 1, larger is more even",
        reference: "Juilland & Chang-Rodriguez 1964",
        compute: |s| Ok((1.0 - variation(s)? / (s.n_parts()? - 1.0).sqrt()).max(0.0)),
    },
    Measure {
        name: "juilland_d_sample",
        definition: "Juilland's D over relative frequencies, with the sample's standard deviation; below 0 if the word \
                     is in one part",
        formula: "1 - sample sd(p_i) / mean(p_i) / sqrt(n - 1)",
        unit: "1 - sqrt(n / (n - 1)) to 1, larger is more even",
        reference: "Gries 2008",
        compute: |s| {
            let n = s.n_parts()?;
            let sample = variation(s)? * (n / (n - 1.0)).sqrt();
            Ok(1.0 - sample / (n - 1.0).sqrt())
        },
    },
    Measure {
        name: "carroll_d2",
        definition: "Carroll's D2: entropy of relative frequencies over its largest value",
        formula: "-sum q_i log2 q_i / log2 n, q_i = p_i / sum p_i",
        unit: "0 to 1, larger is more even",
        reference: "Carroll 1970",
        compute: |s| {
            let sum: f64 = s.relative().sum();
            let entropy: f64 = s.relative().map(|p| p / sum * (sum / p).log2()).sum();
            Ok((entropy / s.n_parts()?.log2()).clamp(0.0, 1.0))
        },
    },
    Measure {
        name: "dispersion_da",
        definition: "dispersion DA: mean difference of relative frequencies over all pairs of parts; sorts the parts \
                     that have the word",
        formula: "1 - mean over i < j of |p_i - p_j| / (2 mean(p_i))",
        unit: "0 to 1, larger is more even",
        reference: "Burch, Egbert & Biber 2017",
        compute: mean_difference,
    },
];

/// The variation coefficient. Parts without the word are that far from the mean, too.
fn variation(spread: &Spread) -> Result<f64, Undefined> {
    let n = spread.n_parts()?;
    let mean = spread.relative().sum::<f64>() / n;
    let n_without = n - spread.range() as f64;
    let squares: f64 = spread.relative().map(|p| (p - mean).powi(2)).sum();
    Ok(((squares + n_without * mean * mean) / n).sqrt() / mean)
}

/// DA. The differences of all pairs are a sum over the sorted parts: `p_(k)` is added k - 1 times and taken away n - k
/// times. Parts without the word come first and add nothing. Cost: a sort.
fn mean_difference(spread: &Spread) -> Result<f64, Undefined> {
    let n = spread.n_parts()?;
    let mut sorted: Vec<f64> = spread.relative().collect();
    sorted.sort_by(f64::total_cmp);
    let first = n - sorted.len() as f64 + 1.0;
    let ranked = sorted.iter().enumerate().map(|(idx, p)| (2.0 * (first + idx as f64) - n - 1.0) * p);
    let mean = sorted.iter().sum::<f64>() / n;
    let difference = ranked.sum::<f64>() / (n * (n - 1.0) / 2.0);
    Ok((1.0 - difference / (2.0 * mean)).clamp(0.0, 1.0))
}
