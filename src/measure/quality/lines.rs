//! Text quality: ratios of the lines of a text.

use super::counts::OfQuality;
use crate::measure::definition::Measure;
use crate::measure::undefined::quotient;

/// The measures.
pub(super) const LINES: &[Measure<OfQuality>] = &[
    Measure {
        name: "avg_line_length",
        definition: "mean length of lines",
        formula: "line characters / lines",
        unit: "characters",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_line_characters, q.n_lines, "lines"),
    },
    Measure {
        name: "short_line_ratio_chars_10",
        definition: "share of lines of 10 characters or fewer",
        formula: "lines of 10 characters or fewer / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_lines_to_10, q.n_lines, "lines"),
    },
    Measure {
        name: "short_line_ratio_chars_30",
        definition: "share of lines of 30 characters or fewer",
        formula: "lines of 30 characters or fewer / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_lines_to_30, q.n_lines, "lines"),
    },
    Measure {
        name: "long_line_ratio_chars_2000",
        definition: "share of lines of 2,000 characters or more",
        formula: "lines of 2,000 characters or more / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_lines_from_2000, q.n_lines, "lines"),
    },
    Measure {
        name: "long_line_ratio_chars_10000",
        definition: "share of lines of 10,000 characters or more",
        formula: "lines of 10,000 characters or more / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_lines_from_10000, q.n_lines, "lines"),
    },
    Measure {
        name: "lines_ending_with_terminal_mark_ratio",
        definition: "share of lines that end with a terminal mark",
        formula: "terminal mark lines / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_terminal_mark_lines, q.n_lines, "lines"),
    },
    Measure {
        name: "ellipsis_line_ratio",
        definition: "share of lines that end with an ellipsis",
        formula: "ellipsis lines / lines",
        unit: "0 to 1",
        reference: "Rae et al. 2021",
        compute: |q| quotient(q.n_ellipsis_lines, q.n_lines, "lines"),
    },
    Measure {
        name: "bullet_point_lines_ratio",
        definition: "share of lines that begin with a bullet",
        formula: "bullet lines / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_bullet_lines, q.n_lines, "lines"),
    },
    Measure {
        name: "line_duplicates",
        definition: "share of lines that repeat an earlier one",
        formula: "repeated lines / lines",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_repeated_lines, q.n_lines, "lines"),
    },
    Measure {
        name: "line_char_duplicates",
        definition: "share of line characters in lines that repeat an earlier one",
        formula: "repeated line characters / line characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_repeated_line_characters, q.n_line_characters, "characters in lines"),
    },
];
