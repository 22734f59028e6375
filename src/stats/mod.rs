//! `stats`: counts and measures of a corpus, of its documents, of groups of them and of its words, all in one pass.
//!
//! Worker threads count documents (`Scanner`); the calling thread joins the parts of long ones (`Assembly`), adds
//! up, and lets each unit write its rows. Whatever is merged is integers; ratios and ordering are made at the end, so
//! the rows do not depend on the number of threads.

mod assembly;
mod compared;
mod corpus;
mod counts;
mod document;
mod group;
mod grouping;
mod groups;
mod keyness;
mod languages;
mod measure_columns;
mod measures;
mod needs;
mod note;
mod reference;
mod scanner;
mod stretch;
mod unit;
mod word;
mod worker;

use std::num::NonZero;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use assembly::Assembly;
use counts::{Counts, Distinct, Numbers};
use groups::Groups;
use reference::Reference;
use scanner::{Plan, Scanner};
use unit::Totals;
use worker::Worker;

use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::measure::keyness::Correction;
use crate::table::{Output, Selection};
use crate::text::{KNOWS_LANGUAGES, LANGUAGE_SAMPLE_BYTES};
use crate::vocabulary::{Fold, Vocabulary};

pub use grouping::Grouping;
pub use languages::Languages;
pub use unit::Unit;

/// Tokens in a window of the moving-average type-token ratio, unless said otherwise.
pub const DEFAULT_WINDOW: NonZero<usize> = NonZero::new(50).expect("50 is not zero");

/// What to count, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// What one row is. Each unit gets a table of its own, in this order.
    pub units: Vec<Unit>,
    /// The columns that will be shown. All columns are sent; those not named here may be left empty to save work.
    pub columns: Selection,
    /// What makes two tokens the same type.
    pub fold: Fold,
    /// Where the language of a document is taken from, which then is a field of it. Grouping by language guesses it in
    /// any case.
    pub languages: Languages,
    /// Tokens in a window of the moving-average type-token ratio.
    pub window: NonZero<usize>,
    /// Words with fewer tokens get no row; against a reference corpus, words with fewer tokens in both. All words still
    /// count in the measures.
    pub min_frequency: u64,
    /// How many words get a row, the most frequent first, or against a reference corpus those with the highest G2;
    /// `None` for all.
    pub top: Option<NonZero<usize>>,
    /// How probabilities are corrected for the number of words; `None` for not at all.
    pub correction: Option<Correction>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            units: vec![Unit::Corpus],
            columns: Selection::default(),
            fold: Fold::default(),
            languages: Languages::default(),
            window: DEFAULT_WINDOW,
            min_frequency: 1,
            top: None,
            correction: Some(Correction::BenjaminiHochberg),
        }
    }
}

impl Options {
    /// Tells the choices that the numbers depend on.
    fn describe(&self, units: &[Unit], output: &mut dyn Output) {
        output.setting("tokens", "word segments with a letter or number, after Unicode Standard Annex #29");
        output.setting("fold", self.fold.describe());
        output.setting("window", &self.window.to_string());
        output.setting("logarithm", "natural, unless the definition of a column says otherwise");
        if self.languages() == Languages::Guessed {
            output
                .setting("language", &format!("guessed from {LANGUAGE_SAMPLE_BYTES} bytes, if the record names none"));
        }
        if units.contains(&Unit::Word) {
            output.setting("min", &self.min_frequency.to_string());
            output.setting("top", &self.top.map_or_else(|| "all".to_owned(), |top| top.to_string()));
        }
    }

