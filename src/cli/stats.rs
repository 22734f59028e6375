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
use super::destination::Destination;
use super::flag_effects::shown;
use super::messages::{self, Failure};
use super::output::{self, Purpose};
use super::output_plan::{Content, OutputPlan, PICTURE, Request, Requested};
use super::partial::{self, PartialArgs, ShardArgs};
use super::process::ExitCode;
use super::reference::{Reference, ReferenceArgs, listed};
use super::report::{self, StatsReport};
use super::search::{SearchArgs, read_stop_words};
use super::session::Session;
use super::values::{ANY, choice, listed as listed_names, positive};
use super::{dry_run, plot};

/// The value of `--language` that leaves it to us.
pub(crate) const GUESS: &str = "guess";

/// The share of the machine's memory that counts may take, unless the user allows another amount: the merging of the
/// threads' counts needs some beside.
const MEMORY_PERCENT: u64 = 60;

/// The units, for the flag that takes them.
const UNITS: &str = "\
UNIT: corpus, document, word, ngram, collocation, hit, term, term-pair, variant
of groups: FIELD, FIELD:year (quarter, month, week, day), path:N, language";

const EXAMPLES: &str = "\
Examples:
  Word list, the most frequent words first:
    textmill stats corpus/ --per word --top 100
  Keyness, the words that tell two corpora apart:
    textmill stats corpus/ --per word --against other/
  Concordance (KWIC) of river, rivers, riverbank:
    textmill stats corpus/ --per hit --match 'river*' --wildcards
  Collocations of work, works, working:
    textmill stats corpus/ --per collocation --node 'work*'
  Frequency over time, a bar for each month:
    textmill stats corpus/ --per date:month --plot --only documents

  N-grams of two to five words:
    textmill stats corpus/ --per ngram -n 2-5 --min 10
  Counts of the whole corpus, in one row:
    textmill stats corpus/
  Counts of each document:
    textmill stats corpus/ --per document -o documents.csv
  Counts of each month:
    textmill stats corpus/ --per date:month
  Keyness against a word list that was made before:
    textmill stats corpus/ --per word --against words.csv
  Dispersion of words over documents, without stop words:
    textmill stats corpus/ --per word --stop en --dispersion
  Dispersion of words over the months:
    textmill stats corpus/ --per word --dispersion=date:month
  Names, each under all its spellings:
    textmill stats corpus/ --per term --terms names.csv
  Spellings that may be one name:
    textmill stats corpus/ --per variant
  Zipf's curve:
    textmill stats corpus/ --per word --plot
  Measures by name, for texts in English:
    textmill stats corpus/ --per document --only id,mtld,flesch --language en
  Families of measures, or all:
    textmill stats corpus/ --measures diversity,lengths
  The number of tokens alone:
    textmill stats corpus/ --only tokens
  Report with tables and pictures:
    textmill stats corpus/ -o report.html
  Three tables in one pass:
    textmill stats corpus/ --per corpus,document,word -o results/
  What the second of four machines counts:
    textmill stats corpus/ --per word --shard 2/4 --partial 2.partial
  The rows of what all four counted:
    textmill stats --merge *.partial --per word";

