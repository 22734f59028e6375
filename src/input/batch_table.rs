//! A table that comes as Arrow batches, whichever format they are read out of.

use std::collections::VecDeque;
use std::sync::Arc;

use arrow_array::RecordBatch;

use super::arrow_json::Shape;
use super::reader::Fault;
use super::table::{Piece, TablePieces};

/// A reader of batches that have one shape.
pub(super) trait Batches: Send {
    /// The next batch; `None` at the end.
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, Fault>;
}

/// The rows of batches as pieces.
pub(super) struct BatchTable<B> {
    batches: B,
    shape: Arc<Shape>,
    /// The pieces of the last batch that are still to be handed out.
    ready: VecDeque<Piece>,
    has_ended: bool,
}

impl<B> BatchTable<B> {
    /// The rows of `batches`, which have this shape.
    pub(super) fn new(batches: B, shape: Arc<Shape>) -> Self {
        Self { batches, shape, ready: VecDeque::new(), has_ended: false }
    }
}

impl<B: Batches> TablePieces for BatchTable<B> {
    fn names(&self) -> &[String] {
        &self.shape.names
    }

    fn next_piece(&mut self) -> Option<Result<Piece, Fault>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Some(Ok(piece));
            }
            if self.has_ended {
                return None;
            }
            match self.batches.next_batch() {
                Ok(Some(batch)) => self.shape.add_pieces(&batch, &mut self.ready),
                Ok(None) => self.has_ended = true,
                Err(fault) => {
                    self.has_ended = true;
                    return Some(Err(fault));
                }
            }
        }
    }

    fn take_warnings(&mut self) -> Vec<String> {
        self.shape.tally.take_warnings()
    }
}
