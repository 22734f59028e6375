//! `textmill export`: any input as tables, books, or documents in the formats of other trades.

use std::io;
use std::path::Path;

use clap::Args;
use textmill::error::Error;
use textmill::export::{self, DocumentFormat, Options, Tables, write_documents, write_term_matrix};
use textmill::input::{Corpus, Texts};
use textmill::table::Output;

use super::arguments::{InputArgs, OutputArgs};
use super::atomic_file::Existing;
use super::destination::Destination;
use super::dry_run;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Place, Request, Requested};
use super::process::ExitCode;
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
        Content::Documents(format, _) => write_whole(*format, &plan.place, &corpus, session)?,
        Content::Matrix(path, tables) => write_matrix(path, tables.existing, &plan, &corpus, session)?,
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

/// Writes the documents to a file or standard output.
///
/// # Errors
///
/// What reading and writing return.
fn write_whole(format: DocumentFormat, place: &Place, corpus: &Corpus, session: &Session) -> Result<(), Failure> {
    let mut destination = Destination::open(place.file(), session)?;
    let mut write = |text: &str| destination.write(|out| out.write_all(text.as_bytes()));
    write_documents(corpus, format, &session.job(), &mut write)?;
    Ok(destination.commit()?)
}

/// Writes the matrix to `path`, and the tables of its rows and columns beside it. It is put in place when its tables are.
///
/// # Errors
///
/// [`Error::Write`] if there is a matrix that must stay, and what reading and writing return.
fn write_matrix(
    path: &Path,
    existing: Existing,
    plan: &OutputPlan,
    corpus: &Corpus,
    session: &Session,
) -> Result<(), Failure> {
    let mut rows = output::open(plan, session)?;
    if path.exists() && existing == Existing::Kept {
        let source = io::ErrorKind::AlreadyExists.into();
        return Err(Error::Write { target: path.to_string_lossy().into_owned(), source }.into());
    }
    let mut matrix = Destination::file(path, session.files())?;
    let scratch = tempfile::tempfile().map_err(|source| Error::Spool { directory: std::env::temp_dir(), source })?;
    let mut write = |bytes: &[u8]| matrix.write(|out| out.write_all(bytes));
    write_term_matrix(corpus, &session.job(), rows.rows(), scratch, &mut write)?;
    rows.finish(session)?;
    Ok(matrix.commit()?)
}
