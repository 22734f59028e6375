//! The directory of a ZIP archive (APPNOTE 6.3.10, sections 4.3 to 4.5), which stands at its end and says where its members
//! are. It is read piece by piece, so that memory grows with the members that are kept and not with what the file says.

use std::io::{BufReader, Read};
use std::ops::{ControlFlow, Range};

use super::entry::{Content, ZipEntry};
use crate::input::encoding::{Encoding, decode};
use crate::input::positioned::{ByteRange, Positioned, bytes_at, u16_at, u32_at, u64_at};
use crate::input::reader::Fault;

/// Hands what the directory of `source` names to `take`, until that is enough. Cost: one pass over the directory.
///
/// # Errors
///
/// [`Fault::Malformed`] if there is no whole directory, [`Fault::NoText`] for a part of an archive.
pub(in crate::input) fn read_directory(
    source: &impl Positioned,
    take: &mut dyn FnMut(ZipEntry) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let end = DirectoryEnd::find(source)?;
    let n_bytes = end.directory.end - end.directory.start;
    let mut source = BufReader::with_capacity(64 << 10, ByteRange::new(source, end.directory.start, n_bytes));
    for n_read in 0..end.n_entries {
        let mut fixed = [0; 46];
        source
            .read_exact(&mut fixed)
            .map_err(|_| Fault::malformed(format!("its directory ends after {n_read} members")))?;
        if !fixed.starts_with(b"PK\x01\x02") {
            return Err(Fault::malformed(format!("its directory is damaged after {n_read} members")));
        }
        let n_name = usize::from(u16_at(&fixed, 28));
        let n_extra = usize::from(u16_at(&fixed, 30));
        let n_comment = usize::from(u16_at(&fixed, 32));
        let mut rest = vec![0; n_name + n_extra + n_comment];
        source
            .read_exact(&mut rest)
            .map_err(|_| Fault::malformed(format!("its directory ends after {n_read} members")))?;
        let (name, extra) = rest.split_at(n_name);
        let extra = extra.get(..n_extra).unwrap_or_default();
        if take(entry(&fixed, name, extra, end.base)).is_break() {
            break;
        }
    }
    Ok(())
}

/// The member that an entry of the directory names.
fn entry(fixed: &[u8; 46], name: &[u8], extra: &[u8], base: u64) -> ZipEntry {
    let flags = u16_at(fixed, 8);
    let sizes = Sizes::of(fixed, extra);
    let host = fixed.get(5).copied().unwrap_or_default();
    let mut written = match unicode_name(name, extra) {
        Some(name) => name,
        None if flags & IS_UTF_8 != 0 => String::from_utf8_lossy(name).into_owned(),
        None => in_old_code_page(name),
    };
    if matches!(host, FAT | NTFS | VFAT) && !written.contains('/') {
        // Some programs of Windows write their own separator.
        written = written.replace('\\', "/");
    }
    let file_type = if host == UNIX || host == MACOS { u32_at(fixed, 38) >> 16 & 0o170_000 } else { 0 };
    let content = match file_type {
        _ if written.ends_with('/') => Content::NoFile,
        0 | 0o100_000 if flags & (IS_ENCRYPTED | HAS_HIDDEN_DIRECTORY) != 0 => Content::Encrypted,
        0 | 0o100_000 => Content::Plain,
        _ => Content::NoFile,
    };
    ZipEntry {
        name: written,
        content,
        head_start: base.saturating_add(sizes.head_start),
        method: u16_at(fixed, 10),
        n_packed_bytes: sizes.packed,
        n_bytes: sizes.unpacked,
        crc: u32_at(fixed, 16),
    }
}

/// A name that is not marked as UTF-8: it is UTF-8 all the same if it can be, else in the code page of the first PCs.
fn in_old_code_page(name: &[u8]) -> String {
    let written = match str::from_utf8(name) {
        Ok(_) => Encoding::UTF_8,
        Err(_) => Encoding::named("IBM437").unwrap_or(Encoding::UTF_8),
    };
    decode(name, written).text.into_owned()
}

const IS_ENCRYPTED: u16 = 1;
const IS_UTF_8: u16 = 1 << 11;
const HAS_HIDDEN_DIRECTORY: u16 = 1 << 13;

const FAT: u8 = 0;
const UNIX: u8 = 3;
const NTFS: u8 = 10;
const VFAT: u8 = 14;
const MACOS: u8 = 19;

struct Sizes {
    unpacked: u64,
    packed: u64,
    head_start: u64,
}

impl Sizes {
    /// The sizes of an entry, from its further fields if they are too large for the first ones.
    fn of(fixed: &[u8; 46], extra: &[u8]) -> Self {
        let large = extra_field(extra, 0x0001).unwrap_or_default();
        let mut at = 0;
        let mut size = |small: u32| {
            if small != u32::MAX || at + 8 > large.len() {
                return u64::from(small);
            }
            at += 8;
            u64_at(large, at - 8)
        };
        let unpacked = size(u32_at(fixed, 24));
        let packed = size(u32_at(fixed, 20));
        Self { unpacked, packed, head_start: size(u32_at(fixed, 42)) }
    }
}

