//! `textmill diff`: what changed between two documents or two corpora.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use textmill::diagnostics::Collected;
use textmill::diff::{
    self, Comparison, CorporaOptions, DEFAULT_CONTEXT_LINES, Deadline, Granularity, Names, Options, Pairs,
    ShownChanges, TextOptions, only_document, only_documents,
};
use textmill::document::Document;
use textmill::error::Error;
use textmill::input::{Corpus, Format, InputOptions, Job, Lengths, Texts, same_bytes};
use textmill::render::OutputFormat;
use textmill::render::report::Page;
use textmill::table::Output;

use super::arguments::{OutputArgs, ReadingArgs};
use super::destination::Destination;
use super::diff_corpora::{self, CorporaArgs, CorporaView};
use super::diff_view::{DiffOutput, DiffViewArgs, Pair, View};
use super::dry_run;
use super::git_call::{GitCall, NOTHING, is_git_calling, is_nothing};
use super::inputs::require_openable;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Request, Requested};
use super::process::ExitCode;
use super::report::{self, DiffReport, Sides};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;
use super::values::{ANY, seconds, whole};

const STDIN: &str = "-";

const EXAMPLES: &str = "\
Examples:
  Unified diff, with the changed words marked at a terminal:
    textmill diff draft.txt final.txt
  Side by side, whatever the case and the quotation marks:
    textmill diff draft.txt final.txt -f side-by-side --ignore case,quotes
  Words only, so that re-wrapped paragraphs are the same:
    textmill diff draft.txt final.txt --words
  Sentences that changed, moved, were merged or split:
    textmill diff draft.txt final.txt --per sentence
  Corpora, one row per document: same, changed, moved, renamed, added:
    textmill diff crawl-1/ crawl-2/ -o changes.csv
  Fields of records that changed, paired by two of them:
    textmill diff old.csv new.csv --key date,city --per field
  Keyness, the words that tell two versions of a corpus apart:
    textmill diff 2023/ 2024/ --per keyword
  Report with the changes of every document:
    textmill diff crawl-1/ crawl-2/ -o report.html

  All measures of both corpora:
    textmill diff 2023/ 2024/ --per corpus
  For the differences that git shows:
    git config diff.external 'textmill diff --color always'";

/// Compare two documents, or two corpora document by document
///
/// Two documents are shown as a unified diff that patch applies (-f unified asks for it whatever the name of the output
/// is), with -f side-by-side in two columns, with -f csv and the like as one row per changed line.
/// Corpora are paired by id: files by their path below the folder, records by their id or --key; documents without a
/// partner then by content, so that moved and renamed ones are found. The exit code is 0 if nothing differs, 1 if
/// something does, 2 if something failed.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, override_usage = "textmill diff [OPTIONS] <OLD> <NEW>")]
pub(crate) struct DiffArgs {
    /// The file, folder or - (standard input) to compare from
    // A list of columns needs no documents.
    #[arg(
        value_name = "OLD",
        display_order = 0,
        help_heading = "Documents",
        required = false,
        required_unless_present = "list_columns",
        default_value_if("list_columns", "true", NOTHING)
    )]
    old: PathBuf,
    /// The file, folder or - (standard input) to compare to
    #[arg(value_name = "NEW", display_order = 1, help_heading = "Documents", required_unless_present_any = instead_of_new(),
          default_value_if("list_columns", "true", NOTHING))]
    new: Option<PathBuf>,
    /// What git adds when it calls the program for its own differences
    #[arg(value_name = "GIT", hide = true)]
    git: Vec<PathBuf>,
    /// Compare words instead of lines
    ///
    /// Line ends do not matter then.
    #[arg(long, help_heading = "Comparison")]
    words: bool,
    #[command(flatten)]
    view: DiffViewArgs,
    /// Unit of the rows: document, word, keyword ...
    #[arg(long, value_name = "UNIT", value_enum, help_heading = "Comparison")]
    per: Option<Per>,
    /// Unchanged lines around changes
    #[arg(short = 'U', long, value_name = "N", value_parser = whole::<0, ANY>, default_value_t = DEFAULT_CONTEXT_LINES, help_heading = "Comparison")]
    unified: usize,
    /// Time for the smallest difference
    ///
    /// Stop looking for a smaller difference of two documents after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value_t = 10, help_heading = "Comparison")]
    timeout: u64,
    #[command(flatten)]
    corpora: CorporaArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Each document of either side
    Document,
    /// Each title, text and field that differs, with both values
    Field,
    /// Each kind of change, with how many documents had it
    Change,
    /// Each word of either side, with its keyness
    ///
    /// Words are counted as `stats --per word` counts them by default. `stats NEW --per word --against OLD` gives the same rows
    /// and takes all flags of counting.
    Keyword,
    /// Each measure of stats, for the old corpus and the new one, with the difference
    Corpus,
    /// Each line that was removed or added, of two documents
    Line,
    /// Each word that was removed or added, of two documents
    Word,
    /// Each sentence of either document, paired if it changed, moved, was merged or split
    Sentence,
}

