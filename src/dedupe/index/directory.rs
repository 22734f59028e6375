//! Which blobs a store has, and where.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sealed::damaged;
use crate::error::IndexProblem;

const EXTENT_BYTES: usize = 24;
const ROW_BYTES: usize = 14 + EXTENT_BYTES;

/// What a blob is found by. The order of keys is that of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Which sort of blob it is.
    pub(super) table: u16,
    /// Which one of them.
    pub(super) number: u32,
    /// Something within it.
    pub(super) place: u64,
}

/// Where a blob lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Its first byte.
    pub(super) at: u64,
    /// How many bytes there are.
    pub(super) n_bytes: u64,
    /// The XXH3 of them.
    pub(super) sum: u64,
}

impl Extent {
    /// The bytes, unless they lie where no file has any.
    pub(super) fn range(&self) -> Option<Range<u64>> {
        Some(self.at..self.at.checked_add(self.n_bytes)?)
    }

    pub(super) fn encode(&self) -> [u8; EXTENT_BYTES] {
        let mut bytes = [0; EXTENT_BYTES];
        let numbers = [self.at, self.n_bytes, self.sum];
        bytes.as_chunks_mut().0.iter_mut().zip(numbers).for_each(|(part, number)| *part = number.to_le_bytes());
        bytes
    }

    /// The extent that [`encode`](Self::encode) wrote.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, IndexProblem> {
        let Ok(numbers) = <[[u8; 8]; 3]>::try_from(bytes.as_chunks().0) else { return Err(damaged()) };
        let [at, n_bytes, sum] = numbers.map(u64::from_le_bytes);
        Ok(Self { at, n_bytes, sum })
    }
}

/// The directory as a blob.
pub(super) fn encode_directory(blobs: &BTreeMap<Key, Extent>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ROW_BYTES * blobs.len());
    for (key, extent) in blobs {
        bytes.extend_from_slice(&key.table.to_le_bytes());
        bytes.extend_from_slice(&key.number.to_le_bytes());
        bytes.extend_from_slice(&key.place.to_le_bytes());
        bytes.extend_from_slice(&extent.encode());
    }
    bytes
}

/// The directory that [`encode_directory`] wrote.
pub(super) fn decode_directory(bytes: &[u8]) -> Result<BTreeMap<Key, Extent>, IndexProblem> {
    let (rows, rest) = bytes.as_chunks::<ROW_BYTES>();
    if !rest.is_empty() {
        return Err(damaged());
    }
    let decoded = |row: &[u8; ROW_BYTES]| {
        let [a, b, rest @ ..] = row;
        let (number, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
        let (place, extent) = rest.split_first_chunk().ok_or_else(damaged)?;
        let (number, place) = (u32::from_le_bytes(*number), u64::from_le_bytes(*place));
        Ok((Key { table: u16::from_le_bytes([*a, *b]), number, place }, Extent::decode(extent)?))
    };
    rows.iter().map(decoded).collect()
}
