//! `textmill dedupe`: a corpus without its duplicates, or the duplicates themselves.

use std::num::NonZero;
use std::path::{Path, PathBuf};

use clap::Args;
use textmill::dedupe::{
    self, ClusterTexts, DEFAULT_MEMORY_BYTES, Facts, Index, Keep, Linkage, Options, PassageOptions, Passages, Relation,
    Search, Sizes, Strip, Summary, Unit,
};
use textmill::error::Error;
use textmill::input::{Corpus, DateEvidence, InputOptions};
use textmill::similarity::Threshold;
use textmill::table::Output;

use super::arguments::{InputArgs, MemoryArgs, OutputArgs};
use super::atomic_file::behind_links;
use super::destination::Destination;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, Request, Requested};
use super::partial::{self, PartialArgs, ShardArgs};
use super::process::ExitCode;
use super::reference::listed;
use super::report::{self, DedupeReport};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;
use super::values::{ANY, choice, positive, threshold};
use super::{dry_run, inputs};

/// The share of the machine's memory that sketches may take before they go to disk, unless the user allows another amount.
const MEMORY_PERCENT: u64 = 12;

/// The most words of a shingle. Documents that share no run of so many share nothing.
const MOST_SHINGLE_WORDS: usize = 1_000;

const EXAMPLES: &str = "\
Examples:
  Documents without duplicates:
    textmill dedupe corpus/ -o kept.csv
  Clusters of near duplicates, reprints and excerpts:
    textmill dedupe corpus/ --per cluster
  Pairs with their similarity and the text they share:
    textmill dedupe corpus/ --per pair --threshold 0.6
  Boilerplate, the notices and headers that many documents have:
    textmill dedupe corpus/ --per passage
  Documents without the boilerplate, and a table of what was cut:
    textmill dedupe corpus/ --strip -o stripped/
  New documents that the archive does not have:
    textmill dedupe today/ --archive archive/
  Report with the texts of each cluster side by side:
    textmill dedupe corpus/ -o report.html

  What each threshold would remove, with a pair to judge it by:
    textmill dedupe corpus/ --per threshold
  Day by day, with an index of all texts seen so far:
    textmill dedupe today/ --index seen.index -o new.csv
  What the second of four machines reads and signs:
    textmill dedupe corpus/ --shard 2/4 --partial 2.partial
  The documents kept of all four:
    textmill dedupe --merge *.partial -o kept.csv
  For scripts, exit code 1 if there are duplicates:
    textmill dedupe corpus/ --check && echo clean
  Count the entries of a page, repeated ones once:
    textmill split page.txt | textmill dedupe | textmill stats";

/// Find duplicates: equal, equal after normalization, nearly equal, or contained
///
/// One document of each cluster is kept, the first unless --keep says otherwise. Two documents are near if the Jaccard
/// coefficient of their sets of five-word shingles is at least the threshold; one is contained in another that has most of
/// its shingles, and goes only if that other one stays. Every reported pair has been verified on the texts themselves.
/// The number of kept documents is reported on stderr.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DedupeArgs {
    #[command(flatten)]
    relations: RelationArgs,
    #[command(flatten)]
    choice: ChoiceArgs,
    #[command(flatten)]
    rows: RowArgs,
    /// Exit with 1 if there are duplicates
    ///
    /// Rows are written only if --per, --mark or --curve is given.
    #[arg(long, conflicts_with = "partial", help_heading = "Results")]
    check: bool,
    #[command(flatten)]
    passages: PassageArgs,
    #[command(flatten)]
    index: IndexArgs,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(flatten)]
    shard: ShardArgs,
    #[command(flatten)]
    partial: PartialArgs,
}

/// What one row is.
#[derive(Args, Debug)]
#[command(next_help_heading = "Results")]
struct RowArgs {
    /// Unit of the rows
    ///
    /// Without the flag, the kept documents.
    #[arg(long, value_name = "UNIT", value_parser = choice::<Unit>())]
    per: Option<Unit>,
}