impl Per {
    /// What rows about corpora are about; none if rows are about two documents.
    fn corpora_view(self) -> Option<CorporaView> {
        match self {
            Self::Document => Some(CorporaView::Documents),
            Self::Field => Some(CorporaView::Fields),
            Self::Change => Some(CorporaView::Changes),
            Self::Keyword => Some(CorporaView::Keywords),
            Self::Corpus => Some(CorporaView::Measures),
            Self::Line | Self::Word | Self::Sentence => None,
        }
    }
}

/// What makes a second side needless: for a file with conflicts git gives nothing but its path.
fn instead_of_new() -> Vec<&'static str> {
    if is_git_calling() { vec!["list_columns", "old"] } else { vec!["list_columns"] }
}

/// Runs the verb.
pub(crate) fn run(args: &DiffArgs, session: &Session) -> Result<ExitCode, Failure> {
    let Some(new) = &args.new else {
        // git shows both sides of the conflict by itself.
        return Ok(ExitCode::Done);
    };
    let paths: Vec<&Path> = [&args.old, new].into_iter().chain(&args.git).map(PathBuf::as_path).collect();
    if let Some(call) = GitCall::of(&paths) {
        return answer_git(args, &call, session);
    }
    if let Some(third) = args.git.first() {
        return Err(messages::two_inputs_only(third).into());
    }
    if args.old == Path::new(STDIN) && new == Path::new(STDIN) {
        return Err(messages::standard_input_twice().into());
    }
    let plan = args.plan(new)?;
    let [old_corpus, new_corpus] = args.open(new, session)?;
    for (corpus, path) in [(&old_corpus, &args.old), (&new_corpus, new)] {
        if corpus.is_empty() && !is_nothing(path) {
            // To call everything removed or added would be wrong.
            return Err(args.output.left(format!("no documents were read from {}", path.display())).into());
        }
    }
    if plan.content.is_difference() || matches!(args.per, Some(Per::Line | Per::Word | Per::Sentence)) {
        let has_many = |corpus: &Corpus| corpus.file_paths().nth(1).is_some();
        if has_many(&old_corpus) || has_many(&new_corpus) {
            return Err(messages::only_for_two_documents().into());
        }
    }
    if args.output.dry_run {
        let sides = [&old_corpus, &new_corpus];
        return dry_run::tell(&plan, &sides, session, |output| args.begin(new, sides, session, output));
    }
    if args.output.list_columns {
        output::write(&plan, session, |output| args.begin(new, [&old_corpus, &new_corpus], session, output))?;
        return Ok(ExitCode::Done);
    }
    old_corpus.share_words(&new_corpus, &session.job())?;
    if matches!(plan.content, Content::Page) {
        return write_report(args, new, [&old_corpus, &new_corpus], &plan, session);
    }
    let output = DiffOutput::open(&plan, session)?;
    let differs = if args.are_two_files(new) && args.per.is_none_or(|per| per.corpora_view().is_none()) {
        match two_files(args, new, [&old_corpus, &new_corpus], session)? {
            Some([old, new]) => documents(args, &old, &new, output, session)?,
            None => return Ok(ExitCode::Failed),
        }
    } else {
        corpora(args, new, [&old_corpus, &new_corpus], output, session)?
    };
    Ok(if differs { ExitCode::Yes } else { ExitCode::Done })
}

