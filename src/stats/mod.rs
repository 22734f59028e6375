//! `stats`: counts and measures of a corpus, of its documents, groups of them, words, n-grams and more, in one pass.
//!
//! Worker threads count documents (`Scanner`); the calling thread joins the parts of long ones (`Assembly`), adds
//! up, and lets each unit write its rows. Whatever is merged is integers; ratios and ordering are made at the end, so
//! the rows do not depend on the number of threads.

mod assembly;
mod budget;
mod characters;
mod collocation;
mod compared;
mod contexts;
mod corpus;
mod counts;
mod dispersion;
mod document;
mod family;
mod gaps;
mod gathering;
mod group;
mod grouping;
mod groups;
mod hit;
mod keyness;
mod languages;
mod lengths;
mod measure_columns;
mod measures;
mod needs;
mod ngram;
mod note;
mod noted;
mod options;
mod quality;
mod ranking;
mod reading;
mod reference;
mod runs;
mod scanner;
mod search;
mod sequences;
mod stretch;
mod term;
mod term_pair;
mod time_span;
mod unit;
mod variant;
mod word;
mod word_list;
mod worker;

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use assembly::Assembly;
use budget::Budget;
use contexts::Contexts;
use counts::{Counts, Distinct, Numbers};
use gathering::Gathering;
use groups::Groups;
use measure_columns::MeasureColumns;
use needs::Needs;
use quality::StopLists;
use reading::LanguageCode;
use reference::Reference;
use scanner::{Plan, Scanner, Tally};
use search::{Search, Searcher};
use sequences::Sequences;
use unit::Totals;
use variant::Spellings;
use worker::Worker;

use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::Output;
use crate::text::KNOWS_LANGUAGES;

pub use collocation::CollocationOptions;
pub use dispersion::{Dispersion, Parts};
pub use family::Family;
pub use grouping::Grouping;
pub use hit::HitOrder;
pub use languages::Languages;
pub use ngram::NgramLengths;
pub use options::{DEFAULT_CONTEXT, DEFAULT_WINDOW, Options};
pub use reference::Against;
pub use runs::Within;
pub use search::{Case, Pattern, Spelling, Terms};
pub use unit::Unit;
pub use word_list::WordList;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Documents counted.
    pub n_documents: u64,
    /// Their tokens; zero if no unit needed them.
    pub n_tokens: u64,
}

/// Counts a corpus and sends the rows of each unit to its table of `output`.
///
/// Memory: the documents in flight; for the types of a corpus or its words also the vocabulary, once for each thread,
/// and with it what its n-grams ([`Ngrams`](crate::vocabulary::Ngrams)), collocations
/// ([`Cooccurrences`](crate::vocabulary::Cooccurrences)) or dispersion ([`Postings`](crate::vocabulary::Postings)) take.
/// Hits that are sorted are held, and so are the spellings of the words and names of a corpus for its variants.
/// Groups have a vocabulary each, once for each thread.
///
/// A document that comes in parts holds the vocabulary of what was read of it, and gives the numbers that it would
/// give as a whole, except that a border between two parts ends a sentence, the context of a hit, and a paragraph where
/// those are measured by their length or for text quality, and that nothing is found across it. A border is at a line
/// end. Measures of the order of its tokens keep 4 bytes for each token until it ends. Its parts must agree on its
/// language, or it has none.
///
/// # Errors
///
/// [`Error::Option`] if no unit is named, [`Error::Memory`] past [`Options::memory_bytes`], and whatever `corpus` and
/// `output` return.
pub fn stats(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    count(corpus, None, options, job, output)
}

/// As [`stats`], but the rows of [`Unit::Word`] compare the words of the corpus with those of a reference.
///
/// A word of either side is a row, the words whose frequencies differ most surely first. Memory: also the vocabulary
/// of the reference, once for each thread.
///
/// # Errors
///
/// [`Error::Option`] also if [`Unit::Word`] is none of the units.
pub fn stats_against(
    corpus: &Corpus,
    reference: Against<'_>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    if !options.units.contains(&Unit::Word) {
        return Err(Error::option("against", "compares words, so one of the units must be \"word\""));
    }
    count(corpus, Some(reference), options, job, output)
}