/// What counts as a duplicate.
#[derive(Args, Debug)]
#[command(next_help_heading = "Duplicates")]
struct RelationArgs {
    /// Kinds of duplicates
    #[arg(long, value_name = "KIND,...", value_parser = choice::<Relation>(), value_delimiter = ',', default_values_t = Relation::USUAL, hide_default_value = true)]
    relation: Vec<Relation>,
    /// Least Jaccard coefficient
    ///
    /// Documents are near from this coefficient on, 0.1 to 1.
    #[arg(long, value_name = "J", value_parser = threshold, default_value = "0.8")]
    threshold: Threshold,
    /// Least share that is contained
    ///
    /// A document of twenty words or more is contained if another one has this share of its shingles, 0.1 to 1.
    #[arg(long, value_name = "C", value_parser = threshold, default_value = "0.8")]
    containment: Threshold,
    /// Least share that is aligned
    ///
    /// Documents are similar if this share of their words can be aligned, 0.1 to 1. Needs --relation similar.
    #[arg(long, value_name = "S", value_parser = threshold, default_value = "0.8")]
    alignment: Threshold,
    /// Words in a shingle
    #[arg(long, value_name = "N", value_parser = positive::<MOST_SHINGLE_WORDS>, default_value = "5")]
    shingle: NonZero<usize>,
    /// Numbers and names may differ
    ///
    /// Without the flag, documents that differ in several numbers or names and nowhere else, such as pages of one template,
    /// are no duplicates.
    #[arg(long)]
    ignore_facts: bool,
    /// Compare all pairs, without sketches
    ///
    /// No pair is missed. The shingles of all documents are held in memory.
    #[arg(long)]
    all_pairs: bool,
    /// Remove the documents of this archive as well
    ///
    /// PATH is a file or folder. It is read as the inputs are, and not written. The flag can be repeated.
    #[arg(long, value_name = "PATH", help_heading = "Archives", conflicts_with = "partial")]
    archive: Vec<PathBuf>,
}

/// What is kept.
#[derive(Args, Debug)]
#[command(next_help_heading = "Kept documents")]
struct ChoiceArgs {
    /// Keep first, longest, oldest:FIELD ...
    ///
    /// Of each cluster, the first document, the longest, the oldest or newest by a field (oldest:date, newest:date), or
    /// one whose source matches (prefer:GLOB).
    #[arg(long, value_name = "CHOICE", default_value = "first")]
    keep: Keep,
    /// Linkage
    ///
    /// The pairs that make a cluster.
    #[arg(long, value_name = "KIND", value_parser = choice::<Linkage>(), default_value_t)]
    linkage: Linkage,
}

/// Passages that many of the kept documents have.
#[derive(Args, Debug)]
#[command(next_help_heading = "Passages")]
struct PassageArgs {
    /// Cut passages out of the texts that share them
    ///
    /// The column cut says where. A passage is a paragraph, or a run of words inside one, whatever its case and punctuation, or a running head with a
    /// page number, whatever the number. With -o DIR/ the passages and the cuts are tables of their own beside the documents.
    #[arg(long, conflicts_with = "per")]
    strip: bool,
    /// Least number of documents with a passage
    #[arg(long, value_name = "N", value_parser = several, default_value = "3")]
    min_documents: NonZero<u32>,
    /// Least length of a passage in words
    ///
    /// A shorter paragraph is a passage if it is in accordingly more documents, or in half of them. Words are characters
    /// where a script does not separate words.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>, default_value = "20")]
    min_words: NonZero<usize>,
}

/// What earlier runs have seen.
#[derive(Args, Debug)]
#[command(next_help_heading = "Archives")]
struct IndexArgs {
    /// Remove what is in this index, and add the rest to it
    ///
    /// The index holds the documents of earlier runs. The file is made if there is none.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["archive", "all_pairs", "strip", "partial", "merge"])]
    index: Option<PathBuf>,
    /// Compare with the index without adding to it
    #[arg(long, requires = "index")]
    no_add: bool,
}

/// Runs the verb.
pub(crate) fn run(args: &DedupeArgs, session: &Session) -> Result<ExitCode, Failure> {
    let plan = args.plan()?;
    let options = args.options(&plan)?;
    if args.partial.merges() {
        return args.merge(&plan, options, session);
    }
    let has_share = args.shard.is_given() || args.partial.target().is_some();
    args.input.reading.require_whole_corpus(has_share, "--shard and --partial")?;
    args.input.reading.require_whole_corpus(args.index.index.is_some(), "--index")?;
    let corpus = args.input.open(&args.output, session, |reading| {
        args.shard.adjust(reading);
        limit_words(reading);
        reading.date_fields = options.keep.date_field().map(str::to_owned).into_iter().collect();
        // A document is chosen when all of them are at hand.
        reading.date_evidence = DateEvidence::Elsewhere;
    })?;
    if let Some(target) = args.partial.target() {
        partial::sign(target, &corpus, &options, session)?;
        return Ok(ExitCode::Done);
    }
    let reference = args.reference(session)?;
    if args.output.dry_run {
        let empty = corpus.without_documents(&session.job())?;
        let corpora: Vec<&Corpus> = [&corpus].into_iter().chain(&reference).collect();
        return dry_run::tell(&plan, &corpora, session, |output| {
            dedupe::dedupe(&empty, None, &options, &session.job(), output).map(|_| ())
        });
    }
    let mut index = args.index.open(&args.output, &options, session)?;
    let job = session.job();
    if let Some(reference) = &reference {
        corpus.share_words(reference, &job)?;
    }
    let summary = args.search(&plan, options, session, |options, output| match &mut index {
        Some(index) => dedupe::dedupe_beside(&corpus, index, options, &job, output),
        None => dedupe::dedupe(&corpus, reference.as_ref(), options, &job, output),
    })?;
    // The output is in its place. If the run ends here, the next one finds the index without these documents and writes
    // the same output again.
    if let Some(index) = index.filter(|_| !args.index.no_add) {
        index.commit()?;
    }
    Ok(args.conclude(&summary, session))
}

