//! The unit of `stats`: the one that `--per` names, or that the other flags are for. A flag that the unit does not use is refused.

use textmill::stats::Unit;

use super::messages::{self, Failure};
use super::unused_flags::shown;

/// A flag by its id, the names of the units that use it, and the unit that it chooses where none is named. `group` stands for
/// all that group documents.
type Row = (&'static str, &'static [&'static str], Option<Unit>);

/// The flags that are not for every unit, and those that choose one, the surest first: `--node` asks for collocations even
/// beside `--stop`.
const FLAGS: &[Row] = &[
    ("pattern", &["hit"], Some(Unit::Hit)),
    ("wildcards", &["hit"], None),
    ("context", &["hit"], None),
    ("terms", &["term", "term-pair", "hit"], Some(Unit::Term)),
    ("case", &["hit", "term", "term-pair"], None),
    ("node", &["collocation"], Some(Unit::Collocation)),
    ("span", &["collocation"], Some(Unit::Collocation)),
    ("n", &["ngram"], Some(Unit::Ngram)),
    ("within", &["ngram", "collocation"], Some(Unit::Ngram)),
    ("against", &["word"], Some(Unit::Word)),
    ("correction", &["word"], Some(Unit::Word)),
    ("dispersion", &["word"], Some(Unit::Word)),
    ("min", &["word", "ngram", "collocation", "variant"], Some(Unit::Word)),
    ("stop", &["word", "ngram", "collocation"], Some(Unit::Word)),
    ("top", ALL, Some(Unit::Word)),
    ("measures", &["corpus", "document", "group"], None),
    ("window", &["corpus", "document", "group"], None),
    ("mtld_threshold", &["corpus", "document", "group"], None),
];

const ALL: &[&str] =
    &["corpus", "document", "word", "ngram", "collocation", "hit", "term", "term-pair", "variant", "group"];

/// The units of a run, where `named` are those of `--per`, and `given` the ids of the flags on the command line.
pub(crate) fn units(named: &[Unit], given: &[String]) -> Vec<Unit> {
    if given.iter().any(|id| id == "per") {
        return named.to_vec();
    }
    let is_given = |flag: &str| given.iter().any(|id| id == flag);
    let chosen = FLAGS.iter().filter(|(flag, ..)| is_given(flag)).find_map(|(.., unit)| unit.clone());
    chosen.map_or_else(|| named.to_vec(), |unit| vec![unit])
}

/// Refuses flags that none of the units uses.
///
/// # Errors
///
/// The first such flag.
pub(crate) fn require_used(units: &[Unit], given: &[String]) -> Result<(), Failure> {
    let is_used = |by: &[&str]| units.iter().any(|unit| by.contains(&kind(unit)));
    match FLAGS.iter().find(|(flag, by, _)| given.iter().any(|id| id == flag) && !is_used(by)) {
        Some((flag, by, _)) => Err(messages::not_of_unit(&shown(flag), units, by).into()),
        None => Ok(()),
    }
}

fn kind(unit: &Unit) -> &str {
    if let Unit::Group(_) = unit { "group" } else { unit.name() }
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
        for (flag, by, _) in FLAGS {
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
        for (flag, by, chosen) in FLAGS {
            assert!(ids.contains(flag), "{flag}");
            assert!(by.iter().all(|unit| names.contains(unit)), "{by:?}");
            assert!(
                chosen.as_ref().is_none_or(|unit| by.contains(&unit.name())),
                "{flag} chooses a unit that does not use it"
            );
        }
        assert_eq!(ALL.iter().copied().collect::<BTreeSet<&str>>(), names);
    }
}
