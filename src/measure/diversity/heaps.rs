//! Heaps' law: how the vocabulary grows with the text.

use super::sequence::{OfSequence, Scratch};
use crate::measure::definition::Measure;
use crate::measure::line_fit::Points;
use crate::measure::undefined::{Undefined, at_least};

/// The law fitted to a growth curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeapsFit {
    /// K, the types that one token would have.
    pub k: f64,
    /// The exponent beta.
    pub beta: f64,
    /// R squared in logarithms; `None` if the vocabulary does not grow.
    pub r_squared: Option<f64>,
}

/// The measures.
pub(super) const HEAPS: &[Measure<OfSequence>] = &[
    Measure {
        name: "heaps_beta",
        definition: "exponent of Heaps' law over the growth curve of the text, token by token",
        formula: "V(n) = K n^beta, least squares of ln V(n) on ln n",
        unit: "0 to 1",
        reference: "Heaps 1978; Herdan 1960",
        compute: |tokens, _, scratch| Ok(fit(tokens, scratch)?.beta),
    },
    Measure {
        name: "heaps_k",
        definition: "factor of Heaps' law over the growth curve of the text, token by token",
        formula: "V(n) = K n^beta, least squares of ln V(n) on ln n",
        unit: "types",
        reference: "Heaps 1978; Herdan 1960",
        compute: |tokens, _, scratch| Ok(fit(tokens, scratch)?.k),
    },
    Measure {
        name: "heaps_r2",
        definition: "share of the variance of ln V(n) that Heaps' law explains",
        formula: "R^2 of the fit",
        unit: "0 to 1",
        reference: "Heaps 1978; Herdan 1960",
        compute: |tokens, _, scratch| fit(tokens, scratch)?.r_squared.ok_or(Undefined::Because("only one type")),
    },
];

/// Fits `V(n) = K n^beta` to points `(n, V(n))` of a growth curve, all above zero, by least squares of ln V on ln n
/// (Heaps 1978, "Information Retrieval"; Herdan 1960). Cost: two logarithms for each point.
///
/// # Errors
///
/// If there are no two points of different n.
pub fn heaps(curve: impl IntoIterator<Item = (f64, f64)>) -> Result<HeapsFit, Undefined> {
    let mut points = Points::default();
    curve.into_iter().for_each(|(n, v)| points.add(n.max(1.0).ln(), v.max(1.0).ln()));
    let line = points.line().ok_or(Undefined::Because("fewer than 2 points of the growth curve"))?;
    Ok(HeapsFit { k: line.intercept.exp(), beta: line.slope, r_squared: line.r_squared })
}

fn fit(tokens: &[u32], scratch: &mut Scratch) -> Result<HeapsFit, Undefined> {
    at_least(tokens.len() as u64, 2, "tokens")?;
    let types = &mut scratch.types;
    types.clear();
    heaps((1_u32..).zip(tokens).map(|(n, &token)| {
        types.insert(token);
        (f64::from(n), types.len() as f64)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_that_follows_the_law_gives_its_parameters() {
        let found = heaps([(1.0, 3.0), (100.0, 30.0), (10_000.0, 300.0)]).unwrap();
        assert!((found.k - 3.0).abs() < 1e-12 && (found.beta - 0.5).abs() < 1e-12, "{found:?}");
        assert!(found.r_squared.unwrap() > 1.0 - 1e-12);
    }

    #[test]
    fn a_vocabulary_that_does_not_grow_has_no_fit_quality() {
        assert_eq!(heaps([(1.0, 1.0), (2.0, 1.0)]).map(|fit| (fit.beta, fit.r_squared)), Ok((0.0, None)));
        assert!(heaps([(5.0, 3.0)]).is_err());
    }
}
