//! `textmill completions`: a script by which a shell asks the program to complete a command line, and the answers.
//!
//! Flags and values come from the definition of the command line. Values that the library names elsewhere (units, languages,
//! profiles) and the columns of the inputs are added here.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::process::{Command as Process, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use clap::{Arg, Args, Command};
use clap_complete::Shell;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::Shells;
use textmill::split::Rule;
use textmill::stats::Unit;
use textmill::text::{Language, StopList};

use super::destination::Destination;
use super::help_topics;
use super::messages::Failure;
use super::process::ExitCode;
use super::stats;

/// The variable by which a script asks, with the name of the shell.
const VARIABLE: &str = "TEXTMILL_COMPLETE";

/// The time in which the columns must be known.
const LIMIT: Duration = Duration::from_millis(800);

/// Flags with a value that say nothing about which columns there are, or may be unfinished.
const LEFT_OUT: &[&str] = &["--columns", "--only", "--where", "--sort", "-o", "--output", "-f", "--format"];

/// Flags without a value that do not go with a list of columns.
const IN_THE_WAY: &[&str] = &["--definitions", "--provenance", "--dry-run", "--list-columns"];

/// Print the completions of a shell
///
/// For example `source <(textmill completions bash)` in ~/.bashrc. The script asks the program, so that it completes the values
/// of flags too.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell to complete for
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Writes the script to standard output.
pub(crate) fn run(args: &CompletionsArgs) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(&args.shell.to_string()) {
        // A vector takes all.
        _ = shell.write_registration(VARIABLE, "textmill", "textmill", "textmill", &mut script);
    }
    let mut stdout = Destination::stdout()?;
    stdout.write(|out: &mut dyn Write| out.write_all(&script))?;
    stdout.commit()?;
    Ok(ExitCode::Done)
}

/// Answers a script that asks for completions; `None` if the program is run for something else.
pub(crate) fn answer(definition: impl Fn() -> Command) -> Option<ExitCode> {
    let name = env::var(VARIABLE).ok()?;
    let shells = Shells::builtins();
    let shell = shells.completer(&name)?;
    let (directory, mut answers) = (env::current_dir().ok(), Vec::new());
    let written = shell.write_complete(&mut completed(definition()), words(), directory.as_deref(), &mut answers);
    let written = written.and_then(|()| std::io::stdout().write_all(&answers));
    Some(if written.is_ok() { ExitCode::Done } else { ExitCode::Failed })
}

/// The words of the command line to complete.
fn words() -> Vec<OsString> {
    env::args_os().skip_while(|argument| argument != "--").skip(1).collect()
}

/// The definition with the values that it does not list itself.
fn completed(definition: Command) -> Command {
    let helped = help_topics::names(&definition);
    let verbs: Vec<String> = definition.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    definition.mut_subcommands(|verb| {
        let name = verb.get_name().to_owned();
        verb.mut_args(|flag| match (&*name, flag.get_id().as_str()) {
            ("help", "of") => named(flag, helped.clone()),
            ("man", "verb") => named(flag, verbs.clone()),
            ("stats", "per") => named(flag, Unit::NAMED.iter().map(|unit| unit.name().to_owned()).collect()),
            ("stats", "language") => named(flag, languages()),
            ("stats", "stop") => named_or_path(flag, || StopList::languages().collect()),
            ("split", "rule") => named_or_path(flag, || Rule::names().collect()),
            (_, "columns" | "conditions" | "sort" | "file_per") => flag.add(ArgValueCompleter::new(columns)),
            _ => flag,
        })
    })
}

fn named(flag: Arg, names: Vec<String>) -> Arg {
    flag.add(ArgValueCandidates::new(move || names.iter().map(CompletionCandidate::new).collect()))
}

fn named_or_path(flag: Arg, names: fn() -> Vec<&'static str>) -> Arg {
    flag.add(ArgValueCompleter::new(move |typed: &OsStr| {
        let named = names().into_iter().map(CompletionCandidate::new);
        named.filter(|candidate| begins(candidate, typed)).chain(PathCompleter::any().complete(typed)).collect()
    }))
}

fn languages() -> Vec<String> {
    let known = Language::ALL.into_iter().filter(|language| *language != Language::Any);
    known.map(Language::code).chain([stats::GUESS]).map(str::to_owned).collect()
}

fn begins(candidate: &CompletionCandidate, typed: &OsStr) -> bool {
    candidate.get_value().as_encoded_bytes().starts_with(typed.as_encoded_bytes())
}

/// The columns that the command line would write, as `--list-columns` lists them: with the fields of the inputs if they are
/// known in time, else those of the unit.
fn columns(typed: &OsStr) -> Vec<CompletionCandidate> {
    let words = words();
    let (mut kept, mut rest) = (Vec::new(), words.iter().skip(1));
    while let Some(word) = rest.next() {
        let begins = |flag: &&str| word.to_string_lossy().strip_prefix(*flag).is_some_and(|end| end.starts_with('='));
        if LEFT_OUT.iter().any(|flag| word == flag) {
            rest.next();
        } else if IN_THE_WAY.iter().all(|flag| word != flag) && !LEFT_OUT.iter().any(begins) {
            kept.push(word.clone());
        }
    }
    let without_inputs: Vec<OsString> =
        kept.iter().filter(|word| !std::path::Path::new(word).exists()).cloned().collect();
    let with = |words: &[OsString], more: &[&str]| listed(words, more).filter(|found| !found.is_empty());
    let found = with(&kept, &["--measures", "all"]).or_else(|| with(&kept, &[])).or_else(|| with(&without_inputs, &[]));
    found.unwrap_or_default().into_iter().filter(|candidate| begins(candidate, typed)).collect()
}

/// The columns of one command line; `None` if it is refused or takes too long.
fn listed(words: &[OsString], more: &[&str]) -> Option<Vec<CompletionCandidate>> {
    let mut program = Process::new(env::current_exe().ok()?);
    program.args(words).args(more).args(["--list-columns", "-f", "csv"]).env_remove(VARIABLE);
    let mut child = program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut stdout = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut table = String::new();
        _ = stdout.read_to_string(&mut table);
        sender.send(table)
    });
    let table = receiver.recv_timeout(LIMIT);
    _ = child.kill();
    _ = child.wait();
    let mut found: Vec<CompletionCandidate> = Vec::new();
    for row in csv::Reader::from_reader(table.ok()?.as_bytes()).records().flatten() {
        let (name, definition) = (row.get(1)?, row.get(3)?);
        if found.iter().all(|known| known.get_value() != name) {
            found.push(CompletionCandidate::new(name).help(Some(definition.to_owned().into())));
        }
    }
    Some(found)
}
