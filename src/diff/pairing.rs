//! Pairing the documents of two corpora by id, in one pass over each.
//!
//! The old corpus is read first and set aside; each new document looks its partner up while it is read, and is
//! compared in the worker that read it. Old documents that nobody asked for are removed ones.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::alignment::Completeness;
use super::corpora::Pairs;
use super::document_row::{Row, ShownChanges};
use super::options::{Changes, Options};
use super::shelf::Shelf;
use crate::diagnostics::Finding;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace};

/// Two corpora read and paired, but for the documents that wait for the end.
pub(super) struct Pairing<'o> {
    shelf: Shelf,
    options: &'o Options,
    rows: Vec<Row>,
    /// The changes of the rows, if they shall be shown.
    aside: Option<Spool>,
    /// How many new documents had an id so far.
    n_seen: HashMap<String, u32>,
    n_new: usize,
    /// The new document, with its occurrence, that may be the only one.
    held: Option<(Document, u32)>,
}

/// A new document as it leaves the worker that read it.
enum Arrival {
    /// Compared with the only partner that it can have, or known to have none.
    Done(Row),
    /// One of several old documents may be the partner; which one depends on the order, that workers do not know.
    Undecided(Document),
    /// To be held back, since it may be the only one.
    Held(Document),
}

impl<'o> Pairing<'o> {
    /// Reads the old corpus, then the new one, and compares what can be compared.
    pub(super) fn read(old: &Corpus, new: &Corpus, options: &'o Options, job: &Job<'_>) -> Result<Self, Error> {
        let shelf = Shelf::fill(old, &options.spool_directory, job)?;
        let may_hold = AtomicBool::new(shelf.n_documents() == 1);
        let (mut rows, mut n_seen) = (Vec::new(), HashMap::<String, u32>::new());
        let (mut n_new, mut held) = (0, None);
        let mut aside = match options.changes {
            Changes::LeftOut => None,
            Changes::Shown { .. } => Some(Spool::create(&options.spool_directory)?),
        };
        new.run(
            job,
            || (),
            |(), document| arrive(&shelf, document, options, &may_hold),
            |arrival| {
                n_new += 1;
                match arrival? {
                    Arrival::Done(row) => {
                        let occurrence = next_occurrence(&mut n_seen, &row.id);
                        rows.push(set_aside(row.at(occurrence), &mut aside)?);
                    }
                    Arrival::Undecided(document) => {
                        let occurrence = next_occurrence(&mut n_seen, &document.id);
                        rows.push(set_aside(resolve(&shelf, document, occurrence, options)?, &mut aside)?);
                    }
                    Arrival::Held(document) => {
                        let occurrence = next_occurrence(&mut n_seen, &document.id);
                        held = Some((document, occurrence));
                    }
                }
                Ok(())
            },
        )?;
        Ok(Self { shelf, options, rows, aside, n_seen, n_new, held })
    }

    /// Both documents, if each side has exactly one.
    pub(super) fn only_documents(&mut self) -> Result<Option<(Document, Document)>, Error> {
        let old = self.shelf.iter().next().and_then(|(_, places)| places.first().copied());
        match (self.n_new, old, self.held.take_if(|_| self.n_new == 1)) {
            (1, Some(place), Some((new, _))) => Ok(Some((self.shelf.read(place)?, new))),
            _ => Ok(None),
        }
    }

    /// The rows of all documents, ordered by id, then by occurrence.
    pub(super) fn finish(mut self, job: &Job<'_>) -> Result<Pairs, Error> {
        if let Some((document, occurrence)) = self.held.take() {
            self.rows.push(resolve(&self.shelf, document, occurrence, self.options)?);
        }
        let removed = self.removed(job)?;
        self.rows.extend(removed);
        self.rows.sort_unstable_by(|a, b| (&a.id, a.occurrence).cmp(&(&b.id, b.occurrence)));
        self.report(job);
        let aside = self.aside.take().map(Spool::finish).transpose()?;
        Ok(Pairs::new(self.rows, aside, self.options.changes))
    }

