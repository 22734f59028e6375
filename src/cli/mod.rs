//! The command line: arguments in, exit code out. What the verbs do is in the library.
//!
//! One file per verb holds its arguments and its `run`. Adding a verb is that file and a variant of [`Command`].

mod arguments;
mod atomic_file;
mod cells;
mod completions;
mod config;
mod console;
mod dedupe;
mod definitions;
mod destination;
mod diff;
mod diff_corpora;
mod diff_view;
mod dry_run;
mod export;
mod findings;
mod flag_effects;
mod folder_below;
mod formats;
mod git_call;
mod help_topics;
mod inputs;
mod messages;
mod output;
mod output_plan;
mod pager;
mod partial;
mod permissions;
mod plot;
mod process;
mod progress;
mod record;
mod reference;
mod renamed;
mod report;
mod rerun;
mod rows;
mod run_files;
mod screen;
mod search;
mod segment_files;
mod session;
mod signals;
mod split;
mod split_manifest;
mod split_parts;
mod stats;
mod synonyms;
#[cfg(test)]
mod tests;
mod values;
#[cfg(feature = "worker")]
mod worker;
mod writer;

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use textmill::error::Error;

use arguments::{OutputArgs, RunArgs};
use config::{Config, Defaults};
use messages::{Failure, Message};
use process::ExitCode;
use run_files::FileRole;
use session::Session;

const EXAMPLES: &str = "\
Examples:
  Count a folder of texts:
    textmill stats corpus/
  Count the entries of a digest page, repeated ones once:
    textmill split page.txt | textmill dedupe | textmill stats --per document
  Make one table for a spreadsheet:
    textmill export corpus/ -o corpus.csv

Exit codes:
  0  done
  1  the question asked has the answer yes: documents differ, duplicates exist
  2  something failed; inputs that cannot be read are named, the others done";

/// Split, count, dedupe, compare and export corpora of text documents
///
/// Reads files, folders, archives and pipes of texts, web pages, office documents, mails, XML and tables, compressed or not;
/// `textmill formats` lists them. Writes a table at a terminal and CSV otherwise; each verb reads what another writes.
#[derive(Debug, Parser)]
#[command(name = "textmill", version = version(), after_help = EXAMPLES, max_term_width = 100, disable_help_flag = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    run: RunArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Split(Box<split::SplitArgs>),
    Stats(Box<stats::StatsArgs>),
    Dedupe(Box<dedupe::DedupeArgs>),
    Diff(Box<diff::DiffArgs>),
    Export(Box<export::ExportArgs>),
    Rerun(rerun::RerunArgs),
    Formats(formats::FormatsArgs),
    // Engines call it, and nobody types it.
    #[cfg(feature = "worker")]
    #[command(hide = true)]
    Worker(worker::WorkerArgs),
    Completions(completions::CompletionsArgs),
    Man(help_topics::ManArgs),
    Help(help_topics::HelpArgs),
}

#[cfg(test)]
impl Command {
    /// The plan of the output of a verb.
    fn plan(&self) -> Option<Result<output_plan::OutputPlan, Failure>> {
        match self {
            Self::Split(args) => Some(args.plan()),
            Self::Stats(args) => Some(args.plan()),
            Self::Dedupe(args) => Some(args.plan()),
            Self::Diff(args) => args.new_side().map(|new| args.plan(new)),
            Self::Export(args) => Some(args.plan()),
            _ => None,
        }
    }
}

/// The arguments of a run, the file of defaults with those taken from it, and what to say of old names.
type Given = (Arguments, Option<(Config, Defaults)>, Vec<Message>);

/// Why there are no arguments to run with.
enum Refusal {
    /// Clap's complaint, or the help that was asked for.
    Clap(clap::Error),
    /// The file of defaults is at fault.
    Config(Box<Message>),
    /// The system has no thread for us.
    System(Box<RunArgs>, Error),
}

/// The version of the program and that of the Unicode rules by which it finds words, since counts depend on both.
fn version() -> String {
    let (major, minor, patch) = textmill::text::UNICODE_VERSION;
    format!("{} (Unicode {major}.{minor}.{patch})", env!("CARGO_PKG_VERSION"))
}

/// The definition of the command line.
fn definition() -> clap::Command {
    help_topics::arranged(Arguments::command())
}

/// Runs the program and says how it ended. Whatever went wrong has been reported on stderr then.
pub(crate) fn main() -> ExitCode {
    // A process that reads PDF for another one has no command line of a user, no settings and no threads.
    #[cfg(feature = "pdf")]
    if std::env::args_os().nth(1).is_some_and(|argument| argument == *textmill::input::PDF_COMMAND) {
        let served = textmill::input::serve_pdf(std::io::stdin().lock(), std::io::stdout().lock());
        return if served.is_ok() { ExitCode::Done } else { ExitCode::Failed };
    }
    if let Some(answered) = completions::answer(definition) {
        return answered;
    }
    let (command, session) = match begin(std::env::args_os()) {
        Ok(begun) => begun,
        Err(Refusal::Clap(error)) => return shown(&error),
        Err(Refusal::Config(message)) => return session::refused(&RunArgs::plain(), Failure::Told(*message)),
        Err(Refusal::System(run, error)) => return session::refused(&run, error.into()),
    };
    session.watch_signals();
    let result = run(&command, &session);
    session.end(result)
}

