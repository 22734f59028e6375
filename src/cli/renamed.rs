//! Names that have changed: the old ones work for one version, with a warning.

use clap::ArgMatches;
use textmill::choice::Choice;
use textmill::dedupe::Relation;

use super::messages::{self, Message};

/// What to say of old names on a command line and in the defaults of its flags.
pub(crate) fn warnings(given: &ArgMatches) -> Vec<Message> {
    let Some((_, given)) = given.subcommand() else { return Vec::new() };
    let written = |flag: &str| -> Vec<String> {
        let values = given.try_get_raw(flag).ok().flatten().into_iter().flatten();
        values.map(|value| value.to_string_lossy().into_owned()).collect()
    };
    let (relations, conditions) = (written("relation"), written("conditions"));
    let mut warnings = Vec::new();
    for (former, name) in Relation::FORMER {
        if relations.iter().any(|relation| relation == former) {
            warnings.push(messages::renamed_value("--relation", former, name));
        }
        // Other verbs read tables that the version before wrote.
        if !relations.is_empty() && conditions.iter().any(|condition| condition.ends_with(former)) {
            warnings.push(messages::renamed_cells("--where", former, name));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::super::definition;
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let given = definition().try_get_matches_from(line.split(' ')).unwrap();
        let found: Vec<String> =
            warnings(&given).into_iter().map(|message| message.path + ": " + &message.what).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn an_old_name_is_read_with_a_warning() {
        let (relation, cells) =
            ("--relation: normalised is called normalized now", "--where: the rows have normalized, not normalised");
        check("textmill dedupe x --relation exact,normalised", &[relation]);
        check("textmill dedupe x --relation normalized", &[]);
        check("textmill dedupe x --mark --where relation=normalised", &[cells]);
        check("textmill export x --where relation=normalised", &[]);
    }
}
