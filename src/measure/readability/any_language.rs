//! Formulas that several languages share.

use super::counts::Needs;
use super::formula::Formula;
use crate::measure::definition::Measure;

/// The languages in which Bjoernsson compared newspapers (1983, "Readability of newspapers in 11 languages", Reading
/// Research Quarterly 18(4)), Norwegian under each of its codes.
const ELEVEN_LANGUAGES: &[&str] = &["da", "de", "en", "es", "fi", "fr", "it", "nb", "nn", "no", "pt", "ru", "sv"];

/// The formulas.
pub(super) const SEVERAL: &[Formula] = &[
    Formula {
        measure: Measure {
            name: "lix",
            definition: "LIX; long words have more than six letters",
            formula: "W / S + 100 long words / W",
            unit: "about 20 to 60, larger is harder",
            reference: "Bjoernsson 1968",
            compute: |c| Ok(c.words_per_sentence()? + 100.0 * c.per_word(c.n_long_words)?),
        },
        languages: ELEVEN_LANGUAGES,
        needs: Needs::Letters,
    },
    Formula {
        measure: Measure {
            name: "rix",
            definition: "RIX; long words have more than six letters",
            formula: "long words / S",
            unit: "long words per sentence, larger is harder",
            reference: "Anderson 1983",
            compute: |c| c.per_sentence(c.n_long_words),
        },
        languages: ELEVEN_LANGUAGES,
        needs: Needs::Letters,
    },
];