impl DedupeArgs {
    /// What a run would write.
    pub(crate) fn plan(&self) -> Result<OutputPlan, Failure> {
        let writes_nothing = self.only_checks() || self.partial.target().is_some();
        let content = if writes_nothing { Requested::Nothing } else { Requested::Table };
        let plan = self.output.plan(Request { verb: "dedupe", content, purpose: Purpose::Data })?;
        self.refuse_unused()?;
        let only_for_rows = [("--per", self.rows.per.is_some()), ("--strip", self.passages.strip)];
        match (&plan.content, only_for_rows.iter().find(|(_, is_given)| *is_given)) {
            (Content::Page, Some((flag, _))) => Err(messages::only_for_tables(flag).into()),
            _ => Ok(plan.with_beside(self.index.index.as_deref().filter(|_| !self.index.no_add))),
        }
    }

    /// Refuses flags that make no difference to what is found and written.
    fn refuse_unused(&self) -> Result<(), Failure> {
        let looks_for = |relation| self.relations.relation.contains(&relation);
        let finds_passages = self.passages.strip || self.rows.per == Some(Unit::Passage);
        let tries_thresholds = self.rows.per == Some(Unit::Threshold);
        let [near, contained, similar] = [Relation::Near, Relation::Contained, Relation::Similar].map(looks_for);
        self.output.refuse_unused(&[
            ("min_words", finds_passages, "--per passage and --strip"),
            ("min_documents", finds_passages, "--per passage and --strip"),
            ("relation", !tries_thresholds, "other rows: --per threshold tries the thresholds of near"),
            ("threshold", near && !tries_thresholds, "--relation near at one threshold"),
            ("containment", contained && !tries_thresholds, "--relation contained"),
            ("alignment", similar && !tries_thresholds, "--relation similar"),
            ("shingle", near || contained || similar, "--relation near, contained and similar"),
            ("ignore_facts", near || similar, "--relation near and similar"),
            ("all_pairs", near || contained || similar, "--relation near, contained and similar"),
        ])
    }

    /// Whether the answer is the exit code alone.
    fn only_checks(&self) -> bool {
        self.check && self.rows.names_nothing() && !self.passages.strip && !self.output.names_output()
    }

    fn options(&self, plan: &OutputPlan) -> Result<Options, Error> {
        let RelationArgs { relation, threshold, containment, alignment, shingle, ignore_facts, all_pairs, .. } =
            &self.relations;
        let selection = self.output.selection()?;
        let shows_passages = selection.wants("longest_shared") || selection.wants("shared");
        let shows_sizes = ["shared_shingles", "shingles_a", "shingles_b"].iter().any(|name| selection.wants(name));
        Ok(Options {
            relations: relation.iter().copied().collect(),
            threshold: *threshold,
            containment: *containment,
            alignment: *alignment,
            shingle_words: *shingle,
            passage: self.passages.options(),
            strip: self.passages.strip(plan),
            facts: if *ignore_facts { Facts::MayDiffer } else { Facts::MustAgree },
            search: if *all_pairs { Search::AllPairs } else { Search::Sketches },
            linkage: self.choice.linkage,
            keep: self.choice.keep.clone(),
            passages: if shows_passages { Passages::Find } else { Passages::Skip },
            sizes: if shows_sizes { Sizes::Count } else { Sizes::Skip },
            unit: self.rows.unit(),
            memory_bytes: self.memory.limit_bytes(MEMORY_PERCENT).unwrap_or(DEFAULT_MEMORY_BYTES),
            ..Options::default()
        })
    }

    /// Merges partial results: into another one, or into rows.
    fn merge(&self, plan: &OutputPlan, options: Options, session: &Session) -> Result<ExitCode, Failure> {
        let paths = partial::inputs(&self.input, session)?;
        if let Some(target) = self.partial.target() {
            partial::join(target, &paths, &options, session)?;
            return Ok(ExitCode::Done);
        }
        let reference = self.reference(session)?;
        let partials = partial::opened(&paths, &options)?;
        let summary = self.search(plan, options, session, |options, output| {
            dedupe::dedupe_partials(partials, reference.as_ref(), options, &session.job(), output)
        })?;
        Ok(self.conclude(&summary, session))
    }

