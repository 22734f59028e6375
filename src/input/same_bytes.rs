//! Whether two files are the same, before anything in them is understood.

use std::io::{self, Read};
use std::path::Path;

use super::regular_file::open_regular;

/// Bytes that are compared at a time.
pub(super) const BLOCK: usize = 64 << 10;

/// Whether two files have the same bytes. Lengths are compared first; false as well if either is no regular file or cannot
/// be read, since whoever reads it then says why.
///
/// Cost: nothing but a look at both if their lengths differ, else reading up to the first difference.
pub fn same_bytes(old: &Path, new: &Path) -> bool {
    is_same(old, new).unwrap_or(false)
}

fn is_same(old: &Path, new: &Path) -> io::Result<bool> {
    let (Ok((mut old, old_meta)), Ok((mut new, new_meta))) = (open_regular(old), open_regular(new)) else {
        return Ok(false);
    };
    if old_meta.len() != new_meta.len() {
        return Ok(false);
    }
    are_same(&mut old, &mut new)
}

/// Whether two readers give the same bytes to their ends. Cost: reading up to the first difference.
pub(super) fn are_same(old: &mut dyn Read, new: &mut dyn Read) -> io::Result<bool> {
    let (mut old_block, mut new_block) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let (n_old, n_new) = (fill(old, &mut old_block)?, fill(new, &mut new_block)?);
        if old_block[..n_old] != new_block[..n_new] {
            return Ok(false);
        }
        if n_old < BLOCK {
            return Ok(true);
        }
    }
}

/// Reads until `block` is full or the reader ends.
pub(super) fn fill(reader: &mut dyn Read, block: &mut [u8]) -> io::Result<usize> {
    let mut n_read = 0;
    while n_read < block.len() {
        match reader.read(&mut block[n_read..]) {
            Ok(0) => break,
            Ok(n) => n_read += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n_read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_the_same_if_all_their_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let long = vec![7; 3 * BLOCK];
        let mut other = long.clone();
        other[3 * BLOCK - 1] = 8;
        let (a, b, c) = (write("a", &long), write("b", &long), write("c", &other));
        assert!(same_bytes(&a, &b));
        assert!(!same_bytes(&a, &c));
        assert!(!same_bytes(&a, &write("d", &long[1..])));
        assert!(same_bytes(&write("e", b""), &write("f", b"")));
        assert!(!same_bytes(&a, &folder.path().join("missing")));
        assert!(!same_bytes(folder.path(), folder.path()));
    }
}
