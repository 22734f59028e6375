//! Which documents seen before the newcomers have to do with: all that may be related to one of them, and all on which the
//! fates of those depend. No other document's fate can change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use redb::Error;

use super::fates::Fates;
use super::newcomer::{EXACT, NAME, Newcomer, PASSAGE};
use super::postings::Postings;
use crate::similarity::{ContainedPair, FEWEST_SHARED, MAX_FREQUENCY};

/// The part of an index that a run looks at.
#[derive(Debug, Default)]
pub(in super::super) struct Neighborhood {
    /// The numbers of its documents, ascending.
    pub(in super::super) members: Vec<u32>,
    /// By newcomer, the number of the document that it is.
    pub(in super::super) known_as: Vec<Option<u32>>,
    /// Winnowed fingerprints that too many documents have.
    pub(in super::super) frequent: HashSet<u32>,
}

impl Neighborhood {
    /// Cost: a lookup for each key of each newcomer, and a step for each document found.
    pub(super) fn of(
        newcomers: &[Newcomer],
        postings: &Postings,
        fates: &Fates,
        contained: &[ContainedPair],
    ) -> Result<Self, Error> {
        let known_as = known_as(newcomers, postings, fates)?;
        let mut members: BTreeSet<u32> = known_as.iter().flatten().copied().collect();
        let unknown = newcomers.iter().zip(&known_as).filter(|(_, known)| known.is_none());
        let unknown: Vec<&Newcomer> = unknown.map(|(newcomer, _)| newcomer).collect();
        let mut bands: BTreeMap<u16, Vec<(u32, u32)>> = BTreeMap::new();
        for (idx, newcomer) in (0..).zip(&unknown) {
            bands.entry(EXACT).or_default().push((newcomer.exact_key(), idx));
            newcomer.for_each_word_key(|band, key| bands.entry(band).or_default().push((key, idx)));
        }
        let mut frequent = HashSet::new();
        for (band, mut keys) in bands {
            keys.sort_unstable();
            keys.dedup();
            let entries = found(postings, band, &keys)?;
            if band == PASSAGE {
                let n_passage_keys = |idx: u32| unknown[idx as usize].fingerprint.passage_keys.len() as u32;
                members.extend(sharing_passages(&keys, &entries, n_passage_keys, fates, &mut frequent));
            } else {
                members.extend(entries.iter().map(|&entry| entry as u32));
            }
        }
        Ok(Self { members: closed(members, fates, contained), known_as, frequent })
    }
}

/// The entries that have a key of these pairs.
fn found(postings: &Postings, band: u16, keys: &[(u32, u32)]) -> Result<Vec<u64>, Error> {
    let mut wanted: Vec<u32> = keys.iter().map(|&(key, _)| key).collect();
    wanted.dedup();
    postings.entries(band, &wanted)
}

/// By newcomer, the document seen that has its id, source and text. Of several alike, the first is the first.
fn known_as(newcomers: &[Newcomer], postings: &Postings, fates: &Fates) -> Result<Vec<Option<u32>>, Error> {
    let mut keys: Vec<(u32, u32)> = (0..).zip(newcomers).map(|(idx, newcomer)| (newcomer.name_key(), idx)).collect();
    keys.sort_unstable();
    let mut by_name: HashMap<u128, Vec<u32>> = HashMap::new();
    for entry in found(postings, NAME, &keys)?.into_iter().rev() {
        by_name.entry(fates.get(entry as u32).name).or_default().push(entry as u32);
    }
    Ok(newcomers.iter().map(|newcomer| by_name.get_mut(&newcomer.name)?.pop()).collect())
}

/// The documents that share enough winnowed fingerprints with a newcomer to be compared with it, counted as
/// [`contained_pairs`](crate::similarity::contained_pairs) counts them.
fn sharing_passages(
    keys: &[(u32, u32)],
    entries: &[u64],
    n_passage_keys: impl Fn(u32) -> u32,
    fates: &Fates,
    frequent: &mut HashSet<u32>,
) -> BTreeSet<u32> {
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    let mut keys = keys.chunk_by(|a, b| a.0 == b.0).peekable();
    for alike in entries.chunk_by(|a, b| a >> u32::BITS == b >> u32::BITS) {
        let key = (alike[0] >> u32::BITS) as u32;
        while keys.next_if(|keys| keys[0].0 < key).is_some() {}
        let Some(newcomers) = keys.next_if(|keys| keys[0].0 == key) else { continue };
        let documents: Vec<u32> = alike.iter().map(|&entry| entry as u32).filter(|&d| fates.is_leader(d)).collect();
        if documents.len() > MAX_FREQUENCY {
            frequent.insert(key);
            continue;
        }
        for &(_, newcomer) in newcomers {
            documents.iter().for_each(|&document| *counts.entry((newcomer, document)).or_default() += 1);
        }
    }
    let is_enough = |&(&(newcomer, document), &n_shared): &(&(u32, u32), &u32)| {
        let n_own = n_passage_keys(newcomer).min(fates.get(document).n_passage_keys.into());
        n_shared >= n_own.div_ceil(FEWEST_SHARED)
    };
    counts.iter().filter(is_enough).map(|(&(_, document), _)| document).collect()
}

/// With each document the first of its cluster, the first of its text, and all that contain it or are contained in it.
fn closed(members: BTreeSet<u32>, fates: &Fates, contained: &[ContainedPair]) -> Vec<u32> {
    let mut related: HashMap<u32, Vec<u32>> = HashMap::new();
    for pair in contained {
        related.entry(pair.inner).or_default().push(pair.outer);
        related.entry(pair.outer).or_default().push(pair.inner);
    }
    let mut open: Vec<u32> = members.iter().copied().collect();
    let mut all = members;
    while let Some(document) = open.pop() {
        let of_cluster = [fates.get(document).representative, fates.leader(document)];
        let reached = of_cluster.iter().chain(related.get(&document).into_iter().flatten());
        open.extend(reached.copied().filter(|&document| all.insert(document)));
    }
    all.into_iter().collect()
}
