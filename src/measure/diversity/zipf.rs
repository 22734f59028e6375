//! Zipf's law: how frequency falls with rank, and how many types have each frequency.

use super::spectrum::{NO_REPETITION, OfSpectrum, Spectrum};
use super::zeta::hurwitz_zeta;
use crate::measure::definition::Measure;
use crate::measure::line_fit::Points;
use crate::measure::undefined::{Undefined, at_least};

/// The law `f(r) = C r^-exponent` fitted to ranked frequencies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZipfFit {
    /// The exponent; about 1 for long texts.
    pub exponent: f64,
    /// R squared in logarithms; `None` if all types have the same frequency.
    pub r_squared: Option<f64>,
}

/// The law `P(f) = f^-exponent / zeta(exponent)` fitted to the frequencies of the types.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// The exponent; about 2 where that of ranks is 1.
    pub exponent: f64,
    /// The largest distance between the two distribution functions (Kolmogorov-Smirnov).
    pub distance: f64,
}

/// The measures.
pub(super) const ZIPF: &[Measure<OfSpectrum>] = &[
    Measure {
        name: "zipf_exponent",
        definition: "exponent of Zipf's law by least squares; types of equal frequency have consecutive ranks",
        formula: "f(r) = C r^-a, least squares of ln f on ln r",
        unit: "0 or more",
        reference: "Zipf 1949",
        compute: |s| Ok(zipf(s)?.exponent),
    },
    Measure {
        name: "zipf_r2",
        definition: "share of the variance of ln f that Zipf's law explains",
        formula: "R^2 of the fit",
        unit: "0 to 1",
        reference: "Zipf 1949",
        compute: |s| zipf(s)?.r_squared.ok_or(Undefined::Because("all types have the same frequency")),
    },
    Measure {
        name: "power_law_exponent",
        definition: "exponent of the power law of frequencies from 1, by maximum likelihood",
        formula: "P(f) = f^-a / zeta(a)",
        unit: "above 1",
        reference: "Clauset et al. 2009 eq. 3.5",
        compute: |s| Ok(power_law(s)?.exponent),
    },
    Measure {
        name: "power_law_ks",
        definition: "Kolmogorov-Smirnov distance of the frequencies from the fitted power law",
        formula: "max over f of |S(f) - P(f)|",
        unit: "0 to 1, smaller fits better",
        reference: "Clauset et al. 2009 eq. 3.9",
        compute: |s| Ok(power_law(s)?.distance),
    },
];

/// Fits `f(r) = C r^-a` by least squares of ln f on ln r over all types, ranked from the most frequent (Zipf 1949,
/// "Human Behavior and the Principle of Least Effort"). Least squares weigh the many rare types most, which is why
/// [`power_law`] is there too. Cost: one logarithm for each type.
///
/// # Errors
///
/// If there are fewer than 2 types.
pub fn zipf(spectrum: &Spectrum) -> Result<ZipfFit, Undefined> {
    at_least(spectrum.n_types(), 2, "types")?;
    let mut points = Points::default();
    let mut rank = 0_u64;
    for class in spectrum.classes().iter().rev() {
        let log_frequency = (class.frequency as f64).ln();
        for _ in 0..class.n_types {
            rank += 1;
            points.add((rank as f64).ln(), log_frequency);
        }
    }
    let line = points.line().ok_or(Undefined::Because("fewer than 2 types"))?;
    // Without variation in frequency the slope is a zero, of either sign.
    Ok(ZipfFit { exponent: 0.0 - line.slope, r_squared: line.r_squared })
}

/// Fits the discrete power law `P(f) = f^-a / zeta(a)`, f from 1, to the frequencies of the types by maximum
/// likelihood (Clauset, Shalizi and Newman 2009, "Power-law distributions in empirical data", SIAM Review 51(4)):
/// the a at which `-zeta'(a) / zeta(a)` is the mean of ln f. The exponent of ranks is `1 / (a - 1)`.
///
/// Cost: linear in the number of different frequencies.
///
/// # Errors
///
/// If no type occurs twice, as then the exponent would be infinite, or if it would come so near to 1 that the law
/// hardly has a sum.
pub fn power_law(spectrum: &Spectrum) -> Result<PowerLaw, Undefined> {
    at_least(spectrum.n_tokens(), 1, "tokens")?;
    if spectrum.n_tokens() == spectrum.n_types() {
        return Err(NO_REPETITION);
    }
    let mean_log = spectrum.sum(f64::ln) / spectrum.n_types() as f64;
    let exponent = exponent_with(mean_log)?;
    Ok(PowerLaw { exponent, distance: distance(spectrum, exponent) })
}

/// Searches the exponent of which `mean_log` is the mean logarithm; that mean falls as the exponent grows.
fn exponent_with(mean_log: f64) -> Result<f64, Undefined> {
    let mean_log_of = |exponent: f64| {
        let (zeta, derivative) = hurwitz_zeta(exponent, 1.0);
        -derivative / zeta
    };
    let (mut low, mut high) = (1.0001, 2.0);
    if mean_log_of(low) < mean_log {
        return Err(Undefined::Because("frequencies do not fall with rank"));
    }
    while mean_log_of(high) > mean_log && high < 64.0 {
        (low, high) = (high, high * 2.0);
    }
    // Halving ends when no number lies between the two.
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return Ok(middle);
        }
        if mean_log_of(middle) > mean_log {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn distance(spectrum: &Spectrum, exponent: f64) -> f64 {
    let zeta = hurwitz_zeta(exponent, 1.0).0;
    let expected_below = |frequency: f64| 1.0 - hurwitz_zeta(exponent, frequency).0 / zeta;
    let mut n_below = 0.0;
    let mut largest = 0.0_f64;
    for class in spectrum.classes() {
        let frequency = class.frequency as f64;
        let v = spectrum.n_types() as f64;
        // The empirical function is a step: the law may be farthest from it just before it rises.
        largest = largest.max((n_below / v - expected_below(frequency)).abs());
        n_below += class.n_types as f64;
        largest = largest.max((n_below / v - expected_below(frequency + 1.0)).abs());
    }
    largest
}
