//! Pairs of documents that are related, each relation found by its own means.

use super::gathered::Gathered;
use super::options::{Options, Relation, Relations, Unit};
use crate::error::Error;
use crate::similarity::{NearPair, NearPairs, Wanted, equal_to_first, near_pairs};

/// What was found. Documents that are equal in some way are represented by the first of them, so that pairs stay few.
#[derive(Debug)]
pub(super) struct Duplicates {
    /// The first document with some text, and a later one with the same; ascending by the latter.
    pub(super) exact: Vec<(u32, u32)>,
    /// The first document with some normalised text, and a later one with the same that is the first with its text;
    /// ascending by the latter.
    pub(super) normalized: Vec<(u32, u32)>,
    near: NearPairs,
    /// By document, the first one with the same text.
    exact_firsts: Vec<u32>,
    /// By document, the first one with the same text or normalised text.
    representatives: Vec<u32>,
}

impl Duplicates {
    /// Looks for all relations that are asked for.
    pub(super) fn find(gathered: &Gathered, options: &Options) -> Result<Self, Error> {
        let all = 0..gathered.n_documents();
        let text = |document| gathered.text(document);
        let exact = equal_to_first(&gathered.exact, all.clone().collect(), text)?;
        let mut exact_firsts: Vec<u32> = all.clone().collect();
        exact.iter().for_each(|&(first, later)| exact_firsts[later as usize] = first);

        let goes_beyond_bytes = options.relations.go_beyond_bytes();
        let is_worded = |&d: &u32| goes_beyond_bytes && gathered.has_words(d) && exact_firsts[d as usize] == d;
        let worded = all.clone().filter(is_worded).collect();
        let normalized = equal_to_first(&gathered.normalized, worded, |document| gathered.words(document))?;
        let mut representatives: Vec<u32> = all.collect();
        normalized.iter().for_each(|&(first, later)| representatives[later as usize] = first);
        exact.iter().for_each(|&(first, later)| representatives[later as usize] = representatives[first as usize]);

        let is_first = |document: u32| representatives[document as usize] == document;
        let wanted = if options.unit == Unit::Pair { Wanted::Pairs } else { Wanted::Links };
        let near = near_pairs(&gathered.near_keys, is_first, options.threshold, wanted, gathered)?;
        Ok(Self { exact, normalized, near, exact_firsts, representatives })
    }

    /// The near pairs, both documents being their own representatives; ascending.
    pub(super) fn near(&self) -> &[NearPair] {
        &self.near.pairs
    }

    /// The first document that is equal, by text or normalised text.
    pub(super) fn representative(&self, document: u32) -> u32 {
        self.representatives[document as usize]
    }

    /// The relation under which a document and its representative are reported, if one of those asked for holds.
    pub(super) fn to_representative(
        &self,
        document: u32,
        gathered: &Gathered,
        relations: Relations,
    ) -> Option<Relation> {
        if self.exact_firsts[document as usize] != self.representative(document) {
            return relations.reported(Relation::Normalized);
        }
        exact_relation(document, gathered, relations)
    }
}

/// The relation under which a document and another one with the same text are reported. Without words, equal texts have
/// none of the weaker relations.
pub(super) fn exact_relation(document: u32, gathered: &Gathered, relations: Relations) -> Option<Relation> {
    let relation = relations.reported(Relation::Exact)?;
    (relation == Relation::Exact || gathered.has_words(document)).then_some(relation)
}
