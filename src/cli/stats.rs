//! `textmill stats`: counts and measures of a corpus, its documents, its words.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use textmill::input::LongTexts;
use textmill::stats::{self, DEFAULT_WINDOW, Options, Unit};
use textmill::vocabulary::Fold;

use super::arguments::{InputArgs, OutputArgs};
use super::exit::ExitCode;
use super::messages::Failure;
use super::output::{self, Files, Purpose};
use super::plot;
use super::search::SearchArgs;
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  textmill stats corpus/                                    one row for the whole corpus
  textmill stats corpus/ --per document -o documents.csv
  textmill stats corpus/ --per word --top 100               the commonest words
  textmill stats corpus/ --per hit --match 'river*' --words
                                                            a concordance of words that begin so
  textmill stats corpus/ --per term --terms names.csv       names, each under all its spellings
  textmill stats corpus/ --per variant                      spellings that may be one name
  textmill stats corpus/ --per word --plot                  Zipf's curve
  textmill stats corpus/ --only tokens                      nothing but the number of tokens
  textmill stats corpus/ --per corpus,document,word -o results/";

/// Count documents, tokens, types and more, per corpus, document or word; find words, terms and spellings
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
    /// Write one row per corpus, document, word and so on; several, separated by commas, need a folder
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
    #[arg(long, value_name = "N", default_value_t = DEFAULT_WINDOW, help_heading = "Stats")]
    window: NonZero<usize>,
    /// Write only the N most frequent words
    #[arg(long, value_name = "N", help_heading = "Stats")]
    top: Option<NonZero<usize>>,
    /// Write only words with at least N tokens
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Stats")]
    min: u64,
    #[command(flatten)]
    search: SearchArgs,
    /// Draw a picture instead of a table: of documents their lengths, of words Zipf's curve, of hits or terms where
    /// in the corpus they are
    #[arg(long, conflicts_with_all = ["format", "columns"], help_heading = "Stats")]
    plot: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// One row for all documents together
    Corpus,
    /// One row for each document
    Document,
    /// One row for each word
    Word,
    /// One row for each place where --match or --terms finds something, with the words around it
    Hit,
    /// One row for each label of --terms
    Term,
    /// One row for each two labels of --terms that share a document
    TermPair,
    /// One row for each spelling that may be a variant of another; --min and --top choose among the labels
    Variant,
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
        pattern: args.search.pattern()?,
        terms: args.search.terms(&args.input, session)?,
        n_context: args.search.context,
        hit_order: args.search.sort.into(),
    };
    let opened = args.input.open(session, |reading| reading.long_texts = LongTexts::Parts)?;
    let named = args.input.inputs.iter().chain(&args.input.files_from).chain(&args.search.terms);
    let inputs = args.input.reading.files(&opened.corpus, named);
    if args.plot {
        let destination = output::destination(args.output.path(), &inputs, session)?;
        plot::run(destination, &opened.corpus, options, session)?;
        return Ok(ExitCode::Done);
    }
    output::write(&args.output, Files::AsNamed, Purpose::Data, &inputs, session, |output| {
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
            Per::Hit => Self::Hit,
            Per::Term => Self::Term,
            Per::TermPair => Self::TermPair,
            Per::Variant => Self::Variant,
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
