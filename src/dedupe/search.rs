//! The search for duplicates in a corpus, with a reference or beside an index, and the rows of what it finds.

use super::clusters::{Clusters, Summary};
use super::duplicates::Duplicates;
use super::gathered::Gathered;
use super::groups::Groups;
use super::index::{Index, Update};
use super::options::{Options, Relation, Search, Unit};
use super::passages::Strip;
use super::{cluster_rows, document_rows, marked_rows, pair_rows, reused_passages, threshold_rows};
use crate::diagnostics::Finding;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::similarity::{Banding, ContainedPair, ContainedPairs, MAX_FREQUENCY};
use crate::table::Output;

/// Finds the duplicates of a corpus and writes a table of `options.unit` rows. Documents that are in `reference` as well
/// are duplicates too; its own documents are never put out.
///
/// Findings: a warning if several documents have the same id, since rows name documents by it; notes on the recall of
/// the search, and on passages that it took for everyone's.
///
/// # Errors
///
/// [`Error::Option`] if no relation is asked for, [`Error::Spool`] if documents cannot be set aside, and whatever
/// the corpora and `output` return.
pub fn dedupe(
    corpus: &Corpus,
    reference: Option<&Corpus>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let options = &options.checked()?;
    found_in(Gathered::read(corpus, reference, options, job)?, options, job, output)
}

/// Like [`dedupe`], beside the documents that earlier runs have seen: documents that an index has are duplicates, too, and
/// only those of `corpus` are put out. [`Index::commit`] makes them part of the index, once the output is safe.
///
/// A document that the index has by the same id, from the same source and with the same text is the same document: it
/// is put out again if it is kept, and a run can be repeated. The clusters are those of one run over all documents, in
/// the order in which they came, but for passages that came to be frequent meanwhile and pairs that no sketch proposes.
/// Documents seen before whose fate changes are put out as well, as what they are now.
///
/// Findings: those of [`dedupe`], and a warning if documents that an earlier run kept are given up.
///
/// # Errors
///
/// Those of [`dedupe`], and [`Error::Index`] if the index cannot be read or added to.
pub fn dedupe_beside(
    corpus: &Corpus,
    index: &mut Index,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let mut gathered = Gathered::read_beside(corpus, index, options, job)?;
    let found = Found::told(&mut gathered, options, job)?;
    gathered.warn_of_changed(|document| found.clusters.kept(document), job.diagnostics)?;
    found.write(&gathered, options, job, output)?;
    job.pool.workers().install(|| found.update(&gathered).add_to(index))?;
    Ok(found.clusters.summary(&gathered))
}

/// Searches among documents that have been read, and writes the rows.
pub(super) fn found_in(
    mut gathered: Gathered,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let found = Found::told(&mut gathered, options, job)?;
    found.write(&gathered, options, job, output)?;
    Ok(found.clusters.summary(&gathered))
}

/// All that a search finds.
struct Found {
    duplicates: Duplicates,
    contained: Vec<ContainedPair>,
    n_frequent: u64,
    /// Clusters before any document is given up for one that contains it, and the containments that decide about that.
    linked: Groups,
    of_kept: Vec<ContainedPair>,
    clusters: Clusters,
}

impl Found {
    fn told(gathered: &mut Gathered, options: &Options, job: &Job<'_>) -> Result<Self, Error> {
        gathered.warn_of_repeated_ids(job.diagnostics)?;
        let found = job.pool.workers().install(|| Self::by_search(gathered, options))?;
        found.tell(options, job);
        Ok(found)
    }

    fn write(
        &self,
        gathered: &Gathered,
        options: &Options,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let Self { duplicates, contained, clusters, .. } = self;
        match options.unit {
            Unit::Document if options.strip == Strip::Nothing => {
                document_rows::write(gathered, clusters, job.diagnostics, output)
            }
            Unit::Document | Unit::Passage => reused_passages::write(gathered, clusters, options, job, output),
            Unit::Marked => marked_rows::write(gathered, clusters, job.diagnostics, output),
            Unit::Cluster => cluster_rows::write(gathered, clusters, options.cluster_texts, output),
            Unit::Pair => pair_rows::write(gathered, duplicates, contained, options, job, output),
            Unit::Threshold => threshold_rows::write(gathered, duplicates, options, output),
        }
    }

    fn update<'f>(&'f self, gathered: &'f Gathered) -> Update<'f> {
        Update {
            gathered,
            duplicates: &self.duplicates,
            linked: &self.linked,
            groups: self.clusters.groups(),
            contained: &self.of_kept,
        }
    }

    /// Documents are compared for containment after the others are given up, unless every pair is asked for.
    fn by_search(gathered: &mut Gathered, options: &Options) -> Result<Self, Error> {
        let duplicates = Duplicates::find(gathered, options)?;
        gathered.keys.forget_sketches();
        let mut groups = Groups::of(&duplicates, gathered, options);
        let is_wanted = |document: u32| match options.unit {
            Unit::Pair => duplicates.representative(document) == document,
            _ => groups.is_kept(document),
        };
        let mut contained = Duplicates::find_contained(gathered, options, is_wanted)?;
        contained.pairs.extend_from_slice(gathered.seen().contained());
        // A pair of representatives is as good as one of the kept documents that equal them.
        let kept = |document| {
            let kept = groups.kept(document);
            (duplicates.representative(kept) == duplicates.representative(document)).then_some(kept)
        };
        let of_kept = contained
            .pairs
            .iter()
            .filter_map(|pair| Some(ContainedPair { inner: kept(pair.inner)?, outer: kept(pair.outer)?, ..*pair }));
        let of_kept: Vec<ContainedPair> = of_kept.filter(|pair| pair.inner != pair.outer).collect();
        let linked = groups.clone();
        groups.absorb(&of_kept, gathered);
        gathered.show_changed(|document| groups.is_kept(document));
        let clusters = Clusters::of(groups, &duplicates, gathered, options)?;
        let ContainedPairs { pairs: contained, n_frequent } = contained;
        Ok(Self { duplicates, contained, n_frequent, linked, of_kept, clusters })
    }

    fn tell(&self, options: &Options, job: &Job<'_>) {
        if options.relations.contains(Relation::Near) {
            let threshold = options.threshold.value();
            let recall = match options.search {
                Search::AllPairs => "are all found".to_owned(),
                Search::Sketches => {
                    let banding = Banding::for_threshold(options.threshold);
                    let recall = banding.expected_recall(threshold).min(crate::similarity::RECALL);
                    format!("are found with a probability of at least {recall:.4}")
                }
            };
            job.diagnostics
                .report(Finding::note("", format!("pairs with a Jaccard coefficient of {threshold} {recall}")));
        }
        if self.n_frequent > 0 {
            let message = format!(
                "{} passages stand in more than {MAX_FREQUENCY} documents each and were not taken for a sign that one \
                 contains another",
                self.n_frequent
            );
            job.diagnostics.report(Finding::note("", message));
        }
    }
}