    /// The old documents that no new one was paired with.
    fn removed(&self, job: &Job<'_>) -> Result<Vec<Row>, Error> {
        let unseen: Vec<(u32, SpoolPlace)> =
            self.shelf.iter().flat_map(|(id, places)| self.unseen(id, places)).collect();
        let row = |&(occurrence, place)| Ok(Row::of_removed(self.shelf.read(place)?, occurrence, self.options));
        job.pool.workers().install(|| unseen.par_iter().map(row).collect())
    }

    /// Documents are paired in order of occurrence, so those beyond the number of new ones have no partner.
    fn unseen<'p>(&self, id: &str, places: &'p [SpoolPlace]) -> impl Iterator<Item = (u32, SpoolPlace)> + use<'p> {
        let n_paired = self.n_seen.get(id).copied().unwrap_or(0);
        (0..).zip(places.iter().copied()).skip(n_paired as usize)
    }

    fn report(&self, job: &Job<'_>) {
        let warn = |path: &str, message: String| job.diagnostics.report(Finding::warning(path, message));
        let n_repeated_old = self.shelf.iter().filter(|(_, places)| places.len() > 1);
        let n_repeated_new = self.n_seen.iter().filter(|(id, n)| **n > 1 && self.shelf.places(id).len() < 2);
        let n_repeated = n_repeated_old.count() + n_repeated_new.count();
        if n_repeated > 0 {
            warn(
                "",
                format!(
                    "ids that occur more than once: {n_repeated}; their documents are paired in order of occurrence"
                ),
            );
        }
        let has_pair = self.n_seen.keys().any(|id| !self.shelf.places(id).is_empty());
        if !has_pair && self.n_new > 0 && self.shelf.n_documents() > 0 {
            warn("", "no document id of one corpus occurs in the other, so that nothing could be compared".to_owned());
        }
        for row in self.rows.iter().filter(|row| row.amounts.completeness == Completeness::CutShort) {
            let seconds = self.options.timeout.as_secs_f64();
            warn(
                &row.id,
                format!("the comparison was cut short after {seconds} s; less may have changed than is said"),
            );
        }
    }
}

/// What a worker does with a document of the new corpus.
fn arrive(shelf: &Shelf, document: Document, options: &Options, may_hold: &AtomicBool) -> Result<Arrival, Error> {
    // Which document is held depends on the threads; what is said of it does not.
    if may_hold.swap(false, Ordering::Relaxed) {
        return Ok(Arrival::Held(document));
    }
    match *shelf.places(&document.id) {
        [] => Ok(Arrival::Done(Row::of_added(document, 0, options))),
        [place] => Ok(Arrival::Done(Row::of_pair(shelf.read(place)?, document, 0, options))),
        _ => Ok(Arrival::Undecided(document)),
    }
}

/// The row of a document that is the one numbered `occurrence` with its id.
fn resolve(shelf: &Shelf, document: Document, occurrence: u32, options: &Options) -> Result<Row, Error> {
    match shelf.places(&document.id).get(occurrence as usize) {
        Some(&place) => Ok(Row::of_pair(shelf.read(place)?, document, occurrence, options)),
        None => Ok(Row::of_added(document, occurrence, options)),
    }
}

/// The row without its changes, which would fill the memory if most of a large corpus has changed.
fn set_aside(mut row: Row, aside: &mut Option<Spool>) -> Result<Row, Error> {
    if let Some(spool) = aside
        && let Some(changes) = row.take_changes()
    {
        row.changes = ShownChanges::Aside(spool.push(&Document { text: changes, ..Document::default() })?);
    }
    Ok(row)
}

fn next_occurrence(n_seen: &mut HashMap<String, u32>, id: &str) -> u32 {
    let n = match n_seen.get_mut(id) {
        Some(n) => n,
        None => n_seen.entry(id.to_owned()).or_default(),
    };
    *n += 1;
    *n - 1
}
