//! Packed archives, ZIP and TAR: which documents are in them, and their bytes.
//!
//! Members are listed by name, so that nothing depends on the order in which an archive was made. Names lead nowhere but
//! below the archive. What is no file, and what macOS adds, is left out and counted; what cannot be read is named. A
//! compressed TAR archive is unpacked into a file without a name first.

mod entry;
mod sources;
mod tar_headers;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use self::sources::members_instead;

use self::entry::{Entry, EntryKind, MemberName, Place};
use super::options::InputOptions;
use super::positioned::{ByteRange, bytes_at};
use super::reader::Fault;
use super::regular_file::open_regular;
use super::zip_file::{Content, MOST_MEMBERS, MemberFault, ZipEntry, open_member, read_directory};
use crate::error::Problem;

/// The format of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArchiveKind {
    /// ZIP, of which many formats of documents are made as well.
    Zip,
    /// TAR, not compressed.
    Tar,
}

impl ArchiveKind {
    /// So many bytes tell the format.
    const HEAD_BYTES: usize = tar_headers::BLOCK_BYTES as usize;

    /// The format of a file that begins with `head`.
    fn of(head: &[u8]) -> Option<Self> {
        let is_zip = [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|sign| head.starts_with(sign));
        match is_zip {
            true => Some(Self::Zip),
            false => tar_headers::is_tar(head).then_some(Self::Tar),
        }
    }
}

/// A document in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    /// Its path below the archive, parts separated by `/`.
    name: String,
    /// Its length when it is unpacked, as the archive says; it is never longer.
    n_bytes: u64,
    place: Place,
}

/// A member and the archive that it is in.
#[derive(Debug)]
pub(super) struct MemberOf {
    archive: Arc<Archive>,
    member: Member,
}

/// An archive on disk.
#[derive(Debug)]
struct Archive {
    path: PathBuf,
    /// What a compressed one was unpacked to; any other is opened for each member, so that a folder may have many.
    unpacked: Option<Arc<File>>,
}

impl MemberOf {
    /// The path of the archive.
    pub(super) fn archive_path(&self) -> &Path {
        &self.archive.path
    }

    /// Opens the member for reading.
    ///
    /// # Errors
    ///
    /// Whatever opening the archive says, and [`Problem::Malformed`] if the member is not where it was listed.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>, Problem> {
        let file = match &self.archive.unpacked {
            Some(file) => Arc::clone(file),
            None => Arc::new(open_regular(&self.archive.path)?.0),
        };
        open(&file, &self.member).map_err(|fault| fault.about("").problem)
    }
}

/// The contents of an archive.
#[derive(Debug, Default, PartialEq)]
struct Listing {
    /// The documents, by name.
    members: Vec<Member>,
    /// Documents that cannot be read, by name, and why.
    refused: Vec<(String, Fault)>,
    /// Folders, links, devices, and what macOS adds.
    n_left_out: u64,
    /// Things that a user should hear, as sentences that go on behind the name of the archive.
    warnings: Vec<String>,
}

impl Listing {
    /// The kind of document that is packed in an archive of its own, of which the members are parts; `None` for an archive of
    /// documents.
    fn document_kind(&self) -> Option<&'static str> {
        let has = |name: &str| self.members.binary_search_by(|member| member.name.as_str().cmp(name)).is_ok();
        let kinds = [
            ("[Content_Types].xml", "Office document"),
            ("META-INF/container.xml", "EPUB book"),
            ("META-INF/manifest.xml", "OpenDocument document"),
            ("META-INF/MANIFEST.MF", "Java archive"),
            ("AndroidManifest.xml", "Android program"),
        ];
        kinds.iter().find(|(part, _)| has(part)).map(|(_, kind)| *kind)
    }
}

/// An archive may expand to so many bytes, and to so many for each of its own. Text hardly ever does to a twentieth.
const FREE_BYTES: u64 = 1 << 30;
const MOST_TIMES: u64 = 100;

