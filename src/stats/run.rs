//! One run: a corpus is counted, and each unit writes its rows.

use super::budget::Budget;
use super::counting::Keep;
use super::options::Options;
use super::reference::{Against, Reference, require_words};
use super::tables::Summary;
use super::task::Task;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::Output;

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

/// As [`stats`], but the rows of [`Unit::Word`](crate::stats::Unit::Word) compare the words of the corpus with those of a
/// reference.
///
/// A word of either side is a row, the words whose frequencies differ most surely first. Memory: also the vocabulary
/// of the reference, once for each thread.
///
/// # Errors
///
/// [`Error::Option`] also if [`Unit::Word`](crate::stats::Unit::Word) is none of the units.
pub fn stats_against(
    corpus: &Corpus,
    reference: Against<'_>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    require_words(options)?;
    count(corpus, Some(reference), options, job, output)
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
