//! Flags whose values are names that the library gives.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use textmill::choice::{Choice, named};

/// Reads the names of all values.
pub(crate) fn choice<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    PossibleValuesParser::new(listed(|_: &C| true)).try_map(|name| named(&name, |_| true))
}

/// The names that a flag offers, for help, errors and completions.
pub(crate) fn listed<C: Choice>(is_offered: fn(&C) -> bool) -> impl Iterator<Item = PossibleValue> {
    let offered = C::CHOICES.iter().filter(move |(value, ..)| is_offered(value));
    offered.map(|(_, name, about)| {
        let former = C::FORMER.iter().filter(|(_, current)| current == name);
        let value = PossibleValue::new(*name).aliases(former.map(|(former, _)| *former));
        if about.is_empty() { value } else { value.help(*about) }
    })
}
