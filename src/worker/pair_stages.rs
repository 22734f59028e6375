//! Stages that make pairs out of rows with an equal key: `pair`, `tally` and `absorb`.

use super::WorkerError;
use super::incoming::Incoming;
use super::rows::{Columns, Kind, Rows, Value};
use super::stage::Stage;
use crate::dedupe::stages::{Absorption, ContainedCandidates, EqualCandidates, NearCandidates, Proposed, Tally};
use crate::similarity::Overlap;

/// `pair` for equal documents, brought together by their content.
#[derive(Default)]
pub(super) struct EqualStage {
    candidates: EqualCandidates,
}

impl Stage for EqualStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("a", Kind::Text), ("b", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (contents, ids) = (batch.bytes("content")?, batch.texts("id")?);
        for row in 0..batch.n_rows() {
            self.candidates.push(contents.number(row)?, ids.get(row)?)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.candidates.propose(|a, b| rows.push(&[Value::Text(a), Value::Text(b)]))
    }
}

/// `pair` for near documents, brought together by the keys of their bands.
#[derive(Default)]
pub(super) struct NearStage {
    candidates: NearCandidates,
}

impl Stage for NearStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("a", Kind::Text), ("b", Kind::Text), ("crowd", Kind::Flag)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (keys, ids) = (batch.integers("key")?, batch.texts("id")?);
        for row in 0..batch.n_rows() {
            self.candidates.push(keys.get(row)?.cast_unsigned(), ids.get(row)?)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.candidates.propose(|a, b, proposed| {
            rows.push(&[Value::Text(a), Value::Text(b), Value::Flag(proposed == Proposed::Crowd)])
        })
    }
}

/// `pair` for documents that may contain each other, brought together by winnowed fingerprints.
#[derive(Default)]
pub(super) struct ContainedStage {
    candidates: ContainedCandidates,
}

impl Stage for ContainedStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("a", Kind::Text), ("b", Kind::Text), ("n_shared", Kind::Integer), ("n_needed", Kind::Integer)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (keys, ids, n_keys) = (batch.integers("key")?, batch.texts("id")?, batch.integers("n_keys")?);
        for row in 0..batch.n_rows() {
            self.candidates.push(keys.count(row)?, ids.get(row)?, n_keys.count(row)?)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.candidates.propose(|a, b, n_shared, n_needed| {
            let counts = [Value::Integer(n_shared.into()), Value::Integer(n_needed.into())];
            rows.push(&[Value::Text(a), Value::Text(b), counts[0], counts[1]])
        })
    }
}

/// `tally`: the pairs of [`ContainedStage`], brought together by their documents.
#[derive(Default)]
pub(super) struct TallyStage {
    tally: Tally,
}

impl Stage for TallyStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("a", Kind::Text), ("b", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (a, b) = (batch.texts("a")?, batch.texts("b")?);
        let (n_shared, n_needed) = (batch.integers("n_shared")?, batch.integers("n_needed")?);
        for row in 0..batch.n_rows() {
            self.tally.push(a.get(row)?, b.get(row)?, n_shared.count(row)?, n_needed.count(row)?)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.tally.propose(|a, b| rows.push(&[Value::Text(a), Value::Text(b)]))
    }
}

/// `absorb`: containments, brought together by the component that they make.
#[derive(Default)]
pub(super) struct AbsorbStage {
    absorption: Absorption,
}

impl Stage for AbsorbStage {
    fn columns(&self) -> Columns {
        Columns::of(&[("id", Kind::Text), ("kept_id", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (inner, outer) = (batch.texts("inner")?, batch.texts("outer")?);
        let counts = [batch.integers("n_shared")?, batch.integers("n_inner")?, batch.integers("n_outer")?];
        for row in 0..batch.n_rows() {
            let [n_shared, n_a, n_b] = &counts;
            let overlap = Overlap { n_shared: n_shared.count(row)?, n_a: n_a.count(row)?, n_b: n_b.count(row)? };
            self.absorption.push(inner.get(row)?, outer.get(row)?, overlap)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.absorption.decide(|id, kept| rows.push(&[Value::Text(id), Value::Text(kept)]))
    }
}
