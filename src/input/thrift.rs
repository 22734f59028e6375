//! Thrift's compact protocol, in which Parquet writes its heads and its schema, as far as they are looked at before the crate reads
//! them.

/// Thrift's compact protocol, read as far as `at`. Every step is `None` where it is none, or where it ends.
pub(super) struct Thrift<'b> {
    bytes: &'b [u8],
    /// How far it has been read.
    pub(super) at: usize,
}

/// The end of a struct, in the place of a kind of field; the kinds follow, as their heads number them.
pub(super) const STOP: u8 = 0;
const BOOLEANS: [u8; 2] = [1, 2];
const BYTE: u8 = 3;
/// A whole number of 32 bits.
pub(super) const INTEGER: u8 = 5;
const INTEGERS: [u8; 3] = [4, INTEGER, 6];
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
/// A list.
pub(super) const LIST: u8 = 9;
const LISTS: [u8; 2] = [LIST, 10];
const MAP: u8 = 11;
/// A struct.
pub(super) const STRUCT: u8 = 12;

/// What is gone over nests no deeper, in what is no attack.
const MOST_LEVELS: usize = 16;

impl<'b> Thrift<'b> {
    /// The beginning of `bytes`.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The kind of the next field, and its number in the place of the last one's.
    pub(super) fn field(&mut self, number: &mut i64) -> Option<u8> {
        let byte = self.byte()?;
        let kind = byte & 0xf;
        if kind != STOP {
            *number = match byte >> 4 {
                0 => self.integer()?,
                step => number.checked_add(step.into())?,
            };
        }
        Some(kind)
    }

    /// Goes over a field of a kind.
    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        self.skip_within(kind, MOST_LEVELS)
    }

    fn skip_within(&mut self, kind: u8, n_levels: usize) -> Option<()> {
        let n_levels = n_levels.checked_sub(1)?;
        match kind {
            _ if BOOLEANS.contains(&kind) => {}
            BYTE => _ = self.byte()?,
            _ if INTEGERS.contains(&kind) => _ = self.integer()?,
            DOUBLE => self.skip_bytes(8)?,
            BINARY => {
                let n_bytes = usize::try_from(self.varint()?).ok()?;
                self.skip_bytes(n_bytes)?;
            }
            _ if LISTS.contains(&kind) => {
                let (n_items, kind) = self.list()?;
                for _ in 0..n_items {
                    self.skip_item(kind, n_levels)?;
                }
            }
            MAP => {
                let n_entries = self.varint()?;
                let kinds = if n_entries == 0 { 0 } else { self.byte()? };
                for _ in 0..n_entries {
                    self.skip_item(kinds >> 4, n_levels)?;
                    self.skip_item(kinds & 0xf, n_levels)?;
                }
            }
            STRUCT => {
                let mut number = 0;
                loop {
                    match self.field(&mut number)? {
                        STOP => break,
                        kind => self.skip_within(kind, n_levels)?,
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// The number of items of a list, and their kind.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let n_items = if head >> 4 == 15 { self.varint()? } else { (head >> 4).into() };
        Some((n_items, head & 0xf))
    }

    /// Goes over an item of a list or map, where truth values take a byte.
    fn skip_item(&mut self, kind: u8, n_levels: usize) -> Option<()> {
        if BOOLEANS.contains(&kind) { self.byte().map(|_| ()) } else { self.skip_within(kind, n_levels) }
    }

    /// A whole number.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip_bytes(&mut self, n_bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(n_bytes).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_every_kind_are_gone_over() {
        for (kind, bytes) in [
            (BOOLEANS[0], &[][..]),
            (BYTE, &[9]),
            (INTEGERS[2], &[0x80, 1]),
            (DOUBLE, &[0; 8]),
            (BINARY, &[2, b'x', b'y']),
            (LISTS[0], &[0x25, 1, 2]),
            (LISTS[1], &[0x11, 1]),
            (MAP, &[1, 0x58, 1, 1, b'z']),
            (MAP, &[0]),
            (STRUCT, &[0x15, 1, 0x1c, 0, 0]),
        ] {
            let mut thrift = Thrift::new(bytes);
            assert_eq!((thrift.skip(kind), thrift.at), (Some(()), bytes.len()), "{kind}");
        }
        let deep = [0x1c; 100];
        assert_eq!(Thrift::new(&deep).skip(STRUCT), None);
    }
}
