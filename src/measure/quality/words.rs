//! Text quality: ratios of the words of a text.

use super::counts::OfQuality;
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, quotient};

/// The measures.
pub(super) const WORDS: &[Measure<OfQuality>] = &[
    Measure {
        name: "avg_word_length",
        definition: "mean length of words",
        formula: "word characters / words",
        unit: "characters",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_word_characters, q.n_words, "words"),
    },
    Measure {
        name: "avg_words_per_line",
        definition: "words per line",
        formula: "words / lines",
        unit: "words",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_words, q.n_lines, "lines"),
    },
    Measure {
        name: "short_word_ratio_3",
        definition: "share of words of 3 characters or fewer",
        formula: "short words / words",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_short_words, q.n_words, "words"),
    },
    Measure {
        name: "long_word_ratio_7",
        definition: "share of words of 7 characters or more",
        formula: "long words / words",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_long_words, q.n_words, "words"),
    },
    Measure {
        name: "type_token_ratio",
        definition: "different words per word, {fold}",
        formula: "types / words",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_types, q.n_words, "words"),
    },
    Measure {
        name: "uppercase_word_ratio",
        definition: "share of words all in upper case",
        formula: "upper case words / words",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_upper_case_words, q.n_words, "words"),
    },
    Measure {
        name: "capitalized_word_ratio",
        definition: "share of words with a capital",
        formula: "capitalized words / words",
        unit: "0 to 1",
        reference: "datatrove 0.10",
        compute: |q| quotient(q.n_capitalized_words, q.n_words, "words"),
    },
    Measure {
        name: "stop_word_ratio",
        definition: "share of stop words: for en the, be, to, of, and, that, have, with as written; for ar, de, es, fa, fr, \
                     ru those of `--stop`; documents in other languages do not count",
        formula: "stop words / words",
        unit: "0 to 1",
        reference: "datatrove 0.10 for en",
        compute: |q| match q.n_stop_listed_words {
            0 => Err(Undefined::Because("no words in a known language with a stop list")),
            n_words => quotient(q.n_stop_words, n_words, "words"),
        },
    },
    Measure {
        name: "alphabetic_word_ratio",
        definition: "share of words with a letter",
        formula: "alphabetic words / words",
        unit: "0 to 1",
        reference: "Rae et al. 2021",
        compute: |q| quotient(q.n_alphabetic_words, q.n_words, "words"),
    },
    Measure {
        name: "hash_to_word_ratio",
        definition: "hash signs per word",
        formula: "hash signs / words",
        unit: "0 or more",
        reference: "Rae et al. 2021",
        compute: |q| quotient(q.n_hash_signs, q.n_words, "words"),
    },
    Measure {
        name: "ellipsis_to_word_ratio",
        definition: "ellipses per word",
        formula: "ellipses / words",
        unit: "0 or more",
        reference: "Rae et al. 2021",
        compute: |q| quotient(q.n_ellipses, q.n_words, "words"),
    },
];
