//! `textmill stats`: counts and measures of a corpus, its documents, its words.

use std::num::NonZero;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use textmill::error::Error;
use textmill::input::{Corpus, InputOptions, LongTexts};
use textmill::measure::keyness::Correction;
use textmill::stats::{self, DEFAULT_WINDOW, Languages, Options, Unit};
use textmill::vocabulary::Fold;

use super::arguments::{InputArgs, OutputArgs};
use super::exit::ExitCode;
use super::identity::Inputs;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  textmill stats corpus/                                    one row for the whole corpus
  textmill stats corpus/ --per document -o documents.csv
  textmill stats corpus/ --per word --top 100               the commonest words
  textmill stats corpus/ --per word --against other/        the words that tell them apart
  textmill stats corpus/ --per date:month                   one row for each month
  textmill stats corpus/ --only tokens                      nothing but the number of tokens
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
    /// Write one row per corpus, document, word or group of documents; several, separated by commas, need a folder
    ///
    /// UNIT is corpus, document or word, or what groups of documents have in common, with a row for each group: the name
    /// of a FIELD of the documents; path:N for the folder at level N of their ids; FIELD:year, FIELD:month, FIELD:week or
    /// FIELD:day for a field with a date; language. field:NAME is a field that has the name of something else.
    #[arg(
        long,
        value_name = "UNIT,...",
        value_parser = unit,
        value_delimiter = ',',
        default_value = "corpus",
        help_heading = "Stats"
    )]
    per: Vec<Unit>,
    /// Guess the language of documents whose records name none, as a column of --per document
    #[arg(long, help_heading = "Stats")]
    language: bool,
    /// Fold tokens before types are counted: case makes The and the one type
    #[arg(long, value_name = "STEP", value_enum, default_value_t, help_heading = "Stats")]
    fold: FoldStep,
    /// Take the moving-average type-token ratio (mattr) over windows of N tokens
    #[arg(long, value_name = "N", default_value_t = DEFAULT_WINDOW, help_heading = "Stats")]
    window: NonZero<usize>,
    /// Write only the N most frequent words
    #[arg(long, value_name = "N", help_heading = "Stats")]
    top: Option<NonZero<usize>>,
    /// Write only words with at least N tokens
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Stats")]
    min: u64,
    /// Compare the words of --per word with those of this file, folder or corpus (can be repeated)
    ///
    /// Each word of either side is a row with measures of keyness, the surest difference first. The column direction says
    /// on which side the word is more frequent.
    #[arg(long, value_name = "REF", help_heading = "Stats")]
    against: Vec<PathBuf>,
    /// Correct the probabilities of --against for the number of words: column p_adjusted
    #[arg(long, value_name = "METHOD", value_enum, default_value_t, requires = "against", help_heading = "Stats")]
    correction: CorrectionName,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FoldStep {
    /// Lower case
    #[default]
    Case,
    /// Tokens as they are written
    None,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CorrectionName {
    /// Not at all
    None,
    /// Times the number of words
    Bonferroni,
    /// Step by step from the smallest (Holm 1979)
    Holm,
    /// By the share of false findings (Benjamini & Hochberg 1995)
    #[default]
    Bh,
}

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = Options {
        units: args.per.clone(),
        columns: args.output.selection()?,
        fold: args.fold.into(),
        languages: if args.language { Languages::Guessed } else { Languages::AsRead },
        window: args.window,
        min_frequency: args.min,
        top: args.top,
        correction: args.correction.into(),
    };
    let opened = args.input.open(&args.output, session, in_parts)?;
    let reference = args.reference(session)?;
    let inputs = reference.iter().fold(opened.inputs, Inputs::and);
    output::write(&args.output, Files::AsNamed, Purpose::Data, &inputs, session, |output| match &reference {
        Some(reference) => stats::stats_against(&opened.corpus, reference, &options, &session.job(), output),
        None => stats::stats(&opened.corpus, &options, &session.job(), output),
    })?;
    Ok(ExitCode::Done)
}

impl StatsArgs {
    /// The corpus to compare with, read as the inputs are.
    fn reference(&self, session: &Session) -> Result<Option<Corpus>, Failure> {
        if self.against.is_empty() {
            return Ok(None);
        }
        if self.output.list_columns {
            return Ok(Some(Corpus::from_documents(Vec::new())));
        }
        if self.input.reads_stdin() && self.against.iter().any(|path| path == Path::new("-")) {
            return Err(messages::stdin_against_itself().into());
        }
        let mut reading = self.input.reading.options()?;
        in_parts(&mut reading);
        Ok(Some(Corpus::open(&self.against, reading, session.console())?))
    }
}

/// Counting can join the parts of a long text.
fn in_parts(reading: &mut InputOptions) {
    reading.long_texts = LongTexts::Parts;
}

fn unit(name: &str) -> Result<Unit, String> {
    Unit::parse(name).map_err(|error| match error {
        // Clap names the option itself.
        Error::Option { why, .. } => why,
        other => other.to_string(),
    })
}

impl From<CorrectionName> for Option<Correction> {
    fn from(name: CorrectionName) -> Self {
        match name {
            CorrectionName::None => None,
            CorrectionName::Bonferroni => Some(Correction::Bonferroni),
            CorrectionName::Holm => Some(Correction::Holm),
            CorrectionName::Bh => Some(Correction::BenjaminiHochberg),
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
