//! Connected components of more documents than one machine can number.
//!
//! A [`Forest`] contracts the pairs that it gets to stars: each document with the first one that it is connected with. What
//! forests of parts of the pairs give is contracted again, in however many steps, and the last forest names the components.
//! Where even contracted pairs are too many for one forest, rounds of [`Stars`] lead to the same stars (large-star and
//! small-star, Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii 2014, "Connected components in MapReduce and beyond");
//! they only need the pairs of one document at a time.

use super::ids::{Ids, Ranked};
use crate::error::Error;
use crate::similarity::Components;

/// Pairs of documents to contract.
#[derive(Debug, Default)]
pub struct Forest {
    ids: Ids,
    edges: Vec<(u32, u32)>,
}

impl Forest {
    /// Adds a pair.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more documents than can be numbered.
    pub fn push(&mut self, a: &str, b: &str) -> Result<(), Error> {
        self.edges.push((self.ids.number(a)?, self.ids.number(b)?));
        Ok(())
    }

    /// Calls `take` with the first document of each component and each of its documents, the first one itself included,
    /// in the order of the latter.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn contract<E>(self, mut take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let mut components = Components::new(ids.len());
        self.edges.iter().for_each(|&(a, b)| components.join(ids.rank(a), ids.rank(b)));
        let firsts = components.into_firsts();
        firsts.iter().zip(0..).try_for_each(|(&first, member)| take(ids.id(first), ids.id(member)))
    }
}

/// Documents with all their neighbors.
#[derive(Debug, Default)]
pub struct Stars {
    ids: Ids,
    neighbors: Vec<(u32, u32)>,
}

impl Stars {
    /// Adds a neighbor of a document.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more documents than can be numbered.
    pub fn push(&mut self, document: &str, neighbor: &str) -> Result<(), Error> {
        self.neighbors.push((self.ids.number(document)?, self.ids.number(neighbor)?));
        Ok(())
    }

    /// Calls `take` with the first among a document and its neighbors, and each neighbor that comes after the document.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn large<E>(self, take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        self.each(take, |document, neighbor, _| neighbor > document)
    }

    /// Calls `take` with the first among a document and its neighbors, and each other one of them that does not come after
    /// the document.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn small<E>(self, take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        self.each(take, |document, neighbor, first| neighbor <= document && neighbor != first)
    }

    fn each<E>(
        self,
        mut take: impl FnMut(&str, &str) -> Result<(), E>,
        is_led: impl Fn(u32, u32, u32) -> bool,
    ) -> Result<(), E> {
        let Self { ids, neighbors } = self;
        let ids: Ranked = ids.ranked();
        let mut neighbors: Vec<(u32, u32)> =
            neighbors.into_iter().map(|(document, neighbor)| (ids.rank(document), ids.rank(neighbor))).collect();
        neighbors.sort_unstable();
        neighbors.dedup();
        for star in neighbors.chunk_by(|a, b| a.0 == b.0) {
            let document = star[0].0;
            let first = document.min(star[0].1);
            let members = star.iter().map(|&(_, neighbor)| neighbor).chain([document]);
            for member in members.filter(|&member| is_led(document, member, first)) {
                take(ids.id(first), ids.id(member))?;
            }
        }
        Ok(())
    }
}
