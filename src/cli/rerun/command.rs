//! The command of a record: parsed as it would be typed, and refused if it could do more than make outputs of inputs.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::{Arg, ArgMatches, Command};

use super::super::config::Config;
use super::super::flag_effects::{Effect, takes_path};
use super::super::messages::{self, Failure};
use super::super::record::Record;
use super::super::renamed::{VERBS, line_of_today};

/// The flag that names outputs.
const OUTPUT: &str = "output";

/// The flag of the first run that does not belong to this one: the record stays as it is.
const PROVENANCE: &str = "provenance";

/// The flag that this run needs: it writes elsewhere, and what is in place is looked at afterwards.
const FORCE: &str = "force";

/// The command, one of `definition`, with the defaults that held for it, whatever file of defaults there is now.
///
/// # Errors
///
/// If it is none, makes no output, or names a file that it may not.
pub(super) fn parsed(record_path: &Path, record: &Record, definition: &Command) -> Result<ArgMatches, Failure> {
    let wrong = |error: clap::Error| Failure::from(messages::wrong_command(record_path, &error));
    let (line, _) = line_of_today(command_line(&record.arguments));
    let given = definition.clone().try_get_matches_from(&line).map_err(wrong)?;
    if !given.subcommand_name().is_some_and(|verb| VERBS.contains(&verb)) {
        return Err(messages::no_record(record_path).into());
    }
    check_paths(record_path, record, &given, definition)?;
    let mut defaults = record.defaults.clone();
    defaults.remove(PROVENANCE);
    defaults.insert(FORCE.to_owned(), true.into());
    let verb = given.subcommand_name().unwrap_or_default().to_owned();
    let defaults = Config::recorded(record_path, [(verb, defaults.into())].into_iter().collect());
    let (with_defaults, _) = defaults.apply(definition.clone(), &given).map_err(|message| Failure::from(*message))?;
    with_defaults.try_get_matches_from(line).map_err(wrong)
}

/// The arguments as they are run again, without a record of this run.
fn command_line(arguments: &[OsString]) -> Vec<OsString> {
    let flags = arguments.iter().take_while(|argument| *argument != "--");
    let rest = arguments.iter().skip_while(|argument| *argument != "--");
    let is_provenance =
        |argument: &OsString| argument.to_str().and_then(|text| text.strip_prefix("--")) == Some(PROVENANCE);
    let program = std::iter::once(OsString::from("textmill"));
    program.chain(flags.filter(|argument| !is_provenance(argument)).cloned()).chain(rest.cloned()).collect()
}

/// Refuses a command whose flags name a file to write that the record does not list, or something to read that is neither a
/// regular file nor a folder: a pipe would hold up the run, and standard input is that of somebody else.
fn check_paths(record_path: &Path, record: &Record, given: &ArgMatches, definition: &Command) -> Result<(), Failure> {
    let is_listed = |value: &OsStr| record.outputs.iter().any(|output| output.path == *value);
    let mut built = definition.clone();
    built.build();
    let Some((verb, given)) = given.subcommand() else { return Ok(()) };
    let arguments = built.find_subcommand(verb).into_iter().flat_map(Command::get_arguments);
    let mut has_output = false;
    for argument in arguments.filter(|argument| takes_path(argument)) {
        for value in values(argument, given) {
            match Effect::of(argument) {
                Some(Effect::Writes) if argument.get_id() == OUTPUT => has_output = value != "-",
                Some(Effect::Writes) if is_listed(value) => {}
                Some(Effect::Writes | Effect::WritesMore) | None if !argument.is_positional() => {
                    return Err(messages::writes_further(record_path, &flag(argument)).into());
                }
                _ if is_stream(value) => return Err(messages::reads_stream(record_path, Path::new(value)).into()),
                _ => {}
            }
        }
    }
    if has_output { Ok(()) } else { Err(messages::makes_no_output(record_path).into()) }
}

fn values<'g>(argument: &Arg, given: &'g ArgMatches) -> impl Iterator<Item = &'g OsStr> {
    given.try_get_raw(argument.get_id().as_str()).ok().flatten().into_iter().flatten()
}

/// Whether a path leads to something that is there and is neither a file nor a folder.
fn is_stream(value: &OsStr) -> bool {
    value == "-" || Path::new(value).metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn flag(argument: &Arg) -> String {
    argument.get_long().map_or_else(|| argument.get_id().to_string(), |name| format!("--{name}"))
}

#[cfg(test)]
mod tests {
    use super::super::super::definition;
    use super::*;

    #[test]
    fn the_record_stays_and_an_input_may_be_called_as_the_flag() {
        let arguments = ["stats", "--provenance", "-o", "out/", "--", "--provenance"].map(OsString::from);
        let expected = ["textmill", "stats", "-o", "out/", "--", "--provenance"];
        assert_eq!(command_line(&arguments), expected);
    }

    #[test]
    fn every_way_to_write_an_output_is_seen_and_every_other_file_refused() {
        let check = |line: &str, is_right: bool| {
            let record = Record {
                versions: Default::default(),
                arguments: line.split(' ').map(OsString::from).collect(),
                defaults: toml::Table::new(),
                inputs: Vec::new(),
                outputs: Vec::new(),
            };
            assert_eq!(parsed(Path::new("record.json"), &record, &definition()).is_ok(), is_right, "{line}");
        };
        for output in ["-o x", "-ox", "-o=x", "--output x", "--output=x", "-qo x", "-vox"] {
            check(&format!("stats a.txt {output}"), true);
        }
        check("stats -o x -- -o", true);
        for line in [
            "stats a.txt",
            "stats a.txt -o -",
            "stats a.txt -o x --partial y",
            "stats --partial=y a.txt",
            "stats - -o x",
            "stats --files-from=- -o x",
            "stats --outp x a.txt",
            "stats -- a.txt -o x",
            "dedupe a.txt -o x --index y",
            "split a.txt -o x --manifest y",
            "split a.txt -o x --rebuild y",
            "rerun record.json",
            "rerun record.json --force",
            "man",
            "completions bash",
            "worker sign",
            "stats --help",
            "--version",
            "",
        ] {
            check(line, false);
        }
    }
}
