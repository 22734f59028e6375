//! Clusters of documents, and what becomes of each member.

use super::duplicates::Duplicates;
use super::fingerprint::MIN_CONTAINED_WORDS;
use super::gathered::Gathered;
use super::groups::Groups;
use super::options::{Options, Relation, Unit};
use crate::error::Error;
use crate::similarity::{Overlap, overlaps};

/// Which documents are kept, and why others are not.
#[derive(Debug)]
pub(super) struct Clusters {
    groups: Groups,
    /// Ascending by the kept document, then by the document.
    removed: Vec<Removed>,
}

/// A document that is not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Removed {
    pub(super) document: u32,
    pub(super) kept: u32,
    /// To the kept document; `None` if only a chain of pairs leads there.
    pub(super) relation: Option<Relation>,
    /// What its shingles share with those of the kept one, its own first; `None` for documents without words.
    pub(super) overlap: Option<Overlap>,
}

/// What was found, in documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents read.
    pub n_documents: u64,
    /// Documents kept: all that are not removed.
    pub n_kept: u64,
    /// Removed documents that equal the kept one byte for byte.
    pub n_exact: u64,
    /// Removed documents that have the kept one's normalized text.
    pub n_normalized: u64,
    /// Removed documents that are near the kept one.
    pub n_near: u64,
    /// Removed documents that the kept one contains.
    pub n_contained: u64,
    /// Removed documents that have most words in the order of the kept one.
    pub n_similar: u64,
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

impl Clusters {
    /// How each removed document is related to the one kept for it. Cost: one comparison for each document that was not
    /// yet compared with the kept one.
    pub(super) fn of(
        groups: Groups,
        duplicates: &Duplicates,
        gathered: &Gathered,
        options: &Options,
    ) -> Result<Self, Error> {
        let documents = (0..gathered.n_documents()).filter(|&d| !groups.is_kept(d) && !gathered.is_reference(d));
        let mut removed: Vec<Removed> = documents
            .map(|document| Removed { document, kept: groups.kept(document), relation: None, overlap: None })
            .collect();
        removed.sort_unstable_by_key(|removed| (removed.kept, removed.document));
        measure(&mut removed, duplicates, gathered, options)?;
        for removed in &mut removed {
            removed.relation = relation(removed, duplicates, gathered, options)?;
        }
        Ok(Self { groups, removed })
    }

    /// Whether the document is kept.
    pub(super) fn is_kept(&self, document: u32) -> bool {
        self.groups.is_kept(document)
    }

    /// The document that is kept for this one.
    pub(super) fn kept(&self, document: u32) -> u32 {
        self.groups.kept(document)
    }

    /// All of them as groups.
    pub(super) fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The documents that are not kept, cluster by cluster, clusters in the order of the kept documents.
    pub(super) fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// The clusters of two documents or more, in the order of the kept ones: what is removed in each.
    pub(super) fn each(&self) -> impl Iterator<Item = &[Removed]> {
        self.removed.chunk_by(|a, b| a.kept == b.kept)
    }

    pub(super) fn summary(&self, gathered: &Gathered) -> Summary {
        let is_input = |removed: &Removed| gathered.is_input(removed.document);
        let removed = || self.removed.iter().filter(|removed| is_input(removed));
        let n_under = |relation| removed().filter(|removed| removed.relation == relation).count() as u64;
        let n_documents = (0..gathered.n_documents()).filter(|&document| gathered.is_input(document)).count();
        Summary {
            n_documents: n_documents as u64,
            n_kept: (n_documents - removed().count()) as u64,
            n_exact: n_under(Some(Relation::Exact)),
            n_normalized: n_under(Some(Relation::Normalized)),
            n_near: n_under(Some(Relation::Near)),
            n_contained: n_under(Some(Relation::Contained)),
            n_similar: n_under(Some(Relation::Similar)),
            n_chained: n_under(None),
            n_clusters: self.each().filter(|members| members.iter().any(is_input)).count() as u64,
        }
    }
}

/// The overlap of each with the kept document; of equal ones only if it is shown, because their relation is known.
fn measure(
    removed: &mut [Removed],
    duplicates: &Duplicates,
    gathered: &Gathered,
    options: &Options,
) -> Result<(), Error> {
    let worded = removed.iter_mut().filter(|removed| gathered.n_words(removed.document) > 0);
    let mut open: Vec<&mut Removed> = Vec::new();
    for removed in worded {
        let (a, b) = (duplicates.representative(removed.document), duplicates.representative(removed.kept));
        if a == b && options.unit != Unit::Cluster {
            continue;
        }
        match duplicates.near_pair(a, b) {
            Some(near) => removed.overlap = Some(if a < b { near.overlap } else { near.overlap.turned() }),
            None => open.push(removed),
        }
    }
    let representative = |document| duplicates.representative(document);
    let mut pairs: Vec<(u32, u32)> =
        open.iter().map(|removed| (representative(removed.kept), representative(removed.document))).collect();
    // Copies of one text are many, and one comparison is enough for all.
    let asked = pairs.clone();
    pairs.sort_unstable();
    pairs.dedup();
    let overlaps = overlaps(&pairs, gathered)?;
    for (removed, pair) in open.into_iter().zip(asked) {
        let idx = pairs.binary_search(&pair).ok();
        removed.overlap = idx.map(|idx| overlaps[idx].turned());
    }
    Ok(())
}

/// Whether a removed document of so many words is near the kept one or contained in it, by what their sets share, its own
/// first.
pub(super) fn by_overlap(overlap: Overlap, n_words: u32, options: &Options) -> Option<Relation> {
    let asks_for = |relation| options.relations.contains(relation);
    if asks_for(Relation::Near) && overlap.reaches(options.threshold) {
        return Some(Relation::Near);
    }
    let is_contained = asks_for(Relation::Contained)
        && options.containment.is_reached_by(overlap.n_shared.into(), overlap.n_a.into())
        && n_words >= MIN_CONTAINED_WORDS;
    is_contained.then_some(Relation::Contained)
}

/// The strongest relation asked for that holds between a removed document and the kept one.
fn relation(
    removed: &Removed,
    duplicates: &Duplicates,
    gathered: &Gathered,
    options: &Options,
) -> Result<Option<Relation>, Error> {
    let (document, kept) = (removed.document, removed.kept);
    let (a, b) = (duplicates.representative(document), duplicates.representative(kept));
    if a == b {
        return Ok(duplicates.equality(document, kept, gathered, options.relations));
    }
    let Some(overlap) = removed.overlap else { return Ok(None) };
    if duplicates.near_pair(a, b).is_some() {
        return Ok(Some(Relation::Near));
    }
    // A pair that the sketches overlooked, or that a crowd did not need, is near all the same.
    let by_overlap = by_overlap(overlap, gathered.n_words(document), options);
    let are_different = gathered.are_of_one_template(a, b, overlap)?;
    if by_overlap.is_some() && !are_different {
        return Ok(by_overlap);
    }
    // Pairs of documents that an index knows are not looked for again.
    let is_known = options.relations.contains(Relation::Similar) && a.max(b) < gathered.n_before() && !are_different;
    let is_similar =
        duplicates.similar_pair(a, b).is_some() || is_known && gathered.loose(options.alignment).are_similar(a, b)?;
    Ok(is_similar.then_some(Relation::Similar))
}
