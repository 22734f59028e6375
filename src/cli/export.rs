//! `textmill export`: any input as tables, books, or documents in the formats of other trades.

use clap::Args;
use textmill::export::{self, Options, Tables};
use textmill::input::Texts;
use textmill::table::Output;

use super::arguments::{InputArgs, OutputArgs, OutputFormat};
use super::document_output::{self, DocumentOutput};
use super::dry_run::{self, Plan};
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;
use super::stemmed::Stemmed;

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
    let opened = args.input.open(&args.output, session, |reading| reading.texts = Texts::Optional)?;
    if let Some(documents) = DocumentOutput::chosen(&args.output) {
        if args.file_per.is_some() {
            return Err(messages::no_rows("--file-per", documents.name()).into());
        }
        if args.output.dry_run {
            let plan = Plan::File(documents.name());
            return dry_run::tell(plan, &args.output, &[&opened.corpus], &opened.inputs, &[], session);
        }
        document_output::write(documents, &args.output, &opened, session)?;
        return Ok(ExitCode::Done);
    }
    let files = if args.file_per.is_some() { Files::Folder("--file-per") } else { Files::AsNamed };
    if args.output.dry_run {
        return dry_run::tell(Plan::Tables(files), &args.output, &[&opened.corpus], &opened.inputs, &[], session);
    }
    output::write(&args.output, files, Purpose::Spreadsheet, &opened.inputs, session, |output| {
        let job = session.job();
        let mut stemmed;
        let output: &mut dyn Output = if args.is_file_per_text() {
            stemmed = Stemmed::new(output);
            &mut stemmed
        } else {
            output
        };
        export::export(&opened.corpus, &args.options(), &job, output)
    })?;
    Ok(ExitCode::Done)
}

impl ExportArgs {
    /// Whether each document becomes a file of its own that holds its text.
    fn is_file_per_text(&self) -> bool {
        self.file_per.is_none() && self.output.format == Some(OutputFormat::Text) && self.output.names_folder()
    }

    fn options(&self) -> Options {
        // The tables of all values have the same columns, so one is enough to list them.
        let per_text = || self.is_file_per_text().then(|| "id".to_owned());
        let per_value = self.file_per.clone().or_else(per_text).filter(|_| !self.output.list_columns);
        Options { tables: per_value.map_or(Tables::One, Tables::PerValueOf) }
    }
}
