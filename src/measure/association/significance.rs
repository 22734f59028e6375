//! Measures of association that ask how surely there is one.
//!
//! Cells are Oij, what chance would give is Eij.

use super::contingency::{Contingency, NEVER_TOGETHER, OfContingency};
use crate::measure::chi_square::{p_value, pearson};
use crate::measure::definition::Measure;
use crate::measure::log_likelihood::{deviance, log_likelihood};
use crate::measure::undefined::Undefined;

/// The measures.
pub(super) const SIGNIFICANCE: &[Measure<OfContingency>] = &[
    Measure {
        name: "t_score",
        definition: "t score; high for frequent pairs",
        formula: "(O11 - E11) / sqrt(O11)",
        unit: "standard errors",
        reference: "Church et al. 1991",
        compute: |t| {
            let o11 = t.sizes().0;
            if o11 == 0.0 { Err(NEVER_TOGETHER) } else { Ok(t.difference() / o11.sqrt()) }
        },
    },
    Measure {
        name: "z_score",
        definition: "z score",
        formula: "(O11 - E11) / sqrt(E11)",
        unit: "standard errors",
        reference: "Berry-Rogghe 1973, after Evert 2008",
        compute: |t| Ok(t.difference() / t.expected().sqrt()),
    },
    Measure {
        name: "g2",
        definition: "log-likelihood ratio over all four cells; high for rare and for frequent attraction",
        formula: "2 sum Oij ln(Oij / Eij)",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Dunning 1993",
        compute: |t| if_not_flat(t, |t| log_likelihood(t.deviations())),
    },
    Measure {
        name: "simple_ll",
        definition: "log-likelihood ratio of the joint frequency alone",
        formula: "2 (O11 ln(O11 / E11) - (O11 - E11))",
        unit: "0 or more",
        reference: "Evert 2008",
        compute: |t| Ok(2.0 * deviance(t.sizes().0, t.difference())),
    },
    Measure {
        name: "p_g2",
        definition: "probability of a G2 as large by chance, not corrected for the number of pairs",
        formula: "chi-square survival function of G2, 1 degree of freedom",
        unit: "0 to 1",
        reference: "Dunning 1993",
        compute: |t| if_not_flat(t, |t| p_value(log_likelihood(t.deviations()))),
    },
    Measure {
        name: "chi2",
        definition: "Pearson's chi-square without correction; too high where an expected cell is below 5",
        formula: "N (O11 O22 - O12 O21)^2 / (R1 R2 C1 C2)",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Pearson 1900; Manning & Schuetze 1999",
        compute: |t| if_not_flat(t, |t| pearson(t, 0.0)),
    },
    Measure {
        name: "phi2",
        definition: "mean-square contingency: chi-square per observation",
        formula: "chi2 / N",
        unit: "0 to 1",
        reference: "Gale & Church 1991",
        compute: |t| if_not_flat(t, |t| pearson(t, 0.0) / t.sizes().3),
    },
];

fn if_not_flat(table: &Contingency, formula: impl Fn(&Contingency) -> f64) -> Result<f64, Undefined> {
    if table.is_flat() { Err(Undefined::Because("a word is everywhere")) } else { Ok(formula(table)) }
}
