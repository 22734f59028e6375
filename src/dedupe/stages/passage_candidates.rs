//! Candidates for containment: pairs of documents, and how many winnowed fingerprints they share.

use super::ids::Ids;
use crate::error::Error;
use crate::similarity::{MAX_FREQUENCY, Run, entry, for_each_bucket, least_shared};

/// Pairs that are counted at a time: 32 MiB of them.
const MAX_WAITING: usize = 4 << 20;

/// Documents with a winnowed fingerprint in common.
#[derive(Debug, Default)]
pub struct ContainedCandidates {
    ids: Ids,
    /// Key and number of arrival.
    entries: Vec<(u32, u32)>,
    /// By number of arrival.
    n_keys: Vec<u32>,
}

impl ContainedCandidates {
    /// Adds a fingerprint of a document that has `n_keys` of them.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more documents than can be numbered.
    pub fn push(&mut self, key: u32, id: &str, n_keys: u32) -> Result<(), Error> {
        let number = self.ids.number(id)?;
        if self.n_keys.len() <= number as usize {
            self.n_keys.push(n_keys);
        }
        self.entries.push((key, number));
        Ok(())
    }

    /// Calls `take` with pairs, the first document first, how many of these fingerprints they share, and how many they must
    /// share to be compared. A pair may come several times, each with other fingerprints. Those that more than
    /// [`MAX_FREQUENCY`] documents have propose nothing.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn propose<E>(self, mut take: impl FnMut(&str, &str, u32, u32) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let mut n_keys = vec![0; self.n_keys.len()];
        for (&n, number) in self.n_keys.iter().zip(0..) {
            n_keys[ids.rank(number) as usize] = n;
        }
        let mut entries: Vec<u64> =
            self.entries.into_iter().map(|(key, number)| entry(key, ids.rank(number))).collect();
        entries.sort_unstable();
        let mut waiting: Vec<u64> = Vec::new();
        let mut settle = |waiting: &mut Vec<u64>| {
            waiting.sort_unstable();
            let settled = waiting.chunk_by(|a, b| a == b).try_for_each(|same| {
                let (a, b) = ((same[0] >> u32::BITS) as u32, same[0] as u32);
                let needed = least_shared(n_keys[a as usize], n_keys[b as usize]);
                // A bucket has each document once, so a pair comes no more often than 32 bits count.
                take(ids.id(a), ids.id(b), same.len() as u32, needed)
            });
            waiting.clear();
            settled
        };
        let run: Run<'_, E> = Box::new(entries.into_iter().map(Ok));
        for_each_bucket(
            vec![run],
            |_| true,
            |bucket| {
                if bucket.len() > MAX_FREQUENCY {
                    return Ok(());
                }
                for (idx, &a) in bucket.iter().enumerate() {
                    waiting.extend(bucket[idx + 1..].iter().map(|&b| entry(a, b)));
                }
                if waiting.len() >= MAX_WAITING { settle(&mut waiting) } else { Ok(()) }
            },
        )?;
        settle(&mut waiting)
    }
}

/// Adds up what pairs share.
#[derive(Debug, Default)]
pub struct Tally {
    ids: Ids,
    /// The documents, how much they share, how much they must share.
    counts: Vec<((u32, u32), u32, u32)>,
}

impl Tally {
    /// Adds a count of [`ContainedCandidates::propose`].
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more documents than can be numbered.
    pub fn push(&mut self, a: &str, b: &str, n_shared: u32, n_needed: u32) -> Result<(), Error> {
        let pair = (self.ids.number(a)?, self.ids.number(b)?);
        self.counts.push((pair, n_shared, n_needed));
        Ok(())
    }

    /// Calls `take` with each pair that shares enough, in order.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn propose<E>(self, mut take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let ranked = |((a, b), n_shared, n_needed)| ((ids.rank(a), ids.rank(b)), n_shared, n_needed);
        let mut counts: Vec<((u32, u32), u32, u32)> = self.counts.into_iter().map(ranked).collect();
        counts.sort_unstable();
        for counts in counts.chunk_by(|a, b| a.0 == b.0) {
            let ((a, b), _, n_needed) = counts[0];
            let n_shared: u64 = counts.iter().map(|&(_, n_shared, _)| u64::from(n_shared)).sum();
            if n_shared >= n_needed.into() {
                take(ids.id(a), ids.id(b))?;
            }
        }
        Ok(())
    }
}
