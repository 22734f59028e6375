//! Values with a checksum, so that a damaged file is called damaged and nothing is found by it.

use redb::Error;
use xxhash_rust::xxh3::xxh3_64;

/// The bytes behind their checksum.
pub(super) fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(size_of::<u64>() + bytes.len());
    sealed.extend_from_slice(&xxh3_64(bytes).to_le_bytes());
    sealed.extend_from_slice(bytes);
    sealed
}

/// The bytes without their checksum.
pub(super) fn unsealed(sealed: &[u8]) -> Result<&[u8], Error> {
    let (sum, bytes) = sealed.split_first_chunk().ok_or_else(damaged)?;
    if u64::from_le_bytes(*sum) == xxh3_64(bytes) { Ok(bytes) } else { Err(damaged()) }
}

/// Some value is not what was written.
pub(super) fn damaged() -> Error {
    Error::Corrupted("a value has a wrong checksum".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_is_noticed_and_others_come_back() {
        let mut value = sealed(b"some bytes");
        assert_eq!(unsealed(&value).unwrap(), b"some bytes");
        for place in 0..value.len() {
            value[place] ^= 4;
            assert!(unsealed(&value).is_err(), "{place}");
            value[place] ^= 4;
        }
        assert!(unsealed(&value[..5]).is_err());
    }
}
