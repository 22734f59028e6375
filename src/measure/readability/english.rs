//! Formulas made for English.

use super::counts::Needs;
use super::formula::Formula;
use crate::measure::definition::Measure;
use crate::measure::undefined::at_least;

/// SMOG was made for samples of 30 sentences.
const SMOG_SENTENCES: u64 = 30;

/// The formulas.
pub(super) const ENGLISH: &[Formula] = &[
    Formula {
        measure: Measure {
            name: "flesch",
            definition: "Flesch reading ease",
            formula: "206.835 - 1.015 W / S - 84.6 Sy / W",
            unit: "about 0 to 100, larger is easier",
            reference: "Flesch 1948",
            compute: |c| Ok(206.835 - 1.015 * c.words_per_sentence()? - 84.6 * c.per_word(c.n_syllables)?),
        },
        languages: &["en"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "flesch_kincaid",
            definition: "Flesch-Kincaid grade",
            formula: "0.39 W / S + 11.8 Sy / W - 15.59",
            unit: "years of school in the United States",
            reference: "Kincaid et al. 1975",
            compute: |c| Ok(0.39 * c.words_per_sentence()? + 11.8 * c.per_word(c.n_syllables)? - 15.59),
        },
        languages: &["en"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "gunning_fog",
            definition: "Gunning fog index; every word of three syllables or more counts as hard, names too",
            formula: "0.4 (W / S + 100 polysyllables / W)",
            unit: "years of school in the United States",
            reference: "Gunning 1952",
            compute: |c| Ok(0.4 * (c.words_per_sentence()? + 100.0 * c.per_word(c.n_polysyllables)?)),
        },
        languages: &["en"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "smog",
            definition: "SMOG grade, for 30 sentences or more",
            formula: "1.043 sqrt(30 polysyllables / S) + 3.1291",
            unit: "years of school in the United States",
            reference: "McLaughlin 1969",
            compute: |c| {
                at_least(c.n_words, 1, "words")?;
                at_least(c.n_sentences, SMOG_SENTENCES, "sentences")?;
                Ok(1.043 * (30.0 * c.per_sentence(c.n_polysyllables)?).sqrt() + 3.1291)
            },
        },
        languages: &["en"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "smog_any_length",
            definition: "SMOG grade for texts of any length, as textstat and others compute it",
            formula: "1.043 sqrt(30 polysyllables / S) + 3.1291",
            unit: "years of school in the United States",
            reference: "McLaughlin 1969",
            compute: |c| Ok(1.043 * (30.0 * c.per_sentence(c.n_polysyllables)?).sqrt() + 3.1291),
        },
        languages: &["en"],
        needs: Needs::Syllables,
    },
    Formula {
        measure: Measure {
            name: "coleman_liau",
            definition: "Coleman-Liau index",
            formula: "5.88 L / W - 29.6 S / W - 15.8",
            unit: "years of school in the United States",
            reference: "Coleman & Liau 1975",
            compute: |c| Ok(5.88 * c.per_word(c.n_letters)? - 29.6 * c.per_word(c.n_sentences)? - 15.8),
        },
        languages: &["en"],
        needs: Needs::Letters,
    },
    Formula {
        measure: Measure {
            name: "ari",
            definition: "automated readability index",
            formula: "4.71 L / W + 0.5 W / S - 21.43",
            unit: "years of school in the United States",
            reference: "Senter & Smith 1967",
            compute: |c| Ok(4.71 * c.per_word(c.n_letters)? + 0.5 * c.words_per_sentence()? - 21.43),
        },
        languages: &["en"],
        needs: Needs::Letters,
    },
];
