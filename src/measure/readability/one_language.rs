//! Formulas made for one language other than English.

use super::counts::Needs;
use super::formula::Formula;
use crate::measure::definition::Measure;

/// The formulas.
pub(super) const OTHERS: &[Formula] = &[
    Formula {
        measure: Measure {
            name: "amstad",
            definition: "Flesch reading ease for German, after Amstad",
            formula: "180 - W / S - 58.5 Sy / W",
            unit: "about 0 to 100, larger is easier",
            reference: "Amstad 1978",
            compute: |c| Ok(180.0 - c.words_per_sentence()? - 58.5 * c.per_word(c.n_syllables)?),
        },
        languages: &["de"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "wiener_sachtextformel",
            definition: "first Wiener Sachtextformel, for German; long words have more than six letters",
            formula: "(19.35 polysyllables + 12.97 long words - 3.27 monosyllables) / W + 0.1672 W / S - 0.875",
            unit: "years of school in Austria",
            reference: "Bamberger & Vanecek 1984",
            compute: |c| {
                let polysyllables = 19.35 * c.per_word(c.n_polysyllables)?;
                let long_words = 12.97 * c.per_word(c.n_long_words)?;
                let monosyllables = 3.27 * c.per_word(c.n_monosyllables)?;
                Ok(polysyllables + 0.1672 * c.words_per_sentence()? + long_words - monosyllables - 0.875)
            },
        },
        languages: &["de"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "fernandez_huerta",
            definition: "Flesch reading ease for Spanish, after Fernandez Huerta",
            formula: "206.84 - 1.02 W / S - 60 Sy / W",
            unit: "about 0 to 100, larger is easier",
            reference: "Fernandez Huerta 1959",
            compute: |c| Ok(206.84 - 1.02 * c.words_per_sentence()? - 60.0 * c.per_word(c.n_syllables)?),
        },
        languages: &["es"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "kandel_moles",
            definition: "Flesch reading ease for French, after Kandel and Moles",
            formula: "207 - 1.015 W / S - 73.6 Sy / W",
            unit: "about 0 to 100, larger is easier",
            reference: "Kandel & Moles 1958",
            compute: |c| Ok(207.0 - 1.015 * c.words_per_sentence()? - 73.6 * c.per_word(c.n_syllables)?),
        },
        languages: &["fr"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "gulpease",
            definition: "Gulpease index, for Italian",
            formula: "89 + (300 S - 10 L) / W",
            unit: "0 to 100, larger is easier",
            reference: "Lucisano & Piemontese 1988",
            compute: |c| Ok(89.0 + 300.0 * c.per_word(c.n_sentences)? - 10.0 * c.per_word(c.n_letters)?),
        },
        languages: &["it"],
        needs: Needs::Letters,
    },
];
