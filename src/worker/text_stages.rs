//! Stages that look at texts again: `verify`, `crowd` and `apply`.

use super::incoming::Incoming;
use super::rows::{Columns, Kind, Rows, Value};
use super::stage::Stage;
use super::{Parameters, SearchFor, WorkerError};
use crate::dedupe::stages::{Containment, Crowd, Inner, Verifier};
use crate::dedupe::{CHAINED, Relation};

/// `verify`: candidates with both texts, a row at a time.
pub(super) struct VerifyStage<'p> {
    search: SearchFor,
    verifier: Verifier<'p>,
}

impl<'p> VerifyStage<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Result<Self, WorkerError> {
        Ok(Self { search: parameters.search()?, verifier: Verifier::new(&parameters.dedupe) })
    }

    fn verify(&mut self, ids: [&str; 2], texts: [&str; 2], rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let ([a, b], [text_a, text_b]) = (ids, texts);
        match self.search {
            SearchFor::Equal => match self.verifier.equality(text_a, text_b) {
                Some(relation) => rows.push(&[Value::Text(a), Value::Text(b), Value::Text(relation.name())]),
                None => Ok(()),
            },
            SearchFor::Near if self.verifier.are_near(text_a, text_b) => rows.push(&[Value::Text(a), Value::Text(b)]),
            SearchFor::Near => Ok(()),
            SearchFor::Contained => match self.verifier.containment(text_a, text_b) {
                Some(Containment { inner, overlap }) => {
                    let (inner, outer) = if inner == Inner::First { (a, b) } else { (b, a) };
                    let count = |n: u32| Value::Integer(n.into());
                    let counts = [count(overlap.n_shared), count(overlap.n_a), count(overlap.n_b)];
                    rows.push(&[Value::Text(inner), Value::Text(outer), counts[0], counts[1], counts[2]])
                }
                None => Ok(()),
            },
        }
    }
}

impl Stage for VerifyStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(match self.search {
            SearchFor::Equal => &[("a", Kind::Text), ("b", Kind::Text), ("relation", Kind::Text)],
            SearchFor::Near => &[("a", Kind::Text), ("b", Kind::Text)],
            SearchFor::Contained => &[
                ("inner", Kind::Text),
                ("outer", Kind::Text),
                ("n_shared", Kind::Integer),
                ("n_inner", Kind::Integer),
                ("n_outer", Kind::Integer),
            ],
        })
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (a, b) = (batch.texts("a")?, batch.texts("b")?);
        let (text_a, text_b) = (batch.texts("text_a")?, batch.texts("text_b")?);
        for row in 0..batch.n_rows() {
            let texts = [text_a.get_any(row).unwrap_or_default(), text_b.get_any(row).unwrap_or_default()];
            self.verify([a.get(row)?, b.get(row)?], texts, rows)?;
        }
        Ok(())
    }
}

/// `crowd`: texts, brought together by the crowd that they belong to.
pub(super) struct CrowdStage<'p> {
    crowd: Crowd<'p>,
}

impl<'p> CrowdStage<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Result<Self, WorkerError> {
        Ok(Self { crowd: Crowd::new(&parameters.dedupe)? })
    }
}

impl Stage for CrowdStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(&[("a", Kind::Text), ("b", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, _: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (groups, ids, texts) = (batch.texts("crowd")?, batch.texts("id")?, batch.texts("text")?);
        for row in 0..batch.n_rows() {
            self.crowd.push(groups.get(row)?, ids.get(row)?, texts.get_any(row).unwrap_or_default())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.crowd.connect(|a, b| rows.push(&[Value::Text(a), Value::Text(b)]))
    }
}

/// `apply`: documents that are given up, with their texts and those of the kept ones, a row at a time.
pub(super) struct ApplyStage<'p> {
    verifier: Verifier<'p>,
}

impl<'p> ApplyStage<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Self {
        Self { verifier: Verifier::new(&parameters.dedupe) }
    }
}

impl Stage for ApplyStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(&[("id", Kind::Text), ("kept_id", Kind::Text), ("relation", Kind::Text)])
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (ids, kept_ids) = (batch.texts("id")?, batch.texts("kept_id")?);
        let (texts, kept_texts) = (batch.texts("text")?, batch.texts("kept_text")?);
        for row in 0..batch.n_rows() {
            let (text, kept) = (texts.get_any(row).unwrap_or_default(), kept_texts.get_any(row).unwrap_or_default());
            let relation = self.verifier.relation(text, kept).map_or(CHAINED, Relation::name);
            rows.push(&[Value::Text(ids.get(row)?), Value::Text(kept_ids.get(row)?), Value::Text(relation)])?;
        }
        Ok(())
    }
}
