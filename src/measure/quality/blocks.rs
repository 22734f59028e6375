//! Text quality: ratios of the paragraphs and sentences of a text.

use super::counts::OfQuality;
use crate::measure::definition::Measure;
use crate::measure::undefined::quotient;

/// The measures.
pub(super) const BLOCKS: &[Measure<OfQuality>] = &[
    Measure {
        name: "avg_paragraph_length",
        definition: "mean length of paragraphs",
        formula: "paragraph characters / paragraphs",
        unit: "characters",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_paragraph_characters, q.n_paragraphs, "paragraphs"),
    },
    Measure {
        name: "short_paragraph_ratio_100",
        definition: "share of paragraphs of 100 characters or fewer",
        formula: "short paragraphs / paragraphs",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_short_paragraphs, q.n_paragraphs, "paragraphs"),
    },
    Measure {
        name: "long_paragraph_ratio_1000",
        definition: "share of paragraphs of 1,000 characters or more",
        formula: "long paragraphs / paragraphs",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_long_paragraphs, q.n_paragraphs, "paragraphs"),
    },
    Measure {
        name: "paragraph_duplicates",
        definition: "share of paragraphs that repeat an earlier one",
        formula: "repeated paragraphs / paragraphs",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_repeated_paragraphs, q.n_paragraphs, "paragraphs"),
    },
    Measure {
        name: "paragraph_char_duplicates",
        definition: "share of paragraph characters in paragraphs that repeat an earlier one",
        formula: "repeated paragraph characters / paragraph characters",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_repeated_paragraph_characters, q.n_paragraph_characters, "characters in paragraphs"),
    },
    Measure {
        name: "avg_sentence_length",
        definition: "mean length of sentences",
        formula: "sentence characters / sentences",
        unit: "characters",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_sentence_characters, q.n_sentences, "sentences"),
    },
    Measure {
        name: "short_sentence_ratio_20",
        definition: "share of sentences of 20 characters or fewer",
        formula: "short sentences / sentences",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_short_sentences, q.n_sentences, "sentences"),
    },
    Measure {
        name: "long_sentence_ratio_75",
        definition: "share of sentences of 75 characters or more",
        formula: "long sentences / sentences",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_long_sentences, q.n_sentences, "sentences"),
    },
];
