//! `textmill stats`: counts and measures of a corpus, its documents, its words and what they stand beside.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use textmill::error::Error;
use textmill::input::{AnnotatedTokens, Corpus, DateEvidence, InputOptions, LongTexts, TokenAttribute};
use textmill::measure::diversity::TtrThreshold;
use textmill::stats::{
    self, CollocationOptions, DEFAULT_WINDOW, Dispersion, Family, Languages, NgramLengths, Options, Parts, Unit, Within,
};
use textmill::table::Output;
use textmill::text::Tokenization;
use textmill::vocabulary::{CollocationSpan, Fold};

use super::arguments::{InputArgs, MemoryArgs, OutputArgs};
use super::choice::{choice, listed as listed_names};
use super::destination::Destination;
use super::dry_run;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::numbers::{ANY, positive};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, PICTURE, Request, Requested};
use super::partial::{self, PartialArgs};
use super::plot;
use super::reference::{Reference, ReferenceArgs, listed};
use super::report::{self, StatsReport};
use super::search::SearchArgs;
use super::session::Session;
use super::shard::ShardArgs;
use super::stats_units;
use super::stop_words;

/// The value of `--language` that leaves it to us.
const GUESS: &str = "guess";

/// The share of the machine's memory that counts may take, unless the user allows another amount: the merging of the
/// threads' counts needs some beside.
const MEMORY_PERCENT: u64 = 60;

const EXAMPLES: &str = "\
Examples:
  One row for the whole corpus:
    textmill stats corpus/
  One row for each document:
    textmill stats corpus/ --per document -o documents.csv
  The commonest words:
    textmill stats corpus/ --per word --top 100
  The words that tell two corpora apart:
    textmill stats corpus/ --per word --against other/
  The same against a word list that was made before:
    textmill stats corpus/ --per word --against words.csv
  One row for each month:
    textmill stats corpus/ --per date:month
  How evenly words are spread, without the commonest:
    textmill stats corpus/ --per word --stop en --dispersion
  How evenly they are spread over the months:
    textmill stats corpus/ --per word --dispersion=date:month
  Phrases of two to five words:
    textmill stats corpus/ --per ngram -n 2-5 --min 10
  What stands near work, works, working:
    textmill stats corpus/ --per collocation --node 'work*'
  A concordance of words that begin so:
    textmill stats corpus/ --per hit --match 'river*' --wildcards
  Names, each under all its spellings:
    textmill stats corpus/ --per term --terms names.csv
  Spellings that may be one name:
    textmill stats corpus/ --per variant
  Zipf's curve:
    textmill stats corpus/ --per word --plot
  A time series:
    textmill stats corpus/ --per date:month --plot --only documents
  Measures by name, for texts in English:
    textmill stats corpus/ --per document --only id,mtld,flesch --language en
  Families of measures, or all:
    textmill stats corpus/ --measures diversity,lengths
  Nothing but the number of tokens:
    textmill stats corpus/ --only tokens
  One page with tables and pictures, to look at and to send:
    textmill stats corpus/ -o report.html
  Three tables in one pass:
    textmill stats corpus/ --per corpus,document,word -o results/
  What the second of four machines counts:
    textmill stats corpus/ --per word --shard 2/4 --partial 2.partial
  The rows of what all four counted:
    textmill stats --merge *.partial --per word";