/// Count tokens, types, n-grams and collocations; find keywords, hits and terms
///
/// Tokens are words by Unicode Standard Annex #29. A measure that cannot be computed is empty, and the column note says
/// why. Several rows for --per take one pass over the input and one file each in the folder named by --output.
#[derive(Args, Debug)]
#[command(before_help = UNITS, after_help = EXAMPLES)]
pub(crate) struct StatsArgs {
    /// Unit of the rows
    ///
    /// The units are corpus, document, word, ngram, collocation, hit (where --match or --terms finds something), term,
    /// term-pair and variant (spellings that may be one name). Any other UNIT groups documents, with a row for each group:
    /// the name of a FIELD of the documents; path:N for the folder at level N of their ids; FIELD:year, FIELD:month,
    /// FIELD:week or FIELD:day for a field with a date; language. field:NAME is a field whose name is that of a unit.
    ///
    /// Without the flag, another one may choose the unit: --match hit, --terms term, --node collocation, -n ngram,
    /// --against, --top, --min and --stop word. A flag that the unit does not use is refused. Several units, separated by
    /// commas, take one pass over the input and need a folder.
    #[arg(long, value_name = "UNIT,...", value_delimiter = ',', default_value = "corpus", help_heading = "Unit")]
    per: Vec<Unit>,
    /// Draw a picture instead of a table
    ///
    /// Of documents: how many have how many tokens. Of words: Zipf's curve, the frequency over the rank, both logarithmic.
    /// Of hits and terms: a line over the corpus, higher where there are more. Of groups, such as --per date:month: a bar
    /// for the tokens of each, or for what --only names, and for spans of time without documents. Pictures are as wide as
    /// the terminal, or as the variable COLUMNS says.
    #[arg(
        long,
        conflicts_with_all = ["format", "list_columns", "definitions", "against", "partial", "merge"],
        help_heading = "Unit"
    )]
    plot: bool,
    /// Kind of token: uax29, whitespace ...
    ///
    /// uax29 takes the words of UAX #29, whitespace what stands between white space, as wc does, regex:PATTERN the matches of
    /// a regular expression. given takes the tokens of CoNLL-U and vertical text as they are: of CoNLL-U those of the
    /// surface, so that au is one, or with --attribute lemma or pos its syntactic words, so that au is à and le. Other
    /// inputs are then refused.
    #[arg(long, value_name = "KIND", default_value = "uax29", help_heading = "Words and n-grams")]
    tokens: String,
    /// Fold tokens to types: case, nfkc ...
    ///
    /// case makes The and the one type. The steps are none, case, nfc, nfkc, strip-accents, straighten-apostrophes,
    /// drop-invisible, and for historical prints long-s, which makes ſaid and said one type. Their order does not matter.
    #[arg(
        long,
        value_name = "STEP,...",
        value_delimiter = ',',
        default_value = "case",
        help_heading = "Words and n-grams"
    )]
    fold: Vec<String>,
    /// Least frequency [default: 1; 5 for collocations]
    ///
    /// Write only words, n-grams and collocations that occur at least N times. Where no two words occur together five times,
    /// all collocations are written.
    #[arg(long, value_name = "N", help_heading = "Words and n-grams")]
    min: Option<u64>,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    words: WordArgs,
    #[command(flatten)]
    search: SearchArgs,
    /// Add measures: diversity, readability, all ...
    ///
    /// --only takes the name of any single measure.
    #[arg(long, value_name = "FAMILY,...", value_parser = families(), value_delimiter = ',', help_heading = "Measures")]
    measures: Vec<&'static [Family]>,
    /// Language of texts that name none
    ///
    /// Of the documents whose field "language" is empty, such as en, de or fr; guess detects it. The ends of sentences, syllables and readability depend on it. --per document
    /// has a column with the language that was detected.
    #[arg(long, value_name = "CODE|guess", help_heading = "Measures")]
    language: Option<String>,
    /// Window of mattr, in tokens
    ///
    /// mattr is the moving-average type-token ratio.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>, default_value_t = DEFAULT_WINDOW, help_heading = "Measures")]
    window: NonZero<usize>,
    /// Type-token ratio of MTLD
    ///
    /// A factor of MTLD ends where its type-token ratio falls to RATIO.
    #[arg(long, value_name = "RATIO", default_value = "0.72", help_heading = "Measures")]
    mtld_threshold: TtrThreshold,
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

/// What is counted of words, their sequences and their neighbors.
#[derive(Args, Debug)]
#[command(next_help_heading = "Words and n-grams")]
struct WordArgs {
    /// Omit the stop words of a language, or those in FILE
    ///
    /// The flag can be repeated. Languages with a list are ar, de, en, es, fa, fr and ru. N-grams are left out that begin or end with such a word,
    /// and collocations whose collocate is one. The words are counted all the same and keep their places.
    #[arg(long, value_name = "LANG|FILE")]
    stop: Vec<PathBuf>,
    /// Add how evenly words are spread over documents
    ///
    /// Over the documents, or over groups of them as --per names them: --dispersion=date:month. Documents
    /// that have no value to be grouped by are one part. For parts of about the same size, cut the documents first: textmill
    /// split corpus/ --size 1000 -f jsonl | textmill stats --per word --dispersion. Needs memory for each type of each part.
    #[arg(
        long,
        value_name = "BY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "document",
        conflicts_with = "against"
    )]
    dispersion: Option<Parts>,
    /// Length of n-grams: N words, or N to M
    #[arg(short, long = "length", value_name = "N[-M]", default_value = "2")]
    n: NgramLengths,
    /// N-grams end
    ///
    /// N-grams and the spans of collocations end there.
    #[arg(long, value_name = "TEXT", value_parser = choice::<Within>(), default_value_t)]
    within: Within,
    /// Collocates of this word, such as 'work*'
    ///
    /// * stands for any letters and ? for one. The flag can be repeated.
    #[arg(long, value_name = "WORD", help_heading = "Collocations", value_parser = NonEmptyStringValueParser::new())]
    node: Vec<String>,
    /// Words before and after the node that count
    ///
    /// 0,1 gives adjacent pairs.
    #[arg(long, value_name = "L,R", help_heading = "Collocations", default_value = "5,5")]
    span: CollocationSpan,
}