/// The longest name of a member.
const LONGEST_NAME_BYTES: usize = 4 << 10;

/// The most bytes to which an archive of `n_packed_bytes` may expand.
fn most_bytes(n_packed_bytes: u64) -> u64 {
    n_packed_bytes.saturating_mul(MOST_TIMES).saturating_add(FREE_BYTES)
}

/// The contents of `file`. Cost: one pass over what the archive says of its members; none of them is unpacked.
///
/// # Errors
///
/// [`Fault::Malformed`] if the archive is damaged so that no member is found, or has more members or expands to more bytes
/// than any should; [`Fault::NoText`] for one of several parts.
fn list(file: &File, kind: ArchiveKind, options: &InputOptions) -> Result<Listing, Fault> {
    let n_file_bytes = file.metadata()?.len();
    let mut found = Collected { max_document_bytes: options.max_document_bytes, ..Collected::default() };
    let mut take = |entry: Entry| found.take(entry);
    let end = match kind {
        ArchiveKind::Zip => read_directory(file, &mut |entry| take(of_zip(entry))),
        ArchiveKind::Tar => tar_headers::read(file, n_file_bytes, &mut take),
    };
    if found.n_entries > MOST_MEMBERS {
        return Err(Fault::Malformed(format!("it has more than {MOST_MEMBERS} members; unpack it first")));
    }
    let limit_bytes = most_bytes(n_file_bytes);
    if found.n_bytes > limit_bytes {
        let n_bytes = found.n_bytes;
        let what =
            format!("it expands to {n_bytes} bytes, more than {MOST_TIMES} times its length and {FREE_BYTES} bytes");
        return Err(Fault::Malformed(format!("{what}; unpack it first, if you trust it")));
    }
    match end {
        Err(Fault::Malformed(what)) if found.n_entries > 0 => found.listing.warnings.push(what),
        Err(fault) => return Err(fault),
        Ok(()) => {}
    }
    Ok(found.into_listing())
}

/// A reader of the bytes of `member`, unpacked. It fails if they are not those that the archive names, and never gives more
/// than [`Member::n_bytes`]. Many threads may read from one file.
///
/// # Errors
///
/// [`Fault::Malformed`] if the member is not where it should be, or packed in a way that is not read.
fn open(file: &Arc<File>, member: &Member) -> Result<Box<dyn Read + Send>, Fault> {
    match &member.place {
        Place::Zip(entry) => open_member(file, entry).map_err(|fault| match fault {
            MemberFault::Damaged(what) => Fault::malformed(what),
            MemberFault::Method(_) => Fault::malformed(format!("it {fault}; unpack the archive first")),
        }),
        Place::Tar { start, n_bytes } => Ok(Box::new(ByteRange::new(Arc::clone(file), *start, *n_bytes))),
    }
}

/// Unpacks `reader`, a compressed archive, into a file without a name in `directory`: at most `limit_bytes`, for which there
/// is [`most_bytes`].
///
/// # Errors
///
/// [`Fault::Malformed`] if it cannot be read or written, [`Fault::TooLong`] if it expands to more.
fn spooled(reader: impl Read, limit_bytes: u64, directory: &Path) -> Result<File, Fault> {
    let mut file = tempfile::tempfile_in(directory)?;
    let n_bytes = io::copy(&mut reader.take(limit_bytes.saturating_add(1)), &mut file)?;
    if n_bytes > limit_bytes {
        return Err(Fault::TooLong { limit_bytes });
    }
    file.flush().and_then(|()| file.seek(SeekFrom::Start(0)))?;
    Ok(file)
}

/// The format of an archive in a file of any kind.
fn kind_of(file: &File) -> Result<Option<ArchiveKind>, Fault> {
    Ok(ArchiveKind::of(&bytes_at(file, 0, ArchiveKind::HEAD_BYTES)?))
}