/// Count documents, tokens, types, n-grams and collocations; find words, terms and spellings
///
/// Tokens are words by Unicode Standard Annex #29. A measure that cannot be computed is empty, and the column note says
/// why. Several rows for --per take one pass over the input and one file each in the folder named by --output.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    shard: ShardArgs,
    #[command(flatten)]
    partial: PartialArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Write one row per corpus, document, word and so on; several, separated by commas, need a folder
    ///
    /// Without it, a flag that is for one unit chooses it: --match hit, --terms term, --node collocation, -n ngram, --against, --top, --min
    /// and --stop word. A flag that the unit does not use is refused.
    ///
    /// UNIT is corpus, document, word, ngram, collocation, hit (where --match or --terms finds something), term, term-pair
    /// or variant (spellings that may be one name); or what groups of documents have in common, with a row for each group:
    /// the name of a FIELD of the documents; path:N for the folder at level N of their ids; FIELD:year, FIELD:month,
    /// FIELD:week or FIELD:day for a field with a date; language. field:NAME is a field that has the name of something else.
    #[arg(long, value_name = "UNIT,...", value_delimiter = ',', default_value = "corpus", help_heading = "Stats")]
    per: Vec<Unit>,
    /// Add the columns of these families of measures; --only takes the name of any single one
    #[arg(long, value_name = "FAMILY,...", value_parser = families(), value_delimiter = ',', help_heading = "Stats")]
    measures: Vec<&'static [Family]>,
    /// Take as tokens words of UAX #29, runs between white space as wc, those given by an annotation, or matches of regex:PATTERN
    ///
    /// given takes the tokens of CoNLL-U and vertical text as they are: of CoNLL-U those of the surface, so that au is one, or with
    /// --attribute lemma or pos its syntactic words, so that au is à and le. Other inputs are refused then.
    #[arg(long, value_name = "uax29|whitespace|given|regex:PATTERN", default_value = "uax29", help_heading = "Stats")]
    tokens: String,
    /// Take documents to be in this language (en, de, fr, ...) if their field "language" names none; guess guesses it
    ///
    /// Ends of sentences, syllables and readability go by it. What was guessed is a column of --per document.
    #[arg(long, value_name = "CODE|guess", help_heading = "Stats")]
    language: Option<String>,
    /// Fold tokens by these steps before types are counted: case makes The and the one type
    ///
    /// The steps are none, case, nfc, nfkc, strip-accents, straighten-apostrophes, drop-invisible, and for historical prints
    /// long-s, which makes ſaid and said one type. They are done in the same order however they are named.
    #[arg(long, value_name = "STEP,...", value_delimiter = ',', default_value = "case", help_heading = "Stats")]
    fold: Vec<String>,
    /// Take the moving-average type-token ratio (mattr) over windows of N tokens
    #[arg(long, value_name = "N", value_parser = positive::<ANY>, default_value_t = DEFAULT_WINDOW, help_heading = "Stats")]
    window: NonZero<usize>,
    /// End a factor of MTLD where its type-token ratio falls to RATIO
    #[arg(long, value_name = "RATIO", default_value = "0.72", help_heading = "Stats")]
    mtld_threshold: TtrThreshold,
    /// Write only words, n-grams and collocations that occur at least N times [default: 1; 5 for collocations]
    #[arg(long, value_name = "N", help_heading = "Stats")]
    min: Option<u64>,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    words: WordArgs,
    #[command(flatten)]
    search: SearchArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    /// Draw a picture instead of a table: of documents their lengths, of words Zipf's curve, of hits or terms where
    /// in the corpus they are, of groups the tokens or what --only names
    ///
    /// Of documents: how many have how many tokens. Of words: the frequency over the rank, both logarithmic. Of hits and
    /// terms: a line over the corpus, higher where there are more. Of groups, as --per date:month: a bar for each, and for
    /// spans of time without documents. Pictures are as wide as the terminal, or as the variable COLUMNS says.
    #[arg(
        long,
        conflicts_with_all = ["format", "list_columns", "definitions", "against", "partial", "merge"],
        help_heading = "Stats"
    )]
    plot: bool,
}

