//! From paths to documents: the only code that opens files for reading.
//!
//! A [`Corpus`] is an ordered list of inputs and how to read them. [`Corpus::run`] reads them in parallel and hands
//! each document to a function of the caller, and what that returns to a sink, in input order, with bounded memory.

mod spool;

use std::sync::Arc;

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::error::Error;
use crate::pool::Pool;

pub use spool::{Spool, SpoolPlace, Spooled};

/// What a verb runs with, beside its corpus, its options and its output.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The worker threads.
    pub pool: &'a Pool,
    /// Where findings go.
    pub diagnostics: &'a dyn Diagnostics,
}

/// An ordered set of documents, not yet read.
#[derive(Debug)]
pub struct Corpus {
    documents: Vec<Document>,
}

impl Corpus {
    /// A corpus of documents that are already in memory.
    pub fn from_documents(documents: Vec<Document>) -> Self {
        Self { documents }
    }

    /// The names of all fields that the documents' records have, in order of first appearance.
    pub fn field_names(&self, _job: &Job<'_>) -> Result<Vec<Arc<str>>, Error> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for (name, _) in self.documents.iter().flat_map(|d| d.fields.iter()) {
            if !names.contains(name) {
                names.push(Arc::clone(name));
            }
        }
        Ok(names)
    }

    /// Reads every document and hands it to `map` on some worker thread, together with a worker state from `worker`;
    /// hands what `map` returns to `sink`, on the calling thread, in input order.
    ///
    /// Returns the worker states, in no particular order: what they hold must merge the same in any order.
    ///
    /// # Errors
    ///
    /// Whatever `sink` returns; the run ends early then.
    pub fn run<W: Send, T: Send>(
        &self,
        _job: &Job<'_>,
        worker: impl Fn() -> W + Sync,
        map: impl Fn(&mut W, Document) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Vec<W>, Error> {
        let mut state = worker();
        for document in &self.documents {
            sink(map(&mut state, document.clone()))?;
        }
        Ok(vec![state])
    }
}
