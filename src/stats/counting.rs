//! One pass over a corpus: workers count documents, and the calling thread takes what they counted, in input order.

use super::assembly::{Assembly, merged_tally};
use super::budget::{Budget, Share};
use super::counted::Counted;
use super::groups::Groups;
use super::languages::Languages;
use super::record::{Record, Recorder};
use super::scanner::{Scanned, Scanner};
use super::search::{Found, OpenDocument, Searcher, Terms};
use super::task::Task;
use super::variant::Spellings;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, DocumentPlace, Job};

impl Task<'_> {
    /// Counts a corpus. What there is to tell of each document goes to `take`, in input order.
    pub(super) fn count(
        &self,
        corpus: &Corpus,
        keep: Keep<'_>,
        budget: &Budget,
        job: &Job<'_>,
        take: &mut dyn FnMut(Record) -> Result<(), Error>,
    ) -> Result<Counted, Error> {
        self.plan.require_tokens(corpus)?;
        let mut gathering = Gathering::new(self, keep, budget);
        let workers =
            corpus.run(job, || self.worker(budget), Worker::work, |worked| gathering.take(worked, &mut *take))?;
        let Gathering { counted, assembly, .. } = gathering;
        let (mut scanners, mut searchers, mut groups) = (Vec::new(), Vec::new(), counted.groups);
        for worker in workers {
            scanners.push(worker.scanner);
            searchers.push(worker.searcher);
            groups = groups.merged(worker.groups);
        }
        let spellings = Spellings::merged(searchers.into_iter().map(Searcher::into_spellings));
        Ok(Counted { tally: merged_tally(scanners, assembly, job), spellings, groups, ..counted })
    }

    /// An assembly of the parts of long documents.
    pub(super) fn assembly(&self) -> Assembly {
        Assembly::new(&self.plan).counting(self.contexts())
    }

    fn worker<'w>(&'w self, budget: &'w Budget) -> Worker<'w> {
        Worker {
            languages: self.options.languages(),
            searcher: self.search.searcher(),
            scanner: Scanner::new(&self.plan).counting(self.contexts()),
            groups: self.groups(),
            share: budget.share(),
        }
    }
}

/// A worker's state.
#[derive(Debug)]
struct Worker<'s> {
    languages: Languages,
    searcher: Searcher<'s>,
    scanner: Scanner,
    groups: Groups,
    share: Share<'s>,
}

impl Worker<'_> {
    /// Searches and counts a document, or a part of one. A part belongs to no group until its document is complete.
    fn work(&mut self, mut document: Document) -> (Found, Scanned) {
        self.languages.name_in(&mut document);
        let found = self.searcher.search(&document);
        let scanned = self.scanner.scan(document);
        if let Scanned::Whole(document, numbers) = &scanned {
            self.groups.add(document, &numbers.counts, || self.scanner.document_types());
        }
        self.share.set(self.scanner.n_bytes() + self.groups.n_bytes());
        (found, scanned)
    }
}

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
struct Gathering<'g> {
    /// Of documents that came in parts also the groups; the rest is with the workers and the assembly.
    counted: Counted,
    /// Of the documents that came in parts.
    assembly: Assembly,
    open: OpenDocument,
    terms: Option<&'g Terms>,
    recorder: Recorder<'g>,
    keep: Keep<'g>,
    budget: &'g Budget,
    share: Share<'g>,
}

impl<'g> Gathering<'g> {
    /// Nothing taken yet.
    fn new(task: &'g Task<'g>, keep: Keep<'g>, budget: &'g Budget) -> Self {
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
    fn take(
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
