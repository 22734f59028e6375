//! `textmill export`: any input as tables, books, or documents in the formats of other trades.

use clap::Args;
use textmill::export::{self, Options, Tables};
use textmill::input::Texts;

use super::arguments::{InputArgs, OutputArgs};
use super::document_output::{self, DocumentOutput};
use super::dry_run::{self, Plan};
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  One table for a spreadsheet:
    textmill export corpus/ -o corpus.xlsx
  CSV that Excel opens rightly at a double click:
    textmill export corpus/ -o corpus.csv --excel
  A database with full-text search:
    textmill export corpus/ -o corpus.sqlite
  The documents from 2020 on, a thousand of them by chance:
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
/// how many is reported, and textmill takes it off again when it reads them. docs/formats.md explains each format.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Write one file for each value of this column, into the folder named by --output
    ///
    /// The files are named by the values. Files that are there already stay, unless --force is given.
    #[arg(long, value_name = "COLUMN", requires = "output", help_heading = "Export")]
    file_per: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &ExportArgs, session: &Session) -> Result<ExitCode, Failure> {
    let corpus = args.input.open(&args.output, session, |reading| reading.texts = Texts::Optional)?;
    if let Some(documents) = DocumentOutput::chosen(&args.output) {
        if args.file_per.is_some() {
            return Err(messages::no_rows("--file-per", documents.name()).into());
        }
        if args.output.dry_run {
            let plan = Plan::File(documents.name());
            return dry_run::tell(plan, &args.output, &[&corpus], &[], session);
        }
        document_output::write(documents, &args.output, &corpus, session)?;
        return Ok(ExitCode::Done);
    }
    let files = if args.file_per.is_some() { Files::Folder("--file-per") } else { Files::AsNamed };
    if args.output.dry_run {
        return dry_run::tell(Plan::Tables(files), &args.output, &[&corpus], &[], session);
    }
    output::write(&args.output, files, Purpose::Spreadsheet, session, |output| {
        export::export(&corpus, &args.options(), &session.job(), output)
    })?;
    Ok(ExitCode::Done)
}

impl ExportArgs {
    fn options(&self) -> Options {
        // The tables of all values have the same columns, so one is enough to list them.
        let per_value = self.file_per.clone().filter(|_| !self.output.list_columns);
        Options { tables: per_value.map_or(Tables::One, Tables::PerValueOf) }
    }
}