/// The documents of two files that hold one each; nothing if one of them does not.
fn two_files(
    args: &DiffArgs,
    new: &Path,
    sides: [&Corpus; 2],
    session: &Session,
) -> Result<Option<[Document; 2]>, Failure> {
    // Files that are the same need not even be texts, but sentences are rows also if they are the same.
    if args.per != Some(Per::Sentence) && same_bytes(&args.old, new) {
        sides.iter().for_each(|side| side.leave_unread());
        return Ok(Some(Default::default()));
    }
    let job = session.job();
    let [old, new] = if is_nothing(&args.old) || is_nothing(new) {
        [read(&args.old, sides[0], &job)?, read(new, sides[1], &job)?]
    } else {
        only_documents(sides, &job)?
    };
    Ok(old.zip(new).map(<[Document; 2]>::from))
}

/// Compares two corpora, or two documents that come from somewhere else than a file; whether they differ.
fn corpora(
    args: &DiffArgs,
    new: &Path,
    sides: [&Corpus; 2],
    output: DiffOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let (job, options) = (session.job(), args.corpora_options());
    let asked = args.per.and_then(Per::corpora_view);
    let view = asked.unwrap_or(CorporaView::Documents);
    if view.is_of_wholes() {
        return write_wholes(view, sides, output, session);
    }
    if args.pairs_by_id(new) {
        let pairs = diff::diff_corpora(sides[0], sides[1], &options, &job)?;
        return write_and_tell(view, &pairs, &options, output, session);
    }
    match diff::compare_corpora(sides[0], sides[1], &options, &job)? {
        Comparison::Documents { old, new } if asked.is_some() => {
            let pairs = Pairs::of_documents(&old, &new, &options.documents)?;
            write_pairs(view, &pairs, &options, output, session)
        }
        Comparison::Documents { old, new } => documents(args, &old, &new, output, session),
        Comparison::Corpora(pairs) => {
            if output.is_text() || matches!(args.per, Some(Per::Line | Per::Word | Per::Sentence)) {
                return Err(messages::only_for_two_documents().into());
            }
            write_and_tell(view, &pairs, &options, output, session)
        }
    }
}

/// Writes rows about two corpora and tells what they come to; whether they differ.
fn write_and_tell(
    view: CorporaView,
    pairs: &Pairs,
    options: &CorporaOptions,
    output: DiffOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let differs = write_pairs(view, pairs, options, output, session)?;
    session.console().tell(&messages::compared(&diff_corpora::summary(pairs)));
    Ok(differs)
}

fn write_pairs(
    view: CorporaView,
    pairs: &Pairs,
    options: &CorporaOptions,
    output: DiffOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let mut output = output.into_rows()?;
    view.write_pairs(pairs, options, &session.job(), output.rows())?;
    output.finish(session)?;
    Ok(pairs.summary().differs())
}

/// Writes rows about both corpora as wholes, which answer no question with yes.
fn write_wholes(
    view: CorporaView,
    sides: [&Corpus; 2],
    output: DiffOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let mut output = output.into_rows()?;
    view.write_wholes(sides, &session.job(), output.rows())?;
    output.finish(session)?;
    Ok(false)
}

/// Compares for a report and writes it.
fn write_report(
    args: &DiffArgs,
    new: &Path,
    sides: [&Corpus; 2],
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let destination = Destination::open(plan.place.file(), session)?;
    let named = Sides { old: args.old.to_string_lossy().into_owned(), new: new.to_string_lossy().into_owned() };
    let (page, differs) = if args.are_two_files(new) {
        match two_files(args, new, sides, session)? {
            Some([old, new]) => report_of_documents(args, &old, &new, &named, session)?,
            None => return Ok(ExitCode::Failed),
        }
    } else {
        report_of_corpora(args, new, sides, named, session)?
    };
    report::write(page, destination)?;
    Ok(if differs { ExitCode::Yes } else { ExitCode::Done })
}

