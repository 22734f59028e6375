//! Measures of keyness that ask how much frequencies differ.

use super::comparison::{Comparison, OfComparison};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, finite};

/// The measures.
pub(super) const EFFECT: &[Measure<OfComparison>] = &[
    Measure {
        name: "log_ratio",
        definition: "binary logarithm of the ratio of relative frequencies; a frequency of zero counts as 0.5",
        formula: "log2((a / c) / (b / d))",
        unit: "doublings, above 0 if more frequent in the target",
        reference: "Hardie 2014",
        compute: |k| {
            let (target, reference) = k.shares_without_zero();
            Ok((target / reference).log2())
        },
    },
    Measure {
        name: "log_ratio_walter",
        definition: "binary logarithm of the ratio of relative frequencies, one half added to frequencies and sizes",
        formula: "log2(((a + 0.5) / (c + 0.5)) / ((b + 0.5) / (d + 0.5)))",
        unit: "doublings, above 0 if more frequent in the target",
        reference: "Walter 1975",
        compute: |k| {
            let (a, b, c, d) = k.sizes();
            Ok(((a + 0.5) / (c + 0.5) / ((b + 0.5) / (d + 0.5))).log2())
        },
    },
    Measure {
        name: "percent_difference",
        definition: "difference of relative frequencies in percent of the reference's, %DIFF",
        formula: "100 (a / c - b / d) / (b / d)",
        unit: "percent, -100 or more",
        reference: "Gabrielatos & Marchi 2011",
        compute: |k| Ok(100.0 * (relative_risk(k)? - 1.0)),
    },
    Measure {
        name: "percent_difference_half",
        definition: "difference of relative frequencies in percent of the reference's; a frequency of zero counts as \
                     0.5",
        formula: "100 (a / c - b / d) / (b / d)",
        unit: "percent, -100 or more",
        reference: "Gabrielatos & Marchi 2011, after Hardie 2014",
        compute: |k| {
            let (target, reference) = k.shares_without_zero();
            Ok(100.0 * (target - reference) / reference)
        },
    },
    Measure {
        name: "relative_risk",
        definition: "ratio of relative frequencies",
        formula: "(a / c) / (b / d)",
        unit: "0 or more, above 1 if more frequent in the target",
        reference: "Damerau 1993",
        compute: relative_risk,
    },
    Measure {
        name: "odds_ratio",
        definition: "ratio of the odds of the word against all other words",
        formula: "(a / (c - a)) / (b / (d - b))",
        unit: "0 or more, above 1 if more frequent in the target",
        reference: "Everitt 1992; Pojanapunya & Todd 2018",
        compute: |k| {
            let (a, b, c, d) = k.sizes();
            finite(a / (c - a) / (b / (d - b)), "zero cells")
        },
    },
    Measure {
        name: "simple_maths",
        definition: "ratio of frequencies per million, 1 added to both; shows rare words",
        formula: "(10^6 a / c + 1) / (10^6 b / d + 1)",
        unit: "above 0, above 1 if more frequent in the target",
        reference: "Kilgarriff 2009",
        compute: |k| Ok(simple_maths(k, 1.0)),
    },
    Measure {
        name: "simple_maths_100",
        definition: "ratio of frequencies per million, 100 added to both; shows common words",
        formula: "(10^6 a / c + 100) / (10^6 b / d + 100)",
        unit: "above 0, above 1 if more frequent in the target",
        reference: "Kilgarriff 2009",
        compute: |k| Ok(simple_maths(k, 100.0)),
    },
];

/// The ratio of frequencies per million, `k` added to both: `(10^6 a / c + k) / (10^6 b / d + k)` (Kilgarriff 2009,
/// "Simple maths for keywords"). A `k` above zero makes it finite; the larger, the more common the words on top.
pub fn simple_maths(comparison: &Comparison, k: f64) -> f64 {
    let (a, b, c, d) = comparison.sizes();
    (a * 1e6 / c + k) / (b * 1e6 / d + k)
}

fn relative_risk(comparison: &Comparison) -> Result<f64, Undefined> {
    let (a, b, c, d) = comparison.sizes();
    finite(a / c / (b / d), "the word is not in the reference corpus")
}
