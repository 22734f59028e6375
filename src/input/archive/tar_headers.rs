//! The headers of a TAR archive (POSIX.1-2001 pax, ustar, and the forms of GNU tar), each in front of its member.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use super::entry::{Entry, EntryKind, Place};
use crate::input::encoding::decode_labelled;
use crate::input::reader::Fault;

/// Everything is in blocks of this length.
pub(super) const BLOCK_BYTES: u64 = 512;

/// The most bytes of a name, or of any other attribute of a member.
const LONGEST_TOLD_BYTES: u64 = 1 << 20;

/// `true` if a file that begins with `head` is a TAR archive: its first block has the checksum that it names.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.first_chunk().is_some_and(|block| Header(*block).is_valid())
}

/// Hands what is packed in `file` to `take`, until that is enough. Cost: the headers, and a step over each member.
///
/// # Errors
///
/// [`Fault::Malformed`] where a header is damaged; what stands before it has been handed on.
pub(super) fn read(
    file: &File,
    n_file_bytes: u64,
    take: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut source = BufReader::with_capacity(16 << 10, file);
    let mut at = source.seek(SeekFrom::Start(0))?;
    let mut told = Told::default();
    while at < n_file_bytes {
        let Some(header) = Header::read(&mut source)? else {
            return Err(Fault::malformed(format!("it is cut off at byte {at}")));
        };
        if header.is_empty() {
            return Ok(());
        }
        if !header.is_valid() {
            return Err(Fault::malformed(format!("it is damaged at byte {at}; nothing behind is read")));
        }
        let start = at + BLOCK_BYTES;
        let kind = header.kind();
        let is_of_next = matches!(kind, b'L' | b'K' | b'x' | b'g');
        let n_bytes = told.n_bytes.filter(|_| !is_of_next).or_else(|| header.n_bytes());
        let n_bytes =
            n_bytes.ok_or_else(|| Fault::malformed(format!("it is damaged at byte {at}; nothing behind is read")))?;
        let padded = n_bytes.div_ceil(BLOCK_BYTES).saturating_mul(BLOCK_BYTES);
        let has_content = !matches!(kind, b'1'..=b'6');
        at = if has_content { start.saturating_add(padded) } else { start };
        if is_of_next {
            if n_bytes > LONGEST_TOLD_BYTES || start + n_bytes > n_file_bytes {
                return Err(Fault::malformed(format!("it is damaged at byte {start}; nothing behind is read")));
            }
            let mut text = vec![0; n_bytes as usize];
            source.read_exact(&mut text)?;
            told.take(kind, &text);
        } else {
            let entry = entry(&header, &std::mem::take(&mut told), start, n_bytes, n_file_bytes);
            if take(entry).is_break() {
                return Ok(());
            }
        }
        source.seek(SeekFrom::Start(at))?;
    }
    match told.is_pending {
        true => Err(Fault::malformed(format!("it is cut off at byte {n_file_bytes}"))),
        false => Ok(()),
    }
}

fn entry(header: &Header, told: &Told, start: u64, n_bytes: u64, n_file_bytes: u64) -> Entry {
    let written = told.path.clone().unwrap_or_else(|| header.name());
    let kind = match header.kind() {
        _ if told.is_sparse => {
            EntryKind::Refused(Fault::NoText("is stored with gaps (sparse); unpack the archive first"))
        }
        b'0' | 0 | b'7' if written.ends_with('/') => EntryKind::NoFile,
        b'0' | 0 | b'7' if start.saturating_add(n_bytes) > n_file_bytes => {
            EntryKind::Refused(Fault::malformed("it is cut off with its archive"))
        }
        b'0' | 0 | b'7' => EntryKind::File,
        b'S' => EntryKind::Refused(Fault::NoText("is stored with gaps (sparse); unpack the archive first")),
        b'M' => {
            EntryKind::Refused(Fault::NoText("goes on from another part of the archive; put the parts together first"))
        }
        _ => EntryKind::NoFile,
    };
    Entry { written, n_bytes, place: Place::Tar { start, n_bytes }, kind }
}

/// What headers tell of the member behind them.
#[derive(Debug, Default)]
struct Told {
    path: Option<String>,
    n_bytes: Option<u64>,
    is_sparse: bool,
    /// `true` between such a header and its member.
    is_pending: bool,
}