/// The page of two corpora, or of two documents that come from somewhere else than a file, and whether they differ.
fn report_of_corpora(
    args: &DiffArgs,
    new: &Path,
    sides: [&Corpus; 2],
    named: Sides,
    session: &Session,
) -> Result<(Page, bool), Failure> {
    let (job, options) = (session.job(), args.corpora_options());
    let pairs = if args.pairs_by_id(new) {
        diff::diff_corpora(sides[0], sides[1], &options, &job)?
    } else {
        match diff::compare_corpora(sides[0], sides[1], &options, &job)? {
            Comparison::Documents { old, new } => return report_of_documents(args, &old, &new, &named, session),
            Comparison::Corpora(pairs) => pairs,
        }
    };
    let mut rows = DiffReport::new(named);
    let shown = ShownChanges { n_context: args.unified, n_least_moved: args.text_options().n_least_moved };
    pairs.write_rows_with_changes(shown, &options.documents, &job, &mut rows)?;
    session.console().tell(&messages::compared(&diff_corpora::summary(&pairs)));
    let summary = pairs.summary();
    Ok((rows.into_page(&summary, &options), summary.differs()))
}

fn report_of_documents(
    args: &DiffArgs,
    old: &Document,
    new: &Document,
    named: &Sides,
    session: &Session,
) -> Result<(Page, bool), Failure> {
    let names = Names::new(&old.source, &new.source);
    let pair = args.pair(old, new, names);
    Ok(report::of_documents(pair, named, &args.options(), &args.text_options(), session)?)
}

/// Shows two documents; whether they differ.
fn documents(
    args: &DiffArgs,
    old: &Document,
    new: &Document,
    output: DiffOutput,
    session: &Session,
) -> Result<bool, Failure> {
    let names = Names::new(&old.source, &new.source);
    let output = output.of_two_documents()?;
    if output.is_text() && args.output.provenance {
        return Err(messages::no_provenance("a difference as text").into());
    }
    args.view.show(args.pair(old, new, names), args.view_of(&output), output, session)
}

/// Shows a difference to git. Files are texts whatever their names say, unless the user says otherwise.
fn answer_git(args: &DiffArgs, call: &GitCall, session: &Session) -> Result<ExitCode, Failure> {
    let reading = ReadingArgs { from: args.reading.from.or(Some(Format::TEXT)), ..args.reading.clone() };
    let reading = reading.options()?;
    session.files().read([&*call.old, &*call.new], FileRole::Input);
    let content = if args.per.is_some() { Requested::Table } else { Requested::Difference };
    let output = DiffOutput::open(&args.plan_of(content)?, session)?;
    // Of a file that was only renamed there is something to say all the same.
    if call.about.is_empty() && same_bytes(&call.old, &call.new) {
        return Ok(ExitCode::Done);
    }
    let mut documents = Vec::new();
    for (path, name) in [(&call.old, &call.old_name), (&call.new, &call.new_name)] {
        let findings = Collected::default();
        let job = Job { diagnostics: &findings, ..session.job() };
        let corpus = if is_nothing(path) {
            Corpus::from_documents(Vec::new())
        } else {
            Corpus::open(std::slice::from_ref(path), reading.clone(), &findings)?
        };
        match read(path, &corpus, &job)? {
            Some(document) => documents.push(document),
            None => {
                let why = findings.lines().join("; ");
                session.console().tell(&messages::not_compared(name, &why));
                return Ok(ExitCode::Done);
            }
        }
    }
    let names = Names { about: &call.about, ..Names::new(&call.old_name, &call.new_name) };
    args.view.show(args.pair(&documents[0], &documents[1], names), args.view_of(&output), output, session)?;
    Ok(ExitCode::Done)
}

