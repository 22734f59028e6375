//! `textmill export`: any input as tables, books, or documents in the formats of other trades.

use clap::Args;
use textmill::error::Error;
use textmill::export::{self, Options, Tables};
use textmill::input::{Corpus, Texts};
use textmill::table::Output;

use super::arguments::{InputArgs, OutputArgs};
use super::document_output;
use super::dry_run;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Request, Requested};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  Excel, one table for a spreadsheet:
    textmill export corpus/ -o corpus.xlsx
  CSV that Excel opens correctly:
    textmill export corpus/ -o corpus.csv --excel
  Database with full-text search:
    textmill export corpus/ -o corpus.sqlite
  Random sample of the documents from 2020 on:
    textmill export page.jsonl --where 'year>=2020' --sample 1000
  Vertical text for a corpus query engine:
    textmill export corpus/ -f vertical -o corpus.vert
  Chosen columns, one of them renamed:
    textmill export page.jsonl --columns id,title=headline,text -f tsv
  One file for each source:
    textmill split page.txt | textmill export --file-per source -o parts/";

/// Write documents as tables, workbooks, databases, or in the formats of corpus tools
///
/// One row per document: id, source, title, text, then every field of its record. A table without texts keeps its own
/// columns. In CSV and TSV, cells that a spreadsheet would run as formulas get an apostrophe in front, in a pipe as well;
/// their number is reported, and textmill removes the apostrophe when it reads them. docs/formats.md explains each format.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExportArgs {
    /// Write one file for each value of this column
    ///
    /// Into the folder that --output names. The values name the files. Files that exist stay, unless --force is given.
    #[arg(long, value_name = "COLUMN", requires = "output", help_heading = "Export")]
    file_per: Option<String>,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Runs the verb.
pub(crate) fn run(args: &ExportArgs, session: &Session) -> Result<ExitCode, Failure> {
    let plan = args.plan()?;
    let corpus = args.input.open(&args.output, session, |reading| reading.texts = Texts::Optional)?;
    if args.output.dry_run {
        let empty = corpus.without_documents(&session.job())?;
        return dry_run::tell(&plan, &[&corpus], session, |output| args.export(&empty, session, output));
    }
    match &plan.content {
        Content::Documents(format, _) => document_output::write(*format, &plan.place, &corpus, session)?,
        Content::Matrix(path, tables) => document_output::write_matrix(path, tables.existing, &plan, &corpus, session)?,
        _ => output::write(&plan, session, |output| args.export(&corpus, session, output))?,
    }
    Ok(ExitCode::Done)
}

impl ExportArgs {
    /// What a run would write.
    pub(crate) fn plan(&self) -> Result<OutputPlan, Failure> {
        let content = if self.file_per.is_some() { Requested::Tables("--file-per") } else { Requested::Table };
        let plan = self.output.plan(Request { verb: "export", content, purpose: Purpose::Spreadsheet })?;
        match (&plan.content, &self.file_per) {
            (Content::Documents(_, format), Some(_)) => Err(messages::no_rows("--file-per", format).into()),
            (Content::Matrix(..), Some(_)) => Err(messages::no_rows("--file-per", "matrix").into()),
            _ => Ok(plan),
        }
    }

    fn export(&self, corpus: &Corpus, session: &Session, output: &mut dyn Output) -> Result<(), Error> {
        // The tables of all values have the same columns, so one is enough to list them.
        let per_value = self.file_per.clone().filter(|_| !self.output.list_columns && !self.output.dry_run);
        let options = Options { tables: per_value.map_or(Tables::One, Tables::PerValueOf) };
        export::export(corpus, &options, &session.job(), output)
    }
}