/// The further field of this kind.
fn extra_field(mut extra: &[u8], kind: u16) -> Option<&[u8]> {
    while extra.len() >= 4 {
        let end = 4 + usize::from(u16_at(extra, 2));
        let field = extra.get(4..end)?;
        if u16_at(extra, 0) == kind {
            return Some(field);
        }
        extra = extra.get(end..)?;
    }
    None
}

/// The name in UTF-8 that some programs write beside the one in the code page, if it belongs to that one.
fn unicode_name(name: &[u8], extra: &[u8]) -> Option<String> {
    let field = extra_field(extra, 0x7075)?;
    let mut crc = flate2::Crc::new();
    crc.update(name);
    let is_current = field.first() == Some(&1) && u32_at(field, 1) == crc.sum();
    is_current.then(|| str::from_utf8(field.get(5..)?).ok().map(str::to_owned))?
}

/// Where the directory is.
struct DirectoryEnd {
    directory: Range<u64>,
    n_entries: u64,
    /// Bytes in front of the archive, such as a program that unpacks it.
    base: u64,
}

/// Length of the record at the end without its comment, and of the longest comment.
const END_BYTES: u64 = 22;
const LONGEST_COMMENT_BYTES: u64 = u16::MAX as u64;

impl DirectoryEnd {
    fn find(source: &impl Positioned) -> Result<Self, Fault> {
        let n_file_bytes = source.n_bytes()?;
        let n_tail = n_file_bytes.min(END_BYTES + LONGEST_COMMENT_BYTES);
        let tail_start = n_file_bytes - n_tail;
        let tail = bytes_at(source, tail_start, n_tail as usize)?;
        let is_end = |at: &usize| {
            let fits = |record: &[u8]| record.len() as u64 >= END_BYTES + u64::from(u16_at(record, 20));
            tail.get(*at..).is_some_and(fits)
        };
        let found = memchr::memmem::rfind_iter(&tail, b"PK\x05\x06").find(is_end);
        let at = found
            .ok_or_else(|| Fault::malformed("it has no directory at its end: it is cut off, or no ZIP archive"))?;
        let record = tail.get(at..).unwrap_or_default();
        let record_start = tail_start + at as u64;
        let (n_entries, n_bytes, start) =
            (u64::from(u16_at(record, 10)), u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)));
        let is_small =
            n_entries != u64::from(u16::MAX) && n_bytes != u64::from(u32::MAX) && start != u64::from(u32::MAX);
        let large = if is_small { None } else { Self::find_large(source, record_start)? };
        if let Some(large) = large {
            return Ok(large);
        }
        if u16_at(record, 4) != 0 || u16_at(record, 6) != 0 {
            return Err(Fault::NoText("is one part of an archive in several files; put them together first"));
        }
        Self::new(record_start, n_entries, n_bytes, start)
    }

    /// The directory of an archive with too many members, or too long, for the first version of the format.
    fn find_large(source: &impl Positioned, record_start: u64) -> Result<Option<Self>, Fault> {
        const LOCATOR_BYTES: u64 = 20;
        const LARGE_END_BYTES: u64 = 56;
        let Some(locator_start) = record_start.checked_sub(LOCATOR_BYTES) else { return Ok(None) };
        let locator = bytes_at(source, locator_start, LOCATOR_BYTES as usize)?;
        if !locator.starts_with(b"PK\x06\x07") {
            return Ok(None);
        }
        // Where it says, or right in front if something has got before the archive.
        for start in [Some(u64_at(&locator, 8)), locator_start.checked_sub(LARGE_END_BYTES)].into_iter().flatten() {
            if start.saturating_add(LARGE_END_BYTES) > locator_start {
                continue;
            }
            let record = bytes_at(source, start, LARGE_END_BYTES as usize)?;
            if record.starts_with(b"PK\x06\x06") {
                let (n_entries, n_bytes, directory) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
                return Self::new(start, n_entries, n_bytes, directory).map(Some);
            }
        }
        Err(Fault::malformed("its directory is damaged"))
    }

    /// The directory of `n_bytes` bytes that ends at `end` and says that it begins at `start`.
    fn new(end: u64, n_entries: u64, n_bytes: u64, start: u64) -> Result<Self, Fault> {
        let real_start = end.checked_sub(n_bytes).filter(|real_start| *real_start >= start);
        let real_start = real_start.ok_or_else(|| Fault::malformed("its directory does not lie where it should"))?;
        Ok(Self { directory: real_start..end, n_entries, base: real_start - start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf_8_or_of_the_old_code_page() {
        assert_eq!(in_old_code_page("Grüße".as_bytes()), "Grüße");
        assert_eq!(in_old_code_page(b"Gr\x81\xe1e"), "Grüße");
    }
}