/// The document of a file; an empty one for a file that is not there.
fn read(path: &Path, corpus: &Corpus, job: &Job<'_>) -> Result<Option<Document>, Failure> {
    if is_nothing(path) {
        return Ok(Some(Document { source: path.display().to_string(), ..Document::default() }));
    }
    Ok(only_document(corpus, job)?)
}

impl DiffArgs {
    /// Opens both sides; one that stands for a file that is not there is an empty corpus.
    fn open(&self, new: &Path, session: &Session) -> Result<[Corpus; 2], Failure> {
        let are_two_files = self.are_two_files(new);
        let reading = if are_two_files { self.reading_as_text(&[&self.old, new]) } else { self.reading.clone() };
        // A table without texts is compared by its other fields.
        let texts = if are_two_files { Texts::Required } else { Texts::Optional };
        // Files that are compared side by side are all opened, and tell their lengths then.
        let are_beside = self.pairs_by_id(new) && !self.corpora.has_key() && self.reading.meta.is_none();
        let lengths = if are_beside && !self.is_of_wholes() { Lengths::Unasked } else { Lengths::Asked };
        let reading = InputOptions { texts, lengths, ..reading.options()? };
        let paths = [self.old.as_path(), new];
        require_openable(paths.iter().filter(|path| !is_nothing(path)), session)?;
        session.files().read(paths, FileRole::Input);
        self.reading.register(session);
        let open = |path: &Path| match is_nothing(path) {
            true => Ok(Corpus::from_documents(Vec::new())),
            false => Corpus::open(&[path.to_owned()], reading.clone(), session.console()),
        };
        let corpora = if paths.iter().any(|path| is_nothing(path)) {
            [open(&self.old)?, open(new)?]
        } else {
            diff_corpora::open(paths, &reading, session)?
        };
        for (corpus, path) in corpora.iter().zip(paths) {
            let role = CorpusRole::Side(path.to_string_lossy().into_owned());
            session.files().read_corpus(corpus, role);
        }
        Ok(corpora)
    }

    fn corpora_options(&self) -> CorporaOptions {
        self.corpora.options(self.options())
    }

    fn options(&self) -> Options {
        let granularity = if self.words { Granularity::Words } else { Granularity::Lines };
        let timeout = Duration::from_secs(self.timeout);
        Options { granularity, ignore: self.view.ignore(), timeout, ..Options::default() }
    }

    /// How two texts are compared that are shown as a text.
    fn text_options(&self) -> TextOptions {
        self.view.text_options(self.text_view(), Deadline::after(Duration::from_secs(self.timeout)))
    }

    /// What the two sides make, unless flags of the output say otherwise.
    fn requested(&self, new: &Path) -> Requested {
        match self.per {
            Some(_) => Requested::Table,
            None if self.are_two_files(new) => Requested::Difference,
            None if self.pairs_by_id(new) => Requested::Table,
            None => Requested::TableOrDifference,
        }
    }

    /// Begins the table that there would be: of lines or words for two files, of documents otherwise.
    fn begin(&self, new: &Path, sides: [&Corpus; 2], session: &Session, output: &mut dyn Output) -> Result<(), Error> {
        let view = match self.per {
            Some(per) => per.corpora_view(),
            None => (!self.are_two_files(new)).then_some(CorporaView::Documents),
        };
        match view {
            Some(view) => view.write_columns(sides, &self.corpora_options(), &session.job(), output),
            None => self.view.write_no_rows(self.row_view(), output),
        }
    }

    #[cfg(test)]
    pub(crate) fn new_side(&self) -> Option<&Path> {
        self.new.as_deref()
    }

    /// What a run would write.
    pub(crate) fn plan(&self, new: &Path) -> Result<OutputPlan, Failure> {
        self.plan_of(self.requested(new))
    }

