//! Names that have changed: the old ones work for one version, with a warning.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

use clap::ArgMatches;
use textmill::choice::Choice;
use textmill::dedupe::Relation;
use toml::{Table, Value};

use super::messages::{self, Message};

/// The verbs, whose outputs have records.
pub(crate) const VERBS: [&str; 5] = ["split", "stats", "dedupe", "diff", "export"];

/// A flag that has another name now, in one verb.
struct Renamed {
    verb: &'static str,
    former: &'static str,
    now: Now,
}

/// The name that takes the place of a flag.
#[derive(Clone, Copy)]
enum Now {
    /// Another flag, which takes the same values.
    Flag(&'static str),
    /// Another flag whose value is joined to it by `=`.
    Joined(&'static str),
    /// A value of another flag.
    Value(&'static str, &'static str),
}

const FLAGS: &[Renamed] = &[
    Renamed { verb: "stats", former: "words", now: Now::Flag("wildcards") },
    Renamed { verb: "stats", former: "parts", now: Now::Joined("dispersion") },
    Renamed { verb: "dedupe", former: "against", now: Now::Flag("archive") },
    Renamed { verb: "dedupe", former: "mark", now: Now::Value("per", "marked") },
    Renamed { verb: "dedupe", former: "curve", now: Now::Value("per", "threshold") },
    Renamed { verb: "diff", former: "threshold", now: Now::Flag("min-jaccard") },
    Renamed { verb: "diff", former: "context", now: Now::Flag("unified") },
    Renamed { verb: "diff", former: "no-moves", now: Now::Flag("no-renames") },
    Renamed { verb: "diff", former: "moved", now: Now::Flag("min-moved") },
];

/// Former names that are flags of other verbs still.
const STILL_NAMES: [&str; 5] = ["words", "parts", "against", "threshold", "context"];

impl Renamed {
    fn of(verb: &str, former: &str) -> Option<&'static Self> {
        FLAGS.iter().find(|renamed| renamed.verb == verb && renamed.former == former)
    }

    fn warning(&self) -> Message {
        let now = match self.now {
            Now::Flag(name) => format!("--{name}"),
            Now::Joined(name) => format!("--{name}=VALUE"),
            Now::Value(name, value) => format!("--{name} {value}"),
        };
        messages::renamed_flag(&format!("--{}", self.former), &now)
    }
}

/// A command line with the names of today, and warnings for those of yesterday.
pub(crate) fn line_of_today(line: Vec<OsString>) -> (Vec<OsString>, Vec<Message>) {
    let is_verb = |argument: &OsString| VERBS.iter().any(|verb| *verb == *argument);
    let Some(verb_idx) = line.iter().skip(1).position(is_verb).map(|idx| idx + 1) else { return (line, Vec::new()) };
    let verb = line[verb_idx].to_string_lossy().into_owned();
    let end = line.iter().position(|argument| argument == "--").unwrap_or(line.len());
    let (mut today, mut warnings) = (Vec::with_capacity(line.len()), Vec::new());
    let mut arguments = line.into_iter().enumerate();
    while let Some((idx, argument)) = arguments.next() {
        let found = (verb_idx < idx && idx < end).then(|| former_flag(&argument, &verb)).flatten();
        let Some((renamed, value)) = found else {
            today.push(argument);
            continue;
        };
        warnings.push(renamed.warning());
        match (renamed.now, value) {
            (Now::Flag(name), None) => today.push(format!("--{name}").into()),
            (Now::Flag(name), Some(value)) => today.push(joined(name, &value)),
            (Now::Joined(name), Some(value)) => today.push(joined(name, &value)),
            (Now::Joined(name), None) => {
                today.push(
                    arguments.next().map_or_else(|| format!("--{name}").into(), |(_, value)| joined(name, &value)),
                );
            }
            (Now::Value(name, value), _) => today.push(format!("--{name}={value}").into()),
        }
    }
    (today, warnings)
}

/// The flag that an argument names by its former name, and the value behind `=`.
fn former_flag(argument: &OsStr, verb: &str) -> Option<(&'static Renamed, Option<OsString>)> {
    let name = argument.to_str()?.strip_prefix("--")?;
    let (name, value) = name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value.into())));
    Renamed::of(verb, name).map(|renamed| (renamed, value))
}

fn joined(name: &str, value: &OsStr) -> OsString {
    let mut joined = OsString::from(format!("--{name}="));
    joined.push(value);
    joined
}

