//! Measures that are made of counts alone: those that are columns unless others are asked for, and further counts.

use std::num::NonZero;

use super::measure::{Measure, Scope, Shown, Value};
use crate::measure::{moving_average_type_token_ratio, ratio, type_token_ratio};
use crate::stats::counts::Numbers;
use crate::stats::family::Family;
use crate::stats::needs::Needs;
use crate::table::{Cell, Kind, Rank};

type Compute = fn(&Numbers, NonZero<usize>) -> Result<Cell<'static>, String>;

/// The measures, in the order of the columns.
pub(super) fn measures() -> Vec<Measure> {
    [counts(), types(), means(), further()].concat()
}

fn counts() -> Vec<Measure> {
    vec![
        several(count("documents", "number of documents", Needs::NONE, |n, _| whole(n.counts.documents)))
            .cited("count", "documents", "own definition")
            .ranked(Rank::Main),
        count("bytes", "bytes in the source, after decompression and before decoding", Needs::NONE, |n, _| {
            whole(n.counts.bytes)
        })
        .cited("count", "bytes", "POSIX.1-2017 wc -c")
        .ranked(Rank::Minor),
        count("characters", "Unicode scalar values of the text", Needs::CHARACTERS, |n, _| whole(n.counts.characters))
            .cited("count", "characters", "Unicode Standard D76"),
        count("lines", "lines of the text, the last with or without a line end", Needs::LINES, |n, _| {
            whole(n.counts.lines)
        })
        .cited("count", "lines", "POSIX.1-2017 3.195 and 3.206")
        .ranked(Rank::Minor),
        count("crlf_lines", "line ends that are CR LF in the source", Needs::NONE, |n, _| whole(n.counts.crlf_lines))
            .cited("count", "line ends", "own definition")
            .ranked(Rank::Minor),
        count("paragraphs", "runs of lines without a blank line between them", Needs::PARAGRAPHS, |n, _| {
            whole(n.counts.paragraphs)
        })
        .cited("count", "paragraphs", "own definition"),
        count(
            "sentences",
            "sentence segments with a letter or number, inside paragraphs, joined at abbreviations of the document's \
             language",
            Needs::SENTENCES,
            |n, _| whole(n.counts.sentences),
        )
        .cited("S", "sentences", "Unicode Standard Annex #29"),
        count("tokens", "{tokens}", Needs::TOKENS, |n, _| whole(n.counts.tokens))
            .cited("N", "tokens", "Baayen 2001")
            .ranked(Rank::Main),
    ]
}

fn types() -> Vec<Measure> {
    vec![
        count("types", "distinct tokens, {fold}", Needs::TYPES, |n, _| whole(n.distinct.types))
            .cited("V", "types", "Baayen 2001")
            .ranked(Rank::Main),
        count("hapax", "types with one token (hapax legomena)", Needs::TYPES, |n, _| whole(n.distinct.hapax)).cited(
            "V_1",
            "types",
            "Baayen 2001",
        ),
        real(Family::Diversity, "ttr", "type-token ratio, which falls as texts grow", Needs::TYPES, |n, _| {
            or(type_token_ratio(n.distinct.types, n.counts.tokens), "no tokens")
        })
        .cited("V / N", "0 to 1", "Johnson 1944"),
        real(
            Family::Diversity,
            "mattr",
            "moving-average type-token ratio over all windows of {window} consecutive tokens of a document",
            Needs::WINDOWS,
            |n, window| {
                let value = moving_average_type_token_ratio(n.counts.windows, window);
                value.map(Cell::Real).ok_or_else(|| no_window(n, window))
            },
        )
        .cited("mean of V / {window}", "0 to 1", "Covington & McFall 2010")
        .ranked(Rank::Main),
    ]
}

