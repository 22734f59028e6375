//! What a file holds, in a few bytes: whether it is still the same can be told without a copy of it.

use std::io::{self, Read};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use super::regular_file::open_regular;
use crate::error::Problem;

const BUFFER_BYTES: usize = 128 << 10;

/// The length of a file and the hash of its bytes (XXH3, 128 bits), which will not change between versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentHash {
    /// How many bytes there are.
    pub n_bytes: u64,
    /// XXH3 of them, with 128 bits and without a seed.
    pub xxh3: u128,
}

impl ContentHash {
    /// Reads the file at `path` to its end. Cost: that of reading; it hashes some 10 GB a second.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is no regular file.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = match open_regular(path) {
            Ok((file, _)) => file,
            Err(Problem::Open(error)) => return Err(error),
            Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidInput, "is no regular file")),
        };
        let mut hasher = Xxh3::new();
        let mut n_bytes = 0;
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(Self { n_bytes, xxh3: hasher.digest128() }),
                Ok(n_read) => {
                    hasher.update(&buffer[..n_read]);
                    n_bytes += n_read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The hash as 32 hexadecimal digits.
    pub fn digits(&self) -> String {
        format!("{:032x}", self.xxh3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_length_and_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "").unwrap();
        let empty = ContentHash::of_file(&path).unwrap();
        // The published value of XXH3's 128 bits of nothing.
        assert_eq!((empty.n_bytes, empty.digits().as_str()), (0, "99aa06d3014798d86001c324468d497f"));
        std::fs::write(&path, "x".repeat(BUFFER_BYTES + 1)).unwrap();
        assert_eq!(ContentHash::of_file(&path).unwrap().n_bytes, BUFFER_BYTES as u64 + 1);
        assert!(ContentHash::of_file(folder.path()).is_err());
    }
}
