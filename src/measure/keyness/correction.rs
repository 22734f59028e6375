//! Corrections of probabilities for the number of tests.

use crate::choice::choices;

/// How probabilities are corrected for being many: of 10,000 words that do not differ, 500 have p < 0.05.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Correction {
    /// Times the number of tests (Bonferroni 1936; Dunn 1961): the chance of any false finding stays below the level.
    Bonferroni,
    /// The same chance, step by step from the smallest (Holm 1979): never less powerful than Bonferroni.
    Holm,
    /// The expected share of false findings among all findings (Benjamini and Hochberg 1995).
    BenjaminiHochberg,
}

choices!(Correction {
    Bonferroni = "bonferroni": "Times the number of words",
    Holm = "holm": "Step by step from the smallest (Holm 1979)",
    BenjaminiHochberg = "bh": "By the share of false findings (Benjamini & Hochberg 1995)",
});

impl Correction {
    /// Its full name, for definitions.
    pub fn full_name(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "benjamini-hochberg",
            other => other.name(),
        }
    }

    /// The corrected probabilities, in the order of `probabilities`, which are all tests that were made, whether
    /// shown or not. With m tests and p(k) the k-th smallest:
    ///
    /// - Bonferroni: `min(1, m p)`
    /// - Holm: the largest of `min(1, (m - j + 1) p(j))` over j up to k
    /// - Benjamini-Hochberg: the smallest of `min(1, m / j p(j))` over j from k
    ///
    /// Cost: a sort, for Bonferroni none.
    pub fn adjust(self, probabilities: &[f64]) -> Vec<f64> {
        let m = probabilities.len();
        match self {
            Self::Bonferroni => probabilities.iter().map(|p| (p * m as f64).min(1.0)).collect(),
            Self::Holm => {
                let order = ascending(probabilities);
                let factor = |rank: usize| (m - rank) as f64;
                running(probabilities, order.into_iter().enumerate(), factor, 0.0, f64::max)
            }
            Self::BenjaminiHochberg => {
                let order = ascending(probabilities);
                let factor = |rank: usize| m as f64 / (rank + 1) as f64;
                running(probabilities, order.into_iter().enumerate().rev(), factor, 1.0, f64::min)
            }
        }
    }
}

/// The places of the probabilities in ascending order.
fn ascending(probabilities: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&left, &right| probabilities[left].total_cmp(&probabilities[right]));
    order
}

/// Goes through `(rank, place)` and keeps the extreme so far of each probability times its factor.
fn running(
    probabilities: &[f64],
    order: impl Iterator<Item = (usize, usize)>,
    factor: impl Fn(usize) -> f64,
    start: f64,
    extreme: impl Fn(f64, f64) -> f64,
) -> Vec<f64> {
    let mut adjusted = vec![0.0; probabilities.len()];
    let mut so_far = start;
    for (rank, place) in order {
        so_far = extreme(so_far, (probabilities[place] * factor(rank)).min(1.0));
        adjusted[place] = so_far;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::golden;

    #[test]
    fn corrections_equal_those_of_the_reference() {
        let rows = golden::rows(include_str!("../golden/correction.tsv"));
        let probabilities: Vec<f64> = rows.iter().map(|row| golden::number(row[0])).collect();
        for (column, correction) in (1..).zip(Correction::ALL) {
            for (found, row) in correction.adjust(&probabilities).into_iter().zip(&rows) {
                golden::assert_close(found, golden::number(row[column]), correction.full_name());
            }
        }
    }

    proptest! {
        #[test]
        fn holm_lies_between_no_correction_and_bonferroni(p in proptest::collection::vec(0.0_f64..=1.0, 0..20)) {
            let [bonferroni, holm, hochberg] = Correction::ALL.map(|correction| correction.adjust(&p));
            for at in 0..p.len() {
                prop_assert!(p[at] <= hochberg[at] && hochberg[at] <= holm[at] + 1e-15);
                prop_assert!(holm[at] <= bonferroni[at] && bonferroni[at] <= 1.0);
            }
        }
    }
}