    /// Where languages come from: a grouping by language needs them all.
    fn languages(&self) -> Languages {
        let is_needed = self.units.iter().filter_map(Unit::grouping).any(Grouping::is_by_language);
        if is_needed { Languages::Guessed } else { self.languages }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Documents counted.
    pub n_documents: u64,
}

/// Counts a corpus and sends the rows of each unit to its table of `output`.
///
/// Memory: the documents in flight; for the types of a corpus or its words also the vocabulary, and for those of groups
/// the vocabulary of each group, once for each thread.
/// A document that comes in parts holds the vocabulary of what was read of it, and gives the numbers that it would
/// give as a whole, except that a border between two parts ends a sentence.
///
/// # Errors
///
/// [`Error::Option`] if no unit is named, and whatever `corpus` and `output` return.
pub fn stats(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    count(corpus, None, options, job, output)
}

/// As [`stats`], but the rows of [`Unit::Word`] compare the words of the corpus with those of a reference corpus.
///
/// A word of either corpus is a row, the words whose frequencies differ most surely first. Memory: also the vocabulary
/// of the reference corpus, once for each thread.
///
/// # Errors
///
/// [`Error::Option`] also if [`Unit::Word`] is none of the units.
pub fn stats_against(
    corpus: &Corpus,
    reference: &Corpus,
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
    reference: Option<&Corpus>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let units = distinct_units(options)?;
    if options.languages == Languages::Guessed && !KNOWS_LANGUAGES {
        return Err(Error::option("language", "cannot be guessed by this build, which lacks the feature \"language\""));
    }
    let plan = plan(&units, options);
    let mut tables = Vec::with_capacity(units.len());
    for unit in &units {
        tables.push(unit.open(options, corpus, reference, job, output)?);
    }

    options.describe(&units, output);
    let reference = reference.map(|reference| Reference::count(reference, options, job)).transpose()?;
    let mut counts = Counts::default();
    let mut assembly = Assembly::new(plan);
    let groupings: Arc<[Grouping]> = units.iter().filter_map(Unit::grouping).cloned().collect();
    let mut groups = Groups::new(Arc::clone(&groupings));
    let workers = corpus.run(
        job,
        || Worker {
            languages: options.languages(),
            scanner: Scanner::new(plan),
            groups: Groups::new(Arc::clone(&groupings)),
        },
        Worker::scan,
        |scanned| {
            let Some((document, numbers)) = assembly.push(scanned) else { return Ok(()) };
            counts += numbers.counts;
            if let Some(types) = assembly.completed_types() {
                groups.add(&document, numbers.counts, || types.iter());
            }
            tables.iter_mut().try_for_each(|table| table.document(&document, &numbers, output))
        },
    )?;

    let mut scanners = Vec::with_capacity(workers.len());
    for worker in workers {
        scanners.push(worker.scanner);
        groups = groups.merged(worker.groups);
    }
    let vocabulary = merged_vocabulary(scanners, assembly, job);
    let distinct = Distinct { types: vocabulary.n_types() as u64, hapax: vocabulary.n_hapax() as u64 };
    let totals = Totals {
        numbers: Numbers { counts, distinct },
        vocabulary: &vocabulary,
        groups: &groups,
        reference: reference.as_ref(),
        job,
    };
    tables.iter_mut().try_for_each(|table| table.finish(&totals, output))?;
    Ok(Summary { n_documents: counts.documents })
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

/// All that any of the units needs, done once.
fn plan(units: &[Unit], options: &Options) -> Plan {
    let needs = units.iter().map(|unit| unit.needs(options)).collect();
    Plan { needs, fold: options.fold, window: options.window }
}

/// Merges the vocabularies pairwise and in parallel; any order gives the same frequencies.
fn merged_vocabulary(scanners: Vec<Scanner>, assembly: Assembly, job: &Job<'_>) -> Vocabulary {
    let mut vocabularies: Vec<Vocabulary> = scanners.into_iter().map(Scanner::into_vocabulary).collect();
    vocabularies.push(assembly.into_vocabulary());
    job.pool.workers().install(|| vocabularies.into_par_iter().reduce(Vocabulary::default, Vocabulary::merged))
}

#[cfg(test)]
mod tests;
