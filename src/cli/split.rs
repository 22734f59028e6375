//! `textmill split`: documents to segments, or to parts.

use std::path::PathBuf;

use clap::Args;
use textmill::error::Error;
use textmill::input::{Composites, Corpus};
use textmill::split::{self, By, MANIFEST_UNIT, Options, Size, Tables};
use textmill::table::Output;

use super::arguments::{InputArgs, OutputArgs};
use super::choice::choice;
use super::dry_run;
use super::exit::ExitCode;
use super::manifest_file::{self, BesideRows};
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Place, Request, Requested};
use super::segment_files::{self, SegmentPlace};
use super::session::Session;
use super::split_parts::{self, PartArgs};
use super::split_rebuild;
use super::split_rule::RuleArgs;
use super::split_size::Amount;
use super::split_verify;

const EXAMPLES: &str = "\
Examples:
  Entries of a digest page:
    textmill split page.txt
  Chapters by their headings:
    textmill split book.md --by heading -o chapters.csv
  Letters by how they begin, counted one by one:
    textmill split letters/ --at '^Dear ' | textmill stats --per document
  Chunks of at most 2,000 characters that overlap by 200:
    textmill split corpus/ --size 2000characters --overlap 200 -f jsonl
  Messages of a mailbox as files, with a manifest:
    textmill split archive.mbox --by mail -o mails/
  Training and test sets, duplicates on one side:
    textmill split marked.csv --parts train=80,test=20 --together cluster

  Rule learned from one page:
    textmill split --learn pages/1.html -o rule.toml
  Pages like that one, cut by the rule:
    textmill split pages/ --rule rule.toml
  Check that files and mailbox are still what the manifest says:
    textmill split --verify mails/manifest.csv
  The mailbox again, from the files:
    textmill split --rebuild mails/manifest.csv -o again/";

/// Split documents into segments: the entries of a page, paragraphs, sentences
///
/// Without a flag textmill finds the boundary that a page repeats: a line like "Read more", a separator, a heading, a
/// number, a date, an item of a list, an element of a web page, or headlines and texts in turn. One row per segment: id,
/// source, title, text, marker (what ended it), page_title (the page's own heading), start and end (bytes in the source,
/// without gaps), for entries date and link, then the document's fields.
/// A document in which nothing repeats is named, and the exit code is 2. With -o DIR/ every segment becomes a file, and
/// manifest.csv says where each came from. --parts and --into assign whole documents to parts.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SplitArgs {
    #[command(flatten)]
    cut: CutArgs,
    /// Repeat up to M units of the segment before
    ///
    /// From the beginning of a paragraph, sentence or word.
    #[arg(long, value_name = "M", requires = "size", help_heading = "Segments")]
    overlap: Option<Amount>,
    #[command(flatten)]
    rule: RuleArgs,
    #[command(flatten)]
    parts: PartArgs,
    /// Write where each segment came from to FILE
    ///
    /// Bytes, lines and a hash. With -o DIR/ the file is always manifest.csv.
    #[arg(long, value_name = "FILE", help_heading = "Manifest", conflicts_with_all = ["parts", "into", "verify"])]
    manifest: Option<PathBuf>,
    /// Compare sources and files with a manifest
    ///
    /// One row for each segment that is missing, changed or moved, and for bytes in no segment. The exit code is 1 if
    /// something differs. Without INPUT the sources are those that the manifest names.
    #[arg(long, value_name = "MANIFEST", help_heading = "Manifest", conflicts_with_all = ["CutArgs", "PartArgs"])]
    verify: Option<PathBuf>,
    /// Rebuild the sources from a manifest into -o DIR/
    ///
    /// Byte for byte, from the files beside the manifest. A source that cannot be rebuilt is named with the reason: a file
    /// of its segments is missing or has changed, or the files hold the text of the source and not its bytes.
    #[arg(
        long,
        value_name = "MANIFEST",
        help_heading = "Manifest",
        conflicts_with_all = ["CutArgs", "RuleArgs", "PartArgs", "manifest", "verify", "inputs"]
    )]
    rebuild: Option<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Where to cut; at most one of these.