fn count(
    corpus: &Corpus,
    reference: Option<Against<'_>>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let units = distinct_units(options)?;
    if options.languages == Languages::Guessed && !KNOWS_LANGUAGES {
        return Err(Error::option("language", "cannot be guessed by this build, which lacks the feature \"language\""));
    }
    let (plan, search) = (plan(&units, options)?, Search::new(&units, options));
    let mut tables = Vec::with_capacity(units.len());
    for unit in &units {
        tables.push(unit.open(options, corpus, reference, job, output)?);
    }

    options.describe(&units, output);
    let budget = Budget::new(options.memory_bytes);
    let mut of_reference = budget.share();
    let reference = reference.map(|reference| Reference::of(reference, options, &budget, job)).transpose()?;
    of_reference.set(reference.as_ref().map_or(0, |reference| reference.vocabulary.n_bytes()));
    let contexts = Contexts::new(plan.needs, options);
    let groups = Groups::new(counted_groups(&units, options), plan.needs.with_spectrum());
    let assembly = Assembly::new(&plan).counting(contexts.clone());
    let mut gathering = Gathering::new(assembly, groups.clone(), &budget);
    let workers = corpus.run(
        job,
        || Worker {
            languages: options.languages(),
            searcher: search.searcher(),
            scanner: Scanner::new(&plan).counting(contexts.clone()),
            groups: groups.clone(),
            share: budget.share(),
        },
        Worker::work,
        |worked| gathering.take(worked, &mut tables, output),
    )?;
    let Gathering { counts, assembly, groups, .. } = gathering;
    let (scanners, spellings, groups) = parted(workers, groups);
    let Tally { vocabulary, contexts } = merged_tally(scanners, assembly, job);
    let distinct = Distinct::of(&vocabulary, plan.needs.with_spectrum());
    describe_sizes(&counts, plan.needs, output);
    if let Some(reference) = &reference {
        reference.describe(options, output);
    }
    let totals = Totals {
        numbers: Numbers { counts, distinct, sequences: Vec::new() },
        vocabulary: &vocabulary,
        contexts: &contexts,
        spellings: &spellings,
        groups: &groups,
        reference: reference.as_ref(),
        job,
    };
    tables.iter_mut().try_for_each(|table| table.finish(&totals, output))?;
    let counts = &totals.numbers.counts;
    Ok(Summary { n_documents: counts.documents, n_tokens: counts.tokens })
}

/// Tells how much was counted.
fn describe_sizes(counts: &Counts, needs: Needs, output: &mut dyn Output) {
    output.setting("corpus_documents", &counts.documents.to_string());
    if needs.contains(Needs::TOKENS) {
        output.setting("corpus_tokens", &counts.tokens.to_string());
    }
}

/// What the workers counted, found, and counted in groups; the latter two merged.
fn parted(workers: Vec<Worker<'_>>, mut groups: Groups) -> (Vec<Scanner>, Spellings, Groups) {
    let (mut scanners, mut searchers) = (Vec::new(), Vec::new());
    for worker in workers {
        scanners.push(worker.scanner);
        searchers.push(worker.searcher);
        groups = groups.merged(worker.groups);
    }
    (scanners, Spellings::merged(searchers.into_iter().map(Searcher::into_spellings)), groups)
}

/// Each unit once, since an output has one table for each.
fn distinct_units(options: &Options) -> Result<Vec<Unit>, Error> {
    let mut units: Vec<Unit> = Vec::new();
    for unit in &options.units {
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    if units.is_empty() { Err(Error::option("per", "names no unit")) } else { Ok(units) }
}

/// What documents are grouped by for all units, each once.
fn counted_groups(units: &[Unit], options: &Options) -> Arc<[Grouping]> {
    let mut groupings: Vec<Grouping> = Vec::new();
    for grouping in units.iter().filter_map(|unit| unit.counted_groups(options)) {
        if !groupings.contains(grouping) {
            groupings.push(grouping.clone());
        }
    }
    groupings.into()
}

/// All that any of the units needs, done once.
fn plan(units: &[Unit], options: &Options) -> Result<Plan, Error> {
    let language = options.language.as_deref().map(|tag| {
        LanguageCode::of_tag(tag)
            .ok_or_else(|| Error::option("language", format!("{tag:?} is no code of a language, such as en or pt-BR")))
    });
    let needs: Needs = units.iter().map(|unit| unit.needs(options)).collect();
    let is_ordered = needs.contains(Needs::SEQUENCES);
    Ok(Plan {
        needs,
        fold: options.fold,
        window: options.window,
        tokens: options.tokens.clone(),
        sequences: if is_ordered { MeasureColumns::of_one(options).sequences() } else { Sequences::default() },
        language: language.transpose()?,
        stop_lists: if needs.contains(Needs::QUALITY_WORDS) { StopLists::all() } else { StopLists::default() },
    })
}

/// Merges the tallies pairwise and in parallel; any order gives the same frequencies.
fn merged_tally(scanners: Vec<Scanner>, assembly: Assembly, job: &Job<'_>) -> Tally {
    let mut tallies: Vec<Tally> = scanners.into_iter().map(Scanner::into_tally).collect();
    tallies.push(assembly.into_tally());
    job.pool.workers().install(|| tallies.into_par_iter().reduce_with(Tally::merged)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
