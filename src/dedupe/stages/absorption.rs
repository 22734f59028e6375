//! Which kept documents are given up for others that contain them.

use super::super::groups::absorb;
use super::ids::Ids;
use crate::error::Error;
use crate::similarity::{ContainedPair, Overlap};

/// Pairs of kept documents of which one contains the other: all pairs of the documents that such pairs connect.
#[derive(Debug, Default)]
pub struct Absorption {
    ids: Ids,
    pairs: Vec<ContainedPair>,
}

impl Absorption {
    /// Adds a contained document, the one that contains it, and what their sets share, that of the contained one first.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are more documents than can be numbered.
    pub fn push(&mut self, inner: &str, outer: &str, overlap: Overlap) -> Result<(), Error> {
        let (inner, outer) = (self.ids.number(inner)?, self.ids.number(outer)?);
        self.pairs.push(ContainedPair { inner, outer, overlap });
        Ok(())
    }

    /// Calls `take` with each document that is given up, and the one that is kept for it.
    ///
    /// # Errors
    ///
    /// The first error of `take`.
    pub fn decide<E>(self, mut take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let ids = self.ids.ranked();
        let mut kept: Vec<u32> = (0..ids.len()).collect();
        let ranked =
            |pair: ContainedPair| ContainedPair { inner: ids.rank(pair.inner), outer: ids.rank(pair.outer), ..pair };
        absorb(&mut kept, self.pairs.into_iter().map(ranked).collect(), |document| document);
        let given_up = kept.iter().zip(0..).filter(|&(&kept, document)| kept != document);
        given_up.into_iter().try_for_each(|(&kept, document)| take(ids.id(document), ids.id(kept)))
    }
}