/// The verb that a command line names, and what it is to run with. Call it once in a program, but for tests.
fn begin(line: impl IntoIterator<Item = OsString>) -> Result<(Command, Session), Refusal> {
    let (Arguments { run, command }, config, renamed) = arguments(line)?;
    process::keep_freed_blocks();
    process::silence_caught_panics();
    let session = Session::new(&run).map_err(|error| Refusal::System(Box::new(run), error))?;
    renamed.iter().for_each(|message| session.console().tell(message));
    let Some((config, taken)) = config else { return Ok((command, session)) };
    session.files().read([config.path()], FileRole::Beside);
    config.told(&taken).iter().for_each(|message| session.console().tell(message));
    Ok((command, session.with_defaults(taken)))
}

/// The arguments: what the command line says, and where it is silent the file of defaults; that file, if there is one, and
/// the defaults taken from it; and what to say of names that have changed.
fn arguments(line: impl IntoIterator<Item = OsString>) -> Result<Given, Refusal> {
    let (line, mut renamed) = renamed::line_of_today(line.into_iter().collect());
    let mut parsed = |matches: ArgMatches, config: Option<(Config, Defaults)>| {
        renamed.extend(config.iter().flat_map(|(config, _)| config.renamed().to_vec()));
        renamed.extend(renamed::warnings(&matches));
        Ok((Arguments::of(&matches).map_err(Refusal::Clap)?, config, std::mem::take(&mut renamed)))
    };
    let given = definition().try_get_matches_from(&line).map_err(Refusal::Clap)?;
    let run = RunArgs::from_arg_matches(&given).map_err(Refusal::Clap)?;
    if run.no_config {
        return parsed(given, None);
    }
    let Some(config) = Config::find(run.config.as_deref()).map_err(Refusal::Config)? else {
        return parsed(given, None);
    };
    let (command, taken) = config.apply(definition(), &given).map_err(Refusal::Config)?;
    // The command line alone was in order, so what is wrong now is in the file.
    let in_config = |error: clap::Error| Refusal::Config(Box::new(messages::wrong_config(config.path(), &error)));
    parsed(command.try_get_matches_from(line).map_err(in_config)?, Some((config, taken)))
}

impl Arguments {
    /// The arguments that clap found, and which of them stand on the command line.
    fn of(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut arguments = Self::from_arg_matches(matches)?;
        if let (Some(output), Some((_, verb))) = (arguments.command.output_mut(), matches.subcommand()) {
            let is_given = |id: &&clap::Id| verb.value_source(id.as_str()) == Some(ValueSource::CommandLine);
            output.given = verb.ids().filter(is_given).map(ToString::to_string).collect();
        }
        Ok(arguments)
    }
}

impl Command {
    fn output_mut(&mut self) -> Option<&mut OutputArgs> {
        match self {
            Self::Split(args) => Some(&mut args.output),
            Self::Stats(args) => Some(&mut args.output),
            Self::Dedupe(args) => Some(&mut args.output),
            Self::Diff(args) => Some(&mut args.output),
            Self::Export(args) => Some(&mut args.output),
            _ => None,
        }
    }
}

fn run(command: &Command, session: &Session) -> Result<ExitCode, Failure> {
    match command {
        Command::Split(args) => split::run(args, session),
        Command::Stats(args) => stats::run(args, session),
        Command::Dedupe(args) => dedupe::run(args, session),
        Command::Diff(args) => diff::run(args, session),
        Command::Export(args) => export::run(args, session),
        Command::Rerun(args) => {
            let again = rerun::prepare(args, &definition(), session)?;
            let code = run(&again.command(Arguments::of)?.command, session)?;
            again.finish(session)?;
            Ok(code)
        }
        #[cfg(feature = "worker")]
        Command::Worker(args) => worker::run(args, session),
        Command::Formats(args) => formats::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => help_topics::man(args, help_topics::with_help_flags(Arguments::command())),
        Command::Help(args) => help_topics::run(args, definition(), session),
    }
}

/// Shows help and version on stdout, complaints on stderr; a reader that has gone away is no failure.
fn shown(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        // When stderr is gone there is nobody left to tell.
        _ = std::io::stderr().write_all(messages::usage(error, &definition()).as_bytes());
        return ExitCode::Failed;
    }
    let is_given = |flag: &str| std::env::args_os().any(|argument| argument == flag);
    if error.kind() == ErrorKind::DisplayHelp && is_given("--help") {
        let run = RunArgs { no_pager: is_given("--no-pager"), ..RunArgs::plain() };
        return match Session::new(&run) {
            Ok(session) => help_topics::page(&error.render(), &session),
            Err(error) => session::refused(&run, error.into()),
        };
    }
    match error.print() {
        Err(problem) if problem.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::Failed,
        _ => ExitCode::Done,
    }
}
