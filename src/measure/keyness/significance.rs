//! Measures of keyness that ask how surely frequencies differ.

use super::comparison::{Comparison, OfComparison};
use crate::measure::association::Contingency;
use crate::measure::chi_square::{p_value, pearson};
use crate::measure::definition::Measure;
use crate::measure::log_likelihood::log_likelihood;
use crate::measure::undefined::Undefined;

/// The measures.
pub(super) const SIGNIFICANCE: &[Measure<OfComparison>] = &[
    Measure {
        name: "g2",
        definition: "log-likelihood of the word's two frequencies",
        formula: "2 (a ln(a / E1) + b ln(b / E2))",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Rayson & Garside 2000",
        compute: |k| Ok(two_terms(k)),
    },
    Measure {
        name: "g2_four",
        definition: "log-likelihood over all four cells, the word and all other words in both corpora",
        formula: "2 sum O ln(O / E)",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Dunning 1993",
        compute: |k| Ok(four_terms(&k.table()?)),
    },
    Measure {
        name: "g2_williams",
        definition: "log-likelihood over all four cells with Williams' correction for small samples",
        formula: "G2 / (1 + (N / (a + b) + N / (N - a - b) - 1) (N / c + N / d - 1) / (6 N))",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Williams 1976, after Sokal & Rohlf 1995",
        compute: |k| {
            let (a, b, c, d) = k.sizes();
            let (n, word) = (c + d, a + b);
            let table = k.table()?;
            let excess = (n / word + n / (n - word) - 1.0) * (n / c + n / d - 1.0) / (6.0 * n);
            Ok(four_terms(&table) / (1.0 + excess))
        },
    },
    Measure {
        name: "p_g2",
        definition: "probability of so large a G2 by chance, before correction for the number of words",
        formula: "chi-square survival function of G2 (two terms), 1 degree of freedom",
        unit: "0 to 1",
        reference: "Rayson & Garside 2000",
        compute: |k| Ok(p_value(two_terms(k))),
    },
    Measure {
        name: "p_g2_four",
        definition: "probability of so large a G2 over four cells by chance, before correction for the number of words",
        formula: "chi-square survival function of G2 (four cells), 1 degree of freedom",
        unit: "0 to 1",
        reference: "Dunning 1993",
        compute: |k| Ok(p_value(four_terms(&k.table()?))),
    },
    Measure {
        name: "chi2",
        definition: "Pearson's chi-square without correction",
        formula: "N (a (d - b) - b (c - a))^2 / ((a + b) (N - a - b) c d)",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Pearson 1900; Hofland & Johansson 1982",
        compute: |k| Ok(pearson(&k.table()?, 0.0)),
    },
    Measure {
        name: "chi2_yates",
        definition: "Pearson's chi-square with Yates' correction for continuity",
        formula: "N max(0, |a (d - b) - b (c - a)| - N / 2)^2 / ((a + b) (N - a - b) c d)",
        unit: "0 or more, chi-square with 1 degree of freedom",
        reference: "Yates 1934",
        compute: |k| Ok(pearson(&k.table()?, 0.5)),
    },
    Measure {
        name: "p_chi2",
        definition: "probability of so large a chi-square by chance, before correction for the number of words",
        formula: "chi-square survival function of chi2, 1 degree of freedom",
        unit: "0 to 1",
        reference: "Pearson 1900",
        compute: |k| Ok(p_value(pearson(&k.table()?, 0.0))),
    },
    Measure {
        name: "p_chi2_yates",
        definition: "probability of so large a chi-square with Yates' correction by chance, before correction for the \
                     number of words",
        formula: "chi-square survival function of chi2_yates, 1 degree of freedom",
        unit: "0 to 1",
        reference: "Yates 1934",
        compute: |k| Ok(p_value(pearson(&k.table()?, 0.5))),
    },
    Measure {
        name: "bic",
        definition: "Bayesian information criterion: evidence against equal frequencies, above 2 positive, above 10 \
                     very strong",
        formula: "G2 (two terms) - ln N",
        unit: "any number",
        reference: "Wilson 2013",
        compute: |k| {
            let (_, _, c, d) = k.sizes();
            Ok(two_terms(k) - (c + d).ln())
        },
    },
    Measure {
        name: "ell",
        definition: "effect size of the log-likelihood",
        formula: "G2 (two terms) / (N ln(min(E1, E2)))",
        unit: "0 to 1",
        reference: "Johnston et al. 2006",
        compute: |k| {
            let (_, _, c, d) = k.sizes();
            let [e1, e2] = k.expected();
            let least = e1.min(e2);
            if least <= 1.0 {
                return Err(Undefined::Because("an expected frequency of 1 or less"));
            }
            Ok(two_terms(k) / ((c + d) * least.ln()))
        },
    },
];

fn two_terms(comparison: &Comparison) -> f64 {
    log_likelihood(comparison.deviations())
}

fn four_terms(table: &Contingency) -> f64 {
    log_likelihood(table.deviations())
}
