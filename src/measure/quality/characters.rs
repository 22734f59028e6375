//! Text quality: shares of the characters of a text.

use super::counts::OfQuality;
use crate::measure::definition::Measure;
use crate::measure::undefined::quotient;

/// The measures.
pub(super) const CHARACTERS: &[Measure<OfQuality>] = &[
    Measure {
        name: "white_space_ratio",
        definition: "share of characters that are white space",
        formula: "white space / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_white_space, q.n_characters, "characters"),
    },
    Measure {
        name: "digit_ratio",
        definition: "share of characters that are digits",
        formula: "digits / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_digits, q.n_characters, "characters"),
    },
    Measure {
        name: "uppercase_ratio",
        definition: "share of characters that are upper-case letters",
        formula: "upper case / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_upper_case, q.n_characters, "characters"),
    },
    Measure {
        name: "ellipsis_ratio",
        definition: "share of characters in ellipses",
        formula: "ellipsis characters / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_ellipsis_characters, q.n_characters, "characters"),
    },
    Measure {
        name: "punctuation_ratio",
        definition: "share of characters that are punctuation",
        formula: "punctuation / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_punctuation, q.n_characters, "characters"),
    },
    Measure {
        name: "non_alpha_digit_ratio",
        definition: "share of characters that are neither letters nor digits",
        formula: "(characters - alphanumeric) / characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_characters.saturating_sub(q.n_alphanumeric), q.n_characters, "characters"),
    },
];
