//! One member of a ZIP archive as the bytes that were packed.

use std::io::{self, Read};

#[cfg(feature = "office")]
use flate2::{FlushDecompress, Status};

use super::entry::{MAGIC, MemberFault, ZipEntry};
use crate::input::compression::Compression;
use crate::input::positioned::{ByteRange, Positioned, bytes_at, u16_at};

/// A reader of the bytes of a member. It fails if they are not those that the directory names, and never gives more.
///
/// # Errors
///
/// [`MemberFault`] if the member is not where it should be, or packed in a way that is not read.
pub(in crate::input) fn open_member<'p, P: Positioned + Clone + Send + 'p>(
    source: &P,
    entry: &ZipEntry,
) -> Result<Box<dyn Read + Send + 'p>, MemberFault> {
    let head = bytes_at(source, entry.head_start, HEAD_BYTES);
    let head = head.map_err(|error| MemberFault::Damaged(format!("it cannot be read: {error}")))?;
    if !head.starts_with(MAGIC) || head.len() < HEAD_BYTES {
        return Err(MemberFault::Damaged("it is not where the directory of the archive says".to_owned()));
    }
    let n_before = HEAD_BYTES as u64 + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
    let packed = ByteRange::new(source.clone(), entry.head_start.saturating_add(n_before), entry.n_packed_bytes);
    let unsupported = || MemberFault::Method(method_name(entry.method));
    let by = |compression: Compression, packed| compression.reader(packed).map_err(|_| unsupported());
    let unpacked: Box<dyn Read + Send + 'p> = match entry.method {
        0 => Box::new(packed),
        8 => Box::new(flate2::read::DeflateDecoder::new(packed)),
        12 => by(Compression::Bzip2, packed)?,
        20 | 93 => by(Compression::Zstd, packed)?,
        95 => by(Compression::Xz, packed)?,
        _ => return Err(unsupported()),
    };
    Ok(Box::new(Checked { inner: unpacked, n_left: entry.n_bytes, crc: flate2::Crc::new(), expected: entry.crc }))
}

/// The bytes of a deflated member of an archive in memory, in one step; none if it is packed in another way, longer than
/// `most_bytes`, or not what the directory says: [`open_member`] reads any, and says what is wrong.
#[cfg(feature = "office")]
pub(super) fn inflated(archive: &[u8], entry: &ZipEntry, most_bytes: u64) -> Option<Vec<u8>> {
    if entry.method != 8 || entry.n_bytes > most_bytes.min(MOST_TIMES_LONGER.saturating_mul(entry.n_packed_bytes)) {
        return None;
    }
    let member = archive.get(usize::try_from(entry.head_start).ok()?..)?;
    let head = member.get(..HEAD_BYTES).filter(|head| head.starts_with(MAGIC))?;
    let start = HEAD_BYTES + usize::from(u16_at(head, 26)) + usize::from(u16_at(head, 28));
    let packed = member.get(start..)?.get(..usize::try_from(entry.n_packed_bytes).ok()?)?;
    let mut bytes = Vec::new();
    // One byte more, so that too many show.
    bytes.try_reserve_exact(usize::try_from(entry.n_bytes).ok()?.checked_add(1)?).ok()?;
    let inflated = flate2::Decompress::new(false).decompress_vec(packed, &mut bytes, FlushDecompress::Finish).ok()?;
    let mut crc = flate2::Crc::new();
    crc.update(&bytes);
    let is_whole = inflated == Status::StreamEnd && bytes.len() as u64 == entry.n_bytes && crc.sum() == entry.crc;
    is_whole.then_some(bytes)
}

/// No deflated bytes are more times as long as they are packed.
#[cfg(feature = "office")]
const MOST_TIMES_LONGER: u64 = 1032;

/// Length of a member's own head without the name.
const HEAD_BYTES: usize = 30;

fn method_name(method: u16) -> String {
    let known = [
        (1, "Shrink"),
        (6, "Implode"),
        (9, "Deflate64"),
        (12, "bzip2"),
        (14, "LZMA"),
        (93, "zstd"),
        (95, "xz"),
        (98, "PPMd"),
        (99, "AES"),
    ];
    let name = known.iter().find(|(number, _)| *number == method).map(|(_, name)| (*name).to_owned());
    name.unwrap_or_else(|| format!("method {method}"))
}

/// Bytes that are held against their length and their checksum when they end.
struct Checked<R> {
    inner: R,
    n_left: u64,
    crc: flate2::Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        if buffer.is_empty() {
            return Ok(0);
        }
        let n_read = self.inner.read(buffer)?;
        if n_read == 0 {
            return match self.n_left {
                0 if self.crc.sum() == self.expected => Ok(0),
                0 => Err(wrong("its checksum is wrong")),
                _ => Err(wrong("it is shorter than the archive says")),
            };
        }
        self.n_left =
            self.n_left.checked_sub(n_read as u64).ok_or_else(|| wrong("it is longer than the archive says"))?;
        self.crc.update(buffer.get(..n_read).unwrap_or_default());
        Ok(n_read)
    }
}
