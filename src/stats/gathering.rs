//! The calling thread's side: takes what the workers counted, in input order, and hands each document to the tables.

use super::assembly::Assembly;
use super::budget::{Budget, Share};
use super::counts::Counts;
use super::groups::Groups;
use super::scanner::Scanned;
use super::search::{Found, OpenDocument};
use super::unit::{Sighted, Table};
use crate::error::Error;
use crate::table::Output;

/// What has been taken so far.
#[derive(Debug)]
pub(super) struct Gathering<'b> {
    pub(super) counts: Counts,
    /// Of the documents that came in parts.
    pub(super) assembly: Assembly,
    /// Of the same.
    pub(super) groups: Groups,
    open: OpenDocument,
    budget: &'b Budget,
    share: Share<'b>,
}

impl<'b> Gathering<'b> {
    /// Nothing taken yet.
    pub(super) fn new(assembly: Assembly, groups: Groups, budget: &'b Budget) -> Self {
        let (counts, open) = (Counts::default(), OpenDocument::default());
        Self { counts, assembly, groups, open, budget, share: budget.share() }
    }

    /// Takes a document or a part of one; a document that it completes goes to all `tables`.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] if all that is held is over the budget, and whatever `output` returns.
    pub(super) fn take(
        &mut self,
        (found, scanned): (Found, Scanned),
        tables: &mut [Box<dyn Table + '_>],
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        self.open.push(found);
        let completed = self.assembly.push(scanned);
        self.share.set(self.assembly.n_bytes() + self.groups.n_bytes());
        self.budget.check()?;
        let Some((document, numbers)) = completed else { return Ok(()) };
        self.counts += &numbers.counts;
        if let Some(types) = self.assembly.completed_types() {
            self.groups.add(&document, &numbers.counts, || types.iter());
        }
        let (hits, terms) = self.open.close();
        let n_tokens = numbers.counts.tokens;
        let sighted = Sighted { document: &document, n_tokens, hits: &hits, terms: &terms };
        tables.iter_mut().try_for_each(|table| {
            table.found(&sighted, output)?;
            table.document(&document, &numbers, output)
        })
    }
}