/// Gives the settings of a file the names of today, and warns of those of yesterday.
pub(crate) fn settings_of_today(table: &mut Table) -> Vec<Message> {
    settle_in_verbs(table);
    let mut warnings = Vec::new();
    for verb in VERBS {
        let Some(of_verb) = table.get_mut(verb).and_then(Value::as_table_mut) else { continue };
        for renamed in FLAGS.iter().filter(|renamed| renamed.verb == verb) {
            let Some(value) = of_verb.remove(renamed.former) else { continue };
            warnings.push(renamed.warning());
            match renamed.now {
                Now::Flag(name) | Now::Joined(name) => _ = of_verb.entry(name).or_insert(value),
                Now::Value(name, now) if value.as_bool() == Some(true) => {
                    _ = of_verb.entry(name).or_insert_with(|| now.into());
                }
                Now::Value(..) => {}
            }
        }
    }
    warnings
}

/// Moves old names that stand for all verbs to the verbs that had them. Other verbs may have a flag of that name today, so
/// the key stays if one has.
fn settle_in_verbs(table: &mut Table) {
    let formers: BTreeSet<&str> = FLAGS.iter().map(|renamed| renamed.former).collect();
    for former in formers {
        let Some(value) = table.get(former).filter(|value| !value.is_table()).cloned() else { continue };
        for Renamed { verb, .. } in FLAGS.iter().filter(|renamed| renamed.former == former) {
            let of_verb = table.entry(*verb).or_insert_with(|| Table::new().into());
            if let Some(of_verb) = of_verb.as_table_mut() {
                of_verb.entry(former).or_insert_with(|| value.clone());
            }
        }
        if !STILL_NAMES.contains(&former) {
            table.remove(former);
        }
    }
}

/// What to say of old values on a command line and in the defaults of its flags.
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
    if given.try_get_one::<bool>("definitions").ok().flatten() == Some(&true) {
        warnings.push(messages::definitions_go());
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
    fn an_old_value_is_read_with_a_warning() {
        let (relation, cells) =
            ("--relation: normalised is called normalized now", "--where: the rows have normalized, not normalised");
        check("textmill dedupe x --relation exact,normalised", &[relation]);
        check("textmill dedupe x --relation normalized", &[]);
        check("textmill dedupe x --per marked --where relation=normalised", &[cells]);
        check("textmill export x --where relation=normalised", &[]);
        check("textmill export x -o a.csv --definitions", &["--definitions: goes with the next version"]);
    }

    #[track_caller]
    fn check_line(line: &str, expected: &str, n_warnings: usize) {
        let words = line.split(' ').map(OsString::from).collect();
        let (today, warnings) = line_of_today(words);
        assert_eq!(today, expected.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(warnings.len(), n_warnings, "{line}");
    }

    #[test]
    fn an_old_flag_is_the_new_one_with_a_warning() {
        check_line(
            "t -q dedupe x --mark --against a --against=b",
            "t -q dedupe x --per=marked --archive a --archive=b",
            3,
        );
        check_line(
            "t stats x --match a* --words --parts date",
            "t stats x --match a* --wildcards --dispersion=date",
            2,
        );
        check_line("t stats x --parts=document", "t stats x --dispersion=document", 1);
        check_line("t diff a b --no-moves --context 5 --words", "t diff a b --no-renames --unified 5 --words", 2);
        check_line("t split x --parts a=1", "t split x --parts a=1", 0);
        check_line("t dedupe -- --mark", "t dedupe -- --mark", 0);
        check_line("t --mark", "t --mark", 0);
    }

    #[test]
    fn every_flag_of_today_is_there_and_no_former_one() {
        let mut built = definition();
        built.build();
        for Renamed { verb, former, now } in FLAGS {
            let (Now::Flag(name) | Now::Joined(name) | Now::Value(name, _)) = now;
            let verb = built.find_subcommand(verb).unwrap();
            let has = |name: &str| verb.get_arguments().any(|argument| argument.get_long() == Some(name));
            assert!(has(name) && !has(former), "{former} {name}");
            let has = |verb: &clap::Command| verb.get_arguments().any(|arg| arg.get_long() == Some(former));
            assert_eq!(built.get_subcommands().any(has), STILL_NAMES.contains(former), "{former}");
        }
    }

    #[test]
    fn old_settings_are_read_with_a_warning() {
        let mut table: Table = "[dedupe]\nmark = true\nagainst = \"a\"\n[stats]\nwords = true\n".parse().unwrap();
        assert_eq!(settings_of_today(&mut table).len(), 3);
        let expected: Table =
            "[dedupe]\nper = \"marked\"\narchive = \"a\"\n[stats]\nwildcards = true\n".parse().unwrap();
        assert_eq!(table, expected);
    }

    #[test]
    fn old_settings_for_all_verbs_are_those_of_the_verbs_that_had_them() {
        let mut table: Table = "mark = true\nwords = true\nmoved = 4\n[diff]\nmin-moved = 5\n".parse().unwrap();
        assert_eq!(settings_of_today(&mut table).len(), 3);
        let expected: Table =
            "words = true\n[stats]\nwildcards = true\n[dedupe]\nper = \"marked\"\n[diff]\nmin-moved = 5\n"
                .parse()
                .unwrap();
        assert_eq!(table, expected);
    }
}