    fn plan_of(&self, content: Requested) -> Result<OutputPlan, Failure> {
        let plan = self.output.plan(Request { verb: "diff", content, purpose: Purpose::Data })?;
        self.refuse_unused(content, &plan)?;
        match (&plan.content, self.per) {
            (Content::Page, Some(per)) if per != Per::Document => Err(messages::only_for_tables("--per").into()),
            _ => Ok(plan),
        }
    }

    /// Refuses flags that make no difference to what is written.
    fn refuse_unused(&self, content: Requested, plan: &OutputPlan) -> Result<(), Failure> {
        let view = self.per.and_then(Per::corpora_view);
        let is_of_texts = self.per.is_some() && view.is_none() || content == Requested::Difference;
        let is_of_corpora = content == Requested::Table && (view.is_some() || self.per.is_none());
        let is_page = matches!(plan.content, Content::Page);
        let pairs = !self.is_of_wholes();
        self.output.refuse_unused(&[
            ("key", pairs && !is_of_texts, "two corpora whose documents are compared"),
            ("min_jaccard", pairs && !is_of_texts, "two corpora whose documents are compared"),
            ("no_renames", pairs && !is_of_texts, "two corpora whose documents are compared"),
            (
                "unified",
                is_page || !is_of_corpora && self.per.is_none() && plan.tables().is_none(),
                "a difference as text",
            ),
            ("min_moved", is_page || !is_of_corpora, "two documents"),
            ("ignore", pairs, "documents that are compared"),
            ("timeout", pairs, "documents that are compared"),
        ])
    }

    /// How two files are read: Markdown as the text that it is, front matter included, since a patch must apply to it.
    fn reading_as_text(&self, paths: &[&Path]) -> ReadingArgs {
        let is_plain =
            |path: &Path| Format::of_path(path).is_none_or(|format| [Format::TEXT, Format::MARKDOWN].contains(&format));
        let usual = paths.iter().all(|path| is_plain(path)).then_some(Format::TEXT);
        ReadingArgs { from: self.reading.from.or(usual), ..self.reading.clone() }
    }

    fn pair<'d>(&self, old: &'d Document, new: &'d Document, names: Names<'d>) -> Pair<'d> {
        Pair { old, new, names, n_context: self.unified, timeout_seconds: self.timeout }
    }

    /// Whether either side is a file with one document in it, as far as its name tells, or stands for one that is not there.
    fn are_two_files(&self, new: &Path) -> bool {
        let is_document = |path: &Path| is_nothing(path) || path.is_file() && !self.reading.is_table(path);
        is_document(&self.old) && is_document(new)
    }

    /// Whether documents are paired by id even if there is but one on each side: two folders or tables give the same
    /// columns whatever is in them, unless a patch or rows per line or word are asked for.
    fn pairs_by_id(&self, new: &Path) -> bool {
        let wants_documents = self.per.is_none_or(|per| per.corpora_view().is_some());
        let wants_text = self.output.format.is_some_and(OutputFormat::is_difference);
        let has_many = |path: &Path| path.is_dir() || self.reading.is_table(path);
        wants_documents && !wants_text && has_many(&self.old) && has_many(new)
    }

    /// Whether the rows are counted from both corpora as wholes.
    fn is_of_wholes(&self) -> bool {
        self.per.and_then(Per::corpora_view).is_some_and(CorporaView::is_of_wholes)
    }

    /// How two documents are shown in an output.
    fn view_of(&self, output: &DiffOutput) -> View {
        match output {
            DiffOutput::Rows(..) => self.row_view(),
            DiffOutput::Text(_, format) if *format == OutputFormat::SIDE_BY_SIDE => View::SideBySide,
            DiffOutput::Text(..) => self.text_view(),
        }
    }

    fn text_view(&self) -> View {
        if self.words { View::Inline } else { View::Unified }
    }

    fn row_view(&self) -> View {
        match self.per {
            Some(Per::Sentence) => View::Sentences,
            Some(Per::Word) => View::Words,
            Some(Per::Line) => View::Lines,
            _ if self.words => View::Words,
            _ => View::Lines,
        }
    }
}
