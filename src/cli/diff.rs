//! `textmill diff`: what changed between two documents or two corpora.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use textmill::diff::{
    self, Comparison, Completeness, CorporaOptions, DEFAULT_CONTEXT_LINES, Deadline, Emphasis, Granularity, Names,
    Options, Pairs, compare_lines, compare_words, paint_unified, write_unified,
};
use textmill::document::Document;
use textmill::input::{Corpus, InputOptions, Texts};

use super::arguments::{OutputArgs, OutputFormat, ReadingArgs};
use super::diff_corpora::{self, CorporaArgs, View};
use super::exit::ExitCode;
use super::identity::Inputs;
use super::marked_text::write_marked;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose, RowOutput};
use super::session::Session;

const STDIN: &str = "-";

const EXAMPLES: &str = "\
Examples:
  A unified diff, words marked at a terminal:
    textmill diff draft.txt final.txt
  Words only, so that re-wrapped paragraphs are the same:
    textmill diff draft.txt final.txt --words
  One row per document: same, changed, moved, renamed, added and so on:
    textmill diff crawl-1/ crawl-2/ -o changes.csv
  Which fields of records changed, paired by two of them:
    textmill diff old.csv new.csv --key date,city --per field
  The words that tell two versions of a corpus apart:
    textmill diff 2023/ 2024/ --per keyword
  All measures of both:
    textmill diff 2023/ 2024/ --per corpus";

/// Compare two documents, or two corpora document by document
///
/// Two documents are shown as a unified diff that patch applies (-f unified asks for it whatever the name of the output
/// is); with -f csv and the like as one row per changed line.
/// Corpora are paired by id: files by their path below the folder, records by their id or --key; documents without a
/// partner then by content, so that moved and renamed ones are found. The exit code is 0 if nothing differs, 1 if
/// something does, 2 if something failed.
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
    /// Write rows of this kind
    #[arg(long, value_name = "UNIT", value_enum, help_heading = "Diff")]
    per: Option<Per>,
    /// Show N unchanged lines around changes
    #[arg(short = 'U', long, value_name = "N", default_value_t = DEFAULT_CONTEXT_LINES, help_heading = "Diff")]
    context: usize,
    /// Stop looking for a smaller difference of two documents after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, help_heading = "Diff")]
    timeout: u64,
    #[command(flatten)]
    corpora: CorporaArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Each document of either side
    Document,
    /// Each title, text and field that differs, with both values
    Field,
    /// Each kind of change, with how many documents had it
    Change,
    /// Each word of either side, with its keyness: how surely the new side has more or less of it
    Keyword,
    /// Each measure of stats, for the old corpus and the new one, with the difference
    Corpus,
    /// Each line that was removed or added, of two documents
    Line,
    /// Each word that was removed or added, of two documents
    Word,
}

impl Per {
    /// What rows about corpora are about; none if rows are about two documents.
    fn view(self) -> Option<View> {
        match self {
            Self::Document => Some(View::Documents),
            Self::Field => Some(View::Fields),
            Self::Change => Some(View::Changes),
            Self::Keyword => Some(View::Keywords),
            Self::Corpus => Some(View::Measures),
            Self::Line | Self::Word => None,
        }
    }
}

/// Runs the verb.
pub(crate) fn run(args: &DiffArgs, session: &Session) -> Result<ExitCode, Failure> {
    if args.old == Path::new(STDIN) && args.new == Path::new(STDIN) {
        return Err(messages::standard_input_twice().into());
    }
    // A table without texts is compared by its other fields.
    let reading = InputOptions { texts: Texts::Optional, ..args.reading.options()? };
    let [old, new] = diff_corpora::open([&args.old, &args.new], &reading, session)?;
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
    let output = output::open(&tables, Files::AsNamed, Purpose::Data, &inputs, session)?;
    let (job, options) = (session.job(), args.corpora.options(args.options()));
    let view = args.per.map_or(Some(View::Documents), Per::view);
    let differs = match view {
        Some(view) if view.is_of_wholes() => {
            write_wholes(view, [&old, &new], output, session)?;
            false
        }
        Some(view) if args.pairs_by_id() => {
            let pairs = diff::diff_corpora(&old, &new, &options, &job)?;
            corpora(view, &pairs, &options, output, session)?
        }
        view => match diff::compare_corpora(&old, &new, &options, &job)? {
            Comparison::Documents { old, new } => match view.filter(|_| args.per.is_some()) {
                Some(view) => {
                    let pairs = Pairs::of_documents(&old, &new, &options.documents)?;
                    write_pairs(view, &pairs, &options, output, session)?
                }
                None => documents(args, &old, &new, output, session)?,
            },
            Comparison::Corpora(pairs) => {
                args.refuse_document_views()?;
                corpora(view.unwrap_or(View::Documents), &pairs, &options, output, session)?
            }
        },
    };
    Ok(if differs { ExitCode::Yes } else { ExitCode::Done })
}

/// Writes rows about two corpora and tells what they come to; whether they differ.
fn corpora(
    view: View,
    pairs: &Pairs,
    options: &CorporaOptions,
    output: RowOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let differs = write_pairs(view, pairs, options, output, session)?;
    session.console().tell(&messages::compared(&diff_corpora::summary(pairs)));
    Ok(differs)
}

fn write_pairs(
    view: View,
    pairs: &Pairs,
    options: &CorporaOptions,
    mut output: RowOutput,
    session: &Session,
) -> Result<bool, Failure> {
    view.write_pairs(pairs, options, &session.job(), output.rows())?;
    output.finish(session)?;
    Ok(pairs.summary().differs())
}

fn write_wholes(view: View, sides: [&Corpus; 2], mut output: RowOutput, session: &Session) -> Result<(), Failure> {
    view.write_wholes(sides, &session.job(), output.rows())?;
    Ok(output.finish(session)?)
}

/// Lists the columns of the rows that there would be: of lines or words for two files, of documents otherwise.
fn list_columns(args: &DiffArgs, sides: [&Corpus; 2], inputs: &Inputs, session: &Session) -> Result<ExitCode, Failure> {
    let of_lines = if args.words { Per::Word } else { Per::Line };
    let is_two_files = args.old.is_file() && args.new.is_file();
    let deadline = Deadline::after(args.options().timeout);
    output::write(&args.output, Files::AsNamed, Purpose::Data, inputs, session, |output| {
        let per = args.per.unwrap_or(if is_two_files { of_lines } else { Per::Document });
        match per.view() {
            Some(view) => view.write_columns(sides, &args.corpora.options(args.options()), &session.job(), output),
            None if per == Per::Word => compare_words("", "", deadline).write_rows(output),
            None => compare_lines("", "", deadline).write_rows(output),
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
        let wants_documents = self.per.is_none_or(|per| per.view().is_some());
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