    /// Lets `search` write its rows, or a report of them.
    fn search(
        &self,
        plan: &OutputPlan,
        options: Options,
        session: &Session,
        search: impl FnOnce(&Options, &mut dyn Output) -> Result<Summary, Error>,
    ) -> Result<Summary, Failure> {
        if matches!(plan.content, Content::Page) {
            return self.report(plan, options, session, search);
        }
        output::write(plan, session, |output| search(&options, output))
    }

    /// Tells what was found, once all that had to be kept is safe, and answers `--check`.
    fn conclude(&self, summary: &Summary, session: &Session) -> ExitCode {
        if self.output.list_columns {
            return ExitCode::Done;
        }
        if self.rows.unit() != Unit::Threshold {
            session.console().tell(&messages::deduped(summary));
        }
        if self.check && summary.n_removed() > 0 { ExitCode::Yes } else { ExitCode::Done }
    }

    /// Searches for a report and writes it.
    fn report(
        &self,
        plan: &OutputPlan,
        options: Options,
        session: &Session,
        search: impl FnOnce(&Options, &mut dyn Output) -> Result<Summary, Error>,
    ) -> Result<Summary, Failure> {
        let options = Options { unit: Unit::Cluster, cluster_texts: ClusterTexts::Shown, ..options };
        let destination = Destination::open(plan.place.file(), session)?;
        let mut rows = DedupeReport::new(self.input.described(), options.shingle_words);
        let summary = search(&options, &mut rows)?;
        report::write(rows.into_page(&summary, &self.described(&options))?, destination)?;
        Ok(summary)
    }

    /// The choices that the clusters depend on.
    fn described(&self, options: &Options) -> Vec<(&'static str, String)> {
        let RelationArgs { relation, archive, .. } = &self.relations;
        let relations: Vec<&str> = relation.iter().map(|relation| relation.name()).collect();
        let all = [
            ("inputs", self.input.described()),
            ("archive", listed(archive)),
            ("relations", relations.join(", ")),
            ("threshold", options.threshold.value().to_string()),
            ("containment", options.containment.value().to_string()),
            ("shingle", format!("{} words", options.shingle_words)),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn reference(&self, session: &Session) -> Result<Option<Corpus>, Failure> {
        let paths = &self.relations.archive;
        if paths.is_empty() {
            return Ok(None);
        }
        if self.output.list_columns {
            return Ok(Some(Corpus::from_documents(Vec::new())));
        }
        if self.input.reads_stdin() && paths.iter().any(|path| path == Path::new("-")) {
            return Err(messages::stdin_against_itself("archive").into());
        }
        let role = CorpusRole::Reference(listed(paths));
        let mut reading = self.input.reading.options()?;
        limit_words(&mut reading);
        Ok(Some(inputs::open(paths, reading, role, session)?))
    }
}

/// The hash of a word takes eight bytes beside the text, so with a quarter as many words as bytes a document takes at most three
/// times the length that the user allows.
fn limit_words(reading: &mut InputOptions) {
    reading.max_words = Some(reading.max_document_bytes / 4);
}

impl PassageArgs {
    fn options(&self) -> PassageOptions {
        PassageOptions { min_documents: self.min_documents, min_words: self.min_words }
    }

    fn strip(&self, plan: &OutputPlan) -> Strip {
        match self.strip {
            false => Strip::Nothing,
            true if plan.takes_several_tables() => Strip::PassagesWithTables,
            true => Strip::Passages,
        }
    }
}

impl IndexArgs {
    /// Opens the index, which is both read and written, and no other file of the run.
    fn open(&self, output: &OutputArgs, options: &Options, session: &Session) -> Result<Option<Index>, Failure> {
        let Some(path) = self.index.as_ref().filter(|_| !output.list_columns) else { return Ok(None) };
        let name = path.to_string_lossy().into_owned();
        let failed = |source| Error::Write { target: name.clone(), source };
        let place = behind_links(path).map_err(failed)?;
        session.files().check(&place, &name)?;
        session.files().read([&*place], FileRole::Beside);
        // An index is not put in place when it is whole, but holds what earlier runs have added.
        let permitted = session.permissions().place_of(path).map_err(failed)?;
        Ok(Some(Index::open(&permitted, options)?))
    }
}

impl RowArgs {
    fn names_nothing(&self) -> bool {
        self.per.is_none()
    }

    fn unit(&self) -> Unit {
        self.per.unwrap_or_default()
    }
}

fn several(text: &str) -> Result<NonZero<u32>, String> {
    let number = text.parse::<NonZero<u32>>().ok().filter(|number| number.get() > 1);
    number.ok_or_else(|| "a whole number from 2 on is needed".to_owned())
}
