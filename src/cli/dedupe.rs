//! `textmill dedupe`: a corpus without its duplicates, or the duplicates themselves.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use textmill::dedupe::{self, DEFAULT_MEMORY_BYTES, Options, Relation, Relations, Unit};
use textmill::error::Error;
use textmill::similarity::Threshold;

use super::arguments::{InputArgs, OutputArgs, decimal, n_bytes, positive};
use super::exit::ExitCode;
use super::machine_memory::machine_memory_bytes;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  The documents without duplicates:
    textmill dedupe corpus/ -o kept.csv
  Which documents belong together:
    textmill dedupe corpus/ --per cluster
  Every pair with its figures:
    textmill dedupe corpus/ --per pair --threshold 0.6
  For scripts, exit code 1 if there are duplicates:
    textmill dedupe corpus/ --check && echo clean
  Count the entries of a page, repeated ones once:
    textmill split page.txt | textmill dedupe | textmill stats";

/// Find duplicates: equal, equal after normalisation, or nearly equal
///
/// The first document of each cluster is kept. Two documents are near if the Jaccard coefficient of their sets of
/// five-word shingles is at least the threshold; every reported pair has been verified on the texts themselves. How many
/// documents were kept is told on stderr.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DedupeArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Write one row per kept document, per document of a cluster, or per pair [default: document]
    #[arg(long, value_name = "UNIT", value_enum, help_heading = "Dedupe")]
    per: Option<Per>,
    /// Look only for these relations
    #[arg(
        long,
        value_name = "RELATION,...",
        value_enum,
        value_delimiter = ',',
        default_values_t = RelationName::ALL,
        help_heading = "Dedupe"
    )]
    relation: Vec<RelationName>,
    /// Call documents near from this Jaccard coefficient on, 0.1 to 1
    #[arg(long, value_name = "J", value_parser = decimal, default_value_t = 0.8, help_heading = "Dedupe")]
    threshold: f64,
    /// Compare shingles of N words
    #[arg(long, value_name = "N", value_parser = positive, default_value = "5", help_heading = "Dedupe")]
    shingle: NonZero<usize>,
    /// Keep up to this much of sketches in memory, the rest on disk; about a hundred bytes a document come on top
    /// [default: an eighth of the machine's memory]
    #[arg(long, value_name = "SIZE", value_parser = n_bytes, help_heading = "Dedupe")]
    memory: Option<u64>,
    /// Exit with 1 if there are duplicates, and write rows only if --per says which
    #[arg(long, help_heading = "Dedupe")]
    check: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// The kept documents, with all their fields
    Document,
    /// The documents of all clusters, the kept one first
    Cluster,
    /// The pairs, with Jaccard coefficient and containments
    Pair,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RelationName {
    /// The same text, byte for byte
    Exact,
    /// The same but for case, white space, punctuation and compatibility forms
    Normalised,
    /// A Jaccard coefficient from the threshold on
    Near,
}

/// Runs the verb.
pub(crate) fn run(args: &DedupeArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = args.options()?;
    let opened = args.input.open(&args.output, session, |_| {})?;
    let rows = if args.check && args.per.is_none() { Files::Nothing } else { Files::AsNamed };
    let summary = output::write(&args.output, rows, Purpose::Data, &opened.inputs, session, |output| {
        dedupe::dedupe(&opened.corpus, &options, &session.job(), output)
    })?;
    if args.output.list_columns {
        return Ok(ExitCode::Done);
    }
    session.console().tell(&messages::deduped(&summary));
    Ok(if args.check && summary.n_removed() > 0 { ExitCode::Yes } else { ExitCode::Done })
}

impl DedupeArgs {
    fn options(&self) -> Result<Options, Error> {
        Ok(Options {
            relations: self.relation.iter().map(|&relation| relation.into()).collect::<Relations>(),
            threshold: Threshold::new(self.threshold)?,
            shingle_words: self.shingle,
            memory_bytes: self.memory.or_else(|| Some(machine_memory_bytes()? / 8)).unwrap_or(DEFAULT_MEMORY_BYTES),
            unit: self.per.map_or(Unit::Document, Unit::from),
            ..Options::default()
        })
    }
}

impl RelationName {
    const ALL: [Self; 3] = [Self::Exact, Self::Normalised, Self::Near];
}

impl From<RelationName> for Relation {
    fn from(name: RelationName) -> Self {
        match name {
            RelationName::Exact => Self::Exact,
            RelationName::Normalised => Self::Normalized,
            RelationName::Near => Self::Near,
        }
    }
}

impl From<Per> for Unit {
    fn from(per: Per) -> Self {
        match per {
            Per::Document => Self::Document,
            Per::Cluster => Self::Cluster,
            Per::Pair => Self::Pair,
        }
    }
}
