//! What is told of one document when it is counted to its end: the rows about it, and the hits in it.

use super::Options;
use super::counts::Numbers;
use super::measure_columns::MeasureColumns;
use super::search::Hit;
use super::unit::Unit;
use crate::document::{Document, Fields};
use crate::input::{Corpus, DocumentPlace};
use crate::table::Cell;

/// One document. Its measures are its own, so they are final.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// Where it stands among all documents; empty where records come in order anyway.
    pub(super) place: DocumentPlace,
    pub(super) id: String,
    pub(super) source: String,
    pub(super) title: Option<String>,
    pub(super) fields: Fields,
    pub(super) n_tokens: u64,
    /// The cells of its measures, if they are a row.
    pub(super) measures: Vec<Cell<'static>>,
    pub(super) hits: Vec<Hit>,
}

/// Makes records.
#[derive(Debug)]
pub(super) struct Recorder<'o> {
    /// If documents are rows.
    measures: Option<MeasureColumns<'o>>,
    has_hits: bool,
}

impl<'o> Recorder<'o> {
    /// A recorder of what these units tell of single documents.
    pub(super) fn new(units: &[Unit], options: &'o Options) -> Self {
        let measures = units.contains(&Unit::Document).then(|| MeasureColumns::of_one(options));
        Self { measures, has_hits: units.contains(&Unit::Hit) }
    }

    /// Whether there is anything to tell.
    pub(super) fn has_records(&self) -> bool {
        self.measures.is_some() || self.has_hits
    }

    /// The record of a document whose text is gone already.
    pub(super) fn record(&self, document: Document, numbers: &Numbers, hits: Vec<Hit>) -> Record {
        let Document { id, source, title, fields, .. } = document;
        let measures = self.measures.as_ref().map(|measures| measures.cells(numbers)).unwrap_or_default();
        let place = DocumentPlace::default();
        Record { place, id, source, title, fields, n_tokens: numbers.counts.tokens, measures, hits }
    }

    /// The same for keeping: with its place, and without what no row shows.
    pub(super) fn kept(&self, corpus: &Corpus, document: Document, numbers: &Numbers, hits: Vec<Hit>) -> Record {
        let place = corpus.place(&document);
        let record = self.record(document, numbers, hits);
        if self.measures.is_none() && record.hits.is_empty() {
            return Record { place, n_tokens: record.n_tokens, ..Record::default() };
        }
        Record { place, ..record }
    }
}

impl Record {
    /// What records are ordered by: places, then names, since documents from elsewhere may share their places.
    pub(super) fn order(&self) -> (&DocumentPlace, &str, &str) {
        (&self.place, &self.id, &self.source)
    }
}
