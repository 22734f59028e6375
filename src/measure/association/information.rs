//! Measures of association from information theory.

use super::contingency::{Contingency, NEVER_TOGETHER, OfContingency};
use crate::measure::definition::Measure;
use crate::measure::undefined::Undefined;

/// The measures.
pub(super) const INFORMATION: &[Measure<OfContingency>] = &[
    Measure {
        name: "pmi",
        definition: "pointwise mutual information to base 2, also MI; high for rare pairs",
        formula: "log2(O11 / E11)",
        unit: "bits",
        reference: "Church & Hanks 1990",
        compute: |t| log_ratio(t, 1),
    },
    Measure {
        name: "pmi_log10",
        definition: "pointwise mutual information to base 10",
        formula: "lg(O11 / E11)",
        unit: "decimal digits",
        reference: "Church & Hanks 1990, after Evert 2008",
        compute: |t| Ok(log_ratio(t, 1)? * std::f64::consts::LOG10_2),
    },
    Measure {
        name: "npmi",
        definition: "normalized pointwise mutual information",
        formula: "log2(O11 / E11) / -log2(O11 / N)",
        unit: "-1 to 1, 1 if the two come together only",
        reference: "Bouma 2009",
        compute: |t| {
            let (o11, _, _, n) = t.sizes();
            if o11 == n {
                return Err(Undefined::Because("the two are all there is"));
            }
            Ok((log_ratio(t, 1)? / (n / o11).log2()).min(1.0))
        },
    },
    Measure {
        name: "mi2",
        definition: "mutual information with the joint frequency squared",
        formula: "log2(O11^2 / E11)",
        unit: "bits",
        reference: "Daille 1994",
        compute: |t| log_ratio(t, 2),
    },
    Measure {
        name: "mi3",
        definition: "mutual information with the joint frequency cubed",
        formula: "log2(O11^3 / E11)",
        unit: "bits",
        reference: "Daille 1994",
        compute: |t| log_ratio(t, 3),
    },
    Measure {
        name: "local_mi",
        definition: "local mutual information: pointwise mutual information times joint frequency, base 2",
        formula: "O11 log2(O11 / E11)",
        unit: "bits",
        reference: "Evert 2008",
        compute: |t| Ok(t.sizes().0 * log_ratio(t, 1)?),
    },
];

/// `log2(O11^power / E11)`.
fn log_ratio(table: &Contingency, power: i32) -> Result<f64, Undefined> {
    let (o11, r1, c1, n) = table.sizes();
    if o11 == 0.0 {
        return Err(NEVER_TOGETHER);
    }
    // Quotients first, so that nothing overflows; a power is a sum of logarithms.
    Ok((o11 / r1 * (n / c1)).log2() + f64::from(power - 1) * o11.log2())
}