fn means() -> Vec<Measure> {
    let mean = |name, definition, needs, value: Compute| real(Family::Lengths, name, definition, needs, value);
    vec![
        mean("mean_word_length", "mean length of tokens", Needs::TOKEN_CHARACTERS, |n, _| {
            or(ratio(n.counts.token_characters, n.counts.tokens), "no tokens")
        })
        .cited("characters of tokens / N", "characters", "Fisher 1925"),
        mean("mean_sentence_length", "mean length of sentences", Needs::TOKENS.or(Needs::SENTENCES), |n, _| {
            or(ratio(n.counts.tokens, n.counts.sentences), "no sentences")
        })
        .cited("N / S", "tokens", "Fisher 1925"),
        mean("mean_paragraph_length", "mean length of paragraphs", Needs::TOKENS.or(Needs::PARAGRAPHS), |n, _| {
            or(ratio(n.counts.tokens, n.counts.paragraphs), "no paragraphs")
        })
        .cited("N / paragraphs", "tokens", "Fisher 1925"),
        several(mean("mean_document_length", "mean length of documents", Needs::TOKENS, |n, _| {
            or(ratio(n.counts.tokens, n.counts.documents), "no documents")
        }))
        .cited("N / documents", "tokens", "Fisher 1925"),
    ]
}

/// Counts that are columns only if they are asked for.
fn further() -> Vec<Measure> {
    let on_demand = |name, definition, needs, value: Compute| Measure {
        shown: Shown::OnDemand,
        ..count(name, definition, needs, value)
    };
    vec![
        on_demand("graphemes", "extended grapheme clusters of the text", Needs::GRAPHEMES, |n, _| {
            whole(n.counts.kinds.graphemes)
        })
        .cited("count", "graphemes", "Unicode Standard Annex #29"),
        on_demand("letters", "characters with the property Alphabetic", Needs::CHARACTER_KINDS, |n, _| {
            whole(n.counts.kinds.letters)
        })
        .cited("count", "characters", "Unicode Standard Annex #44"),
        on_demand("uppercase_letters", "characters with the property Uppercase", Needs::CHARACTER_KINDS, |n, _| {
            whole(n.counts.kinds.upper_case)
        })
        .cited("count", "characters", "Unicode Standard Annex #44"),
        on_demand("digits", "numbers: characters of the general category N", Needs::CHARACTER_KINDS, |n, _| {
            whole(n.counts.kinds.digits)
        })
        .cited("count", "characters", "Unicode Standard Annex #44"),
        on_demand("white_space", "characters with the property White_Space", Needs::CHARACTER_KINDS, |n, _| {
            whole(n.counts.kinds.white_space)
        })
        .cited("count", "characters", "Unicode Standard Annex #44"),
        on_demand(
            "punctuation",
            "punctuation marks: characters of the general category P",
            Needs::PUNCTUATION,
            |n, _| whole(n.counts.kinds.punctuation),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        on_demand("dis_legomena", "types with two tokens", Needs::SPECTRUM, |n, _| {
            whole(n.distinct.spectrum.n_types_with(2))
        })
        .cited("V_2", "types", "Baayen 2001"),
        on_demand(
            "syllables",
            "syllables of the tokens, by the rules of the document's language",
            Needs::SYLLABLES,
            |n, _| n.counts.reading.n_syllables().map(Cell::Integer).map_err(|reason| reason.to_string()),
        )
        .cited("Sy", "syllables", "own rules"),
    ]
}

fn count(name: &'static str, definition: &'static str, needs: Needs, value: Compute) -> Measure {
    Measure { kind: Kind::Integer, ..real(Family::Counts, name, definition, needs, value) }
}

fn real(family: Family, name: &'static str, definition: &'static str, needs: Needs, value: Compute) -> Measure {
    Measure {
        name: name.into(),
        kind: Kind::Real,
        family,
        shown: Shown::Always(Rank::Further),
        scope: Scope::Any,
        needs,
        definition: definition.into(),
        formula: "",
        unit: "",
        reference: "",
        value: Value::Of(value),
    }
}

fn several(measure: Measure) -> Measure {
    Measure { scope: Scope::Several, ..measure }
}

fn whole(value: u64) -> Result<Cell<'static>, String> {
    Ok(Cell::Integer(value))
}

fn or(value: Option<f64>, otherwise: &str) -> Result<Cell<'static>, String> {
    value.map(Cell::Real).ok_or_else(|| otherwise.to_owned())
}

/// Why there is no window of so many tokens.
fn no_window(numbers: &Numbers, window: NonZero<usize>) -> String {
    match (numbers.counts.tokens, numbers.counts.documents) {
        (0, _) => "no tokens".to_owned(),
        (_, 1) => format!("fewer than {window} tokens"),
        _ => format!("no document has {window} tokens"),
    }
}
