//! Finding documents that are there more than once: the same bytes, the same words, or nearly the same.
//!
//! # Relations
//!
//! | relation | two documents have it if |
//! |---|---|
//! | exact | their texts are equal byte for byte |
//! | normalised | their normalised texts are equal (case, white space, punctuation, quotes, compatibility forms) |
//! | near | the Jaccard coefficient of their shingle sets is at least the threshold |
//!
//! The shingles of a text are the n-grams of its normalised words ([`Shingler`](crate::similarity::Shingler)); a text
//! without any word has only the exact relation. Each relation includes those above it, and a pair is reported under
//! the first one that was asked for. Nothing is reported from a hash or a sketch: equal texts are compared, and
//! resemblance is counted on the whole sets (of 64-bit shingle hashes).
//!
//! # Clusters
//!
//! A cluster is a connected component of the pairs found, and its first document in input order is kept. Two members of
//! a cluster may have no relation of their own but only a chain of them; they are told apart as *chained*.
//!
//! # Way of the data and cost
//!
//! One pass over the corpus takes fingerprints and band keys, about a hundred and fifty bytes a document at the default
//! threshold, and sets the documents aside in a [`Spool`](crate::input::Spool). Everything later reads the spool: the
//! candidates to verify them, the kept documents to hand them out. The output does not depend on threads or hash seeds.

mod band_runs;
mod cluster_rows;
mod clusters;
mod document_rows;
mod duplicates;
mod fingerprint;
mod gathered;
mod options;
mod pair_rows;

use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::Output;

use clusters::Clusters;
use duplicates::Duplicates;
use gathered::Gathered;

pub use options::{DEFAULT_MEMORY_BYTES, Options, Relation, Relations, Unit};

/// What was found, in documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents read.
    pub n_documents: u64,
    /// Documents kept: all that are not removed.
    pub n_kept: u64,
    /// Removed documents that equal the kept one byte for byte.
    pub n_exact: u64,
    /// Removed documents that have the kept one's normalised text.
    pub n_normalized: u64,
    /// Removed documents that are near the kept one.
    pub n_near: u64,
    /// Removed documents that only a chain of pairs leads to the kept one.
    pub n_chained: u64,
    /// Clusters of two or more documents.
    pub n_clusters: u64,
}

impl Summary {
    /// Documents removed, whatever the relation.
    pub fn n_removed(&self) -> u64 {
        self.n_documents - self.n_kept
    }
}

/// Finds the duplicates of a corpus and writes a table of `options.unit` rows.
///
/// Findings: a warning if several documents have the same id, since rows name documents by it.
///
/// # Errors
///
/// [`Error::Option`] if no relation is asked for, [`Error::Spool`] if documents cannot be set aside, and whatever
/// `corpus` and `output` return.
pub fn dedupe(corpus: &Corpus, options: &Options, job: &Job<'_>, output: &mut dyn Output) -> Result<Summary, Error> {
    if options.relations.is_empty() {
        return Err(Error::option("relation", "at least one relation is needed to find anything by"));
    }
    let gathered = Gathered::from_corpus(corpus, options, job)?;
    let (duplicates, clusters) = job.pool.workers().install(|| {
        gathered.warn_of_repeated_ids(job.diagnostics)?;
        let duplicates = Duplicates::find(&gathered, options)?;
        let clusters = Clusters::of(&duplicates, &gathered, options)?;
        Ok::<_, Error>((duplicates, clusters))
    })?;
    match options.unit {
        Unit::Document => document_rows::write(&gathered, &clusters, output)?,
        Unit::Cluster => cluster_rows::write(&gathered, &clusters, output)?,
        Unit::Pair => pair_rows::write(&gathered, &duplicates, options, job, output)?,
    }
    Ok(clusters.summary())
}

#[cfg(test)]
mod tests;