/// Runs the verb.
pub(crate) fn run(args: &StatsArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = args.options(session)?;
    let plan = args.plan()?;
    // A report shows more units than those that are asked for.
    if !matches!(plan.content, Content::Page) {
        require_used(&options.units, &args.output.given)?;
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
        units(&self.per, &self.output.given)
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
        Ok(Options {
            stop: read_stop_words(&self.stop, session)?,
            dispersion: if self.dispersion.is_some() { Dispersion::Shown } else { Dispersion::Hidden },
            parts: self.dispersion.clone().unwrap_or_default(),
            lengths: self.n,
            within: self.within,
            collocation: CollocationOptions { nodes: self.node.clone(), span: self.span, min_frequency: min },
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

/// A flag by its id, the names of the units that use it, and the unit that it chooses where none is named. `group` stands for
/// all that group documents.
type Row = (&'static str, &'static [&'static str], Option<Unit>);

/// The flags that are not for every unit, and those that choose one, the surest first: `--node` asks for collocations even
/// beside `--stop`.
const FLAGS: &[Row] = &[
    ("pattern", &["hit"], Some(Unit::Hit)),
    ("wildcards", &["hit"], None),
    ("context", &["hit"], None),
    ("terms", &["term", "term-pair", "hit"], Some(Unit::Term)),
    ("case", &["hit", "term", "term-pair"], None),
    ("node", &["collocation"], Some(Unit::Collocation)),
    ("span", &["collocation"], Some(Unit::Collocation)),
    ("n", &["ngram"], Some(Unit::Ngram)),
    ("within", &["ngram", "collocation"], Some(Unit::Ngram)),
    ("against", &["word"], Some(Unit::Word)),
    ("correction", &["word"], Some(Unit::Word)),
    ("dispersion", &["word"], Some(Unit::Word)),
    ("min", &["word", "ngram", "collocation", "variant"], Some(Unit::Word)),
    ("stop", &["word", "ngram", "collocation"], Some(Unit::Word)),
    ("top", ALL, Some(Unit::Word)),
    ("measures", &["corpus", "document", "group"], None),
    ("window", &["corpus", "document", "group"], None),
    ("mtld_threshold", &["corpus", "document", "group"], None),
];

const ALL: &[&str] =
    &["corpus", "document", "word", "ngram", "collocation", "hit", "term", "term-pair", "variant", "group"];

/// The units of a run, where `named` are those of `--per`, and `given` the ids of the flags on the command line.
pub(crate) fn units(named: &[Unit], given: &[String]) -> Vec<Unit> {
    if given.iter().any(|id| id == "per") {
        return named.to_vec();
    }
    let is_given = |flag: &str| given.iter().any(|id| id == flag);
    let chosen = FLAGS.iter().filter(|(flag, ..)| is_given(flag)).find_map(|(.., unit)| unit.clone());
    chosen.map_or_else(|| named.to_vec(), |unit| vec![unit])
}

/// Refuses flags that none of the units uses.
///
/// # Errors
///
/// The first such flag.
pub(crate) fn require_used(units: &[Unit], given: &[String]) -> Result<(), Failure> {
    let is_used = |by: &[&str]| units.iter().any(|unit| by.contains(&kind(unit)));
    match FLAGS.iter().find(|(flag, by, _)| given.iter().any(|id| id == flag) && !is_used(by)) {
        Some((flag, by, _)) => Err(messages::not_of_unit(&shown(flag), units, by).into()),
        None => Ok(()),
    }
}

fn kind(unit: &Unit) -> &str {
    if let Unit::Group(_) = unit { "group" } else { unit.name() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn given(flags: &[&str]) -> Vec<String> {
        flags.iter().map(|flag| (*flag).to_owned()).collect()
    }

    #[test]
    fn a_flag_chooses_the_unit_that_it_is_for() {
        for (flags, expected) in [
            (&["pattern", "context"][..], Unit::Hit),
            (&["top", "node"], Unit::Collocation),
            (&["top", "n"], Unit::Ngram),
            (&["against"], Unit::Word),
            (&["terms"], Unit::Term),
            (&["fold"], Unit::Corpus),
        ] {
            assert_eq!(units(&[Unit::Corpus], &given(flags)), [expected], "{flags:?}");
        }
        assert_eq!(units(&[Unit::Document], &given(&["per", "top"])), [Unit::Document]);
    }

    #[test]
    fn every_flag_is_refused_by_the_units_that_do_not_use_it() {
        for (flag, by, _) in FLAGS {
            for unit in Unit::NAMED {
                let result = require_used(std::slice::from_ref(unit), &given(&[flag]));
                assert_eq!(result.is_ok(), by.contains(&unit.name()), "{flag} with {}", unit.name());
            }
        }
    }

    #[test]
    fn the_help_names_every_unit() {
        let command = super::super::definition();
        let help = command.find_subcommand("stats").unwrap().get_before_help().unwrap().to_string();
        let named: BTreeSet<&str> = help.split([' ', ',', '\n']).collect();
        assert!(Unit::NAMED.iter().all(|unit| named.contains(unit.name())), "{named:?}");
    }

    #[test]
    fn flags_and_units_of_the_tables_are_those_there_are() {
        let command = super::super::definition();
        let stats = command.find_subcommand("stats").unwrap();
        let ids: BTreeSet<&str> = stats.get_arguments().map(|argument| argument.get_id().as_str()).collect();
        let names: BTreeSet<&str> = Unit::NAMED.iter().map(Unit::name).chain(["group"]).collect();
        for (flag, by, chosen) in FLAGS {
            assert!(ids.contains(flag), "{flag}");
            assert!(by.iter().all(|unit| names.contains(unit)), "{by:?}");
            assert!(
                chosen.as_ref().is_none_or(|unit| by.contains(&unit.name())),
                "{flag} chooses a unit that does not use it"
            );
        }
        assert_eq!(ALL.iter().copied().collect::<BTreeSet<&str>>(), names);
    }
}
