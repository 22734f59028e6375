//! Stages that connect pairs: `components`, `large-star` and `small-star`.

use super::WorkerError;
use super::incoming::Incoming;
use super::rows::{Columns, Kind, Rows, Value};
use super::stage::Stage;
use crate::dedupe::stages::{Forest, Stars};

const PAIR: &[(&str, Kind)] = &[("a", Kind::Text), ("b", Kind::Text)];

/// `components`: any pairs to each of their documents behind the first one that it is connected with.
#[derive(Default)]
pub(super) struct ComponentsStage {
    forest: Forest,
}

impl Stage for ComponentsStage {
    fn columns(&self) -> Columns {
        Columns::of(PAIR)
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (a, b) = (batch.texts("a")?, batch.texts("b")?);
        (0..batch.n_rows()).try_for_each(|row| Ok(self.forest.push(a.get(row)?, b.get(row)?)?))
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.forest.contract(|first, member| rows.push(&[Value::Text(first), Value::Text(member)]))
    }
}

/// Which half of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    Large,
    Small,
}

/// `large-star` and `small-star`: pairs, brought together by their document `a`, of which `b` is a neighbor.
pub(super) struct StarsStage {
    round: Round,
    stars: Stars,
}

impl StarsStage {
    pub(super) fn new(round: Round) -> Self {
        Self { round, stars: Stars::default() }
    }
}

impl Stage for StarsStage {
    fn columns(&self) -> Columns {
        Columns::of(PAIR)
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (a, b) = (batch.texts("a")?, batch.texts("b")?);
        (0..batch.n_rows()).try_for_each(|row| Ok(self.stars.push(a.get(row)?, b.get(row)?)?))
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let take = |first: &str, member: &str| rows.push(&[Value::Text(first), Value::Text(member)]);
        match self.round {
            Round::Large => self.stars.large(take),
            Round::Small => self.stars.small(take),
        }
    }
}
