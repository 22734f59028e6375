//! The calling thread's side: takes what the workers counted, in input order, and tells of each document.

use super::assembly::Assembly;
use super::budget::{Budget, Share};
use super::counted::Counted;
use super::record::{Record, Recorder};
use super::scanner::Scanned;
use super::search::{Found, OpenDocument, Terms};
use super::task::Task;
use crate::error::Error;
use crate::input::{Corpus, DocumentPlace};

/// What becomes of what is told of single documents.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'c> {
    /// It becomes rows at once.
    No,
    /// It is put together with that of other machines, so it has to know its place in the corpus.
    WithPlaces(&'c Corpus),
}

/// What has been taken so far.
#[derive(Debug)]
pub(super) struct Gathering<'g> {
    /// Of documents that came in parts also the groups; the rest is with the workers and the assembly.
    pub(super) counted: Counted,
    /// Of the documents that came in parts.
    pub(super) assembly: Assembly,
    open: OpenDocument,
    terms: Option<&'g Terms>,
    recorder: Recorder<'g>,
    keep: Keep<'g>,
    budget: &'g Budget,
    share: Share<'g>,
}

impl<'g> Gathering<'g> {
    /// Nothing taken yet.
    pub(super) fn new(task: &'g Task<'g>, keep: Keep<'g>, budget: &'g Budget) -> Self {
        Self {
            counted: task.nothing(),
            assembly: task.assembly(),
            open: OpenDocument::default(),
            terms: task.options.terms.as_ref(),
            recorder: Recorder::new(&task.units, task.options),
            keep,
            budget,
            share: budget.share(),
        }
    }

    /// Takes a document or a part of one; a document that it completes is told of to `take`.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] if all that is held is over the budget, and whatever `take` returns.
    pub(super) fn take(
        &mut self,
        (found, scanned): (Found, Scanned),
        take: &mut dyn FnMut(Record) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.open.push(found);
        let completed = self.assembly.push(scanned);
        self.share.set(self.assembly.n_bytes() + self.counted.groups.n_bytes() + self.counted.sightings.n_bytes());
        self.budget.check()?;
        let Some((document, numbers)) = completed else { return Ok(()) };
        self.counted.counts += &numbers.counts;
        if let Some(types) = self.assembly.completed_types() {
            self.counted.groups.add(&document, &numbers.counts, || types.iter());
        }
        self.counted.unreadable.look_at(&document, || match self.keep {
            Keep::No => DocumentPlace::default(),
            Keep::WithPlaces(corpus) => corpus.place(&document),
        });
        if let Keep::WithPlaces(_) = self.keep {
            self.counted.unreadable.look_at_order(&document);
        }
        let (hits, terms) = self.open.close();
        if let Some(table) = self.terms {
            self.counted.sightings.add(&terms, numbers.counts.tokens, table);
        }
        if !self.recorder.has_records() {
            return Ok(());
        }
        take(match self.keep {
            Keep::No => self.recorder.record(document, &numbers, hits),
            Keep::WithPlaces(corpus) => self.recorder.kept(corpus, document, &numbers, hits),
        })
    }
}
