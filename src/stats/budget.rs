//! How much memory the tables of all workers may take together.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;

/// A limit, and what is held under it.
#[derive(Debug)]
pub(super) struct Budget {
    limit_bytes: Option<u64>,
    held_bytes: AtomicU64,
}

/// The part of a budget that one holder takes, which grows and shrinks with its tables and ends with the holder.
#[derive(Debug)]
pub(super) struct Share<'b> {
    budget: &'b Budget,
    held_bytes: u64,
}

impl Budget {
    /// Nothing is held yet. Without a limit anything may be.
    pub(super) fn new(limit_bytes: Option<u64>) -> Self {
        Self { limit_bytes, held_bytes: AtomicU64::new(0) }
    }

    /// A part that holds nothing yet.
    pub(super) fn share(&self) -> Share<'_> {
        Share { budget: self, held_bytes: 0 }
    }

    /// Whether all that is held together is within the limit.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] if it is not.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.limit_bytes {
            Some(limit_bytes) if self.held_bytes.load(Ordering::Relaxed) > limit_bytes => {
                Err(Error::Memory { what: "the words counted so far", limit_bytes })
            }
            _ => Ok(()),
        }
    }
}

impl Share<'_> {
    /// Takes it that the holder's tables now have `n_bytes`.
    pub(super) fn set(&mut self, n_bytes: u64) {
        // Wrapping, so that one addition serves for more and for less.
        self.budget.held_bytes.fetch_add(n_bytes.wrapping_sub(self.held_bytes), Ordering::Relaxed);
        self.held_bytes = n_bytes;
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_shares_together_stay_within_the_limit() {
        let budget = Budget::new(Some(100));
        let (mut one, mut other) = (budget.share(), budget.share());
        one.set(70);
        other.set(30);
        assert!(budget.check().is_ok());
        other.set(31);
        assert!(matches!(budget.check(), Err(Error::Memory { limit_bytes: 100, .. })));
        drop(one);
        assert!(budget.check().is_ok());
        assert!(Budget::new(None).check().is_ok());
    }
}
