//! Text quality: how much of a text is lines and paragraphs that come again, by the filter of Gopher.
//!
//! They differ from `line_duplicates` and the like in what is a line, a paragraph and the whole, as they do in datatrove.

use super::counts::OfQuality;
use crate::measure::definition::Measure;
use crate::measure::undefined::quotient;

/// The measures.
pub(super) const PASSAGES: &[Measure<OfQuality>] = &[
    Measure {
        name: "dup_line_frac",
        definition: "share of lines that repeat an earlier one; runs of line ends part them, so that none is empty inside",
        formula: "repeated lines / lines",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| quotient(q.n_repeated_split_lines, q.n_split_lines, "lines"),
    },
    Measure {
        name: "dup_line_char_frac",
        definition: "share of all characters in lines that repeat an earlier one",
        formula: "characters of repeated lines / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| quotient(q.n_repeated_line_characters, q.n_characters, "characters"),
    },
    Measure {
        name: "dup_para_frac",
        definition: "share of paragraphs that repeat an earlier one; two line ends or more part them",
        formula: "repeated paragraphs / paragraphs",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| quotient(q.n_repeated_split_paragraphs, q.n_split_paragraphs, "paragraphs"),
    },
    Measure {
        name: "dup_para_char_frac",
        definition: "share of all characters in paragraphs that repeat an earlier one; two line ends or more part them",
        formula: "characters of repeated paragraphs / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| quotient(q.n_repeated_split_paragraph_characters, q.n_characters, "characters"),
    },
];
