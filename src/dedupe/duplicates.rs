//! Pairs of documents that are related, each relation found by its own means.

use super::fingerprint::{LEAST_LOOSE_JACCARD, MIN_CONTAINED_WORDS};
use super::gathered::Gathered;
use super::options::{Linkage, Options, Relation, Relations, Search, Unit};
use crate::error::Error;
use crate::input::PairsAside;
use crate::similarity::{
    Components, ContainedPairs, Documents, NearPair, NearPairs, ShingleSet, Threshold, Wanted, contained_pairs,
    equal_to_first, join, near_pairs,
};

/// What was found. Documents that are equal in some way are represented by the first of them, so that pairs stay few.
#[derive(Debug)]
pub(super) struct Duplicates {
    /// The first document with some text, and a later one with the same; ascending by the latter.
    pub(super) exact: Vec<(u32, u32)>,
    /// The first document with some normalized text, and a later one with the same that is the first with its text;
    /// ascending by the latter.
    pub(super) normalized: Vec<(u32, u32)>,
    /// The near pairs, both documents being their own representatives; ascending.
    pub(super) near: Vec<NearPair>,
    /// Likewise those that are similar and not near, with overlaps of shorter shingles.
    pub(super) similar: Vec<NearPair>,
    /// By document, the first one with the same text.
    exact_firsts: Vec<u32>,
    /// By document, the first one with the same text or normalized text.
    representatives: Vec<u32>,
}

impl Duplicates {
    /// Looks for all symmetric relations that are asked for.
    pub(super) fn find(gathered: &Gathered, options: &Options) -> Result<Self, Error> {
        let all = 0..gathered.n_documents();
        let exact = equal_to_first(gathered.exact(), all.clone().collect(), |document| gathered.text(document))?;
        let mut exact_firsts: Vec<u32> = all.clone().collect();
        exact.iter().for_each(|&(first, later)| exact_firsts[later as usize] = first);

        let goes_beyond_bytes = options.relations.go_beyond_bytes();
        let is_worded = |&d: &u32| goes_beyond_bytes && gathered.n_words(d) > 0 && exact_firsts[d as usize] == d;
        let worded = all.clone().filter(is_worded).collect();
        let normalized = equal_to_first(gathered.normalized(), worded, |document| gathered.words(document))?;
        let mut representatives: Vec<u32> = all.collect();
        normalized.iter().for_each(|&(first, later)| representatives[later as usize] = first);
        exact.iter().for_each(|&(first, later)| representatives[later as usize] = representatives[first as usize]);

        let mut found =
            Self { exact, normalized, near: Vec::new(), similar: Vec::new(), exact_firsts, representatives };
        if options.relations.contains(Relation::Near) {
            found.near = found.find_near(gathered, options)?.pairs;
        }
        if options.relations.contains(Relation::Similar) {
            found.similar = found.find_similar(gathered, options)?;
        }
        Ok(found)
    }

    fn find_near(&self, gathered: &Gathered, options: &Options) -> Result<NearPairs, Error> {
        let wanted = wanted(options);
        if options.search == Search::Sketches {
            let is_first = |document: u32| self.representative(document) == document;
            return near_pairs(&gathered.keys, is_first, options.threshold, wanted, gathered);
        }
        let members: Vec<u32> = (0..gathered.n_documents())
            .filter(|&document| self.representative(document) == document && gathered.n_words(document) > 0)
            .collect();
        let sets: Vec<ShingleSet> =
            members.iter().map(|&member| gathered.shingle_set(member)).collect::<Result<_, _>>()?;
        let mut linked = Components::new(members.len() as u32);
        let is_accepted = |a: usize, b: usize, overlap| gathered.is_accepted(members[a], members[b], overlap);
        let pairs = join(&sets, options.threshold, wanted, &mut linked, is_accepted)?;
        let named = |(a, b, overlap)| NearPair { a: members[a as usize], b: members[b as usize], overlap };
        Ok(NearPairs { pairs: pairs.into_iter().map(named).collect(), n_crowded: 0 })
    }

    fn find_similar(&self, gathered: &Gathered, options: &Options) -> Result<Vec<NearPair>, Error> {
        let is_first = |document: u32| self.representative(document) == document;
        let (documents, least) = (gathered.loose(options.alignment), Threshold::new(LEAST_LOOSE_JACCARD)?);
        let mut found = near_pairs(gathered.keys.loose(), is_first, least, wanted(options), &documents)?.pairs;
        found.retain(|pair| self.near_pair(pair.a, pair.b).is_none());
        Ok(found)
    }

    /// The pairs of which one document contains the other, among those that `is_wanted` says yes to.
    pub(super) fn find_contained(
        gathered: &Gathered,
        options: &Options,
        is_wanted: impl Fn(u32) -> bool,
    ) -> Result<ContainedPairs, Error> {
        if !options.relations.contains(Relation::Contained) {
            return Ok(ContainedPairs::default());
        }
        let n_fingerprints = |document| gathered.n_passage_keys(document);
        let (passages, mut aside) = (gathered.keys.passages(), PairsAside::new(options.spool_directory.clone()));
        contained_pairs(passages, is_wanted, n_fingerprints, options.containment, gathered, &mut aside)
    }

    /// The near pair of two representatives, if it was found.
    pub(super) fn near_pair(&self, a: u32, b: u32) -> Option<&NearPair> {
        pair_of(&self.near, a, b)
    }

    /// The similar pair of two representatives, if it was found.
    pub(super) fn similar_pair(&self, a: u32, b: u32) -> Option<&NearPair> {
        pair_of(&self.similar, a, b)
    }

    /// The first document that is equal, by text or normalized text.
    pub(super) fn representative(&self, document: u32) -> u32 {
        self.representatives[document as usize]
    }

    /// The first document with the same text.
    pub(super) fn exact_first(&self, document: u32) -> u32 {
        self.exact_firsts[document as usize]
    }

    /// The relation under which two documents with the same representative are reported, if one of those asked for
    /// holds.
    pub(super) fn equality(&self, a: u32, b: u32, gathered: &Gathered, relations: Relations) -> Option<Relation> {
        let is_exact = self.exact_firsts[a as usize] == self.exact_firsts[b as usize];
        let strongest = if is_exact { Relation::Exact } else { Relation::Normalized };
        equal_relation(gathered.n_words(a), strongest, relations)
    }
}

/// The relation under which a document of so many words and another one are reported that are equal as `strongest` says.
/// Without words, equal texts have none of the weaker relations; with few, they do not contain each other.
pub(super) fn equal_relation(n_words: u32, strongest: Relation, relations: Relations) -> Option<Relation> {
    let n_words_needed = |relation: Relation| match relation {
        Relation::Exact => 0,
        Relation::Contained => MIN_CONTAINED_WORDS,
        _ => 1,
    };
    let relation = relations.reported(strongest)?;
    (n_words >= n_words_needed(relation)).then_some(relation)
}

fn pair_of(pairs: &[NearPair], a: u32, b: u32) -> Option<&NearPair> {
    let key = (a.min(b), a.max(b));
    pairs.binary_search_by_key(&key, |pair| (pair.a, pair.b)).ok().map(|idx| &pairs[idx])
}

/// Links make connected clusters; whatever looks at single pairs must have all of them.
fn wanted(options: &Options) -> Wanted {
    let looks_at_pairs = matches!(options.unit, Unit::Pair | Unit::Threshold) || options.linkage != Linkage::Connected;
    if looks_at_pairs { Wanted::Pairs } else { Wanted::Links }
}
