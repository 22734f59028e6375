//! What holds for all measures of text quality.

use super::*;
use crate::measure::golden;

/// Counts by name, `n_words=1 n_lines=2`; those that are not named are zero.
fn counts(case: &str) -> QualityCounts {
    let mut counts = QualityCounts::default();
    for (name, value) in case.split(' ').map(|part| part.split_once('=').unwrap()) {
        *field(&mut counts, name) = value.parse().unwrap();
    }
    counts
}

fn field<'c>(c: &'c mut QualityCounts, name: &str) -> &'c mut u64 {
    match name {
        "n_characters" => &mut c.n_characters,
        "n_white_space" => &mut c.n_white_space,
        "n_alphanumeric" => &mut c.n_alphanumeric,
        "n_digits" => &mut c.n_digits,
        "n_upper_case" => &mut c.n_upper_case,
        "n_ellipsis_characters" => &mut c.n_ellipsis_characters,
        "n_punctuation" => &mut c.n_punctuation,
        "n_words" => &mut c.n_words,
        "n_word_characters" => &mut c.n_word_characters,
        "n_short_words" => &mut c.n_short_words,
        "n_long_words" => &mut c.n_long_words,
        "n_types" => &mut c.n_types,
        "n_upper_case_words" => &mut c.n_upper_case_words,
        "n_capitalized_words" => &mut c.n_capitalized_words,
        "n_stop_words" => &mut c.n_stop_words,
        "n_stop_listed_words" => &mut c.n_stop_listed_words,
        "n_alphabetic_words" => &mut c.n_alphabetic_words,
        "n_hash_signs" => &mut c.n_hash_signs,
        "n_ellipses" => &mut c.n_ellipses,
        "n_lines" => &mut c.n_lines,
        "n_line_characters" => &mut c.n_line_characters,
        "n_lines_to_10" => &mut c.n_lines_to_10,
        "n_lines_to_30" => &mut c.n_lines_to_30,
        "n_lines_from_2000" => &mut c.n_lines_from_2000,
        "n_lines_from_10000" => &mut c.n_lines_from_10000,
        "n_terminal_mark_lines" => &mut c.n_terminal_mark_lines,
        "n_ellipsis_lines" => &mut c.n_ellipsis_lines,
        "n_bullet_lines" => &mut c.n_bullet_lines,
        "n_repeated_lines" => &mut c.n_repeated_lines,
        "n_repeated_line_characters" => &mut c.n_repeated_line_characters,
        "n_paragraphs" => &mut c.n_paragraphs,
        "n_paragraph_characters" => &mut c.n_paragraph_characters,
        "n_short_paragraphs" => &mut c.n_short_paragraphs,
        "n_long_paragraphs" => &mut c.n_long_paragraphs,
        "n_repeated_paragraphs" => &mut c.n_repeated_paragraphs,
        "n_repeated_paragraph_characters" => &mut c.n_repeated_paragraph_characters,
        "n_sentences" => &mut c.n_sentences,
        "n_sentence_characters" => &mut c.n_sentence_characters,
        "n_short_sentences" => &mut c.n_short_sentences,
        "n_long_sentences" => &mut c.n_long_sentences,
        "n_split_lines" => &mut c.n_split_lines,
        "n_repeated_split_lines" => &mut c.n_repeated_split_lines,
        "n_split_paragraphs" => &mut c.n_split_paragraphs,
        "n_repeated_split_paragraphs" => &mut c.n_repeated_split_paragraphs,
        "n_repeated_split_paragraph_characters" => &mut c.n_repeated_split_paragraph_characters,
        other => ngram_field(c, other).unwrap_or_else(|| panic!("there is no count {other}")),
    }
}

/// `top_2` and the like.
fn ngram_field<'c>(c: &'c mut QualityCounts, name: &str) -> Option<&'c mut u64> {
    let (kind, n) = name.split_once('_')?;
    let place = |lengths: &[usize]| lengths.iter().position(|length| length.to_string() == n);
    match kind {
        "top" => Some(&mut c.top_ngram_characters[place(&TOP_LENGTHS)?]),
        "repeated" => Some(&mut c.repeated_ngram_characters[place(&REPEATED_LENGTHS)?]),
        _ => None,
    }
}

#[test]
fn values_equal_those_of_the_references() {
    golden::check(include_str!("../golden/quality.tsv"), QUALITY_MEASURES, |compute, case| compute(&counts(case)));
}

#[test]
fn an_empty_text_has_no_ratios() {
    for measure in QUALITY_MEASURES.concat() {
        let reason = (measure.compute)(&QualityCounts::default()).unwrap_err().to_string();
        assert!(reason.starts_with("no "), "{} gives {reason:?}", measure.name);
    }
}
