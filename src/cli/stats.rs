//! `textmill stats`: counts and measures of a corpus, its documents, its words.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use textmill::input::LongTexts;
use textmill::stats::{self, DEFAULT_WINDOW, Family, Options, Unit};
use textmill::text::Tokenization;
use textmill::vocabulary::Fold;

use super::arguments::{InputArgs, OutputArgs};
use super::exit::ExitCode;
use super::messages::Failure;
use super::output::{self, Files, Purpose};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  textmill stats corpus/                                    one row for the whole corpus
  textmill stats corpus/ --per document -o documents.csv
  textmill stats corpus/ --per word --top 100               the commonest words
  textmill stats corpus/ --only tokens                      nothing but the number of tokens
  textmill stats corpus/ --only id,mtld,flesch --per document --language en
  textmill stats corpus/ --measures diversity,lengths       more columns; --measures all for all
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
    /// Add the columns of these families of measures; --only takes the name of any single one
    #[arg(long, value_name = "FAMILY,...", value_enum, value_delimiter = ',', help_heading = "Stats")]
    measures: Vec<FamilyName>,
    /// Take as tokens the words of UAX #29, runs between white space as wc, or matches of regex:PATTERN
    #[arg(long, value_name = "uax29|whitespace|regex:PATTERN", default_value = "uax29", help_heading = "Stats")]
    tokens: String,
    /// Take documents to be in this language (en, de, fr, ...) if their field "language" names none
    #[arg(long, value_name = "CODE", help_heading = "Stats")]
    language: Option<String>,
    /// Fold tokens by these steps before types are counted: case makes The and the one type
    ///
    /// The steps are none, case, nfc, nfkc, strip-accents, straighten-apostrophes, drop-invisible. They are done in the
    /// same order however they are named.
    #[arg(long, value_name = "STEP,...", value_delimiter = ',', default_value = "case", help_heading = "Stats")]
    fold: Vec<String>,
    /// Take the moving-average type-token ratio (mattr) over windows of N tokens
    #[arg(long, value_name = "N", default_value_t = DEFAULT_WINDOW, help_heading = "Stats")]
    window: NonZero<usize>,
    /// Write only the N most frequent words
    #[arg(long, value_name = "N", help_heading = "Stats")]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FamilyName {
    /// How many there are of what
    Counts,
    /// How lengths of words, sentences, paragraphs and documents are distributed
    Lengths,
    /// How many different words a text uses
    Diversity,
    /// How hard a text is to read, by formulas for its language
    Readability,
    /// Ratios by which texts are cleaned
    Quality,
    /// All of them
    All,
}

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = Options {
        units: args.per.iter().map(|&per| per.into()).collect(),
        columns: args.output.selection()?,
        families: args.measures.iter().flat_map(|family| family.families()).copied().collect(),
        tokens: Tokenization::parse(&args.tokens)?,
        language: args.language.clone(),
        fold: Fold::parse(&args.fold)?,
        window: args.window,
        min_frequency: args.min,
        top: args.top,
    };
    let opened = args.input.open(session, |reading| reading.long_texts = LongTexts::Parts)?;
    output::write(&args.output, Files::AsNamed, Purpose::Data, &opened.inputs, session, |output| {
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

impl FamilyName {
    fn families(self) -> &'static [Family] {
        match self {
            Self::Counts => &[Family::Counts],
            Self::Lengths => &[Family::Lengths],
            Self::Diversity => &[Family::Diversity],
            Self::Readability => &[Family::Readability],
            Self::Quality => &[Family::Quality],
            Self::All => &Family::ALL,
        }
    }
}
