//! Text quality: how much of a text is n-grams that come again.
//!
//! The names are those of the filter `GopherRepetitionFilter` of datatrove. A length of n-grams is one place in the counts.

use super::counts::{OfQuality, QualityCounts, TOP_LENGTHS};
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least, quotient};

/// The measures.
pub(super) const REPETITION: &[Measure<OfQuality>] = &[
    Measure {
        name: "top_2_gram_char_frac",
        definition: "share of characters in the most frequent 2-gram, all its occurrences; tokens {fold}",
        formula: "occurrences * length with blanks / characters",
        unit: "0 or more, above 1 only where occurrences overlap",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| top_ngram(q, 0),
    },
    Measure {
        name: "top_3_gram_char_frac",
        definition: "share of characters in the most frequent 3-gram, all its occurrences; tokens {fold}",
        formula: "occurrences * length with blanks / characters",
        unit: "0 or more, above 1 only where occurrences overlap",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| top_ngram(q, 1),
    },
    Measure {
        name: "top_4_gram_char_frac",
        definition: "share of characters in the most frequent 4-gram, all its occurrences; tokens {fold}",
        formula: "occurrences * length with blanks / characters",
        unit: "0 or more, above 1 only where occurrences overlap",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| top_ngram(q, 2),
    },
    Measure {
        name: "dup_5_gram_char_frac",
        definition: "share of characters in 5-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 5-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 0),
    },
    Measure {
        name: "dup_6_gram_char_frac",
        definition: "share of characters in 6-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 6-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 1),
    },
    Measure {
        name: "dup_7_gram_char_frac",
        definition: "share of characters in 7-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 7-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 2),
    },
    Measure {
        name: "dup_8_gram_char_frac",
        definition: "share of characters in 8-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 8-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 3),
    },
    Measure {
        name: "dup_9_gram_char_frac",
        definition: "share of characters in 9-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 9-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 4),
    },
    Measure {
        name: "dup_10_gram_char_frac",
        definition: "share of characters in 10-grams that an earlier one equals, without overlap; tokens {fold}",
        formula: "characters of repeated 10-grams without blanks / characters",
        unit: "0 to 1",
        reference: "Rae et al. 2021, as datatrove 0.10",
        compute: |q| repeated_ngrams(q, 5),
    },
];

/// A text that is shorter than an n-gram has no most frequent one, where datatrove passes the text.
fn top_ngram(counts: &QualityCounts, place: usize) -> Result<f64, Undefined> {
    at_least(counts.n_characters, 1, "characters")?;
    let least = Undefined::TooFew { least: TOP_LENGTHS[place] as u64, what: "tokens" };
    let n_characters = Some(counts.top_ngram_characters[place]).filter(|&n| n > 0).ok_or(least)?;
    quotient(n_characters, counts.n_characters, "characters")
}

fn repeated_ngrams(counts: &QualityCounts, place: usize) -> Result<f64, Undefined> {
    quotient(counts.repeated_ngram_characters[place], counts.n_characters, "characters")
}

#[cfg(test)]
mod tests {
    use super::super::counts::REPEATED_LENGTHS;
    use super::*;

    #[test]
    fn every_length_is_a_measure_in_its_place() {
        let names = TOP_LENGTHS.map(|n| format!("top_{n}_gram_char_frac")).into_iter();
        let names: Vec<String> = names.chain(REPEATED_LENGTHS.map(|n| format!("dup_{n}_gram_char_frac"))).collect();
        assert_eq!(REPETITION.iter().map(|measure| measure.name).collect::<Vec<_>>(), names);
        let counts = QualityCounts {
            n_characters: 10,
            top_ngram_characters: [1, 2, 3],
            repeated_ngram_characters: [4, 5, 6, 7, 8, 9],
            ..QualityCounts::default()
        };
        let values: Vec<f64> = REPETITION.iter().map(|measure| (measure.compute)(&counts).unwrap()).collect();
        assert_eq!(values, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    }

    #[test]
    fn a_text_shorter_than_an_ngram_has_no_top_one_and_repeats_nothing() {
        let short = QualityCounts { n_characters: 3, ..QualityCounts::default() };
        assert_eq!(top_ngram(&short, 1).unwrap_err().to_string(), "fewer than 3 tokens");
        assert_eq!(repeated_ngrams(&short, 1), Ok(0.0));
    }
}
