//! The failures reported while documents were counted on other machines, to be reported again where the rows are written.
//!
//! A document that could not be read is missing from the rows, whichever machine tried to read it, so the failures of all
//! machines are reported with the rows. One that several machines report about the same file of records is reported once.
//! Failures of one kind are folded as if they had been found where the rows are written.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::bytes::{Reader, Writer};
use super::shares::Shares;
use super::stored::Stored;
use crate::diagnostics::{Diagnostics, Finding};
use crate::error::{InputError, PartialProblem, Place, Problem};

/// The most failures that are kept; of the others there is only their number.
const MOST_KEPT: usize = 1000;

/// Failures, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The first ones in their order.
    failures: BTreeSet<Failure>,
    n_more: u64,
}

/// An input or record that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Failure {
    path: String,
    place: Option<Place>,
    what: String,
    /// What all failures of its kind have in common.
    predicate: Option<String>,
}

/// Passes findings on and remembers failures.
pub(crate) struct Listener<'d> {
    inner: &'d dyn Diagnostics,
    told: Mutex<Told>,
}

impl<'d> Listener<'d> {
    /// Nothing told yet.
    pub(crate) fn new(inner: &'d dyn Diagnostics) -> Self {
        Self { inner, told: Mutex::default() }
    }

    /// What was told.
    pub(crate) fn into_told(self) -> Told {
        self.told.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Diagnostics for Listener<'_> {
    fn report(&self, finding: Finding) {
        if let Finding::Failed(error) = &finding {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let (what, predicate) = (error.problem.to_string(), finding.predicate().map(str::to_owned));
            told.add(Failure { path: error.path.clone(), place: error.place, what, predicate });
        }
        self.inner.report(finding);
    }

    fn expect(&self, n_bytes: Option<u64>) {
        self.inner.expect(n_bytes);
    }

    fn advance(&self, n_bytes: u64) {
        self.inner.advance(n_bytes);
    }
}

impl Told {
    /// Adds what was told elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.n_more += other.n_more;
        other.failures.into_iter().for_each(|failure| self.add(failure));
    }

    /// Tells it again.
    pub(crate) fn tell(&self, diagnostics: &dyn Diagnostics) {
        for Failure { path, place, what, predicate } in self.failures.clone() {
            let problem = Problem::Elsewhere { what, predicate };
            diagnostics.report(InputError { path, place, problem }.into());
        }
        if self.n_more > 0 {
            let message = format!("{} more failures were told where the documents were counted", self.n_more);
            diagnostics.report(Finding::warning("", message));
        }
    }

    fn add(&mut self, failure: Failure) {
        self.failures.insert(failure);
        if self.failures.len() > MOST_KEPT {
            self.failures.pop_last();
            self.n_more += 1;
        }
    }
}

/// Tells that shards are missing.
pub(crate) fn report_missing(shares: &Shares, diagnostics: &dyn Diagnostics) {
    for shard in shares.missing() {
        let what = "is missing: its documents are in no row".to_owned();
        let problem = Problem::Elsewhere { what, predicate: None };
        diagnostics.report(InputError::new(format!("shard {shard}"), problem).into());
    }
}

impl Stored for Told {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.numbers([self.n_more, self.failures.len() as u64])?;
        self.failures.iter().try_for_each(|Failure { path, place, what, predicate }| {
            to.text(path)?;
            to.numbers(match place {
                None => [0, 0],
                Some(Place::Byte(at)) => [1, *at],
                Some(Place::Line(number)) => [2, *number],
                Some(Place::Record(number)) => [3, *number],
            })?;
            to.text(what)?;
            // No kind is without words.
            to.text(predicate.as_deref().unwrap_or_default())
        })
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        self.n_more = from.number()?;
        for _ in 0..from.number()? {
            let (path, kind, number) = (from.text()?, from.place(4)?, from.number()?);
            let place = [None, Some(Place::Byte(number)), Some(Place::Line(number)), Some(Place::Record(number))][kind];
            let (what, predicate) = (from.text()?, Some(from.text()?).filter(|predicate| !predicate.is_empty()));
            self.failures.insert(Failure { path, place, what, predicate });
        }
        Ok(())
    }
}
