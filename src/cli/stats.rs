//! `textmill stats`: counts and measures of a corpus, its documents, its words.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use textmill::input::LongTexts;
use textmill::stats::{self, DEFAULT_WINDOW, Options, Unit};
use textmill::vocabulary::Fold;

use super::arguments::{InputArgs, OutputArgs, positive};
use super::exit::ExitCode;
use super::messages::Failure;
use super::output::{self, Files, Purpose};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  One row for the whole corpus:
    textmill stats corpus/
  One row for each document:
    textmill stats corpus/ --per document -o documents.csv
  The commonest words:
    textmill stats corpus/ --per word --top 100
  Nothing but the number of tokens:
    textmill stats corpus/ --only tokens
  Three tables in one pass:
    textmill stats corpus/ --per corpus,document,word -o results/";

/// Count documents, tokens, types and more, per corpus, document or word
///
/// Tokens are words by Unicode Standard Annex #29. A measure that cannot be computed is empty, and the column note says
/// why. Several rows for --per take one pass over the input and one file each in the folder named by --output.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Write one row per corpus, document or word; several, separated by commas, need a folder
    #[arg(
        long,
        value_name = "UNIT,...",
        value_enum,
        value_delimiter = ',',
        default_value = "corpus",
        help_heading = "Stats"
    )]
    per: Vec<Per>,
    /// Fold tokens before types are counted: case makes The and the one type
    #[arg(long, value_name = "STEP", value_enum, default_value_t, help_heading = "Stats")]
    fold: FoldStep,
    /// Take the moving-average type-token ratio (mattr) over windows of N tokens
    #[arg(long, value_name = "N", value_parser = positive, default_value_t = DEFAULT_WINDOW, help_heading = "Stats")]
    window: NonZero<usize>,
    /// Write only the N most frequent words
    #[arg(long, value_name = "N", value_parser = positive, help_heading = "Stats")]
    top: Option<NonZero<usize>>,
    /// Write only words with at least N tokens
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Stats")]
    min: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// One row for all documents together
    Corpus,
    /// One row for each document
    Document,
    /// One row for each word
    Word,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FoldStep {
    /// Lower case
    #[default]
    Case,
    /// Tokens as they are written
    None,
}

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = Options {
        units: args.per.iter().map(|&per| per.into()).collect(),
        columns: args.output.selection()?,
        fold: args.fold.into(),
        window: args.window,
        min_frequency: args.min,
        top: args.top,
    };
    let opened = args.input.open(session, |reading| reading.long_texts = LongTexts::Parts)?;
    let files = if options.units.len() > 1 { Files::Folder("--per") } else { Files::AsNamed };
    output::write(&args.output, files, Purpose::Data, &opened.inputs, session, |output| {
        stats::stats(&opened.corpus, &options, &session.job(), output)
    })?;
    Ok(ExitCode::Done)
}

impl From<Per> for Unit {
    fn from(per: Per) -> Self {
        match per {
            Per::Corpus => Self::Corpus,
            Per::Document => Self::Document,
            Per::Word => Self::Word,
        }
    }
}

impl From<FoldStep> for Fold {
    fn from(step: FoldStep) -> Self {
        match step {
            FoldStep::Case => Self::LowerCase,
            FoldStep::None => Self::None,
        }
    }
}
