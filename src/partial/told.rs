//! What was told while documents were counted elsewhere, to be told again where the rows are written.
//!
//! A document that could not be read is in no row, whoever tried to read it; so the failures of all machines are told
//! with the rows, and what a file of records told all of them is told once.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::bytes::{Reader, Writer};
use super::shares::Shares;
use super::stored::Stored;
use crate::diagnostics::{Diagnostics, Finding};
use crate::error::{InputError, PartialProblem, Problem};

/// The most failures that are kept; of the others there is only their number.
const MOST_KEPT: usize = 1000;

/// Failures, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Path and what was wrong, the first ones in their order.
    failures: BTreeSet<(String, String)>,
    n_more: u64,
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
            told.add((error.path.clone(), error.to_string()));
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
        for (path, what) in &self.failures {
            diagnostics.report(failure(path, what).into());
        }
        if self.n_more > 0 {
            let message = format!("{} more failures were told where the documents were counted", self.n_more);
            diagnostics.report(Finding::warning("", message));
        }
    }

    fn add(&mut self, failure: (String, String)) {
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
        diagnostics.report(failure(&format!("shard {shard}"), "is missing: its documents are in no row").into());
    }
}

/// A failure that was found elsewhere.
fn failure(path: &str, what: &str) -> InputError {
    InputError::new(path, Problem::Told(what.to_owned()))
}

impl Stored for Told {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.numbers([self.n_more, self.failures.len() as u64])?;
        self.failures.iter().try_for_each(|(path, what)| {
            to.text(path)?;
            to.text(what)
        })
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        self.n_more = from.number()?;
        for _ in 0..from.number()? {
            self.failures.insert((from.text()?, from.text()?));
        }
        Ok(())
    }
}
