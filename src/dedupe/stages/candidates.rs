//! Candidates for equal and near documents, out of the keys that they share.

use super::ids::Ids;
use crate::error::Error;
use crate::similarity::{Proposals, Run, entry};

/// Documents with equal fingerprints.
#[derive(Debug, Default)]
pub struct EqualCandidates {
    ids: Ids,
    entries: Vec<(u128, u32)>,
}

impl EqualCandidates {
    /// Adds a document with the fingerprint of its content.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more than can be numbered.
    pub fn push(&mut self, content: u128, id: &str) -> Result<(), Error> {
        self.entries.push((content, self.ids.number(id)?));
        Ok(())
    }

    /// Calls `take` with the first of the documents that share a fingerprint, and each other one. A copy is a pair with the
    /// first alone, so that pairs are no more than documents.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn propose<E>(self, mut take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let mut entries: Vec<(u128, u32)> =
            self.entries.into_iter().map(|(content, number)| (content, ids.rank(number))).collect();
        entries.sort_unstable();
        entries.dedup();
        for alike in entries.chunk_by(|a, b| a.0 == b.0) {
            let first = ids.id(alike[0].1);
            alike[1..].iter().try_for_each(|&(_, other)| take(first, ids.id(other)))?;
        }
        Ok(())
    }
}

/// Documents that agree in a band.
#[derive(Debug, Default)]
pub struct NearCandidates {
    ids: Ids,
    entries: Vec<(u64, u32)>,
}

/// What a bucket says of two of its documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// They are to be compared.
    Pair,
    /// They belong to one crowd, the first of which is named.
    Crowd,
}

impl NearCandidates {
    /// Adds a key of a document, as [`Signature::near_keys`](super::Signature::near_keys) makes it.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more than can be numbered.
    pub fn push(&mut self, key: u64, id: &str) -> Result<(), Error> {
        self.entries.push((key, self.ids.number(id)?));
        Ok(())
    }

    /// Calls `take` with each pair that some band proposes, the first document first, and with the pairs that hold each
    /// crowd together. A pair comes once for each band that proposes it.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn propose<E>(self, mut take: impl FnMut(&str, &str, Proposed) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let mut entries: Vec<(u64, u32)> =
            self.entries.into_iter().map(|(key, number)| (key, ids.rank(number))).collect();
        entries.sort_unstable();
        for band in entries.chunk_by(|a, b| a.0 >> u32::BITS == b.0 >> u32::BITS) {
            let run: Run<'_, E> = Box::new(band.iter().map(|&(key, rank)| Ok(entry(key as u32, rank))));
            let Proposals { pairs, crowds } = Proposals::of(vec![run], |_| true)?;
            for pair in pairs {
                take(ids.id((pair >> u32::BITS) as u32), ids.id(pair as u32), Proposed::Pair)?;
            }
            for crowd in crowds {
                let first = ids.id(crowd[0]);
                crowd[1..].iter().try_for_each(|&other| take(first, ids.id(other), Proposed::Crowd))?;
            }
        }
        Ok(())
    }
}
