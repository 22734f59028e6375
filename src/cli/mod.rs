//! The command line: arguments in, exit code out. What the verbs do is in the library.
//!
//! One file per verb holds its arguments and its `run`. Adding a verb is that file and a variant of [`Command`].

mod arguments;
mod atomic_file;
mod cells;
mod color;
mod console;
mod dedupe;
mod definitions;
mod destination;
mod diff;
mod diff_corpora;
mod diff_measures;
mod diff_view;
mod exit;
mod export;
mod file_name;
mod folder;
mod freed_memory;
mod git_call;
mod identity;
mod inputs;
mod machine_memory;
mod manifest_file;
mod marked_text;
mod messages;
mod output;
mod plot;
mod progress;
mod reference;
mod report;
mod search;
mod segment_files;
mod series;
mod session;
mod signals;
mod split;
mod split_parts;
mod split_rule;
mod split_size;
mod split_verify;
mod stats;
mod stop_words;
mod unguarded;

use std::io::Write;

use clap::{Parser, Subcommand};

use arguments::RunArgs;
use exit::ExitCode;
use messages::Failure;
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
/// Reads files, folders and pipes of text, Markdown, HTML, JSON Lines, CSV and TSV, compressed or not. Writes a table at
/// a terminal and CSV otherwise; each verb reads what another writes.
#[derive(Debug, Parser)]
#[command(name = "textmill", version = version(), after_help = EXAMPLES, max_term_width = 100)]
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
    Export(export::ExportArgs),
}

/// The version of the program and that of the Unicode rules by which it finds words, since counts depend on both.
fn version() -> String {
    let (major, minor, patch) = textmill::text::UNICODE_VERSION;
    format!("{} (Unicode {major}.{minor}.{patch})", env!("CARGO_PKG_VERSION"))
}

/// Runs the program and says how it ended. Whatever went wrong has been told on stderr then.
pub(crate) fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return shown(&error),
    };
    freed_memory::keep_freed_blocks();
    let session = match Session::new(&arguments.run) {
        Ok(session) => session,
        Err(error) => return session::refused(&arguments.run, error),
    };
    let result = run(&arguments.command, &session);
    session.end(result)
}

fn run(command: &Command, session: &Session) -> Result<ExitCode, Failure> {
    match command {
        Command::Split(args) => split::run(args, session),
        Command::Stats(args) => stats::run(args, session),
        Command::Dedupe(args) => dedupe::run(args, session),
        Command::Diff(args) => diff::run(args, session),
        Command::Export(args) => export::run(args, session),
    }
}

/// Help and version go to stdout, complaints to stderr; a reader that has gone away is no failure.
fn shown(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        // When stderr is gone there is nobody left to tell.
        _ = std::io::stderr().write_all(messages::usage(&error.to_string()).as_bytes());
        return ExitCode::Failed;
    }
    match error.print() {
        Err(problem) if problem.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::Failed,
        _ => ExitCode::Done,
    }
}
