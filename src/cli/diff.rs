//! `textmill diff`: what changed between two documents or two corpora.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use textmill::diff::{
    self, Changes, Comparison, Completeness, DEFAULT_CONTEXT_LINES, Deadline, Emphasis, Granularity, Names, Options,
    Pairs, compare_lines, compare_words, paint_unified, write_unified,
};
use textmill::document::Document;
use textmill::input::Corpus;

use super::arguments::{OutputArgs, OutputFormat, ReadingArgs};
use super::exit::ExitCode;
use super::identity::Inputs;
use super::marked_text::write_marked;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose, RowOutput};
use super::report::{self, DiffReport, Sides};
use super::session::Session;

const STDIN: &str = "-";

const EXAMPLES: &str = "\
Examples:
  A unified diff, words marked at a terminal:
    textmill diff draft.txt final.txt
  Words only, so that re-wrapped paragraphs are the same:
    textmill diff draft.txt final.txt --words
  One row per document: same, changed, added, removed:
    textmill diff crawl-1/ crawl-2/ -o changes.csv
  One page with every document's changes, to look at and to send:
    textmill diff crawl-1/ crawl-2/ -o report.html
  Records paired by one of their fields:
    textmill diff old.jsonl new.jsonl --id-field url";

/// Compare two documents, or two corpora document by document
///
/// Two documents are shown as a unified diff that patch applies (-f unified asks for it whatever the name of the output
/// is); with -f csv and the like as one row per changed line.
/// Corpora are paired by id: files by their path below the folder, records by their id. The exit code is 0 if nothing
/// differs, 1 if something does, 2 if something failed.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DiffArgs {
    /// The file, folder or - (standard input) to compare from
    #[arg(value_name = "OLD", help_heading = "Input")]
    old: PathBuf,
    /// The file, folder or - (standard input) to compare to
    #[arg(value_name = "NEW", help_heading = "Input")]
    new: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Compare words instead of lines, so that line ends do not matter
    #[arg(long, help_heading = "Diff")]
    words: bool,
    /// Write one row per document, or for two documents per changed line or word
    #[arg(long, value_name = "UNIT", value_enum, help_heading = "Diff")]
    per: Option<Per>,
    /// Show N unchanged lines around changes
    #[arg(short = 'U', long, value_name = "N", default_value_t = DEFAULT_CONTEXT_LINES, help_heading = "Diff")]
    context: usize,
    /// Stop looking for a smaller difference of two documents after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, help_heading = "Diff")]
    timeout: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Each document of either side
    Document,
    /// Each line that was removed or added
    Line,
    /// Each word that was removed or added
    Word,
}

/// Runs the verb.
pub(crate) fn run(args: &DiffArgs, session: &Session) -> Result<ExitCode, Failure> {
    if args.old == Path::new(STDIN) && args.new == Path::new(STDIN) {
        return Err(messages::standard_input_twice().into());
    }
    let reading = args.reading.options()?;
    let open = |path: &Path| Corpus::open(&[path.to_owned()], reading.clone(), session.console());
    let (old, new) = (open(&args.old)?, open(&args.new)?);
    if old.is_empty() || new.is_empty() {
        // It has been told why; to call everything removed or added would be wrong.
        return Ok(ExitCode::Failed);
    }
    let both = [&args.old, &args.new].into_iter();
    let inputs = args.reading.files(&old, both).and(&new);
    // What a patch is no table for is a patch here, so the format of tables stays open.
    let tables =
        OutputArgs { format: args.output.format.filter(|f| *f != OutputFormat::Unified), ..args.output.clone() };
    if args.output.list_columns {
        return list_columns(args, [&old, &new], &inputs, session);
    }
    if report::is_asked(&args.output) {
        return write_report(args, [&old, &new], &inputs, session);
    }
    let mut output = output::open(&tables, Files::AsNamed, Purpose::Data, &inputs, session)?;
    let job = session.job();
    let differs = if args.pairs_by_id() {
        let summary = diff::diff_corpora(&old, &new, &args.options(), &job, output.rows())?;
        output.finish(session)?;
        summary.differs()
    } else {
        match diff::compare_corpora(&old, &new, &args.options(), &job)? {
            Comparison::Documents { old, new } if args.per == Some(Per::Document) => {
                let summary = Pairs::of_documents(*old, *new, &args.options()).write_rows(output.rows())?;
                output.finish(session)?;
                summary.differs()
            }
            Comparison::Documents { old, new } => documents(args, &old, &new, output, session)?,
            Comparison::Corpora(pairs) => {
                args.refuse_document_views()?;
                let summary = pairs.write_rows(output.rows())?;
                output.finish(session)?;
                summary.differs()
            }
        }
    };
    Ok(if differs { ExitCode::Yes } else { ExitCode::Done })
}

