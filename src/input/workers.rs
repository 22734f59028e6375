//! The states of worker threads.

use std::sync::{Mutex, PoisonError};

use super::bytes::Buffers;

/// The states that are not in use. A worker takes one for a unit and gives it back, so there are as many as workers
/// that ever worked at once, and a task that waits inside another cannot lock itself out.
pub(super) struct Workers<W>(Mutex<Vec<WorkerState<W>>>);

pub(super) struct WorkerState<W> {
    pub(super) own: W,
    pub(super) buffers: Buffers,
}

impl<W> Default for Workers<W> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<W> Workers<W> {
    pub(super) fn take(&self, make: impl Fn() -> W) -> WorkerState<W> {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| WorkerState { own: make(), buffers: Buffers::default() })
    }

    pub(super) fn give_back(&self, state: WorkerState<W>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(state);
    }

    /// All states, at least one.
    pub(super) fn into_own(self, make: impl Fn() -> W) -> Vec<W> {
        let states = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if states.is_empty() { vec![make()] } else { states.into_iter().map(|state| state.own).collect() }
    }
}
