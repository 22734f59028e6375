//! The unit of `stats`: the one that `--per` names, or that the other flags are for. A flag that the unit does not use is refused.

use textmill::stats::Unit;

use super::messages::{self, Failure};

/// The flags that some units alone use, by their ids, with the names of these units. `group` stands for all that group documents.
const USED_BY: &[(&str, &[&str])] = &[
    ("pattern", &["hit"]),
    ("words", &["hit"]),
    ("context", &["hit"]),
    ("sort", &["hit"]),
    ("terms", &["term", "term-pair", "hit"]),
    ("case", &["hit", "term", "term-pair"]),
    ("node", &["collocation"]),
    ("span", &["collocation"]),
    ("n", &["ngram"]),
    ("within", &["ngram", "collocation"]),
    ("against", &["word"]),
    ("correction", &["word"]),
    ("dispersion", &["word"]),
    ("parts", &["word"]),
    ("top", &["word", "ngram", "collocation", "variant"]),
    ("min", &["word", "ngram", "collocation", "variant"]),
    ("stop", &["word", "ngram", "collocation"]),
    ("measures", &["corpus", "document", "group"]),
    ("window", &["corpus", "document", "group"]),
    ("mtld_threshold", &["corpus", "document", "group"]),
];

/// The flags that choose a unit, the surest first: who names a node wants collocations, also the commonest.
const CHOOSING: &[(&str, Unit)] = &[
    ("pattern", Unit::Hit),
    ("terms", Unit::Term),
    ("node", Unit::Collocation),
    ("span", Unit::Collocation),
    ("n", Unit::Ngram),
    ("within", Unit::Ngram),
    ("against", Unit::Word),
    ("correction", Unit::Word),
    ("dispersion", Unit::Word),
    ("parts", Unit::Word),
    ("top", Unit::Word),
    ("min", Unit::Word),
    ("stop", Unit::Word),
];

/// The units of a run, where `named` are those of `--per`, and `given` the ids of the flags on the command line.
pub(crate) fn units(named: &[Unit], given: &[String]) -> Vec<Unit> {
    if given.iter().any(|id| id == "per") {
        return named.to_vec();
    }
    let is_given = |flag: &str| given.iter().any(|id| id == flag);
    let chosen = CHOOSING.iter().find(|(flag, _)| is_given(flag)).map(|(_, unit)| unit.clone());
    chosen.map_or_else(|| named.to_vec(), |unit| vec![unit])
}

/// Refuses flags that none of the units uses.
///
/// # Errors
///
/// The first such flag.
pub(crate) fn require_used(units: &[Unit], given: &[String]) -> Result<(), Failure> {
    let is_used = |by: &[&str]| units.iter().any(|unit| by.contains(&kind(unit)));
    match USED_BY.iter().find(|(flag, by)| given.iter().any(|id| id == flag) && !is_used(by)) {
        Some((flag, by)) => Err(messages::not_of_unit(&shown(flag), units, by).into()),
        None => Ok(()),
    }
}

fn kind(unit: &Unit) -> &str {
    if let Unit::Group(_) = unit { "group" } else { unit.name() }
}

/// The flag as a user types it.
fn shown(id: &str) -> String {
    match id {
        "pattern" => "--match".to_owned(),
        "n" => "-n".to_owned(),
        id => format!("--{}", id.replace('_', "-")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn given(flags: &[&str]) -> Vec<String> {
        flags.iter().map(|flag| (*flag).to_owned()).collect()
    }

    #[test]
    fn a_flag_chooses_the_unit_that_it_is_for() {
        for (flags, expected) in [
            (&["pattern", "context"][..], Unit::Hit),
            (&["top", "node"], Unit::Collocation),
            (&["top", "n"], Unit::Ngram),
            (&["against"], Unit::Word),
            (&["terms"], Unit::Term),
            (&["fold"], Unit::Corpus),
        ] {
            assert_eq!(units(&[Unit::Corpus], &given(flags)), [expected], "{flags:?}");
        }
        assert_eq!(units(&[Unit::Document], &given(&["per", "top"])), [Unit::Document]);
    }

    #[test]
    fn every_flag_is_refused_by_the_units_that_do_not_use_it() {
        for (flag, by) in USED_BY {
            for unit in Unit::NAMED {
                let result = require_used(std::slice::from_ref(unit), &given(&[flag]));
                assert_eq!(result.is_ok(), by.contains(&unit.name()), "{flag} with {}", unit.name());
            }
        }
    }

    #[test]
    fn the_help_names_every_unit() {
        let command = super::super::definition();
        let help = command.find_subcommand("stats").unwrap().get_before_help().unwrap().to_string();
        let named: BTreeSet<&str> = help.split([' ', ',', '\n']).collect();
        assert!(Unit::NAMED.iter().all(|unit| named.contains(unit.name())), "{named:?}");
    }

    #[test]
    fn flags_and_units_of_the_tables_are_those_there_are() {
        let command = super::super::definition();
        let stats = command.find_subcommand("stats").unwrap();
        let ids: BTreeSet<&str> = stats.get_arguments().map(|argument| argument.get_id().as_str()).collect();
        let names: BTreeSet<&str> = Unit::NAMED.iter().map(Unit::name).chain(["group"]).collect();
        for (flag, by) in USED_BY {
            assert!(ids.contains(flag), "{flag}");
            assert!(by.iter().all(|unit| names.contains(unit)), "{by:?}");
        }
        for (flag, unit) in CHOOSING {
            let used = USED_BY.iter().find(|(used, _)| used == flag).is_some_and(|(_, by)| by.contains(&unit.name()));
            assert!(used, "{flag} chooses a unit that does not use it");
        }
    }
}
