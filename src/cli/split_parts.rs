//! `textmill split --parts` and `--into`: whole documents to parts.

use std::num::NonZero;

use clap::Args;
use textmill::error::Error;
use textmill::split::parts::{self, Division, Options, Shares, Tables};

use super::arguments::{InputArgs, OutputArgs};
use super::dry_run;
use super::messages::{self, Failure};
use super::output;
use super::output_plan::{OutputPlan, Place};
use super::process::ExitCode;
use super::session::Session;
use super::values::positive;

/// The most parts. Each is a table, and with a folder a file.
const MOST_PARTS: usize = 100_000;

/// Whole documents to parts, instead of cutting them.
#[derive(Args, Debug)]
#[group(multiple = true)]
#[command(next_help_heading = "Parts")]
pub(crate) struct PartArgs {
    /// Shares of parts, such as train=80,test=20
    ///
    /// Whole documents are assigned to the parts; the column part names the part of each. It depends on the id, the seed and
    /// the shares alone, so documents that are added later move none; the shares are met approximately. With -o DIR/
    /// there is one table for each part.
    #[arg(long, value_name = "NAME=SHARE,...", value_delimiter = ',')]
    parts: Vec<String>,
    /// Make N parts of about the same size in bytes
    #[arg(long, value_name = "N", value_parser = positive::<MOST_PARTS>, conflicts_with = "parts")]
    into: Option<NonZero<usize>>,
    /// Meet the shares as exactly as possible
    ///
    /// Documents that are added later may then move others.
    #[arg(long, requires = "parts")]
    exact: bool,
    /// Meet the shares for each value of COLUMN
    ///
    /// Implies --exact.
    #[arg(long, value_name = "COLUMN", requires = "parts")]
    stratify: Option<String>,
    /// Keep documents with the same value together
    ///
    /// They go to the same part, such as those with the same cluster after dedupe --per marked.
    #[arg(long, value_name = "COLUMN")]
    together: Option<String>,
}

impl PartArgs {
    /// Whether documents go to parts.
    pub(crate) fn is_asked_for(&self) -> bool {
        !self.parts.is_empty() || self.into.is_some()
    }

    fn division(&self) -> Result<Division, Error> {
        if let Some(n_shards) = self.into {
            return Ok(Division::Into(n_shards));
        }
        let shares = Shares::parse(&self.parts)?;
        if self.exact || self.stratify.is_some() {
            return Ok(Division::Exact(shares, self.stratify.clone()));
        }
        Ok(Division::ByHash(shares))
    }
}

/// Runs the verb.
pub(crate) fn run(
    args: &PartArgs,
    input: &InputArgs,
    output_args: &OutputArgs,
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let is_per_part = matches!(plan.place, Place::Folder(_)) && !output_args.list_columns;
    let options = Options {
        division: args.division()?,
        seed: output_args.rows.seed(),
        together: args.together.clone(),
        tables: if is_per_part { Tables::PerPart } else { Tables::One },
        spool_directory: std::env::temp_dir(),
    };
    let corpus = input.open(output_args, session, |_| {})?;
    if output_args.dry_run {
        let empty = corpus.without_documents(&session.job())?;
        return dry_run::tell(plan, &[&corpus], session, |output| {
            parts::assign(&empty, &options, &session.job(), output).map(|_| ())
        });
    }
    let counts = output::write(plan, session, |output| parts::assign(&corpus, &options, &session.job(), output))?;
    if !output_args.list_columns {
        session.console().tell(&messages::assigned(&counts));
    }
    Ok(ExitCode::Done)
}
