//! `textmill rerun`: an output made again from the record that `--provenance` wrote.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, FromArgMatches};
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::input::{NamedBy, SideFile};

use super::config::Config;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::provenance::{Record, versions};
use super::session::Session;
use super::{Arguments, Command};

const EXAMPLES: &str = "\
Examples:
  A table with its record, and the same table once more:
    textmill stats corpus/ --per word -o words.csv --provenance
    textmill rerun words.csv.provenance.json";

/// Make an output again from its record, and say whether it is the same
///
/// The inputs must hold what they held then. The output is written to the same place, and the exit code is 2 if it is not
/// the same byte for byte. Paths are taken from where rerun is started. What a textmill.toml said then holds, not what one
/// says now.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RerunArgs {
    /// The record: FILE.provenance.json, or provenance.json in a folder
    #[arg(value_name = "RECORD")]
    record: PathBuf,
}

/// Runs the verb of the record.
pub(crate) fn run(args: &RerunArgs, session: &Session) -> Result<ExitCode, Failure> {
    let text = SideFile::Record.read_text(&args.record, NamedBy::Chance);
    let text = text.map_err(|problem| messages::unreadable(SideFile::Record, &args.record, &problem))?;
    let record = Record::parse(&text).ok_or_else(|| messages::no_record(&args.record))?;
    if record.versions != versions() {
        let finding = Finding::warning(args.record.to_string_lossy(), messages::other_versions(&record.versions));
        session.console().report(finding);
    }
    if let Some(changed) = record.inputs.iter().find(|input| !input.is_same_now()) {
        return Err(messages::changed_input(&changed.path).into());
    }
    let code = match arguments(&args.record, &record) {
        Some(Arguments { command: Command::Rerun(_), .. }) | None => {
            return Err(messages::no_record(&args.record).into());
        }
        Some(arguments) => super::run(&arguments.command, session)?,
    };
    match record.outputs.iter().find(|output| !output.is_same_now()) {
        Some(changed) => Err(messages::changed_output(&changed.path).into()),
        None => {
            session.console().tell(&messages::same_outputs(record.outputs.len()));
            Ok(code)
        }
    }
}

/// The arguments of the run, with the defaults that held for it whatever file of defaults there is now; `None` if they are
/// none.
fn arguments(path: &Path, record: &Record) -> Option<Arguments> {
    let line = command_line(&record.arguments);
    let given = Arguments::command().try_get_matches_from(&line).ok()?;
    let defaults = Config::recorded(path, record.defaults.clone());
    let (command, _) = defaults.apply(Arguments::command(), &given).ok()?;
    Arguments::from_arg_matches(&command.try_get_matches_from(line).ok()?).ok()
}

/// The arguments as they are run again: over the files of the first run, and without a record of this one.
fn command_line(arguments: &[String]) -> Vec<String> {
    let flags = arguments.iter().take_while(|argument| *argument != "--");
    let rest = arguments.iter().skip_while(|argument| *argument != "--");
    let kept = |argument: &&String| !matches!(argument.as_str(), "--provenance" | "--force");
    let program = std::iter::once("textmill".to_owned());
    program.chain(flags.filter(kept).cloned()).chain(["--force".to_owned()]).chain(rest.cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_and_the_record_stays() {
        let arguments = ["stats", "--provenance", "-o", "out/", "--", "--provenance"].map(str::to_owned);
        let expected = ["textmill", "stats", "-o", "out/", "--force", "--", "--provenance"];
        assert_eq!(command_line(&arguments), expected);
    }
}
