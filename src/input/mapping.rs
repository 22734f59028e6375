//! The work that is done with what units hold: documents become values of a caller, or rows are gathered.

use std::marker::PhantomData;

use super::row::RowShape;
use super::table::TablePieces;
use super::unit::InputUnit;
use super::unit_reader::{Item, UnitReader};
use super::workers::WorkerState;
use crate::diagnostics::Finding;
use crate::document::Document;
use crate::table::Cell;

/// What a worker makes of what it reads.
pub(super) trait Mapping: Sync {
    type Worker: Send;
    type Mapped: Send;

    /// The state of a worker.
    fn worker(&self) -> Self::Worker;

    /// What becomes of a document at once; `None` if it is kept in the state.
    fn document(&self, worker: &mut Self::Worker, document: Document) -> Option<Self::Mapped>;

    /// Takes a row. Only readers that have a shape for rows make any.
    fn row(&self, worker: &mut Self::Worker, cells: &[Cell<'_>]) {
        let _ = (worker, cells);
    }

    /// What was kept, at the end of a unit.
    fn end(&self, worker: &mut Self::Worker) -> Option<Self::Mapped> {
        let _ = worker;
        None
    }
}

/// Every document becomes a value of its own.
pub(super) struct Documents<F, G, T> {
    worker: F,
    map: G,
    kind: PhantomData<fn() -> T>,
}

impl<F, G, T> Documents<F, G, T> {
    pub(super) fn new(worker: F, map: G) -> Self {
        Self { worker, map, kind: PhantomData }
    }
}

impl<W: Send, T: Send, F: Fn() -> W + Sync, G: Fn(&mut W, Document) -> T + Sync> Mapping for Documents<F, G, T> {
    type Worker = W;
    type Mapped = T;

    fn worker(&self) -> W {
        (self.worker)()
    }

    fn document(&self, worker: &mut W, document: Document) -> Option<T> {
        Some((self.map)(worker, document))
    }
}

/// The rows of a unit are gathered.
pub(super) struct Rows<'s, G, B> {
    shape: &'s RowShape,
    row: G,
    kind: PhantomData<fn() -> B>,
}

impl<'s, G, B> Rows<'s, G, B> {
    pub(super) fn new(shape: &'s RowShape, row: G) -> Self {
        Self { shape, row, kind: PhantomData }
    }
}

impl<B: Default + Send, G: Fn(&mut B, &[Cell<'_>]) + Sync> Mapping for Rows<'_, G, B> {
    type Worker = Option<B>;
    type Mapped = B;

    fn worker(&self) -> Option<B> {
        None
    }

    fn document(&self, worker: &mut Option<B>, document: Document) -> Option<B> {
        self.row(worker, &self.shape.cells(&document));
        None
    }

    fn row(&self, worker: &mut Option<B>, cells: &[Cell<'_>]) {
        (self.row)(worker.get_or_insert_default(), cells);
    }

    fn end(&self, worker: &mut Option<B>) -> Option<B> {
        worker.take()
    }
}

/// Maps documents that are in memory.
pub(super) fn mapped<M: Mapping>(documents: &[Document], mapping: &M, state: &mut M::Worker) -> Vec<M::Mapped> {
    let mut mapped: Vec<M::Mapped> =
        documents.iter().filter_map(|document| mapping.document(state, document.clone())).collect();
    mapped.extend(mapping.end(state));
    mapped
}

/// Reads a unit and maps what it holds.
pub(super) fn batch<M: Mapping>(
    unit: InputUnit,
    reader: &UnitReader<'_>,
    mapping: &M,
    state: &mut WorkerState<M::Worker>,
) -> Batch<M::Mapped> {
    let mut steps: Vec<_> = unit.findings.into_iter().map(|finding| Step::Event(Event::Found(finding))).collect();
    let WorkerState { own, buffers } = state;
    let mapped = |value| Step::Event(Event::Mapped(value));
    reader.read(unit.body, buffers, &mut |item| match item {
        Item::Document(document) => steps.extend(mapping.document(own, document).map(mapped)),
        Item::Row(cells) => mapping.row(own, cells),
        Item::Finding(finding) => steps.push(Step::Event(Event::Found(finding))),
        Item::WithoutRow(id) => steps.push(Step::Event(Event::WithoutRow(id))),
        Item::EndOfTable(source_idx, table) => steps.push(Step::Event(Event::EndOfTable(source_idx, table))),
        Item::Long(source_idx) => {
            steps.extend(mapping.end(own).map(mapped));
            steps.push(Step::Long(source_idx));
        }
    });
    steps.extend(mapping.end(own).map(mapped));
    Batch { steps, n_raw: unit.n_raw }
}

/// What became of one unit.
pub(super) struct Batch<T> {
    pub(super) steps: Vec<Step<T>>,
    pub(super) n_raw: u64,
}

impl<T> Batch<T> {
    /// What a unit of a long source gave, which has no long sources in it.
    pub(super) fn events(self) -> impl Iterator<Item = Event<T>> {
        self.steps.into_iter().filter_map(|step| if let Step::Event(event) = step { Some(event) } else { None })
    }
}

pub(super) enum Step<T> {
    Event(Event<T>),
    /// The documents of the source at this place come here.
    Long(usize),
}

pub(super) enum Event<T> {
    Mapped(T),
    Found(Finding),
    WithoutRow(String),
    /// All rows of the table that the source at this place is have been delivered.
    EndOfTable(usize, Box<dyn TablePieces>),
}