/// Compares for a report and writes it.
fn write_report(
    args: &DiffArgs,
    [old, new]: [&Corpus; 2],
    inputs: &Inputs,
    session: &Session,
) -> Result<ExitCode, Failure> {
    if matches!(args.per, Some(Per::Line | Per::Word)) {
        return Err(messages::only_for_tables("per").into());
    }
    let destination = report::open(&args.output, inputs, session)?;
    let options = Options { changes: Changes::Shown { n_context: args.context }, ..args.options() };
    let sides = Sides { old: args.old.to_string_lossy().into_owned(), new: args.new.to_string_lossy().into_owned() };
    let (mut rows, job) = (DiffReport::new(sides.clone()), session.job());
    let compared = if args.pairs_by_id() { None } else { Some(diff::compare_corpora(old, new, &options, &job)?) };
    let (page, summary) = match compared {
        Some(Comparison::Documents { old, new }) => report::of_documents(*old, *new, &sides, args.context, &options)?,
        Some(Comparison::Corpora(pairs)) => {
            let summary = pairs.write_rows(&mut rows)?;
            (rows.into_page(&summary, &options), summary)
        }
        None => {
            let summary = diff::diff_corpora(old, new, &options, &job, &mut rows)?;
            (rows.into_page(&summary, &options), summary)
        }
    };
    report::write(page, destination)?;
    Ok(if summary.differs() { ExitCode::Yes } else { ExitCode::Done })
}

/// Lists the columns of the rows that there would be: of lines or words for two files, of documents otherwise.
fn list_columns(args: &DiffArgs, sides: [&Corpus; 2], inputs: &Inputs, session: &Session) -> Result<ExitCode, Failure> {
    let job = session.job();
    let of_lines = if args.words { Per::Word } else { Per::Line };
    let is_two_files = args.old.is_file() && args.new.is_file();
    let deadline = Deadline::after(args.options().timeout);
    output::write(&args.output, Files::AsNamed, Purpose::Data, inputs, session, |output| {
        match args.per.unwrap_or(if is_two_files { of_lines } else { Per::Document }) {
            Per::Line => compare_lines("", "", deadline).write_rows(output),
            Per::Word => compare_words("", "", deadline).write_rows(output),
            Per::Document => {
                let [old, new] = [sides[0].without_documents(&job)?, sides[1].without_documents(&job)?];
                diff::diff_corpora(&old, &new, &args.options(), &job, output).map(|_| ())
            }
        }
    })?;
    Ok(ExitCode::Done)
}

/// Compares two documents; whether they differ.
fn documents(
    args: &DiffArgs,
    old: &Document,
    new: &Document,
    mut output: RowOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let deadline = Deadline::after(args.options().timeout);
    let is_text = args.is_text(&output);
    let (differs, completeness);
    if args.words || args.per == Some(Per::Word) {
        let changes = compare_words(&old.text, &new.text, deadline);
        (differs, completeness) = (changes.differs(), changes.completeness());
        if is_text {
            let plain = |out: &mut dyn Write| if differs { changes.write_inline(out) } else { Ok(()) };
            write_marked(output, session, plain, |paint| if differs { changes.paint(paint) } else { Ok(()) })?;
        } else {
            changes.write_rows(output.rows())?;
            output.finish(session)?;
        }
    } else {
        let changes = compare_lines(&old.text, &new.text, deadline);
        (differs, completeness) = (changes.differs(), changes.completeness());
        if is_text {
            let names = Names { old: &old.source, new: &new.source };
            let plain = |out: &mut dyn Write| write_unified(&changes, names, args.context, out);
            write_marked(output, session, plain, |paint| {
                paint_unified(&changes, names, args.context, Emphasis::Words, paint)
            })?;
        } else {
            changes.write_rows(output.rows())?;
            output.finish(session)?;
        }
    }
    if completeness == Completeness::CutShort {
        session.console().tell(&messages::diff_cut_short(args.timeout));
    }
    Ok(differs)
}

impl DiffArgs {
    fn options(&self) -> Options {
        let granularity = if self.words { Granularity::Words } else { Granularity::Lines };
        Options { granularity, timeout: Duration::from_secs(self.timeout), ..Options::default() }
    }

    /// Whether documents are paired by id even if there is but one on each side: two folders or tables give the same
    /// columns whatever is in them, unless a patch or rows per line or word are asked for.
    fn pairs_by_id(&self) -> bool {
        let wants_documents = matches!(self.per, None | Some(Per::Document));
        let wants_patch = self.output.format == Some(OutputFormat::Unified);
        let has_many = |path: &Path| path.is_dir() || self.reading.is_table(path);
        wants_documents && !wants_patch && has_many(&self.old) && has_many(&self.new)
    }

    /// Whether two documents are shown as a text instead of rows: unless a table was asked for.
    fn is_text(&self, output: &RowOutput) -> bool {
        let asked_for_table = match self.output.format {
            Some(format) => format != OutputFormat::Unified,
            None => output.has_suffix_of_table(),
        };
        self.per.is_none() && !asked_for_table
    }

    /// Refuses what makes sense for two documents only.
    fn refuse_document_views(&self) -> Result<(), Failure> {
        let is_unified = self.output.format == Some(OutputFormat::Unified);
        if is_unified || matches!(self.per, Some(Per::Line | Per::Word)) {
            return Err(messages::only_for_two_documents().into());
        }
        Ok(())
    }
}