/// What is counted of words, their sequences and their neighbors.
#[derive(Args, Debug)]
#[command(next_help_heading = "Stats")]
struct WordArgs {
    /// Leave out rows of the commonest words of a language, or of the words in FILE (can be repeated)
    ///
    /// Languages with a list are ar, de, en, es, fa, fr and ru. N-grams are left out that begin or end with such a word,
    /// and collocations whose collocate is one. The words are counted all the same and keep their places.
    #[arg(long, value_name = "LANG|FILE")]
    stop: Vec<PathBuf>,
    /// Add to rows of words how evenly they are spread over the documents, or over these parts; needs memory for each type of
    /// each part
    ///
    /// UNIT is document, or what groups have in common, as --per names it: --dispersion=date:month. Documents that have no
    /// value to be grouped by are one part. For parts of about the same size, cut the documents first: textmill split
    /// corpus/ --size 1000 -f jsonl | textmill stats --per word --dispersion.
    #[arg(long, value_name = "UNIT", num_args = 0..=1, require_equals = true, default_missing_value = "document", conflicts_with = "against")]
    dispersion: Option<Parts>,
    /// Take n-grams of N words, or of each length from N to M
    #[arg(short, long = "length", value_name = "N[-M]", default_value = "2")]
    n: NgramLengths,
    /// Let n-grams and the spans of collocations end here
    #[arg(long, value_name = "TEXT", value_parser = choice::<Within>(), default_value_t)]
    within: Within,
    /// Take the collocates of WORD only, in which * stands for any letters and ? for one (can be repeated)
    #[arg(long, value_name = "WORD", value_parser = NonEmptyStringValueParser::new())]
    node: Vec<String>,
    /// Take as collocates the L words before a node and the R words after it; 0,1 gives adjacent pairs
    #[arg(long, value_name = "L,R", default_value = "5,5")]
    span: CollocationSpan,
}

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = args.options(session)?;
    let plan = args.plan()?;
    // A report shows more units than those that are asked for.
    if !matches!(plan.content, Content::Page) {
        stats_units::require_used(&options.units, &args.output.given)?;
    }
    if let Content::Text(_) = plan.content {
        plot::require_picture(&options)?;
    }
    if args.partial.merges() {
        return args.merge(&plan, &options, session);
    }
    let has_share = args.shard.is_given() || args.partial.target().is_some();
    args.input.reading.require_whole_corpus(has_share, "--shard and --partial")?;
    let corpus = args.input.open(&args.output, session, |reading| {
        for_counting(reading, &options.tokens);
        args.shard.adjust(reading);
        reading.date_fields = options.date_fields();
        if has_share {
            reading.date_evidence = DateEvidence::Elsewhere;
        }
    })?;
    if let Some(target) = args.partial.target() {
        partial::count(target, &corpus, &options, session)?;
        return Ok(ExitCode::Done);
    }
    let adjust = |reading: &mut InputOptions| for_counting(reading, &options.tokens);
    let reference = args.reference.open(&args.input, &args.output, session, adjust)?;
    if args.output.dry_run {
        let empty = corpus.without_documents(&session.job())?;
        let corpora: Vec<&Corpus> =
            [&corpus].into_iter().chain(reference.as_ref().and_then(Reference::corpus)).collect();
        let nothing = reference.as_ref().map(|_| Reference::empty());
        return dry_run::tell(&plan, &corpora, session, |output| {
            args.count(&empty, nothing.as_ref(), &options, session, output)
        });
    }
    match plan.content {
        Content::Text(_) => plot::run(Destination::open(plan.place.file(), session)?, &corpus, options, session)?,
        Content::Page => args.report(&plan, &options, &corpus, reference.as_ref(), session)?,
        _ => {
            output::write(&plan, session, |output| args.count(&corpus, reference.as_ref(), &options, session, output))?;
        }
    }
    Ok(ExitCode::Done)
}

impl StatsArgs {
    fn options(&self, session: &Session) -> Result<Options, Failure> {
        let is_guessed = self.language.as_deref() == Some(GUESS);
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        let (terms, stop) = (self.search.terms.iter().any(is_stdin), self.words.stop.iter().any(is_stdin));
        self.input.share_stdin(&[("terms", terms), ("stop", stop)])?;
        Ok(Options {
            units: self.units(),
            columns: self.output.selection()?,
            families: self.measures.concat(),
            tokens: self.tokens.parse()?,
            language: self.language.clone().filter(|_| !is_guessed),
            languages: if is_guessed { Languages::Guessed } else { Languages::AsRead },
            fold: Fold::parse(&self.fold)?,
            window: self.window,
            mtld_threshold: self.mtld_threshold,
            min_frequency: self.min.unwrap_or(1),
            top: self.output.rows.top_of_verb(),
            correction: self.reference.correction(),
            pattern: self.search.pattern()?,
            terms: self.search.terms(session)?,
            n_context: self.search.context,
            memory_bytes: self.memory.limit_bytes(MEMORY_PERCENT),
            ..self.words.options(self.min, session)?
        })
    }

    fn units(&self) -> Vec<Unit> {
        stats_units::units(&self.per, &self.output.given)
    }

    /// What a run would write.
    pub(crate) fn plan(&self) -> Result<OutputPlan, Failure> {
        let content = match self.units().len() {
            _ if self.partial.target().is_some() => Requested::Nothing,
            _ if self.plot => Requested::Text(PICTURE),
            0 | 1 => Requested::Table,
            _ => Requested::Tables("--per"),
        };
        self.output.plan(Request { verb: "stats", content, purpose: Purpose::Data })
    }

