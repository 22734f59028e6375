//! Stages that look at one document at a time: `sign` and `band`.

use super::incoming::Incoming;
use super::rows::{Columns, Kind, Rows, Value};
use super::stage::Stage;
use super::{Parameters, SearchFor, WorkerError};
use crate::dedupe::stages::{Signature, Signer};

/// `sign`: id and text to id and signature.
pub(super) struct SignStage<'p> {
    signer: Signer<'p>,
    stamp: i64,
    bytes: [Vec<u8>; 3],
}

impl<'p> SignStage<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Self {
        Self { signer: Signer::new(&parameters.dedupe), stamp: parameters.stamp(), bytes: Default::default() }
    }
}

impl Stage for SignStage<'_> {
    fn columns(&self) -> Columns {
        Columns::of(&[
            ("id", Kind::Text),
            ("stamp", Kind::Integer),
            ("content", Kind::Bytes),
            ("band_keys", Kind::Bytes),
            ("small_keys", Kind::Bytes),
            ("passage_keys", Kind::Bytes),
            ("n_passage_keys", Kind::Integer),
        ])
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        let (ids, texts) = (batch.texts("id")?, batch.texts("text")?);
        for row in 0..batch.n_rows() {
            let signature = self.signer.sign(texts.get_any(row).unwrap_or_default());
            let keys = [&signature.band_keys, &signature.small_keys, &signature.passage_keys];
            for (bytes, keys) in self.bytes.iter_mut().zip(keys) {
                bytes.clear();
                bytes.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
            }
            rows.push(&[
                Value::Text(ids.get(row)?),
                Value::Integer(self.stamp),
                Value::Bytes(&signature.content.to_be_bytes()),
                Value::Bytes(&self.bytes[0]),
                Value::Bytes(&self.bytes[1]),
                Value::Bytes(&self.bytes[2]),
                Value::Integer(signature.n_passage_keys.into()),
            ])?;
        }
        Ok(())
    }
}

/// `band`: signatures to the keys by which near or contained documents are looked for, a row each. Signatures that were made
/// by other rules are refused.
pub(super) struct BandStage {
    search: SearchFor,
    stamp: i64,
    keys: Vec<u32>,
    small_keys: Vec<u32>,
}

impl BandStage {
    pub(super) fn new(parameters: &Parameters) -> Result<Self, WorkerError> {
        let search = parameters.search()?;
        if search == SearchFor::Equal {
            return Err(WorkerError::Parameters("equal documents have their content as a key".to_owned()));
        }
        Ok(Self { search, stamp: parameters.stamp(), keys: Vec::new(), small_keys: Vec::new() })
    }

    fn check_stamps(&self, batch: &Incoming<'_>) -> Result<(), WorkerError> {
        let stamps = batch.integers("stamp")?;
        for row in 0..batch.n_rows() {
            let stamp = stamps.get(row)?;
            if stamp != self.stamp {
                let (asked, own) = (format!("{stamp:016x}"), format!("{:016x}", self.stamp));
                return Err(WorkerError::Differs { what: "signatures made by the rules", asked, own });
            }
        }
        Ok(())
    }
}

impl Stage for BandStage {
    fn columns(&self) -> Columns {
        Columns::of(match self.search {
            SearchFor::Contained => &[("key", Kind::Integer), ("id", Kind::Text), ("n_keys", Kind::Integer)],
            _ => &[("key", Kind::Integer), ("id", Kind::Text)],
        })
    }

    fn take(&mut self, batch: &Incoming<'_>, rows: &mut Rows<'_>) -> Result<(), WorkerError> {
        self.check_stamps(batch)?;
        let ids = batch.texts("id")?;
        if self.search == SearchFor::Contained {
            let (keys, n_keys) = (batch.bytes("passage_keys")?, batch.integers("n_passage_keys")?);
            for row in 0..batch.n_rows() {
                let (id, n_keys) = (ids.get(row)?, n_keys.get(row)?);
                keys.keys_into(row, &mut self.keys)?;
                for &key in &self.keys {
                    rows.push(&[Value::Integer(key.into()), Value::Text(id), Value::Integer(n_keys)])?;
                }
            }
            return Ok(());
        }
        let (keys, small_keys) = (batch.bytes("band_keys")?, batch.bytes("small_keys")?);
        for row in 0..batch.n_rows() {
            keys.keys_into(row, &mut self.keys)?;
            small_keys.keys_into(row, &mut self.small_keys)?;
            for key in Signature::near_keys(&self.keys, &self.small_keys) {
                rows.push(&[Value::Integer(key.cast_signed()), Value::Text(ids.get(row)?)])?;
            }
        }
        Ok(())
    }
}
