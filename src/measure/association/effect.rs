//! Measures of association that ask how strong it is, whatever the size of the corpus.

use super::contingency::OfContingency;
use super::dice::{dice, log_dice};
use crate::measure::definition::Measure;
use crate::measure::undefined::quotient;

/// The measures.
pub(super) const EFFECT: &[Measure<OfContingency>] = &[
    Measure {
        name: "dice",
        definition: "Dice coefficient",
        formula: "2 O11 / (R1 + C1)",
        unit: "0 to 1",
        reference: "Dice 1945; Smadja et al. 1996",
        compute: |t| {
            let (o11, r1, c1, _) = t.counts();
            dice(o11, r1, c1)
        },
    },
    Measure {
        name: "log_dice",
        definition: "logDice; comparable between corpora of different sizes",
        formula: "14 + log2(2 O11 / (R1 + C1))",
        unit: "14 or less, one more for a pair twice as strong",
        reference: "Rychly 2008",
        compute: |t| {
            let (o11, r1, c1, _) = t.counts();
            log_dice(o11, r1, c1)
        },
    },
    Measure {
        name: "jaccard",
        definition: "Jaccard coefficient",
        formula: "O11 / (O11 + O12 + O21)",
        unit: "0 to 1",
        reference: "Jaccard 1901",
        compute: |t| {
            let (o11, r1, c1, _) = t.sizes();
            Ok(o11 / (r1 + (c1 - o11)))
        },
    },
    Measure {
        name: "min_sensitivity",
        definition: "minimum sensitivity: the lesser of the two conditional probabilities",
        formula: "min(O11 / R1, O11 / C1)",
        unit: "0 to 1",
        reference: "Pedersen & Bruce 1996",
        compute: |t| {
            let (o11, r1, c1, _) = t.sizes();
            Ok(o11 / r1.max(c1))
        },
    },
    Measure {
        name: "delta_p_21",
        definition: "delta P of word 2 given word 1: how much word 1 raises the probability of word 2",
        formula: "O11 / R1 - O21 / R2",
        unit: "-1 to 1",
        reference: "Ellis 2006; Gries 2013",
        compute: |t| {
            let [o11, o12, o21, o22] = t.cells();
            let without = quotient(o21, o21 + o22, "observations without word 1")?;
            Ok(quotient(o11, o11 + o12, "occurrences of word 1")? - without)
        },
    },
    Measure {
        name: "delta_p_12",
        definition: "delta P of word 1 given word 2: how much word 2 raises the probability of word 1; also Liddell's \
                     difference of proportions",
        formula: "O11 / C1 - O12 / C2",
        unit: "-1 to 1",
        reference: "Ellis 2006; Gries 2013",
        compute: |t| {
            let [o11, o12, o21, o22] = t.cells();
            let without = quotient(o12, o12 + o22, "observations without word 2")?;
            Ok(quotient(o11, o11 + o21, "occurrences of word 2")? - without)
        },
    },
    Measure {
        name: "log_odds_ratio",
        definition: "log odds ratio, natural, with one half added to each cell",
        formula: "ln((O11 + 0.5) (O22 + 0.5) / ((O12 + 0.5) (O21 + 0.5)))",
        unit: "0 if there is no association",
        reference: "Haldane 1955; Evert 2005",
        compute: |t| {
            let [o11, o12, o21, o22] = t.cells().map(|cell| cell as f64 + 0.5);
            Ok((o11 / o12 * (o22 / o21)).ln())
        },
    },
    Measure {
        name: "log2_odds_ratio",
        definition: "log odds ratio, binary, with one half added to each cell",
        formula: "log2((O11 + 0.5) (O22 + 0.5) / ((O12 + 0.5) (O21 + 0.5)))",
        unit: "0 if there is no association",
        reference: "Haldane 1955; Evert 2005",
        compute: |t| {
            let [o11, o12, o21, o22] = t.cells().map(|cell| cell as f64 + 0.5);
            Ok((o11 / o12 * (o22 / o21)).log2())
        },
    },
];