    /// Merges partial results: into another one, or into rows.
    fn merge(&self, plan: &OutputPlan, options: &Options, session: &Session) -> Result<ExitCode, Failure> {
        let paths = partial::inputs(&self.input, session)?;
        if let Some(target) = self.partial.target() {
            partial::merge(target, &paths, options, session)?;
            return Ok(ExitCode::Done);
        }
        if matches!(plan.content, Content::Page) {
            return Err(messages::refused("merge", "makes no report, which needs the documents themselves").into());
        }
        let adjust = |reading: &mut InputOptions| for_counting(reading, &options.tokens);
        let reference = self.reference.open(&self.input, &self.output, session, adjust)?;
        let merged = partial::merged(&paths, options)?;
        output::write(plan, session, |output| {
            self.describe(output);
            match &reference {
                Some(reference) => stats::finish_against(merged, reference.words(), options, &session.job(), output),
                None => stats::finish(merged, options, &session.job(), output),
            }
        })?;
        Ok(ExitCode::Done)
    }

    /// Counts into rows.
    fn count(
        &self,
        corpus: &Corpus,
        reference: Option<&Reference>,
        options: &Options,
        session: &Session,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        self.describe(output);
        match reference {
            Some(reference) => stats::stats_against(corpus, reference.words(), options, &session.job(), output)?,
            None => stats::stats(corpus, options, &session.job(), output)?,
        };
        Ok(())
    }

    /// Counts for a report and writes it.
    fn report(
        &self,
        plan: &OutputPlan,
        options: &Options,
        corpus: &Corpus,
        reference: Option<&Reference>,
        session: &Session,
    ) -> Result<(), Failure> {
        let destination = Destination::open(plan.place.file(), session)?;
        let (mut page, options) = StatsReport::new(options, reference.is_some());
        self.describe(&mut page);
        let job = session.job();
        let summary = match reference {
            Some(reference) => stats::stats_against(corpus, reference.words(), &options, &job, &mut page)?,
            None => stats::stats(corpus, &options, &job, &mut page)?,
        };
        page.find_places(corpus, &options, summary.n_tokens, session)?;
        Ok(report::write(page.into_page(), destination)?)
    }

    /// Tells what was named on the command line and is no option of the library.
    fn describe(&self, output: &mut dyn Output) {
        let named = [
            ("inputs", self.input.described()),
            ("against", listed(self.reference.paths())),
            ("stop_lists", listed(&self.words.stop)),
        ];
        named.iter().filter(|(_, value)| !value.is_empty()).for_each(|(name, value)| output.setting(name, value));
    }
}

impl WordArgs {
    /// The options of words alone, where `min` is the least joint frequency of a collocation.
    fn options(&self, min: Option<u64>, session: &Session) -> Result<Options, Failure> {
        let usual = CollocationOptions::default();
        Ok(Options {
            stop: stop_words::read(&self.stop, session)?,
            dispersion: if self.dispersion.is_some() { Dispersion::Shown } else { Dispersion::Hidden },
            parts: self.dispersion.clone().unwrap_or_default(),
            lengths: self.n,
            within: self.within,
            collocation: CollocationOptions {
                nodes: self.node.clone(),
                span: self.span,
                min_frequency: min.unwrap_or(usual.min_frequency),
            },
            ..Options::default()
        })
    }
}

/// Counting can join the parts of a long text. Given tokens are counted, and hits among lemmas are shown by their forms.
fn for_counting(reading: &mut InputOptions, tokens: &Tokenization) {
    reading.long_texts = LongTexts::Parts;
    if matches!(tokens, Tokenization::Given) || reading.attribute != TokenAttribute::Form {
        reading.annotated_tokens = AnnotatedTokens::Carried;
    }
}

/// Reads the name of a family, or `all`.
fn families() -> impl TypedValueParser<Value = &'static [Family]> {
    const ALL: &[Family] = &Family::ALL;
    let names = listed_names::<Family>(|_| true).chain([PossibleValue::new("all").help("All of them")]);
    PossibleValuesParser::new(names).map(|name| match ALL.iter().find(|family| family.name() == name) {
        Some(one) => std::slice::from_ref(one),
        None => ALL,
    })
}
