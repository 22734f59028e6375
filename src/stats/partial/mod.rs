//! What one of several machines counted: a value that merges, and a file.
//!
//! [`Partial::count`] counts a corpus or a shard of it, [`Partial::merge`] puts two together, in any order and in any tree,
//! and [`finish`] writes the rows that one run over all the documents would write, byte for byte. In between a partial
//! result lies in a file of a few bytes for each word ([`Partial::write`], [`Partial::read`]); the same shares give the same
//! file, in whatever order they were merged.

mod file;
mod parameters;
mod records;

use super::Options;
use super::budget::Budget;
use super::counted::Counted;
use super::counting::Keep;
use super::record::Record;
use super::reference::{Against, Reference, require_words};
use super::tables::Summary;
use super::task::Task;
use crate::error::{Error, PartialProblem};
use crate::input::{Corpus, Job, Shard};
use crate::partial::{Listener, Shares, Told, report_missing};
use crate::table::Output;

use parameters::{Header, Parameters};
use records::Fields;

/// What was counted over some of the documents of a corpus.
///
/// It belongs to the options that it was counted by, and to one version of textmill and of Unicode: others are refused.
/// Memory: the words and what is counted with them, once; and the rows of all documents or hits, if they are asked for.
#[derive(Clone, Debug)]
pub struct Partial {
    header: Header,
    fields: Fields,
    counted: Counted,
    /// What there is to tell of single documents.
    records: Vec<Record>,
    told: Told,
}

impl Partial {
    /// Counts a corpus, or the shard of it that it was opened for. What is wrong with inputs is remembered, too.
    ///
    /// # Errors
    ///
    /// As [`stats`](super::stats).
    pub fn count(corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<Self, Error> {
        let (task, budget) = (Task::new(options)?, Budget::new(options.memory_bytes));
        let listener = Listener::new(job.diagnostics);
        let job = &Job { diagnostics: &listener, ..*job };
        let fields = if task.needs_fields() { Fields::of(corpus.seen_fields(job)?) } else { Fields::default() };
        let mut records = Vec::new();
        let counted = task.count(corpus, Keep::WithPlaces(corpus), &budget, job, &mut |record| {
            records.push(record);
            Ok(())
        })?;
        let header = Header {
            parameters: Parameters::of(&task, corpus.reading()),
            shares: Shares::of(corpus, Some(counted.counts.documents)),
        };
        Ok(Self { header, fields, counted, records, told: listener.into_told() })
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// [`PartialProblem::Differs`] if they were counted by different options, [`PartialProblem::Repeated`] if both have the
    /// same shard, [`PartialProblem::Apart`] if they are shards of different corpora.
    pub fn merge(self, other: Self) -> Result<Self, PartialProblem> {
        let Self { header, mut fields, counted, mut records, mut told } = self;
        let header = header.merged(&other.header)?;
        fields.absorb(other.fields);
        records.extend(other.records);
        told.absorb(other.told);
        Ok(Self { header, fields, counted: counted.merged(other.counted), records, told })
    }

    /// The shards that are missing, if it was counted by shard.
    pub fn missing_shards(&self) -> Vec<Shard> {
        self.header.shares.missing()
    }

    /// How many documents were counted.
    pub fn n_documents(&self) -> u64 {
        self.counted.counts.documents
    }

    /// How much memory it takes, but for rows of documents and hits.
    pub fn n_bytes(&self) -> u64 {
        self.counted.n_bytes()
    }

    /// Makes sure that it takes no more memory than options allow.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] if it does.
    pub fn check_memory(&self, options: &Options) -> Result<(), Error> {
        let budget = Budget::new(options.memory_bytes);
        let mut share = budget.share();
        share.set(self.n_bytes());
        budget.check()
    }

    /// Makes sure that it has what options ask for.
    ///
    /// # Errors
    ///
    /// [`PartialProblem::Differs`], and [`PartialProblem::LacksUnit`] and its kin, if it has not.
    fn check(&self, task: &Task<'_>) -> Result<(), PartialProblem> {
        self.header.parameters.check(&Parameters::of(task, Vec::new()))
    }
}

/// Writes the rows of the documents of a partial result, as [`stats`](super::stats) would write them.
///
/// The options must be those that it was counted by, but for what concerns rows alone: `top`, `min_frequency` and that of
/// collocations, `stop`, `correction`. Failures of inputs are reported again, and missing shards are failures.
///
/// # Errors
///
/// [`Error::Partial`] if it was counted by other options, and as [`stats`](super::stats).
pub fn finish(partial: Partial, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    conclude(partial, None, options, job, output)
}

/// As [`finish`], but the rows of words compare them with a reference.
///
/// # Errors
///
/// As [`finish`] and [`stats_against`](super::stats_against).
pub fn finish_against(
    partial: Partial,
    reference: Against<'_>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    require_words(options)?;
    conclude(partial, Some(reference), options, job, output)
}

fn conclude(
    mut partial: Partial,
    reference: Option<Against<'_>>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let (task, budget) = (Task::new(options)?, Budget::new(options.memory_bytes));
    let of_partial = |problem| Error::Partial { name: "partial result".to_owned(), problem };
    partial.check(&task).map_err(of_partial)?;
    if !task.groupings().is_empty() {
        partial.counted.unreadable.check_order().map_err(of_partial)?;
    }
    let mut tables = task.tables(&partial.fields.names(), reference, job.diagnostics, output)?;
    let mut share = budget.share();
    share.set(partial.n_bytes());
    let reference = reference.map(|reference| Reference::of(reference, options, &budget, job)).transpose()?;
    budget.check()?;
    partial.told.tell(job.diagnostics);
    report_missing(&partial.header.shares, job.diagnostics);
    partial.records.sort_by(|a, b| a.order().cmp(&b.order()));
    partial.records.iter().try_for_each(|record| tables.record(record, output))?;
    tables.finish(&partial.counted, reference.as_ref(), job, output)
}

#[cfg(test)]
mod tests;