#[derive(Args, Debug)]
#[group(multiple = false, conflicts_with = "PartArgs")]
#[command(next_help_heading = "Segments")]
struct CutArgs {
    /// Cut at headings, mails ...
    #[arg(long, value_name = "SEGMENT", value_parser = choice::<By>(), default_value = "entry")]
    by: By,
    /// Begin a segment at each match of REGEX
    ///
    /// ^ and $ match at line ends.
    #[arg(long, value_name = "REGEX")]
    at: Option<String>,
    /// Separate segments by the matches of REGEX
    ///
    /// The matches go to the column marker.
    #[arg(long, value_name = "REGEX")]
    on: Option<String>,
    /// Take what is between matches of two patterns
    ///
    /// Between a match of START and the next match of END. Text outside is reported.
    #[arg(long, num_args = 2, value_names = ["START", "END"])]
    between: Option<Vec<String>>,
    /// Largest segment: N tokens, or 300words, 64kB ...
    ///
    /// The units are tokens, words, characters, bytes, kB and MB, as in 2000characters. The cut is at the best boundary that fits: a
    /// heading, else the end of a paragraph, of a sentence, of a word, and inside a word only if it is longer than N.
    #[arg(long, value_name = "N[UNIT]")]
    size: Option<Amount>,
}

/// Runs the verb.
pub(crate) fn run(args: &SplitArgs, session: &Session) -> Result<ExitCode, Failure> {
    let plan = args.plan()?;
    if let Some(manifest) = &args.verify {
        return split_verify::run(manifest, &args.input, &args.output, &plan, session);
    }
    if let Some(manifest) = &args.rebuild {
        return split_rebuild::run(manifest, &args.input, &args.output, &plan, session);
    }
    if args.parts.is_asked_for() {
        return split_parts::run(&args.parts, &args.input, &args.output, &plan, session);
    }
    if args.rule.is_given() && !matches!(args.cut.by, By::Entry) {
        return Err(messages::rules_find_entries().into());
    }
    args.input.share_stdin(&[("rule", args.rule.is_stdin())])?;
    let by = args.rule.by(session)?.map_or_else(|| args.by(), Ok)?;
    let corpus = args.input.open(&args.output, session, |reading| {
        if args.cut.finds_entries() {
            reading.composites = Composites::AsWritten;
        }
    })?;
    if args.output.dry_run {
        let empty = corpus.without_documents(&session.job())?;
        return dry_run::tell(&plan, &[&corpus], session, |output| args.begin(&empty, by, &plan, session, output));
    }
    if let Some(ended) = args.rule.run(&by, &corpus, &plan, session)? {
        return Ok(ended);
    }
    args.write(&plan, &corpus, by, session)
}

impl CutArgs {
    /// `true` if documents are cut at what they themselves set apart: entries, messages, cues.
    fn finds_entries(&self) -> bool {
        let is_told = self.at.is_some() || self.on.is_some() || self.between.is_some() || self.size.is_some();
        !is_told && matches!(self.by, By::Entry | By::Mail)
    }
}

impl SplitArgs {
    fn by(&self) -> Result<By, Error> {
        let cut = &self.cut;
        Ok(match (&cut.at, &cut.on, cut.between.as_deref(), cut.size) {
            (Some(pattern), ..) => By::at(pattern)?,
            (_, Some(pattern), ..) => By::on(pattern)?,
            (_, _, Some([opens, closes]), _) => By::between(opens, closes)?,
            (.., Some(size)) => {
                let overlap = self.overlap.map_or(Ok(0), |overlap| overlap.in_unit_of(size))?;
                By::Size(Size::new(size.number, size.unit(), overlap)?)
            }
            _ => cut.by.clone(),
        })
    }

