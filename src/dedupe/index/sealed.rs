//! Values with a checksum, so that a damaged file is called damaged and nothing is found by it.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::IndexProblem;

/// The bytes behind their checksum, into which `number` goes: what the bytes were sealed for.
pub(super) fn sealed(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(size_of::<u64>() + bytes.len());
    sealed.extend_from_slice(&xxh3_64_with_seed(bytes, number).to_le_bytes());
    sealed.extend_from_slice(bytes);
    sealed
}

/// The bytes without their checksum, if they were sealed for this number.
pub(super) fn unsealed(sealed: &[u8], number: u64) -> Result<&[u8], IndexProblem> {
    let (sum, bytes) = sealed.split_first_chunk().ok_or_else(damaged)?;
    if u64::from_le_bytes(*sum) == xxh3_64_with_seed(bytes, number) { Ok(bytes) } else { Err(damaged()) }
}

/// Something is not what was written.
pub(super) fn damaged() -> IndexProblem {
    IndexProblem::Damaged("a checksum is wrong".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_is_noticed_and_others_come_back() {
        let mut value = sealed(b"some bytes", 7);
        assert_eq!(unsealed(&value, 7).unwrap(), b"some bytes");
        assert!(unsealed(&value, 8).is_err());
        for place in 0..value.len() {
            value[place] ^= 4;
            assert!(unsealed(&value, 7).is_err(), "{place}");
            value[place] ^= 4;
        }
        assert!(unsealed(&value[..5], 7).is_err());
    }
}