/// A member of a ZIP archive.
fn of_zip(mut entry: ZipEntry) -> Entry {
    let kind = match entry.content {
        Content::Plain => EntryKind::File,
        Content::NoFile => EntryKind::NoFile,
        Content::Encrypted => {
            EntryKind::Refused(Fault::NoText("is encrypted; unpack the archive with its password first"))
        }
    };
    Entry { written: std::mem::take(&mut entry.name), n_bytes: entry.n_bytes, place: Place::Zip(entry), kind }
}

#[derive(Default)]
struct Collected {
    listing: Listing,
    n_entries: usize,
    n_bytes: u64,
    max_document_bytes: u64,
    n_unsafe: u64,
    first_unsafe: Option<String>,
}

impl Collected {
    fn take(&mut self, entry: Entry) -> ControlFlow<()> {
        self.n_entries += 1;
        if self.n_entries > MOST_MEMBERS {
            return ControlFlow::Break(());
        }
        let name = match entry.kind {
            EntryKind::NoFile => None,
            _ if entry.written.len() > LONGEST_NAME_BYTES => {
                let start: String = entry.written.chars().take(40).collect();
                let what = format!("its name is longer than {LONGEST_NAME_BYTES} bytes");
                self.listing.refused.push((format!("{start}…"), Fault::Malformed(what)));
                return ControlFlow::Continue(());
            }
            _ => MemberName::of(&entry.written),
        };
        let Some(MemberName { name, was_unsafe }) = name else {
            self.listing.n_left_out += 1;
            return ControlFlow::Continue(());
        };
        if was_unsafe {
            self.n_unsafe += 1;
            self.first_unsafe.get_or_insert_with(|| entry.written.clone());
        }
        match entry.kind {
            EntryKind::Refused(fault) => self.listing.refused.push((name, fault)),
            _ if entry.n_bytes > self.max_document_bytes => {
                let fault = Fault::TooLong { limit_bytes: self.max_document_bytes };
                self.listing.refused.push((name, fault));
            }
            _ => {
                self.n_bytes = self.n_bytes.saturating_add(entry.n_bytes);
                self.listing.members.push(Member { name, n_bytes: entry.n_bytes, place: entry.place });
            }
        }
        ControlFlow::Continue(())
    }

    fn into_listing(self) -> Listing {
        let mut listing = self.listing;
        listing.members.sort_by(|a, b| a.name.cmp(&b.name));
        listing.refused.sort_by(|(a, _), (b, _)| a.cmp(b));
        if let Some(first) = self.first_unsafe {
            let names = if self.n_unsafe == 1 { "name that leads" } else { "names that lead" };
            let what = format!("has {} {names} out of it, such as {first:?}; textmill changes them", self.n_unsafe);
            listing.warnings.push(what);
        }
        let n_same = tell_apart(&mut listing.members);
        if n_same > 0 {
            let members = if n_same == 1 { "member" } else { "members" };
            let what =
                format!("has {n_same} {members} with the name of another; `~2` and so on stand behind the names");
            listing.warnings.push(what);
        }
        listing
    }
}

/// Gives members with one name names of their own, in their order, and returns how many there were.
fn tell_apart(members: &mut [Member]) -> u64 {
    let is_repeated = |pair: &[Member]| matches!(pair, [a, b] if a.name == b.name);
    if !members.windows(2).any(is_repeated) {
        return 0;
    }
    let mut next_numbers: HashMap<String, u64> = members.iter().map(|member| (member.name.clone(), 1)).collect();
    let mut n_same = 0;
    let mut last = String::new();
    for member in members.iter_mut() {
        if member.name != last {
            last.clone_from(&member.name);
            continue;
        }
        n_same += 1;
        let mut number = next_numbers.get(&last).copied().unwrap_or(1) + 1;
        let mut name = format!("{last}~{number}");
        while next_numbers.contains_key(&name) {
            number += 1;
            name = format!("{last}~{number}");
        }
        next_numbers.insert(last.clone(), number);
        next_numbers.insert(name.clone(), 1);
        member.name = name;
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    n_same
}

#[cfg(test)]
mod tests;