impl Told {
    fn take(&mut self, kind: u8, text: &[u8]) {
        self.is_pending = true;
        match kind {
            b'L' => {
                self.path = Some(text_in(text));
            }
            b'x' => self.records(text),
            // A long target of a link, and what holds for all members: neither a name nor a length.
            _ => {}
        }
    }

    /// Records `LENGTH NAME=VALUE`, each with a line end, the length counted with all.
    fn records(&mut self, mut text: &[u8]) {
        while let Some(blank) = memchr::memchr(b' ', text.get(..20).unwrap_or(text)) {
            let length = text.get(..blank).and_then(|digits| str::from_utf8(digits).ok()?.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| text.get(blank + 1..length)) else { return };
            text = text.get(length.unwrap_or_default()..).unwrap_or_default();
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            let Some(equals) = memchr::memchr(b'=', record) else { continue };
            let (name, value) =
                (record.get(..equals).unwrap_or_default(), record.get(equals + 1..).unwrap_or_default());
            match name {
                b"path" => self.path = Some(text_in(value)),
                b"size" => self.n_bytes = str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                _ => self.is_sparse |= name.starts_with(b"GNU.sparse."),
            }
        }
    }
}

struct Header([u8; BLOCK_BYTES as usize]);

impl Header {
    /// The next block; `None` if the file ends within it.
    fn read(source: &mut impl Read) -> io::Result<Option<Self>> {
        let mut block = [0; BLOCK_BYTES as usize];
        match source.read_exact(&mut block) {
            Ok(()) => Ok(Some(Self(block))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `true` for the end of the archive.
    fn is_empty(&self) -> bool {
        self.0.iter().all(|&byte| byte == 0)
    }

    /// `true` if the sum of the bytes is the one that the header names, with blanks in its place. Old programs take the
    /// bytes as signed.
    fn is_valid(&self) -> bool {
        let named = octal(self.field(148, 8));
        let blanked = |at: usize, byte: u8| if (148..156).contains(&at) { b' ' } else { byte };
        let unsigned: u64 = self.0.iter().enumerate().map(|(at, &byte)| u64::from(blanked(at, byte))).sum();
        let signed: i64 = self.0.iter().enumerate().map(|(at, &byte)| i64::from(blanked(at, byte).cast_signed())).sum();
        !self.is_empty() && named.is_some_and(|named| named == unsigned || i64::try_from(named) == Ok(signed))
    }

    fn kind(&self) -> u8 {
        self.0.get(156).copied().unwrap_or_default()
    }

    /// The length of the member: octal digits, or a number of twelve bytes if the first bit is set.
    fn n_bytes(&self) -> Option<u64> {
        let field = self.field(124, 12);
        match field {
            [0x80, 0, 0, 0, number @ ..] => number.first_chunk().map(|number| u64::from_be_bytes(*number)),
            _ => octal(field),
        }
    }

    fn name(&self) -> String {
        let name = text_in(self.field(0, 100));
        let prefix = text_in(self.field(345, 155));
        // The field is other things in the forms of other programs.
        let is_ustar = self.field(257, 6) == b"ustar\0";
        if is_ustar && !prefix.is_empty() { format!("{prefix}/{name}") } else { name }
    }

    fn field(&self, start: usize, n_bytes: usize) -> &[u8] {
        self.0.get(start..start + n_bytes).unwrap_or_default()
    }
}

/// The text in a field, up to the first zero byte. The format names no encoding: it is UTF-8, or of Western Europe.
fn text_in(field: &[u8]) -> String {
    let end = memchr::memchr(0, field).unwrap_or(field.len());
    let name = field.get(..end).unwrap_or_default();
    str::from_utf8(name).map_or_else(|_| decode_labelled(name, Some("windows-1252")).text.into_owned(), str::to_owned)
}

/// A number in octal digits, blanks and zero bytes around it.
fn octal(field: &[u8]) -> Option<u64> {
    let is_around = |byte: &u8| *byte == b' ' || *byte == 0;
    let start = field.iter().position(|byte| !is_around(byte)).unwrap_or(field.len());
    let digits = field.get(start..)?;
    let end = digits.iter().position(is_around).unwrap_or(digits.len());
    let digits = digits.get(..end)?;
    if digits.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(str::from_utf8(digits).ok()?, 8).ok()
}
