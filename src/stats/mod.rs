//! `stats`: counts and measures of a corpus, of its documents and of its words, all in one pass.
//!
//! Worker threads count documents (`Scanner`); the calling thread joins the parts of long ones (`Assembly`), adds
//! up, and lets each unit write its rows. Whatever is merged is integers; ratios and ordering are made at the end, so
//! the rows do not depend on the number of threads.

mod assembly;
mod characters;
mod corpus;
mod counts;
mod document;
mod family;
mod lengths;
mod measure_columns;
mod measures;
mod needs;
mod note;
mod quality;
mod reading;
mod scanner;
mod sequences;
mod stretch;
mod unit;
mod word;

use std::num::NonZero;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use assembly::Assembly;
use counts::{Counts, Distinct, Numbers};
use measure_columns::MeasureColumns;
use needs::Needs;
use reading::LanguageCode;
use scanner::{Plan, Scanner};
use sequences::Sequences;
use unit::Totals;

use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::{Output, Selection};
use crate::text::Tokenization;
use crate::vocabulary::{Fold, Vocabulary};

pub use family::Family;
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
    /// Families of measures that are columns beside the usual ones. Measures that `columns` names are columns anyway.
    pub families: Vec<Family>,
    /// What a token is.
    pub tokens: Tokenization,
    /// The language of documents that name none in their field `language`, as a code of ISO 639-1 or a tag that begins
    /// with one. Ends of sentences, syllables and readability depend on it.
    pub language: Option<String>,
    /// What makes two tokens the same type.
    pub fold: Fold,
    /// Tokens in a window of the moving-average type-token ratio.
    pub window: NonZero<usize>,
    /// Words with fewer tokens get no row. All words still count in the measures.
    pub min_frequency: u64,
    /// How many words get a row, the most frequent first; `None` for all.
    pub top: Option<NonZero<usize>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            units: vec![Unit::Corpus],
            columns: Selection::default(),
            families: Vec::new(),
            tokens: Tokenization::default(),
            language: None,
            fold: Fold::default(),
            window: DEFAULT_WINDOW,
            min_frequency: 1,
            top: None,
        }
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
/// Memory: the documents in flight; for the types of a corpus or its words also the vocabulary, once for each thread.
/// A document that comes in parts holds the vocabulary of what was read of it, and gives the numbers that it would
/// give as a whole, except that a border between two parts ends a sentence, and a paragraph where those are measured by
/// their length or for text quality. Measures of the order of its tokens keep 4 bytes for each token until it ends.
/// Its parts must agree on its language, or it has none.
///
/// # Errors
///
/// [`Error::Option`] if no unit is named, and whatever `corpus` and `output` return.
pub fn stats(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    let units = distinct_units(options)?;
    let plan = plan(&units, options)?;
    let mut tables = Vec::with_capacity(units.len());
    for unit in units {
        tables.push(unit.open(options, corpus, job, output)?);
    }

    let mut counts = Counts::default();
    let mut assembly = Assembly::new(&plan);
    let scanners = corpus.run(
        job,
        || Scanner::new(&plan),
        Scanner::scan,
        |scanned| {
            let Some((document, numbers)) = assembly.push(scanned) else { return Ok(()) };
            counts += &numbers.counts;
            tables.iter_mut().try_for_each(|table| table.document(&document, &numbers, output))
        },
    )?;

    let vocabulary = merged_vocabulary(scanners, assembly, job);
    let distinct = Distinct::of(&vocabulary, plan.needs.with_spectrum());
    let numbers = Numbers { counts, distinct, sequences: Vec::new() };
    let totals = Totals { numbers, vocabulary: &vocabulary, job };
    tables.iter_mut().try_for_each(|table| table.finish(&totals, output))?;
    Ok(Summary { n_documents: totals.numbers.counts.documents })
}

/// Each unit once, since an output has one table for each.
fn distinct_units(options: &Options) -> Result<Vec<Unit>, Error> {
    let mut units: Vec<Unit> = Vec::new();
    for &unit in &options.units {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    if units.is_empty() { Err(Error::option("per", "names no unit")) } else { Ok(units) }
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
    })
}

/// Merges the vocabularies pairwise and in parallel; any order gives the same frequencies.
fn merged_vocabulary(scanners: Vec<Scanner>, assembly: Assembly, job: &Job<'_>) -> Vocabulary {
    let mut vocabularies: Vec<Vocabulary> = scanners.into_iter().map(Scanner::into_vocabulary).collect();
    vocabularies.push(assembly.into_vocabulary());
    job.pool.workers().install(|| vocabularies.into_par_iter().reduce(Vocabulary::default, Vocabulary::merged))
}

#[cfg(test)]
mod tests;
