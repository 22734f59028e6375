//! Clusters of documents, and what becomes of each member.

use super::Summary;
use super::duplicates::Duplicates;
use super::gathered::Gathered;
use super::options::{Options, Relation};
use crate::error::Error;
use crate::similarity::{Components, Overlap, overlaps};

/// Which documents hang together. The first of each cluster is kept.
#[derive(Debug)]
pub(super) struct Clusters {
    /// By document, the first of its cluster.
    firsts: Vec<u32>,
    /// Ascending by document.
    removed: Vec<Removed>,
}

/// A document that is not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Removed {
    pub(super) document: u32,
    pub(super) kept: u32,
    /// To the kept document; `None` if only a chain of pairs leads there.
    pub(super) relation: Option<Relation>,
    /// With the kept document; `None` for documents without words.
    pub(super) jaccard: Option<f64>,
}

impl Clusters {
    /// The clusters that the pairs make, and how each removed document is related to the one kept for it. Cost: beside
    /// the union-find, one comparison for each document that was not yet compared with the kept one.
    pub(super) fn of(duplicates: &Duplicates, gathered: &Gathered, options: &Options) -> Result<Self, Error> {
        let mut components = Components::new(gathered.n_documents());
        for document in 0..gathered.n_documents() {
            if duplicates.to_representative(document, gathered, options.relations).is_some() {
                components.join(document, duplicates.representative(document));
            }
        }
        duplicates.near().iter().for_each(|pair| components.join(pair.a, pair.b));
        let firsts = components.into_firsts();
        let mut removed: Vec<Removed> = (0..gathered.n_documents())
            .filter(|&document| firsts[document as usize] != document)
            .map(|document| removal(document, firsts[document as usize], duplicates, gathered, options))
            .collect();
        measure_the_rest(&mut removed, duplicates, gathered, options)?;
        Ok(Self { firsts, removed })
    }

    /// The documents that are kept, in input order.
    pub(super) fn kept(&self) -> impl Iterator<Item = u32> {
        self.firsts.iter().zip(0..).filter(|(first, document)| **first == *document).map(|(_, document)| document)
    }

    /// The documents that are not kept, in input order.
    pub(super) fn removed(&self) -> &[Removed] {
        &self.removed
    }

    pub(super) fn summary(&self) -> Summary {
        let n_under = |relation| self.removed.iter().filter(|removed| removed.relation == relation).count() as u64;
        let mut kept: Vec<u32> = self.removed.iter().map(|removed| removed.kept).collect();
        kept.sort_unstable();
        kept.dedup();
        Summary {
            n_documents: self.firsts.len() as u64,
            n_kept: (self.firsts.len() - self.removed.len()) as u64,
            n_exact: n_under(Some(Relation::Exact)),
            n_normalized: n_under(Some(Relation::Normalized)),
            n_near: n_under(Some(Relation::Near)),
            n_chained: n_under(None),
            n_clusters: kept.len() as u64,
        }
    }
}

/// What the pairs found say of a removed document.
fn removal(document: u32, kept: u32, duplicates: &Duplicates, gathered: &Gathered, options: &Options) -> Removed {
    let representative = duplicates.representative(document);
    if representative == kept {
        let relation = duplicates.to_representative(document, gathered, options.relations);
        let jaccard = gathered.has_words(document).then_some(1.0);
        return Removed { document, kept, relation, jaccard };
    }
    let near = duplicates.near().binary_search_by_key(&(kept, representative), |pair| (pair.a, pair.b));
    let overlap = near.ok().map(|idx| duplicates.near()[idx].overlap);
    let relation = overlap.map(|_| Relation::Near);
    Removed { document, kept, relation, jaccard: overlap.and_then(Overlap::jaccard) }
}

/// Compares those whose pair with the kept document was not among the candidates.
fn measure_the_rest(
    removed: &mut [Removed],
    duplicates: &Duplicates,
    gathered: &Gathered,
    options: &Options,
) -> Result<(), Error> {
    let mut open: Vec<&mut Removed> = removed.iter_mut().filter(|removed| removed.relation.is_none()).collect();
    open.sort_by_key(|removed| (removed.kept, removed.document));
    let pairs: Vec<(u32, u32)> =
        open.iter().map(|removed| (removed.kept, duplicates.representative(removed.document))).collect();
    let overlaps = overlaps(&pairs, gathered)?;
    for (removed, overlap) in open.into_iter().zip(overlaps) {
        removed.jaccard = overlap.jaccard();
        // A pair that the sketches overlooked is near all the same.
        removed.relation = overlap.reaches(options.threshold).then_some(Relation::Near);
    }
    Ok(())
}
