//! `textmill split`: documents to segments, or to parts.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use textmill::error::Error;
use textmill::input::{Composites, Corpus, NamedBy, SideFile};
use textmill::split::{self, By, MANIFEST_UNIT, Options, Rule, Size, Tables, Unit};
use textmill::table::Output;

use super::arguments::{InputArgs, OutputArgs};
use super::destination::Destination;
use super::dry_run;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Place, Request, Requested};
use super::process::ExitCode;
use super::run_files::FileRole;
use super::segment_files::{self, SegmentPlace};
use super::session::Session;
use super::split_manifest::{self, BesideRows};
use super::split_parts::{self, PartArgs};
use super::values::choice;

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
        return split_manifest::verify(manifest, &args.input, &args.output, &plan, session);
    }
    if let Some(manifest) = &args.rebuild {
        return split_manifest::rebuild(manifest, &args.input, &args.output, &plan, session);
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
                    return rows.table(MANIFEST_UNIT, &split_manifest::columns()).map(|_| ());
                }
                self.split(corpus, &options, session, rows)?;
                let lists_manifest = self.output.list_columns && self.writes_manifest();
                if lists_manifest { rows.table(MANIFEST_UNIT, &split_manifest::columns()).map(|_| ()) } else { Ok(()) }
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

/// How entries are found; no other way to cut beside it.
#[derive(Args, Debug)]
#[group(multiple = true, conflicts_with_all = ["at", "on", "between", "size"])]
#[command(next_help_heading = "Entries")]
pub(crate) struct RuleArgs {
    /// Cut by a profile such as nexis, or by a rule in a file
    ///
    /// The profiles are news-digest, nexis, factiva, gutenberg, mbox, mail-digest and subtitles; --learn writes a rule. A page
    /// that does not fit the rule is named, with the reason, and the others are cut.
    #[arg(long, value_name = "RULE")]
    rule: Option<PathBuf>,
    /// Learn a rule from the pages and write it to -o
    #[arg(long, conflicts_with_all = ["rule", "explain"])]
    learn: bool,
    /// Show the boundaries that textmill finds instead of cutting
    ///
    /// Each with how sure it is. With --rule, what the rule finds, and why a page does not fit.
    #[arg(long)]
    explain: bool,
}

impl RuleArgs {
    /// Whether a rule is learned instead of cutting.
    pub(crate) fn learns(&self) -> bool {
        self.learn
    }

    /// `true` if boundaries are shown instead of cutting.
    pub(crate) fn explains(&self) -> bool {
        self.explain
    }

    /// `true` if a flag names a rule, or asks for one or for its explanation.
    pub(crate) fn is_given(&self) -> bool {
        self.rule.is_some() || self.learn || self.explain
    }

    /// Whether the rule is read from standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.rule.as_deref() == Some(Path::new("-"))
    }

    /// The rule to cut by, if there is one.
    ///
    /// # Errors
    ///
    /// If there is neither a profile nor a file of this name, or the file is no rule.
    pub(crate) fn by(&self, session: &Session) -> Result<Option<By>, Failure> {
        self.rule.as_deref().map(|name| Ok(By::Rule(Box::new(read_rule(name, session)?)))).transpose()
    }

    /// Does what is asked for instead of cutting; `None` if the documents are to be cut.
    ///
    /// # Errors
    ///
    /// If nothing can be learned, or the result cannot be written.
    pub(crate) fn run(
        &self,
        by: &By,
        corpus: &Corpus,
        plan: &OutputPlan,
        session: &Session,
    ) -> Result<Option<ExitCode>, Failure> {
        if self.explain {
            output::write(plan, session, |output| {
                let rule = if let By::Rule(rule) = by { Some(&**rule) } else { None };
                split::explain(corpus, rule, &session.job(), output)
            })?;
            return Ok(Some(ExitCode::Done));
        }
        let Content::Text(_) = plan.content else { return Ok(None) };
        let destination = Destination::open(plan.place.file(), session)?;
        let learned = split::learn(corpus, &session.job())?;
        destination.put(|out| out.write_all(learned.rule.to_toml().as_bytes()))?;
        Ok(Some(ExitCode::Done))
    }
}

/// A profile by its name; anything else is a file, and so is `./nexis`.
fn read_rule(name: &Path, session: &Session) -> Result<Rule, Failure> {
    if let Some(profile) = name.to_str().and_then(Rule::named) {
        return Ok(profile.clone());
    }
    session.files().read([name], FileRole::Input);
    let text = SideFile::Rule.read_text(name, NamedBy::User);
    let text = text.map_err(|problem| messages::unreadable(SideFile::Rule, name, &problem))?;
    Rule::parse(&text).map_err(|problem| messages::no_rule(name, &problem.to_string()).into())
}

/// A number, and its unit if one was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) number: usize,
    unit: Option<Unit>,
}

impl Amount {
    /// The unit named, or tokens.
    pub(crate) fn unit(self) -> Unit {
        self.unit.unwrap_or_default()
    }

    /// The number, which counts in the same unit as `size`.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if another unit was named.
    pub(crate) fn in_unit_of(self, size: Self) -> Result<usize, Error> {
        match self.unit {
            Some(unit) if unit != size.unit() => {
                Err(messages::refused("overlap", "counts in the unit of --size").into())
            }
            _ => Ok(self.number),
        }
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, name) = text.split_at(n_digits);
        let (unit, times) = match name.trim().to_ascii_lowercase().as_str() {
            "" => (None, 1),
            "t" | "token" | "tokens" => (Some(Unit::Token), 1),
            "w" | "word" | "words" => (Some(Unit::Word), 1),
            "c" | "char" | "chars" | "character" | "characters" => (Some(Unit::Character), 1),
            "b" | "byte" | "bytes" => (Some(Unit::Byte), 1),
            "k" | "kb" | "kib" => (Some(Unit::Byte), 1 << 10),
            "m" | "mb" | "mib" => (Some(Unit::Byte), 1 << 20),
            other => {
                return Err(format!("{other:?} is no unit; there are tokens, words, characters, bytes, kB and MB"));
            }
        };
        let number = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(times));
        match number {
            Some(0) => Err("a whole number from 1 on is needed".to_owned()),
            Some(number) => Ok(Self { number, unit }),
            None => Err("a whole number comes first, as in 500, 300words or 64kB".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(usize, Option<Unit>)>) {
        let found = text.parse::<Amount>().ok().map(|amount| (amount.number, amount.unit));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_size_is_a_number_and_perhaps_a_unit() {
        check("500", Some((500, None)));
        check("300words", Some((300, Some(Unit::Word))));
        check("2000 Characters", Some((2000, Some(Unit::Character))));
        check("64kB", Some((65_536, Some(Unit::Byte))));
        check("7t", Some((7, Some(Unit::Token))));
        for text in ["", "0", "words", "5pages", "-1", "1.5k", "99999999999999999999", "20000000000000000M"] {
            check(text, None);
        }
    }

    #[test]
    fn an_overlap_counts_in_the_unit_of_the_size() {
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        assert_eq!(amount("50").in_unit_of(amount("500words")).unwrap(), 50);
        assert_eq!(amount("50tokens").in_unit_of(amount("500")).unwrap(), 50);
        assert!(amount("50words").in_unit_of(amount("500")).is_err());
    }
}