    /// What a run would write.
    pub(crate) fn plan(&self) -> Result<OutputPlan, Failure> {
        let in_folder = self.output.path().filter(|_| self.output.names_folder() && !self.output.list_columns);
        let content = match in_folder {
            _ if self.rebuild.is_some() => Requested::Sources,
            _ if self.rule.learns() => Requested::Text("a rule"),
            Some(_) if self.writes_files() => Requested::Segments,
            _ => Requested::Table,
        };
        let plan = self.output.plan(Request { verb: "split", content, purpose: Purpose::Data })?;
        let seed_counts = self.parts.is_asked_for() || self.output.rows.sample().is_some();
        self.output.refuse_unused(&[
            ("overlap", self.cut.size.is_some(), "--size"),
            ("seed", seed_counts, "--sample, --parts and --into"),
        ])?;
        let has_manifest = self.cuts() && !self.output.list_columns;
        match (&plan.content, in_folder, &self.manifest) {
            (_, Some(_), Some(_)) => Err(messages::manifest_is_in_folder().into()),
            // Segments as rows in a folder have a manifest as well.
            (Content::Tables(_), Some(folder), None) if has_manifest => {
                Ok(plan.with_beside(Some(&self.output.manifest_in(folder)?)))
            }
            (Content::Tables(_), None, Some(manifest)) if has_manifest => Ok(plan.with_beside(Some(manifest))),
            _ => Ok(plan),
        }
    }

    /// Writes the segments of `corpus` as rows or files, and their manifest.
    fn write(&self, plan: &OutputPlan, corpus: &Corpus, by: By, session: &Session) -> Result<ExitCode, Failure> {
        if let (Content::Segments { manifest }, Place::Folder(folder)) = (&plan.content, &plan.place) {
            let options = Options { by, tables: Tables::Manifest, ..Options::default() };
            let place = SegmentPlace { folder, manifest, args: &self.output };
            segment_files::write(place, session, |rows| self.split(corpus, &options, session, rows))?;
            return Ok(ExitCode::Done);
        }
        let columns = plan.rows().selection;
        let [place] = &plan.beside[..] else {
            let options = Options { by, columns, ..Options::default() };
            output::write(plan, session, |rows| {
                if self.output.list_columns && self.writes_files() {
                    return rows.table(MANIFEST_UNIT, &manifest_file::columns()).map(|_| ());
                }
                self.split(corpus, &options, session, rows)?;
                let lists_manifest = self.output.list_columns && self.writes_manifest();
                if lists_manifest { rows.table(MANIFEST_UNIT, &manifest_file::columns()).map(|_| ()) } else { Ok(()) }
            })?;
            return Ok(ExitCode::Done);
        };
        let mut rows = output::open(plan, session)?;
        let mut beside = BesideRows::open(place, rows.rows(), &self.output, session)?;
        self.split(corpus, &Options { by, columns, tables: Tables::Both }, session, &mut beside)?;
        let manifest = beside.into_manifest();
        rows.finish_beside(session, || manifest.finish(session).map(|()| Some(place.clone())))?;
        Ok(ExitCode::Done)
    }

    /// Begins the tables that there would be.
    fn begin(
        &self,
        empty: &Corpus,
        by: By,
        plan: &OutputPlan,
        session: &Session,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        if self.rule.explains() {
            return split::explain(empty, None, &session.job(), output);
        }
        self.split(empty, &Options { by, columns: plan.rows().selection, ..Options::default() }, session, output)
    }

    /// Whether documents are cut into segments.
    fn cuts(&self) -> bool {
        self.verify.is_none() && !self.parts.is_asked_for() && !self.rule.explains()
    }

    /// Whether a run makes a file of each segment.
    fn writes_files(&self) -> bool {
        self.cuts() && self.output.names_folder() && self.output.format.is_none()
    }

    /// Whether a run writes a manifest.
    fn writes_manifest(&self) -> bool {
        self.cuts() && (self.output.names_folder() || self.manifest.is_some())
    }

    /// Splits all documents; an output is left as it was if not one could be split.
    fn split(
        &self,
        corpus: &Corpus,
        options: &Options,
        session: &Session,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let summary = split::split(corpus, options, &session.job(), output)?;
        let is_left = self.output.path().is_some() && summary.n_documents == 0 && summary.n_failed > 0;
        if is_left { Err(self.output.left("no document could be split")) } else { Ok(()) }
    }
}
