//! Counts that are columns only if they are asked for.

use super::{Measure, Scope, Shown, Value};
use crate::stats::family::Family;
use crate::stats::needs::Needs;
use crate::table::{Cell, Kind};

/// The measures, in the order of the columns.
pub(super) fn measures() -> Vec<Measure> {
    vec![
        measure(
            "graphemes",
            "extended grapheme clusters of the text",
            Needs::GRAPHEMES,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.graphemes))),
        )
        .cited("count", "graphemes", "Unicode Standard Annex #29"),
        measure(
            "letters",
            "characters with the property Alphabetic",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.letters))),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        measure(
            "uppercase_letters",
            "characters with the property Uppercase",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.upper_case))),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        measure(
            "digits",
            "numbers: characters of the general category N",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.digits))),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        measure(
            "white_space",
            "characters with the property White_Space",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.white_space))),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        measure(
            "punctuation",
            "punctuation marks: characters of the general category P",
            Needs::PUNCTUATION,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.punctuation))),
        )
        .cited("count", "characters", "Unicode Standard Annex #44"),
        measure(
            "dis_legomena",
            "types with two tokens",
            Needs::SPECTRUM,
            Value::Of(|n, _| Ok(Cell::Integer(n.distinct.spectrum.n_types_with(2)))),
        )
        .cited("V_2", "types", "Baayen 2001"),
        measure(
            "syllables",
            "syllables of the tokens, by the rules of the document's language",
            Needs::SYLLABLES,
            Value::Of(|n, _| {
                let n_syllables = n.counts.reading.n_syllables();
                n_syllables.map(Cell::Integer).map_err(|reason| reason.to_string())
            }),
        )
        .cited("Sy", "syllables", "own rules"),
    ]
}

fn measure(name: &'static str, definition: &'static str, needs: Needs, value: Value) -> Measure {
    Measure {
        name: name.into(),
        kind: Kind::Integer,
        family: Family::Counts,
        shown: Shown::OnDemand,
        scope: Scope::Any,
        needs,
        definition: definition.into(),
        formula: "",
        unit: "",
        reference: "",
        value,
    }
}
