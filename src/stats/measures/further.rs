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
            "extended grapheme clusters of the text, after Unicode Standard Annex #29",
            Needs::GRAPHEMES,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.graphemes))),
        ),
        measure(
            "letters",
            "characters with the property Alphabetic",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.letters))),
        ),
        measure(
            "uppercase_letters",
            "characters with the property Uppercase",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.upper_case))),
        ),
        measure(
            "digits",
            "numbers: characters of the general category N",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.digits))),
        ),
        measure(
            "white_space",
            "characters with the property White_Space",
            Needs::CHARACTER_KINDS,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.white_space))),
        ),
        measure(
            "punctuation",
            "punctuation marks: characters of the general category P",
            Needs::PUNCTUATION,
            Value::Of(|n, _| Ok(Cell::Integer(n.counts.kinds.punctuation))),
        ),
        measure(
            "dis_legomena",
            "types with two tokens",
            Needs::SPECTRUM,
            Value::Of(|n, _| Ok(Cell::Integer(n.distinct.spectrum.n_types_with(2)))),
        ),
        measure(
            "syllables",
            "syllables of the tokens, by the rules of the document's language",
            Needs::SYLLABLES,
            Value::Of(|n, _| {
                let n_syllables = n.counts.reading.n_syllables();
                n_syllables.map(Cell::Integer).map_err(|reason| reason.to_string())
            }),
        ),
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
