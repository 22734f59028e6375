//! `stats`: counts and measures of a corpus, of its documents, groups of them, words, n-grams and more, in one pass.
//!
//! Worker threads count documents (`Scanner`); the calling thread joins the parts of long ones (`Assembly`), adds
//! up (`Counted`), and lets each unit write its rows (`Tables`). Whatever is merged is integers; ratios and ordering are
//! made at the end, so the rows do not depend on the number of threads, nor on that of machines ([`Partial`]).

mod assembly;
mod budget;
mod characters;
mod collocation;
mod compared;
mod contexts;
mod corpus;
mod counted;
mod counting;
mod counts;
mod dispersion;
mod document;
mod family;
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
mod options;
mod partial;
mod plan;
mod quality;
mod ranking;
mod reading;
mod record;
mod reference;
mod runs;
mod scanner;
mod search;
mod sequences;
mod sightings;
mod stored;
mod stretch;
mod tables;
mod tally;
mod task;
mod term;
mod term_pair;
mod time_span;
mod totals;
mod unit;
mod unreadable;
mod variant;
mod word;
mod word_list;

use budget::Budget;
use counting::Keep;
use reference::Reference;
use task::Task;

use crate::error::{Error, OptionProblem};
use crate::input::{Corpus, Job};
use crate::table::Output;

pub use family::Family;
pub use grouping::Grouping;
pub use languages::Languages;
pub use options::{CollocationOptions, DEFAULT_CONTEXT, DEFAULT_WINDOW, Dispersion, NgramLengths, Options, Parts};
pub use partial::{Partial, finish, finish_against};
pub use reference::Against;
pub use runs::Within;
pub use search::{Case, Pattern, Spelling, Terms};
pub use tables::Summary;
pub use unit::Unit;
pub use word_list::WordList;

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
    check_against(options)?;
    count(corpus, Some(reference), options, job, output)
}

fn check_against(options: &Options) -> Result<(), Error> {
    if options.units.contains(&Unit::Word) {
        return Ok(());
    }
    Err(OptionProblem::AgainstWithoutWords.into())
}

fn count(
    corpus: &Corpus,
    reference: Option<Against<'_>>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let (task, budget) = (Task::new(options)?, Budget::new(options.memory_bytes));
    let mut tables = task.tables(&task.field_names(corpus, job)?, reference, job.diagnostics, output)?;
    let mut of_reference = budget.share();
    let reference = reference.map(|reference| Reference::of(reference, options, &budget, job)).transpose()?;
    of_reference.set(reference.as_ref().map_or(0, |reference| reference.vocabulary.n_bytes()));
    let counted = task.count(corpus, Keep::No, &budget, job, &mut |record| tables.record(&record, output))?;
    tables.finish(&counted, reference.as_ref(), job, output)
}

#[cfg(test)]
mod tests;
