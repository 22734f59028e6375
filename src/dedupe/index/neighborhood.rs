//! Which documents seen before the newcomers have to do with: all that may be related to one of them, and all on which the
//! fates of those depend. No other document's fate can change.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::containments::Containments;
use super::fates::Fates;
use super::newcomer::{EXACT, NAME, Newcomer, PASSAGE, entries};
use super::postings::Postings;
use super::sealed::damaged;
use crate::error::IndexProblem;
use crate::similarity::{FEWEST_SHARED, MAX_FREQUENCY};

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
    /// Cost: a lookup for each key of each newcomer, and a step for each document found. Memory: the keys of one band.
    pub(super) fn of(
        newcomers: &[Newcomer],
        postings: &Postings<'_>,
        fates: &Fates,
        contained: &Containments,
    ) -> Result<Self, IndexProblem> {
        let known_as = known_as(newcomers, postings, fates)?;
        let mut members: BTreeSet<u32> = known_as.iter().flatten().copied().collect();
        let unknown = newcomers.iter().zip(&known_as).filter(|(_, known)| known.is_none());
        let unknown: Vec<&Newcomer> = unknown.map(|(newcomer, _)| newcomer).collect();
        let mut frequent = HashSet::new();
        for band in EXACT..unknown.iter().map(|newcomer| newcomer.n_bands()).max().unwrap_or(0) {
            let wanted = entries(band, (0..).zip(unknown.iter().copied()));
            let found = found(postings, band, &wanted, fates)?;
            if band == PASSAGE {
                let n_passage_keys = |idx: u32| unknown[idx as usize].fingerprint.passage_keys.len() as u32;
                members.extend(sharing_passages(&wanted, &found, n_passage_keys, fates, &mut frequent));
            } else {
                members.extend(found.iter().map(|&entry| entry as u32));
            }
        }
        Ok(Self { members: closed(members, fates, contained), known_as, frequent })
    }
}

/// The entries that have a key of these.
fn found(postings: &Postings<'_>, band: u16, wanted: &[u64], fates: &Fates) -> Result<Vec<u64>, IndexProblem> {
    let mut keys: Vec<u32> = wanted.iter().map(|&entry| key(entry)).collect();
    keys.dedup();
    let found = postings.entries(band, &keys)?;
    let are_known = found.iter().all(|&entry| (entry as u32) < fates.len());
    if are_known { Ok(found) } else { Err(damaged()) }
}

fn key(entry: u64) -> u32 {
    (entry >> u32::BITS) as u32
}

/// By newcomer, the document seen that has its id, source and text. Of several alike, the first is the first.
fn known_as(newcomers: &[Newcomer], postings: &Postings<'_>, fates: &Fates) -> Result<Vec<Option<u32>>, IndexProblem> {
    let wanted = entries(NAME, (0..).zip(newcomers));
    let mut by_name: HashMap<u128, Vec<u32>> = HashMap::new();
    for entry in found(postings, NAME, &wanted, fates)?.into_iter().rev() {
        by_name.entry(fates.get(entry as u32).name).or_default().push(entry as u32);
    }
    Ok(newcomers.iter().map(|newcomer| by_name.get_mut(&newcomer.name)?.pop()).collect())
}

/// The documents that share enough winnowed fingerprints with a newcomer to be compared with it, counted as
/// [`contained_pairs`](crate::similarity::contained_pairs) counts them.
fn sharing_passages(
    wanted: &[u64],
    found: &[u64],
    n_passage_keys: impl Fn(u32) -> u32,
    fates: &Fates,
    frequent: &mut HashSet<u32>,
) -> BTreeSet<u32> {
    // A newcomer and a document for each fingerprint that they share.
    let mut shared: Vec<u64> = Vec::new();
    let mut wanted = wanted.chunk_by(|&a, &b| key(a) == key(b)).peekable();
    for alike in found.chunk_by(|&a, &b| key(a) == key(b)) {
        let found_key = key(alike[0]);
        while wanted.next_if(|wanted| key(wanted[0]) < found_key).is_some() {}
        let Some(newcomers) = wanted.next_if(|wanted| key(wanted[0]) == found_key) else { continue };
        let documents: Vec<u32> = alike.iter().map(|&entry| entry as u32).filter(|&d| fates.is_leader(d)).collect();
        if documents.len() > MAX_FREQUENCY {
            frequent.insert(found_key);
            continue;
        }
        for &newcomer in newcomers {
            shared.extend(documents.iter().map(|&document| newcomer << u32::BITS | u64::from(document)));
        }
    }
    shared.sort_unstable();
    let is_enough = |pairs: &&[u64]| {
        let (newcomer, document) = ((pairs[0] >> u32::BITS) as u32, pairs[0] as u32);
        let n_own = n_passage_keys(newcomer).min(fates.get(document).n_passage_keys.into());
        pairs.len() as u32 >= n_own.div_ceil(FEWEST_SHARED)
    };
    shared.chunk_by(|a, b| a == b).filter(is_enough).map(|pairs| pairs[0] as u32).collect()
}

/// With each document the first of its cluster, the first of its text, and all that contain it or are contained in it.
fn closed(members: BTreeSet<u32>, fates: &Fates, contained: &Containments) -> Vec<u32> {
    let mut related: HashMap<u32, Vec<u32>> = HashMap::new();
    for pair in contained.iter() {
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
